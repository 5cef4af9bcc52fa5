"""Read ``watcher.toml``: find it, check every key, add the secrets from the environment."""

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from watcher.config import values
from watcher.config.secrets import CHANNEL_SECRETS, SOURCE_SECRETS, Secret
from watcher.config.settings import ChannelSettings, DigestPlan, Settings, SourceSettings
from watcher.errors import ConfigError
from watcher.options import hint
from watcher.toml_lines import line_of, lines_of

T = TypeVar("T")

NAME = "watcher.toml"
_TABLES = ("watcher", "schedule", "sources", "channels", "digests", "operator")
# The options of sources and channels that name a file or a folder: they count from the folder of this file.
PATHS = ("folder", "file", "authority")
_WATCHER = ("database", "gate", "timezone", "contact", "topic")


def find(option: str | None, environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Path | None:
    """Return the configuration file: ``option``, WATCHER_CONFIG, ``folder``, the user's config folder.

    None where there is none and all is default; ``ConfigError`` where a named one is missing.
    """
    if named := option or environment.get("WATCHER_CONFIG"):
        if not _is_there(Path(named)):
            raise ConfigError(f"there is no configuration file {named}; `watcher init` writes one")
        return Path(named)
    import platformdirs  # noqa: PLC0415 - only here

    candidates = ((folder or Path()) / NAME, platformdirs.user_config_path("watcher") / NAME)
    return next((path for path in candidates if _is_there(path)), None)


def _is_there(path: Path) -> bool:
    """Return whether there is such a file; raise ``ConfigError`` where its folder may not be looked into."""
    try:
        return path.is_file()
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{path}: cannot be looked for: {error}; make its folder readable, or name another file with --config"
        ) from error


