"""What an outcome is said to mean, which tells no value: "clinical benefit (CR + PR + SD)", ", i.e. absence of progression,"."""

import itertools
from collections.abc import Iterator

from digests.outcomes.fillers import VERBS
from digests.outcomes.patterns import Mark, Token

_LONGEST_DEFINITION = 24


def without_definitions(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the bracket that defines the outcome before it: "clinical benefit (CR + PR + SD)"."""
    for place in range(1, len(tokens)):
        if [t.label for t in tokens[max(0, place - 2) : place + 1]] == [",", "defined", "as"] or _explains(
            tokens, place
        ):
            _pass_over(tokens, place)
    return [*_undefined(tokens)]


def _undefined(tokens: list[Token]) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        token, inner, defined = tokens[place], [], False
        if token.mark is Mark.OUTCOME and [t.mark for t in tokens[place + 1 : place + 2]] == [Mark.OPEN]:
            inner = _inside(tokens, place + 1)
            labels = {t.label for t in inner if t.mark is Mark.OUTCOME} - {token.label}
            defined = bool(labels) and _defines(inner, labels)
            token = token._replace(label="DCR") if {"CR", "PR", "SD"} <= labels else token
        closed = tokens[place + len(inner) + 2 : place + len(inner) + 3] if defined else []
        yield token._replace(end=closed[0].end) if closed else token
        place += len(inner) + 3 if defined else 1


def _explains(tokens: list[Token], place: int) -> bool:
    """Return whether ", i.e. absence of progression," or ", as assessed centrally," begins here, which tells no value."""
    meant = list(
        itertools.takewhile(lambda t: t.mark is not Mark.COMMA, tokens[place + 1 : place + _LONGEST_DEFINITION])
    )
    judged = tokens[place - 2].mark is Mark.OUTCOME and _is_judged([tokens[place], *meant])
    told = tokens[place - 1].mark is Mark.COMMA and (tokens[place].label in _MEANING or judged)
    valued = [n for n, t in enumerate(meant) if t.mark in {Mark.PERCENT, Mark.COUNT, Mark.NUMBER}]
    return told and all(n and meant[n - 1].label in _BOUNDING for n in valued)  # "i.e. a decrease of at least 50%"


_BOUNDING = frozenset("least than over above exceeding \u2265 >".split())


_MEANING = frozenset({"i.e", "ie", "namely", "meaning"})
_JUDGED = frozenset("assessed judged determined evaluated reported rated measured defined confirmed graded".split())
_JUDGES = frozenset("review committee investigator investigators recist criteria protocol bicr birc".split())


def _is_judged(words: list[Token]) -> bool:
    """Return whether the words tell by whom or how it was judged: "as assessed centrally", "as best response", "by blinded central review"."""
    said = len(words) > 1 and words[0].label == "as" and words[1].label in _JUDGED | {"best"}
    return said or (words[0].label in {"by", "per"} and words[-1].label in _JUDGES)


def _pass_over(tokens: list[Token], place: int) -> None:
    """Make words of ", defined as a fall of 30% or more," with its commas, and of ", defined as CR, PR or SD," where a verb goes on."""
    following = range(place + 1, min(place + _LONGEST_DEFINITION, len(tokens) - 1))
    commas = [p for p in following if tokens[p].mark is Mark.COMMA]
    end = next((p for p in commas if tokens[p + 1].label in VERBS), (*commas, place + _LONGEST_DEFINITION)[0])
    for position in range(max(0, place - 2), min(end + 1, len(tokens))):
        token = tokens[position]
        if token.mark is Mark.COMMA or position > place:
            tokens[position] = token._replace(mark=Mark.WORD, number=None)


def _inside(tokens: list[Token], place: int) -> list[Token]:
    return list(
        itertools.takewhile(
            lambda token: token.depth > tokens[place].depth, tokens[place + 1 : place + _LONGEST_DEFINITION]
        )
    )


def _defines(inner: list[Token], labels: set[str]) -> bool:
    """Return whether the words in a bracket say what is meant, and tell no value but a limit; of responses these alone say it."""
    limits = [
        p for p, token in enumerate(inner) if token.label in {"least", "more", "than", "\u2265", ">", "+", "plus"}
    ]
    values = [p for p, token in enumerate(inner) if token.mark in {Mark.TIME, Mark.P, Mark.INTERVAL, Mark.COUNT}]
    alone = labels <= {"CR", "PR", "SD"} and all(token.number is None for token in inner)
    return alone or (bool(limits) and all(inner[p].mark is Mark.TIME and p - 1 in limits for p in values))
