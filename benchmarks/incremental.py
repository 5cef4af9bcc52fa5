"""What taking records in costs in a small store and in a large one, and what filling a store costs.

    python benchmarks/incremental.py [--sizes 100000 1000000] [--folder /tmp/watcher-bench] [--peer]

Stores of synthetic papers are built once a size (in bulk, straight into the tables, with the real block keys,
documents and index) and kept in the folder. Then 500 papers that are new, of which every tenth is another
source's record of a paper that is there, go through the whole of ``take_in`` in pages of 100, one commit a
page, against a copy-free store: the time must not depend on its size. ``--peer`` fills the same 20,000
papers through ``Store.save`` and through sqlite-utils' ``insert_all`` with its FTS triggers.
"""

import argparse
import itertools
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlite_utils

from watcher.identify import block_keys
from watcher.model import Id, Kind, New, PartialDate, Passage, Person, Record, Venue
from watcher.pipeline.take_in import take_in
from watcher.store.connection import Connection, writing
from watcher.store.index import COLUMNS, document
from watcher.store.rows import content, encode, moment, pack
from watcher.store.store import Store
from watcher.topic import load_topic

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NEW_RECORDS, PAGE, PEER_RECORDS, BATCH = 500, 100, 20_000, 5_000
ORDINARY = """the of and in with to was for were patients a by that on as from at or this an after are is not be had
these than between we which study group treatment results compared during both who all two may also no more their
has most other within data including used can years one however but using clinical significant analysis""".split()
FIELD = """patients tumor tumour neuroendocrine lanreotide octreotide somatostatin analogue dose escalation interval
survival progression response treatment therapy study trial randomized phase months median hazard ratio confidence
receptor pancreatic intestinal metastatic disease safety adverse events quality life control group compared""".split()
RARE = [
    "".join(pair) for pair in itertools.product(("al", "be", "ca", "do", "en", "fi", "go", "hu", "is", "jo"), repeat=4)
]
VOCABULARY = ORDINARY + FIELD + RARE
WEIGHTS = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(VOCABULARY))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "watcher-bench")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.peer:
        compare_with_peer(options.folder)
    print(
        f"{'records there':>14}{'built s':>10}{'MB':>8}{'500 in, s':>11}{'CPU s':>8}{'again, s':>10}{'search ms':>11}{'peak MB':>9}"
    )
    for size in options.sizes:
        measure(options.folder / f"{size}.db", size)


def measure(path: Path, size: int) -> None:
    built = 0.0
    if not path.exists():
        begin = time.perf_counter()
        build(path, size)
        built = time.perf_counter() - begin
    with Store.open(path) as store:
        run = int(store.recall("benchmark runs") or 0) + 1
        store.remember("benchmark runs", str(run))
        fresh = [paper(size + run * NEW_RECORDS + n) for n in range(NEW_RECORDS)]
        fresh = [twin(paper(n * 7)) if n % 10 == 0 else one for n, one in enumerate(fresh)]
        cpu = time.process_time()
        first = taking_in(store, fresh)
        cpu = time.process_time() - cpu
        again = taking_in(store, fresh)
        begin = time.perf_counter()
        store.index.search("(lanreotide OR octreotide) dose-escalation alalbeca", limit=20)
        searching = (time.perf_counter() - begin) * 1_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    megabytes = path.stat().st_size / 1e6
    print(
        f"{size:14,}{built:10.0f}{megabytes:8.0f}{first:11.2f}{cpu:8.2f}{again:10.2f}{searching:11.1f}{peak:9.0f}",
        flush=True,
    )


def taking_in(store: Store, records: list[Record]) -> float:
    topic = load_topic("ssa-dose-escalation")
    begin = time.perf_counter()
    for page in batches(iter(records), PAGE):
        with store.writing():
            for record in page:
                take_in(record, topic, store, NOW)
    return time.perf_counter() - begin


def build(path: Path, size: int) -> None:
    """Fill a store with papers of one record each, as saving each would leave it."""
    aside = path.with_suffix(".part")
    aside.unlink(missing_ok=True)
    with Store.open(aside) as store:
        connection = store.connection
        for setting in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -3000000"):
            connection.execute(f"PRAGMA {setting}")
        for numbers in batches(iter(range(size)), BATCH):
            with writing(connection):
                insert(connection, [(n + 1, paper(n)) for n in numbers])
        with writing(connection):
            connection.execute("INSERT INTO document_index (document_index) VALUES ('rebuild')")
    aside.rename(path)


