"""The tables, and how an older database is brought up to date: a migration is a function, never edited."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from watcher.errors import StoreError
from watcher.store.connection import (
    APPLICATION_ID,
    MEMORY,
    SCHEMA_VERSION,
    Connection,
    copy_database,
    schema_version,
    writing,
)
from watcher.store.index import SEARCHED, dated, paired
from watcher.store.rows import attempt, decode_record

MIGRATIONS = Migrations("watcher")


def migrate(connection: Connection) -> None:
    """Bring the schema up to date in one transaction; a database with something in it is copied first.

    The copy lies beside the database: ``watcher.db.schema-1``. Raise ``StoreError`` where a database of an older
    version may only be read.
    """
    version = schema_version(connection)
    if version == SCHEMA_VERSION:
        return
    if not connection.writable:
        raise StoreError(
            f"database {connection.path} was written by an older watcher (schema {version}) and may only be read;"
            " let this watcher write to it once"
        )
    if version and connection.path != MEMORY:
        copy_database(connection, Path(f"{connection.path}.schema-{version}"), force=True)
    with writing(connection):
        # Migrations.apply joins our transaction (its own would begin without the lock).
        MIGRATIONS.apply(Database(connection, execute_plugins=False))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@MIGRATIONS()
def m001_create(database: Database) -> None:
    """Create everything."""
    for statement in Path(__file__).with_name("schema.sql").read_text(encoding="utf-8").split("\n\n"):
        _run(database.conn, statement)


# By the record's key and not its row: a version may be told of before the record is.
_REVISION = """
    CREATE TABLE revision (
        source TEXT NOT NULL,
        source_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        date TEXT NOT NULL,
        status TEXT NOT NULL,
        modules TEXT NOT NULL,
        retrieved TEXT NOT NULL,
        PRIMARY KEY (source, source_id, number)
    ) STRICT, WITHOUT ROWID
    """


@MIGRATIONS()
def m002_keep_revisions(database: Database) -> None:
    """Create the table of the versions that a registry tells of itself; it fills with the next look at the registry."""
    _run(database.conn, _REVISION)


# What an address said belongs to a question: of a page that did not change, another question may keep more.
_VALIDATOR = """
    CREATE TABLE validator (
        source TEXT NOT NULL,
        question BLOB NOT NULL,
        url TEXT NOT NULL,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (source, question, url)
    ) STRICT, WITHOUT ROWID
    """


@MIGRATIONS()
def m003_keep_validators_by_question(database: Database) -> None:
    """Forget what addresses said of their last version, of which no question is known: they are read whole once more."""
    _run(database.conn, "DROP TABLE validator")
    _run(database.conn, _VALIDATOR)


# A record that was not understood has no version; its page, where there is one, is what it is read from again.
_UNREAD = """
    CREATE TABLE unread (
        source TEXT NOT NULL,
        source_id TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        reason TEXT NOT NULL,
        seen TEXT NOT NULL,
        program TEXT NOT NULL,
        payload INTEGER REFERENCES payload,
        PRIMARY KEY (source, source_id)
    ) STRICT, WITHOUT ROWID
    """


@MIGRATIONS()
def m004_keep_what_is_not_understood(database: Database) -> None:
    """Create the table of the records that came and could not be understood."""
    _run(database.conn, _UNREAD)
    _run(database.conn, "CREATE INDEX unread_seen ON unread (seen)")


@MIGRATIONS()
def m005_drop_messages(database: Database) -> None:
    """Leave room for why a person dropped a message: "" for one that was not."""
    _run(database.conn, "ALTER TABLE delivery ADD COLUMN dropped TEXT NOT NULL DEFAULT ''")


@MIGRATIONS()
def m006_date_each_thing_as_its_kind_is_dated(database: Database) -> None:
    """Give every document the date that a filter looks at; a registration has none of publication."""
    for statement in (
        "ALTER TABLE document ADD COLUMN dated TEXT NOT NULL DEFAULT ''",
        "UPDATE document SET dated = published",
        "DROP INDEX document_published",
        "CREATE INDEX document_dated ON document (dated)",
    ):
        _run(database.conn, statement)
    bodies = database.query(
        """
        SELECT document.item, version.body
        FROM document
        JOIN record ON record.item = document.item
        JOIN version ON version.id = record.version
        WHERE document.dated = ''
        """
    )
    for row in list(bodies):
        record = attempt(decode_record, row["body"], f"a record of item {row['item']}")
        if record and (date := dated(record)):
            database.execute(
                "UPDATE document SET dated = ? WHERE item = ? AND (dated = '' OR dated > ?)", (date, row["item"], date)
            )


@MIGRATIONS()
def m007_find_doubts_from_either_side(database: Database) -> None:
    """Index the doubts by their other record too: what hangs together is looked up for every record that comes."""
    _run(database.conn, "CREATE INDEX doubt_other ON doubt (other)")


@MIGRATIONS()
def m008_find_what_is_written_without_blanks(database: Database) -> None:
    """Give the documents in Chinese, Japanese and Korean the pairs by which they are found."""
    one = f"SELECT {', '.join(SEARCHED)} FROM document WHERE item = ?"  # noqa: S608 - our own names
    for item in [row["item"] for row in database.query("SELECT item FROM document")]:
        row = next(iter(database.query(one, (item,))))
        more = dict.fromkeys(paired(row["title"], row["abstract"], row["venue"], row["terms"]))
        if more:
            old = {name: row[name] for name in SEARCHED}
            new = old | {"terms": "\n".join((*more, row["terms"]))}
            columns, places = ", ".join(old), ", ".join("?" * len(old))
            index = f"INSERT INTO document_index (document_index, rowid, {columns}) VALUES ('delete', ?, {places})"  # noqa: S608
            database.execute(index, (item, *old.values()))
            database.execute("UPDATE document SET terms = ? WHERE item = ?", (new["terms"], item))
            again = f"INSERT INTO document_index (rowid, {columns}) VALUES (?, {places})"  # noqa: S608
            database.execute(again, (item, *new.values()))


@MIGRATIONS()
def m009_let_a_person_settle_a_tie(database: Database) -> None:
    """Leave room for the decision that made a tie sure."""
    _run(database.conn, "ALTER TABLE link ADD COLUMN decision INTEGER")


def _run(connection: sqlite3.Connection | None, statement: str) -> None:
    if connection is None:  # pragma: no cover - sqlite_utils types it so
        raise TypeError
    connection.execute(statement)
