"""Roles of sentences against labelled abstracts.

    python benchmarks/roles.py [FILE.txt.gz]
    python benchmarks/roles.py --labels 150

A file has "Label<TAB>sentence" on each line and an empty line after each abstract (PubMed-RCT). The shipped weights were
not learnt from the development part that is read by default. With --labels, what a reader is shown of abstracts whose headings were
taken away: each label ("Found", "They conclude", ...) is right where the sentence stood under the heading that it names.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from digests.gist import summarise
from digests.roles import Role, role_of_heading, roles
from watcher.designs import design_tags
from watcher.model import Kind, Passage, Record

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "real" / "nlp"
LABELS = dict(zip(("Background", "Problem", "Method", "Result", "Conclusion"), Role, strict=True))
Abstract = list[tuple[Role, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=TEXTS / "pubmedrct_1k.dev.txt.gz")
    parser.add_argument("--labels", type=int, default=0, metavar="N", help="abstracts without their headings")
    parser.add_argument("--seed", type=int, default=3)
    given = parser.parse_args()
    if given.labels:
        report_labels(given.labels, given.seed)
        return
    labelled = list(read(given.file))
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


# The headings under which a sentence with this label may have stood.
UNDER = {
    "finding": {Role.RESULTS},
    "safety": {Role.RESULTS},
    "conclusion": {Role.CONCLUSIONS},
    "design": {Role.METHODS, Role.OBJECTIVE, Role.BACKGROUND},
}


def report_labels(count: int, seed: int) -> None:
    """Print how many labels are right on abstracts drawn by lot, each with methods, results and conclusions."""
    with gzip.open(TEXTS / "ei_abstracts.jsonl.gz", "rt", encoding="utf-8") as file:
        known = [json.loads(line) for line in file]
    whole = {Role.METHODS, Role.RESULTS, Role.CONCLUSIONS}
    known = [one for one in known if {role_of_heading(heading or "") for heading, _ in one["sections"]} >= whole]
    right, shown = Counter[str](), Counter[str]()
    for one in random.Random(seed).sample(known, count):
        for label, is_right in labels(one):
            shown[label] += 1
            right[label] += is_right
    each = "  ".join(f"{label} {right[label]}/{shown[label]}" for label in UNDER)
    print(
        f"{count} abstracts: labels right {right.total()}/{shown.total()} ({right.total() / shown.total():.3f})  {each}"
    )


def labels(one: dict[str, object]) -> Iterator[tuple[str, bool]]:
    """Yield each label that is shown of the abstract without its headings, and whether its sentence stood under such a one."""
    sections = [(heading or "", text) for heading, text in one["sections"]]  # type: ignore[attr-defined]
    passage = Passage(text=" ".join(text for _, text in sections))
    record = Record(
        source="files", source_id="1", kind=Kind.ARTICLE, title=str(one["title"]), retrieved=datetime.now(UTC), abstract=(passage,)
    )  # fmt: skip
    for quote in summarise(record, design_tags(record)):
        stood = next((role_of_heading(heading) for heading, text in sections if quote.text[:60] in text), None)
        if quote.role in UNDER and stood:
            yield quote.role, stood in UNDER[quote.role]


def f1(expected: Sequence[Role], found: Sequence[Role], wanted: set[Role]) -> float:
    pairs = [(a in wanted, b in wanted) for a, b in zip(expected, found, strict=True)]
    right = pairs.count((True, True))
    return 2 * right / max(1, 2 * right + pairs.count((True, False)) + pairs.count((False, True)))


if __name__ == "__main__":
    main()
