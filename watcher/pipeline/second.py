"""Pages of a long run are understood in a second process while this one keeps what was understood before.

To understand a page takes about as long as to keep it, and the store has one writer: so a backfill is as fast on two
cores as its sources allow. A short run never gets there, and whatever goes wrong there is done here instead.
"""

import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, Self

from sources import Source
from watcher import heap
from watcher.border import Fault, attempt
from watcher.model import Page, Piece, Topic
from watcher.pipeline.understand import Understood, understand_page

# Bytes of pages before a second process is worth its start, which takes half a second of a core: some 500 papers.
SHORT_RUN = 6_000_000
# How long the second process may be silent: more than any page may take, for each is bounded there as it is here.
PATIENCE = 600.0

Pieces = Sequence[Understood | Piece]


class Elsewhere(Protocol):
    """Where pages can be understood while this process keeps what was understood before."""

    ahead: int  # pages that it has use for at once

    def begin(self, source: Source, page: Page) -> Any:
        """Begin to understand a page; None where it is better done here."""

    def wait(self, begun: Any) -> Pieces:
        """Return what ``begin`` began, once it is there; raise what went wrong."""


class LostPageError(Exception):
    """The second process ended over this page: whatever ended it there would end this one too."""


class SecondProcess:
    """A process that understands the pages of one run, begun when the run turns out to be long.

    One that says nothing for ``patience`` seconds is ended, and so is one that is left by an exception: nobody waits for it.
    With a ``short_run`` of 0 bytes every page goes there.
    """

    ahead = 0

    def __init__(self, topic: Topic, short_run: int = SHORT_RUN, patience: float = PATIENCE) -> None:
        self._topic = topic
        self._left = short_run
        self._patience = patience
        self._pool: ProcessPoolExecutor | None = None
        self._workers: set[BaseProcess] = set()
        self._order: list[Future[Pieces | str]] = []  # what it has to do, in its order
        self._lock = threading.Lock()  # every source begins its own pages

    def begin(self, source: Source, page: Page) -> Future[Pieces | str] | None:
        """Begin to understand a page; None where it is better done here: in a short run, or without a second process."""
        with self._lock:
            self._left -= len(page.body)
            if self._left >= 0:
                return None
            begun = attempt(partial(self._submit, source, page))  # no process can be had here, or it has died
            if isinstance(begun, Fault):
                return None
            self._order.append(begun)
            return begun

    def wait(self, begun: Future[Pieces | str]) -> Pieces:
        """Return what ``begin`` began, once it is there; raise what went wrong: ``LostPageError`` where the process ended over it."""
        try:
            pieces = begun.result(timeout=self._patience)
        except (TimeoutError, BrokenProcessPool) as error:
            is_lost = begun is self._in_hand()
            self._end()
            if is_lost:
                raise LostPageError("the process that read it was ended") from error
            raise
        with self._lock:
            self._order.remove(begun)
        if isinstance(pieces, str):
            raise RuntimeError(pieces)  # noqa: TRY004 - it stands for what was raised there
        return pieces

    def _in_hand(self) -> Future[Pieces | str] | None:
        """Return what the process is at, or was at when it ended: it does one thing after the other."""
        with self._lock:
            waiting = (one for one in self._order if not one.done() or isinstance(one.exception(), BrokenProcessPool))
            return next(waiting, None)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the process; what it has not begun is never done, and what it has is ended where we were interrupted."""
        if error[0] is not None:
            self._end()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _submit(self, source: Source, page: Page) -> Future[Pieces | str]:
        if self._pool is None:
            # Not forked: this process has threads, and its store open.
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin, (self._topic,))
            before = set(active_children())
            begun = self._pool.submit(_understand, source, page)
            self._workers = set(active_children()) - before
            return begun
        return self._pool.submit(_understand, source, page)

    def _end(self) -> None:
        for worker in self._workers:
            worker.kill()


_topics: list[Topic] = []  # of the second process: the one topic that it knows


def _begin(topic: Topic) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both: the first process ends the second
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _topics[:] = [topic]
    heap.settle()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()  # a process that was killed can tell nobody
        os._exit(0)


def _understand(source: Source, page: Page) -> Pieces | str:
    """Return the page's pieces, or why there are none: not every exception finds its way back to the first process."""
    made = attempt(lambda: list(understand_page(source, page, _topics[0])))
    return made.reason if isinstance(made, Fault) else made
