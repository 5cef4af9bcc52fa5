"""What lies in a file, told before or beside taking it in: what it is, what can be read of it, what cannot, and where that stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sources
from sources.files import Source, files_in, kind_of
from watcher import formats
from watcher.border import attempt
from watcher.errors import ParseError
from watcher.model import Page, Piece, Record, Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one file holds: ``form`` is what it is, in words, "" for nothing that can be read."""

    name: str
    form: str
    read: int = 0
    unread: tuple[Unreadable, ...] = ()


def previews(path: Path, now: datetime) -> Iterator[Preview]:
    """Yield what each file of a folder holds, or the one file; nothing is kept of it."""
    for file in files_in(path):
        try:
            body = file.read_bytes()
        except OSError as error:
            yield Preview(name=str(file), form="", unread=(_nothing(file, str(error.strerror)),))
        else:
            yield preview(file, body, now)


def preview(file: Path, body: bytes, now: datetime) -> Preview:
    """Return what a file holds."""
    kind = kind_of(body, file.name)
    if not kind:
        return Preview(name=str(file), form="", unread=(_nothing(file, "it is of no kind that can be read"),))
    page = Page(url=file.absolute().as_uri(), body=body, retrieved=now)
    pieces = attempt(lambda: _pieces(page))
    if not isinstance(pieces, list):
        pieces = [_nothing(file, pieces.reason)]
    unread = tuple(replace(piece, url=str(file)) for piece in pieces if isinstance(piece, Unreadable))
    return Preview(
        name=str(file), form=_title(kind), read=sum(isinstance(one, Record) for one in pieces), unread=unread
    )


def _pieces(page: Page) -> list[Piece]:
    try:
        return list(Source().parse(page))
    except ParseError as error:
        return [_nothing(Path(page.url), error.where)]


def _nothing(file: Path, reason: str) -> Unreadable:
    return Unreadable(url=str(file), where="the file", reason=reason)


def _title(kind: str) -> str:
    """Return what a kind of file is called: the format's name, or whose answer it is."""
    return formats.load(kind).TITLE if kind in formats.readable() else f"an answer of {sources.kind_of(kind).title}"
