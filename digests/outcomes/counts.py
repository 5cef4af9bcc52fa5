"""What is told without "median" or per cent: how many patients had each response, a time after its outcome, and none at all."""

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from digests.outcomes.averages import in_turn, is_doubtful
from digests.outcomes.fillers import PEOPLE
from digests.outcomes.lexicon import is_time, word_number
from digests.outcomes.listing import collect
from digests.outcomes.naming import listed_times
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence
from digests.outcomes.severity import of_harm
from digests.outcomes.value import Around, Reading, around, figure, is_no_value
from digests.outcomes.withdrawn import number_of, stopped_for

_NEAR = 8
_RESPONSES = frozenset("CR PR SD PD NE ORR".split())


_EVENTS = frozenset("CR PR SD PD ORR deaths discontinuation response".split())


_TO_TIME = frozenset("was were is of reached : = , ( estimated at as".split())


def counts(sentence: Sentence) -> Iterator[Reading]:
    """Yield "CR 0, PR 3", "PFS: 11.0 months", "no complete responses"."""
    outcomes = {token.label for token in sentence.tokens if token.mark is Mark.OUTCOME}
    yield from _alone(sentence)
    if not outcomes.isdisjoint(_RESPONSES):
        yield from _counts(sentence)
    yield from (_counted(sentence, number, place) for number, place in stopped_for(sentence))
    if any(map(is_time, outcomes)):
        yield from _times(sentence)
    if outcomes:
        yield from _none(sentence)
        yield from _also_of_all(sentence)


def _also_of_all(sentence: Sentence) -> Iterator[Reading]:
    """Yield the counts of a list whose first says of how many: "steatorrhoea in 5 of 28 patients, gallstones in 3 and bradycardia in 2"."""
    for place, token in enumerate(sentence.tokens):
        before = sentence.tokens[max(0, place - _NEAR) : place]
        if token.mark is Mark.COUNT and token.total and any(of_harm(t.label) for t in before):
            last = place
            while following := _next_of_list(sentence, last, token.total):
                outcome, last = following
                made = _counted(sentence, last, outcome)
                yield made._replace(figure=replace(made.figure, total=token.total))


def _next_of_list(sentence: Sentence, last: int, total: int) -> tuple[int, int] | None:
    """Return the places of the next harm and its bare number of patients, None where the list ends."""
    rest = itertools.dropwhile(lambda p: sentence.tokens[p].label in PEOPLE, range(last + 1, len(sentence.tokens)))
    tokens = [(p, sentence.tokens[p]) for p in itertools.islice(rest, _NEAR)]
    named = next((n for n, (_, t) in enumerate(tokens) if of_harm(t.label)), 0)
    words = [t for _, t in tokens[:named]]
    led = bool(words) and words[0].mark in _JOINS and all(t.mark in {*_JOINS, Mark.WORD, Mark.SEVERITY} for t in words)
    behind = [t for _, t in tokens[named + 1 : named + 3]]
    ends = [t for _, t in tokens[named + 3 :] if t.label not in PEOPLE][:1]
    told = led and len(behind) > 1 and behind[0].label == "in" and behind[1].mark is Mark.NUMBER and not behind[1].label
    parted = all(t.mark in {*_JOINS, Mark.SEMICOLON} or t.label == "." for t in ends)
    whole = told and parted and 0 < (behind[1].number or 0) <= total
    return (tokens[named][0], tokens[named + 2][0]) if whole else None


_JOINS = frozenset({Mark.COMMA, Mark.AND})


def _counts(sentence: Sentence) -> Iterator[Reading]:
    """Yield how many patients had each response: "CR 0, PR 3, SD 20", "3 PR, 20 SD and 5 PD"."""
    outcomes = [p for p, t in enumerate(sentence.tokens) if t.mark is Mark.OUTCOME and t.label in _RESPONSES]
    if len(outcomes) < 2:
        return
    if slashed := _slashed(sentence, outcomes):
        yield from itertools.starmap(partial(_counted, sentence), slashed)
        return
    if listed := _listed(sentence, outcomes):
        yield from itertools.starmap(partial(_counted, sentence), listed)
        return
    for side in (1, -1):
        found = [(p, _count_beside(sentence, p, side)) for p in outcomes]
        if sum(place >= 0 for _, place in found) > len(outcomes) // 2:
            for outcome, place in found:
                if place >= 0:
                    yield _counted(sentence, place, outcome)
            return
    yield from (_counted(sentence, place, p) for p in outcomes if (place := _none_told(sentence, p)))


