"""``watcher.toml`` -> ``Settings``; one clear message per mistake.

Every key is checked here but the options of sources and channels, which stand in the settings as they do in the file: what
they know of their options, they check. Secrets come from the environment alone (``watcher.config.secrets``).
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from watcher.config import DATABASE, TABLES, values
from watcher.config.plans import DigestPlan, plans
from watcher.errors import ConfigError
from watcher.given import read_text
from watcher.redact import hide
from watcher.tables import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """The options of ``[sources.NAME]``, which stand in ``document`` under ``key``."""

    name: str
    key: str
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    document: Document = Document(path=None)  # noqa: RUF009 - it is frozen

    def place(self, option: str = "") -> str:
        """Return the file and the line of an option, of the table where it has none."""
        return self.document.place(f"{self.key}.{option}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings(SourceSettings):
    """One ``[[channels]]`` table: its name, its kind, and the options of that kind."""

    kind: str

    def over(self, like: Mapping[str, Any]) -> Self:
        """Return the same with the options of ``like`` where this table does not say its own."""
        return replace(self, options={**like, **self.options})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that ``watcher.toml`` and the environment say. Paths are absolute."""

    path: Path | None  # of the file; None where there is none and all is default
    folder: Path  # from which paths in the file count
    environment: Mapping[str, str] = field(repr=False)  # holds the secrets
    database: Path
    gate: Path  # the folder through which processes share the pace of requests
    timezone: ZoneInfo
    contact: str
    topic: str  # the name of a profile that ships, or the path of a file
    topic_place: str  # where the file says so, for messages
    sync_every: timedelta
    sources: Mapping[str, SourceSettings]
    channels: tuple[ChannelSettings, ...]
    digests: tuple[DigestPlan, ...]
    imap: SourceSettings | None = None  # the mailbox that is read for bounces and for who wants to leave
    rewriting: SourceSettings | None = None  # who rewrites sentences, where anybody does
    operator: ChannelSettings | None = None  # who is told when something is wrong; None: `watcher status` alone says it
    congresses: Path | None = None  # a file with dates of congresses, over those that ship
    congress_every: timedelta = timedelta(hours=3)  # how often is collected in the week of a congress
    heartbeat_url: str = field(default="", repr=False)  # called after each good round; it may be a secret
    heartbeat_private: bool = False  # whether that may be a host of our own
    backups: Path | None = None  # the folder into which the service copies the database daily; None: it does not
    backups_kept: int = 8


@dataclass(frozen=True, slots=True)
class _Watcher:
    database: Annotated[Path, values.path] = Path(
        DATABASE
    )  # the SQLite file; beside watcher.toml unless the path is absolute
    gate: Annotated[Path | None, values.path] = None  # a folder: who shares it shares the pace of requests
    timezone: Annotated[ZoneInfo, values.zone] = field(
        default_factory=lambda: ZoneInfo("UTC")
    )  # of hours and dates, a name of the IANA database
    contact: Annotated[str, values.contact] = ""  # an e-mail address, sent to NCBI and Crossref as their etiquette asks
    topic: Annotated[str | Path, values.profile] = "ssa-dose-escalation"  # a profile that ships, or the path of one


@dataclass(frozen=True, slots=True)
class _Schedule:
    sync: Annotated[timedelta, values.every] = timedelta(hours=6)  # how often is collected
    congress: Annotated[timedelta, values.every] = timedelta(hours=3)  # how often is collected while a congress is on
    congresses: Annotated[Path | None, values.path] = None  # a file with dates of congresses, over those that ship
    heartbeat_url: str = ""  # called by GET after each good round
    allow_private_hosts: bool = False  # whether heartbeat_url may be a private address, and plain http
    backup: Annotated[Path | None, values.path] = None  # a folder into which the service copies the database daily
    keep: int = 8  # how many of these copies stay


