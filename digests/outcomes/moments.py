"""Groups that are a time or an occasion: "before", "after the second escalation", "when the interval was shortened".

An occasion behind a group tells it from another of its name: "escalation after progression".
"""

import itertools
import re

from digests.outcomes.endings import end_of_name
from digests.outcomes.kinds import ARMS, PERIOD, SUBGROUPS, TIMES, TREATMENT
from digests.outcomes.lexicon import PROGRESSION
from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import MOVED, Group, named, printed
from digests.outcomes.scan import Sentence
from digests.outcomes.value import is_year

_AFTER = frozenset({"nach", "na", "efter", "po"})
_LONGEST_EVENT = 3  # words
_FAR_VERB = 8
_EARLIEST_YEAR = 1900  # "9 months before 2015"
_BEFORE_EVENT = frozenset("after before upon at on in for by".split())
_WHEN = frozenset("early late earlier later immediately gradually".split())
# What is changed of a treatment.
_ADJUSTED = re.compile(r"(?<!\w)(?:doses?|intervals?|frequency|injections?|schedules?|gaps?|treatment)$")


def occasion(sentence: Sentence, position: int) -> Group | None:
    """Return the group that "when", "if" or "whose" leads to: what was done with its people, or their arm."""
    given = named(sentence, position, position + 1)
    arm = given if given and given.kind == ARMS else None
    return _put_on(sentence, position) or _what_was_done(sentence, position) or arm


_IRREGULAR = frozenset("cut kept put set".split())


def _is_done(word: str) -> bool:
    """Return whether the word says what was done to a treatment: "shortened", "cut"."""
    return word.endswith("ed") or word in _IRREGULAR


def _what_was_done(sentence: Sentence, position: int) -> Group | None:
    """Return "the interval was shortened" after "when"."""
    pronoun = [t.label for t in sentence.tokens[position + 1 : position + 2]] in (["they"], ["it"])
    end = position + 2 if pronoun else end_of_name(sentence, position + 1)
    verb = [t.label for t in sentence.tokens[end : end + 2]]
    done = end > position + 1 and len(verb) > 1 and verb[0] in {"was", "were"} and _is_done(verb[1])
    words = sentence.folded[sentence.tokens[position].end : sentence.tokens[end - 1].end]
    again = words.strip() in {"it", "they"}
    if not done or not (again or _ADJUSTED.search(words) or TREATMENT.fullmatch(words.strip())):
        return None
    end += 2
    onto = sentence.tokens[end : end + 2]
    if [t.label for t in onto[:1]] == ["to"] and any(t.mark is Mark.TIME or t.label == "mg" for t in onto[1:]):
        end += 2
    if [t.label for t in sentence.tokens[end : end + 1]] == ["for"]:
        why = end_of_name(sentence, end + 1)
        end = why if why > end + 1 else end
    return Group(printed(sentence, position + 1, end), ARMS, sentence.tokens[position].label, position, end)


def _put_on(sentence: Sentence, position: int) -> Group | None:
    """Return the "every 21 days" of "whose lanreotide had been moved to every 21 days"."""
    near = range(position + 2, min(position + _FAR_VERB, len(sentence.tokens) - 2))
    moved = next((p for p in near if sentence.tokens[p].label in MOVED), 0)
    led = (
        moved
        and sentence.tokens[moved - 1].label in {"was", "were", "been"}
        and sentence.tokens[moved + 1].label in {"to", "on", "at"}
    )
    group = named(sentence, position, moved + 2) if led else None
    return group._replace(start=position) if group and group.kind == ARMS else None


