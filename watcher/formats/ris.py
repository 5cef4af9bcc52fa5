"""RIS files, as EndNote, Zotero, Mendeley and the databases' own sites write them.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format); the reader of each record is rispy's.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import rispy

from watcher.dates import printed_date
from watcher.formats._reference import (
    Reference,
    address,
    decode,
    doi,
    identifier,
    line,
    pages,
    pmid,
    signed,
    slashed,
    to_record,
    trials,
    web,
)
from watcher.ids import find_issns
from watcher.model import Id, Kind, PartialDate, Record, Unreadable
from watcher.names import everybody
from watcher.text import clean

TITLE = "RIS"
SUFFIXES = ("ris",)
BEGINS = (b"TY  -",)

_END = re.compile(r"^[ \t]*+ER[ \t]{1,2}-.*$", re.MULTILINE)
_START = re.compile(r"^[ \t]*+TY[ \t]{1,2}-", re.MULTILINE)
_LOOSE = re.compile(r"^[ \t]*+([A-Z][A-Z0-9])[ \t]{1,2}-[ \t]?", re.MULTILINE)
_KINDS = {
    "JOUR": "journal",
    "EJOUR": "journal",
    "MGZN": "news",
    "NEWS": "news",
    "PRESS": "news",
    "CONF": "conference",
    "CPAPER": "conference",
    "ABST": "conference",
    "UNPB": "preprint",
    "UNPD": "preprint",
}
_MEDLINE = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)
_PMID = re.compile(r"PMID:? ?(\d{1,8})\b|(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d{1,8})\b")


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their ID tag, else by their position."""
    for position, block in enumerate(_blocks(decode(body)), start=1):
        try:
            yield to_record(_reference(_entry(block), str(position)), retrieved)
        except (ValueError, LookupError, TypeError, AttributeError) as error:  # rispy's, for tags out of place
            yield Unreadable(url=name, where=f"record {position}", reason=str(error) or type(error).__name__)


def _blocks(text: str) -> Iterator[str]:
    """Yield one record at a time, so that a bad one costs no other; an end that is missing is forgiven."""
    for part in _END.split(text):
        starts = [match.start() for match in _START.finditer(part)]
        for start, end in itertools.pairwise([*starts, len(part)]):
            yield part[start:end]


def _entry(block: str) -> Mapping[str, Any]:
    tidy = _LOOSE.sub(r"\1  - ", block.replace("\x00", ""))
    entries = rispy.loads(f"{tidy.rstrip()}\nER  - \n")
    if len(entries) != 1:
        raise ValueError("no record between TY and ER")
    return dict(entries[0])


def _reference(entry: Mapping[str, Any], position: str) -> Reference:
    return Reference(
        key=_text(entry, "id") or position,
        kind=_KINDS.get(_text(entry, "type_of_reference"), "other"),
        title=_text(entry, "title", "primary_title", "short_title"),
        original_title=_text(entry, "translated_title"),
        abstract=_text(entry, "abstract", "notes_abstract"),
        people=everybody(_every(entry, "authors", "first_authors")),
        date=_date(entry),
        journal=_text(
            entry, "alternate_title3", "secondary_title", "journal_name", "alternate_title2", "alternate_title1"
        ),
        abbreviation=_text(entry, "alternate_title2", "alternate_title1"),
        volume=_text(entry, "volume"),
        issue=_text(entry, "number", "issue"),
        pages="-".join(filter(None, (_text(entry, "start_page"), _text(entry, "end_page")))),
        issns=find_issns(_text(entry, "issn")),
        publisher=_text(entry, "publisher"),
        ids=_ids(entry),
        url=web(" ".join(_every(entry, "urls", "url"))),
        languages=tuple(filter(None, [_text(entry, "language")])),
        keywords=tuple(_every(entry, "keywords")),
    )


def _every(entry: Mapping[str, Any], *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        value = entry.get(name)
        found += [value] if isinstance(value, str) else [part for part in value or () if isinstance(part, str)]
    return [part for part in map(clean, found) if part]


def _text(entry: Mapping[str, Any], *names: str) -> str:
    return next((values[0] for name in names if (values := _every(entry, name))), "")


def _date(entry: Mapping[str, Any]) -> PartialDate | None:
    """Return the most precise date of the year's: "DA" where it is of the year that "PY" names."""
    year = printed_date(_text(entry, "year", "publication_year"))
    full = printed_date(_text(entry, "date"))
    return full if full and (year is None or (full.year == year.year and not year.month)) else year


def _ids(entry: Mapping[str, Any]) -> frozenset[Id]:
    addresses = " ".join(_every(entry, "urls", "url"))
    ids = doi(_text(entry, "doi")) or doi(addresses)
    if _MEDLINE.search(" ".join(_every(entry, "name_of_database", "database_provider"))):
        ids |= pmid(_text(entry, "accession_number"))
    for match in _PMID.finditer(
        " ".join([addresses, *_every(entry, "accession_number", "notes", "custom1", "user_defined")])
    ):
        ids |= pmid(match[1] or match[2])
    return frozenset(ids)


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
    return "".join(map(_written, records))


def _written(record: Record) -> str:
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
