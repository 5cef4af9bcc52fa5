"""Opening a database: safe settings, our own schema, and nobody else's file."""

import multiprocessing
import os
import re
import sqlite3
import stat
import tempfile
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from stores import MONDAY, NEXT_MONDAY, record, registration, save, table_sizes

from watcher.errors import StoreError
from watcher.model import PartialDate, TrialDate, TrialFacts
from watcher.store.connection import APPLICATION_ID, SCHEMA_VERSION, Connection, connect, journal
from watcher.store.schema import MIGRATIONS, migrate
from watcher.store.search import Filters, search_file
from watcher.store.store import Store

SCHEMA = Path(__file__).parents[3] / "watcher" / "store"
POSTED = TrialDate(date=PartialDate(2021, 10, 14))


def pragma(path, name):
    with closing(Store.open(path)) as store:
        return store.connection.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("busy_timeout", 30_000),
        ("mmap_size", 0),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
        ("synchronous", {"EXTRA": 3, "FULL": 2}[journal(sqlite3.sqlite_version_info)[1]]),
        ("journal_mode", journal(sqlite3.sqlite_version_info)[0].lower()),
    ],
)
@pytest.mark.threat("T9")
def test_every_setting_is_made(tmp_path, name, value):
    assert pragma(tmp_path / "a.db", name) == value


@pytest.mark.parametrize(
    ("version", "modes"),
    [
        ((3, 40, 1), ("DELETE", "EXTRA")),
        ((3, 51, 2), ("DELETE", "EXTRA")),
        ((3, 51, 3), ("WAL", "FULL")),
        ((3, 53, 0), ("WAL", "FULL")),
    ],
)
@pytest.mark.threat("T10")
def test_the_write_ahead_log_is_used_only_where_it_is_safe(version, modes):
    assert journal(version) == modes


@pytest.mark.threat("T44")
def test_the_file_is_for_its_owner_only(tmp_path):
    Store.open(tmp_path / "folder" / "a.db").close()

    assert stat.S_IMODE((tmp_path / "folder" / "a.db").stat().st_mode) == 0o600


def test_what_was_saved_is_there_when_it_is_opened_again(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        save(store, record())

    with Store.open(tmp_path / "a.db") as store:
        assert store.records.latest(record()) == record()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "a.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

    with pytest.raises(StoreError, match="newer watcher"):
        Store.open(path)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, "CREATE TABLE theirs (a)"])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "theirs.db"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(content)
    before = path.read_bytes()

    with pytest.raises(StoreError, match="name another file"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_path_that_cannot_be_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="name another file"):
        Store.open(tmp_path / "file" / "a.db")


def test_there_is_a_migration_for_each_version():
    with Store.open() as store:
        names = [row[0] for row in store.connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]

    assert len(names) == SCHEMA_VERSION
    assert [name[:4] for name in names] == [f"m{number:03}" for number in range(1, SCHEMA_VERSION + 1)]
    assert MIGRATIONS.name == "watcher"


