"""What lies in a file, told before or beside taking it in: what it is, what can be read of it, what cannot, and where that stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sources
from sources.files import Opened, Source, files_in, opened
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
        yield preview(opened(file), now)


def preview(file: Opened, now: datetime) -> Preview:
    """Return what a file holds."""
    if file.unread:
        return Preview(name=str(file.path), form="", unread=(_nothing(file.path, file.unread),))
    page = Page(url=file.path.absolute().as_uri(), body=file.body, retrieved=now)
    pieces = attempt(lambda: _pieces(page))
    if not isinstance(pieces, list):
        pieces = [_nothing(file.path, pieces.reason)]
    unread = tuple(replace(piece, url=str(file.path)) for piece in pieces if isinstance(piece, Unreadable))
    read = sum(isinstance(one, Record) for one in pieces)
    return Preview(name=str(file.path), form=_title(file.kind), read=read, unread=unread)


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
