"""Signs that the values of an average were not all read, or not rightly: better nothing than half of them."""

from digests.outcomes.barred import is_barred
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token
from digests.outcomes.value import QUANTITIES

_NEW_HEADS = frozenset({Mark.MEDIAN, Mark.MEAN, Mark.OUTCOME, Mark.RATIO, Mark.SEMICOLON})
_VALUES = frozenset({Mark.TIME, Mark.NUMBER})
# How far behind the last value a "versus" may still compare it.
_REACH = 12


def is_doubtful(sentence: Sentence, head: int, places: tuple[int, ...]) -> bool:
    """Tell values of which one runs on into a number, is compared with an unread one, or is left alone by "respectively".

    ``head`` is the place of the word that governs them.
    """
    return bool(places) and (
        _ranges(sentence, head, places[0])
        or any(_runs_on(sentence, place) for place in places)
        or _is_half_read(sentence, places)
        or (len(places) == 1 and _is_one_of_several(sentence, places[0]))
    )


def _ranges(sentence: Sentence, head: int, first: int) -> bool:
    """Tell the 79 of "median OS ranges from 17.8 months (A) to 79 months (B)"."""
    depth = sentence.tokens[first].depth
    return any(t.mark is Mark.SPREAD and t.depth <= depth for t in sentence.tokens[head + 1 : first])


def _runs_on(sentence: Sentence, place: int) -> bool:
    """Tell "12.1 months 13.8", where a word is missing."""
    return any(t.mark in _VALUES for t in sentence.tokens[place + 1 : place + 2])


def _is_half_read(sentence: Sentence, places: tuple[int, ...]) -> bool:
    """Tell "11 versus 9" of which the 9 was not read."""
    tokens, depth = sentence.tokens, sentence.tokens[places[0]].depth
    for position in range(places[0] + 1, min(places[-1] + _REACH, len(tokens) - 1)):
        if position > places[-1] and _begins_anew(tokens[position], depth):
            return False
        compared = tokens[position].mark is Mark.VERSUS and tokens[position].depth == depth
        if compared and tokens[position + 1].mark in _VALUES and position + 1 not in places:
            return not is_barred(sentence, position + 1)
    return False


def _begins_anew(token: Token, depth: int) -> bool:
    """Tell where the bracket of the values is closed, or another statement begins."""
    return token.depth < depth or (
        token.depth == depth and (token.mark in _NEW_HEADS or token.label in {"was", "were"})
    )


def _is_one_of_several(sentence: Sentence, place: int) -> bool:
    """Tell a lone value before "respectively"."""
    depth = sentence.tokens[place].depth
    for token in sentence.tokens[place + 1 :]:
        if token.mark is Mark.RESPECTIVELY and token.depth == depth:
            return True
        if token.depth < depth or (token.depth == depth and token.mark in {*QUANTITIES, *_NEW_HEADS}):
            return False
    return False
