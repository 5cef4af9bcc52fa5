"""Which product of a substance is meant: what its form is called, and what follows from dose and interval where none is said."""

from collections.abc import Sequence

from watcher.relevance.label import DEPOT_DAYS
from watcher.relevance.pieces import UNTOLD_DEPOT

# "Octreotide depot 20 mg every week or two" is the subcutaneous one.
_SUBCUTANEOUS = (20, 14)


def called(drug: tuple[str, str]) -> str:
    """Return drug and formulation; a code alone says what it is."""
    name, form = drug
    said = (form, name) if form == "oral" else (name, "" if form == "depot" else form)
    return " ".join(said).strip()


def looks_like_depot(doses: Sequence[float], days: Sequence[float | None]) -> bool:
    """Return whether no drug need be named to know a depot by its doses and intervals."""
    return all(10 <= dose <= 240 for dose in doses) and all(
        day is not None and DEPOT_DAYS[0] <= day <= DEPOT_DAYS[1] for day in days
    )


def formulation(drug: tuple[str, str], doses: Sequence[float], days: Sequence[float | None]) -> tuple[str, str]:
    """Return drug and formulation; what is not said follows from the dose where only one product has it."""
    name, form = drug
    if form == UNTOLD_DEPOT:
        rare = min(doses, default=0) > _SUBCUTANEOUS[0] or any((day or 99) > _SUBCUTANEOUS[1] for day in days)
        return name, "LAR" if rare or not doses else "subcutaneous depot"
    often = any(day is not None and day < DEPOT_DAYS[0] for day in days)
    if form or not name:
        return name, "subcutaneous" if often and form in {"autogel", "LAR"} else form
    if often or any(dose < 5 for dose in doses):
        return name, "subcutaneous" if name != "paltusotine" else form
    if name == "lanreotide" and doses:
        return name, "PR" if max(doses) <= 30 else "autogel"
    return name, {"octreotide": "LAR", "pasireotide": "LAR"}.get(name, form) if doses or any(days) else form
