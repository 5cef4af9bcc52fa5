"""One record on its way from its source into the store."""

from datetime import datetime

from watcher.border import RECORD_SECONDS
from watcher.changes import compare
from watcher.identify import identify
from watcher.limit import within
from watcher.link import find_links
from watcher.model import Page, Reason, Record, Score, Topic, WatchedTrial
from watcher.normalise import normalise
from watcher.pipeline.understand import Understood, understand
from watcher.store.answers import Saved
from watcher.store.store import Store


def take_in(record: Record, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Carry one record from its source into the store; one that says nothing new is not even rated."""
    record = normalise(record)
    if seen := store.records.seen_again(record, profile=topic.profile):
        return seen
    return keep(understand(record, topic), topic, store, now, page)


def keep(understood: Understood, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Judge a record by what is in the store, and save it with all that was concluded.

    Raise ``TooLongError`` where to judge takes too long; nothing of the record is written then.
    """
    record, score = understood.record, understood.score
    candidates = store.items.candidates(record, understood.keys)
    before, mentioned = store.records.latest(record), store.items.mentioned(record)
    with within(RECORD_SECONDS):
        verdict = identify(record, candidates)
        changes = compare(before, record, now)
        links = find_links(record, (*mentioned, *candidates), _about(score, topic))
    return store.records.save(
        record,
        verdict,
        changes=changes,
        links=links,
        score=score,
        topic=topic.name,
        fingerprint=understood.fingerprint,
        keys=understood.keys,
        now=now,
        page=page,
    )


def _about(score: Score, topic: Topic) -> list[tuple[WatchedTrial, Reason | None]]:
    """Return the watched trials that the record is about, with the reason of its score that names each."""
    return [(trial, _naming(trial, score)) for trial in topic.watched if trial.name in score.trials]


def _naming(trial: WatchedTrial, score: Score) -> Reason | None:
    names = {alias.text.lower() for alias in trial.aliases} | {known.value.lower() for known in trial.ids}
    names |= {str(known).lower() for known in trial.ids}
    said = [reason for reason in score.reasons if reason.term]
    return next((reason for reason in said if reason.term.lower() in names), said[0] if said else None)
