"""What the sources send, as it arrives.

One thread a source asks and waits; or one thread tells what they sent another time, in the order in which it was
taken in then. Whoever takes it up does so in the calling thread.
"""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from sources import Client, Source
from watcher.border import Fault, attempt
from watcher.errors import WatcherError
from watcher.model import Ended, Notice, Page, Query, Step
from watcher.pipeline.second import Elsewhere, Pieces

log = logging.getLogger(__name__)

# Pages that may wait for the store; more would only fill the memory.
BACKLOG = 2
# Of one source in one turn. Whoever has more names a next page for ever; a step of a backfill has a few thousand.
MOST_PAGES = 20_000
_MOST_ALIKE = 5  # pages of one address in a row that say the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A source's turn: what it is asked, and the client that it asks through.

    ``question`` is what the watermark belongs to (see ``standing_question``); with "" it moves none. Where it was
    asked another time there is no client; ``started`` is when that was: what a later run of
    the source has brought already stays as it is. ``fills`` tells that it is asked about a time of which the store has
    nothing yet, False that it goes on from where it was; None where nobody was asked.
    """

    source: Source
    query: Query
    client: Client | None
    question: str = ""
    started: datetime | None = None
    fills: bool | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """A page, and what waits for the second process's reading of it, where that has it."""

    page: Page
    elsewhere: Callable[[], Pieces] | None = None


Arrival = Came | Notice | Ended
Arrivals = queue.Queue[tuple[int, Arrival]]
_Sent = tuple[int, Step]


@contextlib.contextmanager
def arriving(
    turns: Sequence[Asked], second: Elsewhere | None, steps: Iterable[_Sent] | None = None
) -> Iterator[Arrivals]:
    """Yield the queue of what the sources send, each with the number of its turn; leaving stops them.

    Each is asked in a thread of its own; where ``steps`` tells what they sent, nobody is asked. Every turn comes to its end,
    whatever goes wrong in it: a fault of ours is logged, and ends the turn with an error.
    """
    arrivals: Arrivals = queue.Queue(maxsize=max(BACKLOG, len(turns), second.ahead if second else 0))
    stopped = threading.Event()
    numbers = range(len(turns))
    feeders = [(_asked(i, turn), [i]) for i, turn in enumerate(turns)] if steps is None else [(iter(steps), numbers)]
    for sent, ending in feeders:
        feeder = _Feeder(turns, second, arrivals, stopped)
        threading.Thread(target=feeder.feed, args=(sent, ending), daemon=True).start()
    try:
        yield arrivals
    finally:
        stopped.set()


def waiting(
    arrivals: Arrivals, seconds: float, otherwise: Iterable[tuple[int, Arrival]]
) -> Iterator[tuple[int, Arrival]]:
    """Yield what comes next and what waits behind it, one by one: at most as much as the queue holds.

    Where nothing comes in so many seconds, or none are left, that is ``otherwise``.
    """
    first = _first(arrivals, seconds)
    yield from otherwise if first is None else (first,)
    with contextlib.suppress(queue.Empty):
        for _ in range(arrivals.maxsize if first else 0):
            yield arrivals.get_nowait()


def _first(arrivals: Arrivals, seconds: float) -> tuple[int, Arrival] | None:
    try:
        return arrivals.get(timeout=seconds) if seconds > 0 else None
    except queue.Empty:
        return None


def _asked(i: int, turn: Asked) -> Iterator[_Sent]:
    """Ask one source to the end of its turn, or until it has sent so much that it will never end."""
    last, alike = ("", b""), 0
    for count, step in enumerate(turn.source.pages(turn.query, cast("Client", turn.client))):
        if isinstance(step, Page) and not step.unchanged:
            alike = alike + 1 if (step.url, step.body) == last else 0
            last = (step.url, step.body)
        if count >= MOST_PAGES or alike >= _MOST_ALIKE:
            yield i, Notice(text=f"stopped after {count:,} pages: it goes on without an end", incomplete=True)
            break
        yield i, step
    yield i, Ended()


@dataclass(frozen=True, slots=True)
class _Feeder:
    """A thread that puts what sources send into the queue, until nobody takes it."""

    turns: Sequence[Asked]
    second: Elsewhere | None
    arrivals: Arrivals
    stopped: threading.Event

    def feed(self, sent: Iterator[_Sent], turns: Sequence[int]) -> None:
        """Put everything into the queue, and in the end that these turns are over, if nothing said so."""
        left, error = dict.fromkeys(turns), "it ended without a word"
        try:
            while (said := attempt(lambda: next(sent, None))) and not self.stopped.is_set():
                if isinstance(said, Fault):
                    error = self._error(said, left)
                    break
                i, step = said
                if isinstance(step, Ended):
                    left.pop(i, None)
                self._put(i, self._came(step, self.turns[i].source) if isinstance(step, Page) else step)
        finally:  # a thread can end in stranger ways than by an exception of ours
            for i in left:
                self._put(i, Ended(error=f"{self.turns[i].source.name}: {error.removeprefix(self._prefix(i))}"))

    def _prefix(self, i: int) -> str:
        return f"{self.turns[i].source.name}: "

    def _error(self, fault: Fault, turns: Iterable[int]) -> str:
        if isinstance(fault.error, WatcherError):
            return str(fault.error)
        names = ", ".join(self.turns[i].source.name for i in turns)
        log.error("%s: the turn was ended by a fault of ours\n%s", names, fault.trace, extra={"source": names})
        return f"the turn was ended by a fault of Watcher's own, {fault.reason}"

    def _put(self, i: int, arrival: Arrival) -> None:
        while not self.stopped.is_set():
            with contextlib.suppress(queue.Full):
                self.arrivals.put((i, arrival), timeout=1)
                return

    def _came(self, page: Page, source: Source) -> Came:
        begun = self.second.begin(source, page) if self.second else None
        return Came(page, partial(self.second.wait, begun) if self.second and begun else None)
