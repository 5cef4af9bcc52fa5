"""The key by which a message is known again, wherever it is asked for."""

import hashlib

from watcher.model import Digest


def message_key(channel: str, recipient: str, digest: Digest, part: int = 0, *, of: str = "") -> str:
    """Return 32 hexadecimal digits: the same for the same digest, channel, recipient and part, always.

    ``of`` names another digest of the same topic, to find the message that a correction answers.
    """
    parts = "\x1f".join((channel, recipient, digest.topic, of or digest.key, str(part)))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
