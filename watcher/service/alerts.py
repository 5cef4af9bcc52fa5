"""Alerts: what cannot wait for a digest goes to that digest's channels within the round that found it, once.

The events and the note of how far they were looked for are kept in one step. A channel that can tell nothing at once, such as
a folder of pages, is passed over.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from digests import Channel
from digests.alerts import Alert, alerts
from watcher.config.plans import DigestPlan
from watcher.errors import ConfigError
from watcher.model import Announcement, Message, Receipt, Topic
from watcher.pipeline.news import split
from watcher.service import Session, flaps
from watcher.service.flaps import Move
from watcher.service.recipients import readers_of
from watcher.store.rows import encode
from watcher.store.store import Store

OVERLAP = timedelta(minutes=10)  # a commit of a collection takes seconds
MOST = 5  # alerts a day and digest; how many more there are is said once
_KEY = 32  # digits of a message's key

log = logging.getLogger(__name__)


def found(session: Session, store: Store, since: datetime, topic: Topic | None = None) -> tuple[Alert, ...]:
    """Return the events since then, the weightiest first; what appeared long ago and came by a filling run is none.

    They are those of the topic, of the installation's where none is given.
    """
    topic, now = topic or session.topic, _until(session)
    dossiers, _ = split(
        store.digests.dossiers(topic.name, since, now),
        since,
        session.horizon,
        lambda one: store.runs.filled(one.item.id),
    )
    watched = [store.trials.watched(trial, since, now, topic=topic.name) for trial in topic.watched]
    return alerts(watched, [one for one in dossiers if not one.late])


def _until(session: Session) -> datetime:
    """Return the end, exclusive, of what is looked at now: what was seen at this very moment is."""
    return session.now() + datetime.resolution


def raise_alerts(session: Session, store: Store, channels: Mapping[str, Channel]) -> tuple[str, ...]:
    """Put the alerts of every digest that asks for them into the outbox; return what went wrong, in words.

    Where a digest was never looked at for alerts, its alerts begin now.
    """
    plans = [plan for plan in session.settings.digests if plan.alerts]
    return tuple(filter(None, (_raise(session, store, plan, channels) for plan in plans)))


def _raise(session: Session, store: Store, plan: DigestPlan, channels: Mapping[str, Channel]) -> str:
    try:
        _post(session, store, plan, [channels[name] for name in plan.channels if name in channels])
    except Exception as error:
        log.exception("the alerts of %s could not be made", plan.name, extra={"digest": plan.name})
        return f"the alerts of the digest {plan.name} could not be made: {error or type(error).__name__}"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a look tells: the events, the messages that say so and how many wait, and the moves after it."""

    events: tuple[Alert, ...]
    messages: tuple[Message, ...]
    moves: dict[str, Move]
    dismissed: frozenset[Alert]  # withdrawals of what nobody was told of: they are not over


_Wording = Callable[[Alert, Sequence[Message]], list[Message]]  # of an event, in answer to these messages


def _post(session: Session, store: Store, plan: DigestPlan, channels: Sequence[Channel]) -> None:
    """Look for events, and keep what tells of them with the notes of the look in one step."""
    now, seen, revision = session.now(), store.recall_time(_note(plan, "looked")), str(store.dossiers.revision())
    moves = store.recall_json(_note(plan, "moves"), dict[str, Move], {})
    if seen and store.recall(_note(plan, "revision")) == revision and not any(flaps.due(moves, now)):
        return  # nothing came since
    topic = session.topic_of(plan)  # a profile that is wrong is told at the first look
    since = _since(store, plan, seen) if seen else now
    handled = _handled(store, plan, since)
    found_since = found(session, store, since, topic) if seen else ()
    news = [event for event in found_since if event.key not in handled]
    threaded = bool(news) or any(flaps.due(moves, now))
    worded = _wording(session, store, plan, channels, threaded=threaded)
    with store.writing():
        told = _decided(store, plan, moves, news, worded, now)
        store.outbox.post(told.messages, now=now, not_before=allowed_from(plan, now.astimezone(plan.timezone)))
        handled |= {one.key: now.isoformat() for one in news if one not in told.dismissed}
        begun = store.recall_time(_note(plan, "begun")) or seen or _until(session)
        notes = {"looked": _until(session).isoformat(), "begun": begun.isoformat(), "revision": revision}
        _remember(store, plan, {**notes, "handled": json.dumps(handled), "moves": encode(told.moves)})
        if told.events:
            _keep(store, plan, told.events, now)


