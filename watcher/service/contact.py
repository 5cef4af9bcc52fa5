"""The first contact with a real source: whether its answers have the form that its adapter was made for, and how to keep some.

A few answers are asked for, over the last ninety days; nothing of them goes into the database.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sources import Difference, Shape, Source, readable
from watcher.border import Fault, attempt
from watcher.errors import InputError
from watcher.model import Page, Piece, Record, Topic, Unreadable
from watcher.redact import without_secrets
from watcher.service.loading import AWAITED, client_of, query_of
from watcher.service.outputs import write
from watcher.web.gate import Gate
from watcher.web.urls import public

LOOK = timedelta(days=90)  # back: a small question that has an answer
_PAGE = 60.0  # seconds, for one of them to be read
_ANSWERS = 3  # of a source that may have thousands
_NAMED = 12  # new names that are told one by one
_EMAIL = re.compile(rb"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_VALUE = re.compile(rb'"([A-Za-z]{1,40}+)"(\s*+:\s*+)"[^"]*+"')
_PHONE = re.compile(rb"(?i)phone|fax")
_NOBODY = b"someone@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What a source answered: its pages, what was read of them, and how they differ from what its adapter was made for."""

    source: str
    pages: tuple[Page, ...]
    records: int
    unreadable: int
    difference: Difference

    @property
    def verdict(self) -> str:
        """Return "as expected", "richer", "poorer", "not compared", "unreadable" (nothing of it can be read) or "no records"."""
        if self.unreadable and not self.records:
            return "unreadable"
        return self.difference.verdict if self.records else "no records"

    @property
    def says(self) -> str:
        """Return the verdict in a sentence: what readers lose, what is new."""
        count = f"{self.records} records of {len(self.pages)} answers"
        unread = f", {self.unreadable} could not be read" if self.unreadable else ""
        lost = ", ".join(map(readable, self.difference.lost))
        fresh = ", ".join(self.difference.fresh[:_NAMED])
        more = f" and {len(self.difference.fresh) - _NAMED} more" if len(self.difference.fresh) > _NAMED else ""
        told = [f"{self.verdict}: {count}{unread}"]
        told += [f"no record has {lost}"] if lost else []
        told += [] if self.difference.is_compared else [self._seen]
        told += [f"new names, harmless: {fresh}{more}"] if fresh else []
        return "; ".join(told)

    @property
    def _seen(self) -> str:
        absent = ", ".join(map(readable, self.difference.absent))
        had = (
            f"no record has {absent}: look whether its answers have that"
            if absent
            else "its records have what readers need"
        )
        return f"nothing that it answered earlier is recorded; {had}"


def meet(source: Source, topic: Topic, now: datetime, gate: Gate) -> Contact:
    """Ask a source a small question and return how it answered; raise ``SourceError`` where it does not."""
    query = replace(query_of(topic, now), since=now - LOOK)
    with client_of(source, gate, AWAITED) as client:
        steps = source.pages(query, client)
        pages = tuple(islice((step for step in steps if isinstance(step, Page)), _ANSWERS))
    return understood(source, pages)


def understood(source: Source, pages: Sequence[Page]) -> Contact:
    """Return what answers hold, read by the source's own adapter: pure."""
    shape, unread = Shape(), 0
    for page in pages:
        shape.see(page)
        for piece in _read(source, page):
            if isinstance(piece, Record):
                shape.add(piece)
            unread += isinstance(piece, Unreadable)
    difference = Difference.of(source.name, shape)
    return Contact(
        source=source.name, pages=tuple(pages), records=shape.records, unreadable=unread, difference=difference
    )


def _read(source: Source, page: Page) -> list[Piece]:
    """Return the pieces of a page; from where its adapter cannot go on, by a fault of the answer or of ours, one that is unreadable."""
    pieces: list[Piece] = []
    fault = attempt(lambda: pieces.extend(source.parse(page)), _PAGE)  # what came before the fault is there
    if isinstance(fault, Fault):
        pieces.append(Unreadable(url=page.url, where="the page", reason=fault.reason))
    return pieces


def capture(contact: Contact, folder: Path) -> tuple[Path, ...]:
    """Write the answers into the folder, without contacts, keys and addresses, and beside them what they are; return the files.

    A test takes the folder as it is (``tests/sources/test_captured.py``). Raise ``InputError`` where nothing came, or a
    file of another stands in the way.
    """
    if not contact.pages:
        raise InputError(f"{contact.source} gave no answer that could be kept")
    written, told = [], []
    for number, page in enumerate(contact.pages, start=1):
        body = harmless(page.body)
        name = f"{contact.source}-{page.retrieved:%Y%m%d}-{number}.{_ending(body)}"
        written.append(_written(folder / name, body))
        sha = hashlib.sha256(body).hexdigest()
        told.append({"file": name, "url": public(page.url), "retrieved": page.retrieved.isoformat(), "sha256": sha})
    card = {"source": contact.source, "verdict": contact.verdict, "records": contact.records, "answers": told}
    name = f"{contact.source}-{contact.pages[0].retrieved:%Y%m%d}.captured.json"
    written.append(_written(folder / name, (json.dumps(card, indent=1) + "\n").encode()))
    return tuple(written)


def harmless(body: bytes) -> bytes:
    """Return an answer without what names or reaches a person, and without any secret of this process."""
    text = _VALUE.sub(_without_phone, _EMAIL.sub(_NOBODY, body))
    try:
        return without_secrets(text.decode()).encode()
    except UnicodeDecodeError:
        return text


def _without_phone(found: re.Match[bytes]) -> bytes:
    return b'"%s"%s""' % found.groups() if _PHONE.search(found[1]) else found[0]


def _ending(body: bytes) -> str:
    start = body.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if start[:1] in {b"{", b"["}:
        return "json"
    return "html" if b"<html" in start or b"<!doctype html" in start else "xml" if start[:1] == b"<" else "txt"


def _written(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(str(path), body)
    return path
