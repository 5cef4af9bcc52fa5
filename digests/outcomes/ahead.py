"""A unit told once, ahead of its numbers: "median PFS in months was 8.3 and 5.6", "OS (months): 41.9 vs 30.7"."""

from digests.outcomes.lexicon import is_time
from digests.outcomes.patterns import Mark, Token

_UNITS = frozenset({"months", "weeks", "years", "mo"})
_LEADING = frozenset({"(", ",", "in", "expressed", "measured"})
# What stands right before a number that is such a time.
_BEFORE = frozenset("was were is : = ( [ , of and vs versus v to than against with at |".split())


def with_units_ahead(tokens: list[Token]) -> list[Token]:
    """Return the tokens, bare numbers behind "PFS (months)" as times in that unit, up to the next outcome."""
    found: list[Token] = []
    unit = ""
    for place, token in enumerate(tokens):
        if token.mark in {Mark.OUTCOME, Mark.SEMICOLON}:
            unit = _unit_ahead(tokens, place)
        bare = token.mark is Mark.NUMBER and not token.label and not token.depth
        timed = bare and unit and tokens[place - 1].label in _BEFORE
        found.append(token._replace(mark=Mark.TIME, label=unit) if timed else token)
    return found


def _unit_ahead(tokens: list[Token], place: int) -> str:
    """Return the unit that stands between an outcome in time and its value, "" where none does."""
    following = [t.label for t in tokens[place + 1 : place + 4]]
    said = [label for label in following[:2] if label in _UNITS]
    led = is_time(tokens[place].label) and following[:1] != said[:1] and following[0] in _LEADING if said else False
    return said[0] if led else ""
