"""One click out: whoever opens the address in a mail is asked, whoever presses leaves the list (RFC 8058).

Free of any web framework: a token in, an answer out. To look changes nothing, for programs look at every address in a mail.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from digests.mailboxes import token
from digests.writing import fill
from watcher.errors import WatcherError
from watcher.service import Session
from watcher.service.recipients import Departures, key_of, people
from watcher.store.connection import connect
from watcher.store.outbox import Outbox

_LENGTH = 24  # characters of a token
_FRESH = 60.0  # seconds: who asks with wrong tokens does not have us look for each of them


class Answer(NamedTuple):
    """What is answered: the status of HTTP, and a page."""

    status: int
    html: str


class _Member(NamedTuple):
    listed: str
    address: str


@dataclass(kw_only=True)
class Unsubscriber:
    """Answers to the addresses with which people leave a list."""

    session: Session
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, _Member] = field(default_factory=dict, init=False)
    _read: float = field(default=float("-inf"), init=False)

    def ask(self, given: str) -> Answer:
        """Return the page that asks whether somebody wants to leave; nothing changes. 404 where there is no such token."""
        member = self._member(given)
        return self._asked(member) if member else _unknown()

    def unsubscribe(self, given: str) -> Answer:
        """Take whoever has this token off its list, at once and for good; a second time says the same."""
        member = self._member(given)
        if member is None:
            return _unknown()
        leave(self.session, member.listed, member.address, "by one click")
        text = f"{_hidden(member.address)} gets no more mail of the list “{member.listed}”."
        return _page(200, "You have left the list", text)

    def member(self, given: str) -> tuple[str, str] | None:
        """Return the list and the address of a token; None where there is none."""
        return self._member(given)

    def _asked(self, member: _Member) -> Answer:
        text = f"Shall {_hidden(member.address)} get no more mail of the list “{member.listed}”?"
        return _page(200, "Leave the list", text, button="Leave the list")

    def _member(self, given: str) -> _Member | None:
        if len(given) != _LENGTH or not given.isascii():
            return None
        if given not in self._known and self.clock() - self._read > _FRESH:
            self._known, self._read = self._tokens(), self.clock()
        return self._known.get(given)

    def _tokens(self) -> dict[str, _Member]:
        """Return whom each token is of: who is on a list, and whoever ever got a mail of one."""
        settings = self.session.settings
        key = key_of(settings)
        members = {_Member(one.listed, one.mailbox.address) for one in people(settings)}
        if settings.database.exists():
            with (
                contextlib.suppress(WatcherError),
                contextlib.closing(connect(settings.database, write=False)) as opened,
            ):
                members |= {_Member(*one) for one in Outbox(opened).recipients() if "@" in one[1]}
        return {token(key, *member): member for member in members} if key else {}


def leave(session: Session, listed: str, address: str, because: str) -> bool:
    """Note that an address left a list; return whether it was on it until now."""
    return Departures(session.settings.database).left(address, listed, session.now(), because)


def _unknown() -> Answer:
    return _page(
        404,
        "This address is not known",
        "It may be of a mail that was written very long ago. Answer that mail instead.",
    )


def _page(status: int, title: str, text: str, button: str = "") -> Answer:
    return Answer(status, fill("page/unsubscribe.html.j2", title=title, text=text, button=button))


def _hidden(address: str) -> str:
    """Return "a…@example.org": enough for its owner, nothing for whoever else has the link."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
