"""Full-text search with filters. Nothing but sqlite3 is loaded, so that it answers at once."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple, Self

from watcher.store.connection import SCHEMA_VERSION, Connection, connect, reading, schema_version
from watcher.store.query import Expression, compile_query, single
from watcher.store.synonyms import without_pairs

TIERS = ("watched", "core", "related", "adjacent", "off")  # of watcher.model.Tier, which is not loaded here
_SHOWN_AUTHORS = 3
_SNIPPET_WORDS = 24
_MOST_UNREAD = 100


class Hit(NamedTuple):
    """One item as a list shows it. ``notices`` says first that it is retracted, corrected or doubted.

    ``snippet`` marks what matched with [ and ].
    """

    notices: tuple[str, ...]
    item: int
    title: str
    url: str
    authors: str  # "Singh S, Halperin D, Myrehaug S, et al."
    venue: str
    published: str  # ISO, as precise as known
    dated: str  # the date that its kind has: of publication, or of a registration's first posting
    kind: str
    tier: str  # "" where no topic has rated it
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    ids: tuple[str, ...]  # "pmid:38229085"
    snippet: str  # "" where no text was searched for
    score: float  # higher is better; 0 where no text was searched for


class Unread(NamedTuple):
    """A record that came and could not be understood, for a person to read."""

    source: str
    source_id: str
    title: str
    url: str
    reason: str


class Hits(tuple[Hit, ...]):  # noqa: SLOT001 - a tuple that has attributes can have no slots
    """The best hits in their order, and what a list of them has to say of the rest.

    ``total`` is how many there are, shown or not; ``undated`` how many match but for the dates, of which they have
    none; ``unread`` are matching records that could not be understood, of which nothing but their words is known.
    """

    total: int
    undated: int
    unread: tuple[Unread, ...]

    def __new__(
        cls, hits: Iterable[Hit] = (), *, total: int = 0, undated: int = 0, unread: tuple[Unread, ...] = ()
    ) -> Self:
        """Put the rest beside the hits."""
        made = super().__new__(cls, hits)
        made.total, made.undated, made.unread = total, undated, unread
        return made


class Filters(NamedTuple):
    """What a hit must be; the defaults let everything through.

    ``since`` and ``until`` are days, months or years ("2024", "2024-03-05"; both included) of the date that a thing of
    its kind has: of publication, of a registration when it was first posted, else last changed. A date that
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
_UNDATED: _Clause = ("document.dated = ''", ())


def search_file(
    path: str | os.PathLike[str], text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
) -> Hits:
    """Return what ``search`` finds in the database at ``path``; opens and closes it.

    One of an older version is brought up to date first.
    """
    with closing(connect(path, write=False)) as connection:
        if schema_version(connection) < SCHEMA_VERSION:
            _bring_up_to_date(path)
        return search(connection, text, filters, sort=sort, limit=limit)


def _bring_up_to_date(path: str | os.PathLike[str]) -> None:
    from watcher.store.store import Store  # noqa: PLC0415 - loads everything, and is seldom due

    Store.open(path).close()


def search(
    connection: Connection, text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
) -> Hits:
    """Return the items that match, best first (``sort="date"``: newest first); () where there are none.

    ``text`` is what a person types: words (all must occur), "phrases", prefix*, AND, OR, NOT and
    parentheses, title: author: journal: before a word; anything else is searched for as it stands and is
    never an error. A blank text lists everything that the filters let through, newest first. Items
    that all of their sources withdrew are left out.
    """
    expression = compile_query(text)
    if text.strip() and expression == Expression():
        return Hits()
    with reading(connection):
        ranked = _ranked(connection, expression, filters, sort=sort, limit=limit)
        snippets = _snippets(connection, [item for item, _ in ranked], expression)
        notices = noticed(connection, [item for item, _ in ranked])
        by_date = filters.since or filters.until
        return Hits(
            (
                _hit(connection, item, score, snippets.get(item, ""), filters.topic)._replace(
                    notices=notices.get(item, ())
                )
                for item, score in ranked
            ),
            total=len(ranked) if len(ranked) < limit else _count(connection, expression, filters),
            undated=_count(connection, expression, filters._replace(since="", until=""), _UNDATED) if by_date else 0,
            unread=_unread(connection, text) if _may_be_unread(filters) else (),
        )


