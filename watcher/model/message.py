"""What leaves the house: messages to recipients, plain words beside them, and the proof that they arrived."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Frozen bytes for one recipient, ready to send and never rendered again.

    ``key`` is the same for the same digest, channel, recipient and part, so that a repetition can be
    recognised; ``part`` 0 goes first, and ``parent`` names the key of the message that this one answers.
    """

    channel: str
    recipient: str
    key: str
    body: bytes
    media_type: str
    part: int = 0
    parent: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A few plain words that belong to no digest: an alert, or a word to whoever runs Watcher.

    ``text`` are lines, of which one may be an address; ``at`` is when they are said. With ``answers`` they go to the recipient of
    that message alone, as an answer to it; ``aloud`` tells that in a thread the whole channel is to see it.
    """

    key: str
    subject: str
    text: str
    at: datetime
    answers: Message | None = None
    aloud: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of delivery: the channel's own reference (a Slack ts, an SMTP reply, a path)."""

    key: str
    reference: str
    at: datetime
