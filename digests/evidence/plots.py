"""Two drawings to scale: hazard ratios with their intervals, and medians with theirs.

Nothing is pooled, weighed or ordered by size: the rows stand as in the table, each as its source prints it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from digests import words
from digests.evidence.table import Study, is_effect
from watcher.model import Figure

WIDTH, LEFT, RIGHT = 900, 370, 190  # units; the axis lies between the names and the numbers
MEASURED = 190  # where what is measured stands
ROW, TOP, BOTTOM = 26, 34, 44
_OUTCOMES = ("PFS", "TTP", "OS")
_LOOK = 'role="img" font-family="system-ui, sans-serif" font-size="13" fill="currentColor"'


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a drawing: what is measured in which study, and the figure."""

    study: str
    measured: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale from ``low`` to ``high`` with its ticks, logarithmic for ratios."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool

    def x(self, value: float) -> float:
        """Return where a value stands, in units; what lies beyond an end stands at it."""
        low, high, at = (math.log(v) if self.logarithmic else v for v in (self.low, self.high, self._within(value)))
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (at - low) / (high - low), 1)

    def _within(self, value: float) -> float:
        return min(max(value, self.low), self.high)


def forest(rows: Sequence[Study]) -> str:
    """Return the hazard ratios as an SVG, on a logarithmic scale with a line at 1; "" where there are none."""
    lines = [line for line in _lines(rows, "HR") if line.figure.value and line.figure.value > 0]
    if not lines:
        return ""
    bounds = [v for line in lines for v in (line.figure.value, line.figure.low, line.figure.high) if v and v > 0]
    ticks = (0.1, 0.2, 0.5, 1, 2, 5, 10)
    low = max((t for t in ticks if t <= min(*bounds, 1)), default=0.1)
    high = min((t for t in ticks if t >= max(*bounds, 1)), default=10)
    axis = _Axis(low, high, tuple(t for t in ticks if low <= t <= high), logarithmic=True)
    return _svg("Hazard ratios as reported, with their intervals", lines, axis, mark=1, unit="hazard ratio, log scale")


def medians(rows: Sequence[Study]) -> str:
    """Return the medians in months as an SVG, on a scale from 0; "" where there are none."""
    lines = [line for line in _lines(rows, "median") if line.figure.value and line.figure.unit.startswith("month")]
    if not lines:
        return ""
    most = max(v for line in lines for v in (line.figure.value, line.figure.high) if v)
    step = next((s for s in (6, 12, 24, 60) if most / s <= 8), 120)
    end = step * math.ceil(most / step)
    axis = _Axis(0, end, tuple(range(0, end + 1, step)), logarithmic=False)
    return _svg("Medians as reported, with their intervals", lines, axis, mark=None, unit="months")


def _lines(rows: Sequence[Study], measure: str) -> list[_Line]:
    return [
        _Line(_name(row), " ".join(p for p in (f.outcome, f.arm, f"({f.milestone})" if f.milestone else "") if p), f)
        for row in rows
        for f in row.entry.figures
        if f.measure == measure and f.outcome in _OUTCOMES and is_effect(f)
    ]


def _name(row: Study) -> str:
    first = row.entry.authors.split(",")[0].split(" et al")[0] or row.entry.title[:30]
    year = next((word for word in reversed(row.entry.date.split()) if len(word) == 4 and word.isdigit()), "")
    return f"{first} {year}".strip()


def _svg(title: str, lines: Sequence[_Line], axis: _Axis, *, mark: float | None, unit: str) -> str:
    height = TOP + ROW * len(lines) + BOTTOM
    floor = TOP + ROW * len(lines)
    told = "; ".join(f"{line.study}: {words.figure(line.figure)}" for line in lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" {_LOOK}>',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>",
        *(_tick(axis, tick, floor) for tick in axis.ticks),
    ]
    if mark is not None:
        parts.append(_upright(axis.x(mark), floor, width=1.5))
    for i, line in enumerate(lines):
        parts += _row(line, axis, TOP + ROW * i + ROW // 2)
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{floor + 36}" text-anchor="middle">{escape(unit)}</text></svg>')
    return "\n".join(parts) + "\n"


def _tick(axis: _Axis, tick: float, floor: int) -> str:
    x = axis.x(tick)
    label = f'<text x="{x}" y="{floor + 18}" text-anchor="middle" font-size="11">{tick:g}</text>'
    return _upright(x, floor, width=0.4) + label


def _upright(x: float, floor: int, *, width: float) -> str:
    return f'<line x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{floor}" stroke="currentColor" stroke-width="{width}"/>'


def _row(line: _Line, axis: _Axis, y: int) -> list[str]:
    figure, value = line.figure, line.figure.value or 0
    parts = [
        f'<text x="0" y="{y + 4}">{escape(_cut(line.study, 26))}</text>',
        f'<text x="{MEASURED}" y="{y + 4}">{escape(_cut(line.measured, 26))}</text>',
        f'<text x="{WIDTH - RIGHT + 14}" y="{y + 4}">{escape(_numbers(figure))}</text>',
    ]
    if figure.low is not None:
        # An open interval runs to the end of the scale and has no stop there.
        end = axis.x(figure.high) if figure.high is not None else axis.x(axis.high)
        parts.append(_span(axis.x(figure.low), end, y, closed=figure.high is not None))
    side = 9
    x = axis.x(value) - side / 2
    parts.append(f'<rect x="{x:.1f}" y="{y - side / 2}" width="{side}" height="{side}" fill="currentColor"/>')
    return parts


def _span(start: float, end: float, y: int, *, closed: bool) -> str:
    stops = (start, end) if closed else (start,)
    return f'<line x1="{start}" y1="{y}" x2="{end}" y2="{y}" stroke="currentColor"/>' + "".join(
        f'<line x1="{x}" y1="{y - 4}" x2="{x}" y2="{y + 4}" stroke="currentColor"/>' for x in stops
    )


def _numbers(figure: Figure) -> str:
    """Return "0.47 (0.30 to 0.73)", each number as its sentence prints it."""
    value = words.printed(figure.value, figure.sentence) if figure.value is not None else ""
    if figure.low is None:
        return value
    low = words.printed(figure.low, figure.sentence)
    high = words.printed(figure.high, figure.sentence) if figure.high is not None else "not reached"
    return f"{value} ({low} to {high})"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
