"""Webhook: a POST of JSON that its reader can check and know again, for Mattermost, Zapier or a script of one's own.

What stands in it is in ``docs/webhook.schema.json``. With a secret the body is signed as GitHub signs its own (``X-Hub-Signature-256``,
https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries); ``Idempotency-Key`` is the same for the same message, always.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from digests import headline, view
from digests.channels._shared import message_key
from digests.writing import to_json
from watcher.errors import DeliveryError
from watcher.model import Announcement, Digest, Message, Receipt
from watcher.text import shown
from watcher.web.call import ask
from watcher.web.request import PassingError, RefusedError

TITLE = "Webhook"
SCHEMA = 1
_LONGEST = 1_000  # characters of a line
_ANSWER = 64_000  # bytes of an answer: nothing is read from it
_LATER = frozenset({408, 425, 429, 502, 503, 504})  # come again: nobody took it
_LONGEST_WAIT = 6 * 3600.0  # seconds, whatever an answer asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An address that takes JSON; the address may be a secret. ``secret`` signs what is sent.

    ``idempotent`` says that its reader heeds ``Idempotency-Key``: then what may have arrived is sent again, and not held for a person.
    """

    name: str
    base_url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    idempotent: bool = False
    allow_private_hosts: bool = False
    timeout: int = 30  # seconds
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"secret": "WEBHOOK_SECRET"})
    paths: ClassVar[tuple[str, ...]] = ()

    @property
    def searchable(self) -> bool:
        """Return whether a message may be sent again: an address cannot be asked, but its reader may know a repetition."""
        return self.idempotent

    def check(self) -> str:
        """Return whom we would call; to try it is to call it."""
        return f"POST to {self._host}, {'signed' if self.secret else 'not signed'}, not called"

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message: the digest in a few lines for whoever shows it, and whole for whoever reads it."""
        key = message_key(self.name, self._host, digest)
        told = {
            "key": key,
            "event": "digest",
            "at": digest.made,
            "subject": headline.summary(digest),
            "text": "\n".join(_lines(digest)),
            "digest": msgspec.Raw(to_json(digest).encode()),
        }
        return (self._message(key, told),)

    def notice(self, notice: Announcement) -> tuple[Message, ...]:
        """Return a few plain words: an alert, a notice on what was told, or a word to the operator."""
        told = {"key": notice.key, "event": "notice", "at": notice.at, "subject": notice.subject, "text": notice.text}
        if notice.answers:
            told["answers"] = notice.answers.key
        return (self._message(notice.key, told),)

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Post it once; raise ``DeliveryError`` where the answer is no success."""
        del parent
        headers = {"Content-Type": message.media_type, "Idempotency-Key": message.key, "X-Watcher-Schema": str(SCHEMA)}
        if self.secret:
            headers["X-Hub-Signature-256"] = signature(self.secret, message.body)
        return posted(self, message, headers)

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return None: an address cannot be asked what it was told."""
        del message, parent
        return None

    @property
    def _host(self) -> str:
        return urlsplit(self.base_url).hostname or "the address"

    def _message(self, key: str, told: Mapping[str, Any]) -> Message:
        return Message(
            channel=self.name,
            recipient=self._host,
            key=key,
            body=msgspec.json.encode({"schema": SCHEMA, **told}),
            media_type="application/json",
            subject=str(told["subject"]),
        )


def signature(secret: str, body: bytes) -> str:
    """Return "sha256=" and the HMAC of the body in hexadecimal."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def posted(channel: Any, message: Message, headers: Mapping[str, str]) -> Receipt:
    """Post a message to a channel's address once, and return the receipt; raise ``DeliveryError``.

    Its ``sent`` is None where the connection broke after it may have been heard, or the other side failed over it. The address,
    which may be a secret, is not repeated.
    """
    url = channel.base_url
    host = urlsplit(url).hostname
    try:
        heard = ask(
            url, message.body, headers, private=channel.allow_private_hosts, seconds=channel.timeout, most=_ANSWER
        )
    except RefusedError as error:
        raise DeliveryError(channel.name, f"{host}: {error}") from error
    except PassingError as error:
        raise DeliveryError(channel.name, f"{host}: {error}", sent=None) from error
    if 200 <= heard.status < 300:
        return Receipt(key=message.key, reference=f"HTTP {heard.status}", at=datetime.now(UTC))
    reason = f"{host} answered HTTP {heard.status}"
    if heard.status in _LATER:
        raise DeliveryError(channel.name, reason, retry_after=_wait(heard.headers))
    if heard.status >= 500:
        raise DeliveryError(channel.name, reason, sent=None)
    raise DeliveryError(channel.name, f"{reason}{_WAYS_OUT.get(heard.status, '')}", permanent=True)


_WAYS_OUT = {
    401: "; is the address still valid, and the secret the right one?",
    403: "; is the address still valid, and the secret the right one?",
    404: "; has the webhook been removed? Make a new one and set its address",
    410: "; the webhook was removed: make a new one and set its address",
    413: "; its reader does not take a message of this size",
}


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, within reason; None where it says nothing that can be read."""
    asked = headers.get("retry-after", "").strip()
    return (
        min(max(float(asked), 1.0), _LONGEST_WAIT) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None
    )


def _lines(digest: Digest) -> list[str]:
    """Return the first lines of a digest, as they may be shown, without markup."""
    lines = [
        *(f"{panel.name}: {panel.headline}" for panel in digest.watched),
        headline.verdict(digest),
        *headline.main(digest),
        headline.looked(digest),
        *(
            f"{number}. {entry.title} {entry.url if view.leads(entry.url) else ''}".rstrip()
            for number, _, entry in view.numbered(digest)
        ),
    ]
    return [shown(line, _LONGEST) for line in lines]
