"""Medians and means: each arm's value a figure of its own; better none than half of them."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digests.outcomes.lexicon import is_time
from digests.outcomes.listing import Values, collect, is_part_of_name
from digests.outcomes.naming import GLUE, end_of_name, outcomes_of
from digests.outcomes.patterns import QUANTITIES, Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Around, Reading, around, figure, is_no_value, sharing_p

# "PFS after the change" is no change of PFS.
_AFTER = frozenset({"after", "before", "following", "since"})
# From when a time is counted: "median OS from the first dose increase".
_SINCE = re.compile(r"(?<!\w)from (?:the )?(?:first |last )?(?:dos(?:e|age) )?(?:increase|reduction|change)(?!\w)")
_JOINED = ([Mark.MEDIAN, Mark.AND], [Mark.MEAN, Mark.AND])


@dataclass(frozen=True, slots=True)
class Head:
    """What governs a list of values: "median" with its outcomes; the values are sought from ``first``."""

    index: int
    measure: str
    outcomes: tuple[str, ...]
    first: int
    depth: int


def averages(sentence: Sentence) -> Iterator[Reading]:
    """Yield every median, mean and mean change with its outcome, interval and spread."""
    for index, token in enumerate(sentence.tokens):
        if token.mark not in {Mark.MEDIAN, Mark.MEAN} or _is_not_average(sentence, index):
            continue
        before = _value_before(sentence, index) or _followed_up(sentence, index)
        head: Head | None = _head(sentence, index)
        if head is not None and before is not None:
            yield from _figures(sentence, head, Values((before,), sentence.tokens[before].label, index))
            continue
        while head is not None:
            values = collect(sentence, head.first, head.outcomes, head.depth)
            sure = not is_doubtful(sentence, head.index, values.places)
            for own, measured in _by_measure(sentence, head, values) if sure else ():
                yield from _figures(sentence, own, measured)
            head = _next_head(sentence, head, values)


def _by_measure(sentence: Sentence, head: Head, values: Values) -> Iterator[tuple[Head, Values]]:
    """Yield each measure of "mean and median survival was 31 and 18 months" with its own values."""
    before = sentence.tokens[max(0, head.index - 2) : head.index]
    other = before[0].label if [t.mark for t in before] in _JOINED else ""
    if not other or len(values.places) % 2:
        yield head, values
        return
    yield replace(head, measure=other), replace(values, places=values.places[::2])
    yield head, replace(values, places=values.places[1::2])


def _is_not_average(sentence: Sentence, index: int) -> bool:
    """Return whether the word governs no values: "mean difference", "mean of ratio", "for medians"."""
    if sentence.tokens[index].mark is Mark.MEAN and is_part_of_name(sentence, index):
        return True
    if sentence.tokens[index].label in {"medians", "means"} and any(
        t.label == "for" for t in sentence.tokens[max(0, index - 1) : index]
    ):
        return True
    following = sentence.tokens[index + 1 : index + 3]
    is_limit = any(t.label == "than" for t in sentence.tokens[max(0, index - 2) : index])
    if is_limit and any(t.label == "value" for t in following[:1]):
        return True
    if any(t.mark is Mark.RATIO for t in following) or [t.mark for t in following[:1]] == [Mark.DIFFERENCE]:
        return True
    return any(t.label.startswith("fluoresc") for t in following)


def _value_before(sentence: Sentence, index: int) -> int | None:
    """Return the place of the value in "a 29.2-month median follow-up"."""
    if not index or sentence.tokens[index - 1].mark not in {Mark.COMPOUND, Mark.TIME}:
        return None
    if sentence.tokens[index].mark is Mark.MEAN:
        return None
    gained = any(t.mark is Mark.DIFFERENCE for t in sentence.tokens[index + 1 : index + 3])
    return None if gained else index - 1


def _followed_up(sentence: Sentence, index: int) -> int | None:
    """Return the place of the value in "a median 10-year follow-up"; that of "median 2-year survival" is a milestone."""
    following = sentence.tokens[index + 1 : index + 3]
    found = [t.mark for t in following] == [Mark.COMPOUND, Mark.OUTCOME] and following[1].label == "follow-up"
    return index + 1 if found else None


def _head(sentence: Sentence, index: int) -> Head:
    token = sentence.tokens[index]
    first = end_of_name(sentence, index)
    outcomes = outcomes_of(sentence, index, first)
    beside = [t.mark for t in (*sentence.tokens[max(0, index - 1) : index], *sentence.tokens[index + 1 : index + 2])]
    alone = beside == [Mark.OPEN, Mark.CLOSE]  # "PFS (median) 11.2 months"
    return Head(index, _measure(sentence, index, first), outcomes, index + 1, token.depth - alone)


def _measure(sentence: Sentence, index: int, first: int) -> str:
    led = [t.label for t in sentence.tokens[max(0, index - 2) : index]] == ["by", "a"]
    moved = led and [t.label for t in sentence.tokens[max(0, index - 3) : index - 2]] != ["followed"]
    if sentence.tokens[index].mark is Mark.MEDIAN:
        return "median change" if moved else "median"
    is_change = moved or any(t.mark is Mark.CHANGE for t in sentence.tokens[index + 1 : first])
    return "mean change" if is_change else "mean"


def _next_head(sentence: Sentence, head: Head, values: Values) -> Head | None:
    """Return the head of "median TTP (...) and OS (...)": the second outcome shares the word, where it is a time as the first is or neither is."""
    tokens = sentence.tokens
    if not values.places or values.end >= len(tokens) or tokens[values.end].mark is not Mark.OUTCOME:
        return None
    outcome = tokens[values.end]
    last = max(
        i for i in range(values.end) if tokens[i].mark in {Mark.CLOSE, Mark.P, Mark.SEMICOLON} or i in values.places
    )
    between = tokens[last + 1 : values.end]
    if outcome.depth != head.depth or any(
        t.mark not in {Mark.COMMA, Mark.AND} and t.label not in GLUE for t in between
    ):
        return None
    following = tokens[values.end + 1 : values.end + 3]
    alike = not head.outcomes or any(map(is_time, head.outcomes)) == is_time(outcome.label)
    if not alike or not following or following[0].mark is Mark.MILESTONE:
        return None
    return replace(head, outcomes=(outcome.label,), first=values.end + 1)


def _figures(sentence: Sentence, head: Head, values: Values) -> Iterator[Reading]:
    places = values.places
    if not places or (len(places) == 1 and _is_difference(sentence, head, places[0])):
        return
    if len(places) == 1 and _is_of_the_beginning(sentence, head, places[0]):
        return
    found = _surroundings(sentence, head, places)
    for number, place in enumerate(places):
        outcome = in_turn(sentence, head.outcomes, places, number)
        told = figure(sentence, sentence.tokens[place], head.measure, found[number], outcome=outcome, unit=values.unit)
        yield Reading(place, told, f"{head.measure} {outcome}")


def _is_of_the_beginning(sentence: Sentence, head: Head, place: int) -> bool:
    """Return whether the value is the one before treatment and nothing after it is told: "mean baseline HbA1c was 7.8%"."""
    told = sentence.tokens[max(0, head.index - 2) : place]
    after = sentence.tokens[place + 1 : place + 9]
    begins = any(t.label == "baseline" and p.label != "from" for p, t in itertools.pairwise((*told[:1], *told)))
    ends = any([p.label, t.label] == ["at", "baseline"] for p, t in itertools.pairwise(after))
    return (begins or ends) and not any(map(is_time, head.outcomes))  # no time to an event is


def _surroundings(sentence: Sentence, head: Head, places: tuple[int, ...]) -> list[Around]:
    """Return what stands around each value; "(IQR)" or "(95% CI)" after the head says what bare brackets hold."""
    announced = sentence.tokens[head.index : places[0]]
    is_spread = any(t.mark is Mark.SPREAD_LABEL for t in announced)
    level = next((t.level for t in announced if t.mark is Mark.INTERVAL_LABEL), None)
    found = [around(sentence, place, spread_announced=is_spread) for place in places]
    plausible = [_plausible(found, number, sentence.tokens[place], level) for number, place in enumerate(places)]
    return sharing_p(sentence, places, plausible)


def _is_difference(sentence: Sentence, head: Head, place: int) -> bool:
    """Return whether the value is a difference between arms: "a difference in median PFS of 2.4 months"."""
    before = sentence.tokens[max(0, head.index - 4) : head.index]
    if [t.mark for t in before[-1:]] == [Mark.OPEN] and sentence.tokens[head.index + 1].mark is Mark.OUTCOME:
        before = ()  # "a larger benefit with A (median PFS 16.6 months)"
    commas = [i for i, t in enumerate(before) if t.mark is Mark.COMMA]
    before = before[commas[-1] :] if commas else before
    told = [*before, *sentence.tokens[head.index : place]]
    since = _SINCE.search(sentence.folded, told[0].start, told[-1].end)
    gained = [
        t.mark is Mark.DIFFERENCE
        or (t.mark is Mark.CHANGE and not _AFTER.intersection(o.label for o in told[max(0, i - 3) : i]) and not since)
        for i, t in enumerate(told)
    ]
    return any(gained) and head.measure == "median"


def _plausible(found: list[Around], number: int, token: Token, level: float | None) -> Around:
    """Drop an interval that the number is not in, or that stands apart and closes a list.

    Bare round brackets are as often a range: they are kept as printed, for the reader to judge.
    """
    this, first = found[number], found[0].interval
    interval = this.interval
    if interval is None:
        return this
    value = token.number
    outside = value is not None and (
        (interval.low is not None and value < interval.low) or (interval.high is not None and value > interval.high)
    )
    if outside or (len(found) > 1 and not this.adjacent and first is None):
        return replace(this, interval=None)
    if interval.mark is Mark.INTERVAL:
        return this
    said = level or (first.level if first else None)
    if said is None and interval.label.startswith("(") and None not in {interval.low, interval.high}:
        return replace(this, interval=None, spread=interval.label.lstrip("("))
    return replace(this, interval=interval._replace(level=said))


def in_turn(sentence: Sentence, names: tuple[str, ...], places: tuple[int, ...], number: int) -> str:
    """Return the outcome of one value; of several outcomes, "respectively" and "versus" tell which."""
    if len(names) < 2 or len(places) % len(names):
        return names[0] if names else ""
    compared = any(t.mark is Mark.VERSUS for t in sentence.tokens[places[0] : places[1]])
    return names[number // (len(places) // len(names))] if compared else names[number % len(names)]


_NEW_HEADS = frozenset({Mark.MEDIAN, Mark.MEAN, Mark.OUTCOME, Mark.RATIO, Mark.SEMICOLON})
_VALUES = frozenset({Mark.TIME, Mark.NUMBER})
# How far behind the last value a "versus" may still compare it.
_REACH = 12


def is_doubtful(sentence: Sentence, head: int, places: tuple[int, ...]) -> bool:
    """Return whether not all values were read: one runs on into a number, is compared with another, or stands alone before "respectively".

    ``head`` is the place of the word that governs them.
    """
    return bool(places) and (
        _ranges(sentence, head, places[0])
        or any(_runs_on(sentence, place) for place in places)
        or _is_half_read(sentence, places)
        or (len(places) == 1 and _is_one_of_several(sentence, places[0]))
    )


def _ranges(sentence: Sentence, head: int, first: int) -> bool:
    """Return whether a range is told, not a value: "median OS ranges from 17.8 months (A) to 79 months (B)"."""
    depth = sentence.tokens[first].depth
    between = [t for t in sentence.tokens[head + 1 : first] if t.depth <= depth]
    if first + 1 in sentence.names and sentence.tokens[first - 1].label == "from":
        return False  # "ranged from 5.4 months in pancreatic to 18.9 months in small-bowel primaries"
    return any(t.mark is Mark.SPREAD or t.label in {"ranged", "ranging", "varied"} for t in between)


def _runs_on(sentence: Sentence, place: int) -> bool:
    """Return whether another number follows at once ("12.1 months 13.8"): a word is missing."""
    return any(t.mark in _VALUES for t in sentence.tokens[place + 1 : place + 2])


def _is_half_read(sentence: Sentence, places: tuple[int, ...]) -> bool:
    """Return whether a value is compared with a number that was not read: the 9 of "11 versus 9"."""
    tokens, depth = sentence.tokens, sentence.tokens[places[0]].depth
    for position in range(places[0] + 1, min(places[-1] + _REACH, len(tokens) - 1)):
        if position > places[-1] and _begins_anew(tokens[position], depth):
            return False
        compared = tokens[position].mark is Mark.VERSUS and tokens[position].depth == depth
        if compared and tokens[position + 1].mark in _VALUES and position + 1 not in places:
            return not is_no_value(sentence, position + 1)
    return False


def _begins_anew(token: Token, depth: int) -> bool:
    """Return whether the bracket of the values is closed here, or another statement begins."""
    return token.depth < depth or (
        token.depth == depth and (token.mark in _NEW_HEADS or token.label in {"was", "were"})
    )


def _is_one_of_several(sentence: Sentence, place: int) -> bool:
    """Return whether "respectively" follows, so that the value has others beside it."""
    depth = sentence.tokens[place].depth
    for token in sentence.tokens[place + 1 :]:
        if token.mark is Mark.RESPECTIVELY and token.depth == depth:
            return True
        if token.depth < depth or (token.depth == depth and token.mark in {*QUANTITIES, *_NEW_HEADS}):
            return False
    return False
