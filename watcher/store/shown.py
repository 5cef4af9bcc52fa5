"""What is shown of the items that were found: what stands on them (retracted, say), what matched, and which belong together."""

import json
from collections import Counter
from collections.abc import Sequence

from watcher.store.conditions import MAY_BE_NOTICED
from watcher.store.connection import Connection
from watcher.store.ranking import Part
from watcher.text import unspaced

_WORDS = 24
_CHARACTERS = 40  # on either side, where words have no blanks


def snippets(connection: Connection, items: Sequence[int], parts: Sequence[Part]) -> dict[int, str]:
    """Return a piece of the abstract of each of the items that has a part of the query there, hits in [ and ]."""
    text = " OR ".join(f"({part.text})" for part in parts if part.text)
    if not text or not items:
        return {}
    _fill(connection, items)
    return _unspaced(connection, [part.name for part in parts]) | _spaced(connection, text)


def _spaced(connection: Connection, text: str) -> dict[int, str]:
    rows = connection.execute(
        """
        SELECT rowid, snippet(shown, 1, '[', ']', '…', ?)
        FROM temp.shown
        WHERE shown MATCH ?
        """,
        (_WORDS, f"{{abstract}} : ({text})"),
    )
    return {item: " ".join(piece.split()) for item, piece in rows}


def _unspaced(connection: Connection, names: Sequence[str]) -> dict[int, str]:
    """Return the same for words that are written without blanks, which an index of words has not."""
    found = {}
    for name in filter(unspaced, names):
        rows = connection.execute("SELECT rowid, abstract FROM temp.shown WHERE instr(abstract, ?)", (name,))
        for item, abstract in rows:
            before, _, behind = abstract.partition(name)
            found[item] = f"{before[-_CHARACTERS:]}[{name}]{behind[:_CHARACTERS]}"
    return found


def _fill(connection: Connection, items: Sequence[int]) -> None:
    """Put the abstracts into an index of their own: the large one would look through all that match."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.shown USING fts5"
        "(title, abstract, people, venue, ids, terms, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    connection.execute("DELETE FROM temp.shown")
    connection.execute(
        """
        INSERT INTO temp.shown (rowid, abstract)
        SELECT item, abstract FROM document WHERE item IN (SELECT value FROM json_each(?))
        """,
        (json.dumps(list(items)),),
    )


def noticed(connection: Connection, items: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return what stands on these items; where nothing can, no more is loaded than sqlite3."""
    rows = connection.execute(
        f"SELECT item FROM document WHERE item IN (SELECT value FROM json_each(?)) AND {MAY_BE_NOTICED}",  # noqa: S608
        (json.dumps(list(items)),),
    ).fetchall()
    return _notices(connection, [row[0] for row in rows]) if rows else {}


def prepare(connection: Connection) -> None:
    """Give the connection the function ``standing(item)``, which returns in words what stands on an item."""
    connection.create_function("standing", 1, lambda item: " ".join(_notices(connection, [item]).get(item, ())).lower())


def _notices(connection: Connection, items: list[int]) -> dict[int, tuple[str, ...]]:
    from watcher.store.dossiers import notices  # noqa: PLC0415 - loads everything, and is seldom due

    return notices(connection, items)


_TIES = """
    SELECT DISTINCT record.item, other.item
    FROM record
    JOIN link ON link.record = record.id
    JOIN identifier ON identifier.scheme = link.scheme AND identifier.value = link.value
    JOIN record AS other ON other.id = identifier.record
    WHERE record.item IN (SELECT value FROM json_each(:items))
        AND other.item IN (SELECT value FROM json_each(:items))
        AND record.item <> other.item
        AND link.kind IN ('reports', 'version_of', 'same_trial', 'same_study')
"""


def threads(connection: Connection, items: Sequence[int]) -> dict[int, int]:
    """Return the first item of its thread for each item that has another of the list in it, itself for the first."""
    lead = {item: item for item in items}
    place = {item: at for at, item in enumerate(items)}

    def first(item: int) -> int:
        while lead[item] != item:
            item = lead[item]
        return item

    for pair in connection.execute(_TIES, {"items": json.dumps(list(items))}).fetchall():
        one, other = sorted(map(first, pair), key=place.__getitem__)
        lead[other] = one
    led = {item: first(item) for item in items}
    sizes = Counter(led.values())
    return {item: at for item, at in led.items() if sizes[at] > 1}
