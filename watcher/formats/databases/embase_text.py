"""Embase's plain text: the names of its fields in capitals, and what they hold indented below; the names are those of its tables."""

import re
from collections.abc import Iterator
from datetime import datetime

from watcher.formats._reading import decode
from watcher.formats.csv import Row, records
from watcher.model import Record, Unreadable

TITLE = "Embase text"
SUFFIXES = ("txt",)

_BEGINS = re.compile(r"(?:RECORD [0-9]{1,7}+\s{1,9})?TITLE\n {1,4}\S")
_FIELD = re.compile(r"[A-Z][A-Z /()-]{2,60}+\s*$")
_LISTS = frozenset({"AUTHOR NAMES", "AUTHORS", "AUTHOR KEYWORDS"})  # a line each


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by Embase's number, else by their position; each begins at its title."""
    yield from records(list(_rows(decode(body))), name, retrieved)


def _rows(text: str) -> Iterator[tuple[str, Row]]:
    """Yield each record as a row of a table, with the line where it begins."""
    row: dict[str | None, object] = {}
    field, begin = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        if _FIELD.match(line):
            if line.strip() == "TITLE" and row:
                yield f"line {begin}", row
                row, begin = {}, number
            field = line.strip()
        elif field and line.strip():
            between = ";" if field in _LISTS else "\n"
            row[field] = between.join(filter(None, (str(row.get(field, "")), line.strip())))
    if row:
        yield f"line {begin}", row
