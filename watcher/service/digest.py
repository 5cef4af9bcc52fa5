"""The digest of a plan: the period that it covers, how it would read now, and how it is sent, once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digests import Channel
from digests.headline import TEST
from digests.words import is_known
from watcher.config.plans import DigestPlan
from watcher.errors import ConfigError, DeliveryError, StoreError
from watcher.model import Message, Period
from watcher.pipeline.compose import Composed, Edition, compose
from watcher.pipeline.deliver import Sent, deliver, send_due
from watcher.pipeline.news import Scope
from watcher.service import Session
from watcher.service.alerts import alerted
from watcher.service.backups import settle_repeats
from watcher.service.congresses import facts, sentences, weeks
from watcher.service.loading import check_channels, load_channels, usable_channels, usable_sources, with_stand_ins
from watcher.service.recipients import readers_of
from watcher.service.schedule import Slot, due_before, last_due, period
from watcher.store.store import Store

_FIRST_RUN = "service: first run"


def due_period(session: Session, store: Store, plan: DigestPlan, since: datetime | None = None) -> Period:
    """Return the period that the plan's next digest covers: from its last one to now.

    The first one goes back to the slot before its own, and to the installation's first run where that was earlier.
    """
    now, slot = session.now(), Slot(plan.when, plan.timezone)
    made = store.digests.all(plan.name)
    if since is None:
        since = made[0].until if made else min(due_before(slot, last_due(slot, now)), first_run(store, now))
    return replace(period(slot, now, since), begins=not made)


def first_run(store: Store, now: datetime) -> datetime:
    """Return when the service first ran on this store; now, where it never did."""
    return store.recall_time(_FIRST_RUN) or now


def keep_first_run(store: Store, now: datetime) -> None:
    """Remember that the service ran now, where it never ran before."""
    if not store.recall_time(_FIRST_RUN):
        store.remember(_FIRST_RUN, now.isoformat())


def prepare(session: Session, store: Store, plan: DigestPlan, span: Period, *, anew: bool = False) -> Composed:
    """Return the digest of a period as it would be sent now; ``anew`` forgets what earlier digests told."""
    loaded, wrong = usable_sources(session.settings)
    topic = session.topic_of(plan)
    now = session.now()
    spoken = sentences(facts(session.settings, store, topic, now), now.astimezone(plan.timezone).date())
    edition = Edition(
        name=None if anew else plan.name,
        sources=(*(source.name for source in loaded), *wrong),
        titles={source.name: source.title for source in loaded if not is_known(source.name)},
        intervals={source.name: timedelta(days=source.interval_days) for source in loaded if source.interval_days},
        footer=(*spoken, *session.footer(topic)),
        alerted={} if anew else alerted(store, plan.name),
        searches=plan.searches,
        horizon=session.horizon,
        scope=Scope(plan.tiers, plan.sections),
        empty=plan.empty,
        language=plan.language,
        congresses=weeks(session.settings, topic, now),
    )
    composed = compose(topic, store, edition, span, session.now())
    if session.settings.rewriting is None:
        return composed
    from watcher.service.rewriting import reworded

    made = reworded(session, store, composed.digest, anew=not was_made(store, plan, span))
    return composed._replace(digest=made)


def would_send(session: Session, store: Store, plan: DigestPlan, only: Sequence[str] = ()) -> tuple[Sent, ...]:
    """Return what ``send`` would do, without doing it: the messages that wait, then those still to be made."""
    waiting = [
        Sent(channel=d.message.channel, recipient=d.message.recipient, state=d.state, detail=d.error)
        for d in store.outbox.deliveries("pending", "uncertain", "failed")
    ]
    usable, wrong = _channels_of(session, plan, only)
    span = due_period(session, store, plan)
    if was_made(store, plan, span):
        return (*waiting, *_wrong(wrong))
    made = prepare(session, store, plan, span)
    planned = [
        Sent(
            channel=m.channel,
            recipient=m.recipient,
            state="would be sent" if not only or m.channel in only else "would wait",
            detail=f"{len(m.body):,} bytes",
        )
        for m in readers_of(session).messages(() if made.skipped else usable.values(), made.digest, plan.name)
    ]
    return (*waiting, *planned, *_wrong(wrong))


def send(session: Session, store: Store, plan: DigestPlan, only: Sequence[str] = ()) -> tuple[bool, tuple[Sent, ...]]:
    """Make the plan's digest where it is due and not made yet; send what waits. Return whether it was made.

    ``only`` are the channels that are sent to now: the messages of the others wait. One that is configured wrongly costs
    no other: its messages are made when it is mended, and its state is "wrong". Raise ``ConfigError`` where none is right.
    """
    usable, wrong = _channels_of(session, plan, only)
    span = due_period(session, store, plan)
    with store.outbox.delivering() as mine:
        if not mine:
            raise StoreError(f"another process is delivering from {store.path}; wait for it, or stop it")
        made = False
        if not was_made(store, plan, span):
            channels = tuple(with_stand_ins(usable, wrong).values())
            composed = prepare(session, store, plan, span)
            made = deliver(store, plan.name, composed, channels, session.now(), readers_of(session))
        every, _ = usable_channels(session.settings)
        chosen = {name: channel for name, channel in every.items() if not only or name in only}
        settle_repeats(session, store, every)
        return made, (*send_due(store, chosen, session.now, readers_of(session)), *_wrong(wrong))


def try_out(session: Session, store: Store, plan: DigestPlan, name: str) -> tuple[Sent, ...]:
    """Send the digest as it would read now to one channel, marked as a test; it stands in the outbox, and nothing is told by it.

    Raise ``ConfigError`` for a channel that keeps what it gets, such as a site, ``DeliveryError`` where it refuses.
    """
    (channel,) = (
        readers_of(session).tailor(plan.name, one) for one in load_channels(session.settings, (name,)).values()
    )
    if not hasattr(channel, "notice"):
        raise ConfigError(
            f"the channel {name!r} keeps what it gets, and a test would stand there for good; use `watcher digest preview`"
        )
    digest = prepare(session, store, plan, due_period(session, store, plan)).digest
    marked = replace(digest, title=f"{TEST}: {digest.title}", key=f"{TEST} {session.now():%Y-%m-%d %H:%M:%S}")
    messages = readers_of(session).messages((channel,), marked, plan.name)
    with store.outbox.delivering() as mine:
        if not mine:
            raise StoreError(f"another process is delivering from {store.path}; wait for it, or stop it")
        return tuple(_tried(store, channel, one, session.now()) for one in messages)


def _tried(store: Store, channel: Channel, message: Message, now: datetime) -> Sent:
    """Hand over a test once: what is refused is not tried again by itself."""
    store.outbox.post([message], now=now)  # one by one: what comes after one that is refused is never sent
    if store.outbox.claim(message.key, now) is None:
        raise StoreError(f"the test {message.key} does not wait any more; try again")
    try:
        receipt = channel.send(message, store.outbox.receipt(message.parent) if message.parent else None)
    except DeliveryError as error:
        store.outbox.mark_held(message.key, now, error=error.reason)
        store.outbox.drop(message.key, now, because=f"a test: {error.reason}")
        raise
    store.outbox.mark_sent(receipt)
    return Sent(channel=message.channel, recipient=message.recipient, state="sent", detail=receipt.reference)


def was_made(store: Store, plan: DigestPlan, span: Period) -> bool:
    """Return whether the plan's digest of this period was made before."""
    return span.key in {digest.key for digest in store.digests.all(plan.name)}


def _channels_of(session: Session, plan: DigestPlan, only: Sequence[str]) -> tuple[dict[str, Channel], dict[str, str]]:
    """Return the plan's channels, and of those that are configured wrongly what is wrong."""
    check_channels(plan.channels, only)
    channels, mistakes = usable_channels(session.settings)
    usable = {name: channels[name] for name in plan.channels if name in channels}
    wrong = {name: mistakes[name] for name in plan.channels if name in mistakes}
    if wrong and not {*(only or plan.channels)} & {*usable}:
        raise ConfigError(next(wrong[name] for name in only or wrong))
    return usable, wrong


def _wrong(wrong: Mapping[str, str]) -> tuple[Sent, ...]:
    return tuple(Sent(channel=name, recipient="", state="wrong", detail=mistake) for name, mistake in wrong.items())
