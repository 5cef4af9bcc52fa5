"""Regimens in words: in those of the source, each once, with what makes it more than the label's."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import takewhile

from digests.labels import say
from watcher.model import Regimen
from watcher.text import fold

# Characters; "200 µg twice or thrice daily", "on days 1, 15 and 29" have no shorter form.
_LONG_REGIMEN, _LONG_APART = 44, 60
_AT = re.compile(r"(?:on|at) (?:days?|weeks?) \d")
_CHANGED = re.compile(
    r"\b(?:from|to (?:every|q(?:\d\w{0,3})?)|(?<=mg )to \d{1,2}(?: (?:or|to) \d{1,2})? (?:days|weeks)|(?:then|interval) to|is|are|was|were|shortened|reduced|changed|verk[u\u00fc]rzt|f[o\u00f6]rkortat\w*|verkort|acort\w*|reduj\w*|reduci\w*|raccourci\w*|ridott\w*)\b"
)


def regimen(what: Regimen) -> str:
    """Return the regimen and what makes it more than the label's: "lanreotide 120 mg every 14 days (shorter interval)"."""
    extra = more(what)
    return f"{_dosed(what)} ({extra})" if extra else _dosed(what)


def more(what: Regimen) -> str:
    """Return what makes a regimen more than the label's: "higher dose, shorter interval"; "rescue"; "" for nothing."""
    if what.role == "rescue":
        return say("rescue")
    said = {"dose": "higher dose", "interval": "shorter interval", "both": "higher dose, shorter interval"}
    return say(said[what.intensification]) if what.intensification in said else ""


def _dosed(what: Regimen) -> str:
    """Return the regimen in the source's own words; where these are many, they speak of more than one, and its numbers tell it."""
    said = f"{what.product} {what.text[:1].lower()}{what.text[1:]}" if what.product else what.text
    said = _COUNTED.sub("", said)
    first = what.drug.partition(" ")[0]
    if (first.islower() and fold(said).startswith(first[:-1])) or _ADVERB.match(said):
        said = said[:1].lower() + said[1:]  # a title begins with it; a code stays as it is
    is_apart = (what.interval_days and what.interval_days <= 1) or _AT.search(said) or _IN_SEQUENCE.search(said)
    longest = _LONG_APART if is_apart else _LONG_REGIMEN
    many = len(said) > longest or _CHANGED.search(said) is not None
    if (
        _leaves_out_the_dose(what, said)
        or _BEHIND.match(said)
        or (many and what.interval_days and (what.dose_mg or "mg" not in said))
        or (_AGAINST.search(said) and (what.dose_mg or what.interval_days))
    ):
        return _in_numbers(what)
    # A drug in parentheses leaves half of them behind: "CAM2029) 20 mg every 2 weeks".
    return said if said.count("(") == said.count(")") else re.sub(r"[()]", "", said)


def _leaves_out_the_dose(what: Regimen, said: str) -> bool:
    """Return whether the words say how often and not how much, which is known: "the same drug every 14 days"."""
    in_either_unit = (what.dose_mg or 0, 1000 * (what.dose_mg or 0))
    return bool(what.interval_days and what.dose_mg) and not any(f"{dose:g}" in said for dose in in_either_unit)


# A title begins with it, too.
_ADVERB = re.compile(r"[A-Z][a-z]+(?:-(?:day|week|month|dose|acting)|(?:-?week|-?month|-?dai|-?night)ly)(?!\w)")


def _in_numbers(what: Regimen) -> str:
    """Return "octreotide LAR 60 mg every 4 weeks", whatever the source's own words are."""
    form = "" if what.formulation == "depot" else what.formulation  # a code alone says what it is
    named = (form, what.drug) if form == "oral" else (what.drug, form)
    often = _often(what.interval_days) if what.interval_days else ""
    return " ".join(part for part in (*named, _dose(what.dose_mg), often) if part)


