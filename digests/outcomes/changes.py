"""What is measured in each patient: by how much it changed, from what to what, and its levels."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from digests.outcomes.fillers import PEOPLE
from digests.outcomes.levels import differs, levels, reading
from digests.outcomes.lexicon import MEASURED
from digests.outcomes.moving import is_amount, is_move, is_of_dose
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.phrases import Group, covered
from digests.outcomes.scan import Sentence
from digests.outcomes.turns import turns
from digests.outcomes.value import BEFORE, Reading, is_no_value

_BETTER = frozenset("better worse higher".split())
_HEDGES = frozenset(
    "further a an the about approximately only mean average median around some nearly almost up".split()
)
_QUANTITIES = frozenset({Mark.NUMBER, Mark.PERCENT, Mark.TIME})
# "From" in languages in which nothing as short stands for it.
_FROM = frozenset("von da van fran fra od de du".split())
_FAR, _NEAR = 14, 6


def changes(sentence: Sentence, found: tuple[Group, ...]) -> Iterator[Reading]:
    """Yield "fell by 38%", "from 4.2 to 1.1", "was 410 before and 255 after"."""
    outcomes = {token.label for token in sentence.tokens if token.mark is Mark.OUTCOME}
    if not outcomes.isdisjoint(MEASURED):
        yield from _moves(sentence)
        yield from levels(sentence, covered(sentence, found))


def _moves(sentence: Sentence) -> Iterator[Reading]:
    """Yield what a measured outcome changed by, or from and to."""
    subject, in_turn = -1, turns(sentence)
    changed: set[int] = set()  # places of the numbers by which something changed
    for place, token in enumerate(sentence.tokens):
        if token.mark not in {Mark.NUMBER, Mark.PERCENT} or token.number is None:
            continue
        lead = "from" if _begins_move(sentence, place) else _lead(sentence, place)
        if lead == "by":
            subject = in_turn.pop(0) if in_turn else _moved(sentence, place, subject)
            if subject >= 0 and not _is_limit(sentence, place):
                changed.add(place)
                yield reading(sentence, place, subject, "change")
        elif (named := _paired(sentence, place, subject)) >= 0:
            yield from _before_and_after(sentence, place, place + 2, named)
        elif lead == "from" and (end := _end_of_move(sentence, place)):
            subject = in_turn.pop(0) if in_turn else _moved(sentence, place, subject)
            if subject >= 0:
                yield from _before_and_after(sentence, place, end, subject)
        elif subject >= 0 and _said_in(sentence, place) == _NOWHERE and (kind := _goes_on(sentence, place, changed)):
            changed |= {place} if kind == "change" else set()
            subject = in_turn.pop(0) if in_turn and kind == "change" else subject
            yield reading(sentence, place, subject, kind)
        elif (named := _otherwise_moved(sentence, place, lead)) >= 0:
            subject = named
            kept = _stays(sentence, place) or _is_reached(sentence, place)
            yield reading(sentence, place, named, "level" if kept else differs(sentence, place) or "change")


def _goes_on(sentence: Sentence, place: int, changed: set[int]) -> str:
    """Return what is told of the same outcome as before: a "level" that was kept, a "change" beside another; "" for neither."""
    if _stays(sentence, place) or _reaches_too(sentence, place):
        return "level"
    return "change" if _compares(sentence, place, changed) or _is_set_against(sentence, place) else ""


def _stays(sentence: Sentence, place: int) -> bool:
    """Return whether the number is a level that was kept: "but stayed at 5.7% in the monthly group"."""
    before = [t.label for t in sentence.tokens[max(0, place - 3) : place]]
    return before[-1:] == ["at"] and not _STAYING.isdisjoint(before)


def _paired(sentence: Sentence, place: int, subject: int) -> int:
    """Return the place of the outcome of which an arrow or a bracket tells the two levels that begin here, -1 where none does."""
    if subject >= 0 and _is_kept(sentence, place):
        return subject
    return _just_named(sentence, place) if _is_arrow(sentence, place) else -1


def _is_kept(sentence: Sentence, place: int) -> bool:
    """Return whether a bracket opens here with two levels that stayed as they were: "and was unchanged with B (66.0 and 65.1)"."""
    marks = [t.mark for t in sentence.tokens[max(0, place - 1) : place + 4]]
    two = marks in ([Mark.OPEN, Mark.NUMBER, joint, Mark.NUMBER, Mark.CLOSE] for joint in (Mark.AND, Mark.VERSUS))
    before = reversed(sentence.tokens[: place - 1]) if two else ()
    since = itertools.takewhile(lambda t: t.mark not in {Mark.NUMBER, Mark.OUTCOME, Mark.SEMICOLON}, before)
    return not {"change", *_STAYING}.isdisjoint(t.label for t in since)


def _is_reached(sentence: Sentence, place: int) -> bool:
    """Return whether what is measured moved to the number: "stool frequency fell to three a day"."""
    before = sentence.tokens[max(0, place - 3) : place]
    moved = len(before) > 2 and before[0].mark is Mark.OUTCOME and is_move(before[1]) and before[2].label == "to"
    return moved and sentence.tokens[place].mark is Mark.NUMBER and not is_no_value(sentence, place)


def _reaches_too(sentence: Sentence, place: int) -> bool:
    """Return whether it moved to another level in the next group: "and to 18 on 40 mg"."""
    led = [t.label if t.label == "to" else t.mark for t in sentence.tokens[max(0, place - 2) : place]]
    grouped = any(p in sentence.names for p in range(place + 1, place + 1 + len(["per", "day"]) + 1))
    return led in ([Mark.AND, "to"], [Mark.COMMA, "to"]) and grouped and not is_no_value(sentence, place)


_STAYING = frozenset("stayed remained unchanged stable constant held".split())


def _is_set_against(sentence: Sentence, place: int) -> bool:
    """Return whether a change of the same outcome is compared with the one before: "improved by 6.4, against a loss of 2.2"."""
    before = sentence.tokens[max(0, place - 6) : place]
    gained = len(before) > 1 and before[-1].label == "of" and is_move(before[-2])
    return gained and any(t.mark in {Mark.VERSUS, Mark.AND} for t in before)


def _otherwise_moved(sentence: Sentence, place: int, lead: str) -> int:
    """Return the place of the outcome of which a gain "of" the number is told, or that it is so much lower than before; -1."""
    if (
        differs(sentence, place)
        or _stays(sentence, place)
        or _is_reached(sentence, place)
        or _moves_alone(sentence, place)
    ):
        return _measured_before(sentence, place)
    if _is_elided(sentence, place):
        return place - 1
    # As in "29 (56%) of 52".
    of_share = [t.mark for t in sentence.tokens[max(0, place - 2) : place]] == [Mark.CLOSE, Mark.WORD]
    if lead != "of" or of_share or _is_limit(sentence, place) or _is_of_people(sentence, place):
        return -1
    return _gained(sentence, place)


def _moves_alone(sentence: Sentence, place: int) -> bool:
    """Return whether a bracket holds by how many points a score moved: "was unchanged (+0.9 points)", "worsened (+6.1 points; p = 0.04)"."""
    token, opened = sentence.tokens[place], sentence.tokens[place - 1].mark is Mark.OPEN
    signed = sentence.text[token.at[0] - 1 : token.at[0] + 1].strip("(")[:1] in {"+", "-", "\u2212", "\u2013"}
    before = itertools.takewhile(_is_beside_points, reversed(sentence.tokens[: place - 1]))
    said = any(is_move(t) or t.label in _STAYING | {"improved", "worsened"} for t in before)
    return opened and signed and said and token.label.startswith("point")


def _is_beside_points(token: Token) -> bool:
    """Return whether the token may stand between what moved and by how many points: "improved with A (+8 points), but not with B (-1 point)"."""
    return token.mark in _WORDED or token.label.startswith("point")


_WORDED = frozenset({Mark.WORD, Mark.CHANGE, Mark.OUTCOME, Mark.COMMA, Mark.AND, Mark.OPEN, Mark.CLOSE})


def _is_elided(sentence: Sentence, place: int) -> bool:
    """Return whether verb and "by" are left out, which stand before another marker: "CgA fell by 38% and 5-HIAA 21%"."""
    kind, named = sentence.tokens[place].mark, sentence.tokens[max(0, place - 1)]
    joined = place > 3 and sentence.tokens[place - 2].mark is Mark.AND and sentence.tokens[place - 3].mark is kind
    return joined and named.label in MEASURED and kind is Mark.PERCENT and _lead(sentence, place - 3) == "by"


def _measured_before(sentence: Sentence, place: int) -> int:
    named = [p for p in range(place) if sentence.tokens[p].mark is Mark.OUTCOME]
    return named[-1] if named and sentence.tokens[named[-1]].label in MEASURED else -1


def _is_arrow(sentence: Sentence, place: int) -> bool:
    """Return whether an arrow leads to another number: "6.8 \u2192 3.9"."""
    following = sentence.tokens[place + 1 : place + 3]
    return len(following) > 1 and following[0].label == "\u2192" and following[1].number is not None


def _just_named(sentence: Sentence, place: int) -> int:
    """Return the place of the measured outcome right before the number, -1 where none is."""
    before = range(place - 1, max(-1, place - 5), -1)
    named = next((p for p in before if sentence.tokens[p].mark is Mark.OUTCOME), -1)
    return named if named >= 0 and sentence.tokens[named].label in MEASURED else -1


def _compares(sentence: Sentence, place: int, changed: set[int]) -> bool:
    """Return whether the number is compared with a change right before it: "a drop by 64% with A against 18% with B"."""
    kind = sentence.tokens[place].mark
    last = next((p for p in range(place - 1, max(-1, place - _FAR), -1) if sentence.tokens[p].mark is kind), -1)
    joined, led = sentence.tokens[place - 1].mark, _is_led(sentence, place)
    told = joined is Mark.VERSUS or (joined is Mark.AND and (led or last == place - 2))
    told = told or _is_next_of_list(sentence, last, place)
    told = told or (joined is Mark.COMMA and led and place - 2 in sentence.names)  # "by 61% on A, 34% on B"
    told = told and not _is_of_them(sentence, place)
    return told and last >= 0 and (last in changed or _lead(sentence, last) in {"by", "of"})


def _is_led(sentence: Sentence, place: int) -> bool:
    """Return whether a group follows the number, or its spread, at once: "43 in B", "43 \u00b1 9% (q4w)"."""
    spread = any(t.mark is Mark.SPREAD for t in sentence.tokens[place + 1 : place + 2])
    first = place + 1 + spread
    bracket = spread and first in sentence.names
    return bracket or any(t.label in {"with", "on", "in", "at"} for t in sentence.tokens[first : first + 1])


def _is_next_of_list(sentence: Sentence, last: int, place: int) -> bool:
    """Return whether nothing but a comma parts the two numbers, and a comma or the end follows: "by 31%, 25%, and 4%"."""
    between, following = sentence.tokens[last + 1 : place], sentence.tokens[place + 1 : place + 2]
    parted = [t.mark for t in between] in ([Mark.COMMA], [Mark.COMMA, Mark.AND], [Mark.AND])
    goes_on = any(t.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON} or t.label == "." for t in following)
    return last >= 0 and parted and (goes_on or not following)


def _before_and_after(sentence: Sentence, first: int, second: int, subject: int) -> Iterator[Reading]:
    """Yield the two levels, which share the p of their comparison and the unit of the second."""
    before, after = (reading(sentence, place, subject, "level") for place in (first, second))
    shared = replace(before.figure, p=before.figure.p or after.figure.p, unit=before.figure.unit or after.figure.unit)
    yield before._replace(figure=shared, row=f"{before.row}{BEFORE}")
    yield after


def _lead(sentence: Sentence, place: int) -> str:
    """Return the preposition that leads to the number, "" where none does; that of "from a median of 64" is "from"."""
    of = ""
    if is_amount(sentence.tokens, place):
        return "by"
    near = sentence.tokens[max(0, place - 7) : place]
    for before, token in zip(reversed(near[:-1]), reversed(near), strict=False):
        if token.label in {"by", "from"}:
            return "" if before.label in _TOLD else token.label
        if sentence.spoken and token.label in _FROM:
            return "from"
        if token.label == "of" and not of:
            of = "of"
        elif token.label not in _HEDGES and token.mark not in {Mark.MEAN, Mark.MEDIAN, Mark.SIGN}:
            return of
    return of


def _is_of_people(sentence: Sentence, place: int) -> bool:
    """Return whether the number counts people, or all of them: "in eight of eleven patients"."""
    before, after = sentence.tokens[max(0, place - 2) : place], sentence.tokens[place + 1 : place + 2]
    parted = len(before) > 1 and before[0].number is not None and before[1].label == "of"
    return parted or any(token.label in PEOPLE for token in after)


def _is_limit(sentence: Sentence, place: int) -> bool:
    """Return whether the number is one that is to be reached, or was not: "at least 30%", "did not fall by 30%"."""
    moved = next((p for p in (place - 2, place - 3) if p > 0 and is_move(sentence.tokens[p])), 0)
    if not _NEVER.isdisjoint(t.label for t in sentence.tokens[max(0, moved - 3) : moved]):
        return True
    if [t.label for t in sentence.tokens[place + 1 : place + 3]] in (["or", "more"], ["or", "greater"], ["or", "less"]):
        return True
    return any(
        t.label in {"least", "than", "factor", "\u2265", ">", "\u2264", "<"}
        for t in sentence.tokens[max(0, place - 3) : place]
    )


_NEVER = frozenset({"not", "never", "no"})


def _begins_move(sentence: Sentence, place: int) -> bool:
    """Return whether a language tells here from what something went, "by" or "of" left for "from": "a diminué de 38 à 21"."""
    led = sentence.spoken != "" and place > 1 and sentence.tokens[place - 1].label in {"by", "of", "un", "del"}
    following = sentence.tokens[place + 1 : place + 3] if led else ()
    led = (
        len(following) > 1
        and following[0].label in {"a", "at", "to"}
        and following[1].mark is sentence.tokens[place].mark
    )
    return led and any(is_move(t) for t in sentence.tokens[max(0, place - 3) : place])


def _end_of_move(sentence: Sentence, place: int) -> int:
    """Return the place of the second number of "from 4.2 (SD 1) to 1.1", 0 where there is none."""
    depth, words = sentence.tokens[place].depth, 0
    for position in range(place + 1, min(place + _FAR, len(sentence.tokens))):
        token = sentence.tokens[position]
        if token.depth > depth or token.mark in {Mark.OPEN, Mark.CLOSE}:
            continue
        if token.mark in {Mark.NUMBER, Mark.PERCENT}:
            to = {"to", "of", "at", "a"} if sentence.spoken else {"to", "of"}
            return position if sentence.tokens[position - 1].label in to else 0
        words += token.mark is Mark.WORD
        if words > _NEAR or token.mark in {Mark.SEMICOLON, Mark.TIME}:
            return 0
    return 0


def _moved(sentence: Sentence, place: int, subject: int) -> int:
    """Return the place of the outcome that moved, the last one's where the sentence goes on: "and by 0.1 in controls"; -1."""
    verb = -1
    outside = [p for p in range(place) if p not in sentence.names][-_FAR:]
    for position in range(place - 1, min(outside, default=place) - 1, -1):
        token = sentence.tokens[position]
        if token.mark is Mark.OUTCOME:
            # As in "it lowered flushing from 3.4".
            moved = Mark.VERSUS not in sentence.marks and _is_moved_before(sentence, position)
            elided = position == place - 2 and _has_moved_by(sentence, position)
            known = token.label in MEASURED and (verb >= 0 or subject >= 0 or moved or elided)
            return position if known and not _is_risk(sentence, position) else -1
        if token.mark in _QUANTITIES and token.depth == 0 and position < place - 1 and subject >= 0 and verb < 0:
            return subject if not _between(sentence, position, place) else -1
        if verb >= 0 and token.label in {"it", "they"}:
            return subject
        if token.mark is Mark.SEMICOLON:
            return -1
        if verb >= 0 and subject >= 0 and token.mark is Mark.WORD and is_move(token):
            return subject  # "deteriorated by 4.1 points ... and improved by 3.5"
        told = position == place - 2 and token.label in _BETTER  # "was better by 5.2 points"
        if verb < 0 and is_move(token) and is_of_dose(sentence.tokens, position):
            return -1
        if verb < 0 and position not in sentence.names and (told or is_move(token)):
            verb = position
        elif verb >= 0 and token.mark in {Mark.COMMA, Mark.AND} and position < verb - 1 and token.depth == 0:
            return -1
    return -1


