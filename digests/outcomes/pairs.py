"""Several outcomes of which two groups are told in turn, each put before its own pair of values: "PFS and ORR were 24 vs 12 months and 36% vs 11%"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digests.outcomes.lexicon import TIME_WORDS, is_time
from digests.outcomes.patterns import AVERAGED, QUANTITIES, Mark, Token
from digests.outcomes.scan import Sentence

# What may stand between two pairs, and around the name of an outcome in a list.
_PARTING = frozenset({Mark.COMMA, Mark.AND, Mark.SEMICOLON, Mark.P})
_JOINING = frozenset({Mark.COMMA, Mark.AND})
_LISTING = _JOINING | {Mark.OPEN, Mark.CLOSE}
_BESIDE_NAME = frozenset("the rate rates time times duration of levels level estimated their and".split())
_SAYING = frozenset({"was", "were", "of", ":"})
_TWO, _NEAR = 2, 4


def each_with_its_pair(sentence: Sentence) -> Sentence:
    """Return the sentence with each of several outcomes before its pair; without pairs, under one "median" those that each have theirs.

    "PFS and ORR for A versus B were 24 vs 12 months and 36% vs 11%" becomes "for A versus B PFS were 24 vs 12 months and ORR were 36% vs 11%".
    """
    pairs = _pairs(sentence.tokens) if Mark.VERSUS in sentence.marks else []
    names = _names(sentence.tokens, pairs[0]) if pairs else []
    if not len(names) == len(pairs) > 1:
        return replace(sentence, tokens=tuple(_under_one_average(sentence.tokens)))
    tokens, before = sentence.tokens, sentence.tokens[pairs[0] - 1]
    led = before.label in _SAYING
    said = before if led else Token(Mark.SIGN, before.end, before.end, ":")
    own = dict(zip(pairs, names, strict=True))
    turned: list[Token] = []
    for place, token in enumerate(tokens):
        moved = [*_timed(tokens, own[place], names[0]), said] if place in own else []
        turned += [t._replace(depth=t.depth + token.depth) for t in moved]
        if not names[0].start <= place < names[-1].stop and not (led and place == pairs[0] - 1):
            turned.append(token)
    return replace(sentence, tokens=tuple(turned))


def _under_one_average(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, the second "median" of "median PFS and median OS were 9 and 24 months" as a word: the first is of both."""
    average, named = None, False
    for place, token in enumerate(tokens):
        if token.mark is average and named and _is_of_time(tokens[place : place + _NEAR]):
            yield token._replace(mark=Mark.WORD, label="the")
            continue
        yield token
        if token.mark in AVERAGED:
            average, named = token.mark, False
        elif token.mark is Mark.OUTCOME:
            named = True
        elif token.mark in QUANTITIES or not (token.depth or token.mark in _LISTING or _is_of_name(token)):
            average = None


def _is_of_time(tokens: Sequence[Token]) -> bool:
    return any(is_time(t.label) for t in tokens if t.mark is Mark.OUTCOME)


def _timed(tokens: Sequence[Token], name: range, first: range) -> list[Token]:
    """Return the tokens of a name; the "12-month" of "12-month PFS and OS" is of both."""
    own = list(tokens[name.start : name.stop])
    bare = name != first and own[0].mark is Mark.OUTCOME and is_time(own[0].label)
    return [*(t for t in tokens[first.start : first.stop] if bare and t.mark is Mark.COMPOUND), *own]


def _pairs(tokens: Sequence[Token]) -> list[int]:
    """Return where each of the first several pairs begins that follow one another: "24 vs 12 months, 36% (8/22) vs 11% (2/18)"."""
    found: list[int] = []
    place = 0
    while place < len(tokens):
        end = _behind_pair(tokens, place)
        if not end and len(found) > 1:
            break
        found = [*found, place] if end else []
        place = end or place + 1
        while found and place < len(tokens) and tokens[place].mark in _PARTING:
            place += 1
    return found if len(found) > 1 else []


def _behind_pair(tokens: Sequence[Token], place: int) -> int:
    """Return the place behind the pair that begins here, 0 where none does."""
    versus = _behind_value(tokens, place)
    compared = 0 < versus < len(tokens) and tokens[versus].mark is Mark.VERSUS
    return _behind_value(tokens, versus + 1) if compared else 0


def _behind_value(tokens: Sequence[Token], place: int) -> int:
    """Return the place behind the value that stands here, its unit and its bracket, 0 where none stands here."""
    if place >= len(tokens) or tokens[place].mark not in QUANTITIES:
        return 0
    depth, end = tokens[place].depth, place + 1
    while end < len(tokens):
        if tokens[end].mark is Mark.OPEN:
            inner = (
                p for p in range(end + 1, len(tokens)) if tokens[p].mark is Mark.CLOSE and tokens[p].depth <= depth
            )
            end = next(inner, len(tokens) - 1)
        elif tokens[end].label not in TIME_WORDS:
            break
        end += 1
    return end


def _names(tokens: Sequence[Token], first: int) -> list[range]:
    """Return the places of each of the outcomes that are listed before a place, [] where none are or where another follows the list."""
    named = [p for p in range(first) if tokens[p].mark is Mark.OUTCOME and not tokens[p].depth]
    if len(named) < _TWO or any(tokens[p].mark is Mark.MILESTONE for p in range(named[0], first)):
        return []
    parts = list(_parts(tokens, named, first))
    return parts if len(parts) == len(named) else []


def _parts(tokens: Sequence[Token], named: Sequence[int], first: int) -> Iterator[range]:
    """Yield the places of each outcome with the words of its name, as far as nothing but what joins them stands between."""
    start = named[0]
    while start and _is_of_name(tokens[start - 1]):
        start -= 1
    for place in named:
        if not all(_is_of_name(t) or t.mark in _JOINING for t in tokens[start:place] if not t.depth):
            return
        while tokens[start].mark in _JOINING:
            start += 1
        end = place + 1
        while end < first and tokens[end].label in _BESIDE_NAME and tokens[end].mark is Mark.WORD:
            end += 1
        yield range(start, end)
        start = end


def _is_of_name(token: Token) -> bool:
    return token.mark in {*AVERAGED, Mark.COMPOUND} or (token.mark is Mark.WORD and token.label in _BESIDE_NAME)
