"""The best of what a query finds: how much of it an item holds, a rare word more than a common one, the title above the abstract.

The index finds a few hundred that may be the best; those are looked at more closely, in a small index of their titles.
"""

import json
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from watcher.query.arrangement import is_of_the_field, spelt
from watcher.query.nodes import Every, Filter, Node, Without, Word, written
from watcher.store.conditions import HELD, Clause, clause, joined
from watcher.store.connection import Connection
from watcher.store.expression import choice, expression, quoted
from watcher.store.hits import MOST_TOLD

LOOKED_AT = 300
A_PAGE = 10  # hits below which those that have not all of the words are shown as well, and of these so many
_COUNTED = 2_000  # items with a word, from which it is told how many there are in all
_MANY = 5_000  # items among which BM25 would take longer than a person waits; beyond, only titles are looked through
_MOST_PARTS = 24
# Weights, chosen on judged queries; none decides much alone.
_SYNONYM = 0.85  # of a title that says it in another way than was typed
_TEXT = 0.65  # where it only stands in the abstract or among the terms
_WHOLE = 0.1  # more for all of the query
_OTHER = 0.7  # of the weight of a word of every day beside one of the field: "does body weight influence octreotide exposure"
_TIER = 0.05  # more for the nearest tier, a quarter less for each farther one
_SHORT = 0.05  # more for a title that says little else
_NEW = 0.02  # more for this year than for that of 36 years ago
LEAST = 0.35  # of the query's weight, without which an item is not near to it
NEAREST = 0.8  # of the weight of the nearest, with which it is near nevertheless


class Part(NamedTuple):
    """A part of a query, which an item has or has not."""

    name: str  # as it was typed
    condition: Clause
    text: str  # the FTS5 expression; "" where it is none of words
    typed: str  # the same of nothing but what was typed
    weight: float
    is_text: bool  # whether the expression says all of the condition
    known: int = 0  # items that have it, about

    @property
    def values(self) -> tuple[Any, ...]:
        """Return the values for the placeholders of what finds it."""
        return (self.text,) if self.is_text else self.condition.values


_NEWEST = "document.dated DESC, document.item DESC"
_NAMED = """(
    SELECT count(*)
    FROM record
    JOIN identifier ON identifier.record = record.id
    JOIN mention ON mention.scheme = identifier.scheme AND mention.value = identifier.value
    WHERE record.item = document.item
) + (
    SELECT count(*)
    FROM record
    JOIN identifier ON identifier.record = record.id
    JOIN link ON link.scheme = identifier.scheme AND link.value = identifier.value
    WHERE record.item = document.item
)"""
_ORDERS = {"relevance": f"document_index.rank, {_NEWEST}", "date": _NEWEST, "cited": f"{_NAMED} DESC, {_NEWEST}"}


class Found(NamedTuple):
    """The items that may be the best with the parts that each has, as bits, and how many there are in all."""

    items: dict[int, int]
    total: int


class Ranked(NamedTuple):
    """An item, its score (higher is better), and which parts of the query it has not."""

    item: int
    score: float
    missing: tuple[str, ...] = ()


def parts_of(connection: Connection, nodes: Sequence[Node], topic: str, *, company: bool) -> list[Part]:
    """Return the parts that a query asks for, each with its weight in this store."""
    items = connection.execute("SELECT coalesce(max(item), 0) FROM document").fetchone()[0]
    parts = []
    for node in nodes[:_MOST_PARTS]:
        whole = expression(node, company=company)
        text = whole or choice(node, company=company)
        part = Part(written(node), clause(node, topic, company=company), text, _typed(node) or text, 0.0, bool(whole))
        count = _count(connection, part, items)
        weight = math.log1p(items / count) * (_OTHER if company and _is_ordinary(node) else 1) if count else 0.0
        parts.append(part._replace(weight=weight, known=count))
    return parts


def _is_ordinary(node: Node) -> bool:
    """Return whether a word is none of the field, and no name, number or abbreviation either."""
    return isinstance(node, Word) and node.text.isalpha() and node.text.islower() and not is_of_the_field(node)


def _count(connection: Connection, part: Part, items: int) -> int:
    """Return about how many items have the part, by how far one has to go for the first of them."""
    counted = f"SELECT count(*), max(item) FROM (SELECT item FROM ({_held(part)}) LIMIT {_COUNTED})"  # noqa: S608
    count, last = connection.execute(counted, part.values).fetchone()
    return int(count if count < _COUNTED else count * items / last)


