"""The time at which a share was taken: "12-month PFS", "OS at 12 and 24 months"."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from digests.outcomes.lexicon import is_result, is_time
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence, whole_words
from digests.outcomes.times import TimePoints, with_unit
from digests.outcomes.value import Reading

# "the 28-day group" is no milestone.
_OF_ARMS = frozenset("arm arms group groups cohort interval intervals regimen dosing schedule cycle cycles".split())
_NEXT_WORD = re.compile(r"\s{0,3}(\S{1,40})")
_SHARES = frozenset({Mark.PERCENT, Mark.COUNT})
# What may stand between shares that follow one another as their time points do.
_BARE = frozenset(
    {
        Mark.AND,
        Mark.COMMA,
        Mark.OPEN,
        Mark.CLOSE,
        Mark.SIGN,
        Mark.COUNT,
        Mark.INTERVAL,
        Mark.INTERVAL_LABEL,
        Mark.BRACKET,
    }
)


def milestones(sentence: Sentence, named: int, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return each share's milestone, "" where there is none; () where it is uncertain which time is whose.

    "At 12 and 24 months" gives the first share the one, the second the other.
    """
    if own := _each_its_own(sentence, places):
        return own
    found = _near(sentence, named, places)
    if not found:
        return (dict(sentence.moments).get(sentence.tokens[named].start, ""),) * len(places)
    if len(found) > 1:
        return _led(sentence, named, places)
    points = found[0]
    if len(points) == 1:
        return points * len(places)
    if len(points) == len(places):
        return points if _is_bare_list(sentence, places) else ()
    return () if len(places) % len(points) else _of_each_group(sentence, points, places)