def _has_moved_by(sentence: Sentence, end: int) -> bool:
    """Return whether something moved by so much before a place, so that the verb may be left out: "gastrin fell by 63%, and CgA by 48%"."""
    by = (p for p in range(1, end) if sentence.tokens[p].label == "by")
    return any(is_move(token) for p in by for token in sentence.tokens[max(0, p - 2) : p])


def _is_moved_before(sentence: Sentence, position: int) -> bool:
    """Return whether the verb stands before the outcome: "it lowered flushing", in other languages "fell the median CgA"."""
    averaged = {Mark.MEDIAN, Mark.MEAN} if sentence.spoken else set()
    while position > 0 and (
        sentence.tokens[position - 1].mark in averaged or sentence.tokens[position - 1].label in {"de", "den", "det"}
    ):
        position -= 1
    return position > 0 and is_move(sentence.tokens[position - 1])


def _between(sentence: Sentence, first: int, last: int) -> list[Token]:
    """Return the outcomes between two places."""
    return [t for t in sentence.tokens[first:last] if t.mark is Mark.OUTCOME]


def _is_risk(sentence: Sentence, position: int) -> bool:
    """Return whether not the outcome itself but its risk or its dose is told of."""
    before = [t.label for t in sentence.tokens[max(0, position - 3) : position]]
    return bool({"risk", "odds", "hazard", "rate", "incidence", "proportion"}.intersection(before))


