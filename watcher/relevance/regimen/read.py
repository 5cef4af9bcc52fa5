"""Put drugs, doses and intervals together to regimens."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from watcher.model import Record, Regimen, Span
from watcher.relevance.regimen.labels import DAYS_OF_A_MONTH, DEPOT_INTERVAL_DAYS, LABELS, Label
from watcher.relevance.regimen.patterns import Piece, Sort, drug_of, pieces
from watcher.text import fold, sentences

# An interval belongs to the dose before it over a few words: "120 mg given deep subcutaneously every 14 days".
_REACH = 70
_NEXT_DRUG = re.compile(r"[\s-]*(?:of |doses? of |of long-acting )?\(?")
_LIST = re.compile(r"[^.;]*\b(?:or|and|versus|vs|to|then|followed by|compared with|than)\b[^.;]*|[\s,/()-]*")
_GIVEN = re.compile(
    r"(?:[\s,(]|given|administered|administration|administrations|injections?|injected|dosing|treatment|therapy|was|were|at|im|i\.m\.|sc|s\.c\.|deep|subcutaneous(?:ly)?|intramuscular(?:ly)?)*"
)
_BEFORE = re.compile(r"[\s,(-]*(?:dose of |doses of |injections? of |dosing of |dosing with |treatment with )?")
# A depot's injections are days to weeks apart; "every 12 weeks" beside a drug is a scan.
_DEPOT_DAYS = (7, 63)


Spans = Sequence[tuple[int, int]]


class _Said(NamedTuple):
    """What is said of one regimen, before it is measured against the label."""

    drug: str
    form: str
    dose: float | None
    interval: float | None
    start: int
    end: int
    above: bool = False


def regimens(record: Record, spans: Spans | None = None) -> tuple[Regimen, ...]:
    """Return every regimen that title and abstract give, each at its first place; () where there is none.

    A dose in the abstract without a drug in its sentence is of the drug named last; between two products of
    one substance (octreotide's depot and LAR) it is of the title's, whose doses the abstract reports.
    ``spans`` are the abstract's sentences, where they are known already.
    """
    both = in_text(record.title, "title") + in_text(record.text, "abstract", _only_drug(record.title), spans)
    first: dict[tuple[object, ...], Regimen] = {}
    for one in both:
        first.setdefault((one.drug, one.formulation, one.dose_mg, one.interval_days, one.intensification), one)
    return tuple(first.values())


def in_text(
    text: str, field: str = "abstract", drug: tuple[str, str] = ("", ""), spans: Spans | None = None
) -> tuple[Regimen, ...]:
    """Return every regimen of the text; ``drug`` is the one meant where a sentence names none."""
    folded = fold(text)
    found: list[_Said] = []
    last = drug
    for start, end in sentences(text) if spans is None else spans:
        parts = pieces(folded, start, end)
        found += _sentence(folded, parts, drug if drug[0] == last[0] and drug[1] else last)
        last = _last_drug(parts, last)
    return tuple(_measured(said, text, field) for said in found)


def _only_drug(title: str) -> tuple[str, str]:
    drugs = {drug_of(piece) for piece in pieces(fold(title)) if piece.sort is Sort.DRUG}
    named = {drug for drug in drugs if drug[0] != "somatostatin analogue"} or drugs
    return named.pop() if len(named) == 1 else ("", "")


def _last_drug(parts: list[Piece], drug: tuple[str, str]) -> tuple[str, str]:
    named = [drug_of(piece) for piece in parts if piece.sort is Sort.DRUG]
    exact = [one for one in named if one[0] != "somatostatin analogue"]
    return (exact or [drug])[-1]


def _sentence(folded: str, parts: list[Piece], drug: tuple[str, str]) -> Iterator[_Said]:
    used: set[int] = set()
    for i, piece in enumerate(parts):
        if piece.sort is Sort.DOSE:
            yield from _dose(folded, parts, i, drug, used)
        elif piece.sort is Sort.DRUG:
            yield from _dose_not_said(folded, parts, i, used)


def _dose(folded: str, parts: list[Piece], i: int, drug: tuple[str, str], used: set[int]) -> Iterator[_Said]:
    named = _drug_for(folded, parts, i)
    if named is None:
        return
    at = _interval_for(folded, parts, i, used)
    if at is not None:
        used.add(at)
    days: tuple[float | None, ...] = parts[at].numbers if at is not None else (None,)
    name, form = _formulation(drug_of(named) if named.sort is Sort.DRUG else drug, parts[i].numbers, days)
    start, end = _extent(parts, i, named, at)
    if not name and not _looks_like_depot(parts[i].numbers, days):
        return
    for dose in dict.fromkeys(parts[i].numbers):
        for interval in days:
            yield _Said(name, form, dose, interval, start, end, parts[i].above)


def _drug_for(folded: str, parts: list[Piece], i: int) -> Piece | None:
    """Return the drug that the dose is of, the dose itself where the sentence names none before it.

    None where the dose is another drug's. "120 mg lanreotide" takes the drug after it, when nothing
    stands between; otherwise the nearest before it counts, then the nearest after.
    """
    here = parts[i]
    after = next((p for p in parts[i + 1 :] if p.sort in {Sort.DRUG, Sort.OTHER}), None)
    if after and _NEXT_DRUG.fullmatch(folded, here.end, after.start):
        return after if after.sort is Sort.DRUG else None
    before = next((p for p in reversed(parts[:i]) if p.sort in {Sort.DRUG, Sort.OTHER} and p.text != "placebo"), None)
    if before:
        return before if before.sort is Sort.DRUG else None
    if after and after.sort is Sort.DRUG and after.start - here.end <= _REACH:
        return after
    return here


def _interval_for(folded: str, parts: list[Piece], i: int, used: set[int]) -> int | None:
    """Return the position of the dose's interval: after it, shared at the end of a list, or before it."""
    for j in range(i + 1, len(parts)):
        if parts[j].sort is Sort.INTERVAL:
            return j if parts[j].start - parts[j - 1].end <= _REACH else None
        if parts[j].sort is Sort.DOSE and not _LIST.fullmatch(folded, parts[j - 1].end, parts[j].start):
            break
    return _interval_before(folded, parts, i, used)


def _interval_before(folded: str, parts: list[Piece], i: int, used: set[int]) -> int | None:
    for j in range(i - 1, max(i - 3, -1), -1):
        if not _BEFORE.fullmatch(folded, parts[j].end, parts[j + 1].start):
            return None
        if parts[j].sort is Sort.INTERVAL:
            return None if j in used else j
    return None


def _dose_not_said(folded: str, parts: list[Piece], i: int, used: set[int]) -> Iterator[_Said]:
    """Yield "octreotide LAR every 3 weeks": an interval right after the drug, no dose."""
    if i + 1 >= len(parts) or parts[i + 1].sort is not Sort.INTERVAL or i + 1 in used:
        return
    if i + 2 < len(parts) and parts[i + 2].sort is Sort.DOSE and parts[i + 2].start - parts[i + 1].end < 4:
        return
    drug, interval = parts[i], parts[i + 1]
    if _GIVEN.fullmatch(folded, drug.end, interval.start):
        for days in interval.numbers:
            if _DEPOT_DAYS[0] <= days <= _DEPOT_DAYS[1]:
                name, form = _formulation(drug_of(drug), (), (days,))
                yield _Said(name, form, None, days, drug.start, interval.end)


def _extent(parts: list[Piece], i: int, named: Piece, at: int | None) -> tuple[int, int]:
    """Return from where to where the regimen reads: with its drug, unless another dose stands between."""
    ends = [parts[i]] if at is None else [parts[i], parts[at]]
    low, high = sorted((parts.index(named), i))
    if not any(piece.sort is Sort.DOSE for piece in parts[low + 1 : high]):
        ends.append(named)
    return min(piece.start for piece in ends), max(piece.end for piece in ends)


def _looks_like_depot(doses: tuple[float, ...], days: tuple[float | None, ...]) -> bool:
    return all(10 <= dose <= 240 for dose in doses) and all(
        day is not None and _DEPOT_DAYS[0] <= day <= _DEPOT_DAYS[1] for day in days
    )


def _formulation(drug: tuple[str, str], doses: tuple[float, ...], days: tuple[float | None, ...]) -> tuple[str, str]:
    """Return drug and formulation; what is not said follows from the dose where only one product has it."""
    name, form = drug
    often = any(day is not None and day < _DEPOT_DAYS[0] for day in days)
    if form or not name:
        return name, "subcutaneous" if often and form in {"autogel", "LAR"} else form
    if often or any(dose < 5 for dose in doses):
        return name, "subcutaneous" if name != "paltusotine" else form
    if name == "lanreotide" and doses:
        return name, "PR" if max(doses) <= 30 else "autogel"
    return name, {"octreotide": "LAR", "pasireotide": "LAR"}.get(name, form) if doses or days != (None,) else form


def _measured(said: _Said, text: str, field: str) -> Regimen:
    month = None
    if said.dose is not None and said.interval and not said.above:
        month = round(said.dose * DAYS_OF_A_MONTH / said.interval, 3)
    label = LABELS.get((said.drug, said.form))
    multiple = round(month / label.mg_per_28_days, 3) if month is not None and label else None
    return Regimen(
        drug=said.drug,
        formulation=said.form,
        text=text[said.start : said.end],
        span=Span(field=field, start=said.start, end=said.end),
        dose_mg=None if said.above else said.dose,
        interval_days=said.interval,
        mg_per_28_days=month,
        multiple_of_label=multiple,
        intensification=_intensification(said, multiple),
    )


def _intensification(said: _Said, multiple: float | None) -> str:
    """Return what is more than the label's: "dose", "interval", "both", or "" where nothing is."""
    label = LABELS.get((said.drug, said.form))
    if multiple is not None and multiple <= 1:
        return ""
    if said.form in {"subcutaneous depot", "subcutaneous", "oral"}:
        return ""
    usual = label.interval_days if label else DEPOT_INTERVAL_DAYS
    shorter = said.interval is not None and _DEPOT_DAYS[0] <= said.interval < usual
    more = label is not None and _exceeds(said, label)
    return {(True, True): "both", (True, False): "dose", (False, True): "interval"}.get((more, shorter), "")


def _exceeds(said: _Said, label: Label) -> bool:
    if said.dose is None:
        return False
    return said.dose >= label.dose_mg if said.above else said.dose > label.dose_mg
