"""How sure it is that two records are one thing, and why, in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from watcher.identify.guards import contradiction, never, twins, veto, whole_range
from watcher.identify.pairs import SAME_NEWS, Dois, Pair, in_two_scripts
from watcher.identify.titles import Likeness
from watcher.identify.venues import read_venue
from watcher.model import Kind

# Weights are logarithms of odds, rounded: how much more often two records of one work agree (or
# disagree) in a field than two of different works that share a block do. They add up, and the sum
# is held against SAME: how they were set, and what they give, is in benchmarks/README.md.
SAME = 10.0
PERHAPS = 7.0
DOUBTFUL = 9.0  # where what is surest contradicts itself
CERTAIN = 30.0


class Bar(Enum):
    """What stands between two records: nothing, what an identifier that both have outweighs, or what nothing does."""

    NONE = 0
    SOFT = 1
    HARD = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is thought of two records: the sum of the evidence, and what forbids a merge."""

    score: float
    because: str
    bar: Bar = Bar.NONE

    @property
    def same(self) -> bool:
        """Return whether they are one thing."""
        return self.bar is Bar.NONE and self.score >= SAME

    @property
    def perhaps(self) -> bool:
        """Return whether a person should look."""
        return PERHAPS <= self.score < SAME


def judge(pair: Pair) -> Judgement:
    """Return what is thought of the pair."""
    if words := never(pair):
        return Judgement(DOUBTFUL if twins(pair) else -CERTAIN, words, Bar.HARD)
    if pair.certain and (words := contradiction(pair)):
        return Judgement(DOUBTFUL, f"{pair.certain}, but {words}", Bar.HARD)
    if pair.certain:
        return Judgement(CERTAIN, pair.certain)
    if pair.dois is Dois.EQUAL and pair.venue == 0 and (words := contradiction(pair)):
        return Judgement(DOUBTFUL, f"same DOI, but {words}", Bar.HARD)  # no volume is of two journals
    if words := veto(pair):
        return Judgement(-CERTAIN, words, Bar.SOFT)
    weighed = list(evidence(pair))
    return Judgement(sum(weight for weight, _ in weighed), _in_words(weighed))


def evidence(pair: Pair) -> Iterator[tuple[float, str]]:
    """Yield what speaks for (above 0) and against the pair, each with its words; what is not known is silent."""
    yield _title(pair), pair.likeness.value
    if pair.names is not None:
        yield _names(pair)
    if pair.years is not None:
        yield _years(pair.years, same_volume=bool(pair.volume and pair.venue == 1)), "year"
    yield from _place(pair)
    if pair.one.stated == pair.other.stated and pair.dois in {Dois.UNKNOWN, Dois.EQUAL}:
        yield 2.0, ""  # they say the same, however little it is
    if pair.dois is not Dois.UNKNOWN:
        yield _DOIS[pair.dois], "DOI"
    if pair.abstract is not None:
        yield _abstract(pair), "abstract"
    if pair.one.kind == pair.other.kind == Kind.NEWS and pair.one.day and pair.other.day:
        yield (2.0 if abs(pair.one.day - pair.other.day) <= SAME_NEWS else -4.0), "day"


_DOIS = {Dois.EQUAL: 6.0, Dois.VERSION: 3.0, Dois.OTHER: -4.0, Dois.FOREIGN: -2.0}
_TITLES = {
    Likeness.CONTAINED: 3.0,
    Likeness.ALTERED: -1.0,
    Likeness.UNLIKE: -1.0,
    Likeness.NUMBERED: -6.0,
    Likeness.UNKNOWN: -1.0,
    Likeness.TRANSLATED: 8.0,
}


def _title(pair: Pair) -> float:
    """Weigh the titles: a long one says more than a short one, what returns in every issue says little."""
    one, other = pair.one.title, pair.other.title
    if pair.likeness is Likeness.ALTERED and whole_range(pair):
        return 2.0  # a typist's other word: no two papers have all of their pages in common
    if pair.likeness is Likeness.UNLIKE and whole_range(pair) and in_two_scripts(one.key, other.key):
        return 0.0
    if pair.likeness in _TITLES:
        numbered = pair.likeness is Likeness.CONTAINED and Counter(one.numbers) != Counter(other.numbers)
        return _TITLES[pair.likeness] - 2.0 * numbered
    length = min(len(one.key), len(other.key))
    most = 3.0 if one.generic or other.generic else 8.0
    return min(most, 1.5 + length / 5) - (pair.likeness is Likeness.MISSPELT)


def _years(apart: int, *, same_volume: bool) -> float:
    """Weigh the years: one volume seldom has two, so there a year apart is a slip or the turn of a year."""
    if not apart:
        return 1.0
    return -0.5 if same_volume and apart == 1 else max(-4.0, 0.5 - 2.0 * apart)


def _names(pair: Pair) -> tuple[float, str]:
    share = pair.names or 0.0
    several = min(len(pair.one.names), len(pair.other.names)) >= 2
    if share >= 0.75:
        return (3.0 if several else 2.0), "authors"
    if share >= 0.5:
        return 1.0, "authors"
    if share >= 0.25:
        return -0.5, "authors"
    return (-4.0 if several else -3.0), "authors"


def _place(pair: Pair) -> Iterator[tuple[float, str]]:
    if pair.venue is not None and pair.one.kind != Kind.NEWS:  # wires carry what newsrooms write
        yield _venue(pair), "venue"
    if pair.volume is not None:
        yield (1.5 if pair.volume else -2.5), "volume"
    if pair.issue is not None:
        yield (0.5 if pair.issue else -0.5), "issue"
    if pair.first_page is not None:
        yield (3.0 + bool(pair.last_page) if pair.first_page else -4.0), "pages"


def _venue(pair: Pair) -> float:
    if pair.venue:
        return 1.5 if pair.venue == 1 else 0.0 if pair.years else 0.5
    one, other = read_venue(pair.one.venue), read_venue(pair.other.venue)
    if one.meeting and other.meeting:
        return -1.5  # a congress goes by more names than a journal
    return -4.0 if (one.meeting and other.periodical) or (one.periodical and other.meeting) else -3.0


def _abstract(pair: Pair) -> float:
    likeness = pair.abstract or 0.0
    if likeness >= 0.9:
        return 6.0 if pair.one.kind == Kind.NEWS else 3.0  # one text on two wires is one release
    return 1.0 if likeness >= 0.7 else -1.0


def _in_words(weighed: list[tuple[float, str]]) -> str:
    """Return "same title; authors, year and pages agree; volume differs"."""
    title, *others = weighed
    agree = [words for weight, words in others if weight > 0 and words]
    differ = [words for weight, words in others if weight < 0]
    parts = [title[1]]
    if agree:
        parts.append(f"{_listed(agree)} agree{'' if len(agree) > 1 or agree[0] in _PLURAL else 's'}")
    if differ:
        parts.append(f"{_listed(differ)} differ{'' if len(differ) > 1 or differ[0] in _PLURAL else 's'}")
    return "; ".join(parts)


_PLURAL = frozenset({"authors", "pages"})


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
