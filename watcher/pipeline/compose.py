"""Make the digest of a period: what its readers are told, and all that it was built from. The store stays as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from digests.labels import speaking
from watcher.model import CongressWeek, Coverage, Digest, Dossier, Period, Topic, WatchedStatus, WatchedTrial
from watcher.pipeline.news import HORIZON, Scope, before, joined, learnt, liked, searched, split, without_news
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
    titles: Mapping[str, str] = field(
        default_factory=dict
    )  # what those call themselves that readers know by no name of ours
    intervals: Mapping[str, timedelta] = field(default_factory=dict)  # of those that not every sync asks
    footer: tuple[str, ...] = ()
    alerted: Mapping[int, datetime] = field(
        default_factory=dict
    )  # the items of which its readers were alerted, and when
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
    # A sync never composes, and what a digest is made of takes a quarter of a second to load.
    from digests.border import part  # noqa: PLC0415
    from digests.build import build  # noqa: PLC0415
    from digests.evidence import living_table  # noqa: PLC0415

    since, until = period.since, period.until
    failed: list[str] = []

    def status(trial: WatchedTrial) -> WatchedStatus:
        return store.trials.watched(trial, since, until, topic=topic.name, digest=edition.name)

    def table(digest: Digest) -> dict[str, str]:
        return living_table(digest, _all_studies(topic, store, period))

    told = edition.scope.told(store.digests.dossiers(topic.name, since, until, digest=edition.name))
    alerted = tuple(replace(one, alerted=edition.alerted.get(one.item.id)) for one in told)
    dossiers = part(
        partial(liked, store, topic, alerted, until), alerted, "the order that readers like", failed, _STORE
    )
    watched = [
        part(
            partial(status, one), WatchedStatus(trial=one, dossier=None), f"what is known of {one.name}", failed, _STORE
        )
        for one in topic.watched
    ]
    lines = partial(store.runs.coverage, since, until, edition.sources, edition.intervals)
    found: tuple[Coverage, ...] = part(lines, (), "the coverage", failed, _STORE)
    coverage = tuple(replace(line, title=edition.titles.get(line.source, "")) for line in found)
    unread = [one for one in store.unread.since(since, topic.name) if one.seen < until]
    news, older = split(dossiers, since, edition.horizon, lambda dossier: store.runs.filled(dossier.item.id))
    watched = [without_news(one, older) for one in watched]
    footer = (*edition.footer, *joined(len(older)), *learnt(dossiers))
    digest = build(
        topic,
        period,
        news,
        watched,
        coverage,
        now=now,
        footer=footer,
        not_understood=unread,
        failed=failed,
        congresses=edition.congresses,
    )
    unmade = list(digest.failed)
    if period.begins:
        digest = replace(digest, sections=(*digest.sections, *before(older, unmade)))
    extra = part(partial(table, digest), dict[str, str](), "the living table", unmade, _TABLE)
    more = searched(topic, store, edition.searches, digest, unmade)
    sections = (*edition.scope.shown(digest.sections), *(one.section for one in more))
    all_told = {one.item.id: one for one in (*(one for found in more for one in found.dossiers), *dossiers)}
    whole = replace(
        digest,
        sections=sections,
        extra=extra,
        failed=tuple(unmade),
        edition=edition_of(edition.name),
        language=edition.language,
    )
    return finished(whole, tuple(all_told.values()), edition.empty)


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


def _all_studies(topic: Topic, store: Store, period: Period) -> tuple[Dossier, ...]:
    """Return everything that has to do with the question, whenever it came; what came in the period is new."""
    known = store.digests.dossiers(topic.name, _BEGINNING, period.until)
    return tuple(replace(dossier, new=dossier.first_seen >= period.since) for dossier in known)
