"""Forecasts held against what came: the primary completion of eight finished trials, as ClinicalTrials.gov told it at each time."""

import pytest

from benchmarks.readout import histories
from fakes import DATA
from watcher.dates import last_day
from watcher.readout import completion

# Both are first forecasts of trials that then took three and four times as long; the months by which they failed.
MISSED = {("NCT01352702", "2011-05-11"): 16, ("NCT01486329", "2011-12-05"): 8}


def forecasts():
    """Return trial and day of each forecast, what was forecast from what stood there until then, and what came."""
    found = []
    for number, stated, actual in histories(DATA / "readout" / "histories.csv"):
        for at, newest in enumerate(stated):
            if last_day(actual) >= newest.on and (window := completion(stated[: at + 1], newest.on)):
                made = number, newest.on.isoformat()
                found.append(pytest.param(made, window, actual, id=" ".join(made)))
    return found


def test_each_history_gives_forecasts():
    assert len(forecasts()) == 14


@pytest.mark.parametrize(("made", "window", "actual"), forecasts())
def test_the_completion_came_within_what_was_forecast(made, window, actual):
    outside = max((window.low - last_day(actual)).days, (actual.earliest - window.high).days, 0)

    assert round(outside / 30.44) == MISSED.get(made, 0)
