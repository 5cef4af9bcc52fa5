"""What may be asked of a thing beyond its words: is:retracted, year:2020..2026, regimen:>30mg/4w."""

import re
from datetime import date
from typing import NamedTuple

from watcher.query.nodes import Filter
from watcher.query.signs import DATES, FILTERS
from watcher.query.spans import read_span

STATES = frozenset("retracted corrected doubted withdrawn sent unsent registration preprint".split())
THINGS = frozenset("figures abstract results regimen doi pmid".split())
_FREE = FILTERS - {"is", "has", "regimen"}
_REGIMEN = re.compile(
    r"(>=?|<=?|=)?\s?([0-9]{1,4}(?:\.[0-9]{1,2})?) ?mg ?/ ?([0-9]{1,3})? ?(d|w|m)[a-z]{0,5}", re.IGNORECASE
)
_DAYS = {"d": 1, "w": 7, "m": 28}


class Dose(NamedTuple):
    """A dose as ``compare`` asks for it, in mg in 28 days."""

    compare: str  # ">", ">=", "<", "<=", "="
    mg_per_28_days: float


def read_filter(name: str, value: str, today: date | None = None) -> Filter | None:
    """Return the filter, None where the value says nothing that it could be: year:soon, is:nice, regimen:much."""
    value = value.strip().strip(",;")
    if name in DATES:
        days = read_span(value, today)
        if days is None:
            return None
        first, last = days.first * (name not in {"until", "to"}), days.last * (name not in {"since", "from"})
        return Filter("dated", f"{first}..{last}")
    if name in {"is", "has"}:
        return Filter(name, value.lower()) if value.lower() in (STATES if name == "is" else THINGS) else None
    if name == "regimen":
        return Filter(name, value) if read_dose(value) else None
    return Filter(name, value) if name in _FREE and value else None


def read_dose(text: str) -> Dose | None:
    """Return the dose that ">30mg/4w" asks for; a number alone means at least so much. None for anything else."""
    found = _REGIMEN.fullmatch(text.strip())
    if not found:
        return None
    days = int(found[3] or 1) * _DAYS[found[4].lower()]
    return Dose(found[1] or ">=", float(found[2]) * 28 / days) if days else None
