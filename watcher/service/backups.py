"""Copies of the database, day by day, and the way back to one of them without telling anybody anything twice.

A restored database does not know what was sent since its copy was made. Slack and the site are looked at before anything is posted;
of a mail the database that was replaced says whether it was sent, and where that says nothing, a person decides.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from digests import Channel
from watcher.errors import StoreError
from watcher.service import Session
from watcher.service.schedule import Slot, last_due
from watcher.store.answers import Delivery
from watcher.store.connection import connect, copy_database, schema_version
from watcher.store.store import Store

DAILY = timedelta(days=1)
FAULT = "backup: fault"  # the note of why the last daily copy could not be made, "" for none
_RESTORED = "restored"  # the note of when, and of what the database before had sent: key -> [reference, time]
_REMEMBERED = timedelta(days=60)  # how long a restore matters to what is due
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"-(\d{8}T\d{6}Z)\.db")
_LOCKS = ("deliver", "collect")

log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """A copy that was made: where, its size in bytes, and the older copies that were deleted for it."""

    path: Path
    size: int
    dropped: tuple[Path, ...]


def folder_of(session: Session) -> Path:
    """Return the folder of the copies: as configured, else one beside the database."""
    database = session.settings.database
    return session.settings.backups or database.with_name(f"{database.name}-backups")


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the copies in a folder that are named by us, the newest first, each with its time (UTC)."""
    found = ((_NAME.search(path.name), path) for path in folder.glob("*.db"))
    dated = [(datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC), path) for name, path in found if name]
    return sorted(dated, reverse=True)


def back_up(session: Session, store: Store, keep: int) -> Kept:
    """Copy the database into the folder of copies, and keep the newest ``keep`` of them; raise ``StoreError`` where it cannot be."""
    folder = folder_of(session)
    path = folder / f"{session.settings.database.stem}-{session.now():{_STAMP}}.db"
    size = store.backup(path, force=True)
    old = tuple(copy for _, copy in copies(folder)[max(keep, 1) :])
    for copy in old:
        copy.unlink(missing_ok=True)
    return Kept(path, size, old)


def back_up_daily(session: Session, store: Store) -> Kept | None:
    """Make today's copy where the configuration asks for it and a day has gone; what goes wrong is remembered for the operator."""
    settings = session.settings
    if settings.backups is None:
        return None
    newest = next(iter(copies(settings.backups)), None)
    if newest and timedelta(0) <= session.now() - newest[0] < DAILY:
        return None
    try:
        kept = back_up(session, store, settings.backups_kept)
    except (StoreError, OSError) as error:
        log.warning("the daily copy could not be made: %s", error)
        store.remember(FAULT, str(error))
        return None
    if store.recall(FAULT):
        store.remember(FAULT, "")
    log.info("the database was copied to %s, %d bytes", kept.path, kept.size)
    return kept


@dataclass(frozen=True, slots=True)
class _Before:
    """When the database was restored, and what the one before had sent, by key: reference and time."""

    at: datetime | None = None
    sent: dict[str, tuple[str, str]] = field(default_factory=dict)


class Restored(NamedTuple):
    """What a restore did: where the database before lies (None: there was none), and what becomes of the messages that wait."""

    before: Path | None
    known: int  # messages that the database before had sent, and this one did not know of
    held: int  # messages about which a person decides
    sought: int  # messages that are looked for in their channels before they are sent


def restore(session: Session, file: Path, channels: Mapping[str, Channel]) -> Restored:
    """Put a copy in the place of the database, which is kept beside it; raise ``StoreError``, and change nothing, where that is unsafe.

    The copy is read whole before: one that is damaged, of another program or of a newer version is refused. So is it where a process
    is delivering or collecting.
    """
    database = session.settings.database
    aside = database.with_name(f".{database.name}.restoring")
    with ExitStack() as held:
        for name in _LOCKS:
            held.enter_context(_lock(Path(f"{database}.{name}.lock")))
        try:
            _checked(file, aside)
            sent = {key: told for key, told in _sent(database).items() if key not in _sent(aside)}
            before = _put_away(database, session.now())
            aside.replace(database)
        finally:
            for path in _with_journal(aside):
                path.unlink(missing_ok=True)
        with Store.open(database) as store:
            _note(store, session.now(), sent)
            return _settled(session, store, channels, before)


def _lock(path: Path) -> FileLock:
    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise StoreError(f"a process is working with the database ({path.name}); stop `watcher run` first") from None
    return lock


