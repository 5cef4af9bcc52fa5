"""Which records are one thing: every merge explained, every one reversible, human answers for ever.

An item's records point to it, so a merge moves pointers and an undo moves them back; nothing is
copied and no id is used twice. A merged item's id leads on to the one that it went into.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.errors import StoreError
from watcher.model import New, SameAs, Verdict
from watcher.store.answers import Decision, Doubt
from watcher.store.connection import LARGEST_ID, Connection, writing
from watcher.store.guesses import ASKED, Guesses
from watcher.store.items import Items
from watcher.store.rows import insert, moment, read

MACHINE = "identify"


class Decisions:
    """Merging, splitting, holding apart, and taking each of them back."""

    def __init__(self, connection: Connection, items: Items) -> None:
        self._connection = connection
        self._items = items
        self._guesses = Guesses(connection)

    def merge(self, item: int, other: int, *, because: str, by: str, now: datetime) -> int:
        """Make two items one, whatever the rules say later; return its id, the lower of the two.

        Raise ``StoreError`` where there is no such item, or one is a trial and the other a publication.
        """
        with writing(self._connection):
            first, second = self._two(item, other)
            if self.kind(first) != self.kind(second):
                raise StoreError(f"items {first} and {second} are a trial and a publication; they can be linked only")
            pairs = self._pairs(first, second)
            decision, kept = self._join(first, second, because=because, by=by, now=moment(now))
            self._bind(pairs, "must", decision)
            self._items.refresh(kept)
        return kept

    def split(self, item: int, keys: Iterable[tuple[str, str]], *, because: str, by: str, now: datetime) -> int:
        """Take the records (source, source_id) out of their item into a new one; return its id.

        They stay apart whatever the rules say later. Raise ``StoreError`` where a record is not in
        the item, or none would stay in it.
        """
        with writing(self._connection):
            current = self._existing(item)
            leaving, staying = self._divide(current, set(keys))
            target = self.new_item(self.kind(current), moment(now))
            decision = self._decide("split", because, by, moment(now))
            self._move(decision, [(record, current, target) for record in leaving])
            self._bind([(a, b) for a in leaving for b in staying], "cannot", decision)
            self._items.refresh(current)
            self._items.refresh(target)
        return target

    def hold(self, item: int, other: int, *, because: str, by: str, now: datetime) -> None:
        """Say that two items are two things: they are not merged by rule and not asked about again."""
        with writing(self._connection):
            pairs = self._pairs(*self._two(item, other))
            self._bind(pairs, "cannot", self._decide("hold", because, by, moment(now)))

    def tie(self, item: int, other: int, *, because: str, by: str, now: datetime) -> None:
        """Say that one item is about the other as a guess has it; they stay two. Raise ``StoreError`` where no guess has it."""
        with writing(self._connection):
            first, second = self._two(item, other)
            links = self._guesses.between(first, second)
            if not links:
                raise StoreError(
                    f"nobody asks whether items {first} and {second} belong together; see watcher dedupe review"
                )
            score = max(links.values())
            decision = self._decide("hold", f"they belong together: {because}", by, moment(now), score=score)
            self._guesses.settle(links, decision, f"{by} said so: {because}")

    def undo(self, decision: int, *, because: str, by: str, now: datetime) -> None:
        """Take a decision back: its records go to the items where they were, and what it said falls.

        What a machine merged stays apart from then on, what it split stays together. Raise ``StoreError`` where there is no such
        decision, it was taken back already, or later decisions have moved the records on.
        """
        with writing(self._connection):
            decided_by, verb, moved = self._undoable(decision)
            undoing = self._decide("undo", because, by, moment(now), undoes=decision)
            self._guesses.unsettle(decision)
            if decided_by == MACHINE:
                returning = [record for record, _, _ in moved]
                ends = {origin if verb == "split" else target for _, origin, target in moved}
                pairs = [(a, b) for a in returning for b in self._others(ends, returning)]
                self._bind(pairs, "must" if verb == "split" else "cannot", undoing)
            self._move(undoing, [(record, target, origin) for record, origin, target in moved])
            for item in {item for _, origin, target in moved for item in (origin, target)}:
                self._items.refresh(item)

    def doubts(self, item: int | None = None) -> tuple[Doubt, ...]:
        """Return the pairs that wait for a person, surest first; those of one item where one is given.

        Those that may be one come before those of which one may be about the other.
        """
        return self._alike(item) + self._about(item)

    def _about(self, item: int | None) -> tuple[Doubt, ...]:
        return tuple(
            read(
                Doubt,
                self._connection,
                f"""
                {ASKED}
                SELECT asked.item, asked.other, one.title, two.title AS other_title, max(link.confidence) AS score,
                    link.because, version.seen AS asked, asked.kind AS tie
                FROM asked
                JOIN link ON link.id = asked.link
                JOIN version ON version.id = link.version
                JOIN document AS one ON one.item = asked.item
                JOIN document AS two ON two.item = asked.other
                WHERE ? IS NULL OR ? IN (asked.item, asked.other)
                GROUP BY asked.item, asked.other, asked.kind
                ORDER BY score DESC, asked.item, asked.other
                """,  # noqa: S608 - our own text
                (item, item),
            )
        )

    def _alike(self, item: int | None) -> tuple[Doubt, ...]:
        return tuple(
            read(
                Doubt,
                self._connection,
                """
                SELECT one.item, two.item AS other, one_shown.title, two_shown.title AS other_title,
                    max(doubt.score) AS score, doubt.because, doubt.asked
                FROM doubt
                JOIN record AS one ON one.id = doubt.record
                JOIN record AS two ON two.id = doubt.other
                JOIN document AS one_shown ON one_shown.item = one.item
                JOIN document AS two_shown ON two_shown.item = two.item
                WHERE one.item <> two.item
                    AND (? IS NULL OR ? IN (one.item, two.item))
                    AND NOT EXISTS (
                        SELECT 1
                        FROM standing_bond AS bond
                        JOIN record AS a ON a.id = bond.a
                        JOIN record AS b ON b.id = bond.b
                        WHERE bond.kind = 'cannot'
                            AND (a.item, b.item) IN ((one.item, two.item), (two.item, one.item))
                    )
                GROUP BY min(one.item, two.item), max(one.item, two.item)
                ORDER BY max(doubt.score) DESC, one.item, two.item
                """,
                (item, item),
            )
        )

    def all(self, item: int | None = None) -> tuple[Decision, ...]:
        """Return what was decided, oldest first: all of it, or what moved records to or from one item."""
        found = read(
            Decision,
            self._connection,
            """
            SELECT id, verb, because, decided_by AS "by", decided_at AS "at", score
            FROM decision
            WHERE ? IS NULL
                OR id IN (SELECT decision FROM move WHERE origin = ? OR target = ?)
                OR id IN (
                    SELECT bond.decision
                    FROM bond JOIN record ON record.id IN (bond.a, bond.b)
                    WHERE record.item = ?
                )
            ORDER BY id
            """,
            (item, item, item, item),
        )
        return tuple(replace(decision, moved=self._moves(decision.id)) for decision in found)

    # What is below is for saving, and for the decisions themselves.

    def open_to(self, kind: str, item: int) -> int | None:
        """Return the item's present id where one more record of this kind may join it by rule."""
        current = self._items.current(item)
        if current is None or self.kind(current) != kind:
            return None
        return current

    def may_join(self, item: int, other: int) -> bool:
        """Return whether a rule may make the two items one."""
        return self.kind(item) == self.kind(other) and not any(self._parted(a, b) for a, b in self._pairs(item, other))

    def join(self, item: int, other: int, verdict: SameAs, now: str) -> int:
        """Make two items one by rule; return the earlier one's id."""
        return self._join(item, other, because=verdict.because, by=MACHINE, score=verdict.score, now=now)[1]

    def bonds(self, rows: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return what people decided of pairs of these records: (row, row, "must" or "cannot")."""
        return self._connection.execute(
            """
            SELECT a, b, kind
            FROM standing_bond
            WHERE a IN (SELECT value FROM json_each(:rows)) AND b IN (SELECT value FROM json_each(:rows))
            """,
            {"rows": json.dumps(rows)},
        ).fetchall()

    def move_by_rule(self, verb: str, moves: Sequence[tuple[int, int, int]], *, because: str, now: str) -> None:
        """Move records (record, origin, target) that belong together, or no longer do, by rule."""
        self._move(self._decide(verb, because, MACHINE, now), moves)

    def ask(self, record: int, verdict: Verdict, now: str) -> None:
        """Put the record and the item that it may belong to before a person, once."""
        if isinstance(verdict, New):
            return
        self._connection.execute(
            """
            INSERT OR IGNORE INTO doubt (record, other, score, because, asked)
            SELECT min(:record, other.id), max(:record, other.id), :score, :because, :now
            FROM (SELECT min(id) AS id FROM record WHERE item = :item) AS other
            WHERE other.id <> :record AND (SELECT item FROM record WHERE id = :record) <> :item
            """,
            {
                "record": record,
                "score": verdict.score,
                "because": verdict.because,
                "now": now,
                "item": self._items.current(verdict.item),
            },
        )

    def new_item(self, kind: str, now: str) -> int:
        """Make an item without records; return its id."""
        return insert(self._connection, "item", kind=kind, created=now)

    def _join(  # noqa: PLR0913 - what is decided, and why, by whom, when
        self, item: int, other: int, *, because: str, by: str, now: str, score: float = 1.0
    ) -> tuple[int, int]:
        """Move the records of the later item into the earlier one; return the decision and the earlier one's id."""
        kept, absorbed = min(item, other), max(item, other)
        decision = self._decide("merge", because, by, now, score=score)
        self._move(decision, [(record, absorbed, kept) for record in self._items.records(absorbed)])
        self._items.refresh(absorbed)
        return decision, kept

    def _decide(  # noqa: PLR0913 - a column each
        self, verb: str, because: str, by: str, now: str, *, score: float = 1.0, undoes: int | None = None
    ) -> int:
        return insert(
            self._connection,
            "decision",
            verb=verb,
            because=because,
            score=score,
            decided_by=by,
            decided_at=now,
            undoes=undoes,
        )

    def _move(self, decision: int, moves: Sequence[tuple[int, int, int]]) -> None:
        """Move records (record, origin, target); an item left empty leads to where its last ones went."""
        for record, origin, target in moves:
            insert(self._connection, "move", decision=decision, record=record, origin=origin, target=target)
            self._connection.execute(
                """
                UPDATE record
                SET item = ?, verdict = verb, because = decision.because, score = decision.score,
                    decided_by = decision.decided_by, decided_at = decision.decided_at
                FROM decision
                WHERE record.id = ? AND decision.id = ?
                """,
                (target, record, decision),
            )
        for origin, target in {(origin, target) for _, origin, target in moves}:
            self._connection.execute("UPDATE item SET moved_to = NULL WHERE id = ?", (target,))
            if not self._items.records(origin):
                self._connection.execute("UPDATE item SET moved_to = ? WHERE id = ?", (target, origin))

    def _bind(self, pairs: Iterable[tuple[int, int]], kind: str, decision: int) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO bond (a, b, kind, decision) VALUES (?, ?, ?, ?)",
            [(min(a, b), max(a, b), kind, decision) for a, b in pairs],
        )

    def _parted(self, a: int, b: int) -> bool:
        row = self._connection.execute(
            "SELECT kind FROM standing_bond WHERE a = ? AND b = ?", (min(a, b), max(a, b))
        ).fetchone()
        return row is not None and row[0] == "cannot"

    def _pairs(self, item: int, other: int) -> list[tuple[int, int]]:
        return [(a, b) for a in self._items.records(item) for b in self._items.records(other)]

    def kind(self, item: int) -> str:
        """Return "trial" or "work"."""
        row = self._connection.execute("SELECT kind FROM item WHERE id = ?", (item,)).fetchone()
        return str(row[0])

    def _others(self, items: Iterable[int], leaving: Sequence[int]) -> list[int]:
        return [record for item in items for record in self._items.records(item) if record not in leaving]

    def _existing(self, item: int) -> int:
        current = self._items.current(item)
        if current is None:
            raise StoreError(f"there is no item {item}; watcher search shows the ids")
        return current

    def _two(self, item: int, other: int) -> tuple[int, int]:
        first, second = self._existing(item), self._existing(other)
        if first == second:
            raise StoreError(f"{item} and {other} are one item already ({first})")
        return first, second

    def _divide(self, item: int, keys: set[tuple[str, str]]) -> tuple[list[int], list[int]]:
        rows = self._connection.execute("SELECT id, source, source_id FROM record WHERE item = ?", (item,)).fetchall()
        leaving = [row for row, *key in rows if tuple(key) in keys]
        staying = [row for row, *key in rows if tuple(key) not in keys]
        if not leaving or len(leaving) < len(keys):
            raise StoreError(f"not every record named is in item {item}; watcher show {item} lists them")
        if not staying:
            raise StoreError(f"no record would stay in item {item}; name fewer")
        return leaving, staying

    def _undoable(self, decision: int) -> tuple[str, str, list[tuple[int, int, int]]]:
        """Return who decided what, and the moves (record, origin, target) that can be taken back."""
        row = self._connection.execute(
            """
            SELECT decided_by, EXISTS (SELECT 1 FROM decision AS later WHERE later.undoes = decision.id), verb
            FROM decision
            WHERE id = ?
            """,
            (decision if abs(decision) <= LARGEST_ID else 0,),
        ).fetchone()
        if row is None:
            raise StoreError(f"there is no decision {decision}")
        if row[1]:
            raise StoreError(f"decision {decision} was taken back already")
        moved = self._connection.execute(
            """
            SELECT move.record, move.origin, move.target, record.item
            FROM move JOIN record ON record.id = move.record
            WHERE move.decision = ?
            """,
            (decision,),
        ).fetchall()
        if any(item != target for _, _, target, item in moved):
            raise StoreError(f"later decisions have moved the records of decision {decision} on; take those back first")
        return row[0], row[2], [(record, origin, target) for record, origin, target, _ in moved]

    def _moves(self, decision: int) -> tuple[tuple[str, str, int, int], ...]:
        rows = self._connection.execute(
            """
            SELECT record.source, record.source_id, move.origin, move.target
            FROM move JOIN record ON record.id = move.record
            WHERE move.decision = ?
            ORDER BY record.id
            """,
            (decision,),
        )
        return tuple(rows)
