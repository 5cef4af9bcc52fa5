"""What a source may be asked about again: the identifiers of the things that matter."""

from datetime import datetime

from watcher.model import Id, Tier
from watcher.store.database import Database
from watcher.store.rows import moment


class Known(Database):
    """The identifiers of what is in the store, as queries take them."""

    def known(
        self, topic: str, tier: Tier = Tier.RELATED, *, without: str = "", since: datetime | None = None
    ) -> tuple[Id, ...]:
        """Return the identifiers of all items at least as near as ``tier``, the nearest first, each once.

        ``without`` leaves out the items that this source has a record of already, ``since`` those of which no
        record came since then.
        """
        rows = self._connection.execute(
            """
            SELECT identifier.scheme, identifier.value
            FROM identifier
            JOIN record ON record.id = identifier.record
            JOIN (
                SELECT rated.item AS item, min(score.rank) AS rank
                FROM score JOIN record AS rated ON rated.id = score.record
                WHERE score.topic = ? AND score.rank <= ?
                GROUP BY rated.item
            ) AS near ON near.item = record.item
            WHERE NOT EXISTS (
                SELECT 1
                FROM record AS had
                WHERE had.item = record.item AND had.source = ?
            )
            AND EXISTS (
                SELECT 1
                FROM record AS fresh
                WHERE fresh.item = record.item AND fresh.first_seen >= ?
            )
            GROUP BY identifier.scheme, identifier.value
            ORDER BY min(near.rank), identifier.scheme, identifier.value
            """,
            (topic, tier.rank, without, moment(since) if since else ""),
        )
        return tuple(Id(scheme, value) for scheme, value in rows)
