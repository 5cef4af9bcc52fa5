"""What is due is done, whatever becomes of the rest."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from watcher.errors import ConfigError, StoreError
from watcher.model import Coverage, Outcome
from watcher.service.asking import not_asked
from watcher.service.collection import Result
from watcher.service.digest import due_period, send, would_send
from watcher.service.due import Service, check, next_times

MONDAY, NEXT_MONDAY = "2026-11-23T07:00+01:00", "2026-11-30T07:00+01:00"
TWO = """
[[channels]]
name = "archive"
kind = "page"
folder = "site"
[[channels]]
name = "team"
kind = "slack"
{team}
[[digests]]
name = "weekly"
channels = ["team"]
[[digests]]
name = "other"
channels = ["archive"]
"""
PAGES = """
[[channels]]
name = "archive"
kind = "page"
folder = "site"
[[channels]]
name = "copy"
kind = "page"
{option} = "copies"
"""
FAILED = Coverage(source="pubmed", outcome=Outcome.FAILED, since=None, until=None, error="away")


def test_the_first_digest_goes_out_at_the_slot_after_the_first_run(installation, scripted):
    session = installation()
    service = Service(session=session, begin=scripted())

    service.once()
    promised = next_times_of(session)["next digest weekly"]
    before = session.digests_made
    session.at(MONDAY)
    service.once()

    assert promised == "2026-11-23 07:00 CET"
    assert before == []
    assert session.digests_made == [("weekly", "2026-W47")]


def test_the_first_digest_looks_back_to_the_first_run(installation, scripted):
    session = installation()
    service = Service(session=session, begin=scripted())
    service.once()

    session.at("2026-12-07T07:00+01:00")  # the machine slept for two Mondays
    service.once()

    with session.store() as store:
        (made,) = store.digests.all()
        due = due_period(session, store, session.settings.digests[0])
    assert made.since.isoformat() == "2026-11-18T11:00:00+00:00"
    assert not due.begins  # the first one did


def test_a_timer_that_fires_a_little_late_is_that_weeks(installation, scripted):
    session = installation()
    session.at("2026-11-23T07:05+01:00")

    Service(session=session, begin=scripted()).once()

    assert session.digests_made == [("weekly", "2026-W47")]


@pytest.mark.parametrize(
    "result", [Result(error="the collection was ended after 3:00:00"), Result((FAILED,)), Result(error="boom")]
)
def test_what_is_due_is_sent_though_collecting_failed(installation, scripted, result):
    session = installation()
    service = Service(session=session, begin=scripted())
    service.once()
    session.at(MONDAY)

    done = Service(session=session, begin=scripted(result)).once()

    assert [message.state for message in done.sent] == ["sent"]
    assert (done.coverage, done.uncollected) == (result.coverage, result.error)


@pytest.mark.threat("T21")
def test_a_collection_that_hangs_delays_monday_by_less_than_ten_minutes(installation, scripted):
    session = installation()
    begin = scripted(Result(), None)
    service = Service(session=session, begin=begin)
    service.tick()
    session.at(MONDAY)
    made = []

    for _minute in range(10):
        service.tick()
        made.append(session.digests_made)
        session.later(minutes=1)
    service.stop()

    with session.store() as store:
        (line,) = store.digests.get("weekly", "2026-W47").coverage
    assert (line.outcome, line.error) == (Outcome.FAILED, "has not answered since 2026-11-23 06:00 UTC")
    assert made[5] == []
    assert made[9] == [("weekly", "2026-W47")]
    assert len(begin.begun) == 2
    assert begin.stopped == 1


def test_once_sends_before_a_collection_that_takes_long_has_ended(installation, scripted):
    session = installation()
    Service(session=session, begin=scripted()).once()
    session.at(MONDAY)
    hanging = scripted(None)

    def end_once_sent(patience):
        return Result(error="made " + str(session.digests_made)) if patience > 1_000 else None

    hanging.ended = end_once_sent
    done = Service(session=session, begin=hanging).once()

    assert done.uncollected == "made [('weekly', '2026-W47')]"


def test_the_first_tick_by_the_clock_on_the_wall_collects(installation, scripted):
    session = installation()
    session.fixed_now = None
    begin = scripted(Result())

    Service(session=session, begin=begin).tick()

    assert len(begin.begun) == 1


ANSWERED = Coverage(source="ctis", outcome=Outcome.COMPLETE, since=None, until=None)


def minutes_and_names(session, begin, minutes):
    """Return in which minutes a collection was begun, and of which sources, in so many of them, a process each."""
    first = session.now()
    for _minute in range(minutes):
        Service(session=session, begin=begin).tick()  # the store remembers
        session.later(minutes=1)
    return [((at - first).total_seconds() // 60, only) for at, only in zip(begin.begun, begin.asked, strict=True)]


def test_a_source_that_fails_alone_is_asked_again_alone_and_then_with_all(installation, scripted):
    session = installation()
    failing = [Result((FAILED, ANSWERED)), *[Result((FAILED,)), Result(error="killed")] * 2, Result((FAILED, ANSWERED))]

    asked = minutes_and_names(session, scripted(*failing), 363)

    only = ("pubmed",)
    assert asked == [(0, ()), (1, only), (6, only), (36, only), (96, only), (360, ()), (361, only)]


def test_a_source_that_answers_at_last_is_left_in_peace_until_all_are_asked(installation, scripted):
    session = installation()
    script = Result((FAILED, ANSWERED)), Result((FAILED,)), Result((replace(FAILED, outcome=Outcome.PARTIAL),))

    asked = minutes_and_names(session, scripted(*script), 368)

    assert asked == [(0, ()), (1, ("pubmed",)), (6, ("pubmed",)), (360, ())]


def test_what_is_asked_again_by_itself_blames_no_other(installation, scripted):
    session = installation()
    Service(session=session, begin=scripted(Result((FAILED, ANSWERED)))).once()
    session.later(minutes=1)

    Service(session=session, begin=scripted(Result(error="killed"))).once()

    with session.store() as store:
        told = {run.source: run.error for run in store.runs.recent()}
    assert told == {"pubmed": "killed"}


def test_a_collection_that_fails_is_tried_again_with_growing_distance(installation, scripted):
    session = installation()
    begin = scripted(*[Result(error="boom")] * 6)

    for _minute in range(200):
        Service(session=session, begin=begin).tick()  # a process of its own each time: the store remembers
        session.later(minutes=1)

    minutes = [(at - begin.begun[0]) / timedelta(minutes=1) for at in begin.begun]
    assert minutes == [0, 1, 6, 36, 96, 156]


def test_a_collection_that_succeeds_is_followed_by_the_usual_interval(installation, scripted):
    session = installation()
    begin = scripted(Result(error="boom"), Result())
    service = Service(session=session, begin=begin)

    for _minute in range(8 * 60):
        service.tick()
        session.later(minutes=1)

    assert [(at - begin.begun[0]) / timedelta(minutes=1) for at in begin.begun] == [0, 1, 361]


def test_of_a_collection_that_broke_off_the_coverage_names_each_source_that_had_no_turn(installation, scripted):
    session = installation()

    Service(session=session, begin=scripted(Result(error="killed"))).once()

    with session.store() as store:
        (line,) = store.runs.last()
    assert (line.source, line.outcome, line.error) == ("pubmed", Outcome.FAILED, "killed")


@pytest.mark.threat("T17")
def test_a_clock_that_was_set_back_makes_nothing(installation, scripted):
    session = installation()
    begin = scripted(Result(error="boom"))
    Service(session=session, begin=begin).once()
    session.later(days=-1)

    with pytest.raises(StoreError, match="set it right"):
        Service(session=session, begin=begin).once()
    assert len(begin.begun) == 1


def test_a_clock_that_ran_ahead_and_was_set_right_is_believed_after_a_day(installation, scripted):
    session = installation()
    Service(session=session, begin=scripted()).once()
    session.at("2027-06-01T12:00+02:00")
    Service(session=session, begin=scripted(Result(error="boom"))).once()
    with session.store() as store:
        not_asked(session, store, "pubmed", "away")
    ended = []
    for text in ("2026-11-20T12:00+01:00", "2026-11-20T13:00+01:00", "2026-11-21T13:00+01:00", NEXT_MONDAY):
        session.at(text)
        try:
            Service(session=session, begin=(begin := scripted())).once()
            ended.append(len(begin.begun))
        except StoreError:
            ended.append("set it right")
    with session.store() as store:
        late = [run for run in store.runs.recent(limit=9) if run.finished > session.now()]
        latest = max(made.until for made in store.digests.all())

    assert ended == ["set it right", "set it right", 0, 1]
    assert late == []
    assert latest - session.now() < timedelta(seconds=1)
    assert [key for _, key in session.digests_made][:1] == ["2026-W48"]


def test_what_was_to_be_asked_again_by_a_clock_that_ran_ahead_is_forgotten(installation, scripted):
    session = installation()
    session.at("2027-06-01T12:00+02:00")
    Service(session=session, begin=scripted(Result((FAILED, ANSWERED)))).once()
    with session.store() as store:
        not_asked(session, store, "pubmed", "away")
    for text in ("2026-11-20T12:00+01:00", "2026-11-21T13:00+01:00", "2026-11-22T13:00+01:00"):
        session.at(text)
        with contextlib.suppress(StoreError):
            Service(session=session, begin=(begin := scripted())).once()

    assert len(begin.begun) == 1


def test_a_channel_that_is_configured_wrongly_does_not_stop_the_others(installation, scripted):
    session = installation(TWO.format(team="chanel = 'C1'"))
    service = Service(session=session, begin=scripted())
    service.once()
    session.at(MONDAY)

    done = service.once()

    assert session.digests_made == [("other", "2026-W47")]
    assert "line " in done.faults[0]
    assert "'chanel'" in done.faults[0]
    assert check(session) == done.faults


def test_a_channel_gets_the_digest_of_its_week_once_it_is_configured_rightly(installation, scripted):
    session = installation(PAGES.format(option="fodler"))
    Service(session=session, begin=scripted()).once()
    session.at(MONDAY)
    wrong = Service(session=session, begin=scripted()).once()

    mended = installation(PAGES.format(option="folder"))
    mended.at("2026-11-24T09:00+01:00")
    right = Service(session=mended, begin=scripted()).once()

    assert [(message.channel, message.state) for message in wrong.sent] == [("archive", "sent")]
    assert {(message.channel, message.state) for message in right.sent} == {("copy", "sent")}
    assert mended.digests_made == [("weekly", "2026-W47")]


def test_a_channel_that_is_configured_wrongly_stops_no_other_where_a_person_sends(installation):
    session = installation(PAGES.format(option="fodler"))
    session.at(MONDAY)

    with session.store(new=True) as store:
        foretold = would_send(session, store, session.settings.digests[0])
        _, sent = send(session, store, session.settings.digests[0])
    mended = installation(PAGES.format(option="folder"))
    mended.at(MONDAY)
    with mended.store() as store:
        _, right = send(mended, store, mended.settings.digests[0])

    assert [(one.channel, one.state) for one in foretold] == [("archive", "would be sent"), ("copy", "wrong")]
    assert [(one.channel, one.state) for one in sent] == [("archive", "sent"), ("copy", "wrong")]
    assert "'fodler'" in sent[1].detail
    assert {(one.channel, one.state) for one in right} == {("copy", "sent")}


def test_what_a_person_sends_to_one_channel_waits_for_the_others(installation):
    session = installation(PAGES.format(option="folder"))
    session.at(MONDAY)

    with session.store(new=True) as store:
        _, first = send(session, store, session.settings.digests[0], ["copy"])
        _, then = send(session, store, session.settings.digests[0])

    assert [{one.channel for one in sent} for sent in (first, then)] == [{"copy"}, {"archive"}]


def test_a_person_who_names_the_channel_that_is_wrong_is_told(installation):
    session = installation(PAGES.format(option="fodler"))

    with session.store(new=True) as store, pytest.raises(ConfigError, match="'fodler'"):
        send(session, store, session.settings.digests[0], ["copy"])


def test_where_no_channel_can_be_used_nothing_is_begun(installation):
    with pytest.raises(ConfigError, match="needs 'channel'"):
        check(installation("[[channels]]\nkind = 'slack'\n"))


def test_a_digest_that_fails_to_be_made_does_not_stop_the_others(installation, scripted):
    session = installation(
        TWO.format(team='channel = "C1"\nbase_url = "http://127.0.0.1:9/"\nallow_private_hosts = true')
    )
    service = Service(session=session, begin=scripted())
    service.once()
    session.at(MONDAY)
    footer, calls = session.footer, []

    def bomb(topic):
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("boom")
        return footer(topic)

    session.footer = bomb
    done = service.once()

    assert session.digests_made == [("other", "2026-W47")]
    assert done.faults == ("the digest weekly could not be made: boom",)
    assert session.note("digest weekly: failure") == done.faults[0]


def test_a_tick_that_fails_is_logged_remembered_and_survived(installation, scripted, caplog):
    def bomb(_session):
        raise RuntimeError("boom")

    session = installation()
    Service(session=session, begin=bomb).guarded_tick()
    fault = session.note("service: fault")
    Service(session=session, begin=scripted()).guarded_tick()

    assert "this round failed" in caplog.text
    assert fault == "boom"
    assert session.note("service: fault") == ""


def next_times_of(session):
    with session.store() as store:
        return next_times(session, store)
