"""A consistent copy of a database in use: made aside, checked, synced, and only then given its name."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.connection import Connection, trouble

_PAGES_AT_A_TIME = 4_096  # the writer gets its turn between two steps


def copy_database(connection: Connection, target: Path) -> int:
    """Copy the database to ``target`` while others read and write; return the copy's size in bytes.

    The copy is checked before it takes the name, so a file of that name is always whole. Raise
    ``StoreError`` where it cannot be written.
    """
    aside = target.with_name(f"{target.name}.part")
    try:
        _copy(connection, aside)
        size = aside.stat().st_size
        aside.replace(target)
        _sync(target.parent)
    except sqlite3.Error as error:
        raise trouble(os.fspath(target), error) from error
    except OSError as error:
        raise StoreError(f"cannot write the copy {target}: {error.strerror}; choose another place") from error
    finally:
        with suppress(OSError):
            aside.unlink()
    return size


def _copy(connection: Connection, aside: Path) -> None:
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    copy = sqlite3.connect(aside)
    try:
        connection.backup(copy, pages=_PAGES_AT_A_TIME)
        answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        copy.close()
    if answer != "ok":
        raise StoreError(f"the copy of {connection.path} is not whole: {answer}; check the disk")
    _sync(aside)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
