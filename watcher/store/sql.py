"""SQL from outside, which may read and nothing else."""

import os
import sqlite3
from contextlib import closing
from typing import NamedTuple

from watcher.errors import InputError
from watcher.store.connection import connect

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
