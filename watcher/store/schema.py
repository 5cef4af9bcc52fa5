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
from watcher.store.restating import date_documents, pair_documents, rekey_references, rename_schemes

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
    date_documents(database)


@MIGRATIONS()
def m007_find_doubts_from_either_side(database: Database) -> None:
    """Index the doubts by their other record too: what hangs together is looked up for every record that comes."""
    _run(database.conn, "CREATE INDEX doubt_other ON doubt (other)")


@MIGRATIONS()
def m008_find_what_is_written_without_blanks(database: Database) -> None:
    """Give the documents in Chinese, Japanese and Korean the pairs by which they are found."""
    pair_documents(database)


@MIGRATIONS()
def m009_let_a_person_settle_a_tie(database: Database) -> None:
    """Leave room for the decision that made a tie sure."""
    _run(database.conn, "ALTER TABLE link ADD COLUMN decision INTEGER")


@MIGRATIONS()
def m010_name_registries_as_they_are_named_now(database: Database) -> None:
    """Give the numbers of four registries the scheme under which they are read, found and shown today."""
    rename_schemes(database)


@MIGRATIONS()
def m011_key_references_by_what_they_are(database: Database) -> None:
    """Give references of files the key that outlasts another wording of their abstract; of two with one key the newer has it."""
    rekey_references(database)


# What a text reports, so that it can be searched and read by other programs; made of the text, and made again with each score.
_FIGURE = """
    CREATE TABLE figure (
        record INTEGER NOT NULL REFERENCES record,
        number INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        measure TEXT NOT NULL,
        value REAL,
        low REAL,
        high REAL,
        level REAL,
        unit TEXT NOT NULL,
        p TEXT NOT NULL,
        n INTEGER,
        total INTEGER,
        arm TEXT NOT NULL,
        comparator TEXT NOT NULL,
        milestone TEXT NOT NULL,
        sentence TEXT NOT NULL,
        PRIMARY KEY (record, number)
    ) STRICT, WITHOUT ROWID
    """
_SAVED_SEARCH = """
    CREATE TABLE saved_search (
        name TEXT PRIMARY KEY,
        query TEXT NOT NULL,
        filters TEXT NOT NULL,
        saved TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """


@MIGRATIONS()
def m012_open_to_other_programs(database: Database) -> None:
    """Create the tables of figures and of saved searches, and the views that other programs may build on."""
    for statement in (_FIGURE, "CREATE INDEX figure_outcome ON figure (outcome, record)", _SAVED_SEARCH):
        _run(database.conn, statement)
    for statement in Path(__file__).with_name("views.sql").read_text(encoding="utf-8").split("\n\n"):
        _run(database.conn, statement)


@MIGRATIONS()
def m013_remember_what_was_told_as_retracted(database: Database) -> None:
    """Leave room for whether a digest told the item as retracted, however it knew."""
    _run(database.conn, "ALTER TABLE told ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS()
def m014_count_without_the_withdrawn(database: Database) -> None:
    """Index the few documents that their sources withdrew, so that what is found can be counted without them."""
    _run(database.conn, "CREATE INDEX document_withdrawn ON document (item) WHERE withdrawn = 1")


@MIGRATIONS()
def m015_say_how_grave_an_event_was(database: Database) -> None:
    """Leave room for the grade of an adverse event, and show it with the figures."""
    _run(database.conn, "ALTER TABLE figure ADD COLUMN severity TEXT NOT NULL DEFAULT ''")
    _run(database.conn, "DROP VIEW v_figures")
    views = Path(__file__).with_name("views.sql").read_text(encoding="utf-8").split("\n\n")
    _run(database.conn, next(view for view in views if "CREATE VIEW v_figures " in view))


@MIGRATIONS()
def m016_name_abstracts_by_their_keys(database: Database) -> None:
    """Let ties name an abstract by its key: its DOI may be that of the supplement, which many have."""
    _run(
        database.conn,
        """
        INSERT OR IGNORE INTO identifier (scheme, value, record)
        SELECT 'record', record.source || ':' || record.source_id, record.id
        FROM record JOIN version ON version.id = record.version
        WHERE json_valid(version.body) AND json_extract(version.body, '$.kind') = 'abstract'
            AND NOT EXISTS (
                SELECT 1 FROM identifier AS own WHERE own.record = record.id AND own.scheme IN ('pmid', 'pmcid', 'ppr')
            )
        """,
    )


# By the trial's name in its profile: a forecast is of the trial that is watched, in however many registries.
_FORECAST = """
    CREATE TABLE forecast (
        trial TEXT NOT NULL,
        made TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (trial, made)
    ) STRICT, WITHOUT ROWID
    """


@MIGRATIONS()
def m017_keep_forecasts(database: Database) -> None:
    """Create the table of what was forecast of the watched trials; it fills with the next sync."""
    _run(database.conn, _FORECAST)


_RATING = """
    CREATE TABLE rating (
        topic TEXT NOT NULL,
        item INTEGER NOT NULL REFERENCES item,
        reader TEXT NOT NULL,
        useful INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (topic, item, reader)
    ) STRICT, WITHOUT ROWID
    """


@MIGRATIONS()
def m018_keep_what_readers_say(database: Database) -> None:
    """Create the table of what readers found useful, and what not."""
    _run(database.conn, _RATING)


@MIGRATIONS()
def m019_keep_what_a_machine_made_of_sentences(database: Database) -> None:
    """Create the table of rewritten sentences, shown and refused."""
    _run(
        database.conn,
        """CREATE TABLE rewording (sentence TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL, model TEXT NOT NULL,
        fault TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (sentence, language)) STRICT, WITHOUT ROWID""",
    )


def _run(connection: sqlite3.Connection | None, statement: str) -> None:
    if connection is None:  # pragma: no cover - sqlite_utils types it so
        raise TypeError
    connection.execute(statement)
