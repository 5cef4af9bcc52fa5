"""Two values of which the sentence says by its verb whose they are: from one arm's to the other's, in favour of one, more with one."""

from collections.abc import Sequence

from digests.outcomes.asides import BEATING
from digests.outcomes.kinds import ACTING, ARMS, SUBGROUPS, is_treatment
from digests.outcomes.lexicon import MARKERS
from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import Carried, Group
from digests.outcomes.scan import Sentence


def from_one_to_the_other(sentence: Sentence, row: Sequence[int], found: tuple[Group, ...]) -> list[Group | None]:
    """Return the arms of "compared with A, B prolonged PFS from 7.9 to 10.4 months": the first value is of what B is set against."""
    leads = [sentence.tokens[place - 1].label for place in row if place]
    if leads == ["from", "to"] and len(found) == 1 and _acts(sentence, found[0], row):
        return [None, found[0]]  # "everolimus prolonged PFS from 11.3 to 16.4 months"
    arms = [group for group in found if group.kind == ARMS and group.end <= row[0]]
    if leads != ["from", "to"] or len(arms) != len(found) or len({group.name for group in arms}) != len(row):
        return []
    against = [group for group in arms if sentence.tokens[group.start].mark is Mark.VERSUS]
    return [against[0], next(g for g in arms if g not in against)] if len(against) == 1 else [None, None]


def _acts(sentence: Sentence, group: Group, row: Sequence[int]) -> bool:
    """Return whether a time is said to have been changed by the treatment, so that the first value is of others."""
    between = sentence.tokens[group.end : row[0]]
    timed = sentence.tokens[row[-1]].mark is Mark.TIME
    return timed and group.kind == ARMS and any(t.label in ACTING for t in between)


_MORE = frozenset("twice more higher greater longer better often commoner".split())
_LESS = frozenset("less lower fewer shorter worse rarer".split())


def against_the_other(
    sentence: Sentence, row: Sequence[int], found: tuple[Group, ...], carried: tuple[Group, ...]
) -> list[Group | None]:
    """Return the arm that the sentence names and the other of the two before: "more frequent with the depot (36% vs 14%)".

    So is it behind the pair, where both are known: "nodules (36% vs 14%) were more frequent with the depot". The arm behind
    "than" or "compared with" is the second: "more frequent than with the depot (36% vs 14%)".
    """
    told = _in_clause(sentence, row, found)
    given = [group for group in told if group.kind == ARMS or group.lead == "during" or _same(group, carried)]
    if not (given or carried):
        given = [group for group in told if group.kind == SUBGROUPS and not _is_setting(sentence, group)]
    named = [group for group in given if group.end <= row[0] or group.start > row[-1]]
    others = [one for one in carried if named and not _is_same(one.name, named[-1].name) and one.kind == ARMS]
    numbers = [sentence.tokens[place].number for place in row]
    if len(row) != 2 or len(named) != 1 or len(told) != 1 or None in numbers:
        return []
    behind = named[0].start > row[-1]  # "(22% vs 7%) was more common in the combination arm"
    said = {token.label for token in sentence.tokens[row[-1] if behind else 0 : named[0].start if behind else row[0]]}
    compared = any(token.mark is Mark.VERSUS for token in sentence.tokens[row[0] : row[1]])
    first, second = (number or 0.0 for number in numbers)
    fits = (first > second and not _MORE.isdisjoint(said)) or (first < second and not _LESS.isdisjoint(said))
    other = others[0] if len(others) == 1 and len(carried) == len(row) else None
    led = any(token.mark is Mark.VERSUS for token in sentence.tokens[max(0, named[0].start - 1) : named[0].start + 1])
    if not (compared and fits) or (behind and (led or other is None)):
        return []
    own = _same(named[0], carried) or named[0]
    return [other, own] if led else [own, other]


def _in_clause(sentence: Sentence, row: Sequence[int], found: tuple[Group, ...]) -> list[Group]:
    """Return the groups before "but" or "whereas" behind a pair."""
    behind = range(row[-1] + 1, len(sentence.tokens))
    turns = (p for p in behind if sentence.tokens[p].label in TURNING and not sentence.tokens[p].depth)
    end = next(turns, len(sentence.tokens))
    return [group for group in found if group.start < end]


TURNING = frozenset({"but", "whereas", "while"})


def _same(group: Group, carried: tuple[Group, ...]) -> Group | None:
    """Return the arm told of before that is meant where the words alone show no arm, None for none: "on UDCA", "after PRRT"."""
    if group.kind in {ARMS, SUBGROUPS}:
        return None
    alike = [one for one in carried if one.kind == ARMS and _is_same(one.name, group.name)]
    return alike[0] if len(alike) == 1 else None


