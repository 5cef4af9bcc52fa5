"""Delivery: frozen once, claimed before it is sent, and never forgotten."""

from dataclasses import replace

import pytest
from stores import MONDAY, NEXT_MONDAY, at, digest, message, record, save

from watcher.errors import StoreError
from watcher.model import Receipt
from watcher.store.store import Store

NOW = NEXT_MONDAY


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


@pytest.fixture
def posted(store):
    store.outbox.post([message()], now=MONDAY)
    return store


def states(store):
    return [delivery.state for delivery in store.outbox.deliveries()]


@pytest.mark.threat("T17")
def test_a_digest_is_made_once_for_its_period(store):
    save(store, record())
    dossiers = store.digests.dossiers(digest().topic, MONDAY, NOW, digest="weekly")

    assert store.digests.freeze(digest(), [message()], dossiers, name="weekly", now=NOW)
    assert not store.digests.freeze(digest(), [message("other")], dossiers, name="weekly", now=NOW)

    assert [delivery.message.key for delivery in store.outbox.deliveries()] == ["m"]
    assert store.digests.get("weekly", "2026-W47") == digest()
    assert store.digests.get("weekly", "2026-W46") is None
    assert [(made.name, made.key, made.frozen) for made in store.digests.all("weekly")] == [("weekly", "2026-W47", NOW)]


@pytest.mark.threat("T46", "T54")
def test_what_was_frozen_comes_back_byte_for_byte(store):
    body = bytes(range(256))
    store.digests.freeze(digest(), [message(body=body, subject="Ünïcode")], [], name="weekly", now=NOW)

    assert store.outbox.claim("m", NOW) == message(body=body, subject="Ünïcode")


@pytest.mark.threat("T52")
def test_a_freeze_that_fails_leaves_nothing(store):
    twice = message(part=0), replace(message("n"), part=0)

    with pytest.raises(Exception, match="UNIQUE"):
        store.digests.freeze(digest(), twice, [], name="weekly", now=NOW)

    assert store.digests.all() == ()
    assert store.outbox.deliveries() == ()


def test_only_one_has_the_claim(posted):
    assert posted.outbox.claim("m", NOW) == message()
    assert posted.outbox.claim("m", NOW) is None
    assert states(posted) == ["sending"]


def test_a_claim_that_would_not_stand_is_refused(posted):
    with posted.writing(), pytest.raises(StoreError, match="inside another step"):
        posted.outbox.claim("m", NOW)


@pytest.mark.threat("T54")
def test_bytes_that_are_not_those_frozen_are_never_sent(posted):
    posted.connection.execute("UPDATE delivery SET body = x'00'")

    with pytest.raises(StoreError, match="not as it was frozen"):
        posted.outbox.claim("m", NOW)
    assert states(posted) == ["pending"]


@pytest.mark.threat("T58")
def test_what_was_sent_has_its_proof(posted):
    posted.outbox.claim("m", NOW)
    receipt = Receipt(key="m", reference="1763.0001", at=NOW)

    posted.outbox.mark_sent(receipt)

    assert posted.outbox.receipt("m") == receipt
    assert posted.outbox.due(at(999)) == ()
    assert posted.connection.execute("SELECT origin, state FROM delivery_event ORDER BY id").fetchall() == [
        ("", "pending"),
        ("pending", "sending"),
        ("sending", "sent"),
    ]


def test_a_refused_message_waits_for_its_time(posted):
    posted.outbox.claim("m", MONDAY)
    posted.outbox.mark_pending("m", MONDAY, not_before=at(1), error="429")

    assert posted.outbox.due(MONDAY) == ()
    (delivery,) = posted.outbox.due(at(1))
    assert (delivery.attempt, delivery.error) == (1, "429")


def test_a_part_waits_for_the_one_that_it_answers(store):
    parts = [message("a"), message("b", 1, parent="a"), message("c", 0, recipient="C2")]
    store.digests.freeze(digest(), parts, [], name="weekly", now=NOW)
    assert [delivery.message.key for delivery in store.outbox.due(NOW)] == ["a", "c"]

    store.outbox.claim("a", NOW)
    store.outbox.mark_sent(Receipt(key="a", reference="1", at=NOW))

    assert [delivery.message.key for delivery in store.outbox.due(NOW)] == ["b", "c"]