def _none_told(sentence: Sentence, outcome: int) -> int:
    """Return the place of the nought of "complete response: 0; partial response: 2 (3.8%)", 0 where none stands there."""
    following = sentence.tokens[outcome + 1 : outcome + 4]
    marks = [t.mark for t in following[1:]]
    told = [t.label for t in following[:1]] == [":"] and marks[:1] == [Mark.NUMBER] and marks[1:] != [Mark.OPEN]
    return outcome + 2 if told and following[1].number == 0 and not following[1].label else 0


def _slashed(sentence: Sentence, outcomes: Sequence[int]) -> list[tuple[int, int]]:
    """Return the places of the numbers of "PR/SD/PD were 2/31/14 with A and 1/25/20 with B", each with its outcome's."""
    size, last = len(outcomes), outcomes[-1]
    if _shape(sentence, outcomes[0], last + 1) != "/".join("o" * size):
        return []
    numbers = "/".join("n" * size)
    firsts = [p for p in range(last + 1, len(sentence.tokens)) if _shape(sentence, p, p + len(numbers)) == numbers]
    led = firsts and _LEADING_TO.issuperset(t.label for t in sentence.tokens[last + 1 : firsts[0]])
    return [(first + 2 * n, outcome) for first in firsts for n, outcome in enumerate(outcomes)] if led else []


_LEADING_TO = frozenset({")", ":", "=", "was", "were"})


def _shape(sentence: Sentence, first: int, end: int) -> str:
    """Return "n/n/n" for three numbers with strokes between, "o/o/o" for outcomes."""
    kinds = {Mark.NUMBER: "n", Mark.OUTCOME: "o"}
    return "".join(kinds.get(t.mark, t.label) for t in sentence.tokens[first:end])


def _alone(sentence: Sentence) -> Iterator[Reading]:
    """Yield the response of a line that tells no more, of which progression is one: "Partial response: five (Figure 2)."."""
    told = [t for t in sentence.tokens if t.label not in {*PEOPLE, "."}]
    tokens = [*itertools.takewhile(lambda t: t.mark is not Mark.OPEN, told)]
    tokens = told if any(t.mark in {Mark.PERCENT, Mark.COUNT} for t in told[len(tokens) :]) else tokens
    line = len(tokens) == len(["PR", ":", "five"]) and tokens[0].mark is Mark.OUTCOME and tokens[1].label == ":"
    if line and tokens[0].label in {*_RESPONSES, "progression"} and number_of(tokens[2]) is not None:
        read = _counted(sentence, 2, 0)
        yield read._replace(figure=replace(read.figure, outcome=tokens[0].label.replace("progression", "PD")))


def _listed(sentence: Sentence, outcomes: Sequence[int]) -> list[tuple[int, int]]:
    """Return the places of the numbers of "CR, PR and SD were achieved in 0, 2 and 29 patients", each with its outcome's."""
    tokens, joins = sentence.tokens, {Mark.COMMA, Mark.AND}
    together = _run(sentence, outcomes[0], {Mark.OUTCOME, *joins})
    named = [p for p in together if p in outcomes]
    after = range(together[-1] + 1, len(tokens))
    first = next((p for p in after if tokens[p].mark in {Mark.NUMBER, Mark.COUNT}), len(tokens))
    listed = _run(sentence, first, {Mark.NUMBER, Mark.COUNT, *joins})
    numbers = [p for p in listed if tokens[p].number is not None]
    said = all(t.mark is Mark.WORD or t.label == ":" for t in tokens[together[-1] + 1 : first])
    whole = all(not tokens[p].label[:1].isalpha() or tokens[p].mark is Mark.COUNT for p in numbers)
    fits = said and whole and len(numbers) == len(named) > len({"one", "other"})
    return list(zip(numbers, named, strict=True)) if fits else []


def _run(sentence: Sentence, first: int, marks: Collection[Mark]) -> list[int]:
    """Return the places from ``first`` on as long as they hold one of the marks."""
    return list(itertools.takewhile(lambda p: sentence.tokens[p].mark in marks, range(first, len(sentence.tokens))))