def _held(part: Part) -> str:
    """Return the SELECT of the items that have a part, in the order of the index."""
    if part.is_text:
        return "SELECT rowid AS item FROM document_index WHERE document_index MATCH ?"
    return f"SELECT item FROM document WHERE {part.condition.sql}"  # noqa: S608


def wanted(root: Node | None) -> list[Node]:
    """Return the parts of a query that an item had better have."""
    each = root.parts if isinstance(root, Every) else (root,) if root is not None else ()
    return [node for node in each if not isinstance(node, Without | Filter)]


def required(root: Node | None, topic: str, *, company: bool) -> list[Clause]:
    """Return the conditions of a query that nothing can make up for: what it excludes, and its filters."""
    each = root.parts if isinstance(root, Every) else (root,) if root is not None else ()
    return [clause(node, topic, company=company) for node in each if isinstance(node, Without | Filter)]


def _typed(node: Node) -> str:
    if not isinstance(node, Word) or node.begins or node.field:
        return ""
    return " OR ".join(map(quoted, spelt(node.text)))


def with_all(
    connection: Connection, parts: Sequence[Part], conditions: Sequence[Clause], sort: str, most: int
) -> Found:
    """Return what has all of the parts: where those are not too many in the order of BM25, else those with all in the title first.

    Or in the order of the dates, or of how many records name it.
    """
    text = " AND ".join(f"({part.text})" for part in parts if part.is_text)
    others = joined([HELD, *(part.condition for part in parts if not part.is_text), *conditions])
    every = (1 << len(parts)) - 1
    matching = connection.execute(_FIRST, (text,)).fetchall() if text else []
    if text and len(matching) <= _MANY:
        rows, total = _of_few(connection, text, [row[0] for row in matching], others, sort, most)
    else:
        rows = _of_many(connection, text, others, sort, most) if text else _newest(connection, others, sort, most)
        total = len(rows) if len(rows) < most else max(_total(connection, text, others), len(rows))
    return Found({row[0]: every for row in rows}, total)


_FIRST = f"SELECT rowid FROM document_index WHERE document_index MATCH ? LIMIT {_MANY + 1}"  # noqa: S608 - our own number


def _newest(connection: Connection, others: Clause, sort: str, most: int) -> list[tuple[int]]:
    order = _ORDERS["date" if sort == "relevance" else sort]
    sql = f"SELECT item FROM document WHERE {others.sql} ORDER BY {order} LIMIT ?"  # noqa: S608 - our own text
    return connection.execute(sql, (*others.values, most)).fetchall()


def _of_few(  # noqa: PLR0913, PLR0917 - what is asked, and what is known of it
    connection: Connection, text: str, matching: Sequence[int], others: Clause, sort: str, most: int
) -> tuple[list[tuple[int]], int]:
    """Return the first of those that match, and how many there are; where all are looked at closely, BM25 need not choose."""
    is_short = sort != "relevance" or len(matching) <= most
    if is_short or others.sql != _ONLY_HELD:
        rows = connection.execute(
            f"""
            SELECT document.item
            FROM document
            WHERE document.item IN (SELECT value FROM json_each(?)) AND {others.sql}
            ORDER BY {_ORDERS["date" if sort == "relevance" else sort]}
            """,  # noqa: S608
            (json.dumps(matching), *others.values),
        ).fetchall()
        if is_short or len(rows) <= most:
            return rows[:most], len(rows)
        total = len(rows)
    else:
        total = len(set(matching).difference(row[0] for row in connection.execute(_WITHDRAWN)))
    best = connection.execute(
        f"""
        SELECT document.item
        FROM document_index CROSS JOIN document ON document.item = document_index.rowid
        WHERE document_index MATCH ? AND {others.sql}
        ORDER BY {_ORDERS["relevance"]}
        LIMIT ?
        """,  # noqa: S608
        (text, *others.values, most),
    ).fetchall()
    return best, total


