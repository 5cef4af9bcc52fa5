"""The outbox: frozen bytes, a row a recipient, and what became of each.

    pending --claim--> sending --accepted--> sent
       ^                  |
       |                  |--surely refused--> pending, not before some time | failed
       |                  `--unsure, or we died--> uncertain --found there--> sent
       |                                               |
       `--surely not there, or a person says so--------+--> held (a person decides)

A claim is committed before the first byte leaves, and nothing is rendered twice.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from watcher.errors import StoreError
from watcher.model import Message, Receipt
from watcher.store.answers import Delivery, DeliveryEvent
from watcher.store.freezing import Freezing
from watcher.store.lock import deliver_lock
from watcher.store.rows import encode, moment, read_moment

_MESSAGE = ("channel", "recipient", "key", "body", "media_type", "part", "parent", "subject")
_DELIVERY = """
    SELECT delivery.channel, delivery.recipient, delivery.key, delivery.body, delivery.media_type, delivery.part,
        delivery.parent, delivery.subject, delivery.state, delivery.attempt, delivery.not_before,
        delivery.changed, delivery.reference, delivery.error, digest.name, digest.key
    FROM delivery LEFT JOIN digest ON digest.id = delivery.digest
"""


class Outbox(Freezing):
    """The messages that wait, and what became of those that were sent."""

    def due(self, now: datetime) -> tuple[Delivery, ...]:
        """Return what can be sent now, in order; a part waits until the one that it answers was sent."""
        rows = self._connection.execute(
            f"""
            {_DELIVERY}
            WHERE delivery.state = 'pending' AND delivery.not_before <= ?
                AND (delivery.parent = ''
                    OR EXISTS (SELECT 1 FROM delivery AS first WHERE first.key = delivery.parent AND first.state = 'sent'))
            ORDER BY delivery.digest, delivery.channel, delivery.recipient, delivery.part
            """,  # noqa: S608 - our own text
            (moment(now),),
        )
        return tuple(_delivery(row) for row in rows)

    def claim(self, key: str, now: datetime) -> Message | None:
        """Take the right to send this message, committed before it returns; None where it is not pending.

        Raise ``StoreError`` where its bytes are not those that were frozen.
        """
        if self._connection.in_transaction:
            raise StoreError(f"message {key} is claimed inside another step: nothing would stand before it leaves")
        with self.writing():
            delivery = next(iter(self.deliveries("pending", message=key)), None)
            if delivery is None:
                return None
            self._check_frozen(delivery.message)
            self._connection.execute("UPDATE delivery SET attempt = attempt + 1 WHERE key = ?", (key,))
            self._step(key, "sending", now, ("pending",), f"attempt {delivery.attempt + 1}")
        return delivery.message

    def mark_sent(self, receipt: Receipt) -> None:
        """Note that the channel has the message."""
        self._step(receipt.key, "sent", receipt.at, ("sending", "uncertain", "held"), reference=receipt.reference)

    def mark_pending(self, key: str, now: datetime, *, not_before: datetime, error: str) -> None:
        """Note that the message surely was not accepted and is to be tried again, not before some time."""
        with self.writing():
            self._connection.execute("UPDATE delivery SET not_before = ? WHERE key = ?", (moment(not_before), key))
            self._step(key, "pending", now, ("sending", "uncertain"), error)

    def mark_uncertain(self, key: str, now: datetime, *, error: str) -> None:
        """Note that the message may have been accepted: look before it is sent again."""
        self._step(key, "uncertain", now, ("sending",), error)

    def mark_held(self, key: str, now: datetime, *, error: str) -> None:
        """Note that a person has to decide: it cannot be known whether the message was accepted."""
        self._step(key, "held", now, ("sending", "uncertain", "pending"), error)

    def mark_failed(self, key: str, now: datetime, *, error: str) -> None:
        """Note that the message was refused for good."""
        self._step(key, "failed", now, ("sending", "uncertain", "pending"), error)

    def release(self, key: str, now: datetime, *, because: str) -> None:
        """Send a held, failed or uncertain message again: a person, or a look at the channel, says it is not there."""
        with self.writing():
            self._connection.execute("UPDATE delivery SET not_before = ? WHERE key = ?", (moment(now), key))
            self._step(key, "pending", now, ("held", "failed", "uncertain"), because)

    def recover(self, now: datetime) -> tuple[Delivery, ...]:
        """Turn what a dead process was sending into uncertain; return all that is uncertain.

        Call it at the start, with the right to deliver (``delivering``).
        """
        with self.writing():
            for delivery in self.deliveries("sending"):
                self._step(
                    delivery.message.key, "uncertain", now, ("sending",), "the process ended while it was sending"
                )
            return self.deliveries("uncertain")

    def deliveries(
        self, *states: str, name: str | None = None, period: str | None = None, message: str | None = None
    ) -> tuple[Delivery, ...]:
        """Return deliveries in these states (in any where none is given), oldest first.

        Those of the digests of one name, of one period, or the one message of a key, where they are given.
        """
        rows = self._connection.execute(
            f"""
            {_DELIVERY}
            WHERE (:states = '[]' OR delivery.state IN (SELECT value FROM json_each(:states)))
                AND (:name IS NULL OR digest.name = :name)
                AND (:period IS NULL OR digest.key = :period)
                AND (:message IS NULL OR delivery.key = :message)
            ORDER BY delivery.id
            """,  # noqa: S608 - our own text
            {"states": encode(states), "name": name, "period": period, "message": message},
        )
        return tuple(_delivery(row) for row in rows)

    def receipt(self, key: str) -> Receipt | None:
        """Return the proof that the message was sent, for those that answer it; None where it was not."""
        row = self._connection.execute(
            "SELECT reference, changed FROM delivery WHERE key = ? AND state = 'sent'", (key,)
        ).fetchone()
        return Receipt(key=key, reference=row[0], at=read_moment(row[1])) if row else None

    def events(self, key: str) -> tuple[DeliveryEvent, ...]:
        """Return every step of a message, oldest first."""
        rows = self._connection.execute(
            """
            SELECT event.at, event.origin, event.state, event.detail
            FROM delivery_event AS event JOIN delivery ON delivery.id = event.delivery
            WHERE delivery.key = ?
            ORDER BY event.id
            """,
            (key,),
        )
        return tuple(
            DeliveryEvent(at=read_moment(at), origin=origin, state=state, detail=detail)
            for at, origin, state, detail in rows
        )

    @contextmanager
    def delivering(self) -> Iterator[bool]:
        """Hold the one right to deliver from this database for the length of the block.

        Gives False where another process has it. It is a lock of the system's, not a lease: it ends with
        the process, and a process that was asleep still has it.
        """
        with deliver_lock(self.path) as mine:
            yield mine

    def _step(  # noqa: PLR0913 - a step is all of it
        self, key: str, state: str, at: datetime, origins: tuple[str, ...], detail: str = "", *, reference: str = ""
    ) -> None:
        """Bring a message from one of ``origins`` into a state and write the step down."""
        with self.writing():
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


def _delivery(row: tuple[Any, ...]) -> Delivery:
    state, attempt, not_before, changed, reference, error, digest, period = row[len(_MESSAGE) :]
    return Delivery(
        message=Message(**dict(zip(_MESSAGE, row, strict=False))),
        state=state,
        attempt=attempt,
        not_before=read_moment(not_before),
        changed=read_moment(changed),
        reference=reference,
        error=error,
        digest=digest or "",
        period=period or "",
    )
