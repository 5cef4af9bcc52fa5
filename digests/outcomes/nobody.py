"""A group in which nobody had what others had: "5% on the short interval and none on the long one"."""

from dataclasses import replace

from digests.outcomes.patterns import COMPARING, Mark, Token
from digests.outcomes.scan import Sentence

_ENDING = frozenset({Mark.COMMA, Mark.SEMICOLON, Mark.CLOSE})


def with_nobody(sentence: Sentence) -> Sentence:
    """Return the sentence, each "none" of a group that is set beside a share as one of nought."""
    if Mark.PERCENT not in sentence.marks or " none " not in sentence.folded:
        return sentence
    places = range(len(sentence.tokens))
    return replace(
        sentence, tokens=tuple(_nought(sentence, p) if _is_nobody(sentence, p) else sentence.tokens[p] for p in places)
    )


def _nought(sentence: Sentence, place: int) -> Token:
    token = sentence.tokens[place]
    return token._replace(mark=Mark.PERCENT, label="%", number=0.0, at=(token.start, token.end))


def _is_nobody(sentence: Sentence, place: int) -> bool:
    """Return whether a group follows, a share and its group stand before, and one outcome is told of both.

    "Three patients (5%) in A had stones and none in B died" is of two.
    """
    tokens = sentence.tokens
    joined = place > 0 and tokens[place - 1].mark in COMPARING
    if tokens[place].label != "none" or not joined or place + 1 not in sentence.names:
        return False
    share = next((p for p in range(place - 1, -1, -1) if tokens[p].mark is Mark.PERCENT), -1)
    between = [t for t in tokens[share + 1 : place - 1] if t.mark is Mark.OUTCOME]
    end = next((p for p in range(place + 1, len(tokens)) if p not in sentence.names), len(tokens))
    ends = end == len(tokens) or tokens[end].mark in _ENDING or tokens[end].label == "."
    told_before = any(t.mark is Mark.OUTCOME for t in tokens[: max(0, share)])
    return share >= 0 and not between and ends is told_before
