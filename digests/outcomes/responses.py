"""What is a response beside others: "progressed" and "grew", "stability" and "no change", "partial" and "response" as the next of a list."""

from digests.outcomes.patterns import Mark, Token

_STABILISED = frozenset("stabilisation stabilization stabilised stabilized stability".split())
_PATIENTS = frozenset({")", "patients", "were"})
_GROWN = frozenset({"progressed", "progressive", "grew"})


def with_responses(tokens: list[Token]) -> list[Token]:
    """Return the tokens, beside other responses "progressed" and "grew" as progressive, "stability" and "no change" as stable disease."""
    named = {token.label for token in tokens if token.mark is Mark.OUTCOME}
    stabilised = [_is_stabilised(tokens, place) for place in range(len(tokens))]
    if not named & {"CR", "PR", "SD"} and not (any(stabilised) and named & _SEEN_WITH):
        return tokens
    tokens = [
        t._replace(mark=Mark.OUTCOME, label="SD") if s and t.mark is Mark.WORD else t
        for t, s in zip(tokens, stabilised, strict=True)
    ]
    found: list[Token] = []
    for place, token in enumerate(tokens):
        shared = place and token.label == "progressing" and tokens[place - 1].mark is Mark.PERCENT
        if token.mark is Mark.CHANGE and found and found[-1].label == "no":
            found[-1] = found[-1]._replace(mark=Mark.OUTCOME, label="SD", end=token.end)
        elif shared or token.label in _GROWN or (token.label == "progression" and token.mark is Mark.OUTCOME):
            found.append(token._replace(mark=Mark.OUTCOME, label="PD"))
        elif token.mark is Mark.WORD and token.label in _LISTED and _is_next(tokens, place):
            found.append(token._replace(mark=Mark.OUTCOME, label=_LISTED[token.label]))
        else:
            found.append(token)
    return found


_SEEN_WITH = frozenset("ORR PD progression response".split())
# What is one only as the next of a list.
_LISTED = {"partial": "PR", "response": "response", "growth": "PD"}


def _is_stabilised(tokens: list[Token], place: int) -> bool:
    """Return whether the word, or the "change" of "no change in 63%", tells of stable disease where a response is told beside it."""
    token, before = tokens[place], tokens[max(0, place - 1) : place]
    if token.mark is Mark.CHANGE and [t.label for t in before] == ["no"]:
        return tokens[place + 1 : place + 2] != [] and (
            tokens[place + 1].mark is Mark.PERCENT
            or [t.mark for t in tokens[place + 2 : place + 3]] in ([Mark.PERCENT], [Mark.NUMBER], [Mark.COUNT])
        )
    return token.mark is Mark.WORD and (token.label in _STABILISED or _is_stable(tokens, place))


def _is_next(tokens: list[Token], place: int) -> bool:
    """Return whether the word is the next of what responses were: "response was complete in 2%, partial in 18%"."""
    beside = tokens[max(0, place - 1) : place] + tokens[place + 1 : place + 2]
    return len(beside) > 1 and beside[0].mark in {Mark.COMMA, Mark.AND} and beside[1].label in {"in", "("}


def _is_stable(tokens: list[Token], place: int) -> bool:
    """Return whether the word is the next of what responses were: "response was partial in 15%, stable in 65%", "with 65% stable"."""
    if tokens[place].label != "stable" or not 0 < place < len(tokens) - 1:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    shared = any(t.mark is Mark.PERCENT for t in tokens[max(0, place - 5) : place]) and before.label in _PATIENTS
    if before.mark is Mark.PERCENT or shared:
        return after.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON} or after.label == "."
    return _is_next(tokens, place)
