import itertools
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from parts import TOPIC, asked, record

from fakes import NOW
from watcher.errors import FetchError, ParseError
from watcher.model import Deleted, Notice, Outcome, Page, Revision, Unreadable, Validator
from watcher.pipeline.collect import collect
from watcher.pipeline.second import SecondProcess
from watcher.store.store import Store


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def clock():
    return NOW


@pytest.fixture(scope="module", params=["here", "beside"])
def run(request):
    """All that is expected of a run holds wherever its pages are understood."""
    with SecondProcess(TOPIC, short_run=0) as second:
        yield lambda store, *turns: collect(
            turns, TOPIC, store, clock, second=second if request.param == "beside" else None
        )


def test_what_comes_is_taken_in_and_counted(run, store):
    (coverage,) = run(store, asked(Notice(announced=3), [record(1), record(2)], [record(3)]))

    assert coverage.outcome is Outcome.COMPLETE
    assert (coverage.announced, coverage.received, coverage.new, coverage.kept) == (3, 3, 3, 3)
    assert store.status().counts["items"] == 3


def test_a_second_run_over_the_same_input_changes_nothing(run, store):
    run(store, asked([record(1), record(2)]))
    before = store.status().counts

    (again,) = run(store, asked([record(1), record(2)]))

    assert (again.received, again.new, again.kept) == (2, 0, 0)
    assert store.status().counts == before


def test_one_unreadable_record_costs_no_neighbour_and_is_named(run, store):
    broken = Unreadable(url="u", where="PMID 7", reason="no title")

    (coverage,) = run(store, asked([record(1), broken, record(2)]))

    assert (coverage.outcome, coverage.new, coverage.unreadable) == (Outcome.PARTIAL, 2, 1)
    assert "could not read PMID 7: no title" in coverage.notices


def test_a_page_that_is_no_page_costs_no_other_page(run, store):
    (coverage,) = run(store, asked([record(1)], [ParseError("fake", "u", "not XML")], [record(2)]))

    assert (coverage.outcome, coverage.new) == (Outcome.PARTIAL, 2)
    assert "not XML" in coverage.error


@pytest.mark.threat("T21")
def test_a_dead_source_costs_no_other_source(run, store):
    dead = asked(FetchError("dead", "u", "500 five times"), name="dead")

    coverage = run(store, dead, asked([record(1)]))

    assert [(c.source, c.outcome) for c in coverage] == [("dead", Outcome.FAILED), ("fake", Outcome.COMPLETE)]
    assert "500 five times" in coverage[0].error


@pytest.mark.threat("T19")
def test_only_a_complete_turn_moves_the_watermark(run, store):
    turn = asked([record(1)], FetchError("fake", "u", "gone"))
    run(store, turn)
    assert store.runs.watermark("fake", TOPIC.name, turn.question) is None

    whole = asked([record(1)])
    run(store, whole)
    assert store.runs.watermark("fake", TOPIC.name, whole.question) == NOW


@pytest.mark.parametrize(
    "script",
    [
        [Notice(text="count was cut", incomplete=True), [record(1)]],
        [[record(1), Unreadable(url="u", where="x", reason="y")]],
        [[record(1)], ParseError("fake", "u", "w")],
    ],
)
def test_what_may_be_missing_makes_a_turn_partial(run, store, script):
    assert run(store, asked(*script))[0].outcome is Outcome.PARTIAL


def test_what_was_not_promised_is_told_and_leaves_the_turn_complete(run, store):
    gone, unread = Notice(text="feed A could not be read", told=True), Notice(text="feed B is no feed", told=True)

    (coverage,) = run(store, asked(Notice(text="by the way"), gone, [record(1)], [unread]))

    assert (coverage.outcome, coverage.received, coverage.new) == (Outcome.COMPLETE, 1, 1)
    assert coverage.notices == ("by the way", "feed A could not be read", "feed B is no feed")
    assert coverage.told == ("feed A could not be read", "feed B is no feed")


@pytest.mark.parametrize(("piece", "is_kept"), [(record(1), True), (Notice(text="cut", told=True), False)])
def test_a_page_of_which_something_was_not_read_is_asked_for_whole_the_next_time(run, store, piece, is_kept):
    turn = asked([piece])
    turn.source.validator = Validator(etag='"7"')

    run(store, turn)

    assert bool(store.runs.validators("fake", turn.question)) is is_kept


