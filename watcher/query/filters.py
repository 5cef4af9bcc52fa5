"""What may be asked of a thing beyond its words: is:retracted, year:2020..2026, regimen:>30mg/4w.

Spans of days are read as a person writes them: 2020, 2020-03, 20200305, 2026-W47, 7d, 2w, 2020..2026.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from watcher.query.nodes import Filter
from watcher.query.signs import DATES, FILTERS

STATES = frozenset("retracted corrected doubted withdrawn sent unsent registration preprint".split())
THINGS = frozenset("figures abstract results regimen doi pmid".split())
_FREE = FILTERS - {"is", "has", "regimen"}
# Patterns here are compiled when they are first wanted: most queries have no filter.
_REGIMEN = r"(?i)(>=?|<=?|=)?\s?([0-9]{1,4}(?:\.[0-9]{1,2})?) ?mg ?/ ?([0-9]{1,3})? ?(d|w|m)[a-z]{0,5}"
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
    found = re.fullmatch(_REGIMEN, text.strip())
    if not found:
        return None
    days = int(found[3] or 1) * _DAYS[found[4].lower()]
    return Dose(found[1] or ">=", float(found[2]) * 28 / days) if days else None


_DATE = r"([12][0-9]{3})(?:[-/.]?([0-9]{2})(?:[-/.]?([0-9]{2}))?)?"
_WEEK = r"(?i)([12][0-9]{3})-?W([0-9]{2})"
_DAY_FIRST = (
    r"([0-9]{1,2})\.([0-9]{1,2})\.([12][0-9]{3})"  # with full stops; with slashes Americans have the month first
)
_BACK = r"(?i)([0-9]{1,4}) ?(h|d|w|m|y)[a-z]{0,5}"
_DAYS_OF = {"h": 1 / 24, "d": 1, "w": 7, "m": 30.4375, "y": 365.25}
_NAMED = {"today": 0, "yesterday": 1}


class Days(NamedTuple):
    """From the first to the last day, month or year, both included: ISO, "" where there is no end."""

    first: str = ""
    last: str = ""


def read_days(text: str, today: date | None = None) -> Days | None:
    """Return the days that one date names, or, of "7d", "yesterday" and kin, all since so long ago; None for anything else.

    "2026-W47" is that week; "20200305", "2020/03/05" and "5.3.2020" are days. Nothing is read by half, and a day that the calendar does not have is none.
    """
    text = text.strip()
    if text.lower() in _NAMED:
        return _back(_NAMED[text.lower()], today or date.today())  # noqa: DTZ011 - a reader's own day
    if found := re.fullmatch(_DAY_FIRST, text):
        return _date(found[3], f"{found[2]:0>2}", f"{found[1]:0>2}")
    if found := re.fullmatch(_BACK, text):
        return _back(int(found[1]) * _DAYS_OF[found[2].lower()], today or date.today())  # noqa: DTZ011 - a reader's own day
    if found := re.fullmatch(_WEEK, text):
        return _week(int(found[1]), int(found[2]))
    found = re.fullmatch(_DATE, text)
    if not found or (found[3] is None and found[2] and "-" not in text and "/" not in text and "." not in text):
        return None
    return _date(found[1], found[2], found[3])


def _back(days: float, today: date) -> Days | None:
    try:
        return Days((today - timedelta(days=round(days))).isoformat(), "")
    except OverflowError:
        return None


def _week(year: int, week: int) -> Days | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Days(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def _date(year: str, month: str | None, day: str | None) -> Days | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    iso = "-".join(part for part in (year, month, day) if part)
    return Days(iso, iso)


def read_span(text: str, today: date | None = None) -> Days | None:
    """Return the days between two dates ("2020..2026", "2020-2026", ">=2020", "..2020"), or of one; None for anything else."""
    text = text.strip()
    if text[:1] in "<>":
        return _bound(text, today)
    first, dots, last = text.partition("..")
    if not dots and (found := re.fullmatch(_YEARS, text)):
        first, dots, last = found[1], "..", found[2]
    one, other = read_days(first, today) if first else Days(), read_days(last, today) if last else Days()
    if one is None or other is None or not (first or last):
        return None
    return Days(one.first, other.last) if dots else one


_YEARS = r"([12][0-9]{3}) ?[-:] ?([12][0-9]{3})"


def _bound(text: str, today: date | None) -> Days | None:
    """Return what is after or before a date, which is itself left out without "="; a month, which may be all that a text has, never is."""
    days = read_days(text.lstrip("<>="), today)
    if days is None or not days.last:
        return days
    whole = "=" in text[:2]
    if text[0] == ">":
        return Days(days.first if whole else _stepped(days.last, 1), "")
    return Days("", days.last if whole else _stepped(days.first, -1))


def _stepped(iso: str, step: int) -> str:
    """Return the year or day so many further."""
    if len(iso) == len("2026"):
        return f"{int(iso) + step:04d}"
    return iso if len(iso) < len("2026-03-05") else (date.fromisoformat(iso) + timedelta(days=step)).isoformat()
