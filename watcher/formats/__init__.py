"""Reference files of other programs, read and written side by side; every public module of this package is a format.

A module named ``ris`` says ``TITLE`` and ``SUFFIXES`` (its files' own one first), knows how a file of it ``begins``, and has both
directions:

- ``read(body, name, retrieved)`` yields the file's records in their order, each with the file's own key as its
  ``source_id``; a record that cannot be read is an ``Unreadable`` in its place.
- ``write(records)`` returns the whole text; what a format cannot hold is left out, never invented.

The folder is the registry: nothing else lists the formats.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol, cast

from watcher.bounds import bounded
from watcher.formats._characters import decode
from watcher.formats._writing import NOTHING, Notices
from watcher.model import Record, Unreadable


class Format(Protocol):
    """What a format has to offer."""

    @property
    def TITLE(self) -> str:  # noqa: N802  # as modules name what stays
        """Return the format's name for readers."""
        ...

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802
        """Return how the names of its files end, in lower case, without a full stop; the one that we write first."""
        ...

    def begins(self, start: str) -> bool:
        """Return whether a file with this start is of this format and of no other."""
        ...

    def read(self, body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
        """Yield the records of a file; what cannot be read is named in its place."""
        ...

    def write(self, records: Iterable[Record], notices: Notices = NOTHING) -> str:
        """Return the text of a file of the records, with what stands on them."""
        ...


def available() -> tuple[str, ...]:
    """Return the names of all formats, sorted: the public modules of this package."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")))


def load(form: str) -> Format:
    """Return the format of this name; raise KeyError for another."""
    if form not in available():
        raise KeyError(form)
    return cast("Format", importlib.import_module(f"watcher.formats.{form}"))


def titles() -> str:
    """Return what can be read, in words: "BibTeX, CSV or RIS"."""
    *most, last = [load(form).TITLE for form in available()]
    return f"{', '.join(most)} or {last}"


def detect(body: bytes, name: str) -> str:
    """Return the format's name by the file's suffix, else by its first characters; "" for none of ours."""
    suffix = name.rpartition(".")[2].lower()
    formats = {form: load(form) for form in available()}
    start = decode(body[:_HEAD]).lstrip()
    by_suffix = (form for form, one in formats.items() if suffix in one.SUFFIXES)
    by_start = (form for form, one in formats.items() if one.begins(start))
    return next(by_suffix, "") or next(by_start, "")


_HEAD = 4_096  # bytes: a table's first line is long


def read(body: bytes, name: str, retrieved: datetime, form: str = "") -> Iterator[Record | Unreadable]:
    """Yield the records of a file, its format detected where ``form`` does not say; none for a format that is not ours.

    A file in which nothing is found is ``Unreadable``.
    """
    form = form or detect(body, name)
    if form not in available():
        return
    found = None
    for found in load(form).read(body, name, retrieved):
        yield bounded(found) if isinstance(found, Record) else found
    if found is None and form != "csv":  # a table may have a first line and no rows
        reason = "no record is found in it" if body.strip() else "it is empty"
        yield Unreadable(url=name, where="the file", reason=reason)


def write(records: Iterable[Record], form: str, notices: Notices = NOTHING) -> str:
    """Return the text of a file in this format, "" for no records (CSV: its first line); raise KeyError for another.

    ``notices`` are what stands on a record, by its key: that it is retracted, corrected or doubted comes first.
    """
    return load(form).write(records, notices)
