"""The values of parts in a bracket behind the value of all: "median PFS was 11.8 months (midgut 14.2, pancreatic 8.1)"."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from digests.outcomes.kinds import NUMBERED, SUBGROUPS, TIMES, is_treatment, kind_of, name_of
from digests.outcomes.lexicon import word_number
from digests.outcomes.patterns import JOINING, Mark, Token
from digests.outcomes.phrases import Group
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Around, Reading, around, figure

_VALUES = frozenset({Mark.TIME, Mark.PERCENT, Mark.NUMBER})
_NAMING = frozenset({Mark.WORD, Mark.NUMBER, Mark.SIGN, Mark.COMPOUND, Mark.SIZE})
_LEADS = frozenset("in with for on of under among at the patients those : = receiving".split())
_AMONG = frozenset("in on among under receiving patients".split())
_PARTING = JOINING | {Mark.SEMICOLON}
_FEWEST = 2
# So far before the bracket the number of all may stand: "three patients had a partial response (one in ...)".
_NEAR = 8


class Part(NamedTuple):
    """A group of the bracket with the place of its value."""

    place: int
    name: str
    kind: str


def outside(sentence: Sentence, readings: Sequence[Reading], found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups without those in a bracket that have values of their own, and so are none of the value before it."""
    inner = {p for one in readings if _parts(sentence, one.place) for p in _bracket(sentence, one.place)}
    for place, token in enumerate(sentence.tokens):
        if token.mark is Mark.OPEN and len(_counted_parts(sentence, place)) >= _FEWEST:
            inner |= {*_bracket(sentence, place - 1)}
    return tuple(group for group in found if group.start not in inner and group.end - 1 not in inner)


def within(sentence: Sentence, readings: Sequence[Reading]) -> Iterator[Reading]:
    """Yield the value of each part of the whole that was read: of the midgut and of the pancreatic patients."""
    for one in readings:
        yield from (_of_part(sentence, one, part, Around()) for part in _parts(sentence, one.place))


def _of_part(sentence: Sentence, one: Reading, part: Part, near: Around) -> Reading:
    """Return the value of a part as one of what the whole is of."""
    token = sentence.tokens[part.place]
    told = replace(
        figure(sentence, token, one.figure.measure, near, arm=part.name, groups=part.kind),
        outcome=one.figure.outcome,
        severity=one.figure.severity,
        milestone=one.figure.milestone,
        unit=one.figure.unit,
    )
    return Reading(part.place, told, f"within {one.place}")


def compared(sentence: Sentence, readings: Sequence[Reading], found: tuple[Group, ...]) -> Iterator[Reading]:
    """Yield the values in brackets behind two groups that a sentence compares after the value of all: "was 12.9 months and was longer in A (16.5 months) than in B (8.2 months)", "was 7.6 months, with no difference between A and B (7.2 vs 7.9 months)"."""
    told = {one.place for one in readings if one.figure.arm}
    for one in readings:
        whole = sentence.tokens[one.place]
        behind = [g for g in found if g.start > one.place and _opens_with(sentence, g.end, whole)]
        parts = [Part(g.end + 1, g.name, g.kind or SUBGROUPS) for g in behind]
        parts = parts if len(parts) > 1 else _pair(sentence, one.place, found)
        if len({part.name for part in parts}) != len(parts) or len(parts) != len({"one", "other"}):
            continue
        between = sentence.tokens[one.place + 1 : parts[-1].place]
        parted = any(t.mark in _OF_OTHERS or (t.mark in _VALUES and t.depth <= whole.depth) for t in between)
        if not one.figure.arm and not parted and told.isdisjoint(part.place for part in parts):
            yield from (_of_part(sentence, one, part, around(sentence, part.place)) for part in parts)


def _pair(sentence: Sentence, place: int, found: tuple[Group, ...]) -> list[Part]:
    """Return the two parts that are named together behind the value of all, their values in the bracket behind both; else []."""
    whole, names = sentence.tokens[place], [g for g in found if g.start > place and g.kind]
    opened = names[-1].end if len(names) == len({"one", "other"}) else len(sentence.tokens)
    joined = [t.mark for t in sentence.tokens[names[0].end : names[-1].start + 1]] == [Mark.AND] if names else False
    open_, *values = sentence.tokens[opened : opened + 5] or (whole,)
    fits = len(values) > 3 and open_.mark is Mark.OPEN and values[1].mark is Mark.VERSUS
    alike = fits and values[2].mark is whole.mark and values[2].label == whole.label
    alike = alike and (values[0].mark is whole.mark or (values[0].mark is Mark.NUMBER and not values[0].label))
    return [Part(opened + 1 + 2 * n, g.name, g.kind) for n, g in enumerate(names)] if joined and alike else []


_OF_OTHERS = frozenset({Mark.OUTCOME, Mark.MEDIAN, Mark.MEAN, Mark.RATIO, Mark.COUNT})


def _opens_with(sentence: Sentence, place: int, whole: Token) -> bool:
    """Return whether a bracket opens here with a value of what the whole is one of."""
    opened = sentence.tokens[place : place + 2]
    marks = [t.mark for t in opened]
    return marks == [Mark.OPEN, whole.mark] and opened[1].label == whole.label and opened[0].depth == whole.depth


def _bracket(sentence: Sentence, place: int) -> range:
    """Return the places in the bracket that opens right behind a value, or "overall" behind it; an empty range where none does."""
    tokens = sentence.tokens
    ahead = itertools.dropwhile(lambda p: tokens[p].label in _OF_ALL, range(place + 1, len(tokens)))
    opened = next(ahead, 0)
    if not opened or tokens[opened].mark is not Mark.OPEN:
        return range(0)
    end = next((p for p in range(opened + 1, len(tokens)) if tokens[p].depth <= tokens[opened].depth), len(tokens))
    return range(opened + 1, end)