def with_the_one_before(
    sentence: Sentence, row: Sequence[int], own: list[Group | None], found: tuple[Group, ...]
) -> list[Group | None]:
    """Return the groups of a pair in a bracket; the first value is of the only group before it where the second has its own.

    "High-exposure treatment halved it (16% against 32% with conventional treatment)".
    """
    second = own[-1]
    if len(row) != len({"one", "other"}) or own[0] is not None or second is None or second.start < row[-1]:
        return own
    inside = sentence.tokens[row[0] : second.end]
    before = [g for g in found if g.end <= row[0] and g.kind and not _is_setting(sentence, g)]
    told = inside[0].depth > 0 and all(t.depth >= inside[0].depth for t in inside)
    compared = any(t.mark is Mark.VERSUS for t in sentence.tokens[row[0] : row[1]])
    return [before[0], second] if told and compared and len(before) == 1 and before[0].name != second.name else own


def _is_setting(sentence: Sentence, group: Group) -> bool:
    """Return whether the group is where all was seen: "In the matched cohort, escalation was"."""
    return group.start == 0 and group.lead in _AMONG and sentence.tokens[group.end].mark is Mark.COMMA


def _is_same(name: str, other: str) -> bool:
    """Return whether two names mean one group: "14-day" and "14-day dosing"."""
    one, two = name.lower(), other.lower()
    return one in two or two in one


def in_subgroup(row: Sequence[int], outcome: str, found: tuple[Group, ...], carried: Carried) -> list[Group | None]:
    """Return the two arms told of before, in the patients with whom the sentence begins: "In typical carcinoids, PFS was 21 vs 14 months"."""
    opens = [group for group in found if group.end <= row[0] and group.lead != "("]
    arms = carried(len(row)) if len(row) == len({"one", "other"}) and len(opens) == 1 else ()
    setting = bool(arms) and opens[0].start == 0 and opens[0].lead in _AMONG and opens[0].kind == SUBGROUPS
    alone = (
        setting and outcome not in MARKERS and all(group.end <= row[0] for group in found)
    )  # a level may be of two times
    if not alone or not all(arm.kind == ARMS or is_treatment(arm.name.lower()) for arm in arms):
        return []
    return [opens[0]._replace(name=f"{opens[0].name}: {arm.name}") for arm in arms]


_AMONG = frozenset({"in", "among", "for"})


# Of these more is better.
_WANTED = frozenset(
    {*"PFS OS ORR DCR CBR CR PR SD response EFS DFS RFS".split(), "biochemical response", "symptom response"}
)


def favoured(sentence: Sentence, row: Sequence[int], outcome: str, found: tuple[Group, ...]) -> list[Group | None]:
    """Return the arm in favour of which a bare pair is, for the longer or the more: "25.7 versus 9.2 months, in favour of A"."""
    arms = [group for group in found if is_favoured(sentence, group)]
    numbers = [sentence.tokens[place].number for place in row]
    gained = sentence.tokens[row[-1]].mark is Mark.TIME or outcome in _WANTED
    if len(row) != len({"one", "other"}) or len(arms) != 1 or len(found) != 1 or None in numbers or not gained:
        return []
    first, second = (number or 0.0 for number in numbers)
    return [arms[0], None] if first > second else [None, arms[0]]


def is_favoured(sentence: Sentence, group: Group) -> bool:
    """Return whether the group is said to have done better: "in favour of 177Lu-edotreotide"."""
    around_it = sentence.tokens[max(0, group.start - 2) : group.start + 2]
    return any(t.label.startswith(("favour", "favor")) for t in around_it)


def is_set_against(sentence: Sentence, group: Group) -> bool:
    """Return whether the next group is compared with this one: "compared with A, B"; "compared with monitoring on A, B"."""
    opens = sentence.tokens[0].mark is Mark.VERSUS and all(
        t.mark is Mark.WORD for t in sentence.tokens[1 : group.start + 1]
    )
    return opens or sentence.tokens[group.start].mark is Mark.VERSUS


def is_around(sentence: Sentence, row: Sequence[int], found: tuple[Group, ...]) -> bool:
    """Return whether one group is said to have more, before a pair, than another has, behind it: "A had more nausea (24% v 13%) than B"."""
    pair = len(row) == len(found) > 1 and found[0].end <= row[0] and found[-1].start > row[-1]
    opened = pair and not found[0].start and found[0].kind == ARMS
    return opened and sentence.tokens[found[-1].start].label == "than" and found[0].name != found[-1].name


_SURE_LEADS = frozenset({"between", "with", "on", "receiving", "taking", "("})


def is_sure(sentence: Sentence, run: tuple[Group, ...]) -> bool:
    """Return whether the groups are known as such, or are set against one another: "longer in A than in B", "between A and B"."""
    led = (
        sentence.tokens[run[-1].start].label in BEATING
        or run[0].lead in _SURE_LEADS
        or sentence.tokens[run[0].start].mark is Mark.VERSUS
    )
    against = any(sentence.tokens[p].mark is Mark.VERSUS for g in run[1:] for p in (g.start, max(0, g.start - 1)))
    kinds = {group.kind for group in run}
    than = all(
        sentence.tokens[group.start].label == "than" for group in run[1:]
    )  # "in typical than in atypical carcinoids"
    alike = len(kinds - {""} if than else kinds) <= 1
    return led or (against and alike) or all(group.kind for group in run)
