"""The bounds of a ratio that are printed without a label."""

from digests.outcomes.barred import is_end_of_range
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token

_IN_BRACKETS = [Mark.OPEN, Mark.NUMBER, Mark.COMMA, Mark.NUMBER, Mark.CLOSE]


def bare_bounds(sentence: Sentence, position: int) -> tuple[Token, int] | None:
    """Return the bounds of "0.95, 0.73 to 1.24" or "0.95 (0.73, 1.24)" and where they end; None where it is not in them."""
    low, last, end = _in_brackets(sentence, position) or _after_comma(sentence, position) or (0, 0, 0)
    value, first, high = (sentence.tokens[place] for place in (position, low, last))
    if not end or value.number is None or first.number is None or high.number is None or first.label or high.label:
        return None
    if not first.number < value.number < high.number:
        return None
    return first._replace(end=high.end, low=first.number, high=high.number, label=f"[{first.label}"), end


def _in_brackets(sentence: Sentence, position: int) -> tuple[int, int, int] | None:
    following = [t.mark for t in sentence.tokens[position + 1 : position + 6]]
    return (position + 2, position + 4, position + 5) if following == _IN_BRACKETS else None


def _after_comma(sentence: Sentence, position: int) -> tuple[int, int, int] | None:
    """Return the places of "low to high" or "low-high" after a comma."""
    tokens = sentence.tokens
    said = any(t.label in {"to", "-"} for t in tokens[position + 3 : position + 4])
    last = position + (4 if said else 3)
    if last >= len(tokens) or tokens[position + 1].mark is not Mark.COMMA:
        return None
    numbers = tokens[position + 2].mark is tokens[last].mark is Mark.NUMBER
    return (position + 2, last, last) if numbers and (said or is_end_of_range(sentence, last)) else None
