"""The response that a share has right behind it, among shares of other responses: "27 patients (41.5%) with stable disease"."""

import itertools
from collections.abc import Sequence

from digests.outcomes.fillers import HAVING
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence

_RESPONSES = frozenset("CR PR SD PD NE".split())
_WHOLE = _RESPONSES | {"ORR", "DCR", "CBR", "response"}
_LED_BY = HAVING | {")", "of", "the", "patients", "cases", "a", "an", "with", "having", "were", "was"}
# "mit", "con", "avec" as they stand in English, and who had it.
_SPOKEN = frozenset("in on with avaient presentaient hatten zeigten tenian presentaban presentaron avevano".split())
# What says that the response has a share of its own: "12%, stable disease in 64%".
_GOES_ON = frozenset({Mark.PERCENT, Mark.COUNT, Mark.NUMBER, Mark.OPEN})
_LEADING = frozenset({"in", "of", "was", "were", ":", "for"})
_DID = frozenset("had died went were stayed came".split())


def own_responses(sentence: Sentence, values: Sequence[int]) -> dict[int, int]:
    """Return the place of the response right behind each value, where a value of the response before stands between."""
    found: dict[int, int] = {}
    for last, place in itertools.pairwise(values):
        response = _behind(sentence, place)
        named = any(t.mark is Mark.OUTCOME and t.label in _WHOLE for t in sentence.tokens[:last])
        after_own = last in found or (named and not _behind(sentence, last))
        if response and after_own and not any(t.mark is Mark.SEMICOLON for t in sentence.tokens[last:place]):
            found |= {place: response} | _of_head(sentence, last, found)
    return found


def _of_head(sentence: Sentence, value: int, found: dict[int, int]) -> dict[int, int]:
    """Return the place of the response before a value that has none behind it: the ORR of "ORR was 12% with 61% stable disease"."""
    marks = (Mark.OUTCOME, Mark.PERCENT, Mark.COMMA, Mark.SEMICOLON, Mark.COUNT)
    head = next((p for p in range(value - 1, max(-1, value - 6), -1) if sentence.tokens[p].mark in marks), -1)
    told = head >= 0 and sentence.tokens[head].label in _WHOLE and not sentence.tokens[value].depth
    return {value: head} if told and value not in found else {}


def _behind(sentence: Sentence, value: int) -> int:
    """Return the place of the response that stands right behind the value and has no value behind it, 0 where none does."""
    tokens = sentence.tokens
    counted = bool(sentence.spoken) and [t.mark for t in tokens[value + 1 : value + 2]] == [Mark.CLOSE]
    led_by = _LED_BY | _SPOKEN if counted else _LED_BY
    between = [*itertools.takewhile(lambda t: t.label in led_by, tokens[value + 1 : value + 7])]
    place = value + 1 + len(between)
    if place >= len(tokens) or tokens[place].mark is not Mark.OUTCOME or tokens[place].label not in _RESPONSES:
        return 0
    words = [t.label for t in between]
    of_some = "with" in words and "of" in words  # "in 30% of patients with progressive disease"
    following = tokens[place + 1 : place + 3]
    own = [t.mark in _GOES_ON for t in following]
    did = "with" in words and any(map(_is_deed, following[:1]))
    goes_on = own[:1] == [True] or (own[1:] == [True] and following[0].label in _LEADING)
    return 0 if of_some or goes_on or did else place


def _is_deed(token: Token) -> bool:
    """Return whether the word tells what became of those with a response: "27 patients (41.5%) with stable disease stopped"."""
    return token.mark is Mark.OUTCOME or token.label in _DID or token.label.endswith("ed")
