"""Entries -> the rows of the living table. Nothing is computed, and what is missing stays missing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from digests import words
from digests.border import attempt
from watcher.model import Entry, Figure, Regimen

# Column -> the outcomes whose figures stand in it, by the names of ``digests.outcomes``.
_OUTCOMES: dict[str, tuple[str, ...]] = {
    "PFS": ("PFS", "TTP"),
    "ORR": ("ORR",),
    "DCR": ("DCR",),
    "safety": (
        "AE",
        "AE: gastrointestinal",
        "AE: gallstones",
        "AE: glucose",
        "AE: bradycardia",
        "AE: injection site",
        "AE: pancreatic insufficiency",
        "discontinuation",
    ),
}
COLUMNS = ("n", "regimen", "comparator", *_OUTCOMES, "associated with")
_RATIOS = frozenset({"HR", "OR", "RR", "difference"})
# A synthesis of studies is no study; its place is in the digest.
_NO_STUDY = frozenset({"review", "systematic review", "meta-analysis", "guideline", "comment"})
_NO_REPORT = frozenset({"notice", "comment"})
_TIERS = frozenset({"core", "watched"})


class Cell(NamedTuple):
    """What a source says for one column: the text, and the sentence in which it stands."""

    text: str
    sentence: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One row. ``cells`` has every column; an empty one means that the source does not say."""

    entry: Entry
    cells: dict[str, tuple[Cell, ...]]

    @property
    def is_new(self) -> bool:
        """Return whether the row's cells are new since the last digest."""
        return self.entry.fresh


def studies(entries: Iterable[Entry]) -> tuple[Study, ...]:
    """Return a row for each entry that studies an intensified regimen, the newest publication first."""
    chosen = [entry for entry in entries if _is_study(entry)]
    chosen.sort(key=lambda entry: (_year(entry), entry.item), reverse=True)
    return tuple(attempt(partial(_row, one), partial(_bare, one), f"the row of item {one.item}") for one in chosen)


def _row(entry: Entry) -> Study:
    return Study(entry=entry, cells={column: _READERS[column](entry) for column in COLUMNS})


def _bare(entry: Entry) -> Study:
    """Return the row of a study whose cells cannot be made: it is to be read at its source."""
    return Study(entry=replace(entry, unread=True), cells=dict.fromkeys(COLUMNS, ()))


def _is_study(entry: Entry) -> bool:
    is_near = entry.tier in _TIERS and entry.source_class != "other"
    says_something = bool(entry.regimens or entry.figures or entry.traits or entry.unread)
    return is_near and says_something and entry.kind not in _NO_REPORT and not _NO_STUDY & set(entry.tags)


def _year(entry: Entry) -> int:
    years = [int(word) for word in entry.date.split() if word.isdigit() and len(word) == 4]
    return years[-1] if years else 0


def _participants(entry: Entry) -> tuple[Cell, ...]:
    return tuple(Cell(trait.value, trait.sentence) for trait in entry.traits if trait.name == "n")[:1]


def _regimens(entry: Entry) -> tuple[Cell, ...]:
    return tuple(Cell(text, text) for text in words.regimens(r for r in entry.regimens if not _is_label(r)))


def _comparators(entry: Entry) -> tuple[Cell, ...]:
    label = (Cell(text, text) for text in words.regimens(r for r in entry.regimens if _is_label(r)))
    named = (Cell(figure.comparator, figure.sentence) for figure in entry.figures if figure.comparator)
    return _once([*label, *named])


def _is_label(regimen: Regimen) -> bool:
    """Return whether it is the label's dose: neither more than it, nor of a drug without a label here."""
    return not regimen.intensification and regimen.multiple_of_label is not None


def _figures(outcomes: Sequence[str]) -> Callable[[Entry], tuple[Cell, ...]]:
    def read(entry: Entry) -> tuple[Cell, ...]:
        told = (f for f in entry.figures if f.outcome in outcomes and is_effect(f))
        return _once(Cell(words.figure(f), f.sentence, f) for f in told)

    return read


def is_effect(figure: Figure) -> bool:
    """Return whether the figure tells of a treatment: a ratio only where it compares arms."""
    return figure.contrast == "arms" if figure.measure in _RATIOS else figure.contrast != "factor"


def _factors(entry: Entry) -> tuple[Cell, ...]:
    return _once(Cell(words.figure(f), f.sentence, f) for f in entry.figures if f.contrast == "factor")


def _once(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    def kept() -> Iterator[Cell]:
        seen: set[str] = set()
        for cell in cells:
            if cell.text.lower() not in seen:
                seen.add(cell.text.lower())
                yield cell

    return tuple(kept())


_READERS: dict[str, Callable[[Entry], tuple[Cell, ...]]] = {
    "n": _participants,
    "regimen": _regimens,
    "comparator": _comparators,
    **{column: _figures(outcomes) for column, outcomes in _OUTCOMES.items()},
    "associated with": _factors,
}
