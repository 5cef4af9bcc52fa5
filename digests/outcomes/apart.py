"""What stands between commas as it would in brackets: "12.6 months, 95% CI 10.1 to 15.3, with A", "5/61, 8%, on A"."""

from collections.abc import Iterator, Sequence

from digests.outcomes.patterns import QUANTITIES, SEPARATING, Mark, Token

_LEADS = frozenset(
    "in with on for among under of after before during at without receiving taking given who whose assigned allocated randomised "
    "randomized treated escalated".split()
)
_ASIDES = ([Mark.INTERVAL], [Mark.INTERVAL, Mark.COMMA, Mark.P], [Mark.SPREAD])


def in_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens, an interval, a range or the share of a count between commas as in brackets, where whose it is follows; a label behind bounds as theirs."""
    found = _as_clause(list(_without_short_forms(tokens)))
    for place, token in enumerate(found):
        if token.mark is Mark.COMMA and place and not token.depth and (width := _width(found, place)):
            inner = range(place + 1, place + 1 + width)
            found[place] = token._replace(mark=Mark.OPEN, label="(")
            found[inner.stop] = found[inner.stop]._replace(mark=Mark.CLOSE, label=")")
            found[inner.start : inner.stop] = [found[p]._replace(depth=1) for p in inner]
        elif token.mark is Mark.BRACKET and _is_labelled(found[place + 1 : place + 4]):
            found[place] = token._replace(mark=Mark.INTERVAL, level=found[place + 2].level)
    return found


def _as_clause(tokens: list[Token]) -> list[Token]:
    """Return the tokens, a bracket at the end that tells another outcome of its arms as a clause: "in 60% (median PFS was 12 months with A)"."""
    first = max((p for p, t in enumerate(tokens) if t.mark is Mark.OPEN and not t.depth), default=len(tokens))
    before, inside = tokens[:first], tokens[first + 1 :]
    end = next((p for p, t in enumerate(inside) if t.mark is Mark.CLOSE and not t.depth), len(inside))
    named = {t.label for t in before if t.mark is Mark.OUTCOME}
    another = {t.label for t in inside if t.mark is Mark.OUTCOME} - named
    led = any(t.mark is Mark.OUTCOME and t.label in another for t in inside[:3])
    told = any(t.mark in QUANTITIES for t in before) and any(t.label in _TOLD for t in inside[:end])
    if not (led and told) or len(inside) - end > _LAST:
        return tokens
    clause = [t._replace(depth=t.depth - 1) for t in inside[:end]]
    return [*before, tokens[first]._replace(mark=Mark.SEMICOLON, label=";"), *clause, *inside[end + 1 :]]


_LAST = 2  # the closing bracket and the full stop
_TOLD = frozenset("was were fell rose improved resolved developed occurred".split())


def _without_short_forms(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, "progression-free survival (PFS)" as one, so "withdrawals due to adverse events (AEs)"."""
    place = 0
    while place < len(tokens):
        token, following = tokens[place], tokens[place + 1 : place + 4]
        short = [t.mark for t in following] == [Mark.OPEN, Mark.OUTCOME, Mark.CLOSE] and token.mark is Mark.OUTCOME
        short = short and (token.label, following[1].label) in {(token.label,) * 2, ("discontinuation", "AE")}
        yield token._replace(end=following[2].end) if short else token
        place += 4 if short else 1


def _width(tokens: Sequence[Token], place: int) -> int:
    """Return how many tokens stand between the comma at a place and the next that parts them from whose the value is; 0."""
    value, marks = tokens[place - 1], [t.mark for t in tokens[place + 1 : place + 5]]
    asides = [[Mark.PERCENT]] if value.mark is Mark.COUNT else _ASIDES if value.mark in QUANTITIES else []
    width = next((len(one) for one in asides if marks[: len(one) + 1] == [*one, Mark.COMMA]), 0)
    following = tokens[place + width + 2 :] if width else ()
    leads = any(t.label in _LEADS for t in following[:1])
    return width if leads and not _tells_its_own(following, marks[0] if value.mark is Mark.COUNT else value.mark) else 0


def _tells_its_own(following: Sequence[Token], mark: Mark) -> bool:
    """Return whether a value follows whose the words are: "71%, 95% CI 60 to 80, with B 64%"."""
    for place, token in enumerate(following):
        if token.mark in SEPARATING or token.mark is Mark.OPEN:
            return False
        if token.mark in {mark, Mark.COUNT} and following[place - 1].label not in {"every", "each"}:
            return True
    return False


def _is_labelled(following: Sequence[Token]) -> bool:
    """Return whether the label of bounds stands behind them: "(10.1 to 15.3; 95% CI)"."""
    marks = [t.mark for t in following]
    return marks in ([parting, Mark.INTERVAL_LABEL, Mark.CLOSE] for parting in (Mark.COMMA, Mark.SEMICOLON))
