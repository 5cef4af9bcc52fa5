"""Each regimen once: which of the places that tell it stands for it."""

import re
from collections.abc import Iterable, Sequence

from watcher.model import Regimen
from watcher.text import fold

_RANGE = re.compile(r"(?P<least>\d{1,4}) ?(?:mg )?(?:to|-|\u2013) ?(?P<most>\d{1,4}) ?mg")
_FEWEST = 2  # doses, beside which the range that they lie in says nothing more


def once(told: Sequence[Regimen]) -> tuple[Regimen, ...]:
    """Return each regimen once, where it is the study's, or at its first place; one that is told by itself not where its words are those of several."""
    alone = {(one.drug, one.dose_mg) for one in told if one.interval_days and not _names_another(one)}
    kept = [one for one in told if (one.drug, one.dose_mg) not in alone or not _names_another(one)]
    kept = [one for one in kept if not _is_told_by_doses(one, kept)]
    first: dict[tuple[object, ...], Regimen] = {}
    for one in kept:
        key = (one.drug, one.formulation, one.dose_mg, one.interval_days, one.intensification)
        if key not in first or (first[key].role == "prior" and one.role != "prior"):
            first[key] = one
    return tuple(first.values())


def _names_another(one: Regimen) -> bool:
    """Return whether another analogue stands in its words, whose interval it may be: "octreotide 60 mg versus lanreotide 120 mg q14d"."""
    folded = fold(one.text)
    return any(name in folded for name in ("octreotid", "lanreotid", "pasireotid") if not one.drug.startswith(name))


def _is_told_by_doses(one: Regimen, told: Iterable[Regimen]) -> bool:
    """Return whether it is the end of a range whose doses are told each by itself: "on 20 to 90 mg", where 20, 30 and 60 mg follow."""
    spread = _RANGE.search(one.text)
    if spread is None:
        return False
    least, most = float(spread["least"]), float(spread["most"])
    doses = {
        other.dose_mg: other.intensification
        for other in told
        if other.drug == one.drug and other.dose_mg and least <= other.dose_mg <= most and not _RANGE.search(other.text)
    }
    return len(doses) >= _FEWEST and one.intensification in doses.values()
