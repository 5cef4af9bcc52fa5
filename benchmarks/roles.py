"""Roles of sentences against labelled abstracts.

    python benchmarks/roles.py [FILE.txt.gz]

A file has "Label<TAB>sentence" on each line and an empty line after each abstract (PubMed-RCT). The shipped weights were
not learnt from the development part that is read by default.
"""

import argparse
import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from digests.roles import Role, roles

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "real" / "nlp"
LABELS = dict(zip(("Background", "Problem", "Method", "Result", "Conclusion"), Role, strict=True))
Abstract = list[tuple[Role, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=TEXTS / "pubmedrct_1k.dev.txt.gz")
    labelled = list(read(parser.parse_args().file))
    print(f"{len(labelled)} abstracts, {sum(map(len, labelled))} sentences")
    report("learnt", roles, labelled)


def abstracts(part: str) -> Iterator[Abstract]:
    return read(TEXTS / f"pubmedrct_1k.{part}.txt.gz")


def read(path: Path) -> Iterator[Abstract]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            lines = [line.split("\t", 1) for line in block.splitlines() if "\t" in line]
            if lines:
                yield [(LABELS[label], text) for label, text in lines]


def report(name: str, reader: Callable[[Sequence[str]], Sequence[Role]], labelled: list[Abstract]) -> None:
    expected = [role for abstract in labelled for role, _ in abstract]
    found = [role for abstract in labelled for role in reader([text for _, text in abstract])]
    weighted = sum(expected.count(role) * f1(expected, found, {role}) for role in Role) / len(expected)
    conclusions = f1(expected, found, {Role.CONCLUSIONS})
    late = f1(expected, found, {Role.RESULTS, Role.CONCLUSIONS})
    each = "  ".join(f"{role.lower()} {f1(expected, found, {role}):.3f}" for role in Role)
    print(
        f"{name:10} weighted F1 {weighted:.4f}  results or conclusions {late:.4f}  conclusions {conclusions:.4f}\n    {each}"
    )


def f1(expected: Sequence[Role], found: Sequence[Role], wanted: set[Role]) -> float:
    pairs = [(a in wanted, b in wanted) for a, b in zip(expected, found, strict=True)]
    right = pairs.count((True, True))
    return 2 * right / max(1, 2 * right + pairs.count((True, False)) + pairs.count((False, True)))


if __name__ == "__main__":
    main()
