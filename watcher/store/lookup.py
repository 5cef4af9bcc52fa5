"""What a query finds and in which order, before any of it is shown: all of its words first, then most of them.

A query that is an identifier, in any spelling or as an address, finds the item that it names, then what names that.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from watcher.query import read
from watcher.query.arrangement import arranged, words_of
from watcher.query.nodes import Node, Question, Word
from watcher.query.signs import PLAIN
from watcher.store.conditions import HELD, UNDATED, Clause, Filters, clause, filtered, joined
from watcher.store.connection import Connection
from watcher.store.expression import in_company
from watcher.store.ranking import (
    A_PAGE,
    LOOKED_AT,
    Found,
    Part,
    Ranked,
    closer,
    parts_of,
    required,
    wanted,
    with_all,
    with_most,
)
from watcher.store.vocabulary import corrected, meant, written_out

# Four digits in one word are the least that looks like a number of something; a year alone does not.
_NUMBER = re.compile(r"[0-9]{4}|pm(?:id|c)|10\.[0-9]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TAG = re.compile(r"\s?\[[A-Za-z]{2,4}\]$")
# What people write before a number.
_LABELS = frozenset(
    """pmid pmcid pmc doi nct eudract eu ct euct euctr ctis isrctn drks actrn jrct umin chictr number no nr id identifier trial registration
    pubmed clinicaltrials.gov registry medline""".split()
)


class Identified(NamedTuple):
    """What the query names: its one form ("nct:NCT05050942"), the value alone, and the items, those first that it belongs to."""

    name: str
    value: str
    items: tuple[int, ...]


def identified(connection: Connection, text: str) -> Identified | None:
    """Return what the query names; None where it is more than an identifier, or a bare number that is none of the store's.

    What is pasted with one address or DOI in it is that, where the store has it.
    """
    text = _TAG.sub("", text.strip())
    if not _NUMBER.search(text) or _YEAR.fullmatch(text):
        return None
    if not (is_all := all(map(_belongs, text.split()))) and not (text := _address(text)):
        return None
    from watcher.ids import read_id  # noqa: PLC0415 - loads much, and is seldom wanted

    found = read_id(text)
    if found is None:
        return None
    items = _items(connection, found.scheme, found.value)
    # Its hyphens may be those of a word processor.
    if not items and not text.isascii() and (plain := read_id(text.translate(PLAIN))):
        found, items = plain, _items(connection, plain.scheme, plain.value)
    return Identified(str(found), found.value, items) if items or (is_all and not text.isdigit()) else None


def _address(text: str) -> str:
    """Return the one address or DOI in what was pasted with more around it; "" where there is none, or several."""
    words = text.split()
    found = [word.strip(".,;()[]<>") for word in words if "://" in word or _DOI.search(word)]
    return found[0] if len(found) == 1 and not {"AND", "OR", "NOT"} & set(words) else ""


_DOI = re.compile(r"(?<![0-9.])10\.[0-9]{4,9}/")


def _belongs(word: str) -> bool:
    """Return whether the word is a number, an address, or what people write before one."""
    plain = word.strip(".,:;#()[]").lower()
    return not plain or plain in _LABELS or any(map(str.isdigit, plain)) or "://" in plain


def _items(connection: Connection, scheme: str, value: str) -> tuple[int, ...]:
    rows = connection.execute(
        """
        SELECT item, min(distance)
        FROM (
            SELECT record.item, 0 AS distance
            FROM identifier JOIN record ON record.id = identifier.record
            WHERE identifier.scheme = :scheme AND identifier.value = :value
            UNION ALL
            SELECT record.item, 1
            FROM link JOIN record ON record.id = link.record
            WHERE link.scheme = :scheme AND link.value = :value
            UNION ALL
            SELECT record.item, 2
            FROM mention JOIN record ON record.id = mention.record
            WHERE mention.scheme = :scheme AND mention.value = :value
        )
        GROUP BY item
        ORDER BY min(distance), item DESC
        LIMIT 200
        """,
        {"scheme": scheme, "value": value},
    )
    return tuple(row[0] for row in rows)


class Asked(NamedTuple):
    """What is asked for: a query, filters, an order, and how many of the hits from the first."""

    text: str
    filters: Filters
    sort: str = "relevance"
    most: int = 20
    today: date | None = None


class Answer(NamedTuple):
    """What was found, in its order; ``total`` with the ``nearest``, which have not all of the query."""

    ranked: Sequence[Ranked] = ()
    total: int = 0
    nearest: int = 0
    undated: int = 0
    parts: Sequence[Part] = ()
    question: Question = Question(None)
    remarks: tuple[str, ...] = ()


def answer(connection: Connection, asked: Asked) -> Answer:
    """Return what the query finds; where nothing has all of its words, words near to them are tried, then fewer of them."""
    named = identified(connection, asked.text)
    question = Question(Word(named.value)) if named else read(asked.text, asked.today)
    if question.root is None and asked.text.strip():
        return Answer(remarks=question.remarks)
    if named:
        return _first(_found(connection, question, asked), named)
    # Of words that are one thing together none is a mistake.
    first = corrected(connection, written_out(connection, arranged(question)))
    found = _found(connection, first.question, asked)
    if found.total > found.nearest:
        return found._replace(remarks=(*found.remarks, *first.remarks))
    second = meant(connection, first.question)
    again = _found(connection, second.question, asked) if second.remarks else found
    better = again.total > again.nearest
    return (again if better else found)._replace(
        remarks=((again if better else found).remarks + first.remarks + second.remarks * better)
    )


def _first(found: Answer, named: Identified) -> Answer:
    """Return what was found with the items that an identifier names before everything else."""
    ahead = [Ranked(item, 3.0 - place / 1000) for place, item in enumerate(named.items)]
    rest = [one for one in found.ranked if one.item not in named.items]
    if not named.items:
        return found._replace(remarks=(*found.remarks, f"the store has nothing of the identifier {named.name}"))
    known = len(ahead) + found.total - (len(found.ranked) - len(rest))
    return found._replace(ranked=[*ahead, *rest], total=known)


def _found(connection: Connection, question: Question, asked: Asked) -> Answer:
    question = arranged(question)
    root, topic = question.root, asked.filters.topic
    company = in_company(root)
    conditions = [*required(root, topic, company=company), *filtered(asked.filters)]
    nodes = wanted(root)
    parts = parts_of(connection, nodes, topic, company=company)
    whole = with_all(connection, parts, conditions, asked.sort, max(asked.most, LOOKED_AT))
    made = Answer(
        _ordered(connection, whole, parts, asked.sort),
        whole.total,
        undated=_undated(connection, root, asked, company=company),
        parts=parts,
        question=question,
        remarks=question.remarks,
    )
    few = whole.total == 0 or (question.is_plain and whole.total < A_PAGE)
    if not few or not nodes:
        return made
    looser = parts if len(parts) > 1 else parts_of(connection, loosened(nodes), topic, company=company)
    return _with_nearest(connection, made, looser, conditions) if len(looser) > 1 else made


def _ordered(connection: Connection, found: Found, parts: Sequence[Part], sort: str) -> Sequence[Ranked]:
    """Return the items by their score, or as the store gave them; of very many, only the first are looked at closely."""
    if sort != "relevance" or not parts:
        return [Ranked(item, 0.0) for item in found.items]
    ahead = dict(islice(found.items.items(), LOOKED_AT))
    rest = islice(found.items, LOOKED_AT, None)
    return [*closer(connection, Found(ahead, 0), parts), *(Ranked(item, 0.0) for item in rest)]


def _with_nearest(connection: Connection, made: Answer, parts: Sequence[Part], conditions: Sequence[Clause]) -> Answer:
    """Return the answer with the items behind it that have most of the query, where they are not there already."""
    most = with_most(connection, conditions, parts)
    had = {one.item for one in made.ranked}
    # An item with all of the words lacks only that they stand together.
    asked = tuple(part.name for part in made.parts)
    each = (one for one in closer(connection, most, parts) if one.item not in had)
    more = [one if one.missing else one._replace(missing=asked) for one in each]
    total = max(most.total, made.total)
    if not more:
        return made
    said = f"{made.total} of these have" if made.total > 1 else "one has" if made.total else "no record has"
    remark = f"{said} all of it; nearest first"
    return made._replace(
        ranked=[*made.ranked, *more],
        total=total,
        nearest=total - made.total,
        parts=made.parts if len(made.parts) > 1 else parts,
        remarks=(*made.remarks, remark),
    )


def loosened(nodes: Sequence[Node]) -> list[Node]:
    """Return the words of what has to stand together, each for itself."""
    words = [leaf for node in nodes for leaf in words_of(node)]
    return [
        leaf if isinstance(leaf, Word) and leaf.begins else Word(word, leaf.field)
        for leaf in words
        for word in (leaf.text.split() if isinstance(leaf, Word) else leaf.words)
    ]


_ANY_UNDATED = f"SELECT 1 FROM document WHERE {UNDATED.sql} LIMIT 1"  # noqa: S608 - our own text


def _undated(connection: Connection, root: Node | None, asked: Asked, *, company: bool) -> int:
    """Return how many match but for the dates that the filters ask, of which they have none."""
    if not (asked.filters.since or asked.filters.until) or not connection.execute(_ANY_UNDATED).fetchone():
        return 0
    others = filtered(asked.filters._replace(since="", until=""))
    query = [clause(root, asked.filters.topic, company=company)] if root is not None else []
    where = joined([HELD, UNDATED, *query, *others])
    row = connection.execute(f"SELECT count(*) FROM document WHERE {where.sql}", where.values).fetchone()  # noqa: S608
    return int(row[0])
