"""The groups of patients that a sentence names: arms of treatment, subgroups, the same patients before and after.

A group is found by what leads to it ("in", "with", "than", a bracket) and ends where a verb, a value or an outcome begins.
"""

import re

from digests.outcomes.bounds import beyond, interval
from digests.outcomes.kinds import (
    ACTING,
    ARMS,
    ENDING,
    LEADING,
    SUBGROUPS,
    TIMES,
)
from digests.outcomes.led import BESIDE_DOSE, EARLIER, OCCASIONS, WHEN, doses, led, next_number, next_of, ranked
from digests.outcomes.moments import after_event, is_of_span, with_tails
from digests.outcomes.patterns import JOINING, QUANTITIES, Mark, Token
from digests.outcomes.phrases import (
    OF_PEOPLE,
    Group,
    is_fronted,
    named,
    not_done,
    printed,
    tells_again,
    who_did,
)
from digests.outcomes.scan import Sentence
from digests.outcomes.unled import HAVING, beside, is_beside, unled, with_counterparts

_SCHEDULES = re.compile(r"(q\d{1,2}(?:w|d|wk))/(q\d{1,2}(?:w|d|wk))")
_LETTERED = re.compile(r"(?:arm|group|cohort|part) [a-z0-9]", re.IGNORECASE)
_SHORTEST = 2
_LEADS = LEADING | {"by"} | OCCASIONS | WHEN | EARLIER | OF_PEOPLE | BESIDE_DOSE | {"of", "to", "from"}
_BEGINNING = frozenset({Mark.WORD, Mark.NUMBER, Mark.COMPOUND})
_OPENING = frozenset({Mark.SEMICOLON, Mark.COMMA, Mark.AND, Mark.OPEN})


def groups(sentence: Sentence) -> tuple[Group, ...]:
    """Return the groups in the order of the sentence, each once."""
    found: list[Group] = []
    end, before = 0, None
    for position, token in enumerate(sentence.tokens):
        if position >= end and "/" in token.label and (pair := _SCHEDULES.fullmatch(token.label)):
            found += [Group(name, ARMS, "", position, position + 1) for name in pair.groups()]
            end = position + 1
        elif position >= end and found and (other := beyond(sentence, position, found[-1])):
            found, end = [*found, other], other.end
        elif position >= end and (whole := unled(sentence, position)):
            found, end = [*found, *whole], whole[-1].end
        elif position >= end and _may_be_beside(sentence, position) and is_beside(sentence, position):
            chain = _with_next_numbers(sentence, beside(sentence, position))
            found, end = [*found, *chain], chain[-1].end if chain else end
        elif position >= end and (_may_lead(token) or before is None or before.mark in _OPENING or before.label == ":"):
            chain = _chain(sentence, position, found[-1] if found else None)
            found = _lettered(found, chain)
            end = chain[-1].end if chain else end
        before = token
    found = [group for group in found if not is_of_span(sentence, group)]
    return with_tails(sentence, with_counterparts(sentence, tuple(found)))


def _may_be_beside(sentence: Sentence, position: int) -> bool:
    """Return whether no preposition stands here, nor people of whom it is not said what they were assigned to."""
    following = sentence.tokens[position + 1 : position + 2]
    parted = sentence.tokens[position].label in OF_PEOPLE and any(t.label in _PARTED for t in following)
    return parted or sentence.tokens[position].label not in _LEADS


_PARTED = frozenset({"assigned", "allocated", "randomised", "randomized"})


def _with_next_numbers(sentence: Sentence, first: Group | None) -> list[Group]:
    """Return the group with those that go on by a number alone: "patients treated every 14, 21 and 28 days"."""
    chain = [first] if first else []
    while chain and chain[-1].end + 1 < len(sentence.tokens) and sentence.tokens[chain[-1].end].mark in JOINING:
        following = next_number(sentence, chain[-1], chain[-1].end + 1)
        if following is None:
            break
        chain.append(following)
    return chain


def _lettered(found: list[Group], chain: list[Group]) -> list[Group]:
    """Return the groups with those of the chain; what stands in brackets after "arm A" tells what arm A is."""
    if (
        found
        and chain
        and chain[0].lead == "("
        and found[-1].end == chain[0].start
        and _LETTERED.fullmatch(found[-1].name)
    ):
        told = found[-1]._replace(name=f"{found[-1].name} ({chain[0].name})", end=chain[0].end)
        return [*found[:-1], told, *chain[1:]]
    return [*found, *chain]


def _may_lead(token: Token) -> bool:
    return (
        token.label in _LEADS
        or token.label.startswith(("favour", "favor"))
        or token.mark in {Mark.VERSUS, Mark.OPEN, Mark.AND, Mark.TIME}
        or token.label.startswith(("pre", "post", "q"))
    )


