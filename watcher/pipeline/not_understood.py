"""What a run could not understand: kept for a person to read, and forgotten once it is understood."""

import logging
from collections.abc import Set as AbstractSet
from datetime import datetime

from watcher import __version__
from watcher.bounds import LONGEST_ID, cut, short_id
from watcher.model import NotUnderstood, Page, Topic, Unreadable
from watcher.pipeline.understand import LONGEST_TOLD
from watcher.store.store import Store

MOST_OF_A_PAGE = 50  # records that are kept one by one: of a page without any sense a person reads no more
MOST_BYTES = 200_000_000  # of compressed pages that are kept to be read again

log = logging.getLogger(__name__)


def program_of(topic: Topic) -> str:
    """Return the version of the program and of the profile: what another one failed on may be read by this one."""
    return f"watcher {__version__}, {topic.profile}"


class NotRead:
    """The records of a store that are not understood, while a run adds to them and takes from them."""

    def __init__(self, store: Store, topic: Topic) -> None:
        self._store = store
        self._program = program_of(topic)
        self.keys = {(one.source, one.source_id) for one in store.unread.all()}

    def keep(self, piece: Unreadable, source: str, page: Page | None, now: datetime, *, earlier: int = 0) -> str:
        """Keep a record with what is certain of it, and return its key in its source.

        Where it names none that is its place in its page. ``earlier`` are those of its page that are kept already: of too
        many the rest is one more record, without a name.
        """
        source = piece.source or source
        key = short_id(piece.source_id) or _place("more records" if earlier >= MOST_OF_A_PAGE else piece.where, page)
        found = NotUnderstood(
            source=source,
            source_id=key,
            reason=cut(piece.reason, LONGEST_TOLD),
            seen=now,
            title=cut(piece.title, LONGEST_TOLD),
            url=cut(piece.url or (page.url if page else ""), LONGEST_TOLD),
            program=self._program,
        )
        self._store.unread.keep(found, page)
        self.keys.add((source, key))
        return key

    def resolve(self, key: tuple[str, str]) -> None:
        """Forget a record that was understood."""
        if key in self.keys:
            self.keys.discard(key)
            self._store.unread.resolve(*key)

    def close(self, source: str, page: Page, failed: AbstractSet[str]) -> None:
        """Forget what was known by its place in a page alone, where that was read to its end and did not fail again."""
        place = f" of {short_id(page.url)}"
        for key in [key for key in self.keys if key[0] == source and key[1].endswith(place)]:
            if key[1] not in failed:
                self.resolve(key)

    def trim(self) -> None:
        """Drop the oldest pages of all that are kept only to be read again, where they take too much room."""
        if dropped := self._store.unread.trim(MOST_BYTES):
            log.warning("%d old pages with records that are not understood were dropped to save room", dropped)


def _place(where: str, page: Page | None) -> str:
    return f"{cut(where, LONGEST_ID)} of {short_id(page.url)}" if page else short_id(where)
