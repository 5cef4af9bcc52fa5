"""What is due, decided from the store: when to collect, which digests to make, what to send.

The store decides, not a scheduler's memory: so a restart, a sleeping machine or a missed Monday loses nothing and
repeats nothing. Delivery does not wait for collection, but for a few minutes.
"""

import contextlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from digests import Channel
from watcher.config.plans import DigestPlan
from watcher.errors import ConfigError, StoreError, WatcherError
from watcher.model import Coverage, Outcome
from watcher.pipeline.deliver import Sent, deliver, send_due
from watcher.service import Session
from watcher.service.alerts import raise_alerts
from watcher.service.asking import not_asked
from watcher.service.backups import back_up_daily, settle_repeats
from watcher.service.bounces import read_mailbox
from watcher.service.collection import LIMIT, Collecting, Collection, Result
from watcher.service.congresses import interval
from watcher.service.digest import due_period, first_run, keep_first_run, prepare, was_made
from watcher.service.loading import usable_channels, usable_sources, with_stand_ins
from watcher.service.logs import begin_run
from watcher.service.recipients import readers_of
from watcher.service.schedule import Slot, clock_went_back, next_due
from watcher.store.health import set_back
from watcher.store.rows import attempt
from watcher.store.store import Store

# A digest waits so long for a collection that is under way, so that Monday's has what Monday brought.
PATIENCE = timedelta(minutes=8)
# After a collection that failed: a minute, five, thirty, then hourly. Never every source each minute. A source that failed
# alone is asked again alone, at these distances, then with all the others.
AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
# A first run so shortly after a slot is that slot's: a timer never fires on the dot.
ON_TIME = timedelta(hours=1)
_NEVER = datetime.min.replace(tzinfo=UTC)
ROUND_FAULT = "service: fault"  # the note of what ended the last round
_FAILURES = "collecting: failures"
_LEFT = "collecting: sources to ask again"
_SET_BACK = "service: the clock stands before the last run since"
_BELIEVED = timedelta(days=1)  # after which a clock that was set back is right, and ran ahead before

log = logging.getLogger(__name__)


class Done(NamedTuple):
    """What was done: the coverage of a collection, why it broke off ("" where not), what became of each message.

    ``faults`` are the digests and channels that could not be served, in words.
    """

    coverage: tuple[Coverage, ...] = ()
    uncollected: str = ""
    sent: tuple[Sent, ...] = ()
    faults: tuple[str, ...] = ()


class Left(NamedTuple):
    """The sources that failed where others did not: how often they were asked since, when last, when all were asked."""

    names: tuple[str, ...] = ()
    tries: int = 0
    asked: datetime = _NEVER
    whole: datetime = _NEVER


@dataclass(kw_only=True)
class Service:
    """The service of one installation: it collects when that is due, and delivers when that is."""

    session: Session
    begin: Callable[..., Collecting | None] = Collection.begin
    _collecting: Collecting | None = field(default=None, init=False)
    _only: tuple[str, ...] = field(default=(), init=False)  # the sources that are asked again; () where all are asked
    _begun: datetime = field(default=_NEVER, init=False)

    def tick(self) -> Done:
        """Do what is due now; a collection goes on by itself, and is accounted for by a later tick."""
        begin_run(self.session.now())
        with self.session.store(new=True) as store:
            self._check_in(store)
            self._begin_where_due(store)
            result = self._ended(store) or Result()
            if self._collecting and self.session.now() - self._begun < PATIENCE:
                return Done(*result)
            self._own_up(store)
            return Done(*result, *deliver_due(self.session, store))

    def once(self) -> Done:
        """Do what is due now and wait until it is done; what is to be sent is sent before a collection that takes long."""
        begin_run(self.session.now())
        with self.session.store(new=True) as store:
            self._check_in(store)
            self._begin_where_due(store)
            result = self._ended(store, PATIENCE)
            self._own_up(store)
            delivered = deliver_due(self.session, store)
            result = result or self._ended(store, LIMIT) or Result()
            return Done(*result, *delivered)

    def guarded_tick(self) -> None:
        """Do what is due now and tell the operator; what goes wrong is logged and remembered, and the next tick comes."""
        fault = _fault_of(self._round)
        with contextlib.suppress(WatcherError), self.session.store(new=True) as store:
            if store.recall(ROUND_FAULT) != fault:
                store.remember(ROUND_FAULT, fault)
        _fault_of(self.tell)

    def _round(self) -> None:
        from watcher.service.vitals import beat

        done = self.tick()
        _log_round(done)
        with self.session.store() as store:
            back_up_daily(self.session, store)
        beat(self.session, done)

    def tell(self) -> None:
        """Tell the operator what is wrong, where one is named."""
        from watcher.service.troubles import tell_operator

        if self.session.settings.operator:
            with self.session.store(new=True) as store:
                tell_operator(self.session, store)

    def stop(self) -> None:
        """End a collection that is under way; what it has kept stays."""
        if self._collecting:
            self._collecting.stop()
            self._collecting = None

    def _check_in(self, store: Store) -> None:
        check_clock(store, self.session.now())
        keep_first_run(store, self.session.now())

    def _own_up(self, store: Store) -> None:
        """Where a digest is made before a collection has ended, let its coverage name what has not answered."""
        plans = self.session.settings.digests
        if self._collecting and any(is_due(self.session, store, plan) for plan in plans):
            late = f"has not answered since {self._begun:%Y-%m-%d %H:%M} UTC"
            _say_of_each(self.session, store, self._begun, late, self._only)

    def _begin_where_due(self, store: Store) -> None:
        now = self.session.now()
        if self._collecting is None and next_collection(self.session, store, now) <= now:
            self._only, self._begun = _to_ask_again(self.session, store, now), now
            self._collecting = self.begin(self.session, **({"only": self._only} if self._only else {}))

    def _ended(self, store: Store, patience: timedelta = timedelta(0)) -> Result | None:
        """Return what the collection brought once it has ended, and remember how that went."""
        result = self._collecting.ended(patience.total_seconds()) if self._collecting else None
        if result:
            self._collecting = None
            _remember(self.session, store, result, self._begun, self._only)
        return result