def _wording(
    session: Session, store: Store, plan: DigestPlan, channels: Sequence[Channel], *, threaded: bool
) -> _Wording:
    """Return what puts an event into the words of every channel, for all who may be told; ``threaded`` beside the last digest."""
    readers, now = readers_of(session), session.now()
    tailored = [readers.tailor(plan.name, channel) for channel in channels]
    threads = {one.name: _thread(store, plan, one) for one in tailored} if threaded else {}

    def worded(event: Alert, answered: Sequence[Message]) -> list[Message]:
        made = _messages(store, plan, tailored, event, now, answered, threads)
        return [message for message in made if not readers.barred(message, plan.name)]

    return worded


def _decided(  # noqa: PLR0917 - what is known, what came, and how it is said
    store: Store, plan: DigestPlan, moves: dict[str, Move], news: Sequence[Alert], worded: _Wording, now: datetime
) -> _Told:
    """Return what is told now of the news and of what the moves have come to; drop what waits of what no longer stands."""
    moves, others = flaps.folded(moves, news, now)
    moves, answered = _taken_back(store, moves, now)
    moved = {moves[name].alert(): name for name in flaps.due(moves, now)}
    fresh = {event: worded(event, answered.get(moved.get(event, ""), ())) for event in (*moved, *others)}
    dismissed = frozenset(event for event, its in fresh.items() if event.withdraws and not its)
    events = [event for event in fresh if event not in dismissed]
    answers = [event for event, name in moved.items() if name in answered]
    told, waiting = _of_today(store, plan, events, answers, now)
    more = [message for event in _more(waiting, _today(plan, now)) for message in worded(event, ())]
    keys = {event: [one.key for one in fresh[event]] if event in told else [] for event in moved}
    return _Told(
        events=told,
        messages=(*(message for event in told for message in fresh[event]), *more),
        moves=moves | {name: flaps.said(moves[name], keys[event]) for event, name in moved.items()},
        dismissed=dismissed,
    )


def _remember(store: Store, plan: DigestPlan, notes: Mapping[str, str]) -> None:
    for name, text in notes.items():
        store.remember(_note(plan, name), text)


def _of_today(
    store: Store, plan: DigestPlan, events: Sequence[Alert], answers: Sequence[Alert], now: datetime
) -> tuple[tuple[Alert, ...], tuple[Alert, ...]]:
    """Return what is told now, the weightiest first, and what waits for the digest: of answers to what was told, nothing does."""
    day, count = store.recall_json(_note(plan, "told"), tuple[str, int], ("", 0))
    count = count if day == _today(plan, now) else 0
    room = max(MOST - count, 0)
    ordered = sorted((event for event in events if event not in answers), key=lambda one: (one.rank, one.key))
    if ordered[:room]:
        store.remember(_note(plan, "told"), json.dumps([_today(plan, now), count + len(ordered[:room])]))
    return (*answers, *ordered[:room]), tuple(ordered[room:])


def _today(plan: DigestPlan, now: datetime) -> str:
    return f"{now.astimezone(plan.timezone):%Y-%m-%d}"


def _taken_back(
    store: Store, moves: dict[str, Move], now: datetime
) -> tuple[dict[str, Move], dict[str, list[Message]]]:
    """Drop what still waits of what no longer stands; return the moves, and by their name the messages that had been sent."""
    answered: dict[str, list[Message]] = {}
    for name in [*flaps.due(moves, now)]:
        told = [one for key in moves[name].keys for one in store.outbox.deliveries(message=key)]
        for one in told:
            if one.state not in {"sent", "dropped"}:
                store.outbox.drop(one.message.key, now, because="the registry says something else by now")
        if sent := [one.message for one in told if one.state == "sent"]:
            answered[name] = sent
        else:
            moves = moves | {name: flaps.unsaid(moves[name])}
    return moves, answered


def _since(store: Store, plan: DigestPlan, looked: datetime) -> datetime:
    """Return from when on events are looked for: a while before the last look, but never before the first one.

    What a collection had seen by then may not have been kept yet; what was told, or waits, is known by its key.
    """
    return max(store.recall_time(_note(plan, "begun")) or looked, looked - OVERLAP)


def _handled(store: Store, plan: DigestPlan, since: datetime) -> dict[str, str]:
    """Return the keys of the events from then on that were told, or wait for the digest, each with when."""
    kept = store.recall_json(_note(plan, "handled"), dict[str, datetime], {})
    return {key: at.isoformat() for key, at in kept.items() if at >= since}


def _more(waiting: Sequence[Alert], today: str) -> Iterator[Alert]:
    """Yield, once a day, how many events wait for the digest, and which."""
    if waiting:
        subject = f"{len(waiting)} more event{'s' if len(waiting) > 1 else ''} in the next digest"
        what = "\n".join(event.subject for event in waiting[: 2 * MOST])
        yield Alert(key=f"{today}|more", rank=0, subject=subject, what=what, why="")


