"""When a watched trial may read out: a range of days with its basis, from the registry's dates, how they moved, and its sponsor's words.

The rule is plain, and no date is invented: where neither registry nor sponsor gives one, there is no forecast.

- A primary completion that the registry expects is not reached sooner than a fifth of the time that is left before it, and at
  most in twice the time that is left. Where we saw the date move, it is taken to go on moving at that pace, up to three times
  the time that is left.
- A date that has passed without the registry saying that the trial is complete: from now on, as long again as it has been
  passed, and half a year at least.
- Results come from the completion on, and at the latest two years after it.
- A sponsor's own words narrow the range. Where they leave no day in common with it, the range holds both, and says so.

How often that held is measured by ``benchmarks/readout.py``.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from watcher.dates import last_day
from watcher.model import Forecast, Guidance, Stated, TrialFacts

_LEAST, _MOST = 2.0, 3.0  # times the time that is left
_SOONER = 5  # a part of it
_PASSED = timedelta(days=183)
REPORTED = timedelta(days=731)  # within two years of its completion half of the trials had reported, see benchmarks
_STOPPED = {"WITHDRAWN", "NO_LONGER_AVAILABLE"}


class Window(NamedTuple):
    """Days from the first to the last, both included."""

    low: date
    high: date


def forecast(
    facts: TrialFacts | None, stated: Sequence[Stated], guidance: Guidance | None, events: str, now: datetime
) -> Forecast | None:
    """Return when first results are expected; None where nothing gives a date, results are there, or the trial was withdrawn.

    ``stated`` are the primary completions that we saw, oldest first; ``guidance`` is the sponsor's last word.
    """
    if facts and (facts.has_results or facts.results_first_posted or facts.overall_status in _STOPPED):
        return None
    today = now.date()
    by_registry = _reported(stated, today)
    by_sponsor = Window(guidance.low, guidance.high) if guidance and guidance.high >= today else None
    common = _common(by_registry, by_sponsor)
    if common is None:
        return None
    window, agrees = common
    newest = stated[-1].date if stated else None
    return Forecast(
        made=now,
        low=max(window.low, today),
        high=window.high,
        events=events,
        enrolment=facts.enrolment if facts else None,
        registered=newest,
        moved=_moved(stated),
        since=stated[0].on if len(stated) > 1 else None,
        is_past=bool(newest and not _is_actual(stated[-1]) and last_day(newest.date) < today),
        guidance=guidance if by_sponsor else None,
        agrees=agrees,
    )


def is_news(made: Forecast, before: Forecast | None) -> bool:
    """Return whether a forecast says something else than the one before: it rests on something else, or that one has failed."""
    if before is None or before.high < made.made.date():
        return True
    return _basis(made) != _basis(before)


def completion(stated: Sequence[Stated], today: date) -> Window | None:
    """Return when the trial's primary completion is expected, or was; None where no date is registered."""
    if not stated:
        return None
    newest = stated[-1]
    first, last = newest.date.date.earliest, last_day(newest.date.date)
    if _is_actual(newest):
        return Window(first, last)
    if last < today:
        return Window(today, today + max(today - last, _PASSED))
    left = last - today
    return Window(max(today, first - left / _SOONER), today + left * _factor(stated))


def _reported(stated: Sequence[Stated], today: date) -> Window | None:
    """Return when results are expected by the registry's dates; None where it gives none, or where that time is over."""
    done = completion(stated, today)
    if done is None or done.high + REPORTED < today:
        return None
    return Window(done.low, done.high + REPORTED)


def _common(one: Window | None, other: Window | None) -> tuple[Window, bool] | None:
    """Return the days that both ranges hold, and that they agree; where there is none, those of both. None for no range."""
    if one is None or other is None:
        known = one or other
        return (known, True) if known else None
    low, high = max(one.low, other.low), min(one.high, other.high)
    if low <= high:
        return Window(low, high), True
    return Window(min(one.low, other.low), max(one.high, other.high)), False


def _factor(stated: Sequence[Stated]) -> float:
    """Return how many times the time that is left it takes, if the date goes on moving as it did.

    A date that moves by ``pace`` days a day is met when the time left has passed 1 / (1 - pace) times.
    """
    waited = (stated[-1].on - stated[0].on).days
    pace = _moved(stated) / waited if waited > 0 else 0.0
    return _MOST if pace >= 1 else min(max(1 / (1 - pace), _LEAST), _MOST)


def _moved(stated: Sequence[Stated]) -> int:
    return (last_day(stated[-1].date.date) - last_day(stated[0].date.date)).days if stated else 0


def _is_actual(one: Stated) -> bool:
    return one.date.kind.lower() == "actual"


def _basis(one: Forecast) -> tuple[object, ...]:
    return one.events, one.enrolment, one.registered, one.moved, one.is_past, one.guidance, one.agrees
