"""Reference files of other programs, read and written side by side; every public module of this package is a format.

A module named ``ris`` says ``TITLE`` and ``SUFFIXES`` (its files' own one first), knows how a file of it ``begins``, and has both
directions:

- ``read(body, name, retrieved)`` yields the file's records in their order, each with the file's own key as its
  ``source_id``; a record that cannot be read is an ``Unreadable`` in its place.
- ``write(records)`` returns the whole file; what a format cannot hold is left out, never invented.

What a database hands out and nobody but us takes in is read alone: the modules of ``databases``. What is made for people, and not to
be read back, is written alone: those of ``lists``. The folders are the registry: nothing else lists the formats.
"""

import hashlib
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from watcher.bounds import bounded
from watcher.formats._reading import decode
from watcher.formats._writing import NOTHING, Notices
from watcher.model import Record, Unreadable
from watcher.text import fold


class Format(Protocol):
    """What a format has to offer; one that is not read has no ``begins`` and no ``read``, one that is not written no ``write``."""

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

    def write(self, records: Iterable[Record], notices: Notices = NOTHING, **options: Any) -> str | bytes:
        """Return a file of the records, with what stands on them; bytes where it is no text."""
        ...


def available() -> tuple[str, ...]:
    """Return the names of all formats, sorted."""
    return _named("", "databases", "lists")


def readable() -> tuple[str, ...]:
    """Return the names of the formats that can be read, sorted."""
    return _named("", "databases")


def writable() -> tuple[str, ...]:
    """Return the names of the formats that can be written, sorted."""
    return _named("", "lists")


def load(form: str) -> Format:
    """Return the format of this name; raise KeyError for another."""
    folder = next((folder for folder in ("", "databases", "lists") if form in _named(folder)), None)
    if folder is None:
        raise KeyError(form)
    return cast("Format", importlib.import_module(".".join(filter(None, (__name__, folder, form)))))


def _named(*folders: str) -> tuple[str, ...]:
    return tuple(
        sorted(found.name for folder in folders for found in pkgutil.iter_modules(_paths(folder)) if _is_one(found))
    )


def _paths(folder: str) -> Sequence[str]:
    return [str(Path(path) / folder) for path in __path__]


def _is_one(found: pkgutil.ModuleInfo) -> bool:
    return not found.ispkg and not found.name.startswith("_")


def titles() -> str:
    """Return what can be read, in words: "BibTeX, CSV or RIS"."""
    *most, last = sorted((load(form).TITLE for form in readable()), key=str.lower)
    return f"{', '.join(most)} or {last}"


def detect(body: bytes, name: str) -> str:
    """Return the format's name by the file's first characters, else by its suffix; "" for none of ours."""
    suffix = name.rpartition(".")[2].lower()
    formats = {form: load(form) for form in readable()}
    start = decode(body[:_HEAD]).lstrip()
    by_start = (form for form, one in formats.items() if one.begins(start))
    by_suffix = (form for form, one in formats.items() if suffix in one.SUFFIXES and suffix not in _OF_MANY)
    return next(by_start, "") or next(by_suffix, "")


def named(path: str) -> str:
    """Return the format that the name of a file to be written asks for; "" where it asks for none, or for one of several."""
    suffix = path.rpartition(".")[2].lower() if "." in path else ""
    found = [form for form in writable() if suffix in load(form).SUFFIXES]
    return "bibtex" if "bibtex" in found else found[0] if len(found) == 1 else ""


_HEAD = 4_096  # bytes: a table's first line is long
_OF_MANY = frozenset({"json", "txt", "xml"})  # suffixes that say nothing


def read(body: bytes, name: str, retrieved: datetime, form: str = "") -> Iterator[Record | Unreadable]:
    """Yield the records of a file, its format detected where ``form`` does not say; none for a format that is not ours.

    A file in which nothing is found is ``Unreadable``.
    """
    form = form or detect(body, name)
    if form not in readable():
        return
    empty = Unreadable(url=name, where="the file", reason="it is empty")
    piece = None
    for piece in load(form).read(body, name, retrieved) if body.strip() else (empty,):
        yield bounded(piece) if isinstance(piece, Record) else piece
    if piece is None and form not in {"csv", "xlsx"}:  # a table may have a first line and no rows
        yield Unreadable(url=name, where="the file", reason="no record is found in it")


def write(records: Iterable[Record], form: str, notices: Notices = NOTHING, **options: Any) -> str | bytes:
    """Return a file of the records in this format, empty for no records (CSV: its first line); raise KeyError for another.

    ``notices`` are what stands on a record, by its key: that it is retracted, corrected or doubted comes first. ``options`` are
    the format's own.
    """
    return load(form).write(records, notices, **options)


def lasting_key(record: Record) -> str:
    """Return a key that the reference has in every file, however its abstract is worded: 24 hexadecimal digits.

    It is made of all that says which thing it is. An identifier alone would not do: a supplement has one DOI for all its
    abstracts, and an erratum may carry that of its article. The text itself counts where neither a name nor a number
    says more than the title.
    """
    venue = record.venue
    said = (
        record.title,
        *(person.name for person in record.people),
        record.published.iso if record.published else "",
        *(venue.title, venue.volume, venue.issue, venue.pages),
        *map(str, sorted(record.ids)),
        str(bool(record.text)) if record.people or record.ids else record.text,
    )
    return hashlib.sha256(fold("|".join(said)).encode("utf-8", "replace")).hexdigest()[:24]
