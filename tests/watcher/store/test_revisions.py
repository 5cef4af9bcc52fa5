"""The versions that a registry tells of itself: kept once, told as of a moment, and nothing else moves."""

from dataclasses import replace

import pytest
from stores import MONDAY, NEXT_MONDAY, TOPIC, at, registration, save, table_sizes

from watcher.model import Id, PartialDate, Revision, WatchedTrial
from watcher.store.store import Store

KEY = ("clinicaltrials", "NCT05050942")
FIRST = Revision(source=KEY[0], source_id=KEY[1], number=0, retrieved=MONDAY, date=PartialDate(2021, 9, 21))
SECOND = replace(FIRST, number=1, date=PartialDate(2026, 11), status="RECRUITING", modules=("Study Status", "Sites"))
THIRD = replace(FIRST, number=2, date=None, retrieved=NEXT_MONDAY)


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def kept(store, *revisions):
    for revision in revisions:
        store.trials.keep_revision(revision)


def test_what_was_kept_comes_back_whole_and_in_order(store):
    kept(store, THIRD, SECOND, FIRST, replace(FIRST, source_id="NCT00000001"))

    assert store.trials.revisions(KEY, at(400)) == (FIRST, SECOND, THIRD)
    assert store.trials.revisions(KEY, NEXT_MONDAY) == (FIRST, SECOND)
    assert store.trials.revisions(("ctis", "2021"), at(400)) == ()


def test_the_same_versions_told_again_change_nothing(store):
    kept(store, FIRST, SECOND)
    before = store.trials.revisions(KEY, at(400))
    kept(store, replace(FIRST, retrieved=at(168)), replace(SECOND, retrieved=at(168)))

    assert store.trials.revisions(KEY, at(400)) == before
    assert table_sizes(store)["revision"] == 2


def test_a_version_is_as_its_registry_tells_it_now(store):
    kept(store, SECOND, replace(SECOND, modules=("Study Status",), retrieved=at(168)))

    assert store.trials.revisions(KEY, at(400)) == (replace(SECOND, modules=("Study Status",)),)


def test_they_stand_with_the_watched_trial_and_are_no_change(store):
    save(store, registration())
    kept(store, FIRST, SECOND, THIRD)

    found = store.trials.watched(
        WatchedTrial(name="SORENTO", ids=(Id("nct", "NCT05050942"),)), MONDAY, NEXT_MONDAY, topic=TOPIC
    )

    assert found.revisions == (FIRST, SECOND)
    assert (found.dossier.changes, found.last_change, store.dossiers.changes(MONDAY)) == ((), None, ())
