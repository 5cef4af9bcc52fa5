"""How an installation stands: the next digest of each team, each source, what waits for a person."""

from datetime import UTC, datetime, timedelta

import pytest

from watcher.model import Coverage, Message, Outcome
from watcher.service.due import Service
from watcher.service.standing import standing
from watcher.service.sync import begun

TEAMS = """
[[channels]]
name = "north"
kind = "page"
folder = "north"
[[channels]]
name = "west"
kind = "page"
folder = "west"
[[digests]]
name = "uppsala"
channels = ["north"]
when = "monday 07:00"
[[digests]]
name = "boston"
channels = ["west"]
when = "tuesday 07:00"
timezone = "America/New_York"
"""
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)


def run(day, outcome=Outcome.COMPLETE, offered=10, **told):
    at = BEGUN + timedelta(days=day)
    return Coverage(source="pubmed", outcome=outcome, since=None, until=at, finished=at, offered=offered, **told)


def stands(session, *runs):
    with session.store(new=True) as store:
        for one in runs:
            store.runs.finish(one, topic="t")
        return standing(session, store)


def test_each_team_has_its_next_digest_in_its_own_zone(installation, scripted):
    session = installation(TEAMS)
    Service(session=session, begin=scripted()).tick()
    session.at("2026-11-23T07:00+01:00")
    Service(session=session, begin=scripted()).tick()

    found = {one.digest: (one.next.isoformat(), one.last, one.channels, one.waiting) for one in stands(session).teams}
    assert found == {
        "uppsala": ("2026-11-30T07:00:00+01:00", "2026-W47", ("north",), 0),
        "boston": ("2026-11-24T07:00:00-05:00", "", ("west",), 0),
    }


def test_since_when_a_source_is_silent_is_the_last_run_that_had_something(installation):
    (found,) = stands(installation(), *(run(day) for day in range(8)), run(8, offered=0), run(9, offered=0)).sources

    assert (found.silent_since, found.failing_since) == (BEGUN + timedelta(days=7), None)


def test_since_when_a_source_fails_is_its_last_complete_run(installation):
    failed = [run(day, Outcome.FAILED, None, error="HTTP 503") for day in (3, 4)]
    (found,) = stands(installation(), run(1), *failed).sources

    assert (found.failing_since, found.error) == (BEGUN + timedelta(days=1), "HTTP 503")
    assert found.last_complete == BEGUN + timedelta(days=1)


def test_where_all_is_well_nothing_is_since_any_time(installation):
    (found,) = stands(installation(), run(1), run(2)).sources

    assert (found.silent_since, found.failing_since, found.error) == (None, None, "")


def test_what_waits_for_a_person_says_how_to_let_it_go(installation):
    session = installation()
    with session.store(new=True) as store:
        message = Message(
            channel="net", recipient="me@example.org", key="3f09ab12cd34ef", body=b"x", media_type="text/plain"
        )
        store.outbox.post([message], now=BEGUN)
        store.outbox.mark_held(message.key, BEGUN, error="it may have been accepted")

    (held,) = stands(session).held
    assert (held.id, held.state, held.since, held.why) == ("3f09ab12cd34", "held", BEGUN, "it may have been accepted")
    assert held.let_go == 'watcher outbox retry|drop|mark-sent 3f09ab12cd34 --because "..."'


def test_a_collection_that_a_person_interrupted_is_told_until_one_has_gone_through(installation):
    session = installation(TEAMS)
    with session.store(new=True) as store:
        with pytest.raises(KeyboardInterrupt), begun(session, store):
            raise KeyboardInterrupt
        told = standing(session, store).interrupted
        with begun(session, store):
            pass

        assert (told, standing(session, store).interrupted) == (session.now(), None)
