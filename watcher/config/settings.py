"""What the configuration says, checked and complete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """The options of ``[sources.NAME]``; ``place`` says where the table stands, ``places`` where each option does."""

    name: str
    options: Mapping[str, Any] = field(repr=False)
    place: str
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """One ``[[channels]]`` table: its name, its kind, and the options of that kind, secrets included."""

    name: str
    kind: str
    options: Mapping[str, Any] = field(repr=False)
    place: str
    places: Mapping[str, str] = field(default_factory=dict)


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
