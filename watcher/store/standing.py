"""What stands on an item, before anything else is said of it: that it is retracted, corrected or doubted."""

import json
from collections.abc import Sequence

from watcher.store.conditions import MAY_BE_NOTICED
from watcher.store.connection import Connection


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
