"""Records that hang together: candidate pairs, judged, joined best first without chaining."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from watcher.identify.features import Features, keys
from watcher.identify.guards import contradiction
from watcher.identify.pairs import compare, strangers
from watcher.identify.score import CERTAIN, DOUBTFUL, SAME, Bar, Judgement, judge
from watcher.identify.titles import Likeness, compare_titles

_WIDEST = 150  # records under one key: more share it than can be one thing, and other keys will find them
_MEAN = 7.0  # the least that two clusters must have in common, over all pairs across
_LOOSE = 12  # records that may hang together so loosely; of more, the pairs must be sure by and large
_THINGS = 3  # unlike works that bear a DOI: it is that of a supplement, a book, a proceedings volume
_BEARERS = 40  # of a DOI: more have it than one work has copies

Progress = Callable[[int, int], None]
Pairs = Collection[tuple[int, int]]


class Gathering:
    """Clusters under way: who is with whom, and what was thought of every pair asked.

    Records are named by their positions. A person's word goes before every rule: ``together`` are one thing, and what
    is with one of them is not parted from the others by rule; ``apart`` are two.
    """

    def __init__(self, features: Sequence[Features], together: Pairs = (), apart: Pairs = ()) -> None:
        self.features = features = with_strays(features)
        self.containers = find_containers(features)
        self.together: dict[int, list[int]] = {}
        self.reasons: dict[int, str] = {}
        self.pairs = sorted(candidates(features))
        self._names = [identity(each) for each in features]
        self._judged: dict[tuple[int, int], Judgement] = {}
        self._apart = {_ordered(*pair) for pair in apart}
        self._bound: dict[int, set[int]] = defaultdict(set)
        for one, other in together:
            self._bound[one].add(other)
            self._bound[other].add(one)
            self._merge(one, other)

    def cluster_of(self, position: int) -> list[int]:
        """Return the positions of the record's cluster, itself among them."""
        return self.together.get(position, [position])

    def judge(self, one: int, other: int) -> Judgement:
        """Return what is thought of two records, by their positions."""
        pair = _ordered(one, other)
        if pair not in self._judged:
            self._judged[pair] = self._with_people(pair, self._by_rule(pair))
        return self._judged[pair]

    def order(self, pair: tuple[int, int]) -> tuple[object, ...]:
        """Return what puts pairs in order, the surest first, whatever the order of the records."""
        return -self.judge(*pair).score, *sorted(self._names[position] for position in pair)

    def join(self, one: int, other: int) -> None:
        """Put the two records' clusters together, unless their members forbid it."""
        left, right = self.cluster_of(one), self.cluster_of(other)
        judgement = self.judge(one, other)
        if left is right or not self._agree(left, right, judgement):
            return
        for member in (one, other):
            self.reasons.setdefault(member, judgement.because)
        self._merge(one, other)

    def question(self, one: int, other: int) -> tuple[int, int, float, str] | None:
        """Return the pair of the two records' clusters that a person should look at: (position, position, score, why).

        None where no pair is near enough, or a pair that may not be one thing speaks against all that are not sure.
        """
        pairs = [(a, b) for a in self.cluster_of(one) for b in self.cluster_of(other)]
        best = min((pair for pair in pairs if self._asks(pair)), key=self.order, default=None)
        if best is None:
            return None
        judgement = self.judge(*best)
        against = next((words for pair in pairs if (words := self._against(pair))), "")
        # A number that contradicts the rest is asked about whatever else is with them.
        if judgement.bar is not Bar.NONE:
            return self._asked(best, judgement.because)
        if against and not judgement.same:
            return None
        why = f"{judgement.because}, but of another record: {against}" if against else judgement.because
        return self._asked(best, why)

    def _asked(self, pair: tuple[int, int], why: str) -> tuple[int, int, float, str]:
        one, other = sorted(pair, key=lambda position: self._names[position])
        return one, other, self.judge(*pair).score, why

    def _asks(self, pair: tuple[int, int]) -> bool:
        judgement = self.judge(*pair)
        return judgement.same or judgement.perhaps

    def _against(self, pair: tuple[int, int]) -> str:
        judgement = self.judge(*pair)
        return judgement.because if judgement.bar is not Bar.NONE and not judgement.perhaps else ""

    def _by_rule(self, pair: tuple[int, int]) -> Judgement:
        # In the order of their names, so that the words are the same too.
        one, other = sorted(pair, key=lambda position: self._names[position])
        return judge(compare(self.features[one], self.features[other], self.containers))

    def _with_people(self, pair: tuple[int, int], judgement: Judgement) -> Judgement:
        if pair in self._apart:
            asked = judgement.same or judgement.perhaps
            return Judgement(DOUBTFUL if asked else judgement.score, judgement.because, Bar.HARD)
        if judgement.bar is Bar.NONE or not self._bound:
            return judgement
        friends = [(one, friend) for one, other in (pair, pair[::-1]) for friend in self._bound[other] - {one}]
        vouched = any(_ordered(*each) not in self._apart and self._by_rule(each).same for each in friends)
        return (
            Judgement(SAME, "what a person put together") if vouched or pair[1] in self._bound[pair[0]] else judgement
        )

    def _merge(self, one: int, other: int) -> None:
        left, right = self.cluster_of(one), self.cluster_of(other)
        if left is not right:
            joined = left + right
            self.together.update(dict.fromkeys(joined, joined))

    def _agree(self, left: list[int], right: list[int], judgement: Judgement) -> bool:
        across = [self.judge(a, b) for a in left for b in right]
        if judgement.score >= CERTAIN:
            return not any(each.bar is Bar.HARD for each in across)
        least = _MEAN if len(left) + len(right) <= _LOOSE else SAME
        return all(each.bar is Bar.NONE for each in across) and sum(each.score for each in across) >= least * len(
            across
        )


