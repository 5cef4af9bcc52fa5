"""The groups to which a preposition, a bracket or "versus" leads, and those that go on a list of them."""

import itertools
import re

from digests.outcomes.bounds import dosed
from digests.outcomes.kinds import ARMS, BESIDE_MOMENT, LEADING, LETTERED, TIMES, is_treatment
from digests.outcomes.moments import by_the_clock, moment, occasion
from digests.outcomes.patterns import JOINING, Mark
from digests.outcomes.phrases import OF_PEOPLE, Group, counts_people, joins, named
from digests.outcomes.scan import Sentence
from digests.outcomes.unled import is_bracket_of_value

BESIDE_DOSE = frozenset({"at", "above", "below"})
WHEN = frozenset("before after following during".split())
# "Before" and "after" where nothing as short stands for them.
EARLIER = frozenset("avant antes prima dopo vor innan".split())
_SCHEDULE = re.compile(r"q\d{1,2}(?:w|d|wk|weeks?)")
_EVERY = "every"
OCCASIONS = frozenset({"when", "if", "whose", "whom"})
_CONFINED = frozenset({"confined", "limited", "restricted"})


def doses(sentence: Sentence, position: int) -> list[Group]:
    """Return the doses of "with 20, 30 and 60 mg", "and octreotide 20, 30 and 60 mg", [] where no such list is led to."""
    if sentence.tokens[position].label not in {*LEADING, "after", "at", "and"}:
        return []
    first = position + 1 + _before_list(sentence, position + 1)
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


def _before_list(sentence: Sentence, first: int) -> int:
    """Return how many words of "monthly doses of" stand before a list of doses."""
    said = [t.label for t in sentence.tokens[first : first + 3]]
    often = said[:1] != [] and said[0].endswith("ly")
    return often + 2 if said[often : often + 2] in (["doses", "of"], ["dosages", "of"]) else 0


_LISTED = frozenset({Mark.NUMBER, Mark.COMMA, Mark.AND})


def led(sentence: Sentence, position: int) -> Group | None:
    """Return the group to which the token leads: "in", "before", "versus", "every", a bracket; None where it leads to none."""
    token = sentence.tokens[position]
    if token.label in WHEN or (sentence.spoken and token.label in EARLIER):
        return moment(sentence, position)
    if _SCHEDULE.fullmatch(token.label):
        return Group(sentence.text[token.start : token.end], ARMS, "", position, position + 1)
    if token.mark is Mark.TIME:
        return by_the_clock(sentence, position)
    if token.label in OCCASIONS:
        return occasion(sentence, position)
    if BESIDE_MOMENT.fullmatch(token.label) and not _is_of_level(sentence, position + 1):
        return Group(sentence.text[token.start : token.end], TIMES, token.label, position, position + 1)
    if token.label in BESIDE_DOSE:
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


def ranked(sentence: Sentence, position: int) -> Group | None:
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


def next_of(sentence: Sentence, last: Group) -> Group | None:
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
    if tokens[position].label in LEADING or tokens[position].label in WHEN or (tokens[position].label == "of"):
        another = led(sentence, position)
        return another if another and another.kind == last.kind else None
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
