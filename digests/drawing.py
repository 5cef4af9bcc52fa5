"""Drawings laid out to scale: where each mark stands, for a template to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watcher.model import Milestone, Panel

WIDTH, MARGIN = 420, 16  # of the drawing, in its own units
_NEAR = 17  # units: marks nearer than this are stacked
_LEVEL = 19  # units between two marks of a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A milestone in the drawing: its number in the list beside it, its place, how high it is stacked."""

    number: int
    x: float
    level: int
    milestone: Milestone

    @property
    def rise(self) -> int:
        """Return how far above the axis the mark stands, in units."""
        return self.level * _LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A trial's milestones to scale: marks, the first days of years, and the day of the digest."""

    marks: tuple[Mark, ...]
    years: tuple[tuple[int, float], ...]
    now: float
    height: int


def timeline(panel: Panel, made: datetime) -> Timeline | None:
    """Return the drawing of a panel's timeline; None where it has fewer than two points."""
    if len(panel.timeline) < 2:
        return None
    days = [_day(milestone.date) for milestone in panel.timeline]
    first, last = min(*days, made.date()).year, max(*days, made.date()).year + 1
    marks = _stacked(
        [(milestone, _place(when, first, last)) for milestone, when in zip(panel.timeline, days, strict=True)]
    )
    return Timeline(
        marks=marks,
        years=tuple((year, _place(date(year, 1, 1), first, last)) for year in range(first, last + 1)),
        now=_place(made.date(), first, last),
        height=70 + max(mark.rise for mark in marks),
    )


def _place(when: date, first: int, last: int) -> float:
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    return round(MARGIN + (WIDTH - 2 * MARGIN) * (when.toordinal() - start) / (end - start), 1)


def _day(iso: str) -> date:
    """Return the middle of what the date can mean: to be drawn, not to be shown."""
    parts = [int(part) for part in iso.split("-")]
    year, month, day = [*parts, *([7, 1] if len(parts) == 1 else [15] if len(parts) == 2 else [])]
    return date(year, month, day)


def _stacked(points: Sequence[tuple[Milestone, float]]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for number, (milestone, x) in enumerate(points, start=1):
        taken = {mark.level for mark in marks if abs(mark.x - x) < _NEAR}
        level = next(level for level in range(len(points)) if level not in taken)
        marks.append(Mark(number=number, x=x, level=level, milestone=milestone))
    return tuple(marks)