_OF_THEM = frozenset(
    "had have has was were of developed experienced reported responded stopped died discontinued".split()
)
_SEEN = frozenset("seen noted observed found recorded measured".split())
# By how many patients, not by how much: "a reduction of 50% was achieved by 39%".
_TOLD = _SEEN | frozenset(
    "achieved reached attained obtained reported experienced described documented shown met perceived".split()
)
_ELSEWHERE, _NOWHERE = -1, -2


def _is_of_them(sentence: Sentence, place: int) -> bool:
    """Return whether the number is a share, of which is told what they had: "fell by 40%, and 12% had gallstones"."""
    behind = sentence.tokens[place + 1 : place + 3]
    seen = any(t.label in _SEEN for t in behind[1:])
    clause = itertools.takewhile(lambda t: t.mark not in {Mark.COMMA, Mark.SEMICOLON}, sentence.tokens[place + 1 :])
    if sentence.tokens[place - 1].mark is Mark.AND and any(t.label == "achieved" for t in clause):
        return True  # ", and 14% with A and 8% with B achieved normalisation"
    return not seen and any(t.label in _OF_THEM or t.mark is Mark.OUTCOME for t in behind[:1])


def _said_in(sentence: Sentence, place: int) -> int:
    """Return the place of the outcome in which so much is gained, "5 points in the QoL score"; of two below 0 where it is in something else, or in nothing."""
    words = itertools.takewhile(lambda t: t.mark is Mark.WORD, sentence.tokens[place + 1 : place + 4])
    labels = [t.label for t in words]
    if "in" not in labels:
        return _NOWHERE
    first = place + 2 + labels.index("in")
    while first < len(sentence.tokens) and sentence.tokens[first].label in _BEFORE_OUTCOME:
        first += 1
    three = sentence.tokens[first : first + 3]
    if not three or first in sentence.names or three[0].number is not None or any(t.label in _WHOM for t in three):
        return _NOWHERE
    return first if sentence.tokens[first].mark is Mark.OUTCOME else _ELSEWHERE


_BEFORE_OUTCOME = frozenset("the a mean median daily number of score scores frequency serum urinary plasma".split())
_WHOM = PEOPLE | frozenset("both all either each those group groups arm arms one two".split())


def _gained(sentence: Sentence, place: int) -> int:
    """Return the place of the outcome of "an improvement of 6.8 points in global health status", -1 where there is none."""
    before = sentence.tokens[max(0, place - 8) : place]
    if not any(is_move(t) for t in before):
        return -1
    said = _said_in(sentence, place)
    if said != _NOWHERE:
        return said if said >= 0 and sentence.tokens[said].label in MEASURED else -1
    inside = [p for p in range(max(0, place - 8), place) if sentence.tokens[p].mark is Mark.OUTCOME]
    if inside:
        return (
            inside[-1] if sentence.tokens[inside[-1]].label in MEASURED and not _is_risk(sentence, inside[-1]) else -1
        )
    for position in range(place + 1, min(place + _NEAR, len(sentence.tokens))):
        token = sentence.tokens[position]
        if token.mark is Mark.OUTCOME:
            led = sentence.tokens[position - 1].label in {"in", "the", "of", "on"}
            return position if led and token.label in MEASURED else -1
        if token.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON}:
            return -1
    return -1
