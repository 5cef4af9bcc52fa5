"""Full-text search with filters. Nothing but sqlite3 is loaded, so that it answers at once."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from watcher.store.connection import Connection, connect, reading
from watcher.store.query import Expression, compile_query, single

TIERS = ("watched", "core", "related", "adjacent", "off")  # of watcher.model.Tier, which is not loaded here
_SHOWN_AUTHORS = 3
_SNIPPET_WORDS = 24


class Hit(NamedTuple):
    """One item as a list shows it. ``snippet`` marks what matched with [ and ]."""

    item: int
    title: str
    url: str
    authors: str  # "Singh S, Halperin D, Myrehaug S, et al."
    venue: str
    published: str  # ISO, as precise as known
    kind: str
    tier: str  # "" where no topic has rated it
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    ids: tuple[str, ...]  # "pmid:38229085"
    snippet: str  # "" where no text was searched for
    score: float  # higher is better; 0 where no text was searched for


class Filters(NamedTuple):
    """What a hit must be; the defaults let everything through.

    ``since`` and ``until`` are dates of publication ("2024", "2024-03-05"; both included), and a date that
    is known in part counts where it may lie between them. ``tier`` is the farthest that counts ("core"
    lets "watched" through). ``trial`` is a registry number or a watched trial's name, and what reports
    the trial counts. ``min_intensity`` is a multiple of the label dose.
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
_Clause = tuple[str, tuple[Any, ...]]


def search_file(
    path: str | os.PathLike[str], text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
) -> tuple[Hit, ...]:
    """Return what ``search`` finds in the database at ``path``; opens and closes it."""
    with closing(connect(path, write=False)) as connection:
        return search(connection, text, filters, sort=sort, limit=limit)


def search(
    connection: Connection, text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
) -> tuple[Hit, ...]:
    """Return the items that match, best first (``sort="date"``: newest first); () where there are none.

    ``text`` is what a person types: words (all must occur), "phrases", prefix*, AND, OR, NOT and
    parentheses, title: author: journal: before a word; anything else is searched for as it stands and is
    never an error. A blank text lists everything that the filters let through, newest first. Items
    that all of their sources withdrew are left out.
    """
    expression = compile_query(text)
    if text.strip() and expression == Expression():
        return ()
    with reading(connection):
        ranked = _ranked(connection, expression, filters, sort=sort, limit=limit)
        snippets = _snippets(connection, [item for item, _ in ranked], expression)
        return tuple(_hit(connection, item, score, snippets.get(item, ""), filters.topic) for item, score in ranked)


def _ranked(
    connection: Connection, expression: Expression, filters: Filters, *, sort: str, limit: int
) -> list[tuple[int, float]]:
    """Return item and score of the best; texts are looked at only afterwards, for these few."""
    wanted = single(expression)
    clauses = list(_clauses(expression, filters))
    newest = "document.published DESC, document.item DESC"
    order = newest if sort == "date" or not wanted else f"document_index.rank, {newest}"
    source = "document_index JOIN document ON document.item = document_index.rowid" if wanted else "document"
    # All pieces are ours; what a person typed goes in by placeholder.
    return connection.execute(
        f"""
        SELECT document.item, {"-document_index.rank" if wanted and sort != "date" else "0.0"}
        FROM {source}
        WHERE {" AND ".join(clause for clause, _ in clauses)}
        ORDER BY {order}
        LIMIT ?
        """,  # noqa: S608
        (*(value for _, values in clauses for value in values), max(limit, 0)),
    ).fetchall()


def _clauses(expression: Expression, filters: Filters) -> Iterator[_Clause]:
    yield "document.withdrawn = 0", ()
    if expression.wanted:
        yield "document_index MATCH ?", (single(expression),)
    elif expression.unwanted:
        yield (
            "document.item NOT IN (SELECT rowid FROM document_index WHERE document_index MATCH ?)",
            (expression.unwanted,),
        )
    if filters.since:
        yield (
            "document.published >= substr(?, 1, length(document.published)) AND document.published <> ''",
            (filters.since,),
        )
    if filters.until:
        yield "substr(document.published, 1, ?) <= ? AND document.published <> ''", (len(filters.until), filters.until)
    if filters.kinds:
        yield f"document.kind IN ({_places(filters.kinds)})", filters.kinds
    yield from _record_clauses(filters)


