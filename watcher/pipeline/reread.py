"""Reading again what an older program did not understand, and rating again what an older profile rated.

A kept page is parsed again; a record that was understood is rated again as it is stored. Both go on where they stopped.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import NamedTuple

from sources import Source
from watcher.border import Fault, attempt
from watcher.model import Page, Query, Record, Topic, Unreadable
from watcher.pipeline.arrivals import Asked, Came
from watcher.pipeline.intake import Intake, program_of
from watcher.pipeline.ledger import Ledger
from watcher.pipeline.take_in import keep
from watcher.pipeline.understand import Understood, contained, understand
from watcher.store.store import Store

# How long a sync may read again before it asks for what is new; the next one goes on.
SECONDS = 300.0
_BATCH = 200
_NOTE = "rated again"
_DONE = "all"


class Reread(NamedTuple):
    """What was read again: records of kept pages that are understood now, those that are not, and records rated again."""

    understood: int
    left: int
    rated: int


def reread(  # noqa: PLR0913 - all that reading needs, and how much of it
    store: Store,
    topic: Topic,
    source_of: Callable[[str], Source],
    clock: Callable[[], datetime],
    seconds: float = SECONDS,
    *,
    everything: bool = False,
) -> Reread:
    """Read again what another program or profile read; ``everything`` takes what this very one read as well."""
    until = time.monotonic() + seconds
    before = len(store.unread.all())
    pages = store.unread.pages("" if everything else program_of(topic))
    intake = Intake.make(topic, store, clock, clock())
    for name, page in pages:
        if time.monotonic() < until:
            _read(intake, source_of, name, page)
    left = len(store.unread.all())
    return Reread(before - left, left, _rate(store, topic, clock, until, everything=everything))


def _read(intake: Intake, source_of: Callable[[str], Source], name: str, page: Page) -> None:
    """Take in of a page what was not understood of it; what was stays as later pages left it."""
    name = "files" if page.url.startswith("file:") else name
    source = attempt(partial(source_of, name))  # it may be gone, or its options wrong
    if isinstance(source, Fault):
        return
    now = intake.clock()
    turn = Asked(source=source, query=Query(topic=intake.topic.name, groups=(), until=now), client=None)
    found = intake.findings(Ledger(turn=turn, started=now, late=True), Came(page))
    while batch := list(islice(found, _BATCH)):
        intake.saved.clear()
        with intake.store.writing():
            for finding in batch:
                intake.keep(*finding)


def _rate(store: Store, topic: Topic, clock: Callable[[], datetime], until: float, *, everything: bool) -> int:
    """Rate the stored records again, in their order; return how many were."""
    program, count = program_of(topic), 0
    last = 0 if everything else _reached(store, program)
    while last is not None and time.monotonic() < until:
        rows = store.records.after(last, _BATCH)
        found = list(_rated([record for _, record in rows], topic))
        with store.writing():
            for understood in found:
                attempt(partial(keep, understood, topic, store, clock()))
            last = rows[-1][0] if rows else None
            store.remember(_NOTE, f"{program}: {_DONE if last is None else last}")
        count += len(found)
    return count


def _rated(records: list[Record], topic: Topic) -> Iterator[Understood]:
    for record in records:
        found = contained(record, partial(understand, topic=topic))
        if not isinstance(found, Unreadable):
            yield found


def _reached(store: Store, program: str) -> int | None:
    """Return the row of the last record that this program rated again; None where it rated all, 0 where none."""
    said, _, row = store.recall(_NOTE).rpartition(": ")
    if said != program:
        return 0
    return None if row == _DONE else int(row) if row.isdecimal() else 0