def _of_many(connection: Connection, text: str, others: Clause, sort: str, most: int) -> list[tuple[int]]:
    """Return the first of very many: those with all in the title, the last that came first; then the last that came.

    By date, the newest are looked through until enough have the words.
    """
    if sort != "relevance":
        return connection.execute(
            f"""
            SELECT item
            FROM document INDEXED BY document_dated
            WHERE +item IN (SELECT rowid FROM document_index WHERE document_index MATCH ?) AND {others.sql}
            ORDER BY dated DESC, item DESC
            LIMIT ?
            """,  # noqa: S608
            (text, *others.values, most),
        ).fetchall()
    found: dict[tuple[int], None] = {}
    for expression_ in (f"{{title}} : ({text})", text):
        rows = connection.execute(
            f"""
            SELECT document.item
            FROM document_index CROSS JOIN document ON document.item = document_index.rowid
            WHERE document_index MATCH ? AND {others.sql}
            ORDER BY document_index.rowid DESC
            LIMIT ?
            """,  # noqa: S608
            (expression_, *others.values, most),
        )
        found |= dict.fromkeys(rows.fetchall())
        if len(found) >= most:
            break
    return list(found)[:most]


def _total(connection: Connection, text: str, others: Clause) -> int:
    """Return how many there are, at most some more than ``MOST_TOLD`` where filters have to look at each."""
    if text and others.sql == _ONLY_HELD:
        is_any_withdrawn = connection.execute(_WITHDRAWN + " LIMIT 1").fetchone()
        return int(connection.execute(_MATCHING_AND_HELD if is_any_withdrawn else _MATCHING, (text,)).fetchone()[0])
    words = "item IN (SELECT rowid FROM document_index WHERE document_index MATCH ?) AND" if text else ""
    # An index that has the dates, and the rows behind it need not be read.
    order = "" if text else "ORDER BY dated DESC"
    row = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM document WHERE {words} {others.sql} {order} LIMIT {MOST_TOLD + 1})",  # noqa: S608
        (*([text] if text else []), *others.values),
    ).fetchone()
    return int(row[0])


_WITHDRAWN = "SELECT item FROM document INDEXED BY document_withdrawn WHERE withdrawn = 1"
_MATCHING = "SELECT count(*) FROM document_index WHERE document_index MATCH ?"
_MATCHING_AND_HELD = (
    f"SELECT count(*) - total(rowid IN ({_WITHDRAWN})) FROM document_index WHERE document_index MATCH ?"  # noqa: S608
)
_ONLY_HELD = joined([HELD]).sql


def with_most(connection: Connection, conditions: Sequence[Clause], parts: Sequence[Part]) -> Found:
    """Return what has most of the query's parts by their weight, those first that have more; a page of them where there are as many.

    What has none of the rarer parts cannot have enough, so the commonest are only looked for in what has those.
    """
    rare, common = _parted(parts)
    if not rare:
        return Found({}, 0)
    where, whole = joined([HELD, *conditions]), sum(part.weight for part in parts)
    least = LEAST * whole - sum(part.weight for _, part in common)
    bound = f"held.weight >= min({least}, {NEAREST} * (SELECT max(weight) FROM held))"  # noqa: S608
    rows = _nearest(connection, where, rare, bound, MOST_TOLD)
    if len(rows) < A_PAGE:
        while common and common[-1][1].known <= _MANY:
            rare.append(common.pop())
        rows = _nearest(connection, where, rare, "TRUE", A_PAGE)
    marked = _with_bits(connection, dict(rows[: 2 * LOOKED_AT]), common)
    best = sorted(marked.items(), key=lambda one: _held_weight(parts, one[1]), reverse=True)
    return Found(dict(best[:LOOKED_AT]), len(rows))


def _nearest(
    connection: Connection, where: Clause, parts: Sequence[tuple[int, Part]], bound: str, most: int
) -> list[tuple[int, int]]:
    """Return the items whose weight is within the bound, those first that have more of these parts, each with its parts as bits."""
    each = " UNION ALL ".join(
        f"SELECT item, {1 << bit} AS bit, {part.weight} AS weight FROM ({_held(part)})"  # noqa: S608
        for bit, part in parts
    )
    return connection.execute(
        f"""
        WITH held AS (
            SELECT item, sum(bit) AS bits, sum(weight) AS weight FROM ({each}) GROUP BY item
        )
        SELECT held.item, held.bits
        FROM held CROSS JOIN document ON document.item = held.item
        WHERE {bound} AND {where.sql}
        ORDER BY held.weight DESC, document.dated DESC
        LIMIT {most}
        """,  # noqa: S608
        (*(value for _, part in parts for value in part.values), *where.values),
    ).fetchall()


