"""Teams that share one store: each has its own topic, scope, hours and form, and none is told what another asked for."""

import json
from dataclasses import replace
from datetime import time

import pytest
from stores import link, record, save

import samples
from watcher.config.settings import load
from watcher.config.values import When
from watcher.errors import ConfigError
from watcher.model import Id, Kind, LinkKind, NotUnderstood, PartialDate, Score, SourceClass, Tier
from watcher.pipeline.compose import finished
from watcher.pipeline.take_in import take_in
from watcher.service.digest import due_period, prepare
from watcher.service.due import Service, check, next_times
from watcher.service.loading import query_of

CORE, RELATED = (
    Score(tier=tier, value=0.8, source_class=SourceClass.JOURNAL, profile="ssa 1") for tier in (Tier.CORE, Tier.RELATED)
)
ASTHMA = """
[topic]
name = "asthma"
version = "1"
title = "Dupilumab in asthma"
[query]
groups = [["drug", "disease"]]
[concepts.drug]
terms = ["dupilumab"]
[concepts.disease]
terms = ["asthma*"]
[[rules]]
tier = "core"
when = "drug and disease"
because = "the drug in the disease"
"""
ARCHIVES = """
[[channels]]
name = "nets"
kind = "page"
folder = "nets"
[[channels]]
name = "lungs"
kind = "page"
folder = "lungs"
"""
TWO_TOPICS = (
    ARCHIVES
    + """
[[digests]]
name = "nets"
channels = ["nets"]
[[digests]]
name = "lungs"
topic = "./asthma.toml"
channels = ["lungs"]
timezone = "America/New_York"
when = "weekdays 06:30"
"""
)
ONE = '[[digests]]\nname = "weekly"\n'


@pytest.fixture
def two(installation, tmp_path):
    (tmp_path / "asthma.toml").write_text(ASTHMA, encoding="utf-8")
    return installation(TWO_TOPICS)


def plans(session):
    return {plan.name: plan for plan in session.settings.digests}


def titles(session, store, name):
    plan = plans(session)[name]
    digest = prepare(session, store, plan, due_period(session, store, plan)).digest
    return [entry.title for section in digest.sections for entry in section.entries]


def paper(number, title, text):
    return record(str(number), title=title, text=text, published=PartialDate(2026, 11, 17))


def test_a_record_is_near_to_one_topic_and_off_to_the_other(two):
    nets = paper(1, "High-dose lanreotide every 14 days in neuroendocrine tumours", "Lanreotide 120 mg every 14 days.")
    lungs = paper(2, "Dupilumab in asthma", "Dupilumab lowered the rate of exacerbations in asthma.")
    with two.store(new=True) as store:
        for one in (nets, lungs):
            take_in(one, two.topic, store, two.now())

        assert titles(two, store, "nets") == [nets.title]
        assert titles(two, store, "lungs") == [lungs.title]


def test_the_sources_are_asked_once_for_all_topics(two):
    groups = query_of(two.topic, two.now()).groups

    assert {concept.name for group in groups for concept in group} >= {"sorento", "drug", "disease"}
    assert ("dupilumab",) in {tuple(term.text for term in concept.terms) for group in groups for concept in group}


def test_a_topic_that_is_added_rates_what_the_store_has(two):
    lungs = paper(2, "Dupilumab in asthma", "Dupilumab lowered the rate of exacerbations in asthma.")
    alone = two.topic_of(plans(two)["nets"])
    with two.store(new=True) as store:
        take_in(lungs, alone, store, two.now())
        before = titles(two, store, "lungs")
        take_in(lungs, two.topic, store, two.now())

        assert before == []
        assert titles(two, store, "lungs") == [lungs.title]


def test_each_team_has_its_own_hours_and_zone(two):
    with two.store(new=True) as store:
        times = next_times(two, store)

    assert times["next digest nets"] == "2026-11-23 07:00 CET"
    assert times["next digest lungs"] == "2026-11-18 06:30 EST"


def test_a_digest_on_several_days_of_the_week_is_made_once_on_each(two, scripted):
    service = Service(session=two, begin=scripted())
    service.once()
    for day in ("2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"):
        two.at(f"{day}T07:00-05:00")
        service.once()
        service.once()

    assert sorted(key for name, key in two.digests_made if name == "lungs") == [
        "2026-11-19",
        "2026-11-20",
        "2026-11-23",
    ]


