"""A whole library at once: candidate pairs, judged, joined best first without chaining."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from watcher.identify.features import Features, keys
from watcher.identify.pairs import compare
from watcher.identify.score import CERTAIN, Judgement, judge
from watcher.identify.titles import Likeness, compare_titles

_WIDEST = 150  # records under one key: more share it than can be one thing, and other keys will find them
_LARGEST = 12  # records in a cluster held together by likeness: more is a sign of junk

Progress = Callable[[int, int], None]


class Gathering:
    """Clusters under way: who is with whom, and what was thought of every pair asked."""

    def __init__(self, features: Sequence[Features]) -> None:
        self.features = features
        self.containers = find_containers(features)
        self.together: dict[int, list[int]] = {}
        self.reasons: dict[int, str] = {}
        self._judged: dict[tuple[int, int], Judgement] = {}

    def judge(self, one: int, other: int) -> Judgement:
        """Return what is thought of two records, by their positions."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._judged:
            self._judged[pair] = judge(compare(self.features[pair[0]], self.features[pair[1]], self.containers))
        return self._judged[pair]

    def join(self, one: int, other: int) -> None:
        """Put the two records' clusters together, unless any two of their members forbid it."""
        left, right = self.together.get(one, [one]), self.together.get(other, [other])
        judgement = self.judge(one, other)
        if left is right or not self._agree(left, right, judgement):
            return
        for member in (one, other):
            self.reasons.setdefault(member, judgement.because)
        joined = left + right
        self.together.update(dict.fromkeys(joined, joined))

    def _agree(self, left: list[int], right: list[int], judgement: Judgement) -> bool:
        if len(left) + len(right) > _LARGEST and judgement.score < CERTAIN:
            return False
        across = [self.judge(a, b) for a in left for b in right]
        return not any(each.forbidden for each in across) and sum(each.score for each in across) >= _MEAN * len(across)


_MEAN = 7.0  # the least that two clusters must have in common, over all pairs across


def gather(features: Sequence[Features], progress: Progress | None = None) -> Gathering:
    """Return the clusters of the library, the same whatever its order."""
    gathering = Gathering(features)
    pairs = sorted(candidates(features))
    same = []
    for done, (one, other) in enumerate(pairs):
        if gathering.judge(one, other).same:
            same.append((one, other))
        if progress and done % 1000 == 0:
            progress(done, len(pairs))
    names = [identity(each) for each in features]
    same.sort(key=lambda pair: (-gathering.judge(*pair).score, *sorted((names[pair[0]], names[pair[1]]))))
    for one, other in same:
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


def find_containers(features: Iterable[Features]) -> frozenset[str]:
    """Return the DOIs that unlike titles share: those of a supplement, a book, a proceedings volume."""
    bearers: dict[str, list[Features]] = defaultdict(list)
    for each in features:
        for doi in each.dois:
            bearers[doi].append(each)
    return frozenset(
        doi for doi, several in bearers.items() if any(_apart(a, b) for a, b in combinations(several[:40], 2))
    )


def _apart(one: Features, other: Features) -> bool:
    """Return whether two bearers of a DOI are surely different: unlike in title, and in authors or page."""
    if compare_titles(one.title, other.title) not in {Likeness.UNLIKE, Likeness.NUMBERED, Likeness.ALTERED}:
        return False
    strangers = bool(one.names and other.names and not one.names & other.names)
    return strangers or one.pages.first != other.pages.first
