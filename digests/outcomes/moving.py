"""The words that tell that something rose or fell, became better or worse."""

import itertools
import re
from collections import deque
from collections.abc import Sequence

from digests.outcomes.lexicon import MARKERS
from digests.outcomes.patterns import Mark, Token

# That a level went up or down, which of a score may be better or worse.
RISING = r"rais|lift|boost|doubl|rose(?!\w)|rise|risen|increas|gain|climb|jump|surg|(?:went|came) up"
FALLING = r"loss|lost|halv|fell|fall|dropp?|decreas|reduc|declin|slow|lower|shr[aiu]nk|cut|plummet|(?:went|came) down"
_UP, _DOWN = rf"{RISING}|improv", rf"{FALLING}|worsen|deteriorat"
_MOVES = re.compile(rf"(?:{_UP}|{_DOWN}|differ|chang|went|came|crept|creep|edged)\w{{0,5}}")
_WAY = re.compile(rf"(?<!\w)(?:(?P<up>{_UP})|(?:{_DOWN}))\w{{0,5}}(?!\w)")


def is_move(token: Token) -> bool:
    """Return whether the word tells that something rose or fell."""
    return (token.mark is Mark.WORD or token.mark in {Mark.CHANGE, Mark.DIFFERENCE}) and _MOVES.match(
        token.label
    ) is not None


def is_rise(before: str) -> bool | None:
    """Return whether the words before a number tell last that something rose; False where it fell, None where they tell neither."""
    told = next(iter(deque(_WAY.finditer(before), maxlen=1)), None)
    return bool(told["up"]) if told else None


_WENT = re.compile(r"fell|rose|(?:declin|decreas|increas|dropp)ed")


def is_amount(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a verb stands right before a share or points, "by" left out: "CgA decreased 38% with 60 mg", "increased 2.9 points"."""
    token, before = tokens[place], tokens[max(0, place - 1) : place]
    counted = token.mark is Mark.PERCENT or token.label.startswith("point")
    return counted and any(_WENT.fullmatch(t.label) for t in before)


def is_of_dose(tokens: Sequence[Token], verb: int) -> bool:
    """Return whether it is what was given that rose: "a dose increase", "an increase of the dose", "the dose was doubled"."""
    before = [t.label for t in tokens[max(0, verb - 2) : verb]]
    behind = [t.label for t in tokens[verb + 1 : verb + 4]]
    led = before[-1:] == ["dose"] or (before[:1] == ["dose"] and before[-1] in {"was", "were", "been"})
    return led or (behind[:1] in (["of"], ["in"]) and "dose" in behind)


def went_otherwise(tokens: Sequence[Token], outcome: str, place: int) -> bool:
    """Return whether the share is of those who did not improve, were not stable or did not respond: "and worsened in 2 (8%)", "absent in 50%"."""
    since = list(itertools.takewhile(lambda t: t.mark not in _ENDS, reversed(tokens[:place])))
    own = [t.label for t in itertools.takewhile(lambda t: t.mark is not Mark.OUTCOME, since)]
    kept = outcome in MARKERS and {"no", "change"} <= {*own}
    words = [label for label in own if label.isalpha()]
    denied = not _ABSENT.isdisjoint(words) or (words[:1] == ["in"] and "not" in words[:4])  # "not at all in 21%"
    otherwise = not _OTHERWISE.get(outcome, frozenset()).isdisjoint(t.label for t in since)
    return kept or otherwise or (outcome in _RESPONSES and denied)


_ENDS = frozenset({Mark.PERCENT, Mark.COMMA, Mark.SEMICOLON})
_RESPONSES = frozenset({"symptom response", "biochemical response", *"CR PR ORR DCR CBR response".split()})
_ABSENT = frozenset("absent lacking lost".split())
_OTHERWISE = {
    "symptom response": frozenset("unchanged worsened worse stable deteriorated no".split()),
    "SD": frozenset("increased decreased enlarged shrank shrunk worsened deteriorated continued changed".split()),
}
