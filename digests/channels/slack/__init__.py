"""Slack: a parent message and a short thread."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar

from digests.channels.slack import _api
from digests.channels.slack._blocks import texts
from digests.channels.slack._compose import compose, told, worded
from watcher.errors import ConfigError, DeliveryError
from watcher.model import Announcement, Digest, Message, Receipt

TITLE = "Slack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A Slack channel, through a bot that was invited to it.

    An incoming webhook cannot be asked what it posted, so a digest that got lost on the way could
    only be lost or doubled: digests want a token. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    """

    name: str  # of the channel
    channel: str  # its id, such as C0123456789
    token: str = field(default="", repr=False)  # of the bot (xoxb-...)
    base_url: str = "https://slack.com/api/"  # where Slack answers
    allow_private_hosts: bool = False  # whether that may be a private address, and plain http
    archive: str = ""  # address of the page channel's site, for what is folded
    rate: bool = False  # buttons with which readers say what was useful; SLACK_APP_TOKEN has to be set, so that `watcher run` hears them
    timeout: int = 30  # seconds
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"token": "SLACK_BOT_TOKEN"})
    paths: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.token.startswith("https://hooks."):
            raise ConfigError(
                f"the Slack channel {self.name!r} has a webhook for a token; digests want a bot token (xoxb-...)"
            )

    @property
    def searchable(self) -> bool:
        """Return True: a bot sees what it posted."""
        return True

    def check(self) -> str:
        """Return as whom, and in which channel, we would post; raise ``DeliveryError`` where we could not."""
        me = _api.call(self.door, "auth.test", {})
        place = _api.call(self.door, "conversations.info", {"channel": self.channel}).get("channel", {})
        if not place.get("is_member", True):
            raise DeliveryError(self.name, "the bot is not in the channel; invite it", permanent=True)
        return f"{me.get('user', 'the bot')} in #{place.get('name', self.channel)} of {me.get('team', 'the workspace')}"

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return the parent message, and the thread with its items and the coverage."""
        return compose(digest, self.name, self.channel, self.archive, rate=self.rate)

    def notice(self, notice: Announcement) -> tuple[Message, ...]:
        """Return a few plain words as a message of its own, or as an answer in a thread that the channel sees too."""
        return (told(self.name, self.channel, notice),)

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Post one message, once, more plainly where Slack does not take it as it is, by itself where its thread is gone.

        Raise ``DeliveryError`` where it was not posted, or may not have been.
        """
        try:
            return self._post(message, {"thread_ts": parent.reference} if parent else {})
        except _api.UnthreadedError:
            if not parent:
                raise
            return self._post(message, {})

    def _post(self, message: Message, thread: dict[str, str]) -> Receipt:
        refusal: DeliveryError | None = None
        for post in worded(_content(message)["post"]):
            try:
                stamp = _api.posted(self.door, {**post, **thread})
            except _api.UnfitError as error:
                refusal = refusal or error
            else:
                return self._receipt(message, stamp)
        raise refusal or DeliveryError(self.name, "the message says nothing", permanent=True)

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Look for the message by its marker among our own; None only where it surely is not to be seen.

        An answer is looked for in its thread, or in the channel where that is gone. Raise ``DeliveryError`` where Slack
        cannot be asked: that is no proof that it is not there, but nothing was sent by asking.
        """
        try:
            stamp = self._seen(message, parent)
        except DeliveryError as error:
            error.sent = False
            raise
        return self._receipt(message, stamp) if stamp else None

    def _seen(self, message: Message, parent: Receipt | None) -> str:
        look = partial(_api.look_up, self.door, message, oldest=_content(message)["oldest"])
        try:
            return look(thread=parent.reference if parent else "")
        except _api.UnthreadedError:
            return look()

    def spoilt(self, message: Message) -> list[str] | None:
        """Return the texts of a posted message that do not stand in the channel as they were written; None where it is not to be seen."""
        content = _content(message)
        seen = _api.seen(self.door, message, oldest=content["oldest"])
        return None if seen is None else [one for one in texts(content["post"]) if one not in texts(seen)]

    def address(self, receipt: Receipt) -> str:
        """Return where a message of ours is to be read; "" where Slack does not say."""
        try:
            asked = {"channel": self.channel, "message_ts": receipt.reference}
            said = _api.call(self.door, "chat.getPermalink", asked).get("permalink")
        except DeliveryError:
            return ""
        return said if isinstance(said, str) and said.startswith("https://") else ""

    def delete(self, receipt: Receipt) -> None:
        """Take a message of our own away; raise ``DeliveryError``."""
        _api.call(self.door, "chat.delete", {"channel": self.channel, "ts": receipt.reference})

    @property
    def door(self) -> _api.Door:
        """Return where and as whom Slack is spoken to."""
        return _api.Door(
            name=self.name,
            token=self.token,
            base_url=self.base_url,
            timeout=self.timeout,
            private=self.allow_private_hosts,
        )

    def _receipt(self, message: Message, stamp: str) -> Receipt:
        return Receipt(key=message.key, reference=stamp, at=datetime.fromtimestamp(float(stamp), UTC))


def _content(message: Message) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(message.body)
    return content
