"""Who gets a digest by mail: the lists, who left them, and whose mail does not arrive.

Who left, and which addresses rest, stands in a file beside the database and not in it: a database that comes back from a
backup writes to nobody who left after it was made.
"""

import dataclasses
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from digests import Channel
from digests.mailboxes import Listed, Mailbox, mailbox, read_file, with_added, without
from watcher.config.plans import DigestPlan
from watcher.config.secrets import Secret
from watcher.config.settings import Settings
from watcher.errors import ConfigError, InputError, StoreError
from watcher.model import Message
from watcher.pipeline.deliver import Readers
from watcher.service import Session
from watcher.service.loading import usable_channels
from watcher.service.outputs import replaced

C = TypeVar("C", bound=Channel)
EVERY = "*"  # the list of an address that rests: all of them
_LEFT, _RESTS, _BACK = "left", "rests", "back"


class Departure(NamedTuple):
    """Somebody left a list, an address rests, or is written to again: when, and why in words."""

    at: str
    event: str
    address: str
    listed: str
    because: str


class Departures:
    """The file of who left: a line an event, of which the last one on an address and a list counts."""

    def __init__(self, database: Path) -> None:
        self.path = Path(f"{database}.left")
        self._read: tuple[tuple[int, int], dict[tuple[str, str], Departure]] | None = None

    def all(self) -> tuple[Departure, ...]:
        """Return every event, oldest first; raise ``StoreError`` where the file cannot be read: then nobody is written to."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{self.path}: who left cannot be read ({error}); restore it before anything is sent"
            ) from error
        return tuple(_departure(line, number, self.path) for number, line in enumerate(lines, start=1) if line.strip())

    def standing(self) -> dict[tuple[str, str], Departure]:
        """Return what stands, by address in lower case and list: who left, and what rests. The file is read again where it changed."""
        found = self.path.stat() if self.path.exists() else None
        state = (found.st_mtime_ns, found.st_size) if found else (0, 0)
        if self._read is None or self._read[0] != state:
            last = {(one.address.lower(), one.listed): one for one in self.all()}
            self._read = state, {key: one for key, one in last.items() if one.event != _BACK}
        return self._read[1]

    def why_not(self, address: str, listed: str) -> str:
        """Return why nothing of a list is sent to an address, "" where it is; without a list, where it left any."""
        standing = self.standing()
        keys = [(address.lower(), EVERY), (address.lower(), listed)]
        if standing and not listed:
            keys += [key for key in standing if key[0] == address.lower()]
        found = next((standing[key] for key in keys if key in standing), None)
        return f"the address {found.event} since {found.at[:10]}: {found.because}" if found else ""

    def resting(self, since: datetime) -> tuple[Departure, ...]:
        """Return the addresses that rest and began to since then."""
        rest = (one for one in self.standing().values() if one.event == _RESTS)
        return tuple(one for one in rest if datetime.fromisoformat(one.at) >= since)

    def left(self, address: str, listed: str, now: datetime, because: str) -> bool:
        """Note that somebody left a list; return whether that is news."""
        return self._note(Departure(now.isoformat(), _LEFT, address, listed, because))

    def rests(self, address: str, now: datetime, because: str) -> bool:
        """Note that nothing is sent to an address, on any list, until a person says so; return whether that is news."""
        return self._note(Departure(now.isoformat(), _RESTS, address, EVERY, because))

    def back(self, address: str, listed: str, now: datetime, because: str) -> None:
        """Note that an address is written to again on a list, and rests no more."""
        for key in ((address.lower(), listed), (address.lower(), EVERY)):
            if key in self.standing():
                self._append(Departure(now.isoformat(), _BACK, address, key[1], because))

    def _note(self, event: Departure) -> bool:
        if (event.address.lower(), event.listed) in self.standing():
            return False
        self._append(event)
        return True

    def _append(self, event: Departure) -> None:
        """Add a line, on the disk before it returns."""
        line = json.dumps(event._asdict(), ensure_ascii=False) + "\n"
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError(f"{self.path}: who left cannot be noted: {error.strerror}") from error


def _departure(line: str, number: int, path: Path) -> Departure:
    try:
        return Departure(**{name: str(value) for name, value in json.loads(line).items()})
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{path}, line {number}: is damaged; mend it before anything is sent") from error


def barred(departures: Departures, message: Message, digest: str) -> str:
    """Return why a message must not be sent, "" where it may: its reader left the list, or the address rests."""
    return departures.why_not(message.recipient, digest) if "@" in message.recipient else ""


def key_of(settings: Settings) -> str:
    """Return the secret of which tokens are made: WATCHER_UNSUBSCRIBE_KEY, else a file beside the database, made once.

    "" where it cannot be made: then a mail's address for leaving has no token.
    """
    if told := Secret("unsubscribe_key", "WATCHER_UNSUBSCRIBE_KEY").read(settings.environment):
        return told
    path = Path(f"{settings.database}.key")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def tailored(settings: Settings, plan: DigestPlan, channel: C) -> C:
    """Return the channel as it writes for a digest: to its recipients, with its address for answers."""
    if not dataclasses.is_dataclass(channel):
        return channel
    fields = {field.name for field in dataclasses.fields(channel)}
    told: dict[str, Any] = {"listed": plan.name}
    if plan.reply_to:
        told["reply_to"] = plan.reply_to
    if plan.recipients or plan.recipients_file:
        told |= {"recipients": plan.recipients, "recipients_file": plan.recipients_file}
    if "key" in fields:
        told["key"] = key_of(settings)
    return dataclasses.replace(channel, **{name: value for name, value in told.items() if name in fields})


def readers_of(session: Session) -> Readers:
    """Return who is written to: each digest's recipients, but for those who left and the addresses that rest."""
    departures, plans = Departures(session.settings.database), {one.name: one for one in session.settings.digests}

    made: dict[tuple[str, str], Channel] = {}

    def tailor(name: str, channel: Channel) -> Channel:
        if name not in plans:
            return channel
        if (name, channel.name) not in made:
            made[name, channel.name] = tailored(session.settings, plans[name], channel)
        return made[name, channel.name]

    return Readers(tailor=tailor, barred=lambda message, name: barred(departures, message, name))