def _log_round(done: Done) -> None:
    """Log what came of a round, a line a source and a message; nothing where nothing was due."""
    for one in done.coverage:
        counts = f"{one.received} received, {one.new} new"
        log.info("%s: %s, %s %s", one.source, one.outcome, counts, one.error, extra={"source": one.source})
    for sent in done.sent:
        to = f"{sent.channel} to {sent.recipient}"
        log.info("%s: %s %s", to, sent.state, sent.detail, extra={"channel": sent.channel})
    for fault in filter(None, (done.uncollected, *done.faults)):
        log.warning("%s", fault)


def _fault_of(work: Callable[[], object]) -> str:
    """Return what went wrong in the work, "" for nothing."""
    try:
        work()
    except WatcherError as error:
        log.error("this round failed: %s; the next comes in a minute", error)  # noqa: TRY400
        return str(error)
    except Exception as error:
        log.exception("this round failed; the next comes in a minute")
        return str(error) or type(error).__name__
    return ""


def check(session: Session) -> tuple[str, ...]:
    """Return the mistakes that cost a source or a channel, in words; raise ``ConfigError`` where nothing is left to do."""
    _ = session.topic
    topics = session.wrong_topics
    sources, wrong_sources = usable_sources(session.settings)
    channels, wrong_channels = usable_channels(session.settings)
    mistakes = (*wrong_sources.values(), *wrong_channels.values())
    if mistakes and not (sources and (channels or not wrong_channels)):
        raise ConfigError(mistakes[-1])
    return (*mistakes, *topics)


def check_clock(store: Store, now: datetime) -> None:
    """Raise ``StoreError`` where the clock was set back: what would be made now would be dated wrongly for good.

    One that says so for a day is believed, for it ran ahead before: what was dated in its future is dated now.
    """
    runs = store.runs.recent(limit=1)
    seen = runs[0].finished if runs else None
    heard = store.recall_time(_SET_BACK)
    if not clock_went_back(now, seen):
        if heard:
            store.remember(_SET_BACK, "")
        return
    if heard and now - heard >= _BELIEVED:
        log.warning("the clock ran ahead, to %s: what was dated then is dated %s", seen, now)
        set_back(store.connection, now)
        for note in (_SET_BACK, _FAILURES, _LEFT):
            store.remember(note, "")
        return
    if not heard or now < heard:
        store.remember(_SET_BACK, now.isoformat())
    raise StoreError(f"the clock says {now:%Y-%m-%d %H:%M}, before the last run at {seen:%Y-%m-%d %H:%M}: set it right")


def next_collection(session: Session, store: Store, now: datetime) -> datetime:
    """Return when to collect next: now where that was never done, an interval after the last run, sooner after one that failed."""
    count, at = failures(store)
    if count and at:
        return at + AGAIN[min(count, len(AGAIN)) - 1]
    if left := _left(store):
        again = [left.asked + AGAIN[left.tries]] if left.tries < len(AGAIN) else []
        return min((left.whole + interval(session.settings, now), *again))
    # A collection in which no source had a turn leaves no run.
    ends = filter(None, [at, *(run.finished for run in store.runs.recent(limit=1))])
    last = max(ends, default=None)
    return last + interval(session.settings, now) if last else now


def failures(store: Store) -> tuple[int, datetime | None]:
    """Return how many collections failed one after the other, and when the last collection ended."""
    count, at = store.recall_json(_FAILURES, tuple[int, str], (0, ""))
    return count, attempt(datetime.fromisoformat, at, "the time of the last collection") if at else None


def _left(store: Store) -> Left | None:
    """Return what is to be asked again before all are; None where nothing is."""
    names, tries, *times = store.recall_json(_LEFT, tuple[list[str], int, str, str], ([], 0, "", ""))
    asked, whole = (
        attempt(datetime.fromisoformat, at, "the time of the last collection") if at else None for at in times
    )
    return Left(tuple(names), tries, asked, whole) if names and asked and whole else None


