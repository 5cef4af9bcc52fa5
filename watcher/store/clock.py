"""A clock that was set right after it had run ahead: what was dated in its future is dated now."""

from datetime import datetime

from watcher.store.connection import Connection, writing
from watcher.store.rows import moment

_TIMES = {
    "payload": ("retrieved",),
    "item": ("created",),
    "record": ("first_seen", "decided_at"),
    "version": ("seen",),
    "change": ("seen",),
    "decision": ("decided_at",),
    "doubt": ("asked",),
    "watermark": ("reached",),
    "revision": ("retrieved",),
    "unread": ("seen",),
    "digest": ("since", "until", "frozen"),
    "told": ("at",),
    "delivery": ("not_before", "changed"),
}


def set_back(connection: Connection, now: datetime) -> None:
    """Date now whatever the store has from later: else nothing is asked, made or tried again before that time comes.

    Notes of such a time are forgotten; the digests themselves stay as they were sent.
    """
    at = {"now": moment(now)}
    with writing(connection):
        for table, columns in _TIMES.items():
            for column in columns:
                connection.execute(f"UPDATE {table} SET {column} = :now WHERE {column} > :now", at)  # noqa: S608 - our own names
        connection.execute(
            """
            UPDATE run
            SET finished = :now, body = json_set(body, '$.started', :now, '$.finished', :now, '$.until', :now)
            WHERE finished > :now
            """,
            at,
        )
        connection.execute("DELETE FROM note WHERE value GLOB '2???-??-??T*' AND value > :now", at)
