"""One number of a sentence with what stands around it: interval, spread, p, size; and the figure it makes."""

from dataclasses import dataclass, replace

from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token
from watcher.model import Figure, Span

# So many words may stand between a number and the interval or p that belongs to it.
_REACH_WORDS = 9
_ELSEWHERE = frozenset({Mark.MEDIAN, Mark.MEAN, Mark.RATIO, Mark.VERSUS, Mark.DIFFERENCE})
QUANTITIES = frozenset({Mark.TIME, Mark.NUMBER, Mark.PERCENT, Mark.OPEN_ENDED, Mark.COUNT})


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to a number; ``adjacent`` tells an interval that follows it at once."""

    interval: Token | None = None
    spread: str = ""
    p: str = ""
    size: int | None = None
    adjacent: bool = False


def around(sentence: Sentence, index: int, *, spread_announced: bool = False) -> Around:
    """Return what stands to the right of the number at ``index`` and belongs to it.

    ``spread_announced`` tells that bare brackets hold a range.
    """
    tokens, found, words = sentence.tokens, Around(), 0
    depth = tokens[index].depth
    for offset, token in enumerate(tokens[index + 1 :]):
        if _is_over(token, depth, words) or _begins_anew(sentence, index + 1 + offset, depth):
            break
        words += token.mark is Mark.WORD
        found = _with(found, token, near=words <= 1 and offset <= 3, spread_announced=spread_announced)
    return found


def _is_over(token: Token, depth: int, words: int) -> bool:
    if token.depth < depth or words > _REACH_WORDS:
        return True
    if token.mark in QUANTITIES or token.mark is Mark.AND:
        return token.depth <= depth
    return token.mark in _ELSEWHERE


def _begins_anew(sentence: Sentence, position: int, depth: int) -> bool:
    """Tell a comma outside brackets that is followed by words, not by an interval or p."""
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


def _is_ordered(token: Token) -> bool:
    """Tell an interval from one that damage has cut short: "0.61 to 0"."""
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
