"""Rates and proportions: per cent of patients, with their counts where printed, at a milestone where named."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digests.outcomes.beside import own_responses
from digests.outcomes.clauses import DENIED, course_of, is_circumstance
from digests.outcomes.fillers import OR_MORE
from digests.outcomes.kinds import TIMES
from digests.outcomes.levels import differs, is_gained, is_in_per_cent, of_people
from digests.outcomes.lexicon import MARKERS
from digests.outcomes.milestones import has_milestone, milestones, moment_after
from digests.outcomes.moving import is_move, went_otherwise
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.phrases import OF_PEOPLE, Group
from digests.outcomes.scan import Sentence
from digests.outcomes.severity import consequence, of_harm, severity
from digests.outcomes.subjects import subjects
from digests.outcomes.value import Around, Reading, around, figure, is_end_of_range, is_year, makes, sharing_p
from watcher.model import Figure

_LIMITS = frozenset("< > \u2265 \u2264 least most than exceeding over under below above".split())
_CHANGED = frozenset(
    "lower higher reduced increased less fewer more greater smaller power confidence level dose increase decrease decline fall drop".split()
)
_ENDS = frozenset({Mark.OPEN, Mark.CLOSE, Mark.COMMA, Mark.SEMICOLON})
_NEAR = 7
_LEADS = frozenset("after before following in on under with at for among".split())
# Outcomes of which a share makes no sense, and those that need a milestone or the word "rate".
_NO_SHARES = frozenset(
    {"follow-up", "TTP", "TTF", "TTR", "DoR", "time to deterioration", "duration of disease control"}
)
_AT_A_TIME = frozenset({"PFS", "EFS", "DFS", "RFS", "MFS", "FFS", "CSS", "OS", "survival"})
# Verbs by which a share is told: "reported by 12%", "were seen in 25 of 101".
_TELLING = frozenset(
    "met gained reached achieved obtained attained met used needed required taken received reported experienced described noted seen observed recorded found documented detected perceived felt more less similar common in".split()
)
_AHEAD = _LEADS | _TELLING | {"was", "were", "to", "a", "an"}  # "71% and was higher"
_GRADE = re.compile(r"(?:grades?|g|ctc\w{0,3}|stages?|phase) ?(?:[1-5] ?(?:-|/|or|and|to) ?)?$|\d ?-$")
_OF_THINGS = re.compile(
    r" of (?:the |all )?(?:\d[\d,]{0,7} )?(?:(?!patients|participants|those|women|men|people|cases|subjects)[a-z-]{1,16} ){0,2}(?P<what>infusions|injections|doses|cycles|samples|lesions|episodes|visits|days|weeks|time|procedures|costs?|expenditures?|charges)(?!\w)"
)
_BY_DAY = frozenset({"rescue", "flushing", "diarrhoea", "bowel movements", "symptom response"})
_SYMPTOMS = frozenset({"flushing", "diarrhoea", "bowel movements", "QoL"})
_OTHER_NUMBERS = frozenset({Mark.RATIO, Mark.MEDIAN, Mark.MEAN, Mark.P, Mark.SEMICOLON, Mark.PERCENT})
_EVENTS = frozenset({"deaths", "recurrence", "progression"})


@dataclass(frozen=True, slots=True)
class Share:
    """A per cent, with how many of how many where the text prints them."""

    place: int
    n: int | None = None
    total: int | None = None


def values(sentence: Sentence) -> dict[int, Share]:
    """Return the shares of a sentence by their places; differences and limits are none."""
    return {share.place: share for share in _all(sentence)}


def shares(sentence: Sentence, given: dict[int, Share], found: tuple[Group, ...]) -> Iterator[Reading]:
    """Yield each share of patients whose outcome the sentence names."""
    named = subjects(sentence, sorted(given), found) | own_responses(sentence, sorted(given))
    followed = sum(group.kind == TIMES for group in found) > 1
    for outcome_place, places in _rows(named):
        outcome = _event(sentence, outcome_place)
        if _is_shared(sentence, outcome_place, places):
            gained = len(places) > 1 and _is_gain(sentence, outcome_place)
            apart = gained and sentence.tokens[places[-1]].depth > sentence.tokens[places[0]].depth
            timed = len(places) > 1 and all(moment_after(sentence, p) for p in places)
            told = [
                p
                for p in places[apart:]
                if followed or timed or not is_circumstance(sentence, outcome, sentence.tokens[p].start)
            ]
            yield from (
                _graded(sentence, outcome, outcome_place, [given[p] for p in told], sorted(given)) if told else ()
            )


def _rows(named: dict[int, int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each outcome's place with the places of its shares."""
    for outcome in dict.fromkeys(named[place] for place in sorted(named)):
        yield outcome, tuple(place for place in sorted(named) if named[place] == outcome)


