"""The outbox: frozen bytes, a row a recipient, and what became of each.

    pending --claim--> sending --accepted--> sent
       ^                  |
       |                  |--surely refused--> pending | failed: a person mends the cause; each again after some time
       |                  `--unsure, or we died--> uncertain --found there--> sent
       |                                               |
       `--surely not there, or a person says so--------+--> held (a person decides)

What a person dropped is held for good. A claim is committed before the first byte leaves. A message keeps its key for ever and its bytes while it may have been
accepted: only what surely was not sent is worded anew, to say that it is late.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from watcher.errors import StoreError
from watcher.model import Message, Receipt
from watcher.store.answers import Delivery
from watcher.store.connection import MEMORY, Connection, writing
from watcher.store.rows import NEVER, attempt, encode, insert, insert_missing, moment, read_moment, row

MENDABLE = timedelta(days=182)  # so long after its digest was made a refused message is tried again by itself
_MESSAGE = ("channel", "recipient", "key", "body", "media_type", "part", "parent", "subject")
_UNSENT = ("pending", "uncertain", "held", "failed")
_DELIVERY = """
    SELECT delivery.channel, delivery.recipient, delivery.key, delivery.body, delivery.media_type, delivery.part,
        delivery.parent, delivery.subject, iif(delivery.dropped = '', delivery.state, 'dropped') AS shown, delivery.attempt, delivery.not_before,
        delivery.changed, delivery.reference, delivery.error, digest.name, digest.key
    FROM delivery LEFT JOIN digest ON digest.id = delivery.digest
