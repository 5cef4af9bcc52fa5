import dataclasses
import json

import pytest

import fake_slack
import samples
from digests import telling, view
from digests.channels.slack import Channel, _blocks
from watcher.errors import ConfigError, DeliveryError
from watcher.model import Entry, Quote, Receipt, Section, Span


@pytest.fixture
def slack():
    with fake_slack.running() as workspace:
        yield workspace


def channel(slack=None, **given):
    options = {"name": "net-team", "channel": "C0TEST", "token": fake_slack.TOKEN, "allow_private_hosts": True}
    return Channel(**{**options, "base_url": slack.base_url if slack else "https://slack.com/api/", **given})


def post_all(target, messages):
    receipts = {}
    for message in messages:
        receipts[message.key] = target.send(message, receipts.get(message.parent))
    return receipts


def posts(digest, **given):
    return [json.loads(message.body)["post"] for message in channel(**given).render(digest)]


def said(post):
    return "\n".join(fake_slack.strings(post["blocks"]))


def test_a_digest_is_a_parent_and_a_short_thread_with_every_item(slack):
    digest = samples.digest()
    target = channel(slack)

    receipts = post_all(target, target.render(digest))

    parent, *replies = slack.posted
    thread = "\n".join(map(said, replies))
    assert len(replies) <= 4
    told = [(number, telling.brief(entry, digest).title) for number, _, entry in view.numbered(digest)]
    assert all(f"{number}. " in thread and title.rstrip("…") in thread for number, title in told)
    assert "503 from the registry" not in thread  # that is for whoever runs Watcher
    assert {reply["thread_ts"] for reply in replies} == {parent["ts"]}
    assert "thread_ts" not in parent
    assert [receipt.reference for receipt in receipts.values()] == [kept["ts"] for kept in slack.posted]


def test_the_parent_says_whether_the_trial_has_moved_and_what_could_not_be_looked_at():
    parent = posts(samples.digest())[0]

    assert parent["text"].startswith("SORENTO: primary completion date: Jun 2026 (estimated) → Dec 2026")
    assert "Could not look fully at EU CTIS (not read since 14 Nov 2026" in said(parent)
    assert "2 to read: items 1 and 2." in said(parent)
    assert "PFS median 8.3 months (95% CI 5.6 to 11.1) [midgut cohort]" in said(parent)


def test_what_the_parent_said_of_an_item_the_thread_does_not_say_again():
    parent, thread = map(said, posts(samples.digest()))

    assert "PFS median 8.3 months" in parent
    assert "PFS median 8.3 months" not in thread
    assert "See above." in thread


def test_the_parent_leads_with_what_is_to_be_read_a_retraction_first_and_never_an_unrated_source():
    titles = [
        element["text"]
        for block in posts(samples.digest())[0]["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"][0]["elements"]
        if element["type"] == "link"
    ]

    assert titles[0] == "SORENTO"
    assert titles[1].startswith("RETRACTED: High-dose octreotide in refractory carcinoid syndrome")
    assert len(titles) == 3
    assert not any("our blog" in title for title in titles)


def test_a_quiet_week_is_two_short_messages():
    parent, coverage = posts(samples.quiet())

    assert "no change since 12 May 2026; checked 23 Nov 2026 in ClinicalTrials.gov and EU CTIS" in said(parent)
    assert "PubMed (4 new); nothing new in 2 others" in said(coverage)


@pytest.mark.threat("T35", "T42")
@pytest.mark.parametrize("digest", [samples.quiet(), samples.digest()])
def test_slack_is_told_to_make_nothing_of_what_it_is_given(digest):
    for post in posts(digest):
        asked = {name: post[name] for name in ("unfurl_links", "unfurl_media", "link_names", "parse")}
        assert asked == {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}


def test_the_same_digest_gives_the_same_bytes():
    assert channel().render(samples.digest()) == channel().render(samples.digest())


@pytest.mark.threat("T5", "T47")
def test_every_message_bears_its_key_in_three_places():
    for message, post in zip(channel().render(samples.digest()), posts(samples.digest()), strict=True):
        assert post["metadata"] == {"event_type": "watcher_digest", "event_payload": {"key": message.key}}
        assert post["blocks"][0]["block_id"] == f"watcher-{message.key}"
        assert f"ref {message.key[:12]}" in post["blocks"][-1]["elements"][0]["text"]


def test_a_correction_answers_the_digest_that_it_corrects():
    first = channel().render(samples.quiet())[0]
    correction = dataclasses.replace(samples.quiet(), key="2026-W47-c1", corrects="2026-W47")

    assert {message.parent for message in channel().render(correction)} == {first.key}


