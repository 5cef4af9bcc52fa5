"""Tables of references: CSV with commas, semicolons or tabs, its columns named in the first line."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from types import MappingProxyType

from watcher.dates import printed_date
from watcher.formats._reference import (
    NOTHING,
    Notices,
    Reference,
    address,
    decode,
    doi,
    identifier,
    line,
    listed,
    pmid,
    signed,
    to_record,
    trials,
    web,
)
from watcher.ids import find_issns, find_trials
from watcher.model import Id, Record, Unreadable
from watcher.names import people
from watcher.text import cell, clean

TITLE = "CSV"
SUFFIXES = ("csv", "tsv")
BEGINS: tuple[bytes, ...] = ()

csv.field_size_limit(2**24)

# Our name of a column -> the names that others give it, in lower case, first come first.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "key": ("id", "key", "record_id", "recordid", "number_in_file"),
        "kind": ("kind", "entrytype", "type", "item type", "document type"),
        "title": ("title", "article title", "ti"),
        "abstract": ("abstract", "abstract note", "ab"),
        "authors": ("author", "authors", "au"),
        "date": ("published", "date", "publication date", "year", "publication year", "py"),
        "journal": ("journal", "publication title", "source title", "journal/book", "journal title", "booktitle"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "pages": ("pages", "page"),
        "issn": ("issn",),
        "publisher": ("publisher",),
        "doi": ("doi",),
        "pmid": ("pmid", "pubmed id", "pubmed_id"),
        "pmcid": ("pmcid",),
        "trials": ("trials", "nct id", "nct number", "nctid", "registry_id"),
        "url": ("url", "link"),
        "language": ("language", "languages"),
        "keywords": ("keywords", "author keywords", "mesh"),
        "types": ("publication types", "publication type", "pubtype"),
    }
)
_KINDS = {"inproceedings": "conference", "conference": "conference", "abstract": "conference"}


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the table, keyed by its column ID, else by the row's number."""
    text = decode(body).replace("\x00", "")
    table = csv.DictReader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=False)
    if why := _untitled(table):
        yield Unreadable(url=name, where="its first line", reason=why)
        return
    rows = iter(table)
    for number in count(1):
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable(url=name, where=f"line {table.line_num}", reason=str(error))
            return  # what follows a broken quotation has no rows to be found
        yield record(row, str(number), name, retrieved)


def record(row: Mapping[str | None, object], position: str, name: str, retrieved: datetime) -> Record | Unreadable:
    """Return the record of one row; ``position`` is its key where it brings none."""
    cells = {str(key).strip().lower(): _cell(value) for key, value in row.items() if key is not None}
    try:
        return to_record(_reference(cells, position), retrieved)
    except ValueError as error:
        return Unreadable(url=name, where=f"row {position}", reason=str(error))


def _untitled(table: "csv.DictReader[str]") -> str:
    """Return why no row of the table can be read; "" where one of its columns is that of titles."""
    try:
        columns = {str(column).strip().lower() for column in table.fieldnames or ()}
    except csv.Error as error:
        return str(error)
    return "" if columns & set(COLUMNS["title"]) else "it names no column of titles"


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


_GUARD = re.compile(
    r"'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212])"
)  # an apostrophe before a formula's first sign, as we and others write it


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return _GUARD.sub("", text, count=1) if text.startswith("'") else text


def _reference(cells: Mapping[str, str], position: str) -> Reference:
    def text(column: str) -> str:
        return next((cells[name].strip() for name in COLUMNS[column] if cells.get(name, "").strip()), "")

    kind = text("kind").lower()
    registered = find_trials(text("key"))
    return Reference(
        key=clean(text("key")) or position,
        kind="registration" if registered else _KINDS.get(kind, kind if kind in _OWN else "article"),
        title=text("title"),
        abstract=text("abstract"),
        people=people(text("authors")),
        date=printed_date(text("date")),
        journal=text("journal"),
        volume=text("volume"),
        issue=text("issue"),
        pages=text("pages"),
        issns=find_issns(text("issn")),
        publisher=text("publisher"),
        ids=frozenset(doi(text("doi")) | pmid(text("pmid")) | _pmcid(text("pmcid"))) | registered,
        mentions=find_trials(text("trials")),
        url=web(text("url")),
        languages=listed(text("language")),
        keywords=listed(text("keywords")),
        publication_types=listed(text("types")),
    )


_OWN = frozenset({"preprint", "registration", "notice", "comment", "news", "other"})


def _pmcid(text: str) -> set[Id]:
    text = clean(text).upper()
    return {Id("pmcid", text)} if re.fullmatch(r"PMC\d+", text) else set()


_WRITTEN = (
    "notices",
    "ID",
    "source",
    "kind",
    "title",
    "author",
    "year",
    "published",
    "journal",
    "volume",
    "number",
    "pages",
    "issn",
    "doi",
    "pmid",
    "trials",
    "url",
    "keywords",
    "abstract",
)


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return the table with its first line of column names; lines end as RFC 4180 has them. What stands on a record comes first."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, _WRITTEN)
    table.writeheader()
    rows = (_row(record, notices.get(record.key, ())) for record in records)
    table.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _row(record: Record, standing: Sequence[str]) -> Mapping[str, str]:
    return {
        "notices": "; ".join(standing),
        "ID": record.source_id,
        "source": record.source,
        "kind": record.kind.value,
        "title": record.title,
        "author": "; ".join(map(signed, record.people)),
        "year": str(record.published.year) if record.published else "",
        "published": record.published.iso if record.published else "",
        "journal": record.venue.title,
        "volume": record.venue.volume,
        "number": record.venue.issue,
        "pages": record.venue.pages,
        "issn": "; ".join(record.venue.issns),
        "doi": identifier(record, "doi"),
        "pmid": identifier(record, "pmid"),
        "trials": "; ".join(trials(record)),
        "url": address(record),
        "keywords": "; ".join(record.keywords),
        "abstract": record.text,
    }


def _safe(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection."""
    return cell(line(value))
