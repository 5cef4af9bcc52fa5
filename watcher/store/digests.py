"""Digests: what each has to report, and what it reported; frozen once, with the messages that carry it.

The choice looks at what was told, never at dates, so that nothing indexed late falls between two digests.
"""

from collections.abc import Sequence
from datetime import datetime

from watcher.errors import DamagedError
from watcher.model import Digest, Dossier, LinkKind, Message, Tier
from watcher.store.answers import Frozen
from watcher.store.connection import Connection, reading, writing
from watcher.store.dossiers import Dossiers, Selected, is_notice
from watcher.store.guesses import NOTICED
from watcher.store.outbox import Outbox
from watcher.store.rows import UNREADABLE, decode, encode, insert_missing, moment, read

_OFF = Tier.OFF.rank

# The items of a topic with their nearest tier; what all sources withdrew and what is off topic is none. One whose
# time is damaged came long ago, or it would never be told.
_RATED = f"""
    rated AS (
        SELECT record.item, min(score.rank) AS rank,
            min(CASE WHEN record.first_seen GLOB '????-*' THEN record.first_seen ELSE '' END) AS first_seen
        FROM score JOIN record ON record.id = score.record
        WHERE score.topic = :topic AND score.rank < {_OFF} AND record.withdrawn IS NULL
        GROUP BY record.item
    )
"""  # noqa: S608 - our own number

# The paper's own record says what its retraction notice had said, and a digest told. A second correction
# is another matter: it may be a new one.
_RETRACTED_AGAIN = """
    change.field IN ('notices', 'publication type') AND change.after LIKE '%retract%'
    AND change.after NOT LIKE '%corrected%' AND change.after NOT LIKE '%concern%'
    AND held.retracted
"""

# Over what was told: an item keeps what any of its records was told in, through merges and splits.
_SINCE_TOLD = f"""
    WITH {_RATED}, {NOTICED},
    held AS (
        SELECT record.item, max(iif(told.revision > (SELECT max(id) FROM version), 0, told.revision)) AS revision, min(told.rank) AS rank, max(told.notices) AS notices,
            max(told.retracted) AS retracted
        FROM told JOIN record ON record.id = told.record
        WHERE told.name = :digest
        GROUP BY record.item
    ),
    noticed AS (
        SELECT item, count(DISTINCT nullif(kind, 'retracts')) AS others, max(kind = 'retracts') AS retracted
        FROM notice
        GROUP BY item
    )
    SELECT rated.item, 1, 0, NULL, rated.rank
    FROM rated
    WHERE rated.first_seen < :until AND rated.item NOT IN (SELECT item FROM held)
    UNION ALL
    SELECT held.item, 0, held.revision, held.rank, rated.rank
    FROM held
    LEFT JOIN rated ON rated.item = held.item
    LEFT JOIN noticed ON noticed.item = held.item
    WHERE rated.rank < held.rank
        OR (held.rank < {_OFF} AND noticed.others + max(noticed.retracted, held.retracted) > held.notices)
        OR (held.rank < {_OFF} AND EXISTS (
            SELECT 1
            FROM record JOIN change ON change.record = record.id
            WHERE record.item = held.item AND change.version > held.revision
                AND change.seen < :until AND change.weight IN ('high', 'medium')
                AND NOT ({_RETRACTED_AGAIN})
        ))
"""  # noqa: S608

# Over a window: nothing is remembered, so any period can be looked at again.
_IN_WINDOW = f"""
    WITH {_RATED}, {NOTICED},
    moved AS (
        SELECT record.item
        FROM change JOIN record ON record.id = change.record
        WHERE change.seen >= :since AND change.seen < :until AND change.weight IN ('high', 'medium')
        UNION
        SELECT notice.item
        FROM notice JOIN version ON version.id = notice.version
        WHERE version.seen >= :since AND version.seen < :until
    )
    SELECT rated.item, rated.first_seen >= :since, 0, NULL, rated.rank
    FROM rated
    WHERE rated.first_seen < :until
        AND (rated.first_seen >= :since OR rated.item IN (SELECT item FROM moved))
"""  # noqa: S608