def _led(sentence: Sentence, named: int, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return each share's time: the one since the share before it, else the one beside the outcome's name or its last."""
    last = beside_name(sentence, named)
    led = []
    for place in places:
        since = max((p for p in range(place) if sentence.tokens[p].mark in _SHARES), default=-1)
        own = [t for t in sentence.tokens[since + 1 : place] if _is_time(sentence, t)]
        several = len(own) > 1 and last != ""  # "the 12-month PFS and 24-month OS rates were 60% and 70%"
        last = _one(sentence, own[-1]) if own and not several else last
        led.append(last)
    return tuple(led) if all(led) else ()


def beside_name(sentence: Sentence, named: int) -> str:
    """Return the time of "12-month PFS", "PFS at 12 months", "" where none stands beside the name."""
    beside = (*sentence.tokens[max(0, named - 1) : named], *sentence.tokens[named + 1 : named + 2])
    return next((_one(sentence, t) for t in beside if _is_time(sentence, t)), "")


def _is_time(sentence: Sentence, token: Token) -> bool:
    return token.mark is Mark.MILESTONE or (token.mark is Mark.COMPOUND and _following(sentence, token) not in _OF_ARMS)


def _of_each_group(sentence: Sentence, points: tuple[str, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the times of "70% and 50% with A, 60% and 40% with B", or of "70% vs 60% and 50% vs 40%"."""
    compared = any(t.mark is Mark.VERSUS for t in sentence.tokens[places[0] : places[1]])
    size = len(places) // len(points)
    return tuple(points[i // size if compared else i % len(points)] for i in range(len(places)))


def _each_its_own(sentence: Sentence, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the time points of "57% at 6 months, 39% at 12 months", one after each share; () where it is not so."""
    ends = (*places[1:], len(sentence.tokens))
    own = [
        [t for t in sentence.tokens[place + 1 : end] if t.mark is Mark.MILESTONE]
        for place, end in zip(places, ends, strict=True)
    ]
    if len(places) > 1 and all(told := tuple(moment_after(sentence, place) for place in places)):
        return told
    alone = len(places) > 1 and all(len(found) == 1 for found in own)
    return tuple(_without_preposition(sentence, found[0]) for found in own) if alone else ()


def with_moments(sentence: Sentence, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings, each level of a row at the moment that follows it: "6.4 (SD 2.1) at baseline, 4.5 at month 3"."""
    levels = sorted((one for one in readings if is_result(one.figure.outcome)), key=lambda one: one.place)
    rows = Counter(map(_measured, readings))
    listed = _listed_moments(sentence)
    if len(set(map(_measured, levels))) == 1 and len(levels) == len(listed) and _are_of_all(sentence, levels):
        others = [one for one in readings if one not in levels]
        timed = zip(levels, listed, strict=True)
        return [*others, *(one._replace(figure=replace(one.figure, milestone=moment)) for one, moment in timed)]
    return _again(
        sentence,
        [
            one._replace(figure=replace(one.figure, milestone=moment_after(sentence, one.place)))
            if rows[_measured(one)] > 1 and not one.figure.milestone and _is_level(one)
            else one
            for one in readings
        ],
    )


def _again(sentence: Sentence, readings: list[Reading]) -> list[Reading]:
    """Return the readings, a bare pair of levels at the two moments of the pair before: "stools were 2.9 at baseline and 3.1 at week 16; flushes were 0.8 and 0.9"."""
    rows: dict[tuple[str, str], list[Reading]] = {}
    for one in sorted(readings, key=lambda one: one.place):
        rows.setdefault(_measured(one), []).append(one)
    moments: dict[int, str] = {}
    for before, row in itertools.pairwise(rows.values()):
        told, own = ([one.figure.milestone for one in pair] for pair in (before, row))
        bare = (
            len(row) == len(before) > 1
            and not any(own)
            and all(map(_is_level, row))
            and before[-1].place < row[0].place
        )
        if (
            bare
            and len(set(told) - {""}) == len(told)
            and _is_bare_list(sentence, tuple(one.place for one in row))
            and _ends_statement(sentence, row[-1].place)
        ):
            moments |= dict(zip([one.place for one in row], told, strict=True))
    return [
        one._replace(figure=replace(one.figure, milestone=moments.get(one.place, one.figure.milestone)))
        for one in readings
    ]


def _ends_statement(sentence: Sentence, place: int) -> bool:
    following = next((t for t in sentence.tokens[place + 1 :] if not t.depth and t.mark is not Mark.CLOSE), None)
    return (
        following is None or following.label == "." or following.mark in {Mark.SEMICOLON, Mark.COMMA, Mark.RESPECTIVELY}
    )


def _measured(one: Reading) -> tuple[str, str]:
    return one.figure.outcome, one.figure.measure


def _listed_moments(sentence: Sentence) -> tuple[str, ...]:
    """Return the moments of "at baseline, month 3 and month 6", () where they are not all told together."""
    told = [p for p, t in enumerate(sentence.tokens) if t.mark is Mark.MILESTONE or t.label == "baseline"]
    between = [t for t in sentence.tokens[told[0] : told[-1]] if t.mark is not Mark.MILESTONE] if len(told) > 1 else []
    if not between or any(t.mark not in {Mark.AND, Mark.COMMA} and t.label != "baseline" for t in between):
        return ()
    words = [sentence.text[sentence.tokens[p].start : sentence.tokens[p].end] for p in told]
    return tuple(word.removeprefix("at ") for word in words)


def _are_of_all(sentence: Sentence, readings: Sequence[Reading]) -> bool:
    """Return whether levels follow one another, with no group between that one of them would be of."""
    places = [one.place for one in readings]
    levels = all(_is_level(one) and "change" not in one.figure.measure for one in readings)
    return levels and sentence.names.isdisjoint(range(min(places), max(places) + 4))


def _is_level(one: Reading) -> bool:
    return not one.row.startswith("share") and not is_time(one.figure.outcome)


# So far a moment may stand behind its value, the bracket between them and "per day" counted.
_NEAR = 12
_LESS = frozenset({"lower", "higher", "fewer"})  # "29% lower at 6 months"
_PATIENTS = frozenset({"of", "patients", "participants", "subjects", "cases"})  # "6% of patients at month 6"
_PER_DAY = frozenset({"per", "/", "day", "daily", "week", "h"})
# With what a study begins or ends: "at baseline", "at study entry", "at the end of treatment".
_OCCASION = re.compile(
    r"(?:the )?(?:time of )?(?:(?:(?:study|trial|extension|treatment|dose) )?(?:baseline|entry|inclusion|enrol?lment|screening|randomi[sz]ation|start|escalation|intensification)(?! of)"
    r"|end of (?:the )?(?:treatment|study|trial|follow-up))"
)
# The "6-month scan" is a time, the "6-month group" is none.
_SEEN = re.compile(
    r"(?:the )?((?:\d{1,2}-? ?(?:week|month|year)|first|second|third|last|final) (?:scan|visit|assessment|evaluation|imaging))"
)


def moment_after(sentence: Sentence, place: int) -> str:
    """Return the "28 days" of "5.8 ng/mL at 28 days", the "baseline" of "6.4 (SD 2.1) at baseline", "" where none follows at once."""
    depth = sentence.tokens[place].depth
    if bracketed := _in_brackets(sentence, place + 1):
        return bracketed
    outside = (
        t
        for t in sentence.tokens[place + 1 : place + _NEAR]
        if t.depth <= depth and t.mark not in {Mark.OPEN, Mark.CLOSE} and t.label not in _PER_DAY | _LESS | _PATIENTS
    )
    first, second = (*itertools.islice(outside, 2), None, None)[:2]
    if first is not None and first.mark is Mark.MILESTONE:
        return _without_preposition(sentence, first)
    if first is None or second is None or first.label not in {"at", "on"}:
        return ""
    if second.mark is Mark.MILESTONE:
        return whole_words(sentence, second.start, second.end)
    told = _OCCASION.match(sentence.folded, second.start) or _SEEN.match(sentence.folded, second.start)
    return whole_words(sentence, second.start, told.end()).removeprefix("the ") if told else ""


_TIMED = re.compile(r"baseline|(?:initial|first|last|final|baseline) (?:visit|scan)|(?:at )?(?:entry|inclusion)")


def _in_brackets(sentence: Sentence, place: int) -> str:
    """Return the time that is all that a bracket holds: the "week 16" of "70.9 (week 16)"."""
    inside = [t.mark for t in sentence.tokens[place : place + 3]]
    if inside == [Mark.OPEN, Mark.MILESTONE, Mark.CLOSE]:
        return _without_preposition(sentence, sentence.tokens[place + 1])
    told = _TIMED.match(sentence.folded, sentence.tokens[place].end) if inside[:1] == [Mark.OPEN] else None
    return sentence.text[slice(*told.span())] if told and sentence.folded[told.end() : told.end() + 1] == ")" else ""


def has_milestone(sentence: Sentence, named: int, place: int) -> bool:
    """Return whether a time point stands near the outcome and its share, or the sentence has but one."""
    only = sum(t.mark in {Mark.MILESTONE, Mark.COMPOUND} for t in sentence.tokens) == 1
    recalled = sentence.tokens[named].start in dict(sentence.moments)
    return only or recalled or bool(_near(sentence, named, (place,)))


def _near(sentence: Sentence, named: int, places: tuple[int, ...]) -> list[tuple[str, ...]]:
    """Return the lists of time points near by; that of "12-month PFS" alone where there is but one share."""
    low, high = min(named, places[0]), max(named, places[-1])
    compounds = [
        token
        for token, following in itertools.pairwise(sentence.tokens[max(0, low - 3) : high + 1])
        if token.mark is Mark.COMPOUND and not {following.label, _following(sentence, token)} & _OF_ARMS
    ]
    timed = is_time(sentence.tokens[named].label)  # "PFS at 12 months was 60%, and OS 80%"
    first, end = (0, len(sentence.tokens)) if timed else _statement(sentence, low, high)
    spans = [t for t in sentence.tokens[max(first, low - 4) : min(end, high + 4)] if t.mark is Mark.MILESTONE]
    spans = spans or [t for t in sentence.tokens[:1] if t.mark is Mark.MILESTONE]
    only = compounds if compounds and len(places) == 1 else compounds + spans
    return list(dict.fromkeys(_times(sentence, token) for token in only))


def _statement(sentence: Sentence, low: int, high: int) -> tuple[int, int]:
    """Return where the statement around an outcome and its shares begins and ends: at a semicolon, or at ", and" behind another outcome."""
    marks = [t.mark if not t.depth else Mark.WORD for t in sentence.tokens]
    ends = [p for p, mark in enumerate(marks) if mark is Mark.SEMICOLON]
    begins = [p for p in range(low) if marks[p : p + 2] == [Mark.COMMA, Mark.AND] and Mark.OUTCOME in marks[:p]]
    first = max((p for p in (*ends, *begins) if p < low), default=0)
    return first, min((p for p in ends if p > high), default=len(marks))


def _is_bare_list(sentence: Sentence, places: tuple[int, ...]) -> bool:
    """Return whether no words stand between the shares: "70% and 52%", not "70% with lanreotide and 52% with placebo"."""
    between = (place for place in range(places[0], places[-1]) if place not in places)
    return all(sentence.tokens[place].mark in _BARE for place in between)


def _list(sentence: Sentence, token: Token) -> TimePoints | None:
    """Return the list of time points that the token is of."""
    return next((times for times in sentence.times if times.start < token.end and token.start < times.end), None)


def _following(sentence: Sentence, token: Token) -> str:
    """Return the "groups" of "14-day and 28-day groups"."""
    times = _list(sentence, token)
    following = _NEXT_WORD.match(sentence.folded, times.end) if times else None
    return following.group(1).strip(".,;:)") if following else ""


def _times(sentence: Sentence, token: Token) -> tuple[str, ...]:
    times = _list(sentence, token)
    return times.points if times and len(times.points) > 1 else (_one(sentence, token),)


def _one(sentence: Sentence, token: Token) -> str:
    if token.mark is Mark.COMPOUND:
        return with_unit(sentence.text[slice(*token.at)], token.label)
    return _without_preposition(sentence, token)


def _without_preposition(sentence: Sentence, token: Token) -> str:
    words = whole_words(sentence, token.start, token.end)
    first = words.split()[0].lower()
    if first.startswith(("week", "month", "year", "day")):
        return words
    if sentence.spoken and (number := _DIGIT.search(words)):
        return words[number.start() :]  # "a los 6 meses"
    return words.partition(" ")[2].removeprefix("the first ").strip()


_DIGIT = re.compile(r"\d")
