"""Wall time, processor time and memory of `watcher sync` against servers that enforce the documented limits.

    python benchmarks/sync_time.py                       # a weekly delta: 200 papers and 100 trials
    python benchmarks/sync_time.py --backfill 60000      # `sync --full` of so many papers
    python benchmarks/sync_time.py --processes 2         # two syncs at once, which share the limit

The server runs in this process and answers after 0.3 s; what is measured is a process of its own, from its first
request to its end. The bound is what limit and number of requests force, whatever a program does: requests less
one, times pace (3 a second at PubMed without a key, one a second at ClinicalTrials.gov), and the wait for the last
answer; the slower host counts, for they are asked side by side. Papers are recorded ones under new numbers.
"""

# ruff: noqa: E402  (the servers of the tests have to be found first)

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path += [str(HOUSE), str(HOUSE / "tests")]

from fake_eutils import Eutils
from fake_registry import Registry
from providers import LIMITS
from renumbered import paper, recorded, said
from servers import Servers, serving

from sources import clinicaltrials, pubmed

NOW = "2026-11-23T06:00:00+00:00"
SENTENCE = "Patients took more of the drug more often, and some of them were followed for longer than a year. "
CONFIG = """
[watcher]
database = "{folder}/watcher.db"
contact = "evidence@example.org"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--backfill", type=int, default=0, metavar="PAPERS")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.3)
    options = parser.parse_args()
    words = ["sync", "--json", *(["--full", "--source", "pubmed"] if options.backfill else [])]
    papers = options.backfill or options.papers
    templates, first_year = recorded(), 1986 if options.backfill else 2026
    eutils = Timed({str(n): paper(n, templates, first_year) for n in range(1, papers + 1)})
    watched = 5_050_942  # the trial that the profile waits for
    registry = Registry({f"NCT{n:08}": study(n) for n in (*range(1, options.trials), watched)})
    with serving(pubmed=eutils, clinicaltrials=registry, limits=LIMITS, latency=options.latency) as servers:
        runs = [Run(words, servers) for _ in range(options.processes)]
        for run in runs:
            threading.Thread(target=watch, args=(run, servers), daemon=True).start()
        for run in runs:
            run.wait()
            run.say(eutils.begun)
        report(servers, eutils, runs, options.latency)


def watch(run: "Run", servers: Servers) -> None:
    """Follow the most memory that each process of a run ever held, summed, and print it as more and more is asked.

    What the system reports of an ended process (ru_maxrss) begins with the memory of its parent, our server's.
    """
    step = 25
    while run.process.returncode is None:
        run.peak = max(run.peak, sum(map(held, (run.process.pid, *children(run.process.pid)))))
        if len(servers.asked) >= step:
            print(f"after {len(servers.asked)} requests: at most {run.peak:.0f} MB", flush=True)
            step *= 2
        time.sleep(0.2)


def children(process: int) -> list[int]:
    """Return the processes that any thread of this one has begun."""
    with contextlib.suppress(OSError):
        lists = [listed.read_text() for listed in Path(f"/proc/{process}/task").glob("*/children")]
        return [int(child) for listed in lists for child in listed.split()]
    return []


def held(process: int) -> float:
    """Return the most memory that a process ever held, in MB."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1_024
    return 0.0


class Timed(Eutils):
    """The E-utilities, with the time of the first request."""

    begun = 0.0

    def answer(self, utility: str, fields: Mapping[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN201
        self.begun = self.begun or time.perf_counter()
        return super().answer(utility, fields)


@dataclass
class Run:
    """One `watcher sync` with a database of its own; all of them share the machine's gate."""

    words: list[str]
    servers: Servers
    folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)
    ended: float = 0.0
    peak: float = 0.0  # MB

    def __post_init__(self) -> None:
        config = Path(self.folder.name) / "watcher.toml"
        config.write_text(CONFIG.format(folder=self.folder.name) + self.servers.config())
        self.process = subprocess.Popen(
            [sys.executable, "-m", "watcher", "--config", str(config), "--now", NOW, *self.words],
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            stdout=subprocess.PIPE,
        )

    def wait(self) -> None:
        assert self.process.stdout
        answer = self.process.stdout.read()
        _, status, self.used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.ended = time.perf_counter()
        self.coverage = json.loads(answer)

    def say(self, begun: float) -> None:
        cpu = self.used.ru_utime + self.used.ru_stime
        received = sum(line["received"] for line in self.coverage)
        outcomes = ", ".join(sorted({line["outcome"] for line in self.coverage}))
        size = (Path(self.folder.name) / "watcher.db").stat().st_size / 1e6
        print(
            f"{received:,} records ({outcomes}, exit {self.process.returncode}): {self.ended - begun:.1f} s,"
            f" CPU {cpu:.1f} s ({1_000 * cpu / max(received, 1):.2f} ms a record), peak {self.peak:.0f} MB, database {size:.0f} MB"
        )


def report(servers: Servers, eutils: Timed, runs: list[Run], latency: float) -> None:
    bounds = {}
    for name, pace in (("pubmed", pubmed.Source().pace), ("clinicaltrials", clinicaltrials.Source().pace)):
        statuses = [seen.status for seen in servers.asked if seen.source == name]
        if statuses:
            bounds[name] = (len(statuses) - 1) * pace + latency
            print(f"{name}: {len(statuses)} requests, {statuses.count(429)} refused, bound {bounds[name]:.1f} s")
    wall = max(run.ended for run in runs) - eutils.begun
    print(
        f"{wall:.1f} s for a bound of {max(bounds.values()):.1f} s: {wall / max(bounds.values()):.2f} times the bound"
    )


def study(number: int) -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": f"Trial {number} of lanreotide"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": "2026-11-20"}},
            "descriptionModule": {"briefSummary": f"{said(random.Random(number), 12).decode()}. {SENTENCE * 20}"},
        }
    }


if __name__ == "__main__":
    main()
