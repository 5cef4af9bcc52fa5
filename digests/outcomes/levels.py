"""The levels of what is measured in each patient, and the figure of one: "5-HIAA was 410 before and 255 after"."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digests.outcomes.fillers import PEOPLE
from digests.outcomes.kinds import BOUNDS
from digests.outcomes.lexicon import MEASURED
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading, around, figure, is_count, is_no_value

_TO_VALUE = frozenset(
    "numbered during scored was were is of reached : = at as estimated approximately about only excretion level levels concentration concentrations score scores frequency per day "
    "utility index vas component components scale scales subscale physical mental endocrine functioning domain summary ng/ml nmol/l \u00b5g/l mg/24 baseline entry last first final visit scan treatment therapy escalation steady state steady-state start end study h week month episodes number values value count counts the a those from in for on with both arms groups overall median mean urinary plasma serum rate rates averaged stood - respectively /".split()
)
_SIGNS = ("-", "+", "\u2212", "\u2013")
_FAR = 14


def levels(sentence: Sentence, inside: frozenset[int]) -> Iterator[Reading]:
    """Yield the levels that follow what is measured at once: "5-HIAA was 410 before and 255 after", "CgA: -31% with A"."""
    told: set[str] = set()  # a later level of the same outcome needs no verb: "TGR0 was 3.9%, TGR3m 0.6%"
    for place, token in enumerate(sentence.tokens):
        if token.mark is not Mark.OUTCOME or token.label not in MEASURED or _is_governed(sentence, place):
            continue
        first = place + 1 + 3 * _is_averaged(sentence, place + 1)
        for value in (pair := _unchanged(sentence, place, inside)):
            yield _with_unit(sentence, reading(sentence, value, place, "level"), pair)
        values = _run_of_levels(sentence, first, inside, told=token.label in told) or _kept(sentence, place, inside)
        shares = any(sentence.tokens[value].mark is Mark.PERCENT for value in values)
        signed = shares and sentence.text[slice(*sentence.tokens[values[0]].at)].startswith(_SIGNS)
        if shares and not signed and not is_in_per_cent(sentence, token):
            continue
        if values and _is_given(sentence, place, values):
            continue
        for value in values:
            told.add(token.label)
            kind = "change" if signed or _is_of_change(sentence, place) else "level"
            yield _with_unit(sentence, reading(sentence, value, place, kind), values)


def _is_of_change(sentence: Sentence, place: int) -> bool:
    """Return whether the change in an outcome is told: "change from baseline to week 24 in global health"."""
    before = itertools.dropwhile(lambda t: t.label in _SINCE or t.mark is Mark.MILESTONE, sentence.tokens[:place][::-1])
    return any(t.mark is Mark.CHANGE for t in itertools.islice(before, 1))


_SINCE = frozenset("in of the from baseline to".split())


def _with_unit(sentence: Sentence, one: Reading, values: Sequence[int]) -> Reading:
    """Return a level with the unit that a list prints once, behind its last value."""
    units = (sentence.tokens[value].label for value in values if value >= one.place)
    return one._replace(figure=replace(one.figure, unit=one.figure.unit or next((u for u in units if u), "")))


# Glycated haemoglobin, under whichever of its names, and how long glucose was where.
_IN_PER_CENT = re.compile(r"a1c|ha?emoglobin|time")


def is_in_per_cent(sentence: Sentence, outcome: Token) -> bool:
    """Return whether the level of an outcome has per cent for its unit, so that a per cent of it need be no share of patients."""
    named = _IN_PER_CENT.search(sentence.folded, outcome.start, outcome.end)
    return outcome.label == "tumour growth rate" or (outcome.label == "AE: glucose" and named is not None)


def of_people(sentence: Sentence, named: int, place: int) -> bool:
    """Return whether the per cent is said to be of patients, so that it is no level: "in 79% of the patients", "a TGR below 0"."""
    beside = (*sentence.tokens[max(0, named - 1) : named], *sentence.tokens[named + 1 : named + 3])
    if any(t.label in _BOUNDS for t in beside):
        return True
    led = [t.label for t in sentence.tokens[max(0, place - 1) : place]] == ["in"]
    following = [t.label for t in sentence.tokens[place + 1 : place + 4] if t.label != "the"]
    return led and following[:1] == ["of"] and not PEOPLE.isdisjoint(following[1:2])


_BOUNDS = BOUNDS | {"negative", "positive", "exceeded"}


# What is counted a day, where its number has it for its unit: "patients had 7.1 stools daily".
_COUNTED_DAILY = frozenset({"stools", "bowel movements"})
_DAILY = frozenset({"daily", "per", "a", "/", "each"})
_NO_LEVEL = frozenset({"by", "from", "to", "than", "least", "of", "over", ">", "<"})


# What is counted by name behind its number: "patients had 2.6 symptomatic days", "4.1 flushing episodes per day".
_COUNTED = re.compile(
    r"symptom(?:atic)? days|days with (?:symptoms|diarr\w+)|flush(?:es|(?:ing)? episodes).*|(?:daily )?bowel movements.*|rescue (?:injections|doses)"
)
_NEXT = frozenset({"had", "was", "used", ",", ""})
_AFTER_NEXT = frozenset(". ; ( with on in during before after at under for".split())


def by_unit(sentence: Sentence) -> Iterator[Reading]:
    """Yield "they had 7.1 stools daily", "2.6 symptomatic days", and the next number alone: "; on the shorter interval, 3.9"."""
    found = list(_by_unit(sentence))
    yield from found if len(found) > 1 or "baseline" not in sentence.folded else ()  # that of the beginning alone


def _by_unit(sentence: Sentence) -> Iterator[Reading]:
    told = ""
    for place, token in enumerate(sentence.tokens):
        before = sentence.tokens[place - 1].label if place else ""
        following = sentence.tokens[place + 1].label if place + 1 < len(sentence.tokens) else "."
        if token.mark is not Mark.NUMBER or token.number is None or before in _NO_LEVEL or is_no_value(sentence, place):
            continue
        named = _counted_behind(sentence, place, following)
        joined = (
            before in _NEXT or place - 1 in sentence.names or (place and sentence.tokens[place - 1].mark is Mark.AND)
        )
        again = told if not token.label and joined and following in _AFTER_NEXT else ""
        told = named or told
        if outcome := named or again:
            unit = token.label or ("stools" if outcome == "bowel movements" else "")
            made = figure(sentence, token, "level", around(sentence, place), outcome=outcome, unit=unit)
            yield Reading(place, made, f"level by unit {outcome}")


def _counted_behind(sentence: Sentence, place: int, following: str) -> str:
    """Return the outcome that a number counts, "" for any other number."""
    token = sentence.tokens[place]
    if token.label in _COUNTED_DAILY:
        return "bowel movements" if following in _DAILY else ""
    counted = sentence.tokens[place + 1 : place + 2]
    named = not token.label and counted and counted[0].mark is Mark.OUTCOME
    return counted[0].label if named and _COUNTED.fullmatch(sentence.folded, counted[0].start, counted[0].end) else ""


def _unchanged(sentence: Sentence, place: int, inside: frozenset[int]) -> list[int]:
    """Return the places of the two levels of "5-HIAA remained unchanged (14.1 vs 13.6)"."""
    ahead = [p for p in range(place + 1, len(sentence.tokens) - 3) if p not in inside][:_FAR]
    opened = next((p for p in ahead if _opens(sentence, p, sentence.tokens[place])), -1)
    between = [sentence.tokens[p] for p in ahead if p < opened]
    if any(t.mark is Mark.OUTCOME or t.number is not None for t in between):
        return []
    near = (*sentence.tokens[max(0, place - 2) : place], *between)
    said = any(t.label in _COMPARED for t in near)
    if not said and (timed := _by_time(sentence, place)):
        return timed
    return [opened + 1, opened + 3] if said and opened >= 0 else []


def _kept(sentence: Sentence, place: int, inside: frozenset[int]) -> list[int]:
    """Return the places of the levels of "remained stable (0.79 before and 0.81 after)", "was unchanged: 68 at baseline, 69 at month 6"."""
    near = range(place + 1, min(place + _FAR, len(sentence.tokens) - 2))
    said = next((p for p in near if sentence.tokens[p].label in _KEPT), 0)
    others = any(t.mark is Mark.OUTCOME or t.number is not None for t in sentence.tokens[place + 1 : said])
    if not said or others or sentence.tokens[said + 1].label not in {"(", ":", ","}:
        return []
    run = _run_of_levels(sentence, said + 2, inside, told=True)
    told = sentence.tokens[said + 2 : run[-1] + 4] if run else ()
    timed = any(t.label in _TIMED or t.mark is Mark.MILESTONE for t in told)
    return run if timed and len(run) == len({"before", "after"}) else []


_KEPT = frozenset("unchanged stable constant change changed".split())
_TIMED = frozenset({"before", "after", "baseline"})


def _by_time(sentence: Sentence, place: int) -> list[int]:
    """Return the places of the levels of "global health (baseline 61.3, month 12 60.8)"."""
    six = sentence.tokens[place + 1 : place + 7]
    told = len(six) > 5 and six[0].mark is Mark.OPEN and six[1].label == "baseline" and six[4].mark is Mark.MILESTONE
    return [place + 3, place + 6] if told and six[2].mark is six[5].mark is Mark.NUMBER else []


_COMPARED = frozenset(
    "unchanged stable constant change fewer lower higher differ differed different similar comparable alike equal".split()
)


def _opens(sentence: Sentence, place: int, outcome: Token) -> bool:
    """Return whether a bracket opens here with two levels of an outcome: "(14.1 vs 13.6 mg", "(7.1 vs 6.8%"."""
    first, *levels = (t.mark for t in sentence.tokens[place : place + 4])
    kinds = {Mark.NUMBER, Mark.PERCENT} if is_in_per_cent(sentence, outcome) else {Mark.NUMBER}
    return first is Mark.OPEN and levels[1:2] == [Mark.VERSUS] and kinds.issuperset(levels[::2])


_PARTED = ("assigned", "randomised", "randomized", "allocated", "enrolled")


_AIMED = ("titrat", "adjust", "aim")
_DOSED = re.compile(r" ?mg(?![\w/])")  # in urine it is "mg/24 h"


def _is_given(sentence: Sentence, place: int, values: list[int]) -> bool:
    """Return whether the level is the one before treatment alone, or one that is aimed at."""
    said = {t.label for t in sentence.tokens[max(0, place - 2) : values[-1]]}
    behind = itertools.pairwise(sentence.tokens[values[-1] :])
    if any(t.label.startswith(_PARTED) and before.label not in PEOPLE for before, t in behind):
        return True  # "HbA1c of 7.7% were randomly assigned", not "5.9 ng/mL in patients assigned to"
    if any(t.label.startswith(_AIMED) for t in sentence.tokens[max(0, place - 4) : place]):
        return True  # "a dose titrated to a trough of 10 ng/mL"
    excreted = sentence.tokens[place].label == "5-HIAA"
    if not excreted and all(_DOSED.match(sentence.folded, sentence.tokens[value].at[1]) for value in values):
        return True  # "flushing on lanreotide took part: 12 weeks of 120 mg"
    return "target" in said or (len(values) == 1 and not {"baseline", "entry"}.isdisjoint(said))


def _run_of_levels(sentence: Sentence, first: int, inside: frozenset[int], *, told: bool) -> list[int]:
    """Return the places of the numbers from ``first`` on, as long as nothing but groups and time points stands between.

    ``told``: no verb need lead to them.
    """
    run: list[int] = []
    depth = min(t.depth for t in sentence.tokens[first - 1 : first + 1] if t.mark is not Mark.OPEN)
    for place in range(first, len(sentence.tokens)):
        token = sentence.tokens[place]
        if place in inside or token.depth > depth or token.mark in _ASIDE or _is_of_occasion(sentence, place):
            continue
        if token.mark in {Mark.NUMBER, Mark.PERCENT}:
            spelt = sentence.folded[slice(*token.at)].isalpha()
            if (
                not (told or _is_signed(sentence, token))
                or spelt
                or is_no_value(sentence, place)
                or _counts_people(sentence, place)
                or is_count(sentence, place)
                or differs(sentence, place)
            ):
                return run
            sharing = bool(run) and run[-1] == place - 2 and token.mark is Mark.PERCENT  # "7.0 and 5.8%"
            if run and sentence.tokens[run[0]].mark is not token.mark and not sharing:
                return run
            run.append(place)
        elif (
            token.label not in _TO_VALUE
            and token.mark not in {Mark.AND, Mark.COMMA, Mark.VERSUS, Mark.MEAN}
            and not _leads_to_moment(sentence, place)
        ):
            return run
        told = told or token.label in _SAYING or token.mark is Mark.MEAN
    return run


def _leads_to_moment(sentence: Sentence, place: int) -> bool:
    """Return whether the "to" of "from baseline to week 24" stands here."""
    timed = any(t.mark is Mark.MILESTONE for t in sentence.tokens[place + 1 : place + 2])
    return sentence.tokens[place].label == "to" and timed


_OCCASIONS = frozenset("cycle injection visit dose".split())


def _is_of_occasion(sentence: Sentence, place: int) -> bool:
    """Return whether "cycle" or its number stands here: "Cmin at cycle 4 was 5.9 ng/mL"."""
    pairs = (sentence.tokens[first : first + 2] for first in (place - 1, place))
    return any(
        len(pair) > 1 and pair[0].label in _OCCASIONS and pair[1].mark is Mark.NUMBER and not pair[1].label
        for pair in pairs
    )


_ASIDE = frozenset(
    {Mark.OPEN, Mark.CLOSE, Mark.INTERVAL, Mark.SPREAD, Mark.SIZE, Mark.MILESTONE, Mark.TIME, Mark.P, Mark.RESPECTIVELY}
)
_SAYING = frozenset({"scored", "numbered", "was", "were", "is", ":", "=", "of", "averaged", "reached", "stood"})


def _is_signed(sentence: Sentence, token: Token) -> bool:
    """Return whether a plus or minus stands before the number or is its first character."""
    first = token.at[0]
    return sentence.text[first : first + 1] in _SIGNS or sentence.text[max(0, first - 2) : first] in {" +", "(+"}


_A_DAY = r"(?:(?:per|a) (?:day|week) )?"
# How a level differs from an earlier one, "42% lower than at baseline", and from that of another group, "24% lower on 60 mg".
_EARLIER_LEVEL = re.compile(
    rf"{_A_DAY}(?:(?:below|above)(?: and [^;.]{{2,40}} (?:below|above))? (?:(?:the|its|their) )?(?:baseline|initial|starting|pre-?[a-z]{{4,14}})(?!\w)"
    r"|(?:lower|higher|fewer)(?: (?:per (?:day|week)|(?:at|after|by|with|on|in) (?:[^;.,()]|\.(?=\d)){2,60}))? than (?:before|(?:at )?(?:the )?(?:study )?(?:baseline|entry|start|outset|beginning))(?!\w)"
    r"|fewer(?= ?[,;.]))"
)
_OTHERS_LEVEL = re.compile(rf"{_A_DAY}(?:lower|higher|fewer) (?:on|with|in|under|during|among)(?!\w)")


def differs(sentence: Sentence, place: int) -> str:
    """Return whether the number says by how much a level differs: a "change" from an earlier one, a "difference" from another group's; else ""."""
    start = sentence.tokens[place].end + 1
    if _EARLIER_LEVEL.match(sentence.folded, start):
        return "change"
    if not _OTHERS_LEVEL.match(sentence.folded, start):
        return ""
    if _EARLIER_LEVEL.search(sentence.folded, 0, start):
        return "change"  # "42% lower than at baseline in A and 6% higher in B"
    return "difference" if place > 0 and sentence.tokens[place - 1].label in {"was", "were"} else ""


