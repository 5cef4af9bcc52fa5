"""Full-text search with filters. Nothing but sqlite3 is loaded, so that it answers at once."""

import os
from contextlib import closing
from typing import NamedTuple

from watcher.store.connection import Connection, open_connection


class Hit(NamedTuple):
    """One item as a list shows it. ``snippet`` marks what matched with [ and ]."""

    item: int
    title: str
    url: str
    authors: str
    venue: str
    published: str  # ISO, as precise as known
    kind: str
    tier: str  # "" where no topic has rated it
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    ids: tuple[str, ...]  # "pmid:38229085"
    snippet: str
    score: float  # higher is better; 0 where the order is by date


class Filters(NamedTuple):
    """What a hit must be; the defaults let everything through.

    ``since`` and ``until`` are dates of publication ("2024", "2024-03-05"; until is included).
    ``tier`` is the least near one that counts. ``trial`` is a registry number or a watched trial's name.
    ``min_intensity`` is a multiple of the label dose.
    """

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tier: str = ""
    trial: str = ""
    outcome: str = ""  # a tag: "PFS", "phase 3"
    min_intensity: float | None = None
    topic: str = ""


EVERYTHING = Filters()


def search_file(
    path: str | os.PathLike[str], text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
) -> tuple[Hit, ...]:
    """Return what ``search`` finds in the database at ``path``; opens and closes it."""
    with closing(open_connection(path)) as connection:
        return search(connection, text, filters, sort=sort, limit=limit)


def search(
    connection: Connection, text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
) -> tuple[Hit, ...]:
    """Return the items that match, best first (``sort="date"``: newest first); () where there are none.

    ``text`` is what a person types: words (all must occur), "phrases", prefix*, AND, OR, NOT and
    parentheses; anything else is searched for as it stands and is never an error. An empty text lists
    everything that the filters let through, newest first.
    """
    raise NotImplementedError
