"""What a ratio compares: arms of treatment, or the two sides of a prognostic factor."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from digests.outcomes.assessors import with_assessors, without_assessors
from digests.outcomes.factors import (
    ACTING,
    ALL_LINKED,
    FACTOR,
    GAINED,
    OF_FACTORS,
    is_of_factor,
    name_of_factor,
    outcome_of_factor,
    people_who_differ,
    reasons_of_change,
)
from digests.outcomes.kinds import ARMS, SUBGROUPS, TIMES, is_treatment
from digests.outcomes.lexicon import CONTRASTS, SHARES, is_time
from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import Carried, Group, nobody
from digests.outcomes.scan import Sentence
from digests.outcomes.ties import tie
from digests.outcomes.value import Reading
from watcher.model import Figure

_TREATED = re.compile(
    r"(?<!\w)(?:versus|vs|compared (?:with|to)|than|arms?|groups?|favou?r\w{0,3}|prolong\w{0,3}|randomi[sz]\w{1,4}|placebo|treatment|therap\w{1,3}|dos(?:e|ing)|every|mg|"
    r"delay\w{0,3}|escalat\w{1,4}|intensif\w{1,6}|lanreotide|octreotide|pasireotide|everolimus|sunitinib|prrt|lutetium|177lu|differ\w{0,5}|similar|longer|shorter|improved|reduced|better|halved|lower|superior\w{0,3}|significant\w{0,2})(?!\w)"
)
_CLAUSE = re.compile(r";|(?<!\w)whereas(?!\w)|, (?:while|but not)(?!\w)")


def with_contrast(
    sentence: Sentence,
    readings: Sequence[Reading],
    found: tuple[Group, ...],
    carried: Carried = nobody,
) -> list[Reading]:
    """Return the ratios with what each compares: which arm against which, or a factor with its name and its outcome.

    ``carried`` gives the arms that the sentence before compares, for a sentence that names none.
    """
    found = without_assessors(found)
    readings = tie(sentence, readings, found)
    made = [one._replace(figure=_contrasted(sentence, one, found, readings)) for one in readings]
    made = [
        one._replace(figure=_with_sides(sentence, one.figure, _of_statement(sentence, one, found), carried))
        for one in made
    ]
    made = with_assessors(sentence, made)
    of_factors = [one for one in made if one.figure.contrast == FACTOR]
    mixed = 0 < len(of_factors) < len(made)
    if mixed and (ALL_LINKED.search(sentence.folded) or not any(group.kind == ARMS for group in found)):
        return [
            one._replace(
                figure=replace(
                    one.figure, contrast=FACTOR, outcome=_own_event(one.figure) or of_factors[0].figure.outcome
                )
            )
            for one in made
        ]
    return made


def _of_statement(sentence: Sentence, one: Reading, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups but those that a later statement of another outcome tells of: "PFS (HR 0.97) was alike, and HbA1c rose with A and fell with B"."""
    tokens, first = sentence.tokens, one.place + 1
    marks = [t.mark if not t.depth else Mark.WORD for t in tokens]
    own = next((alike for alike in _ALIKE if one.figure.outcome in alike), {one.figure.outcome})
    for place in range(first, len(tokens)):
        if marks[place] is Mark.SEMICOLON or marks[place : place + 2] == [Mark.COMMA, Mark.AND]:
            told = {t.label for t in tokens[place:] if t.mark is Mark.OUTCOME}
            if told and own.isdisjoint(told) and not any(t.mark is Mark.RATIO for t in tokens[place:]):
                return tuple(group for group in found if group.start < place)
    return found


_ALIKE = ({"PFS", "progression", "TTP"}, {"OS", "deaths"})


def _own_event(figure: Figure) -> str:
    """Return the event of a ratio that names one: "and liver burden the risk of death (HR 2.6)", else ""."""
    return "OS" if figure.outcome == "deaths" else figure.outcome if is_time(figure.outcome) else ""


