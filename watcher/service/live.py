"""A trial of the operator's channel: a word is sent to the channel of ``[operator]``, read back as it stands there, and deleted where that is possible.

Slack is asked for the message, and deletes it. A mail is looked for in the mailbox of ``[imap]``, and stays. A channel that cannot be asked is only posted to.
"""

import email
import email.policy
import imaplib
import re
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

from digests import Channel
from digests.channels.slack import Channel as Slack
from watcher.config.settings import ChannelSettings
from watcher.errors import DeliveryError, WatcherError
from watcher.model import Announcement, Message, Receipt
from watcher.service import Session
from watcher.service.bounces import Mailroom, mailroom, message_of
from watcher.service.loading import operator_of
from watcher.text import shown

# What a channel may spoil: accents, signs of mathematics and of markup, quotation marks, a dash, what looks like a link and is none.
SAMPLE = "Åsa said: “HR 0.47 ≤ 0.73 – p < 0.05 & <b>bold</b> *not bold* _not italic_” example.org/x"
_WAIT, _LOOKS = 5.0, 6  # seconds between two looks into the mailbox, and how many there are
_NEWEST = 50  # messages that are looked through


class Came(NamedTuple):
    """What came of it: "ok", "warning" or "failed", and the same in words."""

    state: str
    says: str


def try_operator(session: Session, sleep: Callable[[float], None] = time.sleep) -> tuple[Came, ...]:
    """Send a word to the operator's channel and say of each message how it came out; () where nobody is named. Raise ``ConfigError``."""
    channel, told = operator_of(session.settings), session.settings.operator
    if channel is None or told is None:
        return ()
    notice = Announcement(
        # A new one each time: nothing is told twice, and nothing that stands there is taken for it.
        key=secrets.token_hex(16),
        subject="TEST: Watcher tries whether messages come out as they should",
        text=f"{SAMPLE}\nNothing is to be done; `watcher doctor --live` sent this.",
        at=session.now(),
    )
    messages: tuple[Message, ...] = channel.notice(notice)  # type: ignore[attr-defined] # operator_of saw to it
    return tuple(_tried(session, channel, told, message, notice, sleep) for message in messages)


def _tried(  # noqa: PLR0917 - what is sent, where, and who waits
    session: Session,
    channel: Channel,
    told: ChannelSettings,
    message: Message,
    notice: Announcement,
    sleep: Callable[[float], None],
) -> Came:
    try:
        receipt = channel.send(message, None)
        if isinstance(channel, Slack):
            return _in_slack(channel, message, receipt)
        return _in_mailbox(session, message, notice, sleep) if told.kind == "mail" else _only_sent(receipt)
    except WatcherError as error:
        return Came("failed", str(error))


def _only_sent(receipt: Receipt) -> Came:
    return Came("ok", f"taken ({shown(receipt.reference, 80)}); such a channel cannot be asked what came out")


def _in_slack(channel: Slack, message: Message, receipt: Receipt) -> Came:
    """Say whether the message stands in the channel word for word, and delete it."""
    lost = channel.spoilt(message)
    channel.delete(receipt)
    if lost is None:
        return Came("failed", "posted, and not to be seen in the channel; it was deleted")
    if lost:
        return Came("warning", f"posted, read back and deleted; not as it was written: {shown(lost[0], 120)}")
    return Came("ok", "posted, read back word for word, and deleted")


def _in_mailbox(session: Session, message: Message, notice: Announcement, sleep: Callable[[float], None]) -> Came:
    """Say whether the mail lies in the mailbox of ``[imap]`` word for word, as soon as it is there."""
    room = mailroom(session)
    if room is None or message.recipient.lower() not in {room.username.lower(), *_own(session)}:
        return Came("ok", f"taken for {message.recipient}; [imap] is not that mailbox, so look there yourself")
    wanted = re.findall(rb"(?im)^message-id: *(<[^>]+>)", message.body)[:1]
    for look in range(_LOOKS):
        if look:
            sleep(_WAIT)
        if body := _lying(room, wanted[0].decode("ascii")):
            return _compared(body, notice)
    return Came(
        "warning",
        f"taken, and not in {room.folder} after {_WAIT * (_LOOKS - 1):.0f} s: a filter, another folder, or a slow server",
    )


def _own(session: Session) -> set[str]:
    """Return the addresses at which the mailbox gets mail, as far as the configuration says: the senders, to whom bounces go."""
    options = [one.options for one in session.settings.channels if one.kind == "mail"]
    said = [str(one.get(name, "")) for one in options for name in ("sender", "bounce", "reply_to")]
    return {address.lower() for text in said for address in re.findall(r"[^\s<>]+@[^\s<>]+", text)}


def _lying(room: Mailroom, wanted: str) -> bytes:
    """Return the mail with this Message-ID, b"" where it is not among the newest; raise ``DeliveryError``."""
    try:
        with room.opened() as opened:
            _, found = opened.uid("SEARCH", "UID 1:*")
            numbers = sorted({int(one) for one in (found[0] or b"").split()})[-_NEWEST:]
            every = (message_of(opened, number) for number in reversed(numbers))
            return next((body for body in every if wanted.encode() in body), b"")
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise DeliveryError("imap", shown(str(error), 200) or type(error).__name__, sent=True) from error


def _compared(body: bytes, notice: Announcement) -> Came:
    came = email.message_from_bytes(body, policy=email.policy.default)
    part = came.get_body(("plain",))
    text = part.get_content() if part else ""
    lost = [line for line in notice.text.splitlines() if line not in text]
    if notice.subject not in str(came["Subject"]):
        lost.insert(0, str(came["Subject"]))
    if lost:
        return Came("warning", f"arrived, not as it was written: {shown(lost[0], 120)}")
    passed = [str(one) for one in came.get_all("Authentication-Results", [])]
    said = f"; the server that took it says: {shown(passed[0], 160)}" if passed else ""
    return Came("ok", f"arrived word for word, and lies in the mailbox{said}")
