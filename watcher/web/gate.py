"""One gate a host: whoever asks the host takes the next free slot, in whatever thread or process."""

import contextlib
import functools
import hashlib
import logging
import math
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

if sys.platform != "win32":  # there no file is opened, and the gate holds within this process
    import fcntl

# Further ahead than this, in seconds, is no queue, and no quiet that we ever keep: the machine's clock was set back.
FURTHEST_SLOT = 300.0
LONGEST_QUIET = 900.0

log = logging.getLogger(__name__)


def usable(wanted: Path | None) -> Path | None:
    """Return the folder, made where there is none; this user's among the temporary files where it cannot be written.

    None where nothing can be shared with other processes. Whoever may write beside the folder may write in it.
    """
    if sys.platform == "win32":
        return None
    if wanted and _is_made(wanted) and os.access(wanted, os.W_OK | os.X_OK):
        return wanted
    own = _own()
    if wanted:
        log.warning("%s cannot be written: requests are paced by %s, for this user only", wanted, own or "this process")
    return own


def opened(folder: Path, host: str) -> int | None:
    """Return the host's file, open for reading and writing; None where it cannot be opened."""
    if sys.platform == "win32":
        return None
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
        if sys.platform != "win32":
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
    if sys.platform == "win32":
        return
    like = around.stat()
    with contextlib.suppress(OSError):
        os.chown(made, like.st_uid if os.geteuid() == 0 else -1, like.st_gid)
    with contextlib.suppress(OSError):
        os.chmod(made, mode | like.st_mode & mode >> 3)  # noqa: PTH101  (an open file has no path)


def _own() -> Path | None:
    if sys.platform == "win32":
        return None
    # Somebody else's folder under our name, among the temporary files, would be a trap.
    folder = Path(tempfile.gettempdir()) / f"evidence-watcher-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder if folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK) else None
    except OSError:
        return None


class _Times(NamedTuple):
    """What is known of a host: when its next slot is free, and until when it wants quiet."""

    slot: float = 0.0
    quiet: float = 0.0

    def credible(self, now: float) -> "_Times":
        """Return the times without one that cannot be true."""
        quiet = self.quiet if self.quiet <= now + LONGEST_QUIET else 0.0
        return _Times(self.slot if self.slot <= max(now, quiet) + FURTHEST_SLOT else 0.0, quiet)


class Gate:
    """Gives out the times at which a host may be asked, one after another at a given distance.

    The next free time of a host lies in a file of ``folder`` that is locked while it is read and
    written, so two processes share the gate as two threads do. Times are seconds since 1970.
    Where no folder can be used the gate still holds within the process.
    """

    def __init__(
        self,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the slots in ``folder``; without one that can be written, in one of this user's among the temporary files."""
        self.clock = clock
        self.sleep = sleep
        self._wanted = folder
        self._lock = threading.Lock()
        self._times: dict[str, _Times] = {}

    @functools.cached_property
    def folder(self) -> Path | None:
        """The folder of the slots, made where there is none; None where they are known to this process only."""
        return usable(self._wanted)

    def reserve(self, host: str, pace: float, by: float = math.inf) -> float:
        """Take the next free slot and return its time; the one after it is free ``pace`` seconds later.

        Where that is after ``by``, the slot is only returned and stays free.
        """
        with self._known(host) as (times, write):
            slot = max(self.clock(), *times)
            if slot <= by:
                write(times._replace(slot=slot + pace))
            return slot

    def keep_from(self, host: str, pace: float) -> None:
        """Give the next slot at least ``pace`` seconds from now: a request set off later than its slot."""
        with self._known(host) as (times, write):
            write(times._replace(slot=max(times.slot, self.clock() + pace)))

    def postpone(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for so long, at most 15 minutes: it said so itself (Retry-After)."""
        until = self.clock() + min(seconds, LONGEST_QUIET)
        with self._known(host) as (times, write):
            write(times._replace(quiet=max(times.quiet, until)))

    def is_open(self, host: str, slot: float) -> bool:
        """Return whether a slot that was taken may still be used: the host may have asked for quiet meanwhile."""
        with self._known(host) as (times, _):
            return slot >= times.quiet

    def wait(self, slot: float) -> None:
        """Sleep until the slot has come."""
        if (left := slot - self.clock()) > 0:
            self.sleep(left)

    @contextmanager
    def _known(self, host: str) -> Iterator[tuple[_Times, Callable[[_Times], None]]]:
        """Yield what is known of the host, and how to write what is known now; nobody else does meanwhile."""
        descriptor = opened(self.folder, host) if self.folder else None
        if descriptor is None:
            with self._lock:
                if self.folder and host not in self._times:
                    log.warning(
                        "the file of %s in %s cannot be opened: this process alone keeps its pace", host, self.folder
                    )
                yield (
                    self._times.get(host, _Times()).credible(self.clock()),
                    lambda times: self._times.update({host: times}),
                )
            return
        with locked(descriptor):
            yield _read(descriptor).credible(self.clock()), lambda times: _write(descriptor, times)


def _read(descriptor: int) -> _Times:
    try:
        return _Times(*map(float, os.read(descriptor, 80).split()))
    except (TypeError, ValueError):
        return _Times()


def _write(descriptor: int, times: _Times) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"{times.slot:.6f} {times.quiet:.6f}".encode())