def _contrasted(sentence: Sentence, one: Reading, found: tuple[Group, ...], readings: Sequence[Reading]) -> Figure:
    folded, place = sentence.folded, sentence.tokens[one.place].start
    start = _statement(folded, place)
    factor = name_of_factor(sentence, one, readings)
    of_subgroup = one.figure.groups == SUBGROUPS and any(
        g.name == one.figure.arm and g.start > one.place for g in found
    )
    # Which side is set against which, the words do not always say.
    sides = list(dict.fromkeys(group.name for group in found if group.kind == SUBGROUPS))
    people = people_who_differ(sentence, start, place)
    factor = reasons_of_change(sentence, found) or people or factor
    factor = " / ".join(sides) if len(sides) == len(found) == 2 and len(readings) == 1 else factor
    plain = replace(one.figure, arm="", groups="")
    if of_subgroup and not OF_FACTORS.search(folded):
        return replace(one.figure, contrast=ARMS)
    if within := _within(sentence, place, found) or _of_each(sentence, one, found, readings):
        return replace(one.figure, contrast=ARMS, arm=within, groups=SUBGROUPS)
    if people or is_of_factor(sentence, folded[start:], factor, found):
        outcome = outcome_of_factor(sentence) or one.figure.outcome
        return replace(plain, contrast=FACTOR, arm=factor, groups=FACTOR if factor else "", outcome=outcome)
    return replace(plain, contrast=ARMS) if found or _TREATED.search(folded) or GAINED.search(folded) else plain


def _within(sentence: Sentence, at: int, found: tuple[Group, ...]) -> str:
    """Return the patients before the bracket of a ratio in whom a treatment did it: "prolonged PFS in G1 (HR 0.58), not in G2 (HR 0.97)"."""
    gained = GAINED.search(sentence.folded) is not None
    named = [
        g
        for g in found
        if g.kind == SUBGROUPS and (gained or g.lead in {*_AMONG, "to"}) and _opens_around(sentence, g.end, at)
    ]
    treated = [g for g in found if named and g.kind in {ARMS, TIMES} and g.end <= named[0].start]
    acts = treated and any(t.label in ACTING for t in sentence.tokens[treated[0].end : named[0].start])
    return named[0].name if acts or (named and gained) else ""


def _of_each(sentence: Sentence, one: Reading, found: tuple[Group, ...], readings: Sequence[Reading]) -> str:
    """Return the patients with whom a statement begins that tells their ratio: "In midgut NET the HR was 0.58; in pancreatic NET it was 0.94"."""
    opens = [g for g in found if g.kind == SUBGROUPS and g.lead in _AMONG and _begins(sentence, g)]
    own = [g for g in opens if g.end <= one.place]
    told = len(readings) == len(opens) == len(found) > 1 and not sentence.tokens[one.place].depth
    return own[-1].name if told and own else ""


def _begins(sentence: Sentence, group: Group) -> bool:
    return group.start == 0 or sentence.tokens[group.start - 1].mark is Mark.SEMICOLON


# What an arm is set against.
_CONTROL = re.compile(
    r"(?<!\w)(?:placebo|controls?|standard|usual|sham|observation|surveillance|unchanged|label|conventional|comparators?|best supportive)(?!\w)"
)


def _with_sides(sentence: Sentence, figure: Figure, found: tuple[Group, ...], carried: Carried) -> Figure:
    """Return the ratio of arms with the two of them, the one that is set against the other last; as it is where that is not said."""
    if figure.contrast != ARMS:
        return figure
    own = _pair(sentence, found)
    if own and _has_its_own(sentence, found):
        return figure
    sides = own or (() if any(group.kind == ARMS for group in found) else _arms_of(carried(0)))
    of = figure.arm if figure.groups == SUBGROUPS else _subgroup(sentence, figure, found)
    if not of and len(sides) != len({"one", "other"}) and (each := _each(sentence, figure, found)):
        return replace(figure, arm=each[0], comparator=each[1], groups=ARMS)
    if len(sides) != len({"one", "other"}):
        return replace(figure, arm=of, groups=SUBGROUPS) if of else figure
    if of:
        return replace(figure, arm=f"{of}: {sides[0]}", comparator=sides[1], groups=SUBGROUPS)
    return replace(figure, arm=sides[0], comparator=sides[1], groups=ARMS)


