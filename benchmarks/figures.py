"""Ratios with their intervals and medians by arm against hand-labelled sentences.

    python benchmarks/figures.py [FILE.jsonl] [--errors]

Each line has ``text``, ``ratios`` ({value, lo, hi}) and ``medians`` (sets of arm values). A ratio counts when value and
interval are right; a set of medians when it is exactly the set of one outcome's arm values. ``others``, where a line has
them, are medians of what is no time to an event (age, dose, days in hospital): neither for nor against, unless read wrong.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from digests.outcomes.figures import figures
from watcher.model import Figure

SENTENCES = Path(__file__).resolve().parents[2] / "shared/real/nlp/numeric_gold_dev.jsonl"
Found = Counter[tuple[float | None, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=SENTENCES)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(f"{len(rows)} sentences\n{'':28}found  labelled  right  precision  recall")
    for name, expected, got in (
        ("ratio values", values, values_found),
        ("ratios with interval", whole, whole_found),
        ("medians, set of arms", sets, sets_found),
    ):
        score(
            name,
            [
                (row["text"], Counter(expected(row)), judged(row, got(figures(row["text"], characteristics=True))))
                for row in rows
            ],
            errors=options.errors,
        )


def score(name: str, pairs: list[tuple[str, Found, Found]], *, errors: bool) -> None:
    right = sum((expected & got).total() for _, expected, got in pairs)
    labelled, found = (sum(pair[i].total() for pair in pairs) for i in (1, 2))
    print(f"{name:28}{found:5}{labelled:10}{right:7}{right / max(found, 1):11.3f}{right / max(labelled, 1):8.3f}")
    for text, expected, got in pairs if errors else ():
        if expected != got:
            print(
                f"  missed {list((expected - got).elements())}  wrong {list((got - expected).elements())}\n    {text}"
            )


def judged(row: dict[str, Any], found: Iterable[tuple[float | None, ...]]) -> Found:
    """Return what counts of what was found: all but the row's ``others``, of which an arm or two may be missing."""
    others = Counter(map(float, row.get("others", ())))
    labelled = set(sets(row)) | set(values(row)) | set(whole(row))
    return Counter(one for one in found if one in labelled or Counter(one) - others)


def values(row: dict[str, list[dict[str, float | None]]]) -> Iterable[tuple[float | None, ...]]:
    return [(ratio["value"],) for ratio in row["ratios"]]


def values_found(found: tuple[Figure, ...]) -> Iterable[tuple[float | None, ...]]:
    return [(figure.value,) for figure in found if figure.measure in {"HR", "OR", "RR"}]


def whole(row: dict[str, list[dict[str, float | None]]]) -> Iterable[tuple[float | None, ...]]:
    return [(ratio["value"], ratio["lo"], ratio["hi"]) for ratio in row["ratios"]]


def whole_found(found: tuple[Figure, ...]) -> Iterable[tuple[float | None, ...]]:
    return [(figure.value, figure.low, figure.high) for figure in found if figure.measure in {"HR", "OR", "RR"}]


def sets(row: dict[str, list[list[str]]]) -> Iterable[tuple[float | None, ...]]:
    return [tuple(sorted(map(float, arms))) for arms in row["medians"]]


def sets_found(found: tuple[Figure, ...]) -> Iterable[tuple[float | None, ...]]:
    by_outcome: dict[str, list[float]] = {}
    for figure in found:
        if figure.measure == "median" and figure.value is not None:
            by_outcome.setdefault(figure.outcome, []).append(figure.value)
    return [tuple(sorted(arms)) for arms in by_outcome.values()]


if __name__ == "__main__":
    main()
