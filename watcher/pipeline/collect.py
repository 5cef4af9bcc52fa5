"""Ask the sources, side by side, and take in what they send.

One thread a source asks and waits; the calling thread is the store's only writer. What a page says is
understood there too, or in a second process where the run is long. A source that fails ends its own turn and no
other, and what it did not bring is in its ``Coverage``. Its watermark moves only when its turn was complete.
"""

import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import assert_never

from sources import Source
from watcher.errors import SourceError
from watcher.model import (
    Coverage,
    Deleted,
    Ended,
    Notice,
    Outcome,
    Page,
    Piece,
    Query,
    Record,
    Revision,
    Step,
    Topic,
    Unreadable,
    Validator,
)
from watcher.pipeline.arrivals import Arrival, Asked, Came, arriving, with_waiting
from watcher.pipeline.second import Pieces, SecondProcess
from watcher.pipeline.take_in import take_in
from watcher.pipeline.understand import Understood
from watcher.store.store import Store

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)

_Said = Piece | Understood

log = logging.getLogger(__name__)


def collect(  # noqa: PLR0913 - the last are for those who have them
    turns: Sequence[Asked],
    topic: Topic,
    store: Store,
    clock: Callable[[], datetime],
    *,
    steps: Iterable[tuple[int, Step]] | None = None,
    keep: Callable[[int, Step], None] | None = None,
    progress: Callable[[str, int], None] | None = None,
    second: SecondProcess | None = None,
) -> tuple[Coverage, ...]:
    """Ask every source and take in what comes; return the coverage, one a source, in the given order.

    ``steps`` are what the sources sent another time, each with the number of its turn: then nobody is asked. ``keep``
    hears what comes, in its order, before it is taken in. ``progress`` hears the name of a source and how many
    records it has brought so far. Pages are understood here, or in the ``second`` process where that will have them.
    """
    begun = clock()
    ledgers = [_Ledger(turn=turn, started=turn.started or begun, late=_is_late(turn, store)) for turn in turns]
    intake = _Intake(topic=topic, store=store, clock=clock, begun=begun)
    with arriving(turns, second, steps) as arrivals:
        while not all(ledger.ended for ledger in ledgers):
            first = arrivals.get()
            # One commit for all that waits: a commit is a wait for the disk, as long as taking in a page may be.
            with store.writing():
                for i, arrival in with_waiting(first, arrivals):
                    what = _dated(arrival, clock)
                    if keep and not isinstance(what, BaseException):
                        keep(i, what.page if isinstance(what, Came) else what)
                    intake.take(what, ledgers[i])
                    if progress:
                        progress(turns[i].source.name, ledgers[i].received)
    return tuple(ledger.coverage() for ledger in ledgers)


