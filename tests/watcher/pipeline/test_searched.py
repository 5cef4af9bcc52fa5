"""A digest has a section for each saved search that it names."""

from dataclasses import replace

import pytest
from stores import MONDAY, OFF, at, digest, record, save

from watcher.model import Entry, Section
from watcher.pipeline.news import searched
from watcher.store.search import Filters
from watcher.store.store import Store
from watcher.topic import load_topic


@pytest.fixture(scope="module")
def topic():
    return load_topic("ssa-dose-escalation")


@pytest.fixture
def store():
    with Store.open() as opened:
        for number, title in enumerate(("Gallstones in NET", "Salt and gallstones", "Salt"), 1):
            save(opened, record(str(number), title=title), now=at(24), score=OFF)
        opened.searches.save("stones", "gallstones", Filters(), MONDAY)
        opened.searches.save("salt", "salt", Filters(), MONDAY)
        yield opened


def test_what_is_new_in_a_search_stands_once(topic, store):
    failed = []

    stones, salt = searched(topic, store, ("stones", "salt"), digest(), failed)

    assert {entry.title for entry in stones.section.entries} == {"Gallstones in NET", "Salt and gallstones"}
    assert [entry.title for entry in salt.section.entries] == ["Salt"]
    assert {dossier.item.id for dossier in stones.dossiers} == {1, 2}
    assert (stones.section.title, failed) == ("New in the search “stones”", [])


def test_what_stands_in_the_digest_is_not_told_again(topic, store):
    told = Entry(item=1, title="x", url="", authors="", venue="", date="", kind="", tier="", source_class="")
    before = replace(digest(), sections=(Section(name="core", title="Core", entries=(told,)),))

    (stones,) = searched(topic, store, ("stones",), before, [])

    assert [entry.title for entry in stones.section.entries] == ["Salt and gallstones"]


def test_a_search_that_is_not_there_is_said_and_costs_no_other(topic, store):
    failed = []

    gone, salt = searched(topic, store, ("gone", "salt"), digest(), failed)

    assert "There is no such search" in gone.section.note
    assert len(salt.section.entries) == 2
    assert failed == []


def test_a_search_that_cannot_be_made_is_said_and_costs_no_other(topic, store):
    store.connection.execute("UPDATE saved_search SET filters = 'x' WHERE name = 'salt'")
    failed = []

    sections = [one.section for one in searched(topic, store, ("salt",), digest(), failed)]

    assert "could not be made" in sections[0].note
    assert failed == ["what is new in the search “salt”"]
