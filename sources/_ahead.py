"""Requests that do not wait for one another: a few under way at once, their answers in the order of asking."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

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
