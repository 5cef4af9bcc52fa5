"""Collect: ask the sources that have something to say, or read what lies in a folder, and take it in."""

import contextlib
import ctypes
import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from sources import Source
from watcher import heap
from watcher.model import Coverage
from watcher.pipeline.collect import collect
from watcher.pipeline.forecasting import keep_forecasts
from watcher.pipeline.reread import SECONDS, Reread, reread
from watcher.pipeline.second import SHORT_RUN, Elsewhere, SecondProcess
from watcher.service import Session
from watcher.service.asking import asking, not_asked, remember_rereads, spans
from watcher.service.loading import gate_of, load_sources, loose_files, source_of, usable_sources
from watcher.service.offline import saving, take_in_saved
from watcher.store.store import Store

_UNDER_WAY = "collecting: under way since"
_INTERRUPTED = "collecting: interrupted at"


def sync(
    session: Session,
    store: Store,
    *,
    names: Sequence[str] = (),
    since: datetime | None = None,
    full: bool = False,
    folder: str | None = None,
    sift: bool = False,
    save: str | None = None,
    lenient: bool = False,
    only: Sequence[str] = (),
    cluster: AbstractContextManager[Elsewhere] | None = None,
) -> tuple[Coverage, ...]:
    """Ask the sources (or read the runs and files of ``folder``) and take in what comes; return the coverage.

    ``names`` are the sources to ask now, whatever their turn. ``sift`` passes over the records of PubMed's files that name
    nothing of the topic. ``save`` is a folder in which all that comes is kept for another machine. ``lenient`` lets a source
    whose options are wrong fail alone, and asks ``only`` some sources, for what they would be asked with all the others;
    otherwise its ``ConfigError`` is raised before anybody is asked. ``cluster`` understands the pages in the place of a
    second process.
    """
    _settle_memory()
    loaded, coverage = _sources(session, store, names, folder, lenient=lenient, sift=sift, only=only)
    with begun(session, store, cluster) as second:
        if folder:
            coverage += tuple(take_in_saved(session, store, folder, second))
        gate = gate_of(session.settings)
        for span in spans(session.now(), since, full=full, named=bool(names)):
            with asking(loaded, session.topic, store, span, gate) as asked:
                keep = saving(save, asked, session, store) if save else None
                progress = session.progress
                seen = collect(asked, session.topic, store, session.now, keep=keep, progress=progress, second=second)
            remember_rereads(asked, seen, store)
            coverage += seen
        keep_forecasts(session.topic, store, session.now())
    return coverage


@contextlib.contextmanager
def begun(
    session: Session, store: Store, cluster: AbstractContextManager[Elsewhere] | None = None
) -> Iterator[Elsewhere]:
    """Yield the second process of a run, or the cluster in its place; where the last run never ended, every page goes there.

    What ended that run was, it may be, a page: whatever it does now, it ends a process that nobody else needs.
    """
    never_ended = bool(store.recall(_UNDER_WAY))
    store.remember(_UNDER_WAY, session.now().isoformat())
    if not never_ended:
        read_again(session, store)
    try:
        with cluster or SecondProcess(session.topic, 0 if never_ended else SHORT_RUN) as second:
            yield second
    except KeyboardInterrupt:
        store.remember(_INTERRUPTED, session.now().isoformat())
        raise
    store.remember(_UNDER_WAY, "")
    store.remember(_INTERRUPTED, "")


def interrupted(store: Store) -> datetime | None:
    """Return when the last collection was interrupted (Ctrl-C); None where it was not, or one has gone through since."""
    return store.recall_time(_INTERRUPTED)


def read_again(session: Session, store: Store, *, everything: bool = False) -> Reread:
    """Read again what another version of the program or of the profile did not understand, and rate what it rated.

    A few minutes of it are done at a time; ``everything`` does it all, whatever version read it last.
    """
    seconds = math.inf if everything else SECONDS
    load = partial(source_of, session.settings)
    return reread(store, session.topic, load, session.now, seconds, everything=everything)


def _sources(
    session: Session,
    store: Store,
    names: Sequence[str],
    folder: str | None,
    *,
    lenient: bool,
    sift: bool,
    only: Sequence[str],
) -> tuple[tuple[Source, ...], tuple[Coverage, ...]]:
    """Return the sources to ask, and the coverage of those that cannot be asked as they are configured."""
    if folder:
        return loose_files(session.settings, folder, sift=sift), ()
    if not lenient:
        return load_sources(session.settings, names), ()
    usable, wrong = usable_sources(session.settings)
    mistakes = {name: mistake for name, mistake in wrong.items() if not only or name in only}
    return (
        tuple(source for source in usable if not only or source.name in only),
        tuple(not_asked(session, store, name, mistake) for name, mistake in mistakes.items()),
    )


def _settle_memory() -> None:
    """Make the memory of a long sync cheap and flat: a tenth of the time, a fifth of the space."""
    heap.settle()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        # glibc gives each thread a heap of its own, and a page a thread leaves holes in all of them: one heap is enough
        # (M_ARENA_MAX, https://man7.org/linux/man-pages/man3/mallopt.3.html). Elsewhere there is no such thing.
        ctypes.CDLL(None).mallopt(-8, 1)
