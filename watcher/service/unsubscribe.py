"""One click out: whoever opens the address in a mail is asked, whoever presses leaves the list (RFC 8058).

Free of any web framework: a token in, an answer out. To look changes nothing, for programs look at every address in a mail.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from watcher.service import Session
from watcher.service.members import Answer, Member, Members, answer
from watcher.service.recipients import Departures


@dataclass(kw_only=True)
class Unsubscriber:
    """Answers to the addresses with which people leave a list."""

    session: Session
    clock: Callable[[], float] = time.monotonic

    @cached_property
    def _members(self) -> Members:
        return Members(session=self.session, clock=self.clock)

    def ask(self, given: str) -> Answer:
        """Return the page that asks whether somebody wants to leave; nothing changes. 404 where there is no such token."""
        member = self._members.of(given)
        return self._asked(member) if member else _unknown()

    def unsubscribe(self, given: str) -> Answer:
        """Take whoever has this token off its list, at once and for good; a second time says the same."""
        member = self._members.of(given)
        if member is None:
            return _unknown()
        leave(self.session, member.listed, member.address, "by one click")
        text = f"{member.hidden} gets no more mail of the list “{member.listed}”."
        return answer(200, "You have left the list", text)

    def _asked(self, member: Member) -> Answer:
        text = f"Shall {member.hidden} get no more mail of the list “{member.listed}”?"
        return answer(200, "Leave the list", text, button="Leave the list")


def leave(session: Session, listed: str, address: str, because: str) -> bool:
    """Note that an address left a list; return whether it was on it until now."""
    return Departures(session.settings.database).left(address, listed, session.now(), because)


def _unknown() -> Answer:
    return answer(
        404,
        "This address is not known",
        "It may be of a mail that was written very long ago. Answer that mail instead.",
    )
