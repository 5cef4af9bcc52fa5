"""Adverse events for which a treatment was stopped: discontinuations, and one that is named told as itself too."""

import itertools
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
_GOING_ON = frozenset({*REASONS, *PEOPLE, "of", "to", "in", "%"})
_GOING_ON_MARKS = frozenset({Mark.AND, Mark.COMMA, Mark.NUMBER, Mark.PERCENT, Mark.COUNT, Mark.OPEN, Mark.CLOSE})


def as_stopped(tokens: Sequence[Token], place: int, last: Token | None) -> Token:
    """Return the outcome at a place, as a discontinuation where a treatment was stopped for it, as a word where a dose was changed.

    ``last``: the outcome before it, with what it was found to be.
    """
    token = tokens[place]
    if not (is_reason(tokens, place) or (last is not None and _goes_on(tokens, place, last))):
        return token._replace(mark=Mark.WORD) if _is_adjusted_for(tokens, place) else token
    if token.label == "AE":
        return token._replace(label=DISCONTINUATION)
    return token._replace(label=_for(token))


def _is_adjusted_for(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a dose was changed or left out for it, which is no share of those who had it: "7 (8%) had their dose reduced because of nausea"."""
    led = next((p for p in range(place - 1, max(0, place - _NEAR), -1) if tokens[p].label in _BECAUSE), 0)
    before = tokens[max(0, led - _NEAR) : led]
    plain = all(t.mark not in _APART for t in tokens[led:place])
    given = any(t.label.startswith(_GIVEN) for t in before)
    return plain and given and any(t.label.startswith(_ADJUSTED) for t in before)


_BECAUSE = REASONS - {"after"}
_APART = frozenset({Mark.SEMICOLON, Mark.CLOSE})
_GIVEN = ("dos", "interval", "treatment", "therapy", "injection", "schedule", "cycle", "octreotide", "lanreotide")
_ADJUSTED = tuple(
    "reduc decreas lower delay interrupt postpon omi withh held skip paus suspen modif adjust lengthen prolong exten "
    "widen de-escal return switch chang".split()
)


def _for(event: Token) -> str:
    return f"{STOPPED_FOR}{_AS_EVENT.get(event.label, event.label)}"


_AS_EVENT = {"diarrhoea": "AE: gastrointestinal", "PD": "progression"}


def is_reason(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a treatment was stopped for what stands at a place: "stopped in 12% (progression 8%, toxicity 4%)"."""
    return _follows_stop(tokens, place) or _is_one_of_reasons(tokens, place)


def led_to(tokens: Sequence[Token], place: int) -> Token:
    """Return the discontinuation at a place, as that for the named event which led to it: "hyperglycaemia led to discontinuation in 6%"."""
    token = tokens[place]
    led = next((p for p in range(place - 1, max(0, place - _NEAR), -1) if tokens[p].label in {"led", "leading"}), 0)
    event = tokens[led - 1] if led else token
    if event.label in _NONE:
        return token._replace(mark=Mark.WORD)  # "gallstones in 16%; neither led to withdrawal"
    named = (
        event.mark is Mark.OUTCOME and event.label.startswith(_REASONED) and event.label not in {"AE", DISCONTINUATION}
    )
    plain = all(t.mark is Mark.WORD for t in tokens[led:place])
    return token._replace(label=_for(event)) if token.label == DISCONTINUATION and named and plain else token


_NONE = frozenset({"neither", "none"})


def _is_one_of_reasons(tokens: Sequence[Token], place: int) -> bool:
    """Return whether it is one of several, in the bracket behind how many stopped, or led to by "for" again."""
    stops = (p for p in range(place - 1, -1, -1) if tokens[p].label.startswith(STOPPED))
    stop = next(stops, -1)
    between = tokens[stop + 1 : place]
    others = any(t.mark is Mark.OUTCOME and not t.label.startswith(_REASONED) for t in between)
    if stop < 0 or others or len(between) > _FAR or any(t.mark in {Mark.SEMICOLON, Mark.VERSUS} for t in between):
        return False
    opened = next((p for p in range(place - 1, stop, -1) if tokens[p].depth < tokens[place].depth), -1)
    valued = opened > 0 and (tokens[opened - 1].number is not None or tokens[opened - 1].label in PEOPLE)
    led = not REASONS.isdisjoint(t.label for t in tokens[place - 3 : place])
    return valued or (led and any(t.number is not None for t in between))


_FAR = 24
_REASONED = ("AE", "fatigue", "diarrhoea", "progression", "PD", DISCONTINUATION)


def _follows_stop(tokens: Sequence[Token], place: int) -> bool:
    near = itertools.takewhile(lambda t: t.mark is not Mark.SEMICOLON, reversed(tokens[max(0, place - _NEAR) : place]))
    before = [token.label for token in near][::-1]
    stopped = [number for number in range(len(before)) if " ".join(before[number:]).startswith(STOPPED)]
    return bool(stopped) and not REASONS.isdisjoint(before[stopped[-1] :])


def _goes_on(tokens: Sequence[Token], place: int, last: Token) -> bool:
    """Return whether the outcome is one more for which patients stopped, as the last was."""
    before = next(p for p in range(place) if tokens[p].start == last.start)
    between, following = tokens[before + 1 : place], tokens[place + 1 : place + 3]
    told = all(t.mark in _GOING_ON_MARKS or t.label in _GOING_ON for t in between)
    valued = [t.label in {"in", "("} or t.number is not None for t in following] == [True, True]
    listed = valued and any(t.number is not None for t in between) and is_reason(tokens, before)
    return last.label.startswith(DISCONTINUATION) and told and (listed or any(t.label in REASONS for t in between))


def of_reason(tokens: Sequence[Token], outcome: int, values: Sequence[int]) -> Sequence[int]:
    """Return the values of an outcome behind them; of one for which some stopped the last alone: "15 withdrew (30%), 10 (20%) for it"."""
    apart = any(t.mark is Mark.COMMA and not t.depth for t in tokens[values[0] : values[-1]])
    return values[-1:] if tokens[outcome].label.startswith(STOPPED_FOR) and apart else values


def is_within_bracket(tokens: Sequence[Token], value: int, outcome: int) -> bool:
    """Return whether the reason stands in a bracket behind the value, which is of all who stopped: "stopped in 12% (progression 8%"."""
    return tokens[outcome].label.startswith(STOPPED_FOR) and tokens[outcome].depth > tokens[value].depth


def both(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures; patients who stopped for a named event as a discontinuation, and as that event which led to it."""
    for figure in figures:
        if not figure.outcome.startswith(STOPPED_FOR):
            yield figure
            continue
        yield replace(figure, outcome=DISCONTINUATION)
        yield replace(figure, outcome=figure.outcome.removeprefix(STOPPED_FOR), severity=LED)


def of_part(tokens: Sequence[Token], value: int) -> int:
    """Return the place of what a part of the whole had, else 0: "including 3 (8%) with a partial response"."""
    said = [p for p in range(value + 1, min(value + 5, len(tokens))) if tokens[p].label not in {"a", "an"}]
    said = [p for p in said if tokens[p].mark is not Mark.CLOSE][:2]
    named = [tokens[p].label for p in said[:1]] == ["with"] and tokens[said[-1]].mark is Mark.OUTCOME
    return said[-1] if named and "including" in {t.label for t in tokens[max(0, value - 4) : value]} else 0
