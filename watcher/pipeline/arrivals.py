"""What the sources send, as it arrives.

One thread a source asks and waits; or one thread tells what they sent another time, in the order in which it was
taken in then. Whoever takes it up does so in the calling thread.
"""

import contextlib
import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sources import Client, Source
from watcher.errors import SourceError
from watcher.model import Ended, Notice, Page, Query, Step
from watcher.pipeline.second import Pieces, SecondProcess

# Pages that may wait for the store; more would only fill the memory.
BACKLOG = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A source's turn: what it is asked, and the client that it asks through.

    ``question`` is what the watermark belongs to (see ``standing_question``); with "" it moves none. Where it was
    asked another time there is no client; ``started`` is when that was: what a later run of
    the source has brought already stays as it is.
    """

    source: Source
    query: Query
    client: Client | None
    question: str = ""
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """A page, and what the second process makes of it, where it has it."""

    page: Page
    elsewhere: Future[Pieces] | None = None


Arrival = Came | Notice | Ended | BaseException
Arrivals = queue.Queue[tuple[int, Arrival]]
_Said = Step | Exception


@contextlib.contextmanager
def arriving(
    turns: Sequence[Asked], second: SecondProcess | None, steps: Iterable[tuple[int, Step]] | None = None
) -> Iterator[Arrivals]:
    """Yield the queue of what the sources send, each with the number of its turn; leaving stops them.

    Each is asked in a thread of its own; where ``steps`` tells what they sent, nobody is asked.
    """
    arrivals: Arrivals = queue.Queue(maxsize=max(BACKLOG, len(turns)))
    stopped = threading.Event()
    tellers = [_asked(i, turn) for i, turn in enumerate(turns)] if steps is None else [_told(steps)]
    for teller in tellers:
        sending = (teller, turns, second, arrivals, stopped)
        threading.Thread(target=_send_on, args=sending, daemon=True).start()
    try:
        yield arrivals
    finally:
        stopped.set()


def with_waiting(first: tuple[int, Arrival], arrivals: Arrivals) -> Iterator[tuple[int, Arrival]]:
    """Yield the first and what waits behind it, one by one: at most as much as the queue holds."""
    yield first
    with contextlib.suppress(queue.Empty):
        for _ in range(arrivals.maxsize):
            yield arrivals.get_nowait()


def _asked(i: int, turn: Asked) -> Iterator[tuple[int, _Said]]:
    """Ask one source to the end of its turn."""
    try:
        for step in turn.source.pages(turn.query, cast("Client", turn.client)):
            yield i, step
        yield i, Ended()
    except SourceError as error:
        yield i, Ended(error=str(error))
    except Exception as error:  # noqa: BLE001 - handed over, and raised in the calling thread
        yield i, error


def _told(steps: Iterable[tuple[int, Step]]) -> Iterator[tuple[int, _Said]]:
    try:
        yield from steps
    except Exception as error:  # noqa: BLE001 - handed over, and raised in the calling thread
        yield 0, error


def _send_on(
    teller: Iterator[tuple[int, _Said]],
    turns: Sequence[Asked],
    second: SecondProcess | None,
    arrivals: Arrivals,
    stopped: threading.Event,
) -> None:
    """Put what is told into the queue, in a thread of its own."""
    for i, said in teller:
        arrival = _came(said, turns[i].source, second) if isinstance(said, Page) else said
        while not stopped.is_set():
            with contextlib.suppress(queue.Full):
                arrivals.put((i, arrival), timeout=1)
                break
        if stopped.is_set():
            return


def _came(page: Page, source: Source, second: SecondProcess | None) -> Came:
    return Came(page, second.begin(source, page) if second else None)
