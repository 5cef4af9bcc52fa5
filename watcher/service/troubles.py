"""What is wrong with an installation and wants a person, in words: the same for ``status`` and for the operator.

Whoever runs the installation hears of each trouble once a day, and once when it is over.
"""

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sources import UNFAMILIAR
from watcher import __version__
from watcher.config.plans import DigestPlan
from watcher.errors import ConfigError, DeliveryError
from watcher.model import Announcement
from watcher.service import Session
from watcher.service.backups import FAULT as BACKUP_FAULT
from watcher.service.digest import due_period
from watcher.service.due import ROUND_FAULT, failure_note, failures, is_due
from watcher.service.loading import operator_of, usable_channels, usable_sources
from watcher.service.recipients import Departures, mistakes
from watcher.store.connection import MEMORY
from watcher.store.store import Store

# How late a digest may be before somebody is told, and how long a source may fail.
OVERDUE = timedelta(minutes=30)
FAILING = timedelta(days=2)
# A message that was refused is tried again; after so long somebody may have to mend something.
WAITING = timedelta(hours=2)
FEWEST_BYTES = 500_000_000  # free on the disk of the database
TOLD_FOR = timedelta(weeks=1)  # how long a record that was not understood is a trouble; it stays listed
_REPEATED = 2  # collections that failed one after the other: one alone is mended by the next


class Trouble(NamedTuple):
    """Something that wants a person: ``key`` is the same for as long as it lasts."""

    key: str
    text: str


def troubles(session: Session, store: Store) -> tuple[Trouble, ...]:
    """Return everything that is wrong now, the gravest first; () where all is well."""
    found = (
        *_rounds(store),
        *_configured(session),
        *(trouble for plan in session.settings.digests if plan.channels for trouble in _digest(session, store, plan)),
        *_messages(session, store),
        *_sources(session, store),
        *_unread(session, store),
        *_disk(store),
    )
    return tuple({trouble.key: trouble for trouble in found}.values())


def _rounds(store: Store) -> Iterator[Trouble]:
    if fault := store.recall(ROUND_FAULT):
        yield Trouble("round", f"the last round of the service failed: {fault}")
    if fault := store.recall(BACKUP_FAULT):
        yield Trouble("backup", f"the daily copy of the database could not be made: {fault}")
    count, _ = failures(store)
    if count >= _REPEATED:
        yield Trouble("collecting", f"the last {count} collections failed; `watcher status` says why of each source")


def _configured(session: Session) -> Iterator[Trouble]:
    for wrong in (usable_sources(session.settings)[1], usable_channels(session.settings)[1]):
        for name, mistake in wrong.items():
            yield Trouble(f"configuration of {name}", mistake)
    for mistake in mistakes(session.settings):
        yield Trouble(f"recipients: {mistake}", mistake)
    for one in Departures(session.settings.database).resting(session.now() - AGAIN):
        text = f"{one.address} rests, nothing is sent to it: {one.because}; `watcher recipients add` writes to it again"
        yield Trouble(f"rest of {one.address}", text)
    for mistake in session.wrong_topics:
        yield Trouble(f"topic: {mistake}", mistake)
    try:
        operator_of(session.settings)
    except ConfigError as error:
        yield Trouble("configuration of the operator", str(error))


def _digest(session: Session, store: Store, plan: DigestPlan) -> Iterator[Trouble]:
    if not is_due(session, store, plan):
        return
    due = due_period(session, store, plan).due
    fault = store.recall(failure_note(plan))
    if fault or session.now() - due > OVERDUE:
        local = due.astimezone(plan.timezone)
        why = f": {fault}" if fault else "; is `watcher run` running?"
        yield Trouble(f"digest {plan.name}", f"the digest {plan.name} of {local:%Y-%m-%d %H:%M} is overdue{why}")


def _messages(session: Session, store: Store) -> Iterator[Trouble]:
    for one in store.outbox.deliveries("held", "failed", "uncertain", "pending"):
        waits = one.state in {"pending", "uncertain"}
        if waits and (not one.error or session.now() - one.changed < WAITING):
            continue
        what = f"{one.digest} {one.period}".strip() or one.message.subject
        text = f"the message of {what} to {one.message.recipient} ({one.message.channel}) is {one.state}: {one.error}"
        yield Trouble(f"message {one.message.key}", f"{text}; see `watcher outbox list`")