def _ranked(
    connection: Connection, expression: Expression, filters: Filters, *, sort: str, limit: int
) -> list[tuple[int, float]]:
    """Return item and score of the best; texts are looked at only afterwards, for these few."""
    wanted = single(expression)
    clauses = list(_clauses(expression, filters))
    newest = "document.dated DESC, document.item DESC"
    order = newest if sort == "date" or not wanted else f"document_index.rank, {newest}"
    # All pieces are ours; what a person typed goes in by placeholder.
    return connection.execute(
        f"""
        SELECT document.item, {"-document_index.rank" if wanted and sort != "date" else "0.0"}
        FROM {_documents(expression)}
        WHERE {" AND ".join(clause for clause, _ in clauses)}
        ORDER BY {order}
        LIMIT ?
        """,  # noqa: S608
        (*(value for _, values in clauses for value in values), max(limit, 0)),
    ).fetchall()


def _count(connection: Connection, expression: Expression, filters: Filters, *more: _Clause) -> int:
    clauses = [*_clauses(expression, filters), *more]
    row = connection.execute(
        f"SELECT count(*) FROM {_documents(expression)} WHERE {' AND '.join(clause for clause, _ in clauses)}",  # noqa: S608
        tuple(value for _, values in clauses for value in values),
    ).fetchone()
    return int(row[0])


def _documents(expression: Expression) -> str:
    joined = "document_index JOIN document ON document.item = document_index.rowid"
    return joined if single(expression) else "document"


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
        yield "document.dated >= substr(?, 1, length(document.dated)) AND document.dated <> ''", (filters.since,)
    if filters.until:
        yield "substr(document.dated, 1, ?) <= ? AND document.dated <> ''", (len(filters.until), filters.until)
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
    title, url, people, venue, published, dated, kind, sources, ids = connection.execute(
        "SELECT title, url, people, venue, published, dated, kind, sources, ids FROM document WHERE item = ?", (item,)
    ).fetchone()
    tier, tags = _best_score(connection, item, topic)
    return Hit(
        notices=(),
        item=item,
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
        snippet=snippet,
        score=score,
    )


# Where it may stand that an item is retracted, corrected or doubted: in a tie, in what a record says of itself, in its title.
_MAY_BE_NOTICED = """
    SELECT record.item
    FROM record JOIN link ON link.record = record.id
    WHERE link.kind IN ('retracts', 'corrects', 'concern_about', 'version_of') AND record.item IN (SELECT value FROM json_each(?))
    UNION
    SELECT record.item
    FROM record
    JOIN identifier ON identifier.record = record.id
    JOIN link ON link.scheme = identifier.scheme AND link.value = identifier.value
    WHERE link.kind IN ('retracts', 'corrects', 'concern_about', 'version_of') AND record.item IN (SELECT value FROM json_each(?))
    UNION
    SELECT record.item
    FROM record JOIN version ON version.id = record.version
    WHERE record.item IN (SELECT value FROM json_each(?)) AND (
        version.body LIKE '%retract%' OR version.body LIKE '%withdrawn%' OR version.body LIKE '%removed%'
        OR version.body LIKE '%removal%' OR version.body LIKE '%corrected_by%' OR version.body LIKE '%concern_in%'
    )
"""


def noticed(connection: Connection, items: list[int]) -> dict[int, tuple[str, ...]]:
    """Return what stands on these items; where nothing can, no more is loaded than sqlite3."""
    listed = json.dumps(items)
    rows = connection.execute(_MAY_BE_NOTICED, (listed, listed, listed)).fetchall()
    if not rows:
        return {}
    from watcher.store.dossiers import notices  # noqa: PLC0415 - loads everything, and is seldom due

    return notices(connection, [row[0] for row in rows])


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
    return {item: without_pairs(" ".join(text.split())) for item, text in rows}


def _short(people: list[str]) -> str:
    names = people[:_SHOWN_AUTHORS] + ["et al."] * (len(people) > _SHOWN_AUTHORS)
    return ", ".join(names)
