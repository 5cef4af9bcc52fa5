"""How soon feedback finds what readers want, on screened sets: our model, and ASReview's default beside it where that is installed.

``PYTHONPATH=. python benchmarks/feedback.py SET.csv ...``. A set has a record a row with ``title``, ``abstract`` and ``included`` (or
``label_included``), 1 for what its reviewers included. One included and one excluded record are rated; the model orders the rest, the first of which
are rated too (twenty, later an eighth of what is rated by then), and so on. Printed are the share of what was included among the first 5 and 10 per cent that were
read, and after which share 95 per cent of it was found; means of three beginnings. ASReview: ``pip install asreview``; its default (ELAS u4) is
TF-IDF of words and pairs with a linear support vector machine.
"""

import csv
import random
import statistics
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from watcher import feedback
from watcher.feedback import liking
from watcher.model import Rated

_BEGINNINGS = 3
# Each text is looked at many times here.
feedback._words = lru_cache(maxsize=None)(lambda text, words=feedback._words: tuple(words(text)))  # noqa: SLF001
Order = Callable[[Sequence[int], Sequence[int]], Sequence[float]]  # what is rated, what is left -> its values


def read(path: Path) -> tuple[list[str], list[bool]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    label = "label_included" if "label_included" in rows[0] else "included"
    return [f"{row['title']}\n{row['abstract']}" for row in rows], [row[label] == "1" for row in rows]


def ours(texts: Sequence[str], wanted: Sequence[bool]) -> Order:
    """Our model; from fewer than it learns from in life it has to learn here, too: each rating stands as often as it takes."""

    def values(rated: Sequence[int], left: Sequence[int]) -> Sequence[float]:
        every = [Rated(item=i, text=texts[i], useful=wanted[i], not_useful=not wanted[i]) for i in rated]
        found = liking(every * 5 if len(every) < 50 else every, {i: texts[i] for i in left})
        return [found.get(i, 0.0) for i in left]

    return values


def asreview(texts: Sequence[str], wanted: Sequence[bool]) -> Order | None:
    try:
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415
        from asreview.learner import ActiveLearningCycle  # noqa: PLC0415
        from asreview.models.models import AI_MODEL_CONFIGURATIONS  # noqa: PLC0415
    except ImportError:
        return None
    told = next(one["value"] for one in AI_MODEL_CONFIGURATIONS if one["name"] == "elas_u4")
    cycle = ActiveLearningCycle.from_meta(told)
    features = cycle.transform(pd.DataFrame({"title": texts, "abstract": [""] * len(texts)}))

    def values(rated: Sequence[int], left: Sequence[int]) -> Sequence[float]:
        cycle.fit(features[list(rated)], np.array([int(wanted[i]) for i in rated]))
        return list(-np.argsort(np.argsort(-np.asarray(cycle.classifier.decision_function(features[list(left)])))))

    return values


def play(order: Order, wanted: Sequence[bool], seed: int) -> tuple[float, float, float]:
    chance = random.Random(seed)
    rated = [chance.choice([i for i, one in enumerate(wanted) if one is side]) for side in (True, False)]
    left, read = [i for i in range(len(wanted)) if i not in rated], list[int]()
    count, total = len(left), sum(wanted) - 1
    while len(read) < count / 10 or sum(wanted[i] for i in read) < 0.95 * total:
        values = dict(zip(left, order(rated, left), strict=True))
        next_ones = sorted(left, key=lambda i: -values[i])[: max(20, len(rated) // 8)]
        read += next_ones
        rated += next_ones
        left = [i for i in left if i not in set(next_ones)]
    found = list(accumulate(int(wanted[i]) for i in read))
    five, ten = (found[int(part * count) - 1] / total for part in (0.05, 0.1))
    return five, ten, bisect_left(found, 0.95 * total) / count


def main(*paths: str) -> None:
    for path in map(Path, paths):
        texts, wanted = read(path)
        print(f"{path.stem}: {len(texts)} records, {sum(wanted)} included")
        for name, made in (("ours", ours), ("ASReview ELAS u4", asreview)):
            if order := made(texts, wanted):
                every = [play(order, wanted, seed) for seed in range(_BEGINNINGS)]
                five, ten, found = (statistics.mean(column) for column in zip(*every, strict=True))
                print(
                    f"  {name:<16} {five:.2f} of it in the first 5 %, {ten:.2f} in 10 %; 95 % of it after {found:.2f}"
                )


if __name__ == "__main__":
    main(*sys.argv[1:])
