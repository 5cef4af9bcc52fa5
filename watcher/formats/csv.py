"""Tables of references: CSV with commas, semicolons, bars or tabs, its columns named in the first line."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from watcher.formats._columns import COLUMNS, is_table, knows, reference
from watcher.formats._reading import contained, decode, to_record
from watcher.formats._writing import NOTHING, Notices, address, first_known, identifier, line, signed, trials
from watcher.model import Record, Unreadable
from watcher.text import cell

TITLE = "CSV"
SUFFIXES = ("csv", "tsv")

csv.field_size_limit(2**24)


def begins(start: str) -> bool:
    """Return whether a file with this start is a table of references: its first line names titles and something beside them."""
    between, text = _spoken(start)
    return _BY_ROWS.match(text) is not None or knows(_heads(text.lstrip().partition("\n")[0], between))


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the table, keyed by its own key where it has one, else by the row's number."""
    between, text = _spoken(decode(body))
    if _BY_ROWS.match(text):
        yield from records(list(_turned(text)), name, retrieved)
        return
    # Not by str.splitlines: a cell may hold a form feed or a line separator.
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=between or _delimiter(text), strict=False)
    if why := _untitled(table):
        yield Unreadable(url=name, where="its first line", reason=why)
        return
    rows, fault = _rows(table)
    yield from records(rows, name, retrieved)
    if fault:
        yield Unreadable(url=name, where=f"line {table.line_num}", reason=fault)


Row = Mapping[str | None, object]


# Embase's other table, a field a row, its name in the first cell.
_BY_ROWS = re.compile(
    r'\s{0,9}"?TITLE"?,[^\n]{1,3000}\n"?(?:AUTHOR NAMES?|SOURCE(?: TITLE)?|PUBLICATION YEAR|ABSTRACT|PUI)"?,'
)


def _turned(text: str) -> Iterator[tuple[str, Row]]:
    """Yield the records of a table with a field a row as rows, each with the line where it begins."""
    table = csv.reader(io.StringIO(text, newline=""))
    record: dict[str | None, object] = {}
    begin = 1
    for name, *cells in filter(None, table):
        if name == "TITLE" and record:
            yield f"line {begin}", record
            record, begin = {}, table.line_num
        record[name] = ("\n" if name == "ABSTRACT" else "; ").join(cells)
    yield f"line {begin}", record


def records(rows: Sequence[tuple[str, Row]], name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the record of each row, given with the place where it stands."""
    every = [cells for _, cells in rows]
    ours = bool(every) and {column.lower() for column in WRITTEN} <= {str(column).lower() for column in every[0]}
    between = ";" if ours or any(";" in cell for cells in every for cell in _authors(cells)) else ""
    for number, (where, cells) in enumerate(rows, start=1):
        yield contained(partial(record, cells, str(number), retrieved, between), name, where)


def record(row: Row, position: str, retrieved: datetime, between: str = "") -> Record:
    """Return the record of one row, keyed by its ``position`` where it brings no key; raise ValueError where it says too little.

    ``between`` is what is known to part its authors.
    """
    cells = {str(key).strip().lower(): _cell(value) for key, value in row.items() if key is not None}
    return to_record(reference(cells, position, between), retrieved)


def _rows(table: "csv.DictReader[str]") -> tuple[list[tuple[str, Row]], str]:
    """Return the rows with the lines in which they end, and why none could be found behind the last one; "" for all."""
    rows: list[tuple[str, Row]] = []
    try:
        rows.extend((f"line {table.line_num}", row) for row in table if any(row.values()))
    except csv.Error as error:
        return rows, str(error)  # a quotation that never ends
    return rows, ""


def _authors(row: Row) -> list[str]:
    return [str(cell) for key, cell in row.items() if str(key).strip().lower() in COLUMNS["authors"]]


_ABOVE = 10  # lines that may stand above the heads of the columns


def _spoken(text: str) -> tuple[str, str]:
    """Return the sign that a first line "sep=;" says to stand between cells, and the table below it and below any preamble."""
    found = re.match(r"\s{0,9}\"?sep=(.)\"?[^\n]{0,9}\n", text, re.IGNORECASE)
    if found:
        return found[1], text[found.end() :]
    rows = text.split("\n", _ABOVE)
    heads = (number for number, row in enumerate(rows[:_ABOVE]) if knows(_heads(row)))
    return "", "\n".join(rows[next(heads, 0) :])


def _heads(row: str, between: str = "") -> set[str]:
    """Return the names of the columns, in lower case, that a line has."""
    return {cell.strip(' "').lower() for cell in row.split(between or _delimiter(row))}


def _untitled(table: "csv.DictReader[str]") -> str:
    """Return why no row of the table can be read; "" where one of its columns is that of titles."""
    try:
        columns = {str(column).strip().lower() for column in table.fieldnames or ()}
    except csv.Error as error:
        return str(error)
    return "" if is_table(columns) else "it names no column of titles"


def _delimiter(text: str) -> str:
    head = re.sub(r'"[^"\n]*+"', "", text.lstrip("\n").partition("\n")[0])
    return max(",;\t|", key=head.count)


# An apostrophe before a formula's first sign, as we and others write it.
_GUARD = re.compile(r"'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212])")


# A cell that Excel is told to leave as it is, and make no date of: ="12-15".
_AS_TEXT = re.compile(r'="([^"]*+)"')


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if found := _AS_TEXT.fullmatch(text):
        return found[1]
    return _GUARD.sub("", text, count=1) if text.startswith("'") else text


WRITTEN = (
    "notices",
    "ID",
    "source",
    "kind",
    "title",
    "author",
    "year",
    "published",
    "journal",
    "journal abbreviation",
    "conference name",
    "volume",
    "number",
    "pages",
    "issn",
    "publisher",
    "doi",
    "pmid",
    "pmcid",
    "trials",
    "url",
    "language",
    "original title",
    "keywords",
    "abstract",
)


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return the table with its first line of column names; lines end as RFC 4180 has them. What stands on a record comes first."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, WRITTEN)
    table.writeheader()
    rows = (row(record, notices.get(record.key, ())) for record in records)
    table.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def row(record: Record, standing: Sequence[str]) -> Mapping[str, str]:
    """Return the cells of a record's row, by the names of their columns."""
    when = first_known(record)
    return {
        "notices": "; ".join(standing),
        "ID": record.source_id,
        "source": record.source,
        "kind": record.kind.value,
        "title": record.title,
        "author": "; ".join(map(signed, record.people)),
        "year": str(when.year) if when else "",
        "published": when.iso if when else "",
        "journal": record.venue.title,
        "journal abbreviation": record.venue.abbreviation,
        "conference name": record.venue.meeting,
        "volume": record.venue.volume,
        "number": record.venue.issue,
        "pages": record.venue.pages,
        "issn": "; ".join(record.venue.issns),
        "publisher": record.venue.publisher,
        "doi": identifier(record, "doi"),
        "pmid": identifier(record, "pmid"),
        "pmcid": identifier(record, "pmcid"),
        "trials": "; ".join(trials(record)),
        "url": address(record),
        "language": "; ".join(record.languages),
        "original title": record.original_title,
        "keywords": "; ".join(record.keywords),
        "abstract": record.text,
    }


def _safe(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection."""
    return cell(line(value))
