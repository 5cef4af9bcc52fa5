"""Webhook: a POST of JSON that its reader can check and know again, for Mattermost, Zapier or a script of one's own.

What stands in it is in ``docs/webhook.schema.json``. With a secret the body is signed as GitHub signs its own (``X-Hub-Signature-256``,
https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries); ``Idempotency-Key`` is the same for the same message, always.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import msgspec

from digests import headline, view
from digests.channels._posting import Address, posted
from digests.channels._shared import message_key
from digests.writing import to_json
from watcher.model import Announcement, Digest, Message, Receipt
from watcher.text import shown

TITLE = "Webhook"
SCHEMA = 1
_LONGEST = 1_000  # characters of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Address):
    """An address that takes JSON; the address may be a secret."""

    secret: str = field(default="", repr=False)  # signs what is sent
    idempotent: bool = False  # its reader heeds Idempotency-Key: what may have arrived is sent again
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"secret": "WEBHOOK_SECRET"})

    @property
    def searchable(self) -> bool:
        """Return whether a message may be sent again: an address cannot be asked, but its reader may know a repetition."""
        return self.idempotent

    def check(self) -> str:
        """Return whom we would call; to try it is to call it."""
        return f"POST to {self.host}, {'signed' if self.secret else 'not signed'}, not called"

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message: the digest in a few lines for whoever shows it, and whole for whoever reads it."""
        key = message_key(self.name, self.host, digest)
        told = {
            "key": key,
            "event": "digest",
            "at": digest.made,
            "subject": headline.summary(digest),
            "text": "\n".join(_lines(digest)),
            "digest": msgspec.Raw(to_json(digest).encode()),
        }
        return (self._told(key, told),)

    def notice(self, notice: Announcement) -> tuple[Message, ...]:
        """Return a few plain words: an alert, a notice on what was told, or a word to the operator."""
        told = {"key": notice.key, "event": "notice", "at": notice.at, "subject": notice.subject, "text": notice.text}
        if notice.answers:
            told["answers"] = notice.answers.key
        return (self._told(notice.key, told),)

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Post it once; raise ``DeliveryError`` where the answer is no success."""
        del parent
        headers = {"Content-Type": message.media_type, "Idempotency-Key": message.key, "X-Watcher-Schema": str(SCHEMA)}
        if self.secret:
            headers["X-Hub-Signature-256"] = signature(self.secret, message.body)
        return posted(self, message, headers)

    def _told(self, key: str, told: Mapping[str, Any]) -> Message:
        return self.message(key, str(told["subject"]), msgspec.json.encode({"schema": SCHEMA, **told}))


def signature(secret: str, body: bytes) -> str:
    """Return "sha256=" and the HMAC of the body in hexadecimal."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


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
