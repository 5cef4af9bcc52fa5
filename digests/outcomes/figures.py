"""From a text to its figures, sentence by sentence."""

import itertools
import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from digests.outcomes.averages import averages
from digests.outcomes.changes import changes
from digests.outcomes.clauses import is_plan, significance
from digests.outcomes.context import AT_MEDIAN
from digests.outcomes.contrast import across, oriented, with_contrast
from digests.outcomes.counts import counts
from digests.outcomes.course import directed
from digests.outcomes.events import in_classes, named
from digests.outcomes.groups import groups
from digests.outcomes.heads import of_heads, outcome_first, shares_first, under_heads
from digests.outcomes.kinds import TIMES
from digests.outcomes.languages import language
from digests.outcomes.levels import by_unit
from digests.outcomes.lexicon import CONTRASTS, OUTCOME, SHARES, is_known, is_result, is_time
from digests.outcomes.lines import line
from digests.outcomes.milestones import with_moments
from digests.outcomes.moving import is_rise
from digests.outcomes.nobody import with_nobody
from digests.outcomes.others import is_of_some, own
from digests.outcomes.pairs import each_with_its_pair
from digests.outcomes.patterns import HAS_VALUE, Mark
from digests.outcomes.phrases import Carried, nobody, without_names
from digests.outcomes.primary import primary, with_primary
from digests.outcomes.ranges import with_ranges
from digests.outcomes.ratios import differences, ratios
from digests.outcomes.reached import is_bare_level, reached
from digests.outcomes.recall import names_endpoint, with_antecedents
from digests.outcomes.scan import Sentence, scan
from digests.outcomes.shares import shares, values
from digests.outcomes.stopping import LED, both
from digests.outcomes.ties import tie
from digests.outcomes.told import Read, carried, pairs_others, recalled
from digests.outcomes.value import Reading
from digests.outcomes.within import compared, counted_within, outside, within
from digests.roles.headings import heading
from watcher.model import Figure
from watcher.text import fold, sentences

# Longer than any sentence (of 37,855 in trial abstracts the longest has 860 characters): a table gone wrong.
_LONGEST = 1_000
# So many sentences back a comparison may stand that a bare pair of values takes its groups from.
_REMEMBERED = 8
_TOLD = re.compile(rf"{OUTCOME}|(?<!\w)(?:in|for|with|among) (?!context)")
# So many figures has no abstract.
_MOST = 400
# Without one of these a sentence tells no figure.
_TELLING = frozenset({Mark.OUTCOME, Mark.MEDIAN, Mark.MEAN, Mark.RATIO})
_STOOLS = re.compile("stools|bowel movements")  # behind a number they are its unit
# So many characters show the language.
_ENOUGH = 600


