"""What a sponsor says of when results are expected: "topline results are expected in the second half of 2026".

Read in English, the language of the releases; a sentence that gives no date, or is not about results to come, says nothing.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from watcher.dates import month
from watcher.model import Guidance, Record
from watcher.text import fold, sentences

_RESULTS = re.compile(r"(?<!\w)(?:top ?-?line|results?|read ?-?outs?|data|primary analysis)(?!\w)")
_EXPECTED = re.compile(
    r"(?<!\w)(?:expect(?:ed|s|ing)?|anticipat(?:ed|es|ing)|planned|plans|scheduled|estimated|projected|on track|to be reported)(?!\w)"
)
_PART = (
    r"(?:(?P<half>first|1st|second|2nd) half(?: of)?|h(?P<h>[12])|(?P<quarter>first|1st|second|2nd|third|3rd|fourth|4th) quarter(?: of)?"
    r"|q(?P<q>[1-4])|(?P<part>early|mid|middle of|late|around year-?end|year-?end|(?:the )?end of|end)"
    r"|(?P<month>january|february|march|april|may|june|july|august|september|october|november|december))"
)
# A part of a year and the year, the year and its part ("2026 H2"), or a year alone behind a word of time.
_WHEN = re.compile(
    rf"(?<!\w)(?:{_PART}[ ,-]{{1,2}}(?P<year>20[0-9]{{2}})|(?P<before>20[0-9]{{2}})[ -](?:h(?P<h2>[12])|q(?P<q2>[1-4]))"
    r"|(?:in|during|within|by|for|until|of) (?P<alone>20[0-9]{2})(?![ -][hq][1-4]))(?![0-9])"
)
_PLACES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_PARTS = {"early": (1, 4), "mid": (5, 8), "middle of": (5, 8), "late": (9, 12)}  # months


def guidance(records: Iterable[Record], names: Iterable[str]) -> Guidance | None:
    """Return the newest word of a sponsor on when the trial of these names reads out; None where there is none.

    ``records`` are the sponsor's own texts, the newest first.
    """
    called = [fold(name) for name in names]
    for record in records:
        found = [one for one in _said(record, called) if one]
        if found:
            return min(found, key=lambda one: one.high - one.low)
    return None


def _said(record: Record, names: list[str]) -> Iterable[Guidance | None]:
    about = any(name in fold(record.title) for name in names)
    for text in (record.title, record.text):
        for start, end in sentences(text):
            sentence = text[start:end]
            if about or any(name in fold(sentence) for name in names):
                yield _read(sentence, record)


def _read(sentence: str, record: Record) -> Guidance | None:
    folded = fold(sentence)
    expected = _EXPECTED.search(folded)
    if not (expected and _RESULTS.search(folded)):
        return None
    when = next((found for found in _WHEN.finditer(folded) if _days(found)), None)
    days = _days(when) if when else None
    if days is None or (record.published and days[1] < record.published.earliest):
        return None
    return Guidance(low=days[0], high=days[1], sentence=sentence, said=record.published, url=record.url)


def _days(found: re.Match[str]) -> tuple[date, date] | None:
    """Return the first and the last day that the words can mean."""
    year = int(found["year"] or found["before"] or found["alone"])
    if half := _PLACES.get(found["half"] or "") or int(found["h"] or found["h2"] or 0):
        return _months(year, 6 * half - 5, 6 * half)
    if quarter := _PLACES.get(found["quarter"] or "") or int(found["q"] or found["q2"] or 0):
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if found["month"] and (number := month(found["month"])):
        return _months(year, number, number)
    if part := found["part"]:
        return _months(year, *_PARTS.get(part, (10, 12)))  # at the end of a year: its last quarter
    return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
