"""``[[digests]]``: whose digest it is, when it goes out, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from watcher.config import values
from watcher.model import SECTIONS, Tier
from watcher.options import hint
from watcher.tables import Document

_TIERS = tuple(tier.value for tier in Tier if tier is not Tier.OFF)
LANGUAGES = ("en", "sv", "de", "es")
EMPTY = ("send", "short", "skip")


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """One ``[[digests]]`` table: a digest, the channels that it goes to, and when.

    ``alerts`` are events that cannot wait for it; they do wait for the end of the ``quiet`` hours, from and to, None for none.
    Hours and days are those of ``timezone``. ``tiers`` are those that it tells of, ``sections`` those that it has, in their
    order: all where there are none. ``empty`` is what becomes of one that has nothing new to tell: "send", "short" or "skip".
    """

    name: str
    channels: tuple[str, ...]
    when: values.When = field(default_factory=values.When)
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    topic: str = ""  # the name or the path of a profile; "": that of [watcher]
    place: str = ""  # where the file says so, for messages
    tiers: frozenset[Tier] = frozenset()
    sections: tuple[str, ...] = ()
    empty: str = "send"
    language: str = "en"  # of labels and dates; what sources say stays in their words
    recipients: tuple[str, ...] = ()  # in the place of those of its mail channels
    recipients_file: str = ""  # more of them, a path; "" for none
    reply_to: str = ""  # where mails of it are answered
    alerts: bool = True
    quiet: tuple[time, time] | None = None
    searches: tuple[str, ...] = ()  # names of saved searches, each of which makes a section of what is new in it


@dataclass(frozen=True, slots=True)
class _Digest:
    name: Annotated[str, str]  # what it is called in commands, messages and the archive
    channels: object = None  # names of channels; all if not given
    when: Annotated[values.When, values.when] = field(
        default_factory=values.When
    )  # days and a time: "weekdays 07:00", "tuesday, friday 08:30", "first monday 07:00"
    timezone: Annotated[ZoneInfo | None, values.zone] = None  # of its hours and dates; that of `[watcher]` if not given
    topic: Annotated[str | Path, values.profile] = ""  # the profile that it is about; that of `[watcher]` if not given
    tiers: tuple[
        Annotated[str, values.one_of(*_TIERS)], ...
    ] = ()  # those that it tells of, all if none is named: watched, core, related, adjacent
    threshold: Annotated[str, values.one_of(*_TIERS)] = ""  # in the place of tiers: down to this one
    sections: tuple[
        Annotated[str, values.one_of(*SECTIONS)], ...
    ] = ()  # those that it has, in this order; all if none is named
    empty: Annotated[str, values.one_of(*EMPTY)] = "send"  # one without news: "send", "short" (first lines) or "skip"
    language: Annotated[str, values.one_of(*LANGUAGES)] = "en"  # of labels and dates: en, sv, de, es
    recipients: tuple[str, ...] = ()  # in the place of those of its mail channels
    recipients_file: Annotated[Path | None, values.path] = None  # more of them, an address a line or CSV
    reply_to: str = ""  # where its mails are answered
    alerts: bool = True  # whether what cannot wait is told at once
    quiet: Annotated[tuple[time, time] | None, values.quiet] = None  # hours in which no alert goes out: "20:00-07:00"
    searches: tuple[str, ...] = ()  # names of saved searches, each of which makes a section of what is new in it


def plans(document: Document, folder: Path, zone: ZoneInfo, channels: Sequence[str]) -> tuple[DigestPlan, ...]:
    """Return the digests that the file names; a weekly one to every channel where it names none. Raise ``ConfigError``."""
    found: list[DigestPlan] = []
    for i, table in enumerate(document.tables("digests", _Digest)):
        plan = _plan(document, f"digests.{i}", table, channels, folder, zone)
        if plan.name in [other.name for other in found]:
            document.fail(f"digests.{i}.name", f"{plan.name!r} is the name of another digest; choose a new one")
        found.append(plan)
    return tuple(found) or (DigestPlan(name="weekly", channels=tuple(channels), timezone=zone),)


def _plan(  # noqa: PLR0913, PLR0917 - what a table says, and what it falls back on
    document: Document, key: str, table: _Digest, channels: Sequence[str], folder: Path, zone: ZoneInfo
) -> DigestPlan:
    if table.tiers and table.threshold:
        document.fail(f"{key}.threshold", "says what tiers says already; keep one of the two")
    return DigestPlan(
        name=table.name,
        channels=_names(
            document, f"{key}.channels", list(channels) if table.channels is None else table.channels, channels
        ),
        when=table.when,
        timezone=table.timezone or zone,
        topic=str(folder / table.topic) if isinstance(table.topic, Path) else table.topic,
        place=document.place(f"{key}.topic"),
        tiers=_tiers(table),
        sections=tuple(dict.fromkeys(table.sections)),
        empty=table.empty,
        language=table.language,
        recipients=table.recipients,
        recipients_file=str(folder / table.recipients_file) if table.recipients_file else "",
        reply_to=table.reply_to,
        alerts=table.alerts,
        quiet=table.quiet,
        searches=table.searches,
    )


def _tiers(table: _Digest) -> frozenset[Tier]:
    """Return the tiers that are named, or all as near as the threshold."""
    if not table.threshold:
        return frozenset(map(Tier, table.tiers))
    return frozenset(tier for tier in Tier if tier.rank <= Tier(table.threshold).rank)


def _names(document: Document, key: str, names: object, known: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(names, list):
        document.fail(key, f'is a list of names of channels: write ["archive"], not {names!r}')
    for name in names:
        if name not in known:
            document.fail(key, f"cannot name {name!r}: there is no channel {name!r}{hint(str(name), known)}")
    return tuple(names)
