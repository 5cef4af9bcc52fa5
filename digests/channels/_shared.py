"""What the channels share: the key by which a message is known again, and files that are there whole or not at all."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from watcher.errors import DeliveryError
from watcher.model import Digest


def message_key(channel: str, recipient: str, digest: Digest, part: int = 0, *, of: str = "") -> str:
    """Return 32 hexadecimal digits: the same for the same digest, channel, recipient and part, always.

    ``of`` names another digest of the same topic, to find the message that a correction answers.
    """
    edition = (digest.edition,) if digest.edition else ()
    parts = "\x1f".join((channel, recipient, digest.topic, of or digest.key, str(part), *edition))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def write(path: Path, body: bytes, *, within: Path | None = None) -> None:
    """Put the bytes in the place of whatever is there, at once; folders are made; raise ``OSError``.

    So it does where a link leads out of the folder ``within``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if within and not path.parent.resolve().is_relative_to(within.resolve()):
        raise OSError(errno.ELOOP, "a link leads out of the folder")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return what the user keeps from others: it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def writable(channel: str, path: Path) -> str:
    """Return the path where a file could be written there; raise ``DeliveryError`` naming what is in the way."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise DeliveryError(channel, f"cannot write into {folder}; make it writable or name another folder")
    return str(path)
