"""Hazard ratios, odds ratios, relative risks, and differences. None of them says by itself who fared better."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from digests.outcomes.lexicon import MARKERS, is_time
from digests.outcomes.patterns import QUANTITIES, Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.value import (
    COUNTED,
    Around,
    Reading,
    around,
    bare_bounds,
    begins_range,
    figure,
    is_end_of_range,
    is_pointer,
)
from watcher.model import Figure

# So many words may stand between "hazard ratio" and its number: "for death in the lanreotide group was".
_GAP_WORDS, _LONGEST_GAP = 14, 40
_NOT_ITS_NUMBER = frozenset(
    {Mark.TIME, Mark.PERCENT, Mark.MEDIAN, Mark.MEAN, Mark.COUNT, Mark.OPEN_ENDED, Mark.DIFFERENCE}
)
# "A hazard ratio of more than 1.35" is a limit.
_LIMITS = frozenset("< > \u2265 \u2264 than above below under exceeding least".split())
# What makes another measure of a number: "the number needed to treat was 21".
_OTHER_MEASURE = frozenset("number nnt rate rates proportion percentage score scores median".split())
# A ratio of more than this without an interval is a heart rate or a reference number.
_LARGEST_BARE = 30.0


def ratios(sentence: Sentence) -> list[Reading]:
    """Return each ratio with its interval, p and outcome, lists ("0.79 (...), 0.51 (...)") one by one."""
    found = list(_ratios(sentence))
    if len(found) < len({"PFS", "OS"}) or not any(t.mark is Mark.RESPECTIVELY for t in sentence.tokens):
        return found
    first, last = found[0].place, found[-1].place
    named = list(dict.fromkeys(t.label for t in sentence.tokens[:first] if _is_outcome(t)))
    apart = any(_is_outcome(t) for t in sentence.tokens[first:last])
    if apart or len(named) != len(found):
        return found
    each = zip(found, named, strict=True)  # "longer PFS but not OS (HR 0.6 and HR 0.9, respectively)"
    return [Reading(one.place, replace(one.figure, outcome=of), f"ratio {of}") for one, of in each]


def _ratios(sentence: Sentence) -> Iterator[Reading]:
    done = -1
    for index, token in enumerate(sentence.tokens):
        if token.mark is not Mark.RATIO or index <= done or _is_of_hearts(sentence, index):
            continue
        first = _first_value(sentence, index)
        if first is None:
            continue
        before, values = index, list(_listed(sentence, first))
        in_turn = _outcomes_in_turn(sentence, index, values)
        for number, value in enumerate(values):
            outcome = in_turn[number] if in_turn else _outcome(sentence, before, value)
            yield Reading(value, _ratio(sentence, index, value, outcome), f"ratio {outcome}")
            before = done = value


def differences(sentence: Sentence) -> Iterator[Reading]:
    """Yield each difference between groups that has an interval: "the difference in median PFS was 3.2 months (95% CI -0.5 to 6.9)"."""
    for index, token in enumerate(sentence.tokens):
        if token.mark is not Mark.DIFFERENCE or not _OF_TWO.match(token.label):
            continue
        value = _difference_after(sentence, index)
        if value is not None:
            outcome = _outcome(sentence, index, value)
            near, told = _interval_of(sentence, value), sentence.tokens[value]
            unit = "%" if told.mark is Mark.PERCENT else told.label
            yield Reading(
                value, figure(sentence, told, "difference", near, outcome=outcome, unit=unit), f"difference {outcome}"
            )


_OF_TWO = re.compile(r"differences?$|[asw]?[mr]d$")


def _difference_after(sentence: Sentence, index: int) -> int | None:
    """Return where the difference stands that the word leads to: the first number after it, if an interval follows."""
    depth, words = sentence.tokens[index].depth, 0
    for position, token in enumerate(sentence.tokens[index + 1 :], index + 1):
        if token.mark in {Mark.NUMBER, Mark.TIME, Mark.PERCENT}:
            near = _interval_of(sentence, position)
            own = near.interval is not None and near.interval.low is not None and near.interval.high is not None
            return (
                position if own and not _is_limit(sentence, position) and not is_pointer(sentence, position) else None
            )
        words += token.mark is Mark.WORD
        over = (
            token.mark in {Mark.SEMICOLON, Mark.RATIO, Mark.P, Mark.COUNT, Mark.OPEN_ENDED} and token.depth <= depth + 1
        )
        if over or words > _GAP_WORDS:
            return None
    return None


def _outcomes_in_turn(sentence: Sentence, index: int, values: list[int]) -> list[str]:
    """Return the outcome of each of "hazard ratios for PFS and OS were 0.61 and 0.93", [] where they are not so told."""
    before = [t.label for t in sentence.tokens[index : values[0]] if _is_outcome(t)]
    within = any(_is_outcome(t) for t in sentence.tokens[values[0] : values[-1]])
    fits = len(values) == len(before) == len(set(before)) > 1
    return before if fits and not within else []


def _is_of_hearts(sentence: Sentence, index: int) -> bool:
    return sentence.tokens[index - 1].mark is Mark.MEAN if index else False


def _first_value(sentence: Sentence, index: int) -> int | None:
    """Return where the number of the ratio at ``index`` stands."""
    depth, words = sentence.tokens[index].depth, 0
    for position, token in enumerate(sentence.tokens[index + 1 :], index + 1):
        if sentence.tokens[position - 1].label in {"per", "each"}:
            continue  # "HR per 1% 1.08"
        if token.mark is Mark.NUMBER and not token.label:
            told = (words <= _GAP_WORDS or _is_told(sentence, position)) and not _is_limit(sentence, position)
            return position if told and _may_be_ratio(sentence, position) else None
        words += token.mark is Mark.WORD
        over = token.mark is Mark.SEMICOLON and token.depth <= depth
        if over or token.mark in _NOT_ITS_NUMBER or words > _LONGEST_GAP:
            return None
    return None


def _is_limit(sentence: Sentence, position: int) -> bool:
    return any(t.label in _LIMITS for t in sentence.tokens[max(0, position - 2) : position])


def _is_told(sentence: Sentence, position: int) -> bool:
    """Return whether a verb leads to the number and an interval follows, however long the name: "were 0.37 (95% CI ...)"."""
    verb = sentence.tokens[position - 1].label in {"was", "were"}
    return verb and _interval_of(sentence, position).interval is not None


def _may_be_ratio(sentence: Sentence, position: int) -> bool:
    token = sentence.tokens[position]
    if token.number is None or token.number <= 0 or token.label or _is_range(sentence, position):
        return False
    found = _interval_of(sentence, position)
    if is_pointer(sentence, position) or found.spread.startswith("\u00b1"):
        return False
    if _counts(sentence, position):
        return False
    printed = _is_decimal(sentence, position) or found.p != ""
    return found.interval is not None or (printed and token.number <= _LARGEST_BARE)


def _counts(sentence: Sentence, position: int) -> bool:
    """Return whether the number counts something: "identical in the 2 arms"."""
    following = sentence.tokens[position + 1 : position + 2]
    return not _is_decimal(sentence, position) and any(t.label in COUNTED for t in following)


def _is_decimal(sentence: Sentence, position: int) -> bool:
    """Return whether the number has decimals: "0.47", "0\u00b747", "0,47"."""
    return not sentence.folded[slice(*sentence.tokens[position].at)].isdigit()


def _is_range(sentence: Sentence, position: int) -> bool:
    """Return whether the number is an end of a range, which is no ratio found: "risk ratio 3.6-9.9"."""
    return begins_range(sentence, position) or is_end_of_range(sentence, position)


def _interval_of(sentence: Sentence, position: int) -> Around:
    """Return what stands around the ratio; two bounds after a mere comma are its interval where it lies in them."""
    found = around(sentence, position)
    bare = None if found.interval else bare_bounds(sentence, position)
    return found if bare is None else replace(around(sentence, bare[1]), interval=bare[0], adjacent=True)


def _listed(sentence: Sentence, first: int) -> Iterator[int]:
    """Yield the place of the first number, then of those that follow it as a list of ratios."""
    yield first
    words, left = 0, False
    depth = sentence.tokens[first].depth
    bare = bare_bounds(sentence, first)
    for position, token in enumerate(sentence.tokens[first + 1 :], first + 1):
        left = left or token.depth < depth
        if _ends_list(token, depth) or words > _GAP_WORDS:
            return
        if token.mark is Mark.NUMBER and token.depth == depth and (bare is None or position > bare[1]):
            if _is_next(sentence, first, position, left=left):
                yield position
                words = 0
            elif not token.label and (not left or _is_decimal(sentence, position)):
                return
        words += token.mark is Mark.WORD and token.depth <= depth


def _ends_list(token: Token, depth: int) -> bool:
    """Return whether something else begins here; what stands in brackets of its own parts nothing."""
    other = token.mark in _NOT_ITS_NUMBER or token.mark is Mark.RATIO or token.label in _OTHER_MEASURE
    return other and token.depth <= depth


def _is_next(sentence: Sentence, first: int, position: int, *, left: bool) -> bool:
    """Return whether the number is a further ratio of a list: it looks like the first one."""
    if not _may_be_ratio(sentence, position) or (left and not _is_bracketed_alike(sentence, first, position)):
        return False
    if _is_decimal(sentence, first) and not _is_decimal(sentence, position):
        return False
    if _interval_of(sentence, first).interval is not None:
        return _interval_of(sentence, position).interval is not None
    return sentence.tokens[position - 1].mark in {Mark.AND, Mark.COMMA, Mark.VERSUS}


def _is_bracketed_alike(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether both stand alike in brackets: "metformin (hazard ratio 0.28 [0.10-0.81]) and sitagliptin (0.31 [0.10-0.98])"."""
    found = (around(sentence, first), around(sentence, position))
    brackets = all(
        near.adjacent and near.interval and near.interval.depth > sentence.tokens[first].depth for near in found
    )
    led = sentence.tokens[position - 1].mark in {Mark.OPEN, Mark.COMMA, Mark.SEMICOLON}
    plain = _fills_bracket(sentence, position) and _fills_bracket(sentence, first)
    return plain or (brackets and led and _leads(sentence, first) == _leads(sentence, position))


