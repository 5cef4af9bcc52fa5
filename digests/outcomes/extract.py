"""From a text to its figures, sentence by sentence."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from digests.outcomes.averages import averages
from digests.outcomes.clauses import is_plan, significance
from digests.outcomes.patterns import HAS_VALUE
from digests.outcomes.ratios import ratios
from digests.outcomes.scan import Sentence, scan
from digests.outcomes.shares import shares
from digests.roles.headings import heading
from watcher.model import Figure
from watcher.text import sentences

# Longer than any sentence (of 37,855 in trial abstracts the longest has 860 characters): a table gone wrong.
_LONGEST = 1_000


def figures(text: str, field: str = "abstract") -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none."""
    return tuple(figure for sentence in _scanned(text, field) for figure in _figures(sentence))


def _scanned(text: str, field: str) -> Iterator[Sentence]:
    """Yield the sentences that may hold a value, with their marks, without headings; one of more than ``_LONGEST`` characters in pieces."""
    for start, end in sentences(text):
        if not HAS_VALUE.search(text, start, end):
            continue
        first, _ = heading(text, start, end)
        while end - first > _LONGEST:
            cut = text.rfind(" ", first + 1, first + _LONGEST)
            cut = cut if cut > first else first + _LONGEST
            yield scan(text[first:cut], first, field)
            first = cut
        yield scan(text[first:end], first, field)


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


def extract(text: str) -> list[dict[str, Any]]:
    """Return the figures as JSON has them: places are those of the number, ``sentence`` its sentence."""
    return [_plain(figure) for figure in figures(text)]


_FIELDS = "outcome measure value low high level p unit n total arm milestone sentence".split()


def _plain(figure: Figure) -> dict[str, Any]:
    plain = {name: getattr(figure, name) for name in _FIELDS}
    return {**plain, "start": figure.at.start, "end": figure.at.end}