"""


class Outbox:
    """The messages that wait, and what became of those that were sent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def post(
        self,
        messages: Sequence[Message],
        *,
        now: datetime,
        digest: int | None = None,
        not_before: datetime | None = None,
    ) -> int:
        """Put messages into the outbox, alerts where they belong to no digest; return how many were not there yet.

        They wait until ``not_before``; None lets them go now.
        """
        with writing(self._connection):
            begin = moment(not_before or now)
            return sum(self._insert(message, digest, moment(now), begin) for message in messages)

    def due(self, now: datetime) -> tuple[Delivery, ...]:
        """Return what can be sent now, in order; a part waits until the one that it answers was sent.

        What was refused is among it for half a year after its digest was made; later a person releases it.
        """
        rows = self._connection.execute(
            f"""
            {_DELIVERY}
            WHERE (delivery.not_before <= :now OR delivery.not_before NOT GLOB '????-??-??T*')
                AND delivery.dropped = '' AND (delivery.state = 'pending'
                    OR (delivery.state = 'failed' AND coalesce(digest.frozen, delivery.changed) > :mendable))
                AND (delivery.parent = ''
                    OR EXISTS (SELECT 1 FROM delivery AS first WHERE first.key = delivery.parent AND first.state = 'sent'))
            ORDER BY delivery.digest, delivery.channel, delivery.recipient, delivery.part
            """,  # noqa: S608 - our own text
            {"now": moment(now), "mendable": moment(now - MENDABLE)},
        )
        return _deliveries(rows.fetchall())

    def claim(self, key: str, now: datetime) -> Message | None:
        """Take the right to send this message, committed before it returns; None where it does not wait.

        Raise ``StoreError`` where its bytes are not those that were frozen.
        """
        if self._connection.in_transaction:
            raise StoreError(f"message {key} is claimed inside another step: nothing would stand before it leaves")
        with writing(self._connection):
            delivery = next(iter(self.deliveries("pending", "failed", message=key)), None)
            if delivery is None:
                return None
            self._check_frozen(delivery.message)
            self._connection.execute("UPDATE delivery SET attempt = attempt + 1 WHERE key = ?", (key,))
            self._step(key, "sending", now, ("pending", "failed"), f"attempt {delivery.attempt + 1}")
        return delivery.message

    def mark_sent(self, receipt: Receipt) -> None:
        """Note that the channel has the message."""
        self._step(receipt.key, "sent", receipt.at, ("sending", "uncertain", "held"), reference=receipt.reference)

    def confirm(self, key: str, now: datetime, *, because: str) -> None:
        """Note that a person saw the message where it was to go, whatever we knew of it."""
        self._step(key, "sent", now, _UNSENT, reference=because)

    def mark_pending(self, key: str, now: datetime, *, not_before: datetime, error: str) -> None:
        """Note that the message surely was not accepted and is to be tried again, not before some time."""
        with writing(self._connection):
            self._connection.execute("UPDATE delivery SET not_before = ? WHERE key = ?", (moment(not_before), key))
            self._step(key, "pending", now, ("sending", "uncertain"), error)

    def mark_uncertain(self, key: str, now: datetime, *, error: str) -> None:
        """Note that the message may have been accepted: look before it is sent again."""
        self._step(key, "uncertain", now, ("sending",), error)

    def mark_held(self, key: str, now: datetime, *, error: str) -> None:
        """Note that a person has to decide: it cannot be known whether the message was accepted."""
        self._step(key, "held", now, ("sending", "uncertain", "pending", "failed"), error)

    def mark_failed(self, key: str, now: datetime, *, error: str, not_before: datetime | None = None) -> None:
        """Note that the message was refused for a cause that a person has to mend; it is tried again from some time on."""
        with writing(self._connection):
            at = moment(not_before or now)
            self._connection.execute("UPDATE delivery SET not_before = ? WHERE key = ?", (at, key))
            self._step(key, "failed", now, ("sending", "uncertain", "pending"), error)

    def reword(self, message: Message, now: datetime) -> None:
        """Put other bytes in the place of a message that waits and surely was not sent."""
        with writing(self._connection):
            changed = self._connection.execute(
                """
                UPDATE delivery
                SET body = :body, sha256 = :sha256, subject = :subject
                WHERE key = :key AND state IN ('pending', 'failed')
                RETURNING id, state
                """,
                {**row(message, "body", "subject", "key"), "sha256": hashlib.sha256(message.body).digest()},
            ).fetchone()
            if changed is None:
                raise StoreError(f"message {message.key} does not wait; it cannot be worded anew")
            self._note(changed[0], moment(now), changed[1], changed[1], "worded anew: it is late")

    def release(self, key: str, now: datetime, *, because: str) -> None:
        """Send a message now: a person, or a look at the channel, says that it is not there."""
        with writing(self._connection):
            self._connection.execute("UPDATE delivery SET not_before = ? WHERE key = ?", (moment(now), key))
            self._step(key, "pending", now, _UNSENT, because)

    def drop(self, key: str, now: datetime, *, because: str) -> None:
        """Never send a message, nor those that answer it: a person says so."""
        with writing(self._connection):
            for delivery in self.deliveries(*_UNSENT):
                if key in (delivery.message.key, delivery.message.parent):
                    self._step(delivery.message.key, "held", now, _UNSENT, because)
                    self._connection.execute(
                        "UPDATE delivery SET dropped = ? WHERE key = ?", (because, delivery.message.key)
                    )

    def recover(self, now: datetime) -> tuple[Delivery, ...]:
        """Turn what a dead process was sending into uncertain; return all that is uncertain.

        Call it at the start, with the right to deliver (``delivering``).
        """
        with writing(self._connection):
            for delivery in self.deliveries("sending"):
                self._step(
                    delivery.message.key, "uncertain", now, ("sending",), "the process ended while it was sending"
                )
            return self.deliveries("uncertain")

    def deliveries(
        self,
        *states: str,
        name: str | None = None,
        period: str | None = None,
        message: str | None = None,
        channel: str | None = None,
    ) -> tuple[Delivery, ...]:
        """Return deliveries in these states (in any where none is given), oldest first.

        Those of the digests of one name, of one period, of one channel, or the one message of a key, where they are given.
        """
        # Only what is asked for is a condition: the one message of a key is found by the index, among however many.
        asked = {
            "delivery.key = ?": message,
            "delivery.channel = ?": channel,
            "digest.name = ?": name,
            "digest.key = ?": period,
            "shown IN (SELECT value FROM json_each(?))": encode(states) if states else None,
        }
        given = {condition: value for condition, value in asked.items() if value is not None}
        rows = self._connection.execute(
            f"{_DELIVERY} WHERE {' AND '.join(['TRUE', *given])} ORDER BY delivery.id",
            tuple(given.values()),
        )
        return _deliveries(rows.fetchall())

    def recipients(self) -> tuple[tuple[str, str], ...]:
        """Return everybody whom a message of a digest was made for: the digest's name and the recipient, each pair once."""
        rows = self._connection.execute(
            """
            SELECT DISTINCT digest.name, delivery.recipient
            FROM delivery JOIN digest ON digest.id = delivery.digest
            ORDER BY digest.name, delivery.recipient
            """
        )
        return tuple(rows.fetchall())

    def receipt(self, key: str) -> Receipt | None:
        """Return the proof that the message was sent, for those that answer it; None where it was not."""
        row = self._connection.execute(
            "SELECT reference, changed FROM delivery WHERE key = ? AND state = 'sent'", (key,)
        ).fetchone()
        return Receipt(key=key, reference=row[0], at=read_moment(row[1])) if row else None

    @contextmanager
    def delivering(self) -> Iterator[bool]:
        """Hold the one right to deliver from this database for the length of the block.

        Gives False where another process has it. It is a lock of the system's, not a lease: it ends with
        the process, and a process that was asleep still has it. A database in memory has no other process.
        """
        if self._connection.path == MEMORY:
            yield True
            return
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only who delivers needs it

        lock = FileLock(f"{self._connection.path}.deliver.lock", mode=0o600)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        except OSError as error:
            raise StoreError(
                f"cannot lock {lock.lock_file}: {error.strerror}; check that its folder can be written"
            ) from error
        try:
            yield True
        finally:
            lock.release()

    def _insert(self, message: Message, digest: int | None, now: str, not_before: str) -> bool:
        delivery = insert_missing(
            self._connection,
            "delivery",
            ("key",),
            digest=digest,
            **row(message),
            sha256=hashlib.sha256(message.body).digest(),
            state="pending",
            not_before=not_before,
            changed=now,
        )
        if delivery is not None:
            self._note(delivery, now, "", "pending", "")
        return delivery is not None

    def _note(self, delivery: int, at: str, origin: str, state: str, detail: str) -> None:
        insert(self._connection, "delivery_event", delivery=delivery, at=at, origin=origin, state=state, detail=detail)

    def _step(  # noqa: PLR0913 - a step is all of it
        self, key: str, state: str, at: datetime, origins: tuple[str, ...], detail: str = "", *, reference: str = ""
    ) -> None:
        """Bring a message from one of ``origins`` into a state and write the step down."""
        with writing(self._connection):
            row = self._connection.execute("SELECT id, state FROM delivery WHERE key = ?", (key,)).fetchone()
            if row is None or row[1] not in origins:
                raise StoreError(f"message {key} is {row[1] if row else 'unknown'}; it cannot become {state}")
            self._connection.execute(
                "UPDATE delivery SET state = ?, changed = ?, error = ?, reference = ? WHERE id = ?",
                (state, moment(at), detail if state != "sending" else "", reference, row[0]),
            )
            self._note(row[0], moment(at), row[1], state, detail or reference)

    def _check_frozen(self, message: Message) -> None:
        row = self._connection.execute("SELECT sha256 FROM delivery WHERE key = ?", (message.key,)).fetchone()
        if row[0] != hashlib.sha256(message.body).digest():
            raise StoreError(f"message {message.key} is not as it was frozen; restore the last backup")


def _deliveries(rows: Sequence[tuple[Any, ...]]) -> tuple[Delivery, ...]:
    found = (attempt(_delivery, row, "a message") for row in rows)
    return tuple(delivery for delivery in found if delivery)


def _delivery(row: tuple[Any, ...]) -> Delivery:
    state, tried, not_before, changed, reference, error, digest, period = row[len(_MESSAGE) :]
    return Delivery(
        message=Message(**dict(zip(_MESSAGE, row, strict=False))),
        state=state,
        attempt=tried,
        not_before=attempt(read_moment, not_before, "a time of a message") or NEVER,
        changed=attempt(read_moment, changed, "a time of a message") or NEVER,
        reference=reference,
        error=error,
        digest=digest or "",
        period=period or "",
    )
