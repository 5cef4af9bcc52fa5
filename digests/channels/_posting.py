"""What the channels share that post to an address: its options, its messages, and one POST with what its answer means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import urlsplit

from watcher.errors import DeliveryError
from watcher.model import Message, Receipt
from watcher.redact import hide
from watcher.web.call import ask
from watcher.web.request import PassingError, RefusedError

_ANSWER = 64_000  # bytes of an answer: nothing is read from it
_LATER = frozenset({408, 425, 429, 502, 503, 504})  # come again: nobody took it
_LONGEST_WAIT = 6 * 3600.0  # seconds, whatever an answer asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that takes messages. It may be a secret: no text of this process shows it."""

    name: str  # of the channel
    base_url: str = field(repr=False)  # where it takes messages; it may be a secret
    allow_private_hosts: bool = False  # whether that may be a private address, and plain http
    timeout: int = 30  # seconds
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({})
    paths: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        hide([self.base_url])

    @property
    def searchable(self) -> bool:
        """Return False: an address cannot be asked what it was told."""
        return False

    @property
    def host(self) -> str:
        """Return whom the address belongs to, which is no secret."""
        return urlsplit(self.base_url).hostname or "the address"

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return None: an address cannot be asked what it was told."""
        del message, parent
        return None

    def message(self, key: str, subject: str, body: bytes) -> Message:
        """Return a message of JSON to the address."""
        return Message(
            channel=self.name, recipient=self.host, key=key, body=body, media_type="application/json", subject=subject
        )


def posted(channel: Address, message: Message, headers: Mapping[str, str]) -> Receipt:
    """Post a message to a channel's address once, and return the receipt; raise ``DeliveryError``.

    Its ``sent`` is None where the connection broke after it may have been heard, or the other side failed over it. The address,
    which may be a secret, is not repeated.
    """
    host = channel.host
    try:
        heard = ask(
            channel.base_url,
            message.body,
            headers,
            private=channel.allow_private_hosts,
            seconds=channel.timeout,
            most=_ANSWER,
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
