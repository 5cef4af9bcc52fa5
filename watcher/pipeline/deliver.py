"""Freeze a digest, and hand it over, once.

The digest, its messages and what they told are kept in one transaction before anything is sent; a
message is claimed before its first byte leaves. What may have been accepted is looked for before it
is sent again, and held for a person where nobody can be asked. What was refused is tried again, and says
that it is late. A fault in one channel or message never stops another.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from digests import Channel
from digests.border import UNMADE, unmade
from digests.labels import speaking
from watcher.errors import ConfigError, DamagedError, DeliveryError, StoreError
from watcher.model import Digest, Message, Receipt
from watcher.pipeline.compose import Composed
from watcher.store.answers import Delivery
from watcher.store.store import Store

# Long enough for a message that a dead process left in the network's buffers to arrive and be listed:
# a look-up at once found 59 of 999 too late, one after a settling time none.
SETTLE = timedelta(minutes=5)
RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=6)
# What a person has to mend is tried so often meanwhile: a bot that was not invited, a sender that is not known.
MENDED = timedelta(hours=1)
# A message that was refused, and goes out so long after its digest was made, says that it is late.
LATE = timedelta(hours=1)
T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of one message: ``state`` as in the outbox, ``detail`` the channel's reference or error."""

    channel: str
    recipient: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who is written to: ``tailor`` gives a channel as it writes for the digest of a name, ``barred`` why a message must not be sent, or ""."""

    tailor: Callable[[str, Channel], Channel] = lambda _, channel: channel
    barred: Callable[[Message, str], str] = lambda *_: ""
    # The messages of a digest as they say that they are late, by channel and digest.
    late: dict[tuple[str, str, str], Mapping[str, Message]] = field(default_factory=dict)

    def messages(self, channels: Iterable[Channel], digest: Digest, name: str) -> list[Message]:
        """Return the messages of a digest for those who are written to."""
        made = (message for channel in channels for message in rendered(self.tailor(name, channel), digest))
        return [message for message in made if not self.barred(message, name)]


def deliver(  # noqa: PLR0913, PLR0917 - what is delivered, to whom, and when
    store: Store,
    name: str,
    composed: Composed,
    channels: Sequence[Channel],
    now: datetime,
    readers: Readers | None = None,
) -> bool:
    """Freeze a digest with its messages, ready to be sent; False where it was made before."""
    to = () if composed.skipped else channels
    messages = (readers or Readers()).messages(to, composed.digest, name)
    return store.digests.freeze(composed.digest, messages, composed.dossiers, name=name, now=now)


def rendered(channel: Channel, digest: Digest) -> tuple[Message, ...]:
    """Return the channel's messages; where it cannot make them, one that stands for them until it can."""
    try:
        return _spoken(channel, digest)
    except ConfigError as error:
        told = {"channel": channel.name, "digest": digest.key}
        log.error("channel %s cannot make its messages of %s yet: %s", channel.name, digest.key, error, extra=told)  # noqa: TRY400
        return (unmade(channel.name, "", digest),)
    except Exception:
        told = {"channel": channel.name, "digest": digest.key}
        log.exception("channel %s cannot make its messages of %s", channel.name, digest.key, extra=told)
        return (unmade(channel.name, "", digest),)


def send_due(
    store: Store, channels: Mapping[str, Channel], clock: Callable[[], datetime], readers: Readers | None = None
) -> tuple[Sent, ...]:
    """Send what waits in the outbox and settle what is uncertain; return what became of each message.

    What waits for somebody who must not be written to any more is dropped. One deliverer at a time: the caller holds the right to deliver (``store.outbox.delivering``).
    """
    with ExitStack() as stack:
        for channel in channels.values():
            if batch := getattr(channel, "batch", None):
                stack.enter_context(batch())
        return _all_sent(store, channels, clock, readers or Readers())


def _all_sent(
    store: Store, channels: Mapping[str, Channel], clock: Callable[[], datetime], to: Readers
) -> tuple[Sent, ...]:
    store.outbox.recover(clock())
    settled = [_settle(store, channels, delivery, clock()) for delivery in store.outbox.deliveries("uncertain")]
    sent: list[Sent] = []
    while True:
        # A parent that has just been sent makes its answers due.
        handed = [_hand_over(store, channels, delivery, clock, to) for delivery in store.outbox.due(clock())]
        if not (done := [one for one in handed if one]):
            return tuple(one for one in (*settled, *sent) if one)
        sent.extend(done)


def _settle(store: Store, channels: Mapping[str, Channel], delivery: Delivery, now: datetime) -> Sent | None:
    """Find out whether an uncertain message arrived; a channel that cannot be asked leaves it to a person."""
    message, channel = delivery.message, channels.get(delivery.message.channel)
    if channel is None or now - delivery.changed < SETTLE:
        return None
    if message.media_type == UNMADE:  # whose making ended with its process: nothing was sent
        store.outbox.release(message.key, now, because="its messages are still to be made")
        return None
    if not channel.searchable:
        store.outbox.mark_held(message.key, now, error=f"may have been accepted: {delivery.error}")
        return _told(message, "held", delivery.error)
    parent = store.outbox.receipt(message.parent)
    # An answer may stand by itself, where what it answers took none.
    places = (parent, None) if parent else (None,)
    looks = (_contained(channel, partial(channel.find, message, place), sent=None) for place in places)
    try:
        found = next(filter(None, looks), None)
    except DeliveryError as error:
        return _told(message, "uncertain", str(error))
    if found is None:
        store.outbox.release(message.key, now, because="it is not in the channel")
        return None
    store.outbox.mark_sent(found)
    return _told(message, "sent", found.reference)