def test_a_page_that_was_read_whole_was_whatever_became_of_the_others(run, store):
    turn = asked([record(1)], FetchError("fake", "u", "gone"))
    turn.source.validator = Validator(etag='"7"')

    (coverage,) = run(store, turn)

    assert coverage.outcome is Outcome.PARTIAL
    assert store.runs.proven("fake")


@pytest.mark.threat("T19")
def test_a_page_with_fewer_records_than_it_promised_is_partial(run, store):
    turn = asked([record(1), record(2)])
    pages = turn.source.pages
    turn.source.pages = lambda query, client: (replace(page, expected=5) for page in pages(query, client))

    (coverage,) = run(store, turn)

    assert coverage.outcome is Outcome.PARTIAL
    assert "3 records that were announced did not come" in coverage.notices


def test_no_records_where_the_source_says_so_is_complete(run, store):
    (coverage,) = run(store, asked(Notice(announced=0)))

    assert (coverage.outcome, coverage.announced, coverage.received) == (Outcome.COMPLETE, 0, 0)


@pytest.mark.parametrize("script", [[], [Notice(text="no abstract is known yet")]])
def test_a_source_that_had_nothing_to_ask_is_neither_complete_nor_failed(run, store, script):
    turn = asked(*script)

    (coverage,) = run(store, turn)

    assert coverage.outcome is Outcome.UNASKED
    assert not coverage.outcome.falls_short
    assert store.runs.watermark("fake", TOPIC.name, turn.question) is None


def test_an_answer_that_there_is_nothing_newer_proves_that_the_source_spoke(store):
    turn = asked()
    turn.source.pages = lambda query, client: iter([Page(url="u", body=b"", retrieved=NOW, unchanged=True)])
    turn.source.pieces["u"] = []

    (coverage,) = collect([turn], TOPIC, store, clock)

    assert (coverage.outcome, coverage.offered) == (Outcome.COMPLETE, None)


@pytest.mark.parametrize(
    ("script", "offered"),
    [
        ([Notice(announced=0), [record(1)]], 0),  # the watched trial comes by its number, whatever a search finds
        ([Notice(announced=7), [record(1)]], 7),
        ([[record(1), record(2)]], 2),
        ([[]], 0),
        ([], None),
        ([Notice(text="no abstract is known yet")], None),
    ],
)
def test_what_a_source_offered_is_its_own_count_or_what_came(run, store, script, offered):
    assert run(store, asked(*script))[0].offered == offered


def test_a_deleted_record_is_marked_and_counted(run, store):
    run(store, asked([record(1)]))

    (coverage,) = run(store, asked([Deleted(source="fake", source_id="1", retrieved=NOW)]))

    assert coverage.deleted == 1
    assert store.status().counts["records"] == 1


def test_a_version_that_a_registry_tells_of_is_kept_and_is_no_record(run, store):
    told = [Revision(source="fake", source_id="1", number=number, retrieved=NOW) for number in (13, 14)]
    ticking = (NOW + timedelta(seconds=second) for second in itertools.count())

    (coverage,) = collect([asked([record(1)], told)], TOPIC, store, lambda: next(ticking))

    assert (coverage.received, coverage.kept) == (1, 1)
    assert store.trials.revisions(("fake", "1"), NOW + timedelta(seconds=1)) == tuple(told)  # both when the run began


def test_a_record_that_trips_us_up_is_loud_and_costs_no_neighbour(run, store, caplog):
    strange = replace(record(2), published="not a date")

    with caplog.at_level(logging.ERROR):
        (coverage,) = run(store, asked([record(1), strange, record(3)]))

    assert (coverage.new, coverage.unreadable, coverage.outcome) == (2, 1, Outcome.PARTIAL)
    assert "could not be taken in" in caplog.text


def test_the_same_paper_from_two_sources_is_one_item(run, store):
    other = replace(record(1), source="other", source_id="x")

    run(store, asked([record(1)]), asked([other], name="other"))

    assert store.status().counts["items"] == 1
    assert store.status().counts["records"] == 2