def _chain(sentence: Sentence, position: int, last: Group | None) -> list[Group]:
    """Return the groups that begin with the token, more than one where they are listed: "A, B and C"."""
    if listed := doses(sentence, position):
        return listed
    if others := _others(sentence, position, last):
        return [others]
    if pronoun := _pronoun(sentence, position):
        return [pronoun]
    first = (
        after_event(sentence, position)
        or interval(sentence, position)
        or led(sentence, position)
        or ranked(sentence, position)
        or who_did(sentence, position)
        or _labelled(sentence, position, last)
    )
    if first is None:
        return []
    chain = [first]
    while (following := next_of(sentence, chain[-1])) is not None:
        chain.append(following)
    return [_as_one(chain)] if _are_conditions(sentence, chain) else _with_shared_head(chain)


def _are_conditions(sentence: Sentence, chain: list[Group]) -> bool:
    """Return whether the two are what the same patients have: "with Ki-67 <3% and liver burden <25%"; not "Ki-67 <3% and >10%"."""
    if len(chain) != len({"one", "other"}) or Mark.RESPECTIVELY in sentence.marks or chain[1].lead != "and":
        return False
    told = [_CONDITION.match(group.name.lower()) for group in chain]
    things = [
        (match["of"] or match["by"] or "grade") if match else group.name
        for match, group in zip(told, chain, strict=True)
    ]
    apart = not set(things[0].lower().split()) & set(things[1].lower().split())
    return (
        any(told) and apart and all(group.kind == SUBGROUPS or match for group, match in zip(chain, told, strict=True))
    )


_CONDITION = re.compile(
    r"(?:(?:no|low|high|elevated|raised|normal|small|large|extensive) (?P<of>[a-z0-9][a-z0-9 -]{2,40})$|(?P<by>[a-z][a-z0-9 -]{1,30}?) (?:[<>\u2264\u2265]|above|below|over|under|of at|of [<>\u2264\u2265\d])|(?=grade [123] (?:tumours?|nets?|disease)$))"
)


def _as_one(chain: list[Group]) -> Group:
    return chain[0]._replace(name=" and ".join(group.name for group in chain), kind=SUBGROUPS, end=chain[-1].end)


def _pronoun(sentence: Sentence, position: int) -> Group | None:
    """Return the "latter" with which a statement begins: "The latter more often developed gallstones", ", the latter of 12.3 months"."""
    said = [t.label for t in sentence.tokens[position : position + 2]]
    if said not in (["the", "former"], ["the", "latter"]):
        return None
    end = position + 2 + any(t.label in {"group", "arm"} for t in sentence.tokens[position + 2 : position + 3])
    opens = position > 0 and sentence.tokens[position - 1].mark in {Mark.SEMICOLON, *JOINING}
    valued = opens and any(t.label == "one" for t in sentence.tokens[end : end + 1])
    begins = position == 0 or valued or (opens and end < len(sentence.tokens) and _is_subject(sentence, end))
    return Group(said[1], ARMS, "", position, end) if begins else None


def _others(sentence: Sentence, position: int, last: Group | None) -> Group | None:
    """Return those who are left after a group that is named: "in the others", "than the remainder", "versus all other patients"."""
    lead = sentence.tokens[position]
    if last is None or not last.kind or not (lead.label in LEADING or lead.mark is Mark.VERSUS):
        return None
    first = position + 1 + any(t.label in LEADING for t in sentence.tokens[position + 1 : position + 2])
    told = next(
        (p for p in range(first, len(sentence.tokens)) if sentence.tokens[p].label not in {"the", "all"}), first
    )
    said = [t.label for t in sentence.tokens[told : told + 2]]
    of_people = said[:1] in (["other"], ["remaining"]) and not _LEFT.isdisjoint(said[1:])
    if not of_people and (said[:1] not in _REST or (said[0] != "others" and told == first)):
        return None
    end = told + 1 + of_people
    as_printed = said[0] in {"remaining", "remainder"}
    name = printed(sentence, first, end) if as_printed else "the others"
    return Group(name, SUBGROUPS if last.kind == TIMES else last.kind, lead.label, position, end)


_LEFT = frozenset({"patients", "cases", "ones", "tumours", "participants"})
_REST = (["others"], ["rest"], ["remainder"])


