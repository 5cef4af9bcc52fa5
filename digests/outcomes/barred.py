"""Numbers that stand among values and are none: dose intervals, limits, differences, counts of patients."""

import re

from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token

_BARRED_BEFORE = frozenset(
    "by within every each day days week cycle cycles grade grades aged q arm group cohort study stage phase type level".split()
)


# What whole numbers count: "the 2 arms", "275 patients".
COUNTED = frozenset(
    "patients women men subjects participants cases children people those evaluable eligible assessable arms groups "
    "studies trials centres centers cohorts regimens treatments".split()
)
_RECEIVED = frozenset("received receiving given taking administered".split())
_POINTERS = frozenset("figure fig table ref reference".split())
_MORE_OR_LESS = frozenset("less more fewer greater longer shorter higher lower".split())
_BY_WHICH = frozenset("earlier later sooner longer shorter more less fewer higher lower".split())
_TO_NEXT = re.compile(r"\s?-\s?[\d.]")
_TIMES_TEN = frozenset("x \u00d7 *".split())


def is_barred(sentence: Sentence, position: int) -> bool:
    """Tell a number that is a dose interval, a limit, or a difference: "every 28 days", "by 2.4 months"."""
    before = sentence.tokens[max(0, position - 3) : position]
    if not before:
        return False
    if is_limit(sentence, position) or is_pointer(sentence, position) or is_power(sentence, position):
        return True
    if begins_range(sentence, position) or _is_by_which(sentence, position):
        return True
    if _is_whole(before) or before[-1].label in _RECEIVED or any(t.label.startswith("deviation") for t in before):
        return True
    if [t.mark for t in before[-2:]] == [Mark.NUMBER, Mark.AND] and is_barred(sentence, position - 2):
        return True
    if before[-1].label in _BARRED_BEFORE or any(t.label in {"<", ">", "\u2265", "\u2264"} for t in before):
        return True
    if any(t.mark is Mark.RATIO for t in before) or (before[-1].label == "of" and _is_rate(sentence, before[-2:-1])):
        return True
    return any(t.mark is Mark.DIFFERENCE for t in before[-2:]) or is_end_of_range(sentence, position)


def is_limit(sentence: Sentence, position: int) -> bool:
    """Tell the 6 of "less than 6 months", "at least 6" and "up to 6"."""
    first, last = ([""] * 2 + [t.label for t in sentence.tokens[max(0, position - 2) : position]])[-2:]
    return (last == "than" and first in _MORE_OR_LESS) or last == "least" or (first, last) == ("up", "to")


def is_pointer(sentence: Sentence, position: int) -> bool:
    """Tell the 2 of "Figure 2"."""
    return position > 0 and sentence.tokens[position - 1].label in _POINTERS


def is_power(sentence: Sentence, position: int) -> bool:
    """Tell both numbers of "2 x 10^6"."""
    beside = (*sentence.tokens[max(0, position - 1) : position], *sentence.tokens[position + 1 : position + 2])
    return any(t.label in _TIMES_TEN for t in beside)


def _is_whole(before: tuple[Token, ...]) -> bool:
    """Tell the 10 of "4.0 of 10"."""
    return len(before) > 1 and before[-1].label == "of" and before[-2].mark is Mark.NUMBER


def is_count(sentence: Sentence, position: int) -> bool:
    """Tell the patients of "and 115 (63%) received a median of six cycles"."""
    marks = [t.mark for t in sentence.tokens[position : position + 3]]
    return marks == [Mark.NUMBER, Mark.OPEN, Mark.PERCENT]


def _is_rate(sentence: Sentence, before: tuple[Token, ...]) -> bool:
    """Tell "survival rates of 1 and 2 years"."""
    return any("rate" in sentence.folded[t.start : t.end] for t in before)


def _is_by_which(sentence: Sentence, position: int) -> bool:
    """Tell the 4 of "4 hours earlier"."""
    return any(t.label in _BY_WHICH for t in sentence.tokens[position + 1 : position + 2])


def begins_range(sentence: Sentence, position: int) -> bool:
    """Tell the 2 of "2-6"."""
    return _TO_NEXT.match(sentence.folded, sentence.tokens[position].at[1]) is not None


def is_end_of_range(sentence: Sentence, position: int) -> bool:
    """Tell the 6 of "2-6"."""
    first = sentence.tokens[position].at[0]
    return re.search(r"\d\s?-$", sentence.folded[max(0, first - 3) : first]) is not None
