"""One record on its way from its source into the store."""

from datetime import datetime

from watcher.changes import compare, fingerprint
from watcher.identify import block_keys, identify
from watcher.link import find_links
from watcher.model import Page, Reason, Record, Score, Topic, WatchedTrial
from watcher.normalise import normalise
from watcher.relevance import rate
from watcher.store import Saved, Store


def take_in(record: Record, topic: Topic, store: Store, now: datetime, page: Page | None = None) -> Saved:
    """Carry one record from its source into the store."""
    record = normalise(record)
    if seen := store.seen_again(record, profile=topic.profile):
        return seen
    keys = block_keys(record)
    candidates = store.candidates(record, keys)
    score = rate(record, topic)
    return store.save(
        record,
        identify(record, candidates),
        changes=compare(store.latest(record), record, now),
        links=find_links(record, (*store.mentioned(record), *candidates), _about(score, topic)),
        score=score,
        topic=topic.name,
        fingerprint=fingerprint(record),
        keys=keys,
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