def _has_its_own(sentence: Sentence, found: tuple[Group, ...]) -> bool:
    """Return whether each of two arms has a ratio of its own behind it, which sets it against what is not named: "with A (HR ...) and with B (HR ...)"."""
    arms = [group for group in found if group.kind == ARMS]
    if any(token.mark is Mark.VERSUS for token in sentence.tokens):
        return False
    ends = [*(group.start for group in arms[1:]), len(sentence.tokens)]
    marks = ([token.mark for token in sentence.tokens[group.end : end]] for group, end in zip(arms, ends, strict=True))
    return len(arms) > 1 and all(Mark.OPEN in one and Mark.RATIO in one[one.index(Mark.OPEN) :] for one in marks)


def _each(sentence: Sentence, figure: Figure, found: tuple[Group, ...]) -> tuple[str, ...]:
    """Return the arm right before the bracket of a ratio and what all are compared with: "compared with A, B (HR ...) and C (HR ...)"."""
    against = [group.name for group in found if sentence.tokens[group.start].mark is Mark.VERSUS and group.kind == ARMS]
    opened = sentence.folded.rfind("(", 0, figure.at.start - sentence.start)
    before = _LAST_NAME.search(sentence.text, max(0, opened - 60), max(0, opened)) if len(set(against)) == 1 else None
    name = _DEED.split(before.group(1))[0] if before else ""
    own = (
        (_arm_before(sentence, figure, found) or _arm_behind(sentence, figure, found)) if len(set(against)) == 1 else ""
    )
    if own and own != against[0]:
        return own, against[0]
    return (name, against[0]) if name and is_treatment(name.lower()) and against[0] not in name else ()


def _arm_before(sentence: Sentence, figure: Figure, found: tuple[Group, ...]) -> str:
    """Return the arm whose bracket holds the ratio, where another has a ratio in a bracket of its own too; else ""."""
    tokens, at = sentence.tokens, figure.at.start - sentence.start
    rated = [
        g for g in found if g.kind == ARMS and [t.mark for t in tokens[g.end : g.end + 2]] == [Mark.OPEN, Mark.RATIO]
    ]
    return next((g.name for g in rated if len(rated) > 1 and _opens_around(sentence, g.end, at)), "")


def _arm_behind(sentence: Sentence, figure: Figure, found: tuple[Group, ...]) -> str:
    """Return the arm of "0.29 (95% CI 0.20-0.42) for PRRT, 0.39 (0.31-0.49) for everolimus", "" where none follows at once."""
    place = next(
        p for p, t in enumerate(sentence.tokens) if t.at[0] == figure.at.start - sentence.start and t.number is not None
    )
    after = (
        p
        for p in range(place + 1, len(sentence.tokens))
        if sentence.tokens[p].depth <= sentence.tokens[place].depth
        and sentence.tokens[p].mark not in {Mark.OPEN, Mark.CLOSE}
    )
    following = next(after, -1)
    return next((g.name for g in found if g.start == following and g.lead == "for" and g.kind == ARMS), "")


_DEED = re.compile(
    r" (?:significantly )?(?:improved|prolonged|reduced|increased|delayed|halved|lowered|extended)(?!\w)"
)
_LAST_NAME = re.compile(
    r"(?:, (?:and )?(?:[^,;()]{2,40} (?:longer|shorter|better|higher|lower) (?:with|on|for|after) )?|(?<!\w)(?:and|with|for|on) )([^,;()]{2,50}?) ?$"
)


