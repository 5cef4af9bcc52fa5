"""Groups to which no preposition leads: "29% depot", "the 60- and 30-mg groups", the arm that one joined word names."""

import itertools
import re
from functools import lru_cache

from digests.outcomes.described import described
from digests.outcomes.endings import end_of_name
from digests.outcomes.kinds import (
    ARMS,
    BESIDE_MOMENT,
    BOUNDS,
    ENDING,
    LEADING,
    SUBGROUPS,
    TIMES,
    is_treatment,
    kind_of,
)
from digests.outcomes.lexicon import is_known
from digests.outcomes.openings import opening
from digests.outcomes.patterns import COMPARING, JOINING, Mark, Token
from digests.outcomes.phrases import OF_PEOPLE, Group, named
from digests.outcomes.scan import Sentence

# A level's unit, after which how often the drug is given may follow: "5.9 (2.0) ng/mL every 28 days".
_UNITS = frozenset({"treated", "injected", "dosed", "ng/ml", "pg/ml", "nmol/l", "\u00b5g/l", "months"})
_OFTEN = frozenset({"every", "each"})
# So far may "without" stand from the "with," that leaves out what it is of.
_APART = 16
_WITH = frozenset({"with", "without"})
_WITHOUT = re.compile("without(?: it| them| one| this)?")
_NOT = "not"
HAVING = frozenset("had showed achieved experienced reached lived more less gave yielded".split())
# An arm by the end of its word, and what ends the name of one where words are not parted.
_COMPOUND_ARM = re.compile(r".{2,24}(?:arm|armen|armene|gruppe|gruppen|groep|kohorte|kohorten|armin)")
_COUNTERS = frozenset("\u7fa4\u7ec4\u7d44")
_VALUES = frozenset({Mark.PERCENT, Mark.TIME, Mark.COUNT})


def unled(sentence: Sentence, position: int) -> list[Group]:
    """Return the groups that begin here by their form alone."""
    if position == 0 and (one := opening(sentence)):
        return [one]
    if marked := _with_marker(sentence, position) or described(sentence, position):
        return [marked]
    if both := _with_and_without(sentence, _at_side(sentence, position)):
        return both
    if sentence.tokens[position].label in _WITH:
        return _without(sentence, position) or _bounded(sentence, position) or _in_order(sentence, position)
    return (
        _assessor(sentence, position)
        or _strata(sentence, position)
        or _either(sentence, position)
        or _as_one_or_the_other(sentence, position)
        or _bounded(sentence, position)
        or _so_long(sentence, position)
        or _in_order(sentence, position)
        or _in_a_word(sentence, position)
        or _hyphenated(sentence, position)
    )


def _with_marker(sentence: Sentence, position: int) -> Group | None:
    """Return the "patients with diabetes" of a sentence that tells of those without as well: there an outcome is what they bring."""
    opening = sentence.tokens[position].label
    if opening not in LEADING and opening not in OF_PEOPLE:
        return None
    people = position + (opening in LEADING)
    said = [t.label for t in sentence.tokens[people : people + 2]]
    if "without" not in sentence.folded or len(said) < len({"people", "with"}) or said[0] not in OF_PEOPLE:
        return None
    first = people + len(said)
    near = range(first, min(first + _LONGEST_MARKER, len(sentence.tokens)))
    words = list(itertools.takewhile(lambda p: not is_known(sentence.tokens[p].label), near))
    plain = all(sentence.tokens[p].mark is Mark.WORD and sentence.tokens[p].label not in ENDING for p in words)
    end = first + len(words) + 1
    other = {"with": "without", "without": "with"}.get(said[1], "")
    sides = any(
        [one.label in OF_PEOPLE, two.label == other] == [True, True] for one, two in itertools.pairwise(sentence.tokens)
    )
    if not sides or not plain or len(words) == len(near):
        return None
    name = sentence.text[sentence.tokens[first - 1].start : sentence.tokens[end - 1].end]
    return Group(name, SUBGROUPS, said[1], position, end)


_LONGEST_MARKER = 3


