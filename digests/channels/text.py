"""Text: for the terminal, a file, or a pipe."""

from dataclasses import dataclass

from watcher.model import Digest, Message, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Plain text to ``file``, or to standard output where none is named; colour only if asked."""

    name: str
    file: str = ""
    colour: bool = False
    width: int = 88

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message, the whole digest."""
        raise NotImplementedError

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Write it; raise ``DeliveryError`` where the file cannot be written."""
        raise NotImplementedError

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return a receipt where the file holds it already."""
        raise NotImplementedError
