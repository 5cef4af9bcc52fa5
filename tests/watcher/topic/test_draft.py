"""A profile that ships or that is drafted finds its question, whatever that is: nothing is tied to one trial."""

import pytest

from watcher.model import Kind, PartialDate, Record, Tier
from watcher.relevance import rate
from watcher.relevance.check import check, read_labelled, sets
from watcher.relevance.terms import stands
from watcher.topic import load_topic, read_topic, shipped
from watcher.topic.draft import Answers, draft

ANSWERS = Answers(
    name="dupilumab-asthma",
    title="Dupilumab in asthma",
    subject=("dupilumab",),
    disease=("asthma*",),
    aspect=("exacerbation*", "biomarker*"),
    trials=(("VESTIGE", "nct:NCT04400318"),),
)


def record(title, number="1", **fields):
    from datetime import UTC, datetime  # noqa: PLC0415

    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Record(
        source="pubmed",
        source_id=number,
        kind=Kind.ARTICLE,
        title=title,
        retrieved=now,
        published=PartialDate(2026),
        **fields,
    )


@pytest.mark.parametrize("name", shipped())
def test_every_profile_that_ships_passes_its_own_gate(name):
    from pathlib import Path  # noqa: PLC0415

    topic = load_topic(name)
    labelled = read_labelled(Path(topic.known))

    report = check(labelled, topic)

    assert sets(topic)
    assert report.passes, [miss.labelled.record.title for miss in report.misses]


def test_three_profiles_ship_and_one_is_outside_oncology():
    assert {"ssa-dose-escalation", "prrt-retreatment", "biologics-copd"} <= {*shipped()}


def test_a_draft_of_twenty_lines_is_a_profile_that_rates(tmp_path):
    text = draft(Answers(name="a", title="A", subject=("dupilumab",), disease=("asthma*",)), {}, 0)

    topic = read_topic(text, tmp_path / "a.toml")

    assert len([line for line in text.splitlines() if line.strip() and not line.startswith("#")]) <= 30
    assert rate(record("Dupilumab in severe asthma"), topic).tier is Tier.CORE
    assert rate(record("Dupilumab in eczema"), topic).tier is Tier.ADJACENT
    assert rate(record("Inhaled drugs in asthma"), topic).tier is Tier.OFF


def test_a_draft_with_all_answers_watches_and_tells_nearness(tmp_path):
    topic = read_topic(draft(ANSWERS, {"dupilumab": 3}, 12), tmp_path / "a.toml")

    tiers = [
        rate(record(title), topic).tier
        for title in (
            "VESTIGE: dupilumab and airway inflammation",
            "Dupilumab lowers exacerbations of asthma",
            "Dupilumab in asthma: a review of cost",
            "Dupilumab in eczema",
            "Salt in asthma",
        )
    ]

    assert tiers == [Tier.WATCHED, Tier.CORE, Tier.RELATED, Tier.ADJACENT, Tier.OFF]
    assert '"dupilumab",  # in 3 of 12 records of the store' in draft(ANSWERS, {"dupilumab": 3}, 12)


def test_it_is_counted_which_terms_stand_nowhere_and_which_everywhere(tmp_path):
    topic = read_topic(draft(ANSWERS, {}, 0), tmp_path / "a.toml")
    records = [
        record(f"Dupilumab in asthma, no. {n}{' and exacerbations' if n < 30 else ''}", str(n)) for n in range(120)
    ]

    found = {(one.concept, one.term): one for one in stands(topic, records)}

    assert {key: one.found for key, one in found.items() if key[0] in {"subject", "disease", "aspect"}} == {
        ("subject", "dupilumab"): 120,
        ("disease", "asthma*"): 120,
        ("aspect", "exacerbation*"): 30,
        ("aspect", "biomarker*"): 0,
    }
    assert {key[1] for key, one in found.items() if one.never} == {"biomarker*", "VESTIGE", "NCT04400318"}
    assert [key[1] for key, one in found.items() if one.everywhere] == ["dupilumab", "asthma*"]


def test_of_few_records_nothing_is_concluded(tmp_path):
    topic = read_topic(draft(ANSWERS, {}, 0), tmp_path / "a.toml")

    assert not any(one.never or one.everywhere for one in stands(topic, [record("Dupilumab in asthma")]))
