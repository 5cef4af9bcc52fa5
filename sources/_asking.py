"""Requests to one host: a few at once, going on past those that fail; and which of the ids asked for it no longer has.

The ids that a source was asked for stand in the fragment of its answer's address, so that the page says all that is to be known.
"""

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar
from urllib.parse import parse_qs, urldefrag, urlencode

from watcher.errors import FetchError, ParseError
from watcher.model import Deleted, Notice, Page

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")

# The client's gate sets the pace; so many fill it where an answer takes up to three times as long as the pace.
AHEAD = 3


def ahead(ask: Callable[[_Asked], _Answer], wanted: Iterable[_Asked], most: int = AHEAD) -> Iterator[_Answer]:
    """Yield ``ask(one)`` for each one wanted, in that order, while up to ``most`` are being asked.

    What an ``ask`` raises is raised in its turn, after all answers before it; nothing new is asked from then on.
    Whoever stops taking answers stops the asking.
    """
    under_way: deque[Future[_Answer]] = deque()
    for one in wanted:
        under_way.append(_begun(ask, one))
        if len(under_way) >= most:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _begun(ask: Callable[[_Asked], _Answer], one: _Asked) -> "Future[_Answer]":
    # A thread that does not keep the process alive: who interrupts a sync is not to wait for a slow server.
    answer: Future[_Answer] = Future()
    threading.Thread(target=_settle, args=(answer, ask, one), daemon=True).start()
    return answer


def _settle(answer: "Future[_Answer]", ask: Callable[[_Asked], _Answer], one: _Asked) -> None:
    try:
        answer.set_result(ask(one))
    except BaseException as error:  # noqa: BLE001 - handed over, and raised where the answer is taken
        answer.set_exception(error)


_Failure = FetchError | ParseError

IN_A_ROW = 5  # failures without an answer between them: then it is the host, not what it was asked for
# "Who are you", "no", "too fast" (CTIS says it in each of the last three ways): whoever goes on makes it worse.
_REFUSALS = frozenset({401, 403, 429, 503})


class Patience:
    """How many failures of one host are put up with in one turn."""

    def __init__(self, most: int = IN_A_ROW) -> None:
        """Put up with fewer than ``most`` failures in a row."""
        self._most = most
        self._in_a_row = 0
        self._answered = False
        self._last: _Failure | None = None

    def count(self, failure: _Failure) -> None:
        """Raise the failure where it is one too many, or the host refuses us."""
        self._in_a_row += 1
        self._last = failure
        if self._in_a_row >= self._most or (isinstance(failure, FetchError) and failure.status in _REFUSALS):
            raise failure

    def reset(self) -> None:
        """Begin to count anew: the host answered."""
        self._in_a_row, self._answered = 0, True

    def end(self) -> None:
        """Raise the last failure where the host answered nothing at all."""
        if self._last and not self._answered:
            raise self._last


def past_failures(
    ask: Callable[[_Asked], _Answer],
    wanted: Iterable[_Asked],
    name: Callable[[_Asked], str] = str,
    most: int = AHEAD,
    patience: Patience | None = None,
) -> Iterator[_Answer | Notice]:
    """Yield ``ask(one)`` for each one wanted, as ``ahead`` does, or a notice with the ``name`` of one that failed.

    Such a run is incomplete. A failure is raised that is the fifth in a row, a refusal, or all that came; ``patience``
    is what is left of it, where the host was asked for other things before.
    """
    all_, patience = list(wanted), patience or Patience()
    for one, answer in zip(all_, ahead(caught(ask), all_, most), strict=True):
        if isinstance(answer, FetchError | ParseError):
            patience.count(answer)
            yield Notice(text=f"{name(one)} could not be had: {answer.reason}", incomplete=True)
        else:
            patience.reset()
            yield answer
    patience.end()


def caught(ask: Callable[[_Asked], _Answer]) -> Callable[[_Asked], _Answer | _Failure]:
    """Return ``ask`` with its failures returned, not raised."""

    def asked(one: _Asked) -> _Answer | _Failure:
        try:
            return ask(one)
        except (FetchError, ParseError) as failure:
            return failure

    return asked


# More at once (one in so many, where there are many) is a fault of the source, until a person has looked.
_FEW, _ONE_IN = 5, 20


def is_believed(gone: Collection[str], asked: Collection[str]) -> bool:
    """Return whether so many of the known things that were asked for may be gone at once."""
    return len(gone) <= max(_FEW, len(asked) // _ONE_IN)


def asked_for(page: Page, ids: Collection[str]) -> Page:
    """Return the page as the answer to a question for these ids: those that it lacks, the source no longer has."""
    return replace(page, url=f"{urldefrag(page.url).url}#{urlencode({'asked': ','.join(ids)})}")


def deletions(page: Page, source: str, received: Callable[[], Collection[str]]) -> Iterator[Deleted]:
    """Yield a deletion for each id that the page was asked for and that is not among those ``received``, which are looked for then only."""
    for asked in parse_qs(urldefrag(page.url).fragment).get("asked", [])[:1]:
        came = received()
        for id_ in asked.split(","):
            if id_ not in came:
                yield Deleted(source=source, source_id=id_, retrieved=page.retrieved)
