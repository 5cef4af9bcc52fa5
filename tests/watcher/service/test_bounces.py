"""What comes back to the mailbox: bounces as mail servers write them, and people who want to leave."""

import email
import imaplib
import socket
import threading
from contextlib import contextmanager, suppress
from email.message import EmailMessage

import pytest
from fake_mail import Inbox, taking

from digests.mailboxes import token
from watcher.errors import ConfigError
from watcher.service.bounces import Bounce, Leaving, Mailroom, bounces, mailroom, read_mailbox, understood
from watcher.service.due import Service
from watcher.service.recipients import Departures, key_of
from watcher.service.troubles import troubles

KEY = "0123456789abcdef" * 2
CONFIG = """
[imap]
host = "127.0.0.1"
username = "net"
security = "none"
[[channels]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "NET <net@example.org>"
recipients = ["a@example.org", "b@example.org"]
[[digests]]
name = "weekly"
when = "daily 07:00"
"""
# As RFC 3464 has it, and as Postfix 3.7, Exim 4.96 and Exchange fill it in.
REPORT = """\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: net@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

This is the mail system at host mx.example.org.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Sender: rfc822; net@example.org

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected:
    User unknown in virtual mailbox table

--B
Content-Type: {kind}

{head}From: NET <net@example.org>
Message-ID: <{key}@example.org>
Subject: the digest

--B--
"""


def report(key=KEY, recipient="a@example.org", action="failed", status="5.1.1", kind="message/rfc822"):
    head = ""
    return REPORT.format(key=key, recipient=recipient, action=action, status=status, kind=kind, head=head).encode()


def written(subject, sender="Ann <a@example.org>", **head):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, subject
    for name, value in head.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Please.")
    return mail.as_bytes()


class Folder:
    """A mailbox as imaplib shows it."""

    def __init__(self):
        self.messages, self.validity, self.fetched, self.commands = [], b"1", [], []

    def response(self, _code):
        return "UIDVALIDITY", [self.validity]

    def uid(self, command, *given):
        self.commands.append(command)
        if command == "SEARCH":
            begin = int(given[0].split()[1].split(":")[0])
            last = len(self.messages)
            found = range(begin, last + 1) if begin <= last else [last] * bool(last)  # "6:*" of five is the fifth
            return "OK", [" ".join(map(str, found)).encode()]
        body = self.messages[int(given[0]) - 1]
        if "SIZE" in given[1]:
            return "OK", [f"{given[0]} (UID {given[0]} RFC822.SIZE {len(body)})".encode()]
        self.fetched.append(int(given[0]))
        return "OK", [(b"BODY[]", body.split(b"\n\n")[0] if "HEADER" in given[1] else body), b")"]


@pytest.fixture
def folder(monkeypatch):
    made = Folder()

    @contextmanager
    def opened(_room):
        yield made

    monkeypatch.setattr(Mailroom, "opened", opened)
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    return made


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def team(installation, inbox, folder):
    with taking(inbox) as port:
        session = installation(CONFIG.format(port=port))
        session.at("2026-11-23T07:00+01:00")
        yield session


