"""Lines of tables and registries: what is measured, then each group with its value: "Median PFS, months - Arm 1: 12.2; Arm 2: 8.4"."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digests.outcomes.kinds import ARMS, BOUNDS, SUBGROUPS, TIMES, kind_of, name_of
from digests.outcomes.levels import is_in_per_cent
from digests.outcomes.lexicon import MEASURED, TIME_WORDS, is_known, is_result, is_time
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Around, Reading, around, begins_range, figure, is_year
from watcher.model import Figure

_VALUES = frozenset({Mark.NUMBER, Mark.TIME, Mark.PERCENT, Mark.COUNT, Mark.OPEN_ENDED, Mark.SIZE})
_LABELS = frozenset({Mark.WORD, Mark.NUMBER, Mark.COMPOUND, Mark.SIGN, Mark.TIME, Mark.MILESTONE})
_BEHIND = frozenset({Mark.OPEN, Mark.CLOSE, Mark.P, Mark.SIZE, Mark.INTERVAL, Mark.SPREAD, Mark.COMMA})
_LEADING = frozenset({":", "=", ",", "-"})
_LONGEST_HEAD, _LONGEST_LABEL = 14, 8
_FEWEST = 2
_HEADING = re.compile(r":|\s-\s")
_EVERYBODY = frozenset({"all", "overall", "total", "whole cohort"})
_POINT = re.compile(r"(?:at )?(?:week|month|year|day)s? \d|(?<!\d)\d{1,4} (?:week|month|year|day)s?$")


@dataclass(frozen=True, slots=True)
class _Head:
    """What a line says before its groups: the outcome, how it is averaged, its unit, how grave, when, whether a per cent is its level."""

    outcome: str
    average: str
    unit: str
    severity: str
    milestone: str
    in_per_cent: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """A group with the place of its value; ``share``: the place of a per cent in brackets behind a count."""

    name: str
    place: int
    share: int


def line(sentence: Sentence) -> list[Reading]:
    """Return the values of a line with their groups, [] where the sentence is none to its last word."""
    if not _HEADING.search(sentence.folded):
        return []
    statements = _split(range(len(sentence.tokens)), sentence, Mark.SEMICOLON)
    head, read = _behind(sentence), []
    for statement in statements:
        opened = _opened(sentence, statement)
        head = _head(sentence, statement[:opened]) if opened else head
        items = _items(sentence, statement[opened + 1 if opened else 0 :]) if head else []
        made = [_reading(sentence, head, item) for item in items] if head else []
        if not made or None in made:
            return []
        read += [one for one in made if one]
    rows = [list(row) for _, row in itertools.groupby(read, key=lambda one: one.row)]
    whole = all(
        len(row) >= _FEWEST and len({(one.figure.arm, one.figure.milestone) for one in row}) == len(row) for row in rows
    )
    return [one for row in rows for one in _sharing_unit(row)] if whole else []


def _sharing_unit(row: Sequence[Reading]) -> Iterator[Reading]:
    """Yield the values of a row, each with the unit that only the last one prints, or the first."""
    shared = row[-1].figure.unit or row[0].figure.unit
    return (one._replace(figure=replace(one.figure, unit=one.figure.unit or shared)) for one in row)


def _split(places: Sequence[int], sentence: Sentence, mark: Mark) -> list[Sequence[int]]:
    parts: list[list[int]] = [[]]
    for place in places:
        token = sentence.tokens[place]
        if token.mark is mark and not token.depth:
            parts.append([])
        else:
            parts[-1].append(place)
    return [part for part in parts if part]


def _opened(sentence: Sentence, places: Sequence[int]) -> int:
    """Return after how many tokens the sign stands that ends a head which names an outcome, 0 where none does."""
    named = False
    for number, place in enumerate(places[:_LONGEST_HEAD]):
        token = sentence.tokens[place]
        named = named or token.mark is Mark.OUTCOME
        if token.mark in {Mark.PERCENT, Mark.TIME, Mark.COUNT}:
            return 0
        dashed = (
            token.label == "-" and sentence.text[token.start - 1 : token.end + 1].strip() == sentence.text[token.start]
        )
        if named and not token.depth and (token.label == ":" or dashed):
            return number
    return 0


def _behind(sentence: Sentence) -> _Head | None:
    """Return the head that stands in a bracket at the end: "Arm 1: 12.2 months; Arm 2: 8.4 months (median PFS)"."""
    ends = [p for p, t in enumerate(sentence.tokens) if t.label != "."][-1:]
    last = ends[0] if ends else 0
    if not last or sentence.tokens[last].mark is not Mark.CLOSE:
        return None
    inner = list(itertools.takewhile(lambda p: sentence.tokens[p].depth > 0, range(last - 1, -1, -1)))
    return _head(sentence, inner[::-1])


def _head(sentence: Sentence, places: Sequence[int]) -> _Head | None:
    tokens = [sentence.tokens[place] for place in places]
    outcomes = {t.label for t in tokens if t.mark is Mark.OUTCOME}
    if len(outcomes) != 1 or any(t.mark in {Mark.RATIO, Mark.VERSUS, Mark.CHANGE, Mark.DIFFERENCE} for t in tokens):
        return None
    (outcome,) = outcomes
    average = next((t.mark.name.lower() for t in tokens if t.mark in {Mark.MEDIAN, Mark.MEAN}), "")
    said = sentence.folded[tokens[0].start : tokens[-1].end]
    unit = "%" if "%" in said else next((t.label for t in tokens if t.label in TIME_WORDS), "")
    severity = next((t.label for t in tokens if t.mark is Mark.SEVERITY), "")
    timed = any(t.mark in {Mark.MILESTONE, Mark.COMPOUND} for t in tokens)
    milestone = sentence.times[0].points[0] if timed and sentence.times else ""
    usable = is_known(outcome) and is_result(outcome)
    in_per_cent = any(t.mark is Mark.OUTCOME and is_in_per_cent(sentence, t) for t in tokens)
    return _Head(outcome, average, unit, severity, milestone, in_per_cent) if usable else None


def _items(sentence: Sentence, places: Sequence[int]) -> list[_Item]:
    whole = _item(sentence, places)
    if whole:
        return [whole]
    each = [_item(sentence, part) for part in _split(places, sentence, Mark.COMMA)]
    return [one for one in each if one] if all(each) else []


def _item(sentence: Sentence, places: Sequence[int]) -> _Item | None:
    """Return the group of "Arm 1: 14/73 (19.2%)" with its value, None where anything else is told."""
    tokens = sentence.tokens
    outer = [p for p in places if not tokens[p].depth and tokens[p].mark not in {Mark.OPEN, Mark.CLOSE}]
    valued = [p for p in outer if tokens[p].mark in _VALUES and not is_year(sentence, p)]
    if not valued:
        return None
    label = [p for p in outer if p < valued[-1]]
    rest = [tokens[p] for p in outer if p > valued[-1]]
    while label and tokens[label[-1]].label in _LEADING:
        label.pop()
    bounded = bool(label) and (tokens[label[0]].label in BOUNDS or begins_range(sentence, label[0]))
    plain = all(
        tokens[p].mark in _LABELS | ({Mark.PERCENT} if bounded else set()) and tokens[p].label != ":" for p in label
    )
    moved = bool(label) and tokens[label[-1]].label in {"to", "from"}  # "lanreotide 3.8 to 1.2"
    plain = plain and len(label) <= _LONGEST_LABEL and not moved
    ends = all(t.mark in _BEHIND or t.label in {".", *TIME_WORDS} for t in rest)
    if not label or not plain or not ends or label[-1] - label[0] != len(label) - 1:
        return None
    words = sentence.text[tokens[label[0]].start : tokens[label[-1]].end]
    name = words if bounded or words.lower() in _EVERYBODY else name_of(words)
    shared = [
        p for p in places if p > valued[-1] and tokens[p].mark is Mark.PERCENT and tokens[p - 1].mark is Mark.OPEN
    ]
    share = shared[0] if shared and tokens[valued[-1]].mark is not Mark.PERCENT else -1
    bare = tokens[valued[-1]].mark is Mark.SIZE and share < 0
    return _Item(name, valued[-1], share) if name and not bare else None


def _reading(sentence: Sentence, head: _Head, item: _Item) -> Reading | None:
    place = item.share if item.share >= 0 else item.place
    row = f"line {head.outcome} {head.severity} {head.milestone}"
    if _is_share_at(sentence, head, item, place):
        head, item = replace(head, milestone=item.name), replace(item, name="all")
    told = _figure(sentence, head, sentence.tokens[item.place], sentence.tokens[place], around(sentence, place))
    if told is None:
        return None
    kind = kind_of(item.name.lower()) or (
        TIMES if _POINT.match(item.name.lower()) else ARMS if item.name[:1].isalpha() else SUBGROUPS
    )
    of_all = item.name.lower() in _EVERYBODY
    named = replace(told, arm="" if of_all else item.name, groups="" if of_all else kind, severity=head.severity)
    return Reading(place, named, row)


def _is_share_at(sentence: Sentence, head: _Head, item: _Item, place: int) -> bool:
    """Return whether the value is how many had lived so long without an event, and its name the time: "PFS rate - 6 months: 80%"."""
    timed = is_time(head.outcome) and not head.milestone and _POINT.match(item.name.lower()) is not None
    return timed and sentence.tokens[place].mark is Mark.PERCENT


def _figure(sentence: Sentence, head: _Head, first: Token, token: Token, near: Around) -> Figure | None:
    """Return the value of a head as a figure, None where it is of another kind than the head's."""
    named = {"outcome": head.outcome, "milestone": head.milestone}
    unit = token.label if token.mark in {Mark.TIME, Mark.PERCENT} or token.label else head.unit
    if is_time(head.outcome) and not head.milestone:
        timed = token.mark in {Mark.TIME, Mark.OPEN_ENDED} or (
            token.mark is Mark.NUMBER and (head.average or head.unit)
        )
        unit = "" if token.mark is Mark.OPEN_ENDED else unit
        return figure(sentence, token, head.average or "time", near, unit=unit, **named) if timed else None
    if token.mark is Mark.COUNT:
        return None
    if token.mark is Mark.PERCENT or unit == "%":
        counted = first if first.mark in {Mark.COUNT, Mark.SIZE} else _counted(sentence, token)
        n, total = (int(counted.number or 0), counted.total) if counted else (near.size, None)
        rate = "proportion" if counted else "level" if head.in_per_cent else "rate"
        return replace(figure(sentence, token, head.average or rate, near, unit="%", **named), n=n, total=total)
    measured = head.outcome in MEASURED and token.mark is Mark.NUMBER
    return figure(sentence, token, head.average or "level", near, unit=unit, **named) if measured else None


def _counted(sentence: Sentence, token: Token) -> Token | None:
    """Return the count in the bracket right behind a value: "4.1 (3/73)"."""
    place = sentence.tokens.index(token)
    following = sentence.tokens[place + 1 : place + 3]
    opened = [t.mark for t in following] == [Mark.OPEN, Mark.COUNT]
    return following[1] if opened else None
