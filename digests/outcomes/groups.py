"""The groups of patients that a sentence names: arms of treatment, subgroups, the same patients before and after.

A group is found by what leads to it ("in", "with", "than", a bracket) and ends where a verb, a value or an outcome begins.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from digests.outcomes.kinds import (
    ARMS,
    BESIDE_MOMENT,
    DONE,
    MOST_COMMON,
    NO_GROUP,
    PERIOD,
    TIMES,
    TREATMENT,
    kind_of,
    name_of,
)
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token


class Group(NamedTuple):
    """A group with its name as printed; ``kind`` is "arms", "subgroups", "times" or "" where the words do not say."""

    name: str
    kind: str
    lead: str
    start: int  # place of the token that leads to it
    end: int  # place after its last token


_LEADING = frozenset("for in with on among between under receiving taking".split())
_BESIDE_DOSE = frozenset({"at", "above", "below"})
OF_PEOPLE = frozenset("patients those women men subjects participants recipients cases tumours groups arms".split())
_WHEN = frozenset("before after following during".split())
_ENDING = frozenset(
    "lived was were is are be been had have has reached at by of from over when where which that who did does showed achieved experienced "
    "as to on in for with among than between under before after during following receiving taking respectively per "
    "occurred reported seen observed improved progressed died responded developed required remained underwent stopped fell rose dropped "
    "decreased discontinued withdrew worsened resolved noted recorded compared they there this these its no not only".split()
)
# Numbers are parts of a name after these: "grade 1", "arm 2", "Ki-67 above 5%", "every 14 days".
_NUMBERED = frozenset("grade grades arm arms group cohort stage part period g ki-67 ki67 aged age dose doses".split())
_MEASURED = frozenset(
    "every each q above below over under exceeding than < > \u2265 \u2264 least most age aged - ki-67 ki67".split()
)
_HAVING = frozenset("had showed achieved experienced reached lived more less gave yielded".split())
# What a marker in the name of a group is: "with raised CgA".
_MARKERS = frozenset({"CgA", "5-HIAA"})
_LEVELS = frozenset("raised elevated high higher low lower normal increased abnormal".split())
_LETTERED = frozenset({"arm", "group", "cohort", "part"})
_DOSES = frozenset("mg g mcg kg ug \u00b5g injections".split())
_LONGEST, _SHORTEST = 10, 2
_LEADS = _LEADING | _WHEN | OF_PEOPLE | _BESIDE_DOSE | {"of"}
_BEGINNING = frozenset({Mark.WORD, Mark.NUMBER, Mark.COMPOUND})
_OPENING = frozenset({Mark.SEMICOLON, Mark.COMMA, Mark.AND, Mark.OPEN})
_JOINING = frozenset({Mark.AND, Mark.COMMA, Mark.VERSUS})
_COMPARING = frozenset({Mark.AND, Mark.VERSUS})
_ENDING_BRACKET = frozenset({Mark.CLOSE, Mark.COMMA, Mark.SEMICOLON, Mark.SIZE})
# So many tokens may stand between two groups that are compared: "in A was higher than in B".
_FARTHEST = 12
_QUANTITIES = frozenset({Mark.PERCENT, Mark.TIME, Mark.COUNT, Mark.OPEN_ENDED, Mark.NUMBER})


def groups(sentence: Sentence) -> tuple[Group, ...]:
    """Return the groups in the order of the sentence, each once."""
    found: list[Group] = []
    end, before = 0, None
    for position, token in enumerate(sentence.tokens):
        if position >= end and (_may_lead(token) or before is None or before.mark in _OPENING or before.label == ":"):
            chain = _chain(sentence, position)
            found += chain
            end = chain[-1].end if chain else end
        before = token
    return tuple(found)


def _may_lead(token: Token) -> bool:
    return (
        token.label in _LEADS
        or token.mark in {Mark.VERSUS, Mark.OPEN, Mark.AND}
        or token.label.startswith(("pre", "post"))
    )


def _chain(sentence: Sentence, position: int) -> list[Group]:
    """Return the groups that begin with the token, more than one where they are listed: "A, B and C"."""
    first = _led(sentence, position) or _who(sentence, position) or _labelled(sentence, position)
    if first is None:
        return []
    chain = [first]
    while (following := _next(sentence, chain[-1])) is not None:
        chain.append(following)
    return _with_shared_head(chain)


def _led(sentence: Sentence, position: int) -> Group | None:
    token = sentence.tokens[position]
    if token.label in _WHEN:
        return _moment(sentence, position)
    if BESIDE_MOMENT.fullmatch(token.label):
        return Group(sentence.text[token.start : token.end], TIMES, token.label, position, position + 1)
    if token.label in _BESIDE_DOSE:
        named = _named(sentence, position, position + 1)
        return named if named and named.kind == ARMS else None
    if token.mark is Mark.AND:
        joined = _named(sentence, position, position + 1)
        opened = joined is not None and joined.kind != "" and joined.end < len(sentence.tokens)
        return joined if opened and joined and sentence.tokens[joined.end].mark is Mark.OPEN else None
    if (
        token.label in _LEADING
        or token.mark in {Mark.VERSUS, Mark.OPEN}
        or (token.label == "of" and _of_people(sentence, position))
    ):
        return _named(sentence, position, position + 1)
    return None


def _of_people(sentence: Sentence, position: int) -> bool:
    """Return whether those are told of: "patients of the A group", "12% of the A arm", "Of controls"."""
    before = sentence.tokens[position - 1] if position else None
    return before is None or before.label in OF_PEOPLE or before.mark in {Mark.PERCENT, Mark.COUNT}


def _moment(sentence: Sentence, position: int) -> Group | None:
    """Return "before", "after the second escalation"; a time by the clock ("after 12 months") is no group."""
    end = _end(sentence, position + 1)
    words = sentence.folded[sentence.tokens[position].start : sentence.tokens[end - 1].end]
    alone = end == position + 1
    if (
        alone
        or TREATMENT.search(words)
        or PERIOD.search(words)
        or re.search(
            r"(?:treatment|therapy|dose|it|first|second|increase|reduction|change|shortening|start|switch\w{0,3})$",
            words,
        )
    ):
        name = sentence.text[sentence.tokens[position].start : sentence.tokens[end - 1].end]
        return Group(name, TIMES, sentence.tokens[position].label, position, end)
    return None


def _who(sentence: Sentence, position: int) -> Group | None:
    """Return "doubled their octreotide" of "patients who doubled their octreotide lived ..."."""
    if sentence.tokens[position].label not in OF_PEOPLE or [
        t.label for t in sentence.tokens[position + 1 : position + 2]
    ] != ["who"]:
        return None
    end = _end(sentence, position + 2)
    words = (
        sentence.text[sentence.tokens[position + 2].start : sentence.tokens[end - 1].end] if end > position + 2 else ""
    )
    kind = ARMS if DONE.match(words.lower()) else kind_of(words.lower())
    return Group(name_of(words), kind, "who", position, end) if kind and name_of(words) else None


def _labelled(sentence: Sentence, position: int) -> Group | None:
    """Return the group that opens a statement: "Lanreotide, 13.9 months; octreotide, 14.3 months", "Patients on 60 mg had"."""
    before = sentence.tokens[position - 1] if position else None
    listed = before is not None and before.mark in {Mark.COMMA, Mark.AND, Mark.OPEN}
    if before is not None and before.mark is not Mark.SEMICOLON and before.label != ":" and not listed:
        return None
    token = sentence.tokens[position]
    if token.mark not in _BEGINNING or token.label in _ENDING:
        return None
    group = _named(sentence, position - 1, position)
    if group is None or group.end >= len(sentence.tokens):
        return None
    following, short = sentence.tokens[group.end], before is not None and group.end - position <= 4
    if group.kind and (following.mark in _QUANTITIES or _is_subject(sentence, group.end)):
        return group
    opens = position <= 1 and group.kind == ARMS and following.label in _ENDING
    told = not listed and (short or group.kind == ARMS) and following.label in {",", "("}
    heads = not listed and (short or group.kind != "") and following.label == ":"
    return group if opens or told or heads else None


def _is_subject(sentence: Sentence, position: int) -> bool:
    """Return whether what is told of a group begins here: "had a PFS of", "more often had", "were compared with", "and B of 12%"."""
    first, *rest = sentence.tokens[position : position + 3]
    if first.label == "of":
        return any(t.mark in {Mark.TIME, Mark.PERCENT} for t in rest[:1])
    return first.label in _HAVING or (first.label in {"was", "were"} and any(t.mark is Mark.VERSUS for t in rest))


def _named(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the group whose name begins at ``first``; None where the words are no name of one."""
    first += 2 * _counts_people(sentence, first)
    end = _end(sentence, first)
    if end == first:
        return _over_people(sentence, lead, first)
    words = sentence.text[sentence.tokens[first].start : sentence.tokens[end - 1].end].strip(" .,;:")
    following = sentence.tokens[end].label if end < len(sentence.tokens) else ""
    name = name_of(words)
    if not name and following in {*_LEADING, "of", "who", "above", "below", "to", "whose"}:
        inner = _named(sentence, lead, end + 1)
        return inner._replace(start=lead) if inner and lead >= 0 else inner
    folded = words.lower()
    if (
        not name[:1].isalnum()
        or MOST_COMMON.search(folded)
        or NO_GROUP.search(folded)
        or (lead >= 0 and sentence.tokens[lead].mark is Mark.OPEN and not _is_bracket(sentence, first, end))
    ):
        return None
    label = sentence.tokens[lead].label if lead >= 0 else ""
    return Group(name, kind_of(folded), label, max(lead, 0), end)


