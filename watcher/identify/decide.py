"""The two ways to ask: one record against candidates, and a whole library at once."""

from collections.abc import Callable, Sequence

from watcher.identify.features import Features, keys, prepare
from watcher.identify.gather import find_containers, gather
from watcher.identify.pairs import compare
from watcher.identify.score import CERTAIN, SAME, Judgement, judge
from watcher.model import Cluster, Item, New, Perhaps, Record, SameAs, Verdict


def identify(record: Record, candidates: Sequence[Item]) -> Verdict:
    """Return whether the record is New, the SameAs a candidate, or Perhaps one, with the reason in words.

    The record is held against every record of an item: one of them that forbids the merge is enough.
    The order of the candidates does not matter. ``score`` is 0 to 1.
    """
    if not candidates:
        return New()
    features = prepare(record)
    known = [(item, [prepare(each) for each in item.records]) for item in candidates]
    containers = find_containers([features, *(each for _, several in known for each in several)])
    judged = [(_judge(features, several, containers), item) for item, several in known]
    possible = [(judgement, item) for judgement, item in judged if judgement.same or judgement.perhaps]
    if not possible:
        return New()
    best, item = max(possible, key=lambda each: (each[0].same, each[0].score, -each[1].id))
    verdict = SameAs if best.same else Perhaps
    return verdict(item=item.id, because=best.because, score=round(min(1.0, best.score / (2 * SAME)), 3))


def _judge(features: Features, several: Sequence[Features], containers: frozenset[str]) -> Judgement:
    """Return the best judgement over an item's records, or the one that forbids."""
    if any(each.key == features.key for each in several):
        return Judgement(CERTAIN, "the same record of the same source")
    judged = [judge(compare(features, each, containers)) for each in several]
    return next((each for each in judged if each.forbidden), None) or max(judged, key=lambda each: each.score)


def block_keys(record: Record) -> tuple[int, ...]:
    """Return the signed 64-bit hashes under which the record is filed; two that may be one share a key.

    Identifiers are not among them: the store finds those through its index of identifiers.
    """
    return keys(prepare(record))


def cluster(records: Sequence[Record], progress: Callable[[int, int], None] | None = None) -> tuple[Cluster, ...]:
    """Return the clusters of two records and more, in the order of their first members.

    The clusters are the same whatever the order of the library. ``progress`` is called with
    (done, total), in pairs compared.
    """
    gathering = gather([prepare(record) for record in records], progress)
    clusters = {tuple(sorted(members)) for members in gathering.together.values()}
    return tuple(
        Cluster(members=members, reasons=tuple(gathering.reasons[member] for member in members))
        for members in sorted(clusters)
    )
