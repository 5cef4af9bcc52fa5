"""The phrase that names a group of patients, by its words and by what leads to it; groups that are named together."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from digests.outcomes.endings import end_of_name
from digests.outcomes.kinds import (
    ARM,
    ARMS,
    DONE,
    ENDING,
    LEADING,
    MOST_COMMON,
    NO_GROUP,
    POPULATION,
    SIDES,
    SUBGROUPS,
    TIMES,
    kind_of,
    name_of,
)
from digests.outcomes.lexicon import word_number
from digests.outcomes.patterns import COMPARING, JOINING, QUANTITIES, Mark, Token
from digests.outcomes.scan import Sentence, whole_words


class Group(NamedTuple):
    """A group with its name as printed; ``kind`` is "arms", "subgroups", "times" or "" where the words do not say."""

    name: str
    kind: str
    lead: str
    start: int  # place of the token that leads to it
    end: int  # place after its last token


OF_PEOPLE = frozenset(
    "users patients those women men subjects participants recipients cases tumours groups arms".split()
)
_BECAUSE = frozenset({"after", "before", "at", "for", "upon"})
_RELATIVE = frozenset({"who", "that", "which"})
_AUXILIARIES = frozenset("was were had have has did been later subsequently eventually ultimately".split())
_HAPPENED = frozenset("progressed died relapsed".split())
# What was done to people before "to 14 days", "at 28 days".
MOVED = frozenset(
    "left kept put maintained remaining remained staying stayed continuing continued moved switched changed shifted raised".split()
)
_OFTEN = frozenset({"weekly", "daily", "monthly"})
_OFTENER = re.compile(r"(?:more|less) frequent (?:injections?|dos)")
_MAINLY = frozenset("mainly mostly including predominantly".split())  # "(mainly stones)" tells no group
# So many tokens may stand between two groups that are compared: "in A was higher than in B".
_FARTHEST = 12


_ENDING_BRACKET = frozenset({Mark.CLOSE, Mark.COMMA, Mark.SEMICOLON, Mark.SIZE})


# The groups that sentences before compare: the last, or the last of so many.
Carried = Callable[[int], tuple[Group, ...]]


def nobody(_size: int) -> tuple[Group, ...]:
    """Return no group, for a sentence that stands alone."""
    return ()


def named(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the group whose name begins at ``first``; None where the words are no name of one."""
    first = _after_count(sentence, first)
    done = first > 0 and sentence.tokens[first - 1].label in _RELATIVE
    first = _after_auxiliaries(sentence, first) if done else first
    if done and any(t.label in _HAPPENED or t.label == "not" for t in sentence.tokens[first : first + 1]):
        return _other_than_those(sentence, lead, first)
    end = _end_of_deed(sentence, first) if done else end_of_name(sentence, first)
    if end == first:
        return _over_people(sentence, lead, first)
    words = printed(sentence, first, end).strip(" .,;:")
    folded = sentence.folded[sentence.tokens[first].start : sentence.tokens[end - 1].end]
    bracketed = lead >= 0 and sentence.tokens[lead].mark is Mark.OPEN
    name = name_of(words) if name_of(folded) and folded != "recipients" else ""
    name = words if bracketed and len(words) == 1 and words.isupper() else name
    name = "on label" if name == "label" and sentence.tokens[first - 1].label == "on" else name
    if name.lower() in MOVED and (moved := _moved_to(sentence, lead, end)):
        return moved
    if not name:
        return _within(sentence, lead, end, folded)
    if bracketed and sentence.tokens[first].label in _MAINLY:
        return None
    if (
        not name.lstrip("([")[:1].isalnum()
        or (MOST_COMMON.search(folded) and not _OFTENER.search(folded))
        or (NO_GROUP.search(folded) and not POPULATION.search(folded))
    ):
        return None
    label = sentence.tokens[lead].label if lead >= 0 else ""
    if sentence.tokens[end : end + 1] and sentence.tokens[end].mark is Mark.OUTCOME and _is_of_outcome(name, label):
        return None
    kind = ARMS if len(name) == 1 else SUBGROUPS if name.lower().partition(" ")[0] in SIDES else kind_of(folded)
    against = lead >= 0 and sentence.tokens[lead].mark is Mark.VERSUS
    if kind == TIMES and (label in {"with", "without"} or (against and name.lower().startswith("no "))):
        kind = ARMS
    if bracketed and not _is_bracket(sentence, first, end) and not (kind and _is_labelling(sentence, end)):
        return None
    group = Group(name, kind, label, max(lead, 0), end)
    return _state(sentence, group) if done else group