_OF_ALL = frozenset("overall in all the whole entire patients cohort population total".split())


def _parts(sentence: Sentence, place: int) -> list[Part]:
    """Return the parts of the whole whose value stands at ``place``, [] where the bracket behind it tells of none or of one."""
    told = [_part(sentence, item, sentence.tokens[place]) for item in _items(sentence, _bracket(sentence, place))]
    parts = [part for part in told if part]
    kinds = [part.kind for part in parts if part.kind]
    named = len({part.name.lower() for part in parts}) == len(parts) >= _FEWEST
    if not named or not kinds or TIMES in kinds:
        return []
    return [part._replace(kind=part.kind or kinds[0]) for part in parts]


def _items(sentence: Sentence, places: range) -> Iterator[list[int]]:
    """Yield the places between the commas of a bracket."""
    for parts, item in itertools.groupby(places, key=lambda p: sentence.tokens[p].mark in _PARTING):
        if not parts:
            yield list(item)


def _part(sentence: Sentence, item: Sequence[int], whole: Token) -> Part | None:
    """Return the group of "midgut 14.2 months", of "7.1 in pancreatic"; None where the words name none, or no one value stands there."""
    tokens = sentence.tokens
    if any(tokens[p].mark not in _NAMING | _VALUES for p in item):
        return None
    values = [p for p in item if _is_value(sentence, p, whole)]
    words = [p for p in item if p not in values and tokens[p].mark is not Mark.SIZE]
    apart = values and (all(p < values[0] for p in words) or all(p > values[0] for p in words))
    if len(values) != 1 or not apart:
        return None
    while words and tokens[words[0]].label in _LEADS:
        words.pop(0)
    while words and tokens[words[-1]].label in _LEADS:
        words.pop()
    printed = sentence.text[tokens[words[0]].start : tokens[words[-1]].end] if words else ""
    name = name_of(printed)
    return Part(values[0], name, kind_of(printed.lower())) if name else None


def _is_value(sentence: Sentence, place: int, whole: Token) -> bool:
    """Return whether the number may be a value of what the whole is one of; the 1 of "grade 1" and a dose are names."""
    token = sentence.tokens[place]
    named = place in sentence.names or sentence.tokens[place - 1].label in NUMBERED
    alike = token.mark is whole.mark and token.label == whole.label
    bare = token.mark is Mark.NUMBER and not token.label and whole.mark is not Mark.PERCENT
    return not named and (alike or bare)


def counted_within(sentence: Sentence) -> Iterator[Reading]:
    """Yield how many of each group had what the whole had: "three patients had a PR (one in the pancreatic and two in the midgut cohort)"."""
    outcomes = [p for p, t in enumerate(sentence.tokens) if t.mark is Mark.OUTCOME]
    opened = next((p for p, t in enumerate(sentence.tokens) if t.mark is Mark.OPEN), -1)
    if len({sentence.tokens[p].label for p in outcomes}) != 1 or outcomes[-1] > opened:
        return
    parts = _counted_parts(sentence, opened)
    total = sum(_number(sentence.tokens[part.place]) or 0 for part in parts)
    wholes = [p for p in range(max(0, opened - _NEAR), opened) if _number(sentence.tokens[p]) == total > 0]
    kinds = [part.kind for part in parts if part.kind]
    if len(parts) < _FEWEST or len(wholes) != 1 or not kinds:
        return
    for place, name, kind in [Part(wholes[0], "", ""), *(part._replace(kind=part.kind or kinds[0]) for part in parts)]:
        token, size = sentence.tokens[place], _number(sentence.tokens[place])
        counted = token._replace(number=float(size or 0), at=(token.start, token.end))
        told = figure(
            sentence,
            counted,
            "proportion",
            Around(size=size),
            outcome=sentence.tokens[outcomes[0]].label,
            unit="patients",
            arm=name,
            groups=kind,
        )
        yield Reading(place, told, f"count within {opened}")


def _counted_parts(sentence: Sentence, opened: int) -> list[Part]:
    """Return the groups of the bracket that opens at a place, each with how many of it are told."""
    items = _items(sentence, _bracket(sentence, opened - 1)) if opened > 0 else ()
    return [part for item in items if (part := _counted(sentence, item))]


def _number(token: Token) -> int | None:
    """Return the number of people that a token is, in words or not; a dose and a per cent are none."""
    if token.mark is Mark.NUMBER and not token.label and token.number is not None and token.number.is_integer():
        return int(token.number)
    return word_number(token.label) if token.mark is Mark.WORD else None


def _counted(sentence: Sentence, item: Sequence[int]) -> Part | None:
    """Return the group of "two in the midgut cohort", None where a number of people does not lead to a name."""
    tokens = sentence.tokens
    words = list(itertools.dropwhile(lambda p: tokens[p].label in _LEADS, item[1:]))
    plain = all(tokens[p].mark in _NAMING or p in sentence.names for p in words)
    if not words or not plain or _number(tokens[item[0]]) is None:
        return None
    printed = sentence.text[tokens[words[0]].start : tokens[words[-1]].end]
    led, name = tokens[item[1]].label, name_of(printed)
    bare = words[0] == item[1] and kind_of(printed.lower()) == SUBGROUPS  # "one pancreatic, two midgut"
    if led not in _AMONG and not bare and not (led == "with" and is_treatment(printed.lower())):
        return None  # "two deaths (one with liver failure)"
    return Part(item[0], name, kind_of(printed.lower())) if name else None
