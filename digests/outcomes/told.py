"""The groups that were told of before: those that a sentence compares, for the bare values of the next and for "the former"."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from digests.outcomes.allocation import MANY, allocated, had_had, members, set_against
from digests.outcomes.groups import groups
from digests.outcomes.kinds import ARMS, SUBGROUPS, TIMES, is_treatment, kind_of, name_of
from digests.outcomes.led import next_number
from digests.outcomes.patterns import JOINING, Mark, Token
from digests.outcomes.phrases import OF_PEOPLE, Carried, Group, lists, named, printed
from digests.outcomes.scan import Sentence, scan
from watcher.model import Figure
from watcher.text import fold

_KINDS = frozenset({ARMS, SUBGROUPS, TIMES})
_ALLOCATED = ("randomi", "assign", "allocat")
_PARTED = frozenset("divided split grouped separated classified categorised categorized stratified".split())
_COMPARING = frozenset("compare compared compares comparing".split())
_COMPOSED = frozenset("comprised included comprising including enrolled".split())
_GIVEN = frozenset("receiving received given with on".split())
_ARMS = frozenset("arms groups cohorts regimens schedules strata strategies options approaches policies".split())
_LEADING = frozenset("into their to receive either the on with : a our".split())
_INTO = frozenset({"to", "into", "between"})
_RATIO = frozenset("1 : 2 3 ( )".split())
_RECEIVING = frozenset({"received", "got", "had"})
_ARTICLES = frozenset({"the", "their"})
_JOINING_WORDS = frozenset({"with", "to"})
_FORMER, _LATTER = "former", "latter"
_ORDERED = {f"{order} {noun}": n for noun in ("group", "arm", "cohort") for n, order in enumerate(("first", "second"))}


@dataclass(frozen=True)
class Read:
    """A sentence that was read, scanned where it holds a value."""

    text: str
    spoken: str
    sentence: Sentence | None
    figures: Sequence[Figure]
    foreign: bool = False  # its figures are all of others' patients

    @cached_property
    def told(self) -> tuple[Group, ...]:
        """The groups that it compares, or those of its values in their order; () where it compares none of the study's own."""
        if self.foreign:
            return ()
        if run := _of_values(self.figures):
            return run
        sentence = self.sentence or scan(self.text, spoken=self.spoken)
        found = groups(sentence)
        if run := _compared(sentence, found) or _composed(sentence):
            return run
        if self.figures:
            return ()
        return _side_by_side(sentence, found) or _each_valued(sentence, found) or set_against(sentence)


def carried(before: Sequence[Read], size: int = 0, *, in_order: bool = False) -> tuple[Group, ...]:
    """Return the groups that the last sentence which compares any compares, or those of its values in their order.

    ``size``: the last that compares so many. () where one before tells the values of the two in the other order; but ``in_order``
    are the bare values of a list, of that order where the last names one of the two alone: "more with B (30% vs 20%)".
    """
    near = itertools.takewhile(lambda one: one.told or not _PARTED_ANEW.search(fold(one.text)), reversed(before))
    told = [one for one in near if one.told]
    last = next((one for one in told if size in {0, len(one.told)}), None)
    if last is None:
        return ()
    turned = [one.told for one in told if _of_values(one.figures) and _is_turned(last.told, one.told)]
    alone = in_order and sum(group.name in last.text for group in last.told) == 1
    return last.told if not turned else turned[0] if alone else ()


# What parts the patients anew, so that a bare pair behind it may be of other groups.
_PARTED_ANEW = re.compile(
    r"(?<!\w)(?:(?:ter|quar|quin)tiles?|(?:non-?)?responders|(?:were|was) (?:pooled|combined|analy[sz]ed together))(?!\w)"
)
_REVIEW = r"(?:central|local|investigator|independent|blinded)(?: review| assessment)?"
_PAIRS_OTHERS = re.compile(
    rf"(?<!\w)(?:(?:any|all)[- ]grades? ?(?:/|vs\.?|versus|and|or) ?(?:grades?|g) ?[>\u2265]?\d|{_REVIEW} (?:and|versus|vs\.?) {_REVIEW} (?:review|assessment)|recist(?: [\d.]{{3}})? (?:and|versus|vs\.?) (?:choi|mrecist)|(?:first|1st) (?:and|versus|vs\.?) (?:second|2nd)|(?:ter|quar|quin)tiles?)(?!\w)"
)


