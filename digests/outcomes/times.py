"""The time points that a sentence names, lists of them with the unit that they share: "1-, 3- and 5-year"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digests.outcomes.lexicon import TIME_UNITS, WORDS

_NUMBER = rf"(?:[1-9]\d{{0,5}}(?!\d)(?:\.\d{{1,4}})?|{WORDS})"
_UNIT = r"(?:week|month|year|day)"
# "weeks 12 and 24" has its unit first; "3-", "12 months", "5-year" are a number with its unit where it has one.
_POINTS = re.compile(
    rf"(?<![\w.])(?:(?<!/)(?<!per )(?P<first>{_UNIT})s?\s(?P<numbers>\d{{1,6}}(?!\d)(?:(?:,\s?\d{{1,6}}(?!\d))*+,?\s?(?:and|or|&|/|to|-)\s?"
    rf"(?:{_UNIT}\s)?\d{{1,6}}(?!\d|\.\d|\s?%|\s(?:of|patients)))?)"
    rf"|(?<!figure )(?<!table )(?<!grade )(?P<number>{_NUMBER})(?:[\s-]{{0,6}}(?P<unit>{TIME_UNITS}))?)"
)
# What joins the points of "1-, 3- and 5-year", "6 months and 12 months", "12/24-month".
_JOIN = re.compile(r"\s?-?\s?(?:,\s?(?:and|or|to)?|/|-|and|or|&|to)\s{0,3}(?:(?:at|by)\s)?")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TimePoints:
    """A list of time points in the order of the text, each with its unit ("12 months"), and the list's place."""

    points: tuple[str, ...]
    start: int
    end: int


def time_points(folded: str) -> tuple[TimePoints, ...]:
    """Return the lists of time points in their order; a number without any unit is no time point."""
    return tuple(_read(run) for run in _runs(folded))


def _runs(folded: str) -> Iterator[Sequence[re.Match[str]]]:
    """Yield the matches that one list joins, up to its last unit."""
    run: list[re.Match[str]] = []
    for match in _POINTS.finditer(folded):
        if not (run and _is_joined(folded, run[-1], match)):
            yield from _with_unit(run)
            run = []
        if match["first"]:
            yield [match]
        else:
            run.append(match)
    yield from _with_unit(run)


def _is_joined(folded: str, last: re.Match[str], match: re.Match[str]) -> bool:
    """Return whether the two are of one list."""
    apart = last["unit"] and match["unit"] and _is_hyphened(match) != _is_hyphened(last)
    return not (match["first"] or apart) and _JOIN.fullmatch(folded, last.end(), match.start()) is not None


def _is_hyphened(match: re.Match[str]) -> bool:
    """Return whether the number is joined to its unit: of "at one year, and one-year survival" the second is not of the first's list."""
    return "-" in match.group().removeprefix(match["number"] or "")


def _with_unit(run: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    last = max((place for place, match in enumerate(run) if match["unit"]), default=-1)
    if last >= 0:
        yield run[: last + 1]


def _read(run: Sequence[re.Match[str]]) -> TimePoints:
    first = run[0]
    if first["first"]:
        points = [f"{first['first']} {number}" for number in _DIGITS.findall(first["numbers"])]
    else:
        points = _sharing_unit([(match["number"], match["unit"]) for match in run])
    return TimePoints(tuple(points), first.start(), run[-1].end())


def _sharing_unit(numbers: Sequence[tuple[str, str | None]]) -> list[str]:
    """Return each number with its unit, else with the next one's: "1-, 3- and 5-year"."""
    points, unit = [], ""
    for number, own in reversed(numbers):
        unit = (own or unit).removesuffix("s")
        points.append(with_unit(number, unit))
    return points[::-1]


def with_unit(number: str, unit: str) -> str:
    """Return "12 months" for 12 and "month", "1 year" for 1 and "year"."""
    return f"{number} {unit}{'' if number.lower() in {'1', 'one'} else 's'}"
