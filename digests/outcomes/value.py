"""One number of a sentence: whether it is a value at all, what stands around it, and the figure that it makes."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from digests.outcomes.patterns import QUANTITIES, Mark, Token
from digests.outcomes.scan import Sentence
from watcher.model import Figure, Span

# So many words may stand between a number and the interval or p that belongs to it.
_REACH_WORDS = 9
_ELSEWHERE = frozenset({Mark.MEDIAN, Mark.MEAN, Mark.RATIO, Mark.VERSUS, Mark.DIFFERENCE})


# Ends the row of a level from which something moved to another.
BEFORE = " before"


class Reading(NamedTuple):
    """A figure with the place of its value; figures of one ``row`` are the values of one outcome in several groups."""

    place: int
    figure: Figure
    row: str


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to a number; ``adjacent``: the interval follows it at once."""

    interval: Token | None = None
    spread: str = ""
    p: str = ""
    size: int | None = None
    adjacent: bool = False


def around(sentence: Sentence, index: int, *, spread_announced: bool = False) -> Around:
    """Return what stands to the right of the number at ``index`` and belongs to it.

    ``spread_announced``: bare brackets hold a range.
    """
    tokens, found, words = sentence.tokens, Around(), 0
    depth = tokens[index].depth
    for offset, token in enumerate(tokens[index + 1 :]):
        if _is_over(token, depth, words) or _begins_anew(sentence, index + 1 + offset, depth):
            break
        words += token.mark is Mark.WORD
        if token.mark is Mark.BRACKET and not (spread_announced or _is_within(tokens[index], token)):
            continue
        found = _with(found, token, near=words <= 1 and offset <= 3, spread_announced=spread_announced)
    return found


def _is_over(token: Token, depth: int, words: int) -> bool:
    if token.depth < depth or words > _REACH_WORDS:
        return True
    if token.mark in QUANTITIES or token.mark is Mark.AND:
        return token.depth <= depth
    return token.mark in _ELSEWHERE


def _begins_anew(sentence: Sentence, position: int, depth: int) -> bool:
    """Return whether a statement begins here: words follow a comma outside brackets, no interval or p."""
    token, following = sentence.tokens[position], sentence.tokens[position + 1 : position + 2]
    is_comma = token.mark is Mark.COMMA and token.depth == depth == 0
    return is_comma and any(t.mark in {Mark.WORD, Mark.OUTCOME} for t in following)


def _with(found: Around, token: Token, *, near: bool, spread_announced: bool) -> Around:
    match token.mark:
        case Mark.INTERVAL if found.interval is None and _is_ordered(token):
            return replace(found, interval=token, adjacent=near)
        case Mark.BRACKET if near and found.interval is None and not found.spread:
            if spread_announced:
                return replace(found, spread=token.label.lstrip("(["))
            return replace(found, interval=token, adjacent=True)
        case Mark.SPREAD if not found.spread:
            return replace(found, spread=token.label)
        case Mark.P if not found.p:
            return replace(found, p=token.label)
        case Mark.SIZE if found.size is None and token.number is not None:
            return replace(found, size=int(token.number))
        case _:
            return found


def _is_within(value: Token, bounds: Token) -> bool:
    """Return whether the value lies between the bounds; "[12,15]" behind 8.4 months are references."""
    above = bounds.low is None or value.number is None or bounds.low <= value.number
    return above and (bounds.high is None or value.number is None or value.number <= bounds.high)


def _is_ordered(token: Token) -> bool:
    """Return whether low comes before high; in "0.61 to 0" damage has cut the number."""
    return token.low is None or token.high is None or token.low <= token.high


def sharing_p(sentence: Sentence, places: tuple[int, ...], found: list[Around]) -> list[Around]:
    """Return the surroundings with the p of a comparison given to each of its values: "(32 vs 8 months, P<0.05)"."""
    shared = list(found)
    for number in range(len(places) - 2, -1, -1):
        between = sentence.tokens[places[number] : places[number + 1]]
        if not shared[number].p and all(t.depth >= between[0].depth for t in between):
            shared[number] = replace(shared[number], p=shared[number + 1].p)
    return shared


def figure(sentence: Sentence, token: Token, measure: str, near: Around, **named: str) -> Figure:
    """Return the figure of one number with its places in the text; ``named`` are outcome, unit, arm, milestone."""
    interval = near.interval
    at = token.at if token.number is not None else (token.start, token.end)
    made = Figure(
        measure=measure,
        value=token.number,
        sentence=sentence.text,
        span=_span(sentence, 0, len(sentence.text)),
        at=_span(sentence, *at),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        level=interval.level if interval else None,
        spread=near.spread,
        p=near.p,
        n=near.size,
    )
    return replace(made, **named)  # type: ignore[arg-type]


def _span(sentence: Sentence, start: int, end: int) -> Span:
    return Span(field=sentence.field, start=sentence.start + start, end=sentence.start + end)


