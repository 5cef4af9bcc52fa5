"""The points by which a study's finding is chosen, learnt from the labelled abstracts.

    pip install numpy && PYTHONPATH=.:tests python benchmarks/train_findings.py

For each abstract in ``tests/data/abstracts`` the sentence that a reader would put first is to have more points than its other results:
logistic regression on the differences of their features (``digests/gist/finding.py``), held near what is believed beforehand.
Prints how often that sentence comes first, and first or second, in rounds that were left out, and the points to put into ``POINTS``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from digests.gist import finding
from digests.gist.summary import candidates
from watcher.designs import design_tags
from watcher.model import Kind, Passage, Record

ROUNDS = Path(__file__).resolve().parents[1] / "tests" / "data" / "abstracts"
NAMES = tuple(finding.POINTS)
# What few of these abstracts show, and every reader of papers knows.
BELIEVED = {
    "primary": 8.0,
    "primary words": 9.0,
    "primary short": 8.0,
    "primary change": 8.0,
    "met": 4.0,
    "background": -3.0,
    "subgroup": -4.0,
    "factor": -7.0,
    "made for": 3.0,
    "aim": 2.5,
    "title": 2.0,
    "safety": -2.0,
    "beside": -2.0,
    "given": -3.0,
    "of all": 1.0,
    "held": 1.5,
    "bare": -3.0,
    "before": -2.0,
    "icer": 3.0,
    "marker": -2.0,
}
RIDGE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An abstract's results: their features, a row each, and which of them a reader would put first."""

    round: str
    rows: np.ndarray
    best: np.ndarray


def main() -> None:
    cases = [case for path in sorted(ROUNDS.glob("*.jsonl")) for case in read(path)]
    hits = np.zeros(2, int)
    for left in sorted({case.round for case in cases}):
        points = learn([case for case in cases if case.round != left])
        hits += sum((ranked(case, points) for case in cases if case.round == left), np.zeros(2, int))
    print(f"{len(cases)} studies; rounds left out: first {hits[0]}, within the first two {hits[1]}")
    for name, points in zip(NAMES, learn(cases), strict=True):
        print(f'    "{name}": {points:.1f},')


def read(path: Path) -> Iterator[Case]:
    """Yield the abstracts of the round that tell of a study, if the sentence that is wanted is among their results."""
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        record = to_record(one)
        design = design_tags(record)
        told, results = candidates(record, design)
        asked = finding.asked_by(record, told, design)
        rows = [
            row(finding.features(record.text, each, at / max(len(results) - 1, 3), asked))
            for at, each in enumerate(results)
        ]
        best = [is_best(record.text[each.at.start : each.at.end], one["best"]) for each in results]
        if any(best) and not all(best):
            yield Case(round=path.stem, rows=np.array(rows), best=np.array(best))


def to_record(one: dict[str, object]) -> Record:
    passages = tuple(Passage(label=(label or "").upper(), text=text) for label, text in one["sections"])  # type: ignore[attr-defined]
    types = tuple(one["publication_types"])  # type: ignore[arg-type]
    return Record(
        source="files", source_id=str(one["id"]), kind=Kind.ARTICLE, title=str(one["title"]), retrieved=datetime.now(UTC), abstract=passages, publication_types=types
    )  # fmt: skip


def row(features: Iterator[tuple[str, float]]) -> np.ndarray:
    made = np.zeros(len(NAMES))
    for name, value in features:
        made[NAMES.index(name)] += float(value)
    return made


def is_best(sentence: str, best: str | None) -> bool:
    wanted, found = (set(re.findall(r"\w+", text.replace("\u00b7", ".").lower())) for text in (best or "", sentence))
    return bool(wanted) and len(wanted & found) >= 0.7 * min(len(wanted), len(found))


def ranked(case: Case, points: np.ndarray) -> np.ndarray:
    """Return whether the wanted sentence is first, and whether it is among the first two."""
    order = np.argsort(-(case.rows @ points), kind="stable")
    return np.array([case.best[order[0]], case.best[order[:2]].any()], int)


def learn(cases: list[Case]) -> np.ndarray:
    """Return the points that put the wanted sentences before the others (Newton's method)."""
    pairs = np.vstack([good - case.rows[~case.best] for case in cases for good in case.rows[case.best]])
    believed = np.array([BELIEVED.get(name, 0.0) for name in NAMES])
    points = believed.copy()
    for _ in range(50):
        wrong = 1 / (1 + np.exp(np.clip(pairs @ points, -30, 30)))
        slope = -pairs.T @ wrong + RIDGE * (points - believed)
        curve = (pairs * (wrong * (1 - wrong))[:, None]).T @ pairs + RIDGE * np.eye(len(NAMES))
        points = points - np.linalg.solve(curve, slope)
    return points


if __name__ == "__main__":
    main()
