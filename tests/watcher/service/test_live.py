"""``watcher doctor --live`` tries the operator's own channel: posts, reads back what came out, deletes it in Slack."""

import email
import imaplib
from contextlib import contextmanager

import pytest
from fake_mail import Inbox, taking

import fake_slack
from watcher.cli.doctor import examine
from watcher.service.bounces import Mailroom
from watcher.service.live import SAMPLE, try_operator

SLACK = """
[operator]
kind = "slack"
channel = "C0TEST"
base_url = "{address}"
allow_private_hosts = true
"""
MAIL = """
[operator]
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "NET <net@example.org>"
recipients = ["net@example.org"]
[imap]
host = "127.0.0.1"
username = "net@example.org"
security = "none"
"""


@pytest.fixture
def slack(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", fake_slack.TOKEN)
    with fake_slack.running() as workspace:
        yield workspace


def test_in_slack_it_is_read_back_word_for_word_and_deleted(installation, slack):
    (came,) = try_operator(installation(SLACK.format(address=slack.base_url)))

    assert came == ("ok", "posted, read back word for word, and deleted")
    assert slack.posted == []
    assert slack.calls == ["chat.postMessage", "auth.test", "conversations.history", "chat.delete"]


def test_what_slack_made_of_it_is_told_and_deleted_too(installation, slack, monkeypatch):
    taken = slack.add
    monkeypatch.setattr(
        slack, "add", lambda message, **more: taken({**message, "blocks": message["blocks"][-1:]}, **more)
    )
    (came,) = try_operator(installation(SLACK.format(address=slack.base_url)))

    assert came.state == "warning"
    assert "not as it was written: TEST: Watcher tries" in came.says
    assert slack.posted == []


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"lag": 9}, "not to be seen in the channel"),
        ({"faults": ["refused: not_in_channel"]}, "invite the bot"),
    ],
)
def test_what_is_not_seen_or_not_taken_has_failed(installation, slack, how, said):
    for name, value in how.items():
        setattr(slack, name, value)
    (came,) = try_operator(installation(SLACK.format(address=slack.base_url)))

    assert came.state == "failed"
    assert said in came.says
    assert slack.posted == []


class Folder:
    """A mailbox in which what the server took lies, as ``changed`` leaves it, from a look on."""

    def __init__(self, inbox, from_look=1, changed=lambda body: body):
        self.inbox, self.looks, self.from_look, self.changed = inbox, 0, from_look, changed

    def uid(self, command, *given):
        if command == "SEARCH":
            self.looks += 1
            there = len(self.inbox.taken) if self.looks >= self.from_look else 0
            return "OK", [" ".join(map(str, range(1, there + 1))).encode()]
        body = self.changed(self.inbox.taken[int(given[0]) - 1].body)
        return "OK", [f"(RFC822.SIZE {len(body)})".encode()] if "SIZE" in given[1] else [(b"BODY[]", body), b")"]


@pytest.fixture
def tried(installation, monkeypatch):
    """Return what came of a mail, by how the mailbox is, and how long was waited."""
    inbox, waited = Inbox(), []

    def run(config=MAIL, **how):
        folder = Folder(inbox, **how)

        @contextmanager
        def opened(_room):
            yield folder

        monkeypatch.setattr(Mailroom, "opened", opened)
        with taking(inbox) as port:
            (came,) = try_operator(installation(config.format(port=port)), sleep=waited.append)
        return came, waited, inbox

    return run


def test_a_mail_is_looked_for_in_the_mailbox_and_compared(tried):
    came, waited, inbox = tried(from_look=3)

    assert came == ("ok", "arrived word for word, and lies in the mailbox")
    assert waited == [5.0, 5.0]
    assert SAMPLE in email.message_from_bytes(inbox.taken[0].body, policy=email.policy.default).get_content()


def test_a_mail_that_was_changed_on_its_way_is_told(tried):
    came, _, _ = tried(changed=lambda body: body.replace(b"HR 0.47", b"HR 0,47"))

    assert came.state == "warning"
    assert "not as it was written" in came.says


def test_a_mail_that_does_not_come_is_told(tried):
    came, waited, _ = tried(from_look=99)

    assert (came.state, len(waited)) == ("warning", 5)
    assert "not in INBOX after 25 s" in came.says


def test_another_mailbox_is_not_looked_into(tried):
    came, waited, _ = tried(config=MAIL.replace('recipients = ["net@', 'recipients = ["boss@'))

    assert came == ("ok", "taken for boss@example.org; [imap] is not that mailbox, so look there yourself")
    assert waited == []


def test_a_mailbox_that_cannot_be_opened_is_told(tried, monkeypatch):
    def run():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Folder, "uid", lambda *_: (_ for _ in ()).throw(imaplib.IMAP4.error("no")))
            return tried()[0]

    assert run() == ("failed", "imap: no")


def test_doctor_says_it(installation, slack):
    session = installation(SLACK.format(address=slack.base_url), source="files")
    found = {finding.subject: finding for finding in examine(session, offline=False, live=True)}

    assert found["operator"].detail == "posted, read back word for word, and deleted"


def test_nobody_is_tried_where_nobody_is_named(installation):
    assert try_operator(installation()) == ()
