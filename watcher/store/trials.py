"""Where a watched trial stands: its registrations, what reports it, and how often we looked."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.model import (
    Change,
    Dossier,
    Id,
    Item,
    LinkKind,
    PartialDate,
    Revision,
    Trial,
    WatchedStatus,
    WatchedTrial,
    Weight,
)
from watcher.store.conditions import CALLED
from watcher.store.connection import Connection, reading, writing
from watcher.store.dossiers import Dossiers, Selected
from watcher.store.forecasts import Forecasts
from watcher.store.items import Items, own_numbers
from watcher.store.rows import attempt, decode_record, encode, moment, read, read_moment, row, upsert

# Less sure than this, a tie is a mention and makes nothing a member of a trial's thread.
_SURE = 0.7
_REFERENCES = "files"  # the source of reference libraries: a list that somebody made is no look at a registry
_ROUND = timedelta(hours=12)  # within which the registries are asked one after the other
# A collection goes on while a digest is made: what it had seen by then may be kept so much later.
_LAG = timedelta(days=1)
# What belongs to a trial because it belongs to a report of it; a letter about the report does not.
_AROUND = (
    LinkKind.CORRECTS,
    LinkKind.RETRACTS,
    LinkKind.CONCERN_ABOUT,
    LinkKind.REINSTATES,
    LinkKind.VERSION_OF,
    LinkKind.UPDATES,
    LinkKind.SAME_STUDY,
)


class Trials:
    """The story of the trial that the team waits for."""

    def __init__(self, connection: Connection, items: Items, dossiers: Dossiers, forecasts: Forecasts) -> None:
        self._connection = connection
        self._items = items
        self._dossiers = dossiers
        self._forecasts = forecasts

    def watched(
        self, trial: WatchedTrial, since: datetime, until: datetime, *, topic: str = "", digest: str | None = None
    ) -> WatchedStatus:
        """Return where the watched trial stands at ``until``; its dossier's changes are those since ``since``.

        The dossier is that of the first of its identifiers that a registry has answered to, with the
        changes of all its registrations. ``times_checked`` counts the complete runs of these registries
        since the last change that was no mere churn, or since the trial was first seen; ``registries`` are
        those that were read wholly when it was last checked.
        """
        with reading(self._connection):
            registrations = self._registrations(trial.ids, until)
            changes = self._dossiers.changes_of([item.id for item in registrations], 0, None, until)
            last_change = max((one.seen for one in changes if one.weight is not Weight.NOISE), default=None)
            sources = {record.source for item in registrations for record in item.records}
            registries = tuple(sorted(sources - {_REFERENCES}))
            first_seen = min((self._dossiers.first_seen(item.id) for item in registrations), default=None)
            checks = self._checks(registries, last_change or first_seen, until)
            last_checked = max((when for _, when in checks), default=None)
            answered = {name for name, when in checks if last_checked and last_checked - when < _ROUND}
            recent = (
                *self._late(registrations, since, until, digest),
                *self._dossiers.changes_of([item.id for item in registrations], 0, since, until),
            )
            return WatchedStatus(
                trial=trial,
                dossier=self._registered(registrations, topic, since, digest, recent),
                publications=self._reports(trial, registrations, topic, since, until, digest),
                last_change=last_change,
                last_checked=last_checked,
                times_checked=len(checks),
                registries=tuple(name for name in registries if not checks or name in answered),
                twins=registrations[1:],
                history=changes,
                forecasts=self._forecasts.of(trial.name, until),
                posted=self._posted(registrations, until),
                revisions=tuple(
                    revision
                    for item in registrations
                    for record in item.records
                    for revision in self.revisions(record.key, until)
                ),
            )

    def _late(
        self, registrations: Sequence[Item], since: datetime, until: datetime, digest: str | None
    ) -> tuple[Change, ...]:
        """Return the changes that matter and were seen before ``since``, but kept only after the digest before was made."""
        told = self._connection.execute(
            """
            SELECT max(told.revision)
            FROM told JOIN record ON record.id = told.record
            WHERE told.name = ? AND record.item IN (SELECT value FROM json_each(?))
            """,
            (digest, encode([item.id for item in registrations])),
        ).fetchone()[0]
        if not told:
            return ()
        kept = self._dossiers.changes_of([item.id for item in registrations], told, None, until)
        matter = {Weight.HIGH, Weight.MEDIUM}
        return tuple(one for one in kept if one.weight in matter and since - _LAG <= one.seen < since)

    def keep_revision(self, revision: Revision) -> None:
        """Keep a version as its registry tells it now; when we first heard of it stays."""
        with writing(self._connection):
            told = row(revision) | {"date": encode(revision.date) if revision.date else ""}
            upsert(self._connection, "revision", ("source", "source_id", "number"), ("retrieved",), **told)

    def called(self, acronym: str) -> tuple[int, ...]:
        """Return the registrations whose acronym this is, in whatever case, by the numbers of their items."""
        rows = self._connection.execute(f"SELECT DISTINCT item FROM ({CALLED}) ORDER BY item", (acronym,))  # noqa: S608
        return tuple(row[0] for row in rows)

    def revisions(self, key: tuple[str, str], until: datetime) -> tuple[Revision, ...]:
        """Return the versions of a registration (source, source_id) that we had heard of by then, oldest first.

        They explain what changed, and are compared with nothing of ours.
        """
        return tuple(
            read(
                Revision,
                self._connection,
                """
                SELECT source, source_id, number, date, status, modules, retrieved
                FROM revision
                WHERE source = ? AND source_id = ? AND retrieved < ?
                ORDER BY number
                """,
                (*key, moment(until)),
            )
        )

    def _posted(self, registrations: Sequence[Trial], until: datetime) -> tuple[PartialDate, ...]:
        """Return the days on which the registries say that they put up the versions that we saw by then."""
        keys = [record.key for item in registrations for record in item.records]
        rows = (
            row
            for key in keys
            for row in self._connection.execute(
                """
                SELECT version.body
                FROM record JOIN version ON version.record = record.id
                WHERE record.source = ? AND record.source_id = ? AND version.seen < ?
                """,
                (*key, moment(until)),
            )
        )
        versions = (attempt(decode_record, body, "a version of a registration") for (body,) in rows)
        facts = (one.trial for one in versions if one)
        return tuple(one.last_update_posted.date for one in facts if one and one.last_update_posted)

    def _registrations(self, ids: Sequence[Id], until: datetime) -> tuple[Trial, ...]:
        """Return the trial's registrations in all registries, in the order of its identifiers, then their twins.

        A registration that shares one of the numbers is another trial's where its registry keeps it under another one.
        """
        numbered = self._items.of([item for identifier in ids for item in self._items.find(identifier)])
        named = [item.id for item in numbered if _is_under_one_of(item, ids)]
        found = self._items.of((*named, *self._tied(named, (LinkKind.SAME_TRIAL,))))
        return tuple(
            item
            for item in found
            if isinstance(item, Trial) and _is_under_one_of(item, ids) and self._dossiers.first_seen(item.id) < until
        )

    def _registered(
        self,
        registrations: Sequence[Trial],
        topic: str,
        since: datetime,
        digest: str | None,
        recent: tuple[Change, ...],
    ) -> Dossier | None:
        if not registrations:
            return None
        dossier = self._dossiers.make(self._seen_in(registrations[0].id, since, digest), topic, None, None, digest)
        return replace(dossier, changes=recent) if dossier else None

    def _reports(  # noqa: PLR0913, PLR0917 - what is asked, and of which period
        self,
        trial: WatchedTrial,
        registrations: Sequence[Trial],
        topic: str,
        since: datetime,
        until: datetime,
        digest: str | None,
    ) -> tuple[Dossier, ...]:
        """Return all that reports the trial, newest first.

        That is what says so, what a registry lists, and the notices and other versions of these; of a trial without
        a number, what was rated as being about it.
        """
        registered = {item.id for item in registrations}
        ids = dict.fromkeys((*trial.ids, *(one for item in registrations for one in sorted(_ids(item)))))
        named = [item for identifier in ids for item in self._reporting(identifier)]
        listed = [item for one in registrations for item in self._listed(one.id)]
        direct = dict.fromkeys((*named, *listed, *(() if trial.ids else self._about(trial.name))))
        wanted = dict.fromkeys(item for item in (*direct, *self._tied(direct, _AROUND)) if item not in registered)
        found = [
            self._dossiers.make(self._seen_in(item, since, digest), topic, since, until, digest)
            for item in wanted
            if self._dossiers.first_seen(item) < until
        ]
        return tuple(sorted((dossier for dossier in found if dossier), key=_newest_first))

    def _reporting(self, identifier: Id) -> list[int]:
        rows = self._connection.execute(
            """
            SELECT DISTINCT record.item
            FROM link JOIN record ON record.id = link.record
            WHERE link.scheme = ? AND link.value = ? AND link.kind = 'reports' AND link.inverse = 0
                AND link.confidence >= ? AND record.withdrawn IS NULL
            """,
            (*identifier, _SURE),
        )
        return [row[0] for row in rows]

    def _listed(self, item: int) -> list[int]:
        """Return the publications that a registration lists as the trial's own."""
        rows = self._connection.execute(
            """
            SELECT DISTINCT paper.item
            FROM record
            JOIN link ON link.record = record.id
            JOIN identifier ON identifier.scheme = link.scheme AND identifier.value = link.value
            JOIN record AS paper ON paper.id = identifier.record
            WHERE record.item = ? AND link.kind = 'reports' AND link.inverse = 1 AND paper.withdrawn IS NULL
            """,
            (item,),
        )
        return [row[0] for row in rows]

    def _tied(self, ids: Iterable[int], kinds: Container[LinkKind]) -> list[int]:
        """Return the items that are tied to these in one of these ways, whichever side says so."""
        ties = [tie for item in self._items.of(ids) for tie in self._dossiers.ties(item)]
        sure = [other for link, other, _ in ties if link.kind in kinds and link.confidence >= _SURE]
        return [other for other in dict.fromkeys(sure) if other is not None and self._stands(other)]

    def _stands(self, item: int) -> bool:
        found = self._connection.execute("SELECT 1 FROM record WHERE item = ? AND withdrawn IS NULL LIMIT 1", (item,))
        return found.fetchone() is not None

    def _about(self, name: str) -> list[int]:
        rows = self._connection.execute(
            """
            SELECT DISTINCT record.item
            FROM score JOIN record ON record.id = score.record,
                json_each(CASE WHEN json_valid(score.trials) THEN score.trials ELSE '[]' END) AS trial
            WHERE score.trials <> '[]' AND trial.value = ? AND record.withdrawn IS NULL
            """,
            (name,),
        )
        return [row[0] for row in rows]

    def _seen_in(self, item: int, since: datetime, digest: str | None) -> Selected:
        """Return how the digest knows the item: by what it told, or by the period where it has no name."""
        found = self._connection.execute(
            """
            SELECT max(told.revision)
            FROM told JOIN record ON record.id = told.record
            WHERE record.item = ? AND told.name = ?
            """,
            (item, digest),
        ).fetchone()
        new = found[0] is None if digest is not None else self._dossiers.first_seen(item) >= since
        return Selected(item=item, new=new, revision=found[0] or 0)

    def _checks(self, registries: Sequence[str], after: datetime | None, until: datetime) -> list[tuple[str, datetime]]:
        rows = self._connection.execute(
            """
            SELECT source, finished
            FROM run
            WHERE source IN (SELECT value FROM json_each(?)) AND outcome = 'complete'
                AND finished >= ? AND finished < ?
            """,
            (encode(registries), moment(after) if after else "", moment(until)),
        )
        return [
            (row[0], time) for row in rows.fetchall() if (time := attempt(read_moment, row[1], "the time of a run"))
        ]


def _is_under_one_of(item: Item, ids: Sequence[Id]) -> bool:
    return all(
        not (named := {id_.value for id_ in ids if id_.scheme == scheme}) or named & own
        for scheme, own in own_numbers(item).items()
    )


def _ids(item: Trial) -> frozenset[Id]:
    return frozenset[Id]().union(*(record.ids for record in item.records))


def _newest_first(dossier: Dossier) -> tuple[int, int]:
    dates = [record.published.earliest.toordinal() for record in dossier.item.records if record.published]
    return -max(dates, default=0), -dossier.item.id