def _subgroup(sentence: Sentence, figure: Figure, found: tuple[Group, ...]) -> str:
    """Return the patients of whom alone the sentence tells: "in the midgut subgroup, PFS was longer ..."; "" where it names none."""
    place = figure.at.start - sentence.start
    named = [g for g in found if g.kind == SUBGROUPS and sentence.tokens[g.start].start < place]
    beside = [g for g in named if g.lead in _AMONG and _opens_around(sentence, g.end, place)]
    if beside and any(g.kind == ARMS for g in found):
        return beside[-1].name
    opens = [g for g in named if g.lead in _AMONG and (not g.start or sentence.tokens[g.start - 1].mark in _PARTING)]
    return opens[-1].name if opens and opens[-1] is named[-1] else ""


def _opens_around(sentence: Sentence, place: int, at: int) -> bool:
    """Return whether the bracket that opens at a place holds the offset: "in small bowel NETs (HR 0.61"."""
    tokens = sentence.tokens
    opened = place < len(tokens) and tokens[place].mark is Mark.OPEN and tokens[place].start < at
    return opened and all(t.depth > tokens[place].depth for t in tokens[place + 1 :] if t.start <= at)


def oriented(told: Sequence[Figure]) -> list[Figure]:
    """Return the figures of a sentence; a ratio below 1 is of the arm with the longer time against the other.

    Where one value is of "after" alone and another of an arm, nobody can tell that they are of two groups: they bear no names.
    """
    told = [replace(one, arm="", groups="") if _is_mixed(one, told) else one for one in told]
    of_arms = [f for f in told if f.arm and (f.measure in _TIMED or (f.measure in SHARES and is_time(f.outcome)))]
    of_arms.sort(key=lambda f: f.measure in _TIMED)  # a median rather than a rate
    shares = {(f.outcome, f.severity, f.arm): (f.value or 0) / 100 for f in told if f.arm and f.unit == "%"}
    told = [_fitting(one, shares) for one in told]
    times = {(of, f.arm): -(f.value or 0) for f in told if f.unit == "%" for of in _HAZARDS.get(f.outcome, ()) if f.arm}
    times |= {(f.outcome, f.arm): math.inf if f.value is None else f.value for f in of_arms}
    return [_turned(_of_pair(told, place), times) for place in range(len(told))]


# The fewer of an arm it befell, the longer was its time to it.
_HAZARDS = {"deaths": ("deaths", "OS"), "progression": ("progression", "PFS", "TTP")}


def across(told: Sequence[Figure], before: Sequence[Figure]) -> list[Figure]:
    """Return the figures of a sentence, a ratio that tells of one arm as of this one and the one of the sentence before: "8.3 months with A. With B, it was 12.8 months (HR 0.6)"."""
    return [_of_both(one, told, before) for one in told]


def _of_both(ratio: Figure, told: Sequence[Figure], before: Sequence[Figure]) -> Figure:
    bare = ratio.measure in {"HR", "OR", "RR"} and ratio.contrast == ARMS and not ratio.arm
    valued = [
        [f for f in figures if f.outcome == ratio.outcome and f.measure not in CONTRASTS] for figures in (before, told)
    ]
    pair = [figures[0] for figures in valued if len(figures) == 1 and figures[0].groups == ARMS]
    if not bare or len(pair) != len({"one", "other"}) or pair[0].arm == pair[1].arm or pair[0].unit != pair[1].unit:
        return ratio
    return oriented([*pair, replace(ratio, arm=pair[0].arm, comparator=pair[1].arm, groups=ARMS)])[-1]


