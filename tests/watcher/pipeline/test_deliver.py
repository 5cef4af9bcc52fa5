from datetime import timedelta

import pytest
from parts import TOPIC, FakeChannel, asked, record

from fakes import NOW
from watcher.errors import DeliveryError
from watcher.model import Period
from watcher.pipeline import Edition, collect, compose, deliver, send_due
from watcher.store.store import Store

PERIOD = Period(key="2026-W47", since=NOW - timedelta(days=7), until=NOW + timedelta(seconds=1), due=NOW)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        collect([asked([record(1), record(2)])], TOPIC, opened, lambda: NOW)
        yield opened


def composed(store, period=PERIOD, name="weekly"):
    return compose(TOPIC, store, Edition(name=name, sources=("fake",)), period, NOW)


def frozen(store, channel, period=PERIOD):
    return deliver(store, "weekly", composed(store, period), [channel], NOW)


def states(store):
    return [delivery.state for delivery in store.outbox.deliveries()]


def test_a_digest_is_made_frozen_and_sent_once(store):
    channel = FakeChannel()

    assert frozen(store, channel)
    sent = send_due(store, {"team": channel}, lambda: NOW)
    assert not frozen(store, channel)
    again = send_due(store, {"team": channel}, lambda: LATER)

    assert [one.state for one in sent] == ["sent", "sent"]
    assert again == ()
    assert channel.sent == ["team/2026-W47", "team/2026-W47/1"]


def test_composing_changes_nothing(store):
    before = store.status().counts

    first, second = composed(store), composed(store)

    assert first.digest == second.digest
    assert store.status().counts == before
    assert store.outbox.deliveries() == ()


def test_what_one_digest_told_the_next_does_not_repeat(store):
    frozen(store, FakeChannel())
    following = Period(key="2026-W48", since=PERIOD.until, until=PERIOD.until + timedelta(days=7), due=PERIOD.until)

    assert {d.item.id for d in composed(store).dossiers} == set()
    assert composed(store, following).dossiers == ()
    assert composed(store, name=None).dossiers != ()


def test_a_refused_message_is_tried_again_later(store):
    channel = FakeChannel(faults=[DeliveryError("team", "rate limited", sent=False, retry_after=30)])
    frozen(store, channel)

    first = send_due(store, {"team": channel}, lambda: NOW)
    too_soon = send_due(store, {"team": channel}, lambda: NOW + timedelta(seconds=10))
    then = send_due(store, {"team": channel}, lambda: NOW + timedelta(seconds=31))

    assert [one.state for one in first] == ["pending"]
    assert too_soon == ()
    assert [one.state for one in then] == ["sent", "sent"]


def test_a_message_refused_for_good_is_not_tried_again(store):
    channel = FakeChannel(faults=[DeliveryError("team", "no such channel", sent=False, permanent=True)])
    frozen(store, channel)

    send_due(store, {"team": channel}, lambda: NOW)

    assert send_due(store, {"team": channel}, lambda: NOW + timedelta(days=2)) == ()
    assert states(store)[0] == "failed"


def test_an_uncertain_message_is_looked_for_before_anything_is_sent_again(store):
    channel = FakeChannel(faults=[DeliveryError("team", "connection lost", sent=None)])
    frozen(store, channel)

    (first,) = send_due(store, {"team": channel}, lambda: NOW)
    assert first.state == "uncertain"
    assert send_due(store, {"team": channel}, lambda: NOW + timedelta(minutes=1)) == ()
    settled = send_due(store, {"team": channel}, lambda: LATER)

    assert [one.state for one in settled] == ["sent", "sent"]
    assert channel.sent.count("team/2026-W47") == 1


def test_an_uncertain_message_that_did_not_arrive_is_sent(store):
    channel = FakeChannel(faults=[DeliveryError("team", "connection lost", sent=None)])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)
    channel.arrived.clear()
    channel.sent.clear()

    send_due(store, {"team": channel}, lambda: LATER)

    assert channel.sent == ["team/2026-W47", "team/2026-W47/1"]


def test_a_channel_that_cannot_be_asked_leaves_an_uncertain_message_to_a_person(store):
    channel = FakeChannel(searchable=False, faults=[DeliveryError("team", "connection lost", sent=None)])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)

    (settled,) = send_due(store, {"team": channel}, lambda: LATER)

    assert settled.state == "held"
    assert send_due(store, {"team": channel}, lambda: LATER + timedelta(days=3)) == ()
    assert channel.sent == ["team/2026-W47"]


def test_a_message_that_a_restored_backup_would_repeat_is_found_instead(store):
    channel = FakeChannel()
    frozen(store, channel)
    for message in channel.render(composed(store).digest):
        channel.arrived[message.key] = message

    sent = send_due(store, {"team": channel}, lambda: NOW)

    assert [one.detail for one in sent] == ["found", "found"]
    assert channel.sent == []


def test_a_process_that_died_while_sending_is_settled_by_the_next(store):
    channel = FakeChannel()
    frozen(store, channel)
    key = store.outbox.due(NOW)[0].message.key
    store.outbox.claim(key, NOW)  # and here the process dies

    assert send_due(store, {"team": channel}, lambda: NOW) == ()
    assert [one.state for one in send_due(store, {"team": channel}, lambda: LATER)] == ["sent", "sent"]
