"""Slack: a parent message and a thread, one reply an item."""

from dataclasses import dataclass, field

from watcher.model import Digest, Message, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A Slack channel. ``token`` is a bot token; ``channel`` an id such as C0123456789."""

    name: str
    channel: str
    token: str = field(default="", repr=False)
    base_url: str = "https://slack.com/api/"
    allow_private_hosts: bool = False
    archive: str = ""  # address of the page channel's site, for what is folded
    timeout: int = 30

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return the parent message and its replies."""
        raise NotImplementedError

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Post one message; raise ``DeliveryError``."""
        raise NotImplementedError

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Look the message up by its marker; raise ``DeliveryError`` where Slack cannot be asked."""
        raise NotImplementedError
