"""Going on past what fails: one thing that cannot be had is named and costs no other; a host that is down is given up."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sources._ahead import AHEAD, ahead
from watcher.errors import FetchError, ParseError
from watcher.model import Notice

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")
_Failure = FetchError | ParseError

IN_A_ROW = 5  # failures without an answer between them: then it is the host, not what it was asked for
# "Who are you", "no", "too fast" (CTIS says it in each of the last three ways): whoever goes on makes it worse.
_REFUSALS = frozenset({401, 403, 429, 503})


class Patience:
    """How much of one host's failing is borne in one turn."""

    def __init__(self, most: int = IN_A_ROW) -> None:
        """Bear fewer than ``most`` failures in a row."""
        self._most = most
        self._in_a_row = 0
        self._answered = False
        self._last: _Failure | None = None

    def bear(self, failure: _Failure) -> None:
        """Raise the failure where it is one too many, or the host refuses us."""
        self._in_a_row += 1
        self._last = failure
        if self._in_a_row >= self._most or (isinstance(failure, FetchError) and failure.status in _REFUSALS):
            raise failure

    def rest(self) -> None:
        """Hear that the host answered."""
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
            patience.bear(answer)
            yield Notice(text=f"{name(one)} could not be had: {answer.reason}", incomplete=True)
        else:
            patience.rest()
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
