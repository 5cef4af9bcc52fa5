"""The store: one connection, and what is kept on it, noun by noun."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from watcher.errors import StoreError
from watcher.model import Score, Tier
from watcher.store.answers import Abstract, Account, Frozen, Membership, Status
from watcher.store.connection import (
    MEMORY,
    SCHEMA_VERSION,
    Connection,
    connect,
    copy_database,
    reading,
    schema_version,
    translated,
    writing,
)
from watcher.store.decisions import Decisions
from watcher.store.digests import Digests
from watcher.store.dossiers import Dossiers, read_score
from watcher.store.forecasts import Forecasts
from watcher.store.health import damaged_rows, forget_damaged
from watcher.store.index import Index
from watcher.store.items import Items
from watcher.store.neighbours import Neighbours
from watcher.store.outbox import Outbox
from watcher.store.ratings import Ratings
from watcher.store.records import Records
from watcher.store.rewordings import Rewordings
from watcher.store.rows import attempt, decode, read, read_moment, upsert
from watcher.store.runs import Runs
from watcher.store.saved import Searches
from watcher.store.shown import noticed
from watcher.store.trials import Trials
from watcher.store.unread import Unread

T = TypeVar("T")

_FAULTS_TOLD = 5  # of the pages: one fault tells that the file is damaged, a hundred tell no more
_COUNTED = {
    "items": "SELECT count(DISTINCT item) FROM record",
    "records": "SELECT count(*) FROM record",
    "versions": "SELECT count(*) FROM version",
    "pages": "SELECT count(*) FROM payload",
    "links": "SELECT count(*) FROM link",
    "not understood": "SELECT count(*) FROM unread",
    "pages dropped": "SELECT CAST(coalesce(sum(value), 0) AS INTEGER) FROM note WHERE name = 'pages dropped'",
}


class Store:
    """Everything that is known and everything that was sent, in one SQLite file.

    A connection belongs to the thread that opened it: sources may fetch side by side, one thread writes.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection  # SQLite itself, for those who look beneath
        self.index = Index(connection)
        self.items = Items(connection, self.index)
        self.decisions = Decisions(connection, self.items)
        self.neighbours = Neighbours(connection, self.items, self.decisions)
        self.records = Records(connection, self.items, self.decisions, self.index)

    # What a record's coming does not need is made when it is first asked for.
    @cached_property
    def dossiers(self) -> Dossiers:
        """The items with all that is known of them."""
        return Dossiers(self.connection, self.items)

    @cached_property
    def trials(self) -> Trials:
        """The trials, and what belongs to each."""
        return Trials(self.connection, self.items, self.dossiers, self.forecasts)

    @cached_property
    def forecasts(self) -> Forecasts:
        """What was forecast of the watched trials."""
        return Forecasts(self.connection, self.records)

    @cached_property
    def ratings(self) -> Ratings:
        """What readers found useful, and what not."""
        return Ratings(self.connection, self.items)

    @cached_property
    def rewordings(self) -> Rewordings:
        """What a machine made of sentences."""
        return Rewordings(self.connection)

    @cached_property
    def runs(self) -> Runs:
        """The runs of the sources, and how far each came."""
        return Runs(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """The messages on their way, and what became of them."""
        return Outbox(self.connection)

    @cached_property
    def digests(self) -> Digests:
        """The digests as they were frozen."""
        return Digests(self.connection, self.dossiers, self.outbox)

    @cached_property
    def unread(self) -> Unread:
        """The records that could not be understood."""
        return Unread(self.connection, self.items)

    @cached_property
    def searches(self) -> Searches:
        """The searches that a person keeps by name."""
        return Searches(self.connection)

    @classmethod
    def open(cls, path: str | os.PathLike[str] = MEMORY) -> Self:
        """Open the database at ``path``, making it where there is none; ":memory:" lives with the process.

        An older schema is brought up to date (a copy is kept beside it), a newer one refused. Raise
        ``StoreError`` where the file cannot be opened or is not ours.
        """
        connection = connect(path)
        try:
            if schema_version(connection) < SCHEMA_VERSION:
                # Seldom due, and sqlite_utils takes as long to load as all of our types together.
                from watcher.store.schema import migrate  # noqa: PLC0415

                migrate(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    @property
    def path(self) -> str:
        """Return the path as it was given."""
        return self.connection.path

    def close(self) -> None:
        """Close the database; what was not committed is gone."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise translated(self.path, error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make all that is written in the block one step: kept whole at its end, or not at all.

        Blocks nest; an inner one that raises takes back only its own part. It holds the one right to write, so
        nothing is parsed, rated or fetched in it: do that first, and only save here.
        """
        with writing(self.connection):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let every question in the block be answered from one moment, whatever others write meanwhile."""
        with reading(self.connection):
            yield

    def backup(self, path: str | os.PathLike[str], *, force: bool = False) -> int:
        """Write a consistent copy while others work; return its size in bytes.

        Raise ``StoreError`` where a file of that name is there, but for an earlier copy with ``force``.
        """
        return copy_database(self.connection, Path(path), force=force)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database, in words; () for a whole one. Reads all of it."""
        found = [
            f"{' '.join(row[0].split())}; put the last backup back: `watcher restore FILE`"
            for row in self.connection.execute(f"PRAGMA integrity_check({_FAULTS_TOLD})")
            if row[0] != "ok"
        ]
        found += [
            f"{table}: row {row} names a row of {parent} that is not there"
            for table, row, parent, _ in self.connection.execute("PRAGMA foreign_key_check")
        ]
        return (*found, *self.index.faults(), *damaged_rows(self.connection))

    def mend(self) -> None:
        """Mend what can be mended of what ``check`` finds: the index, and records that a source still has."""
        self.index.rebuild()
        forget_damaged(self.connection)

    def remember(self, name: str, value: str) -> None:
        """Keep a note for the next run under ``name``."""
        with self.writing():
            upsert(self.connection, "note", ("name",), name=name, value=value)

    def recall(self, name: str) -> str:
        """Return the note under ``name``, "" where there is none."""
        row = self.connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def recall_time(self, name: str) -> datetime | None:
        """Return the time that was noted under ``name``; None where there is none, or none that can be read."""
        text = self.recall(name)
        found = attempt(read_moment, text, f"the note {name!r}") if text else None
        return found if found and found.tzinfo else None

    def recall_json(self, name: str, kind: type[T], otherwise: T) -> T:
        """Return what was noted under ``name`` as JSON; ``otherwise`` where there is none, or none that can be read."""
        text = self.recall(name)
        found = attempt(lambda said: decode(said, kind), text, f"the note {name!r}") if text else None
        return otherwise if found is None else found

    def status(self) -> Status:
        """Return how the store is: the last run of each source, what waits in the outbox, how much there is."""
        with self.reading():
            counts = {name: self.connection.execute(sql).fetchone()[0] for name, sql in _COUNTED.items()}
            newest: dict[str, Frozen] = {}
            for digest in self.digests.all():
                newest.setdefault(digest.name, digest)
            return Status(
                runs=self.runs.last(),
                outbox=dict(
                    self.connection.execute(
                        "SELECT state, count(*) FROM delivery WHERE dropped = '' GROUP BY state"
                    ).fetchall()
                ),
                counts=counts | {"doubts": len(self.decisions.doubts())},
                size_bytes=0 if self.path == MEMORY else Path(self.path).stat().st_size,
                digests=tuple(newest.values()),
            )

    def abstracts(self, topic: str, since: str, until: str, nearest: Tier) -> tuple[Abstract, ...]:
        """Return the congress abstracts on a topic of this tier or a nearer one, published in [since, until], as far as their dates go."""
        rows = self.connection.execute(
            """
            SELECT document.title, document.title || ' ' || document.venue || ' ' || document.abstract, document.ids
            FROM document
            WHERE document.kind = 'abstract' AND document.published >= ? AND document.published <= ?
                AND document.item IN (SELECT record.item FROM score JOIN record ON record.id = score.record
                                      WHERE score.topic = ? AND score.rank <= ? AND record.withdrawn IS NULL)
            ORDER BY document.published, document.item
            """,
            (since, until, topic, nearest.rank),
        )
        return tuple(Abstract(*row) for row in rows.fetchall())

    def tiers(self, topic: str) -> dict[str, int]:
        """Return how many items there are of each tier of a topic."""
        rows = self.connection.execute(
            """
            SELECT tier, count(*)
            FROM (SELECT score.tier, min(score.rank) FROM score JOIN record ON record.id = score.record
                  WHERE score.topic = ? GROUP BY record.item)
            GROUP BY tier
            """,
            (topic,),
        )
        return dict(rows.fetchall())

    @classmethod
    def reading_of(cls, path: str | os.PathLike[str]) -> Self:
        """Open the database for reading alone; raise ``StoreError`` where there is none, or its schema is not of this version."""
        connection = connect(path, write=False)
        if (version := schema_version(connection)) == SCHEMA_VERSION:
            return cls(connection)
        connection.close()
        known = f"has the schema {version}, and this watcher reads {SCHEMA_VERSION}"
        raise StoreError(f"database {connection.path} {known}; `watcher status` brings an older one up to date")

    def account(self, item: int) -> Account | None:
        """Return everything about one item (or the one that it was merged into), None where there is none."""
        with self.reading():
            dossier = self.dossiers.get(item, "")
            if dossier is None:
                return None
            item = dossier.item.id
            versions = [version for record in dossier.item.records for version in self.records.versions(record.key)]
            return Account(
                notices=dossier.notices,
                item=dossier.item,
                former=self._former(item),
                ids=tuple(sorted({one for record in dossier.item.records for one in record.ids})),
                scores=self._scores(item),
                memberships=self._memberships(item),
                versions=tuple(sorted(versions, key=lambda version: version.seen)),
                changes=dossier.changes,
                links=dossier.links,
                decisions=self.decisions.all(item),
                doubts=self.decisions.doubts(item),
                digests=self.digests.that_told(item),
            )

    def notices(self, items: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return what stands on these items ("RETRACTED", "corrected", ...), for those on which anything does."""
        with self.reading():
            return noticed(self.connection, list(items))

    def _former(self, item: int) -> tuple[int, ...]:
        rows = self.connection.execute(
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
        rows = self.connection.execute(
            """
            SELECT score.topic, score.body, score.tier, score.value, score.profile
            FROM record JOIN score ON score.record = record.id
            WHERE record.item = ?
            ORDER BY score.topic, score.rank DESC, score.value
            """,
            (item,),
        )
        best = {topic: read_score(columns) for topic, *columns in rows}
        return tuple(best.items())

    def _memberships(self, item: int) -> tuple[Membership, ...]:
        return tuple(
            read(
                Membership,
                self.connection,
                """
                SELECT source, source_id, item, verdict, because, score, decided_by AS "by", decided_at AS "at", withdrawn
                FROM record
                WHERE item = ?
                ORDER BY id
                """,
                (item,),
            )
        )
