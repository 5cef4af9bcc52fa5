"""Mail: one message a recipient, as text and as HTML."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from digests.channels.mail._letter import Letterhead, compose, notices
from digests.channels.mail._post import Server, knock, post, sharing
from digests.mailboxes import Listed, Mailbox, mailbox, read_file
from watcher.errors import ConfigError
from watcher.model import Announcement, Digest, Message, Receipt

TITLE = "Mail"
HIGHEST_PORT = 65_535
log = logging.getLogger(__name__)
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A mailing: one message a reader."""

    name: str  # of the channel
    host: str  # the SMTP server
    sender: str  # "NET evidence <evidence@example.org>"
    recipients: Sequence[str] = ()  # addresses
    recipients_file: str = ""  # more of them, an address a line or CSV; read anew for each digest
    reply_to: str = ""  # where it is answered; the sender if not given
    listed: str = ""  # the digest's name: Watcher sets it
    key: str = field(default="", repr=False)  # of which the readers' tokens are made: Watcher sets it
    port: int = 587  # 587 for starttls, 465 for tls
    security: str = "starttls"  # starttls, tls, or none, which is accepted only to this machine
    username: str = ""  # where the server wants one
    password: str = field(default="", repr=False)  # where the server wants one
    bounce: str = ""  # the envelope's sender, where bounces go; the sender's address where not given
    unsubscribe: str = ""  # an https or mailto address, `{token}` in it a reader's own, which takes one click; the sender's address where not given
    one_click: bool = False  # the https address takes the POST of RFC 8058
    archive: str = ""  # address of the page channel's site, for what is folded
    rate: str = (
        ""  # an https address that leads to /rate of `watcher serve`: items get links to say whether they were useful
    )
    timeout: int = 60  # seconds for each answer
    patience: int = 600  # seconds for the answer to the message itself: RFC 5321, 4.5.3.2.6
    authority: str = field(default="", repr=False)  # a file of certificates to trust, for a server of one's own
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"password": "SMTP_PASSWORD"})
    paths: ClassVar[tuple[str, ...]] = ("authority", "recipients_file")

    def __post_init__(self) -> None:
        self._check_addresses()
        if not (self.recipients or self.recipients_file):
            raise self._mistake("recipients", 'are missing: write recipients = ["..."], or recipients_file = "..."')
        if self.security not in {"tls", "starttls", "none"}:
            raise self._mistake("security", f"is tls, starttls or none, not {self.security!r}")
        if self.security == "none" and (self.host not in _HERE or self.username):
            raise self._mistake("security", "= 'none' is for a server on this machine, without a password")
        if self.port > HIGHEST_PORT:
            raise self._mistake("port", f"is at most {HIGHEST_PORT}, not {self.port}; 587 is usual")
        if self.rate and not self.rate.startswith("https://"):
            raise self._mistake("rate", "is an https address that leads to /rate of `watcher serve`")
        if self.one_click and not self.unsubscribe.startswith("https://"):
            raise self._mistake("one_click", "wants an https address in unsubscribe")

    def _check_addresses(self) -> None:
        told = {"sender": [self.sender], "recipients": self.recipients}
        told |= {option: [one] for option, one in (("bounce", self.bounce), ("reply_to", self.reply_to)) if one}
        for option, addresses in told.items():
            for address in addresses:
                try:
                    mailbox(address)
                except ConfigError as error:
                    raise self._mistake(option, f"cannot hold this: {error}") from error

    def _mistake(self, option: str, reason: str) -> ConfigError:
        return ConfigError(f"mail channel {self.name!r}: {option} {reason}", option=option)

    @property
    def searchable(self) -> bool:
        """Return False: a mail server cannot be asked what it has taken."""
        return False

    def check(self) -> str:
        """Return the server that let us in; raise ``DeliveryError`` where it did not. Nothing is sent."""
        return knock(self._server())

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message a recipient; their bytes are what will be sent, date and id included."""
        return compose(digest, self._letterhead(), self.mailboxes())

    def notice(self, notice: Announcement) -> tuple[Message, ...]:
        """Return a few plain words as a mail to each recipient, or as an answer to the one who got what they answer."""
        to = (mailbox(notice.answers.recipient),) if notice.answers else self.mailboxes()
        return notices(self._letterhead(), to, notice)

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Return the recipients, each once: those of the configuration, then those of the file; raise ``ConfigError``.

        A line of the file that names nobody costs no other; ``watcher recipients list`` shows it.
        """
        told = [mailbox(address) for address in self.recipients]
        listed = read_file(Path(self.recipients_file)) if self.recipients_file else Listed(())
        for mistake in listed.mistakes:
            log.warning("%s", mistake)
        return tuple({one.address.lower(): one for one in (*listed.mailboxes, *told)}.values())

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Hand one message over; raise ``DeliveryError``, whose ``sent`` is None where the answer was lost."""
        del parent
        reply = post(self._server(), message)
        return Receipt(key=message.key, reference=reply, at=datetime.now(UTC))

    def batch(self) -> AbstractContextManager[None]:
        """Return a block in which all that is sent to a server goes through one connection."""
        return sharing()

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return None: a mail server cannot be asked what it has taken."""
        del message, parent
        return None

    def _letterhead(self) -> Letterhead:
        sender = mailbox(self.sender)
        usual = f"mailto:{sender.address}?subject=unsubscribe{'%20{token}' if self.key else ''}"
        unsubscribe = self.unsubscribe or usual
        has_token = "{token}" in unsubscribe
        return Letterhead(
            name=self.name,
            sender=sender,
            unsubscribe=unsubscribe,
            one_click=self.one_click or (has_token and unsubscribe.startswith("https://")),
            archive=self.archive,
            reply_to=mailbox(self.reply_to) if self.reply_to else None,
            listed=self.listed,
            key=self.key if has_token else "",
            rate=self.rate.rstrip("/") if self.key else "",
            rating_key=self.key,
        )

    def _server(self) -> Server:
        bounce: Mailbox = mailbox(self.bounce or self.sender)
        return Server(
            name=self.name,
            host=self.host,
            port=self.port,
            security=self.security,
            username=self.username,
            password=self.password,
            bounce=bounce.address,
            timeout=self.timeout,
            patience=self.patience,
            authority=self.authority,
        )
