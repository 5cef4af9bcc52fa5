"""Stores of older programs: what a migration makes of what they wrote."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from stores import link, record, save

from watcher.formats import lasting_key
from watcher.model import Id
from watcher.store.connection import SCHEMA_VERSION
from watcher.store.search import search_file
from watcher.store.store import Store
from watcher.text import fold

# What takes away what a migration added, the latest first.
_UNDO = {13: ("ALTER TABLE told DROP COLUMN retracted",), 12: ("DROP TABLE figure", "DROP TABLE saved_search")}


def as_before(path, migration):
    """Make the store one to which the migration was never applied; those behind it change nothing that it reads."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM _sqlite_migrations WHERE name LIKE ?", (f"{migration}%",))
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
        raw.commit()


@pytest.mark.parametrize(
    ("former", "now", "number"), [("cris", "kct", "KCT0001234"), ("japic", "japiccti", "JapicCTI-132057")]
)
def test_a_registry_has_one_name_in_an_older_store_too(tmp_path, former, now, number):
    path = tmp_path / "a.db"
    old = record(ids=frozenset({Id(former, number)}), mentions=frozenset({Id(former, "KCT0009999")}))
    with Store.open(path) as store:
        save(store, old, links=[link(old, Id(former, "KCT0009999"))])
    as_before(path, "m010")

    expected = replace(old, ids=frozenset({Id(now, number)}), mentions=frozenset({Id(now, "KCT0009999")}))
    with Store.open(path) as store:
        assert store.records.latest(old) == expected
        assert store.records.seen_again(expected) is not None
        for table in ("identifier", "mention", "link"):
            assert former not in {row[0] for row in store.connection.execute(f"SELECT scheme FROM {table}")}
        assert store.check() == ()
    assert [hit.item for hit in search_file(path, number)] == [1]


def former_key(one):
    """Return the key of a reference as it was made when its whole text was in it."""
    said = (one.title, *(person.name for person in one.people), "", "", "", "", "", *map(str, one.ids), one.text)
    return hashlib.sha256(fold("|".join(said)).encode()).hexdigest()[:24]


def reference(text, **fields):
    """Return a reference as an older program kept it."""
    one = record("", "files", text=text, people=("Singh",), **fields)
    return replace(one, source_id=former_key(one))


def test_a_reference_of_an_older_store_is_known_again_and_keeps_its_versions(tmp_path):
    path = tmp_path / "a.db"
    first, other = reference("Median PFS was 12 months."), reference("", title="Another title of five words")
    kept = replace(reference("Of another spelling."), source_id="0" * 24)
    with Store.open(path) as store:
        for one in (first, other, kept):
            save(store, one)
        save(store, replace(first, keywords=("lanreotide",)), fingerprint="later")
    as_before(path, "m011")

    with Store.open(path) as store:
        now = replace(first, source_id=lasting_key(first))
        assert [version.record for version in store.records.versions(now.key)] == [
            now,
            replace(now, keywords=("lanreotide",)),
        ]
        assert store.records.seen_again(replace(now, keywords=("lanreotide",))) is not None
        assert store.records.has(("files", lasting_key(other)))
        assert store.items.find(Id("record", f"files:{lasting_key(other)}")) == (2,)
        assert store.records.latest(kept) == kept
        assert store.check() == ()


def test_of_two_wordings_of_one_reference_in_an_older_store_the_newer_is_known_again(tmp_path):
    path = tmp_path / "a.db"
    first, later = reference("Median PFS was 12 months."), reference("Median PFS was 12.1 months.")
    with Store.open(path) as store:
        save(store, first)
        save(store, later)
    as_before(path, "m011")

    with Store.open(path) as store:
        key = ("files", lasting_key(later))
        assert [version.record.text for version in store.records.versions(key)] == [later.text]
        assert store.records.latest(first) == first
        assert store.check() == ()