def _fills_bracket(sentence: Sentence, position: int) -> bool:
    """Return whether a bracket holds nothing but the ratio with its bounds: "(PFS HR 2.05, 95% CI 1.28-3.29)", "(1.71, 1.04-2.82)"."""
    near, depth = _interval_of(sentence, position), sentence.tokens[position].depth
    if near.interval is None or None in {near.interval.low, near.interval.high} or not depth:
        return False
    before = itertools.takewhile(lambda t: t.depth >= depth, reversed(sentence.tokens[:position]))
    after = itertools.takewhile(
        lambda t: t.depth >= depth and t.mark is not Mark.CLOSE, sentence.tokens[position + 1 :]
    )
    heads = all(t.mark in {Mark.RATIO, Mark.OUTCOME, Mark.SIGN} or t.label in {"for", "of"} for t in before)
    return heads and all(t.mark not in {Mark.WORD, Mark.OUTCOME, Mark.VERSUS} for t in after)


def _leads(sentence: Sentence, position: int) -> bool:
    """Return whether the number is the first of its bracket; "(4.7 [3.8-5.8] v 3.9 [3.1-5.0], HR 1.05)" begins with others."""
    depth = sentence.tokens[position].depth
    for token in reversed(sentence.tokens[:position]):
        if token.depth < depth:
            return True
        if token.depth == depth and token.mark in QUANTITIES:
            return False
    return True