def _sources(session: Session, store: Store) -> Iterator[Trouble]:
    enabled = {source.name for source in usable_sources(session.settings)[0]}
    for run in store.runs.last():
        if run.source not in enabled:
            continue
        if run.silent:
            yield Trouble(
                f"silence of {run.source}", f"{run.source} is silent: it has nothing, where it always had something"
            )
        since = failing_since(store, run.source) if run.outcome.falls_short else None
        if strange := next((told for told in run.notices if told.startswith(UNFAMILIAR)), ""):
            text = f"{run.source} {strange}; `watcher doctor --live` says more, `watcher capture {run.source}` keeps it"
            yield Trouble(f"form of {run.source}", text)
        elif since and session.now() - since >= FAILING:
            why = run.error or "; ".join(run.notices)
            text = f"{run.source} was not read completely since {since:%Y-%m-%d %H:%M} UTC: {why}"
            yield Trouble(f"source {run.source}", text)


def failing_since(store: Store, source: str) -> datetime | None:
    """Return when the last complete run of the source ended, or its first where none was; None where it has no run."""
    first = None
    for run in store.runs.recent(source, limit=400):
        if not run.outcome.falls_short:
            return run.finished
        first = run.finished
    return first


def _unread(session: Session, store: Store) -> Iterator[Trouble]:
    found = store.unread.since(session.now() - TOLD_FOR)
    if found:
        titles = "; ".join(one.title or one.source_id for one in found[:3])
        yield Trouble(
            "records",
            f"{len(found)} {'record' if len(found) == 1 else 'records'} could not be understood ({titles}): please read them yourself",
        )


def _disk(store: Store) -> Iterator[Trouble]:
    if store.path == MEMORY:
        return
    free, size = shutil.disk_usage(Path(store.path).parent).free, Path(store.path).stat().st_size
    if free < max(FEWEST_BYTES, size):  # a backup or a new schema needs the database's size once more
        yield Trouble("disk", f"the disk of {store.path} has {free / 1e6:,.0f} MB left")


AGAIN = timedelta(days=1)
_MOST = 30  # troubles in one message; how many more there are is said
_TOLD = "operator: told"

log = logging.getLogger(__name__)


def tell_operator(session: Session, store: Store) -> bool:
    """Send what is wrong and was not told for a day, and what is over; return whether there was anything to tell.

    Where it cannot be sent, the next round tries again.
    """
    told = store.recall_json(_TOLD, dict[str, dict[str, str]], {})
    now = session.now()
    found = troubles(session, store)
    fresh = [
        one for one in found if one.key not in told or abs(now - datetime.fromisoformat(told[one.key]["at"])) >= AGAIN
    ]
    standing = {one.key for one in found}
    over = [Trouble(key, kept["text"]) for key, kept in told.items() if key not in standing]
    if not (fresh or over) or not _send(session, fresh, over):
        return False
    kept = {key: value for key, value in told.items() if key in standing}
    kept |= {one.key: {"at": now.isoformat(), "text": one.text} for one in fresh}
    store.remember(_TOLD, json.dumps(kept))
    return True


def _send(session: Session, fresh: Sequence[Trouble], over: Sequence[Trouble]) -> bool:
    """Return whether the operator has the message, or may have it; nobody has it where no operator is named."""
    try:
        channel: Any = operator_of(session.settings)
        if channel is None:
            return False
        subject, text = message(session, fresh, over)
        key = hashlib.sha256(f"{session.now().isoformat()}\x1f{text}".encode()).hexdigest()[:32]
        for one in channel.notice(Announcement(key=key, subject=subject, text=text, at=session.now())):
            channel.send(one)
    except (ConfigError, DeliveryError) as error:
        log.warning("the operator could not be told: %s", error)
        return isinstance(error, DeliveryError) and error.sent is None
    return True


def message(session: Session, fresh: Sequence[Trouble], over: Sequence[Trouble]) -> tuple[str, str]:
    """Return the subject and the text of what the operator is told."""
    counts = [f"{len(fresh)} troubles" if len(fresh) > 1 else "a trouble"] if fresh else []
    counts += [f"{len(over)} over"] if over else []
    lines = [*_listed("Wrong now:", fresh), *_listed("Over:", over)]
    where = session.settings.path or "the defaults"
    foot = f"Watcher {__version__}, {where}, database {session.settings.database}. `watcher status` says the same."
    return f"Watcher: {', '.join(counts)}", "\n".join((*lines, "", foot))


def _listed(heading: str, found: Sequence[Trouble]) -> list[str]:
    more = [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return [heading, *(f"- {one.text}" for one in found[:_MOST]), *more] if found else []
