"""What an older database says, put as it is said today: rows that its migrations write anew."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from watcher.model import Record
from watcher.store.index import SEARCHED, dated, paired
from watcher.store.rows import attempt, content, decode_record, encode
from watcher.text import fold

# What registries were called before each had one name everywhere.
_FORMER_SCHEMES = {"cris": "kct", "japic": "japiccti", "repec": "per", "onz": "ntr"}
_FORMER = re.compile(rf"(?m)^({'|'.join(_FORMER_SCHEMES)})(?=:)")


def date_documents(database: Database) -> None:
    """Give every document without a date the first date that a record of it has."""
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


def pair_documents(database: Database) -> None:
    """Give the documents in Chinese, Japanese and Korean the pairs by which they are found."""
    one = f"SELECT {', '.join(SEARCHED)} FROM document WHERE item = ?"  # noqa: S608 - our own names
    for item in [row["item"] for row in database.query("SELECT item FROM document")]:
        row = next(iter(database.query(one, (item,))))
        more = dict.fromkeys(paired(row["title"], row["abstract"], row["venue"], row["terms"]))
        if more:
            _reword(database, item, row, terms="\n".join((*more, row["terms"])))


def rename_schemes(database: Database) -> None:
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


def rekey_references(database: Database) -> None:
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