_BEHIND = re.compile(r"\d[^,;]{1,40} of [a-z]")  # "30 mg every 2 weeks of octreotide LAR"
# Two in one name: "40 mg versus 30 mg".
_AGAINST = re.compile(
    r"(?i)(?<!\w)(?:versus|vs\.?|against|compared with|instead of|rather than|mg(?:,| or| and|, or|, and) \d+)(?!\w)"
)
# "60 mg (n = 29), both every 28 days": who had it, or what others had, is no part of it.
_COUNTED = re.compile(
    r"(?i) ?\((?:n ?= ?\d{1,5}|\d{1,3}(?:\.\d{1,2})? ?%)\)|,? (?:both|each|all)(?= every)|,? (?:or|versus|vs\.?) (?:(?:matching|matched) )?placebo(?!\w)"
)
# One arm in its turns: "30 mg every 8 weeks and then every 4 weeks".
_IN_SEQUENCE = re.compile(r"(?i)(?<!\w)(?:then|followed by)(?!\w)")


def _dose(mg: float | None) -> str:
    return "" if mg is None else f"{mg:g} mg" if mg >= 1 else f"{mg * 1000:g} \u00b5g"


def _often(days: float) -> str:
    """Return "every 2 weeks", "once daily", "3 times a day"."""
    if days > 1:
        return f"every {_days(days)}"
    times = round(1 / days)
    return {1: "once daily", 2: "twice a day"}.get(times, f"{times} times a day")


def _days(days: float) -> str:
    weeks = days / 7
    return "week" if weeks == 1 else f"{weeks:g} weeks" if weeks.is_integer() else f"{days:g} days"


def regimens(found: Iterable[Regimen]) -> list[str]:
    """Return each regimen of the study once, without those that stand whole in another one or say less of the same dose."""
    return [said for _, said in _each(found)]


def beside(title: str, found: Iterable[Regimen]) -> list[str]:
    """Return the regimens as they are said below a title: of an only one that it names, what makes it more than the label's."""
    every = tuple(found)
    said = _each(every)
    if len(said) == 1 and said[0][0] in title.lower():
        return list(dict.fromkeys(filter(None, map(more, every))))[:1]
    return [regimen for _, regimen in said]


def _each(found: Iterable[Regimen]) -> list[tuple[str, str]]:
    """Return each regimen in lower case and without what makes it more than the label's, then as it is said."""
    return [(_dosed(one).lower(), regimen(one)) for one in _kept(found)]


def _kept(found: Iterable[Regimen]) -> list[Regimen]:
    """Return those that the study gave, each once: none that stands whole in another one or says less of the same dose."""
    every = _completed(tuple(found))
    told = [one for one in every if one.role != "prior" and not _is_bare(one)]
    went_on = [one for one in every if one.role == "prior" and any(_says_less(other, one) for other in told)]
    given = [one for one in every if one in told or one in went_on]
    kept = [one for one in given if not any(_says_less(one, other) for other in every)]
    said: dict[str, Regimen] = {}
    for one in reversed(kept):
        if one.intensification or _dosed(one).lower() not in said:  # "every 28 or 14 days" is the shorter too
            said[_dosed(one).lower()] = one
    whole = [text for text in said if not any(text != other and text in other for other in said)]
    return [said[text] for text in reversed(whole)]


def _is_bare(one: Regimen) -> bool:
    """Return whether it names no drug and no dose, at an interval that is the label's: "somatostatin analogue each month"."""
    return one.drug == _CLASS and one.dose_mg is None and not one.intensification


def _completed(every: Sequence[Regimen]) -> tuple[Regimen, ...]:
    """Return the regimens, one that only says how often with the only dose of its drug: "every 14 days" in a title, "120 mg" below it.

    Where that is what patients had had, one arm went on with it: "added to monthly lanreotide". A dose alone is given
    as often as the doses above which all are: "above 30 mg q4w: 40 mg (58%)".
    """
    alike = ((one, [other for other in every if other.drug == one.drug]) for one in every)
    return tuple(_with_interval(_with_dose(one, others), others) for one, others in alike)


