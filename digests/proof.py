"""Proof that every sentence and number of an entry stands in its source where it claims to stand."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from digests.numerals import numerals
from watcher.model import Entry, Failure, Figure, Quote, Record, Regimen, Span, Trait
from watcher.text import fold

Lookup = Callable[[int], Sequence[Record]]
Part = Quote | Figure | Trait | Regimen

_ROMAN = re.compile(r"(?<!\w)(?:I{1,3}|IV|V)(?!\w)")
_WORTH = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0, "V": 5.0}
# "P = . 12" is .12 with a space that does not belong there.
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+|(?<=[=<>] )\. \d+|(?<=[=<>])\. \d+")


def prove(entry: Entry, records: Sequence[Record]) -> tuple[Entry, tuple[Failure, ...]]:
    """Return the entry without the parts that fail, and what failed with the reason."""
    failures = tuple(_failures(entry, records))
    failed = {id(failure.part) for failure in failures}
    return (
        dataclasses.replace(
            entry,
            summary=tuple(part for part in entry.summary if id(part) not in failed),
            figures=tuple(part for part in entry.figures if id(part) not in failed),
            traits=tuple(part for part in entry.traits if id(part) not in failed),
            regimens=tuple(part for part in entry.regimens if id(part) not in failed),
        ),
        failures,
    )


def check(entries: Sequence[Entry], lookup: Lookup) -> tuple[Failure, ...]:
    """Return every failure of these entries; ``lookup`` gives the records of an item, fullest first."""
    return tuple(failure for entry in entries for failure in _failures(entry, lookup(entry.item)))


def _failures(entry: Entry, records: Sequence[Record]) -> Iterator[Failure]:
    parts: tuple[Part, ...] = (*entry.summary, *entry.figures, *entry.traits, *entry.regimens)
    for part in parts:
        reasons = [_reason(part, record) for record in records]
        if all(reasons):
            yield Failure(
                item=entry.item, part=part, reason=reasons[0] if reasons else "no record of the item is at hand"
            )


def _reason(part: Part, record: Record) -> str:
    match part:
        case Quote() | Regimen():
            return _misplaced(part.text, part.span, record)
        case Trait():
            # "1st line" is a word.
            claimed = _numbers(part.value) - _roman(part.sentence) if part.name != "line" else set()
            return _misplaced(part.sentence, part.span, record) or _unprinted(
                set() if part.name == "n" and _adds_up(claimed, part.sentence) else claimed, part.sentence
            )
        case Figure():
            return _misplaced(part.sentence, part.span, record) or _misprinted(part, record)


def _misplaced(text: str, span: Span, record: Record) -> str:
    """Return "" where the text stands at its place in the record, else what is wrong."""
    if _cut(span, record) == text and text:
        return ""
    return f"not at {span.field} {span.start}-{span.end} of {record.source} {record.source_id}: {text[:60]!r}"


def _cut(span: Span, record: Record) -> str:
    return (record.title if span.field == "title" else record.text)[span.start : span.end]


def _misprinted(figure: Figure, record: Record) -> str:
    printed = _cut(figure.at, record)
    if (
        figure.at.field != figure.span.field
        or not figure.span.start <= figure.at.start <= figure.at.end <= figure.span.end
    ):
        return f"the number's place {figure.at} is outside its sentence {figure.span}"
    if figure.value is not None and abs(figure.value) not in _numbers(printed):
        return f"{figure.value} is not the number at its place, {printed!r}"
    others = [figure.low, figure.high, figure.level, figure.n, figure.total]
    claimed = {abs(float(number)) for number in others if number is not None} | _numbers(figure.p)
    told = f"{figure.spread}; {figure.milestone}; {figure.event}"
    return _unprinted(claimed | _numbers(told) | _graded(figure), figure.sentence)


def _graded(figure: Figure) -> set[float]:
    """Return the numbers of the grade that the sentence does not print as I to V."""
    return _numbers(figure.severity) - (_roman(figure.sentence) if figure.severity else set())


def _unprinted(claimed: set[float], sentence: str) -> str:
    missing = claimed - _numbers(sentence)
    return f"not in the sentence: {', '.join(f'{number:g}' for number in sorted(missing))}" if missing else ""


def _roman(text: str) -> set[float]:
    """Return 1 to 5 where the text prints I to V ("grade I/II")."""
    return {_WORTH[printed] for printed in _ROMAN.findall(text)}


_MOST_ARMS = 4
_ONE_PATIENT = re.compile(
    r"(?<!\w)(?:an?|his|her|the) .{0,60}(?:man|woman|patient|male|female|year-old|case)|\u4f8b|\d ?(?:jahr|ans|anos|\u5c81|\u6b73)"
)


def _adds_up(claimed: set[float], sentence: str) -> bool:
    """Return whether the one number that is claimed is the sum of the sentence's arms, or of the one patient it tells of."""
    printed = [one.value for one in numerals(fold(sentence))][:_MOST_PARTS]
    sums = {float(sum(some)) for size in range(2, _MOST_ARMS + 1) for some in combinations(printed, size)}
    return claimed <= sums or (claimed == {1.0} and _ONE_PATIENT.search(fold(sentence)) is not None)


_MOST_PARTS = 12


def _numbers(text: str) -> set[float]:
    """Return every number that the text prints, in digits or words, signs aside; a comma is read both ways."""
    folded = fold(text)
    found = {float(one.value) for one in numerals(folded)}
    for match in _NUMBER.findall(folded):
        printed = match.replace(" ", "")
        found.add(float(printed.replace(",", "")))
        found.update(float(part) for part in printed.split(",") if part not in {"", "."})
        if printed.count(",") == 1:
            found.add(float(printed.replace(".", "").replace(",", ".")))
    return found
