"""Threads -> the rows of the living table. Nothing is computed, and what is missing stays missing."""

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from digests import dosage, study, valued
from digests.border import attempt
from digests.evidence.threads import REPORTS, Document, Thread
from digests.outcomes.lexicon import CONTRASTS, DOMAINS
from watcher.model import NEAREST, RETRACTED, STANDING, Entry, Figure, Kind, Regimen, SourceClass, Tier

COLUMNS = ("n", "regimen", "comparator", *DOMAINS, "associated with")
RESULTS = tuple(DOMAINS)
# A synthesis of studies is no study; its place is in the digest.
_NO_STUDY = frozenset({"review", "systematic review", "meta-analysis", "guideline", "comment"})
_DOSE = re.compile(r"\d (?:mg|days|weeks)|\dmg|q\d")
_INITIALS = re.compile(r"[A-Z]{1,4}\.?")
_IN_DOUBT = {"expression of concern": "IN DOUBT", "the full paper was retracted": RETRACTED}
_NAME = 40  # characters of a title that stands for authors who are not named


class Cell(NamedTuple):
    """What a source says for one column: the text, the sentence in which it stands, and in which document ("" for the main one)."""

    text: str
    sentence: str
    figure: Figure | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One row. ``cells`` has every column; an empty one means that no document of the study says it.

    ``label`` is its first author and year, ``n`` how many patients, ``multiple`` how many times the label's dose it goes up to.
    """

    thread: Thread
    label: str
    cells: dict[str, tuple[Cell, ...]]
    n: int | None = None
    multiple: float | None = None

    @property
    def entry(self) -> Entry:
        """Return the study's main document."""
        return self.thread.lead.entry

    @property
    def is_new(self) -> bool:
        """Return whether a document of it is new since the last digest."""
        return any(one.entry.fresh for one in self.thread.documents)

    @property
    def mark(self) -> str:
        """Return the gravest that stands on its main document, in a word: "RETRACTED", "IN DOUBT", "CORRECTED"; "" for nothing."""
        return next((_IN_DOUBT.get(one, one.upper()) for one in STANDING if one in self.entry.badges), "")

    @property
    def year(self) -> int:
        """Return the year of its main document; 0 where that has none."""
        return int(self.thread.lead.date[:4] or 0)


def studies(found: Iterable[Thread]) -> tuple[Study, ...]:
    """Return a row for each study of a higher dose or a shorter interval that reported something, the newest first."""
    return _rows(thread for thread in found if _is_study(thread))


def planned(found: Iterable[Thread]) -> tuple[Study, ...]:
    """Return a row for each registered study of such a regimen of which nothing is reported yet, the newest first."""
    return _rows(thread for thread in found if _is_planned(thread))


def _rows(threads: Iterable[Thread]) -> tuple[Study, ...]:
    chosen = sorted(threads, key=lambda one: (one.lead.date[:4], one.lead.entry.item), reverse=True)
    labels = _labels(chosen)
    return tuple(
        attempt(
            partial(_row, thread, label), partial(_bare, thread, label), f"the row of item {thread.lead.entry.item}"
        )
        for thread, label in zip(chosen, labels, strict=True)
    )


def _row(thread: Thread, label: str) -> Study:
    """Return the row: each column from the study's main document, and where that says nothing from the others, which are named."""
    reports = sorted(thread.documents, key=lambda one: (one is not thread.lead, one.form not in REPORTS))
    cells = {column: next(filter(None, (_read(column, one, thread) for one in reports)), ()) for column in COLUMNS}
    counts = (int(digits) for cell in cells["n"] if (digits := re.sub(r"\D", "", cell.text)))
    multiples = (one.multiple_of_label for one in _given(thread) if one.intensification and one.multiple_of_label)
    return Study(thread=thread, label=label, cells=cells, n=next(counts, None), multiple=max(multiples, default=None))


def _read(column: str, document: Document, thread: Thread) -> tuple[Cell, ...]:
    told = _READERS[column](document.entry)
    return told if document is thread.lead else tuple(cell._replace(document=document.label) for cell in told)


def _bare(thread: Thread, label: str) -> Study:
    """Return the row of a study whose cells cannot be made: it is to be read at its source."""
    documents = (
        replace(one, entry=replace(one.entry, unread=True)) if one is thread.lead else one for one in thread.documents
    )
    return Study(thread=replace(thread, documents=tuple(documents)), label=label, cells=dict.fromkeys(COLUMNS, ()))


def _is_study(thread: Thread) -> bool:
    lead = thread.lead
    is_report = lead.form in REPORTS and lead.entry.kind not in {Kind.NEWS, Kind.NOTICE, Kind.COMMENT}
    return is_report and _is_rated(thread) and not _NO_STUDY & set(lead.entry.tags) and _is_of_dose(thread)