def moment(sentence: Sentence, position: int) -> Group | None:
    """Return "before", "before 2010", "after the second escalation"; a time by the clock ("after 12 months") is no group."""
    end = end_of_name(sentence, position + 1)
    done = _deed(sentence, end)
    end = done or end
    if [t.label for t in sentence.tokens[end : end + 2]] in (
        ["of", "treatment"],
        ["of", "therapy"],
        ["of", "dose"],
        ["of", "interval"],
    ):
        end += 2
    if [t.label for t in sentence.tokens[end : end + 1]] == ["to"] and _is_dose(sentence, end + 1):
        end += 2
    elif [t.label for t in sentence.tokens[end : end + 1]] == ["to"] and end > position + 1:
        onto = end_of_name(sentence, end + 1)
        drug = onto > end + 1 and TREATMENT.match(sentence.folded, sentence.tokens[end + 1].start)
        end = onto if drug else end
    words = sentence.folded[sentence.tokens[position].start : sentence.tokens[end - 1].end]
    if end == position + 1 < len(sentence.tokens) and is_year(sentence, end):
        return Group(printed(sentence, position, end + 1), TIMES, sentence.tokens[position].label, position, end + 1)
    alone = end == position + 1
    if alone and any(t.mark is Mark.OUTCOME for t in sentence.tokens[end : end + 1]):
        return _around_progression(sentence, position)
    if (
        alone
        or done
        or (sentence.spoken and not any(t.number for t in sentence.tokens[position:end]))
        or TREATMENT.search(words)
        or PERIOD.search(words)
        or re.search(
            r"(?:treatment|therapy|dose|it|first|second|increase|rise|raise|doubling|reduction|change|shortening|start|interval|shortened|(?:after|before) (?:early|late|immediate|delayed)|cycles?|injections?|switch\w{0,3})(?: alone)?$",
            words,
        )
    ):
        name = printed(sentence, position, end)
        return Group(name, TIMES, sentence.tokens[position].label, position, end)
    return None


def _around_progression(sentence: Sentence, position: int) -> Group | None:
    """Return the "before progression" of a sentence that tells of after it as well; "a median of 17.6 months before progression" is none."""
    led = {one.label for one, two in itertools.pairwise(sentence.tokens) if two.label in PROGRESSION}
    told = position == 0 or _follows_value(sentence, position)
    both = told and {"before", "after"} <= led and sentence.tokens[position + 1].label in PROGRESSION
    name = printed(sentence, position, position + 2) if both else ""
    return Group(name, TIMES, sentence.tokens[position].label, position, position + 2) if both else None


def _deed(sentence: Sentence, first: int) -> int:
    """Return where the "had been cut" of "after the interval had been cut" ends, 0 where nothing is said to be done."""
    end = first
    while [t.label for t in sentence.tokens[end : end + 1]] in (["was"], ["were"], ["had"], ["been"]):
        end += 1
    done = end > first and any(_is_done(t.label) for t in sentence.tokens[end : end + 1])
    return end + 1 if done and _ADJUSTED.search(sentence.folded, 0, sentence.tokens[first - 1].end) else 0


def _is_dose(sentence: Sentence, place: int) -> bool:
    """Return whether a dose or an interval stands here: the "40 mg" of "after escalation to 40 mg"."""
    return any(t.label in {"mg", "days", "weeks"} for t in sentence.tokens[place : place + 1])


def after_event(sentence: Sentence, position: int) -> Group | None:
    """Return what a language's "after" leads to, which "at" stands for: "nach Intervallverk\u00fcrzung"; a time by the clock is none."""
    token, following = sentence.tokens[position], sentence.tokens[position + 1 : position + 2]
    after = sentence.spoken and sentence.text[token.start : token.end].lower() in _AFTER
    group = named(sentence, position, position + 1) if after and any(t.mark is Mark.WORD for t in following) else None
    return group._replace(kind=TIMES) if group and group.end - position <= _LONGEST_EVENT else None


def by_the_clock(sentence: Sentence, position: int) -> Group | None:
    """Return the "three months after" of "before 510, three months after 330", of "510 before and 330 three months after the change"."""
    following = sentence.tokens[position + 1 : position + 3]
    if [t.label for t in following[:1]] == ["into"] and _follows_value(sentence, position):
        end = end_of_name(sentence, position + 2)
        return Group(printed(sentence, position, end), TIMES, "", position, end) if end > position + 2 else None
    if [t.label for t in following[:1]] not in (["after"], ["before"], ["later"]):
        return None
    valued = any(
        t.mark in {Mark.NUMBER, Mark.PERCENT} and t.label != "mg" and (t.number or 0) < _EARLIEST_YEAR
        for t in following[1:]
    )
    event = moment(sentence, position + 1) if not valued and _follows_value(sentence, position) else None
    if event is None and not valued and not (following[0].label == "later" and _follows_value(sentence, position)):
        return None
    end = event.end if event else position + 2
    return Group(printed(sentence, position, end), TIMES, "", position, end)


_ASIDE = frozenset({Mark.OPEN, Mark.CLOSE, Mark.SPREAD})
_PER_DAY = frozenset({"per", "a", "day", "daily", "/"})