def load(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return what the file says; all defaults for None. Raise ``ConfigError`` naming file, line, key and mend."""
    if path is None:
        return _settings(Document(path=None), environment)
    try:
        text = read_text(path, "utf-8-sig")  # Notepad puts a mark of byte order before it
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: cannot be read: it is not UTF-8; save it as UTF-8") from error
    return _settings(Document.read(text, path), environment)


def _settings(document: Document, environment: Mapping[str, str]) -> Settings:
    document.holds_only(*TABLES)
    main = document.table("watcher", _Watcher)
    folder = document.path.parent.resolve() if document.path else Path.cwd()
    channels = _channels(document)
    schedule = document.table("schedule", _Schedule)
    _check_addresses(document, "schedule", document.raw("schedule"))
    hide([schedule.heartbeat_url])
    database = folder / main.database
    return Settings(
        path=document.path,
        folder=folder,
        environment=environment,
        database=database,
        gate=folder / (main.gate or f"{database}.gate"),
        timezone=main.timezone,
        contact=main.contact,
        topic=str(folder / main.topic) if isinstance(main.topic, Path) else main.topic,
        topic_place=document.place("watcher.topic"),
        sync_every=schedule.sync,
        congresses=folder / schedule.congresses if schedule.congresses else None,
        congress_every=min(schedule.congress, schedule.sync),
        heartbeat_url=schedule.heartbeat_url,
        heartbeat_private=schedule.allow_private_hosts,
        backups=folder / schedule.backup if schedule.backup else None,
        backups_kept=schedule.keep,
        sources=_sources(document),
        channels=channels,
        digests=plans(document, folder, main.timezone, [channel.name for channel in channels]),
        imap=_single(document, "imap"),
        rewriting=_single(document, "rewriting"),
        operator=_operator(document, channels),
    )


def _sources(document: Document) -> dict[str, SourceSettings]:
    tables = document.named("sources")
    for name, options in tables.items():
        _check_addresses(document, f"sources.{name}", options)
    return {
        name: SourceSettings(name=name, options=options, key=f"sources.{name}", document=document)
        for name, options in tables.items()
    }


def _channels(document: Document) -> tuple[ChannelSettings, ...]:
    channels: list[ChannelSettings] = []
    for i, table in enumerate(document.rows("channels")):
        channel = _channel(document, f"channels.{i}", table)
        if channel.name in [other.name for other in channels]:
            document.fail(f"channels.{i}.name", f"{channel.name!r} is the name of another channel; choose a new one")
        channels.append(channel)
    return tuple(channels)


def _channel(document: Document, key: str, table: Mapping[str, Any], name: str | None = None) -> ChannelSettings:
    if "kind" not in table:
        document.fail(key, """needs a key 'kind': write kind = "...\"""")
    kind = document.value(f"{key}.kind", table["kind"], Annotated[str, str])
    name = name or document.value(f"{key}.name", table.get("name", kind), Annotated[str, str])
    _check_addresses(document, key, table)
    options = {**table, "name": name}
    del options["kind"]
    return ChannelSettings(name=name, kind=kind, options=options, key=key, document=document)


def _single(document: Document, name: str) -> SourceSettings | None:
    """Return the one table of a name; None where there is none."""
    options = document.raw(name)
    _check_addresses(document, name, options)
    return SourceSettings(name=name, key=name, options=options, document=document) if options else None


def _operator(document: Document, channels: Sequence[ChannelSettings]) -> ChannelSettings | None:
    """Return who hears of troubles: a channel; what it does not say is as in the first channel of its kind."""
    table = document.raw("operator")
    if not table:
        return None
    operator = _channel(document, "operator", table, name="operator")
    like: Mapping[str, Any] = next((channel.options for channel in channels if channel.kind == operator.kind), {})
    return operator.over(like)


def _check_addresses(document: Document, key: str, options: Mapping[str, Any]) -> None:
    """Check every address; one beside the base address may be empty, where that switches something off."""
    check = values.address if options.get("allow_private_hosts", False) is not True else values.any_address
    for name, value in options.items():
        if name == "base_url" or (name.endswith("_url") and value != ""):
            document.value(f"{key}.{name}", value, Annotated[str, check])
