"""Mail: one message a recipient, as text and as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from watcher.model import Digest, Message, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A mailing. ``security`` is tls, starttls, or none (only to this machine)."""

    name: str
    host: str
    sender: str
    recipients: Sequence[str]
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    bounce: str = ""  # the envelope's sender, where bounces go; the sender's address where not given
    unsubscribe: str = ""  # an https or mailto address; the sender's address where not given
    archive: str = ""  # address of the page channel's site, for what is folded
    timeout: int = 60

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message a recipient."""
        raise NotImplementedError

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Hand one message over; raise ``DeliveryError``."""
        raise NotImplementedError

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return None: a mail server cannot be asked."""
        del message, parent
        return None
