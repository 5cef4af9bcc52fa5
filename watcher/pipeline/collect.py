"""Ask the sources, side by side, and take in what they send.

One thread a source asks and waits; the calling thread is the store's only writer. What a page says is
understood there too, or in a second process where the run is long. A source that fails, be it by a fault of ours, ends its
own turn and no other, and what it did not bring is in its ``Coverage``.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from sources import Source
from watcher.model import Coverage, Ended, Query, Step, Topic
from watcher.pipeline.arrivals import Arrival, Asked, Came, arriving, waiting
from watcher.pipeline.intake import Finding, Intake
from watcher.pipeline.ledger import Ledger
from watcher.pipeline.second import Elsewhere
from watcher.store.store import Store

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
# How long all sources together may take: what still goes on then will never end.
LONGEST_TURN = timedelta(hours=6)
# Findings that are committed together: a commit is a wait for the disk, as long as taking in a page may be.
_BATCH = 500
# How long the store may stay locked: whoever else writes waits for us.
_LONGEST_COMMIT = 5.0

Keep = Callable[[int, Step], None]
Progress = Callable[[str, int], None]


def collect(  # noqa: PLR0913 - the last are for those who have them
    turns: Sequence[Asked],
    topic: Topic,
    store: Store,
    clock: Callable[[], datetime],
    *,
    steps: Iterable[tuple[int, Step]] | None = None,
    keep: Keep | None = None,
    progress: Progress = lambda *_: None,
    second: Elsewhere | None = None,
) -> tuple[Coverage, ...]:
    """Ask every source and take in what comes; return the coverage, one a source, in the given order.

    ``steps`` are what the sources sent another time, each with the number of its turn: then nobody is asked. ``keep``
    hears what comes, in its order, before it is taken in. ``progress`` hears the name of a source and how many
    records it has brought so far. Pages are understood here, or in the ``second`` process where that will have them.
    """
    begun = clock()
    ledgers = [Ledger(turn=turn, started=turn.started or begun, late=_is_late(turn, store)) for turn in turns]
    intake = Intake.make(topic, store, clock, begun)
    end = time.monotonic() + LONGEST_TURN.total_seconds()
    with arriving(turns, second, steps) as arrivals:
        while left := [i for i, ledger in enumerate(ledgers) if not ledger.ended]:
            came = waiting(arrivals, end - time.monotonic(), [(i, _over(ledgers[i])) for i in left])
            found = _found(came, intake, ledgers, keep)
            while batch := list(islice(found, _BATCH)):  # understood, all of it, before the store is locked
                _keep(batch, intake)
                received = {ledger.turn.source.name: ledger.received for ledger, _, _ in batch}
                for name, count in received.items():
                    progress(name, count)
    intake.unread.trim()
    return tuple(ledger.coverage() for ledger in ledgers)


def _over(ledger: Ledger) -> Ended:
    hours = LONGEST_TURN / timedelta(hours=1)
    return Ended(error=f"{ledger.turn.source.name}: it had not ended after {hours:g} hours")


def _found(
    came: Iterable[tuple[int, Arrival]], intake: Intake, ledgers: Sequence[Ledger], keep: Keep | None
) -> Iterator[Finding]:
    """Yield what is found in all that came."""
    for i, arrival in came:
        what = _dated(arrival, intake.clock)
        if keep:
            keep(i, what.page if isinstance(what, Came) else what)
        yield from intake.findings(ledgers[i], what)


def _keep(batch: list[Finding], intake: Intake) -> None:
    """Save what was found, in one commit where it is fast and in several where it is not."""
    intake.saved.clear()
    rest = iter(batch)
    for finding in rest:
        begun = time.monotonic()
        with intake.store.writing():
            intake.keep(*finding)
            while time.monotonic() - begun < _LONGEST_COMMIT and (following := next(rest, None)):
                intake.keep(*following)


def _is_late(turn: Asked, store: Store) -> bool:
    """Return whether the store has a later run of the source than the one that is taken in again."""
    if turn.started is None:  # it is asked now
        return False
    last = next(iter(store.runs.recent(turn.source.name, limit=1)), None)
    return bool(last and last.started and last.started > turn.started)


def standing_question(source: Source, query: Query) -> str:
    """Return the question without what differs from run to run: its dates and the things already known.

    A watermark belongs to it, so that a changed question begins from the beginning.
    """
    return source.question(replace(query, since=None, until=_NO_TIME, known=(), validators={}))


def _dated(arrival: Arrival, clock: Callable[[], datetime]) -> Arrival:
    return replace(arrival, at=clock()) if isinstance(arrival, Ended) and arrival.at is None else arrival
