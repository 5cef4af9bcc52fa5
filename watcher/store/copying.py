"""A consistent copy of a database in use: made aside, checked, synced, and only then given its name."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.connection import APPLICATION_ID, Connection, trouble

_PAGES_AT_A_TIME = 4_096  # the writer gets its turn between two steps


def copy_database(connection: Connection, target: Path, *, force: bool = False) -> int:
    """Copy the database to ``target`` while others read and write; return the copy's size in bytes.

    The copy is checked before it takes the name, so a file of that name is always whole. ``force`` puts it in the
    place of an earlier copy; nothing else is ever replaced, the database itself least of all. Raise ``StoreError``
    where it may not or cannot be written.
    """
    _refuse(connection, target, force=force)
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


def _refuse(connection: Connection, target: Path, *, force: bool) -> None:
    try:
        if not target.exists():
            return
        if Path(connection.path).exists() and target.samefile(connection.path):
            raise StoreError(f"{target} is the database itself; choose another place for the copy")
    except OSError as error:
        raise StoreError(f"cannot write the copy {target}: {error.strerror}; choose another place") from error
    if not _is_ours(target):
        raise StoreError(f"{target} is there and no copy of a watcher's database; choose another place")
    if not force:
        raise StoreError(f"{target} is there already; choose another place, or --force puts the new copy in its place")


def _is_ours(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except sqlite3.Error:
        return False


def _copy(connection: Connection, aside: Path) -> None:
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(aside)) as copy:
        connection.backup(copy, pages=_PAGES_AT_A_TIME)
        answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    if answer != "ok":
        raise StoreError(f"the copy of {connection.path} is not whole: {answer}; check the disk")
    _sync(aside)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