_NO_VALUE_AFTER = frozenset(
    "by within every each per day days week cycle cycles grade grades aged q arm group cohort study stage phase type level".split()
)

_GROUPS = frozenset("arm group cohort study grade grades stage phase".split())


# What whole numbers count: "the 2 arms", "275 patients".
COUNTED = frozenset(
    "patients women men subjects participants cases children people those evaluable eligible assessable arms groups "
    "studies trials centres centers cohorts regimens treatments".split()
)
_RECEIVED = frozenset("received receiving given taking administered".split())
_POINTERS = frozenset("figure fig table ref reference".split())
_MORE_OR_LESS = frozenset("less more fewer greater longer shorter higher lower".split())
_BY_WHICH = frozenset("earlier later sooner longer shorter more less fewer higher lower".split())
_TO_NEXT = re.compile(r"\s?-\s?[\d.]|\sto\s\d{1,3}(?:\.\d)?\s?%")
_TIMES_TEN = frozenset("x \u00d7 *".split())


_SINCE = frozenset("before after since until in from".split())


_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?: ?- ?| (?:to|and) )((?:19|20)\d\d)(?![\d%]|[.,]\d)")


def is_year(sentence: Sentence, position: int) -> bool:
    """Return whether the number is a year of the calendar: "before 2015", "2010 to 2014"."""
    token = sentence.tokens[position]
    start, end = token.at
    if token.label or not _YEAR.fullmatch(sentence.text, start, end):
        return False
    led = position > 0 and sentence.tokens[position - 1].label in _SINCE
    return led or any(_is_span(match, start) for match in _YEARS.finditer(sentence.folded, max(0, start - 9), end + 9))


def _is_span(years: re.Match[str], start: int) -> bool:
    return start in {years.start(1), years.start(2)} and years[1] < years[2]


def is_no_value(sentence: Sentence, position: int) -> bool:
    """Return whether the number is a dose interval, a limit or a difference: "every 28 days", "by 2.4 months"."""
    before = sentence.tokens[max(0, position - 3) : position]
    if not before:
        return False
    if (
        is_year(sentence, position)
        or is_limit(sentence, position)
        or is_pointer(sentence, position)
        or is_power(sentence, position)
        or _is_interval(sentence, position)
    ):
        return True
    if _heads_a_share(sentence, position) or [t.label for t in before[::2]] == ["baseline", "("]:
        return True  # "changes from baseline HbA1c (8.06%) were"
    if begins_range(sentence, position) or _is_by_which(sentence, position):
        return True
    if _is_whole(before) or before[-1].label in _RECEIVED or any(t.label.startswith("deviation") for t in before):
        return True
    bare = not sentence.tokens[position].label and [t.mark for t in before[-2:]] == [Mark.NUMBER, Mark.AND]
    if bare and is_no_value(sentence, position - 2):
        return True
    if before[-1].label in {"<", ">", "\u2265", "\u2264", *_NO_VALUE_AFTER} and not _is_measured(sentence, position):
        return True
    of_rate = before[-1].label == "of" and sentence.tokens[position].mark is not Mark.PERCENT
    if any(t.mark is Mark.RATIO for t in before) or (of_rate and _is_rate(sentence, before[-2:-1])):
        return True
    return any(t.mark is Mark.DIFFERENCE for t in before[-2:]) or is_end_of_range(sentence, position)


_TO = frozenset("to tot auf a at".split())
_SHORTENED = re.compile(r".{0,16}(?:interval|intervall)\w{0,3}|shortening|shortened")


def _is_interval(sentence: Sentence, position: int) -> bool:
    """Return whether the time is between injections: "with reduction of the interval to 14 days", "6.8 months in the 28 days group"."""
    token, last = sentence.tokens[position], sentence.tokens[position - 1]
    if token.mark is not Mark.TIME or token.label[:1] not in {"d", "w"}:  # no drug is given once in 12.6 months
        return False
    if last.label in _TO and any(
        _SHORTENED.fullmatch(t.label) for t in sentence.tokens[max(0, position - 4) : position - 1]
    ):
        return True
    told = (t for t in reversed(sentence.tokens[:position]) if t.mark in {Mark.TIME, Mark.OUTCOME})
    value = next(told, None)
    return value is not None and value.mark is Mark.TIME and value.label[:1] in {"m", "y"}


def _heads_a_share(sentence: Sentence, position: int) -> bool:
    """Return whether the time is that of the per cent behind it: "PFS rate: 6 months: 80%"."""
    following = sentence.tokens[position + 1 : position + 3]
    timed = sentence.tokens[position].mark is Mark.TIME and len(following) > 1
    return timed and following[0].label == ":" and following[1].mark is Mark.PERCENT


def _is_measured(sentence: Sentence, position: int) -> bool:
    """Return whether the number after the name of a group has a unit, and so is no part of it: "in the 30 mg arm 26.2 months"."""
    named = sentence.tokens[position - 1].label in _GROUPS
    return named and sentence.tokens[position].mark in {Mark.TIME, Mark.PERCENT}


