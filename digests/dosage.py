"""Regimens in words: in those of the source, each once, with what makes it more than the label's."""

import re
from collections.abc import Iterable

from digests.labels import say
from watcher.model import Regimen

# Characters; "200 µg twice or thrice daily", "on days 1, 15 and 29" have no shorter form.
_LONG_REGIMEN, _LONG_APART = 44, 60
_AT = re.compile(r"(?:on|at) (?:days?|weeks?) \d")
_CHANGED = re.compile(r"\b(?:from|to (?:every|q)|(?:then|interval) to|is|are|was|were|shortened|reduced|changed)\b")


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
    if first.islower() and said.lower().startswith(first):
        said = said[:1].lower() + said[1:]  # a title begins with it; a code stays as it is
    is_apart = what.interval_days and what.interval_days <= 1
    longest = _LONG_APART if is_apart or _AT.search(said) else _LONG_REGIMEN
    many = len(said) > longest or _CHANGED.search(said) is not None
    if (many and what.interval_days and (what.dose_mg or "mg" not in said)) or (
        _AGAINST.search(said) and (what.dose_mg or what.interval_days)
    ):
        form = "" if what.formulation == "depot" else what.formulation  # a code alone says what it is
        named = (form, what.drug) if form == "oral" else (what.drug, form)
        often = _often(what.interval_days) if what.interval_days else ""
        return " ".join(part for part in (*named, _dose(what.dose_mg), often) if part)
    # A drug in parentheses leaves half of them behind: "CAM2029) 20 mg every 2 weeks".
    return said if said.count("(") == said.count(")") else re.sub(r"[()]", "", said)


# Two in one name: "40 mg versus 30 mg".
_AGAINST = re.compile(
    r"(?i)(?<!\w)(?:versus|vs\.?|against|compared with|instead of|rather than|mg (?:or|and) \d+)(?!\w)"
)
# "60 mg (n = 29), both every 28 days": who had it is no part of it.
_COUNTED = re.compile(r" ?\(n ?= ?\d{1,5}\)|,? (?:both|each|all)(?= every)")


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
    every = tuple(found)
    kept = [one for one in every if one.role != "prior" and not any(_says_less(one, other) for other in every)]
    said: dict[str, str] = {}
    for one in reversed(kept):
        if one.intensification or _dosed(one).lower() not in said:  # "every 28 or 14 days" is the shorter too
            said[_dosed(one).lower()] = regimen(one)
    whole = [text for text in said if not any(text != other and text in other for other in said)]
    return [(text, said[text]) for text in reversed(whole)]


def _says_less(one: Regimen, other: Regimen) -> bool:
    """Return whether the other has the same dose or interval of the same drug, and the interval or dose that this lacks."""
    dose, days = one.dose_mg, one.interval_days
    alike = one.drug in {"", other.drug} and one.intensification in {"", other.intensification}
    if alike and one.drug and dose is days is None:
        return other.dose_mg is not None  # "above 30 mg", where another says how much
    if not alike or None in {other.dose_mg, other.interval_days}:
        return False
    return (days is None and dose == other.dose_mg) or (dose is None and days == other.interval_days)
