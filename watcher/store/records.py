"""What the sources said: every version of every record, and the way in for them."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from watcher.errors import StoreError
from watcher.model import Change, Deleted, Figure, Id, Item, Link, Page, Record, SameAs, Score, Verdict, Version, Weight
from watcher.store.connection import Connection, writing
from watcher.store.decisions import Decisions
from watcher.store.index import Index
from watcher.store.items import Items, gather, kind_of, names_of
from watcher.store.rows import attempt, check_dates, content, decode_record, moment, pack, read_moment
from watcher.store.saving import WITHDRAWN, Finding, Saving, read_page


class Effect(StrEnum):
    """What saving a record did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a record: ``item`` is the thing it belongs to, ``joined`` says whether that was known before."""

    effect: Effect
    item: int
    joined: bool = False

    @property
    def new(self) -> bool:
        """Return whether the record was not known before."""
        return self.effect is Effect.NEW

    @property
    def changed(self) -> bool:
        """Return whether a known record brought news."""
        return self.effect is Effect.CHANGED


@dataclass(frozen=True, slots=True)
class _Known:
    """The row of a record that we have."""

    id: int
    item: int
    withdrawn: bool
    keys: bytes
    fingerprint: str
    content: bytes
    body: str
    version: int


class Records:
    """Records by their key (source, source_id); the only way in for what sources say."""

    def __init__(self, connection: Connection, items: Items, decisions: Decisions, index: Index) -> None:
        self._connection = connection
        self._items = items
        self._decisions = decisions
        self._index = index
        self._saving = Saving(connection)

    def latest(self, record: Record) -> Record | None:
        """Return the latest version of this very record (source and source_id), None where it is new or damaged."""
        row = self._connection.execute(
            """
            SELECT version.body
            FROM record JOIN version ON version.id = record.version
            WHERE record.source = ? AND record.source_id = ?
            """,
            record.key,
        ).fetchone()
        return attempt(decode_record, row[0], f"the record {record.source} {record.source_id}") if row else None

    def told_apart(self, record: Record) -> tuple[Record, ...]:
        """Return the latest versions of the records that may share a key with this one: one's goes on where the other's ends.

        What is added behind a colon is what their source tells them apart by where they stand together.
        """
        key = record.source_id
        shorter = [key[: colon.start()] for colon in re.finditer(": ", key)]
        rows = self._connection.execute(
            """
            SELECT version.body
            FROM record JOIN version ON version.id = record.version
            WHERE record.id IN (
                SELECT id FROM record
                WHERE source = :source AND source_id > :key || ': ' AND source_id < :key || ':!' -- next after a blank
                UNION ALL
                SELECT id FROM record WHERE source = :source AND source_id IN (SELECT value FROM json_each(:shorter))
            )
            ORDER BY record.source_id
            """,
            {"source": record.source, "key": key, "shorter": json.dumps(shorter)},
        )
        found = (attempt(decode_record, body, f"a record of {record.source}") for (body,) in rows.fetchall())
        return tuple(one for one in found if one)

    def has(self, key: tuple[str, str]) -> bool:
        """Return whether the record (source, source_id) is known, withdrawn or not."""
        row = self._connection.execute("SELECT 1 FROM record WHERE source = ? AND source_id = ?", key).fetchone()
        return row is not None

    def item_of(self, key: tuple[str, str]) -> int:
        """Return the item that the record (source, source_id) is in, 0 where it is not known."""
        row = self._connection.execute("SELECT item FROM record WHERE source = ? AND source_id = ?", key).fetchone()
        return int(row[0]) if row else 0

    def versions(self, key: tuple[str, str]) -> tuple[Version, ...]:
        """Return every version of the record (source, source_id), oldest first; () where there is none."""
        rows = self._connection.execute(
            """
            SELECT version.body, version.seen, version.fingerprint
            FROM record JOIN version ON version.record = record.id
            WHERE record.source = ? AND record.source_id = ?
            ORDER BY version.id
            """,
            key,
        )
        versions = (attempt(_version, row, f"a version of {key[0]} {key[1]}") for row in rows.fetchall())
        return tuple(version for version in versions if version)

    def save(  # noqa: PLR0913 - one for each thing that is concluded about a record
        self,
        record: Record,
        verdict: Verdict,
        *,
        fingerprint: str,
        now: datetime,
        changes: Sequence[Change] = (),
        links: Sequence[Link] = (),
        score: Score | None = None,
        topic: str = "",
        beside: Sequence[tuple[str, Score]] = (),
        keys: Sequence[int] = (),
        page: Page | None = None,
        figures: Sequence[Figure] = (),
    ) -> Saved:
        """Keep a record with all that was concluded about it, wholly or not at all.

        A record that says what it said before is left as it is (a score that differs is kept), so a second
        run changes nothing. What differs without news (``fingerprint`` is the same) is kept as a
        version and counts as unchanged. The verdict decides for a new record; for a known one only
        ``SameAs`` another item counts, which makes the two items one. What a person decided stands
        against any verdict: it then becomes a doubt. ``page`` is kept where it brought something.
        Raise ``ValueError`` where the record has a date that cannot be.
        """
        check_dates(record)
        finding = Finding(
            record=record,
            verdict=verdict,
            changes=changes,
            links=links,
            score=score,
            topic=topic,
            beside=beside,
            fingerprint=fingerprint,
            keys=pack(keys),
            now=moment(now),
            page=page,
            figures=figures,
        )
        with writing(self._connection):
            known = self._known(record.key)
            return self._add(finding) if known is None else self._update(finding, known)

    def tie(
        self, record: Record, links: Sequence[Link], by: tuple[str, str], beside: Sequence[Item] | None = None
    ) -> None:
        """Make these the ties of a known record; what is new of them came with the version of the record ``by``.

        Where it was only held ``beside`` some items, its ties to others stay.
        """
        known, bringing = self._known(record.key), self._known(by)
        if known is None or bringing is None:
            return
        names = (
            None if beside is None else frozenset[Id]().union(*(names_of(r) for item in beside for r in item.records))
        )
        self._saving.links(known.id, bringing.version, links, names)

    def seen_again(self, record: Record, *, profiles: Sequence[str] = ()) -> Saved | None:
        """Return what ``save`` would for a record that says what it said before, at a fraction of the cost.

        None where it says anything else, was withdrawn, or one of these profiles (``Score.profile``)
        did not rate it: then it has to be judged and saved. Nothing is written.
        """
        known = self._known(record.key)
        if known is None or known.content != content(record) or not self._rated_by(known.id, profiles):
            return None
        return Saved(effect=Effect.UNCHANGED, item=known.item, joined=True)

    def seen(self, record: Record) -> datetime | None:
        """Return when the latest version of this very record came, None where it is new or its time is damaged."""
        row = self._connection.execute(
            """
            SELECT version.seen
            FROM record JOIN version ON version.id = record.version
            WHERE record.source = ? AND record.source_id = ?
            """,
            record.key,
        ).fetchone()
        return attempt(read_moment, row[0], f"the time of {record.source} {record.source_id}") if row else None

    def passed_over(self, record: Record) -> Saved:
        """Return what ``save`` would for a known record that says nothing new; raise ``StoreError`` for another one."""
        known = self._known(record.key)
        if known is None:
            raise StoreError(f"there is no record {record.source} {record.source_id}")
        return Saved(effect=Effect.UNCHANGED, item=known.item, joined=True)

    def mark_deleted(self, deleted: Deleted) -> bool:
        """Mark that a source withdrew a record; False where it is unknown or marked already.

        The record stays, with its versions; it comes back when the source gives it again.
        """
        at = moment(deleted.retrieved)
        with writing(self._connection):
            known = self._known((deleted.source, deleted.source_id))
            if known is None or known.withdrawn:
                return False
            version = self._saving.version(known.id, at, WITHDRAWN, b"", known.body)
            change = Change(
                field="record",
                before="present",
                after=f"withdrawn by {deleted.source}",
                seen=deleted.retrieved,
                weight=Weight.MEDIUM,
            )
            self._saving.changes(known.id, version, [change])
            self._items.refresh(known.item)
        return True

    def pages(self, source: str) -> Iterator[Page]:
        """Yield the source's kept pages as they came, oldest first, so that they can be parsed again."""
        rows = self._connection.execute(
            "SELECT url, body, retrieved, media_type FROM payload WHERE source = ? ORDER BY id", (source,)
        )
        for row in rows.fetchall():
            if page := attempt(read_page, row, f"the page {row[0]}"):
                yield page

    def after(self, row: int, limit: int) -> list[tuple[int, Record]]:
        """Return the latest versions of the records behind this row, in the order of the rows, each with its own.

        Those that were withdrawn are left out, and those that cannot be read.
        """
        rows = self._connection.execute(
            """
            SELECT record.id, version.body
            FROM record JOIN version ON version.id = record.version
            WHERE record.id > ? AND record.withdrawn IS NULL
            ORDER BY record.id
            LIMIT ?
            """,
            (row, limit),
        )
        found = ((number, attempt(decode_record, body, f"record {number}")) for number, body in rows.fetchall())
        return [(number, record) for number, record in found if record]

    def _add(self, finding: Finding) -> Saved:
        item, joined = self._place(finding)
        record = self._saving.record(finding, item, joined=joined)
        self._saving.findings(record, finding)
        self._saving.names(record, finding.record, None)
        self._saving.keys(record, finding.keys, None)
        self._saving.scores(record, finding)
        self._saving.figures(record, finding.figures)
        if not joined:
            self._decisions.ask(record, finding.verdict, finding.now)
        self._show(item, finding.record, joined=joined)
        return Saved(effect=Effect.NEW, item=item, joined=joined)

    def _show(self, item: int, record: Record, *, joined: bool) -> None:
        if joined:
            self._items.refresh(item)
        else:  # what was written a moment ago need not be read again
            self._index.refresh(item, gather(item, kind_of(record), (record,)))

    def _place(self, finding: Finding) -> tuple[int, bool]:
        """Return the item for a new record and whether it was there before."""
        if isinstance(finding.verdict, SameAs):
            item = self._decisions.open_to(kind_of(finding.record), finding.verdict.item)
            if item is not None:
                return item, True
        return self._decisions.new_item(kind_of(finding.record), finding.now), False

    def _update(self, finding: Finding, known: _Known) -> Saved:
        item = known.item
        self._saving.figures(known.id, finding.figures)
        if content(finding.record) == known.content:
            if self._saving.scores(known.id, finding):
                self._saving.links(known.id, known.version, finding.links)  # a score says which trial it is about
                self._items.refresh(item)
            return Saved(effect=Effect.UNCHANGED, item=item, joined=True)
        self._saving.findings(known.id, finding)
        before = attempt(decode_record, known.body, f"the record {finding.record.source} {finding.record.source_id}")
        self._saving.names(known.id, finding.record, before)
        self._saving.keys(known.id, finding.keys, known.keys)
        self._saving.scores(known.id, finding)
        item = self._reconsider(known, finding)
        self._items.refresh(item)
        has_news = finding.fingerprint != known.fingerprint
        return Saved(effect=Effect.CHANGED if has_news else Effect.UNCHANGED, item=item, joined=True)

    def _reconsider(self, known: _Known, finding: Finding) -> int:
        """Return the item of a known record after its verdict: SameAs another makes the two one."""
        verdict = finding.verdict
        if isinstance(verdict, SameAs):
            other = self._items.current(verdict.item)
            if other is not None and other != known.item and self._decisions.may_join(known.item, other):
                return self._decisions.join(known.item, other, verdict, finding.now)
        self._decisions.ask(known.id, verdict, finding.now)
        return known.item

    def _known(self, key: tuple[str, str]) -> _Known | None:
        row = self._connection.execute(
            """
            SELECT record.id, record.item, record.withdrawn IS NOT NULL, record.keys,
                version.fingerprint, version.content, version.body, version.id
            FROM record JOIN version ON version.id = record.version
            WHERE record.source = ? AND record.source_id = ?
            """,
            key,
        ).fetchone()
        return _Known(*row) if row else None

    def _rated_by(self, record: int, profiles: Sequence[str]) -> bool:
        rows = self._connection.execute("SELECT profile FROM score WHERE record = ?", (record,)) if profiles else ()
        return {*profiles} <= {profile for (profile,) in rows}


def _version(row: tuple[Any, ...]) -> Version:
    body, seen, fingerprint = row
    return Version(record=decode_record(body), seen=read_moment(seen), fingerprint=fingerprint)
