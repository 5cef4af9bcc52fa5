"""How long a search takes in a large store of generated records.

    python benchmarks/search_time.py [--records 100000] [--runs 20] [--database FILE]

The store is made in the file where there is none (a minute for 100,000 records, in one table after the other, as no sync
would); the same lot makes the same records. Words fall as they do in PubMed: a few in half of all abstracts, most in a handful.
Each line is the median and the 95th of a hundred in milliseconds, by the clock and of the processor (which a busy machine does not
change much), within one process; the first line opens the file anew each time.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate, islice
from pathlib import Path

from watcher.store.connection import Connection, connect
from watcher.store.search import Filters, Hits, search, search_file
from watcher.store.store import Store

# A word of the field, and in how many abstracts of a thousand it stands.
_FIELD = {
    "patients": 450, "treatment": 350, "survival": 150, "tumor": 120, "dose": 150, "response": 160, "disease": 250, "randomized": 90,
    "progression": 60, "neuroendocrine": 12, "carcinoid": 4, "somatostatin": 5, "octreotide": 4, "lanreotide": 2, "pasireotide": 1,
    "everolimus": 4, "sunitinib": 4, "acromegaly": 3, "diarrhea": 15, "placebo": 60, "interval": 40, "escalation": 8, "pancreatic": 20,
}  # fmt: skip
_PHRASES = ("every 14 days", "every 28 days", "120 mg", "progression free survival", "long acting release")
_WORDS = 110  # of an abstract
QUERIES = {
    "domain, three groups, dates": ('(octreotide OR lanreotide OR "somatostatin analogue") AND (neuroendocrine OR carcinoid) AND (dose OR interval)', Filters(since="2015", until="2022")),
    "lanreotide every 14 days": ("lanreotide every 14 days", Filters()),
    "octreotide": ("octreotide", Filters()),
    "patients": ("patients", Filters()),
    "patients survival treatment": ("patients survival treatment", Filters()),
    "OR of drugs": ("octreotide OR lanreotide OR everolimus OR sunitinib OR pasireotide", Filters()),
    "sentence": ("does octreotide help patients with carcinoid and diarrhea", Filters()),
    "mistyped": ("octreotyde escalaton", Filters()),
    "prefix": ("escalat* neuroendo*", Filters()),
    "author": ("author:Kel dose", Filters()),
    "identifier": ("PMID 20077", Filters()),
    "nothing typed, newest": ("", Filters(since="2020")),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--database", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "large.db"
        if not database.exists():
            fill(database, options.records)
        report(database, options.runs)


def report(database: Path, runs: int) -> None:
    print(f"{database.stat().st_size / 1e6:,.0f} MB\n{'':32}{'found':>9}{'p50':>8}{'p95':>8}{'CPU p50':>10}{'p95':>8}")
    show("opened anew: lanreotide dose", [timed(lambda: search_file(database, "lanreotide dose")) for _ in range(runs)])
    with closing(connect(database, write=False)) as connection:
        for name, (text, filters) in QUERIES.items():
            show(name, [timed(lambda: search(connection, text, filters)) for _ in range(runs)])  # noqa: B023 - called at once


def timed(work: Callable[[], Hits]) -> tuple[float, float, int]:
    begin, cpu = time.perf_counter(), time.process_time()
    total = work().total
    return (time.perf_counter() - begin) * 1e3, (time.process_time() - cpu) * 1e3, total


def show(name: str, times: list[tuple[float, float, int]]) -> None:
    clock, cpu, found = zip(*times, strict=True)
    each = "".join(
        f"{statistics.median(took):10.1f}{sorted(took)[int(len(took) * 0.95) - 1]:8.1f}" for took in (clock, cpu)
    )
    print(f"{name:32}{found[0]:9,}{each[2:]}", flush=True)


def fill(database: Path, count: int) -> None:
    """Make a store of so many records, a table at a time."""
    with Store.open(database) as store:
        connection = store.connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        records = made(count)
        while batch := list(islice(records, 20_000)):
            keep(connection, batch)
            print(f"\r{batch[-1][0]:,} records", end="", flush=True)
        connection.execute("COMMIT")
        print()


def keep(connection: Connection, batch: list[tuple[int, str, str, str, int]]) -> None:
    into = connection.executemany
    now = "2026-11-16T06:00:00Z"
    into("INSERT INTO item VALUES (?, 'work', ?, NULL)", [(n, now) for n, *_ in batch])
    row = "INSERT INTO record VALUES (?, 'pubmed', ?, ?, NULL, ?, NULL, 'new', '', 1.0, 'machine', ?, x'')"
    into(row, [(n, str(20_000_000 + n), n, now, now) for n, *_ in batch])
    into("INSERT INTO identifier VALUES ('pmid', ?, ?)", [(str(20_000_000 + n), n) for n, *_ in batch])
    version = "INSERT INTO version VALUES (?, ?, ?, '', x'', NULL, ?)"
    into(version, [(n, n, now, f'{{"title": "{title}"}}') for n, title, *_ in batch])
    connection.execute("UPDATE record SET version = id WHERE version IS NULL")
    score = "INSERT INTO score VALUES (?, 'topic', ?, ?, 0.5, NULL, '[]', '[]', '', '{}')"
    into(score, [(n, 4 - (n % 50 == 0), "adjacent" if n % 50 == 0 else "off") for n, *_ in batch])
    document = (
        "INSERT INTO document (item, title, abstract, people, venue, ids, terms, url, published, kind, sources, withdrawn, dated)"
        " VALUES (?, ?, ?, ?, 'Journal', ?, ?, '', ?, 'article', 'pubmed', 0, ?)"
    )
    into(
        document,
        [
            (n, title, text, people, f"pmid:{20_000_000 + n}", title, str(year), str(year))
            for n, title, text, people, year in batch
        ],
    )
    index = "INSERT INTO document_index (rowid, title, abstract, people, venue, ids, terms) VALUES (?, ?, ?, ?, 'Journal', ?, ?)"
    into(index, [(n, title, text, people, f"pmid:{20_000_000 + n}", title) for n, title, text, people, _ in batch])


def made(count: int) -> Iterator[tuple[int, str, str, str, int]]:
    """Yield number, title, abstract, author and year of each record."""
    lot = random.Random(7)
    common = [
        "".join(lot.choices("aeiou", k=1)) + "".join(lot.choices("bcdfghklmnprstv", k=2)) + f"{n:x}"
        for n in range(60_000)
    ]
    weights = list(accumulate(1 / (n + 3) for n in range(len(common))))
    names = [
        "".join(lot.choices("KMPRST", k=1)) + "".join(lot.choices("aeiloru", k=lot.randint(2, 6))) for _ in range(5_000)
    ] + ["Kel"]
    for number in range(1, count + 1):
        words = lot.choices(common, cum_weights=weights, k=_WORDS)
        words += [word for word, often in _FIELD.items() if lot.random() * 1000 < often]
        words += [phrase for phrase in _PHRASES if lot.random() < 0.01]
        lot.shuffle(words)
        yield (
            number,
            " ".join(lot.sample(words, 10)),
            " ".join(words),
            f"{lot.choice(names)} A",
            lot.randint(1990, 2026),
        )


if __name__ == "__main__":
    main()
