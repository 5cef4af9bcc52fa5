"""Records written as files that other programs read: RIS, NBIB, BibTeX, CSV and JSON lines.

``write(records, form)`` gives the whole text. What a format cannot hold is left out, never invented.
"""

import importlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol, cast

from watcher.model import Record

# The format's name -> the suffix of its files.
FORMATS: Mapping[str, str] = MappingProxyType(
    {"ris": ".ris", "nbib": ".nbib", "bibtex": ".bib", "csv": ".csv", "jsonl": ".jsonl"}
)


class _Writer(Protocol):
    def write(self, records: Iterable[Record]) -> str: ...


def write(records: Iterable[Record], form: str) -> str:
    """Return the text of a file in one of ``FORMATS``, "" for no records (CSV: its first line); raise KeyError for another."""
    module = cast("_Writer", importlib.import_module(f"digests.formats.{FORMATS[form].removeprefix('.')}"))
    return module.write(records)
