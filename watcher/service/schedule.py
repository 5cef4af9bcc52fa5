"""When things are due, and the service that does them.

The database decides what is due, not the scheduler's memory: APScheduler is only the tick. So a
restart, a sleeping machine or a missed Monday loses nothing and repeats nothing.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from watcher.config.values import When
from watcher.model import Period

TICK = timedelta(seconds=60)
# A clock that stands this far behind what the database has seen was set back: nothing is made then.
CLOCK_SLACK = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Slot(NamedTuple):
    """Days and a time of day in a zone."""

    when: When
    zone: ZoneInfo


_FARTHEST = 70  # days between two dues of any slot, and some


def last_due(slot: Slot, now: datetime) -> datetime:
    """Return the latest moment, not after ``now``, at which the slot was due; aware, UTC.

    A local time that a change of clocks skips is taken as the clocks before the change would show
    it, one that comes twice as its first coming: a day has exactly one.
    """
    today = now.astimezone(slot.zone).date()
    dues = (_at(slot, today - timedelta(days=back)) for back in range(_FARTHEST))
    return next(due for due in dues if due and due <= now)


def next_due(slot: Slot, now: datetime) -> datetime:
    """Return the first moment after ``now`` at which the slot is due; aware, UTC."""
    today = now.astimezone(slot.zone).date()
    dues = (_at(slot, today + timedelta(days=ahead)) for ahead in range(_FARTHEST))
    return next(due for due in dues if due and due > now)


def due_before(slot: Slot, due: datetime) -> datetime:
    """Return the moment at which the slot was due before this one; aware, UTC."""
    return last_due(slot, due - datetime.resolution)


def _at(slot: Slot, day: date) -> datetime | None:
    if not slot.when.falls_on(day):
        return None
    return datetime.combine(day, slot.when.at, tzinfo=slot.zone).astimezone(UTC)


def period_key(slot: Slot, due: datetime) -> str:
    """Return what names the period that a digest looks back on: the ISO week, "2026-W47" for Monday 23 November 2026.

    That of a digest on several days of the week is the day on which it is due, "2026-11-23"; that of a monthly one the month
    in which most of its days lie, "2026-11".
    """
    local = due.astimezone(slot.zone)
    if slot.when.nth:
        before = due_before(slot, due)
        return f"{(before + (due - before) / 2).astimezone(slot.zone):%Y-%m}"
    if len(slot.when.days) > 1:
        return f"{local:%Y-%m-%d}"
    year, week, _ = (local - timedelta(days=1)).isocalendar()
    return f"{year}-W{week:02d}"


def period(slot: Slot, now: datetime, previous: datetime | None) -> Period:
    """Return the period that is due at ``now``: from the end of the previous digest, or from when the slot was due before.

    Where digests were missed, it covers all that they would have covered: one digest, not several.
    """
    due = last_due(slot, now)
    return Period(
        key=period_key(slot, due),
        since=previous or due_before(slot, due),
        # The end is exclusive, and what was seen at this very moment belongs to this period.
        until=now + datetime.resolution,
        due=due,
        delayed=now - due >= timedelta(days=1),
        zone=slot.zone.key,
    )


def clock_went_back(now: datetime, seen: datetime | None) -> bool:
    """Return whether ``now`` lies before what the database has already seen, by more than some slack."""
    return seen is not None and now < seen - CLOCK_SLACK


def serve(tick: Callable[[], object]) -> None:
    """Call ``tick`` in this thread, now and every minute, until the process is told to stop.

    Ticks never overlap, and those missed while the machine slept become one. Ctrl-C and SIGTERM let a tick that is
    under way come to its end; a second one ends it at once.
    """
    from apscheduler.executors.debug import DebugExecutor  # runs a job in the scheduler's own thread
    from apscheduler.schedulers.blocking import BlockingScheduler

    scheduler = BlockingScheduler(timezone=UTC, executors={"default": DebugExecutor()})
    # From a thread of its own: a job is not to be taken from under the scheduler that is running it.
    stop = _Stop(threading.Thread(target=scheduler.shutdown).start)
    scheduler.add_job(
        stop.guarded(tick),
        "interval",
        seconds=TICK.total_seconds(),
        next_run_time=datetime.now(UTC),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    with stop.listening():
        scheduler.start()


@dataclass
class _Stop:
    """The wish that the service end: granted between two ticks, and in the middle of one when it is said twice."""

    shut_down: Callable[[], object]
    is_busy: bool = False
    is_wanted: bool = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear Ctrl-C and SIGTERM in the block."""
        before = {number: signal.signal(number, self._hear) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        except KeyboardInterrupt:
            log.debug("stopped between two ticks")
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, _number: int, _frame: object) -> None:
        if self.is_busy and not self.is_wanted:
            self.is_wanted = True
        else:
            raise KeyboardInterrupt

    def guarded(self, tick: Callable[[], object]) -> Callable[[], None]:
        """Return the tick as the scheduler runs it."""

        def run() -> None:
            self.is_busy = True
            try:
                tick()
            except KeyboardInterrupt:
                self.is_wanted = True
            finally:
                self.is_busy = False
            if self.is_wanted:
                self.shut_down()

        return run
