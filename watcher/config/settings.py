"""What the configuration says, checked; the options of sources and channels as they stand in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

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
class DigestPlan:
    """One ``[[digests]]`` table: which channels, and when each week (``weekday`` 0 is Monday)."""

    name: str
    channels: tuple[str, ...]
    weekday: int = 0
    at: time = time(7, 0)


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
    operator: ChannelSettings | None = None  # who is told when something is wrong; None: `watcher status` alone says it