def is_limit(sentence: Sentence, position: int) -> bool:
    """Return whether the number is a limit: "less than 6 months", "at least 6", "up to 6", "exceeded 6"."""
    first, last = ([""] * 2 + [t.label for t in sentence.tokens[max(0, position - 2) : position]])[-2:]
    if last == "of" and first in _AIMED_AT:
        return True
    return (last == "than" and first in _MORE_OR_LESS) or last in _BOUNDING or (first, last) == ("up", "to")


_BOUNDING = frozenset("least exceeded exceeds exceeding surpassed over under above below".split())


_AIMED_AT = frozenset({"threshold", "target", "benchmark", "margin", "limit", "cut-off", "cutoff"})


def is_pointer(sentence: Sentence, position: int) -> bool:
    """Return whether the number names a figure, a table or a reference: "Figure 2"."""
    return position > 0 and sentence.tokens[position - 1].label in _POINTERS


def is_power(sentence: Sentence, position: int) -> bool:
    """Return whether the number is one of the two of a power of ten: "2 x 10^6"."""
    beside = (*sentence.tokens[max(0, position - 1) : position], *sentence.tokens[position + 1 : position + 2])
    return any(t.label in _TIMES_TEN for t in beside)


def _is_whole(before: tuple[Token, ...]) -> bool:
    """Return whether another number is a part of this one: the 10 of "4.0 of 10"."""
    return len(before) > 1 and before[-1].label == "of" and before[-2].mark is Mark.NUMBER and not before[-2].label


def is_count(sentence: Sentence, position: int) -> bool:
    """Return whether the number counts patients, its share behind it: "115 (63%) received a median of six cycles"."""
    marks = [t.mark for t in sentence.tokens[position : position + 3]]
    return marks == [Mark.NUMBER, Mark.OPEN, Mark.PERCENT]


def makes(count: Token, percent: Token) -> bool:
    """Return whether so many of so many are the per cent: in "10.5% (11/40 and 4/38)" the first are another's."""
    return abs(100 * (count.number or 0) / (count.total or 1) - (percent.number or 0)) <= 1


def _is_rate(sentence: Sentence, before: tuple[Token, ...]) -> bool:
    """Return whether a rate stands before, so that the number is its time: "survival rates of 1 and 2 years"."""
    return any("rate" in sentence.folded[t.start : t.end] for t in before)


def _is_by_which(sentence: Sentence, position: int) -> bool:
    """Return whether the number says by how much two things differ: "4 hours earlier"."""
    return any(t.label in _BY_WHICH for t in sentence.tokens[position + 1 : position + 2])


def begins_range(sentence: Sentence, position: int) -> bool:
    """Return whether the number begins a range: the 2 of "2-6"."""
    return _TO_NEXT.match(sentence.folded, sentence.tokens[position].at[1]) is not None


def is_end_of_range(sentence: Sentence, position: int) -> bool:
    """Return whether the number ends a range: the 6 of "2-6"."""
    first = sentence.tokens[position].at[0]
    return re.search(r"\d\s?-$", sentence.folded[max(0, first - 3) : first]) is not None


_IN_BRACKETS = [Mark.OPEN, Mark.NUMBER, Mark.COMMA, Mark.NUMBER, Mark.CLOSE]


def bare_bounds(sentence: Sentence, position: int) -> tuple[Token, int] | None:
    """Return the bounds of "0.95, 0.73 to 1.24" or "0.95 (0.73, 1.24)" and where they end; None where it is not in them."""
    low, last, end = _in_brackets(sentence, position) or _after_comma(sentence, position) or (0, 0, 0)
    value, first, high = (sentence.tokens[place] for place in (position, low, last))
    if not end or value.number is None or first.number is None or high.number is None or first.label or high.label:
        return None
    if not first.number < value.number < high.number:
        return None
    return first._replace(end=high.end, low=first.number, high=high.number, label=f"[{first.label}"), end


def _in_brackets(sentence: Sentence, position: int) -> tuple[int, int, int] | None:
    following = [t.mark for t in sentence.tokens[position + 1 : position + 6]]
    return (position + 2, position + 4, position + 5) if following == _IN_BRACKETS else None


def _after_comma(sentence: Sentence, position: int) -> tuple[int, int, int] | None:
    """Return the places of "low to high" or "low-high" after a comma."""
    tokens = sentence.tokens
    said = any(t.label in {"to", "-"} for t in tokens[position + 3 : position + 4])
    last = position + (4 if said else 3)
    if last >= len(tokens) or tokens[position + 1].mark not in {Mark.COMMA, Mark.SEMICOLON}:
        return None
    numbers = tokens[position + 2].mark is tokens[last].mark is Mark.NUMBER
    return (position + 2, last, last) if numbers and (said or is_end_of_range(sentence, last)) else None