def _ratio(sentence: Sentence, index: int, value: int, outcome: str) -> Figure:
    token, measure = sentence.tokens[value], sentence.tokens[index].label
    found = _interval_of(sentence, value)
    if not found.p:
        found = replace(found, p=_p_before(sentence, index))
    return figure(
        sentence,
        token,
        measure,
        _levelled(sentence, index, value, found, token),
        outcome="OS" if measure == "HR" and outcome == "deaths" else outcome,
    )


def _levelled(sentence: Sentence, index: int, value: int, found: Around, token: Token) -> Around:
    """Give a bare bracket the level that "HR (95% CI)" announced; drop one that the number is not in."""
    interval = found.interval
    if interval is None or interval.mark is Mark.INTERVAL:
        return found
    outside = (interval.low is not None and token.number is not None and token.number < interval.low) or (
        interval.high is not None and token.number is not None and token.number > interval.high
    )
    if outside:
        return replace(found, interval=None)
    labels = [t.level for t in sentence.tokens[index:value] if t.mark in {Mark.INTERVAL_LABEL, Mark.INTERVAL}]
    return replace(found, interval=interval._replace(level=labels[-1] if labels else None))


def _p_before(sentence: Sentence, index: int) -> str:
    """Return the p that stands before the ratio in the same brackets: "(P=0.21, HR 0.86)"."""
    depth = sentence.tokens[index].depth
    for token in reversed(sentence.tokens[max(0, index - 3) : index]):
        if token.depth < depth or depth == 0 or token.mark not in {Mark.P, Mark.COMMA, Mark.SEMICOLON}:
            return ""
        if token.mark is Mark.P:
            return token.label
    return ""


