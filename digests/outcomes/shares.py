"""Rates and proportions: per cent of patients, with their counts where printed, at a milestone where named."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digests.outcomes.arms import arms
from digests.outcomes.clauses import UNCHANGED, course_of, is_circumstance
from digests.outcomes.milestones import has_milestone, milestones
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token
from digests.outcomes.value import Around, around, figure, is_end_of_range, sharing_p
from watcher.model import Figure

# How many tokens may stand between an outcome and its share.
_BEFORE, _AFTER = 30, 9
# No preposition has so many letters and "respectively" stands behind: a longer word names an event.
_SHORTEST_EVENT = 6
_LIMITS = frozenset("< > \u2265 \u2264 least most than exceeding over under below above".split())
_CHANGED = frozenset(
    "lower higher reduced increased less more greater smaller power confidence level dose increase decrease decline".split()
)
_LIGHT = frozenset(
    "of the a an had have has experienced achieved reported developed patients cases women men participants "
    "subjects who showed any grade with".split()
)
# Outcomes of which a share makes no sense, and those that need a milestone or the word "rate".
_NO_SHARES = frozenset({"follow-up", "TTP", "TTF", "TTR", "DoR", "QoL", "time to deterioration"})
_AT_A_TIME = frozenset({"PFS", "EFS", "DFS", "RFS", "MFS", "FFS", "CSS", "OS", "survival"})
# Verbs by which a share is told: "reported by 12%", "were seen in 25 of 101".
_TELLING = frozenset(
    "reported experienced described noted seen observed recorded found documented detected more less similar common in".split()
)
# What patients did, and of whom they were: "7 of 11 with diarrhoea improved".
_PREDICATES = frozenset(
    "progressed died relapsed recurred discontinued withdrew responded survived improved required underwent completed refused".split()
)
_SYMPTOMS = frozenset({"flushing", "diarrhoea", "bowel movements"})
_EVENTS = frozenset({"deaths", "recurrence", "progression"})
# A word that makes something else the subject of the share.
_NEW_SUBJECT = re.compile(
    r"proportions?|percentages?|prevalences?|incidences?|frequenc(?:y|ies)|numbers?|compliance|clearance|given|received|"
    r"who|completed|underwent|questionnaires?|information|data|analys[ie]s"
)
_PARTING = frozenset({Mark.SEMICOLON, Mark.MEDIAN, Mark.MEAN, Mark.RATIO, Mark.COMPOUND, Mark.MILESTONE, Mark.OUTCOME})
_ARM_WORDS = frozenset("arm arms group groups with for in on patients cohort".split())


@dataclass(frozen=True, slots=True)
class Share:
    """A per cent, with how many of how many where the text prints them."""

    place: int
    n: int | None = None
    total: int | None = None


def shares(sentence: Sentence) -> Iterator[Figure]:
    """Yield each share of patients whose outcome the sentence names; differences and limits are none."""
    for group in _groups(sentence):
        places = tuple(share.place for share in group)
        outcome, named = _outcome(sentence, places)
        if not outcome or is_circumstance(sentence, outcome, sentence.tokens[places[0]].start):
            continue
        names = arms(sentence, named, places)
        times = milestones(sentence, named, places)
        if not times or (len(set(times)) > 1 and len(set(filter(None, names))) > 1):
            continue
        found = sharing_p(sentence, places, [around(sentence, place) for place in places])
        for share, arm, near, milestone in zip(group, names, found, times, strict=True):
            course = course_of(sentence, share.place, places) if outcome in _SYMPTOMS else ""
            told = _share(sentence, share, near, outcome=outcome, arm=arm, milestone=milestone)
            if course != UNCHANGED:
                yield replace(told, measure=course or told.measure)


def _share(sentence: Sentence, share: Share, near: Around, **named: str) -> Figure:
    token = sentence.tokens[share.place]
    if token.mark is Mark.COUNT:
        counted = figure(sentence, token, "proportion", Around(p=near.p), unit="patients", **named)
    else:
        measure = "proportion" if share.n is not None else "rate"
        counted = figure(sentence, token, measure, near, unit="%", **named)
    return replace(counted, n=share.n, total=share.total)


def _groups(sentence: Sentence) -> Iterator[list[Share]]:
    """Yield the shares that stand together: "28.3% vs 5.3%"."""
    group: list[Share] = []
    for share in _all(sentence):
        if group and not _together(sentence, group[-1].place, share.place):
            yield group
            group = []
        group.append(share)
    if group:
        yield group


def _together(sentence: Sentence, last: int, place: int) -> bool:
    between = sentence.tokens[last + 1 : place]
    if all(t.mark in {Mark.COMMA, Mark.AND, Mark.VERSUS} for t in between):
        return True
    if sentence.tokens[last].depth != sentence.tokens[place].depth:
        return False
    if _outcome_after(sentence, last) >= 0 or _outcome_after(sentence, place) >= 0 or len(between) > 16:
        return False
    depth = sentence.tokens[place].depth
    if _is_next_event(sentence, last, place):
        return False
    return not any(t.mark in _PARTING and t.depth <= depth for t in between) and not _is_new_item(between)


def _is_next_event(sentence: Sentence, last: int, place: int) -> bool:
    """Return whether the second share is of an event unknown to us: "flushing 25%, hypertension 30%"."""
    first, second = sentence.tokens[last - 1], sentence.tokens[place - 1]
    return first.mark is Mark.OUTCOME and second.mark is Mark.WORD and len(second.label) > _SHORTEST_EVENT


def _is_new_item(between: tuple[Token, ...]) -> bool:
    """Return whether a list goes on to another event, "diarrhoea (34%), neutropenia (5%)", not to an arm, "in A (34%), in B (5%)"."""
    listed = any(
        first.mark is Mark.CLOSE and second.mark in {Mark.COMMA, Mark.AND}
        for first, second in itertools.pairwise(between)
    )
    named = between[0].mark is Mark.OPEN or any(t.mark is Mark.VERSUS or t.label in _ARM_WORDS for t in between)
    return listed and not named


def _all(sentence: Sentence) -> Iterator[Share]:
    for place, token in enumerate(sentence.tokens):
        if token.mark is Mark.PERCENT and not _is_no_share(sentence, place):
            yield from (Share(other) for other in _sharing_sign(sentence, place))
            yield _counted(sentence, place)
        elif token.mark is Mark.COUNT and token.number is not None and not _beside_percent(sentence, place):
            yield Share(place, int(token.number), token.total)


def _is_no_share(sentence: Sentence, place: int) -> bool:
    """Return whether the per cent is a limit ("at least 50%"), a difference or a reduction ("by 39%", "39% lower")."""
    tokens, number = sentence.tokens, sentence.tokens[place].number
    before, after = tokens[max(0, place - 3) : place], tokens[place + 1 : place + 4]
    if number is None or not 0 <= number <= 100 or is_end_of_range(sentence, place):
        return True
    if any(t.mark in {Mark.DIFFERENCE, Mark.CHANGE} or t.label in _LIMITS for t in before):
        return True
    if before and before[-1].label in {"by", "median", "medians"}:
        return before[-2:-1] == () or before[-2].label not in _TELLING
    same = itertools.takewhile(lambda token: token.depth >= tokens[place].depth and token.mark is not Mark.CLOSE, after)
    return any(t.label in _CHANGED or t.mark in {Mark.CHANGE, Mark.DIFFERENCE} for t in same)


def _sharing_sign(sentence: Sentence, place: int) -> list[int]:
    """Return the places of 28, 21 and 22 in "28, 21, 22 and 10%"."""
    tokens, found, position = sentence.tokens, [], place
    while position >= 2 and tokens[position - 1].mark in {Mark.COMMA, Mark.AND, Mark.VERSUS}:
        position -= 2 if tokens[position - 2].mark is not Mark.COMMA else 3
        if position < 0 or tokens[position].mark is not Mark.NUMBER or tokens[position].label:
            break
        found.append(position)
    return found[::-1]


def _counted(sentence: Sentence, place: int) -> Share:
    """Return the share with its counts: "12 patients (8.6%)", "37/67 cases (55%)", "90% (27 of 30)"."""
    tokens = sentence.tokens
    before, after = tokens[max(0, place - 4) : place], tokens[place + 1 : place + 5]
    for token in after[:3]:
        if token.mark is Mark.COUNT and token.number is not None:
            return Share(place, int(token.number), token.total)
        if token.mark not in {Mark.OPEN, Mark.WORD, Mark.COMMA} or token.label.isalpha():
            break
    if not before or before[-1].mark is not Mark.OPEN:
        return Share(place)
    for token in reversed(before[:-1]):
        if token.mark is Mark.COUNT and token.number is not None:
            return Share(place, int(token.number), token.total)
        if (
            token.mark is Mark.NUMBER
            and not token.label
            and token.number is not None
            and token.number == int(token.number)
        ):
            return Share(place, int(token.number), _total_after(sentence, place))
        if token.mark not in {Mark.WORD, Mark.OUTCOME}:
            break
    return Share(place)


def _total_after(sentence: Sentence, place: int) -> int | None:
    """Return the 178 of "77 [43%] of 178"."""
    after = sentence.tokens[place + 1 : place + 5]
    marks = [t.mark for t in after[:1]] == [Mark.CLOSE] and [t.label for t in after[1:2]] == ["of"]
    numbers = [t for t in after[2:4] if t.mark is Mark.NUMBER and t.number is not None]
    return int(numbers[0].number) if marks and numbers and numbers[0].number is not None else None


def _beside_percent(sentence: Sentence, place: int) -> bool:
    """Return whether the count belongs to a per cent, which then is the figure."""
    near = sentence.tokens[max(0, place - 3) : place + 5]
    return any(t.mark in {Mark.PERCENT, Mark.P, Mark.RATIO} for t in near)


def _outcome(sentence: Sentence, places: tuple[int, ...]) -> tuple[str, int]:
    """Return the outcome of a group of shares and where it is named, ("", -1) where it is not."""
    named = _outcome_after(sentence, places[-1])
    if named < 0 and not _says_otherwise(sentence, places[-1]):
        named = _outcome_before(sentence, places[0])
    if named < 0 or not _may_be_shared(sentence, named, places[0]) or (len(places) == 1 and _is_gain(sentence, named)):
        return "", -1
    return sentence.tokens[named].label, named


def _says_otherwise(sentence: Sentence, place: int) -> bool:
    """Return whether the words behind say what the share is of: "22 (15.7%) progressed"."""
    following = [t for t in sentence.tokens[place + 1 : place + 4] if t.mark is not Mark.CLOSE]
    return bool(following) and following[0].label in _PREDICATES


def _is_gain(sentence: Sentence, named: int) -> bool:
    """Return whether the share is a gain in the outcome: "improvements in OS rates were 10%"."""
    before = sentence.tokens[max(0, named - 4) : named]
    return any(t.mark in {Mark.DIFFERENCE, Mark.CHANGE} for t in before)


def _may_be_shared(sentence: Sentence, named: int, place: int) -> bool:
    token = sentence.tokens[named]
    between = sentence.tokens[named + 1 : place]
    if token.label in _EVENTS and any(t.mark is Mark.COMMA and t.depth == token.depth for t in between):
        return False
    if token.label in _AT_A_TIME:
        return "rate" in sentence.folded[token.start : token.end + 6] or has_milestone(sentence, named, place)
    return token.label not in _NO_SHARES


def _outcome_after(sentence: Sentence, place: int) -> int:
    """Return where "62% had diarrhoea", "8 (14%) complete responses" names it, -1 where nothing does."""
    for position, token in enumerate(sentence.tokens[place + 1 : place + _AFTER], place + 1):
        if token.mark is Mark.OUTCOME:
            of_whom = sentence.tokens[position - 1].label == "with"
            return position if not of_whom or token.label in _SYMPTOMS else -1
        closed = token.mark is Mark.CLOSE and position <= place + 2
        if not closed and token.label not in _LIGHT and token.mark is not Mark.SIZE:
            return -1
    return -1


def _outcome_before(sentence: Sentence, place: int) -> int:
    """Return where "hyperglycaemia (28.3% vs 5.3%)" names it, -1 where another subject stands between."""
    tokens, depth = sentence.tokens, sentence.tokens[place].depth
    for position in range(place - 1, max(-1, place - _BEFORE), -1):
        token = tokens[position]
        depth = min(depth, token.depth)
        if token.depth > depth:
            continue
        if token.mark is Mark.OUTCOME:
            return -1 if token.label == "AE" and _is_of_kinds(tokens[position:place]) else position
        if _NEW_SUBJECT.fullmatch(token.label) or token.mark in {Mark.MEDIAN, Mark.MEAN, Mark.PERCENT, Mark.TIME}:
            return -1
        if depth == 0 and (token.mark is Mark.SEMICOLON or _is_boundary(token, tokens[position + 1])):
            return -1
    return -1


def _is_of_kinds(between: tuple[Token, ...]) -> bool:
    """Return whether the share is of one kind of event, "toxicities were neutropenia (16%)", not of all: "adverse events in A (12%)"."""
    listing = {"were", "was", "included", "including", "are", "as", ":"}
    return any(
        first.label in listing and second.mark is Mark.WORD and second.label not in _TELLING
        for first, second in itertools.pairwise(between)
    )


def _is_boundary(token: Token, following: Token) -> bool:
    """Return whether a clause or a list's item ends here: ", and", "), "."""
    return (token.mark is Mark.COMMA and following.mark is Mark.AND) or (
        token.mark is Mark.CLOSE and following.mark in {Mark.COMMA, Mark.AND}
    )