def _without(sentence: Sentence, position: int) -> list[Group]:
    """Return the bare "without" of "58% with escalation, 55% without"."""
    before, following = sentence.tokens[max(0, position - 1)], sentence.tokens[position + 1 : position + 2]
    ends = all(t.mark in {Mark.SEMICOLON, Mark.CLOSE, *JOINING} or t.label == "." for t in following)
    alone = before.label in OF_PEOPLE and any(t.label in HAVING or t.mark in _VALUES for t in following)
    behind = before.mark in {*_VALUES, Mark.CLOSE} and ends
    bare = sentence.tokens[position].label == "without" and (behind or alone)
    return [Group("without", SUBGROUPS, "without", position, position + 1)] if bare else []


def _with_and_without(sentence: Sentence, position: int) -> list[Group]:
    """Return the two of "longer with than without escalation", "7 months in patients with, and 15 in those without, bone metastases"."""
    one, tokens = sentence.tokens[position].label, sentence.tokens
    other = _SIDES.get(one, "")
    if one not in _WITH and sentence.tokens[max(0, position - 1)].label not in OF_PEOPLE | LEADING:
        return []  # "31% below and CgA 14% above the pretreatment value"
    joined = other and position + 1 < len(tokens) and tokens[position + 1].mark in JOINING
    window = range(position + 2, min(position + _APART, len(tokens) - 1)) if joined else range(0)
    second = next((p for p in window if tokens[p].label == other), len(tokens))
    if second + 1 >= len(tokens):
        return []
    first = second + 1 + (tokens[second + 1].mark is Mark.COMMA)
    end = end_of_name(sentence, first)
    end += end < len(tokens) and tokens[end].mark is Mark.OUTCOME
    if end == first:
        return []
    words = sentence.text[tokens[first].start : tokens[end - 1].end]
    kind = ARMS if is_treatment(words.lower()) else SUBGROUPS
    both = ((f"{one} {words}", position, position + 1), (f"{other} {words}", second, end))
    return [Group(name, kind, one, start, last) for name, start, last in both]


def _at_side(sentence: Sentence, position: int) -> int:
    """Return the place of the "above" of "in patients above", the same place where no side of a bound is led to."""
    said = [t.label for t in sentence.tokens[position : position + 3]]
    people = len(said) > 1 and said[1] in OF_PEOPLE
    side = said[1 + people : 2 + people] if said[0] in LEADING else []
    return position + 1 + people if side and side[0] in _SIDES and side[0] not in _WITH else position


# Of two sides that are told of one thing, the second alone names it: "61% above and 52% below the median".
_SIDES = {"with": "without", "without": "with", "above": "below", "below": "above", "over": "under", "under": "over"}


