"""Wall time, processor time and memory of `watcher sync` against servers that enforce the documented limits.

    python benchmarks/sync_time.py                       # a weekly delta: 300 records over all sources
    python benchmarks/sync_time.py --without endocrine_abstracts
    python benchmarks/sync_time.py --backfill 60000      # `sync --full` of so many papers
    python benchmarks/sync_time.py --processes 2         # two syncs at once, which share the limits

The servers run in this process, each at an address of its own, and answer after 0.3 s; what is measured is a process
of its own. The store of a delta has seen a sync a week before, which is not measured. The bound is what limits and
number of requests force, whatever a program does: the requests of a host less one, times our pace, and the wait for the
last answer; the slowest host counts, for they are asked side by side.
"""

# ruff: noqa: E402  (the servers of the tests have to be found first)

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path += [str(HOUSE), str(HOUSE / "tests")]

from fake_eutils import Eutils
from providers import LIMITS
from renumbered import paper, recorded
from servers import Servers, serving
from week import services

from sources import load

WEEK_BEFORE, NOW = "2026-11-16T06:00:00+00:00", "2026-11-23T06:00:00+00:00"
CONFIG = '[watcher]\ndatabase = "{folder}/watcher.db"\ngate = "{gate}"\ncontact = "evidence@example.org"\n'
GATE = tempfile.TemporaryDirectory()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backfill", type=int, default=0, metavar="PAPERS")
    parser.add_argument("--without", nargs="*", default=[], metavar="SOURCE", help="leave these out of the delta")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.3)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    if options.backfill:
        backfill(options.backfill, options.processes, options.latency)
    else:
        delta(set(options.without), options.processes, options.latency)


def backfill(papers: int, processes: int, latency: float) -> None:
    """Measure ``sync --full`` of so many papers."""
    templates = recorded()
    eutils = Eutils({str(n): paper(n, templates) for n in range(1, papers + 1)})
    with serving(pubmed=eutils, limits=LIMITS, latency=latency) as servers:
        measure(servers, [Run(servers) for _ in range(processes)], "sync", "--full", "--source", "pubmed")


def delta(without: set[str], processes: int, latency: float) -> None:
    """Measure the sync of a week, after that of the week before."""
    before, after = ({n: s for n, s in services(weeks).items() if n not in without} for weeks in (1, 2))
    with serving(**before, limits=LIMITS) as servers:
        runs = [Run(servers) for _ in range(processes)]
        # The EU register is asked once a month: this is the week of it. What OpenAlex tells of the older papers is there,
        # for it is asked again and again; what it is asked for is known only after the others have been asked.
        for names in (set(before) - {"euctr"}, set(before) & {"openalex"}):
            for run in runs:
                run.begin(WEEK_BEFORE, "sync", *(word for name in sorted(names) for word in ("--source", name)))
                run.wait()
        servers.asked.clear()
        servers.latency = latency
        for name, service in after.items():
            servers[name].service = service
        measure(servers, runs, "sync")


def measure(servers: Servers, runs: "Sequence[Run]", *words: str) -> None:
    """Run all at once, and print what became of them."""
    for run in runs:
        run.begin(NOW, *words)
        threading.Thread(target=watch, args=(run, servers), daemon=True).start()
    for run in runs:
        run.wait()
        run.say()
    report(servers, runs)


def watch(run: "Run", servers: Servers) -> None:
    """Follow the most memory that each process of a run ever held, summed, and print it as more and more is asked.

    What the system reports of an ended process (ru_maxrss) begins with the memory of its parent, our server's.
    """
    step = 100
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


@dataclass
class Run:
    """A store of its own, and the `watcher` process that works on it; all of them share one gate."""

    servers: Servers
    folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)
    peak: float = 0.0  # MB

    def begin(self, now: str, *words: str) -> None:
        config = Path(self.folder.name) / "watcher.toml"
        config.write_text(CONFIG.format(folder=self.folder.name, gate=GATE.name) + self.servers.config())
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "watcher", "--quiet", "--config", str(config), "--now", now, *words, "--json"],
            env={**os.environ, "PYTHONPATH": str(HOUSE), "OPENALEX_API_KEY": "k"},
            stdout=subprocess.PIPE,
        )

    def wait(self) -> None:
        assert self.process.stdout
        answer = self.process.stdout.read()
        _, status, self.used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.ended = time.perf_counter()
        self.coverage = json.loads(answer)

    def say(self) -> None:
        cpu = self.used.ru_utime + self.used.ru_stime
        new, received = (sum(line[what] for line in self.coverage) for what in ("new", "received"))
        outcomes = ", ".join(sorted({line["outcome"] for line in self.coverage}))
        size = (Path(self.folder.name) / "watcher.db").stat().st_size / 1e6
        print(
            f"{received:,} records, {new:,} new ({outcomes}, exit {self.process.returncode}): {self.ended - self.begun:.2f} s,"
            f" CPU {cpu:.1f} s ({1_000 * cpu / max(received, 1):.2f} ms a record), peak {self.peak:.0f} MB, database {size:.0f} MB"
        )
        for line in self.coverage:
            if line["outcome"] != "complete":
                print(f"{line['source']}: {line['error']} {'; '.join(line['notices'])}")


def report(servers: Servers, runs: Sequence[Run]) -> None:
    """Print each host's bound beside what it took, and the whole beside the slowest; seconds."""
    begun = min(run.begun for run in runs)
    bounds = {}
    new = {name: sum(line["new"] for run in runs for line in run.coverage if line["source"] == name) for name in LIMITS}
    print(f"{'host':20}{'new':>6}{'requests':>9}{'refused':>8}{'bound':>7}{'took':>7}{'from':>7}{'to':>7}")
    for name in servers.hosts:
        seen = [one for one in servers.asked if one.source == name]
        if not seen:
            continue
        first, last = min(one.came for one in seen), max(one.left for one in seen)
        bounds[name] = (len(seen) - 1) * load(name).pace + servers.latency
        refused = sum(one.status == 429 for one in seen)
        print(
            f"{name:20}{new[name]:6}{len(seen):9}{refused:8}{bounds[name]:7.2f}{last - first:7.2f}{first - begun:7.2f}{last - begun:7.2f}"
        )
    first, last = min(one.came for one in servers.asked), max(one.left for one in servers.asked)
    ended, bound = max(run.ended for run in runs), max(bounds.values())
    print(
        f"bound {bound:.2f} s; {first - begun:.2f} s before the first request, {ended - last:.2f} s after the last answer\n"
        f"from the first request {ended - first:.2f} s: {(ended - first) / bound:.2f} times the bound\n"
        f"from the process's start {ended - begun:.2f} s: {(ended - begun) / bound:.2f} times the bound"
    )


if __name__ == "__main__":
    main()
