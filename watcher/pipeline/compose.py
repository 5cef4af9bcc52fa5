"""Make the digest of a period: what its readers are told, and all that it was built from. The store stays as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from digests.border import attempt, part
from digests.labels import speaking
from watcher.model import (
    CongressWeek,
    Coverage,
    Digest,
    Dossier,
    NotUnderstood,
    Period,
    Topic,
    WatchedStatus,
    WatchedTrial,
)
from watcher.pipeline.news import HORIZON, Scope, before, joined, learnt, liked, off, searched, split, without_news
from watcher.store.store import Store

_STORE, _TABLE = 60.0, 600.0  # seconds, for what is read of one trial or of all runs, and for the whole living table
USUAL = "weekly"  # the digest that there is where none is configured
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Whose digest it is.

    ``name`` is that of the digest whose readers are not to be told a thing twice; without one the
    period alone decides what is new. ``sources`` are those that should have been asked.
    """

    name: str | None
    sources: tuple[str, ...]
    # What sources call themselves that readers know by no name of ours.
    titles: Mapping[str, str] = field(default_factory=dict)
    intervals: Mapping[str, timedelta] = field(default_factory=dict)  # of those that not every sync asks
    footer: tuple[str, ...] = ()
    # The items of which its readers were alerted, and when.
    alerted: Mapping[int, datetime] = field(default_factory=dict)
    searches: tuple[str, ...] = ()  # names of saved searches
    scope: Scope = field(default_factory=Scope)
    language: str = "en"  # of our own words
    empty: str = "send"  # what becomes of one without news: "send", "short" or "skip"
    congresses: tuple[CongressWeek, ...] = ()  # whose abstracts may come, or whose days lie ahead
    horizon: timedelta | None = HORIZON  # how old what is new to the store may be, to be news; None: any age


class Composed(NamedTuple):
    """A digest and all that it was built from, shown or folded; one that is ``skipped`` is kept and sent to nobody."""

    digest: Digest
    dossiers: tuple[Dossier, ...]
    skipped: bool = False


def compose(topic: Topic, store: Store, edition: Edition, period: Period, now: datetime) -> Composed:
    """Return the digest of a period and all that it was built from; the store stays as it was."""
    with speaking(edition.language):
        return _composed(topic, store, edition, period, now)


