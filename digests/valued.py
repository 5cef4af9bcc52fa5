"""The values of a study in words: what each is of, how much, and whose, each number as its sentence prints it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.labels import say
from digests.outcomes.lexicon import HORMONES, SHARES
from watcher.model import Figure

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:[.·]\d+)?|[.·]\d+")


def figure(what: Figure) -> str:
    """Return "PFS HR 0.47 (95% CI 0.30 to 0.73), p<0.001 [lanreotide vs placebo]", each number as its sentence prints it.

    The grade of an event stands before it ("grade 3-4 AE 12%"), and that two groups do not differ behind the value.
    """
    return f"{_name(what)} {value(what)}{_probability(what)}{_denied(what)}{_arms(what)}".strip()


def figures(found: Sequence[Figure]) -> str:
    """Return values of a study: what they are of is said once, and no arms of a ratio whose own values stand before it.

    "PFS median 8.6 months [14 days], 8.3 months [28 days]; HR 0.94 (95% CI 0.67 to 1.32)".
    """
    told = [replace(one, p="") if _is_of_both(one, found) else one for one in found]
    return "".join(
        f"{_beside(one, before, told)}{_probability(whole) if _is_last(number, found) else ''}"
        for number, (one, before, whole) in enumerate(zip(told, (None, *told), found, strict=False))
    )


def _is_of_both(one: Figure, found: Sequence[Figure]) -> bool:
    """Return whether a value of one arm has the p of another's, which compares them, or of what compares them."""
    return bool(one.p and not one.comparator and one.arm) and any(
        other.p == one.p and other.arm != one.arm and _of(other) == _of(one) for other in found
    )


def _is_last(number: int, found: Sequence[Figure]) -> bool:
    """Return whether the p of both arms stands behind this value: the last of them, where none says it that compares them."""
    one = found[number]
    alike = [at for at, other in enumerate(found) if _of(other) == _of(one) and other.p == one.p]
    return _is_of_both(one, found) and alike[-1] == number


def _beside(one: Figure, before: Figure | None, found: Sequence[Figure]) -> str:
    """Return a value behind the one before it, without what that says already."""
    said = figure(one)
    if before is None or _of(before) != _of(one):
        return f"; {said}" if before else said
    is_alike = _name(before) == _name(one)
    said = said.removeprefix(f"{_name(one if is_alike else replace(one, measure=''))} ")
    arms = [other.arm for other in found if _of(other) == _of(one) and not other.comparator]
    if [one.arm, one.comparator] == arms:
        said = said.removesuffix(_arms(one))
    return f"{',' if is_alike else ';'} {said}"


def _of(what: Figure) -> tuple[str, str, str, str]:
    return what.outcome, what.event, what.severity, what.milestone


def _name(what: Figure) -> str:
    outcome, measure = _named(what)
    return " ".join(part for part in (what.milestone, graded(what.severity, outcome), measure) if part)


def graded(severity: str, outcome: str) -> str:
    """Return "grade 3-4 AE", "bradycardia (led to discontinuation)"."""
    if severity.startswith("led to"):
        return outcome if severity == f"led to {outcome}" else f"{outcome} ({severity})"
    return f"{severity} {outcome}".strip()


_COMPARES = re.compile(r"(?i)\b(?:than|versus|vs|between|groups|arms|differ\w*|compared|similar|neither)\b")
_STATES = SHARES | {"median", "mean", "level"}  # what a group is told to come to, whatever it differs from


def _named(what: Figure) -> tuple[str, str]:
    """Return outcome and measure as one says them, no word that a per cent says, or that is said.

    The source's own word stands for the class of it: "steatorrhoea" for "AE: gastrointestinal".
    """
    outcome = what.event or what.outcome.removeprefix("AE: ")
    if way := _way(what):
        return outcome, way
    if what.measure == "range" and what.direction:
        return outcome, f"{what.direction} in"
    if what.event and what.measure in SHARES and what.event.startswith((what.outcome, "target ", *HORMONES)):
        return outcome, "in"  # what a share of patients reached of a level
    is_said = outcome.endswith(what.measure) or (what.measure in SHARES and what.unit in {"%", "patients"} and outcome)
    return outcome, "" if is_said else what.measure


# Of a change and of a difference; the words of a negative value are its sign.
_CHANGED = {"rose": "rose by", "fell": "fell by", "improved": "improved by", "worsened": "worsened by"}
_DIFFERS = {"rose": "higher by", "fell": "lower by", "improved": "better by", "worsened": "worse by"}


def _way(what: Figure) -> str:
    """Return "median fell by" of a median change, "lower by" of a difference; "" where the sentence says no way, or the sign does."""
    for kind, ways in (("change", _CHANGED), ("difference", _DIFFERS)):
        if what.measure.endswith(kind) and what.direction and (what.value or 0) > 0:
            return f"{what.measure.removesuffix(kind)}{say(ways[what.direction])}"
    return ""


def value(what: Figure) -> str:
    """Return "0.47 (95% CI 0.30 to 0.73)": what a figure says, without what it is of; of a range both ends."""
    if what.measure == "range" and what.low is not None and what.high is not None:
        return f"{printed(what.low, what.sentence)} to {printed(what.high, what.sentence)}{_unit(what)}"
    number = printed(what.value, what.sentence) if what.value is not None else "not reached"
    return f"{number}{_unit(what)}{_share(what)}{_interval(what)}"


def printed(number: float, sentence: str) -> str:
    """Return the number as the sentence prints it ("0.30"); its shortest form where it does not."""
    for token in _NUMBER.findall(sentence):
        plain = token.replace("·", ".").replace(",", "")
        if float(plain) == abs(number):
            return f"{'-' if number < 0 else ''}{token}"
    return f"{number:g}"


def _unit(what: Figure) -> str:
    if what.value is None or not what.unit:
        return ""
    return what.unit if what.unit.startswith("%") else f" {what.unit}"


def _share(what: Figure) -> str:
    return f" ({what.n}/{what.total})" if what.n is not None and what.total is not None else ""


# An "interval" is a number of days here, and no other word stands for one of confidence.
_CONFIDENCE = re.compile(
    r"(?<![A-Za-z])(?:CI|IC|KI|CrI)(?![a-z])|(?i:confiden|credib|confian|vertrauens|konfiden|intervallo di)"
)


def _interval(what: Figure) -> str:
    if what.low is None and what.high is None:
        return f" ({what.spread})" if what.spread else ""
    low, high = (
        printed(bound, what.sentence) if bound is not None else "not reached" for bound in (what.low, what.high)
    )
    level = f"{what.level:g}% CI " if what.level is not None else "CI " if _CONFIDENCE.search(what.sentence) else ""
    return f" ({level}{low} to {high})"


def _probability(what: Figure) -> str:
    if not what.p:
        return ""
    said = what.p.replace(",", ".")
    return f", p{said}" if said[0] in "<>=≤≥" else f", p={said}"


def _denied(what: Figure) -> str:
    """Return that groups do not differ, where the sentence says so in words; nothing of what one group came to."""
    if what.significant is not False or (
        what.measure in _STATES and not what.arm and not _COMPARES.search(what.sentence)
    ):
        return ""
    return ", not significant" if "signific" in what.sentence.lower() else ", no difference said"


def _arms(what: Figure) -> str:
    arms = " vs ".join(arm for arm in (what.arm, what.comparator) if arm)
    return f" [{arms}]" if arms else ""
