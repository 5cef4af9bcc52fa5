"""What an outcome is said to mean, which tells no value: "clinical benefit (CR + PR + SD)", ", i.e. absence of progression,"."""

import itertools

from digests.outcomes.patterns import Mark, Token

_LONGEST_DEFINITION = 16


def without_definitions(tokens: list[Token]) -> list[Token]:
    """Return the tokens; outcomes in a bracket that defines the one before it are words: "clinical benefit (CR + PR + SD)"."""
    for place in range(1, len(tokens)):
        if [t.label for t in tokens[max(0, place - 2) : place + 1]] == [",", "defined", "as"] or _explains(
            tokens, place
        ):
            _pass_over(tokens, place)
        if tokens[place].mark is Mark.OPEN and tokens[place - 1].mark is Mark.OUTCOME:
            inner = _inside(tokens, place)
            labels = {token.label for token in inner if token.mark is Mark.OUTCOME} - {tokens[place - 1].label}
            if labels and _defines(inner):
                tokens[place + 1 : place + 1 + len(inner)] = [_as_word(token) for token in inner]
            if {"CR", "PR", "SD"} <= labels:
                tokens[place - 1] = tokens[place - 1]._replace(label="DCR")
    return tokens


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
    """Make words of ", defined as a fall of 30% or more," with its commas."""
    meant = itertools.takewhile(lambda t: t.mark is not Mark.COMMA, tokens[place : place + _LONGEST_DEFINITION])
    for position in range(max(0, place - 2), min(place + len(list(meant)) + 1, len(tokens))):
        token = tokens[position]
        if token.mark is Mark.COMMA or position > place:
            tokens[position] = token._replace(mark=Mark.WORD, number=None)


def _inside(tokens: list[Token], place: int) -> list[Token]:
    return list(
        itertools.takewhile(
            lambda token: token.depth > tokens[place].depth, tokens[place + 1 : place + _LONGEST_DEFINITION]
        )
    )


def _defines(inner: list[Token]) -> bool:
    """Return whether the words in a bracket say what is meant, and tell no value but a limit."""
    limits = [
        p for p, token in enumerate(inner) if token.label in {"least", "more", "than", "\u2265", ">", "+", "plus"}
    ]
    values = [p for p, token in enumerate(inner) if token.mark in {Mark.TIME, Mark.P, Mark.INTERVAL, Mark.COUNT}]
    return bool(limits) and all(inner[p].mark is Mark.TIME and p - 1 in limits for p in values)


def _as_word(token: Token) -> Token:
    return (
        token._replace(mark=Mark.WORD, number=None)
        if token.mark in {Mark.OUTCOME, Mark.PERCENT, Mark.NUMBER}
        else token
    )
