"""The groups of patients that a sentence names: arms of treatment, subgroups, the same patients before and after.

A group is found by what leads to it ("in", "with", "than", a bracket) and ends where a verb, a value or an outcome begins.
"""

import itertools
import re

from digests.outcomes.bounds import beyond, dosed, interval
from digests.outcomes.kinds import (
    ACTING,
    ARMS,
    BESIDE_MOMENT,
    ENDING,
    LEADING,
    LETTERED,
    SUBGROUPS,
    TIMES,
    is_treatment,
)
from digests.outcomes.moments import after_event, by_the_clock, is_of_span, moment, occasion, with_tails
from digests.outcomes.patterns import JOINING, QUANTITIES, Mark, Token
from digests.outcomes.phrases import (
    OF_PEOPLE,
    Group,
    counts_people,
    is_fronted,
    joins,
    named,
    not_done,
    printed,
    tells_again,
    who_did,
)
from digests.outcomes.scan import Sentence
from digests.outcomes.unled import HAVING, beside, is_beside, is_bracket_of_value, unled, with_counterparts

_BESIDE_DOSE = frozenset({"at", "above", "below"})
_WHEN = frozenset("before after following during".split())
# "Before" and "after" where nothing as short stands for them.
_EARLIER = frozenset("avant antes prima dopo vor innan".split())
_SCHEDULES = re.compile(r"(q\d{1,2}(?:w|d|wk))/(q\d{1,2}(?:w|d|wk))")
_LETTERED = re.compile(r"(?:arm|group|cohort|part) [a-z0-9]", re.IGNORECASE)
_SCHEDULE = re.compile(r"q\d{1,2}(?:w|d|wk|weeks?)")
_SHORTEST = 2
_EVERY = "every"
_OCCASIONS = frozenset({"when", "if", "whose", "whom"})
_LEADS = LEADING | {"by"} | _OCCASIONS | _WHEN | _EARLIER | OF_PEOPLE | _BESIDE_DOSE | {"of", "to", "from"}
_BEGINNING = frozenset({Mark.WORD, Mark.NUMBER, Mark.COMPOUND})
_CONFINED = frozenset({"confined", "limited", "restricted"})
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
    if doses := _doses(sentence, position):
        return doses
    if last is not None and last.kind and _are_the_others(sentence, position):
        end = position + 2 + (sentence.tokens[position + 1].label == "the")
        remaining = sentence.tokens[end - 1].label == "remaining"
        name = printed(sentence, position + 1, end + 1) if remaining else "the others"
        return [Group(name, last.kind, sentence.tokens[position].label, position, end + remaining)]
    if pronoun := _pronoun(sentence, position):
        return [pronoun]
    first = (
        after_event(sentence, position)
        or interval(sentence, position)
        or _led(sentence, position)
        or _ranked(sentence, position)
        or who_did(sentence, position)
        or _labelled(sentence, position, last)
    )
    if first is None:
        return []
    chain = [first]
    while (following := _next(sentence, chain[-1])) is not None:
        chain.append(following)
    return _with_shared_head(chain)


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


def _are_the_others(sentence: Sentence, position: int) -> bool:
    """Return whether "in the others" or the like stands here, after a group that is named."""
    said = [t.label for t in sentence.tokens[position : position + 4]]
    if sentence.tokens[position].mark is Mark.VERSUS and said[1:2] in (["others"], ["other"]):
        return said[1] == "others"
    return (
        len(said) > 2
        and said[0] in LEADING
        and said[1] == "the"
        and (said[2:3] in (["others"], ["rest"], ["remainder"]) or said[2:] in _REMAINING)
    )


_REMAINING = (["remaining", "patients"], ["remaining", "cases"], ["remaining", "ones"])


def _doses(sentence: Sentence, position: int) -> list[Group]:
    """Return the doses of "with 20, 30 and 60 mg", "and octreotide 20, 30 and 60 mg", [] where no such list is led to."""
    if sentence.tokens[position].label not in {*LEADING, "after", "at", "and"}:
        return []
    first = position + 1
    first += any(is_treatment(t.label) for t in sentence.tokens[first : first + 1] if t.mark is Mark.WORD)
    listed = list(itertools.takewhile(lambda t: t.mark in _LISTED, sentence.tokens[first:]))
    numbers = [p for p, t in enumerate(listed, first) if t.mark is Mark.NUMBER]
    last = numbers[-1] if len(numbers) > 1 else -1
    if last < 0 or sentence.tokens[last].label != "mg" or any(sentence.tokens[p].label for p in numbers[:-1]):
        return []
    lead = sentence.tokens[position].label
    starts = [position, *(p - 1 for p in numbers[1:])]
    names = [f"{sentence.text[slice(*sentence.tokens[p].at)]} mg" for p in numbers]
    return [Group(name, ARMS, lead, start, p + 1) for name, start, p in zip(names, starts, numbers, strict=True)]


_LISTED = frozenset({Mark.NUMBER, Mark.COMMA, Mark.AND})


