"""The tables, and how an older database is brought up to date: a migration is a function, never edited."""

import hashlib
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from watcher.errors import StoreError
from watcher.model import Record
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
from watcher.store.rows import attempt, content, decode_record, encode
from watcher.text import fold

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
            _reword(database, item, row, terms="\n".join((*more, row["terms"])))


@MIGRATIONS()
def m009_let_a_person_settle_a_tie(database: Database) -> None:
    """Leave room for the decision that made a tie sure."""
    _run(database.conn, "ALTER TABLE link ADD COLUMN decision INTEGER")


# What registries were called before each had one name everywhere.
_FORMER_SCHEMES = {"cris": "kct", "japic": "japiccti", "repec": "per", "onz": "ntr"}
_FORMER = re.compile(rf"(?m)^({'|'.join(_FORMER_SCHEMES)})(?=:)")


@MIGRATIONS()
def m010_name_registries_as_they_are_named_now(database: Database) -> None:
    """Give the numbers of four registries the scheme under which they are read, found and shown today."""
    for former, now in _FORMER_SCHEMES.items():
        for table in ("identifier", "mention", "link"):
            database.execute(f"UPDATE OR IGNORE {table} SET scheme = ? WHERE scheme = ?", (now, former))  # noqa: S608
            database.execute(f"DELETE FROM {table} WHERE scheme = ?", (former,))  # noqa: S608 - it has that name already
        # A quotation mark within a text is written with a backslash: this is an identifier and nothing else.
        old, new = f'["{former}",', f'["{now}",'
        versions = "SELECT id, body FROM version WHERE instr(body, ?)"
        for row in list(database.query(versions, (old,))):
            _rewrite(database, row["id"], row["body"].replace(old, new))
        for row in list(database.query("SELECT * FROM document WHERE instr(ids, ?)", (f"{former}:",))):
            _reword(database, row["item"], row, ids=_FORMER.sub(lambda found: _FORMER_SCHEMES[found[1]], row["ids"]))


@MIGRATIONS()
def m011_key_references_by_what_they_are(database: Database) -> None:
    """Give references of files the key that outlasts another wording of their abstract; of two with one key the newer has it."""
    from watcher.formats import lasting_key  # noqa: PLC0415 - for stores of that time alone

    records = """
        SELECT record.id, record.source_id, version.body
        FROM record JOIN version ON version.id = record.version
        WHERE record.source = 'files'
        ORDER BY record.id DESC
        """
    for row in list(database.query(records)):
        record = attempt(decode_record, row["body"], f"record {row['id']}")
        former, dash, place = row["source_id"].partition("-")
        if record and former == _key_of_all(record):  # else it was made of another spelling, and stays
            _rekey(database, row["id"], row["source_id"], lasting_key(record) + dash + place)


def _key_of_all(record: Record) -> str:
    """Return the key that a reference had when its whole text was in it."""
    venue = record.venue
    said = (
        record.title,
        *(person.name for person in record.people),
        record.published.iso if record.published else "",
        *(venue.title, venue.volume, venue.issue, venue.pages),
        *map(str, sorted(record.ids)),
        record.text,
    )
    return hashlib.sha256(fold("|".join(said)).encode("utf-8", "replace")).hexdigest()[:24]


def _rekey(database: Database, record: int, former: str, key: str) -> None:
    """Give a record its key, in all of its versions; it stays as it is where another record has the key."""
    taken = database.execute("SELECT 1 FROM record WHERE source = 'files' AND source_id = ?", (key,)).fetchone()
    if taken:
        return
    database.execute("UPDATE record SET source_id = ? WHERE id = ?", (key, record))
    for table in ("identifier", "link"):  # what has no other name is named by its key
        named = f"UPDATE {table} SET value = ? WHERE scheme = 'record' AND value = ?"  # noqa: S608 - our own names
        database.execute(named, (f"files:{key}", f"files:{former}"))
    for row in list(database.query("SELECT id, body FROM version WHERE record = ?", (record,))):
        if version := attempt(decode_record, row["body"], f"a version of record {record}"):
            _rewrite(database, row["id"], encode(replace(version, source_id=key)))


def _rewrite(database: Database, version: int, body: str) -> None:
    """Replace what a version says, with the digest by which it is known again; one that says a withdrawal has none."""
    said = attempt(decode_record, body, f"version {version}")
    database.execute("UPDATE version SET body = ? WHERE id = ?", (body, version))
    if said:
        database.execute("UPDATE version SET content = ? WHERE id = ? AND content <> x''", (content(said), version))


def _reword(database: Database, item: int, document: Mapping[str, Any], **said: str) -> None:
    """Replace texts of a document, and what the index knows of them."""
    old = {name: document[name] for name in SEARCHED}
    new = old | said
    columns, places = ", ".join(old), ", ".join("?" * len(old))
    forget = f"INSERT INTO document_index (document_index, rowid, {columns}) VALUES ('delete', ?, {places})"  # noqa: S608
    database.execute(forget, (item, *old.values()))
    for name, text in said.items():
        database.execute(f"UPDATE document SET {name} = ? WHERE item = ?", (text, item))  # noqa: S608 - our own names
    learn = f"INSERT INTO document_index (rowid, {columns}) VALUES (?, {places})"  # noqa: S608
    database.execute(learn, (item, *new.values()))


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
