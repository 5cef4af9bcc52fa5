"""Drawings to scale: hazard ratios, medians, shares at a milestone, and the dose against the outcome.

Nothing is pooled, weighed or ordered by size: the rows stand as in the table, each as its source prints it. A drawing is as wide as a phone, so that
it is read there, beside another one, and in print alike; a long one comes in parts, none longer than a printed page.
"""

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from digests import valued, words
from digests.evidence.table import Study, is_effect
from watcher.model import Figure
from watcher.text import clean

WIDTH, MARGIN = 360, 12  # units
ROWS = 12  # of one part: what a printed page holds
# Heights: of a label, of a line of what is measured, of a scale, of the axis.
_LINE, _SMALL, _STRIP, _FOOT = 16, 13, 20, 40
_CHARACTERS = 62  # of a line of what is measured
_OUTCOMES = ("PFS", "TTP", "OS")
_BETWEEN = re.compile(r"(?: vs |, between )")
_LOOK = 'role="img" font-family="system-ui, sans-serif" font-size="12.5" fill="currentColor"'


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a drawing: the study, what is measured of whom, and the figure."""

    study: Study
    measured: str
    figure: Figure

    @property
    def label(self) -> str:
        """Return "Pavel 2021", and that the study is retracted, in doubt or corrected."""
        return f"{self.study.label} {self.study.mark}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing in parts, the same as a table, and in words how it is read. ``note`` says what could not be drawn."""

    title: str
    reading: str
    parts: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    svg: str = field(default="", repr=False)  # all of it in one


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from ``low`` to ``high`` with its ticks, logarithmic for ratios, between two places in units."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str = ""
    mark: float | None = None  # a value to be seen at each row
    logarithmic: bool = False
    start: float = MARGIN
    end: float = WIDTH - MARGIN

    def at(self, value: float) -> float:
        """Return where a value stands, in units; what lies beyond an end stands at it."""
        inside = min(max(value, self.low), self.high)
        low, high, at = (math.log(v) if self.logarithmic else v for v in (self.low, self.high, inside))
        return round(self.start + (self.end - self.start) * (at - low) / (high - low), 1)


def forest(rows: Sequence[Study]) -> Drawing | None:
    """Return the hazard ratios of arms of treatment on a logarithmic scale with a line at 1; None where there are none.

    One whose arms are not named is not drawn, and counted.
    """
    found = [line for line in _lines(rows, "HR") if line.figure.value and line.figure.value > 0]
    lines = [line for line in found if _BETWEEN.search(line.measured)]
    if not lines:
        return None
    bounds = [v for line in lines for v in (line.figure.value, line.figure.low, line.figure.high) if v and v > 0]
    ticks = (0.1, 0.2, 0.5, 1, 2, 5, 10)
    low = max((t for t in ticks if t <= min(*bounds, 0.5)), default=0.1)
    high = min((t for t in ticks if t >= max(*bounds, 2)), default=10)
    unit = "hazard ratio, logarithmic scale"
    axis = Axis(low, high, tuple(t for t in ticks if low <= t <= high), unit, mark=1, logarithmic=True)
    nameless = len(found) - len(lines)
    return _drawn(
        lines,
        axis,
        title="Hazard ratios between arms of treatment",
        reading=(
            "Each square is a hazard ratio as its source prints it, the line its interval. At 1 the arms do not differ; an interval that "
            "crosses 1 leaves it open. Of “A vs B”, below 1 means fewer events in A; where the source does not say which way round, it "
            "is “between A and B”, and its sentence in the table tells. Nothing is pooled or weighed."
        ),
        note=f"{words.plural(nameless, 'ratio')} whose arms the source does not name in the same place: in the table only."
        if nameless
        else "",
    )


def medians(rows: Sequence[Study]) -> Drawing | None:
    """Return the medians in months on a scale from 0; None where there are none."""
    lines = [line for line in _lines(rows, "median") if line.figure.value and line.figure.unit.startswith("month")]
    if not lines:
        return None
    end, ticks = scale(max(v for line in lines for v in (line.figure.value, line.figure.high) if v), (6, 12, 24, 60))
    return _drawn(
        lines,
        Axis(0, end, ticks, "months"),
        title="Median PFS, TTP and OS",
        reading=(
            "Each square is a median as its source prints it, the line its interval; a line without a stop at its end is an interval without "
            "an upper limit. The patients of two studies are not the same: a longer median is no proof of a better dose."
        ),
    )


