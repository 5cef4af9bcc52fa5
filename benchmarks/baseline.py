"""Files of PubMed's baseline, read for one topic: every record parsed, and only what names the topic by its bytes.

    python benchmarks/baseline.py [--files 4] [--records 5000] [--near 0.002]

The files are made of recorded papers (see pubmed_parse.py) that do not name the topic and of a few that do, drawn by lot, and packed
as PubMed packs them. Printed for each way are records a second of the processor (all processes summed, so "a core") and by the clock, and how many
records of the topic came of it. What is sifted is unpacked, looked through on all cores, and what is left is parsed; the
last line is the looking through alone, in this one process.
"""

import argparse
import gzip
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pubmed_parse import HEAD, MEAN, REAL, TAIL, tilted

from sources.files import Source
from sources.pubmed.page import START
from sources.pubmed.sift import sifted, wanted
from watcher.model import Notice, Query, Record
from watcher.service import Session
from watcher.service.loading import query_of

_NEAR = re.compile(rb"(?i)octreotid|lanreotid|somatostatin|carcinoid|neuroendocrine")  # far oftener here than in PubMed
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--records", type=int, default=5_000)
    parser.add_argument("--near", type=float, default=0.002, help="of all records, those that name the topic")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.files):
            write(Path(folder) / f"pubmed26n{number:04}.xml.gz", options.records, options.near, random.Random(number))
        report(folder, options.files * options.records)


def report(folder: str, count: int) -> None:
    query = query_of(Session().topic, NOW)
    print(f"{count:,} records\n{'':16}{'a core':>10}{'clock':>10}{'came':>8}{'of the topic':>14}")
    for name, sift in (("all parsed", False), ("sifted", True)):
        source = Source(folder=folder, sift=sift)
        show(name, count, timed(lambda: taken(source, query)))  # noqa: B023 - called at once
    show("looked through", count, timed(lambda: looked_through(folder, query)))


def show(name: str, count: int, measured: tuple[tuple[int, int], float, float]) -> None:
    (came, near), cpu, clock = measured
    print(f"{name:16}{count / cpu:10,.0f}{count / clock:10,.0f}{came:8,}{near:14,}", flush=True)


def looked_through(folder: str, query: Query) -> tuple[int, int]:
    """Unpack and look through each file in this process; return how many records are left, twice."""
    left = 0
    for path in sorted(Path(folder).iterdir()):
        left += len(list(START.finditer(sifted(gzip.decompress(path.read_bytes()), wanted(query)).body)))
    return left, left


def taken(source: Source, query: Query) -> tuple[int, int]:
    """Return how many records come, and how many of them are of the topic."""
    came = near = 0
    for page in source.pages(query, None):  # type: ignore[arg-type]
        if isinstance(page, Notice):
            continue
        for record in source.parse(page):
            came += isinstance(record, Record)
            near += isinstance(record, Record) and record.title.startswith("Octreotide LAR in")
    return came, near


def timed(work: Callable[[], tuple[int, int]]) -> tuple[tuple[int, int], float, float]:
    begin, cpu = time.perf_counter(), used()
    made = work()
    return made, used() - cpu, time.perf_counter() - begin


def used() -> float:
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)


def write(path: Path, number: int, near: float, lot: random.Random) -> None:
    records = [
        record
        for file in sorted(REAL.glob("*.xml"))
        for record in re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", file.read_bytes(), re.DOTALL)
        if b"<PMID" in record and not _NEAR.search(record)
    ]
    drawn = lot.choices(records, tilted([len(record) for record in records], MEAN), k=number)
    title = b"<ArticleTitle>Octreotide LAR in neuroendocrine tumours</ArticleTitle>"
    for at in lot.sample(range(number), int(number * near)):
        drawn[at] = re.sub(rb"<ArticleTitle[^>]*>.*?</ArticleTitle>", title, drawn[at], flags=re.DOTALL)
    path.write_bytes(gzip.compress(HEAD + b"\n".join(drawn) + TAIL, 6))


if __name__ == "__main__":
    main()