@pytest.mark.threat("T3")
def test_what_a_dead_process_was_sending_is_uncertain(posted):
    posted.outbox.claim("m", NOW)

    (uncertain,) = posted.outbox.recover(NOW)

    assert uncertain.state == "uncertain"
    assert posted.outbox.due(NOW) == ()
    assert posted.outbox.recover(NOW) == (uncertain,)


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        (["uncertain", "sent"], "sent"),
        (["uncertain", "pending"], "pending"),
        (["uncertain", "held", "release"], "pending"),
        (["uncertain", "held", "sent"], "sent"),
        (["failed", "release"], "pending"),
        (["uncertain", "failed"], "failed"),
    ],
)
def test_a_message_goes_the_ways_that_it_may(posted, steps, end):
    posted.outbox.claim("m", NOW)
    for step in steps:
        take(posted, step)

    assert states(posted) == [end]


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (["sent"], "pending"),
        (["sent"], "uncertain"),
        (["sent"], "release"),
        (["failed"], "sent"),
        (["held"], "uncertain"),
        (["held"], "pending"),
    ],
)
def test_a_message_goes_no_other_way(posted, steps, wrong):
    posted.outbox.claim("m", NOW)
    for step in steps:
        take(posted, step)
    before = posted.outbox.deliveries()

    with pytest.raises(StoreError, match="cannot become"):
        take(posted, wrong)
    assert posted.outbox.deliveries() == before


def take(store, step):
    match step:
        case "sent":
            store.outbox.mark_sent(Receipt(key="m", reference="r", at=NOW))
        case "pending":
            store.outbox.mark_pending("m", NOW, not_before=NOW, error="not there")
        case "release":
            store.outbox.release("m", NOW, because="Ada looked")
        case _:
            getattr(store.outbox, f"mark_{step}")("m", NOW, error="why")


def test_an_unknown_message_is_an_error(store):
    with pytest.raises(StoreError, match="unknown"):
        store.outbox.mark_held("m", NOW, error="")
    assert store.outbox.receipt("m") is None
    assert store.outbox.claim("m", NOW) is None


def test_an_alert_is_posted_once(store):
    assert store.outbox.post([message()], now=NOW) == 1
    assert store.outbox.post([message(body=b"other")], now=NOW) == 0
    assert store.outbox.deliveries()[0].message.body == b"{}"


@pytest.mark.threat("T58")
def test_events_stay_as_they_are(posted):
    for statement in ("DELETE FROM delivery_event", "UPDATE delivery_event SET detail = ''"):
        with pytest.raises(Exception, match="never"):
            posted.connection.execute(statement)


def test_deliveries_are_found_by_state_digest_and_period(store):
    store.digests.freeze(digest(), [message("a")], [], name="weekly", now=NOW)
    store.digests.freeze(digest("2026-11"), [message("b")], [], name="monthly", now=NOW)
    store.outbox.post([message("c")], now=NOW)
    store.outbox.claim("b", NOW)

    def keys(*states, **where):
        return [delivery.message.key for delivery in store.outbox.deliveries(*states, **where)]

    assert keys() == ["a", "b", "c"]
    assert keys("pending") == ["a", "c"]
    assert keys("pending", "sending", name="monthly") == ["b"]
    assert keys(period="2026-W47") == ["a"]
    assert keys(message="c") == ["c"]


@pytest.mark.threat("T6")
def test_the_right_to_deliver_is_one(tmp_path):
    with Store.open(tmp_path / "a.db") as one, Store.open(tmp_path / "a.db") as two:
        with one.outbox.delivering() as first, two.outbox.delivering() as second:
            assert (first, second) == (True, False)
        with two.outbox.delivering() as again:
            assert again


def test_the_one_message_of_a_key_is_found_by_the_index(store):
    asked = []
    store.connection.set_trace_callback(asked.append)
    store.outbox.deliveries("pending", message="m")
    store.connection.set_trace_callback(None)

    (plan,) = [
        store.connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in asked if "delivery.key" in one
    ]
    assert [row[3] for row in plan if "delivery" in row[3]] == [
        "SEARCH delivery USING INDEX sqlite_autoindex_delivery_1 (key=?)"
    ]