def _follows_value(sentence: Sentence, position: int) -> bool:
    """Return whether a number stands right before a time, so that the time is no value itself: "4.0 per day one month after"."""
    depth = sentence.tokens[position].depth
    outside = (t for t in reversed(sentence.tokens[:position]) if t.depth == depth and t.mark not in _ASIDE)
    before = next((t for t in outside if t.label not in _PER_DAY), None)
    return before is not None and before.mark in {Mark.NUMBER, Mark.PERCENT}


def with_tails(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups, those that share their noun with another with the words behind it that say which they are."""
    named: list[Group] = []
    for group in found:
        if named and named[-1].end > group.start and named[-1].end >= group.end:
            continue  # it is the tail of the one before
        if named and named[-1].end == group.start and _goes_on(named[-1], group, found):
            named[-1] = _lengthened(sentence, named[-1], group.end)._replace(kind=SUBGROUPS)
        else:
            named.append(_with_tail(sentence, group) if _is_one_of_two(group, found) else group)
    return tuple(named)


def _goes_on(last: Group, group: Group, found: tuple[Group, ...]) -> bool:
    """Return whether the second tells which of two the first is: "grade 2" "with Ki-67 above 10%", "lanreotide" "for more than 2 years"."""
    told = group.kind == SUBGROUPS and group.lead == "with" and sum(one.name == last.name for one in found) > 1
    return told or (group.lead == "for" and group.name.startswith("treated for "))


def _lengthened(sentence: Sentence, group: Group, end: int) -> Group:
    """Return the group with the words behind it, up to a place, in its name."""
    tail = sentence.text[sentence.tokens[group.end].start : sentence.tokens[end - 1].end]
    return group._replace(name=f"{group.name} {tail}", end=end)


def _is_one_of_two(group: Group, found: tuple[Group, ...]) -> bool:
    """Return whether another group is led to and ends alike: "early escalation" and "escalation", "when ..." and "when ..."."""
    noun = _noun(group)
    others = [one for one in found if one.start != group.start and one.lead == group.lead != ""]
    occasions = group.lead in {"when", "if"}
    return group.kind != SUBGROUPS and any(occasions or _noun(one) == noun for one in others)


def _noun(group: Group) -> str:
    return group.name.rpartition(" ")[2].lower()


def _with_tail(sentence: Sentence, group: Group) -> Group:
    led = [t.label for t in sentence.tokens[group.end : group.end + 1]]
    end = group.end + 1 if led and led[0] in _WHEN else 0
    if led and led[0] in _BEFORE_EVENT:
        end = _end(sentence, group.end + 1)
    if not end or not _closes(sentence, end):
        return group
    return _lengthened(sentence, group, end)


def _end(sentence: Sentence, first: int) -> int:
    """Return where the few words of a tail end, 0 where they hold a number."""
    end = end_of_name(sentence, first)
    words = sentence.tokens[first:end]
    if any(t.mark is Mark.OUTCOME and t.label in PROGRESSION for t in sentence.tokens[end : end + 1]):
        return end + 1 if len(words) < _LONGEST_EVENT else 0
    plain = all(t.mark is Mark.WORD for t in words)
    return end if words and plain and len(words) <= _LONGEST_EVENT else 0


_CLOSING = frozenset({".", "was", "were", "had"})


def _closes(sentence: Sentence, end: int) -> bool:
    following = sentence.tokens[end : end + 1]
    return all(t.mark is not Mark.WORD or t.label in _CLOSING for t in following)


_SPAN = re.compile(
    r"(?:between|from) the (?:first|second|third|\w{3,8}th) (?:and|to) (?:the )?(?:\w{3,10} ){1,3}(?:injection|visit|cycle|assessment|scan|dose)s?(?!\w)"
)


def is_of_span(sentence: Sentence, group: Group) -> bool:
    """Return whether the words tell from when to when, "between the first and fourth injection", or since when: "reduced in 54% versus baseline and"."""
    tokens, last = sentence.tokens, sentence.tokens[group.end - 1]
    since = last.label == "baseline" and tokens[group.start].mark is Mark.VERSUS
    told = (
        since and tokens[group.start - 1].mark is Mark.PERCENT and [t.label for t in tokens[group.end :][:1]] == ["and"]
    )
    return told or any(span.start() <= last.start < span.end() for span in _SPAN.finditer(sentence.folded))
