"""Which group each value is of: one assignment over all values of a sentence, "" where it does not say so beyond doubt.

What follows a value before "and", "versus" or a comma is its group, what follows these is the next value's; a list of as many
groups as a row has values gives each its own in turn.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from digests.outcomes.comparing import (
    TURNING,
    against_the_other,
    favoured,
    from_one_to_the_other,
    in_subgroup,
    is_around,
    is_favoured,
    is_set_against,
    is_sure,
    with_the_one_before,
)
from digests.outcomes.handed import may_have_own, shared_along, told_again
from digests.outcomes.kinds import ARMS, TIMES
from digests.outcomes.lexicon import is_time
from digests.outcomes.neighbours import Beside, groups_beside, heads_bracket, quantities_of
from digests.outcomes.parallel import (
    IN_ALL,
    begins_clause,
    in_parallel,
    is_bare,
    is_of_all,
    of_outcomes,
    rows_of,
    segments_of,
)
from digests.outcomes.patterns import QUANTITIES, Mark
from digests.outcomes.phrases import Carried, Group, lists, nobody
from digests.outcomes.scan import Sentence
from digests.outcomes.value import BEFORE, Reading

_FIRST = ("before", "baseline", "at baseline", "pre")


def tie(
    sentence: Sentence,
    readings: Sequence[Reading],
    found: tuple[Group, ...],
    carried: Carried = nobody,
) -> list[Reading]:
    """Return the readings with the group of each; ``carried`` gives those that the sentence before compares."""
    ordered = sorted(readings, key=lambda reading: reading.place)
    places = [reading.place for reading in ordered]
    quantities = quantities_of(sentence, places, found)
    beside = [groups_beside(sentence, one, quantities, found) for one in ordered]
    named: list[Group | None] = [None] * len(places)
    for numbers in rows_of(ordered):
        row, near = [places[n] for n in numbers], [beside[n] for n in numbers]
        timed = len({ordered[n].figure.milestone for n in numbers} - {""}) == len(row) > 1
        own = _of_row(sentence, row, near, found, nobody if timed else carried)
        together = timed and len({group.name for group in own if group}) > 1 and len(segments_of(row, found)) == 1
        for number, group in zip(numbers, [None] * len(row) if together else own, strict=True):
            named[number] = group
    for numbers in [*rows_of(ordered), *of_outcomes(ordered)]:
        known = [named[n] for n in numbers]
        for number, group in zip(numbers, in_parallel(sentence, [places[n] for n in numbers], known), strict=True):
            named[number] = group
    told_again(sentence, ordered, named, found, quantities)
    shared_along(sentence, places, ordered, named)
    named = [None if _is_before_all(sentence, one, ordered) else g for one, g in zip(ordered, named, strict=True)]
    return [_with_group(reading, group) for reading, group in zip(ordered, named, strict=True)]


def _is_before_all(sentence: Sentence, one: Reading, ordered: Sequence[Reading]) -> bool:
    """Return whether what is measured went from the value to more than one other: "from 6.1 to 3.2 with A and to 4.9 with B"."""
    reached = [r for r in ordered if one.row == f"{r.row}{BEFORE}" and sentence.tokens[r.place - 1].label == "to"]
    return len(reached) > sum(r.row == one.row for r in ordered) > 0


def _with_group(reading: Reading, group: Group | None) -> Reading:
    if group is None or reading.figure.milestone.startswith(group.name):
        return reading
    if reading.row.endswith(BEFORE) and group.kind == TIMES and group.end <= reading.place:
        return reading  # "after the change it fell from 402 to 291": the first is none of after it
    if reading.figure.measure == "improved" and group.kind == TIMES and group.name.lower().startswith("before "):
        return reading  # "among 40 patients with flushing before escalation, 30 improved": none did so before
    return reading._replace(figure=replace(reading.figure, arm=group.name, groups=group.kind or ARMS))


def _of_row(
    sentence: Sentence,
    row: Sequence[int],
    near: Sequence[Beside],
    found: tuple[Group, ...],
    carried: Carried,
) -> list[Group | None]:
    """Return the group of each value of one outcome."""
    if len(row) == 1:
        return [_alone(near[0], sentence, row[0])]
    if len(row) > 2 and (is_of_all(sentence, row[0]) or _stands_apart(sentence, row, found)):
        return [None, *_of_row(sentence, row[1:], near[1:], found, carried)]
    if better := favoured(sentence, row, near[0].outcome, found):
        return better
    segments = segments_of(row, found)
    own = _consistent(sentence, row, _own(near))
    if len(segments) == 1:
        listed = _list_for(sentence, row, found)
        bare = not listed and not [
            g for g in _in_statement(sentence, row, found) if g.kind != TIMES or g.start > row[0]
        ]
        if moved := from_one_to_the_other(sentence, row, found):
            return moved
        pair = len(row) == len({"one", "other"})
        before = carried(0 if pair else len(row)) if bare or (pair and not listed) else ()
        own_before = sum(group.kind == ARMS and group.end <= row[0] for group in found) > 1
        if bare and len(before) == len(row) and not own_before:
            timed = before[0].name.lower().startswith(_FIRST) and _is_of_others(sentence, row, near[0])
            return [None] * len(row) if timed else list(before)
        return (
            list(listed)
            or in_subgroup(row, near[0].outcome, found, carried)
            or against_the_other(sentence, row, found, before)
            or with_the_one_before(sentence, row, own, found)
        )
    named: list[Group | None] = []
    for segment, following in zip(segments, [*(other[0] for other in segments[1:]), len(sentence.tokens)], strict=True):
        between = tuple(group for group in found if segment[-1] < group.start and group.end <= following)
        listed = _list_for(sentence, segment, between) if len(segment) > 1 else ()
        listed = listed or _list_before(sentence, segment, row, found)
        named += listed or own[len(named) : len(named) + len(segment)]
    return named


def _stands_apart(sentence: Sentence, row: Sequence[int], found: tuple[Group, ...]) -> bool:
    """Return whether the first value is told of everybody, in a clause of its own: "PFS was 23 months; it was shorter in A than in B (10 vs 36)"."""
    ends = [
        p for p in range(row[0], row[1]) if sentence.tokens[p].mark is Mark.SEMICOLON and not sentence.tokens[p].depth
    ]
    return bool(ends) and all(group.start > ends[0] for group in found)


def _is_of_others(sentence: Sentence, row: Sequence[int], beside: Beside) -> bool:
    """Return whether a bare pair is of no two times told before: of a survival, or "after escalation (12% vs 30%)"."""
    return is_time(beside.outcome) or " after " in sentence.folded[: sentence.tokens[row[0]].start]


def _in_statement(sentence: Sentence, row: Sequence[int], found: tuple[Group, ...]) -> list[Group]:
    """Return the groups between the semicolons around the values."""
    parted = [p for p, t in enumerate(sentence.tokens) if t.depth == 0 and begins_clause(sentence, p)]
    first = max((p for p in parted if p < row[0]), default=-1)
    last = min((p for p in parted if p > row[-1]), default=len(sentence.tokens))
    return [group for group in found if first <= group.start < last]


def _list_before(
    sentence: Sentence, segment: Sequence[int], row: Sequence[int], found: tuple[Group, ...]
) -> tuple[Group, ...]:
    """Return the arms before a row, for a bare pair of it: "A and B yielded 10.9 and 8.8 months in pancreatic, 9.7 and 11.0 in midgut NETs"."""
    paired = len(segment) > 1 and all(is_bare(sentence, *two) for two in itertools.pairwise(segment))
    fitting = [run for run in lists(found, sentence) if run[-1].end <= row[0] and len(run) == len(segment)]
    return fitting[-1] if paired and fitting and all(group.kind == ARMS for group in fitting[-1]) else ()


def _consistent(sentence: Sentence, row: Sequence[int], own: list[Group | None]) -> list[Group | None]:
    """Return the groups without those of a bare pair of which only one has its own, and without one that two claim."""
    sure = list(own)
    for number, (first, second) in enumerate(itertools.pairwise(row)):
        one, other = own[number], own[number + 1]
        if one is not None and other is not None and one.name == other.name:
            if heads_bracket(sentence, one, second):
                continue
            sure[number] = sure[number + 1] = None
        elif is_bare(sentence, first, second) and (one is None or other is None):
            timed = sentence.tokens[second].mark is Mark.TIME  # no group has two times to one event
            compared_with = timed or any(t.mark is Mark.VERSUS for t in sentence.tokens[first:second])
            shared = (
                not compared_with
                and one is not None
                and one.end <= first
                and not may_have_own(sentence, row, number + 1)
            )
            sure[number] = one if shared else None
            sure[number + 1] = (
                one if shared else other if compared_with and _is_of_last(sentence, second, other) else None
            )
    return sure


def _is_of_last(sentence: Sentence, place: int, group: Group | None) -> bool:
    """Return whether the group of treatment right after the second value is its alone: "8.5 vs 22.8 months in the control group"."""
    if group is None or group.kind != ARMS or group.start < place or is_favoured(sentence, group):
        return False
    return all(t.depth >= sentence.tokens[place].depth for t in sentence.tokens[place : group.start])


def _own(near: Sequence[Beside]) -> list[Group | None]:
    """Return each value's own group, all after their values or all before them where both would do."""
    after, before = [one.after for one in near], [one.before for one in near]
    if all(after):
        return after
    if all(before) and len({g.name for g in before if g}) == len(before):
        mixed = [after[0], *before[1:]]  # "in all patients 10 months with A, while with B it was 9 months"
        return mixed if _are_alike(mixed) and not _are_alike(before) else before
    return [b if a and b and b.kind and not a.kind else a or b for a, b in zip(after, before, strict=True)]


