"""Values whose outcome is named for earlier ones alone: "(18% and 12%, respectively)", "; in the 28-day group 2% and 37%"."""

import itertools
from collections.abc import Sequence

from digests.outcomes.fillers import is_label
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence

# So many tokens may stand between two values that are compared.
_TO_COMPARED = 16


def elliptic(
    sentence: Sentence, values: Sequence[int], named: dict[int, int], inside: frozenset[int]
) -> dict[int, int]:
    """Return the outcomes of "(18% and 12%, respectively)" after "diarrhoea (26%) and gallstones (10%) ... than with B"."""
    for place in reversed(values):
        bracket = _bracket(sentence, place)
        last = [v for v in values if v in bracket]
        earlier = [v for v in values if v < bracket.start and v in named]
        told = any(t.mark is Mark.RESPECTIVELY for t in sentence.tokens[bracket.start : bracket.stop])
        if told and (shared := _in_turn(last, earlier, named)):
            return shared
    if compared := _compared(sentence, values, named):
        return compared
    unnamed = [v for v in values if v not in named and v > min(named, default=len(sentence.tokens))]
    if not unnamed or not _begins_clause(sentence, unnamed[0], inside):
        return {}
    earlier = [v for v in values if v in named and v < unnamed[0]]
    of_one = len({named[v] for v in earlier}) == 1 and len(earlier) == len(unnamed)
    return dict.fromkeys(unnamed, named[earlier[0]]) if of_one else _in_turn(unnamed, earlier, named)


def _compared(sentence: Sentence, values: Sequence[int], named: dict[int, int]) -> dict[int, int]:
    """Return the outcome of a value that is compared with the one before: "82% had nausea, as against 97% of controls"."""
    found: dict[int, int] = {}
    for first, second in itertools.pairwise(values):
        outcome = named.get(first, -1)
        between = sentence.tokens[first + 1 : second]
        others = {t.label for t in between if t.mark is Mark.OUTCOME} - {sentence.tokens[outcome].label}
        versus = any(t.mark is Mark.VERSUS for t in between)
        if outcome >= 0 and second not in named and versus and not others and len(between) <= _TO_COMPARED:
            found[second] = outcome
    return found


def _in_turn(last: Sequence[int], earlier: Sequence[int], named: dict[int, int]) -> dict[int, int]:
    """Return the outcomes of the earlier values for as many later ones, where each of the earlier has its own."""
    outcomes = [named[v] for v in earlier]
    fits = len(last) > 1 and len(last) == len(earlier) == len(set(outcomes))
    return dict(zip(last, outcomes, strict=True)) if fits else {}


def _begins_clause(sentence: Sentence, place: int, inside: frozenset[int]) -> bool:
    """Return whether a semicolon and then no outcome, known or not, stands before: "; in the 28-day group 2%, 61% and 37%"."""
    for position in range(place - 1, -1, -1):
        token = sentence.tokens[position]
        if token.mark is Mark.SEMICOLON:
            return True
        if token.mark in {Mark.OUTCOME, Mark.PERCENT} or (position not in inside and is_label(token)):
            return False
    return False


def _bracket(sentence: Sentence, place: int) -> range:
    """Return the places of the bracket around a token, an empty range where there is none."""
    depth = sentence.tokens[place].depth
    if not depth:
        return range(place, place)
    first, last = place, place
    while first > 0 and sentence.tokens[first - 1].depth >= depth:
        first -= 1
    while last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].depth >= depth:
        last += 1
    return range(first, last + 1)