def day(session, scripted):
    """Let a day's digest go out; return the keys of its mails by recipient."""
    Service(session=session, begin=scripted()).once()
    with session.store() as store:
        keys = {one.message.recipient: one.message.key for one in store.outbox.deliveries("sent")}
    session.later(days=1)
    return keys


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            report(),
            Bounce(
                KEY,
                "5.1.1",
                "550 5.1.1 <a@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
            ),
        ),
        (report(kind="text/rfc822-headers"), "5.1.1"),
        (report(action="delayed", status="4.4.1"), None),
        (report(action="relayed", status="2.0.0"), None),
        (report(status="5.7.1"), "5.7.1"),
        (report(key="nobody"), None),  # it gives back no mail of ours
        (report().replace(b"Status: 5.1.1", b"Status: x"), ""),
        (report()[:500], None),
        (b"", None),
        (
            b"Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\n\xff\xfe\n",
            None,
        ),
        (written("Unsubscribe"), Leaving("", (), "a@example.org")),
        (written("Re: unsubscribe " + "x" * 24), Leaving("x" * 24, (), "a@example.org")),
        (written("AW: Unsubscribe", In_Reply_To=f"<{KEY}@example.org>"), Leaving("", (KEY,), "a@example.org")),
        (written("unsubscribe", Auto_Submitted="auto-replied"), None),
        (written("Please unsubscribe my colleague"), None),
        (written("Out of office"), None),
    ],
)
def test_a_message_is_understood_as_far_as_it_says_something(body, expected):
    said = understood(body)

    assert (said.status if isinstance(expected, str) else said) == expected


@pytest.mark.parametrize(
    ("status", "hard"),
    [
        ("5.1.1", True),
        ("5.1.10", True),
        ("5.2.1", True),
        ("5.0.0", True),
        ("5.2.2", False),
        ("5.3.4", False),
        ("5.7.1", False),
        ("4.2.2", False),
        ("", False),
    ],
)
def test_a_bounce_counts_only_where_the_address_is_at_fault(status, hard):
    assert Bounce(KEY, status, "").is_hard is hard


def test_after_three_hard_bounces_an_address_rests_and_the_operator_is_told(team, inbox, folder, scripted):
    for number in range(3):
        keys = day(team, scripted)
        folder.messages.append(report(key=keys["a@example.org"]))
        folder.messages.append(report(key=keys["a@example.org"]))  # the same bounce twice
        with team.store() as store:
            assert read_mailbox(team, store) == ""
            assert len(bounces(store, team.now())["a@example.org"]) == number + 1
    with team.store() as store:
        told = [one.text for one in troubles(team, store)]
    inbox.taken.clear()
    day(team, scripted)

    assert Departures(team.settings.database).why_not("a@example.org", "weekly").startswith("the address rests since")
    assert any(text.startswith("a@example.org rests, nothing is sent to it: 3 mails came back: 5.1.1") for text in told)
    assert [taken.recipients for taken in inbox.taken] == [["b@example.org"]]


def test_a_report_on_a_mail_that_we_never_sent_counts_for_nothing(team, folder, scripted):
    day(team, scripted)
    folder.messages += [report(key=f"{number:032x}") for number in range(10)]

    with team.store() as store:
        assert read_mailbox(team, store) == ""
        assert bounces(store, team.now()) == {}


def test_who_answers_with_unsubscribe_leaves(team, inbox, folder, scripted):
    keys = day(team, scripted)
    mail = email.message_from_bytes(inbox.taken[0].body)
    mine = token(key_of(team.settings), "weekly", "a@example.org")
    assert mail["List-Unsubscribe"] == f"<mailto:net@example.org?subject=unsubscribe%20{mine}>"
    folder.messages.append(written(f"unsubscribe {mine}", sender="other@example.net"))
    folder.messages.append(written("unsubscribe", In_Reply_To=f"<{keys['b@example.org']}@example.org>"))

    inbox.taken.clear()
    day(team, scripted)

    assert {(one.address, one.because) for one in Departures(team.settings.database).all()} == {
        ("a@example.org", "by mail"),
        ("b@example.org", "by mail"),
    }
    assert inbox.taken == []


def test_a_message_is_read_once_and_the_mailbox_stays_as_it_is(team, folder, scripted):
    day(team, scripted)
    folder.messages += [written("Hello"), b"\xff\xfe broken", written("unsubscribe", sender="nobody@example.org")]
    with team.store() as store:
        for _look in range(3):
            read_mailbox(team, store)
            team.later(minutes=20)
        read = list(folder.fetched)
        folder.validity = b"2"  # the mailbox was made anew: its numbers mean something else
        read_mailbox(team, store)

    assert read == [1, 2, 3]
    assert folder.fetched == [1, 2, 3, 1, 2, 3]
    assert {*folder.commands} == {"SEARCH", "FETCH"}


