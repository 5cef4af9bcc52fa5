"""Duplicates in labelled libraries: ours, and BibDedupe beside it where an interpreter that has it is named.

    python benchmarks/dedupe.py [SET ...] [--output FOLDER] [--bibdedupe PYTHON] [--data FOLDER]

A set is a folder with records.csv.gz and eval_dedupe.py beside the folders scores what is written to FOLDER, one
CSV a set. Seconds are of the processor, so that other work on the machine does not count, and for the work alone:
reading the file, normalising, and clustering; for BibDedupe, prep, block, match and cluster with one worker.
"""

import argparse
import csv
import gzip
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watcher.formats import read
from watcher.identify import cluster
from watcher.model import Cluster, Record
from watcher.normalise import normalise

DATA = Path(__file__).resolve().parents[2] / "shared/real/dedupe"
NOW = datetime(2026, 11, 23, tzinfo=UTC)

BIBDEDUPE = """
import sys, time, pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
records = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
records.loc[:, "search_set"] = ""
start = time.process_time()
found = cluster(match(block(prep(records, verbosity_level=0, cpu=1), verbosity_level=0, cpu=1), verbosity_level=0, cpu=1), verbosity_level=0)
print(time.process_time() - start)
pd.DataFrame({"merged_ids": [";".join(ids) for ids in found]}).to_csv(sys.argv[2], index=False)
"""


@dataclass(frozen=True)
class Run:
    """One library, clustered: how many records were read, the seconds, and the largest cluster."""

    name: str
    records: int
    seconds: float
    largest: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--output", type=Path, default=Path("dedupe-predictions"))
    parser.add_argument("--bibdedupe", help="a Python that has bib-dedupe")
    options = parser.parse_args()
    sets = options.sets or sorted(path.parent.name for path in options.data.glob("*/records.csv.gz"))
    print(f"{'set':20}{'records':>8}{'seconds':>9}{'largest':>9}{'BibDedupe s':>13}{'times':>7}")
    for name in sets:
        ours = run(options.data / name / "records.csv.gz", options.output / "ours" / f"{name}.csv")
        line = f"{ours.name:20}{ours.records:8}{ours.seconds:9.2f}{ours.largest:9}"
        if options.bibdedupe:
            theirs = peer(
                options.bibdedupe, options.data / name / "records.csv.gz", options.output / "bibdedupe" / f"{name}.csv"
            )
            line += f"{theirs:13.1f}{theirs / ours.seconds:7.1f}"
        print(line, flush=True)


def run(library: Path, output: Path) -> Run:
    """Cluster one library and write its clusters as ``watcher dedupe`` does."""
    body = gzip.decompress(library.read_bytes())
    start = time.process_time()
    records = [normalise(each) for each in read(body, "records.csv", NOW) if isinstance(each, Record)]
    clusters = cluster(records)
    seconds = time.process_time() - start
    write(output, records, clusters)
    return Run(library.parent.name, len(records), seconds, max((len(each.members) for each in clusters), default=1))


def write(output: Path, records: Sequence[Record], clusters: Sequence[Cluster]) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "cluster", "reason"])
        for number, each in enumerate(clusters):
            rows.writerows(
                (records[m].source_id, number, why) for m, why in zip(each.members, each.reasons, strict=True)
            )


def peer(python: str, library: Path, output: Path) -> float:
    """Run BibDedupe on the same library in its own interpreter; return its seconds."""
    output.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [python, "-c", BIBDEDUPE, str(library), str(output)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"BibDedupe on {library.parent.name}: {done.stderr[-600:]}")
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
