"""Which outcome each share of a sentence is of: one assignment over the whole sentence, by distance and parallel structure.

A sentence is read as runs of outcomes and runs of values in turn. A run of values belongs to the outcomes before it
("diarrhoea (26%)") or after it ("26% had diarrhoea"); the way that leaves less unexplained between them wins, and where
neither wins clearly nothing is said.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digests.outcomes.distances import TOO_FAR, is_led, is_passed, unexplained
from digests.outcomes.fillers import (
    ADJUSTED,
    GOING_ON,
    HAVING,
    PREDICATES,
    PREPOSITIONS,
    WHOSE,
    did_else,
    is_label,
    is_pair,
    is_qualified,
    tells_deed,
)
from digests.outcomes.naming import elliptic
from digests.outcomes.patterns import COMPARING, Mark, Token
from digests.outcomes.phrases import Group, covered
from digests.outcomes.scan import Sentence
from digests.outcomes.stopping import of_part, of_reason

# What stands between outcomes that are named together: "the biochemical response rate and the 12-month PFS rate".
_LISTING = frozenset({Mark.AND, Mark.COMMA, Mark.OPEN, Mark.CLOSE, Mark.SEVERITY, Mark.COMPOUND, Mark.MILESTONE})
_NAMING = frozenset({"the", "a", "of", "rate", "rates"})
# Less than this between two ways, and neither wins.
_MARGIN = 0.9


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours of one kind, outcomes or values, by their places."""

    of_values: bool
    places: tuple[int, ...]


def subjects(sentence: Sentence, values: Sequence[int], found: tuple[Group, ...]) -> dict[int, int]:
    """Return the place of the outcome for the place of each value that has one beyond doubt."""
    named: dict[int, int] = {}
    inside = covered(sentence, found)
    for part in _parts(sentence, values, inside):
        runs = list(_runs(sentence, part, set(values), inside))
        for number, run in enumerate(runs):
            if run.of_values:
                named |= _assigned(sentence, runs, number, inside)
    return named | elliptic(sentence, values, named, inside)


def _parts(sentence: Sentence, values: Sequence[int], inside: frozenset[int]) -> Iterator[list[int]]:
    """Yield the places of outcomes and values between semicolons, medians and other values."""
    part, sought = list[int](), set(values)
    for place, token in enumerate(sentence.tokens):
        if place in sought or (token.mark is Mark.OUTCOME and place not in inside and token.label != "follow-up"):
            part.append(place)
        elif _begins_another(sentence, part, place, sought, inside) or (
            _parts_statements(token) and not _goes_on_with(sentence, part, place, sought, inside)
        ):
            yield part
            part = []
    yield part


def _begins_another(
    sentence: Sentence, part: Sequence[int], place: int, values: set[int], inside: frozenset[int]
) -> bool:
    """Return whether ", and" or ", while" begins to tell of another outcome with its own value, after one with its own."""
    marks = [t.mark for t in sentence.tokens[place : place + 2]]
    told = {p in values for p in part}
    if marks != [Mark.COMMA, Mark.AND] or sentence.tokens[place].depth or told != {True, False}:
        return False
    others = (
        p
        for p in range(place + 2, len(sentence.tokens))
        if p in values or (sentence.tokens[p].mark is Mark.OUTCOME and p not in inside)
    )
    following = [p in values for p in itertools.islice(others, 2)]
    return following == [False, True]


def _goes_on_with(
    sentence: Sentence, part: Sequence[int], place: int, values: set[int], inside: frozenset[int]
) -> bool:
    """Return whether another group and its only value stand behind the semicolon, of one outcome: "ORR: A, 2%; B, 4%; C, 12%"."""
    after = itertools.takewhile(lambda p: p in inside, range(place + 1, len(sentence.tokens)))
    end = max(after, default=place) + 1
    led = end + (end < len(sentence.tokens) and sentence.tokens[end].label in {",", ":", "="})
    rest = itertools.takewhile(
        lambda p: sentence.tokens[p].mark is not Mark.SEMICOLON, range(place + 1, len(sentence.tokens))
    )
    of_one = sum(p not in values for p in part) == 1
    return of_one and place + 1 < end and [p for p in rest if p in values] == [led]


def _parts_statements(token: Token) -> bool:
    if token.mark is Mark.SEMICOLON:
        return token.depth == 0
    return token.mark in {Mark.MEDIAN, Mark.MEAN, Mark.RATIO} and token.depth == 0


def _runs(sentence: Sentence, part: Sequence[int], values: set[int], inside: frozenset[int]) -> Iterator[Run]:
    run: list[int] = []
    earlier = False
    for place in part:
        earlier = earlier or place not in values
        parted = run and (
            (run[-1] in values) != (place in values)
            or (
                place in values
                and (
                    _names_another(sentence, run[-1], place, inside)
                    or did_else(sentence.tokens, run[-1], place)
                    or any(_is_done(sentence, token) for token in _right_after(sentence, place))
                    or (
                        (earlier or not _is_next(sentence, run[-1], place, inside))
                        and not (is_pair(sentence.tokens, run[-1]) and run[-1] + 2 == place)
                        and _has_own(sentence, run[-1], place)
                    )
                )
            )
        )
        if parted:
            yield Run(run[-1] in values, tuple(run))
            run = []
        run.append(place)
    if run:
        yield Run(run[-1] in values, tuple(run))