def insert(connection: Connection, papers: list[tuple[int, Record]]) -> None:
    now = moment(NOW)
    keys = {row: sorted(set(block_keys(record))) for row, record in papers}
    tables: dict[str, Iterator[tuple[Any, ...]]] = {
        "item (id, kind, created)": ((row, "work", now) for row, _ in papers),
        "record (id, source, source_id, item, first_seen, verdict, because, score, decided_by, decided_at, keys)": (
            (row, *record.key, row, now, "new", "", 1.0, "identify", now, pack(keys[row])) for row, record in papers
        ),
        "version (id, record, seen, fingerprint, content, body)": (
            (row, row, now, "", content(record), encode(record)) for row, record in papers
        ),
        "identifier (scheme, value, record)": ((*one, row) for row, record in papers for one in record.ids),
        "block (key, record)": iter(sorted((key, row) for row, _ in papers for key in keys[row])),
        f"document (item, {', '.join(COLUMNS)})": ((row, *document((record,))) for row, record in papers),
    }
    for table, rows in tables.items():
        places = ", ".join("?" * (table.count(",") + 1))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    connection.execute("UPDATE record SET version = id WHERE version IS NULL AND id >= ?", (papers[0][0],))


def paper(number: int) -> Record:
    """Return the same paper for the same number."""
    chance = random.Random(number)
    return Record(
        source="pubmed",
        source_id=str(number),
        kind=Kind.ARTICLE,
        title=words(chance, 13).capitalize(),
        retrieved=NOW - timedelta(days=1),
        abstract=tuple(Passage(label=label, text=words(chance, 45)) for label in ("AIM", "METHODS", "RESULTS", "END")),
        people=tuple(Person(family=chance.choice(RARE).capitalize(), initials="AB") for _ in range(6)),
        published=PartialDate(1990 + number % 36, 1 + number % 12),
        ids=frozenset({Id("pmid", str(number)), Id("doi", f"10.1000/j.{number}")}),
        venue=Venue(title=f"Journal of {chance.choice(RARE)}", volume=str(number % 90), pages=str(number % 2_000)),
    )


def twin(record: Record) -> Record:
    """Return the same paper as another source has it."""
    return Record(
        source="crossref",
        source_id=record.source_id,
        kind=record.kind,
        title=record.title.upper(),
        retrieved=NOW,
        people=record.people,
        published=record.published,
        ids=frozenset(one for one in record.ids if one.scheme == "doi"),
        venue=record.venue,
    )


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=count))


def batches(values: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(values, size)):
        yield batch


def compare_with_peer(folder: Path) -> None:
    papers = [paper(n) for n in range(PEER_RECORDS)]
    for name, fill in (("Store.save", fill_store), ("sqlite-utils insert_all + FTS triggers", fill_peer)):
        path = folder / "peer.db"
        for left in folder.glob("peer.db*"):
            left.unlink()
        begin, cpu = time.perf_counter(), time.process_time()
        fill(path, papers)
        seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - cpu
        print(
            f"{name:40}{PEER_RECORDS / seconds:10,.0f} rows/s{PEER_RECORDS / cpu_seconds:10,.0f} rows/CPU s", flush=True
        )
        begin = time.perf_counter()
        fill(path, papers)
        print(f"{'  again, nothing new':40}{PEER_RECORDS / (time.perf_counter() - begin):10,.0f} rows/s", flush=True)


def fill_store(path: Path, papers: list[Record]) -> None:
    with Store.open(path) as store:
        for page in batches(iter(papers), BATCH):
            with store.writing():
                for one in page:
                    if not store.records.seen_again(one):
                        store.records.save(one, New(), fingerprint="", now=NOW, keys=block_keys(one))


def fill_peer(path: Path, papers: list[Record]) -> None:
    """One table, no versions, no identity: the usual way."""
    database = sqlite_utils.Database(path)
    table = database.table("papers", pk="source_id")
    if not table.exists():
        table.create({"source_id": str, "title": str, "text": str, "people": str, "body": str}, pk="source_id")
        table.enable_fts(["title", "text", "people"], create_triggers=True, tokenize="porter")
    table.upsert_all(
        (
            {
                "source_id": one.source_id,
                "title": one.title,
                "text": one.text,
                "people": "; ".join(person.name for person in one.people),
                "body": encode(one),
            }
            for one in papers
        ),
        batch_size=BATCH,
    )
    database.close()


if __name__ == "__main__":
    main()
