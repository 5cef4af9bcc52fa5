"""From settings to working parts: sources with their clients and queries, channels by name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, assert_never

import click

import digests
import sources
from sources import Rereads, Source
from sources._client import Client, Gate, Limits
from sources.files import files_in
from watcher.config import ChannelSettings, DigestPlan, Settings, SourceSettings
from watcher.errors import ConfigError
from watcher.model import Coverage, Id, Outcome, Query, Tier, Topic
from watcher.options import hint
from watcher.pipeline import Asked, standing_question
from watcher.saved import saved_runs
from watcher.schedule import Slot, next_due
from watcher.store import Store

# How far before the last complete run a source is asked again: indexes are late, and upserts make it free.
OVERLAP = timedelta(days=14)
# How often what is known is read again, where registries change it without saying so.
REREAD = timedelta(days=7)
# How far back the first run of a source looks, where nobody says otherwise (`sync --full` takes it all).
FIRST = timedelta(days=365)
# How long a source may be asked for what is new: what takes longer has no end, and a digest waits for it.
BUDGET = timedelta(hours=1)
# A backfill goes in steps, each of which counts once it is complete, so that it can be resumed.
BEGINNING = datetime(1985, 1, 1, tzinfo=UTC)
STEP = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of time to ask for.

    ``since`` None leaves the beginning to each source's watermark. A ``backfill`` has a watermark of
    its own, so that it can be resumed and never moves the other one; ``last`` is the last step of one. Where
    ``since`` or ``named`` says that somebody wants it now, sources that are asked seldom are asked too.
    """

    until: datetime
    since: datetime | None = None
    backfill: bool = False
    last: bool = True
    named: bool = False


def windows(now: datetime, since: datetime | None, *, full: bool, named: bool = False) -> Iterator[Window]:
    """Yield the spans to ask for, one after the other: one, or the steps of a backfill."""
    if not full:
        yield Window(since=since, until=now, named=named)
        return
    start = BEGINNING
    while start < now:
        yield Window(since=start, until=min(start + STEP, now), backfill=True, last=start + STEP >= now)
        start += STEP


def _seen_by(source: Source, window: Window) -> Window | None:
    """Return what the window is to the source; None for a step that it is not asked in.

    One that cannot be asked for a step is asked for everything in the last: by then all is known that it looks up.
    """
    if not window.backfill or source.windowed:
        return window
    return replace(window, since=BEGINNING) if window.last else None


