"""Reference files of other programs, read and written side by side: NBIB, RIS, BibTeX, CSV and JSON lines.

Every reader is ``read(body, name, retrieved)`` and yields the file's records in their order, each with
the file's own key as its ``source_id``; a record that cannot be read is an ``Unreadable`` in its place.
Every writer is ``write(records)`` and returns the whole text; what a format cannot hold is left out, never invented.
"""

import importlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, cast

from watcher.bounds import bounded
from watcher.model import Record, Unreadable

# The format's name -> the suffix of its files.
FORMATS: Mapping[str, str] = MappingProxyType(
    {"ris": ".ris", "nbib": ".nbib", "bibtex": ".bib", "csv": ".csv", "jsonl": ".jsonl"}
)
_SUFFIXES = {
    "nbib": "nbib",
    "medline": "nbib",
    "ris": "ris",
    "bib": "bibtex",
    "bibtex": "bibtex",
    "csv": "csv",
    "tsv": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
}


class _Format(Protocol):
    def read(self, body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]: ...

    def write(self, records: Iterable[Record]) -> str: ...


def detect(body: bytes, name: str) -> str:
    """Return the format's name by the file's suffix, else by its first characters; "" for none of ours."""
    suffix = name.rpartition(".")[2].lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    start = body[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PMID- "):
        return "nbib"
    if start.startswith(b"TY  -"):
        return "ris"
    return "bibtex" if start.startswith(b"@") else ""


def read(body: bytes, name: str, retrieved: datetime, form: str = "") -> Iterator[Record | Unreadable]:
    """Yield the records of a file of one of ``FORMATS``, detected where ``form`` does not say; none for another.

    A file in which nothing is found is ``Unreadable``.
    """
    form = form or detect(body, name)
    if form not in FORMATS:
        return
    found = None
    for found in _format(form).read(body, name, retrieved):
        yield bounded(found) if isinstance(found, Record) else found
    if found is None and form != "csv":  # a table may have a first line and no rows
        reason = "no record is found in it" if body.strip() else "it is empty"
        yield Unreadable(url=name, where="the file", reason=reason)


def write(records: Iterable[Record], form: str) -> str:
    """Return the text of a file in one of ``FORMATS``, "" for no records (CSV: its first line); raise KeyError for another."""
    return _format(form).write(records)


def _format(form: str) -> _Format:
    if form not in FORMATS:
        raise KeyError(form)
    return cast("_Format", importlib.import_module(f"watcher.formats.{form}"))
