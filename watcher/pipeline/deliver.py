"""Make the digest that is due, freeze it, and hand it over, once.

The digest, its messages and what they told are kept in one transaction before anything is sent; a
message is claimed before its first byte leaves. What may have been accepted is looked for before it
is sent again, and held for a person where nobody can be asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from digests import Channel
from watcher.errors import DeliveryError
from watcher.model import Digest, Dossier, Message, Period, Receipt, Tier, Topic
from watcher.pipeline.news import HORIZON, split
from watcher.store.answers import Delivery
from watcher.store.store import Store

# Long enough for a message that a dead process left in the network's buffers to arrive and be listed:
# a look-up at once found 59 of 999 too late, one after a settling time none.
SETTLE = timedelta(minutes=5)
RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=6)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Whose digest it is.

    ``name`` is that of the digest whose readers are not to be told a thing twice; without one the
    period alone decides what is new. ``sources`` are those that should have been asked.
    """

    name: str | None
    sources: tuple[str, ...]
    intervals: Mapping[str, timedelta] = field(default_factory=dict)  # of those that not every sync asks
    footer: tuple[str, ...] = ()
    horizon: timedelta | None = HORIZON  # how old what is new to the store may be, to be news; None: any age


class Composed(NamedTuple):
    """A digest and all that it was built from, shown or folded."""

    digest: Digest
    dossiers: tuple[Dossier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of one message: ``state`` as in the outbox, ``detail`` the channel's reference or error."""

    channel: str
    recipient: str
    state: str
    detail: str


def compose(topic: Topic, store: Store, edition: Edition, period: Period, now: datetime) -> Composed:
    """Return the digest of a period and all that it was built from; the store stays as it was."""
    # A sync never composes, and what a digest is made of takes a quarter of a second to load.
    from digests.build import build  # noqa: PLC0415
    from digests.evidence import living_table  # noqa: PLC0415

    since, until = period.since, period.until
    dossiers = store.digests.dossiers(topic.name, since, until, digest=edition.name)
    watched = tuple(
        store.trials.watched(trial, since, until, topic=topic.name, digest=edition.name) for trial in topic.watched
    )
    coverage = store.runs.coverage(since, until, edition.sources, edition.intervals)
    news, older = split(dossiers, since, edition.horizon)
    footer = (*edition.footer, *_joined(len(older)))
    digest = build(topic, period, news, watched, coverage, now=now, footer=footer)
    return Composed(replace(digest, extra=living_table(digest, _all_studies(topic, store, period))), dossiers)


def _all_studies(topic: Topic, store: Store, period: Period) -> tuple[Dossier, ...]:
    """Return everything near the question, whenever it came; what came in the period is new."""
    known = store.digests.dossiers(topic.name, _BEGINNING, period.until)
    near = (dossier for dossier in known if dossier.score.tier.rank <= Tier.CORE.rank)
    return tuple(replace(dossier, new=dossier.first_seen >= period.since) for dossier in near)


def _joined(older: int) -> tuple[str, ...]:
    if not older:
        return ()
    return (f"{older} older records joined the store and are not listed here; `watcher search` finds them.",)


def deliver(store: Store, name: str, composed: Composed, channels: Sequence[Channel], now: datetime) -> bool:
    """Freeze a digest with its messages, ready to be sent; False where it was made before."""
    messages = [message for channel in channels for message in channel.render(composed.digest)]
    return store.digests.freeze(composed.digest, messages, composed.dossiers, name=name, now=now)


def send_due(store: Store, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> tuple[Sent, ...]:
    """Send what waits in the outbox and settle what is uncertain; return what became of each message.

    One deliverer at a time: the caller holds the store's lock (``Store.delivering``).
    """
    store.outbox.recover(clock())
    settled = [_settle(store, channels, delivery, clock()) for delivery in store.outbox.deliveries("uncertain")]
    sent: list[Sent] = []
    while True:
        # A parent that has just been sent makes its answers due.
        handed = [_hand_over(store, channels, delivery, clock) for delivery in store.outbox.due(clock())]
        if not (done := [one for one in handed if one]):
            return tuple(one for one in (*settled, *sent) if one)
        sent.extend(done)


def _settle(store: Store, channels: Mapping[str, Channel], delivery: Delivery, now: datetime) -> Sent | None:
    """Find out whether an uncertain message arrived; a channel that cannot be asked leaves it to a person."""
    message, channel = delivery.message, channels.get(delivery.message.channel)
    if channel is None or now - delivery.changed < SETTLE:
        return None
    if not channel.searchable:
        store.outbox.mark_held(message.key, now, error=f"may have been accepted: {delivery.error}")
        return _told(message, "held", delivery.error)
    try:
        found = channel.find(message, store.outbox.receipt(message.parent))
    except DeliveryError as error:
        return _told(message, "uncertain", str(error))
    if found is None:
        store.outbox.release(message.key, now, because="it is not in the channel")
        return None
    store.outbox.mark_sent(found)
    return _told(message, "sent", found.reference)


def _hand_over(
    store: Store, channels: Mapping[str, Channel], delivery: Delivery, clock: Callable[[], datetime]
) -> Sent | None:
    message, channel = delivery.message, channels.get(delivery.message.channel)
    if channel is None or store.outbox.claim(message.key, clock()) is None:
        return None
    parent = store.outbox.receipt(message.parent) if message.parent else None
    try:
        receipt = _look_then_send(channel, message, parent)
    except DeliveryError as error:
        return _told(message, _refused(store, delivery, error, clock()), error.reason)
    store.outbox.mark_sent(receipt)
    return _told(message, "sent", receipt.reference)


def _look_then_send(channel: Channel, message: Message, parent: Receipt | None) -> Receipt:
    # A restored backup or a second installation may have sent it: one cheap question saves a repetition.
    if channel.searchable and (found := channel.find(message, parent)):
        return found
    return channel.send(message, parent)


def _refused(store: Store, delivery: Delivery, error: DeliveryError, now: datetime) -> str:
    """Note what is known of a message that was not plainly accepted; return its new state."""
    key = delivery.message.key
    if error.sent is None:
        store.outbox.mark_uncertain(key, now, error=error.reason)
        return "uncertain"
    if error.permanent:
        store.outbox.mark_failed(key, now, error=error.reason)
        return "failed"
    wait = timedelta(seconds=error.retry_after) if error.retry_after else RETRY * 2 ** min(delivery.attempt, 10)
    store.outbox.mark_pending(key, now, not_before=now + min(wait, LONGEST_RETRY), error=error.reason)
    return "pending"


def _told(message: Message, state: str, detail: str) -> Sent:
    return Sent(channel=message.channel, recipient=message.recipient, state=state, detail=detail)
