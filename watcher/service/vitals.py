"""The health of an installation, for programs that watch over it: its health, its metrics, and a call after each good round.

What is told here names no recipient and shows no address beyond its host.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from watcher import __version__
from watcher.config.plans import DigestPlan
from watcher.errors import WatcherError
from watcher.model import Coverage
from watcher.service import Session
from watcher.service.digest import due_period
from watcher.service.due import Done, is_due, next_collection, next_digest
from watcher.service.report import anonymous
from watcher.service.troubles import troubles
from watcher.store.store import Store
from watcher.web.call import call
from watcher.web.request import PassingError, RefusedError

if TYPE_CHECKING:
    from prometheus_client.core import Metric

_IDLE = timedelta(hours=1)  # how much later than due a collection may begin before somebody should look
_SECONDS = 10  # for the call
_EPOCH = datetime(1970, 1, 1).astimezone()

log = logging.getLogger(__name__)


class Health(NamedTuple):
    """Whether an installation runs well; where not, what a person should look at, the gravest first."""

    well: bool
    reasons: tuple[str, ...]


def health(session: Session) -> Health:
    """Return how the installation is; a database that cannot be read is a reason, and no error."""
    try:
        with session.reading() as store:
            reasons = [anonymous(one.text) for one in troubles(session, store)]
            late = session.now() - next_collection(session, store, session.now())
    except WatcherError as error:
        return Health(False, (anonymous(str(error)),))
    if late > _IDLE:
        reasons.append(f"nothing was collected, though that was due {late // timedelta(minutes=1)} minutes ago")
    return Health(not reasons, tuple(reasons))


def metrics(session: Session) -> bytes:
    """Return the metrics in the text format of Prometheus, https://prometheus.io/docs/instrumenting/exposition_formats/.

    Times are seconds since 1970, spans are seconds. Raise ``StoreError`` where the database cannot be read.
    """
    from prometheus_client import CollectorRegistry, generate_latest

    with session.reading() as store:
        found = list(_metrics(session, store))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Found(found))
    return bytes(generate_latest(registry))


class _Found:
    """What prometheus_client asks for metrics."""

    def __init__(self, found: Iterable["Metric"]) -> None:
        self._found = tuple(found)

    def collect(self) -> Iterable["Metric"]:
        """Return them."""
        return self._found


def _metrics(session: Session, store: Store) -> "Iterator[Metric]":
    yield _gauge("build_info", "The version that runs.", ("version",), {(__version__,): 1})
    yield from _of_sources(session, store, store.runs.last())
    status = store.status()
    yield _gauge("items", "Things in the store, by tier.", ("tier",), _keyed(store.tiers(session.topic.name)))
    yield _gauge("messages", "Messages in the outbox, by state.", ("state",), _keyed(status.outbox))
    yield _gauge("database_bytes", "The size of the database.", (), {(): status.size_bytes})
    yield _gauge("troubles", "What wants a person.", (), {(): len(troubles(session, store))})
    plans = session.settings.digests
    overdue = {(plan.name,): _overdue(session, store, plan) for plan in plans}
    yield _gauge(
        "digest_overdue_seconds",
        "For how long a digest has been due and is not made; 0 where none is.",
        ("digest",),
        overdue,
    )
    after = {(plan.name,): _seconds(next_digest(session, store, plan)) for plan in plans}
    yield _gauge("digest_next_timestamp_seconds", "When a digest is due next.", ("digest",), after)


def _of_sources(session: Session, store: Store, runs: Iterable[Coverage]) -> "Iterator[Metric]":
    runs, now = list(runs), session.now()
    ends = {run.source: end for run in runs if (end := store.runs.last_complete(run.source))}
    took = {(run.source,): (run.finished - run.started).total_seconds() for run in runs if run.started and run.finished}
    success = {(source,): _seconds(end) for source, end in ends.items()}
    lag = {(source,): (now - end).total_seconds() for source, end in ends.items()}
    silent = {(run.source,): int(run.silent) for run in runs}
    label = ("source",)
    yield _gauge("source_last_success_timestamp_seconds", "When a source was last read completely.", label, success)
    yield _gauge("source_lag_seconds", "How long ago a source was last read completely.", label, lag)
    yield _gauge("source_run_duration_seconds", "How long the last run of a source took.", label, took)
    yield _gauge("source_silent", "1 where a source has nothing, and always had something.", label, silent)


def _overdue(session: Session, store: Store, plan: DigestPlan) -> float:
    if not is_due(session, store, plan):
        return 0
    return max(0.0, (session.now() - due_period(session, store, plan).due).total_seconds())


def _seconds(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds()


def _keyed(counts: dict[str, int]) -> Mapping[tuple[str, ...], float]:
    return {(name,): count for name, count in counts.items()}


def _gauge(name: str, what: str, labels: tuple[str, ...], values: Mapping[Any, float]) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    gauge: Metric = GaugeMetricFamily(f"watcher_{name}", what, labels=labels)
    for key, value in values.items():
        gauge.add_sample(f"watcher_{name}", dict(zip(labels, key, strict=True)), value)
    return gauge


def beat(session: Session, done: Done) -> bool:
    """Call ``heartbeat_url`` after a round that collected something and left nothing undone; return whether it was called.

    Whoever waits for these calls (healthchecks.io, say) tells somebody where they stay away.
    """
    url = session.settings.heartbeat_url
    answered = any(not one.outcome.falls_short for one in done.coverage)
    if not url or not answered or done.uncollected or done.faults or any(sent.state != "sent" for sent in done.sent):
        return False
    try:
        status = call(url, None, "", private=session.settings.heartbeat_private, seconds=_SECONDS)
    except (RefusedError, PassingError) as error:
        log.warning("the heartbeat %s", error)
        return False
    if status >= 300:
        log.warning("the heartbeat was answered with HTTP %d", status)
    return True
