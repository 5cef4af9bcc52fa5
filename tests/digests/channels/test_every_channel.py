"""What holds for every channel in the folder, whoever wrote it."""

import dataclasses
import importlib
import sys

import msgspec
import pytest
from hostile import HOSTILE
from hostile import digest as hostile

import digests
import samples
from digests import channels, view
from fakes import NOW
from watcher.model import NotUnderstood, Outcome, Section

LARGEST = 3_000_000  # bytes of all that a channel makes of the busiest week
BIDI = "\u061c\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# What is read by programs: all of it as data, and nothing as a reader sees it.
PROGRAMS = frozenset({"call", "webhook"})


def each_channel(test):
    return pytest.mark.parametrize("kind", digests.available())(test)


def text_of(messages):
    """Return all that is read in the messages: JSON and quoted-printable undone."""
    return "".join(_read(message) for message in messages)


def _read(message):
    if message.media_type == "message/rfc822":
        import email  # noqa: PLC0415
        import email.policy  # noqa: PLC0415

        mail = email.message_from_bytes(message.body, policy=email.policy.default)
        return str(mail["Subject"]) + "".join(mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    if message.media_type.endswith("json"):
        return "\n".join(_strings(msgspec.json.decode(message.body)))
    return message.body.decode()


def _strings(value):
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _strings(part)
        case list():
            for part in value:
                yield from _strings(part)


def busy():
    """Return a week with every section full, many changes and many that could not be read."""
    entry = samples.section("core").entries[0]
    entries = tuple(dataclasses.replace(entry, item=number) for number in range(1, 41))
    tail = tuple(dataclasses.replace(entry, item=number) for number in range(100, 300))
    return dataclasses.replace(
        samples.digest(),
        sections=(Section(name="core", title="New", entries=entries, tail=tail, folded=1_000),),
        not_understood=unread(50),
        coverage=tuple(samples.coverage(f"source{n}", notices=("a page was cut short",) * 3) for n in range(40)),
    )


def unread(count, text="Unread"):
    return tuple(
        NotUnderstood(
            source="feeds",
            source_id=f"guid-{number}",
            title=f"{text} {number:03}.",
            reason="a fault",
            seen=NOW,
            url=f"https://example.org/{number}",
        )
        for number in range(1, count + 1)
    )


@each_channel
@pytest.mark.threat("T43")
def test_a_channel_has_what_every_channel_has(kind):
    module, channel = importlib.import_module(f"digests.channels.{kind}"), samples.channel(kind)
    fields = {field.name: field for field in dataclasses.fields(channel)}

    assert channel.name == "team"
    assert channel.searchable in {True, False}
    assert module.TITLE.strip()
    assert channel.__doc__.strip()
    assert channel.secrets.keys() <= fields.keys()
    assert set(channel.paths) <= fields.keys()
    assert not any(fields[name].repr for name in channel.secrets)
    assert "xoxb-secret" not in repr(channel)
    with pytest.raises(dataclasses.FrozenInstanceError):
        channel.name = "other"


@each_channel
@pytest.mark.parametrize("made", [samples.quiet, samples.digest, busy, lambda: hostile("x")])
def test_what_a_channel_renders_is_well_formed_and_always_the_same(kind, made):
    messages = samples.channel(kind).render(made())
    keys = [message.key for message in messages]

    assert messages
    assert messages == samples.channel(kind).render(made())
    assert len(set(keys)) == len(keys)
    assert all(message.channel == "team" and message.recipient and message.media_type for message in messages)
    assert {message.parent for message in messages} <= {"", *keys}
    assert len({(message.recipient, message.part) for message in messages}) == len(messages)


@each_channel
def test_the_busiest_week_stays_within_bounds(kind):
    assert sum(len(message.body) for message in samples.channel(kind).render(busy())) < LARGEST


@each_channel
def test_a_quiet_week_says_so_only_where_all_could_be_looked_at(kind):
    blind = dataclasses.replace(
        samples.quiet(),
        coverage=(samples.coverage("pubmed", Outcome.FAILED, error="no network"),),
        missing=("PubMed (failed, last complete on 14 Nov 2026)",),
        unseen_since=samples.SINCE,
        watched=(),
        sections=(),
    )

    said = text_of(samples.channel(kind).render(blind))

    assert "nothing new." not in said.lower()
    assert "No other news" not in said
    assert "2026-11-16" in said if kind in PROGRAMS else "Nothing could be looked at since 16 Nov 2026" in said


@each_channel
@pytest.mark.parametrize("count", [1, 10, 11, 12_363])
def test_what_was_not_understood_is_listed_with_its_address_ten_at_most_and_counted(kind, count):
    ten = unread(min(count, view.LISTED))
    digest = dataclasses.replace(samples.quiet(), not_understood=ten, unlisted=count - len(ten))

    said = text_of(samples.channel(kind).render(digest))

    assert {one.title for one in unread(min(count, 20)) if one.title in said} == {one.title for one in ten}
    assert all(one.url in said for one in ten)
    if kind not in PROGRAMS:  # what programs read has the number in a field of its own
        assert view.UNREAD.lower() in said.lower()
        assert (f"and {count - 10:,} more" in said) is (count > 10)


@each_channel
def test_of_thousands_of_notices_ten_are_shown(kind):
    from digests.build import build  # noqa: PLC0415

    notices = tuple(f"could not read row {number}." for number in range(12_363))
    line = samples.coverage("files", Outcome.PARTIAL, notices=notices, told=notices)
    digest = build(samples.TOPIC, samples.PERIOD, (), (), (line,), now=NOW)

    said = text_of(samples.channel(kind).render(digest))

    assert 1 <= sum(f"row {number}." in said for number in range(100)) <= 10
    assert sum(len(message.body) for message in samples.channel(kind).render(digest)) < 100_000


@pytest.mark.parametrize("kind", ["mail", "page", "slack", "text"])
@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.PARTIAL])
def test_why_a_source_failed_is_for_the_operator_and_what_it_told_for_the_reader(kind, outcome):
    from digests.build import build  # noqa: PLC0415

    line = samples.coverage(
        "pubmed",
        outcome,
        error="[Errno 111] Connection refused",
        notices=("page 2: [Errno 104] reset", "two rows have no date."),
        told=("two rows have no date.",),
    )
    digest = build(samples.TOPIC, samples.PERIOD, (), (), (line,), now=NOW)

    said = " ".join(text_of(samples.channel(kind).render(digest)).split())

    assert "Errno" not in said
    assert "articles may be missing" in said
    assert "two rows have no date." in said