def _event(sentence: Sentence, place: int) -> str:
    """Return the outcome at a place; a share of "progression or death" is one of progression, not of PFS."""
    token = sentence.tokens[place]
    died = token.label == "PFS" and "death" in sentence.folded[token.start : token.end]
    return "progression" if died else token.label


def _is_shared(sentence: Sentence, outcome: int, places: tuple[int, ...]) -> bool:
    """Return whether the outcome is one of which a share is told, and not a gain in it."""
    token = sentence.tokens[outcome]
    if _NONE.search(sentence.folded[: token.start]) or _LINKED.match(sentence.folded, token.end):
        return False  # "53% needed no rescue octreotide"
    # A fall of a size that "at least" says is one that 39% had: "at least a 30% reduction in CgA in 39%".
    told = sentence.tokens[max(0, outcome - _NEAR) : places[0]]
    limited = any(t.label in _LIMITS | {"more"} for t in told)
    gained = len(places) == 1 and token.label not in _SYMPTOMS and _is_gain(sentence, outcome)
    seen = token.label in MARKERS and _SEEN_IN.match(sentence.folded, token.end)
    return _may_be_shared(sentence, outcome, places[0]) and not (gained and not limited and not seen)


_NONE = re.compile(r"(?<!\w)no (?:(?:rise|increase|fall|decrease) (?:in|of) (?:the |serum |urinary )?)?$")
# "A decrease in CgA compared with baseline was seen in 54%".
_SEEN_IN = re.compile(
    r" (?:levels? )?(?:(?:compared (?:with|to)|relative to|versus|vs|from) baseline )?(?:was|were) (?:seen|observed|noted|found|recorded|documented|reported|achieved|obtained) in (?!\w+ months)"
)
# Of what goes with an outcome a share is told: "better quality of life was associated with response in 53%".
_LINKED = re.compile(r" (?:was |were )?(?:[a-z]{4,14}ly )?(?:associated|correlated|related|linked) (?:with|to)(?!\w)")


def _graded(sentence: Sentence, outcome: str, named: int, row: list[Share], places: list[int]) -> Iterator[Reading]:
    """Yield the shares of an outcome; those of events of one grade are a row of their own."""
    if not of_harm(outcome):
        yield from _row(sentence, outcome, named, row)
        return
    grades = {
        share.place: consequence(sentence, named, share.place) or severity(sentence, share.place, places)
        for share in row
    }
    for grade in dict.fromkeys(grades.values()):
        for one in _row(sentence, outcome, named, [share for share in row if grades[share.place] == grade]):
            yield one._replace(figure=replace(one.figure, severity=grade), row=f"{one.row} {grade}")


def _row(sentence: Sentence, outcome: str, named: int, row: list[Share]) -> Iterator[Reading]:
    places = tuple(share.place for share in row)
    times = milestones(sentence, named, places)
    if not times:
        return
    near = sharing_p(sentence, places, [around(sentence, place) for place in places])
    for share, beside, milestone in zip(row, near, times, strict=True):
        if went_otherwise(sentence.tokens, outcome, share.place):
            continue
        course = course_of(sentence, share.place, places) if outcome in _SYMPTOMS else ""
        told = _share(sentence, share, beside, outcome=outcome, milestone=milestone)
        if course != DENIED and (course or outcome != "QoL"):
            yield Reading(share.place, replace(told, measure=course or told.measure), f"share {named} {milestone}")


def _share(sentence: Sentence, share: Share, near: Around, **named: str) -> Figure:
    token = sentence.tokens[share.place]
    if token.mark is not Mark.PERCENT and share.n is not None:
        counted = figure(sentence, token, "proportion", Around(p=near.p), unit="patients", **named)
    else:
        measure = "proportion" if share.n is not None else "rate"
        unit = "%" if token.mark is not Mark.NUMBER or not 0 < (token.number or 0) < 1 else ""
        unit = token.label if token.label.startswith("per ") else unit
        counted = figure(sentence, token, measure, near, unit=unit, **named)
    return replace(counted, n=share.n, total=share.total)


