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
STOPPED = ("stopp", "discontinu", "withdr", "taken off", "came off", "gave up", "dropout", "drop-out")
REASONS = frozenset({"for", "because", "due", "owing", "after"})
_NEAR = 6
# What stands between one reason and the next: "stopped because of steatorrhoea and two (4%) because of hyperglycaemia".
_GOING_ON = frozenset({*REASONS, *PEOPLE, "of", "to", "%"})
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
    stopped = [number for number in range(len(before)) if " ".join(before[number:]).startswith(STOPPED)]
    return bool(stopped) and not REASONS.isdisjoint(before[stopped[-1] :])


def _goes_on(tokens: Sequence[Token], place: int, last: Token) -> bool:
    """Return whether the outcome is one more for which patients stopped, as the last was."""
    between = tokens[next(p for p in range(place) if tokens[p].start == last.start) + 1 : place]
    told = all(t.mark in _GOING_ON_MARKS or t.label in _GOING_ON for t in between)
    return last.label.startswith(DISCONTINUATION) and told and any(t.label in REASONS for t in between)


def both(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures; patients who stopped for a named event as a discontinuation, and as that event which led to it."""
    for figure in figures:
        if not figure.outcome.startswith(STOPPED_FOR):
            yield figure
            continue
        yield replace(figure, outcome=DISCONTINUATION)
        yield replace(figure, outcome=figure.outcome.removeprefix(STOPPED_FOR), severity=LED)
