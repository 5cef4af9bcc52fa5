"""The dose against the outcome: milligrams in 28 days and median PFS, a dot a study, as large as the study."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digests import valued
from digests.evidence.plots import MARGIN, WIDTH, Axis, Drawing, count, cut, foot, frame, legible, scale, upright
from digests.evidence.table import Study
from watcher.model import Figure, Regimen

_TALL, _LEFT, _TOP, _LIST = 190, 34, 24, 15  # of a drug's field, in units; of a line of the list below it
_LINE = 54  # characters that stand in such a line
_LEAST, _MOST = 5.0, 13.0  # radius of a dot
_TITLE = "Dose against median PFS or TTP, by drug"
_READING = (
    "Each dot is a group of patients that had one dose: to the right more drug in 28 days, further up a longer median, as the source prints both. "
    "A larger dot is a larger study; its number leads to the list below. The studies differ in their patients, so that dots of different studies do "
    "not show what a dose does."
)


class _Dot(NamedTuple):
    """A median and the one dose that it can be of."""

    study: Study
    figure: Figure
    drug: str
    mg: float

    @property
    def told(self) -> str:
        """Return "Pavel 2021, midgut"."""
        return ", ".join(part for part in (self.study.label, self.figure.arm) if part)


def doses(rows: Sequence[Study]) -> Drawing | None:
    """Return a field a drug with its dots to scale; None where no median can be tied to one dose."""
    dots = [dot for row in rows for dot in _dots(row)]
    if not dots:
        return None
    drugs = sorted({dot.drug for dot in dots})
    fields = {drug: [dot for dot in dots if dot.drug == drug] for drug in drugs}
    largest = max((dot.study.n or 0 for dot in dots), default=0)
    parts = tuple(_field(drug, some, largest) for drug, some in fields.items())
    return Drawing(
        svg=_stacked(parts),
        title=_TITLE,
        reading=_READING,
        parts=tuple(svg for svg, _ in parts),
        head=("Study", "Drug", "mg in 28 days", "As reported", "n of the study"),
        rows=tuple(
            (dot.told, drug, f"{dot.mg:g}", f"{dot.figure.outcome} {valued.value(dot.figure)}", count(dot.study))
            for drug, some in fields.items()
            for dot in some
        ),
    )


def _stacked(parts: Sequence[tuple[str, float]]) -> str:
    """Return the fields below one another in one drawing."""
    body, y = list[str](), 0.0
    for svg, height in parts:
        body.append(svg.replace("<svg ", f'<svg y="{y:g}" width="{WIDTH}" height="{height:g}" ', 1))
        y += height + 12
    return frame(_TITLE, "", body, y)


def _dots(row: Study) -> Iterator[_Dot]:
    given = [one for document in row.thread.documents for one in document.entry.regimens if one.mg_per_28_days]
    for cell in row.cells["PFS"]:
        figure = cell.figure
        if figure and figure.measure == "median" and figure.value and figure.unit.startswith("month"):
            known = {(one.drug, one.mg_per_28_days) for one in _of(figure, given)}
            if len(known) == 1:
                drug, mg = known.pop()
                yield _Dot(row, figure, drug, mg or 0)


def _of(figure: Figure, given: Sequence[Regimen]) -> list[Regimen]:
    """Return the regimens that a figure's patients can have had: those whose numbers its arm names; else all that were given."""
    numbers = set(re.findall(r"\d+", figure.arm))
    named = [one for one in given if numbers and numbers <= set(re.findall(r"\d+", one.text))]
    if named or figure.groups != "arms":
        return named or list(given)
    return []


def _field(drug: str, dots: Sequence[_Dot], largest: int) -> tuple[str, float]:
    across = Axis(
        *_bounds(max(dot.mg for dot in dots), (10, 20, 30, 60, 120)),
        f"mg of {drug} in 28 days",
        start=_LEFT,
        end=WIDTH - MARGIN,
    )
    up = Axis(*_bounds(max(dot.figure.value or 0 for dot in dots), (6, 12, 24)), start=_TOP + _TALL - 10, end=_TOP + 10)
    floor = _TOP + _TALL
    body = [f'<text x="0" y="13" font-weight="600">{legible(drug)}: months of median PFS or TTP</text>']
    for tick in up.ticks:
        y = up.at(tick)
        body.append(
            f'<line x1="{_LEFT}" y1="{y}" x2="{WIDTH - MARGIN}" y2="{y}" stroke="currentColor" stroke-width="0.3"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end" font-size="11">{tick:g}</text>'
        )
    body += [upright(across.at(tick), floor - 4, floor, 0.6) for tick in across.ticks]
    for number, dot in enumerate(dots, start=1):
        body += _dot(number, dot, across.at(dot.mg), up.at(dot.figure.value or 0), largest)
    body += foot(across, floor)
    told = [f"{number}. {_said(dot)}" for number, dot in enumerate(dots, start=1)]
    under = floor + 44
    body += [
        f'<text x="0" y="{under + _LIST * n + 10}" font-size="11">{legible(cut(text, _LINE))}</text>'
        for n, text in enumerate(told)
    ]
    height = under + _LIST * len(told) + 6
    return frame(f"{_TITLE}: {drug}", "; ".join(told), body, height), height


def _bounds(most: float, steps: Sequence[int]) -> tuple[float, float, tuple[float, ...]]:
    end, ticks = scale(most * 1.05, steps)
    return 0, end, ticks


def _dot(number: int, dot: _Dot, x: float, y: float, largest: int) -> Iterator[str]:
    radius = _LEAST + (_MOST - _LEAST) * math.sqrt((dot.study.n or 0) / largest) if largest else _LEAST
    fill = "none" if dot.study.mark else "currentColor"
    yield (
        f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{fill}" fill-opacity="0.22" stroke="currentColor"/>'
        f'<text x="{x}" y="{y + 4:g}" text-anchor="middle" font-size="10" font-weight="600">{number}</text>'
    )


def _said(dot: _Dot) -> str:
    """Return "60 mg, 18.9 months, n = 121: Ito 2019 (60 mg)": what may be cut at the end is whose it is."""
    n = f", n = {dot.study.n:,}" if dot.study.n is not None else ""
    mark = f"{dot.study.mark}, " if dot.study.mark else ""
    months = valued.printed(dot.figure.value or 0, dot.figure.sentence)
    return f"{mark}{dot.mg:g} mg, {months} months{n}: {dot.told}"