def _all(sentence: Sentence) -> Iterator[Share]:
    for place, token in enumerate(sentence.tokens):
        if token.mark is Mark.PERCENT and not _is_no_share(sentence, place):
            yield from (Share(other) for other in _sharing_sign(sentence, place))
            yield _counted(sentence, place)
        elif token.mark is Mark.COUNT and token.number is not None and not _beside_percent(sentence, place):
            yield Share(place, int(token.number), token.total)
        elif token.mark is Mark.NUMBER and _is_probability(sentence, place):
            yield Share(place)


def _is_probability(sentence: Sentence, place: int) -> bool:
    """Return whether the number is a share of 1: "a 12-month PFS probability of 0.57"."""
    token = sentence.tokens[place]
    before = itertools.takewhile(lambda t: t.mark not in _OTHER_NUMBERS, reversed(sentence.tokens[:place]))
    named = {t.label for t in before} & {"probability", "probabilities", "proportion", "proportions"}
    sure = any(t.mark in {Mark.INTERVAL, Mark.BRACKET} for t in sentence.tokens[place + 1 : place + 3])
    told = named and not token.label and (sure or not named <= {"proportion", "proportions"})
    return bool(told) and token.number is not None and 0 < token.number < 1


def _is_no_share(sentence: Sentence, place: int) -> bool:
    """Return whether the per cent is a limit ("at least 50%"), a difference or a reduction ("by 39%", "39% lower")."""
    tokens, number = sentence.tokens, sentence.tokens[place].number
    before, after = tokens[max(0, place - 3) : place], tokens[place + 1 : place + 4]
    if number is None or not 0 <= number <= 100 or is_end_of_range(sentence, place):
        return True
    before = before[-1:] if before and before[-1].label == "in" else before
    if (
        _is_of_everybody(sentence, place)
        or [t.label for t in after[:2]] in (["of", "baseline"], *OR_MORE)
        or differs(sentence, place)
        or _is_of_things(sentence, place)
        or _is_of_range(sentence, place)
        or any(t.label.startswith("i^") for t in before)
    ):
        return True
    since = [
        t
        for p, t in zip(
            range(place - 1, -1, -1),
            itertools.takewhile(lambda t: t.mark is not Mark.PERCENT, reversed(before)),
            strict=False,
        )
        if p not in sentence.names
    ]
    limits = [t for t in since if t.label in _LIMITS and t.depth >= tokens[place].depth]  # not "more than half (54%)"
    if limits or is_gained(tokens, place) or any(t.mark in {Mark.DIFFERENCE, Mark.CHANGE} for t in since):
        return True
    if [t.label for t in tokens[max(0, place - 2) : place]] == ["up", "to"]:
        return True
    if before and before[-1].label in {"by", "median", "medians"}:
        told = any(_is_done(t) and n.label == "by" for t, n in itertools.pairwise(tokens[:place]))
        told = told or ([t.label for t in after[:1]] == ["of"] and any(t.label in OF_PEOPLE for t in after[1:2]))
        stopped = [t.label for t in before[-2:-1]] == ["discontinuation"]
        return not (told or stopped) or before[-1].label != "by"
    same = itertools.takewhile(
        lambda t: t.depth >= tokens[place].depth and t.mark not in _ENDS and t.label not in _AHEAD, after
    )
    return any(t.label in _CHANGED or t.mark in {Mark.CHANGE, Mark.DIFFERENCE} for t in same)


def _is_done(token: Token) -> bool:
    """Return whether the word tells what was seen or done by patients, "reported by", not by how much something moved."""
    return token.label in _TELLING or (token.label.endswith("ed") and not is_move(token))


def _is_of_everybody(sentence: Sentence, place: int) -> bool:
    """Return whether the share in a bracket tells how many of all a group has: "those eating nuts (32% of the cohort)"."""
    labels = [t.label for t in sentence.tokens[place + 1 : place + 4]]
    return (
        sentence.tokens[place].depth > 0
        and labels[:2] == ["of", "the"]
        and labels[2:] in (["cohort"], ["population"], ["sample"], ["total"])
    )


