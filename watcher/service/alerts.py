"""Alerts: what cannot wait for a digest goes to that digest's channels within the round that found it, once.

The events and the note of how far they were looked for are kept in one step. A channel that can tell nothing at once, such as
a folder of pages, is passed over.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from digests import Channel
from digests.alerts import Alert, alerts
from watcher.config import DigestPlan
from watcher.errors import ConfigError
from watcher.model import Message, Receipt
from watcher.pipeline.news import split
from watcher.service import Session
from watcher.store.store import Store

MOST = 5  # alerts a day and digest; how many more there are is said once
_KEY = 32  # digits of a message's key

log = logging.getLogger(__name__)


def found(session: Session, store: Store, since: datetime) -> tuple[Alert, ...]:
    """Return the events since then, the weightiest first; what appeared long ago and came by a filling run is none."""
    topic, now = session.topic, session.now()
    dossiers, _ = split(
        store.digests.dossiers(topic.name, since, now),
        since,
        session.horizon,
        lambda one: store.runs.filled(one.item.id),
    )
    watched = [store.trials.watched(trial, since, now, topic=topic.name) for trial in topic.watched]
    return alerts(watched, [one for one in dossiers if not one.late])


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
        log.exception("the alerts of %s could not be made", plan.name)
        return f"the alerts of the digest {plan.name} could not be made: {error or type(error).__name__}"
    return ""


def _post(session: Session, store: Store, plan: DigestPlan, channels: Sequence[Channel]) -> None:
    now, seen = session.now(), store.recall(_note(plan, "looked"))
    events = found(session, store, datetime.fromisoformat(seen)) if seen else ()
    today = f"{now.astimezone(session.settings.timezone):%Y-%m-%d}"
    day, count = json.loads(store.recall(_note(plan, "told")) or '["", 0]')
    room = MOST - (count if day == today else 0)
    told, waiting = events[: max(room, 0)], events[max(room, 0) :]
    messages = [
        *(
            message
            for alert in told
            for message in _messages(plan, channels, alert.key, alert.subject, alert.text, now)
        ),
        *_more(plan, channels, waiting, now, today),
    ]
    with store.writing():
        store.outbox.post(messages, now=now, not_before=allowed_from(plan, now.astimezone(session.settings.timezone)))
        store.remember(_note(plan, "looked"), now.isoformat())
        if told:
            store.remember(_note(plan, "told"), json.dumps([today, MOST - room + len(told)]))
            _keep(store, plan, told, now)


def _more(
    plan: DigestPlan, channels: Sequence[Channel], waiting: Sequence[Alert], now: datetime, today: str
) -> Iterator[Message]:
    """Yield, once a day, how many events wait for the digest, and which."""
    if waiting:
        subject = f"{len(waiting)} more event{'s' if len(waiting) > 1 else ''} in the next digest"
        text = "\n".join(alert.subject for alert in waiting[: 2 * MOST])
        yield from _messages(plan, channels, f"{today}|more", subject, text, now)


def _messages(  # noqa: PLR0917 - what is said, to whom, and when
    plan: DigestPlan, channels: Sequence[Channel], key: str, subject: str, text: str, now: datetime
) -> Iterator[Message]:
    for channel in channels:
        notice: Any = getattr(channel, "notice", None)
        if notice is not None:
            digits = hashlib.sha256(f"alert|{plan.name}|{channel.name}|{key}".encode()).hexdigest()[:_KEY]
            yield from notice(digits, subject, f"{text}\n\nThe digest “{plan.name}” lists it again.", now)


def try_out(session: Session, channel: Channel) -> Iterator[Receipt]:
    """Send the channel a message that says it is a test, at once, and yield its receipts.

    Raise ``ConfigError`` for a channel that can tell nothing at once, ``DeliveryError`` where it refuses.
    """
    notice: Any = getattr(channel, "notice", None)
    if notice is None:
        raise ConfigError(f"the channel {channel.name!r} tells nothing at once; use mail, slack or call")
    now = session.now()
    key = hashlib.sha256(f"test|{channel.name}|{now.isoformat()}".encode()).hexdigest()[:_KEY]
    text = "This is a test of Watcher's alerts. Nothing has happened, and nothing is to be done."
    for message in notice(key, "TEST: an alert of Watcher", text, now):
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
    kept = json.loads(store.recall(f"alerts {name}: items") or "{}")
    return {int(item): datetime.fromisoformat(at) for item, at in kept.items()}


def _keep(store: Store, plan: DigestPlan, told: Sequence[Alert], now: datetime) -> None:
    kept = {str(item): at.isoformat() for item, at in alerted(store, plan.name).items()}
    kept |= {str(alert.item): now.isoformat() for alert in told if alert.item is not None}
    store.remember(_note(plan, "items"), json.dumps(kept))


def _note(plan: DigestPlan, what: str) -> str:
    return f"alerts {plan.name}: {what}"
