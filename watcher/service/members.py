"""Whose a token is: who is on a list of readers, or ever got a mail of one. A token says nothing of whom it is of."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from digests.mailboxes import token
from digests.writing import fill
from watcher.errors import WatcherError
from watcher.service import Session
from watcher.service.recipients import key_of, people
from watcher.store.connection import connect
from watcher.store.outbox import Outbox

_LENGTH = 24  # characters of a token
_FRESH = 60.0  # seconds: who asks with wrong tokens does not have us look for each of them


class Answer(NamedTuple):
    """What a reader with a token is answered: the status of HTTP, and a page."""

    status: int
    html: str


def answer(status: int, title: str, text: str, button: str = "") -> Answer:
    """Return an answer that says so much, with a button where something is to be confirmed."""
    return Answer(status, fill("page/answer.html.j2", title=title, text=text, button=button))


class Member(NamedTuple):
    """A reader on a list."""

    listed: str
    address: str

    @property
    def hidden(self) -> str:
        """Return "a…@example.org": enough for its owner, nothing for whoever else has the link."""
        local, _, domain = self.address.rpartition("@")
        return f"{local[:1]}…@{domain}"


@dataclass(kw_only=True)
class Members:
    """Finds readers by the tokens that were made for one ``purpose``: that of another purpose opens nothing."""

    session: Session
    purpose: str = ""
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, Member] = field(default_factory=dict, init=False)
    _read: float = field(default=float("-inf"), init=False)

    def of(self, given: str) -> Member | None:
        """Return the reader of a token; None where there is none."""
        if len(given) != _LENGTH or not given.isascii():
            return None
        if given not in self._known and self.clock() - self._read > _FRESH:
            self._known, self._read = self._tokens(), self.clock()
        return self._known.get(given)

    def _tokens(self) -> dict[str, Member]:
        """Return whom each token is of: who is on a list, and whoever ever got a mail of one."""
        settings = self.session.settings
        key = key_of(settings)
        members = {Member(one.listed, one.mailbox.address) for one in people(settings)}
        if settings.database.exists():
            with (
                contextlib.suppress(WatcherError),
                contextlib.closing(connect(settings.database, write=False)) as opened,
            ):
                members |= {Member(*one) for one in Outbox(opened).recipients() if "@" in one[1]}
        return {token(key, f"{self.purpose}{one.listed}", one.address): one for one in members} if key else {}
