"""What the store can tell of itself: all about one item, and how the whole is."""

from pathlib import Path
from typing import Any

from watcher.model import Score
from watcher.store.answers import Account, Frozen, Membership, Status
from watcher.store.connection import MEMORY
from watcher.store.coverage import Coverages
from watcher.store.dossiers import Dossiers
from watcher.store.freezing import frozen
from watcher.store.merges import Merges
from watcher.store.outbox import Outbox
from watcher.store.rows import decode, read_moment

_COUNTED = {
    "items": "SELECT count(DISTINCT item) FROM record",
    "records": "SELECT count(*) FROM record",
    "versions": "SELECT count(*) FROM version",
    "pages": "SELECT count(*) FROM payload",
    "links": "SELECT count(*) FROM link",
}


class Accounts(Merges, Dossiers, Coverages, Outbox):
    """Accounts of one item and of all."""

    def account(self, item: int) -> Account | None:
        """Return everything about one item (or the one that it was merged into), None where there is none."""
        with self.reading():
            dossier = self.dossier(item, "")
            if dossier is None:
                return None
            item = dossier.item.id
            versions = [version for record in dossier.item.records for version in self.versions(record.key)]
            return Account(
                item=dossier.item,
                former=self._former(item),
                ids=tuple(sorted({one for record in dossier.item.records for one in record.ids})),
                scores=self._scores(item),
                memberships=self._memberships(item),
                versions=tuple(sorted(versions, key=lambda version: version.seen)),
                changes=dossier.changes,
                links=dossier.links,
                decisions=self.decisions(item),
                doubts=self.doubts(item),
                digests=self._digests_with(item),
            )

    def status(self) -> Status:
        """Return how the store is: the last run of each source, what waits in the outbox, how much there is."""
        with self.reading():
            counts = {name: self._connection.execute(sql).fetchone()[0] for name, sql in _COUNTED.items()}
            newest: dict[str, Frozen] = {}
            for digest in self.digests():
                newest.setdefault(digest.name, digest)
            return Status(
                runs=self.last_runs(),
                outbox=dict(self._connection.execute("SELECT state, count(*) FROM delivery GROUP BY state").fetchall()),
                counts=counts | {"doubts": len(self.doubts())},
                size_bytes=0 if self.path == MEMORY else Path(self.path).stat().st_size,
                digests=tuple(newest.values()),
            )

    def _former(self, item: int) -> tuple[int, ...]:
        rows = self._connection.execute(
            """
            WITH RECURSIVE former (id) AS (
                SELECT id FROM item WHERE moved_to = ?
                UNION
                SELECT item.id FROM former JOIN item ON item.moved_to = former.id
            )
            SELECT id FROM former ORDER BY id
            """,
            (item,),
        )
        return tuple(row[0] for row in rows)

    def _scores(self, item: int) -> tuple[tuple[str, Score], ...]:
        rows = self._connection.execute(
            """
            SELECT score.topic, score.body
            FROM record JOIN score ON score.record = record.id
            WHERE record.item = ?
            ORDER BY score.topic, score.rank DESC, score.value
            """,
            (item,),
        )
        best = {topic: decode(body, Score) for topic, body in rows}
        return tuple(best.items())

    def _memberships(self, item: int) -> tuple[Membership, ...]:
        rows = self._connection.execute(
            """
            SELECT source, source_id, item, verdict, because, score, decided_by, decided_at, withdrawn
            FROM record
            WHERE item = ?
            ORDER BY id
            """,
            (item,),
        )
        return tuple(_membership(row) for row in rows)

    def _digests_with(self, item: int) -> tuple[Frozen, ...]:
        rows = self._connection.execute(
            """
            SELECT DISTINCT digest.name, digest.key, digest.topic, digest.since, digest.until, digest.frozen
            FROM record
            JOIN told ON told.record = record.id
            JOIN digest ON digest.id = told.digest
            WHERE record.item = ?
            ORDER BY digest.until
            """,
            (item,),
        )
        return tuple(frozen(*row) for row in rows)


def _membership(row: tuple[Any, ...]) -> Membership:
    source, source_id, item, verdict, because, score, by, at, withdrawn = row
    return Membership(
        source=source,
        source_id=source_id,
        item=item,
        verdict=verdict,
        because=because,
        score=score,
        by=by,
        at=read_moment(at),
        withdrawn=read_moment(withdrawn) if withdrawn else None,
    )
