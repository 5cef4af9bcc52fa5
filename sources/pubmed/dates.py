"""PubMed's dates: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime

from watcher.model import PartialDate

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MONTH_NAME = re.compile(r"(?<![A-Za-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_DAY = re.compile(r"\s*(\d{1,2})(?!\d)")


def read_date(parts: Mapping[str, str]) -> PartialDate | None:
    """Read a date given by its parts as far as it goes; None where no year is found.

    "2024", "Nov" gives 2024-11. A season and a span of months are not months: "2024 Winter" gives 2024 and
    keeps the words, "1965 Dec-1966 Jan" gives 1965-12, where it begins, and keeps the words.
    """
    if "MedlineDate" in parts:
        return read_medline_date(parts["MedlineDate"])
    year = _YEAR.fullmatch(parts.get("Year", "").strip())
    if year is None:
        return None
    month = _month(parts.get("Month", ""))
    day = _day(parts.get("Day", ""), int(year.group()), month)
    raw = f"{year.group()} {parts['Season']}" if "Season" in parts else ""
    return PartialDate(int(year.group()), month, day, raw)


def read_medline_date(text: str) -> PartialDate | None:
    """Read a date in free words: where it begins, as far as that is sure; its words are kept.

    "1965 Dec-1966 Jan" gives 1965-12, "2012 May 5-11" gives 2012-05-05, "1944-1945" gives 1944.
    """
    year = _YEAR.search(text)
    if year is None:
        return None
    rest = text[year.end() :]
    name = _MONTH_NAME.match(rest.lstrip())
    if name is None:
        return PartialDate(int(year.group()), raw=text)
    month = _MONTHS[name.group().lower()]
    behind = _DAY.match(rest.lstrip()[name.end() :].lstrip("abcdefghijklmnopqrstuvwxyz."))
    day = _day(behind.group(1), int(year.group()), month) if behind else None
    return PartialDate(int(year.group()), month, day, raw=text)


def read_moment(parts: Mapping[str, str]) -> datetime | None:
    """Read a date of the record's own history, midnight where it has no time; None where it is not whole.

    NCBI's clock is Maryland's and the file does not say so: an entry can be off by five hours.
    """
    try:
        year, month, day = (int(parts[name]) for name in ("Year", "Month", "Day"))
        return datetime(year, month, day, int(parts.get("Hour", 0)), int(parts.get("Minute", 0)), tzinfo=UTC)
    except (KeyError, ValueError, OverflowError):
        return None


def earlier(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    """Return the date that comes first; of two that may be the same day, the one that says more."""
    if one is None or other is None:
        return one or other
    for mine, theirs in zip(_parts(one), _parts(other), strict=True):
        if mine is None or theirs is None:
            return one if theirs is None else other
        if mine != theirs:
            return one if mine < theirs else other
    return one


def _parts(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day


def _month(text: str) -> int | None:
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 3 and 1 <= int(text) <= 12 else None
    return _MONTHS.get(text[:3].lower())


def _day(text: str, year: int, month: int | None) -> int | None:
    text = text.strip()
    if month is None or not (text.isascii() and text.isdigit() and len(text) < 3):
        return None
    return int(text) if 1 <= int(text) <= monthrange(year, month)[1] else None