def load_sources(settings: Settings, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """Return the sources that are named, or all that are enabled; raise ``ConfigError`` naming the place of a mistake."""
    for name in names:
        check_source(name)
    for name, told in settings.sources.items():
        if name not in sources.available():
            with _placed(told):
                sources.load(name)
    loaded = [source_of(settings, name) for name in names or sources.available()]
    return tuple(source for source in loaded if names or source.enabled)


def check_source(name: str) -> None:
    """Raise ``BadParameter`` for a ``--source`` that there is not."""
    if name not in sources.available():
        raise click.BadParameter(f"there is no source {name!r}{hint(name, sources.available())}", param_hint="--source")


def loose_files(settings: Settings, folder: str) -> tuple[Source, ...]:
    """Return the source that reads the files of a folder (or the one file); () where it has only saved runs."""
    runs = saved_runs(Path(folder))
    if runs and not files_in(Path(folder)):
        return ()
    return (source_of(settings, "files", folder=folder),)


def source_of(settings: Settings, name: str, **more: Any) -> Source:
    """Return the source of that name, enabled or not, with its options; raise ``ConfigError`` naming a mistake's place."""
    told = settings.sources.get(name)
    options: Mapping[str, Any] = told.options if told else {}
    with _placed(told, "the defaults"):
        return sources.load(name, {"contact": settings.contact, **options, **more})


@contextmanager
def turns(
    loaded: Iterable[Source], topic: Topic, store: Store, window: Window, gate: Gate
) -> Iterator[tuple[Asked, ...]]:
    """Yield a turn for each source that still has something to ask in the window; leaving closes the clients.

    All of them ask through the ``gate``.
    """
    with ExitStack() as stack:

        def client(source: Source, budget: timedelta | None) -> Client:
            return stack.enter_context(client_of(source, gate, budget))

        asked = ((source, seen) for source in loaded if (seen := _seen_by(source, window)))
        found = (_turn(source, topic, store, seen, client) for source, seen in asked)
        yield tuple(turn for turn in found if turn)


def _turn(
    source: Source, topic: Topic, store: Store, window: Window, client: Callable[[Source, timedelta | None], Client]
) -> Asked | None:
    query = Query(
        topic=topic.name,
        groups=topic.groups,
        left_out=topic.left_out,
        until=window.until,
        watched=tuple(i for trial in topic.watched for i in trial.ids),
    )
    standing = _step(window) + standing_question(source, query)
    reached = store.watermark(source.name, topic.name, standing)
    if reached and _is_enough(reached, source, window):
        return None
    covered = reached or window.until - FIRST
    since = window.since or (reached - OVERLAP if reached else covered)
    reread = _is_reread_due(source, store, window)
    return Asked(
        source=source,
        query=replace(
            query,
            since=since,
            known=_known(source, topic, store, reached, reread=reread),
            reread=reread,
            # Who names a source, or wants everything, wants its pages whether they changed or not.
            validators={} if window.backfill or window.named else store.validators(source.name, standing),
            proven=store.proven(source.name),
        ),
        client=client(source, BUDGET if reached and not window.backfill else None),
        # A window that begins after what was covered leaves a gap: however well it goes, it moves no watermark.
        question=standing if window.backfill or since <= covered else "",
    )


def _step(window: Window) -> str:
    """Return what sets the watermark of a backfill's step apart: each step is done or not by itself."""
    return f"backfill from {window.since:%Y-%m-%d}: " if window.backfill else ""


def _is_enough(reached: datetime, source: Source, window: Window) -> bool:
    """Tell whether nothing is to be asked: the step is done, or the source's last complete run is still young."""
    if window.backfill:
        return reached >= window.until or not source.windowed
    wanted_now = window.named or window.since is not None
    return not wanted_now and window.until - reached < timedelta(days=source.interval_days)


def _is_reread_due(source: Source, store: Store, window: Window) -> bool:
    """Tell whether what is known is to be read again: once a week, at the end of a backfill, and by a source that is named."""
    if source.rereads is Rereads.NOTHING or not window.last:
        return False
    last = store.recall(_note(source))
    return window.backfill or window.named or not last or window.until - datetime.fromisoformat(last) >= REREAD


def _known(source: Source, topic: Topic, store: Store, reached: datetime | None, *, reread: bool) -> tuple[Id, ...]:
    match source.rereads:
        case Rereads.NOTHING:
            return ()
        case Rereads.UNREAD:
            # Of many an abstract only the title is known yet, which may name the drug alone: its text decides.
            return store.known(topic.name, Tier.ADJACENT, without=source.name, since=None if reread else reached)
        case Rereads.WEEKLY:
            return store.known(topic.name) if reread else ()
        case _:
            assert_never(source.rereads)


def remember_rereads(asked: Iterable[Asked], coverage: Iterable[Coverage], store: Store) -> None:
    """Note which sources were completely asked again about what is known."""
    for turn, one in zip(asked, coverage, strict=True):
        if turn.query.reread and turn.query.known and one.outcome is Outcome.COMPLETE:
            store.remember(_note(turn.source), one.until.isoformat())


def _note(source: Source) -> str:
    return f"{source.name}: known things read again"


def gate_of(settings: Settings) -> Gate:
    """Return the gate that this process shares with all that work on the same database."""
    return Gate(settings.gate)


def client_of(source: Source, gate: Gate, budget: timedelta | None = None) -> Client:
    """Return the polite client of a source, which asks until the budget is used; leaving it closes its connections."""
    return Client(
        source.name,
        source.pace,
        contact=source.contact,
        allow_private_hosts=source.allow_private_hosts,
        gate=gate,
        limits=Limits(turn=budget.total_seconds()) if budget else None,
    )


def load_channels(settings: Settings, names: Sequence[str] = ()) -> dict[str, digests.Channel]:
    """Return the channels by name, all or those that are named."""
    known = [channel.name for channel in settings.channels]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"there is no channel {name!r}{hint(name, known)}", param_hint="--channel")
    loaded = {}
    for channel in settings.channels:
        if not names or channel.name in names:
            with _placed(channel):
                loaded[channel.name] = digests.load(channel.kind, channel.options)
    return loaded


def plan(settings: Settings, name: str | None) -> DigestPlan:
    """Return the digest of that name, or the first; raise ``BadParameter`` where there is none."""
    found = next((p for p in settings.digests if name is None or p.name == name), None)
    if found is None:
        known = [plan.name for plan in settings.digests]
        raise click.BadParameter(f"there is no digest {name!r}{hint(str(name), known)}", param_hint="--name")
    return found


def questions(settings: Settings, topic: Topic, now: datetime) -> dict[str, str]:
    """Return the query of each enabled source in its own dialect, for its last day."""
    watched = tuple(i for trial in topic.watched for i in trial.ids)
    query = Query(
        topic=topic.name,
        groups=topic.groups,
        left_out=topic.left_out,
        since=now - timedelta(days=1),
        until=now,
        watched=watched,
    )
    return {source.name: source.question(query) for source in load_sources(settings)}


def next_times(settings: Settings, store: Store, now: datetime) -> dict[str, str]:
    """Return when each job is due next, in the configured zone."""
    runs = store.runs(limit=1)
    last = runs[0].finished if runs else None
    collecting = last + settings.sync_every if last else now
    times = {"next sync": collecting}
    for one in settings.digests:
        times[f"next digest {one.name}"] = next_due(Slot(one.weekday, one.at, settings.timezone), now)
    return {what: f"{at.astimezone(settings.timezone):%Y-%m-%d %H:%M %Z}" for what, at in times.items()}


@contextmanager
def _placed(told: SourceSettings | ChannelSettings | None, otherwise: str = "") -> Iterator[None]:
    """Put the place before a message: the option's own line where it has one, else the table's."""
    try:
        yield
    except ConfigError as error:
        place = told.places.get(error.option, told.place) if told else otherwise
        raise ConfigError(f"{place}: {error}", option=error.option) from error