def _hand_over(
    store: Store, channels: Mapping[str, Channel], delivery: Delivery, clock: Callable[[], datetime], readers: Readers
) -> Sent | None:
    channel = channels.get(delivery.message.channel)
    if channel is None:
        return None
    if because := readers.barred(delivery.message, delivery.digest):
        store.outbox.drop(delivery.message.key, clock(), because=because)
        return _told(delivery.message, "dropped", because)
    channel = readers.tailor(delivery.digest, channel)
    _word_anew(store, channel, delivery, clock(), readers)
    try:
        message = store.outbox.claim(delivery.message.key, clock())
    except StoreError as error:
        store.outbox.mark_held(delivery.message.key, clock(), error=str(error))
        return _told(delivery.message, "held", str(error))
    if message is None:
        return None
    try:
        receipt = (
            _make(store, channel, delivery, clock()) if message.media_type == UNMADE else _send(store, channel, message)
        )
    except DeliveryError as error:
        return _told(message, _refused(store, delivery, error, clock()), error.reason)
    store.outbox.mark_sent(receipt)
    return _told(message, "sent", receipt.reference)


def _send(store: Store, channel: Channel, message: Message) -> Receipt:
    parent = store.outbox.receipt(message.parent) if message.parent else None
    # A restored backup or a second installation may have sent it: one cheap question saves a repetition.
    find = partial(channel.find, message, parent)
    if channel.searchable and (found := _contained(channel, find, sent=False)):
        return found
    return _contained(channel, partial(channel.send, message, parent), sent=None)


def _make(store: Store, channel: Channel, delivery: Delivery, now: datetime) -> Receipt:
    """Put the messages that a channel could not make into the outbox, of the digest as it was frozen."""
    digest = _frozen(store, delivery)
    if digest is None:
        raise DeliveryError(channel.name, "the digest cannot be read from the store", permanent=True)
    render = partial(_spoken, channel, _late(digest, now))
    messages = _contained(channel, render, sent=False, permanent=True)
    store.digests.post(delivery.digest, delivery.period, messages, now=now)
    if delivery.message.key in {message.key for message in messages}:
        raise DeliveryError(channel.name, "its message still cannot be made: the log says why", permanent=True)
    return Receipt(key=delivery.message.key, reference="its messages were made", at=now)


def _spoken(channel: Channel, digest: Digest) -> tuple[Message, ...]:
    """Return the messages that the channel makes, in the digest's language; raise what it raises."""
    with speaking(digest.language):
        return channel.render(digest)


def _word_anew(store: Store, channel: Channel, delivery: Delivery, now: datetime, readers: Readers) -> None:
    """Let a message that was refused, and surely never sent, say that it is late: all of a digest are worded once, however many wait."""
    message, of = delivery.message, (channel.name, delivery.digest, delivery.period)
    if not (delivery.attempt and delivery.digest) or message.media_type == UNMADE:
        return
    if of not in readers.late:
        digest = _frozen(store, delivery)
        late = digest and _late(digest, now)
        readers.late[of] = {one.key: one for one in rendered(channel, late)} if late and late is not digest else {}
    if (worded := readers.late[of].get(message.key, message)).body != message.body:
        store.outbox.reword(worded, now)


def _frozen(store: Store, delivery: Delivery) -> Digest | None:
    """Return the digest of a message as it was frozen; None where there is none that can be read: its messages go as they are."""
    try:
        return store.digests.get(delivery.digest, delivery.period)
    except DamagedError as error:
        log.warning("%s", error)
        return None


def _late(digest: Digest, now: datetime) -> Digest:
    """Return the digest as it says of itself that it is late; unchanged where it is not."""
    return digest if digest.delayed or now - digest.made < LATE else replace(digest, delayed=True)


def _contained(channel: Channel, do: Callable[[], T], *, sent: bool | None, permanent: bool = False) -> T:
    """Return what the channel gives; raise ``DeliveryError`` for whatever goes wrong, ``sent`` where it is no such error."""
    try:
        return do()
    except DeliveryError:
        raise
    except Exception as error:
        log.exception(
            "channel %s failed in a way that it does not foresee", channel.name, extra={"channel": channel.name}
        )
        reason = f"an unforeseen {type(error).__name__}: the log says where"
        raise DeliveryError(channel.name, reason, sent=sent, permanent=permanent) from error


def _refused(store: Store, delivery: Delivery, error: DeliveryError, now: datetime) -> str:
    """Note what is known of a message that was not plainly accepted; return its new state."""
    key = delivery.message.key
    if error.sent is None:
        store.outbox.mark_uncertain(key, now, error=error.reason)
        return "uncertain"
    if error.permanent:
        store.outbox.mark_failed(key, now, error=error.reason, not_before=now + MENDED)
        return "failed"
    # What the channel asks for, or the usual; each time twice as long.
    first = timedelta(seconds=error.retry_after) if error.retry_after else RETRY
    wait = first * 2 ** min(delivery.attempt, 10)
    store.outbox.mark_pending(key, now, not_before=now + min(wait, LONGEST_RETRY), error=error.reason)
    return "pending"


def _told(message: Message, state: str, detail: str) -> Sent:
    return Sent(channel=message.channel, recipient=message.recipient, state=state, detail=detail)