# Two levels behind what stayed as it was are as like as not the first and the last.
_STAYED = re.compile(
    r"(?<!\w)(?:unchanged|did not change|remained (?:stable|constant|the same)|no change)(?!\w)(?![^;.]{0,60}(?:between|both|groups|arms)(?!\w))[^;.()]{0,40}\(\d[\d.]{0,6}(?: ?[a-z/%]{1,8})? (?:vs\.?|versus|and) \d"
)


def pairs_others(folded: str) -> bool:
    """Return whether the pairs of a sentence are of other than groups that were told before: "any grade vs grade 3-4", "central and local review", "unchanged (6.1 vs 6.0)"."""
    return any(pattern.search(folded) for pattern in (_PAIRS_OTHERS, _STAYED))


def _is_turned(run: tuple[Group, ...], other: tuple[Group, ...]) -> bool:
    """Return whether the other two groups are these in the other order, by the words of their names."""
    if {len(run), len(other)} != {len(["one", "other"])}:
        return False
    (first, second), (one, two) = ([frozenset(group.name.lower().split()) for group in pair] for pair in (run, other))
    return len(first & two) + len(second & one) > len(first & one) + len(second & two)


def _of_values(read: Sequence[Figure]) -> tuple[Group, ...]:
    told = {one.arm: one.groups for one in read if one.arm and not (one.contrast or _is_of_arm_within(one))}
    told = told or {name: ARMS for one in read if _is_of_two_arms(one) for name in (one.arm, one.comparator)}
    return tuple(Group(name, kind, "", 0, 0) for name, kind in told.items()) if len(told) > 1 else ()


def _is_of_arm_within(one: Figure) -> bool:
    """Return whether a value is of an arm in a subgroup, of which the next sentence no longer tells: "grade 1: PRRT"."""
    return one.groups == SUBGROUPS and ": " in one.arm


def _is_of_two_arms(one: Figure) -> bool:
    """Return whether a ratio is of two arms, the one of which it is told named first; not "compared with A, B"."""
    places = one.sentence.find(one.arm), one.sentence.find(one.comparator)
    return one.contrast == ARMS and bool(one.arm and one.comparator) and 0 <= places[0] < places[1]