def _composed(topic: Topic, store: Store, edition: Edition, period: Period, now: datetime) -> Composed:
    from digests.build import build  # noqa: PLC0415 - a sync never composes, and this takes a quarter of a second to load

    known = _Known(topic, store, edition, period)
    dossiers, watched, coverage = known.dossiers(), known.watched(), known.coverage()
    news, older = split(dossiers, period.since, edition.horizon, lambda dossier: store.runs.filled(dossier.item.id))
    digest = build(
        topic,
        period,
        news,
        [without_news(one, older) for one in watched],
        coverage,
        now=now,
        footer=(*edition.footer, *joined(len(older)), *off(known.off()), *learnt(dossiers)),
        not_understood=known.not_understood(),
        failed=known.failed,
        congresses=edition.congresses,
    )
    return finished(*_completed(known, digest, dossiers, older), edition.empty)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows for one digest; each part that it cannot give is named in ``failed`` and left empty."""

    topic: Topic
    store: Store
    edition: Edition
    period: Period
    failed: list[str] = field(default_factory=list)

    def dossiers(self) -> tuple[Dossier, ...]:
        """Return what the period brought and this digest has not told yet, what readers like first."""
        since, until, topic = self.period.since, self.period.until, self.topic
        found = self.store.digests.dossiers(topic.name, since, until, digest=self.edition.name)
        told = self.edition.scope.told(found)
        alerted = tuple(
            replace(one, alerted=self.edition.alerted.get(one.item.id), earlier=self._earlier(one)) for one in told
        )
        order = partial(liked, self.store, topic, alerted, until)
        return part(order, alerted, "the order that readers like", self.failed, _STORE)

    def _earlier(self, dossier: Dossier) -> Dossier | None:
        """Return what this digest told already of which an item that is new is the full version."""
        if not dossier.new:
            return None

        def told() -> Dossier | None:
            get = partial(self.store.dossiers.get, topic=self.topic.name, digest=self.edition.name)
            return next((one for one in map(get, dossier.full_version_of) if one and one.told), None)

        return attempt(told, lambda: None, f"what was told of item {dossier.item.id} before")

    def watched(self) -> list[WatchedStatus]:
        """Return where each watched trial stands."""
        return [
            part(
                partial(self._status, one),
                WatchedStatus(trial=one, dossier=None),
                f"what is known of {one.name}",
                self.failed,
                _STORE,
            )
            for one in self.topic.watched
        ]

    def _status(self, trial: WatchedTrial) -> WatchedStatus:
        since, until = self.period.since, self.period.until
        return self.store.trials.watched(trial, since, until, topic=self.topic.name, digest=self.edition.name)

    def coverage(self) -> tuple[Coverage, ...]:
        """Return of each source how far it was asked."""
        since, until, edition = self.period.since, self.period.until, self.edition
        lines = partial(self.store.runs.coverage, since, until, edition.sources, edition.intervals)
        found: tuple[Coverage, ...] = part(lines, (), "the coverage", self.failed, _STORE)
        return tuple(replace(line, title=edition.titles.get(line.source, "")) for line in found)

    def not_understood(self) -> list[NotUnderstood]:
        """Return what sources gave in the period that could not be read."""
        found = self.store.unread.since(self.period.since, self.topic.name)
        return [one for one in found if one.seen < self.period.until]

    def off(self) -> int:
        """Return how many items came that are off the question."""
        counted = partial(self.store.digests.off, self.topic.name, self.period.since, self.period.until)
        return part(counted, 0, "the count of what is off the question", self.failed, _STORE)

    def studies(self) -> tuple[Dossier, ...]:
        """Return everything that has to do with the question, whenever it came; what came in the period is new."""
        found = self.store.digests.dossiers(self.topic.name, _BEGINNING, self.period.until)
        return tuple(replace(dossier, new=dossier.first_seen >= self.period.since) for dossier in found)


def _completed(
    known: _Known, digest: Digest, dossiers: tuple[Dossier, ...], older: tuple[Dossier, ...]
) -> tuple[Digest, tuple[Dossier, ...]]:
    """Return the digest with what came before it, the living table and the saved searches; and all that it tells of."""
    from digests.evidence import living_table  # noqa: PLC0415

    edition, unmade = known.edition, list(digest.failed)
    if known.period.begins:
        digest = replace(digest, sections=(*digest.sections, *before(older, unmade)))
    table = part(lambda: living_table(digest, known.studies()), dict[str, str](), "the living table", unmade, _TABLE)
    more = searched(known.topic, known.store, edition.searches, digest, unmade)
    all_told = {one.item.id: one for one in (*(one for found in more for one in found.dossiers), *dossiers)}
    whole = replace(
        digest,
        sections=(*edition.scope.shown(digest.sections), *(one.section for one in more)),
        extra=table,
        failed=tuple(unmade),
        edition=edition_of(edition.name),
        language=edition.language,
    )
    return whole, tuple(all_told.values())


def finished(digest: Digest, dossiers: tuple[Dossier, ...], empty: str) -> Composed:
    """Return the digest as its readers want it where there is nothing to tell: short, or not at all.

    Silence means that nothing is new, and so one that could not look at everything, or not make a part, is sent.
    """
    is_empty = not (
        any(section.entries for section in digest.sections)
        or any(panel.moved for panel in digest.watched)
        or digest.not_understood
        or digest.failed
    )
    if not is_empty or empty == "send":
        return Composed(digest, dossiers)
    return Composed(replace(digest, short=True), dossiers, skipped=empty == "skip" and not digest.missing)


def edition_of(name: str | None) -> str:
    """Return what sets the messages of a digest apart from those of the usual one on its topic: "" for that one."""
    return name if name and name != USUAL else ""
