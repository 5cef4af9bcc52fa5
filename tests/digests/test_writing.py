import dataclasses

import pytest

import samples
from digests.writing import MARGIN, WIDTH, timeline
from watcher.model import Milestone


def panel(*dates):
    points = tuple(Milestone(date=date, label=date) for date in dates)
    return dataclasses.replace(samples.quiet().watched[0], timeline=points)


def test_marks_stand_to_scale():
    drawn = timeline(panel("2026-01-01", "2026-07-02", "2026-12-31"), samples.NOW)

    assert drawn.marks[0].x == MARGIN
    assert drawn.marks[1].x == pytest.approx(WIDTH / 2, abs=1)
    assert drawn.marks[2].x == pytest.approx(WIDTH - MARGIN, abs=2)
    assert drawn.years == ((2026, MARGIN), (2027, WIDTH - MARGIN))


def test_marks_that_would_cover_each_other_are_stacked():
    drawn = timeline(panel("2026-05-01", "2026-05-02", "2026-05-03"), samples.NOW)

    assert [mark.level for mark in drawn.marks] == [0, 1, 2]
    assert drawn.height > timeline(panel("2026-01", "2026-12"), samples.NOW).height


@pytest.mark.parametrize(("date", "between"), [("2026", (0.4, 0.6)), ("2026-06", (0.4, 0.5))])
def test_an_unprecise_date_stands_in_the_middle_of_what_it_can_mean(date, between):
    drawn = timeline(panel(date, "2026-01-01"), samples.NOW)

    place = (drawn.marks[0].x - MARGIN) / (WIDTH - 2 * MARGIN)
    assert between[0] < place < between[1]


@pytest.mark.parametrize("dates", [(), ("2026",)])
def test_less_than_two_points_are_no_timeline(dates):
    assert timeline(panel(*dates), samples.NOW) is None


@pytest.mark.parametrize(
    "dates", [("9999-12-31", "2026"), ("1000", "9999"), ("9999", "9999-12-31"), ("1900-01-01", "2199")]
)
def test_dates_that_are_far_apart_are_drawn_with_few_years_named(dates):
    drawn = timeline(panel(*dates), samples.NOW)

    assert len(drawn.years) <= 15
    assert all(0 <= mark.x <= WIDTH for mark in drawn.marks)
