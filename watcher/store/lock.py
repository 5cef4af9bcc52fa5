"""The one right to deliver from a database, held by a lock of the operating system."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from watcher.errors import StoreError
from watcher.store.connection import MEMORY


@contextmanager
def deliver_lock(path: str) -> Iterator[bool]:
    """Give True where this process alone delivers from the database at ``path`` now, False where another does.

    The lock ends with the process, however it ends. A database in memory has no other process.
    """
    if path == MEMORY:
        yield True
        return
    name = f"{path}.deliver.lock"
    try:
        handle = os.open(name, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise StoreError(f"cannot lock {name}: {error.strerror}; check that its folder can be written") from error
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there only

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
