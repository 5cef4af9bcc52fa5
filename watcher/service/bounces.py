"""The mailbox to which mails come back: bounces (RFC 3464), and what people write who want to leave a list.

Nothing in the mailbox is changed. A report counts only where it gives back the Message-ID of a mail of ours, which nobody guesses;
one that comes again, as after a restored backup, counts once.
"""

import email
import email.policy
import imaplib
import json
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage, Message
from email.utils import parseaddr
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from watcher.config.secrets import completed
from watcher.errors import ConfigError, DeliveryError, WatcherError
from watcher.options import fill
from watcher.service import Session
from watcher.service.members import Members
from watcher.service.recipients import Departures, people
from watcher.service.unsubscribe import leave
from watcher.store.store import Store
from watcher.text import shown

HARD = 3  # bounces after which an address rests
EVERY = timedelta(minutes=15)  # between two looks
KEPT = timedelta(days=180)  # a bounce counts so long
_MOST = 500  # messages of one look; the next goes on
_BYTES = 1_000_000  # of a message; of a larger one its head is read
LONGEST = 120.0  # seconds of one look, in all: a server that drips is left, and the next look goes on
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_NOTE, _LOOKED, _REACHED = "bounces", "imap: looked", "imap: reached"
_KEY = re.compile(r"<([0-9a-f]{32})(?:\.\d{1,6})?@")
_LEAVING = re.compile(r"(?i)\A(?:(?:re|aw|sv|ref)\s*+:\s*+)*+unsubscribe(?:\s++([\w-]{24}))?\s*+\Z")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# What is no fault of the address: it is full, the mail is too big, or somebody's policy refuses it (RFC 3463).
_PASSING = frozenset({"5.2.2", "5.2.3", "5.3.4"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailroom:
    """The mailbox that is read for mails that did not arrive, and for who wants to leave."""

    host: str  # the IMAP server
    username: str  # whose mailbox it is
    password: str = field(default="", repr=False)  # of that user
    port: int = 993  # 993 for tls, 143 for starttls
    security: str = "tls"  # tls, starttls, or none, which is accepted only to this machine
    folder: str = "INBOX"  # where the mail lies
    authority: str = field(default="", repr=False)  # a file of certificates to trust, for a server of one's own
    timeout: int = 30  # seconds for each answer
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"password": "IMAP_PASSWORD"})
    paths: ClassVar[tuple[str, ...]] = ("authority",)

    def __post_init__(self) -> None:
        if self.security not in {"tls", "starttls", "none"}:
            raise ConfigError(f"security is tls, starttls or none, not {self.security!r}", option="security")
        if self.security == "none" and self.host not in _HERE:
            raise ConfigError("security = 'none' is for a server on this machine", option="security")

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        """Yield a session with the folder open for reading alone; raise ``OSError`` or ``imaplib.IMAP4.error``."""
        context = ssl.create_default_context(cafile=self.authority or None)
        if self.security == "tls":
            session: imaplib.IMAP4 = _Encrypted(self.host, self.port, ssl_context=context, timeout=self.timeout)
        else:
            session = _Plain(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                session.starttls(context)
            session.login(self.username, self.password)
            status, said = session.select(f'"{self.folder}"', readonly=True)
            if status != "OK":
                raise imaplib.IMAP4.error(f"the folder {self.folder!r} cannot be opened: {_text(said[0])}")
            yield session
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                session.logout()


class _Plain(imaplib.IMAP4):
    """A session that ends after two minutes, and takes no piece larger than a message of which all is read."""

    def open(self, *where: Any, **how: Any) -> None:
        """Connect, for so long."""
        super().open(*where, **how)
        self._enough = threading.Timer(LONGEST, self._leave)
        self._enough.daemon = True
        self._enough.start()

    def shutdown(self) -> None:
        """Close the connection."""
        self._enough.cancel()
        super().shutdown()

    def _leave(self) -> None:
        """Wake whoever waits for the server: it finds the connection ended."""
        with suppress(OSError):
            # Not as an encrypted one does: that is for the other thread.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def read(self, size: int) -> bytes:
        """Return so many bytes; raise ``IMAP4.abort`` where the server announces more than was asked for."""
        if size > 2 * _BYTES:
            raise self.abort(f"the server announces {size:,} bytes")
        return super().read(size)


class _Encrypted(_Plain, imaplib.IMAP4_SSL):
    """The same, encrypted from its beginning."""


class Bounce(NamedTuple):
    """A mail of ours did not arrive: its key, the status of RFC 3463, and what the other side said."""

    key: str
    status: str
    said: str

    @property
    def is_hard(self) -> bool:
        """Return whether the address itself is at fault, for good."""
        return self.status.startswith("5.") and not self.status.startswith("5.7.") and self.status not in _PASSING


class Leaving(NamedTuple):
    """Somebody asks to leave: the token of the list, the keys of mails that are answered, the sender's address."""

    token: str
    keys: tuple[str, ...]
    sender: str


def mailroom(session: Session) -> Mailroom | None:
    """Return the mailbox that is configured, None where there is none; raise ``ConfigError``."""
    told = session.settings.imap
    if told is None:
        return None
    try:
        return fill(Mailroom, completed(told, Mailroom, session.settings), "[imap]")
    except ConfigError as error:
        raise ConfigError(f"{told.place(error.option)}: {error}", option=error.option) from error


def look_in(session: Session) -> str:
    """Return which mailbox let us in; raise ``DeliveryError`` with what is in the way. Nothing is read."""
    room = mailroom(session)
    if room is None:
        return "none"
    try:
        with room.opened():
            return f"{room.folder} of {room.username} at {room.host}:{room.port} ({room.security})"
    except (OSError, imaplib.IMAP4.error) as error:
        raise DeliveryError("imap", shown(str(error), 200) or type(error).__name__, sent=False) from error


def read_mailbox(session: Session, store: Store) -> str:
    """Read what came since the last look, where that is due; return what went wrong, in words, "" for nothing."""
    now, looked = session.now(), store.recall_time(_LOOKED)
    if session.settings.imap is None or (looked and timedelta(0) <= now - looked < EVERY):
        return ""
    store.remember(_LOOKED, now.isoformat())
    try:
        room = mailroom(session)
        if room:
            with room.opened() as opened:
                _read(session, store, room, opened)
    except WatcherError as error:
        return str(error)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        return f"the mailbox of [imap] was not read: {shown(str(error), 200) or type(error).__name__}"
    return ""


def _read(session: Session, store: Store, room: Mailroom, opened: imaplib.IMAP4) -> None:
    validity = _text((opened.response("UIDVALIDITY")[1] or [b""])[0])
    place = f"{room.host} {room.folder} {validity}"
    kept, _, last = store.recall(_REACHED).rpartition(" ")
    reached = int(last) if kept == place and last.isdigit() else 0
    _, found = opened.uid("SEARCH", f"UID {reached + 1}:*")
    numbers = sorted({int(one) for one in _text(found[0]).split() if one.isdigit()})
    for number in [one for one in numbers if one > reached][:_MOST]:
        try:
            _act(session, store, understood(message_of(opened, number)))
        except (ValueError, LookupError, TypeError) as error:  # odd mail: a person may read it where it lies
            log.warning("message %d of the mailbox could not be read: %s", number, error)
        store.remember(_REACHED, f"{place} {number}")


def message_of(opened: imaplib.IMAP4, number: int) -> bytes:
    """Return a message, or the head of one that is too large; the mailbox does not note that it was read."""
    _, sizes = opened.uid("FETCH", str(number), "(RFC822.SIZE)")
    size = re.search(r"RFC822\.SIZE (\d{1,12})", _text(sizes[0]))
    what = "BODY.PEEK[]" if size and int(size[1]) <= _BYTES else "BODY.PEEK[HEADER]"
    _, parts = opened.uid("FETCH", str(number), f"({what})")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def understood(body: bytes) -> Bounce | Leaving | None:
    """Return what a message says of a mail or a reader of ours; None where it says nothing."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    if message.get_content_type() == "multipart/report":
        return _bounce(message)
    asked = _LEAVING.fullmatch(str(message.get("Subject", "")).strip())
    if not asked or str(message.get("Auto-Submitted", "no")).lower() != "no":
        return None
    answered = f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
    return Leaving(asked[1] or "", tuple(_KEY.findall(answered)), parseaddr(str(message.get("From", "")))[1])


def _bounce(report: EmailMessage) -> Bounce | None:
    keys = [key for part in report.walk() for key in _given_back(part)]
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status" or not isinstance(part.get_payload(), list):
            continue
        for said in part.get_payload():
            if isinstance(said, Message) and str(said.get("Action", "")).strip().lower() == "failed" and keys:
                status = _STATUS.search(str(said.get("Status", "")))
                reason = " ".join(str(said.get("Diagnostic-Code", "")).split()).removeprefix("smtp; ")
                return Bounce(keys[0], status[0] if status else "", shown(reason, 200))
    return None


def _given_back(part: Message) -> list[str]:
    """Return the key of the mail of ours that a part of a report gives back, whole or its head alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return _KEY.findall(str(inner.get("Message-ID", "")) if isinstance(inner, Message) else "")
    if kind in {"text/rfc822-headers", "message/rfc822-headers"}:
        head = part.get_payload(decode=True)
        return _KEY.findall(_message_id(head if isinstance(head, bytes) else b""))
    return []


def _message_id(head: bytes) -> str:
    return str(email.message_from_bytes(head).get("Message-ID", ""))


def _act(session: Session, store: Store, said: Bounce | Leaving | None) -> None:
    match said:
        case Bounce():
            _count(session, store, said)
        case Leaving():
            for listed, address in _lists(session, store, said):
                leave(session, listed, address, "by mail")


def _lists(session: Session, store: Store, asked: Leaving) -> set[tuple[str, str]]:
    """Return the lists that somebody leaves: that of the token, else that of the mail that they answer, else all of theirs."""
    if asked.token and (member := Members(session=session).of(asked.token)):
        return {member}
    answered = [one for key in asked.keys for one in store.outbox.deliveries(message=key)]
    if answered:
        return {(one.digest, one.message.recipient) for one in answered if one.digest}
    sender = asked.sender.lower()
    return {
        (one.listed, one.mailbox.address) for one in people(session.settings) if one.mailbox.address.lower() == sender
    }


def _count(session: Session, store: Store, bounce: Bounce) -> None:
    """Count a hard bounce of a mail of ours; the third one has its address rest."""
    delivery = next(iter(store.outbox.deliveries(message=bounce.key)), None)
    if delivery is None or not bounce.is_hard:
        return
    address, now = delivery.message.recipient, session.now()
    counts = bounces(store, now)
    counts.setdefault(address.lower(), {}).setdefault(
        bounce.key, {"at": now.isoformat(), "said": f"{bounce.status} {bounce.said}".strip()}
    )
    store.remember(_NOTE, json.dumps(counts))
    if len(counts[address.lower()]) >= HARD:
        Departures(session.settings.database).rests(
            address, now, f"{HARD} mails came back: {bounce.status} {bounce.said}"
        )


def bounces(store: Store, now: datetime) -> dict[str, dict[str, dict[str, str]]]:
    """Return the hard bounces of the last half year: by address, the mails that came back, each with when and why."""
    kept = store.recall_json(_NOTE, dict[str, dict[str, dict[str, str]]], {})
    young = {
        address: {key: one for key, one in found.items() if now - datetime.fromisoformat(one["at"]) < KEPT}
        for address, found in kept.items()
    }
    return {address: found for address, found in young.items() if found}


def forget(store: Store, address: str, now: datetime) -> None:
    """Count the bounces of an address from nothing: a person says that it is right again."""
    store.remember(
        _NOTE, json.dumps({one: found for one, found in bounces(store, now).items() if one != address.lower()})
    )


def _text(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or "")