def gather(
    features: Sequence[Features], progress: Progress | None = None, together: Pairs = (), apart: Pairs = ()
) -> Gathering:
    """Return the clusters of the records, the same whatever their order."""
    gathering = Gathering(features, together, apart)
    pairs = gathering.pairs
    same = []
    for done, pair in enumerate(pairs):
        if gathering.judge(*pair).same:
            same.append(pair)
        if progress and done % 1000 == 0:
            progress(done, len(pairs))
    for one, other in sorted(same, key=gathering.order):
        gathering.join(one, other)
    if progress:
        progress(len(pairs), len(pairs))
    return gathering


def candidates(features: Sequence[Features]) -> set[tuple[int, int]]:
    """Return the pairs of positions that share an identifier or a key."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for position, each in enumerate(features):
        for key in (*keys(each), *identifiers(each)):
            blocks[key].append(position)
    return {pair for block in blocks.values() if 2 <= len(block) <= _WIDEST for pair in combinations(block, 2)}


def identifiers(features: Features) -> Iterator[str]:
    """Yield the identifiers that two records of one thing may share."""
    yield from (f"pmid:{pmid}" for pmid in features.pmids)
    yield from (f"doi:{doi}" for doi in features.dois)
    yield from map(str, features.others)


def identity(features: Features) -> tuple[object, ...]:
    """Return what orders records of a library whatever their positions."""
    return features.title.key, features.year, features.venue, features.pages.first, features.key


def with_strays(features: Sequence[Features]) -> list[Features]:
    """Return the records, each with the PMIDs that it has by mistake: those of a record with other title and authors.

    Whose a PMID is tells the source that keeps the record under it.
    """
    owners: dict[str, Features] = {}
    for each in features:
        owners.update(dict.fromkeys(each.pmids & {each.key[1]}, each))
    return [_with_strays(each, owners) for each in features] if owners else list(features)


def _with_strays(features: Features, owners: Mapping[str, Features]) -> Features:
    others = ((pmid, owners[pmid]) for pmid in features.pmids if owners.get(pmid, features) is not features)
    strays = frozenset(pmid for pmid, owner in others if contradiction(compare(features, owner)))
    return replace(features, strays=strays) if strays else features


def find_containers(features: Iterable[Features]) -> frozenset[str]:
    """Return the DOIs that are no work's own: three works of other titles and authors have them, or too many records."""
    bearers: dict[str, list[Features]] = defaultdict(list)
    for each in features:
        for doi in each.dois:
            bearers[doi].append(each)
    return frozenset(doi for doi, several in bearers.items() if len(several) >= _THINGS and _is_container(several))


def _is_container(bearers: Sequence[Features]) -> bool:
    """Return whether three of those that have it are each surely another thing than the others."""
    titles = {each.title.key: each for each in sorted(bearers, key=identity)}
    if len(titles) > _BEARERS:
        return True
    apart: list[Features] = []
    for each in titles.values():
        if all(_apart(each, other) for other in apart):
            apart.append(each)
        if len(apart) == _THINGS:
            return True
    return False


def _apart(one: Features, other: Features) -> bool:
    """Return whether two records with one DOI are surely different: unlike in title, and in authors or page."""
    if compare_titles(one.title, other.title) not in {Likeness.UNLIKE, Likeness.NUMBERED, Likeness.ALTERED}:
        return False
    return strangers(one, other) or 0 < one.pages.first != other.pages.first > 0


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
