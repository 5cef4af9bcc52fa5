"""The primary outcomes of posted results, as far as their numbers can be told.

https://clinicaltrials.gov/data-api/about-api/study-data-structure#resultsSection

What is in any other form than the one that we know is left to the registry: nothing is told by half.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sources.clinicaltrials.facts import plain
from watcher.json import Faulty, rows, word
from watcher.model import NOT_ESTIMATED, PostedContrast, PostedOutcome, PostedValue

MOST = 12  # primary outcomes, and rows of them, that are kept
_MOST_GROUPS = 4  # more are a table, and no line
# "24.8", ".23", "-1,204.5", "1.2E-5", "<0.01"; "NA" where the registry prints it.
_NUMBER = re.compile(r"[<>=≤≥]{0,2} ?-?(?:\d[\d,]{0,14}(?:\.\d{0,12})?|\.\d{1,12})(?:[eE]-?\d{1,3})?|" + NOT_ESTIMATED)
_DISPERSIONS = {
    "Standard Deviation": "SD",
    "Standard Error": "SE",
    "Inter-Quartile Range": "IQR",
    "Full Range": "range",
}
# https://clinicaltrials.gov/data-api/about-api/study-data-structure#enum-NonInferiorityType
_EITHER = "non-inferiority or equivalence"
_AIMS = {
    "NON_INFERIORITY": "non-inferiority",
    "EQUIVALENCE": "equivalence",
    "NON_INFERIORITY_OR_EQUIVALENCE": _EITHER,
    "NON_INFERIORITY_OR_EQUIVALENCE_LEGACY": _EITHER,
}
_UNSAID = {"NUMBER", "COUNT_OF_PARTICIPANTS", "COUNT_OF_UNITS"}  # statistics that the unit says already


def without_faulty_results(study: object) -> object:
    """Return the study without its results where they alone are no JSON: they never cost the registration."""
    if not isinstance(study, Faulty) or study.is_own:
        return study
    rest = {key: value for key, value in study.items() if key != "resultsSection"}
    return study if any(isinstance(value, Faulty) for value in rest.values()) else rest


def read_results(study: object) -> tuple[PostedOutcome, ...]:
    """Return each row of the primary outcomes that has one number for every group; () where there is none."""
    outcomes = rows(study, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
    primary = (outcome for outcome in outcomes if word(outcome, "type") == "PRIMARY")
    return tuple(row for outcome in primary for row in _rows(outcome))[:MOST]


def _rows(outcome: Mapping[str, Any]) -> Iterator[PostedOutcome]:
    groups = {word(group, "id"): plain(word(group, "title")) for group in rows(outcome, "groups")}
    if not groups or len(groups) > _MOST_GROUPS or len({*groups.values()} - {""}) < len(groups):
        return
    told = [(label, values) for label, values in _values(outcome, groups)]
    for label, values in told:
        if len(values) == len(groups):
            yield PostedOutcome(
                measure=", ".join(filter(None, (plain(word(outcome, "title")), label))),
                values=values,
                statistic=_statistic(word(outcome, "paramType")),
                unit=plain(word(outcome, "unitOfMeasure")),
                dispersion=_dispersion(plain(word(outcome, "dispersionType"))),
                # Of several rows nobody can tell which one was compared.
                contrasts=tuple(_contrasts(outcome, groups)) if len(told) == 1 else (),
            )


def _statistic(name: str) -> str:
    return "" if name in _UNSAID else name.replace("_", " ").lower()


def _dispersion(name: str) -> str:
    return _DISPERSIONS.get(name, name.replace("Confidence Interval", "CI"))


def _values(outcome: object, groups: Mapping[str, str]) -> Iterator[tuple[str, tuple[PostedValue, ...]]]:
    """Yield the label of each row and the values in it, in the order of the groups."""
    for kind in rows(outcome, "classes"):
        counts = _counts(kind) or _counts(outcome)
        for category in rows(kind, "categories"):
            label = ", ".join(plain(word(part, "title")) for part in (kind, category) if word(part, "title"))
            measured = {word(one, "groupId"): one for one in rows(category, "measurements")}
            found = (_value(measured.get(id_), title, counts.get(id_, "")) for id_, title in groups.items())
            yield label, tuple(value for value in found if value)


def _counts(of: object) -> dict[str, str]:
    """Return the number of participants of each group; {} where none, or other things, are counted."""
    for denominator in rows(of, "denoms"):
        if word(denominator, "units").lower() == "participants":
            return {word(one, "groupId"): _number(one, "value") for one in rows(denominator, "counts")}
    return {}


def _value(measured: object, group: str, count: str) -> PostedValue | None:
    value = _number(measured, "value")
    if not value:
        return None
    low, high = _number(measured, "lowerLimit"), _number(measured, "upperLimit")
    return PostedValue(group=group, value=value, low=low, high=high, spread=_number(measured, "spread"), n=count)


def _contrasts(outcome: object, groups: Mapping[str, str]) -> Iterator[PostedContrast]:
    """Yield the first comparison of each set of groups, all of them known: the others are of the same ones by another method.

    Where it has a p alone, the first with an estimate stands behind it.
    """
    each: dict[frozenset[str], list[PostedContrast]] = {}
    for analysis in rows(outcome, "analyses"):
        compared = analysis.get("groupIds")
        ids = [one for one in compared if isinstance(one, str) and one in groups] if isinstance(compared, list) else []
        if ids and ids == compared:
            each.setdefault(frozenset(ids), []).append(_contrast(analysis, tuple(groups[one] for one in ids)))
    for same in each.values():
        first = next((one for one in same if one.value or one.p), None)
        estimated = next((one for one in same if one.value), None)
        yield from dict.fromkeys(one for one in (first, estimated) if one)


def _contrast(analysis: object, groups: tuple[str, ...]) -> PostedContrast:
    return PostedContrast(
        groups=groups,
        estimate=plain(word(analysis, "paramType")),
        value=_estimated(analysis, "paramValue") if word(analysis, "paramType") else "",
        low=_number(analysis, "ciLowerLimit"),
        high=_number(analysis, "ciUpperLimit"),
        level=_number(analysis, "ciPctValue"),
        p=_estimated(analysis, "pValue"),
        aim=_AIMS.get(word(analysis, "nonInferiorityType"), ""),
    )


def _number(value: object, name: str) -> str:
    """Return a number as the registry prints it, "" where it is none."""
    said = word(value, name)
    return said if _NUMBER.fullmatch(said) else ""


def _estimated(value: object, name: str) -> str:
    """Return a number, "" where there is none, or where it could not be estimated."""
    said = _number(value, name)
    return "" if said == NOT_ESTIMATED else said
