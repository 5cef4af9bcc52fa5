"""Reference files as other programs write them: NBIB, RIS, BibTeX, CSV and JSON lines.

Every reader is ``read(body, name, retrieved)`` and yields the file's records in their order, each with
the file's own key as its ``source_id``; a record that cannot be read is an ``Unreadable`` in its place.
"""

import importlib
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, cast

from watcher.model import Record, Unreadable

FORMATS = ("nbib", "ris", "bibtex", "csv", "jsonl")
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


class _Reader(Protocol):
    def read(self, body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]: ...


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
    """Yield the records of a file of one of ``FORMATS``, detected where ``form`` does not say; none for another."""
    form = form or detect(body, name)
    if form in FORMATS:
        module = cast("_Reader", importlib.import_module(f"sources._formats.{form}"))
        yield from module.read(body, name, retrieved)
