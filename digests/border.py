"""The border of an item, of a part of a digest and of a recipient: what fails there is replaced, never what stands beside it."""

import hashlib
import logging
from collections.abc import Callable
from typing import TypeVar

from watcher.border import within
from watcher.model import Digest, Message

T = TypeVar("T")

# Of one item or part, in seconds: what takes longer would make a digest late.
LONGEST = 5.0
# The media type of a message that stands in the outbox for those that could not be made, until they can.
UNMADE = "application/x-watcher-unmade"
UNSUMMARISED = "Could not be summarised by Watcher, please read it yourself."

log = logging.getLogger(__name__)


def attempt(make: Callable[[], T], otherwise: Callable[[], T], what: str, longest: float = LONGEST) -> T:
    """Return what ``make`` gives; what ``otherwise`` gives where it fails or takes too long, with the reason in the log."""
    try:
        with within(longest):
            return make()
    except Exception:
        log.exception("%s could not be made", what)
    return otherwise()


def part(make: Callable[[], T], otherwise: T, what: str, failed: list[str], longest: float = LONGEST) -> T:
    """Return what ``make`` gives; where it fails ``otherwise``, and ``what`` is among the parts that ``failed``."""

    def replaced() -> T:
        failed.append(what)
        return otherwise

    return attempt(make, replaced, what, longest)


def missing(failed: str) -> str:
    """Return the line that stands in the place of a part of the digest."""
    return f"{failed[:1].upper()}{failed[1:]} could not be made by Watcher."


def unmade(channel: str, recipient: str, digest: Digest) -> Message:
    """Return what stands for a recipient's message, or with "" for all of a channel's, until it can be made."""
    edition = (f"edition {digest.edition}",) if digest.edition else ()
    name = "\x1f".join((channel, digest.topic, digest.key, UNMADE, *([recipient] if recipient else []), *edition))
    return Message(
        channel=channel,
        recipient=recipient,
        key=hashlib.sha256(name.encode()).hexdigest()[:32],
        body=b"",
        media_type=UNMADE,
        part=-1,  # before the one that it stands for
        subject=digest.key,
    )