def _to_ask_again(session: Session, store: Store, now: datetime) -> tuple[str, ...]:
    """Return the sources that are asked again by themselves now; () where all are asked."""
    left = None if failures(store)[0] else _left(store)
    return left.names if left and now < left.whole + interval(session.settings, now) else ()


def _say_of_each(session: Session, store: Store, begun: datetime, error: str, only: Sequence[str] = ()) -> None:
    """Keep of each source that had no turn since the collection was begun that it was not asked, and why."""
    for source in usable_sources(session.settings)[0]:
        if only and source.name not in only:
            continue
        runs = store.runs.recent(source.name, limit=1)
        if not source.interval_days and not (runs and runs[0].finished and runs[0].finished >= begun):
            not_asked(session, store, source.name, error)


def _remember(session: Session, store: Store, result: Result, begun: datetime, only: tuple[str, ...]) -> None:
    """Keep whether a collection failed and which sources did; where it broke off, of each that had no turn that it was not asked."""
    if result.error:
        _say_of_each(session, store, begun, result.error, only)
    failing = {one.source for one in result.coverage if one.outcome is Outcome.FAILED}
    if only:
        before = _left(store) or Left()
        _leave(
            store,
            before._replace(
                names=only if result.error else tuple(filter(failing.__contains__, only)), tries=before.tries + 1
            ),
            session.now(),
        )
        return
    usable = {source.name for source in usable_sources(session.settings)[0]}
    _leave(store, Left(tuple(sorted(failing & usable)), whole=session.now()), session.now())
    failed = result.error or (result.coverage and all(one.outcome is Outcome.FAILED for one in result.coverage))
    count = failures(store)[0] + 1 if failed else 0
    store.remember(_FAILURES, json.dumps([count, session.now().isoformat()]))


def _leave(store: Store, left: Left, now: datetime) -> None:
    """Keep which sources are to be asked again, which were asked now."""
    told = json.dumps([left.names, left.tries, now.isoformat(), left.whole.isoformat()]) if left.names else ""
    if told or store.recall(_LEFT):
        store.remember(_LEFT, told)


def deliver_due(session: Session, store: Store) -> tuple[tuple[Sent, ...], tuple[str, ...]]:
    """Make each digest whose slot has come, send what waits; return what became of each message, and what went wrong."""
    channels, wrong = usable_channels(session.settings)
    with store.outbox.delivering() as mine:
        if not mine:
            raise StoreError(f"another process is delivering from {store.path}; wait for it, or stop it")
        unread = read_mailbox(session, store)
        unraised = raise_alerts(session, store, channels)
        every = with_stand_ins(channels, wrong)
        plans = [plan for plan in session.settings.digests if any(name in channels for name in plan.channels)]
        made = [_make(session, store, plan, [every[name] for name in plan.channels]) for plan in plans]
        settle_repeats(session, store, channels)
        return send_due(store, channels, session.now, readers_of(session)), (
            *wrong.values(),
            *unraised,
            *filter(None, (unread, *made)),
        )


def _make(session: Session, store: Store, plan: DigestPlan, channels: Sequence[Channel]) -> str:
    """Make the plan's digest where that is due; return what went wrong, "" for nothing."""
    try:
        if is_due(session, store, plan):
            span = due_period(session, store, plan)
            composed = prepare(session, store, plan, span)
            deliver(store, plan.name, composed, channels, session.now(), readers_of(session))
            store.remember(failure_note(plan), "")
    except Exception as error:
        foreseen = isinstance(error, WatcherError)
        log.error("the digest %s could not be made", plan.name, exc_info=not foreseen, extra={"digest": plan.name})  # noqa: TRY400
        fault = f"the digest {plan.name} could not be made: {error or type(error).__name__}"
        store.remember(failure_note(plan), fault)
        return fault
    return ""


def failure_note(plan: DigestPlan) -> str:
    """Return the name of the note that says why the plan's digest could not be made."""
    return f"digest {plan.name}: failure"


def is_due(session: Session, store: Store, plan: DigestPlan) -> bool:
    """Return whether the plan's slot has come and its digest is still to be made.

    A slot before the installation's first run is nobody's: the first digest goes out at the next one.
    """
    span = due_period(session, store, plan)
    if was_made(store, plan, span):
        return False
    return bool(store.digests.all(plan.name)) or span.due >= first_run(store, session.now()) - ON_TIME


def next_digest(session: Session, store: Store, plan: DigestPlan) -> datetime:
    """Return when the plan's digest is made next, in the zone of its readers: now where it is due."""
    now = session.now()
    at = now if is_due(session, store, plan) else next_due(Slot(plan.when, plan.timezone), now)
    return at.astimezone(plan.timezone)


def next_times(session: Session, store: Store) -> dict[str, str]:
    """Return when each job is due next, a digest in the zone of its readers."""
    now, zone = session.now(), session.settings.timezone
    times = {"next sync": next_collection(session, store, now).astimezone(zone)}
    for plan in session.settings.digests:
        times[f"next digest {plan.name}"] = next_digest(session, store, plan)
    return {what: f"{at:%Y-%m-%d %H:%M %Z}" for what, at in times.items()}
