"""Which items a digest has to tell: those it never told, and those that became something else since.

The choice looks at what was told, never at dates, so that nothing indexed late falls between two digests.
"""

from typing import NamedTuple

from watcher.model import Tier
from watcher.store.connection import Connection

_OFF = Tier.OFF.rank


class Selected(NamedTuple):
    """An item to tell. ``revision`` is how far the store was when it was told last, 0 where never."""

    item: int
    new: bool
    revision: int
    told_rank: int | None = None  # the nearest tier it was told in
    rank: int | None = None


# The items of a topic with their nearest tier; what all sources withdrew and what is off topic is none.
_RATED = f"""
    rated AS (
        SELECT record.item, min(score.rank) AS rank, min(record.first_seen) AS first_seen
        FROM score JOIN record ON record.id = score.record
        WHERE score.topic = :topic AND score.rank < {_OFF} AND record.withdrawn IS NULL
        GROUP BY record.item
    )
"""  # noqa: S608 - our own number

# Retractions, corrections and concerns by the item that they are about, whichever side told them.
_NOTICE = """
    notice AS (
        SELECT target.item, link.kind, link.version
        FROM link
        JOIN identifier ON identifier.scheme = link.scheme AND identifier.value = link.value
        JOIN record AS target ON target.id = identifier.record
        WHERE link.kind IN ('retracts', 'corrects', 'concern_about') AND link.inverse = 0
        UNION ALL
        SELECT record.item, link.kind, link.version
        FROM link JOIN record ON record.id = link.record
        WHERE link.kind IN ('retracts', 'corrects', 'concern_about') AND link.inverse = 1
    )
"""

# The paper's own record says what its retraction notice had said, and a digest told. A second correction
# is another matter: it may be a new one.
_RETRACTED_AGAIN = """
    change.field IN ('notices', 'publication type') AND change.after LIKE '%retract%'
    AND change.after NOT LIKE '%corrected%' AND change.after NOT LIKE '%concern%'
    AND EXISTS (
        SELECT 1
        FROM notice
        WHERE notice.item = held.item AND notice.kind = 'retracts' AND notice.version <= held.revision
    )
"""

# Over what was told: an item keeps what any of its records was told in, through merges and splits.
_SINCE_TOLD = f"""
    WITH {_RATED}, {_NOTICE},
    held AS (
        SELECT record.item, max(told.revision) AS revision, min(told.rank) AS rank, max(told.notices) AS notices
        FROM told JOIN record ON record.id = told.record
        WHERE told.name = :digest
        GROUP BY record.item
    ),
    noticed AS (SELECT item, count(DISTINCT kind) AS notices FROM notice GROUP BY item)
    SELECT rated.item, 1, 0, NULL, rated.rank
    FROM rated
    WHERE rated.first_seen < :until AND rated.item NOT IN (SELECT item FROM held)
    UNION ALL
    SELECT held.item, 0, held.revision, held.rank, rated.rank
    FROM held
    LEFT JOIN rated ON rated.item = held.item
    LEFT JOIN noticed ON noticed.item = held.item
    WHERE rated.rank < held.rank
        OR (held.rank < {_OFF} AND noticed.notices > held.notices)
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
    WITH {_RATED}, {_NOTICE},
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


def select(connection: Connection, topic: str, since: str, until: str, digest: str | None) -> list[Selected]:
    """Return what the digest of this name has to tell before ``until``; what the window has, where it has no name."""
    rows = connection.execute(
        _IN_WINDOW if digest is None else _SINCE_TOLD,
        {"topic": topic, "since": since, "until": until, "digest": digest},
    ).fetchall()
    return [Selected(item, bool(new), revision, told, rank) for item, new, revision, told, rank in rows]