def _record_clauses(filters: Filters) -> Iterator[_Clause]:
    """Yield what one of the item's records has to be."""
    if filters.sources:
        yield _of_a_record(f"record.source IN ({_places(filters.sources)})"), filters.sources
    if filters.tier:
        yield _of_a_score("score.rank <= ?"), (TIERS.index(filters.tier), filters.topic, filters.topic)
    if filters.outcome:
        tagged = "json_valid(score.tags) AND EXISTS (SELECT 1 FROM json_each(score.tags) WHERE lower(value) = lower(?))"
        yield _of_a_score(tagged), (filters.outcome, filters.topic, filters.topic)
    if filters.min_intensity is not None:
        yield _of_a_score("score.intensity >= ?"), (filters.min_intensity, filters.topic, filters.topic)
    if filters.trial:
        written = (filters.trial, filters.trial.upper(), filters.trial.lower())
        yield _ABOUT_TRIAL, (*written, *written, *written, filters.trial)


# As watcher.ids names them, which is not loaded here; and a sponsor's own code.
_REGISTRIES = (
    "('actrn', 'chictr', 'ctis', 'ctri', 'drks', 'eudract', 'irct', 'isrctn', 'itmctr', 'japiccti', 'jma', 'jrct', 'kct',"
    " 'lbctr', 'nct', 'ntr', 'pactr', 'per', 'rebec', 'rpcec', 'slctr', 'sponsor', 'tctr', 'umin', 'utn')"
)
_ABOUT_TRIAL = f"""document.item IN (
    SELECT item FROM record WHERE id IN (
        SELECT record FROM identifier WHERE scheme IN {_REGISTRIES} AND value IN (?, ?, ?)
        UNION ALL
        SELECT record FROM mention WHERE scheme IN {_REGISTRIES} AND value IN (?, ?, ?)
        UNION ALL
        SELECT record FROM link WHERE scheme IN {_REGISTRIES} AND value IN (?, ?, ?)
        UNION ALL
        SELECT score.record
        FROM score, json_each(CASE WHEN json_valid(score.trials) THEN score.trials ELSE '[]' END) AS trial
        WHERE score.trials <> '[]' AND lower(trial.value) = lower(?)
    )
)"""  # noqa: S608


def _of_a_record(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM record WHERE record.item = document.item AND {condition})"  # noqa: S608


def _of_a_score(condition: str) -> str:
    return _of_a_record(
        "EXISTS (SELECT 1 FROM score"  # noqa: S608
        f" WHERE score.record = record.id AND {condition} AND (? = '' OR score.topic = ?))"
    )


def _places(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _hit(connection: Connection, item: int, score: float, snippet: str, topic: str) -> Hit:
    title, url, people, venue, published, kind, sources, ids = connection.execute(
        "SELECT title, url, people, venue, published, kind, sources, ids FROM document WHERE item = ?", (item,)
    ).fetchone()
    tier, tags = _best_score(connection, item, topic)
    return Hit(
        item=item,
        title=title,
        url=url,
        authors=_short(people.split("; ")),
        venue=venue,
        published=published,
        kind=kind,
        tier=tier,
        tags=tags,
        sources=tuple(sources.split("\n")),
        ids=tuple(ids.split("\n")) if ids else (),
        snippet=snippet,
        score=score,
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


def _snippets(connection: Connection, items: list[int], expression: Expression) -> dict[int, str]:
    if not expression.wanted:
        return {}
    # The plus keeps SQLite from asking the index anew for each row, which costs a prefix its whole list each time.
    rows = connection.execute(
        """
        SELECT rowid, snippet(document_index, -1, '[', ']', '…', ?)
        FROM document_index
        WHERE document_index MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
        """,
        (_SNIPPET_WORDS, single(expression), json.dumps(items)),
    )
    return {item: " ".join(text.split()) for item, text in rows}


def _short(people: list[str]) -> str:
    names = people[:_SHOWN_AUTHORS] + ["et al."] * (len(people) > _SHOWN_AUTHORS)
    return ", ".join(names)
