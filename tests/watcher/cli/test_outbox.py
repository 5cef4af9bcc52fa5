"""A person's word on the messages that wait."""

from datetime import UTC, datetime

import pytest

from watcher.model import Message
from watcher.store.store import Store

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.fixture
def post(shell):
    """Puts a message into the outbox in a state; answers with its key."""

    def put(key, state="failed", parent=""):
        message = Message(
            channel="c",
            recipient="r@example.org",
            subject="Digest",
            key=key,
            body=b"x",
            media_type="text/plain",
            parent=parent,
        )
        with Store.open(shell.folder / "demo-output" / "watcher.db") as store:
            store.outbox.post([message], now=NOW)
            if state != "pending":
                {"failed": store.outbox.mark_failed, "held": store.outbox.mark_held}[state](key, NOW, error="refused")
        return key

    return put


def states(shell):
    listed = shell("outbox", "list", "--all", "--json").json
    return {one["id"]: (one["state"], one["what is known"]) for one in listed if one["channel"] == "c"}


@pytest.mark.parametrize(
    ("verb", "state", "known"),
    [
        ("retry", "pending", "the bot was invited"),
        ("drop", "dropped", "the bot was invited"),
        ("mark-sent", "sent", "the bot was invited"),
    ],
)
@pytest.mark.parametrize("before", ["failed", "held", "pending"])
def test_a_person_decides_with_a_reason_that_is_kept(shell, post, verb, state, known, before):
    post("a" * 32, before)

    answer = shell("outbox", verb, "aaaa", "--because", "the bot was invited")

    assert answer.code == 0
    assert states(shell) == {"a" * 32: (state, known)}


def test_what_is_dropped_is_no_trouble_and_never_sent_and_its_answers_neither(shell, post):
    parent, child = post("a" * 32), post("b" * 32, "pending", parent="a" * 32)
    before = shell("status")

    shell("outbox", "drop", "aaaa")
    after = shell("status")

    assert (before.code, after.code) == (1, 0)
    assert "trouble: the message of" in before.out
    assert {key: state for key, (state, _) in states(shell).items()} == {parent: "dropped", child: "dropped"}
    assert "no message waits" in shell("outbox", "list").told
    assert "nothing is to be done" in shell("outbox", "retry", "aaaa").told


def test_without_an_id_all_that_was_refused_goes_again_and_nothing_that_may_have_arrived(shell, post):
    refused, held, waiting = post("a" * 32), post("b" * 32, "held"), post("c" * 32, "pending")

    answer = shell("outbox", "retry", "--because", "the bot was invited")

    assert "1 will be sent" in answer.told
    assert states(shell) == {
        refused: ("pending", "the bot was invited"),
        held: ("held", "refused"),
        waiting: ("pending", ""),
    }


def test_where_nothing_was_refused_nothing_goes_again(shell, post):
    post("c" * 32, "pending")

    assert shell("outbox", "retry").told == "no message was refused\n"


@pytest.mark.parametrize(
    ("identifier", "told"),
    [("zzzz", "no message with an id"), ("", "messages with an id"), ("aaaa", "2 messages with an id")],
)
def test_an_id_names_one_message(shell, post, identifier, told):
    post("aaaa1")
    post("aaaa2")

    answer = shell("outbox", "retry", identifier)

    assert answer.code == 1
    assert told in answer.told


def test_why_somebody_got_no_mail_is_told_with_the_reason_and_the_messages_id(shell, post):
    post("a" * 32)

    assert (
        shell("recipients", "why", "R@example.org").out
        == "2026-11-23 07:00  failed (watcher outbox, aaaaaaaaaaaa): Digest: refused\n"
    )
    shell("outbox", "mark-sent", "aaaa")
    assert shell("recipients", "why", "r@example.org").out == "2026-11-23 08:00  sent: Digest\n"
