"""A range that is the result: "median PFS ranged from 6 to 21 months" over the studies of a review."""

from collections.abc import Iterator
from dataclasses import replace

from digests.outcomes.lexicon import is_time
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Around, Reading, figure

RANGE = "range"
_RANGED = frozenset({"ranged", "varied", "ranging", "varying", "ranges", "varies"})
# How the two ends are led in: "from 6 to 21", "between 6 and 21".
_ENDS = {"from": frozenset({"to"}), "between": frozenset({"and"})}
_PASSED = frozenset({"was", "were", "rates", "rate", "values"})
_NEAR = 8


def ranges(sentence: Sentence) -> Iterator[Reading]:
    """Yield the range of a time or a share, its lower end as the value: of no patient, arm or study alone."""
    tokens = sentence.tokens
    for place in range(1, len(tokens) - 4):
        low, high = tokens[place + 2], tokens[place + 4]
        joined = tokens[place + 3].label in _ENDS.get(tokens[place + 1].label, ())
        if tokens[place].label not in _RANGED or not joined or low.number is None or high.number is None:
            continue
        named = _named(sentence, place)
        unit = "%" if high.mark is Mark.PERCENT else high.label if high.mark is Mark.TIME else ""
        if (
            named >= 0
            and unit
            and low.mark in {Mark.NUMBER, high.mark}
            and is_time(tokens[named].label) is (unit != "%")
        ):
            told = figure(sentence, low, RANGE, Around(), outcome=tokens[named].label, unit=unit)
            yield Reading(place + 2, replace(told, low=low.number, high=high.number), f"range {named}")


def _named(sentence: Sentence, place: int) -> int:
    """Return the place of the outcome that ranged, right before the verb but for a bracket; -1 where none is."""
    before = [p for p in range(place - 1, max(-1, place - 1 - _NEAR), -1) if not _is_passed(sentence.tokens[p])]
    return before[0] if before and sentence.tokens[before[0]].mark is Mark.OUTCOME else -1


def _is_passed(token: Token) -> bool:
    return token.depth > 0 or token.mark in {Mark.OPEN, Mark.CLOSE} or token.label in _PASSED
