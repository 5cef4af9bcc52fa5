"""MEDLINE's own format, as PubMed exports it."""

import textwrap
from collections.abc import Iterable, Iterator

from digests.formats.fields import identifier, last_first, line, trials
from watcher.model import PartialDate, Record

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def write(records: Iterable[Record]) -> str:
    """Return the records, an empty line between them, long values wrapped under their tag."""
    return "\n".join("".join(_wrapped(tag, value) for tag, value in _tags(r) if value) for r in records)


def _wrapped(tag: str, value: str) -> str:
    text = f"{tag:<4}- {line(value)}"
    parts = textwrap.wrap(text, 88, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False)
    return "\n".join(parts) + "\n"


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    yield "PMID", identifier(record, "pmid")
    yield from (("IS", issn) for issn in record.venue.issns)
    yield "VI", record.venue.volume
    yield "IP", record.venue.issue
    yield "DP", _spelled(record.published)
    yield "TI", record.title
    yield "PG", record.venue.pages
    doi = identifier(record, "doi")
    yield "LID", f"{doi} [doi]" if doi else ""
    yield "AB", record.text
    for person in record.people:
        yield ("CN", person.collective) if person.collective else ("FAU", last_first(person))
        yield "AU", "" if person.collective else person.name
    yield from (("LA", language) for language in record.languages)
    yield from (("SI", f"ClinicalTrials.gov/{trial}" if trial.startswith("NCT") else trial) for trial in trials(record))
    yield from (("PT", type_) for type_ in record.publication_types)
    yield "TA", record.venue.abbreviation
    yield "JT", record.venue.title
    yield "PMC", identifier(record, "pmcid")
    yield from (("MH", subject) for subject in record.subjects)
    yield from (("OT", keyword) for keyword in record.keywords)


def _spelled(date: PartialDate | None) -> str:
    if date is None:
        return ""
    month = _MONTHS[date.month - 1] if date.month else ""
    return " ".join(filter(None, (str(date.year), month, str(date.day) if month and date.day else "")))
