"""The gate: what people have labelled is found, and nothing foreign is let through."""

import pytest

from fakes import real
from watcher.model import Tier
from watcher.relevance import check, read_labelled
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")


@pytest.fixture(scope="module")
def report():
    return check(read_labelled(real("gold/dev.jsonl")), TOPIC)


def test_every_record_of_the_trial_is_watched(report):
    assert report.recall(Tier.WATCHED) == 1.0


def test_core_is_found_and_little_else_is_called_core(report):
    assert report.recall(Tier.CORE) >= 0.97
    assert report.precision(Tier.CORE) >= 0.90


def test_nothing_foreign_reaches_watched_or_core(report):
    assert [miss.labelled.record.source_id for miss in report.intruders] == []
