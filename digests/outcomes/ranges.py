"""A range that is the result: "median PFS ranged from 6 to 21 months" over the studies of a review, "diarrhoea in 47% to 89%"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from digests.outcomes.clauses import is_circumstance
from digests.outcomes.lexicon import MEASURED, TIME_WORDS, is_time
from digests.outcomes.moving import is_move
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.severity import of_harm, severity
from digests.outcomes.value import Around, Reading, figure

RANGE = "range"
_RANGED = frozenset("ranged varied ranging varying spanned ran".split())
# What is told as seen, of one study's patients or of several studies.
_TOLD = _RANGED | frozenset(
    "was were reported seen observed noted recorded found occurred achieved developed experienced documented affected had : =".split()
)
_PASSED = _TOLD | frozenset(
    "in of at to rates rate values widely considerably greatly broadly approximately about the a by an estimated from between".split()
)
_BETWEEN = {"from": frozenset({"to"}), "between": frozenset({"and"})}
_TO = frozenset({"to", "-"})
_NEAR = 10
_LONGER = frozenset("longer shorter higher lower more less earlier later".split())
_UNSHARED = MEASURED - {"symptom response", "flushing", "diarrhoea", "AE: glucose", "rescue"}
_BOUNDS = re.compile(
    r"(?<![\d.])(?P<low>\d{1,6}(?:\.\d{1,4})?)\s?(?:%|[a-z]{2,6})?\s?(?:-|to)\s?\d{1,6}(?:\.\d{1,4})?\s?(?P<unit>%|[a-z]{2,6})"
)


class _Ends(NamedTuple):
    """The places from the first to the last token of a range, its lower end, its upper end and their unit."""

    first: int
    last: int
    low: Token
    high: float
    unit: str


def with_ranges(sentence: Sentence) -> tuple[Sentence, list[Reading]]:
    """Return the ranges of times or shares, of no patient or study alone, and the sentence with their ends as words.

    The lower end stands as the value of each.
    """
    found: list[Reading] = []
    tokens = list(sentence.tokens)
    last, of = -1, -1
    for ends in _ranges(sentence):
        named = _named(sentence, ends, told=bool(found))
        named = of if named < 0 and found and _goes_on(sentence, last, ends) else named
        told = named >= 0 and _is_of(sentence, named, ends)
        if not told and _may_be_move(sentence, ends):
            continue
        found += [_reading(sentence, named, ends)] if told else []
        last, of = (ends.last, named) if told else (last, of)
        for place in range(ends.first, ends.last + 1):
            token = tokens[place]
            tokens[place] = token._replace(mark=Mark.WORD, label=sentence.folded[token.start : token.end])
    return replace(sentence, tokens=tuple(tokens)), found


def _goes_on(sentence: Sentence, last: int, ends: _Ends) -> bool:
    """Return whether the range is of the same outcome as the last: "from 3% to 12% with A and from 0% to 5% with B"."""
    between = range(last + 1, ends.first)
    return all(p in sentence.names or _joins(sentence.tokens[p]) for p in between)


def _joins(token: Token) -> bool:
    return token.mark in {Mark.AND, Mark.COMMA, Mark.VERSUS} or token.label in _PASSED | {"with", "on"}


def _may_be_move(sentence: Sentence, ends: _Ends) -> bool:
    """Return whether the two numbers may be a level before and one after, "rose from 12% to 25%", or bounds."""
    before = sentence.tokens[max(0, ends.first - _NEAR) : ends.first]
    if sentence.tokens[ends.first].mark is Mark.BRACKET:
        return True  # of a value before
    moved = any(is_move(t) for t in before) and before[-1].label not in {"by", "of"}
    return moved or any(t.label == "from" for t in before[-1:]) or ends.unit not in {"%", *TIME_WORDS}


def _reading(sentence: Sentence, named: int, ends: _Ends) -> Reading:
    outcome = sentence.tokens[named].label
    grade = severity(sentence, ends.first, [ends.first]) if of_harm(outcome) else ""
    told = figure(sentence, ends.low, RANGE, Around(), outcome=outcome, unit=ends.unit, severity=grade)
    return Reading(ends.first, replace(told, low=ends.low.number, high=ends.high), f"range {named}")


def _ranges(sentence: Sentence) -> Iterator[_Ends]:
    """Yield "47% to 89%", "0-14%", "between 4 and 19 months", "(6.0-31.8 months)"."""
    tokens = sentence.tokens
    for place, low in enumerate(tokens[:-1]):
        if low.mark is Mark.BRACKET and (bounds := _BOUNDS.search(sentence.folded, low.start, low.end)):
            first = low._replace(number=low.low, at=bounds.span("low"))
            yield _Ends(place, place, first, low.high or 0, bounds["unit"])
        three = tokens[place : place + 3]
        high = three[-1]
        if len(three) < len({"low", "to", "high"}) or low.number is None or high.number is None:
            continue
        joined = _BETWEEN.get(tokens[place - 1].label, _TO) if place else _TO
        unit = "%" if high.mark is Mark.PERCENT else high.label if high.mark is Mark.TIME else ""
        plain = low.mark is high.mark or (low.mark is Mark.NUMBER and not low.label)
        if plain and unit and three[1].label in joined | ({"-"} if place else set()) and low.number < high.number:
            yield _Ends(place, place + 2, low, high.number, unit)


def _is_of(sentence: Sentence, named: int, ends: _Ends) -> bool:
    """Return whether the outcome is one that such a range may be told of."""
    outcome, timed = sentence.tokens[named].label, ends.unit != "%"
    if any(t.label in _LONGER for t in sentence.tokens[ends.last + 1 : ends.last + 2]):
        return False
    if is_time(outcome) is not timed or (not timed and outcome in _UNSHARED):
        return False
    return timed or not is_circumstance(sentence, outcome, ends.low.start)


def _named(sentence: Sentence, ends: _Ends, *, told: bool) -> int:
    """Return the place of the outcome that a range is told of, -1 where none is.

    It stands right before but for words that tell it; ``told``: another range is told before, so that this one needs no verb.
    """
    place, said = ends.first - 1, told
    if sentence.tokens[ends.first].mark is Mark.BRACKET:
        place, said = place - 1, said or _ends_statement(sentence, ends.last + 2)
    led = sentence.tokens[place].label == "from" and not told and sentence.tokens[place - 1].label != "in"
    while place >= max(0, ends.first - _NEAR):
        place = _before_aside(sentence, place)
        token = sentence.tokens[place]
        if token.mark is Mark.OUTCOME:
            moved = place > 0 and is_move(sentence.tokens[place - 1])
            return place if said and not led and not moved else -1
        if not (token.depth > sentence.tokens[ends.first].depth or _is_passed(token)):
            return -1
        said = said or token.label in _TOLD
        led = led and token.label not in _RANGED
        place -= 1
    return _named_after(sentence, ends) if place < 0 else -1


def _before_aside(sentence: Sentence, place: int) -> int:
    """Return the place before an aside of few words that ends here: "response, variously defined, ranged"."""
    opened = next((p for p in range(place - 1, max(0, place - 5), -1) if sentence.tokens[p].mark is Mark.COMMA), 0)
    aside = opened and sentence.tokens[place].mark is Mark.COMMA
    plain = aside and all(t.mark is Mark.WORD for t in sentence.tokens[opened + 1 : place])
    return opened - 1 if plain else place


def _named_after(sentence: Sentence, ends: _Ends) -> int:
    """Return the place of the outcome of "3% to 12% of patients had an objective response", -1 where none follows so."""
    following = range(ends.last + 1, min(ends.last + _NEAR, len(sentence.tokens)))
    named = next((p for p in following if sentence.tokens[p].mark is Mark.OUTCOME), -1)
    between = sentence.tokens[ends.last + 1 : max(0, named)]
    plain = all(t.mark is Mark.WORD for t in between) and [t.label for t in between[:1]] == ["of"]
    return named if plain and any(t.label in _TOLD for t in between) else -1


def _ends_statement(sentence: Sentence, place: int) -> bool:
    """Return whether nothing but the next of a list follows: "diarrhoea (26-58%), nausea (14-30%)"."""
    following = sentence.tokens[place : place + 1]
    return all(t.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON} or t.label == "." for t in following)


def _is_passed(token: Token) -> bool:
    return token.mark in {Mark.OPEN, Mark.CLOSE} or token.label in _PASSED