def _of_pair(told: Sequence[Figure], place: int) -> Figure:
    """Return the figure, a ratio right behind the values of two arms as of these two: "10.2 vs 26.1 months (HR 2.4)"."""
    ratio, pair = told[place], told[max(0, place - 2) : place]
    of_arms = ratio.measure in {"HR", "OR", "RR"} and {ratio.contrast, ratio.groups} <= {"", ARMS} and ratio.outcome
    if not of_arms or [one.groups for one in pair] != [ARMS, ARMS]:
        return ratio
    first, second = pair
    alike = [one for one in told if (one.outcome, one.measure) == (ratio.outcome, second.measure)]
    names, more = (first.arm, second.arm), (first.value or 0) > (second.value or 0)
    agrees = ratio.measure == "HR" or more == ((ratio.value or 0) > 1)
    if alike != [first, second] or "" in names or ratio.arm in names or names[0] == names[1] or not agrees:
        return ratio
    return replace(ratio, arm=names[0], comparator=names[1], contrast=ARMS, groups=ARMS)


def _is_mixed(figure: Figure, told: Sequence[Figure]) -> bool:
    beside = [one for one in told if (one.outcome, one.measure) == (figure.outcome, figure.measure)]
    bare = any(one.groups == TIMES and one.arm.lower() in _BARE for one in beside)
    return bare and {one.groups for one in beside} == {TIMES, ARMS}


def _fitting(ratio: Figure, shares: Mapping[tuple[str, str, str], float]) -> Figure:
    """Return an odds or a risk ratio as of the arm of whose share it is a multiple: "22% with A and 46% with B (OR 3.0)"."""
    one, other = (shares.get((ratio.outcome, ratio.severity, arm), 0.0) for arm in (ratio.arm, ratio.comparator))
    if ratio.measure not in {"OR", "RR"} or not (0 < one < 1 and 0 < other < 1 and ratio.value and ratio.value > 0):
        return ratio
    crude = one * (1 - other) / (other * (1 - one)) if ratio.measure == "OR" else one / other
    apart, turned = (abs(math.log(ratio.value) - sign * math.log(crude)) for sign in (1, -1))
    is_other = turned < _CLOSE and turned < apart
    return replace(ratio, arm=ratio.comparator, comparator=ratio.arm) if is_other else ratio


_CLOSE = 0.25  # so far, as a logarithm, an adjusted ratio may be from the crude one
_BARE = frozenset({"after", "before"})
_TIMED = frozenset({"median", "time"})


def _turned(ratio: Figure, times: Mapping[tuple[str, str], float]) -> Figure:
    one, other = times.get((ratio.outcome, ratio.arm)), times.get((ratio.outcome, ratio.comparator))
    if ratio.measure != "HR" or not ratio.comparator or ratio.value is None or one is None or other is None:
        return ratio
    turned = (one > other and ratio.value > 1) or (one < other and ratio.value < 1)
    return replace(ratio, arm=ratio.comparator, comparator=ratio.arm) if turned else ratio


_AMONG = frozenset({"in", "among", "for", "within"})
_PARTING = frozenset({Mark.SEMICOLON, Mark.AND, Mark.COMMA})


def _arms_of(groups: Sequence[Group]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(group.name for group in groups if group.kind == ARMS))


def _pair(sentence: Sentence, found: tuple[Group, ...]) -> tuple[str, ...]:
    """Return the two arms of the sentence; what "versus" or "compared with" leads to comes last, and so does a control."""
    arms = [group for group in found if group.kind == ARMS]
    names = _arms_of(arms)
    if len(names) != len({"one", "other"}):
        return ()
    first, last = arms[0], next(group for group in arms if group.name == names[1])
    led = [sentence.tokens[group.start].mark is Mark.VERSUS for group in (first, last)]
    control = [_CONTROL.search(name.lower()) is not None for name in names]
    turned = led == [True, False] or (not any(led) and control == [True, False])
    return names[::-1] if turned else names


def _statement(folded: str, place: int) -> int:
    return max(
        (
            m.end()
            for m in _CLAUSE.finditer(folded, 0, place)
            if m.group() == ";" and folded.count("(", 0, m.start()) <= folded.count(")", 0, m.start())
        ),
        default=0,
    )
