"""The files in which a gate keeps what it knows of a host, one a host, and the folder in which they lie."""

import contextlib
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover  (Windows: the gate then holds within this process)
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)


def usable(wanted: Path | None) -> Path | None:
    """Return the folder, made where there is none; this user's among the temporary files where it cannot be written.

    None where nothing can be shared with other processes. Whoever may write beside the folder may write in it.
    """
    if fcntl is None:  # pragma: no cover
        return None
    if wanted and _is_made(wanted) and os.access(wanted, os.W_OK | os.X_OK):
        return wanted
    own = _own()
    if wanted:
        log.warning("%s cannot be written: requests are paced by %s, for this user only", wanted, own or "this process")
    return own


def opened(folder: Path, host: str) -> int | None:
    """Return the host's file, open for reading and writing; None where it cannot be opened."""
    # The digest keeps two hosts apart that look alike once their odd characters are gone.
    name = f"{re.sub(r'[^a-z0-9.-]', '_', host.lower())[:60]}-{hashlib.sha256(host.encode()).hexdigest()[:8]}.slot"
    try:
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return None
    if os.fstat(descriptor).st_size == 0:
        _hand_over(descriptor, folder, 0o600)
    return descriptor


@contextlib.contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Keep every other process and thread out of the open file; close it at the end."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_made(folder: Path) -> bool:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return folder.is_dir()
    except OSError:
        return False
    _hand_over(folder, folder.parent, 0o700)
    return True


def _hand_over(made: Path | int, around: Path, mode: int) -> None:
    """Give what was made to the owner of the folder around it: what root makes by hand must not lock out a service."""
    like = around.stat()
    with contextlib.suppress(OSError):
        os.chown(made, like.st_uid if os.geteuid() == 0 else -1, like.st_gid)
    with contextlib.suppress(OSError):
        os.chmod(made, mode | like.st_mode & mode >> 3)  # noqa: PTH101  (an open file has no path)


def _own() -> Path | None:
    # Somebody else's folder under our name, among the temporary files, would be a trap.
    folder = Path(tempfile.gettempdir()) / f"evidence-watcher-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder if folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK) else None
    except OSError:
        return None