def _is_of_things(sentence: Sentence, place: int) -> bool:
    """Return whether the share is not of patients: "1.3% of all infusions"."""
    told = _OF_THINGS.match(sentence.folded, sentence.tokens[place].end)
    daily = any(t.mark is Mark.OUTCOME and t.label in _BY_DAY for t in sentence.tokens)
    return told is not None and not (daily and told["what"] == "days")


def _is_of_range(sentence: Sentence, place: int) -> bool:
    """Return whether the per cent is an end of a range: "ranged from 31% to 89%", "between 40% and 90%"."""
    around_it = sentence.tokens[max(0, place - 9) : place]
    between = [i for i, t in enumerate(around_it) if t.label == "between"]
    if any(t.label in {"ranged", "ranging", "varied"} for t in around_it):
        return True
    if between and all(t.mark in {Mark.PERCENT, Mark.AND, Mark.NUMBER} for t in around_it[between[-1] + 1 :]):
        return True
    if any(is_move(t) for t in around_it) and "from" in {t.label for t in around_it[-4:]}:
        return False  # "increased the rate of flatulence from 12% to 25%"
    joined = [t.label for t in sentence.tokens[place + 1 : place + 2]], [t.label for t in around_it[-1:]]
    ahead, behind = sentence.tokens[place + 2 : place + 3], around_it[-2:-1]
    return (joined[0] == ["to"] and any(t.mark is Mark.PERCENT for t in ahead)) or (
        joined[1] == ["to"] and any(t.mark is Mark.PERCENT for t in behind)
    )


def _sharing_sign(sentence: Sentence, place: int) -> list[int]:
    """Return the places of 28, 21 and 22 in "28, 21, 22 and 10%", "28/21/22/10%"."""
    tokens, found, position = sentence.tokens, [], place
    while position >= 2 and (
        tokens[position - 1].mark in {Mark.COMMA, Mark.AND, Mark.VERSUS} or tokens[position - 1].label == "/"
    ):
        position -= 2 if tokens[position - 2].mark is not Mark.COMMA else 3
        if position < 0 or tokens[position].mark is not Mark.NUMBER or tokens[position].label:
            break
        if is_year(sentence, position):
            break
        found.append(position)
    return found[::-1]


def _counted(sentence: Sentence, place: int) -> Share:
    """Return the share with its counts: "12 patients (8.6%)", "37/67 cases (55%)", "90% (27 of 30)"."""
    tokens = sentence.tokens
    before, after = tokens[max(0, place - 4) : place], tokens[place + 1 : place + 5]
    for token in after[:3]:
        if token.mark is Mark.COUNT and token.number is not None and makes(token, tokens[place]):
            return Share(place, int(token.number), token.total)
        if token.mark not in {Mark.OPEN, Mark.WORD, Mark.COMMA} or token.label.isalpha():
            break
    beside = [t for t in before if t.label not in OF_PEOPLE][-2:]
    if [t.mark for t in beside] == [Mark.COUNT, Mark.COMMA] and before[-1].depth and beside[0].number is not None:
        return Share(place, int(beside[0].number), beside[0].total)  # "(39/78, 50%)"
    if not before or before[-1].mark is not Mark.OPEN or _count_of(sentence, place):
        return _count_of(sentence, place) or Share(place)
    for token in reversed(before[:-1]):
        if token.mark is Mark.COUNT and token.number is not None:
            return Share(place, int(token.number), token.total)
        if (
            token.mark is Mark.NUMBER
            and not token.label
            and token.number is not None
            and token.number == int(token.number)
            and not _is_graded(sentence, token)
        ):
            of_all = _total_from(sentence, place)
            return of_all or Share(place, int(token.number), _total_after(sentence, place))
        if token.mark not in {Mark.WORD, Mark.OUTCOME}:
            break
    return Share(place)


def _total_from(sentence: Sentence, place: int) -> Share | None:
    """Return the share of "11 from 26 (42.3%)", where it is one of the other; None where it is not."""
    tokens = sentence.tokens[max(0, place - 4) : place]
    numbers = [t.number for t in tokens[::2] if t.mark is Mark.NUMBER and t.number]
    percent = sentence.tokens[place].number
    if (
        len(numbers) != 2
        or tokens[1].label != "from"
        or percent is None
        or abs(100 * numbers[0] / numbers[1] - percent) > 1
    ):
        return None
    return Share(place, int(numbers[0]), int(numbers[1]))