def milestones(rows: Sequence[Study]) -> Drawing | None:
    """Return the shares of patients without progression at a time, on a scale from 0 to 100 %; None where there are none."""
    found = (line for line in _lines(rows, "rate", ("PFS",)) if line.figure.value is not None)
    lines = [line for line in found if line.figure.unit == "%" and line.figure.milestone]
    if not lines:
        return None
    return _drawn(
        lines,
        Axis(0, 100, (0, 25, 50, 75, 100), "% of patients alive without progression"),
        title="Free of progression at a milestone, by regimen",
        reading="Each square is the share of patients alive and without progression at the time named, as its source prints it.",
    )


def _lines(rows: Sequence[Study], measure: str, outcomes: Sequence[str] = _OUTCOMES) -> list[Line]:
    return [
        Line(row, _measured(row, cell.figure), cell.figure)
        for row in rows
        for column in ("PFS", "OS")
        for cell in row.cells[column]
        if cell.figure and cell.figure.measure == measure and cell.figure.outcome in outcomes and is_effect(cell.figure)
    ]


def _measured(row: Study, figure: Figure) -> str:
    """Return the outcome, the time, and whose it is: "PFS, midgut", "PFS at 24 months, 30 mg every 3 weeks"."""
    whose = " vs ".join(part for part in (figure.arm, figure.comparator) if part) or _arms(row, figure) or _only(row)
    when = f" at {figure.milestone}" if figure.milestone else ""
    return f"{figure.outcome}{when}" + (f", {whose}" if whose else "")


def _arms(row: Study, figure: Figure) -> str:
    """Return the two arms that a ratio without names can only be of: "between 14-day and 28-day"; "" where that is not plain."""
    told = (cell.figure for cells in row.cells.values() for cell in cells if cell.figure)
    of_arms = [one.arm for one in told if one.groups == "arms" and one.outcome == figure.outcome and one.arm]
    names = list(dict.fromkeys(of_arms))
    return f"between {names[0]} and {names[1]}" if figure.contrast == "arms" and len(names) == 2 else ""


def _only(row: Study) -> str:
    """Return the study's regimen, where it gave one and compared it with nothing."""
    given = row.cells["regimen"]
    return given[0].text if len(given) == 1 and not row.cells["comparator"] else ""


def scale(most: float, steps: Sequence[int]) -> tuple[int, tuple[float, ...]]:
    """Return the end of a scale from 0 that holds ``most``, and its ticks: eight at most."""
    step = next((s for s in steps if most / s <= 8), steps[-1] * math.ceil(most / steps[-1] / 8))
    end = step * max(math.ceil(most / step), 1)
    return end, tuple(range(0, end + 1, step))


def _drawn(lines: Sequence[Line], axis: Axis, title: str, reading: str, note: str = "") -> Drawing:
    def part(some: Sequence[Line]) -> str:
        return _svg(title, some, axis)

    each = math.ceil(len(lines) / math.ceil(len(lines) / ROWS))
    return Drawing(
        title=title,
        reading=reading,
        parts=tuple(part(lines[at : at + each]) for at in range(0, len(lines), each)),
        svg=part(lines),
        head=("Study", "What, of whom", "As reported", "n of the study"),
        rows=tuple((line.label, line.measured, valued.value(line.figure), count(line.study)) for line in lines),
        note=note,
    )


def count(study: Study) -> str:
    """Return how many patients a study had, "–" where none of its documents says."""
    return f"{study.n:,}" if study.n is not None else "–"


def _svg(title: str, lines: Sequence[Line], axis: Axis) -> str:
    told = "; ".join(f"{line.label}: {line.measured}: {valued.value(line.figure)}" for line in lines)
    body, y = list[str](), 4
    for line in lines:
        drawn, height = _row(line, axis, y)
        body += drawn
        y += height
    return frame(title, told, [*body, *foot(axis, y)], y + _FOOT)