def _count_beside(sentence: Sentence, place: int, side: int) -> int:
    """Return the place of the whole number right after or before an outcome, -1 where none stands there."""
    position = place + side
    while 0 <= position < len(sentence.tokens) and sentence.tokens[position].label in {
        "in",
        ":",
        "=",
        "(",
        "a",
        "had",
        *PEOPLE,
        *(("was", "were") if side < 0 else _ACHIEVED),
    }:
        position += side
    token = sentence.tokens[position] if 0 <= position < len(sentence.tokens) else None
    if token is None or not (number_of(token) if token.mark is Mark.WORD else number_of(token) is not None):
        return -1
    following = sentence.tokens[position + 1 : position + 3]
    behind = [t.mark for t in sentence.tokens[place + 1 : place + 3]] if side < 0 else []
    percent = any(t.mark is Mark.PERCENT for t in following) or behind == [Mark.OPEN, Mark.PERCENT]  # "4 PR (8%)"
    whole = token.mark is Mark.WORD or sentence.folded[slice(*token.at)].isalnum()
    return (
        position
        if whole and not percent and not (side > 0 and following and following[0].label in {"months", "weeks"})
        else -1
    )


_ACHIEVED = "was were achieved seen observed obtained documented noted recorded found occurred".split()


def _counted(sentence: Sentence, place: int, outcome: int) -> Reading:
    token = sentence.tokens[place]
    size = number_of(token) if token.number is None else int(token.number)
    token = token if token.number is not None else token._replace(number=float(size or 0), at=(token.start, token.end))
    near = replace(around(sentence, place), size=size)
    told = figure(sentence, token, "proportion", near, outcome=sentence.tokens[outcome].label, unit="patients")
    return Reading(place, told, f"count {outcome}")


def _times(sentence: Sentence) -> Iterator[Reading]:
    """Yield the times that follow an outcome at once, "median" left out: "PFS: 11.0 months (arm A) v 7.4 months (arm B)"."""
    for place, token in enumerate(sentence.tokens):
        if token.mark is not Mark.OUTCOME or not is_time(token.label) or _is_averaged_before(sentence, place):
            continue
        if any(t.mark is Mark.RATIO for t in sentence.tokens[max(0, place - 2) : place]):
            continue  # "HR for PFS was 1.9"
        values = collect(sentence, place + 1, (token.label,), token.depth)
        if (
            not values.places
            or any(t.label == "hazard" for t in sentence.tokens[place + 1 : values.places[0]])
            or not _is_told(sentence, place, values.places)
            or is_doubtful(sentence, place, values.places)
        ):
            continue
        named = listed_times(sentence, place)
        if len(values.places) % len(named):
            named = (token.label,)
        for number, value in enumerate(values.places):
            near, outcome = around(sentence, value), in_turn(sentence, named, values.places, number)
            told = figure(sentence, sentence.tokens[value], "time", near, outcome=outcome, unit=values.unit)
            yield Reading(value, told, f"time {place}")


def _is_averaged_before(sentence: Sentence, place: int) -> bool:
    """Return whether "median" or "mean" stands before the outcome in its statement."""
    for token in reversed(sentence.tokens[:place]):
        if token.mark in {Mark.MEDIAN, Mark.MEAN}:
            return True
        if token.mark is Mark.SEMICOLON and token.depth == 0:
            return False
    return False


def _is_told(sentence: Sentence, outcome: int, values: Sequence[int]) -> bool:
    """Return whether the values are said to be the outcome's: "was", "of", a colon or a bracket leads to them."""
    value = values[0]
    depth = sentence.tokens[outcome].depth
    inside = sentence.tokens[value].depth > depth
    joins = [p for p in range(outcome + 1, value) if sentence.tokens[p].mark is Mark.AND and p + 1 in sentence.names]
    near = [p for p in range(outcome + 1, value) if p not in joins and p not in sentence.names]
    between = [sentence.tokens[p] for p in near if sentence.tokens[p].depth <= depth or inside]
    own = sentence.tokens[outcome].label
    if _is_compared(sentence, value) and not any(
        t.mark is Mark.TIME or (t.mark is Mark.OUTCOME and t.label != own) for t in between
    ):
        return True
    if any(t.mark in {Mark.AND, Mark.DIFFERENCE, Mark.CHANGE, Mark.OUTCOME, Mark.VERSUS} for t in between) or "by" in {
        t.label for t in between[-2:]
    }:
        return False
    if not between:
        opens = not outcome or sentence.tokens[outcome - 1].label in _OPENING
        return opens or any(t.mark in {Mark.VERSUS, Mark.INTERVAL} for t in sentence.tokens[value + 1 : value + 3])
    moved = [sentence.tokens[p].label for p in (value - 1, values[-1] - 1)] == ["from", "to"]
    moved = moved or [t.label for t in sentence.tokens[value - 1 : value + 2 : 2]] == ["from", "to"]
    last = next((t.label for t in reversed(between) if t.label not in {"approximately", "about", "only", "-"}), "")
    return (
        (moved or last in _TO_TIME)
        and sentence.tokens[value].mark is not Mark.OPEN_ENDED
        and not is_no_value(sentence, value)
    )