def _labelled(sentence: Sentence, position: int, last: Group | None) -> Group | None:
    """Return the group that opens a statement: "Lanreotide, 13.9 months; octreotide, 14.3 months", "Patients on 60 mg had"."""
    before = sentence.tokens[position - 1] if position else None
    listed = before is not None and before.mark in {Mark.COMMA, Mark.AND, Mark.OPEN}
    if before is not None and before.mark is not Mark.SEMICOLON and before.label != ":" and not listed:
        return None
    token, begins = sentence.tokens[position], position <= 1 or is_fronted(sentence, position)
    undone = token.label == "not" and any(t.label.endswith("ed") for t in sentence.tokens[position + 1 : position + 2])
    if token.mark not in _BEGINNING or (token.label in ENDING and not undone):
        return None
    group = not_done(sentence, position - 1, position) if undone else named(sentence, position - 1, position)
    if group is None or group.end >= len(sentence.tokens):
        return None
    following, short = sentence.tokens[group.end], before is not None and group.end - position <= 4
    valued = QUANTITIES | {Mark.MEDIAN} if listed else QUANTITIES  # "and men one of 10.8 months"
    if group.kind and (following.mark in valued or _is_subject(sentence, group.end)):
        return group
    if group.kind == ARMS and before is not None and following.mark is Mark.VERSUS:
        return group
    if listed and short and last is not None and _is_alike(sentence, last, group):
        return group._replace(kind=last.kind)
    told_of = following.label in {"was", "were", "led", "gave"}
    leads = [t.label for t in sentence.tokens[group.end : group.end + 2]] in _LEADING_TO
    compared = group.kind == TIMES and (leads or (told_of and Mark.VERSUS in sentence.marks))
    compared = compared or (group.kind in {ARMS, TIMES} and following.mark is Mark.VERSUS)
    if begins and compared:
        return group._replace(kind=ARMS)  # "escalation was associated with longer OS than no escalation"
    if begins and not group.kind and _is_likened(sentence, position, group):
        return group
    opens = begins and group.kind == ARMS and (following.label in ENDING or _is_listed(sentence, group.end))
    told = not listed and (short or group.kind == ARMS) and following.label in {",", "("}
    dashed = following.label == "-" and sentence.text[following.end : following.end + 1] == " "
    again = group.kind == ARMS and not sentence.tokens[position].depth and Mark.SEMICOLON in sentence.marks
    heads = following.label == ":" or (dashed and group.kind != "")
    headed = group.kind in {ARMS, SUBGROUPS} and _value_behind(sentence, group.end) is not None  # ", 60 mg: 12%"
    heads = heads and (not listed or again or headed) and (short or group.kind != "")
    if heads and not group.kind and tells_again(sentence, group.end):
        return group._replace(kind=SUBGROUPS)
    return group if opens or told or heads else None


_LEADING_TO = (["was", "associated"], ["led", "to"], ["resulted", "in"])


def _is_likened(sentence: Sentence, position: int, group: Group) -> bool:
    """Return whether a name that is no known group's is told with another: "A was associated with longer OS than B", "A and B yielded"."""
    rest = sentence.tokens[group.end :]
    acts = rest[0].label in ACTING or [t.label for t in rest[:2]] in _LEADING_TO[:2]
    against = acts and any(t.label == "than" for t in rest)
    other = next_of(sentence, group) if Mark.RESPECTIVELY in sentence.marks and rest[0].mark is Mark.AND else None
    joint = other is not None and any(t.label in ACTING | HAVING for t in sentence.tokens[other.end : other.end + 1])
    return (against or joint) and group.end - position <= len(["two", "words", "each"])


def _is_listed(sentence: Sentence, position: int) -> bool:
    """Return whether a second arm is joined here, and both are what is told of: "The 60-mg and 30-mg groups had"."""
    joined = sentence.tokens[position].mark is Mark.AND
    other = named(sentence, position, position + 1) if joined and position + 1 < len(sentence.tokens) else None
    following = sentence.tokens[other.end : other.end + 1] if other else ()
    return other is not None and other.kind == ARMS and any(t.label in ENDING | ACTING for t in following)


def _is_alike(sentence: Sentence, last: Group, group: Group) -> bool:
    """Return whether a value follows at once, as one does the group before: "pancreas 5.9 months, other sites 7.7 months"."""
    before, following = (_value_behind(sentence, one.end) for one in (last, group))
    return before is following and following in {Mark.TIME, Mark.PERCENT}


def _value_behind(sentence: Sentence, place: int) -> Mark | None:
    """Return what the value is that stands here or behind a colon here, None where none does."""
    first = place + any(t.label in {":", "="} for t in sentence.tokens[place : place + 1])
    return next((t.mark for t in sentence.tokens[first : first + 1] if t.mark in QUANTITIES), None)


def _is_subject(sentence: Sentence, position: int) -> bool:
    """Return whether what is told of a group begins here: "had a PFS of", "more often had", "were compared with", "and B of 12%"."""
    first, *rest = sentence.tokens[position : position + 3]
    if first.label == "of":
        return any(t.mark in {Mark.TIME, Mark.PERCENT} for t in rest[:1])
    return (
        first.label in HAVING | {"improved"}
        or first.label in ACTING
        or (position > 2 and [first.label, *(t.label for t in rest[:1])] in _LEADING_TO[1:])
        or (first.label in {"was", "were"} and any(t.mark is Mark.VERSUS for t in rest))
    )


def _with_shared_head(chain: list[Group]) -> list[Group]:
    """Return the list, "2" as "grade 2" after "grade 1", all of the kind that one of them shows."""
    kinds = [group.kind for group in chain if group.kind]
    head = chain[0].name.rpartition(" ")[0]
    if kinds:
        chain = [group._replace(kind=group.kind or kinds[-1]) for group in chain]
    return [
        group._replace(name=f"{head} {group.name}") if len(group.name) <= _SHORTEST and head else group
        for group in chain
    ]