@lru_cache(maxsize=4)  # a summary weighs its sentences by the figures that are shown beside it
def figures(text: str, field: str = "abstract", *, characteristics: bool = False) -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none.

    ``characteristics``: also of how old patients were, how long they were followed and what they were given.
    """
    told = list(_all(text, field))
    if any(map(_is_hazard, told)) and _measures_pfs_alone(fold(text)):
        told = [replace(one, outcome="PFS") if _is_hazard(one) else one for one in told]
    return tuple(figure for figure in told if characteristics or _is_told(figure))


def _is_told(one: Figure) -> bool:
    """Return whether a figure is of a result; an average of nothing that is named is of how long drugs were given or put off."""
    if _is_no_level(one):
        return False
    return is_result(one.outcome) if one.outcome else not one.measure.startswith(("median", "mean"))


# By how much more or less than the others, or for each step of something else.
_MORE = re.compile(
    r" ?(?:%|per ?cent)? (?:(?:more|less) (?:often|frequent|common|likely)|(?:\w{1,12} )?(?:more|less) (?:with|in|on|under)(?!\w))"
)
_EACH_STEP = re.compile(
    r"(?:for |per )?(?:every|each) (?:additional |further )?\d[\d.]{0,5} ?(?:[kmn]?g|ng/ml|kg/m2|m?l|points?|units?|%|[cm]m|years? of)(?!\w)"
)


def _is_no_level(one: Figure) -> bool:
    """Return whether a number is a difference or a slope that is read as a level, a share or a change: "14% more frequent in July", "for every 10 kg"."""
    if one.measure in CONTRASTS or one.value is None:
        return False
    if _EACH_STEP.match(one.arm.lower()) or _is_dose(one):
        return True
    printed = f"{abs(one.value):g}"
    places = (match.end() for match in re.finditer(rf"(?<![\d.]){re.escape(printed)}(?![\d])", one.sentence))
    shares = one.measure in SHARES or one.measure.endswith("change")
    return shares and any(_MORE.match(fold(one.sentence), place) for place in places)


def _is_dose(one: Figure) -> bool:
    """Return whether a "level" is how much was given: "CgA fell after the dose was raised from 30 to 60 mg"; 5-HIAA is excreted in mg."""
    return one.unit == "mg" and one.outcome != "5-HIAA" and is_known(one.outcome)


def _measures_pfs_alone(folded: str) -> bool:
    return _PFS.search(folded) is not None and _TTP.search(folded) is None


# A text that measures PFS and no time to progression tells its hazard as that of progression too.
_PFS = re.compile(r"(?<!\w)(?:pfs|progression(?:- ?| )free)(?!\w)")
_TTP = re.compile(r"(?<!\w)(?:ttp|times? to (?:[a-z]{1,24} ){0,2}progression)(?!\w)")


def _is_hazard(one: Figure) -> bool:
    return one.measure == "HR" and one.outcome == "progression"


def _all(text: str, field: str) -> Iterator[Figure]:
    """Yield the figures of each sentence; of more than ``_MOST`` the rest is a table gone wrong."""
    spoken = language(fold(text[:_ENOUGH]))
    before: deque[Read] = deque(maxlen=_REMEMBERED)
    told, meant = 0, ""
    for start, end in sentences(text):
        first = _beginning(text, start, end)
        if end - first > _LONGEST or told > _MOST:
            continue
        valued = bool(spoken) or HAS_VALUE.search(text, first, end)
        sentence = scan(text[first:end], first, field, spoken) if valued else None
        if sentence:
            sentence = with_primary(with_antecedents(sentence, *_told_last(before)), meant)
        in_order = sentence is not None and Mark.VERSUS not in sentence.marks
        read = _figures(sentence, partial(carried, before, in_order=in_order)) if sentence else []
        if sentence and _fuller(read, listed := line(sentence)):
            read = [one.figure for one in listed]
        read, foreign = across(list(both(read)), before[-1].figures if before else ()), False
        if sentence and read:
            told += len(read)
            mine = own([*in_classes(_worded(sentence, read))], sentence, text[:start])
            yield from mine
            foreign = not mine
        meant = primary(text[start:end], spoken) or meant
        before.append(Read(text[first:end], spoken, sentence, read, foreign=foreign))


def _worded(sentence: Sentence, read: Sequence[Figure]) -> list[Figure]:
    """Return the figures with the way that each went, and the source's words for the event that it is of."""
    ways, events, of_levels = directed(sentence, read), named(sentence, read), reached(sentence, read)
    return [
        replace(one, direction=ways.get(n, ""), event=events.get(n, ""))
        if n in ways or n in events
        else replace(one, **of_levels[n]._asdict())
        if n in of_levels
        else one
        for n, one in enumerate(read)
    ]


def _told_last(before: Sequence[Read]) -> tuple[Sequence[Figure], Sentence | None]:
    """Return the figures of the sentence before, and the sentence."""
    if not before:
        return (), None
    last = before[-1]
    measured = last.sentence is None and names_endpoint(last.text.lower())
    return last.figures, scan(last.text, spoken=last.spoken) if measured else last.sentence


def _beginning(text: str, start: int, end: int) -> int:
    """Return where a sentence begins after its heading; "The objective response rate: " is none."""
    first, _ = heading(text, start, end)
    return start if first > start and _TOLD.search(fold(text[start:first])) else first


def _figures(sentence: Sentence, told_of: Carried) -> list[Figure]:
    """Return what a sentence reports; one that plans a trial reports nothing."""
    if _TELLING.isdisjoint(sentence.marks) and not _STOOLS.search(sentence.folded):
        return []
    sentence, headed = under_heads(each_with_its_pair(shares_first(sentence)))
    told_of = (lambda _size: headed) if headed else told_of
    sentence, found = (sentence, ()) if headed else outcome_first(sentence, groups(sentence))
    told_of = nobody if pairs_others(sentence.folded) else told_of
    found = recalled(sentence, found, told_of)
    sentence, spans = with_ranges(with_nobody(without_names(sentence, found)))
    given = values(sentence)
    means = list(averages(sentence))
    unnamed = [*by_unit(sentence), *changes(sentence, found), *counts(sentence), *spans]
    inner = list(counted_within(sentence))
    compared_by = [*ratios(sentence), *differences(sentence)]
    if not (given or means or unnamed or compared_by or inner) or is_plan(sentence):
        return []
    read = {one.figure.at: one for one in (*shares(sentence, given, found), *unnamed)}
    read |= {one.figure.at: one for one in means if _is_better(one, read.get(one.figure.at))}
    effects = {one.figure.at: of_heads(one, headed) for one in with_contrast(sentence, compared_by, found, told_of)}
    measured = with_moments(sentence, [one for at, one in read.items() if at not in effects])
    tied = tie(sentence, measured, outside(sentence, measured, found), told_of)
    parts = (*within(sentence, tied), *compared(sentence, tied, found), *inner)
    everything = {one.figure.at: one.figure for one in (*tied, *effects.values(), *parts)}
    told = [
        _measured(sentence, _with_claim(sentence, everything[at]))
        for at in sorted(everything, key=lambda at: (at.start, at.end))
    ]
    timed = any(one.unit for one in told if is_time(one.outcome)) or Mark.TIME in sentence.marks
    told = [one for one in _undivided(sentence, told) if timed or one.measure != "time" or one.value is None]
    return oriented(told)  # no time where none has a unit: "for OS it was 0.9"


