"""RIS, for EndNote, Zotero, Mendeley and their like."""

from collections.abc import Iterable, Iterator

from digests.formats.fields import address, identifier, line, pages, signed, slashed, trials
from watcher.model import Kind, Record

_TYPES = {
    Kind.ARTICLE: "JOUR",
    Kind.COMMENT: "JOUR",
    Kind.NOTICE: "JOUR",
    Kind.PREPRINT: "UNPB",
    Kind.ABSTRACT: "CONF",
    Kind.NEWS: "NEWS",
}


def write(records: Iterable[Record]) -> str:
    """Return the records between TY and ER, one tag a line."""
    return "".join(map(_record, records))


def _record(record: Record) -> str:
    tags = [f"{tag}  - {line(value)}" for tag, value in _tags(record) if value]
    return "\r\n".join([*tags, "ER  - ", "", ""])


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    first, last = pages(record)
    pmid = identifier(record, "pmid")
    yield "TY", _TYPES.get(record.kind, "GEN")
    yield "TI", record.title
    yield from (("AU", signed(person)) for person in record.people)
    yield "PY", str(record.published.year) if record.published else ""
    yield "DA", slashed(record.published)
    yield "JF", record.venue.title
    yield "JA", record.venue.abbreviation
    yield "VL", record.venue.volume
    yield "IS", record.venue.issue
    yield "SP", first
    yield "EP", last
    yield from (("SN", issn) for issn in record.venue.issns)
    yield "DO", identifier(record, "doi")
    yield "DB", "PubMed" if pmid else ""
    yield "AN", pmid
    yield from (("N1", f"Trial: {trial}") for trial in trials(record))
    yield from (("KW", keyword) for keyword in record.keywords)
    yield "AB", record.text
    yield "UR", address(record)
