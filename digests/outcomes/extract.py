"""From a text to its figures, sentence by sentence."""

from dataclasses import replace
from typing import Any

from digests.outcomes.averages import averages
from digests.outcomes.claims import denied, is_plan, significance
from digests.outcomes.ratios import ratios
from digests.outcomes.scan import Sentence, scan
from digests.outcomes.shares import shares
from watcher.model import Denial, Figure
from watcher.text import sentences


def figures(text: str, field: str = "abstract") -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none."""
    return tuple(figure for start, end in sentences(text) for figure in _figures(scan(text[start:end], start, field)))


def _figures(sentence: Sentence) -> list[Figure]:
    """Return what a sentence reports; one that plans a trial reports nothing."""
    if is_plan(sentence):
        return []
    found = {figure.at: figure for reader in (shares, averages, ratios) for figure in reader(sentence)}
    return [_with_claim(sentence, found[at]) for at in sorted(found, key=lambda at: (at.start, at.end))]


def _with_claim(sentence: Sentence, figure: Figure) -> Figure:
    if not figure.p and figure.measure not in {"HR", "OR", "RR"}:
        return figure
    return replace(figure, significant=significance(sentence, figure.at.start - sentence.start))


def denials(text: str, field: str = "abstract") -> tuple[Denial, ...]:
    """Return what the text denies ("no significant difference in QoL"), in its order."""
    return tuple(denial for start, end in sentences(text) for denial in denied(scan(text[start:end], start, field)))


def extract(text: str) -> list[dict[str, Any]]:
    """Return the figures as JSON has them: places are those of the number, ``sentence`` its sentence."""
    return [_plain(figure) for figure in figures(text)]


_FIELDS = "outcome measure value low high level p unit n total arm milestone sentence".split()


def _plain(figure: Figure) -> dict[str, Any]:
    plain = {name: getattr(figure, name) for name in _FIELDS}
    return {**plain, "start": figure.at.start, "end": figure.at.end}
