"""Records that came and could not be understood: kept with what is certain, until another program reads them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate
from typing import Any

from watcher.model import NotUnderstood, Page
from watcher.store.connection import Connection, writing
from watcher.store.health import IS_TIME, unweighed
from watcher.store.items import Items
from watcher.store.rows import NEVER, attempt, moment, read, row, upsert
from watcher.store.saving import Saving, read_page

# What came at a time that cannot be read came long ago.
_COLUMNS = f"source, source_id, title, url, reason, iif(seen {IS_TIME}, seen, '{moment(NEVER)}') AS seen, program"


class Unread:
    """What a person is asked to read, since Watcher could not."""

    def __init__(self, connection: Connection, items: Items) -> None:
        self._connection = connection
        self._items = items
        self._saving = Saving(connection)

    def keep(self, found: NotUnderstood, page: Page | None = None) -> None:
        """Keep a record that was not understood, with the page that it stands in; when it came first stays."""
        with writing(self._connection):
            paged = {} if page is None else {"payload": self._saving.page(found.source, page)}
            upsert(self._connection, "unread", ("source", "source_id"), ("seen",), **row(found), **paged)

    def resolve(self, source: str, source_id: str) -> bool:
        """Forget a record that was understood meanwhile; return whether it was here."""
        with writing(self._connection):
            found = self._connection.execute(
                "DELETE FROM unread WHERE source = ? AND source_id = ?", (source, source_id)
            )
        return found.rowcount > 0

    def all(self) -> tuple[NotUnderstood, ...]:
        """Return every record that is not understood, oldest first."""
        return self._read("")

    def since(self, begin: datetime, topic: str = "") -> tuple[NotUnderstood, ...]:
        """Return those that came first at this moment or later, oldest first.

        Behind them stand the records, however old, whose row was found to be damaged since the store was opened, or
        is damaged where a digest of the topic chooses by it.
        """
        found = self._read(f"WHERE seen >= ? OR seen NOT {IS_TIME}", moment(begin))
        damaged = (*self._items.damaged(), *unweighed(self._connection, topic))
        return (*found, *{(one.source, one.source_id): one for one in reversed(damaged)}.values())

    def pages(self, program: str = "") -> Iterator[tuple[str, Page]]:
        """Yield source and page of what can be read again, oldest first, each page once.

        ``program`` leaves out what this very version has failed on.
        """
        rows = self._connection.execute(
            """
            SELECT source, url, body, retrieved, media_type
            FROM payload
            WHERE id IN (SELECT payload FROM unread WHERE program <> ?)
            ORDER BY id
            """,
            (program,),
        ).fetchall()
        for source, *columns in rows:
            if page := attempt(read_page, columns, f"the page {columns[0]}"):
                yield source, page

    def page(self, source: str, source_id: str) -> Page | None:
        """Return the page that a record which is not understood stands in; None where none is kept."""
        columns = self._connection.execute(
            """
            SELECT url, body, retrieved, media_type
            FROM payload
            WHERE id = (SELECT payload FROM unread WHERE source = ? AND source_id = ?)
            """,
            (source, source_id),
        ).fetchone()
        return attempt(read_page, columns, f"the page of {source} {source_id}") if columns else None

    def trim(self, most: int) -> int:
        """Forget the oldest pages of those that are kept for this alone and are larger than ``most`` bytes together.

        Return how many were forgotten; their records stay, and the store counts them (``Status.counts``).
        """
        kept = self._connection.execute(
            """
            SELECT id, length(body)
            FROM payload
            WHERE id IN (SELECT payload FROM unread) AND id NOT IN (SELECT payload FROM version WHERE payload IS NOT NULL)
            ORDER BY id DESC
            """
        ).fetchall()
        sizes = accumulate(size for _, size in kept)
        old = [(row,) for (row, _), size in zip(kept, sizes, strict=True) if size > most]
        with writing(self._connection):
            self._connection.executemany("UPDATE unread SET payload = NULL WHERE payload = ?", old)
            self._connection.executemany("DELETE FROM payload WHERE id = ?", old)
            self._connection.execute(
                """
                INSERT INTO note (name, value) VALUES ('pages dropped', :count)
                ON CONFLICT (name) DO UPDATE SET value = value + excluded.value
                """,
                {"count": len(old)},
            )
        return len(old)

    def _read(self, where: str, *parameters: Any) -> tuple[NotUnderstood, ...]:
        sql = f"SELECT {_COLUMNS} FROM unread {where} ORDER BY seen, source, source_id"  # noqa: S608 - our own text
        return tuple(read(NotUnderstood, self._connection, sql, parameters))
