"""One record on its way from its source into the store."""

from datetime import datetime

from watcher.changes import compare
from watcher.identify import identify
from watcher.link import find_links
from watcher.model import Page, Reason, Record, Score, Topic, WatchedTrial
from watcher.normalise import normalise
from watcher.pipeline.understand import Understood, understand
from watcher.store.answers import Saved
from watcher.store.store import Store


def take_in(record: Record | Understood, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Carry one record from its source into the store; one that says nothing new is not even rated."""
    said = record.record if isinstance(record, Understood) else normalise(record)
    if seen := store.records.seen_again(said, profile=topic.profile):
        return seen
    understood = record if isinstance(record, Understood) else understand(said, topic)
    return _keep(understood, topic, store, now, page)


def _keep(understood: Understood, topic: Topic, store: Store, now: datetime, page: Page | None) -> Saved:
    record, score = understood.record, understood.score
    candidates = store.items.candidates(record, understood.keys)
    return store.records.save(
        record,
        identify(record, candidates),
        changes=compare(store.records.latest(record), record, now),
        links=find_links(record, (*store.items.mentioned(record), *candidates), _about(score, topic)),
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