class Person(NamedTuple):
    """A recipient of a list, through a channel; ``file`` is where the address stands, "" for ``watcher.toml``."""

    listed: str
    channel: str
    mailbox: Mailbox
    file: str


def people(settings: Settings) -> Iterator[Person]:
    """Yield who is on each list, whether the address rests or not; raise ``ConfigError`` for a file that cannot be read."""
    for plan, name, channel in _mailings(settings):
        file = channel.recipients_file
        listed = read_file(Path(file)) if file else Listed(())
        for one in listed.mailboxes:
            yield Person(plan.name, name, one, file)
        for address in channel.recipients:
            yield Person(plan.name, name, mailbox(address), "")


def mistakes(settings: Settings) -> tuple[str, ...]:
    """Return what is wrong in the files of recipients, in words, each once."""
    found: dict[str, None] = {}
    for _, _, channel in _mailings(settings):
        if channel.recipients_file:
            try:
                found |= dict.fromkeys(read_file(Path(channel.recipients_file)).mistakes)
            except ConfigError as error:
                found[str(error)] = None
    return tuple(found)


def _mailings(settings: Settings) -> Iterator[tuple[DigestPlan, str, Any]]:
    """Yield each digest with each of its channels that writes to recipients, as it writes for that digest."""
    channels, _ = usable_channels(settings)
    for plan in settings.digests:
        for name in plan.channels:
            channel = channels.get(name)
            if channel is not None and hasattr(channel, "recipients_file"):
                yield plan, name, tailored(settings, plan, channel)


def add(settings: Settings, one: Mailbox, plan: DigestPlan, now: datetime, because: str) -> Path:
    """Put somebody on the list of a digest; return the file that names them now.

    Raise ``InputError`` where there is no file, they are on it, or they left and nothing is said of why they come back.
    """
    departures = Departures(settings.database)
    if (why := departures.why_not(one.address, plan.name)) and not because:
        raise InputError(f'{one.address}: {why}; say with --because "..." why it is written to again')
    path = _file_of(settings, plan)
    if path.exists() and one.address.lower() in {known.address.lower() for known in read_file(path).mailboxes}:
        if not why:
            raise InputError(f"{one.address} is in {path} already")
    else:
        replaced(path.resolve(), with_added(path, one))
    departures.back(one.address, plan.name, now, because)
    return path


def remove(
    settings: Settings, address: str, plans: Sequence[DigestPlan], now: datetime, because: str
) -> tuple[str, ...]:
    """Take an address off the lists of these digests, for good; return the lists that it was on.

    It leaves the file, and is noted as having left: an older file or database does not bring it back.
    """
    found = [one for one in people(settings) if one.mailbox.address.lower() == address.lower()]
    lists = [plan.name for plan in plans if plan.name in {one.listed for one in found}]
    departures = Departures(settings.database)
    for listed in lists:
        departures.left(address, listed, now, because)
    shared = {one.file for one in people(settings) if one.file and one.mailbox.address.lower() == address.lower()}
    for file in shared:
        users = {one.listed for one in found if one.file == file}
        if users <= {*lists}:  # a file that serves another list too keeps the line
            replaced(Path(file).resolve(), without(Path(file), address))
    return tuple(lists)


def _file_of(settings: Settings, plan: DigestPlan) -> Path:
    files = {channel.recipients_file for one, _, channel in _mailings(settings) if one.name == plan.name}
    if len(named := {*filter(None, files)}) != 1:
        raise InputError(
            f'the digest {plan.name} has {len(named) or "no"} files of recipients; write recipients_file = "..." into its table'
        )
    return Path(named.pop())
