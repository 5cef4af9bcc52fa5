"""Requests under way at once: in order, no more than allowed, and ended by the first that fails."""

import threading

import pytest

from sources._ahead import ahead


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
