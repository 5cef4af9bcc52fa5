"""The rows of a record: its versions and their page, changes, links, score, identifiers and keys."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from watcher.model import Change, Figure, Id, Link, New, Page, Record, Score, Verdict
from watcher.store.connection import Connection
from watcher.store.decisions import MACHINE
from watcher.store.items import mentions_of, names_of
from watcher.store.rows import content, encode, insert, moment, read_moment, row, unpack, upsert

# A seventh larger than at zlib's default for less than half of its time, which is the time of all else that saving does.
_COMPRESSION = 3
_FIGURE = tuple(
    "outcome severity measure value low high level unit p n total arm comparator milestone sentence".split()
)  # of its columns, those that are fields of the model
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
    figures: Sequence[Figure] = ()
    beside: Sequence[tuple[str, Score]] = ()


class Saving:
    """What saving a record is made of, table by table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last_page: tuple[Page, bytes] | None = None

    def record(self, finding: Finding, item: int, *, joined: bool) -> int:
        """Make the row of a new record; its version follows in the same step."""
        verdict = finding.verdict
        return insert(
            self._connection,
            "record",
            source=finding.record.source,
            source_id=finding.record.source_id,
            item=item,
            first_seen=finding.now,
            verdict="same" if joined else "new" if isinstance(verdict, New) else "perhaps",
            because=verdict.because,
            score=1.0 if isinstance(verdict, New) else verdict.score,
            decided_by=MACHINE,
            decided_at=finding.now,
            keys=finding.keys,
        )

    def findings(self, record: int, finding: Finding) -> None:
        """Keep the version of a record, with its page, changes and links."""
        payload = None if finding.page is None else self.page(finding.record.source, finding.page)
        said, body = content(finding.record), encode(finding.record)
        version = self.version(record, finding.now, finding.fingerprint, said, body, payload)
        self.changes(record, version, finding.changes)
        self.links(record, version, finding.links)

    def version(  # noqa: PLR0913, PLR0917 - a column each
        self, record: int, seen: str, fingerprint: str, said: bytes, body: str, payload: int | None = None
    ) -> int:
        """Make this the record's latest version; return its id."""
        version = insert(
            self._connection,
            "version",
            record=record,
            seen=seen,
            fingerprint=fingerprint,
            content=said,
            payload=payload,
            body=body,
        )
        withdrawn = seen if fingerprint == WITHDRAWN else None
        self._connection.execute(
            "UPDATE record SET version = ?, withdrawn = ? WHERE id = ?", (version, withdrawn, record)
        )
        return version

    def page(self, source: str, page: Page) -> int:
        """Keep a page of the source's, compressed, once; return its id."""
        digest = self._digest(page)
        found = self._connection.execute(
            "SELECT id FROM payload WHERE digest = ? AND url = ? AND source = ?", (digest, page.url, source)
        ).fetchone()
        if found:
            return int(found[0])
        return insert(
            self._connection,
            "payload",
            source=source,
            url=page.url,
            media_type=page.media_type,
            retrieved=moment(page.retrieved),
            digest=digest,
            body=zlib.compress(page.body, _COMPRESSION),
        )

    def changes(self, record: int, version: int, changes: Sequence[Change]) -> None:
        """Keep what the version changed."""
        for change in changes:
            insert(self._connection, "change", version=version, record=record, **row(change))

    def scores(self, record: int, finding: Finding) -> bool:
        """Keep the scores of every topic where they differ from those that stand; return whether any does."""
        kept = [self._score(record, topic, score) for topic, score in ((finding.topic, finding.score), *finding.beside)]
        return any(kept)

    def _score(self, record: int, topic: str, score: Score | None) -> bool:
        if score is None:
            return False
        body = encode(score)
        found = self._connection.execute(
            "SELECT body FROM score WHERE record = ? AND topic = ?", (record, topic)
        ).fetchone()
        if found and found[0] == body:
            return False
        multiples = [regimen.multiple_of_label for regimen in score.regimens if regimen.multiple_of_label is not None]
        upsert(
            self._connection,
            "score",
            ("record", "topic"),
            record=record,
            topic=topic,
            rank=score.tier.rank,
            tier=score.tier.value,
            value=score.value,
            intensity=max(multiples, default=None),
            tags=json.dumps(score.tags),
            trials=json.dumps(score.trials),
            profile=score.profile,
            body=body,
        )
        return True

    def figures(self, record: int, figures: Sequence[Figure]) -> None:
        """Make these the figures that the record reports."""
        self._connection.execute("DELETE FROM figure WHERE record = ?", (record,))
        for number, figure in enumerate(figures):
            insert(
                self._connection,
                "figure",
                record=record,
                number=number,
                **{name: getattr(figure, name) for name in _FIGURE},
            )

    def names(self, record: int, now: Record, before: Record | None) -> None:
        """Bring the record's identifiers and mentions in step; ``before`` is None for a new one."""
        for table, after, former in (
            ("identifier", names_of(now), names_of(before) if before else frozenset[Id]()),
            ("mention", mentions_of(now), mentions_of(before) if before else frozenset[Id]()),
        ):
            self._connection.executemany(
                f"DELETE FROM {table} WHERE scheme = ? AND value = ? AND record = ?",  # noqa: S608 - our own names
                [(*identifier, record) for identifier in former - after],
            )
            self._connection.executemany(
                f"INSERT OR IGNORE INTO {table} (scheme, value, record) VALUES (?, ?, ?)",  # noqa: S608 - our own names
                [(*identifier, record) for identifier in after - former],
            )

    def keys(self, record: int, now: bytes, before: bytes | None) -> None:
        """Bring the record's block keys in step; ``before`` is None for a new one, whose row has them."""
        after, former = set(unpack(now)), set(unpack(before or b""))
        self._connection.executemany(
            "DELETE FROM block WHERE key = ? AND record = ?", [(key, record) for key in former - after]
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO block (key, record) VALUES (?, ?)", [(key, record) for key in after - former]
        )
        if before is not None and before != now:
            self._connection.execute("UPDATE record SET keys = ? WHERE id = ?", (now, record))

    def _digest(self, page: Page) -> bytes:
        # All records of a page come one after the other, and a page can be megabytes.
        if self._last_page is None or self._last_page[0] is not page:
            self._last_page = page, hashlib.blake2b(page.body, digest_size=16).digest()
        return self._last_page[1]

    def links(self, record: int, version: int, links: Sequence[Link], objects: AbstractSet[Id] | None = None) -> None:
        """Make the record's links these; one that stands already keeps the version that brought it, what a person said all.

        Of ``objects``, only the links to those are looked at.
        """
        rows = self._connection.execute(
            "SELECT kind, scheme, value, inverse, decision IS NOT NULL FROM link WHERE record = ?", (record,)
        ).fetchall()
        settled = {tuple(key) for *key, decided in rows if decided}
        before = {tuple(key) for *key, _ in rows if objects is None or Id(key[1], key[2]) in objects} - settled
        asked = (link for link in links if objects is None or link.object in objects)
        found = {(link.kind.value, *link.object, int(link.inverse)): link for link in asked}
        after = {key: link for key, link in found.items() if key not in settled}
        for kind, scheme, value, inverse in before - after.keys():
            self._connection.execute(
                "DELETE FROM link WHERE record = ? AND kind = ? AND scheme = ? AND value = ? AND inverse = ?",
                (record, kind, scheme, value, inverse),
            )
        for link in after.values():
            scheme, value = link.object
            upsert(
                self._connection,
                "link",
                ("record", "kind", "scheme", "value", "inverse"),
                ("version",),
                record=record,
                version=version,
                scheme=scheme,
                value=value,
                **row(link, "kind", "because", "confidence", "inverse", "relation"),
            )


def read_page(columns: tuple[Any, ...]) -> Page:
    """Return the page of a row: url, body, retrieved, media_type."""
    url, body, retrieved, media_type = columns
    return Page(url=url, body=zlib.decompress(body), retrieved=read_moment(retrieved), media_type=media_type)