def is_gained(tokens: Sequence[Token], place: int) -> bool:
    """Return whether so much was gained, by a group's name even: "after a dose increase of 50%", "an increase in dose of 50%"."""
    before = tokens[max(0, place - 5) : place]
    words = list(itertools.takewhile(lambda t: t.mark is Mark.WORD, reversed(before)))
    gained = len(words) < len(before) and before[-1 - len(words)].mark is Mark.CHANGE
    return gained and [t.label for t in before[-1:]] == ["of"]


def _counts_people(sentence: Sentence, place: int) -> bool:
    number = sentence.tokens[place].number
    whole = number is not None and number >= 0 and number.is_integer()
    following = [t.label for t in sentence.tokens[place + 1 : place + 4] if t.label != "the"]
    share = sentence.tokens[place].mark is Mark.PERCENT and following[:1] == [
        "of"
    ]  # "HbA1c was 6.1% in 40% of patients"
    return (whole and following[:1] != [] and following[0] in PEOPLE) or (
        share and not PEOPLE.isdisjoint(following[1:2])
    )


def _is_averaged(sentence: Sentence, place: int) -> bool:
    """Return whether "(mean)" stands here."""
    marks = [t.mark for t in sentence.tokens[place : place + 3]]
    return marks in ([Mark.OPEN, Mark.MEAN, Mark.CLOSE], [Mark.OPEN, Mark.MEDIAN, Mark.CLOSE])


def _is_governed(sentence: Sentence, place: int) -> bool:
    """Return whether "median" or "mean" stands before the outcome, which then governs the values."""
    before = itertools.takewhile(
        lambda t: t.mark is not Mark.SEMICOLON, sentence.tokens[max(0, place - 4) : place][::-1]
    )
    return any(t.mark in {Mark.MEDIAN, Mark.MEAN} for t in before)


def reading(sentence: Sentence, place: int, subject: int, kind: str) -> Reading:
    """Return the number at a place as a change, a difference or a level of the outcome at ``subject``."""
    token = sentence.tokens[place]
    is_median = any(t.mark is Mark.MEDIAN for t in sentence.tokens[max(0, subject - 3) : place])
    is_mean = any(t.mark is Mark.MEAN for t in sentence.tokens[max(0, subject - 3) : place])
    statistic = "median" if is_median else "mean" if is_mean else ""
    measure = {"level": statistic or "level", "change": f"{statistic} change".strip()}.get(kind, kind)
    told = figure(
        sentence, token, measure, around(sentence, place), outcome=sentence.tokens[subject].label, unit=token.label
    )
    return Reading(place, told, f"{kind} {subject}")
