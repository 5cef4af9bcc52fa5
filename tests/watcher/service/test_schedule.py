import os
import signal
import sys
import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.executors.base import run_job
from apscheduler.schedulers.blocking import BlockingScheduler
from hypothesis import given
from hypothesis import strategies as st

from watcher.config.values import When
from watcher.service.schedule import (
    Slot,
    _Stop,
    clock_went_back,
    last_due,
    next_due,
    period,
    period_key,
    serve,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = Slot(When((0,), time(7)), STOCKHOLM)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23T07:00+01:00", "2026-11-23T07:00+01:00"),  # on the dot
        ("2026-11-23T06:59+01:00", "2026-11-16T07:00+01:00"),  # a minute before
        ("2026-11-29T23:59+01:00", "2026-11-23T07:00+01:00"),  # Sunday night
        ("2026-10-26T06:30+01:00", "2026-10-19T07:00+02:00"),  # the clocks went back on the 25th
        ("2027-03-29T07:00+02:00", "2027-03-29T07:00+02:00"),  # and forward on the 28th
    ],
)
def test_the_last_due_moment_is_in_local_time(now, due):
    assert last_due(MONDAY, at(now)) == at(due)


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 30]),
    zone=st.sampled_from(sorted(available_timezones() & {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"})),
)
@pytest.mark.threat("T17")
def test_every_moment_lies_in_exactly_one_week_of_a_slot(now, weekday, hour, minute, zone):
    slot = Slot(When((weekday,), time(hour, minute)), ZoneInfo(zone))

    last, following = last_due(slot, now), next_due(slot, now)

    assert last <= now < following
    assert timedelta(weeks=1) - timedelta(hours=1) <= following - last <= timedelta(weeks=1) + timedelta(hours=1)
    assert period_key(slot, last) != period_key(slot, following)


@pytest.mark.parametrize(
    ("due", "key"),
    [
        ("2026-11-23T07:00+01:00", "2026-W47"),
        ("2027-01-04T07:00+01:00", "2026-W53"),
        ("2027-01-11T07:00+01:00", "2027-W01"),
        ("2026-11-27T16:30+01:00", "2026-W48"),
    ],
)
def test_a_period_is_named_for_the_week_it_looks_back_on(due, key):
    assert period_key(MONDAY, at(due)) == key


@pytest.mark.threat("T16")
def test_missed_weeks_become_one_period():
    previous = at("2026-11-02T07:00+01:00")

    missed = period(MONDAY, at("2026-11-24T09:00+01:00"), previous)

    assert (missed.key, missed.since, missed.until) == (
        "2026-W47",
        previous,
        at("2026-11-24T09:00+01:00") + datetime.resolution,
    )
    assert missed.delayed


def test_the_first_period_looks_a_week_back():
    first = period(MONDAY, at("2026-11-23T07:00+01:00"), None)

    assert first.since == at("2026-11-16T07:00+01:00")
    assert not first.delayed


@pytest.mark.threat("T17")
def test_a_clock_set_back_is_noticed():
    seen = at("2026-11-23T07:00+01:00")

    assert clock_went_back(seen - timedelta(hours=1), seen)
    assert not clock_went_back(seen - timedelta(minutes=1), seen)
    assert not clock_went_back(seen, None)


def test_a_stop_is_granted_between_two_ticks():
    ended = []
    stop = _Stop(lambda: ended.append("shut down"))

    def tick():
        stop._hear(15, None)
        ended.append("tick")

    stop.guarded(tick)()

    assert ended == ["tick", "shut down"]


def test_a_second_stop_ends_a_tick_at_once():
    ended = []
    stop = _Stop(lambda: ended.append("shut down"))

    def tick():
        stop._hear(2, None)
        stop._hear(2, None)
        ended.append("tick")

    stop.guarded(tick)()

    assert ended == ["shut down"]


@pytest.mark.threat("T16")
@pytest.mark.parametrize("late", [timedelta(seconds=2), timedelta(minutes=59), timedelta(days=3)])
def test_a_tick_that_comes_late_is_done_and_those_before_it_once(late, monkeypatch):
    done = []

    class Slept(BlockingScheduler):
        def start(self):  # the machine slept through the job's turn
            ((job, *_),) = self._pending_jobs
            events = run_job(job, "default", [datetime.now(UTC) - late], "apscheduler")
            done.append((job.coalesce, job.max_instances, [event.code for event in events]))

    monkeypatch.setattr("apscheduler.schedulers.blocking.BlockingScheduler", Slept)
    serve(lambda: None)

    assert done == [(True, 1, [EVENT_JOB_EXECUTED])]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
def test_the_service_ends_when_it_is_told_to():
    ticks = []

    def tick():
        ticks.append(threading.current_thread() is threading.main_thread())
        os.kill(os.getpid(), signal.SIGTERM)

    serve(tick)

    assert ticks == [True]
