"""Ties that are guesses: which of a notice's stand, and which a person is asked about, and answers.

A notice whose title fits two works is about one of them, and marks neither. A source's word, or a person's, silences guesses.
Nothing of this is kept with the ties, so that it does not depend on what came first.
"""

from collections.abc import Iterable

from watcher.model import Link
from watcher.store.connection import Connection

NOTICED = """
    ends AS (
        SELECT link.id, link.kind, link.version, link.confidence, link.because,
            CASE link.inverse WHEN 0 THEN own.item ELSE far.item END AS notice,
            CASE link.inverse WHEN 0 THEN far.item ELSE own.item END AS work
        FROM link
        JOIN record AS own ON own.id = link.record
        LEFT JOIN identifier AS name ON name.scheme = link.scheme AND name.value = link.value
        LEFT JOIN record AS far ON far.id = name.record
        WHERE link.kind IN ('retracts', 'corrects', 'concern_about', 'reinstates')
    ),
    stated AS (SELECT DISTINCT kind, notice FROM ends WHERE confidence = 1),
    parted AS (
        SELECT a.item AS one, b.item AS two
        FROM standing_bond AS bond
        JOIN record AS a ON a.id = bond.a
        JOIN record AS b ON b.id = bond.b
        WHERE bond.kind = 'cannot'
    ),
    guess AS (
        SELECT *
        FROM ends
        WHERE confidence < 1 AND notice <> work AND (kind, notice) NOT IN (SELECT kind, notice FROM stated WHERE notice > 0)
            AND NOT EXISTS (SELECT 1 FROM parted WHERE (one, two) IN (VALUES (notice, work), (work, notice)))
    ),
    torn AS (
        SELECT kind, notice FROM guess WHERE confidence >= 0.7 GROUP BY kind, notice HAVING count(DISTINCT work) > 1
    ),
    notice AS (
        SELECT work AS item, kind, version FROM ends WHERE confidence = 1 AND work > 0
        UNION ALL
        SELECT work, kind, version FROM guess WHERE confidence >= 0.7 AND (kind, notice) NOT IN (SELECT * FROM torn)
    )
"""
"""Common table expressions: ``notice`` holds what stands on an item, by its kind and the version that brought it; ``guess``
what is only thought, of which ``torn`` are the notices that fit several works."""

ASKED = f"""
    WITH {NOTICED},
    asked AS (
        SELECT id AS link, kind, notice AS item, work AS other
        FROM guess
        WHERE confidence < 0.7 OR (kind, notice) IN (SELECT * FROM torn)
        UNION ALL
        SELECT link.id, link.kind, own.item, far.item
        FROM link
        JOIN record AS own ON own.id = link.record
        JOIN identifier AS name ON name.scheme = link.scheme AND name.value = link.value
        JOIN record AS far ON far.id = name.record
        WHERE link.kind = 'mentions' AND link.confidence < 0.5
            AND NOT EXISTS (SELECT 1 FROM parted WHERE (one, two) IN (VALUES (own.item, far.item), (far.item, own.item)))
            AND NOT EXISTS (
                SELECT 1
                FROM link AS surer JOIN record ON record.id = surer.record
                WHERE record.item = own.item AND surer.kind = 'reports'
                    AND (surer.scheme, surer.value) = (link.scheme, link.value)
            )
    )
"""  # noqa: S608 - our own text
"""The ties that a person is asked about, as ``asked``: the link, its kind, and the items at its ends."""

_SURE = 1.0


class Guesses:
    """Whether a guess stands, and a person's word on it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stands(self, link: Link, notice: int, work: int) -> bool | None:
        """Return whether the tie of a notice is sure; None where a source or a person says that it is not so at all."""
        if link.confidence >= _SURE:
            return True
        row = self._connection.execute(
            f"""
            WITH {NOTICED}
            SELECT link.kind, notice, (link.kind, notice) IN (SELECT * FROM torn)
            FROM guess AS link WHERE kind = ? AND notice = ? AND work = ?
            """,  # noqa: S608 - our own text
            (link.kind.value, notice, work),
        ).fetchone()
        return None if row is None else link.is_sure and not row[2]

    def between(self, item: int, other: int) -> dict[int, float]:
        """Return the rows of the ties between two items that a person is asked about, and how sure each is."""
        rows = self._connection.execute(
            f"""
            {ASKED}
            SELECT link.id, link.confidence
            FROM asked JOIN link ON link.id = asked.link
            WHERE (item, other) IN (VALUES (:a, :b), (:b, :a))
            """,  # noqa: S608 - our own text
            {"a": item, "b": other},
        )
        return dict(rows.fetchall())

    def settle(self, links: Iterable[int], decision: int, because: str) -> None:
        """Make these ties sure by a person's decision: what may be mentioned is reported."""
        for link in links:
            self._connection.execute(
                """
                UPDATE OR REPLACE link
                SET confidence = 1, decision = ?, because = ?, kind = CASE kind WHEN 'mentions' THEN 'reports' ELSE kind END
                WHERE id = ?
                """,
                (decision, because, link),
            )

    def unsettle(self, decision: int) -> None:
        """Make what the decision made sure as sure as it was."""
        self._connection.execute(
            """
            UPDATE OR REPLACE link
            SET decision = NULL,
                confidence = (SELECT score FROM decision WHERE id = link.decision),
                kind = CASE kind WHEN 'reports' THEN 'mentions' ELSE kind END
            WHERE decision = ?
            """,
            (decision,),
        )