def _undivided(sentence: Sentence, told: list[Figure]) -> list[Figure]:
    """Return the figures but the shares of "flushing or diarrhoea improved in 54%", which are of both together."""
    named = [t for t in sentence.tokens if t.mark is Mark.OUTCOME]
    for one, other in itertools.pairwise(named):
        if sentence.folded[one.end : other.start].strip() in {"or", "and/or"} and one.label != other.label:
            alone = {t.label for t in named if t not in (one, other)}
            following = (t.start for t in named if t.start > other.start)
            behind = range(one.start, next(following, len(sentence.text)))
            told = [
                f
                for f in told
                if f.outcome not in {one.label, other.label}
                or f.measure not in _OF_SHARES
                or (f.outcome in alone and f.at.start - sentence.start not in behind)
            ]
    return _of_responses(sentence, told)


def _of_responses(sentence: Sentence, told: list[Figure]) -> list[Figure]:
    """Return the figures, those of "complete and partial responses in 5% and 12%" as of each; of "or" nobody can tell, but of two arms."""
    said = " ".join(sentence.folded[t.start : t.end] for t in sentence.tokens if t.label == "ORR")
    kinds = _KINDS.findall(said)
    both = [f for f in told if f.outcome == "ORR" and f.measure in _OF_SHARES and not (f.arm or f.milestone)]
    if len(both) != len(kinds) or set(kinds) != {"complete", "partial"}:
        return told
    if " and " not in said:
        return [f for f in told if f not in both]
    each = dict(zip([f.at for f in both], [_RESPONSES[kind] for kind in kinds], strict=True))
    return [replace(f, outcome=each.get(f.at, f.outcome)) for f in told]


_KINDS = re.compile("complete|partial")
_RESPONSES = {"complete": "CR", "partial": "PR"}


# What a figure is called that tells how many had something.
_OF_SHARES = SHARES | {"improved", "worsened", "unchanged"}


# "4.7%/month": how fast tumours grew.
_GROWTH = "tumour growth rate"
_GROWING = re.compile("growth|grew")
_BY_MONTH = re.compile(r"\d ?% ?(?:/ ?|per |a )(?:months?|mo|m)(?!\w)")


def _measured(sentence: Sentence, figure: Figure) -> Figure:
    """Return the figure, the times of "was 11.3 months at the median with A and 8.0 months with B" as medians, a level below nought as a change."""
    is_growth = figure.outcome == _GROWTH or (figure.outcome == "rate" and _GROWING.search(sentence.folded))
    averaged = figure.measure in {"level", "median", "mean"} and figure.unit == "%"
    if is_growth and averaged and _BY_MONTH.search(sentence.folded):
        return replace(figure, outcome=_GROWTH, unit="%/month")
    if figure.measure == "time" and AT_MEDIAN.search(sentence.folded):
        return replace(figure, measure="median")
    return replace(figure, measure="change") if figure.measure == "level" and (figure.value or 0) < 0 else figure


def _fuller(told: list[Figure], listed: list[Reading]) -> bool:
    """Return whether more is told with its group where the sentence is read as the line of a table."""
    tied = {figure.at for figure in told if figure.arm or figure.milestone}
    others = tied.isdisjoint(one.figure.at for one in listed)
    return len(listed) > len(tied) or (bool(listed) and len(listed) == len(tied) and others)


def _is_better(mean: Reading, other: Reading | None) -> bool:
    """Return whether the average is what the number is rather than a share, or a level before or after."""
    return other is None or (is_known(mean.figure.outcome) and not other.row.startswith("level"))