def _is_next(sentence: Sentence, last: int, place: int, inside: frozenset[int]) -> bool:
    """Return whether nothing but a group stands between two values: "On A 26% and on B 44% of participants achieved normal 5-HIAA"."""
    between = [p for p in range(last + 1, place) if p not in inside]
    grouped = len(between) < place - last - 1
    return grouped and all(
        sentence.tokens[p].mark in COMPARING or sentence.tokens[p].label in PREPOSITIONS for p in between
    )


def _has_own(sentence: Sentence, last: int, place: int) -> bool:
    """Return whether the second of two values has an outcome of its own behind it.

    A comma parts them and it follows before anything else ("DCR was 70%, 8% had stones"), or a verb leads to it ("PR in 4% and 70% of
    the patients had stable disease").
    """
    if of_part(sentence.tokens, place):
        return True
    if all(t.depth for t in sentence.tokens[last : place + 1]):
        return False  # "one patient in each group (2% and 3%) had"
    commas = any(t.mark is Mark.COMMA and t.depth == 0 for t in sentence.tokens[last:place])
    after = (t for t in sentence.tokens[place + 1 :] if t.depth == 0 and t.mark is not Mark.CLOSE)
    following = list(itertools.islice(after, 8))
    if [t.mark for t in following[:2]] == [Mark.VERSUS, Mark.PERCENT] or is_pair(sentence.tokens, place):
        following = following[2:]
    if following[:1] and following[0].label == "of":
        people = next((at for at, t in enumerate(following[:4]) if t.label in WHOSE), -1)
        following = following[people + 1 :]
        if people >= 0 and any(t.mark is Mark.OUTCOME for t in following[:1]):
            return True  # "and 71% of patients remained stable"
    words = list(itertools.takewhile(lambda t: t.mark is Mark.WORD and t.label not in PREPOSITIONS, following[:4]))
    led = words and words[0].label in HAVING
    return bool(commas or led) and any(t.mark is Mark.OUTCOME for t in following[len(words) : len(words) + 1])


def _is_done(sentence: Sentence, token: Token) -> bool:
    """Return whether the token is an outcome as what patients did: "and 21 (33%) progressed"."""
    return token.mark is Mark.OUTCOME and sentence.folded[token.start : token.end] in PREDICATES


def _assigned(sentence: Sentence, runs: Sequence[Run], number: int, inside: frozenset[int]) -> dict[int, int]:
    run = runs[number]
    before = runs[number - 1] if number and not runs[number - 1].of_values else None
    after = runs[number + 1] if number + 1 < len(runs) and not runs[number + 1].of_values else None
    back = unexplained(sentence, before.places[-1], run.places[0], inside, forward=False) if before else TOO_FAR + 1
    ahead = unexplained(sentence, run.places[-1], after.places[0], inside, forward=True) if after else TOO_FAR + 1
    if any(t.label in PREDICATES for t in _right_after(sentence, run.places[-1])):
        back = TOO_FAR + 1
    generic = before is None or len(before.places) > 1 or sentence.tokens[before.places[-1]].label == "response"
    if after and generic and _is_told_for(sentence, run.places[-1], after.places[0]):
        ahead = -_MARGIN
    if ahead <= 1 and any(t.label in HAVING for t in _right_after(sentence, run.places[-1])):
        back += _MARGIN  # "responses were rare: two patients (4%) had a partial response"
    if min(back, ahead) > TOO_FAR:
        return {}
    if abs(back - ahead) < _MARGIN:
        back, ahead = (back, back + 1) if not runs[0].of_values else (ahead + 1, ahead)
    if back < ahead and before:
        return _shared_out(sentence, _listed(sentence, before.places[::-1], run.places), run.places)
    if not after:
        return {}
    own = max(
        (
            n + 1
            for n, v in enumerate(run.places[:-1])
            if tells_deed(sentence.tokens, v, inside) or _is_of_dose(sentence, v)
        ),
        default=0,
    )
    return _shared_out(sentence, after.places[:1], of_reason(sentence.tokens, after.places[0], run.places[own:]))


# "Dose reductions were necessary in 22% of patients": of no outcome.
_OF_DOSE = re.compile(
    r"(?<!\w)dose (?:reductions?|interruptions?|delays?|modifications?)"
    r"(?: (?:was|were) (?:\w{1,12} ){0,2}(?:in|by)| occurred in| in)?(?: \w{1,12}){0,2} \(?(?:n ?= ?)?$"
)


