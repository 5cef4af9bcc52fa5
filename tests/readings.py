"""What is read of a sentence, a line a figure; and the readings of other people's sentences, noted where they are right.

PYTHONPATH=.:tests python tests/readings.py    # note them anew: each line that changes is to be read in the diff
"""

import json
from functools import cache
from pathlib import Path

from digests.outcomes import figures as reader

figures = cache(reader.figures)  # each sentence is read once, whatever is asked of it
ROUNDS = sorted((Path(__file__).parent / "data" / "outcomes").glob("round-*.jsonl"))


def line(figure):
    """Return a figure as the file of sentences writes it."""
    value = "not reached" if figure.value is None else f"{figure.value:g} {figure.unit}".strip()
    parts = [figure.measure, f"{figure.severity} {figure.outcome or '-'}".strip(), value]
    if figure.low is not None or figure.high is not None:
        low, high = ("-" if bound is None else f"{bound:g}" for bound in (figure.low, figure.high))
        parts.append(f"[{low}; {high}]" + (f" {figure.level:g}%" if figure.level else ""))
    parts += [f"({figure.spread})"] if figure.spread else []
    parts += [f"p {figure.p}"] if figure.p else []
    if figure.n is not None:
        parts.append(f"n {figure.n}" + (f" of {figure.total}" if figure.total is not None else ""))
    parts += [f"in {figure.arm}" + (f" vs {figure.comparator}" if figure.comparator else "")] if figure.arm else []
    parts += [f"at {figure.milestone}"] if figure.milestone else []
    if figure.significant is not None:
        parts.append("significant" if figure.significant else "not significant")
    return " | ".join(parts)


def read(text):
    """Return the lines of the figures of a sentence, each with what it is a contrast of where it is one."""
    return [line(one) + (f" | of {one.contrast}" if one.contrast else "") for one in figures(text)]


def is_right(row):
    """Return whether each figure that is wanted is read as it is wanted, and no other number is."""
    told = figures(row["text"])
    return len({figure.at for figure in told}) == len(row["want"]) and all(
        any(_is(figure, want) for figure in told) for want in row["want"]
    )


def _is(figure, want):
    said = (figure.arm or figure.milestone).lower()
    return figure.value == want["value"] and figure.outcome in want["outcome"] and want["arm"].lower() in said


def main():
    for path in ROUNDS:
        rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            row.pop("read", None)
            if is_right(row):
                row["read"] = read(row["text"])
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
