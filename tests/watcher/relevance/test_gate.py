"""The gate: what people have labelled is found, and nothing foreign is let through."""

from pathlib import Path

import pytest

from fakes import real
from watcher.model import Tier
from watcher.relevance.check import check, known_recall, read_labelled
from watcher.topic import load_topic, read_topic

TOPIC = load_topic("ssa-dose-escalation")


def intruders(report):
    """Return what is labelled off or adjacent and reached watched or core, borderline cases aside."""
    return [
        miss.labelled.record.source_id
        for miss in report.misses
        if miss.labelled.tier in {Tier.OFF, Tier.ADJACENT}
        and miss.score.tier in {Tier.WATCHED, Tier.CORE}
        and not miss.labelled.borderline
    ]


@pytest.fixture(scope="module")
def report():
    return check(read_labelled(real("gold/dev.jsonl")), TOPIC)


def test_every_record_of_the_trial_is_watched(report):
    assert report.recall(Tier.WATCHED) == 1.0


def test_core_is_found_and_little_else_is_called_core(report):
    assert report.recall(Tier.CORE) >= 0.97
    assert report.precision(Tier.CORE) >= 0.90


def test_nothing_foreign_reaches_watched_or_core(report):
    assert intruders(report) == []


def test_the_known_set_that_ships_is_found_and_nothing_foreign_with_it():
    labelled = read_labelled(Path(TOPIC.known))

    report = check(labelled, TOPIC)

    assert len(labelled) >= 60
    assert {one.tier for one in labelled} == set(Tier)
    assert report.recall(Tier.WATCHED) == 1.0
    assert report.recall(Tier.CORE) >= 0.97
    assert report.precision(Tier.CORE) >= 0.90
    assert intruders(report) == []


def test_the_footer_can_state_how_much_of_the_known_set_is_found():
    found, total = known_recall(TOPIC)

    assert found == total == 70


def test_a_profile_without_a_known_set_states_nothing(tmp_path):
    text = Path(TOPIC.known.replace(".known.jsonl", ".toml")).read_text(encoding="utf-8")

    assert known_recall(read_topic(text, tmp_path / "mine.toml")) == (0, 0)
