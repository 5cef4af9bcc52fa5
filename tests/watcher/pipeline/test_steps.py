"""What the sources sent another time, taken in as if they sent it now."""

from dataclasses import replace
from datetime import timedelta

import pytest
from parts import TOPIC, asked, record

from fakes import NOW
from watcher.errors import FetchError
from watcher.model import Deleted, Ended, Notice, Outcome, Page
from watcher.pipeline.collect import collect
from watcher.store.store import Store

LATER = NOW + timedelta(days=7)


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def live(store, *turns, at=NOW):
    """Collect and return what was kept of it, with the coverage."""
    kept = []
    coverage = collect(turns, TOPIC, store, lambda: at, keep=lambda i, step: kept.append((i, step)))
    return kept, coverage


def told(store, steps, *turns):
    again = [replace(turn, client=None, started=NOW) for turn in turns]
    return collect(again, TOPIC, store, lambda: LATER, steps=steps)


def test_what_was_kept_brings_what_the_run_brought(store):
    turns = (
        asked(Notice(announced=2), [record(1)], [record(2)]),
        asked([replace(record(1), source="other", source_id="x")], FetchError("other", "u", "gone"), name="other"),
    )
    with Store.open(":memory:") as first:
        kept, seen = live(first, *turns)

    coverage = told(store, kept, *turns)

    assert coverage == seen
    assert coverage[1].outcome is Outcome.PARTIAL
    assert store.status().counts["records"] == 3
    assert {i for i, step in kept if isinstance(step, Page)} == {0, 1}
    assert {i for i, step in kept if isinstance(step, Ended) and step.at == NOW} == {0, 1}


def test_nothing_is_kept_after_it_was_taken_in(store):
    def keep(i, step):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        collect([asked([record(1)])], TOPIC, store, lambda: NOW, keep=keep)

    assert store.status().counts["records"] == 0


def test_what_the_store_heard_later_stays(store):
    turn = asked([record(1, "As it was")], [Deleted(source="fake", source_id="2", retrieved=NOW)])
    with Store.open(":memory:") as first:
        kept, _ = live(first, turn)
    live(store, asked([replace(record(number, "As it is"), retrieved=LATER) for number in (1, 2)]), at=LATER)
    before = store.status().counts

    (coverage,) = told(store, kept, turn)

    assert (coverage.received, coverage.kept, coverage.deleted) == (2, 0, 0)
    assert store.records.latest(record(1)).title == "As it is"
    assert store.status().counts == before


def test_what_a_later_run_found_as_it_was_before_stays_so(store):
    once, between, again = (record(1, title) for title in ("Recruiting", "Suspended", "Recruiting"))
    turn = asked([between])
    with Store.open(":memory:") as first:
        kept, _ = live(first, turn)
    live(store, asked([once]), at=NOW - (LATER - NOW))
    live(store, asked([again]), at=LATER)  # says nothing new, and leaves no version

    told(store, kept, turn)

    assert store.records.latest(record(1)).title == "Recruiting"


def test_what_was_withdrawn_later_stays_so(store):
    turn = asked([record(1)])
    with Store.open(":memory:") as first:
        kept, _ = live(first, turn)
    live(store, asked([record(1)], [Deleted(source="fake", source_id="1", retrieved=LATER)]), at=LATER)
    before = store.status().counts

    told(store, kept, turn)

    assert store.status().counts == before


def test_a_fault_in_what_is_told_ends_the_turns_that_were_not_over(store):
    def steps():
        yield 0, Notice(announced=1)
        yield 0, Ended()
        raise ZeroDivisionError("a bug")

    first, second = told(store, steps(), asked(), asked(name="other"))

    assert (first.outcome, second.outcome) == (Outcome.COMPLETE, Outcome.FAILED)
    assert second.error == "other: the turn was ended by a fault of Watcher's own, ZeroDivisionError: a bug"
