"""The piece of an abstract that shows why an item was found, with what matched marked."""

import json
from collections.abc import Sequence

from watcher.query.unspaced import unspaced
from watcher.store.connection import Connection
from watcher.store.ranking import Part

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