# What opens a column: "arm A: PFS 13.0 mo, OS 41 mo".
_OPENING = frozenset({":", ";", ","})


def _is_compared(sentence: Sentence, value: int) -> bool:
    """Return whether two times open a bracket: "PFS did not differ between A and B (8.8 vs 9.4 months"."""
    around_it = sentence.tokens[value - 1 : value + 3]
    return [t.mark for t in around_it] == [Mark.OPEN, around_it[1].mark, Mark.VERSUS, Mark.TIME]


def _none(sentence: Sentence) -> Iterator[Reading]:
    """Yield nought of "no complete responses were seen", "no grade 4 adverse events"."""
    for place, token in enumerate(sentence.tokens):
        if token.label in _NOBODY and token.mark is Mark.WORD and (position := _whose_none(sentence, place)):
            nought = token._replace(number=0.0, at=(token.start, token.end))
            grave = next((t.label for t in sentence.tokens[place:position] if t.mark is Mark.SEVERITY), "")
            told = figure(
                sentence,
                nought,
                "proportion",
                Around(size=0),
                outcome=sentence.tokens[position].label,
                unit="patients",
                severity=grave,
            )
            yield Reading(place, told, f"none {position}")


def _whose_none(sentence: Sentence, place: int) -> int:
    """Return the place of the event that nobody had, by the "no" before it; 0 where it denies something else."""
    for position in range(place + 1, min(place + _NEAR, len(sentence.tokens))):
        token = sentence.tokens[position]
        if token.mark is Mark.OUTCOME:
            return position if _is_event(token.label) and _has_verb(sentence, place, position) else 0
        parted = (
            token.mark is Mark.COMMA and sentence.tokens[position - 1].label in PEOPLE
        )  # "CR in no patient, PR in 3"
        other = (
            parted or token.number is not None or word_number(token.label)
        )  # "no complete and two partial responses"
        if other or token.mark in {Mark.DIFFERENCE, Mark.CHANGE} or token.label in _DENIED:
            return 0
    return 0


# What is denied of an outcome that somebody had: "no difference in diarrhoea was seen".
_DENIED = frozenset(
    """signs difference new evidence change increase unexpected excess pattern patterns significant effect impact association
    trend additional relation""".split()
)
_NOBODY = frozenset({"no", "none", "neither", "nor", "nobody", "nil"})
# "No serious adverse event was related to treatment" does not say that there was none.
_OF_WHICH = frozenset("related attributed considered attributable judged led resulted required deemed".split())


def _ends_list(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a list of what was seen ends with what was not: "grade 1 diarrhoea in 9 of 47, and no grade 3 events."."""
    before, after = sentence.tokens[max(0, first - 2) : first], sentence.tokens[last + 1 : last + 2]
    joined = bool(before) and (before[-1].label == "and" or before[0].mark is Mark.COMMA)
    joined = joined and before[-1].label in {"and", "with"}
    told = any(t.mark in {Mark.PERCENT, Mark.COUNT} or t.mark is Mark.OUTCOME for t in sentence.tokens[:first])
    return joined and told and all(t.label == "." or t.mark is Mark.SEMICOLON for t in after)


def _is_event(label: str) -> bool:
    return label in _EVENTS or label.startswith("AE")


def _has_verb(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether it is said to have been so: "were seen", "there were no", "occurred"."""
    beside = (*sentence.tokens[max(0, first - 2) : first], *sentence.tokens[first + 1 : last + 6])
    if not _OF_WHICH.isdisjoint(t.label for t in sentence.tokens[last + 1 : last + 5]):
        return False
    again = [t.label for t in sentence.tokens[max(0, first - 1) : first]] in (
        ["and"],
        ["or"],
        [","],
    ) or sentence.tokens[first].label == "nor"
    earlier = next((p for p in range(first - 1, -1, -1) if sentence.tokens[p].label in _NOBODY), -1) if again else -1
    if earlier >= 0 and not any(t.number is not None for t in sentence.tokens[earlier:first]):
        return _has_verb(sentence, earlier, first)
    if _ends_list(sentence, first, last):
        return True
    return any(
        t.label
        in {
            "were",
            "was",
            "occurred",
            "had",
            "discontinuation",
            "observed",
            "seen",
            "reported",
            "achieved",
            "documented",
            "noted",
            "recorded",
            "developed",
            "experienced",
        }
        for t in beside
    )
