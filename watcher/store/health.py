"""Rows that cannot be read, or are dated in the future: found, named, and mended."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from watcher.model import Coverage, Digest, Forecast, LinkKind, NotUnderstood, RelationKind, Score, Tier, Weight
from watcher.store.connection import Connection, writing
from watcher.store.rows import NEVER, UNREADABLE, attempt, decode, decode_record, moment, read_moment
from watcher.store.saving import read_page

_OLDER = "an older version; what is known now is whole"
_LATEST = "`watcher doctor --mend` has it read from its source again"
_AGAIN = "`watcher sync --full` rates it again"
_BACKUP = "put the last backup back: `watcher restore FILE`"
# A body that no record says, so that the next look at the source takes the record for one that changed.
_FORGOTTEN = b""


def damaged_rows(connection: Connection) -> Iterator[str]:
    """Yield each row that cannot be read, in words, with the way out; reads every table whole."""
    for lost in unweighed(connection):
        yield f"the record {lost.source} {lost.source_id}: {lost.reason}; {_AGAIN}, or {_BACKUP}"
    for what, sql, reader, way in _CHECKS:
        for name, *columns in connection.execute(sql).fetchall():
            if error := _fault(reader, columns):
                yield f"{what} {name} cannot be read: {error}; {way}"


def unweighed(connection: Connection, topic: str = "") -> Iterator[NotUnderstood]:
    """Yield the records that no digest could weigh, or of which it could not tell all, since a column of theirs is damaged."""
    for reason, tables, where in _UNWEIGHED:
        rows = connection.execute(
            f"""
            SELECT DISTINCT record.source, record.source_id, coalesce(document.title, ''), coalesce(document.url, ''),
                record.first_seen
            FROM {tables} LEFT JOIN document ON document.item = record.item
            WHERE {where}
            """,  # noqa: S608 - our own text
            {"topic": topic},
        )
        for source, source_id, title, url, seen in rows.fetchall():
            yield NotUnderstood(
                source=source,
                source_id=source_id,
                reason=f"its row in the database is damaged: {reason}",
                seen=attempt(read_moment, seen, "a time") or NEVER,
                title=title,
                url=url,
            )


def forget_damaged(connection: Connection) -> int:
    """Have the records whose latest version is damaged taken for changed by the next sync; return how many."""
    rows = connection.execute(
        "SELECT version.id, version.body FROM record JOIN version ON version.id = record.version"
    ).fetchall()
    damaged = [row for row, *columns in rows if _fault(_record, columns)]
    with writing(connection):
        connection.executemany("UPDATE version SET content = ? WHERE id = ?", [(_FORGOTTEN, row) for row in damaged])
    return len(damaged)


def _fault(reader: Callable[[Any], object], columns: list[Any]) -> str:
    try:
        reader(columns)
    except UNREADABLE as error:
        return str(error)
    return ""


def _record(columns: list[Any]) -> object:
    return decode_record(columns[0])


def _version(columns: list[Any]) -> object:
    return decode_record(columns[0]), read_moment(columns[1])


def _score(columns: list[Any]) -> object:
    body, tier, tags, trials = columns
    return decode(body, Score), Tier(tier), json.loads(tags), json.loads(trials)


def _change(columns: list[Any]) -> object:
    return read_moment(columns[0]), Weight(columns[1])


def _link(columns: list[Any]) -> object:
    return LinkKind(columns[0]), columns[1] and RelationKind(columns[1])


def _times(columns: list[Any]) -> object:
    return [read_moment(column) for column in columns if column is not None]


IS_TIME = "GLOB '????-??-??T*'"


def _listed(names: Iterable[object]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_SCORED = "score JOIN record ON record.id = score.record"
_CHANGED = "change JOIN record ON record.id = change.record"
_TIED = "link JOIN record ON record.id = link.record"
_RANKS = " ".join(f"WHEN '{tier.value}' THEN {tier.rank}" for tier in Tier)
# What is chosen by SQL alone is not chosen where a column says what it cannot: what is damaged, where, and when it is.
_UNWEIGHED = (
    ("its versions are gone", "record", "record.version IS NULL OR record.version NOT IN (SELECT id FROM version)"),
    ("its item is gone", "record", "record.item NOT IN (SELECT id FROM item)"),
    ("the time of its withdrawal", "record", f"record.withdrawn NOT {IS_TIME}"),
    (
        "its tier",
        _SCORED,
        f"score.rank NOT BETWEEN 0 AND {len(Tier) - 1} OR score.rank <> CASE score.tier {_RANKS} ELSE score.rank END",
    ),
    (
        "its topic",
        "record",
        """
        NOT EXISTS (
            SELECT 1 FROM score
            WHERE score.record = record.id
                AND (score.topic = :topic OR score.topic IN (SELECT topic FROM run UNION SELECT topic FROM digest))
        ) AND (:topic <> '' OR EXISTS (SELECT 1 FROM run))
        """,
    ),
    (
        "what changed",
        _CHANGED,
        f"change.seen NOT {IS_TIME} OR change.weight NOT IN ({_listed(weight.value for weight in Weight)})",
    ),
    (
        "what it is tied to",
        _TIED,
        f"""
        link.kind NOT IN ({_listed(kind.value for kind in LinkKind)})
        OR link.relation NOT IN ({_listed(["", *(kind.value for kind in RelationKind)])})
        """,
    ),
)
_CHECKS: tuple[tuple[str, str, Callable[[Any], object], str], ...] = (
    (
        "the record",
        """
        SELECT record.source || ' ' || record.source_id, version.body, version.seen
        FROM record JOIN version ON version.id = record.version
        """,
        _version,
        _LATEST,
    ),
    (
        "the version",
        """
        SELECT version.id || ' of ' || record.source || ' ' || record.source_id, version.body, version.seen
        FROM version JOIN record ON record.id = version.record AND record.version <> version.id
        """,
        _version,
        _OLDER,
    ),
    (
        "the times of the record",
        "SELECT source || ' ' || source_id, first_seen, withdrawn FROM record",
        _times,
        _BACKUP,
    ),
    (
        "the score of",
        """
        SELECT record.source || ' ' || record.source_id, score.body, score.tier, score.tags, score.trials
        FROM score JOIN record ON record.id = score.record
        """,
        _score,
        _AGAIN,
    ),
    ("the change", "SELECT id, seen, weight FROM change", _change, _BACKUP),
    ("the link", "SELECT id, kind, relation FROM link", _link, _BACKUP),
    (
        "the page",
        "SELECT url, url, body, retrieved, media_type FROM payload",
        lambda row: read_page(tuple(row)),
        _BACKUP,
    ),
    ("the run", "SELECT source || ' ' || finished, body FROM run", lambda row: decode(row[0], Coverage), _BACKUP),
    ("the digest", "SELECT name || ' ' || key, body FROM digest", lambda row: decode(row[0], Digest), _BACKUP),
    ("the forecast", "SELECT trial || ' ' || made, body FROM forecast", lambda row: decode(row[0], Forecast), _BACKUP),
    ("the message", "SELECT key, not_before, changed FROM delivery", _times, _BACKUP),
    (
        "the note",
        "SELECT name, value FROM note WHERE substr(value, 1, 1) IN ('{', '[')",
        lambda row: json.loads(row[0]),
        f"what it said is forgotten; {_BACKUP}, where it matters",
    ),
)


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