def _counts_people(sentence: Sentence, first: int) -> bool:
    """Return whether a number of patients stands before the name: "in 275 patients allocated lanreotide"."""
    two = sentence.tokens[first : first + 2]
    return len(two) == 2 and two[0].mark is Mark.NUMBER and not two[0].label and two[1].label in OF_PEOPLE


def _over_people(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the group of "with patients on", of which the lead stands twice: "than with"."""
    again = first < len(sentence.tokens) and sentence.tokens[first].label in _LEADING
    inner = _named(sentence, first, first + 1) if again else None
    return inner._replace(start=lead) if inner and lead >= 0 else inner


def _is_bracket(sentence: Sentence, first: int, end: int) -> bool:
    """Return whether the name in a bracket ends as one: "(A)", "(A, n = 12)", "(A vs B)"; "(378 mg vs 466 mg)" are values."""
    following = sentence.tokens[end].mark if end < len(sentence.tokens) else None
    compares = following in _COMPARING and (end > first + 1 or sentence.tokens[first].mark is Mark.WORD)
    return compares or following in _ENDING_BRACKET


def _end(sentence: Sentence, first: int) -> int:
    """Return the place after the last word of the name that begins at ``first``."""
    end = first
    while end < len(sentence.tokens) and end - first < _LONGEST and _is_part(sentence, first, end):
        end += 1
    return end


def _is_part(sentence: Sentence, first: int, position: int) -> bool:
    token, tokens = sentence.tokens[position], sentence.tokens
    before = tokens[position - 1].label if position > first else ""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    match token.mark:
        case Mark.WORD:
            if token.label == "of":
                return following is not None and following.mark is Mark.NUMBER and bool(following.label)
            if token.label == "no":
                return position == first and tokens[position - 1].label in {"with", ",", ";", "("}
            return token.label not in _ENDING and token.label not in {".", ":", "="} and not _begins_anew(token, before)
        case Mark.NUMBER:
            return (
                token.label in _DOSES
                or before in _NUMBERED
                or before in _MEASURED
                or _is_lettered(sentence, first, position)
            )
        case Mark.TIME | Mark.PERCENT:
            return before in _MEASURED
        case Mark.CHANGE | Mark.MEAN | Mark.MEDIAN:
            return before in {"dose", "interval", "the", "after", "before"} and token.mark is Mark.CHANGE
        case Mark.OUTCOME:
            return token.label in _MARKERS and before in _LEVELS
        case Mark.COMPOUND:
            return True
        case Mark.SIGN:
            compares = token.label in {"<", ">", "\u2265", "\u2264"} or (
                position > first and tokens[position - 1].mark is Mark.NUMBER
            )
            return (
                token.label not in {"=", ":"}
                and following is not None
                and (compares or following.mark not in {Mark.PERCENT, Mark.TIME})
            )
        case _:
            return False


def _is_lettered(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether the bare number follows a short form and is of its name: "OCT 60"."""
    if position == first or sentence.tokens[position].label:
        return False
    before = sentence.tokens[position - 1]
    return before.end - before.start > 1 and sentence.text[before.start : before.end].isupper()


def _begins_anew(token: Token, before: str) -> bool:
    """Return whether the article of another noun stands here; "a" after "arm" is a name."""
    return bool(before) and (token.label in {"the", "an"} or (token.label == "a" and before not in _LETTERED))


def _next(sentence: Sentence, last: Group) -> Group | None:
    """Return the next group of a list, led anew or not: "with A and with B", "the C3 and C6 groups", "(A) than B"."""
    tokens, position = sentence.tokens, last.end
    while position < len(tokens) and _joins(tokens[position]) and position - last.end < 2:
        position += 1
    if position == last.end or position >= len(tokens):
        return None
    if tokens[position].label in _LEADING or tokens[position].label in _WHEN or (tokens[position].label == "of"):
        led = _led(sentence, position)
        return led if led and led.kind == last.kind else None
    group = _named(sentence, position - 1, position)
    return group if group is not None and _ends_name(sentence, group) else None


def _joins(token: Token) -> bool:
    return token.mark in _JOINING or (token.mark is Mark.SEMICOLON and token.depth > 0)


def _ends_name(sentence: Sentence, group: Group) -> bool:
    """Return whether the words end as a name does and not as the subject of a statement: "and nobody stopped"."""
    if group.end >= len(sentence.tokens):
        return True
    following = sentence.tokens[group.end]
    return (
        group.kind != ""
        or following.mark in {*_JOINING, Mark.RESPECTIVELY, Mark.OPEN, Mark.CLOSE}
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
    between = sentence.tokens[first.end : second.start + 1]
    if any(t.label in {"or", "and/or"} for t in between):
        return False
    if any(t.mark is Mark.VERSUS for t in between) and not any(t.mark in _QUANTITIES for t in between):
        return len(between) <= _FARTHEST
    words = [t for t in between if not _joins(t) and t.label != second.lead and t.label not in _LEADING]
    return not words and any(_joins(t) for t in between)


def covered(sentence: Sentence, found: tuple[Group, ...]) -> frozenset[int]:
    """Return the places of the tokens that belong to groups, and of the one that joins two groups."""
    inside = frozenset(itertools.chain.from_iterable(range(group.start, group.end) for group in found))
    between = (one.end for one, other in itertools.pairwise(found) if other.start == one.end + 1)
    return inside | {place for place in between if sentence.tokens[place].mark in _COMPARING}
