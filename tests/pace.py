"""Bounds of time that a busy machine does not break: processor seconds, in the measure of a machine that nobody else uses.

A processor that others use gives less for its second, for minutes at a time. So a call that takes longer than it may is held against a
fixed piece of work that is done before and after it, and the best of some tries counts. What is left of the noise has a factor of two: a test finds what grows
without bound, and not what is a tenth slower. The collector of garbage waits meanwhile: what it looks through is all that the tests hold.
"""

import gc
import re
import time
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
BUSY = 2  # times a goal that a test allows
_USUAL = 0.0080  # seconds that the fixed piece of work takes where nobody else works
_TEXT = "octreotide LAR 30 mg every 4 weeks, 12 of 57 patients (21%); " * 60
_WORD = re.compile(r"(?<![a-z])[a-z]++(?= \d)")


def seconds(call: Callable[[], _T], goal: float, tries: int = 4) -> tuple[float, _T]:
    """Return the seconds that the call takes, the best of some tries or the first that is under the goal, and what it returns."""
    best = float("inf")
    for _ in range(tries):
        took, result = _took(call)
        best = min(best, took if took < goal else usual(took))
        if best < goal:
            break
    return best, result


def usual(took: float) -> float:
    """Return the seconds that a call just took in the measure of a machine that nobody else uses: fewer where this one is slow."""
    return took / max(1.0, _slowness(), _slowness())


def grown(
    once: Callable[[], object], twice: Callable[[], object], most: float, least: float = 0.02, tries: int = 6
) -> tuple[float, float]:
    """Return how many times as long as the first the second call takes, and its seconds: the least of some tries side by side.

    The first is 0 where one of the tries took no more than ``most`` times as long.
    """
    ratio = seconds = float("inf")
    for _ in range(tries):
        (short, _), (long, _) = _took(once), _took(twice)
        seconds = min(seconds, long)
        if long < most * short + least:
            return 0.0, seconds
        ratio = min(ratio, long / short)
    return ratio, seconds


def _took(call: Callable[[], _T]) -> tuple[float, _T]:
    gc.disable()
    try:
        begun = time.process_time()
        result = call()
        return time.process_time() - begun, result
    finally:
        gc.enable()


def _slowness() -> float:
    return _took(_fixed_work)[0] / _USUAL


def _fixed_work() -> None:
    for _ in range(60):
        for found in _WORD.finditer(_TEXT):
            found.group().title().replace("t", "d")
