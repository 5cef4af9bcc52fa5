"""The groups right before a value and right behind it, between it and the quantities beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from digests.outcomes.comparing import TURNING
from digests.outcomes.fillers import is_label
from digests.outcomes.kinds import SUBGROUPS
from digests.outcomes.parallel import BESIDE_VALUES
from digests.outcomes.patterns import SEPARATING, Mark
from digests.outcomes.phrases import Group, covered
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading

_BRACKETS = frozenset(
    {Mark.OPEN, Mark.CLOSE, Mark.NUMBER, Mark.COUNT, Mark.SIZE, Mark.SPREAD, Mark.INTERVAL, Mark.BRACKET}
)
# So far a group that follows a value may stand from it, and one that leads to it.
NEAR = 14
_FAR = 26


@dataclass(frozen=True, slots=True)
class Beside:
    """The groups right after a value and right before it, and what it is of."""

    after: Group | None
    before: Group | None
    outcome: str


def quantities_of(sentence: Sentence, places: Sequence[int], found: tuple[Group, ...]) -> list[int]:
    """Return the places of the values and of all else that may have a group of its own beside it."""
    inside = covered(sentence, found)
    others = (
        p
        for p, t in enumerate(sentence.tokens)
        if t.mark in {Mark.PERCENT, Mark.TIME} and p not in inside and not t.depth and not _is_limit(sentence, p)
    )
    return sorted({*places, *others})


def _is_limit(sentence: Sentence, place: int) -> bool:
    """Return whether the number says how much it takes, so that no group is its own: "a reduction of more than 30% was seen in"."""
    return any(t.label in {"than", "least"} for t in sentence.tokens[max(0, place - 1) : place])


def groups_beside(sentence: Sentence, one: Reading, quantities: Sequence[int], found: tuple[Group, ...]) -> Beside:
    """Return the groups beside a value: one that heads its bracket is the only one, and between two values each is of one of them."""
    place, of = one.place, one.figure.outcome
    if heads := [g for g in found if heads_bracket(sentence, g, place)]:
        return Beside(None, heads[-1], of)
    last = max((p for p in quantities if p < place), default=-1)
    following = min((p for p in quantities if p > place), default=len(sentence.tokens))
    after = [g for g in found if place < g.start and g.end <= following and follows(sentence, place, g, of)]
    before = [g for g in found if last < g.start and g.end <= place and (last < 0 or not follows(sentence, last, g))]
    led = [g for g in before if _leads(sentence, g, place)]
    if led and led[-1].end == place - 1 and sentence.tokens[place - 1].mark is Mark.OPEN and led[-1].lead != "(":
        after = []  # "with 60 mg (22%)"
    return Beside(after[0] if after else None, led[-1] if led else None, of)


def follows(sentence: Sentence, place: int, group: Group, of: str = "") -> bool:
    """Return whether nothing parts the group from the value before it but its own outcome: "88% had stable disease with A"."""
    depth = sentence.tokens[place].depth
    between = [t for t in sentence.tokens[place + 1 : group.start + 1] if t.depth <= depth]
    if any(t.mark is Mark.RESPECTIVELY for t in between):
        between = [t for t in between if t.mark is not Mark.COMMA]
    if group.lead == "(":
        following = [t.mark for t in sentence.tokens[group.end : group.end + 2]]
        closed = following[:1] != [Mark.COMMA] or following[1:] == [Mark.SIZE]
        return closed and all(t.mark in _BRACKETS or t.label in BESIDE_VALUES for t in between)
    return len(between) <= NEAR and not any(
        t.mark in SEPARATING
        or t.mark is Mark.MEDIAN
        or t.label == "as"
        or (t.mark is Mark.OUTCOME and not of.startswith(t.label))
        for t in between
    )


def _leads(sentence: Sentence, group: Group, place: int) -> bool:
    between = sentence.tokens[group.end : place]
    depth = sentence.tokens[place].depth
    compared = group.start <= 1 and sentence.tokens[0].mark is Mark.VERSUS and not depth  # "compared with A, 39% had"
    if compared or (between and is_label(between[-1])):
        return False
    turned = next((n for n, t in enumerate(between) if t.label in TURNING and t.depth <= depth), len(between))
    if any(t.mark in {Mark.OUTCOME, Mark.MEDIAN} for t in between[turned:]):
        return False  # "(8.1 months with A), while the median TTP was 12.4 months"
    return len(between) <= _FAR and not any(t.mark is Mark.SEMICOLON and t.depth <= depth for t in between)


def heads_bracket(sentence: Sentence, group: Group, place: int) -> bool:
    """Return whether all values of the bracket around a place are of the group that opens it: "(prior chemotherapy: 11.0 vs 3.2 months"."""
    inside = sentence.tokens[group.end : place]
    depth = sentence.tokens[place].depth
    headed = group.lead in {"(", ";"} and group.kind == SUBGROUPS and any(t.label == ":" for t in inside[:1])
    return headed and 0 < depth == inside[0].depth and all(t.depth >= depth for t in inside)
