"""How long a command takes to answer, beside what Python itself takes.

    python benchmarks/startup.py [--runs 15] [--database FILE]

Each line is the median of that many whole processes in milliseconds, by the clock and of the processor (which a
busy machine does not change much), each with its multiple of ``python -c pass``.
The search runs on a small store made for it, unless a database is named.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from watcher.model import Id, Kind, New, Passage, Record
from watcher.store.store import Store

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WATCHER = [sys.executable, "-m", "watcher"]
INSTALLED = Path(sys.executable).with_name("watcher")  # what a person types


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--database", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or small_store(Path(folder) / "watcher.db")
        settings = Path(folder) / "watcher.toml"
        settings.write_text(f'[watcher]\ndatabase = "{database.resolve().as_posix()}"\n', encoding="utf-8")
        report(commands(settings, database), options.runs)


def commands(settings: Path, database: Path) -> dict[str, list[str]]:
    reading = f"from watcher.store.search import search_file; search_file({str(database)!r}, 'lanreotide')"
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import sqlite3'": [sys.executable, "-c", "import sqlite3"],
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "the store's search alone": [sys.executable, "-c", reading],
        "watcher --version": [*WATCHER, "--version"],
        "watcher --help": [*WATCHER, "--help"],
        "python -m watcher search lanreotide": [*WATCHER, "--config", str(settings), "search", "lanreotide"],
        "watcher search lanreotide": [str(INSTALLED), "--config", str(settings), "search", "lanreotide"],
        "python -c 'import watcher.model'": [sys.executable, "-c", "import watcher.model"],
        "python -c 'import sqlite_utils'": [sys.executable, "-c", "import sqlite_utils"],
    }


def report(rows: dict[str, list[str]], runs: int) -> None:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in rows}
    failed = {name for name, command in rows.items() if not seconds(command)[0]}
    for _ in range(runs):  # in turn, so that a busy moment meets all of them
        for name in rows.keys() - failed:
            times[name].append(seconds(rows[name]))
    medians = {name: [statistics.median(column) for column in zip(*times[name], strict=True)] for name in times}
    base = medians["python -c pass"]
    print(f"{'':36}{'ms':>7}{'x pass':>8}{'CPU ms':>9}{'x pass':>8}")
    for name in rows:
        if name in failed:
            print(f"{name:36}{'fails':>7}")
        else:
            wall, cpu = medians[name]
            print(f"{name:36}{wall * 1e3:7.0f}{wall / base[0]:8.1f}{cpu * 1e3:9.0f}{cpu / base[1]:8.1f}")


def seconds(command: list[str]) -> tuple[float, float]:
    """Return how long the process took by the clock and of the processor, (0, 0) where it failed."""
    begin, cpu = time.perf_counter(), of_children()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [".", os.environ.get("PYTHONPATH")]))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process compiles what an installation has compiled
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return (time.perf_counter() - begin, of_children() - cpu) if done.returncode == 0 else (0.0, 0.0)


def of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def small_store(path: Path) -> Path:
    with Store.open(path) as store, store.writing():
        for number in range(500):
            record = Record(
                source="pubmed",
                source_id=str(number),
                kind=Kind.ARTICLE,
                title=f"Lanreotide in neuroendocrine tumours, part {number}",
                retrieved=NOW,
                abstract=(Passage(text="Progression-free survival under dose escalation. " * 20),),
                ids=frozenset({Id("pmid", str(number))}),
            )
            store.records.save(record, New(), fingerprint=str(number), now=NOW)
    return path


if __name__ == "__main__":
    main()
