"""The rows of a record: its versions and their page, changes, links, score, identifiers and keys."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.model import Change, Id, Link, New, Page, Record, Score, Verdict
from watcher.store.merges import Merges
from watcher.store.moves import MACHINE
from watcher.store.records import names
from watcher.store.rows import content, encode, moment, unpack

# A seventh larger than at zlib's default for less than half of its time, which is the time of all else that saving does.
_COMPRESSION = 3
WITHDRAWN = "withdrawn"  # the fingerprint of the version that says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A record with all that was concluded about it."""

    record: Record
    verdict: Verdict
    changes: Sequence[Change]
    links: Sequence[Link]
    score: Score | None
    topic: str
    fingerprint: str
    keys: bytes
    now: str
    page: Page | None


@dataclass(frozen=True, slots=True)
class Known:
    """The row of a record that we have."""

    id: int
    item: int
    withdrawn: bool
    keys: bytes
    fingerprint: str
    content: bytes
    body: str


class Keeping(Merges):
    """What saving is made of; a part of the store, not for its users."""

    _last_page: tuple[Page, bytes] | None = None

    def _known(self, key: tuple[str, str]) -> Known | None:
        row = self._connection.execute(
            """
            SELECT record.id, record.item, record.withdrawn IS NOT NULL, record.keys,
                version.fingerprint, version.content, version.body
            FROM record JOIN version ON version.id = record.version
            WHERE record.source = ? AND record.source_id = ?
            """,
            key,
        ).fetchone()
        return Known(*row) if row else None

    def _insert_record(self, finding: Finding, item: int, *, joined: bool) -> int:
        verdict = finding.verdict
        name = "same" if joined else "new" if isinstance(verdict, New) else "perhaps"
        score = 1.0 if isinstance(verdict, New) else verdict.score
        # The version follows in the same step.
        cursor = self._connection.execute(
            """
            INSERT INTO record
                (source, source_id, item, version, first_seen, verdict, because, score, decided_by, decided_at, keys)
            VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)
            """,
            (*finding.record.key, item, finding.now, name, verdict.because, score, MACHINE, finding.now, finding.keys),
        )
        return _row_id(cursor.lastrowid)

    def _keep_version(self, record: int, finding: Finding) -> None:
        payload = None if finding.page is None else self._keep_page(finding.record.source, finding.page)
        said = content(finding.record)
        body = encode(finding.record)
        version = self._insert_version(record, finding.now, finding.fingerprint, said, payload, body)
        self._insert_changes(record, version, finding.changes)
        self._keep_links(record, version, finding.links)

    def _insert_version(  # noqa: PLR0913, PLR0917 - a column each
        self, record: int, seen: str, fingerprint: str, said: bytes, payload: int | None, body: str
    ) -> int:
        cursor = self._connection.execute(
            "INSERT INTO version (record, seen, fingerprint, content, payload, body) VALUES (?, ?, ?, ?, ?, ?)",
            (record, seen, fingerprint, said, payload, body),
        )
        version = _row_id(cursor.lastrowid)
        withdrawn = seen if fingerprint == WITHDRAWN else None
        self._connection.execute(
            "UPDATE record SET version = ?, withdrawn = ? WHERE id = ?", (version, withdrawn, record)
        )
        return version

    def _keep_page(self, source: str, page: Page) -> int:
        digest = self._digest(page)
        row = self._connection.execute(
            "SELECT id FROM payload WHERE digest = ? AND url = ? AND source = ?", (digest, page.url, source)
        ).fetchone()
        if row:
            return int(row[0])
        cursor = self._connection.execute(
            "INSERT INTO payload (source, url, media_type, retrieved, digest, body) VALUES (?, ?, ?, ?, ?, ?)",
            (source, page.url, page.media_type, moment(page.retrieved), digest, zlib.compress(page.body, _COMPRESSION)),
        )
        return _row_id(cursor.lastrowid)

    def _digest(self, page: Page) -> bytes:
        # All records of a page come one after the other, and a page can be megabytes.
        if self._last_page is None or self._last_page[0] is not page:
            self._last_page = page, hashlib.blake2b(page.body, digest_size=16).digest()
        return self._last_page[1]

    def _insert_changes(self, record: int, version: int, changes: Sequence[Change]) -> None:
        for change in changes:
            self._connection.execute(
                """
                INSERT INTO change (version, record, seen, weight, field, before, after, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                (
                    version,
                    record,
                    moment(change.seen),
                    change.weight.value,
                    change.field,
                    change.before,
                    change.after,
                    change.note,
                ),
            )

    def _keep_links(self, record: int, version: int, links: Sequence[Link]) -> None:
        """Make the record's links these; one that stands already keeps the version that brought it."""
        before = {
            tuple(row)
            for row in self._connection.execute(
                "SELECT kind, scheme, value, inverse FROM link WHERE record = ?", (record,)
            )
        }
        after = {(link.kind.value, *link.object, int(link.inverse)): link for link in links}
        for kind, scheme, value, inverse in before - after.keys():
            self._connection.execute(
                "DELETE FROM link WHERE record = ? AND kind = ? AND scheme = ? AND value = ? AND inverse = ?",
                (record, kind, scheme, value, inverse),
            )
        for link in after.values():
            self._insert_link(record, version, link)

    def _insert_link(self, record: int, version: int, link: Link) -> None:
        self._connection.execute(
            """
            INSERT INTO link (record, version, kind, scheme, value, because, confidence, inverse, relation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (record, kind, scheme, value, inverse) DO UPDATE SET
                because = excluded.because,
                confidence = excluded.confidence,
                relation = excluded.relation
            """,
            (
                record,
                version,
                link.kind.value,
                *link.object,
                link.because,
                link.confidence,
                link.inverse,
                link.relation,
            ),
        )

    def _keep_score(self, record: int, finding: Finding) -> bool:
        """Keep the score where it differs from the one that stands; return whether it does."""
        score = finding.score
        if score is None:
            return False
        body = encode(score)
        row = self._connection.execute(
            "SELECT body FROM score WHERE record = ? AND topic = ?", (record, finding.topic)
        ).fetchone()
        if row and row[0] == body:
            return False
        multiples = [regimen.multiple_of_label for regimen in score.regimens if regimen.multiple_of_label is not None]
        self._connection.execute(
            """
            INSERT INTO score (record, topic, rank, tier, value, intensity, tags, trials, profile, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (record, topic) DO UPDATE SET
                rank = excluded.rank, tier = excluded.tier, value = excluded.value,
                intensity = excluded.intensity, tags = excluded.tags, trials = excluded.trials,
                profile = excluded.profile, body = excluded.body
            """,
            (
                record,
                finding.topic,
                score.tier.rank,
                score.tier.value,
                score.value,
                max(multiples, default=None),
                json.dumps(score.tags),
                json.dumps(score.trials),
                score.profile,
                body,
            ),
        )
        return True

    def _rated_by(self, record: int, profile: str) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM score WHERE record = ? AND profile = ?", (record, profile)
        ).fetchone()
        return row is not None

    def _index_names(self, record: int, now: Record, before: Record | None) -> None:
        """Bring the record's identifiers and mentions in step."""
        for table, after, former in (
            ("identifier", now.ids, before.ids if before else frozenset[Id]()),
            ("mention", names(now), names(before) if before else frozenset[Id]()),
        ):
            self._connection.executemany(
                f"DELETE FROM {table} WHERE scheme = ? AND value = ? AND record = ?",  # noqa: S608 - our own names
                [(*identifier, record) for identifier in former - after],
            )
            self._connection.executemany(
                f"INSERT INTO {table} (scheme, value, record) VALUES (?, ?, ?)",  # noqa: S608 - our own names
                [(*identifier, record) for identifier in after - former],
            )

    def _index_keys(self, record: int, now: bytes, before: bytes) -> None:
        """Bring the record's block keys in step."""
        after, former = set(unpack(now)), set(unpack(before))
        self._connection.executemany(
            "DELETE FROM block WHERE key = ? AND record = ?", [(key, record) for key in former - after]
        )
        self._connection.executemany(
            "INSERT INTO block (key, record) VALUES (?, ?)", [(key, record) for key in after - former]
        )
        if before != now and before:
            self._connection.execute("UPDATE record SET keys = ? WHERE id = ?", (now, record))


def _row_id(row: int | None) -> int:
    if row is None:  # pragma: no cover - sqlite3 types it so
        raise TypeError
    return row