def _outcome(sentence: Sentence, before: int, value: int) -> str:
    """Return the outcome named right after the number ("for EFS"), else between, else the last before.

    ``before`` is the place of the ratio's own word, or of the number before in a list.
    """
    after = _outcome_after(sentence, value)
    between = [t.label for t in sentence.tokens[before:value] if _is_outcome(t) and not _is_marker(sentence, t)]
    if after and not (between and sentence.tokens[before].mark is Mark.RATIO):
        return after
    named = between or [t.label for t in sentence.tokens[:before] if _is_outcome(t) and not _is_marker(sentence, t)]
    only = {
        t.label
        for p, t in enumerate(sentence.tokens)
        if _is_outcome(t) and (is_time(t.label) or (_is_for(sentence, p) and not _is_of_next(sentence, value, p)))
    }
    return _what_is_related(sentence, before, named) or (named[-1] if named else only.pop() if len(only) == 1 else "")


def _what_is_related(sentence: Sentence, before: int, named: list[str]) -> str:
    """Return the event of "progression was not related to trough levels (OR ...)", of which the last outcome is the factor."""
    verbs = [p for p in range(before) if sentence.tokens[p].label in _RELATED and sentence.tokens[p + 1].label in _TO]
    subjects = [t.label for t in sentence.tokens[: verbs[-1]] if _is_outcome(t)] if verbs else []
    fits = len(subjects) == 1 and _is_event(subjects[0]) and named[-1:] != [] and not _is_event(named[-1])
    return subjects[0] if fits else ""


def _is_event(outcome: str) -> bool:
    return is_time(outcome) or outcome in _EVENTS


_RELATED = frozenset("related associated correlated linked likely frequent common".split())
_TO = frozenset({"to", "with", "in", "for", "at"})
_EVENTS = frozenset("progression|PD|deaths|recurrence|ORR|DCR|response|symptom response".split("|"))


def _is_marker(sentence: Sentence, token: Token) -> bool:
    """Return whether the token is a marker that bears on a time which the sentence names: "elevated CgA (HR 1.9) shortened PFS"."""
    return token.label in _MARKERS and any(t.mark is Mark.OUTCOME and is_time(t.label) for t in sentence.tokens)


_MARKERS = MARKERS | {"drug level", "tumour growth rate"}


def _is_for(sentence: Sentence, place: int) -> bool:
    """Return whether the outcome is what ratios are said to be for: "HR 1.77; both for progression"."""
    return place > 0 and sentence.tokens[place - 1].label == "for"


def _is_of_next(sentence: Sentence, value: int, place: int) -> bool:
    """Return whether a ratio of its own follows an outcome behind the value: "of alopecia was 1.5; that for nausea was 2.1"."""
    behind = range(place + 1, len(sentence.tokens)) if place > value else ()
    return any(sentence.tokens[p].mark is Mark.NUMBER and _may_be_ratio(sentence, p) for p in behind)


def _is_outcome(token: Token) -> bool:
    return token.mark is Mark.OUTCOME and token.label != "follow-up"


def _outcome_after(sentence: Sentence, value: int) -> str:
    depth = sentence.tokens[value].depth
    following = [t for t in sentence.tokens[value + 1 : value + 12] if t.depth == depth][:4]
    for position, token in enumerate(following):
        if token.mark is Mark.OUTCOME and position and following[position - 1].label in {"for", "in", "the"}:
            return token.label
        if token.mark not in {Mark.WORD, Mark.OPEN, Mark.CLOSE, Mark.OUTCOME} or token.label in {"vs", "to"}:
            return ""
    return ""