def load(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the file, or the defaults for None; raise ``ConfigError`` for a mistake."""
    if path is None:
        return _Reader(path=None, text="", environment=environment).settings()
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad puts a mark of byte order before it
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: cannot be read: it is not UTF-8; save it as UTF-8") from error
    return _Reader(path=path, text=text, environment=environment).settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """One reading of one file; its methods follow the file's tables."""

    path: Path | None
    text: str
    environment: Mapping[str, str]

    def settings(self) -> Settings:
        data = self._parsed()
        self._known("", data, _TABLES)
        main = self._table(data, "watcher")
        self._known("watcher", main, _WATCHER)
        channels = self._channels(data)
        database = self._beside(main, "database", "watcher.db")
        return Settings(
            path=self.path,
            database=database,
            gate=self._beside(main, "gate", f"{database}.gate"),
            timezone=self._value(main, "watcher.timezone", values.zone, ZoneInfo("UTC")),
            contact=self._value(main, "watcher.contact", values.contact, ""),
            topic=self._value(main, "watcher.topic", self._profile, "ssa-dose-escalation"),
            topic_place=self._place("watcher.topic"),
            sync_every=self._schedule(data),
            sources=self._sources(data),
            channels=channels,
            digests=self._digests(data, [channel.name for channel in channels]),
            operator=self._operator(data, channels),
        )

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text + "\n")  # else a mistake in the last line is "at end of document"
        except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
            raise ConfigError(f"{self.path}: this is not TOML: {error}{values.mend(str(error))}") from error
        except RecursionError as error:
            raise ConfigError(f"{self.path}: this is no configuration: brackets stand in brackets too often") from error

    def _beside(self, main: Mapping[str, Any], key: str, default: str) -> Path:
        """Return a path that counts from the folder of this file."""
        return self._folder() / self._value(main, f"watcher.{key}", values.path, Path(default))

    def _profile(self, text: str) -> str:
        """Return a profile's name as it is, its path beside this file as an absolute one."""
        is_path = text.endswith(".toml") or "/" in text or "\\" in text
        return str(self._folder() / values.path(text)) if is_path else text

    def _schedule(self, data: Mapping[str, Any]) -> timedelta:
        table = self._table(data, "schedule")
        self._known("schedule", table, ("sync",))
        return self._value(table, "schedule.sync", values.every, timedelta(hours=6))

    def _sources(self, data: Mapping[str, Any]) -> dict[str, SourceSettings]:
        sources = {}
        for name, options in self._table(data, "sources").items():
            key = f"sources.{name}"
            if not isinstance(options, dict):
                self._fail(key, f"is a table: write [{key}] on a line of its own")
            self._check_addresses(key, options)
            filled = self._filled(key, options, SOURCE_SECRETS.get(name))
            sources[name] = SourceSettings(
                name=name, options=filled, place=self._place(key), places=self._places(key, options)
            )
        for name, secret in SOURCE_SECRETS.items():
            if name not in sources and (filled := self._filled(f"sources.{name}", {}, secret)):
                sources[name] = SourceSettings(name=name, options=filled, place="the environment")
        return sources

    def _channels(self, data: Mapping[str, Any]) -> tuple[ChannelSettings, ...]:
        channels: list[ChannelSettings] = []
        for i, table in enumerate(self._tables(data, "channels")):
            key = f"channels.{i}"
            kind = self._required(table, f"{key}.kind")
            name = self._value(table, f"{key}.name", str, kind)
            if name in [channel.name for channel in channels]:
                self._fail(f"{key}.name", f"{name!r} is the name of another channel; choose a new one")
            self._check_addresses(key, table)
            options = self._filled(key, {k: v for k, v in table.items() if k != "kind"}, CHANNEL_SECRETS.get(kind))
            channels.append(
                ChannelSettings(
                    name=name,
                    kind=kind,
                    options={**options, "name": name},
                    place=self._place(key),
                    places=self._places(key, table),
                )
            )
        return tuple(channels)

    def _operator(self, data: Mapping[str, Any], channels: Sequence[ChannelSettings]) -> ChannelSettings | None:
        """Return who hears of troubles: a channel; what it does not say is as in the first channel of its kind."""
        table = self._table(data, "operator")
        if not table:
            return None
        kind = self._required(table, "operator.kind")
        self._check_addresses("operator", table)
        own = {key: value for key, value in table.items() if key != "kind"}
        like: Mapping[str, Any] = next((channel.options for channel in channels if channel.kind == kind), {})
        filled = self._filled("operator", own, CHANNEL_SECRETS.get(kind))
        return ChannelSettings(
            name="operator",
            kind=kind,
            options={**like, **filled, "name": "operator"},
            place=self._place("operator"),
            places=self._places("operator", table),
        )

    def _digests(self, data: Mapping[str, Any], channels: list[str]) -> tuple[DigestPlan, ...]:
        plans: list[DigestPlan] = []
        for i, table in enumerate(self._tables(data, "digests")):
            key = f"digests.{i}"
            self._known(key, table, ("name", "channels", "when"))
            name = self._required(table, f"{key}.name")
            if name in [plan.name for plan in plans]:
                self._fail(f"{key}.name", f"{name!r} is the name of another digest; choose a new one")
            weekday, at = self._value(table, f"{key}.when", values.when, (0, time(7, 0)))
            to = self._names(table, f"{key}.channels", channels)
            plans.append(DigestPlan(name=name, channels=to, weekday=weekday, at=at))
        return tuple(plans) or (DigestPlan(name="weekly", channels=tuple(channels)),)

    def _filled(self, key: str, options: Mapping[str, Any], secret: Secret | None) -> dict[str, Any]:
        """Return the options with the secret from the environment and with absolute folders."""
        filled = dict(options)
        if secret and secret.option in filled:
            self._fail(f"{key}.{secret.option}", f"is a secret: remove it here and set {secret.variable} instead")
        if secret:
            variable = self._value(filled, f"{key}.{secret.option}_env", str, secret.variable)
            filled.pop(f"{secret.option}_env", None)
            if value := secret.read(self.environment, variable):
                filled[secret.option] = value
        for name in PATHS:
            if filled.get(name) and isinstance(filled[name], str):
                filled[name] = str(self._folder() / self._value(filled, f"{key}.{name}", values.path, Path()))
        return filled

    def _folder(self) -> Path:
        return self.path.parent.resolve() if self.path else Path.cwd()

    def _check_addresses(self, key: str, options: Mapping[str, Any]) -> None:
        """Check every address; one beside the base address may be empty, where that switches something off."""
        allowed = options.get("allow_private_hosts", False) is True
        for name, value in options.items():
            if name == "base_url" or (name.endswith("_url") and value != ""):
                self._value(
                    options, f"{key}.{name}", lambda url: values.check_address(url, private_allowed=allowed), None
                )

    def _value(self, table: Mapping[str, Any], key: str, read: Callable[[str], T], default: T) -> T:
        value = table.get(key.rpartition(".")[2])
        if value is None:
            return default
        if not isinstance(value, str):
            self._fail(key, f"is text: write it in quotes, not {value!r}")
        if not value.strip():
            self._fail(key, "is empty; write a value, or remove the line for the default")
        try:
            return read(value)
        except ValueError as error:
            self._fail(key, f"cannot be {value!r}: {error}")

    def _names(self, table: Mapping[str, Any], key: str, known: Sequence[str]) -> tuple[str, ...]:
        names = table.get("channels", known)
        if not isinstance(names, list | tuple):
            self._fail(key, f'is a list of names of channels: write ["archive"], not {names!r}')
        for name in names:
            if name not in known:
                self._fail(key, f"cannot name {name!r}: there is no channel {name!r}{hint(str(name), known)}")
        return tuple(names)

    def _required(self, table: Mapping[str, Any], key: str) -> str:
        name = key.rpartition(".")[2]
        if name not in table:
            self._fail(key.rpartition(".")[0], f'needs a key {name!r}: write {name} = "..."')
        return self._value(table, key, str, "")

    def _table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        table = data.get(key, {})
        if not isinstance(table, dict):
            self._fail(key, f"is a table: write [{key}] on a line of its own")
        return table

    def _tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        tables = data.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._fail(key, f"is a list of tables: write [[{key}]], in double brackets, before each")
        return tables

    def _known(self, key: str, table: Mapping[str, Any], names: Iterable[str]) -> None:
        for name in table:
            if name not in names:
                full = f"{key}.{name}" if key else name
                self._fail(full, f"is not a setting{hint(name, tuple(names))}")

    def _place(self, key: str) -> str:
        line = line_of(key, lines_of(self.text))
        return f"{self.path}, line {line}" if line else str(self.path or "the defaults")

    def _places(self, key: str, options: Iterable[str]) -> dict[str, str]:
        return {option: self._place(f"{key}.{option}") for option in options}

    def _fail(self, key: str, reason: str) -> NoReturn:
        raise ConfigError(f"{self._place(key)}: {_shown(key)} {reason}")


def _shown(key: str) -> str:
    """Return "channels.0.kind" as a reader of the file would name it: "kind" of [[channels]] no. 1."""
    parts = key.split(".")
    if len(parts) > 1 and parts[1].isdigit():
        table = f"[[{parts[0]}]] no. {int(parts[1]) + 1}"
        return f"{parts[2]} of {table}" if len(parts) > 2 else table
    return key
