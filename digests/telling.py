"""An item in a line: what was done to whom, what came out, what its authors conclude; the same words in every channel."""

from collections.abc import Sequence

from digests import view, words
from digests.border import UNSUMMARISED
from watcher.model import Entry, Figure, Kind, Quote

_REGIMENS = 2  # of a study, in its line
_VALUES = 3  # of a study's leading outcome, in its line
_RATIOS = frozenset({"HR", "OR", "RR", "difference"})


def result(entry: Entry) -> str:
    """Return an item in one line: design, number of patients, regimen; what came out; what the authors conclude.

    "Phase 2, n = 99, lanreotide 120 mg every 14 days. PFS median 8.3 months (95% CI 5.6 to 11.1) [midgut]. They conclude: “...”". Every
    sentence is the source's own, every value stands with its arm where there are several; what cannot be said so is left out.
    """
    if entry.changes:
        return "; ".join(map(words.change, entry.changes))
    return " ".join(_parts(entry))


def shortly(entry: Entry, most: int) -> str:
    """Return the item in one line of so many characters: what it says last is left out whole, and no "not" is cut off."""
    if entry.changes:
        return words.cut(result(entry), most)
    parts = _parts(entry)
    while len(parts) > 1 and len(" ".join(parts)) > most:
        parts.pop()
    return words.cut(" ".join(parts), most)


def _parts(entry: Entry) -> list[str]:
    told = (_done(entry), _found(entry), _concluded(entry), _title_only(entry))
    return [part for part in told if part]


def short(entry: Entry) -> str:
    """Return an item as shortly as it can be told: as ``result``, the conclusion only where no finding is told."""
    if entry.changes:
        return result(entry)
    told = (_done(entry), _found(entry) or _concluded(entry), _title_only(entry))
    return " ".join(part for part in told if part)


def _done(entry: Entry) -> str:
    design = [tag[:1].upper() + tag[1:] for tag in view.tags(entry)[:1]]
    size = [words.trait(trait) for trait in entry.traits if trait.name == "n"]
    regimens = words.regimens(entry.regimens)[:_REGIMENS]
    said = ", ".join([*design, *size, *regimens])
    return f"{said}." if said else ""


def _found(entry: Entry) -> str:
    """Return the values of the main outcome; where none can be said wholly, the sentence that tells what was found."""
    values = next((group for group in _outcomes(entry) if _is_whole(group)), ())
    if values:
        return "; ".join(map(words.figure, values[:_VALUES])) + "."
    return _quoted(entry, "finding", "lead")


def _outcomes(entry: Entry) -> list[list[Figure]]:
    """Return the figures of each outcome, grade and time: what the main finding tells of first, then in the order of the text."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in entry.figures:
        groups.setdefault((figure.outcome, figure.severity, figure.milestone), []).append(figure)
    finding = next((quote.text for quote in entry.summary if quote.role == "finding"), "")
    return sorted(groups.values(), key=lambda group: all(figure.sentence != finding for figure in group))


def _is_whole(group: Sequence[Figure]) -> bool:
    """Return whether each value can be told from the others: by its arm, or since it is the only one of its measure."""
    names = [(one.measure, one.arm, one.comparator) for one in group]
    bare = [one.measure for one in group if not one.arm]
    alone = all(sum(other.measure == measure for other in group) == 1 for measure in bare)
    return bool(group) and bool(group[0].outcome) and alone and len(set(names)) == len(names) and not _factor(group)


def _factor(group: Sequence[Figure]) -> bool:
    return any(one.measure in _RATIOS and one.contrast == "factor" for one in group)


def _concluded(entry: Entry) -> str:
    return _quoted(entry, "conclusion", "message", "plan")


def _quoted(entry: Entry, *roles: str) -> str:
    quote: Quote | None = next((one for one in entry.summary if one.role in roles), None)
    if quote is None:
        return ""
    label = {"conclusion": "They conclude: ", "plan": "Planned: "}.get(quote.role, "")
    return f"{label}“{quote.text}”"


def _title_only(entry: Entry) -> str:
    """Return that there is no more than a title, or that the rest could not be made; "" where there is more."""
    if entry.unread:
        return UNSUMMARISED
    return "" if entry.summary or entry.kind == Kind.REGISTRATION else "Title only."