def _is_graded(sentence: Sentence, token: Token) -> bool:
    """Return whether the number is of a grade or ends a range, no count: "grade 2-4 adverse events (15%)"."""
    return _GRADE.search(sentence.folded, max(0, token.start - 14), token.start) is not None


def _total_after(sentence: Sentence, place: int) -> int | None:
    """Return the 178 of "77 [43%] of 178"."""
    after = sentence.tokens[place + 1 : place + 5]
    marks = [t.mark for t in after[:1]] == [Mark.CLOSE] and [t.label for t in after[1:2]] == ["of"]
    numbers = [t for t in after[2:4] if t.mark is Mark.NUMBER and t.number is not None]
    return int(numbers[0].number) if marks and numbers and numbers[0].number is not None else None


def _beside_percent(sentence: Sentence, place: int) -> bool:
    """Return whether the count belongs to a per cent, which then is the figure."""
    before, after = sentence.tokens[max(0, place - 6) : place], sentence.tokens[place + 1 : place + 8]
    near = (*itertools.takewhile(_is_beside, reversed(before)), *itertools.takewhile(_is_beside, after))
    return any(t.mark in {Mark.PERCENT, Mark.P, Mark.RATIO} for t in near) or _share_of(sentence, place) >= 0


# So far behind its count a share may stand: "11 of 24 evaluable patients on the intensified regimen (46%)".
_FAR = 14


def _share_of(sentence: Sentence, place: int) -> int:
    """Return the place of the per cent that a count makes further on, -1 where another count or outcome stands first."""
    for position in range(place + 1, min(place + _FAR, len(sentence.tokens))):
        token = sentence.tokens[position]
        if token.mark is Mark.PERCENT and token.number is not None:
            return position if makes(sentence.tokens[place], token) else -1
        if token.mark in {Mark.COUNT, Mark.OUTCOME, Mark.SEMICOLON, Mark.VERSUS} or token.label in {"and", "but"}:
            return -1
    return -1


def _count_of(sentence: Sentence, place: int) -> Share | None:
    """Return the share of the per cent at a place with its count, told before it and apart, None where none is."""
    near = range(place - 1, max(-1, place - _FAR), -1)
    count = next((p for p in near if sentence.tokens[p].mark is Mark.COUNT), -1)
    if count < 0 or _share_of(sentence, count) != place:
        return None
    return Share(place, int(sentence.tokens[count].number or 0), sentence.tokens[count].total)


def _is_beside(token: Token) -> bool:
    """Return whether what follows may still be of the same number of patients."""
    return token.mark not in {Mark.AND, Mark.COMMA, Mark.SEMICOLON} or token.depth > 0


def _is_gain(sentence: Sentence, named: int) -> bool:
    """Return whether the share is a gain in the outcome: "improvements in OS rates were 10%"."""
    near = range(named - 1, max(-1, named - 6), -1)
    since = itertools.takewhile(lambda p: sentence.tokens[p].mark is not Mark.PERCENT, near)
    return any(sentence.tokens[p].mark in {Mark.DIFFERENCE, Mark.CHANGE} for p in since if p not in sentence.names)


# What is said of patients, and so of a share of them.
_STILL = re.compile(r"(?:still )?(?:alive|free (?:of|from))(?!\w)")


def _may_be_shared(sentence: Sentence, named: int, place: int) -> bool:
    token = sentence.tokens[named]
    if (
        is_in_per_cent(sentence, token)
        and _counted(sentence, place).n is None
        and not of_people(sentence, named, place)
    ):
        return False
    between = sentence.tokens[named + 1 : place]
    if token.label in _EVENTS and any(t.mark is Mark.COMMA and t.depth == token.depth for t in between):
        return False
    if token.label in _AT_A_TIME and _event(sentence, named) == token.label:
        return (
            _STILL.match(sentence.folded, token.start) is not None
            or "rate" in sentence.folded[token.start : token.end + 6]
            or has_milestone(sentence, named, place)
        )
    return token.label not in _NO_SHARES
