"""The versions that a registry tells of itself: they explain what changed, and are compared with nothing of ours."""

from datetime import datetime

from watcher.model import PartialDate, Revision
from watcher.store.database import Database
from watcher.store.rows import decode, encode, moment, read_moment


class Revisions(Database):
    """The registries' own versions of a registration."""

    def keep_revision(self, revision: Revision) -> None:
        """Keep a version as its registry tells it now; when we first heard of it stays."""
        with self.writing():
            self._connection.execute(
                """
                INSERT INTO revision (source, source_id, number, date, status, modules, retrieved)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source, source_id, number) DO UPDATE SET
                    date = excluded.date,
                    status = excluded.status,
                    modules = excluded.modules
                """,
                (
                    revision.source,
                    revision.source_id,
                    revision.number,
                    encode(revision.date) if revision.date else "",
                    revision.status,
                    encode(revision.modules),
                    moment(revision.retrieved),
                ),
            )

    def revisions(self, key: tuple[str, str], until: datetime) -> tuple[Revision, ...]:
        """Return the versions of a registration (source, source_id) that we had heard of by then, oldest first."""
        rows = self._connection.execute(
            """
            SELECT number, date, status, modules, retrieved
            FROM revision
            WHERE source = ? AND source_id = ? AND retrieved < ?
            ORDER BY number
            """,
            (*key, moment(until)),
        )
        return tuple(
            Revision(
                source=key[0],
                source_id=key[1],
                number=number,
                date=decode(date, PartialDate) if date else None,
                status=status,
                modules=decode(modules, tuple[str, ...]),
                retrieved=read_moment(retrieved),
            )
            for number, date, status, modules, retrieved in rows
        )
