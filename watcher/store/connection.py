"""SQLite as Watcher opens it: safe against power cuts, hostile schemas and other writers.

Only the standard library is imported here, so that ``watcher search`` answers at once.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from os.path import realpath
from pathlib import Path
from typing import Any, NamedTuple

from watcher.errors import InputError, StoreError

MEMORY = ":memory:"
APPLICATION_ID = 0x57544348  # "WTCH", so that `file` and we know our own databases
SCHEMA_VERSION = 19  # the number of migrations in schema.py
LARGEST_ID = 2**63 - 1  # of a row in SQLite
_BUSY_MILLISECONDS = 30_000  # how long a writer waits for another one
_CACHE_KIB = 24_000  # the largest part of what a long sync holds in memory
# Two connections in WAL mode could corrupt the database before this version:
# https://sqlite.org/releaselog/3_51_3.html
_WAL_IS_SAFE = (3, 51, 3)

# What is wrong with the statement, not with the file: a bug, and it stays one.
_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


class Connection(sqlite3.Connection):
    """A connection whose trouble with the file is a ``StoreError`` with the way out."""

    path: str = MEMORY
    writable: bool = True

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run one statement."""
        try:
            return super().execute(sql, parameters)
        except _MISTAKES:
            raise
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run one statement with each of the parameters."""
        try:
            return super().executemany(sql, parameters)
        except _MISTAKES:
            raise
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error


def connect(path: str | os.PathLike[str], *, write: bool = True, newer: bool = False) -> Connection:
    """Return a connection with every setting made; its schema may be of an older version.

    To write, a file that is not there is made, for its owner alone; to read, it must be there. A file that may
    only be read, or lies in such a folder, is opened for reading whatever was asked. Raise ``StoreError`` where it
    cannot be opened, is not ours, or was written by a ``newer`` version, unless that is asked for.
    """
    name = os.fspath(path)
    write = name == MEMORY or (write and _prepare(Path(name)))
    try:
        connection = sqlite3.connect(
            name if write else _to_read(Path(name)), uri=not write, factory=Connection, isolation_level=None
        )
    except sqlite3.Error as error:
        raise trouble(name, error) from error
    connection.path, connection.writable = name, write
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        _refuse_strangers(connection, newer)
        _settle(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def schema_version(connection: Connection) -> int:
    """Return the number of the last migration that the database has seen, 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def writing(connection: Connection) -> Iterator[Connection]:
    """Hold the one right to write until the block ends: all of it is kept, or nothing.

    Inside another such block it is a part that can fail alone. The lock is taken at once, since a
    reader that turns writer later is refused without waiting.
    """
    nested = connection.in_transaction
    connection.execute("SAVEPOINT part" if nested else "BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("RELEASE part" if nested else "COMMIT")
    except BaseException:
        # A full disk may have rolled everything back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK TO part" if nested else "ROLLBACK")
            if nested:
                connection.execute("RELEASE part")
        raise


@contextmanager
def reading(connection: Connection) -> Iterator[Connection]:
    """Give every read in the block the same state of the database, whatever others write meanwhile."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN")
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        raise translated(connection.path, error) from error
    finally:
        connection.execute("ROLLBACK")


def journal(version: tuple[int, int, int]) -> tuple[str, str]:
    """Return the journal mode and the synchronous level that lose nothing in a power cut."""
    return ("WAL", "FULL") if version >= _WAL_IS_SAFE else ("DELETE", "EXTRA")


def translated(path: str, error: sqlite3.Error) -> Exception:
    """Return trouble with the file as ``StoreError``, and a mistake of ours as it is."""
    return error if isinstance(error, _MISTAKES) else trouble(path, error)


def trouble(path: str, error: sqlite3.Error) -> StoreError:
    """Return the error in words, with the way out where there is a plain one."""
    text = str(error)
    ways = {
        "locked": "another watcher is writing; try again in a minute",
        "full": "the disk is full; make room and run again, nothing is lost",
        "not a database": "name another file in [watcher] database, or put a backup back: `watcher restore FILE`",
        "malformed": "put the last backup back: `watcher restore FILE`",
        "unable to open": "check that the folder exists and can be written",
        "readonly": "check the permissions of the file and its folder",
        "disk I/O": "check the disk, and that its folder is still there",
    }
    way = next((way for sign, way in ways.items() if sign in text), "")
    return StoreError(f"database {path}: {text}" + (f"; {way}" if way else ""))


def _prepare(path: Path) -> bool:
    """Return whether the file can be written, after making it where there is none."""
    if path.exists():
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    # The store names what a team reads and to whom it is sent: for the owner only.
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"database {path}: {error.strerror}; name another file in [watcher] database") from error
    return True


def _to_read(path: Path) -> str:
    """Return the address under which SQLite opens the file without writing beside it."""
    if not path.is_file():
        raise StoreError(f"there is no database {path}; `watcher sync` makes it, [watcher] database names another")
    # The two files of a WAL cannot be made in a folder that may only be read; without them nothing is pending.
    beside = os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro" + ("" if beside else "&immutable=1")


def _settle(connection: Connection) -> None:
    mode, synchronous = journal(sqlite3.sqlite_version_info)
    for setting in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        f"cache_size = -{_CACHE_KIB}",
        *((f"journal_mode = {mode}", f"synchronous = {synchronous}") if connection.writable else ()),
    ):
        connection.execute(f"PRAGMA {setting}")


def _refuse_strangers(connection: Connection, newer: bool = False) -> None:
    version = schema_version(connection)
    mine = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not mine and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"database {connection.path} is not watcher's; name another file in [watcher] database")
    if version > SCHEMA_VERSION and not newer:
        raise StoreError(
            f"database {connection.path} was written by a newer watcher"
            f" (schema {version}, this one knows {SCHEMA_VERSION}); update watcher{_way_back(Path(connection.path))}"
        )


def _way_back(path: Path) -> str:
    """Return how to go on with this version: what the update of the database copied before; "" where no copy is there."""
    copies = [copy for copy in path.parent.glob(f"{path.name}.schema-*") if copy.suffix[8:].isdecimal()]
    known = [copy for copy in copies if int(copy.suffix[8:]) <= SCHEMA_VERSION]
    last = max(known, key=lambda copy: int(copy.suffix[8:]), default=None)
    return f", or put back the copy that was made before: `watcher restore {last}`" if last else ""


_PAGES_AT_A_TIME = 4_096  # the writer gets its turn between two steps


def copy_database(connection: Connection, target: Path, *, force: bool = False) -> int:
    """Copy the database to ``target`` while others read and write; return the copy's size in bytes.

    The copy is checked before it takes the name, so a file of that name is always whole. ``force`` puts it in the
    place of an earlier copy; nothing else is ever replaced, the database itself least of all. Raise ``StoreError``
    where it may not or cannot be written.
    """
    _refuse(connection, target, force=force)
    from secrets import token_hex  # noqa: PLC0415 - a search never copies

    aside = target.with_name(f".{target.name[:100]}.{token_hex(4)}.part")
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
        if is_beside(Path(realpath(target)), Path(realpath(connection.path))):
            raise StoreError(f"{target} belongs to the database; choose another place for the copy")
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


def is_beside(target: Path, database: Path) -> bool:
    """Return whether the path is of a file that a database keeps beside itself: its journal, its memory, its locks."""
    rest = target.name.removeprefix(database.name)
    belongs = rest.startswith("-") or rest.endswith(".lock")
    return belongs and rest != target.name and target.parent == database.parent


def _is_ours(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except sqlite3.Error:
        return False


def _copy(connection: Connection, aside: Path) -> None:
    aside.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(aside)) as copy:
        connection.backup(copy, pages=_PAGES_AT_A_TIME)
        answer = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        first = answer.splitlines()[-1]  # below "*** in database main ***"
        raise StoreError(
            f"{connection.path} is damaged, and was not copied: {first}; check the disk, and put an earlier backup back: `watcher restore FILE`"
        )
    _sync(aside)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # where no folder is opened, and no file synced that was opened for reading
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_LOOKED_UP = frozenset("table_info table_xinfo index_list index_info foreign_key_list data_version".split())


class Table(NamedTuple):
    """What a query answered: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def query(path: str | os.PathLike[str], statement: str) -> Table:
    """Return what one SELECT answers; raise ``InputError`` for what SQLite does not understand, or would write."""
    with closing(connect(path, write=False)) as connection:
        connection.execute("SELECT * FROM document_index LIMIT 0")  # its own tables are looked up before the lock
        connection.set_authorizer(_authorize)
        try:
            cursor = sqlite3.Connection.execute(connection, statement)
            return Table(tuple(column[0] for column in cursor.description or ()), cursor.fetchall())
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise InputError(f"{error}; `watcher sql` reads, and docs/schema.md says what there is") from error


def _authorize(action: int, first: str | None, *_: object) -> int:
    looks_up = action == sqlite3.SQLITE_PRAGMA and first in _LOOKED_UP
    return sqlite3.SQLITE_OK if action in _ALLOWED or looks_up else sqlite3.SQLITE_DENY