def with_counterparts(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups, those "without it" or "who were not" as without what the ones before have or were; "escalation" against an arm as one."""
    found = tuple(_with_deed(group, found[n - 1]) if n else group for n, group in enumerate(found))
    if any(g.kind == ARMS and _is_against(sentence, g) for g in found):
        found = tuple(g._replace(kind=ARMS) if _RAISING.fullmatch(g.name) else g for g in found)
    bare = next((n for n, group in enumerate(found) if n and _WITHOUT.fullmatch(group.name.lower())), 0)
    last = found[bare - 1]._replace(kind=found[bare - 1].kind or SUBGROUPS) if bare else None
    if last is None or last.name.startswith("without"):
        return found
    what = _HAVING_IT.sub("", last.name)
    one = last if last.kind == TIMES else last._replace(name=f"with {what}")
    pair = (one, found[bare]._replace(name=f"without {what}", kind=last.kind))
    return (*found[: bare - 1], *pair, *found[bare + 1 :])


def _is_against(sentence: Sentence, group: Group) -> bool:
    """Return whether what is compared stands around the lead of a group: "versus placebo", "than with placebo"."""
    return any(t.mark is Mark.VERSUS for t in sentence.tokens[max(0, group.start - 1) : group.start + 1])


_RAISING = re.compile(r"(?:[Dd]ose[ -])?(?:[Ee]scalation|[Ii]ntensification)")
_HAVING_IT = re.compile(r"^(?:with|after|following|before) ")


def _with_deed(group: Group, before: Group) -> Group:
    """Return the group of "who were not" as those to whom was not done what was done to the ones before."""
    undone = group.name.lower() == _NOT and not before.name.startswith(_NOT)
    return group._replace(name=f"{_NOT} {before.name}", kind=before.kind) if undone else group


_EITHER = re.compile(
    r"whether (?:[a-z-]{1,20} ){1,5}(?:was|were|is) (?P<one>[a-z-]{4,20}) or (?P<other>[a-z-]{3,20})(?!\w)"
)


def _either(sentence: Sentence, position: int) -> list[Group]:
    """Return what was done or else was done: "similar whether the SSA was escalated or replaced"."""
    token = sentence.tokens[position]
    told = _EITHER.match(sentence.folded, token.start) if token.label == "whether" else None
    return _two(sentence, position, told, ARMS) if told else []


_ROLES = re.compile(r"as (?P<one>[a-z-]{3,20}) (?:than|versus|vs\.?|or|and) as (?P<other>[a-z-]{3,20})(?!\w)")


def _as_one_or_the_other(sentence: Sentence, position: int) -> list[Group]:
    """Return the two of "when given as first-line than as later-line treatment"."""
    token = sentence.tokens[position]
    told = _ROLES.match(sentence.folded, token.start) if token.label == "as" else None
    return _two(sentence, position, told, SUBGROUPS) if told else []


def _two(sentence: Sentence, position: int, told: re.Match[str], kind: str) -> list[Group]:
    """Return the two names of a match as the two groups of one list; of "or not" the second is "not" the first."""
    one, other = (sentence.text[slice(*told.span(name))] for name in ("one", "other"))
    end, second = _behind(sentence, told.end()), _behind(sentence, told.start("other"))
    other = f"{_NOT} {one}" if other == _NOT else other
    return [Group(one, kind, "", position, end), Group(other, kind, "", second, end)]


_ASSESSED = re.compile(
    r"by (?:blinded )?(?:independent )?(?:central|local|investigators?|bicr|independent)(?: (?:radiolog\w{1,4}|review|assessment|readings?|investigators?)){0,2}(?!\w)"
)


def _assessor(sentence: Sentence, position: int) -> list[Group]:
    """Return by whom it was judged: "PFS by investigator was 11.8 months and by central review 9.2 months"."""
    token = sentence.tokens[position]
    whole = _ASSESSED.match(sentence.folded, token.start) if token.label == "by" else None
    if whole is None or len(_ASSESSED.findall(sentence.folded)) == 1:
        return []
    end = _behind(sentence, whole.end())
    return [Group(sentence.text[token.start : whole.end()], SUBGROUPS, "by", position, end)]


def _behind(sentence: Sentence, offset: int) -> int:
    """Return the place behind the token that reaches to an offset, behind the last one where none does."""
    return next((p for p, t in enumerate(sentence.tokens, start=1) if t.end >= offset), len(sentence.tokens))


# "Ki-67 <3%, 3-10% and >10% strata": bounds of one marker, each a group.
_BOUND = r"(?:(?:[<>\u2264\u2265]|below|above|over|under|less than|more than) ?=? ?)?\d{1,3}(?:\.\d)?(?: ?(?:-|to) ?\d{1,3}(?:\.\d)?)? ?%?"
_OF_MARKER = r"(?P<marker>ki-?67(?: index)?|age|(?:liver |hepatic |tumou?r ){1,2}(?:load|burden|involvement))"
_CLASSES = r"(?:strat\w{1,2}|groups?|subgroups?|categor\w{1,3}|class(?:es)?)"
_BOUNDS = rf"{_BOUND}(?:, {_BOUND}){{0,3}},? (?:and|or|versus|vs\.?) {_BOUND}"
_STRATIFIED = re.compile(
    rf"{_OF_MARKER} (?:{_CLASSES} of {_BOUNDS}|(?:of )?{_BOUNDS}(?= (?:{_CLASSES}|tumou?rs|patients|disease)|\.(?!\d)|[,;)]|$))"
)
_EACH_BOUND = re.compile(_BOUND + "(?=,| and| or| v|$)")


# For how long those were treated of whom a value is.
_FOR_SO_LONG = re.compile(
    r"for (?:(?:more|less|longer|shorter) than|at least|up to) \d{1,3} (?:months|years|weeks)|for \d{1,3} (?:months|years|weeks) or (?:more|less|longer|shorter)"
)
_AFTER_BOUND = frozenset({*JOINING, Mark.SEMICOLON, Mark.OPEN, Mark.CLOSE, Mark.RESPECTIVELY})


def _bounded(sentence: Sentence, position: int) -> list[Group]:
    """Return the group that a bound alone tells: "those with >25%", "patients under 65 years"; "patients with >30% less" is none."""
    if not position or sentence.tokens[position - 1].label not in OF_PEOPLE:
        return []
    first = position + (sentence.tokens[position].label == "with")
    first += [t.label for t in sentence.tokens[first : first + 2]] in (
        ["more", "than"],
        ["less", "than"],
        ["at", "least"],
    )
    end = first + 1 + (sentence.tokens[first].mark is not Mark.MILESTONE) if first < len(sentence.tokens) else first
    bound = sentence.tokens[first:end]
    if not bound or bound[0].label.partition(" ")[0] not in BOUNDS | {"than", "least"}:
        return []
    following = sentence.tokens[end : end + 1]
    goes_on = any(t.mark not in _AFTER_BOUND and t.label not in ENDING | {"."} for t in following)
    if goes_on or bound[-1].mark not in {Mark.PERCENT, Mark.TIME, Mark.MILESTONE}:
        return []
    led = sentence.tokens[first - (bound[0].label in {"than", "least"})]
    name = sentence.text[led.start : bound[-1].end]
    return [Group(name, SUBGROUPS, sentence.tokens[position].label, position, end)]


def _so_long(sentence: Sentence, position: int) -> list[Group]:
    """Return how long those were treated of whom a value is, where two are told of: "for more than 24 months", "for 24 months or less"."""
    if sentence.tokens[position].label != "for":
        return []
    start = sentence.tokens[position].start
    whole = _FOR_SO_LONG.match(sentence.folded, start)
    if whole is None or len(_FOR_SO_LONG.findall(sentence.folded)) != len({"one", "other"}):
        return []
    end = _behind(sentence, whole.end())
    return [Group(f"treated {sentence.text[start : whole.end()]}", SUBGROUPS, "for", position, end)]


@lru_cache(maxsize=4)  # asked at each token of a sentence
def _is_stratified(folded: str) -> bool:
    return _STRATIFIED.search(folded) is not None


def _strata(sentence: Sentence, position: int) -> list[Group]:
    """Return the groups of "the Ki-67 <3%, 3-10% and >10% strata"."""
    if not _is_stratified(sentence.folded):
        return []
    led = itertools.takewhile(
        lambda t: t.label in LEADING | OF_PEOPLE | {"the", "a"}, sentence.tokens[position : position + 4]
    )
    first = min(position + len(list(led)), len(sentence.tokens) - 1)
    start = sentence.tokens[first].start
    whole = _STRATIFIED.match(sentence.folded, start)
    if whole is None:
        return []
    bounds = list(_EACH_BOUND.finditer(sentence.folded, start, whole.end()))
    head = sentence.text[slice(*whole.span("marker"))]
    ends = [_behind(sentence, bound.end()) for bound in bounds]
    starts = [position, *(end + 1 for end in ends[:-1])]
    names = [f"{head} {sentence.text[bound.start() : bound.end()]}" for bound in bounds]
    return [Group(n, SUBGROUPS, "", s, e) for n, s, e in zip(names, starts, ends, strict=True)]


_BEFORE_ORDINALS = LEADING | {"at"}
_ORDINALS = ("first", "second", "third", "fourth")


def _in_order(sentence: Sentence, position: int) -> list[Group]:
    """Return the "first increase" or "second" of "71% with the first increase, 52% with the second"; no group where only one is told."""
    token = sentence.tokens[position]
    if token.mark not in JOINING and token.label not in _BEFORE_ORDINALS:
        return []
    place = position + 1 + any(t.label == "the" for t in sentence.tokens[position + 1 : position + 2])
    ordinal = sentence.tokens[place].label if place < len(sentence.tokens) else ""
    nouns = _counted_nouns(sentence) if ordinal in _ORDINALS else {}
    noun = next((noun for noun in nouns.values() if noun), "")
    if len(nouns) < len({"one", "other"}) or not noun or all(nouns.values()):
        return []
    end = place + 1 + len(nouns.get(ordinal, "").split())
    return [
        Group(f"{ordinal} {noun}", kind_of(f"{ordinal} {noun}") or ARMS, sentence.tokens[position].label, position, end)
    ]


def _counted_nouns(sentence: Sentence) -> dict[str, str]:
    """Return what is counted by each ordinal of the sentence, "" where it stands alone."""
    nouns: dict[str, str] = {}
    for place, token in enumerate(sentence.tokens):
        if token.label in _ORDINALS:
            words = itertools.takewhile(_is_of_noun, sentence.tokens[place + 1 : place + 4])
            nouns.setdefault(token.label, " ".join(t.label for t in words))
    return nouns


def _is_of_noun(token: Token) -> bool:
    return token.mark in {Mark.WORD, Mark.CHANGE} and token.label not in ENDING | {"."}


def _in_a_word(sentence: Sentence, position: int) -> list[Group]:
    """Return the arm that one word of a language names, which joins words: "14-Tage-Arm", "standardgruppen"."""
    token = sentence.tokens[position]
    if not sentence.spoken or token.mark is not Mark.WORD:
        return []
    ends = _COMPOUND_ARM.fullmatch(token.label) is not None
    counted = sentence.text[token.end : token.end + 1] in _COUNTERS and token.end < len(sentence.text)
    name = sentence.text[token.start : token.end + counted]
    return [Group(name, kind_of(token.label) or ARMS, "", position, position + 1)] if ends or counted else []


def _hyphenated(sentence: Sentence, position: int) -> list[Group]:
    """Return the two of "pre- and post-escalation", "the 60- and 30-mg groups"."""
    if position + 3 >= len(sentence.tokens) or sentence.tokens[position + 1].label != "-":
        return []
    four = sentence.tokens[position : position + 4]
    if four[1].start != four[0].end or four[2].mark not in COMPARING:
        return []
    second = sentence.text[four[3].start : four[3].end]
    name = f"{sentence.text[four[0].start : four[0].end]}-{second.partition('-')[2]}"
    kind = TIMES if BESIDE_MOMENT.fullmatch(name.lower()) else kind_of(name.lower())
    if four[3].mark not in {Mark.WORD, Mark.COMPOUND} or "-" not in second or not kind:
        return []
    return [Group(name, kind, "", position, position + 2), Group(second, kind, "", position + 3, position + 4)]


def is_beside(sentence: Sentence, position: int) -> bool:
    """Return whether a word follows a value or its bracket at once, without a preposition: the "depot" of "29% depot"."""
    before, token = sentence.tokens[max(0, position - 1)], sentence.tokens[position]
    valued = (
        before.mark in _VALUES
        or (before.label in _UNITS and token.label in _OFTEN)
        or (before.mark is Mark.NUMBER and not before.label and _is_whole_of_share(sentence, position - 1))
        or (before.mark is Mark.CLOSE and is_bracket_of_value(sentence, position - 1))
    )
    return position > 0 and valued and token.mark in {Mark.WORD, Mark.NUMBER} and token.label not in ENDING


def _is_whole_of_share(sentence: Sentence, place: int) -> bool:
    """Return whether the number is the whole of a share before it: the 78 of "11 (14%) of 78 pasireotide-treated patients"."""
    before = sentence.tokens[max(0, place - 2) : place]
    return len(before) > 1 and before[0].mark is Mark.CLOSE and before[1].label == "of"


def is_bracket_of_value(sentence: Sentence, close: int) -> bool:
    """Return whether the bracket that ends at a place holds a share or an interval, or follows a value."""
    depth, place = sentence.tokens[close].depth, close - 1
    while place > 0 and sentence.tokens[place].depth > depth:
        place -= 1
    inside = sentence.tokens[place + 1 : close]
    follows = place > 0 and sentence.tokens[place - 1].mark in _VALUES
    return follows or any(t.mark is Mark.PERCENT for t in inside[:1])


def beside(sentence: Sentence, position: int) -> Group | None:
    """Return the group that is named right behind a value and ends where the next item or a statement begins."""
    group = named(sentence, position - 1, position)
    following = sentence.tokens[group.end] if group and group.end < len(sentence.tokens) else None
    if group is None or not group.kind:
        return None
    ends = following is None or following.mark in {*JOINING, Mark.SEMICOLON, Mark.CLOSE} or following.label == "."
    shared = [t.mark for t in sentence.tokens[group.end : group.end + 2]] == [Mark.OPEN, Mark.PERCENT]
    ends = ends or (shared and sentence.tokens[position - 1].mark is Mark.COUNT)  # "58 of 76 everolimus patients (76%)"
    told = following is not None and group.kind == ARMS and following.label in HAVING
    return group._replace(lead="", start=position) if ends or told else None