def _with_claim(sentence: Sentence, figure: Figure) -> Figure:
    if not (figure.p or figure.contrast or _COMPARED.search(sentence.folded)):
        return figure
    said = significance(sentence, figure.at.start - sentence.start)
    said = None if said is False and _excludes_chance(figure) else said
    return figure if said is figure.significant else replace(figure, significant=said)


def _excludes_chance(figure: Figure) -> bool:
    """Return whether its own p or interval says that two groups differ, whatever is said of another outcome."""
    low, high = figure.low or 0.0, figure.high or math.inf
    apart = figure.measure in CONTRASTS - {"difference"} and (low > 1 or high < 1)
    small = _P.fullmatch(figure.p)
    return apart or (small is not None and float(small[1]) < _CHANCE)


_P = re.compile(r"[<\u2264]?(0?\.\d{1,6})")
_CHANCE = 0.05


# Without one of these no sentence says whether two groups differ.
_COMPARED = re.compile("differ|signific|similar|comparable|superior")


def sayable(found: Sequence[Figure], text: str) -> tuple[Figure, ...]:
    """Return the figures of a text that a reader is told, each value once.

    Left out are those that a sentence compares and does not say whose they are ("worse PFS (7 vs 17 months)"), a
    discontinuation that is told as the event which led to it, changes up and down, of which a number does not say which it is,
    a share of patients of whose level it is not read what it did, what became of some whom no group names, a level before
    treatment alone, and of two levels of the same patients the one of a time, where the other's is not said ("fell from 5.4
    to 3.1 at week 12").
    """
    found = [one for one in found if not (is_bare_level(one) or is_of_some(one))]
    both_ways = _both_ways(found, text)
    found = [
        one for one in found if one.sentence not in both_ways or one.direction or not one.measure.endswith("change")
    ]
    timeless = {_level_of(one) for one in found if not one.milestone}
    timed = {_level_of(one) for one in found if one.milestone}
    found = [one for one in found if _level_of(one) not in (timeless & timed) - {()}]
    of_level = Counter(map(_level_of, found))
    found = [one for one in found if not (of_level[_level_of(one)] == 1 and _is_of_the_beginning(one))]
    events = {one.at for one in found if one.severity == LED}
    found = [one for one in found if one.at not in events or one.severity == LED]
    beside = Counter(map(_told_as, found))
    return tuple(one for one in found if beside[_told_as(one)] == 1)


def _level_of(one: Figure) -> tuple[str, ...]:
    """Return of what, and of whom, a level is; () for what is none."""
    if one.measure not in _LEVELS or is_time(one.outcome):
        return ()
    return one.sentence, one.outcome, one.event, one.measure, one.arm


_LEVELS = frozenset({"level", "median", "mean"})


def _is_of_the_beginning(one: Figure) -> bool:
    """Return whether a level is told as it was before treatment: "CgA was 210 ng/ml at baseline"."""
    plain = _level_of(one) != () and not one.milestone and one.groups != TIMES
    return plain and _AT_FIRST.search(fold(one.sentence)) is not None


_AT_FIRST = re.compile(
    r"(?<!than )(?<!than that )(?<!\w)at (?:study )?(?:baseline|entry|inclusion|enrol\w{2,6}|diagnosis)(?!\w)|(?:^|mean |median |the )baseline (?!(?:characteristics|variables)(?!\w))"
)


def _told_as(one: Figure) -> tuple[str, ...]:
    """Return all that is said of a value but the value: two of which the same is said are of two things, or of one before and after."""
    whose = one.arm, one.comparator, one.contrast, one.milestone
    return one.sentence, one.outcome, one.event, one.measure, one.severity, *whose


def _both_ways(found: Sequence[Figure], text: str) -> set[str]:
    """Return the sentences that tell one change up and another down: "rose by 4.1 points with A and fell by 1.2 with B"."""
    ways: defaultdict[str, set[bool | None]] = defaultdict(set)
    for one in found:
        if one.measure.endswith("change"):
            ways[one.sentence].add(is_rise(fold(text[max(0, one.at.start - _NEAR) : one.at.start])))
    return {sentence for sentence, told in ways.items() if {True, False} <= told}


_NEAR = 160  # characters before it in which it stands which way a number went


def extract(text: str) -> list[dict[str, Any]]:
    """Return the figures as JSON has them: places are those of the number, ``sentence`` its sentence."""
    return [_plain(figure) for figure in figures(text)]


_FIELDS = "outcome event severity measure value direction low high level p significant unit n total arm comparator groups contrast milestone sentence".split()


def _plain(figure: Figure) -> dict[str, Any]:
    plain = {name: getattr(figure, name) for name in _FIELDS}
    return {**plain, "start": figure.at.start, "end": figure.at.end}
