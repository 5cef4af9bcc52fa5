"""Digests as they were made: frozen once, with what they told and the messages that carry them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from watcher.model import Digest, Dossier, Message
from watcher.store.answers import Frozen
from watcher.store.database import Database
from watcher.store.dossiers import is_notice
from watcher.store.rows import decode, encode, moment, read_moment


class Freezing(Database):
    """Making digests, each once, and reading them back."""

    def freeze(
        self,
        digest: Digest,
        messages: Sequence[Message],
        dossiers: Sequence[Dossier],
        *,
        name: str,
        now: datetime,
    ) -> bool:
        """Keep a digest, its messages and what it told in one step; False where it was made before.

        A digest is made once for its name and period (``digest.key``). ``dossiers`` are all that it was
        built from, shown or folded.
        """
        with self.writing():
            row = self._insert_digest(digest, name, moment(now))
            if row is None:
                return False
            for dossier in dossiers:
                self._tell(dossier, name, row, moment(now))
            for message in messages:
                self._insert_message(message, row, moment(now))
        return True

    def post(self, messages: Sequence[Message], *, now: datetime) -> int:
        """Put messages that belong to no digest (alerts) into the outbox; return how many were not there yet."""
        with self.writing():
            return sum(self._insert_message(message, None, moment(now)) for message in messages)

    def digest(self, name: str, key: str) -> Digest | None:
        """Return the digest as it was frozen; None where it was never made."""
        row = self._connection.execute("SELECT body FROM digest WHERE name = ? AND key = ?", (name, key)).fetchone()
        return decode(row[0], Digest) if row else None

    def digests(self, name: str | None = None) -> tuple[Frozen, ...]:
        """Return the digests that were made, newest first."""
        rows = self._connection.execute(
            """
            SELECT name, key, topic, since, until, frozen
            FROM digest
            WHERE ? IS NULL OR name = ?
            ORDER BY until DESC, id DESC
            """,
            (name, name),
        )
        return tuple(frozen(*row) for row in rows)

    def _insert_digest(self, digest: Digest, name: str, now: str) -> int | None:
        row = self._connection.execute(
            """
            INSERT INTO digest (name, key, topic, since, until, frozen, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name, key) DO NOTHING
            RETURNING id
            """,
            (name, digest.key, digest.topic, moment(digest.since), moment(digest.until), now, encode(digest)),
        ).fetchone()
        return int(row[0]) if row else None

    def _tell(self, dossier: Dossier, name: str, digest: int, now: str) -> None:
        notices = {link.kind for link, _, _ in dossier.links if is_notice(link, dossier.item)}
        for record in dossier.item.records:
            self._connection.execute(
                """
                INSERT INTO told (record, name, digest, revision, rank, notices, because, at)
                SELECT id, ?, ?, ?, ?, ?, '', ? FROM record WHERE source = ? AND source_id = ?
                """,
                (name, digest, dossier.revision, dossier.score.tier.rank, len(notices), now, *record.key),
            )

    def _insert_message(self, message: Message, digest: int | None, now: str) -> int:
        row = self._connection.execute(
            """
            INSERT INTO delivery
                (digest, channel, recipient, part, key, parent, subject, media_type, body, sha256,
                 state, not_before, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)
            ON CONFLICT (key) DO NOTHING
            RETURNING id
            """,
            (
                digest,
                message.channel,
                message.recipient,
                message.part,
                message.key,
                message.parent,
                message.subject,
                message.media_type,
                message.body,
                hashlib.sha256(message.body).digest(),
                now,
                now,
            ),
        ).fetchone()
        if row is not None:
            self._note(int(row[0]), now, "", "pending", "")
        return int(row is not None)

    def _note(self, delivery: int, at: str, origin: str, state: str, detail: str) -> None:
        self._connection.execute(
            "INSERT INTO delivery_event (delivery, at, origin, state, detail) VALUES (?, ?, ?, ?, ?)",
            (delivery, at, origin, state, detail),
        )


def frozen(name: str, key: str, topic: str, since: str, until: str, at: str) -> Frozen:  # noqa: PLR0913, PLR0917 - a column each
    """Return a row of the table of digests."""
    return Frozen(
        name=name,
        key=key,
        topic=topic,
        since=read_moment(since),
        until=read_moment(until),
        frozen=read_moment(at),
    )