@pytest.mark.parametrize("long", [300, 3_000, 30_000, 300_000])
@pytest.mark.threat("T53")
def test_an_item_of_any_length_is_told_within_the_limits(slack, long):
    sentence = "Median PFS was 8.3 months & more <in> one arm. "
    text = sentence * (long // len(sentence))
    harm = Quote(text=text.strip(), span=Span(field="abstract", start=0, end=long), role="safety")
    entry = dataclasses.replace(samples.section("core").entries[0], summary=(harm,), title="T" * long)
    digest = dataclasses.replace(samples.quiet(), sections=(Section(name="core", title="New", entries=(entry,)),))
    target = channel(slack)

    post_all(target, target.render(digest))

    whole = "".join(said(kept) for kept in slack.posted[1:])
    told = whole.count("Median PFS was 8.3 months &amp; more &lt;in&gt; one arm.")
    assert told == (text.count("Median") if long < 20_000 else 0)  # a longer one is told by title and result alone
    assert "1. " in whole
    assert "TTTT" in whole
    assert len(slack.posted) <= 5
    for kept in slack.posted:
        assert len(kept["blocks"]) <= _blocks.BLOCKS
        assert _blocks.size(kept["blocks"]) <= _blocks.CHARACTERS


@pytest.mark.parametrize(("length", "is_link"), [(100, True), (1_900, True), (2_100, False), (6_000, False)])
def test_an_address_that_no_block_can_hold_is_left_out_and_its_title_stays(length, is_link):
    url = "https://example.org/" + "a" * (length - 20)
    entry = dataclasses.replace(samples.section("core").entries[0], url=url, title="Long address")
    digest = dataclasses.replace(samples.quiet(), sections=(Section(name="core", title="New", entries=(entry,)),))

    sent = posts(digest)

    assert any("Long address" in said(post) for post in sent)
    assert any(url in json.dumps(post["blocks"]) for post in sent) is is_link
    assert all(url not in json.dumps(post) for post in sent) is not is_link


@pytest.mark.threat("T53")
def test_forty_items_with_long_panels_still_fit(slack):
    entry = samples.section("core").entries[0]
    many = tuple(dataclasses.replace(entry, item=number, title="word " * 60) for number in range(40))
    panel = dataclasses.replace(samples.digest().watched[0], headline="long " * 900, design="line " * 900)
    digest = dataclasses.replace(
        samples.digest(), watched=(panel,), sections=(Section(name="core", title="New", entries=many),)
    )
    target = channel(slack)

    post_all(target, target.render(digest))

    assert len(slack.posted) <= 5
    assert all(f"{number}. " in "".join(map(said, slack.posted)) for number in range(1, 41))


@pytest.mark.parametrize(
    ("fault", "sent", "permanent", "retry_after"),
    [
        ("ratelimited", False, False, 7.0),
        ("retry on a date", False, False, 60.0),
        ("refused: not_in_channel", False, True, None),
        ("refused: is_archived", False, True, None),
        ("refused: fatal_error", None, False, None),
        ("a proxy's page", None, False, None),
        ("accepted, then reset", None, False, None),
        ("accepted, then 500", None, False, None),
        ("accepted, then internal_error", None, False, None),
        ("accepted, then no stamp", None, False, None),
        ("accepted, then half an answer", None, False, None),
    ],
)
def test_a_failure_says_what_is_known_of_the_message(slack, fault, sent, permanent, retry_after):
    slack.faults = [fault]
    target = channel(slack)

    with pytest.raises(DeliveryError) as caught:
        target.send(target.render(samples.quiet())[0])

    assert (caught.value.sent, caught.value.permanent, caught.value.retry_after) == (sent, permanent, retry_after)
    assert len(slack.posted) == int(fault.startswith("accepted"))  # never twice


def test_a_server_that_is_not_there_took_nothing():
    target = channel(base_url="http://127.0.0.1:9/api/")

    with pytest.raises(DeliveryError) as caught:
        target.send(target.render(samples.quiet())[0])

    assert caught.value.sent is False


def test_a_wrong_token_is_named_with_the_way_out(slack):
    target = channel(slack, token="xoxb-wrong")

    with pytest.raises(DeliveryError, match="invalid_auth; check SLACK_BOT_TOKEN") as caught:
        target.send(target.render(samples.quiet())[0])

    assert caught.value.permanent


@pytest.mark.parametrize("fault", ["accepted, then reset", "accepted, then 500", "accepted, then internal_error"])
@pytest.mark.parametrize("drops_metadata", [False, True])
@pytest.mark.threat("T2", "T5")
def test_a_message_that_was_taken_is_found_again_and_not_posted_twice(slack, fault, drops_metadata):
    slack.faults, slack.drops_metadata = [fault], drops_metadata
    target = channel(slack)
    message = target.render(samples.quiet())[0]
    with pytest.raises(DeliveryError):
        target.send(message)

    found = target.find(message)

    assert found == Receipt(key=message.key, reference=slack.posted[0]["ts"], at=found.at)


def test_a_reply_is_looked_for_in_its_thread(slack):
    target = channel(slack)
    first, second = target.render(samples.quiet())
    parent = target.send(first)
    target.send(second, parent)

    assert target.find(second, parent).reference == slack.posted[1]["ts"]
    assert target.find(second) is None  # it is not in the channel itself


def test_a_look_goes_through_every_page_of_the_history(slack):
    target = channel(slack)
    message = target.render(samples.quiet())[0]
    for number in range(7):
        slack.add({"text": f"chatter {number}", "blocks": []})
    target.send(message)
    slack.page = 2

    assert target.find(message).reference == slack.posted[-1]["ts"]


@pytest.mark.threat("T4")
def test_a_history_that_lags_shows_the_message_later(slack):
    slack.lag = 1
    target = channel(slack)
    message = target.render(samples.quiet())[0]
    target.send(message)

    assert target.find(message) is None
    assert target.find(message) is not None


@pytest.mark.threat("T48")
def test_nobody_suppresses_a_digest_by_copying_its_marker(slack):
    target = channel(slack)
    message = target.render(samples.quiet())[0]
    forged = json.loads(message.body)["post"]
    slack.add(forged, bot_id="B0OTHER", user="U0OTHER")

    assert target.find(message) is None


def test_a_look_that_cannot_be_made_is_no_proof_of_absence(slack):
    target = channel(slack, token="xoxb-wrong")

    with pytest.raises(DeliveryError) as caught:
        target.find(target.render(samples.quiet())[0])

    assert caught.value.sent is False  # asking sends nothing


def test_a_check_names_the_bot_and_the_channel(slack):
    assert channel(slack).check() == "watcher in #net-evidence of NET"
    assert slack.posted == []


def test_a_check_finds_a_bot_that_was_not_invited(slack):
    slack.is_member = False

    with pytest.raises(DeliveryError, match="invite"):
        channel(slack).check()


def test_a_webhook_is_refused_for_digests():
    with pytest.raises(ConfigError, match="bot token"):
        channel(token="https://hooks.slack.com/services/T0/B0/secret")


@pytest.mark.threat("T43")
def test_the_token_stays_out_of_sight():
    assert "xoxb" not in repr(channel())
    assert "xoxb" not in repr(channel().door)


def test_a_title_is_cut_before_it_is_escaped():
    shortened = _blocks.shorten("&" * 400, 300)

    assert _blocks.escape(shortened).replace("&amp;", "") == "…"


def test_an_entry_without_an_address_has_its_title_as_text(slack):
    entry = Entry(
        item=1,
        title="No address",
        url="",
        authors="",
        venue="",
        date="",
        kind="other",
        tier="core",
        source_class="journal",
    )
    digest = dataclasses.replace(samples.quiet(), sections=(Section(name="core", title="New", entries=(entry,)),))
    target = channel(slack)

    post_all(target, target.render(digest))

    assert "No address" in said(slack.posted[1])


@pytest.mark.parametrize("tries", [1, 2, 4])
@pytest.mark.threat("T53")
def test_what_slack_does_not_take_as_it_is_written_is_posted_more_plainly(slack, tries):
    digest = samples.digest()
    target = channel(slack)
    parent = target.render(digest)[0]
    slack.faults = ["refused: invalid_blocks"] * tries
    if tries == 4:
        with pytest.raises(DeliveryError, match="invalid_blocks"):
            target.send(parent)
        return

    target.send(parent)

    (kept,) = slack.posted
    whole = kept["text"] if tries == 2 else said(kept)
    assert ("blocks" in kept) is (tries == 1)
    assert '"link"' not in json.dumps(kept)
    assert "(https://" in whole
    assert digest.sections[0].entries[0].title[:40] in whole
    assert target.find(parent).key == parent.key


def test_only_a_channel_that_asks_has_buttons_to_rate_its_first_items(slack):
    digest = samples.digest()
    target = channel(slack, rate=True)
    post_all(target, target.render(digest))
    asked = [block for post in slack.posted for block in post["blocks"] if block["type"] == "actions"]

    assert not any(block["type"] == "actions" for post in posts(digest) for block in post["blocks"])
    (buttons,) = (block["elements"] for block in asked)
    values = [json.loads(one["value"]) for one in buttons]
    assert [one["rate"] for one in values] == ["useful", "not"] * 5
    assert len({one["item"] for one in values}) == 5
    assert {one["of"] for one in values} == {digest.topic}
    assert len({one["action_id"] for one in buttons}) == 10


@pytest.mark.parametrize("error", ["metadata_must_be_sent_from_app", "invalid_metadata_schema"])
def test_where_slack_takes_no_metadata_the_message_is_found_again_by_its_blocks(slack, error):
    target = channel(slack)
    parent = target.render(samples.digest())[0]
    slack.faults = [f"refused: {error}"] * 3

    target.send(parent)

    (kept,) = slack.posted
    assert "metadata" not in kept
    assert target.find(parent).key == parent.key


def test_what_follows_a_message_that_somebody_deleted_stands_by_itself(slack):
    target = channel(slack)
    parent, answer, *_ = target.render(samples.digest())
    receipt = target.send(parent)
    slack.posted.clear()

    target.send(answer, receipt)

    (kept,) = slack.posted
    assert "thread_ts" not in kept
