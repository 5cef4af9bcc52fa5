"""One record on its way from its source into the store."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.border import RECORD_SECONDS, within
from watcher.changes import compare, fingerprint, is_older, joined, settle
from watcher.identify import arrange, weigh
from watcher.link import alone, beside, surest
from watcher.model import (
    Change,
    Item,
    Link,
    Page,
    PartialDate,
    Reason,
    Record,
    SameAs,
    Score,
    Tier,
    Topic,
    Verdict,
    WatchedTrial,
    Weighed,
)
from watcher.normalise import normalise
from watcher.pipeline.understand import Understood, keys_of, understand
from watcher.relevance import rate
from watcher.store.records import Saved
from watcher.store.store import Store
from watcher.text import fold


def take_in(record: Record, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Carry one record from its source into the store; one that says nothing new is not even rated."""
    record = normalise(record)
    if seen := store.records.seen_again(record, profiles=[one.profile for one in topic.every]):
        return seen
    return keep(under_known_key(understand(record, topic), store), topic, store, now, page)


def under_known_key(understood: Understood, store: Store) -> Understood:
    """Return a record under the key that we know it by, where others of its page share one and it came alone before, or comes alone now.

    It is the known one with the same title and the same day.
    """
    record = understood.record
    before = store.records.latest(record)
    if before and _name(before) == _name(record):
        return understood
    own = next((one for one in store.records.told_apart(record) if _name(one) == _name(record)), None)
    return replace(understood, record=replace(record, source_id=own.source_id, ids=own.ids)) if own else understood


def _name(record: Record) -> tuple[str, PartialDate | None]:
    return fold(record.title), record.published


def keep(understood: Understood, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Judge a record by what is in the store, and save it with all that was concluded.

    Raise ``TooLongError`` where to judge takes too long; nothing of the record is written then.
    """
    before = store.records.latest(understood.record)
    if before and is_older(understood.record, before):
        return store.records.passed_over(understood.record)
    with within(RECORD_SECONDS):
        understood = _settled(understood, before, topic, store, now) if before else understood
    record = understood.record
    candidates, mentioned = store.items.candidates(record, understood.keys), store.items.mentioned(record)
    with within(RECORD_SECONDS):
        weighed = weigh(record, candidates)
        changes = compare(before, record, now) or _on_joining(weighed.verdict, candidates, record, now)
        ties = beside(record, (*mentioned, *candidates))
        own = _own_ties(record, {topic.name: understood.score, **dict(understood.beside)}, topic)
    with store.writing():
        saved = store.records.save(
            record,
            weighed.verdict,
            changes=changes,
            links=surest((*own, *ties)),
            score=understood.score,
            topic=topic.name,
            beside=understood.beside,
            # What tells a reader nothing new has the fingerprint of what it follows, however it is written.
            fingerprint=understood.fingerprint if changes or before is None else fingerprint(before),
            keys=understood.keys,
            now=now,
            page=page,
            figures=understood.figures,
        )
        moved = _arrange(saved, weighed, store, now)
        saved = replace(saved, item=store.records.item_of(record.key))
        stays = saved.new and not saved.joined and not moved
        _tie(record, frozenset() if stays else moved | {saved.item}, ties, topic, store)
        return saved


def _tie(record: Record, anew: AbstractSet[int], ties: Sequence[Link], topic: Topic, store: Store) -> None:
    """Give both ends of the ties that the record's coming concerns, so that no row depends on what came first.

    ``anew`` are the items of which the records' ties are found again: those whose records are not what they were.
    """
    far = store.neighbours.tied(anew, ties)
    if not far and not ties:
        return
    here = anew | {store.records.item_of(record.key)}
    with within(RECORD_SECONDS):
        for each in _records(store, anew):
            known = (*store.items.mentioned(each), *store.items.candidates(each, keys_of(each)))
            found = beside(each, known)
            far |= store.neighbours.tied((), found)
            store.records.tie(each, surest((*_own_ties(each, _rated(each, topic), topic), *found)), record.key)
        near = store.items.of(here)
        for each in _records(store, far - here):
            found = (*_own_ties(each, _rated(each, topic), topic), *beside(each, near))
            store.records.tie(each, surest(found), record.key, near)


def _records(store: Store, items: AbstractSet[int]) -> Iterator[Record]:
    yield from (record for item in store.items.of(sorted(items)) for record in item.records)


def _arrange(saved: Saved, weighed: Weighed, store: Store, now: datetime) -> frozenset[int]:
    """Arrange anew what a record's coming concerns, so that the items do not depend on what came first; return those that changed."""
    around = store.neighbours.around((saved.item, *weighed.near))
    if weighed.settled and saved.new and len(around) == 1:
        return frozenset()
    hood = store.neighbours.of(around)
    if len(hood.records) > 1:
        with within(RECORD_SECONDS):
            arrangement = arrange(hood.records, hood.together, hood.apart)
        return store.neighbours.arrange(hood, arrangement, now)
    return frozenset()


def _on_joining(verdict: Verdict, candidates: Sequence[Item], record: Record, now: datetime) -> tuple[Change, ...]:
    """Return what the record, new to its thing or not, says of it that no record of it has said."""
    if not isinstance(verdict, SameAs):
        return ()
    return joined([one for item in candidates if item.id == verdict.item for one in item.records], record, now)


# Two answers that come nearer than this are of one sync, and the second confirms nothing.
_ANOTHER_ANSWER = timedelta(minutes=30)


def _settled(understood: Understood, before: Record, topic: Topic, store: Store, now: datetime) -> Understood:
    """Return what was understood with what its source has merely left out this time; see ``watcher.changes``."""
    seen = store.records.seen(before)
    record = settle(before, understood.record, again=seen is not None and now - seen >= _ANOTHER_ANSWER)
    return understood if record is understood.record else understand(record, topic)


def _own_ties(record: Record, scores: Mapping[str, Score], topic: Topic) -> tuple[Link, ...]:
    """Return the ties that the record has by its own words, with the watched trials of each topic among them."""
    watched = {trial.name: (trial, scores[one.name]) for one in topic.every for trial in one.watched}
    about = [(trial, _naming(trial, score)) for trial, score in watched.values() if trial.name in score.trials]
    near = [(trial, score) for trial, score in watched.values() if score.tier is not Tier.OFF]
    return alone(record, about, [trial for trial, score in near if trial.name not in score.trials])


def _rated(record: Record, topic: Topic) -> dict[str, Score]:
    return {one.name: rate(record, one) for one in topic.every}


def _naming(trial: WatchedTrial, score: Score) -> Reason | None:
    names = {alias.text.lower() for alias in trial.aliases} | {known.value.lower() for known in trial.ids}
    names |= {str(known).lower() for known in trial.ids}
    said = [reason for reason in score.reasons if reason.term]
    return next((reason for reason in said if reason.term.lower() in names), said[0] if said else None)