def _held_weight(parts: Sequence[Part], bits: int) -> float:
    return sum(part.weight for bit, part in enumerate(parts) if bits >> bit & 1)


def _parted(parts: Sequence[Part]) -> tuple[list[tuple[int, Part]], list[tuple[int, Part]]]:
    """Return the parts, each with its bit: those of which an item near the query has at least one, and the commonest others."""
    known = sorted(((bit, part) for bit, part in enumerate(parts) if part.weight), key=lambda one: one[1].weight)
    spare, common = LEAST * sum(part.weight for part in parts), []
    while len(known) > 1 and known[0][1].weight < spare:
        spare -= known[0][1].weight
        common.append(known.pop(0))
    return known, common


def _with_bits(connection: Connection, items: dict[int, int], parts: Sequence[tuple[int, Part]]) -> dict[int, int]:
    """Return the items, those of them marked that have these parts too; the plus keeps SQLite from asking the index for each."""
    listed = json.dumps(list(items))
    for bit, part in parts:
        among = f"SELECT item FROM ({_held(part)}) WHERE +item IN (SELECT value FROM json_each(?))"  # noqa: S608
        for (item,) in connection.execute(among, (*part.values, listed)):
            items[item] |= 1 << bit
    return items


def closer(connection: Connection, found: Found, parts: Sequence[Part]) -> list[Ranked]:
    """Return the items in their order, the best first."""
    if not found.items:
        return []
    facts = _facts(connection, list(found.items))
    titled, typed = _in_titles(connection, {item: fact[0] for item, fact in facts.items()}, parts)
    scored = []
    for item, bits in found.items.items():
        title, dated, rank = facts[item]
        score = _score(parts, bits, titled.get(item, 0), typed.get(item, 0))
        score += _TIER * (4 - rank) / 4 + _SHORT * min(
            2 * titled.get(item, 0).bit_count() / (len(title.split()) or 1), 1
        )
        score += _NEW * max(int(dated[:4] or 0) - 1990, 0) / 36
        missing = tuple(part.name for bit, part in enumerate(parts) if not bits >> bit & 1)
        scored.append((score, dated, item, missing))
    scored.sort(reverse=True)
    return [Ranked(item, score, missing) for score, _, item, missing in scored]


def _score(parts: Sequence[Part], bits: int, titled: int, typed: int) -> float:
    """Return what of the query's weight the item has, from 0 to 1, and more where that is all."""
    whole = sum(part.weight for part in parts) or 1.0
    worth = 0.0
    for bit, part in enumerate(parts):
        place = 1.0 if typed >> bit & 1 else _SYNONYM if titled >> bit & 1 else _TEXT if bits >> bit & 1 else 0.0
        worth += part.weight * place
    return worth / whole + _WHOLE * (bits == (1 << len(parts)) - 1)


def _facts(connection: Connection, items: list[int]) -> dict[int, tuple[str, str, int]]:
    """Return title, date and the rank of the nearest tier of each item."""
    rows = connection.execute(
        """
        SELECT document.item, document.title, document.dated, coalesce(min(score.rank), 4)
        FROM document
        JOIN record ON record.item = document.item
        LEFT JOIN score ON score.record = record.id
        WHERE document.item IN (SELECT value FROM json_each(?))
        GROUP BY document.item
        """,
        (json.dumps(items),),
    )
    return {item: (title, dated, rank) for item, title, dated, rank in rows}


def _in_titles(
    connection: Connection, titles: dict[int, str], parts: Sequence[Part]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return which parts stand in each title, as bits: in any way to write them, and as they were typed."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.looked_at USING fts5(title, abstract, people, venue, ids, terms, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    connection.execute("DELETE FROM temp.looked_at")
    connection.executemany("INSERT INTO temp.looked_at (rowid, title) VALUES (?, ?)", titles.items())
    both: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for bits, texts in zip(both, ([part.text for part in parts], [part.typed for part in parts]), strict=True):
        for bit, text in enumerate(texts):
            rows = (
                connection.execute("SELECT rowid FROM temp.looked_at WHERE looked_at MATCH ?", (text,)) if text else ()
            )
            for (item,) in rows:
                bits[item] = bits.get(item, 0) | 1 << bit
    return both
