"""From a text to its figures, sentence by sentence."""

from typing import Any

from watcher.model import Denial, Figure


def figures(text: str, field: str = "abstract") -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none."""
    del text, field
    return ()


def denials(text: str, field: str = "abstract") -> tuple[Denial, ...]:
    """Return what the text denies ("no significant difference in QoL"), in its order."""
    del text, field
    return ()


def extract(text: str) -> list[dict[str, Any]]:
    """Return the figures as JSON has them: outcome, measure, value, low, high, level, p, unit, n, ..."""
    return [{"outcome": figure.outcome} for figure in figures(text)]