def _compared(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups that a sentence compares: "longer with A than with B"."""
    runs = [run for run in lists(found, sentence) if all(group.kind in _KINDS for group in run)]
    return runs[0] if len(runs) == 1 and len(found) == len(runs[0]) else ()


def _side_by_side(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the two arms of a sentence without a figure: "61 patients on A and 59 on B"."""
    arms = len({group.name for group in found}) == len(found) == len({"one", "other"})
    if not arms or any(group.kind != ARMS for group in found):
        return ()
    between = sentence.tokens[found[0].end : found[1].start + 1]
    return found if any(token.mark in JOINING for token in between) else ()


def _each_valued(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the arms of a sentence that tells a number or a share of each: "35% on 20 mg, 48% on 40 mg", "102 on 30 mg and 54 on 60 mg"."""
    of_each = tuple(group for group in found if _is_numbered(sentence, group))
    rest = {group.start for group in found} - {group.start for group in of_each}
    arms = len({group.name for group in of_each}) == len(of_each) > 1 and all(g.kind == ARMS for g in of_each)
    return of_each if arms and rest <= {0} else ()


def _is_numbered(sentence: Sentence, group: Group) -> bool:
    """Return whether a share or a bare number stands right before the group."""
    before = sentence.tokens[max(0, group.start - 3) : group.start]
    shared = any(t.mark is Mark.PERCENT for t in before)
    led, *after = sentence.tokens[group.end : group.end + 3] or sentence.tokens[-1:]
    counted = (
        led.label == "in" and [t.mark for t in after[:1]] == [Mark.NUMBER] and any(t.label in OF_PEOPLE for t in after)
    )
    return shared or counted or any(t.mark is Mark.NUMBER and not t.label for t in before[-1:])


def _composed(sentence: Sentence) -> tuple[Group, ...]:
    """Return the groups into which patients are parted: "randomised to A (n = 60) or B", "40 pancreatic and 61 midgut NETs"."""
    if doses := tuple(_sized(sentence)):
        return doses
    sized = sum(token.mark is Mark.SIZE for token in sentence.tokens) > 1
    for place, token in enumerate(sentence.tokens):
        following = sentence.tokens[place + 1 : place + 2]
        parts = (
            token.label.startswith(_ALLOCATED)
            or token.label in _COMPARING
            or (token.label == ":" and any(t.label in _ARMS for t in sentence.tokens[:place]))
            or (token.label in _RECEIVING and _is_counted(sentence, place) and not had_had(sentence))
            or (token.label in _PARTED and any(t.label == "into" for t in following))
            or (token.label in _COMPOSED and any(t.mark is Mark.NUMBER for t in following))
            or (sized and token.label in _GIVEN)
        )
        joined = _JOINING_WORDS if token.label in _COMPARING else frozenset()
        near = sentence.tokens[place + 1 : place + 9]
        parted = token.label.startswith(_ALLOCATED) and any(t.label in _INTO for t in near)
        changed = token.label in _RECEIVING and any(t.label in _ARTICLES for t in following)  # "53 had the dose raised"
        kind = ARMS if parted or changed else ""
        run = tuple(_enumerated(sentence, place + 1, joined, kind)) if parts else ()
        if len({group.name.lower() for group in run}) == len(run) > 1:
            return run
    return _each_sized(sentence) if sized else members(sentence) or allocated(sentence) or _each_given(sentence)


_EACH_GIVEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<one>[^,;.()]{2,60}?) (?:was|were) (?:given|administered|assigned|offered) to \d+(?: [a-z]+)?,? (?:and|or) (?P<other>[^,;.()]{2,60}?) to (?:another )?\d",
        rf"(?<!\w)(?:was|were) given (?P<one>every [a-z0-9 ]{{3,16}}?) to {MANY} and (?P<other>every [a-z0-9 ]{{3,16}}?) to {MANY}(?!\w)",
        rf"(?<!\w)(?:dose|interval|amount|frequency)[^,;.()]{{1,40}} to (?P<one>(?:every )?\d[^,;.()]{{1,16}}?) in {MANY},? and to (?P<other>(?:every )?\d[^,;.()]{{1,16}}?) in {MANY}(?!\w)",
        rf"(?<!\w)the (?P<one>(?:dose|interval) was [a-z]{{4,14}}) in {MANY},? and the (?P<other>(?:dose|interval) (?:was )?[a-z]{{4,14}}) in {MANY}(?!\w)",
    )
)


def _each_given(sentence: Sentence) -> tuple[Group, ...]:
    """Return the two of "60 mg was given to 41 patients and 40 mg to 38"."""
    told = next((found for one in _EACH_GIVEN if (found := one.search(sentence.folded))), None)
    names = [name_of(sentence.text[slice(*told.span(name))].strip()) for name in ("one", "other")] if told else []
    treated = all(
        is_treatment(name.lower()) or name[0].isdigit() or "was" in name or "interval" in name for name in names
    )
    return tuple(Group(name, ARMS, "", 0, 0) for name in names) if treated else ()


def _is_counted(sentence: Sentence, place: int) -> bool:
    """Return whether a number of patients stands right before: "40 received", "forty patients received"."""
    before = sentence.tokens[max(0, place - 2) : place]
    people = len(before) > 1 and before[-1].label in OF_PEOPLE
    return any(t.mark is Mark.NUMBER for t in before[:1] if people) or any(t.mark is Mark.NUMBER for t in before[-1:])


def _each_sized(sentence: Sentence) -> tuple[Group, ...]:
    """Return what each number of patients in brackets is of: "by reason into progression (n = 52) and symptoms (n = 47)"."""
    tokens, run = sentence.tokens, []
    for place, token in enumerate(tokens):
        if token.mark is Mark.SIZE and place > 1 and tokens[place - 1].mark is Mark.OPEN:
            first = place - 1
            while first > 0 and place - first <= _LONGEST_NAME and not _begins_name(tokens[first - 1]):
                first -= 1
            name = name_of(printed(sentence, first, place - 1)) if first < place - 1 else ""
            run.append(Group(name, kind_of(name.lower()), "", first, place - 1))
    names = {group.name.lower() for group in run}
    kinds = [group.kind for group in run if group.kind]
    whole = len(names) == len(run) > 1 and "" not in names
    return tuple(g._replace(kind=g.kind or (kinds[0] if kinds else SUBGROUPS)) for g in run) if whole else ()


_LONGEST_NAME = 8


def _begins_name(token: Token) -> bool:
    return token.mark in {*JOINING, Mark.SEMICOLON, Mark.CLOSE} or token.label in _BEFORE_NAMES


_BEFORE_NAMES = frozenset("into to either receive received receiving were was : compared between of among".split())


def _sized(sentence: Sentence) -> Iterator[Group]:
    """Yield the doses or intervals of "20 (n=12), 30 (n=51) or 60 mg (n=14)", of which the last has the unit."""
    tokens = sentence.tokens
    sized = [p for p in range(len(tokens) - 2) if tokens[p].number is not None and tokens[p + 2].mark is Mark.SIZE]
    unit = tokens[sized[-1]].label if len(sized) > 1 else ""
    if unit and all(tokens[p].mark is Mark.NUMBER and not tokens[p].label for p in sized[:-1]):
        yield from (Group(f"{sentence.text[slice(*tokens[p].at)]} {unit}", ARMS, "", p, p + 1) for p in sized)


def _enumerated(sentence: Sentence, first: int, joining: frozenset[str], kind: str) -> Iterator[Group]:
    """Yield the groups that stand side by side from a place on, how many they are and what stands in brackets passed over.

    ``kind``: what they are where their words do not say.
    """
    place, last = first, None
    while place < len(sentence.tokens):
        group = next_number(sentence, last, place) if last else None
        place = _after_leads(sentence, place)
        group = group or (named(sentence, place - 1, place) if place < len(sentence.tokens) else None)
        group = group._replace(kind=group.kind or kind) if group else None
        if group is None or not group.kind:
            return
        yield group
        last, place = group, group.end
        while place < len(sentence.tokens) and _is_aside(sentence, place):
            place += 1
        joined = place < len(sentence.tokens) and (
            sentence.tokens[place].mark in JOINING or sentence.tokens[place].label in joining
        )
        if not joined:
            return
        place += 1


def _after_leads(sentence: Sentence, place: int) -> int:
    """Return the place after what leads to a name: "to receive", "either", "40", "patients with"."""
    while place < len(sentence.tokens):
        token = sentence.tokens[place]
        counted = (token.mark is Mark.NUMBER and not token.label) or (token.depth > 0 and token.label in _RATIO)
        if not (counted or token.label in _LEADING or token.label in OF_PEOPLE or token.mark in JOINING):
            return place
        place += 1
    return place


def _is_aside(sentence: Sentence, place: int) -> bool:
    return sentence.tokens[place].mark in {Mark.OPEN, Mark.CLOSE, Mark.SIZE} or sentence.tokens[place].depth > 0


def recalled(sentence: Sentence, found: tuple[Group, ...], told: Carried) -> tuple[Group, ...]:
    """Return the groups, "the former" and "the latter" as the two that were told of before, in this sentence or the last."""
    if any(group.name.lower() in _ORDERED for group in found) and len(pair := told(0)) == len({_FORMER, _LATTER}):
        meant = {name: pair[n] for name, n in _ORDERED.items()}
        return tuple(_as(group, meant) for group in found)
    found = tuple(_of_doses(group, told) for group in found)
    pronouns = [group for group in found if group.name.lower() in {_FORMER, _LATTER}]
    if not pronouns:
        return found
    earlier = tuple(group for group in found if group.end <= pronouns[0].start)
    pair = next((run for run in reversed([*lists(earlier, sentence)])), ()) or told(0)
    if len(pair) != len({_FORMER, _LATTER}):
        return tuple(group for group in found if group not in pronouns)
    meant = {_FORMER: pair[0], _LATTER: pair[1]}
    return tuple(_as(group, meant) for group in found)


def _of_doses(group: Group, told: Carried) -> Group:
    """Return the "higher dose" as that arm of two told of before whose dose it is."""
    size = _DOSE_OF_TWO.fullmatch(group.name.lower())
    doses = [(float(dose[1]), arm) for arm in told(0) if (dose := _DOSE.search(arm.name))] if size else []
    if size is None or len(doses) != len({"higher", "lower"}) or doses[0][0] == doses[1][0]:
        return group
    arms = [arm for _, arm in sorted(doses)]
    one = arms[-1] if size["high"] else arms[0]
    return group._replace(name=one.name, kind=one.kind)


_DOSE_OF_TWO = re.compile(r"(?:the )?(?:(?P<high>high(?:er)?|larger)|low(?:er)?|smaller)[- ]doses?(?: (?:group|arm))?")
_DOSE = re.compile(r"(?<![\d.])(\d{1,4})[- ]mg(?!\w)")


def _as(group: Group, meant: Mapping[str, Group]) -> Group:
    one = meant.get(group.name.lower())
    return group._replace(name=one.name, kind=one.kind) if one else group
