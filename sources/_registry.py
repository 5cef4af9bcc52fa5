"""What the readers of trial registries share: dates by style, statuses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from sources._stems import written_out
from watcher.model import Id, PartialDate, Query
from watcher.text import clean

_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?(?:[T ].*|[+-]\d\d:\d\d|Z)?", re.DOTALL)
_DAY_FIRST = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NAMED = re.compile(r"(\d\d?)\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})")
_MONTHS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True))


def iso_date(text: str) -> PartialDate | None:
    """Read "2026", "2026-03", "2026-03-05" or the date of a time stamp; None for anything else."""
    found = _ISO.fullmatch(text.strip())
    return _date(*found.groups()) if found else None


def day_first(text: str) -> PartialDate | None:
    """Read "24/06/2026" as 24 June; None for anything else."""
    found = _DAY_FIRST.fullmatch(text.strip())
    return _date(found[3], found[2], found[1]) if found else None


def compact_date(text: str) -> PartialDate | None:
    """Read "20260920"; None for anything else."""
    found = _COMPACT.fullmatch(text.strip())
    return _date(*found.groups()) if found else None


def named_date(text: str) -> PartialDate | None:
    """Read "21 September 2026"; None for anything else."""
    found = _NAMED.fullmatch(text.strip())
    month = _MONTHS.get(found[2].lower()) if found else None
    return _date(found[3], str(month), found[1]) if found and month else None


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    known = int(month or 0) or None  # "2024-00-00" is a year
    date = PartialDate(int(year), known, (int(day or 0) or None) if known else None)
    try:
        return date if date.earliest else None
    except ValueError:  # the thirty-first of February
        return None


_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d:?\d\d)?")


def moment(text: str) -> datetime | None:
    """Read a time stamp, nine decimals and all, as UTC where it names no zone; None for anything else."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    try:
        stamp = datetime.fromisoformat(found[1] + (found[2] or "")[:7] + (found[3] or "Z"))
        return stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def midnight(date: PartialDate | None) -> datetime | None:
    """Return the first moment, UTC, of a date that is known to the day; None for any other."""
    if date is None or date.day is None:
        return None
    return datetime(date.year, date.month or 1, date.day, tzinfo=UTC)


def lines(text: str) -> str:
    """Return a text of several lines cleaned line by line, without the empty ones."""
    return "\n".join(filter(None, (clean(line) for line in text.splitlines())))


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts cleaned, without empty ones and repetitions, in their order."""
    return tuple(dict.fromkeys(filter(None, map(clean, texts))))


def first(values: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the earliest of the dates; None where there is none."""
    return min((value for value in values if value), default=None, key=lambda date: date.earliest)


def broad_terms(query: Query) -> tuple[str, ...]:
    """Return whole words and phrases of which every record that the query wants has at least one.

    Of each group the concept with the fewest terms is taken, for registries that combine words poorly and know
    no stems: what comes is too much rather than too little, and is judged locally. A phrase that holds
    another of the terms is left out, for it finds nothing more.
    """
    concepts = (min(group, key=lambda concept: len(concept.terms)) for group in query.groups if group)
    found = once(word for concept in concepts for term in concept.terms for word in written_out(term))
    return tuple(term for term in found if not any(_holds(term, other) for other in found if other != term))


def _holds(phrase: str, other: str) -> bool:
    return f" {other.lower()} " in f" {phrase.lower()} "


def of_scheme(ids: Iterable[Id], scheme: str) -> Iterator[str]:
    """Yield the values of the identifiers of one scheme, each once."""
    yield from dict.fromkeys(id_.value for id_ in ids if id_.scheme == scheme)


# https://clinicaltrials.gov/data-api/about-api/study-data-structure, as far as words map without guessing.
STATUSES: Mapping[str, str] = {
    "recruiting": "RECRUITING",
    "open public recruiting": "RECRUITING",
    "recruiting ongoing": "RECRUITING",
    "enrolling by invitation": "ENROLLING_BY_INVITATION",
    "pending": "NOT_YET_RECRUITING",
    "not yet recruiting": "NOT_YET_RECRUITING",
    "preinitiation": "NOT_YET_RECRUITING",
    "active, not recruiting": "ACTIVE_NOT_RECRUITING",
    "no longer recruiting": "ACTIVE_NOT_RECRUITING",
    "recruitment completed": "ACTIVE_NOT_RECRUITING",
    "complete": "COMPLETED",
    "completed": "COMPLETED",
    "main results already published": "COMPLETED",
    "suspended": "SUSPENDED",
    "temporary halt": "SUSPENDED",
    "temporarily closed": "SUSPENDED",
    "temporarily halted": "SUSPENDED",
    "terminated": "TERMINATED",
    "stopped": "TERMINATED",
    "prematurely ended": "TERMINATED",
    "withdrawn": "WITHDRAWN",
    "not authorised": "WITHDRAWN",
    "prohibited by ca": "WITHDRAWN",
    "suspended by ca": "SUSPENDED",
}


def status_term(text: str) -> str:
    """Return ClinicalTrials.gov's term for a registry's status; UNKNOWN for words that do not map, "" for none."""
    words = clean(text).lower().replace("_", " ")
    if not words or words in ("not available", "n/a", "na"):
        return ""
    return STATUSES.get(words, "UNKNOWN")


PHASES: Mapping[str, str] = {"1": "PHASE1", "2": "PHASE2", "3": "PHASE3", "4": "PHASE4"}
_PHASE = re.compile(r"(?<![A-Za-z0-9])(IV|I{1,3}|[0-4])(?:[ab])?(?![A-Za-z0-9])", re.IGNORECASE)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def phases(text: str) -> tuple[str, ...]:
    """Return ClinicalTrials.gov's terms for a phase in words: "Phase II/III" gives PHASE2 and PHASE3."""
    found = (match[1].lower() for match in _PHASE.finditer(text))
    numbers = sorted({_ROMAN.get(number, number) for number in found})
    return tuple("EARLY_PHASE1" if number == "0" else PHASES[number] for number in numbers)
