"""Searches that a person keeps by name, and what is new in each."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from watcher.store.conditions import Filters
from watcher.store.connection import Connection, writing
from watcher.store.rows import moment, upsert
from watcher.store.search import search

_MOST = 500  # items of a search that are looked through for what is new


class SavedSearch(NamedTuple):
    """A search by its name: what was typed, and the filters beside it."""

    name: str
    query: str
    filters: Filters
    saved: str  # when, ISO


class Searches:
    """The saved searches, each name once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, name: str, query: str, filters: Filters, now: datetime) -> None:
        """Keep a search under a name, in the place of an earlier one."""
        told = {key: value for key, value in filters._asdict().items() if value != Filters._field_defaults[key]}
        with writing(self._connection):
            upsert(
                self._connection,
                "saved_search",
                ("name",),
                name=name,
                query=query,
                filters=json.dumps(told),
                saved=moment(now),
            )

    def forget(self, name: str) -> bool:
        """Forget a search; False where there is none of the name."""
        with writing(self._connection):
            return self._connection.execute("DELETE FROM saved_search WHERE name = ?", (name,)).rowcount > 0

    def all(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches by name."""
        rows = self._connection.execute("SELECT name, query, filters, saved FROM saved_search ORDER BY name")
        return tuple(SavedSearch(name, query, _filters(filters), saved) for name, query, filters, saved in rows)

    def get(self, name: str) -> SavedSearch | None:
        """Return the search of a name, None where there is none."""
        return next((one for one in self.all() if one.name == name), None)

    def new(self, one: SavedSearch, since: datetime, until: datetime) -> tuple[int, ...]:
        """Return the items that have all of the search and first came in [since, until), the best first."""
        hits = search(self._connection, one.query, one.filters, limit=_MOST, today=until.date())
        found = [hit.item for hit in hits if not hit.missing]
        rows = self._connection.execute(
            """
            SELECT item
            FROM record
            WHERE item IN (SELECT value FROM json_each(?))
            GROUP BY item
            HAVING min(first_seen) >= ? AND min(first_seen) < ?
            """,
            (json.dumps(found), moment(since), moment(until)),
        )
        fresh = {row[0] for row in rows}
        return tuple(item for item in found if item in fresh)


def _filters(text: str) -> Filters:
    told: Mapping[str, Any] = json.loads(text)
    return Filters(**dict(_plain(told)))


def _plain(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what this version knows of the filters; lists are tuples."""
    for name, value in told.items():
        if name in Filters._fields:
            yield name, tuple(value) if isinstance(value, list) else value