@each_channel
def test_a_text_of_others_stays_a_text_however_long(kind):
    long = dataclasses.replace(
        hostile("T" * 30_000), not_understood=(dataclasses.replace(unread(1)[0], title="G" * 100_000),), title="x"
    )

    messages = samples.channel(kind).render(long)

    # Where nothing is shown, or all is split.
    assert "T" * 10_000 not in text_of(messages) or kind in {*PROGRAMS, "slack"}
    assert "G" * 1_000 not in text_of(messages) or kind in PROGRAMS


@each_channel
@pytest.mark.parametrize(
    "text", [f"a{BIDI}b \x1b]0;evil\x07 \x1b[2J", *(" ".join(HOSTILE[n::8])[:1_500] for n in range(8))], ids=range(9)
)
@pytest.mark.threat("T40")
def test_nothing_that_hides_or_steers_reaches_a_reader(kind, text):
    if kind in PROGRAMS:
        pytest.skip("what programs read is told as it is, escaped")
    said = text_of(samples.channel(kind).render(dataclasses.replace(hostile(text), not_understood=unread(1, text))))

    assert not set(BIDI) & set(said)
    assert "\x1b" not in said
    assert "\x00" not in said


@each_channel
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://e.example/\n", "vbscript:x", " http://x"]
)
@pytest.mark.threat("T41")
def test_no_address_of_others_becomes_a_link_unless_it_leads_to_a_page(kind, url):
    if kind in PROGRAMS:
        pytest.skip("what programs read is told as it is, escaped")
    entry = dataclasses.replace(samples.section("core").entries[0], url=url, ids=())
    digest = dataclasses.replace(
        samples.quiet(),
        sections=(Section(name="core", title="New", entries=(entry,)),),
        not_understood=(dataclasses.replace(unread(1)[0], url=url),),
    )

    assert url not in text_of(samples.channel(kind).render(digest))


def test_one_file_more_is_one_channel_more(tmp_path, monkeypatch):
    (tmp_path / "pager.py").write_text(
        '"""Pager."""\nfrom digests.channels.text import Channel\nTITLE = "Pager"\n__all__ = ["Channel"]\n'
    )
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, "digests.channels.pager", raising=False)

    assert "pager" in digests.available()
    assert digests.load("pager", {"name": "p"}).render(samples.quiet())
    sys.modules.pop("digests.channels.pager")
