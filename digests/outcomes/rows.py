"""The values of one outcome: which stand together, and what joins them."""

import itertools
from collections.abc import Sequence

from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import Group
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading

_JOINING = frozenset({Mark.AND, Mark.VERSUS, Mark.COMMA, Mark.OPEN, Mark.CLOSE, Mark.MEDIAN, Mark.MEAN, Mark.SIGN})
_REASONING = frozenset({"because", "although", "since", "though"})
BESIDE_VALUES = frozenset("of a was is patients cases participants women men children subjects".split())


def rows_of(ordered: Sequence[Reading]) -> list[list[int]]:
    """Return the numbers of the readings of each row, in the order of the sentence."""
    rows: dict[str, list[int]] = {}
    for number, reading in enumerate(ordered):
        rows.setdefault(reading.row, []).append(number)
    return list(rows.values())


def of_outcomes(ordered: Sequence[Reading]) -> list[list[int]]:
    """Return the values of each outcome that is measured in two ways: "fell by a mean of 2.1 with A and by 9.7 with B"."""
    outcomes: dict[tuple[str, ...], list[int]] = {}
    for number, one in enumerate(ordered):
        figure = one.figure
        outcomes.setdefault((figure.outcome, figure.severity, figure.milestone), []).append(number)
    return [numbers for numbers in outcomes.values() if len({ordered[n].row for n in numbers}) > 1]


def is_of_all(sentence: Sentence, place: int) -> bool:
    """Return whether the value is of everybody: "61% overall, and 68% and 53% in the midgut and pancreatic cohorts"."""
    after = (t for t in sentence.tokens[place + 1 :] if t.depth == 0 and t.mark is not Mark.CLOSE)
    return [t.label for t in itertools.islice(after, 1)] == ["overall"]


def begins_clause(sentence: Sentence, place: int) -> bool:
    """Return whether a semicolon stands here, or a comma before a reason: ", possibly because 71% in the other group"."""
    following = [t.label for t in sentence.tokens[place + 1 : place + 3]]
    reasoned = sentence.tokens[place].mark is Mark.COMMA and not _REASONING.isdisjoint(following)
    return reasoned or sentence.tokens[place].mark is Mark.SEMICOLON


def segments_of(row: Sequence[int], found: tuple[Group, ...]) -> list[list[int]]:
    """Return the values that stand together, without a group between them."""
    segments = [[row[0]]]
    for first, second in itertools.pairwise(row):
        if any(first < group.start < second for group in found):
            segments.append([])
        segments[-1].append(second)
    return segments


def is_bare(sentence: Sentence, first: int, second: int) -> bool:
    """Return whether nothing but what joins two values stands between them: "28 vs 32 weeks"."""
    depth = sentence.tokens[first].depth
    return all(
        t.depth > depth
        or (t.mark in _JOINING and t.label != ":")
        or t.mark in {Mark.NUMBER, Mark.COUNT}
        or t.label in BESIDE_VALUES
        for t in sentence.tokens[first + 1 : second]
    )
