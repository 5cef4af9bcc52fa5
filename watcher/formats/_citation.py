"""Where a paper stands, read out of one line: "N Engl J Med. 2014 Jul 17;371(3):224-33"."""

import re
from typing import NamedTuple

from watcher.formats._values import dated
from watcher.model import PartialDate
from watcher.text import clean


class Place(NamedTuple):
    """The parts of a citation, "" and None where it has none."""

    journal: str = ""
    date: PartialDate | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Winter|Spring|Summer|Autumn|Fall)[a-z]{0,6}+\.?"
_MONTHS = rf"{_MONTH}(?:\s?[-/]\s?{_MONTH})?+"
# A journal's name ends where a number stands that is no part of it.
_PLACE = re.compile(rf"(?<=\s)(?:Vol(?:ume)?\b|\(pp?\b|{_MONTHS}\s[0-9]{{4}}|\(?[0-9]{{1,4}}\b)", re.IGNORECASE)
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_DATES = (
    re.compile(rf"\b{_YEAR}\s{_MONTHS}(?:\s[0-9]{{1,2}}\b)?+"),
    re.compile(rf"\b{_MONTHS}\s[0-9]{{1,2}},\s{_YEAR}\b"),
    re.compile(rf"\b{_MONTHS},?\s{_YEAR}\b"),
    re.compile(rf"\b{_YEAR}\b(?![-/(:])"),
)
_ISSUE = re.compile(r"\b([A-Z]?[0-9]{1,5})\s?\(((?!pp?\b)[^()]{1,30}(?:\([^()]{1,9}\))?)\)")
_VOLUME = re.compile(r"(?:\bVol(?:ume|\.)?\s?|;\s?|\A[\s.,;:]{0,4})([0-9]{1,5})\b", re.IGNORECASE)
_PAGES = re.compile(
    r"(?:\bpp?\.?\s|:\s?|\),\s)([A-Za-z]{0,2}[0-9][\w.]{0,12}+(?:\s?[-\u2013]\s?[A-Za-z]{0,2}[0-9][\w.]{0,12}+)?)(?=[,.;)\s]|$)",
    re.IGNORECASE,
)


def place(text: str) -> Place:
    """Return the parts of a citation in any of the ways in which PubMed, Ovid and the Cochrane Library write them."""
    text = clean(text)
    begin = _PLACE.search(text, 2)
    journal, rest = (text[: begin.start()], text[begin.start() :]) if begin else (text, "")
    date = next((found[0] for pattern in _DATES if (found := pattern.search(rest))), "")
    rest = rest.replace(date, " ", 1) if date else rest
    issue = _ISSUE.search(rest)
    volume = None if issue else _VOLUME.search(rest)
    pages = _PAGES.search(rest)
    return Place(
        journal=journal.partition(". Conference:")[0].strip(" .,;:"),
        date=dated(date),
        volume=issue[1] if issue else volume[1] if volume else "",
        issue=issue[2] if issue else "",
        pages=pages[1].strip(" .") if pages else "",
    )
