"""Full-text search with filters. Nothing but sqlite3 is loaded, so that it answers at once."""

import json
import os
import re
from contextlib import closing
from datetime import date
from itertools import islice

from watcher.store.conditions import EVERYTHING, Filters
from watcher.store.connection import SCHEMA_VERSION, Connection, connect, reading, schema_version
from watcher.store.hits import TIERS, Hit, Hits, Unread
from watcher.store.lookup import Asked, answer
from watcher.store.ranking import Ranked
from watcher.store.shown import noticed, prepare, snippets, threads

__all__ = ["EVERYTHING", "TIERS", "Filters", "Hit", "Hits", "Unread", "search", "search_file"]

_SHOWN_AUTHORS = 3
_MOST_UNREAD = 100


def search_file(  # noqa: PLR0913 - what a person may ask
    path: str | os.PathLike[str],
    text: str,
    filters: Filters = EVERYTHING,
    *,
    sort: str = "relevance",
    limit: int = 20,
    offset: int = 0,
    today: date | None = None,
) -> Hits:
    """Return what ``search`` finds in the database at ``path``; opens and closes it.

    One of an older version is brought up to date first.
    """
    with closing(connect(path, write=False)) as connection:
        if schema_version(connection) < SCHEMA_VERSION:
            _bring_up_to_date(path)
        return search(connection, text, filters, sort=sort, limit=limit, offset=offset, today=today)


def _bring_up_to_date(path: str | os.PathLike[str]) -> None:
    from watcher.store.store import Store  # noqa: PLC0415 - loads everything, and is seldom due

    Store.open(path).close()


def search(  # noqa: PLR0913 - what a person may ask
    connection: Connection,
    text: str,
    filters: Filters = EVERYTHING,
    *,
    sort: str = "relevance",
    limit: int = 20,
    offset: int = 0,
    today: date | None = None,
) -> Hits:
    """Return the items that match, best first (``sort="date"``: newest first, "cited": those that most records name).

    ``text`` is what a person types, in the language of ``watcher.query``; nothing is ever an error. An identifier, or
    the address of a record, finds its item. Where fewer than a page have all of its words, those follow that have most of them.
    A blank text lists everything that the filters let through, newest first. Items that all of their sources withdrew are left out.
    """
    with reading(connection):
        prepare(connection)
        found = answer(connection, Asked(text, filters, sort, offset + limit, today))
        chosen = found.ranked[offset : offset + limit] if limit > 0 else []
        items = [one.item for one in chosen]
        pieces = snippets(connection, items, found.parts)
        notices, thread = noticed(connection, items), threads(connection, items)
        return Hits(
            (
                _hit(connection, one, filters.topic)._replace(
                    snippet=pieces.get(one.item, ""),
                    notices=notices.get(one.item, ()),
                    thread=thread.get(one.item, 0),
                )
                for one in chosen
            ),
            total=found.total,
            nearest=found.nearest,
            undated=found.undated,
            unread=_unread(connection, text) if _may_be_unread(filters) else (),
            remarks=found.remarks,
        )


def _hit(connection: Connection, ranked: Ranked, topic: str) -> Hit:
    title, url, people, venue, published, dated, kind, sources, ids = connection.execute(
        "SELECT title, url, people, venue, published, dated, kind, sources, ids FROM document WHERE item = ?",
        (ranked.item,),
    ).fetchone()
    tier, tags = _best_score(connection, ranked.item, topic)
    return Hit(
        notices=(),
        item=ranked.item,
        title=title,
        url=url,
        authors=_short(people.split("; ")),
        venue=venue,
        published=published,
        dated=dated,
        kind=kind,
        tier=tier,
        tags=tags,
        sources=tuple(sources.split("\n")),
        ids=tuple(ids.split("\n")) if ids else (),
        snippet="",
        score=ranked.score,
        missing=ranked.missing,
    )


def _best_score(connection: Connection, item: int, topic: str) -> tuple[str, tuple[str, ...]]:
    row = connection.execute(
        """
        SELECT score.tier, score.tags
        FROM record JOIN score ON score.record = record.id
        WHERE record.item = ? AND (? = '' OR score.topic = ?)
        ORDER BY score.rank, score.value DESC
        LIMIT 1
        """,
        (item, topic, topic),
    ).fetchone()
    return (row[0], _listed(row[1])) if row else ("", ())


def _listed(text: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(text))
    except (ValueError, TypeError):  # a damaged row: `watcher doctor` names it
        return ()


def _may_be_unread(filters: Filters) -> bool:
    """Return whether the filters ask nothing that only an understood record can answer."""
    return filters == Filters(since=filters.since, until=filters.until, topic=filters.topic)


def _unread(connection: Connection, text: str) -> tuple[Unread, ...]:
    """Return the records that were not understood whose title, id or address has all the words, newest first."""
    words = [word.lower() for word in re.findall(r"\w+", text) if word not in {"AND", "OR", "NOT"}]
    rows = connection.execute("SELECT source, source_id, title, url, reason FROM unread ORDER BY seen DESC").fetchall()
    found = (row for row in map(Unread._make, rows) if all(word in " ".join(row[:4]).lower() for word in words))
    return tuple(islice(found, _MOST_UNREAD))


def _short(people: list[str]) -> str:
    names = people[:_SHOWN_AUTHORS] + ["et al."] * (len(people) > _SHOWN_AUTHORS)
    return ", ".join(names)
