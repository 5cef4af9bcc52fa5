"""What can be said of a page and of a record without the store: pure, so it can be said anywhere.

Here is the border of a record: whatever goes wrong while a page is parsed or one of its records is understood becomes an
``Unreadable`` in its place, and costs no neighbour.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeVar

from digests.outcomes.figures import figures
from sources import Source
from watcher.border import RECORD_SECONDS, Fault, attempt, ended_after
from watcher.bounds import cut, short_id
from watcher.changes import fingerprint
from watcher.errors import SourceError
from watcher.identify import block_keys
from watcher.model import Figure, Notice, Page, Piece, Record, Score, Tier, Topic, Unreadable
from watcher.normalise import normalise
from watcher.notices import announced
from watcher.relevance import rate

T = TypeVar("T")
# What a page may take, its records included: a minute, and for a large one twenty seconds a megabyte, some ten times what
# the slowest of our readers takes.
PAGE_SECONDS = 60.0
_SECONDS_A_BYTE = 20 / 1_000_000
_SLICE = 100  # records that are read under one bound
# So long after its bound a page ends the process that reads it: something there is deaf to the bound.
_DEAF = 60.0
LONGEST_TOLD = 500  # characters of what is certain of a record that was not understood


@dataclass(frozen=True, slots=True)
class Understood:
    """A record in its one form, with its block keys (signed 64-bit), its scores, and the fingerprint of what it says.

    Of what is off the topic no figures are read: most records are, and to read them takes longer than all else.
    """

    record: Record
    keys: tuple[int, ...]
    score: Score
    fingerprint: str
    figures: tuple[Figure, ...] = ()
    beside: tuple[tuple[str, Score], ...] = ()  # the names of the topics beside, and how near the record is to each

    @property
    def key(self) -> tuple[str, str]:
        """The record's key: its source and the id that it has there."""
        return self.record.key


def understand(record: Record, topic: Topic) -> Understood:
    """Return what is to be known of a normalised record before the store is asked."""
    score = rate(record, topic)
    beside = tuple((other.name, rate(record, other)) for other in topic.beside)
    is_near = any(one.tier is not Tier.OFF for one in (score, *(found for _, found in beside)))
    told = figures(record.text) if is_near else ()
    return Understood(record, keys_of(record), score, fingerprint(record), told, beside)


def keys_of(record: Record) -> tuple[int, ...]:
    """Return the keys of the record; a notice has those of the title that it announces as well, so that the two meet."""
    titles = [said.about for title in (record.title, record.original_title) if (said := announced(title))]
    about = (key for title in titles if title for key in block_keys(replace(record, title=title)))
    return tuple(sorted({*block_keys(record), *about}))


def understand_page(source: Source, page: Page, topic: Topic) -> Iterator[Understood | Piece]:
    """Yield the pieces of a page as its source reads them, every record understood."""
    for piece in read_page(source, page):
        yield (
            contained(piece, lambda record: understand(normalise(record), topic))
            if isinstance(piece, Record)
            else piece
        )


def contained(record: Record, work: Callable[[Record], T], seconds: float | None = RECORD_SECONDS) -> T | Unreadable:
    """Return what is made of a record; an ``Unreadable`` with what is certain of it where that cannot be made in time."""
    made = attempt(partial(work, record), seconds)
    return unread(record, made) if isinstance(made, Fault) else made


def unread(record: Record, fault: Fault) -> Unreadable:
    """Return what is certain of a record that met a fault."""
    source_id = short_id(record.source_id)
    title, url = (cut(one, LONGEST_TOLD) if isinstance(one, str) else "" for one in (record.title, record.url))
    return Unreadable(
        url=url,
        where=source_id,
        reason=fault.reason,
        source=record.source,
        source_id=source_id,
        title=title,
        trace=fault.trace,
    )


def read_page(source: Source, page: Page, seconds: float = PAGE_SECONDS) -> Iterator[Piece]:
    """Yield what the source reads in the page; a fault in its reading ends the page there and is named.

    Raise ``SourceError``, after what came before it, where the source says itself that the page is not what it should be.
    """
    begun, allowed = time.monotonic(), seconds + len(page.body) * _SECONDS_A_BYTE
    reading, count = _begun(source, page), 0
    while True:
        found: list[Piece] = []
        left = max(allowed - (time.monotonic() - begun), 0.001)
        with ended_after(left + _DEAF):
            ended = attempt(partial(_fill, found, reading), left)
        yield from found
        count += len(found)
        if isinstance(ended, Fault):
            if isinstance(ended.error, SourceError):
                raise ended.error
            yield from cut_off(page, ended, count)
        if isinstance(ended, Fault) or len(found) < _SLICE:
            return


def _begun(source: Source, page: Page) -> Iterator[Piece]:
    yield from source.parse(page)


def _fill(found: list[Piece], reading: Iterator[Piece]) -> None:
    for piece in islice(reading, _SLICE):
        found.append(piece)  # noqa: PERF402 - one by one: what came before a fault stays


def cut_off(page: Page, fault: Fault, count: int = 0) -> Iterator[Piece]:
    """Yield what is said of a page that was not read to its end, but for so many records."""
    where = f"the page after record {count}" if count else "the page"
    yield Unreadable(url=page.url, where=where, reason=fault.reason, trace=fault.trace)
    yield Notice(text=f"{page.url} was not read to its end", incomplete=True)
