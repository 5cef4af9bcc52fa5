"""The outbox: frozen bytes, a row a recipient, and what became of each.

    pending --claim--> sending --ok--> sent
       ^                  |  `--refused--> pending (not before) | failed
       |                  `--unsure, or we died--> uncertain --found--> sent
       `--surely not there, or a person says so-- uncertain | held

A claim is committed before the first byte leaves; nothing is rendered twice.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from watcher.model import Digest, Dossier, Message, Receipt
from watcher.store.answers import Delivery, DeliveryEvent, Frozen
from watcher.store.database import Database


class Outbox(Database):
    """Digests that were made and the messages that carry them."""

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
        raise NotImplementedError

    def post(self, messages: Sequence[Message], *, now: datetime) -> int:
        """Put messages that belong to no digest (alerts) into the outbox; return how many were not there yet."""
        raise NotImplementedError

    def digest(self, name: str, key: str) -> Digest | None:
        """Return the digest as it was frozen; None where it was never made."""
        raise NotImplementedError

    def digests(self, name: str | None = None) -> tuple[Frozen, ...]:
        """Return the digests that were made, newest first."""
        raise NotImplementedError

    def due(self, now: datetime) -> tuple[Delivery, ...]:
        """Return what can be sent now, in order; a part waits until its parent was sent."""
        raise NotImplementedError

    def claim(self, key: str, now: datetime) -> Message | None:
        """Take the right to send this message, committed before it returns; None where another has it.

        Raise ``StoreError`` where its bytes are not those that were frozen.
        """
        raise NotImplementedError

    def mark_sent(self, receipt: Receipt) -> None:
        """Note that the channel has the message."""
        raise NotImplementedError

    def mark_pending(self, key: str, now: datetime, *, not_before: datetime, error: str) -> None:
        """Note that the message surely was not accepted and is to be tried again."""
        raise NotImplementedError

    def mark_uncertain(self, key: str, now: datetime, *, error: str) -> None:
        """Note that the message may have been accepted: look before it is sent again."""
        raise NotImplementedError

    def mark_held(self, key: str, now: datetime, *, error: str) -> None:
        """Note that a person has to decide: it cannot be known whether the message was accepted."""
        raise NotImplementedError

    def mark_failed(self, key: str, now: datetime, *, error: str) -> None:
        """Note that the message was refused for good."""
        raise NotImplementedError

    def release(self, key: str, now: datetime, *, because: str) -> None:
        """Send a held, failed or uncertain message again, because a person (or a look-up) says that it is not there."""
        raise NotImplementedError

    def recover(self, now: datetime) -> tuple[Delivery, ...]:
        """Turn what a dead process was sending into uncertain; return those. Call it once at start, under the lock."""
        raise NotImplementedError

    def deliveries(self, *states: str, name: str | None = None, key: str | None = None) -> tuple[Delivery, ...]:
        """Return deliveries in these states (all where none is given), of one digest where it is named."""
        raise NotImplementedError

    def receipt(self, key: str) -> Receipt | None:
        """Return the proof that the message was sent, for the messages that answer it; None where it was not."""
        raise NotImplementedError

    def events(self, key: str) -> tuple[DeliveryEvent, ...]:
        """Return every step of a message, oldest first."""
        raise NotImplementedError

    @contextmanager
    def delivering(self) -> Iterator[bool]:
        """Hold the one right to deliver from this database for the length of the block.

        Gives False where another process has it. A lock of the system's, not a lease: it ends with
        the process, and a process that was asleep still has it.
        """
        raise NotImplementedError
        yield False