def _telling(store: Store, plan: DigestPlan, event: Alert) -> list[Message]:
    """Return the message in which each recipient was last told of the item, the first part of it."""
    told: dict[tuple[str, str], Message] = {}
    for digest in store.digests.that_told(event.item) if event.item else ():
        if digest.name == plan.name:
            for one in store.outbox.deliveries("sent", name=plan.name, period=digest.key):
                if one.message.part == 0:
                    told[one.message.channel, one.message.recipient] = one.message
    return list(told.values())


def _thread(store: Store, plan: DigestPlan, channel: Channel) -> str:
    """Return where the last digest stands in the channel, "" where that cannot be said."""
    address: Any = getattr(channel, "address", None)
    for digest in store.digests.all(plan.name)[:1] if address else ():
        for one in store.outbox.deliveries("sent", name=plan.name, period=digest.key, channel=channel.name):
            if one.message.part == 0:
                return str(address(Receipt(key=one.message.key, reference=one.reference, at=one.changed)))
    return ""


def _messages(  # noqa: PLR0917 - what is told, by whom, to whom
    store: Store,
    plan: DigestPlan,
    channels: Sequence[Channel],
    event: Alert,
    now: datetime,
    answered: Sequence[Message] = (),
    threads: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Message]:
    """Yield what each channel makes of an event: an answer to each message that it answers, and to everybody else one of its own.

    That something is withdrawn goes to exactly those who were told of it. What stands by itself leads to the channel's last digest.
    """
    answered = _telling(store, plan, event) if event.withdraws else answered
    text = event.text if event.withdraws else f"{event.text}\n\nThe digest “{plan.name}” lists it again."
    for channel in channels:
        notice: Any = getattr(channel, "notice", None)
        theirs = {message.recipient: message for message in answered if message.channel == channel.name}
        for recipient, message in theirs.items() if notice else ():
            key = _digits("alert", plan.name, channel.name, recipient, event.key)
            said = Announcement(key=key, subject=event.subject, text=text, at=now, answers=message, aloud=event.aloud)
            yield from notice(said)
        if notice and not event.withdraws:
            key = _digits("alert", plan.name, channel.name, "", event.key)
            beside = "\n".join(part for part in (text, threads.get(channel.name, "")) if part)
            made = notice(Announcement(key=key, subject=event.subject, text=beside, at=now))
            yield from (message for message in made if message.recipient not in theirs)


def _digits(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:_KEY]


def try_out(session: Session, channel: Channel) -> Iterator[Receipt]:
    """Send the channel a message that says it is a test, at once, and yield its receipts.

    Raise ``ConfigError`` for a channel that can tell nothing at once, ``DeliveryError`` where it refuses.
    """
    notice: Any = getattr(channel, "notice", None)
    if notice is None:
        raise ConfigError(f"the channel {channel.name!r} tells nothing at once; use mail, slack or call")
    now = session.now()
    key = _digits("test", channel.name, now.isoformat())
    text = "This is a test of Watcher's alerts. Nothing has happened, and nothing is to be done."
    for message in notice(Announcement(key=key, subject="TEST: an alert of Watcher", text=text, at=now)):
        yield channel.send(message)


def allowed_from(plan: DigestPlan, local: datetime) -> datetime:
    """Return when an alert may go out: now, or at the end of the quiet hours that it falls into."""
    if plan.quiet is None or not _is_within(local.time(), *plan.quiet):
        return local
    end = local.replace(hour=plan.quiet[1].hour, minute=plan.quiet[1].minute, second=0, microsecond=0, fold=0)
    return end if end > local else end + timedelta(days=1)


def _is_within(now: time, begin: time, end: time) -> bool:
    return begin <= now < end if begin <= end else now >= begin or now < end


def alerted(store: Store, name: str) -> dict[int, datetime]:
    """Return when the readers of a digest were alerted of an item, by the item's number."""
    return store.recall_json(f"alerts {name}: items", dict[int, datetime], {})


def _keep(store: Store, plan: DigestPlan, told: Sequence[Alert], now: datetime) -> None:
    kept = {str(item): at.isoformat() for item, at in alerted(store, plan.name).items()}
    kept |= {str(alert.item): now.isoformat() for alert in told if alert.item is not None}
    store.remember(_note(plan, "items"), json.dumps(kept))


def _note(plan: DigestPlan, what: str) -> str:
    return f"alerts {plan.name}: {what}"