def test_of_a_large_message_the_head_alone_is_read(team, folder, scripted):
    day(team, scripted)
    folder.messages.append(written("unsubscribe") + b"x" * 2_000_000)

    with team.store() as store:
        read_mailbox(team, store)

    assert [one.address for one in Departures(team.settings.database).all()] == ["a@example.org"]


def test_a_mailbox_that_cannot_be_read_delays_no_digest(team, inbox, monkeypatch, scripted):
    @contextmanager
    def refused(_room):
        raise imaplib.IMAP4.error("[AUTHENTICATIONFAILED] no")
        yield

    monkeypatch.setattr(Mailroom, "opened", refused)

    done = Service(session=team, begin=scripted()).once()

    assert {one.state for one in done.sent} == {"sent"}
    assert done.faults == ("the mailbox of [imap] was not read: [AUTHENTICATIONFAILED] no",)


def speaking(server, said, enough):
    """Greet, then answer every command with this, the first word of the command for its tag, and drip until it is enough."""
    with suppress(OSError), server.accept()[0] as line:
        line.sendall(b"* OK ready\r\n")
        while command := line.recv(1_000):
            line.sendall(said.replace(b"TAG", command.split()[0]))
            while b"TAG" not in said and not enough.wait(0.02):
                line.sendall(b" ")


@pytest.mark.threat("T23")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"* CAPABILITY", "was not read"),  # a line without an end
        (b"* OK {99999999999}\r\n", "announces 99,999,999,999 bytes"),
        (b"TAG BAD " + b"x" * 2_000_000 + b"\r\n", "got more than 1000000 bytes"),
    ],
)
def test_a_server_whose_answer_has_no_end_is_left(installation, monkeypatch, said, why):
    monkeypatch.setattr("watcher.service.bounces.LONGEST", 0.5)
    enough = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=speaking, args=(server, said, enough))
        thread.start()
        table = f"[imap]\nhost = '127.0.0.1'\nport = {server.getsockname()[1]}\nusername = 'net'\nsecurity = 'none'\n"
        session = installation(table)
        with session.store(new=True) as store:
            told = read_mailbox(session, store)
        enough.set()
        thread.join()

    assert "the mailbox of [imap] was not read" in told
    assert why in told


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ('host = "127.0.0.1"', r"line 2: \[imap\] needs 'username'"),
        ('host = "127.0.0.1"\nusername = "n"\npassword = "p"', "line 5: imap.password is a secret"),
        (
            'host = "mx.example.org"\nusername = "n"\nsecurity = "none"',
            "line 5: security = 'none' is for a server on this",
        ),
        ('host = "mx.example.org"\nusername = "n"\nsecurity = "ssl"', "line 5: security is tls, starttls or none"),
    ],
)
def test_a_mistake_in_the_table_says_what_to_write(installation, tmp_path, options, message):
    session = installation()
    (tmp_path / "watcher.toml").write_text(f"\n[imap]\n{options}\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=message):
        mailroom(session)


def test_doctor_says_whether_the_mailbox_lets_us_in(team, folder, monkeypatch):
    from watcher.cli.doctor import examine  # noqa: PLC0415
    from watcher.errors import DeliveryError  # noqa: PLC0415
    from watcher.service.bounces import look_in  # noqa: PLC0415

    assert look_in(team) == "INBOX of net at 127.0.0.1:993 (none)"
    assert ("imap", "ok", "configured, not asked") in [tuple(one) for one in examine(team, offline=True)]

    @contextmanager
    def refused(_room):
        raise OSError("no route to host")
        yield

    monkeypatch.setattr(Mailroom, "opened", refused)
    with pytest.raises(DeliveryError, match="no route to host"):
        look_in(team)
