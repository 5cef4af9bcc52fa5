"""The parts of a record: an element as a table of its children, its dates and its people.

Dates: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from sources._reading import text
from watcher.dates import month, printed_date, within_calendar
from watcher.model import PartialDate, Person

Parts = Mapping[str, etree._Element]  # noqa: SLF001  (lxml has no public name for it)


def parts(element: etree._Element | None) -> Parts:
    """Return the children by their names, the first of each; empty for None."""
    return {} if element is None else {child.tag: child for child in element.iterchildren(reversed=True)}


def texts(element: etree._Element | None) -> dict[str, str]:
    """Return the texts of the children by their names, the first of each, without the empty ones."""
    return {name: said for name, child in parts(element).items() if (said := text(child))}


_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


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
    raw = f"{year.group()} {parts['Season']}" if "Season" in parts else ""
    given = PartialDate(int(year.group()), _month(parts.get("Month", "")), _number(parts.get("Day", "")), raw)
    return within_calendar(given)


def read_medline_date(text: str) -> PartialDate | None:
    """Read a date in free words: where it begins, as far as that is sure; its words are kept.

    "1965 Dec-1966 Jan" gives 1965-12, "2012 May 5-11" gives 2012-05-05, "Winter 1999" gives 1999.
    """
    year = _YEAR.search(text)
    begun = printed_date(text[year.start() :]) if year else None
    return replace(begun, raw=text) if begun else None


def read_moment(parts: Mapping[str, str]) -> datetime | None:
    """Read a date of the record's own history, midnight where it has no time; None where it is not whole.

    NCBI's clock is Maryland's and the file does not say so: an entry can be off by five hours.
    """
    try:
        year, month, day = (int(parts[name]) for name in ("Year", "Month", "Day"))
        return datetime(year, month, day, int(parts.get("Hour", 0)), int(parts.get("Minute", 0)), tzinfo=UTC)
    except (KeyError, ValueError, OverflowError):
        return None


def _month(text: str) -> int | None:
    return _number(text) if text.strip().isdecimal() else month(text)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])\W*$")


def read_people(authors: etree._Element | None) -> tuple[Person, ...]:
    """Return the authors and groups in their order, without those that PubMed itself calls invalid."""
    return tuple(_people(authors)) if authors is not None else ()


def _people(authors: etree._Element) -> Iterator[Person]:
    for author in authors:
        if author.get("ValidYN") == "N":
            continue
        said = {child.tag: text(child) for child in author}
        person = Person(
            family=said.get("LastName", ""),
            given=said.get("ForeName", ""),
            initials=said.get("Initials", ""),
            suffix=said.get("Suffix", ""),
            collective=said.get("CollectiveName", ""),
            orcid=_orcid(author) if "Identifier" in said else "",
        )
        if person.family or person.given or person.collective:
            yield person


def _orcid(author: etree._Element) -> str:
    for identifier in author.iterfind("Identifier[@Source='ORCID']"):
        if match := _ORCID.search(text(identifier)):  # bare, with hyphens, or as an address
            return "-".join(match.groups()).upper()
    return ""