def test_migrating_twice_changes_nothing_and_copies_first(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        save(store, record())
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
        migrate(store.connection)
        assert store.check() == ()

    with Store.open(tmp_path / f"a.db.schema-{SCHEMA_VERSION - 1}") as copy:
        assert copy.records.latest(record()) == record()


def made_later():
    """Return the tables that migrations after the first one made."""
    first, later = ((SCHEMA / name).read_text(encoding="utf-8") for name in ("schema.sql", "schema.py"))
    return {*re.findall(r"CREATE TABLE (\w+)", later)} - {*re.findall(r"CREATE TABLE (\w+)", first)}


def test_a_store_of_the_first_release_is_brought_up_to_date_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        save(store, record())
        save(store, registration(trial=TrialFacts(registry="clinicaltrials", first_posted=POSTED)))
        tables = set(table_sizes(store))
    with closing(sqlite3.connect(path)) as raw:  # as it was before there was a second migration
        for view in ("v_items", "v_figures", "v_changes", "v_told"):
            raw.execute(f"DROP VIEW {view}")
        for table in made_later():
            raw.execute(f"DROP TABLE {table}")
        raw.execute("DROP INDEX document_withdrawn")
        raw.execute("ALTER TABLE delivery DROP COLUMN dropped")
        raw.execute("ALTER TABLE link DROP COLUMN decision")
        raw.execute("ALTER TABLE told DROP COLUMN retracted")
        raw.execute("DROP INDEX document_dated")
        raw.execute("DROP INDEX doubt_other")
        raw.execute("ALTER TABLE document DROP COLUMN dated")
        raw.execute("CREATE INDEX document_published ON document (published)")
        raw.execute("DELETE FROM _sqlite_migrations WHERE name <> 'm001_create'")
        raw.execute("PRAGMA user_version = 1")
        raw.commit()

    assert [hit.dated for hit in search_file(path, "octreotide", Filters(since="2021"))] == ["2021-10-14"]
    with Store.open(path) as store:
        assert store.records.latest(record()) == record()
        assert set(table_sizes(store)) == tables
        assert store.check() == ()
    with closing(sqlite3.connect(tmp_path / "a.db.schema-1")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone()[0] == 1


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path):
    path = tmp_path / "a.db"
    denied = 0

    def deny(action, name, *_):
        return 1 if name == "delivery_event_is_final" else denied

    with closing(sqlite3.connect(path, factory=Connection, isolation_level=None)) as raw:
        raw.path = str(path)
        raw.set_authorizer(deny)
        with pytest.raises(StoreError):
            migrate(raw)
        raw.set_authorizer(None)
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 0

    Store.open(path).close()


def test_notes_are_remembered(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        store.remember("clock", "1")
        store.remember("clock", "2")

    with Store.open(tmp_path / "a.db") as store:
        assert (store.recall("clock"), store.recall("nothing")) == ("2", "")


@pytest.mark.threat("T52")
def test_a_full_disk_says_so_and_nothing_is_lost():
    with Store.open() as store:
        save(store, record())
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(StoreError, match="disk is full"):
            save(store, record("2", text="word " * 100_000))

        store.connection.execute("PRAGMA max_page_count = 1000000")
        assert store.records.latest(record("2")) is None
        assert save(store, record("2")).new
        assert store.check() == ()


def test_an_inner_step_can_fail_alone():
    def inner(store):
        with store.writing():
            store.remember("inner", "lost")
            raise ZeroDivisionError

    with Store.open() as store:
        with store.writing():
            store.remember("outer", "kept")
            with pytest.raises(ZeroDivisionError):
                inner(store)
        assert (store.recall("outer"), store.recall("inner")) == ("kept", "")


def test_a_step_whose_end_fails_is_no_step_any_more(tmp_path):
    """A COMMIT that is refused would leave the next step inside a dead one."""

    def fail_at_the_end(store):
        with store.writing():
            store.connection.execute("PRAGMA defer_foreign_keys = ON")
            store.connection.execute("INSERT INTO block VALUES (1, 99)")

    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(sqlite3.IntegrityError):
            fail_at_the_end(store)
        assert not store.connection.in_transaction
        store.remember("after", "kept")
    with Store.open(tmp_path / "a.db") as store:
        assert store.recall("after") == "kept"


def test_what_may_only_be_read_is_searched_and_shown(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        save(store, record())

    with Store(connect(path, write=False)) as store:
        assert [hit.title for hit in store.index.search("lanreotide")] == [record().title]
        assert store.account(1).item.records == (record(),)
        assert store.status().counts["records"] == 1
        assert store.check() == ()
        assert store.digests.dossiers("ssa-dose-escalation", MONDAY, NEXT_MONDAY)
        with pytest.raises(StoreError, match="permissions"):
            store.remember("a", "b")


@pytest.fixture
def folder_of_anybody():
    """A folder apart from those of pytest, which lets nobody else in."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o755), (0o666, 0o555), (0o444, 0o777)])
def test_a_file_or_folder_without_the_right_to_write_is_opened_for_reading(folder_of_anybody, of_file, of_folder):
    path = folder_of_anybody / "a.db"
    with Store.open(path) as store:
        save(store, record())
    path.chmod(of_file)
    folder_of_anybody.chmod(of_folder)
    answers = multiprocessing.get_context("fork").Queue()
    reader = multiprocessing.get_context("fork").Process(target=read_as_nobody, args=(path, answers))
    with warnings.catch_warnings():
        # Python warns of a fork beside threads (pytest's own): nothing but this one function runs in the child.
        warnings.simplefilter("ignore", DeprecationWarning)
        reader.start()
    reader.join()

    assert answers.get(timeout=10) == (False, [record().title])


def read_as_nobody(path, answers):
    os.setuid(65534)
    with Store.open(path) as store:
        answers.put((store.connection.writable, [hit.title for hit in store.index.search("lanreotide")]))


def test_to_read_is_never_to_make(tmp_path):
    for reading in (lambda path: connect(path, write=False), lambda path: search_file(path, "lanreotide")):
        with pytest.raises(StoreError, match="there is no database"):
            reading(tmp_path / "none" / "a.db")
    assert list(tmp_path.iterdir()) == []


def test_an_older_database_that_may_only_be_read_says_what_to_do(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        save(store, record())
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")

    with closing(connect(path, write=False)) as connection, pytest.raises(StoreError, match="let this watcher write"):
        migrate(connection)


@pytest.mark.parametrize("item", [0, -1, 2**63 - 1, 2**63, 10**30, -(10**30)])
def test_a_number_that_no_item_can_have_is_no_such_item(item):
    with Store.open() as store:
        assert store.items.current(item) is None
        assert store.items.get(item) is None
        assert store.items.of([item]) == ()
        assert store.account(item) is None
        assert store.dossiers.get(item, "") is None
        with pytest.raises(StoreError, match="there is no item"):
            store.decisions.merge(item, item, because="", by="", now=MONDAY)
        with pytest.raises(StoreError, match="there is no decision"):
            store.decisions.undo(item, because="", by="", now=MONDAY)


def blanked(path):
    """Make a database whose last third is lost, and return its path."""
    with Store.open(path) as store:
        for number in range(200):
            save(store, record(str(number), text="word " * 200))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3].ljust(len(content), b"\0"))
    return path


def test_trouble_that_shows_while_rows_are_read_is_told_as_the_stores(tmp_path):
    path = blanked(tmp_path / "a.db")

    def read():
        with Store.open(path) as store:
            rows = iter(store.connection.execute("SELECT body FROM version"))
            assert next(rows)
            return list(rows)

    with pytest.raises(StoreError, match="malformed"):
        read()


def test_a_copy_of_a_database_damaged_in_a_hundred_pages_is_refused_in_one_line_with_the_way_on(tmp_path):
    path = blanked(tmp_path / "a.db")

    refusal = r"a\.db is damaged, and was not copied: (Tree \d+ p|P)age \d+: [^\n]{,60}; check the disk, .*`watcher restore FILE`$"
    with Store.open(path) as store, pytest.raises(StoreError, match=refusal):
        store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
