"""Page: a static site in a folder."""

from dataclasses import dataclass

from watcher.model import Digest, Message, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A site in ``folder``; ``address`` is where readers find it, for the feed ("" where nowhere yet)."""

    name: str
    folder: str
    title: str = "Evidence watch"
    address: str = ""

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message that holds the files of this digest."""
        raise NotImplementedError

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Write the files; raise ``DeliveryError``."""
        raise NotImplementedError

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return a receipt where the files stand already, byte for byte."""
        raise NotImplementedError
