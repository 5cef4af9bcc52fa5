"""What can be said of a page and of a record without the store: pure, so it can be said anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from sources import Source
from watcher.changes import fingerprint
from watcher.identify import block_keys
from watcher.model import Page, Piece, Record, Score, Topic
from watcher.normalise import normalise
from watcher.relevance import rate


@dataclass(frozen=True, slots=True)
class Understood:
    """A record in its one form, with its block keys (signed 64-bit), its score, and the fingerprint of what it says."""

    record: Record
    keys: tuple[int, ...]
    score: Score
    fingerprint: str

    @property
    def key(self) -> tuple[str, str]:
        """The record's key: its source and the id that it has there."""
        return self.record.key


def understand(record: Record, topic: Topic) -> Understood:
    """Return what is to be known of a normalised record before the store is asked."""
    return Understood(record, block_keys(record), rate(record, topic), fingerprint(record))


def understand_page(source: Source, page: Page, topic: Topic) -> Iterator[Understood | Piece]:
    """Yield the pieces of a page as its source reads them, every record understood."""
    for piece in source.parse(page):
        yield understand(normalise(piece), topic) if isinstance(piece, Record) else piece
