"""When a trial may read out: a range from what the registry says, how that moved, and what the sponsor says; no date is invented."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.dates import last_day
from watcher.model import Enrolment, Guidance, PartialDate, Stated, TrialDate, TrialFacts
from watcher.readout import REPORTED, completion, forecast, is_news

NOW = datetime(2026, 1, 15, 6, 0, tzinfo=UTC)
TODAY = NOW.date()
FACTS = TrialFacts(registry="ClinicalTrials.gov", enrolment=Enrolment(count=302, kind="actual"))


def stated(on, *when, kind="estimated"):
    return Stated(on=date.fromisoformat(on), date=TrialDate(date=PartialDate(*when), kind=kind))


def said(low, high):
    return Guidance(low=date.fromisoformat(low), high=date.fromisoformat(high), sentence="Results are expected.")


def made(*of, guidance=None, facts=FACTS, now=NOW):
    return forecast(facts, of, guidance, "event-driven: 194 events", now)


def test_without_a_date_there_is_no_forecast():
    assert made() is None
    assert made(guidance=said("2025-01-01", "2025-12-31")) is None


def test_a_date_that_never_moved_is_met_within_twice_the_time_that_is_left():
    expected = completion([stated("2026-01-15", 2026, 12)], TODAY)

    assert expected == (date(2026, 9, 22), date(2027, 12, 16))
    assert made(stated("2026-01-15", 2026, 12)).high == expected.high + REPORTED


@pytest.mark.parametrize(
    ("first", "times"),
    [((2025, 12), 3.0), ((2026, 7), 2.0), ((2026, 12), 2.0), ((2027, 6), 2.0), ((2024, 12), 3.0)],
)
def test_a_date_that_moved_goes_on_moving_at_that_pace_within_bounds(first, times):
    moved = [stated("2025-01-15", *first), stated("2026-01-15", 2026, 12)]

    left = date(2026, 12, 31) - TODAY
    assert completion(moved, TODAY).high == TODAY + left * times


def test_a_date_in_one_year_that_moved_by_seven_months_takes_two_and_a_half_times_as_long():
    moved = [stated("2025-01-15", 2026, 5), stated("2026-01-15", 2026, 12)]

    assert (completion(moved, TODAY).high - TODAY) / (date(2026, 12, 31) - TODAY) == pytest.approx(2.42, abs=0.01)


def test_a_date_that_has_passed_is_said_to_have_passed():
    late = made(stated("2024-01-01", 2025, 10))

    assert late.is_past
    assert (late.low, late.high) == (TODAY, TODAY + timedelta(days=183) + REPORTED)
    assert not made(stated("2024-01-01", 2025, 10, kind="actual")).is_past


def test_a_completed_trial_reports_within_two_years_and_later_no_day_is_named():
    assert made(stated("2025-11-01", 2025, 10, 9, kind="actual")).high == date(2025, 10, 9) + REPORTED
    assert made(stated("2023-11-01", 2023, 10, kind="actual")) is None


def test_the_sponsors_words_narrow_the_range():
    narrow = made(stated("2026-01-15", 2026, 12), guidance=said("2026-07-01", "2027-06-30"))

    assert (narrow.low, narrow.high, narrow.agrees) == (date(2026, 9, 22), date(2027, 6, 30), True)


def test_where_sponsor_and_registry_disagree_the_range_holds_both_and_says_so():
    both = made(stated("2026-01-15", 2026, 12), guidance=said("2026-02-01", "2026-03-31"))

    assert (both.low, both.agrees) == (date(2026, 2, 1), False)
    assert both.high == made(stated("2026-01-15", 2026, 12)).high


def test_the_sponsor_alone_is_enough():
    assert made(guidance=said("2026-01-01", "2026-12-31")).low == TODAY


@pytest.mark.parametrize("told", [{"has_results": True}, {"overall_status": "WITHDRAWN"}])
def test_what_has_reported_or_was_withdrawn_is_not_forecast(told):
    assert made(stated("2026-01-15", 2026, 12), facts=TrialFacts(registry="r", **told)) is None


def test_a_forecast_is_news_when_it_rests_on_something_else_or_the_last_one_failed():
    first = made(stated("2026-01-15", 2026, 12))
    later = made(stated("2026-01-15", 2026, 12), now=NOW + timedelta(days=30))
    slipped = made(stated("2026-01-15", 2026, 12), stated("2026-02-14", 2027, 3), now=NOW + timedelta(days=30))
    much_later = made(guidance=said("2040-01-01", "2040-12-31"), now=NOW + timedelta(days=4_000))

    assert is_news(first, None)
    assert not is_news(later, first)
    assert is_news(slipped, first)
    assert slipped.moved == 90
    assert is_news(much_later, first)


@given(
    pace=st.floats(min_value=0, max_value=0.66),
    total=st.integers(min_value=200, max_value=3_000),
    looks=st.lists(st.floats(min_value=0, max_value=0.98), min_size=2, max_size=8, unique=True),
)
def test_a_trial_whose_date_slips_at_one_pace_ends_in_every_forecast_but_perhaps_the_first(pace, total, looks):
    """The date stated t days after the first is ``total - pace * (total - t)``: it nears the true end as that comes."""
    begun = date(2020, 1, 1)
    end = begun + timedelta(days=total)
    seen = []
    for look in sorted(looks):
        on = begun + timedelta(days=int(look * total))
        when = end - (end - on) * pace
        seen.append(Stated(on=on, date=TrialDate(date=PartialDate(when.year, when.month, when.day), kind="estimated")))
        found = completion(seen, on)
        if len(seen) > 1 and (seen[-1].on - seen[0].on).days > 60 and last_day(seen[-1].date.date) >= on:
            assert found.low <= end <= found.high + timedelta(days=total * 0.1)