def _other_than_those(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return those to whom something was not done; what became of patients is told in parallel: "who later progressed ... who did not"."""
    if sentence.tokens[first].label in _HAPPENED:
        return None
    other = not_done(sentence, lead, first)
    return None if other.end == first + 1 and _became(sentence, first) else other


def _is_of_outcome(name: str, label: str) -> bool:
    """Return whether the words before an outcome tell of it: "weekly flushing episodes", "with better PFS", "for short-acting rescue"."""
    return name.lower() in _OFTEN or (label in {"with", "for"} and not kind_of(name.lower()))


def _state(sentence: Sentence, group: Group) -> Group:
    """Return the group of "who were symptomatic under the standard dose", whose treatment tells of them and not of a value."""
    following = sentence.tokens[group.end].label if group.end < len(sentence.tokens) else ""
    end = end_of_name(sentence, group.end + 1) if not group.kind and following in {"under", "on", "during"} else 0
    if end <= group.end + 1:
        return group
    since = sentence.tokens[group.end].start
    return group._replace(
        name=f"{group.name} {sentence.text[since : sentence.tokens[end - 1].end]}", kind=SUBGROUPS, end=end
    )


def _moved_to(sentence: Sentence, lead: int, end: int) -> Group | None:
    """Return the interval or the treatment that people were moved to or kept on, None where none follows."""
    following = sentence.tokens[end].label if end < len(sentence.tokens) else ""
    if following.partition(" ")[0] not in {"at", "on", "to"}:
        return None
    onto = end + (following in {"at", "on", "to"})
    return _schedule(sentence, lead, onto) or named(sentence, lead, onto)


def _within(sentence: Sentence, lead: int, end: int, folded: str) -> Group | None:
    """Return the group of "the group of ...", "those who ...", of which the words up to ``end`` are no name."""
    following = sentence.tokens[end].label if end < len(sentence.tokens) else ""
    if following not in {*LEADING, *_RELATIVE, "of", "above", "below", "to"}:
        return None
    inner = named(sentence, lead, end + 1)
    if (
        inner
        and kind_of(inner.name.lower()) in {"", TIMES}
        and following in {*_RELATIVE, "of", "to"}
        and (ARM.search(folded) or folded == "recipients")
    ):
        inner = inner._replace(kind=ARMS)
    lead = end if word_number(folded) is not None else lead  # "two in A and five in B" counts those in B
    return inner._replace(start=lead) if inner and lead >= 0 else inner


def _became(sentence: Sentence, end: int) -> bool:
    """Return whether of others it is told before what became of them: "in those who died and in those who did not"."""
    return any(
        one.label in _RELATIVE | _AUXILIARIES and two.label in _HAPPENED
        for one, two in itertools.pairwise(sentence.tokens[:end])
    )


def _after_auxiliaries(sentence: Sentence, first: int) -> int:
    """Return the place of the deed itself after "who": the "escalated" of "were escalated", the "not" of "had not"."""
    while first < len(sentence.tokens) and sentence.tokens[first].label in _AUXILIARIES:
        first += 1
    return first


def not_done(sentence: Sentence, lead: int, first: int) -> Group:
    """Return "not escalated" of "who were not escalated", of "who were not" the mere "not"."""
    end = end_of_name(sentence, first + 1)
    name = printed(sentence, first, end)
    return Group(name, kind_of(name.lower()), sentence.tokens[lead].label if lead >= 0 else "", max(lead, 0), end)


def _end_of_deed(sentence: Sentence, first: int) -> int:
    """Return where what people did ends, with when or why they did it: "who escalated after radiological progression"."""
    end = end_of_name(sentence, first)
    if end == first or end + 1 >= len(sentence.tokens):
        return end
    if given := _what_was_given(sentence, end):
        return given
    if sentence.tokens[end].label not in _BECAUSE:
        return end
    why = end_of_name(sentence, end + 1)
    return why if sentence.tokens[end + 1].mark is Mark.WORD and why > end + 1 else end


def _what_was_given(sentence: Sentence, end: int) -> int:
    """Return where the treatment ends to which a deed leads: "were switched to PRRT", "first received an intensified SSA"; else 0."""
    deed, following = sentence.tokens[end - 1].label, sentence.tokens[end].label
    leads = (deed in MOVED and following == "to") or (
        deed in {"received", "started"} and following in {"a", "an", "the"}
    )
    given = end_of_name(sentence, end + 1) if leads else 0
    return given if given > end + 1 else 0


def _schedule(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the interval or the dose that people were moved to: "those moved to 14 days"."""
    token = sentence.tokens[first] if first < len(sentence.tokens) else None
    if token is None or token.mark not in {Mark.TIME, Mark.NUMBER, Mark.MILESTONE} or not token.label:
        return None
    printed_as = sentence.text[token.start : token.end].removeprefix("at ")
    return Group(printed_as, ARMS, sentence.tokens[lead].label, max(lead, 0), first + 1)


def printed(sentence: Sentence, first: int, end: int) -> str:
    """Return the words between two places as printed."""
    return whole_words(sentence, sentence.tokens[first].start, sentence.tokens[end - 1].end)


def _after_count(sentence: Sentence, first: int) -> int:
    """Return the place after how many people are told of: "275 patients", "the 64 patients", the "the 38" of "the 38 escalated"."""
    number = first + (sentence.tokens[first].label == "the" if first < len(sentence.tokens) else 0)
    if counts_people(sentence, number):
        return number + 2
    two = sentence.tokens[number : number + 2]
    counted = len(two) > 1 and two[0].mark is Mark.NUMBER and not two[0].label and two[1].mark is Mark.WORD
    done = counted and (number > first or two[1].label in MOVED or two[1].label.endswith("ed"))
    return number + 1 if done else first


def counts_people(sentence: Sentence, first: int) -> bool:
    """Return whether a number of patients stands before the name: "in 275 patients allocated lanreotide"."""
    two = sentence.tokens[first : first + 2]
    return len(two) == 2 and two[0].mark is Mark.NUMBER and not two[0].label and two[1].label in OF_PEOPLE


def _over_people(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the group of "with patients on", of which the lead stands twice: "than with"."""
    again = first < len(sentence.tokens) and sentence.tokens[first].label in LEADING
    inner = named(sentence, first, first + 1) if again else None
    return inner._replace(start=lead) if inner and lead >= 0 else inner


def _is_bracket(sentence: Sentence, first: int, end: int) -> bool:
    """Return whether the name in a bracket ends as one: "(A)", "(A, n = 12)", "(A vs B)"; "(378 mg vs 466 mg)" are values."""
    following = sentence.tokens[end].mark if end < len(sentence.tokens) else None
    beside = first > 1 and sentence.tokens[first - 2].mark in {Mark.PERCENT, Mark.TIME}  # "5% (60 mg vs 30 mg)"
    compares = following in COMPARING and (end > first + 1 or beside or sentence.tokens[first].mark is Mark.WORD)
    return compares or following in _ENDING_BRACKET


def _is_labelling(sentence: Sentence, end: int) -> bool:
    """Return whether the name of a group in brackets leads to its value: "(high dose 14%, ...)", "(depot: 38%; ...)"."""
    following = sentence.tokens[end : end + 2]
    colon = any(t.label in {":", "="} for t in following[:1])
    if colon and [t.mark for t in sentence.tokens[end + 1 : end + 3]] == [Mark.NUMBER, Mark.VERSUS]:
        return True
    return any(t.mark in {Mark.PERCENT, Mark.TIME, Mark.COUNT} for t in following[colon : colon + 1])


def who_did(sentence: Sentence, position: int) -> Group | None:
    """Return "doubled their octreotide" of "patients who doubled their octreotide lived ..."."""
    if sentence.tokens[position].label not in OF_PEOPLE or [
        t.label for t in sentence.tokens[position + 1 : position + 2]
    ] != ["who"]:
        return None
    first = _after_auxiliaries(sentence, position + 2)
    end = _end_of_deed(sentence, first)
    words = sentence.text[sentence.tokens[first].start : sentence.tokens[end - 1].end] if end > first else ""
    kind = ARMS if DONE.match(words.lower()) else kind_of(words.lower())
    group = _state(sentence, Group(name_of(words) or words, kind, "who", position, end)) if words else None
    return group if group and group.kind else None


def joins(token: Token) -> bool:
    """Return whether the token joins two names of a list."""
    return token.mark in JOINING or (token.mark is Mark.SEMICOLON and token.depth > 0)


def lists(found: tuple[Group, ...], sentence: Sentence) -> Iterator[tuple[Group, ...]]:
    """Yield the groups that are named together, two or more: "with A than with B", "in the A, B and C groups"."""
    run: list[Group] = []
    for group in found:
        if run and not _joined(sentence, run[-1], group):
            yield from [tuple(run)] if len(run) > 1 else []
            run = []
        run.append(group)
    if len(run) > 1:
        yield tuple(run)


def _joined(sentence: Sentence, first: Group, second: Group) -> bool:
    if first.end == second.end:
        return True
    between = sentence.tokens[first.end : second.start + bool(second.lead)]
    if any(t.label in {"or", "and/or"} for t in between):
        return False
    if any(t.mark is Mark.VERSUS for t in between) and not any(t.mark in QUANTITIES for t in between):
        return len(between) <= _FARTHEST
    between = tuple(t for t in between if t.mark not in _SIZED)
    if [t.label for t in between if t.label not in LEADING] == ["as"]:
        return True  # "twice as high with A as with B"
    words = [t for t in between if not joins(t) and t.label not in {*LEADING, *OF_PEOPLE, second.lead, "without"}]
    return not words and any(joins(t) for t in between)


# "40 mg (n = 26) and 60 mg (n = 19)".
_SIZED = frozenset({Mark.OPEN, Mark.CLOSE, Mark.SIZE})


def covered(sentence: Sentence, found: tuple[Group, ...]) -> frozenset[int]:
    """Return the places of the tokens that belong to groups, and of the one that joins two groups."""
    inside = frozenset(itertools.chain.from_iterable(range(group.start, group.end) for group in found))
    between = (one.end for one, other in itertools.pairwise(found) if other.start == one.end + 1)
    return inside | {place for place in between if sentence.tokens[place].mark in COMPARING}


_NUMBERS = frozenset(
    {Mark.NUMBER, Mark.TIME, Mark.PERCENT, Mark.COMPOUND, Mark.COUNT, Mark.OUTCOME, Mark.MEDIAN, Mark.MEAN}
)


def without_names(sentence: Sentence, found: tuple[Group, ...]) -> Sentence:
    """Return the sentence with the numbers and markers in the names of groups as words: the 60 of "with 60 mg" is no value."""
    inside = covered(sentence, found)
    named_in = [p for p in inside if sentence.tokens[p].mark in _NUMBERS]
    tokens = list(sentence.tokens)
    for place in named_in:
        token = tokens[place]
        tokens[place] = token._replace(mark=Mark.WORD, label=sentence.folded[token.start : token.end])
    return replace(sentence, tokens=tuple(tokens), names=inside)


def is_fronted(sentence: Sentence, position: int) -> bool:
    """Return whether nothing but where all was seen stands before: "In the matched cohort, escalation was"."""
    before = sentence.tokens[:position]
    plain = all(t.mark is Mark.WORD and t.label not in ENDING for t in before[1:-1])
    adjusted = [t.label for t in before[:2]] in (["after", "matching"], ["after", "adjustment"], ["after", "weighting"])
    led = adjusted or before[0].label in {"in", "among"}
    return led and len(before) <= _LONGEST_FRONT and before[-1].mark is Mark.COMMA and plain


_LONGEST_FRONT = 7


def tells_again(sentence: Sentence, place: int) -> bool:
    """Return whether an outcome that is told behind a head is told again behind a later one: "A: ORR 4%; B: ORR 0%"."""
    parted = [p for p in range(place, len(sentence.tokens)) if sentence.tokens[p].mark is Mark.SEMICOLON]
    earlier = [p for p in range(place) if sentence.tokens[p].mark is Mark.SEMICOLON]
    end = parted[0] if parted else len(sentence.tokens)
    told = {t.label for t in sentence.tokens[place:end] if t.mark is Mark.OUTCOME}
    others = (*sentence.tokens[end:], *sentence.tokens[: earlier[-1] if earlier else 0])
    return any(t.mark is Mark.OUTCOME and t.label in told for t in others)
