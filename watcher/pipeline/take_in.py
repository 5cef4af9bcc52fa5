"""One record on its way from its source into the store."""

from datetime import datetime

from watcher.changes import compare, fingerprint
from watcher.identify import block_keys, identify
from watcher.link import find_links
from watcher.model import Page, Record, Score, Topic, WatchedTrial
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


def _about(score: Score, topic: Topic) -> list[tuple[WatchedTrial, str]]:
    """Return the watched trials that the record is about, with the reason that its score gives."""
    because = next((f"has “{reason.term}”" for reason in score.reasons if reason.term), "")
    return [(trial, because) for trial in topic.watched if trial.name in score.trials]