def _checked(file: Path, aside: Path) -> None:
    """Copy the file to ``aside`` and read it whole; raise ``StoreError`` where it is not fit to be restored."""
    for path in _with_journal(aside):
        path.unlink(missing_ok=True)
    with _refused(file):
        with closing(connect(file, write=False)) as copy:
            if not schema_version(copy):
                raise StoreError("it is empty, and no copy of a database")
            copy_database(copy, aside)
        with Store.open(aside) as store:  # an older schema is brought up to date here, not in the copy
            if faults := store.check():
                raise StoreError(f"it is damaged: {faults[0]}")
            store.connection.execute("PRAGMA journal_mode = DELETE")  # all of it in one file, to be moved


@contextmanager
def _refused(file: Path) -> Iterator[None]:
    """Say of a copy that is not put back that nothing was changed; a way out that is one for the database itself is none for it."""
    try:
        yield
    except StoreError as error:
        why, _, way = str(error).removeprefix(f"database {file}: ").partition("; ")
        if not way or "[watcher] database" in way or "watcher restore" in way:
            way = "restore an earlier copy"
        raise StoreError(f"{file} was not put back, and nothing was changed: {why}; {way}") from error


def _sent(database: Path) -> dict[str, tuple[str, str]]:
    """Return what the database that is replaced says was sent: reference and time by key; {} where it cannot be read.

    One of a newer version, after an upgrade that went wrong, is read as far as it is like ours.
    """
    if not database.exists():
        return {}
    try:
        with closing(connect(database, write=False, newer=True)) as opened:
            rows = opened.execute("SELECT key, reference, changed FROM delivery WHERE state = 'sent'").fetchall()
    except StoreError as error:
        log.warning("the database before cannot say what was sent: %s", error)
        return {}
    return {key: (reference, changed) for key, reference, changed in rows}


def _put_away(database: Path, now: datetime) -> Path | None:
    """Move the database and its journal to a name that says when; return it, None where there is no database."""
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.before-{now:{_STAMP}}")
    if kept.exists():
        raise StoreError(f"{kept} is there already; move it away")
    for path in _with_journal(database):
        if path.exists():
            path.rename(f"{kept}{path.name.removeprefix(database.name)}")
    return kept


def _with_journal(database: Path) -> tuple[Path, ...]:
    return (database, *(Path(f"{database}{end}") for end in ("-wal", "-shm", "-journal")))


def _settled(session: Session, store: Store, channels: Mapping[str, Channel], before: Path | None) -> Restored:
    store.outbox.recover(session.now())
    waiting = store.outbox.deliveries("pending", "failed", "uncertain")
    sent = store.recall_json(_RESTORED, _Before, _Before()).sent
    states = [_settle(store, one, channels.get(one.message.channel), sent, session.now()) for one in waiting]
    return Restored(before, states.count("sent"), states.count("held"), states.count("sought"))


def settle_repeats(session: Session, store: Store, channels: Mapping[str, Channel]) -> None:
    """After a restore, before anything is sent: note as sent what was sent before it, and hold what nobody can be asked about.

    Held are mails of a digest that was due before the restore; where the database before knows the message, it is no question.
    """
    restored = store.recall_json(_RESTORED, _Before, _Before())
    at = restored.at
    if at is None:
        if not store.recall(_RESTORED):
            return
        at = session.now()  # the note is damaged: whatever was due before may have been sent
        _note(store, at, {})
    if session.now() - at > _REMEMBERED:
        store.remember(_RESTORED, "")
        return
    for delivery in store.outbox.deliveries("pending"):
        channel = channels.get(delivery.message.channel) if _was_due(session, store, delivery, at) else None
        _settle(store, delivery, channel, restored.sent, session.now())


def _note(store: Store, at: datetime, sent: Mapping[str, tuple[str, str]]) -> None:
    store.remember(_RESTORED, json.dumps({"at": at.isoformat(), "sent": sent}))


def _was_due(session: Session, store: Store, delivery: Delivery, at: datetime) -> bool:
    """Return whether the digest of the message was due at that time."""
    plan = next((plan for plan in session.settings.digests if plan.name == delivery.digest), None)
    made = next((one for one in store.digests.all(delivery.digest) if one.key == delivery.period), None)
    return bool(plan and made and last_due(Slot(plan.when, plan.timezone), made.until) <= at)


def _settle(
    store: Store, delivery: Delivery, channel: Channel | None, sent: Mapping[str, tuple[str, str]], now: datetime
) -> str:
    """Return what became of a message that waits: "sent" before, "held" for a person, "sought" before it is sent, or "" for none.

    Without a channel it is no question whether it was sent, but for what the database before said.
    """
    key = delivery.message.key
    if key in sent:
        store.outbox.confirm(key, now, because=f"sent before the restore: {sent[key][0]}")
        return "sent"
    if channel is None:
        return ""
    if channel.searchable:
        return "sought"
    store.outbox.mark_held(key, now, error="it may have been sent before the database was restored")
    return "held"
