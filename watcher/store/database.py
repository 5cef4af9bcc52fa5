"""The open database: one writer at a time, consistent copies, and its own health."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from watcher.store.connection import MEMORY, Connection, open_connection, reading, writing
from watcher.store.copying import copy_database
from watcher.store.indexing import index_faults, rebuild


class Database:
    """A store's connection; every other part of the store is built on it.

    A connection belongs to the thread that opened it: sources may fetch side by side, one thread writes.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: str | os.PathLike[str] = MEMORY) -> Self:
        """Open the database at ``path``, making it where there is none; ":memory:" lives with the process.

        An older schema is brought up to date (a copy is kept beside it), a newer one refused. Raise
        ``StoreError`` where the file cannot be opened or is not ours.
        """
        return cls(open_connection(path))

    @property
    def path(self) -> str:
        """Return the path as it was given."""
        return self._connection.path

    def close(self) -> None:
        """Close the database; what was not committed is gone."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make all that is written in the block one step: kept whole at its end, or not at all.

        Blocks nest; an inner one that raises takes back only its own part.
        """
        with writing(self._connection):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let every question in the block be answered from one moment, whatever others write meanwhile."""
        with reading(self._connection):
            yield

    def backup(self, path: str | os.PathLike[str]) -> int:
        """Write a consistent copy while others work; return its size in bytes. Raise ``StoreError``."""
        return copy_database(self._connection, Path(path))

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database, in words; () for a whole one. Reads all of it."""
        found = [
            f"{row[0]}; restore the last backup (`watcher backup` makes them)"
            for row in self._connection.execute("PRAGMA integrity_check")
            if row[0] != "ok"
        ]
        found += [
            f"{table}: row {row} names a row of {parent} that is not there"
            for table, row, parent, _ in self._connection.execute("PRAGMA foreign_key_check")
        ]
        return (*found, *index_faults(self._connection))

    def rebuild_search(self) -> None:
        """Make the index of the search again from the documents, where ``check`` finds the two at odds."""
        with self.writing():
            rebuild(self._connection)

    def remember(self, name: str, value: str) -> None:
        """Keep a note for the next run under ``name``."""
        with self.writing():
            self._connection.execute(
                "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def recall(self, name: str) -> str:
        """Return the note under ``name``, "" where there is none."""
        row = self._connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""
