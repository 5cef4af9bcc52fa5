"""Where pages go: understood piece by piece, judged and saved record by record, counted in their source's ledger.

``findings`` does all that needs no lock on the store; ``keep`` is called in a transaction and only judges and saves.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import assert_never

from watcher import __version__
from watcher.border import Fault, attempt
from watcher.bounds import LONGEST_ID, cut, short_id
from watcher.errors import SourceError
from watcher.model import Deleted, Ended, Notice, NotUnderstood, Page, Piece, Record, Revision, Topic, Unreadable
from watcher.normalise import normalise
from watcher.pipeline.arrivals import Arrival, Came
from watcher.pipeline.ledger import Ledger
from watcher.pipeline.second import LostPageError
from watcher.pipeline.take_in import keep, under_known_key
from watcher.pipeline.understand import LONGEST_TOLD, Understood, contained, cut_off, read_page, understand, unread
from watcher.store.store import Store

MOST_OF_A_PAGE = 50  # records that are kept one by one: of a page without any sense a person reads no more
MOST_BYTES = 200_000_000  # of compressed pages that are kept to be read again

log = logging.getLogger(__name__)


def program_of(topic: Topic) -> str:
    """Return the version of the program and of the profiles: what another one failed on may be read by this one."""
    return f"watcher {__version__}, {', '.join(one.profile for one in topic.every)}"


class NotRead:
    """The records of a store that are not understood, while a run adds to them and takes from them."""

    def __init__(self, store: Store, topic: Topic) -> None:
        self._store = store
        self._program = program_of(topic)
        known = store.unread.all()
        self.keys = {(one.source, one.source_id) for one in known}
        self._nameless: dict[tuple[str, str], list[NotUnderstood]] = {}  # of earlier runs, by what is known of them
        for one in known:
            if _PLACED in one.source_id:
                self._nameless.setdefault(_known(one), []).append(one)

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
        if not piece.source_id and (before := self._again(found)):
            found = replace(found, seen=before.seen)
            self.resolve((source, before.source_id))
        self._store.unread.keep(found, page)
        self.keys.add((source, key))
        return key

    def _again(self, found: NotUnderstood) -> NotUnderstood | None:
        """Return a record without a name of an earlier run of which the same is known: it came again, on another page, and is told once."""
        earlier = self._nameless.get(_known(found), [])
        place = next((n for n, one in enumerate(earlier) if one.source_id == found.source_id), 0)
        return earlier.pop(place) if earlier else None

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


_PLACED = " of "


def _place(where: str, page: Page | None) -> str:
    return f"{cut(where, LONGEST_ID)}{_PLACED}{short_id(page.url)}" if page else short_id(where)


def _known(one: NotUnderstood) -> tuple[str, str]:
    """Return by what a record without a name is known again: by its title, else by its place, whatever the page there holds."""
    return one.source, one.title or one.source_id.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Seen:
    """A record that says what it said before."""

    record: Record


@dataclass(slots=True)
class Reading:
    """A page while it is read: how many records came of it, and whether all of it could be read."""

    page: Page
    received: int = 0
    whole: bool = True
    failed: set[str] = field(default_factory=set)  # keys of what was not understood


@dataclass(frozen=True, slots=True)
class Closed:
    """The end of a page; ``error`` says why nothing more could be read of it."""

    error: str = ""


Said = Understood | Seen | Deleted | Revision | Unreadable | Notice | Closed | Ended
Finding = tuple[Ledger, Reading | None, Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Where everything goes that the sources of one run send."""

    topic: Topic
    store: Store
    clock: Callable[[], datetime]
    begun: datetime
    unread: NotRead
    # While a batch is kept: what was seen before it may be old.
    saved: set[tuple[str, str]] = field(default_factory=set)

    def findings(self, ledger: Ledger, arrival: Arrival) -> Iterator[Finding]:
        """Yield what an arrival says, understood as far as it can be without a lock on the store."""
        if not isinstance(arrival, Came):
            yield ledger, None, arrival
            return
        ledger.spoke = True
        ledger.answered = ledger.answered or not arrival.page.unchanged
        reading, error = Reading(arrival.page), ""
        try:
            for piece in _pieces(arrival, ledger):
                yield ledger, reading, self._understood(piece)
        except SourceError as trouble:
            error = str(trouble)
        yield ledger, reading, Closed(error)

    def _understood(self, piece: Understood | Piece) -> Said:
        if isinstance(piece, Understood):
            return contained(piece.record, lambda record: Seen(record) if self._is_seen(record) else piece)
        return contained(piece, self._read) if isinstance(piece, Record) else piece

    def _read(self, record: Record) -> Understood | Seen:
        record = normalise(record)
        return Seen(record) if self._is_seen(record) else understand(record, self.topic)

    def _is_seen(self, record: Record) -> bool:
        return self.store.records.seen_again(record, profiles=[one.profile for one in self.topic.every]) is not None

    @classmethod
    def make(cls, topic: Topic, store: Store, clock: Callable[[], datetime], begun: datetime) -> "Intake":
        """Return the intake of a run that began at this moment."""
        return cls(topic=topic, store=store, clock=clock, begun=begun, unread=NotRead(store, topic))

    def keep(self, ledger: Ledger, reading: Reading | None, said: Said) -> None:  # noqa: C901 - a table
        """Save and count one finding, in the caller's transaction."""
        if reading and not isinstance(said, Closed):
            self._count(ledger, reading, said)
        match said:
            case Understood():
                self._record(said, reading, ledger)
            case Seen():
                self.unread.resolve(said.record.key)
                if said.record.key in self.saved:
                    again = contained(said.record, partial(understand, topic=self.topic))
                    self._record(again, reading, ledger) if isinstance(again, Understood) else self._unread(
                        again, reading, ledger
                    )
            case Deleted():
                is_news = not self._is_past((said.source, said.source_id), ledger)
                ledger.deleted += int(is_news and self.store.records.mark_deleted(said))
            case Revision():
                # All of a run at one moment: what a first look brings is told from what comes later.
                self.store.trials.keep_revision(replace(said, retrieved=self.begun))
            case Unreadable():
                self._unread(said, reading, ledger)
            case Notice():
                ledger.note(said)
            case Closed():
                self._close(said, reading, ledger)
            case Ended():
                self._finish(said, ledger)
            case _:
                assert_never(said)

    def _count(self, ledger: Ledger, reading: Reading, said: Said) -> None:
        before = ledger.received
        ledger.count(said)
        reading.received += ledger.received - before
        reading.whole = reading.whole and not (isinstance(said, Notice) and said.text)

    def _record(self, said: Understood, reading: Reading | None, ledger: Ledger) -> None:
        understood = under_known_key(said, self.store)
        if self._is_past(understood.key, ledger):
            return
        page = reading.page if reading else None
        saved = attempt(partial(keep, understood, self.topic, self.store, self.clock(), page))
        if isinstance(saved, Fault):
            self._unread(unread(understood.record, saved), reading, ledger)
            return
        self.saved.add(understood.key)
        self.unread.resolve(said.key)
        ledger.new += int(saved.new)
        if saved.new or saved.changed:
            ledger.kept.add(understood.key)

    def _unread(self, piece: Unreadable, reading: Reading | None, ledger: Ledger) -> None:
        source = ledger.turn.source.name
        if piece.trace:
            told = {"source": source, "item": piece.source_id or piece.where}
            log.error("%s %s could not be taken in\n%s", source, piece.where, piece.trace, extra=told)
        ledger.count_unread(piece)
        if self._is_past((piece.source or source, piece.source_id), ledger):
            return
        page, failed = (reading.page, reading.failed) if reading else (None, set[str]())
        if len(failed) <= MOST_OF_A_PAGE:
            failed.add(self.unread.keep(piece, source, page, self.clock(), earlier=len(failed)))

    def _is_past(self, key: tuple[str, str], ledger: Ledger) -> bool:
        """Return whether a later run has brought the record, or would have: a source is asked again for what came before."""
        return ledger.late and key not in self.unread.keys and self.store.records.has(key)

    def _close(self, closed: Closed, reading: Reading | None, ledger: Ledger) -> None:
        ledger.error = ledger.error or closed.error
        if reading and not closed.error:
            ledger.close(reading.page, received=reading.received, whole=reading.whole)
            if reading.whole:
                self.unread.close(ledger.turn.source.name, reading.page, reading.failed)

    def _finish(self, ended: Ended, ledger: Ledger) -> None:
        """Keep how the turn ended; only a whole one moves the watermark. A page that was read whole was, however it ended."""
        if ledger.ended:
            return
        ledger.ended = ended
        ledger.error = ended.error or ledger.error
        question = ledger.turn.question
        self.store.runs.finish(
            ledger.coverage(),
            topic=self.topic.name,
            question=question,
            reached=ledger.turn.query.until if question and ledger.is_whole else None,
            validators=ledger.validators,
        )


def _pieces(came: Came, ledger: Ledger) -> Iterable[Understood | Piece]:
    """Return what the page says, as it was understood elsewhere; read here where that went wrong but for its own sake."""
    if came.elsewhere is not None:
        pieces = attempt(came.elsewhere)
        if not isinstance(pieces, Fault):
            return pieces
        if isinstance(pieces.error, LostPageError):
            return cut_off(came.page, pieces)
        name = ledger.turn.source.name
        log.info("%s: a page is read here, not in the second process: %s", name, pieces.reason, extra={"source": name})
    return read_page(ledger.turn.source, came.page)