def test_a_profile_that_is_wrong_costs_its_own_team_alone(two, tmp_path, scripted):
    (tmp_path / "asthma.toml").write_text(ASTHMA.replace("drug and disease", "drug and diseas"), encoding="utf-8")
    two.at("2026-11-23T07:00+01:00")

    done = Service(session=two, begin=scripted()).once()

    assert two.digests_made == [("nets", "2026-W47")]
    assert ["diseas" in fault for fault in done.faults] == [True]
    assert ["diseas" in mistake for mistake in check(two)] == [True]


def test_two_profiles_of_one_name_are_refused_where_the_second_is_named(two, tmp_path):
    (tmp_path / "asthma.toml").write_text(ASTHMA.replace('"asthma"', '"ssa-dose-escalation"', 1), encoding="utf-8")

    with pytest.raises(ConfigError, match=r"line \d+: 'ssa-dose-escalation' is the name of another profile"):
        two.topic_of(plans(two)["lungs"])


@pytest.fixture
def told(installation):
    """Return the titles that a digest with these options tells of a core and a related paper."""

    def make(options, *more):
        session = installation(ARCHIVES + ONE + options)
        with session.store(new=True) as store:
            save(store, paper(1, "Core", ""), now=session.now(), score=CORE)
            save(store, paper(2, "Related", ""), now=session.now(), score=RELATED)
            for one in more:
                one(session, store)
            return titles(session, store, "weekly")

    return make


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ["Core", "Related"]),
        ('tiers = ["core"]', ["Core"]),
        ('tiers = ["related"]', ["Related"]),
        ('threshold = "core"', ["Core"]),
        ('threshold = "related"', ["Core", "Related"]),
        ('sections = ["related", "core"]', ["Related", "Core"]),
        ('sections = ["related"]', ["Related"]),
        ('sections = ["registry"]', []),
    ],
)
def test_a_team_is_told_what_it_asked_for_in_its_order(told, options, expected):
    assert told(options) == expected


def test_what_was_not_asked_for_stays_new_and_what_was_told_is_told_on(installation, scripted):
    session = installation(ARCHIVES + ONE + 'tiers = ["core"]')
    with session.store(new=True) as store:
        save(store, paper(1, "Core", ""), now=session.now(), score=CORE)
        save(store, paper(2, "Related", ""), now=session.now(), score=RELATED)
    session.at("2026-11-23T07:00+01:00")
    Service(session=session, begin=scripted()).once()

    session.at("2026-11-24T07:00+01:00")
    notice = record("3", title="Retraction: Core", kind=Kind.NOTICE, published=PartialDate(2026, 11, 24))
    with session.store() as store:
        retracts = [link(notice, Id("pmid", "1"), LinkKind.RETRACTS)]
        save(store, notice, now=session.now(), score=CORE, links=retracts)
        later = titles(session, store, "weekly")
    widened = installation(ARCHIVES + ONE)
    widened.at("2026-11-24T08:00+01:00")
    with widened.store() as store:
        assert "RETRACTED: Core" in later
        assert "Related" not in later
        assert "Related" in titles(widened, store, "weekly")


@pytest.mark.parametrize(
    ("empty", "moved", "missing", "short", "skipped"),
    [
        ("send", False, False, False, False),
        ("short", False, False, True, False),
        ("skip", False, False, True, True),
        ("skip", False, True, True, False),  # it says what could not be looked at
        ("short", True, False, False, False),
        ("skip", True, False, False, False),
    ],
)
def test_a_digest_without_news_is_sent_short_or_not_at_all(empty, moved, missing, short, skipped):
    digest = samples.digest(moved=True, complete=not missing) if moved else samples.quiet()
    digest = digest if moved or not missing else _blind(digest)

    made = finished(digest, (), empty)

    assert (made.digest.short, made.skipped) == (short, skipped)


