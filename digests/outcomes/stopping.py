"""Adverse events for which a treatment was stopped: discontinuations, and one that is named told as itself too."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digests.outcomes.fillers import PEOPLE
from digests.outcomes.lexicon import STOPPED_FOR
from digests.outcomes.patterns import Mark, Token
from watcher.model import Figure

DISCONTINUATION = "discontinuation"
# How grave an event was for which patients stopped.
LED = "led to discontinuation"
_STOPPED = ("stopp", "discontinu", "withdr")
_REASONS = frozenset({"for", "because", "due", "owing", "after"})
_NEAR = 6
# What stands between one reason and the next: "stopped because of steatorrhoea and two (4%) because of hyperglycaemia".
_GOING_ON = frozenset({*_REASONS, *PEOPLE, "of", "to", "%"})
_GOING_ON_MARKS = frozenset({Mark.AND, Mark.COMMA, Mark.NUMBER, Mark.PERCENT, Mark.COUNT, Mark.OPEN, Mark.CLOSE})


def as_stopped(tokens: Sequence[Token], place: int, last: Token | None) -> Token:
    """Return the outcome at a place, as a discontinuation where a treatment was stopped for it.

    ``last``: the outcome before it, with what it was found to be.
    """
    token = tokens[place]
    if not (_is_reason(tokens, place) or (last is not None and _goes_on(tokens, place, last))):
        return token
    if token.label == "AE":
        return token._replace(label=DISCONTINUATION)
    return token._replace(label=f"{STOPPED_FOR}{_AS_EVENT.get(token.label, token.label)}")


_AS_EVENT = {"diarrhoea": "AE: gastrointestinal"}


def _is_reason(tokens: Sequence[Token], place: int) -> bool:
    before = [token.label for token in tokens[max(0, place - _NEAR) : place]]
    stopped = [number for number, label in enumerate(before) if label.startswith(_STOPPED)]
    return bool(stopped) and not _REASONS.isdisjoint(before[stopped[-1] :])


def _goes_on(tokens: Sequence[Token], place: int, last: Token) -> bool:
    """Return whether the outcome is one more for which patients stopped, as the last was."""
    between = tokens[next(p for p in range(place) if tokens[p].start == last.start) + 1 : place]
    told = all(t.mark in _GOING_ON_MARKS or t.label in _GOING_ON for t in between)
    return last.label.startswith(DISCONTINUATION) and told and any(t.label in _REASONS for t in between)


def stopped_for(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the places of the number of patients and of the event for which they stopped: "and 3 for adverse events"."""
    for place, token in enumerate(tokens):
        if token.mark is Mark.OUTCOME and token.label.startswith(DISCONTINUATION):
            first = place - 1
            while first > 0 and (tokens[first].label in _LEADING or tokens[first].label.startswith(_STOPPED)):
                first -= 1
            begins = first <= 0 or tokens[first - 1].mark in _BEGINNING
            told = any(t.label in _REASONS for t in tokens[first + 1 : place])
            if begins and told and tokens[first].mark is Mark.NUMBER and not tokens[first].label:
                yield first, place


_LEADING = frozenset({*_REASONS, *PEOPLE, "of", "to", "treatment", "therapy", "had", "the", "drug"})
_BEGINNING = frozenset({Mark.AND, Mark.COMMA, Mark.SEMICOLON})


def both(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures; patients who stopped for a named event as a discontinuation, and as that event which led to it."""
    for figure in figures:
        if not figure.outcome.startswith(STOPPED_FOR):
            yield figure
            continue
        yield replace(figure, outcome=DISCONTINUATION)
        yield replace(figure, outcome=figure.outcome.removeprefix(STOPPED_FOR), severity=LED)
