"""What was not seen is told: failures, silence, and how far each question has come."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stores import MONDAY, NEXT_MONDAY, TOPIC, at

from watcher.model import Coverage, Outcome, Validator
from watcher.store.store import Store


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def run(hours, source="pubmed", outcome=Outcome.COMPLETE, received=10, **fields):
    return Coverage(
        source=source,
        outcome=outcome,
        since=MONDAY,
        until=at(hours),
        received=received,
        started=at(hours),
        finished=at(hours),
        **fields,
    )


def finish(store, *runs):
    for each in runs:
        store.runs.finish(each, topic=TOPIC)


def line(store, since=MONDAY, until=NEXT_MONDAY):
    (only,) = store.runs.coverage(since, until)
    return only


def test_a_run_is_kept_as_it_was(store):
    one = run(1, announced=12, new=3, kept=4, unreadable=1, notices=("a phrase was dropped",), question="lanreotide")
    finish(store, one)

    assert store.runs.recent("pubmed") == (one,)
    assert store.runs.recent("another") == ()
    assert store.runs.last() == (one,)


def test_each_day_on_which_a_run_ended_is_told_with_its_best_outcome(store):
    failed, partial = {"outcome": Outcome.FAILED}, {"outcome": Outcome.PARTIAL}
    finish(store, run(1, **failed), run(2), run(26, **partial), run(74, **failed))

    assert line(store).days == (("2026-11-16", "complete"), ("2026-11-17", "partial"), ("2026-11-19", "failed"))


def test_the_runs_of_a_period_are_summed(store):
    finish(store, run(1, announced=10, kept=2), run(2, announced=5, received=5, kept=1, unreadable=1), run(999))

    summed = line(store)

    assert (summed.runs, summed.received, summed.announced, summed.kept, summed.unreadable) == (2, 15, 15, 3, 1)
    assert (summed.outcome, summed.last_complete, summed.until) == (Outcome.COMPLETE, at(2), at(2))


def test_a_failure_that_was_made_good_is_a_notice(store):
    finish(store, run(1, outcome=Outcome.FAILED, received=0, error="503 from https://example.org"), run(2))

    summed = line(store)

    assert (summed.outcome, summed.error) == (Outcome.COMPLETE, "")
    assert summed.notices == ("1 of 2 runs did not complete, a later one did: 503 from https://example.org",)


def test_a_reader_is_told_what_the_last_run_could_not_read(store):
    finish(
        store,
        run(1, told=("Camurus is gone",)),
        run(2, told=("Camurus is gone", "EMA is gone")),
        run(3, told=("EMA is gone",)),
    )

    assert line(store).outcome is Outcome.COMPLETE
    assert line(store).told == ("EMA is gone",)


@pytest.mark.parametrize(
    ("outcomes", "summed"),
    [
        ((Outcome.UNASKED, Outcome.UNASKED), Outcome.UNASKED),
        ((Outcome.COMPLETE, Outcome.UNASKED), Outcome.COMPLETE),
        ((Outcome.FAILED, Outcome.UNASKED), Outcome.FAILED),
        ((Outcome.UNASKED, Outcome.PARTIAL), Outcome.PARTIAL),
    ],
)
def test_a_run_that_had_nothing_to_ask_proves_nothing_and_costs_nothing(store, outcomes, summed):
    finish(store, *(run(hours, outcome=outcome) for hours, outcome in enumerate(outcomes, 1)))

    assert line(store).outcome is summed


def test_a_failure_at_the_end_is_the_outcome(store):
    finish(store, run(1), run(2, outcome=Outcome.PARTIAL, error="cut short"))

    summed = line(store)

    assert (summed.outcome, summed.error, summed.last_complete) == (Outcome.PARTIAL, "cut short", at(1))


def test_a_source_that_was_not_asked_is_told(store):
    finish(store, run(1, "isrctn"))

    missing, present = store.runs.coverage(at(100), at(200), sources=["isrctn"]), store.runs.coverage(MONDAY, at(100))

    assert [(each.outcome, each.runs, each.error, each.last_complete) for each in missing] == [
        (Outcome.FAILED, 0, "was not asked in this period", at(1))
    ]
    assert [each.outcome for each in present] == [Outcome.COMPLETE]
    assert store.runs.coverage(at(100), at(200)) == ()


@pytest.mark.parametrize(
    ("days_ago", "outcome", "error"),
    [
        (10, Outcome.COMPLETE, ""),
        (28, Outcome.COMPLETE, ""),
        (28.9, Outcome.COMPLETE, ""),
        (29.1, Outcome.FAILED, "was not asked in this period"),
    ],
)
def test_a_source_that_is_asked_monthly_has_not_failed_in_a_week_without_it(store, days_ago, outcome, error):
    asked = NEXT_MONDAY - timedelta(days=days_ago)
    finish(store, replace(run(0, "euctr"), finished=asked))

    (summed,) = store.runs.coverage(MONDAY, NEXT_MONDAY, ["euctr"], {"euctr": timedelta(days=28)})

    assert (summed.outcome, summed.error, summed.runs) == (outcome, error, 0)
    assert (summed.last_complete, summed.next_due) == (asked, asked + timedelta(days=28))


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], (Outcome.FAILED, None)),
        ([Outcome.PARTIAL], (Outcome.PARTIAL, None)),
        ([Outcome.COMPLETE, Outcome.FAILED], (Outcome.FAILED, at(0) + timedelta(days=28))),
        ([Outcome.COMPLETE], (Outcome.COMPLETE, at(0) + timedelta(days=28))),
    ],
)
def test_a_monthly_source_that_was_asked_is_judged_by_its_run(store, outcomes, expected):
    finish(store, *(run(hours, "euctr", outcome) for hours, outcome in enumerate(outcomes)))

    (summed,) = store.runs.coverage(MONDAY, NEXT_MONDAY, ["euctr"], {"euctr": timedelta(days=28)})

    assert (summed.outcome, summed.next_due) == expected


@pytest.mark.parametrize(
    ("offered", "silent"),
    [
        ([10] * 8 + [0], True),
        ([10] * 8 + [0, 0, 0], True),
        ([10] * 8 + [0] * 30, True),
        ([5, 0] * 5 + [5, 5, 5, 0, 0], True),
        ([10] * 4 + [0, 0] + [10] * 4 + [0, 0], False),  # it had nothing for so long before, and then something again
        ([10] * 4 + [0, 0] + [10] * 4 + [0, 0, 0], True),
        ([10] * 4 + [0] * 30 + [10] * 4 + [0] * 5, True),  # a long silence that was mended excuses no other
        ([0, 0, 0, 10, 0, 0, 0, 0, 0], False),
        ([4] * 8 + [0], False),
        ([10] * 8 + [1], False),
        ([10] * 8, False),
        ([0], False),
        ([0] * 10, False),
        ([10, None, None] * 8 + [None, 0, None], True),  # nothing asked, or nothing newer, says nothing
        ([10] * 8 + [None] * 8, False),
    ],
)
@pytest.mark.threat("T20")
def test_a_source_is_silent_where_it_always_had_something(store, offered, silent):
    # What it brings besides, such as the watched trial by its number, does not count.
    finish(store, *(run(hours, offered=count, received=1) for hours, count in enumerate(offered)))

    assert line(store).silent is silent
    assert [each.silent for each in store.status().runs] == [silent]


def test_a_failed_run_is_no_silence(store):
    runs = (run(hours, offered=10) for hours in range(8))
    finish(store, *runs, run(9, outcome=Outcome.FAILED, offered=0, received=0, error="down"))

    assert not line(store).silent
    assert [each.silent for each in store.runs.last()] == [False]


def test_the_watermark_moves_only_when_told_to_and_never_back(store):
    finish(store, run(1))
    assert store.runs.watermark("pubmed", TOPIC, "q") is None

    store.runs.finish(run(2), topic=TOPIC, question="q", reached=at(2))
    store.runs.finish(run(3), topic=TOPIC, question="q", reached=at(1))

    assert store.runs.watermark("pubmed", TOPIC, "q") == at(2)
    assert store.runs.watermark("pubmed", TOPIC, "another question") is None
    assert store.runs.watermark("pubmed", "another topic", "q") is None


@pytest.mark.threat("T19")
def test_a_watermark_falls_with_the_step_that_it_belongs_to(store):
    def stumble():
        with store.writing():
            store.runs.finish(run(1), topic=TOPIC, question="q", reached=at(1), validators={"u": Validator(etag="e")})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert store.runs.watermark("pubmed", TOPIC, "q") is None
    assert store.runs.validators("pubmed", "q") == {}
    assert store.runs.recent() == ()


def test_validators_are_those_of_the_last_run_that_gave_them(store):
    store.runs.finish(run(1, "feeds"), topic=TOPIC, validators={"u": Validator(etag="1"), "v": Validator(etag="x")})
    store.runs.finish(run(2, "feeds"), topic=TOPIC, validators={"u": Validator(last_modified="2")})

    assert store.runs.validators("feeds") == {"u": Validator(last_modified="2"), "v": Validator(etag="x")}
    assert store.runs.validators("feeds", "another question") == {}
    assert store.runs.proven("feeds") == {"u", "v"}
    assert store.runs.proven("pubmed") == frozenset()
    assert store.runs.validators("pubmed") == {}


@pytest.mark.parametrize(("days", "is_believed"), [(2, True), (4, False)])
def test_a_server_is_believed_for_some_days_that_nothing_is_new(store, days, is_believed):
    store.runs.finish(run(1, "feeds"), topic=TOPIC, validators={"u": Validator(etag="1")})
    now = store.runs.recent("feeds")[0].finished + timedelta(days=days)

    assert bool(store.runs.validators("feeds", now=now)) is is_believed


@pytest.mark.parametrize("count", [0, 15])
def test_a_few_notices_are_kept_as_they_are(store, count):
    told = tuple(f"row {n} cannot be read" for n in range(count))
    store.runs.finish(run(1, notices=told, told=told), topic=TOPIC)

    (kept,) = store.runs.recent()
    assert (kept.notices, kept.told) == (told, told)


def test_of_many_notices_the_first_are_kept_and_the_rest_is_a_number(store):
    told = tuple(f"row {n} cannot be read" for n in range(40_000))
    store.runs.finish(run(1, notices=told, told=told), topic=TOPIC)
    store.runs.finish(run(2, notices=tuple(f"line {n} is odd" for n in range(16))), topic=TOPIC)

    kept = store.runs.recent()[1]
    assert kept.notices == kept.told == (*told[:15], "and 39,985 more notices")
    (summed,) = store.runs.coverage(MONDAY, NEXT_MONDAY, ["pubmed"])
    assert len(summed.notices) == 16
    assert summed.notices[-1].endswith("more notices")