class Digests:
    """What a digest has to tell, and the digests that were made, each once."""

    def __init__(self, connection: Connection, dossiers: Dossiers, outbox: Outbox) -> None:
        self._connection = connection
        self._dossiers = dossiers
        self._outbox = outbox

    def dossiers(
        self, topic: str, since: datetime, until: datetime, *, digest: str | None = None
    ) -> tuple[Dossier, ...]:
        """Return what the digest of this name has to tell: nearest tier first, then by value, newest first.

        An item that no earlier digest of the name told is new, however late it was indexed. One that was
        told comes again with changes that matter (high or medium), a retraction, correction or
        concern, or a nearer tier than it was told in. Items of tier "off" and those withdrawn by their
        sources are left out. Without a name, ``since`` decides what is new: any window can be looked at.
        Nothing seen at or after ``until`` is told.
        """
        with reading(self._connection):
            selected = self._select(topic, moment(since), moment(until), digest)
            made = [self._dossiers.make(one, topic, since, until, digest) for one in selected]
        return tuple(sorted((dossier for dossier in made if dossier), key=_nearest_first))

    def off(self, topic: str, since: datetime, until: datetime) -> int:
        """Return how many items came in [since, until) that are off the topic by all their records: no digest tells of them."""
        counted = self._connection.execute(
            f"""
            SELECT count(*) FROM (
                SELECT min(record.first_seen) AS came
                FROM score JOIN record ON record.id = score.record
                WHERE score.topic = ? AND record.withdrawn IS NULL
                GROUP BY record.item
                HAVING min(score.rank) >= {_OFF} AND came >= ? AND came < ?
            )
            """,  # noqa: S608 - our own number
            (topic, moment(since), moment(until)),
        )
        return int(counted.fetchone()[0])

    def freeze(
        self,
        digest: Digest,
        messages: Sequence[Message],
        dossiers: Sequence[Dossier],
        *,
        name: str,
        now: datetime,
    ) -> bool:
        """Keep a digest, its messages and what it reported in one step; False where it was made before.

        A digest is made once for its name and period (``digest.key``). ``dossiers`` are all that it was
        built from, shown or folded.
        """
        with writing(self._connection):
            row = self._insert_digest(digest, name, moment(now))
            if row is None:
                return False
            for dossier in dossiers:
                self._tell(dossier, name, row, moment(now))
            self._outbox.post(messages, now=now, digest=row)
        return True

    def post(self, name: str, key: str, messages: Sequence[Message], *, now: datetime) -> int:
        """Put more messages of a digest that was made into the outbox; return how many were not there yet."""
        with writing(self._connection):
            digest = self._connection.execute(
                "SELECT id FROM digest WHERE name = ? AND key = ?", (name, key)
            ).fetchone()
            return self._outbox.post(messages, now=now, digest=digest[0])

    def get(self, name: str, key: str) -> Digest | None:
        """Return the digest as it was frozen; None where it was never made. Raise ``DamagedError`` where it is damaged."""
        row = self._connection.execute("SELECT body FROM digest WHERE name = ? AND key = ?", (name, key)).fetchone()
        try:
            return decode(row[0], Digest) if row else None
        except UNREADABLE as error:
            raise DamagedError(f"the digest {name} of {key} is damaged ({error}); restore the last backup") from error

    def all(self, name: str | None = None) -> tuple[Frozen, ...]:
        """Return the digests that were made, newest first."""
        return tuple(
            read(
                Frozen,
                self._connection,
                """
                SELECT name, key, topic, since, until, frozen
                FROM digest
                WHERE ? IS NULL OR name = ?
                ORDER BY until DESC, id DESC
                """,
                (name, name),
            )
        )

    def that_told(self, item: int) -> tuple[Frozen, ...]:
        """Return the digests that reported the item, oldest first."""
        return tuple(
            read(
                Frozen,
                self._connection,
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
        )

    def _select(self, topic: str, since: str, until: str, digest: str | None) -> list[Selected]:
        rows = self._connection.execute(
            _IN_WINDOW if digest is None else _SINCE_TOLD,
            {"topic": topic, "since": since, "until": until, "digest": digest},
        ).fetchall()
        return [Selected(item, bool(new), revision, told, rank) for item, new, revision, told, rank in rows]

    def _insert_digest(self, digest: Digest, name: str, now: str) -> int | None:
        return insert_missing(
            self._connection,
            "digest",
            ("name", "key"),
            name=name,
            key=digest.key,
            topic=digest.topic,
            since=moment(digest.since),
            until=moment(digest.until),
            frozen=now,
            body=encode(digest),
        )

    def _tell(self, dossier: Dossier, name: str, digest: int, now: str) -> None:
        notices = {link.kind for link, _, _ in dossier.links if is_notice(link, dossier.item)}
        notices |= {LinkKind.RETRACTS} if dossier.retracted else set()
        rank = dossier.score.tier.rank
        for record in dossier.item.records:
            self._connection.execute(
                """
                INSERT INTO told (record, name, digest, revision, rank, notices, retracted, because, at)
                SELECT id, ?, ?, ?, ?, ?, ?, '', ? FROM record WHERE source = ? AND source_id = ?
                """,
                (name, digest, dossier.revision, rank, len(notices), dossier.retracted, now, *record.key),
            )


def _nearest_first(dossier: Dossier) -> tuple[int, float, int, int]:
    dates = [record.published.earliest.toordinal() for record in dossier.item.records if record.published]
    return dossier.score.tier.rank, -dossier.score.value, -max(dates, default=0), dossier.item.id
