"""Groups that are named together, and the tokens that their names take."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from digests.outcomes.kinds import (
    LEADING,
)
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.phrases import COMPARING, OF_PEOPLE, Group
from digests.outcomes.scan import Sentence
from digests.outcomes.unled import JOINING

# So many tokens may stand between two groups that are compared: "in A was higher than in B".
_FARTHEST = 12


QUANTITIES = frozenset({Mark.PERCENT, Mark.TIME, Mark.COUNT, Mark.OPEN_ENDED, Mark.NUMBER})


def joins(token: Token) -> bool:
    """Return whether the token joins two names of a list."""
    return token.mark in JOINING or (token.mark is Mark.SEMICOLON and token.depth > 0)


def lists(found: tuple[Group, ...], sentence: Sentence) -> Iterator[tuple[Group, ...]]:
    """Yield the groups that are named together, two or more: "with A than with B", "in the A, B and C groups"."""
    run: list[Group] = []
    for group in found:
        if run and not _joined(sentence, run[-1], group):
            yield from [tuple(run)] if len(run) > 1 else []
            run = []
        run.append(group)
    if len(run) > 1:
        yield tuple(run)


def _joined(sentence: Sentence, first: Group, second: Group) -> bool:
    if first.end == second.end:
        return True
    between = sentence.tokens[first.end : second.start + bool(second.lead)]
    if any(t.label in {"or", "and/or"} for t in between):
        return False
    if any(t.mark is Mark.VERSUS for t in between) and not any(t.mark in QUANTITIES for t in between):
        return len(between) <= _FARTHEST
    between = tuple(t for t in between if t.mark not in _SIZED)
    if [t.label for t in between if t.label not in LEADING] == ["as"]:
        return True  # "twice as high with A as with B"
    words = [t for t in between if not joins(t) and t.label not in {*LEADING, *OF_PEOPLE, second.lead, "without"}]
    return not words and any(joins(t) for t in between)


# "40 mg (n = 26) and 60 mg (n = 19)".
_SIZED = frozenset({Mark.OPEN, Mark.CLOSE, Mark.SIZE})


def covered(sentence: Sentence, found: tuple[Group, ...]) -> frozenset[int]:
    """Return the places of the tokens that belong to groups, and of the one that joins two groups."""
    inside = frozenset(itertools.chain.from_iterable(range(group.start, group.end) for group in found))
    between = (one.end for one, other in itertools.pairwise(found) if other.start == one.end + 1)
    return inside | {place for place in between if sentence.tokens[place].mark in COMPARING}


_NUMBERS = frozenset({Mark.NUMBER, Mark.TIME, Mark.PERCENT, Mark.COMPOUND, Mark.COUNT, Mark.OUTCOME})


def without_names(sentence: Sentence, found: tuple[Group, ...]) -> Sentence:
    """Return the sentence with the numbers and markers in the names of groups as words: the 60 of "with 60 mg" is no value."""
    inside = covered(sentence, found)
    named_in = [p for p in inside if sentence.tokens[p].mark in _NUMBERS]
    tokens = list(sentence.tokens)
    for place in named_in:
        token = tokens[place]
        tokens[place] = token._replace(mark=Mark.WORD, label=sentence.folded[token.start : token.end])
    return replace(sentence, tokens=tuple(tokens), names=inside)