def frame(title: str, told: str, body: Iterable[str], height: float) -> str:
    """Return the SVG of a body, with a title and, for whoever does not see it, all that is drawn in words."""
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" {_LOOK}>'
    return "\n".join((start, f"<title>{legible(title)}</title><desc>{legible(told)}</desc>", *body, "</svg>")) + "\n"


def _row(line: Line, axis: Axis, top: int) -> tuple[list[str], int]:
    """Return a row and its height: the study and the numbers, what is measured of whom, and the interval to scale."""
    measured = textwrap.wrap(line.measured, _CHARACTERS) or [""]
    floor = top + _LINE + _SMALL * len(measured) + _STRIP
    middle = floor - _STRIP / 2 + 1
    texts = [
        f'<text x="0" y="{top + 12}" font-weight="600">{legible(cut(line.label, 30))}</text>',
        f'<text x="{WIDTH}" y="{top + 12}" text-anchor="end">{legible(_numbers(line.figure))}</text>',
        *(
            f'<text x="0" y="{top + _LINE + _SMALL * n + 9}" font-size="11">{legible(text)}</text>'
            for n, text in enumerate(measured)
        ),
    ]
    grid = [upright(axis.at(tick), middle - 7, middle + 7, 0.4) for tick in axis.ticks]
    if axis.mark is not None:
        grid.append(upright(axis.at(axis.mark), middle - 9, middle + 9, 1.5))
    return [*texts, *grid, *_figure(line, axis, middle)], floor - top + 10


def _figure(line: Line, axis: Axis, y: float) -> Iterator[str]:
    figure, side = line.figure, 9
    if figure.low is not None:
        # An open interval runs to the end of the scale and has no stop there.
        start, end = axis.at(figure.low), axis.at(figure.high if figure.high is not None else axis.high)
        yield f'<line x1="{start}" y1="{y:g}" x2="{end}" y2="{y:g}" stroke="currentColor" stroke-width="1.5"/>'
        for x in (start, end) if figure.high is not None else (start,):
            yield upright(x, y - 4, y + 4, 1.5)
    x = axis.at(figure.value or 0) - side / 2
    fill = 'fill="none" stroke="currentColor"' if line.study.mark else 'fill="currentColor"'
    yield f'<rect x="{x:.1f}" y="{y - side / 2:g}" width="{side}" height="{side}" {fill}/>'


def foot(axis: Axis, y: float) -> Iterator[str]:
    """Yield the axis with its ticks' numbers and its unit, from ``y`` down."""
    yield f'<line x1="{axis.start:g}" y1="{y}" x2="{axis.end:g}" y2="{y}" stroke="currentColor" stroke-width="0.6"/>'
    for tick in axis.ticks:
        yield f'<text x="{axis.at(tick)}" y="{y + 14}" text-anchor="middle" font-size="11">{tick:g}</text>'
    yield f'<text x="{(axis.start + axis.end) / 2:g}" y="{y + 31}" text-anchor="middle" font-size="11">{legible(axis.unit)}</text>'


def legible(text: str) -> str:
    """Return a text as it may stand in a drawing: no mark-up, and no mark that turns the reading direction."""
    return escape(clean(text))


def upright(x: float, start: float, end: float, width: float) -> str:
    """Return a line from ``start`` down to ``end``."""
    return f'<line x1="{x}" y1="{start:g}" x2="{x}" y2="{end:g}" stroke="currentColor" stroke-width="{width}"/>'


def _numbers(figure: Figure) -> str:
    """Return "0.47 (0.30 to 0.73)", each number as its sentence prints it."""
    value = valued.printed(figure.value, figure.sentence) if figure.value is not None else ""
    if figure.low is None:
        return value
    low = valued.printed(figure.low, figure.sentence)
    high = valued.printed(figure.high, figure.sentence) if figure.high is not None else "not reached"
    return f"{value} ({low} to {high})"


def cut(text: str, length: int) -> str:
    """Return the text, at most so many characters of it."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