def _with_interval(one: Regimen, others: Sequence[Regimen]) -> Regimen:
    days = {other.interval_days for other in others if other.interval_days and other.role != "prior"}
    above = {other.interval_days for other in others if other.dose_mg is None and other.intensification == "dose"}
    if one.interval_days or not one.dose_mg or one.intensification != "dose" or len(days) != 1 or days != above:
        return one
    often = days.pop() or 0
    return replace(one, interval_days=often, text=f"{one.text} {_often(often)}")


def _with_dose(one: Regimen, others: Sequence[Regimen]) -> Regimen:
    dosed = [other for other in others if other.dose_mg]
    if one.dose_mg or not one.interval_days or one.role == "prior" or len({other.dose_mg for other in dosed}) != 1:
        return one
    as_often = [other for other in dosed if other.interval_days == one.interval_days]
    went_on = bool(as_often) and all(other.role == "prior" for other in as_often)
    apart = not as_often and (
        (one.intensification == "interval" and all(other.role != "prior" or other.interval_days for other in dosed))
        or all(other.interval_days is None and other.role != "prior" for other in dosed)
    )
    known = went_on or apart
    return replace(one, dose_mg=dosed[0].dose_mg, formulation=dosed[0].formulation) if known else one


_MORE, _LESS = 2, 3  # regimens on either side of a comparison
_LIST = re.compile(r"\d,? (?:or|to|and) \d")  # one that is several


def contrast(found: Iterable[Regimen]) -> str:
    """Return what a study compared, what is more than the label's first: "lanreotide 120 mg every 14 vs every 28 days"; "" where that is not sure.

    What patients had had and one arm went on with is compared, too.
    """
    every = tuple(found)
    told = [one for one in every if one.role != "prior" and not one.intensification]
    went_on = [one for one in every if one.role == "prior" and any(_says_less(other, one) for other in told)]
    given = _kept(
        _apart(replace(one, role="compared") if one in went_on else one, every) for one in every if one.role != "rescue"
    )
    more = [one for one in given if one.intensification] or [one for one in given if not one.role]
    less = [one for one in given if one not in more]
    if (
        not less
        and len([one for one in more if one.intensification and one.drug == more[0].drug]) == len(more) == _MORE
    ):
        more, less = more[:1], more[1:]
    if (
        not 0 < len(more) <= _MORE
        or not 0 < len(less) <= _LESS
        or (len(more) > 1 and any(map(_LIST.search, map(_dosed, more))))
    ):
        return ""
    return _shared(_side(more), _side(less)) if len(more) == 1 else _set_against(_side(more), _side(less))


def _set_against(several: str, one: str) -> str:
    """Return two regimens against one; only the drug that both begin with is said once, for its dose is told of each."""
    alike = list(
        takewhile(
            lambda pair: pair[0] == pair[1] and pair[0].isalpha(), zip(several.split(), one.split(), strict=False)
        )
    )
    rest = one.split()[len(alike) :]
    return f"{several} vs {' '.join(rest) if rest and rest[0][0].isdigit() else one}"


_EITHER = re.compile(r"(?i)(?<!\w)(?:or|versus|vs\.?|against)(?!\w)")


def either(found: Iterable[Regimen]) -> str:
    """Return what one or another patient was given, two at most: "octreotide LAR 30 or 60 mg every 4 weeks"; of one, what makes it more than the label's."""
    given = _kept(found)[:_MORE]
    return _side(given) if len(given) > 1 else "".join(map(regimen, given))


def together(found: Iterable[Regimen]) -> list[str]:
    """Return two regimens at most, two of one drug as one: "octreotide LAR 30 mg every 3 or every 2 weeks (shorter interval)"."""
    given = _kept(found)[:_MORE]
    extra, drugs = {more(one) for one in given}, {one.drug for one in given}
    if len(given) < _MORE or len(extra) > 1 or len(drugs) > 1:
        return [*map(regimen, given)]
    said = "".join(extra)
    return [f"{_side(given)} ({said})" if said else _side(given)]


_IN_TURN = re.compile(r"(?i)(?<!\w)(?:in turn|alternat\w{1,5})(?!\w)")


