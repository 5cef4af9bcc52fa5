"""Databases that programs of every released schema wrote, with all that the demonstration made: each opens, whole and to the last word.

``released.tar.xz`` holds what ``watcher demo`` left when its schema was new, a file a schema; two schemas came in one step have no file.
"""

import re
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from watcher.errors import StoreError
from watcher.store.connection import SCHEMA_VERSION, connect, schema_version
from watcher.store.search import Filters, search_file
from watcher.store.store import Store

RELEASED = Path(__file__).parents[2] / "data" / "schemas" / "released.tar.xz"
NEVER_ALONE = {10}  # it came together with the next


def versions():
    with tarfile.open(RELEASED) as archive:
        return sorted(
            int(name[-5:-3])
            for name in archive.getnames()
            if name.endswith(".db") and int(name[-5:-3]) < SCHEMA_VERSION
        )


@pytest.fixture(params=versions())
def old(request, tmp_path):
    """A database of an older program: its path, its schema, and how much of each thing it says it has."""
    with tarfile.open(RELEASED) as archive:
        archive.extract(f"./schema-{request.param:02}.db", tmp_path, filter="data")
    path = tmp_path / f"schema-{request.param:02}.db"
    with closing(connect(path, write=False)) as opened:
        assert schema_version(opened) == request.param
        tables = ("record", "version", "score", "link", "digest", "delivery", "told", "run")
        counts = {table: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    return path, request.param, counts


def test_there_is_a_database_of_every_schema_but_the_present_one():
    assert set(versions()) | NEVER_ALONE >= set(range(1, SCHEMA_VERSION)), (
        "put what `watcher demo` left before the migration into it"
    )


def test_it_opens_with_all_that_is_in_it(old):
    path, version, counts = old
    with Store.open(path) as store:
        assert schema_version(store.connection) == SCHEMA_VERSION
        now = {table: store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in counts}
        assert now == counts
        assert store.check() == ()
        assert store.outbox.deliveries("pending", "held", "failed") == ()
        assert store.digests.all("weekly")
        accounts = [
            store.account(item) for (item,) in store.connection.execute("SELECT DISTINCT item FROM record").fetchall()
        ]
        assert all(accounts)

    assert list(search_file(path, "lanreotide", Filters()))
    with closing(connect(Path(f"{path}.schema-{version}"), write=False)) as copy:
        assert schema_version(copy) == version


def test_one_that_may_only_be_read_says_what_to_do(old):
    path, version, _ = old
    before = path.read_bytes()

    with pytest.raises(StoreError, match=f"schema {version}, and this watcher reads {SCHEMA_VERSION}; .* up to date"):
        Store.reading_of(path)
    assert path.read_bytes() == before


def test_a_newer_one_is_refused_with_the_way_out_and_left_alone(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()

    for opening in (Store.open, Store.reading_of):
        with pytest.raises(
            StoreError,
            match=rf"newer watcher \(schema {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}\); update watcher",
        ):
            opening(path)
    assert path.read_bytes() == before


def test_a_newer_one_names_the_copy_that_was_made_before_the_upgrade(tmp_path):
    path = tmp_path / "watcher.db"
    with Store.open(path) as store:
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    for version in (2, SCHEMA_VERSION, SCHEMA_VERSION + 1, "old"):
        (tmp_path / f"watcher.db.schema-{version}").touch()

    with pytest.raises(StoreError, match=rf"`watcher restore {re.escape(str(path))}\.schema-{SCHEMA_VERSION}`"):
        Store.open(path)
