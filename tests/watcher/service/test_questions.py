"""Slack's members ask the store: each question is acknowledged within three seconds, and answered once, to who asked."""

import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from fake_socket import APP_TOKEN, socket_mode
from stores import record, save

from digests.channels.slack.asked import Asked, Shown, answer, read
from fakes import NOW
from watcher.errors import ConfigError, DeliveryError
from watcher.model import PartialDate, Passage, Venue
from watcher.service import Session
from watcher.service.questions import answering, check, look_up
from watcher.store.store import Store

WITHIN = 3.0  # seconds, as Slack wants it
CONFIGURATION = """
[watcher]
database = "{database}"
[[channels]]
name = "team"
kind = "slack"
channel = "C0TEST"
base_url = "{base_url}"
allow_private_hosts = true
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    database = folder / "watcher.db"
    with Store.open(database) as store, store.writing():
        for number in range(23):
            one = record(f"{number}", title=f"Lanreotide every 14 days, part {number} <here> & there")
            text = f"Progression-free survival in group {number} was 10 months."
            save(
                store,
                replace(
                    one,
                    abstract=(Passage(text=text, label="RESULTS"),),
                    venue=Venue(title="Lancet"),
                    published=PartialDate(2024, 3),
                    url=f"https://example.org/{number}",
                ),
            )
    return lambda base_url="https://slack.com/api/", **fields: Session(
        config=written(folder, database, base_url), fixed_now=NOW, **fields
    )


def written(folder, database, base_url):
    path = folder / "watcher.toml"
    path.write_text(CONFIGURATION.format(database=database.as_posix(), base_url=base_url), encoding="utf-8")
    return str(path)


def words(block):
    return (
        "".join(words(one) for one in block.values())
        if isinstance(block, dict)
        else "".join(map(words, block))
        if isinstance(block, list)
        else str(block)
    )


def buttons(body):
    return [one for block in body["blocks"] if block["type"] == "actions" for one in block["elements"]]


def pressed(button):
    return {"type": "block_actions", "actions": [{"action_id": button["action_id"], "value": button["value"]}]}


@pytest.fixture(scope="module")
def slack(session):
    """A Slack that is listened to: one for all, since to hang up takes three seconds. Each envelope of theirs has a name of its own."""
    with pytest.MonkeyPatch.context() as patch, socket_mode() as fake:
        patch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
        with answering(session(fake.base_url)) as is_answering:
            assert is_answering
            yield fake


def test_a_question_is_acknowledged_within_three_seconds_and_answered_to_who_asked(slack):
    slack.ask("a1", "slash_commands", {"command": "/watcher", "text": "lanreotide every 14 days"})

    assert slack.acknowledgement("a1") < WITHIN
    path, body = slack.answer()
    assert (path, body["response_type"]) == ("/reply", "ephemeral")
    assert "lanreotide every 14 days: 23 found, 1 to 10 shown" in words(body["blocks"])
    assert [one["text"]["text"] for one in buttons(body)] == [*(f"Show {n}" for n in range(1, 11)), "More"]


def test_the_buttons_lead_to_the_next_ten_and_to_all_about_one(slack):
    slack.ask("b1", "slash_commands", {"command": "/watcher", "text": "lanreotide every 14 days"})
    first = slack.answer()[1]
    slack.ask("b2", "interactive", pressed(buttons(first)[-1]))
    second = slack.answer()[1]
    slack.ask("b3", "interactive", pressed(buttons(second)[-1]))
    third = slack.answer()[1]
    slack.ask("b4", "interactive", pressed(buttons(third)[0]))
    whole = slack.answer()[1]

    assert max(slack.acknowledgement(f"b{n}") for n in range(1, 5)) < WITHIN
    assert "11 to 20 shown" in words(second["blocks"])
    assert [one["text"]["text"] for one in buttons(third)] == ["Show 21", "Show 22", "Show 23"]
    assert "RESULTS: Progression-free survival in group" in words(whole["blocks"])
    assert buttons(whole) == []


def test_a_reader_says_by_a_button_what_was_useful(slack, session):
    value = json.dumps({"rate": "useful", "item": 3, "of": "ssa-dose-escalation"})
    press = {"type": "block_actions", "user": {"id": "U7"}, "actions": [{"action_id": "rate-1-useful", "value": value}]}
    slack.ask("c1", "interactive", press)
    thanks = slack.answer()[1]
    nobody = {"type": "block_actions", "actions": [{"action_id": "rate-1-useful", "value": value}]}
    slack.ask("c2", "interactive", nobody)  # who said it is not known: nothing is kept, nothing answered
    slack.ask("c3", "interactive", press | {"actions": [{"value": value.replace("useful", "great")}]})
    failed = slack.answer()[1]

    assert "Noted, thank you." in words(thanks["blocks"])
    assert "could not be looked up" in words(failed["blocks"])
    with session().store() as store:
        assert [(one.item, one.useful) for one in store.ratings.of("ssa-dose-escalation", NOW + timedelta(days=1))] == [
            (3, 1)
        ]


def test_what_slack_brings_twice_is_acknowledged_twice_and_answered_once(slack):
    slack.ask("d1", "slash_commands", {"command": "/watcher", "text": "survival"}, times=2)
    slack.ask("d2", "slash_commands", {"command": "/watcher", "text": "months"})

    found = sorted(slack.answer()[1]["text"].partition(":")[0] for _ in range(2))

    assert found == ["months", "survival"]
    assert slack.answers.empty()


def test_a_question_that_fails_is_answered_too_and_the_next_one_as_ever(slack, session, caplog, tmp_path):
    database = session(slack.base_url).database()
    with caplog.at_level(logging.CRITICAL):
        moved = database.rename(tmp_path / "elsewhere.db")
        slack.ask("e1", "slash_commands", {"command": "/watcher", "text": "survival"})
        assert "could not be looked up" in words(slack.answer()[1]["blocks"])
        moved.rename(database)
        slack.ask("e2", "slash_commands", {"command": "/watcher", "text": "survival"})
        assert "23 found" in words(slack.answer()[1]["blocks"])


def test_without_an_app_token_nobody_listens(session, monkeypatch):
    monkeypatch.delenv("SLACK_APP_TOKEN", raising=False)
    with socket_mode() as fake, answering(session(fake.base_url)) as is_answering:
        assert not is_answering
    assert fake.opened == 0


def test_a_bots_token_in_its_place_is_a_mistake_that_is_named_but_not_shown(session, monkeypatch):
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-secret")
    with pytest.raises(ConfigError, match="begins with xapp-") as told, answering(session()):
        pass
    assert "secret" not in str(told.value)


def test_the_app_token_can_be_tried(session, monkeypatch):
    monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
    with socket_mode() as fake:
        assert "lets us listen" in check(session(fake.base_url))
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-another")
        with pytest.raises(DeliveryError, match="invalid_auth") as told:
            check(session(fake.base_url))
    assert "another" not in str(told.value)
    assert fake.opened == 2

    monkeypatch.delenv("SLACK_APP_TOKEN")
    assert check(session(fake.base_url)) == ""


def test_an_answer_is_within_what_slack_takes(session):
    body = look_up(session(), Asked("lanreotide", "https://hooks.slack.com/1"))

    assert len(body["blocks"]) <= 50
    assert all(len(one["value"]) <= 2_000 for one in buttons(body))
    assert len({one["action_id"] for one in buttons(body)}) == 11
    assert "part 20 <here> & there" in words(body["blocks"])  # rich text has no escapes


@pytest.mark.parametrize("sign", ["a", '"', "\u6cbb"])
def test_a_long_question_still_fits_its_button(sign):
    asked = read("slash_commands", {"text": sign * 5_000, "response_url": "https://hooks.slack.com/1"})
    body = answer(asked, [Shown(1, "One")], ["many found"], more=True)

    assert len(buttons(body)[-1]["value"]) <= 2_000


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("slash_commands", {"text": "dose"}),
        ("slash_commands", {"text": 3, "response_url": "https://hooks.slack.com/1"}),
        ("interactive", {"response_url": "https://hooks.slack.com/1"}),
        ("interactive", {"actions": [{"value": "{"}], "response_url": "https://hooks.slack.com/1"}),
        ("interactive", {"actions": [{"value": "[]"}], "response_url": "https://hooks.slack.com/1"}),
        ("interactive", {"actions": [{"value": '{"item": "x"}'}], "response_url": "https://hooks.slack.com/1"}),
        ("events_api", {"event": {}}),
    ],
)
def test_what_is_no_question_has_no_answer(kind, payload):
    assert read(kind, payload) is None


def test_a_command_without_words_says_how_to_ask(session):
    body = look_up(session(), Asked("", "https://hooks.slack.com/1"))

    assert "/watcher lanreotide every 14 days" in words(body["blocks"])


def test_an_item_that_is_gone_has_an_answer_in_words(session):
    body = look_up(session(), Asked("", "https://hooks.slack.com/1", item=999))

    assert "gone" in words(body["blocks"])
    json.dumps(body)