def _is_of_dose(sentence: Sentence, value: int) -> bool:
    """Return whether the value tells in how many a dose was reduced or withheld."""
    return _OF_DOSE.search(sentence.folded, 0, sentence.tokens[value].start) is not None


def _is_told_for(sentence: Sentence, value: int, outcome: int) -> bool:
    """Return whether "for" alone stands between: "23.5% vs 11.8% for ORR"."""
    depth = sentence.tokens[value].depth
    between = [
        t for t in sentence.tokens[value + 1 : outcome] if t.depth <= depth and t.mark not in {Mark.OPEN, Mark.CLOSE}
    ]
    return [t.label for t in between if t.label != "the"] == ["for"]


def _right_after(sentence: Sentence, place: int) -> list[Token]:
    return [t for t in sentence.tokens[place + 1 : place + 4] if t.mark is not Mark.CLOSE][:1]


def _listed(sentence: Sentence, backwards: Sequence[int], values: Sequence[int]) -> tuple[int, ...]:
    """Return the outcomes that are named together before the values, in their order, each once: "PFS and OS"."""
    together = [backwards[0]]
    between = sentence.tokens[values[0] : values[-1]]
    several = len(values) > len("AB") and all(t.mark is not Mark.VERSUS for t in between)
    slashed = several or any(t.label == "/" for t in between)
    for later, earlier in itertools.pairwise(backwards):
        between = sentence.tokens[earlier + 1 : later - is_qualified(sentence.tokens, later)]
        joined = all(t.mark in _LISTING or (slashed and t.label == "/") or t.label in _NAMING for t in between)
        if not joined:
            break
        together.append(earlier)
    if len(together) == len(values):
        return tuple(together[::-1])  # "diarrhoea, nausea and gallstones occurred in 31%, 14% and 10%"
    once = [
        one
        for n, one in enumerate(together)
        if not n or sentence.tokens[one].label != sentence.tokens[together[n - 1]].label
    ]
    return tuple(once[::-1])


def _shared_out(sentence: Sentence, outcomes: Sequence[int], values: Sequence[int]) -> dict[int, int]:
    """Return which outcome each value is of: all of one, or in the order in which they are named."""
    if len(outcomes) > 1 and len(values) > 1 and _follows_another(sentence, outcomes[0]):
        return {}
    if len(outcomes) == 1 or len(values) == 1:
        return dict.fromkeys(values, outcomes[-1])
    if len(outcomes) == len(values):
        return dict(zip(values, outcomes, strict=True))
    if len(values) % len(outcomes) or _is_either_way(sentence, outcomes, values):
        return {}
    compared = any(t.mark is Mark.VERSUS for t in sentence.tokens[values[0] : values[1]])
    size = len(values) // len(outcomes)
    return {value: outcomes[i // size if compared else i % len(outcomes)] for i, value in enumerate(values)}


def _is_either_way(sentence: Sentence, outcomes: Sequence[int], values: Sequence[int]) -> bool:
    """Return whether two outcomes and two groups have two pairs, which may be the one's or the other's: "37% and 30%, and 29% and 10%"."""
    between = [t.mark for t in sentence.tokens[values[0] : values[-1]] if t.mark not in {Mark.PERCENT, Mark.COUNT}]
    pairs = len(outcomes) == len("AB") and len(values) == 2 * len(outcomes)
    return pairs and between in (
        [Mark.AND, Mark.COMMA, Mark.AND, Mark.AND],
        [Mark.AND] * 3,
        [Mark.AND, Mark.COMMA, Mark.AND],
    )


def _follows_another(sentence: Sentence, outcome: int) -> bool:
    """Return whether a list of outcomes begins with one unknown to us: "Nodules, diarrhoea and gallstones occurred in"."""
    before = sentence.tokens[max(0, outcome - 2) : outcome]
    parted = [t.mark for t in before] == [Mark.WORD, Mark.COMMA]
    return parted and is_label(before[0]) and outcome - 2 not in sentence.names


def _names_another(sentence: Sentence, first: int, last: int, inside: frozenset[int]) -> bool:
    """Return whether the second value is of something else than the first: "flushing 25%, hypertension 30%", "nausea (n = 6; 10%) and alopecia (n = 4; 7%)"."""
    between = sentence.tokens[first + 1 : last]
    depth = min(t.depth for t in sentence.tokens[first:last])
    splits = [i for i, t in enumerate(between) if t.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON} and t.depth <= depth]
    if not splits:
        return False
    later = range(first + 2 + splits[-1], last)
    words = [
        i for i in later if not (i in inside or is_passed(sentence, i, inside) or sentence.tokens[i].label in GOING_ON)
    ]
    loose = [i for i in words if sentence.tokens[i].mark is Mark.WORD and not is_led(sentence, first, i)]
    adjusted = any(sentence.tokens[i].label == "dose" and sentence.tokens[i + 1].label in ADJUSTED for i in later)
    return bool(loose) or adjusted  # not "led to withdrawal in 11% and to dose reduction in 32%"
