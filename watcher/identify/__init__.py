"""Decide whether a record is of a thing that we have: identifiers, a score, and guards against wrong merges.

There are three ways to ask: one record against candidates, what hangs together in a store, and a whole library at once.
"""

from collections.abc import Callable, Sequence

from watcher.identify.features import Features, keys, prepare
from watcher.identify.gathering import Pairs, find_containers, gather, with_strays
from watcher.identify.pairs import compare
from watcher.identify.score import CERTAIN, SAME, Bar, Judgement, judge
from watcher.model import Arrangement, Cluster, Item, New, Perhaps, Question, Record, SameAs, Verdict, Weighed


def identify(record: Record, candidates: Sequence[Item]) -> Verdict:
    """Return whether the record is New, the SameAs a candidate, or Perhaps one, with the reason in words.

    The record is held against every record of an item: one of them that forbids the merge is enough.
    The order of the candidates does not matter. ``score`` is 0 to 1.
    """
    return weigh(record, candidates).verdict


def weigh(record: Record, candidates: Sequence[Item]) -> Weighed:
    """Return the verdict, and which candidates have to be judged again now that the record is there."""
    if not candidates:
        return Weighed(verdict=New(), near=(), settled=True)
    features, *others = with_strays([prepare(each) for each in (record, *(r for c in candidates for r in c.records))])
    rest = iter(others)
    known = [(item, [next(rest) for _ in item.records]) for item in candidates]
    containers = find_containers([features, *(each for _, several in known for each in several)])
    judged = [(item, [_judge(features, each, containers) for each in several]) for item, several in known]
    settled_before = find_containers([each for _, several in known for each in several])
    own = features.dois - settled_before
    near = [
        item.id
        for (item, several), (_, each) in zip(known, judged, strict=True)
        if _is_near(features.pmids, own, several, each)
    ]
    possible = [(_sum_up(each), item) for item, each in judged]
    best, item = max(possible, key=lambda each: (each[0].same, each[0].perhaps, each[0].score, -each[1].id))
    if not best.same and not best.perhaps:
        return Weighed(verdict=New(), near=tuple(near), settled=not near)
    verdict = (SameAs if best.same else Perhaps)(item=item.id, because=best.because, score=_share(best.score))
    settled = near == [item.id] and all(each.same for each in next(each for known, each in judged if known is item))
    return Weighed(verdict=verdict, near=tuple(near), settled=settled)


def _judge(features: Features, other: Features, containers: frozenset[str]) -> Judgement:
    if other.key == features.key:
        return Judgement(CERTAIN, "the same record of the same source")
    return judge(compare(features, other, containers))


def _sum_up(judged: Sequence[Judgement]) -> Judgement:
    """Return the best judgement over an item's records, or the one that forbids."""
    best = max(judged, key=lambda each: each.score)
    forbidding = Bar.HARD if best.score >= CERTAIN else Bar.SOFT
    return next((each for each in judged if each.bar.value >= forbidding.value and each is not best), best)


def _is_near(
    pmids: frozenset[str], dois: frozenset[str], several: Sequence[Features], judged: Sequence[Judgement]
) -> bool:
    """Return whether one of an item's records may be the same, or has an identifier of the record."""
    if any(each.same or each.perhaps for each in judged):
        return True
    return any(dois & each.dois or pmids & each.pmids for each in several)


def arrange(records: Sequence[Record], together: Pairs = (), apart: Pairs = ()) -> Arrangement:
    """Return what is one thing among the records of some items, and what of the rest a person should look at.

    The answer is the same whatever the order of the records. ``together`` and ``apart`` are pairs of positions of
    which a person has decided.
    """
    features = [prepare(record) for record in records]
    gathering = gather(features, None, together, apart)
    clusters = sorted({tuple(sorted(gathering.cluster_of(position))) for position in range(len(records))})
    home = {member: members[0] for members in clusters for member in members}
    beside = {(home[one], home[other]) for one, other in gathering.pairs if home[one] != home[other]}
    asked = [gathering.question(*pair) for pair in sorted({tuple(sorted(pair)) for pair in beside})]
    return Arrangement(
        clusters=tuple(_cluster(members, gathering.reasons) for members in clusters),
        questions=tuple(
            Question(one=one, other=other, score=_share(score), because=why)
            for one, other, score, why in filter(None, asked)
        ),
    )


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
    return tuple(_cluster(members, gathering.reasons) for members in sorted(clusters))


def _cluster(members: tuple[int, ...], reasons: dict[int, str]) -> Cluster:
    return Cluster(members=members, reasons=tuple(reasons.get(member, "") for member in members))


def _share(score: float) -> float:
    return round(min(1.0, score / (2 * SAME)), 3)