def in_turn(found: Iterable[Regimen], title: str) -> str:
    """Return two drugs that one patient was given by turns, which are no two intervals: "octreotide LAR 30 mg and lanreotide 120 mg in turn, two weeks apart"; "" for none."""
    every = [one for one in found if one.role != "prior"]
    drugs = {one.drug: one for one in every if one.intensification}
    if len(drugs) != _MORE or not any(map(_IN_TURN.search, (title, *(one.text for one in every)))):
        return ""
    whole = (
        one.text[:1].lower() + one.text[1:]
        for one in every
        if _IN_TURN.search(one.text) and any(_holds(one, other) for other in every)
    )
    dosed = {one.drug: one for one in every if one.drug in drugs and one.dose_mg} or drugs
    both = " and ".join(_in_numbers(replace(dosed.get(drug, one), interval_days=None)) for drug, one in drugs.items())
    days = {one.interval_days for one in drugs.values()}
    often = f", {_often(first)}" if len(days) == 1 and (first := days.pop()) else ""
    return next(whole, f"{both} in turn{often}")


def _apart(one: Regimen, every: Sequence[Regimen]) -> Regimen:
    """Return a regimen whose words are those of several as its numbers say it: "every 21 or every 28 days"."""
    alike = sum(other.span == one.span for other in every) > 1 and _EITHER.search(one.text)
    return replace(one, text=_in_numbers(one), product="") if alike else one


def _side(regimens: Sequence[Regimen]) -> str:
    """Return what either was given: two of which the source says the interval once, likewise: "A 30 mg or B 120 mg every 4 weeks"."""
    within = [one for one in regimens if any(_holds(other, one) for other in regimens)]
    both = [one for one in regimens if any(_holds(one, other) for other in within)]
    told = [one.text if one in both else _dosed(one) for one in regimens if one not in within]
    said = reduce(partial(_shared, joint="or"), told)
    *others, last = regimens
    known = all(one.dose_mg and one.interval_days in {None, last.interval_days} for one in regimens)
    if len(said) <= _LONG_PAIR or not known or len({one.drug for one in regimens}) < len(regimens):
        return said
    return " or ".join(map(_in_numbers, (*(replace(one, interval_days=None) for one in others), last)))


_LONG_PAIR = 64  # characters


def _holds(one: Regimen, other: Regimen) -> bool:
    """Return whether the words of another drug's regimen stand in those of one, and are not the same words."""
    mine, its = one.span, other.span
    return (
        mine != its
        and one.drug != other.drug
        and mine.field == its.field
        and mine.start <= its.start
        and its.end <= mine.end
    )


def _shared(one: str, other: str, joint: str = "vs") -> str:
    """Return two regimens with the words said once that both begin or end with: "octreotide LAR 60 vs 30 mg every 28 days"."""
    first, second = one.split(), other.split()
    head = _alike(first, second)
    while head and first[head - 1].lower() in {"every", "q"}:
        head -= 1
    ends = first[head:], second[head:]
    tail = _alike(ends[0][::-1], ends[1][::-1]) if len(ends[0]) == len(ends[1]) else 0
    own = second[head : len(second) - tail]
    if not (head and own and (own[0][0].isdigit() or own[0].lower() == "every")):
        return f"{one} {joint} {other}"
    return " ".join([*first[: len(first) - tail], joint, *own, *second[len(second) - tail :]])


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many words both begin with."""
    pairs = takewhile(lambda pair: pair[0].lower() == pair[1].lower(), zip(first, second, strict=False))
    return sum(1 for _ in pairs)


_CLASS = "somatostatin analogue"


def _says_less(one: Regimen, other: Regimen) -> bool:
    """Return whether the other has the same dose or interval of the same drug, and the interval or dose that this lacks."""
    dose, days = one.dose_mg, one.interval_days
    if one.drug == _CLASS and other.drug != _CLASS and dose is None:  # "two-weekly analogues", where others name them
        return days == other.interval_days
    alike = one.drug in {"", other.drug} and one.intensification in {"", other.intensification}
    if alike and one.drug and dose is days is None:
        return other.dose_mg is not None  # "above 30 mg", where another says how much
    if not alike or None in {other.dose_mg, other.interval_days}:
        return False
    return (days is None and dose == other.dose_mg) or (dose is None and days == other.interval_days)
