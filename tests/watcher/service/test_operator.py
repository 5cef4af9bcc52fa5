"""Whoever runs the installation hears of each trouble once a day, and once when it is over."""

from datetime import timedelta

import pytest

from watcher.errors import ConfigError
from watcher.model import Announcement, Coverage, Message, NotUnderstood, Outcome
from watcher.service.collection import Result
from watcher.service.due import Service
from watcher.service.loading import operator_of
from watcher.service.troubles import tell_operator, troubles


@pytest.fixture
def told(installation, monitor):
    """An installation whose operator listens at the monitor."""
    return installation(f"[operator]\nkind = 'call'\nbase_url = '{monitor.address}'\nallow_private_hosts = true\n")


def fail(session, days):
    """Keep a run of each day in which the source failed."""
    with session.store(new=True) as store:
        for day in range(days + 1):
            at = session.now() - timedelta(days=days - day)
            line = Coverage(source="pubmed", outcome=Outcome.FAILED, since=None, until=at, error="away", finished=at)
            store.runs.finish(line, topic=session.topic.name)


def tell(session):
    with session.store(new=True) as store:
        return tell_operator(session, store)


@pytest.mark.threat("T59")
def test_a_trouble_is_told_once_a_day_and_once_when_it_is_over(told, monitor):
    fail(told, days=3)
    heard = []
    for hours in (0, 1, 22, 2, 1):
        told.later(hours=hours)
        heard.append(tell(told))
    with told.store() as store:
        at = told.now()
        line = Coverage(source="pubmed", outcome=Outcome.COMPLETE, since=None, until=at, finished=at)
        store.runs.finish(line, topic=told.topic.name)
    heard += [tell(told), tell(told)]

    assert heard == [True, False, False, True, False, True, False]
    assert [message["subject"] for message in monitor.told] == [
        "Watcher: a trouble",
        "Watcher: a trouble",
        "Watcher: 1 over",
    ]
    assert "pubmed was not read completely since 2026-11-15 11:00 UTC: away" in monitor.told[0]["text"]


def test_what_could_not_be_told_is_told_later(told, monitor, caplog):
    fail(told, days=3)
    monitor.is_down = True
    first = tell(told)
    monitor.is_down = False
    second = tell(told)

    assert (first, second) == (False, True)
    assert "127.0.0.1 answered HTTP 503" in caplog.text
    assert "s3cret" not in caplog.text


def keys(session):
    with session.store(new=True) as store:
        return {trouble.key for trouble in troubles(session, store)}


def test_where_all_is_well_there_is_no_trouble(installation, scripted):
    session = installation()
    Service(session=session, begin=scripted(Result())).once()

    assert keys(session) - {"disk"} == set()


def test_a_source_is_given_two_days(installation):
    session = installation()
    fail(session, days=1)

    assert "source pubmed" not in keys(session)


@pytest.mark.threat("T59")
def test_a_digest_that_is_overdue_is_a_trouble(installation, scripted):
    session = installation()
    Service(session=session, begin=scripted(Result())).once()
    session.at("2026-11-23T07:20+01:00")
    soon = keys(session)
    session.at("2026-11-23T07:40+01:00")

    assert "digest weekly" not in soon
    assert "digest weekly" in keys(session)


@pytest.mark.parametrize("state", ["held", "failed"])
@pytest.mark.threat("T59")
def test_a_message_that_waits_for_a_person_is_a_trouble(installation, state):
    session = installation()
    message = Message(channel="mail", recipient="a@example.org", key="k", body=b"x", media_type="text/plain")
    with session.store(new=True) as store:
        store.outbox.post([message], now=session.now())
        {"held": store.outbox.mark_held, "failed": store.outbox.mark_failed}[state]("k", session.now(), error="refused")

    assert "message k" in keys(session)


def test_a_record_that_was_not_understood_is_a_trouble_for_a_week(installation):
    session = installation()
    with session.store(new=True) as store:
        store.unread.keep(
            NotUnderstood(
                source="pubmed", source_id="1", title="A title", url="", reason="?", seen=session.now(), program="1"
            )
        )

    first = keys(session)
    session.later(days=8)

    assert "records" in first
    assert "records" not in keys(session)


def test_collections_that_fail_one_after_the_other_are_a_trouble(installation, scripted):
    session = installation()
    service = Service(session=session, begin=scripted(Result(error="boom"), Result(error="boom")))
    service.once()
    once = keys(session)
    session.later(minutes=1)
    service.once()

    assert "collecting" not in once
    assert "collecting" in keys(session)


def test_a_round_that_ended_in_a_bug_is_told(told, monitor):
    def bomb(_session):
        raise RuntimeError("boom")

    Service(session=told, begin=bomb).guarded_tick()

    assert "the last round of the service failed: boom" in monitor.told[0]["text"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[operator]\nkind = 'page'\nfolder = 'x'", "tells nobody at once; use mail, slack or call"),
        ("[operator]\nkind = 'call'\nbase_url = 'https://a.example/'\nmethod = 'put'", "is post or get"),
        ("[operator]\nkind = 'mail'\nrecipients = ['it@example.org']", "needs 'host'"),
    ],
)
def test_a_wrong_operator_is_a_trouble_and_stops_nothing(installation, text, wrong):
    session = installation(text)

    with pytest.raises(ConfigError, match=wrong):
        operator_of(session.settings)
    assert "configuration of the operator" in keys(session)


@pytest.mark.parametrize(
    ("kind", "more", "recipient"),
    [("mail", "recipients = ['it@example.org']", "it@example.org"), ("slack", "channel = 'C2'", "C2")],
)
def test_the_operator_is_as_the_channel_of_the_same_kind(installation, kind, more, recipient):
    channels = """
[[channels]]
kind = "mail"
host = "127.0.0.1"
security = "none"
sender = "Watcher <w@example.org>"
recipients = ["team@example.org"]
[[channels]]
kind = "slack"
channel = "C1"
"""
    session = installation(f"{channels}[operator]\nkind = '{kind}'\n{more}\n")

    (message,) = operator_of(session.settings).notice(
        Announcement(key="key", subject="Watcher: a trouble", text="pubmed <away>", at=session.now())
    )

    assert (message.recipient, message.subject) == (recipient, "Watcher: a trouble")
    assert b"away" in message.body
