"""What has come of one source's turn so far, and what its coverage says of it."""

from dataclasses import dataclass, field
from datetime import datetime

from sources import VITAL, Shape, unfamiliar
from watcher.border import attempt
from watcher.bounds import cut
from watcher.model import Coverage, Ended, Notice, Outcome, Page, Record, Revision, Unreadable, Validator
from watcher.pipeline.arrivals import Asked

# Of forty thousand bad lines the first ten and their number are told: nobody reads more.
MOST_TOLD = 10
_MOST_NOTICES = 100
_LONGEST_NOTICE = 1_000  # characters


@dataclass(kw_only=True)
class Ledger:
    """What has come of one source's turn so far.

    ``spoke`` says that some answer came, be it that there is nothing newer; ``answered`` that one brought something to read.
    """

    turn: Asked
    started: datetime
    late: bool = False
    announced: int | None = None
    spoke: bool = False
    answered: bool = False
    received: int = 0
    new: int = 0
    kept: set[tuple[str, str]] = field(default_factory=set)  # a record that comes three times is one
    unreadable: int = 0
    deleted: int = 0
    missing: int = 0
    incomplete: bool = False
    ended: Ended | None = None
    error: str = ""
    notices: dict[str, None] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)
    untold: int = 0  # notices beyond those that are kept
    validators: dict[str, Validator] = field(default_factory=dict)
    shape: Shape = field(default_factory=Shape)

    def note(self, notice: Notice) -> None:
        """Keep what the source said besides its records."""
        text = cut(notice.text, _LONGEST_NOTICE)
        for kept in (self.notices, self.told) if notice.told else (self.notices,):
            if text and text not in kept and len(kept) < _MOST_NOTICES:
                kept[text] = None
            elif text and text not in kept:
                self.untold += int(kept is self.notices)
        self.incomplete = self.incomplete or notice.incomplete
        if notice.announced is not None:
            self.spoke = True
            self.announced = (self.announced or 0) + notice.announced

    def count(self, piece: object) -> None:
        """Count one piece of a page that is a record, or was one."""
        self.received += int(not isinstance(piece, Revision | Notice))
        if isinstance(piece, Record):
            self.shape.add(piece, VITAL)

    def count_unread(self, piece: Unreadable) -> None:
        """Count a record that was not understood; the first ones are named."""
        self.unreadable += 1
        if self.unreadable <= MOST_TOLD:
            self.note(Notice(text=f"could not {'take in' if piece.trace else 'read'} {piece.where}: {piece.reason}"))

    def close(self, page: Page, *, received: int, whole: bool) -> None:
        """Note what is missing of a page, and what its address said of its version where nothing is."""
        if page.expected is not None:
            self.missing += max(0, page.expected - received)
        # What was not read must come again: nothing newer than it would else be asked for. What did not change was not read anew.
        if page.validator is not None and whole and not page.unchanged:
            self.validators[page.url] = page.validator

    @property
    def offered(self) -> int | None:
        """The source's own count; what came where it gives none; None where it was asked nothing or had nothing newer."""
        return self.announced if self.announced is not None else self.received if self.answered else None

    @property
    def is_whole(self) -> bool:
        """Return whether all that the source had for us is here, be it as records that are not understood yet."""
        return self.spoke and not (self.error or self.incomplete or self.missing or self.unfamiliar)

    @property
    def unfamiliar(self) -> str:
        """The fields that this provider's records always had and now all lack, in a sentence; "" where there are none."""
        return unfamiliar(self.turn.source.name, self.shape)

    @property
    def outcome(self) -> Outcome:
        """Complete only where the source spoke, nothing failed, nothing is missing, and everything was understood."""
        if not (self.error or self.incomplete or self.missing or self.unreadable or self.unfamiliar):
            return Outcome.COMPLETE if self.spoke else Outcome.UNASKED
        return Outcome.PARTIAL if self.received or not self.error else Outcome.FAILED

    def coverage(self) -> Coverage:
        """Return the ledger as it is kept and shown."""
        query = self.turn.query
        asked = attempt(lambda: self.turn.source.question(query))
        return Coverage(
            source=self.turn.source.name,
            outcome=self.outcome,
            since=query.since,
            until=query.until,
            question=asked.encode("utf-8", "replace").decode() if isinstance(asked, str) else "",
            announced=self.announced,
            offered=self.offered,
            received=self.received,
            new=self.new,
            kept=len(self.kept),
            unreadable=self.unreadable,
            deleted=self.deleted,
            error=cut(self.error, _LONGEST_NOTICE),
            notices=(*filter(None, [self.unfamiliar]), *self.notices, *self._sums()),
            told=(*filter(None, [self.unfamiliar]), *self.told),
            started=self.started,
            finished=self.ended.at if self.ended else None,
            fills=self.turn.fills,
        )

    def _sums(self) -> list[str]:
        counted = (
            (self.unreadable - MOST_TOLD, "more records could not be read"),
            (self.untold, "more notices"),
            (self.missing, "records that were announced did not come"),
        )
        return [f"{count} {what}" for count, what in counted if count > 0]
