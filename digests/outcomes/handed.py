"""The groups that values without one of their own have from others: told again for the next outcome, or along a list of outcomes."""

import itertools
from collections.abc import Sequence

from digests.outcomes.comparing import TURNING, is_set_against
from digests.outcomes.fillers import COURSE, is_label
from digests.outcomes.kinds import TIMES, is_treatment
from digests.outcomes.neighbours import NEAR, follows
from digests.outcomes.parallel import is_bare, is_of_all, rows_of
from digests.outcomes.patterns import SEPARATING, Mark, Token
from digests.outcomes.phrases import OF_PEOPLE, Group, lists
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading

_LEADS = frozenset("in for with on among of at after before".split())


def told_again(
    sentence: Sentence,
    ordered: Sequence[Reading],
    named: list[Group | None],
    found: tuple[Group, ...],
    quantities: Sequence[int],
) -> None:
    """Give a bare pair the two groups that the sentence tells of before it: "39% in arm X and 51% in arm Y died, OS was 61% and 49%"."""
    arms = list({group.name: group for group in found if group.kind == found[0].kind != ""}.values())
    if arms and is_set_against(sentence, arms[0]):
        arms.reverse()  # "compared with A, B"
    told = any(len(run) == len(arms) for run in lists(found, sentence))
    told = told or any(p < g.start and follows(sentence, p, g) for p in quantities for g in arms)
    told = told or {group.name for group in named if group} >= {group.name for group in arms}
    _give_again(sentence, ordered, named)
    for numbers in rows_of(ordered):
        places = [ordered[n].place for n in numbers]
        bare = all(is_bare(sentence, one, other) for one, other in itertools.pairwise(places))
        before = told and bare and all(group.end <= places[0] for group in arms)
        if (
            len(numbers) == len(arms) == len({g.name for g in found}) > 1
            and before
            and not any(named[n] for n in numbers)
        ):
            for number, group in zip(numbers, arms, strict=True):
                named[number] = group


def _give_again(sentence: Sentence, ordered: Sequence[Reading], named: list[Group | None]) -> None:
    """Give a bare pair the groups that the values before it have: "HbA1c was 6.4% with A and 6.1% with B; glucose was 6.6 and 6.2"."""
    given: list[Group] = []
    for numbers in rows_of(ordered):
        places, own = [ordered[n].place for n in numbers], [named[n] for n in numbers]
        bare = all(is_bare(sentence, one, other) for one, other in itertools.pairwise(places))
        if all(own):
            each = {group.name: group for group in own if group}
            given = list(each.values()) if len(each) == len(own) else []
        elif len(given) == len(numbers) > 1 and bare and not any(own) and all(g.end <= places[0] for g in given):
            for number, group in zip(numbers, given, strict=True):
                named[number] = group


def shared_along(
    sentence: Sentence, places: Sequence[int], ordered: Sequence[Reading], named: list[Group | None]
) -> None:
    """Give values of other outcomes beside one that has its group the same: "diarrhoea (26%) and gallstones (10%) with A"."""
    last = len(places) - 1
    compared = {row for row, names in _named_in_rows(ordered, named).items() if len(names) > 1}
    for number in range(last - 1, -1, -1):
        group = named[number + 1]
        if (
            named[number] is None
            and group is not None
            and group.kind != TIMES
            and not _is_told_anew(
                sentence, places[number], places[number + 1], apart=ordered[number + 1].row in compared
            )
            and _shares(sentence, places, ordered, number)
        ):
            named[number] = group if group is not None and group.start > places[number + 1] else None
    for number in range(1, len(places)):
        group = named[number - 1]
        if (
            named[number] is None
            and group is not None
            and (group.end <= places[number - 1] or _is_of_as_many(ordered[number - 1], ordered[number]))
            and not (ordered[number - 1].row in compared and _begun(sentence, places[number - 1], places[number]))
            and _shares(sentence, places, ordered, number - 1)
        ):
            named[number] = group


