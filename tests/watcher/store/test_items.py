from dataclasses import replace
from datetime import timedelta

import pytest
from parts import TOPIC, asked, record

from fakes import NOW
from watcher.model import Id, Tier
from watcher.pipeline.collect import collect
from watcher.store.store import Store


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        far = replace(record(9), title="Knitting patterns of the north", abstract=())
        other = replace(record(2), source="other")
        collect([asked([record(1), record(2), far]), asked([other], name="other")], TOPIC, opened, lambda: NOW)
        yield opened


def test_the_identifiers_of_what_is_near_are_known(store):
    assert store.items.known([TOPIC.name]) == (Id("pmid", "1001"), Id("pmid", "1002"))
    assert Id("pmid", "1009") in store.items.known([TOPIC.name], Tier.OFF)


def test_what_is_off_the_question_is_counted_once_in_the_time_in_which_it_came(store):
    assert store.digests.off(TOPIC.name, NOW - timedelta(days=1), NOW + timedelta(days=1)) == 1
    assert store.digests.off(TOPIC.name, NOW + timedelta(days=1), NOW + timedelta(days=2)) == 0


def test_the_nearest_come_first_for_a_source_may_stop_on_the_way(store):
    far = replace(record(0), title="Lanreotide", abstract=())
    collect([asked([far])], TOPIC, store, lambda: NOW)

    assert store.items.known([TOPIC.name], Tier.ADJACENT) == (
        Id("pmid", "1001"),
        Id("pmid", "1002"),
        Id("pmid", "1000"),
    )


def test_what_a_source_has_brought_can_be_left_out(store):
    assert store.items.known([TOPIC.name], without="other") == (Id("pmid", "1001"),)
    assert store.items.known([TOPIC.name], without="fake") == ()


def test_what_was_known_before_can_be_left_out(store):
    later = NOW + timedelta(hours=1)
    collect([asked([record(3)])], TOPIC, store, lambda: later)

    assert store.items.known([TOPIC.name], since=later) == (Id("pmid", "1003"),)
    assert store.items.known([TOPIC.name], since=NOW) == store.items.known([TOPIC.name])


def test_another_topic_knows_nothing(store):
    assert store.items.known(["another"]) == ()