def _are_alike(groups: Sequence[Group | None]) -> bool:
    """Return whether the groups are of one kind and each another."""
    known = [group for group in groups if group and group.kind]
    return len({g.kind for g in known}) == 1 and len({g.name for g in known}) == len(groups)


def _alone(near: Beside, sentence: Sentence, place: int) -> Group | None:
    """Return the group of a value that stands alone: one that is known as a group by its words."""
    following = sentence.tokens[place + 1 : place + 4]
    if any(t.mark is Mark.RESPECTIVELY for t in following) or [t.label for t in following[:2]] in IN_ALL:
        return None
    if _is_half_of_pair(sentence, place):
        return None
    return next((g for g in (near.after, near.before) if g is not None and g.kind), None)


def _is_half_of_pair(sentence: Sentence, place: int) -> bool:
    """Return whether another value is set against this one at once, of which nothing was read: "(11.7% vs 6.5%)"."""
    after = sentence.tokens[place + 1 : place + 3]
    before = sentence.tokens[max(0, place - 2) : place][::-1]
    return any(
        [t.mark for t in two[:1]] == [Mark.VERSUS] and any(t.mark in QUANTITIES for t in two[1:])
        for two in (after, before)
    )


def _is_beyond(sentence: Sentence, last: int, first: int) -> bool:
    """Return whether another clause begins between a value and groups: "(16 v 7 months), but did not differ between A and B"."""
    return any(sentence.tokens[p].label in TURNING for p in range(last + 1, first))


def _list_for(sentence: Sentence, row: Sequence[int], found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the list of as many groups as there are values, the one after them rather than the one before."""
    told = any(t.mark is Mark.RESPECTIVELY for t in sentence.tokens)
    timeless = tuple(group for group in found if group.kind != TIMES)
    found = timeless if len(timeless) == len(row) else found  # "had worse PFS after the change than those with"
    fitting = [run for run in lists(found, sentence) if len(run) == len(row) and len({g.name for g in run}) == len(run)]
    fitting = [run for run in fitting if told or is_sure(sentence, run)]
    after = [run for run in fitting if run[0].start > row[-1] and not _is_beyond(sentence, row[-1], run[0].start)]
    before = [run for run in fitting if run[-1].end <= row[0]]
    chosen = after[:1] or before[-1:]
    if not chosen:
        return found if is_around(sentence, row, found) else ()
    turned = is_set_against(sentence, chosen[0][0]) and chosen[0][0].start < row[0]
    kind = next((group.kind for group in chosen[0] if group.kind), "")  # "in typical than in atypical carcinoids"
    listed = tuple(group._replace(kind=group.kind or kind) for group in chosen[0])
    return listed[::-1] if turned else listed
