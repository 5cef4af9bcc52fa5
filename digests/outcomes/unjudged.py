"""Whose response could not be judged: "not evaluable" beside other responses, "could not be assessed" of a response and of nothing else."""

from collections.abc import Sequence

from digests.outcomes.patterns import Mark, Token

# Beside these, or of these, "could not be evaluated" is said of a response.
JUDGED = frozenset("CR PR SD PD ORR DCR response progression".split())
_UNEVALUATED = frozenset({"not evaluable", "non-evaluable", "not assessable", "ne"})


def unevaluated(token: Token) -> Token:
    """Return the token, "not evaluable" as a response."""
    told = token.mark is Mark.OPEN_ENDED and token.label in _UNEVALUATED
    return token._replace(mark=Mark.OUTCOME, label="NE") if told else token


def unjudged(tokens: Sequence[Token], place: int, text: str) -> Token:
    """Return the token, "could not be evaluated" and what it is said of as words where that is no response: "QoL could not be assessed in 9"."""
    token, following = tokens[place], tokens[place + 1 : place + 2]
    if token.mark is not Mark.OUTCOME:
        return token
    if following and following[0].label == "NE" and token.label not in JUDGED:
        return token._replace(mark=Mark.WORD)
    before = tokens[max(0, place - 3) : place]
    of_other = any(t.mark is Mark.OUTCOME and t.label not in JUDGED for t in before[-1:])
    of_some = not {"who", "whose"}.isdisjoint(t.label for t in before)
    told = "response" in text[token.start : token.end].lower() or any(t.label in JUDGED for t in tokens)
    said = token.label == "NE" and token.end - token.start > len("NE")
    return token._replace(mark=Mark.WORD) if said and (of_other or of_some or not told) else token
