"""Moving records between items: the mechanics beneath every merge, split and undo."""

from collections.abc import Iterable, Sequence

from watcher.model import New, Verdict
from watcher.store.indexing import refresh
from watcher.store.records import Records

# A cluster that grows beyond this is more likely a chain of errors than one thing: a person looks.
MAX_RECORDS = 12
MACHINE = "identify"


class Moves(Records):
    """What the decisions are made of; a part of the store, not for its users."""

    def _open_to(self, kind: str, item: int) -> int | None:
        """Return the item's present id where one more record of this kind may join it by rule."""
        current = self.item_id(item)
        if current is None or self._kind(current) != kind or len(self._records_of(current)) >= MAX_RECORDS:
            return None
        return current

    def _may_join(self, item: int, other: int) -> bool:
        """Return whether a rule may make the two items one."""
        pairs = self._pairs(item, other)
        return (
            self._kind(item) == self._kind(other)
            and len(self._records_of(item)) + len(self._records_of(other)) <= MAX_RECORDS
            and not any(self._parted(a, b) for a, b in pairs)
        )

    def _join(  # noqa: PLR0913 - what is decided, and why, by whom, when
        self, item: int, other: int, *, because: str, now: str, by: str = MACHINE, score: float = 1.0
    ) -> int:
        """Move the records of the later item into the earlier one; return the earlier one's id."""
        kept, absorbed = min(item, other), max(item, other)
        decision = self._decide("merge", because, by, now, score=score)
        self._move(decision, [(record, absorbed, kept) for record in self._records_of(absorbed)])
        self._refresh(absorbed)
        return kept

    def _ask(self, record: int, verdict: Verdict, now: str) -> None:
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
                "item": self.item_id(verdict.item),
            },
        )

    def _refresh(self, item: int) -> None:
        refresh(self._connection, item, next(iter(self.items([item])), None))

    def _insert_item(self, kind: str, now: str) -> int:
        cursor = self._connection.execute("INSERT INTO item (kind, created) VALUES (?, ?)", (kind, now))
        return int(cursor.lastrowid or 0)

    def _decide(  # noqa: PLR0913 - a column each
        self, verb: str, because: str, by: str, now: str, *, score: float = 1.0, undoes: int | None = None
    ) -> int:
        cursor = self._connection.execute(
            """
            INSERT INTO decision (verb, because, score, decided_by, decided_at, undoes)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            (verb, because, score, by, now, undoes),
        )
        return int(cursor.lastrowid or 0)

    def _move(self, decision: int, moves: Sequence[tuple[int, int, int]]) -> None:
        """Move records (record, origin, target); an item left empty leads to where its last ones went."""
        for record, origin, target in moves:
            self._connection.execute("INSERT INTO move VALUES (?, ?, ?, ?)", (decision, record, origin, target))
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
            if not self._records_of(origin):
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
        return [(a, b) for a in self._records_of(item) for b in self._records_of(other)]

    def _records_of(self, item: int) -> list[int]:
        rows = self._connection.execute("SELECT id FROM record WHERE item = ? ORDER BY id", (item,))
        return [row[0] for row in rows]

    def _kind(self, item: int) -> str:
        row = self._connection.execute("SELECT kind FROM item WHERE id = ?", (item,)).fetchone()
        return str(row[0])
