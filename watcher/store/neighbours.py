"""What hangs together in the store: the items that a new record may bring together or part, and what became of them.

An item is what the rules make of its records, whatever came first, and what people decided; so where a record comes,
those that it may concern are arranged anew.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.model import Arrangement, Cluster, Link, Record
from watcher.store.connection import Connection, writing
from watcher.store.decisions import Decisions
from watcher.store.items import Items
from watcher.store.rows import UNREADABLE, decode_record, moment

MOST = 60  # items that are arranged at once; more hang together by doubts alone

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Records of some items, each with its row and item; ``together`` and ``apart`` are positions of which a person decided."""

    records: tuple[Record, ...]
    rows: tuple[int, ...]
    items: tuple[int, ...]
    together: tuple[Pair, ...]
    apart: tuple[Pair, ...]


class Neighbours:
    """The records around an item, and how they are arranged."""

    def __init__(self, connection: Connection, items: Items, decisions: Decisions) -> None:
        self._connection = connection
        self._items = items
        self._decisions = decisions

    def around(self, items: Iterable[int]) -> tuple[int, ...]:
        """Return these items and those that doubts tie to them, near and far, lowest first: at most 60."""
        rows = self._connection.execute(
            """
            WITH RECURSIVE near (item) AS (
                SELECT value FROM json_each(?)
                UNION
                SELECT other.item
                FROM near
                JOIN record AS own ON own.item = near.item
                JOIN (
                    SELECT record AS one, other AS two FROM doubt
                    UNION ALL
                    SELECT other, record FROM doubt
                ) AS tied ON tied.one = own.id
                JOIN record AS other ON other.id = tied.two
                LIMIT ?
            )
            SELECT item FROM near ORDER BY item
            """,
            (json.dumps(sorted(set(items))), MOST),
        )
        return tuple(row[0] for row in rows)

    def tied(self, items: Iterable[int], links: Iterable[Link] = ()) -> frozenset[int]:
        """Return the items at the other ends of the ties of these items, and of these links: at most 60 of each."""
        here, ends = sorted(items), [link.object for link in links]
        if not here and not ends:  # as for most records
            return frozenset()
        rows = self._connection.execute(
            """
            SELECT * FROM (
                SELECT far.item
                FROM json_each(:items) AS here
                CROSS JOIN record AS own ON own.item = here.value
                JOIN link ON link.record = own.id
                JOIN identifier ON identifier.scheme = link.scheme AND identifier.value = link.value
                JOIN record AS far ON far.id = identifier.record
                UNION
                SELECT far.item
                FROM json_each(:items) AS here
                CROSS JOIN record AS own ON own.item = here.value
                JOIN identifier ON identifier.record = own.id
                JOIN link ON link.scheme = identifier.scheme AND link.value = identifier.value
                JOIN record AS far ON far.id = link.record
                LIMIT :most
            )
            UNION
            SELECT * FROM (
                SELECT far.item
                FROM json_each(:ends) AS tie
                CROSS JOIN identifier
                    ON identifier.scheme = tie.value ->> 0 AND identifier.value = tie.value ->> 1
                JOIN record AS far ON far.id = identifier.record
                LIMIT :most
            )
            """,
            {"items": json.dumps(here), "ends": json.dumps(ends), "most": MOST},
        )
        return frozenset(row[0] for row in rows)

    def of(self, items: Sequence[int]) -> Neighbourhood:
        """Return the records of the items; one that cannot be read is left where it is."""
        found = self._connection.execute(
            """
            SELECT record.id, record.item, version.body
            FROM json_each(?) AS wanted
            CROSS JOIN record ON record.item = wanted.value
            CROSS JOIN version ON version.id = record.version
            ORDER BY record.id
            """,
            (json.dumps(items),),
        ).fetchall()
        read = [(row, item, record) for row, item, body in found if (record := _record(body))]
        rows = tuple(row for row, _, _ in read)
        position = {row: at for at, row in enumerate(rows)}
        bonds = self._decisions.bonds(rows)
        return Neighbourhood(
            records=tuple(record for _, _, record in read),
            rows=rows,
            items=tuple(item for _, item, _ in read),
            together=tuple((position[a], position[b]) for a, b, kind in bonds if kind == "must"),
            apart=tuple((position[a], position[b]) for a, b, kind in bonds if kind == "cannot"),
        )

    def arrange(self, hood: Neighbourhood, arrangement: Arrangement, now: datetime) -> frozenset[int]:
        """Make the items what the arrangement says, and its questions the doubts between them; return the items that changed."""
        with writing(self._connection):
            owners = _owners(hood, arrangement.clusters)
            touched: set[int] = set()
            for cluster in arrangement.clusters:
                touched |= self._bring_together(hood, cluster, owners.get(cluster.members), moment(now))
            for item in sorted(touched):
                self._items.refresh(item)
            self._ask(hood, arrangement, moment(now))
        return frozenset(touched)

    def _bring_together(self, hood: Neighbourhood, cluster: Cluster, owned: int | None, now: str) -> set[int]:
        """Move a cluster's records into its item, a new one where it has none; return the items that changed."""
        leaving = [at for at in cluster.members if hood.items[at] != owned]
        if not leaving:
            return set()
        reason = dict(zip(cluster.members, cluster.reasons, strict=True))
        why = next((reason[at] for at in leaving if reason[at]), next(filter(None, cluster.reasons), "nothing like it"))
        target = owned or self._decisions.new_item(self._decisions.kind(hood.items[leaving[0]]), now)
        moves = [(hood.rows[at], hood.items[at], target) for at in leaving]
        self._decisions.move_by_rule("merge" if owned else "split", moves, because=why, now=now)
        return {target, *(origin for _, origin, _ in moves)}

    def _ask(self, hood: Neighbourhood, arrangement: Arrangement, now: str) -> None:
        """Replace the doubts among the records by the questions; one that was asked before keeps its time."""
        asked = self._connection.execute(
            """
            DELETE FROM doubt
            WHERE record IN (SELECT value FROM json_each(:rows)) AND other IN (SELECT value FROM json_each(:rows))
            RETURNING record, other, asked
            """,
            {"rows": json.dumps(hood.rows)},
        ).fetchall()
        before = {(record, other): at for record, other, at in asked}
        for question in arrangement.questions:
            pair = _ordered(hood.rows[question.one], hood.rows[question.other])
            self._connection.execute(
                "INSERT INTO doubt (record, other, score, because, asked) VALUES (?, ?, ?, ?, ?)",
                (*pair, question.score, question.because, before.get(pair, now)),
            )


def _owners(hood: Neighbourhood, clusters: Sequence[Cluster]) -> dict[tuple[int, ...], int]:
    """Return the item that each cluster keeps: one in which it has the earliest record, of several the earliest."""
    first: dict[int, int] = {}
    for at, item in enumerate(hood.items):  # in the order of their rows
        first.setdefault(item, at)
    home = {at: cluster.members for cluster in clusters for at in cluster.members}
    owners: dict[tuple[int, ...], int] = {}
    for item in sorted(first):
        owners.setdefault(home[first[item]], item)
    return owners


def _record(body: str) -> Record | None:
    try:
        return decode_record(body)
    except UNREADABLE:
        return None


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
