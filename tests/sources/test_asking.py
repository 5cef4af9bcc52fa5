"""Requests under way at once, in order and no more than allowed; what fails is passed over, until it is the host that fails."""

import threading

import pytest

from sources._asking import ahead, past_failures
from watcher.errors import FetchError, ParseError
from watcher.model import Notice


def test_answers_come_in_the_order_of_asking():
    first_may_end = threading.Event()

    def ask(number):
        if number == 1:
            assert first_may_end.wait(10)
        first_may_end.set()
        return number * 10

    assert list(ahead(ask, [1, 2, 3, 4], most=2)) == [10, 20, 30, 40]


def test_as_many_as_allowed_are_under_way_at_once():
    together = threading.Barrier(3, timeout=10)

    assert list(ahead(lambda number: (together.wait(), number)[1], range(6), most=3)) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("wanted", "expected"), [([], []), ([7], [7])])
def test_little_is_asked_as_well(wanted, expected):
    assert list(ahead(lambda number: number, wanted)) == expected


def test_a_failure_is_raised_in_its_turn_and_ends_the_asking():
    asked = []

    def ask(number):
        asked.append(number)
        if number == 2:
            raise ValueError(number)
        return number

    answers = ahead(ask, range(100), most=2)

    assert [next(answers), next(answers)] == [0, 1]
    with pytest.raises(ValueError, match="2"):
        next(answers)
    assert max(asked) <= 3
    assert list(answers) == []


def test_who_stops_taking_stops_the_asking():
    asked = []
    answers = ahead(asked.append, range(100), most=2)

    next(answers)
    answers.close()

    assert len(asked) <= 2


DOWN = FetchError("s", "u", "HTTP 500", 500)


def asking(*failing, error=DOWN):
    asked = []

    def ask(number):
        asked.append(number)
        if number in failing:
            raise error
        return number

    return ask, asked


def notice(number):
    return Notice(text=f"number {number} could not be had: HTTP 500 (u)", incomplete=True)


def test_one_that_fails_costs_no_other_and_is_named():
    ask, _ = asking(1, 3)

    assert [*past_failures(ask, range(5), "number {}".format)] == [0, notice(1), 2, notice(3), 4]


@pytest.mark.parametrize("error", [FetchError("s", "u", "timed out"), ParseError("s", "u", "not JSON")])
def test_whatever_makes_an_answer_useless_is_borne(error):
    ask, _ = asking(1, error=error)

    _, said, last = past_failures(ask, range(3))

    assert (said.text, said.incomplete, last) == (f"1 could not be had: {error.reason}", True, 2)


def test_the_fifth_failure_in_a_row_ends_the_turn():
    ask, asked = asking(*range(2, 100))
    answers = past_failures(ask, range(100), "number {}".format, most=1)

    assert [next(answers) for _ in range(6)] == [0, 1, notice(2), notice(3), notice(4), notice(5)]
    with pytest.raises(FetchError, match="HTTP 500"):
        next(answers)
    assert asked == [0, 1, 2, 3, 4, 5, 6]


def test_failures_that_are_not_in_a_row_are_borne_for_ever():
    ask, _ = asking(*(number for number in range(100) if number % 5))

    assert sum(isinstance(answer, Notice) for answer in past_failures(ask, range(100))) == 80


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_host_that_refuses_us_is_asked_nothing_more(status):
    ask, asked = asking(1, error=FetchError("s", "u", "no", status))

    with pytest.raises(FetchError, match="no"):
        [*past_failures(ask, range(9), most=1)]

    assert asked == [0, 1]


def test_where_nothing_came_at_all_the_turn_has_failed():
    ask, _ = asking(0, 1)

    with pytest.raises(FetchError, match="HTTP 500"):
        [*past_failures(ask, range(2))]


def test_a_fault_of_ours_is_not_borne():
    ask, _ = asking(1, error=TypeError("ours"))

    with pytest.raises(TypeError, match="ours"):
        [*past_failures(ask, range(3))]
