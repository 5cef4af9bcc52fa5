"""Call: an address that is asked with a POST (JSON) or a GET, such as that of a monitoring service."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from digests.channels._posting import Address
from digests.channels._shared import message_key
from digests.writing import to_json
from watcher.errors import ConfigError, DeliveryError
from watcher.model import Announcement, Digest, Message, Receipt
from watcher.web.call import call
from watcher.web.request import PassingError, RefusedError

TITLE = "Call"
_METHODS = ("post", "get")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Address):
    """An address to call: by POST with JSON, or by GET with nothing but the address. The address may be a secret."""

    method: str = "post"  # "post", with JSON; "get", with nothing but the address

    def __post_init__(self) -> None:
        Address.__post_init__(self)
        if self.method.lower() not in _METHODS:
            raise ConfigError(f"method of a call channel is post or get, not {self.method!r}", option="method")

    def check(self) -> str:
        """Return whom we would call; to try it is to call it."""
        return f"{self.method.upper()} to {self.host}, not called"

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return the digest as JSON."""
        key = message_key(self.name, self.host, digest)
        return (self.message(key, digest.title, to_json(digest).encode()),)

    def notice(self, notice: Announcement) -> tuple[Message, ...]:
        """Return a few plain words as JSON: key, at, subject, text."""
        words = {"key": notice.key, "at": notice.at, "subject": notice.subject, "text": notice.text}
        return (self.message(notice.key, notice.subject, msgspec.json.encode(words)),)

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Call once; raise ``DeliveryError`` where the answer is no success."""
        del parent
        posts = self.method.lower() == "post"
        try:
            status = call(
                self.base_url,
                message.body if posts else None,
                message.media_type,
                private=self.allow_private_hosts,
                seconds=self.timeout,
            )
        except RefusedError as error:
            raise DeliveryError(self.name, f"{self.host}: {error}") from error
        except PassingError as error:
            raise DeliveryError(self.name, f"{self.host}: {error}", sent=None) from error
        if not 200 <= status < 300:
            raise DeliveryError(self.name, f"{self.host} answered HTTP {status}")
        return Receipt(key=message.key, reference=f"HTTP {status}", at=datetime.now(UTC))