def _led(sentence: Sentence, position: int) -> Group | None:
    token = sentence.tokens[position]
    if token.label in _WHEN or (sentence.spoken and token.label in _EARLIER):
        return moment(sentence, position)
    if _SCHEDULE.fullmatch(token.label):
        return Group(sentence.text[token.start : token.end], ARMS, "", position, position + 1)
    if token.mark is Mark.TIME:
        return by_the_clock(sentence, position)
    if token.label in _OCCASIONS:
        return occasion(sentence, position)
    if BESIDE_MOMENT.fullmatch(token.label) and not _is_of_level(sentence, position + 1):
        return Group(sentence.text[token.start : token.end], TIMES, token.label, position, position + 1)
    if token.label in _BESIDE_DOSE:
        return dosed(sentence, position)
    if token.mark is Mark.AND:
        joined = named(sentence, position, position + 1)
        opened = joined is not None and joined.kind != "" and joined.end < len(sentence.tokens)
        return joined if opened and joined and sentence.tokens[joined.end].mark is Mark.OPEN else None
    if token.mark is Mark.VERSUS and _compares_values(sentence, position):
        return None
    if (
        token.label in LEADING
        or token.label.startswith(("favour", "favor"))
        or token.mark in {Mark.VERSUS, Mark.OPEN}
        or (token.label == "of" and _of_people(sentence, position))
        or (token.label == "from" and any(t.label in LETTERED for t in sentence.tokens[position + 1 : position + 6]))
        or (token.label == "to" and position > 0 and sentence.tokens[position - 1].label in _CONFINED)
    ):
        group = named(sentence, position, position + 1)
        whole = token.label == "of" and counts_people(sentence, position + 1)
        return group._replace(start=position + 2) if group and whole else group
    return None


def _is_of_level(sentence: Sentence, position: int) -> bool:
    """Return whether a level follows, with which another is compared: "25% below the pretreatment value"."""
    return any(t.label in {"value", "values", "level", "levels"} for t in sentence.tokens[position : position + 1])


def _ranked(sentence: Sentence, position: int) -> Group | None:
    """Return the next of "longest in ileal tumours (13.7 months), followed by rectal tumours (9.0 months)"."""
    followed = position > 0 and [t.label for t in sentence.tokens[position - 1 : position + 1]] == ["followed", "by"]
    group = named(sentence, position, position + 1) if followed else None
    return group if group and group.kind else None


def _compares_values(sentence: Sentence, position: int) -> bool:
    """Return whether two values stand around: "81 mcg vs 114 mcg" are no arms."""
    beside = (*sentence.tokens[max(0, position - 1) : position], *sentence.tokens[position + 1 : position + 2])
    return [t.mark for t in beside] == [Mark.NUMBER, Mark.NUMBER]


def _of_people(sentence: Sentence, position: int) -> bool:
    """Return whether those are told of: "patients of the A group", "12% of the A arm", "Of controls"."""
    before = sentence.tokens[position - 1] if position else None
    beside = before is None or before.label in OF_PEOPLE or before.mark in {Mark.PERCENT, Mark.COUNT, Mark.SEMICOLON}
    counted = any(t.number is not None for t in sentence.tokens[position + 1 : position + 2])
    closed = before is not None and before.mark is Mark.CLOSE and is_bracket_of_value(sentence, position - 1)
    if beside or (closed and (not counted or counts_people(sentence, position + 1))):
        return True
    told = before is not None and (before.mark is Mark.OUTCOME or before.label == "that")
    group = named(sentence, position, position + 1) if told else None
    return group is not None and group.kind != ""


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
    other = _next(sentence, group) if Mark.RESPECTIVELY in sentence.marks and rest[0].mark is Mark.AND else None
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


def _next(sentence: Sentence, last: Group) -> Group | None:
    """Return the next group of a list, led anew or not: "with A and with B", "the C3 and C6 groups", "(A) than B"."""
    tokens, position = sentence.tokens, last.end
    while position < len(tokens) and joins(tokens[position]) and position - last.end < 2:
        position += 1
    if position == last.end or position >= len(tokens):
        return None
    if by_number := next_number(sentence, last, position):
        return by_number
    letter = sentence.text[tokens[position].start : tokens[position].end]
    if len(letter) == len(last.name.split()[-1]) == 1 and letter.isupper():
        return Group(letter, last.kind, "", position, position + 1)
    if tokens[position].label in LEADING or tokens[position].label in _WHEN or (tokens[position].label == "of"):
        led = _led(sentence, position)
        return led if led and led.kind == last.kind else None
    group = named(sentence, position - 1, position)
    return group if group is not None and _ends_name(sentence, group) else None


def next_number(sentence: Sentence, last: Group, position: int) -> Group | None:
    """Return the next of "every 14, 21 and 28 days", of which the last alone has the unit."""
    token, before = sentence.tokens[position], sentence.tokens[last.end - 1]
    bare = before.mark is Mark.NUMBER and not before.label and sentence.tokens[last.end - 2].label == "every"
    goes_on = last.lead == _EVERY or bare
    if not goes_on or token.mark not in {Mark.NUMBER, Mark.TIME} or (token.mark is Mark.NUMBER and token.label):
        return None
    printed_as = sentence.text[token.start : token.end]
    return Group(f"every {printed_as}", ARMS, _EVERY, position - 1, position + 1)


def _ends_name(sentence: Sentence, group: Group) -> bool:
    """Return whether the words end as a name does and not as the subject of a statement: "and nobody stopped"."""
    if group.end >= len(sentence.tokens):
        return True
    following = sentence.tokens[group.end]
    return (
        group.kind != ""
        or following.mark in {*JOINING, Mark.RESPECTIVELY, Mark.OPEN, Mark.CLOSE}
        or following.label in {"was", "were", ".", ":", "="}
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
