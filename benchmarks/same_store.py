"""Whether two stores hold the same: each table row by row, whatever the order and the numbers of the schema.

    python benchmarks/same_store.py BEFORE.db AFTER.db

Made by two versions of Watcher from the same pages at the same time (`watcher demo -o DIR`, or `watcher --now ... sync`
from a folder of saved pages), the two show what a change of the store changed in what is kept. Ends with 1 where they differ.
"""

import argparse
import sqlite3
import sys
from collections import Counter
from contextlib import closing

_SHOWN = 3  # rows that differ, of a table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    options = parser.parse_args()
    with closing(sqlite3.connect(options.before)) as before, closing(sqlite3.connect(options.after)) as after:
        found = [differs(table, before, after) for table in sorted(tables(before) | tables(after))]
    return int(any(found))


def differs(table: str, before: sqlite3.Connection, after: sqlite3.Connection) -> bool:
    """Print how the table compares; return whether a row is in one of the two only."""
    if not {table} <= tables(before) & tables(after):
        print(f"{table:20} is in one of the two only")
        return bool(
            sum(rows(each, table, columns(each, table)).total() for each in (before, after) if columns(each, table))
        )
    shared = [column for column in columns(before, table) if column in columns(after, table)]
    was, now = rows(before, table, shared), rows(after, table, shared)
    lost, come = was - now, now - was
    print(f"{table:20}{was.total():8,} rows before{now.total():8,} after{lost.total():6} lost{come.total():6} come")
    for sign, found in (("-", lost), ("+", come)):
        for row in list(found)[:_SHOWN]:
            print(f"    {sign} {row!s:.300}")
    return bool(lost or come)


def tables(database: sqlite3.Connection) -> set[str]:
    """Return the tables that hold what is kept; the index's own are made from them."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in found if not name.startswith(("sqlite_", "_sqlite", "document_index"))}


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info([{table}])")]


def rows(database: sqlite3.Connection, table: str, names: list[str]) -> Counter[tuple[object, ...]]:
    return Counter(database.execute(f"SELECT {', '.join(f'[{name}]' for name in names)} FROM [{table}]"))


if __name__ == "__main__":
    sys.exit(main())
