"""Changes that are told in turn, those of several markers each: "CgA and 5-HIAA fell by 30% and 20%"."""

import itertools
from collections.abc import Sequence

from digests.outcomes.lexicon import MEASURED
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence


def turns(sentence: Sentence) -> list[int]:
    """Return the places of "flushing and diarrhoea fell from 3.1 to 1.6 and from 2.8 to 1.9, respectively", [] where it is not so told.

    Where there are not as many changes as outcomes, all of them are -1: nobody can tell which is whose.
    """
    tokens = sentence.tokens
    named = [p for p, t in enumerate(tokens) if t.mark is Mark.OUTCOME and t.label in MEASURED]
    between = [t.mark for one, other in itertools.pairwise(named) for t in tokens[one + 1 : other]]
    if len(named) < 2 or not {Mark.AND, Mark.COMMA}.issuperset(between):
        return []
    by = next((p for p in range(named[-1] + 1, len(tokens)) if tokens[p].number is not None), 0)
    if Mark.RESPECTIVELY not in sentence.marks:
        return _both_moved(tokens, named, by)
    moves = sum(t.label == "from" for t in tokens)
    moves = moves or sum(t.mark is tokens[by].mark and not t.depth for t in tokens[by:])
    return named if moves == len(named) else [-1] * moves


def _both_moved(tokens: Sequence[Token], named: list[int], first: int) -> list[int]:
    """Return the two places of "CgA and 5-HIAA fell by 30% and 20%", -1 for each where groups follow, whose the two then may be."""
    by, *rest = tokens[max(0, first - 1) : first + 4]
    pair = [t.mark for t in rest[:3]] == [tokens[first].mark, Mark.AND, tokens[first].mark]
    if by.label != "by" or not pair or len(named) != len(["one", "other"]):
        return []
    ends = all(t.mark in {Mark.COMMA, Mark.SEMICOLON, Mark.OPEN} or t.label == "." for t in rest[3:])
    return named if ends else [-1, -1]
