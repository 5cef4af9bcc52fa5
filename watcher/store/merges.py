"""Which records are one thing: every merge explained, every one reversible, human answers for ever.

An item's records point to it, so a merge moves pointers and an undo moves them back; nothing is
copied and no id is used twice. A merged item's id leads on to the one that it went into.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from watcher.errors import StoreError
from watcher.store.answers import Decision, Doubt
from watcher.store.moves import MACHINE, Moves
from watcher.store.rows import moment, read_moment

# A cluster that grows beyond this is more likely a chain of errors than one thing: a person looks.


class Merges(Moves):
    """Merging, splitting, holding apart, and taking each of them back."""

    def merge(self, item: int, other: int, *, because: str, by: str, now: datetime) -> int:
        """Make two items one, whatever the rules say later; return its id, the lower of the two.

        Raise ``StoreError`` where there is no such item, or one is a trial and the other a publication.
        """
        with self.writing():
            first, second = self._two(item, other)
            if self._kind(first) != self._kind(second):
                raise StoreError(f"items {first} and {second} are a trial and a publication; they can be linked only")
            pairs = self._pairs(first, second)
            kept = self._join(first, second, because=because, by=by, now=moment(now))
            self._bind(pairs, "must", self._last_decision())
            self._refresh(kept)
        return kept

    def split(self, item: int, keys: Iterable[tuple[str, str]], *, because: str, by: str, now: datetime) -> int:
        """Take the records (source, source_id) out of their item into a new one; return its id.

        They stay apart whatever the rules say later. Raise ``StoreError`` where a record is not in
        the item, or none would stay in it.
        """
        with self.writing():
            current = self._existing(item)
            leaving, staying = self._divide(current, set(keys))
            target = self._insert_item(self._kind(current), moment(now))
            decision = self._decide("split", because, by, moment(now))
            self._move(decision, [(record, current, target) for record in leaving])
            self._bind([(a, b) for a in leaving for b in staying], "cannot", decision)
            self._refresh(current)
            self._refresh(target)
        return target

    def hold(self, item: int, other: int, *, because: str, by: str, now: datetime) -> None:
        """Say that two items are two things: they are not merged by rule and not asked about again."""
        with self.writing():
            pairs = self._pairs(*self._two(item, other))
            self._bind(pairs, "cannot", self._decide("hold", because, by, moment(now)))

    def undo(self, decision: int, *, because: str, by: str, now: datetime) -> None:
        """Take a decision back: its records go to the items where they were, and what it said falls.

        What a machine merged stays apart from then on. Raise ``StoreError`` where there is no such
        decision, it was taken back already, or later decisions have moved the records on.
        """
        with self.writing():
            moved = self._moved_by(decision)
            undoing = self._decide("undo", because, by, moment(now), undoes=decision)
            if self._decided_by(decision) == MACHINE:
                returning = [record for record, _, _ in moved]
                staying = self._others({target for _, _, target in moved}, returning)
                self._bind([(a, b) for a in returning for b in staying], "cannot", undoing)
            self._move(undoing, [(record, target, origin) for record, origin, target in moved])
            for item in {item for _, origin, target in moved for item in (origin, target)}:
                self._refresh(item)

    def doubts(self, item: int | None = None) -> tuple[Doubt, ...]:
        """Return the pairs that wait for a person, surest first; those of one item where one is given."""
        rows = self._connection.execute(
            """
            SELECT one.item, two.item, one_shown.title, two_shown.title, max(doubt.score), doubt.because, doubt.asked
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
        return tuple(
            Doubt(
                item=one,
                other=two,
                title=title,
                other_title=other_title,
                score=score,
                because=because,
                asked=read_moment(asked),
            )
            for one, two, title, other_title, score, because, asked in rows
        )

    def decisions(self, item: int | None = None) -> tuple[Decision, ...]:
        """Return what was decided, oldest first: all of it, or what moved records to or from one item."""
        rows = self._connection.execute(
            """
            SELECT id, verb, because, decided_by, decided_at, score, undoes
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
        ).fetchall()
        return tuple(
            Decision(
                id=row,
                verb=verb,
                because=because,
                by=by,
                at=read_moment(at),
                score=score,
                undoes=undoes,
                moved=self._told_moves(row),
            )
            for row, verb, because, by, at, score, undoes in rows
        )

    def _others(self, items: Iterable[int], leaving: Sequence[int]) -> list[int]:
        return [record for item in items for record in self._records_of(item) if record not in leaving]

    def _existing(self, item: int) -> int:
        current = self.item_id(item)
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

    def _moved_by(self, decision: int) -> list[tuple[int, int, int]]:
        row = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM decision AS later WHERE later.undoes = decision.id) FROM decision WHERE id = ?",
            (decision,),
        ).fetchone()
        if row is None:
            raise StoreError(f"there is no decision {decision}")
        if row[0]:
            raise StoreError(f"decision {decision} was taken back already")
        rows = self._connection.execute(
            """
            SELECT move.record, move.origin, move.target, record.item
            FROM move JOIN record ON record.id = move.record
            WHERE move.decision = ?
            """,
            (decision,),
        ).fetchall()
        if any(item != target for _, _, target, item in rows):
            raise StoreError(f"later decisions have moved the records of decision {decision} on; take those back first")
        return [(record, origin, target) for record, origin, target, _ in rows]

    def _decided_by(self, decision: int) -> str:
        row = self._connection.execute("SELECT decided_by FROM decision WHERE id = ?", (decision,)).fetchone()
        return str(row[0])

    def _last_decision(self) -> int:
        return int(self._connection.execute("SELECT max(id) FROM decision").fetchone()[0])

    def _told_moves(self, decision: int) -> tuple[tuple[str, str, int, int], ...]:
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