@pytest.mark.parametrize(
    "told",
    [
        {"watched": [replace(panel, moved=moved) for moved in (True, False) for panel in samples.digest().watched]},
        {"not_understood": (NotUnderstood(source="feeds", source_id="1", reason="no title", seen=samples.NOW),)},
        {"failed": ("the living table",)},
    ],
)
def test_a_digest_that_says_anything_is_neither_short_nor_skipped(told):
    made = finished(replace(samples.quiet(), **told), (), "skip")

    assert (made.digest.short, made.skipped) == (False, False)


def _blind(digest):
    return replace(digest, missing=("PubMed (never read)",))


@pytest.mark.parametrize("kind", ["text", "mail", "slack"])
def test_a_short_digest_has_its_first_lines_alone(kind):
    quiet = samples.quiet()
    channel = samples.channel(kind)

    whole, short = (channel.render(one) for one in (quiet, replace(quiet, short=True)))

    assert len(b"".join(one.body for one in short)) < len(b"".join(one.body for one in whole))
    said = b"".join(one.body for one in short).decode()
    assert "Nothing new this week" in said
    assert "Coverage" not in said


def test_a_week_without_news_that_is_skipped_is_made_once_and_sent_to_nobody(installation, scripted):
    session = installation(ARCHIVES + ONE + 'empty = "skip"')
    with session.store(new=True) as store:
        store.runs.finish(
            samples.coverage("pubmed", until=session.now(), finished=session.now()), topic="ssa-dose-escalation"
        )
    session.at("2026-11-23T07:00+01:00")
    with session.store() as store:
        store.runs.finish(
            samples.coverage("pubmed", until=session.now(), finished=session.now()), topic="ssa-dose-escalation"
        )

    done = Service(session=session, begin=scripted()).once()

    assert session.digests_made == [("weekly", "2026-W47")]
    assert done.sent == ()


def test_two_digests_on_one_topic_in_one_channel_are_both_sent(installation, scripted, tmp_path):
    session = installation(ARCHIVES + ONE + 'channels = ["nets"]\n[[digests]]\nname = "team-b"\nchannels = ["nets"]\n')
    session.at("2026-11-23T07:00+01:00")

    done = Service(session=session, begin=scripted()).once()

    assert [one.state for one in done.sent] == ["sent", "sent"]
    pages = {path.name for path in (tmp_path / "nets" / "digests").iterdir()}
    assert pages == {"2026-W47.html", "team-b-2026-W47.html"}
    cards = [json.loads(path.read_bytes())["key"] for path in (tmp_path / "nets" / "data").glob("*.json")]
    assert sorted(cards) == ["2026-W47", "team-b-2026-W47"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monday 07:00", When((0,), time(7))),
        ("Mon 7:05", When((0,), time(7, 5))),
        ("weekdays 07:00", When((0, 1, 2, 3, 4), time(7))),
        ("daily 23:30", When((0, 1, 2, 3, 4, 5, 6), time(23, 30))),
        ("tuesday and friday 08:00", When((1, 4), time(8))),
        ("fri, tue 08:00", When((1, 4), time(8))),
        ("first monday 07:00", When((0,), time(7), 1)),
        ("last friday 16:00", When((4,), time(16), -1)),
    ],
)
def test_when_a_digest_goes_out_is_said_in_words(tmp_path, text, expected):
    path = tmp_path / "watcher.toml"
    path.write_text(f'{ONE}when = "{text}"\n', encoding="utf-8")

    assert load(path, {}).digests[0].when == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ('when = "moonday 07:00"', "there is no day 'moonday'"),
        ('when = "m 07:00"', "write days and a time"),
        ('when = "first weekdays 07:00"', "name one day of the week after 'first'"),
        ('when = "monday 24:00"', "there is no time 24:00"),
        ('tiers = ["cor"]', "write one of watched, core, related, adjacent"),
        ('tiers = ["core"]\nthreshold = "core"', "says what tiers says already"),
        ('sections = ["news"]', "write one of watched, core, registry"),
        ('empty = "never"', "write one of send, short, skip"),
    ],
)
def test_a_mistake_in_a_digest_says_what_to_write(tmp_path, options, message):
    path = tmp_path / "watcher.toml"
    path.write_text(ONE + options, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load(path, {})

    assert message in str(caught.value)
    assert "line " in str(caught.value)
