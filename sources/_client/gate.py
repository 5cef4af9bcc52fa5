"""One gate a host: whoever asks the host takes the next free slot, in whatever thread or process."""

import hashlib
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover  (Windows: the gate then holds within this process)
    fcntl = None  # type: ignore[assignment]

# A slot further ahead than this, in seconds, is not a queue: the machine's clock was set back.
FURTHEST_SLOT = 300.0


class Gate:
    """Gives out the times at which a host may be asked, one after another at a given distance.

    The next free time of a host lies in a file of ``folder`` that is locked while it is read and
    written, so two processes of one user share the gate as two threads do. Times are seconds
    since 1970. Where the folder cannot be used the gate still holds within the process.
    """

    def __init__(
        self,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the slots in ``folder``; without one, in a folder of this user's among the temporary files."""
        self.clock = clock
        self.sleep = sleep
        self._folder = _usable(folder or _default_folder())
        self._lock = threading.Lock()
        self._slots: dict[str, float] = {}

    def reserve(self, host: str, pace: float) -> float:
        """Take the next free slot and return its time; the one after it is free ``pace`` seconds later."""
        with self._slot(host) as (read, write):
            slot = max(self.clock(), read())
            write(slot + pace)
            return slot

    def postpone(self, host: str, until: float) -> None:
        """Let nobody ask the host before ``until``: it said so itself (Retry-After)."""
        with self._slot(host) as (read, write):
            write(max(read(), until))

    def wait(self, slot: float) -> None:
        """Sleep until the slot has come."""
        if (left := slot - self.clock()) > 0:
            self.sleep(left)

    @contextmanager
    def _slot(self, host: str) -> Iterator[tuple[Callable[[], float], Callable[[float], None]]]:
        if self._folder is None:
            with self._lock:
                yield lambda: self._near(self._slots.get(host, 0.0)), lambda time: self._slots.update({host: time})
            return
        with _locked(self._folder / _file_name(host)) as descriptor:
            yield lambda: self._near(_read(descriptor)), lambda time: _write(descriptor, time)

    def _near(self, slot: float) -> float:
        return slot if slot <= self.clock() + FURTHEST_SLOT else 0.0


def _default_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"evidence-watcher-{_user()}"


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _usable(folder: Path) -> Path | None:
    # Somebody else's folder under our name, among the temporary files, would be a trap.
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = not hasattr(os, "getuid") or folder.stat().st_uid == _user()
    except OSError:
        return None
    return folder if mine and fcntl is not None and os.access(folder, os.W_OK) else None


def _file_name(host: str) -> str:
    # The digest keeps two hosts apart that look alike once their odd characters are gone.
    return f"{re.sub(r'[^a-z0-9.-]', '_', host.lower())[:60]}-{hashlib.sha256(host.encode()).hexdigest()[:8]}.slot"


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> float:
    try:
        return float(os.pread(descriptor, 40, 0) or 0)
    except ValueError:
        return 0.0


def _write(descriptor: int, time: float) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{time:.6f}".encode(), 0)
