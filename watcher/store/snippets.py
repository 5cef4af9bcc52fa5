"""The piece of an abstract that shows why an item was found, with what matched marked."""

import json
from collections.abc import Sequence

from watcher.query.unspaced import without_pairs
from watcher.store.connection import Connection

_WORDS = 24


def snippets(connection: Connection, items: Sequence[int], texts: Sequence[str]) -> dict[int, str]:
    """Return a piece of the abstract of each of the items that has any of the FTS5 expressions there, hits in [ and ]."""
    text = " OR ".join(f"({each})" for each in texts if each)
    if not text or not items:
        return {}
    _fill(connection, items)
    rows = connection.execute(
        """
        SELECT rowid, snippet(shown, 1, '[', ']', '…', ?)
        FROM temp.shown
        WHERE shown MATCH ?
        """,
        (_WORDS, f"{{abstract}} : ({text})"),
    )
    return {item: without_pairs(" ".join(piece.split())) for item, piece in rows}


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