def _is_of_as_many(one: Reading, other: Reading) -> bool:
    """Return whether the next share is one of as many patients: "6 of 29 (20.7%) on pasireotide and hyperglycaemia in 18 (62.1%)"."""
    of, n, share = one.figure.total, other.figure.n, other.figure.value
    return None not in {of, n, share} and abs(100 * (n or 0) / (of or 1) - (share or 0)) < _ROUNDED


_ROUNDED = 0.06  # so far, in per cent, is a share from its count that is told to one decimal


def _named_in_rows(ordered: Sequence[Reading], named: Sequence[Group | None]) -> dict[str, set[str]]:
    """Return the names of the groups of each row."""
    names: dict[str, set[str]] = {}
    for one, group in zip(ordered, named, strict=True):
        names.setdefault(one.row, set()).update({group.name} if group else ())
    return names


def _is_told_anew(sentence: Sentence, place: int, following: int, *, apart: bool) -> bool:
    """Return whether a statement of its own begins between two values, with a verb or a comparison: "39 months, and HbA1c rose by 0.3%"."""
    begun = _begun(sentence, place, following)
    return bool(begun) and (apart or any(t.label in _VERBS for t in begun))


def _begun(sentence: Sentence, place: int, following: int) -> Sequence[Token]:
    """Return what stands behind a comma and "and" or "while" between two values."""
    between = sentence.tokens[place + 1 : following]
    joined = (
        n
        for n, (one, other) in enumerate(itertools.pairwise(between), 1)
        if one.mark is Mark.COMMA and other.mark is Mark.AND
    )
    begun = next(joined, None)
    outcome = begun is not None and any(t.mark is Mark.OUTCOME for t in between[begun:])
    return between[begun:] if outcome else ()


_VERBS = COURSE | frozenset("was were occurred developed reached had".split())


def _shares(sentence: Sentence, places: Sequence[int], ordered: Sequence[Reading], number: int) -> bool:
    """Return whether two values that follow one another are of two outcomes of which the same group is told."""
    between = sentence.tokens[places[number] + 1 : places[number + 1]]
    of_all = any(is_of_all(sentence, place) for place in places[number : number + 2])
    if of_all or any(t.label in _OTHERS and not t.depth for t in between):
        return False
    one, other = ordered[number], ordered[number + 1]
    if one.figure.outcome == other.figure.outcome and any(
        is_treatment(t.label) for t in between if t.mark is Mark.WORD
    ):
        return False  # "led to a PFS of 9.1 months and PRRT to one of 10.4 months"
    if one.row == other.row and (
        any(t.label in TURNING for t in between)
        or any(is_label(t) and p not in sentence.names for p, t in enumerate(between, places[number] + 1))
        or is_bare(sentence, places[number], places[number + 1])
        or any(t.number is not None and not t.depth for t in between)  # "7.9 months, to 60 mg 9.8 months"
        or may_have_own(sentence, places, number + 1)
        or any(t.label in OF_PEOPLE for t in between if t.mark is Mark.WORD)
        or (bool(between) and is_label(between[-1]))
    ):
        return False
    return len(between) <= NEAR and not any(t.mark in {Mark.SEMICOLON, Mark.VERSUS} and t.depth == 0 for t in between)


# What begins to tell of others: "78% and 55% escalated, not escalated 61%", "the higher dose ..., the lower by 8.6 months".
_OTHERS = frozenset("not without lower higher shorter longer other latter former remaining rest".split())


def may_have_own(sentence: Sentence, places: Sequence[int], number: int) -> bool:
    """Return whether the value may have a group of its own, beside it or by "versus"."""
    before = sentence.tokens[places[number - 1] : places[number]]
    after = [
        t
        for t in sentence.tokens[places[number] + 1 : places[number] + 12]
        if t.depth <= sentence.tokens[places[number]].depth
    ]
    stop = next((i for i, t in enumerate(after) if t.mark in SEPARATING), len(after))
    return any(t.mark is Mark.VERSUS for t in before) or any(t.label in _LEADS for t in after[:stop])
