"""What the commands and the service both do: one round of collecting, one of delivering."""

import contextlib
import ctypes
import gc
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from digests import Channel
from watcher.config import DigestPlan
from watcher.errors import StoreError
from watcher.model import Coverage, Period
from watcher.pipeline import Composed, Edition, SecondProcess, Sent, collect, compose, deliver, send_due
from watcher.service.asking import asking, remember_rereads, spans
from watcher.service.loading import gate_of, load_channels, load_sources, loose_files
from watcher.service.offline import saving, take_in_saved
from watcher.service.schedule import Slot, clock_went_back, period
from watcher.service.session import Session
from watcher.store import Store


def sync(
    app: Session,
    store: Store,
    *,
    names: Sequence[str] = (),
    since: datetime | None = None,
    full: bool = False,
    folder: str | None = None,
    save: str | None = None,
) -> tuple[Coverage, ...]:
    """Ask the sources (or read the runs and files of ``folder``) and take in what comes; return the coverage.

    ``save`` is a folder in which all that comes is kept for another machine.
    """
    _settle_memory()
    coverage: tuple[Coverage, ...] = ()
    with SecondProcess(app.topic) as second:
        if folder:
            coverage += tuple(take_in_saved(app, store, folder, second))
        loaded = loose_files(app.settings, folder) if folder else load_sources(app.settings, names)
        gate = gate_of(app.settings)
        for span in spans(app.now(), since, full=full, named=bool(names)):
            with asking(loaded, app.topic, store, span, gate) as asked:
                keep = saving(save, asked, app, store) if save else None
                seen = collect(asked, app.topic, store, app.now, keep=keep, progress=app.progress, second=second)
            remember_rereads(asked, seen, store)
            coverage += seen
    return coverage


def _settle_memory() -> None:
    """Make the memory of a long sync cheap and flat: a tenth of the time, a fifth of the space."""
    gc.freeze()  # what is loaded by now stays, and need not be looked through again and again
    with contextlib.suppress(OSError, AttributeError, TypeError):
        # glibc gives each thread a heap of its own, and a page a thread leaves holes in all of them: one heap is enough
        # (M_ARENA_MAX, https://man7.org/linux/man-pages/man3/mallopt.3.html). Elsewhere there is no such thing.
        ctypes.CDLL(None).mallopt(-8, 1)


def due_period(app: Session, store: Store, plan: DigestPlan, since: datetime | None = None) -> Period:
    """Return the period that the plan's next digest covers: from its last one to now."""
    made = store.digests(plan.name)
    slot = Slot(plan.weekday, plan.at, app.settings.timezone)
    return period(slot, app.now(), since or (made[0].until if made else None))


def prepare(app: Session, store: Store, plan: DigestPlan, span: Period, *, anew: bool = False) -> Composed:
    """Return the digest of a period as it would be sent now; ``anew`` forgets what earlier digests told."""
    loaded = load_sources(app.settings)
    edition = Edition(
        name=None if anew else plan.name,
        sources=tuple(source.name for source in loaded),
        intervals={source.name: timedelta(days=source.interval_days) for source in loaded if source.interval_days},
        footer=app.footer(),
        horizon=app.horizon,
    )
    return compose(app.topic, store, edition, span, app.now())


def planned(app: Session, store: Store, plan: DigestPlan, only: Sequence[str] = ()) -> tuple[Sent, ...]:
    """Return what ``send`` would do, without doing it: the messages that wait, then those still to be made."""
    waiting = [
        Sent(channel=d.message.channel, recipient=d.message.recipient, state=d.state, detail=d.error)
        for d in store.deliveries("pending", "uncertain")
    ]
    span = due_period(app, store, plan)
    if _was_made(store, plan, span):
        return tuple(waiting)
    digest, _ = prepare(app, store, plan, span)
    messages = [message for channel in _chosen(app, plan, only) for message in channel.render(digest)]
    made = [
        Sent(channel=m.channel, recipient=m.recipient, state="would be sent", detail=f"{len(m.body):,} bytes")
        for m in messages
    ]
    return (*waiting, *made)


def send(app: Session, store: Store, plan: DigestPlan, only: Sequence[str] = ()) -> tuple[bool, tuple[Sent, ...]]:
    """Make the plan's digest where it is due and not made yet; send what waits. Return whether it was made."""
    channels = _chosen(app, plan, only)
    span = due_period(app, store, plan)
    with store.delivering() as mine:
        if not mine:
            raise StoreError(f"another process is delivering from {store.path}; wait for it, or stop it")
        made = False
        if not _was_made(store, plan, span):
            made = deliver(store, plan.name, prepare(app, store, plan, span), channels, app.now())
        return made, send_due(store, load_channels(app.settings), app.now)


def _chosen(app: Session, plan: DigestPlan, only: Sequence[str]) -> list[Channel]:
    channels = load_channels(app.settings)
    return [channels[name] for name in plan.channels if not only or name in only]


def _was_made(store: Store, plan: DigestPlan, span: Period) -> bool:
    return span.key in {digest.key for digest in store.digests(plan.name)}


class Done(NamedTuple):
    """What a round brought: the coverage of a collection, and what became of each message; () where nothing was due."""

    coverage: tuple[Coverage, ...]
    sent: tuple[Sent, ...]


def check(app: Session) -> None:
    """Raise ``ConfigError`` for any mistake in what a round needs: the topic, the sources, the channels."""
    _ = app.topic
    load_sources(app.settings)
    load_channels(app.settings)


def due(app: Session, store: Store) -> Done:
    """Do once what is due: collect where the interval has passed, deliver the digests of this week."""
    runs = store.runs(limit=1)
    seen = runs[0].finished if runs else None
    if clock_went_back(app.now(), seen):
        raise StoreError(
            f"the clock says {app.now():%Y-%m-%d %H:%M}, before the last run at {seen:%Y-%m-%d %H:%M}: set it right"
        )
    is_due = seen is None or app.now() - seen >= app.settings.sync_every
    coverage = sync(app, store) if is_due else ()
    plans = [plan for plan in app.settings.digests if plan.channels]
    return Done(coverage, tuple(message for plan in plans for message in send(app, store, plan)[1]))
