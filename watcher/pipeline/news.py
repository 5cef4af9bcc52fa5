"""What is news to a reader, and what only joined the store: a backfill must not flood a digest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from watcher.dates import last_day
from watcher.feedback import liking
from watcher.model import Digest, Dossier, Record, Section, Tier, Topic, Trial, WatchedStatus
from watcher.store.store import Store

# A record may reach an index weeks after it appeared; one older than this joined by a run that filled the store.
HORIZON = timedelta(days=60)
# So many of one digest may have appeared long ago: an index that is worked over whole brings hundreds.
MOST_LATE = 30


@dataclass(frozen=True, slots=True)
class Scope:
    """What a team's digest tells of: these tiers and sections, all where there are none.

    What is not told stays new, should the team ask for more one day. What an earlier digest told is told on, whatever
    its tier, and corrections and retractions are always told.
    """

    tiers: frozenset[Tier] = frozenset()
    sections: tuple[str, ...] = ()

    def told(self, dossiers: Sequence[Dossier]) -> tuple[Dossier, ...]:
        """Return the items that it tells of, in their order."""
        return tuple(one for one in dossiers if one.sent_before or self._has(one))

    def shown(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """Return the sections that it shows, in the order that was asked for; what was corrected stays where it is."""
        if not self.sections:
            return tuple(sections)
        order = {name: number for number, name in enumerate(self.sections)}
        kept = [one for one in sections if one.name in order or one.entries]
        return tuple(sorted(kept, key=lambda one: -1 if one.name == _CORRECTIONS else order.get(one.name, len(order))))

    def _has(self, dossier: Dossier) -> bool:
        if self.tiers and dossier.score.tier not in self.tiers:
            return False
        if not self.sections:
            return True
        from digests.build.sections import section_of  # noqa: PLC0415 - a sync never composes

        return section_of(dossier) in {*self.sections, _CORRECTIONS}


_CORRECTIONS = "corrections"
Filled = Callable[[Dossier], bool | None]


def is_news(dossier: Dossier, since: datetime, horizon: timedelta | None = HORIZON) -> bool:
    """Return whether an item appeared, or entered a source, not long before the period, or changed in it.

    The date on which a source took a record in counts before that of publication, since indexes take
    in old papers too; an item without any date is news. None as the horizon makes everything news.
    """
    if horizon is None or not dossier.new or dossier.changes:
        return True
    return _is_after((since - horizon).astimezone(UTC).date(), map(_appeared, dossier.item.records), otherwise=True)


def split(
    dossiers: Iterable[Dossier], since: datetime, horizon: timedelta | None, filled: Filled = lambda _: True
) -> tuple[tuple[Dossier, ...], tuple[Dossier, ...]]:
    """Return (news, the rest), each in its order.

    The horizon belongs to a run that fills the store, as ``filled`` tells of the one that brought the item. What a run
    that goes on brings matches for the first time: it is news of its own, marked as ``late``. Of what came by a
    file (None) only a trial is, and that where its registration changed not long ago.
    """
    news: list[Dossier] = []
    rest: list[Dossier] = []
    late = 0
    for dossier in dossiers:
        if is_news(dossier, since, horizon):
            news.append(dossier)
        elif horizon and late < MOST_LATE and _is_late(dossier, since - horizon, filled):
            news.append(replace(dossier, late=True))
            late += 1
        else:
            rest.append(dossier)
    return tuple(news), tuple(rest)


def _is_late(dossier: Dossier, begin: datetime, filled: Filled) -> bool:
    did_fill = filled(dossier)
    if did_fill is not None:
        return not did_fill
    changed = (record.updated.astimezone(UTC).date() if record.updated else None for record in dossier.item.records)
    return isinstance(dossier.item, Trial) and _is_after(begin.astimezone(UTC).date(), changed, otherwise=False)


def _is_after(begin: date, dates: Iterable[date | None], *, otherwise: bool) -> bool:
    known = [*filter(None, dates)]
    return max(known) >= begin if known else otherwise


def _appeared(record: Record) -> date | None:
    if record.entered:
        return record.entered.astimezone(UTC).date()
    return last_day(record.published) if record.published else None


def without_news(status: WatchedStatus, older: Sequence[Dossier]) -> WatchedStatus:
    """Return the status with what only joined the store not said to be new: a trial does not move by it."""
    joined = {dossier.item.id for dossier in older}
    publications = (replace(one, new=False) if one.item.id in joined else one for one in status.publications)
    return replace(status, publications=tuple(publications))


_SECONDS = 60.0  # for one search, or for what was known before


def before(older: Sequence[Dossier], failed: list[str]) -> tuple[Section, ...]:
    """Return what was known before the first digest; () where that cannot be made, which is then named in ``failed``."""
    from digests.border import part  # noqa: PLC0415 - a sync never composes
    from digests.build.sections import known  # noqa: PLC0415

    return part(partial(known, older), (), "what was known before", failed, _SECONDS)


class Searched(NamedTuple):
    """The section of a search, and what it was made of."""

    section: Section
    dossiers: tuple[Dossier, ...] = ()


def searched(
    topic: Topic, store: Store, names: Sequence[str], digest: Digest, failed: list[str]
) -> tuple[Searched, ...]:
    """Return a section for each saved search: what first came in the digest's period and stands nowhere else in it.

    One that cannot be made says so, and is named in ``failed``.
    """
    if not names:
        return ()
    from digests.border import missing, part  # noqa: PLC0415 - a sync never composes

    had = {entry.item for section in digest.sections for entry in (*section.entries, *section.tail)}
    had |= {entry.item for panel in digest.watched for entry in panel.publications}
    made: list[Searched] = []
    for name in names:
        what = f"what is new in the search “{name}”"
        bare = Searched(Section(name="search", title=f"The search “{name}”", note=missing(what)))
        made.append(part(partial(_one, topic, store, name, digest, frozenset(had)), bare, what, failed, _SECONDS))
        had |= {dossier.item.id for dossier in made[-1].dossiers}
    return tuple(made)


def _one(topic: Topic, store: Store, name: str, digest: Digest, had: frozenset[int]) -> Searched:
    from digests.build.sections import section  # noqa: PLC0415 - as above

    search = store.searches.get(name)
    if search is None:
        said = "There is no such search; `watcher search --save` keeps one, `watcher searches` lists them."
        return Searched(Section(name="search", title=f"The search “{name}”", note=said))
    items = [item for item in store.searches.new(search, digest.since, digest.until) if item not in had]
    dossiers = tuple(found for item in items if (found := store.dossiers.get(item, topic.name)))
    return Searched(section(name, dossiers), dossiers)


def liked(store: Store, topic: Topic, dossiers: tuple[Dossier, ...], until: datetime) -> tuple[Dossier, ...]:
    """Return the dossiers, each with how much readers would like it, as far as they had rated by then."""
    rated = store.ratings.of(topic.name, until)
    texts = {one.item.id: f"{one.item.whole.title}\n{one.item.whole.text}" for one in dossiers} if rated else {}
    found = liking(rated, texts)
    return tuple(replace(one, liking=found.get(one.item.id)) for one in dossiers)


def learnt(dossiers: Sequence[Dossier]) -> tuple[str, ...]:
    """Return what is said of the order at the foot, where anything was learnt."""
    if all(one.liking is None for one in dossiers):
        return ()
    return (
        "Items that stand equally near the question are in the order of what readers found useful; none is hidden.",
    )


def off(count: int) -> tuple[str, ...]:
    """Return what is said at the foot of what came and is off the question."""
    return (f"{count:,} new off the question, not listed.",) if count else ()


def joined(older: int) -> tuple[str, ...]:
    """Return what is said at the foot of what only joined the store."""
    if not older:
        return ()
    return (f"{older} older {'record' if older == 1 else 'records'} joined the store, not listed.",)