@dataclass(kw_only=True)
class _Ledger:
    """What has come of one source's turn so far."""

    turn: Asked
    started: datetime
    late: bool = False
    announced: int | None = None
    spoke: bool = False  # some answer came, be it that there is nothing newer
    answered: bool = False
    received: int = 0
    new: int = 0
    kept: int = 0
    unreadable: int = 0
    deleted: int = 0
    missing: int = 0
    incomplete: bool = False
    ended: Ended | None = None
    error: str = ""
    notices: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    validators: dict[str, Validator] = field(default_factory=dict)

    def note(self, notice: Notice) -> None:
        """Keep what the source said besides its records."""
        for kept in (self.notices, self.told) if notice.told else (self.notices,):
            if notice.text and notice.text not in kept:
                kept.append(notice.text)
        self.incomplete = self.incomplete or notice.incomplete
        if notice.announced is not None:
            self.spoke = True
            self.announced = (self.announced or 0) + notice.announced

    def count(self, piece: _Said) -> None:
        """Count one piece of a page that is a record, or was one; what cannot be read is named as well."""
        self.received += int(not isinstance(piece, Revision | Notice))
        if isinstance(piece, Notice):
            self.note(piece)
        if isinstance(piece, Unreadable):
            self.unreadable += 1
            self.note(Notice(text=f"could not read {piece.where}: {piece.reason}"))

    @property
    def offered(self) -> int | None:
        """The source's own count; what came where it gives none; None where it was asked nothing or had nothing newer."""
        return self.announced if self.announced is not None else self.received if self.answered else None

    @property
    def outcome(self) -> Outcome:
        """Complete only where the source spoke, nothing failed, nothing is missing, and everything was understood."""
        if not (self.error or self.incomplete or self.missing or self.unreadable):
            return Outcome.COMPLETE if self.spoke else Outcome.UNASKED
        return Outcome.PARTIAL if self.received or not self.error else Outcome.FAILED

    def coverage(self) -> Coverage:
        """Return the ledger as it is kept and shown."""
        notices = list(self.notices)
        if self.missing:
            notices.append(f"{self.missing} records that were announced did not come")
        query = self.turn.query
        return Coverage(
            source=self.turn.source.name,
            outcome=self.outcome,
            since=query.since,
            until=query.until,
            question=self.turn.source.question(query),
            announced=self.announced,
            offered=self.offered,
            received=self.received,
            new=self.new,
            kept=self.kept,
            unreadable=self.unreadable,
            deleted=self.deleted,
            error=self.error,
            notices=tuple(notices),
            told=tuple(self.told),
            started=self.started,
            finished=self.ended.at if self.ended else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intake:
    """Where pages go: understood by their source, taken in record by record, counted in its ledger."""

    topic: Topic
    store: Store
    clock: Callable[[], datetime]
    begun: datetime

    def take(self, arrival: Arrival, ledger: _Ledger) -> None:
        """Take in whatever a source sent; raise what went wrong in its thread and is no ``SourceError``."""
        match arrival:
            case Came(page, elsewhere):
                ledger.spoke = True
                ledger.answered = ledger.answered or not page.unchanged
                self.page(page, _pieces(page, elsewhere, ledger.turn.source), ledger)
            case Notice():
                ledger.note(arrival)
            case Ended():
                ledger.ended = arrival
                ledger.error = arrival.error or ledger.error
                self.finish(ledger)
            case BaseException():
                raise arrival
            case _:
                assert_never(arrival)

    def page(self, page: Page, pieces: Iterable[_Said], ledger: _Ledger) -> None:
        """Take in one page, wholly or not at all; one that cannot be read at all is an error of its source."""
        before, whole = ledger.received, True
        try:
            with self.store.writing():
                for piece in pieces:
                    whole = whole and not (isinstance(piece, Notice) and piece.text)
                    ledger.count(piece)
                    self._piece(piece, page, ledger)
        except SourceError as error:
            ledger.error = ledger.error or str(error)
            return
        if page.expected is not None:
            ledger.missing += max(0, page.expected - (ledger.received - before))
        # What was not read must come again: nothing newer than it would else be asked for.
        if page.validator is not None and whole:
            ledger.validators[page.url] = page.validator

    def _piece(self, piece: _Said, page: Page, ledger: _Ledger) -> None:
        match piece:
            case Record() | Understood():
                self._record(piece, page, ledger)
            case Deleted():
                is_news = not self._is_past((piece.source, piece.source_id), ledger)
                ledger.deleted += int(is_news and self.store.records.mark_deleted(piece))
            case Revision():
                # All of a run at one moment: what a first look brings is told from what comes later.
                self.store.trials.keep_revision(replace(piece, retrieved=self.begun))
            case Unreadable() | Notice():
                pass
            case _:
                assert_never(piece)

    def _record(self, record: Record | Understood, page: Page, ledger: _Ledger) -> None:
        if self._is_past(record.key, ledger):
            return
        try:
            saved = take_in(record, self.topic, self.store, self.clock(), page)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            # A fault of ours must not cost a record's neighbours either; it is loud, and the run is partial.
            source, source_id = record.key
            log.exception("%s %s could not be taken in", source, source_id)
            ledger.unreadable += 1
            ledger.note(Notice(text=f"could not take in {source_id}: {type(error).__name__}: {error}"))
            return
        ledger.new += int(saved.new)
        ledger.kept += int(saved.new or saved.changed)

    def _is_past(self, key: tuple[str, str], ledger: _Ledger) -> bool:
        """Tell whether a later run has brought the record, or would have: a source is asked again for what came before."""
        return ledger.late and self.store.records.has(key)

    def finish(self, ledger: _Ledger) -> None:
        """Keep how the turn ended; only a complete one moves the watermark. A page that was read whole was, however it ended."""
        coverage = ledger.coverage()
        complete = coverage.outcome is Outcome.COMPLETE
        with self.store.writing():
            self.store.runs.finish(
                coverage,
                topic=self.topic.name,
                question=ledger.turn.question,
                reached=ledger.turn.query.until if complete and ledger.turn.question else None,
                validators=ledger.validators,
            )


def _is_late(turn: Asked, store: Store) -> bool:
    """Tell whether the store has a later run of the source than the one that is told again."""
    if turn.started is None:  # it is asked now
        return False
    last = next(iter(store.runs.recent(turn.source.name, limit=1)), None)
    return bool(last and last.started and last.started > turn.started)


def standing_question(source: Source, query: Query) -> str:
    """Return the question without what differs from run to run: its dates and the things already known.

    A watermark belongs to it, so that a changed question begins from the beginning.
    """
    return source.question(replace(query, since=None, until=_NO_TIME, known=(), validators={}))


def _pieces(page: Page, elsewhere: Future[Pieces] | None, source: Source) -> Iterable[_Said]:
    """Return what the page says, as it was understood elsewhere; understood here where that went wrong in any way."""
    if elsewhere is not None:
        with contextlib.suppress(Exception):
            return elsewhere.result()
    return source.parse(page)


def _dated(arrival: Arrival, clock: Callable[[], datetime]) -> Arrival:
    return replace(arrival, at=clock()) if isinstance(arrival, Ended) and arrival.at is None else arrival
