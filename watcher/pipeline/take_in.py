"""One record on its way from its source into the store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.border import RECORD_SECONDS, within
from watcher.changes import compare, fingerprint, is_older, joined, settle
from watcher.identify import arrange, weigh
from watcher.link import find_links
from watcher.model import Change, Item, Page, Reason, Record, SameAs, Score, Topic, Verdict, WatchedTrial, Weighed
from watcher.normalise import normalise
from watcher.pipeline.understand import Understood, understand
from watcher.store.answers import Saved
from watcher.store.store import Store


def take_in(record: Record, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Carry one record from its source into the store; one that says nothing new is not even rated."""
    record = normalise(record)
    if seen := store.records.seen_again(record, profiles=[one.profile for one in topic.every]):
        return seen
    return keep(understand(record, topic), topic, store, now, page)


def keep(understood: Understood, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Judge a record by what is in the store, and save it with all that was concluded.

    Raise ``TooLongError`` where to judge takes too long; nothing of the record is written then.
    """
    before = store.records.latest(understood.record)
    if before and is_older(understood.record, before):
        return store.records.passed_over(understood.record)
    with within(RECORD_SECONDS):
        understood = _settled(understood, before, topic, store, now) if before else understood
    record, score = understood.record, understood.score
    candidates, mentioned = store.items.candidates(record, understood.keys), store.items.mentioned(record)
    with within(RECORD_SECONDS):
        weighed = weigh(record, candidates)
        changes = compare(before, record, now) or _on_joining(weighed.verdict, candidates, record, now)
        about, others = _trials(understood, topic)
        links = find_links(record, (*mentioned, *candidates), about, others)
    with store.writing():
        saved = store.records.save(
            record,
            weighed.verdict,
            changes=changes,
            links=links,
            score=score,
            topic=topic.name,
            beside=understood.beside,
            # What tells a reader nothing new has the fingerprint of what it follows, however it is written.
            fingerprint=understood.fingerprint if changes or before is None else fingerprint(before),
            keys=understood.keys,
            now=now,
            page=page,
            figures=understood.figures,
        )
        _arrange(saved, weighed, store, now)
        return replace(saved, item=store.records.item_of(record.key))


def _arrange(saved: Saved, weighed: Weighed, store: Store, now: datetime) -> None:
    """Arrange anew what a record's coming concerns, so that the items do not depend on what came first."""
    around = store.neighbours.around((saved.item, *weighed.near))
    if weighed.settled and saved.new and len(around) == 1:
        return
    hood = store.neighbours.of(around)
    if len(hood.records) > 1:
        with within(RECORD_SECONDS):
            arrangement = arrange(hood.records, hood.together, hood.apart)
        store.neighbours.arrange(hood, arrangement, now)


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


def _trials(
    understood: Understood, topic: Topic
) -> tuple[list[tuple[WatchedTrial, Reason | None]], list[WatchedTrial]]:
    """Return the watched trials that the record is about, each with the reason of its score that names it, and the others."""
    scores = {topic.name: understood.score, **dict(understood.beside)}
    watched = {trial.name: (trial, scores[one.name]) for one in topic.every for trial in one.watched}
    about = [(trial, _naming(trial, score)) for trial, score in watched.values() if trial.name in score.trials]
    return about, [trial for trial, score in watched.values() if trial.name not in score.trials]


def _naming(trial: WatchedTrial, score: Score) -> Reason | None:
    names = {alias.text.lower() for alias in trial.aliases} | {known.value.lower() for known in trial.ids}
    names |= {str(known).lower() for known in trial.ids}
    said = [reason for reason in score.reasons if reason.term]
    return next((reason for reason in said if reason.term.lower() in names), said[0] if said else None)
