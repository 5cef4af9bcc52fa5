"""Forecasts held against what came: the primary completion of eight finished trials, as ClinicalTrials.gov told it at each time."""

import csv
from datetime import date
from itertools import groupby

import pytest

from fakes import DATA
from watcher.dates import iso_date, last_day
from watcher.model import Stated, TrialDate
from watcher.readout import completion

# Both are first forecasts of trials that then took three and four times as long; the months by which they failed.
MISSED = {("NCT01352702", "2011-05-11"): 16, ("NCT01486329", "2011-12-05"): 8}


def histories():
    """Yield each trial's number, each expected date with the day on which it came to stand there, and the one that came."""
    with (DATA / "readout" / "histories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, versions in groupby(rows, key=lambda row: row["nctid"]):
        *expected, actual = versions
        changed = [next(group) for _, group in groupby(expected, key=lambda row: row["primary_completion_date"])]
        dates = [(row["version_date"], row["primary_completion_date"][:7]) for row in changed]
        yield number, dates, iso_date(actual["primary_completion_date"][:7])


def forecasts():
    """Return trial and day of each forecast, what was forecast from what stood there until then, and what came."""
    found = []
    for number, dates, actual in histories():
        stated = [
            Stated(on=date.fromisoformat(on), date=TrialDate(date=iso_date(when), kind="estimated"))
            for on, when in dates
        ]
        for at, (on, _) in enumerate(dates):
            if last_day(actual) >= stated[at].on and (window := completion(stated[: at + 1], stated[at].on)):
                found.append(pytest.param((number, on), window, actual, id=f"{number} {on}"))
    return found


def test_each_history_gives_forecasts():
    assert len(forecasts()) == 14


@pytest.mark.parametrize(("made", "window", "actual"), forecasts())
def test_the_completion_came_within_what_was_forecast(made, window, actual):
    outside = max((window.low - last_day(actual)).days, (actual.earliest - window.high).days, 0)

    assert round(outside / 30.44) == MISSED.get(made, 0)