def _is_planned(thread: Thread) -> bool:
    reports = any(one.form in REPORTS for one in thread.documents)
    registered = any(one.facts for one in thread.documents) or thread.lead.form == "protocol"
    return registered and not reports and _is_rated(thread) and _is_of_dose(thread)


def _is_rated(thread: Thread) -> bool:
    return thread.lead.entry.source_class != SourceClass.OTHER and any(
        one.entry.tier in NEAREST for one in thread.documents
    )


def _is_of_dose(thread: Thread) -> bool:
    """Return whether a study is one of a higher dose or a shorter interval; the watched trial, or one that could not be read, may be.

    It gives more than the label's dose, has several doses of one drug, compares two, or is judged to be of one.
    """
    given = _given(thread)
    doses = {(one.drug, one.mg_per_28_days) for one in given if one.mg_per_28_days}
    several = max(Counter(drug for drug, _ in doses).values(), default=0) > 1
    judged = any(
        one.entry.unread or one.entry.tier == Tier.WATCHED or not study.OF_DOSE.isdisjoint(one.entry.tags)
        for one in thread.documents
    )
    compares = any(_compares_doses(figure) for one in thread.documents for figure in one.entry.figures)
    return judged or several or compares or any(one.intensification for one in given)


def _compares_doses(figure: Figure) -> bool:
    """Return whether both sides of a figure are doses or intervals: "60 mg" against "30 mg"."""
    return all(_DOSE.search(side) for side in (figure.arm, figure.comparator))


def _given(thread: Thread) -> list[Regimen]:
    return [regimen for one in thread.documents for regimen in one.entry.regimens]


def _labels(chosen: Sequence[Thread]) -> list[str]:
    """Return "Pavel 2021" for each study; of several with one label each gets a letter, in the order of their items."""
    plain = [_label(thread) for thread in chosen]
    counts, seen = Counter(plain), Counter[str]()
    labels: dict[int, str] = {}
    for at in sorted(range(len(chosen)), key=lambda at: chosen[at].lead.entry.item):
        letter = chr(ord("a") + seen[plain[at]] % 26) if counts[plain[at]] > 1 else ""
        seen[plain[at]] += 1
        labels[at] = f"{plain[at]}{letter}"
    return [labels[at] for at in range(len(chosen))]


def _label(thread: Thread) -> str:
    lead = thread.lead
    first = re.split(r",| et al", lead.entry.authors)[0]
    surname = first if lead.facts else _surname(first)
    name = (
        (thread.acronym if lead.facts else "") or surname or textwrap.shorten(lead.entry.title, _NAME, placeholder="…")
    )
    return f"{name} {lead.date[:4]}".strip()


def _surname(name: str) -> str:
    """Return "van der Berg" for "van der Berg AB C.": what stands before the initials at the end."""
    words = name.split()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def _participants(entry: Entry) -> tuple[Cell, ...]:
    return tuple(Cell(trait.value, trait.sentence) for trait in entry.traits if trait.name == "n")[:1]


def _regimens(entry: Entry) -> tuple[Cell, ...]:
    return _once(Cell(text, text) for text in dosage.regimens(r for r in entry.regimens if not _is_label(r)))


def _comparators(entry: Entry) -> tuple[Cell, ...]:
    """Return what the regimen was compared with, as the text compares them: a dose that patients had before is none."""
    label = (Cell(text, text) for text in dosage.regimens(r for r in entry.regimens if _is_label(r)))
    named = (Cell(f.comparator, f.sentence) for f in entry.figures if f.comparator and is_effect(f))
    return _once([*label, *named])


def _is_label(regimen: Regimen) -> bool:
    """Return whether it is the label's dose: neither more than it, nor of a drug without a label here."""
    return not regimen.intensification and regimen.multiple_of_label is not None


def _figures(outcomes: Sequence[str]) -> Callable[[Entry], tuple[Cell, ...]]:
    def read(entry: Entry) -> tuple[Cell, ...]:
        told = (f for f in entry.figures if f.outcome in outcomes and is_effect(f))
        return _once(Cell(valued.figure(f), f.sentence, f) for f in told)

    return read


def is_effect(figure: Figure) -> bool:
    """Return whether the figure tells of a treatment: a ratio only where it compares arms."""
    return figure.contrast == "arms" if figure.measure in CONTRASTS else figure.contrast != "factor"


def _factors(entry: Entry) -> tuple[Cell, ...]:
    return _once(Cell(valued.figure(f), f.sentence, f) for f in entry.figures if f.contrast == "factor")


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
    **{column: _figures(outcomes) for column, outcomes in DOMAINS.items()},
    "associated with": _factors,
}
