import contextlib
import dataclasses
import email
import email.policy
import re
import socket
import threading

import pytest
from fake_mail import CERTIFICATE, Inbox, certified, taking

import samples
from digests import telling
from digests.border import UNMADE
from digests.channels.mail import Channel, _letter
from digests.channels.mail._letter import HTML_BYTES
from digests.mailboxes import mailbox
from watcher.errors import ConfigError, DeliveryError
from watcher.model import Receipt

LONG = "https://net.example.org/unsubscribe/" + "0123456789" * 9


def channel(port=25, **given):
    plain = {"name": "oncology", "host": "127.0.0.1", "port": port, "security": "none", "timeout": 5}
    people = {"sender": "NET evidence <evidence@example.org>", "recipients": ["team-a@example.org", "b@example.org"]}
    return Channel(**{**plain, **people, **given})


def attempt(target):
    return target.send(target.render(samples.quiet())[0])


def read(message):
    return email.message_from_bytes(message.body, policy=email.policy.default)


def html(message):
    return read(message).get_body(("html",)).get_content()


def text(message):
    return read(message).get_body(("plain",)).get_content()


@contextlib.contextmanager
def scripted(lines, last=""):
    """Serve one session from a script: one answer a line of the client's, then ``last`` after the final dot."""
    server = socket.create_server(("127.0.0.1", 0))

    def talk():
        connection, _ = server.accept()
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"220 here\r\n")
            stream.flush()
            for answer in lines:
                stream.readline()
                stream.write(answer.encode() + b"\r\n")
                stream.flush()
            while lines[-1].startswith("354") and stream.readline() not in {b".\r\n", b""}:
                pass
            if last:
                stream.write(last.encode() + b"\r\n")
                stream.flush()

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        thread.join()
        server.close()


@pytest.mark.threat("T14", "T46")
def test_every_recipient_gets_a_message_of_their_own():
    first, second = channel().render(samples.digest())

    assert [read(one)["To"] for one in (first, second)] == ["team-a@example.org", "b@example.org"]
    assert first.key != second.key
    assert b"b@example.org" not in first.body


def test_the_same_digest_gives_the_same_bytes_with_the_digest_s_own_date():
    message = channel().render(samples.digest())[0]

    assert channel().render(samples.digest())[0] == message
    assert read(message)["Date"] == "Mon, 23 Nov 2026 06:00:00 +0000"
    assert read(message)["Message-ID"] == f"<{message.key}@example.org>"


def test_text_and_html_say_the_same_items():
    message = channel().render(samples.digest())[0]
    made = samples.digest()
    entries = [entry for section in made.sections for entry in section.entries]

    plain = re.sub(r"\s+", " ", text(message))
    assert read(message).get_content_type() == "multipart/alternative"
    assert all(f" {telling.brief(entry, made).title.rstrip('…')}" in plain for entry in entries)
    assert all(entry.url in html(message) for entry in entries)


@pytest.mark.threat("T39", "T51")
def test_long_list_headers_stay_addresses():
    raw = channel(unsubscribe=LONG, one_click=True).render(samples.digest())[0].body

    assert f"\r\nList-Unsubscribe: <{LONG}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert b"\r\nList-Id: <ssa-dose-escalation.example.org>\r\n" in raw
    assert b"\r\nAuto-Submitted: auto-generated\r\n" in raw
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.threat("T50")
def test_one_click_is_promised_only_where_it_was_asked_for():
    raw = channel(unsubscribe=LONG).render(samples.digest())[0]

    assert "List-Unsubscribe-Post" not in read(raw)


def test_without_an_address_to_unsubscribe_the_sender_takes_it():
    message = channel().render(samples.digest())[0]

    assert read(message)["List-Unsubscribe"] == "<mailto:evidence@example.org?subject=unsubscribe>"


def test_a_correction_is_threaded_under_the_digest_that_it_corrects():
    first = channel().render(samples.quiet())[0]
    correction = dataclasses.replace(samples.quiet(), key="2026-W47-c1", corrects="2026-W47")

    answer = channel().render(correction)[0]

    assert read(answer)["In-Reply-To"] == read(first)["Message-ID"]
    assert read(answer)["Subject"].startswith("Correction to 2026-W47: ")
    assert answer.parent == first.key


@pytest.mark.parametrize("items", [0, 1, 40, 400])
def test_the_html_stays_under_what_gmail_shows_and_every_item_is_in_both_parts(items):
    entry = samples.section("core").entries[0]
    many = tuple(dataclasses.replace(entry, item=n, title=f"Title {n} {'of é ' * 9}end") for n in range(items))
    section = dataclasses.replace(samples.section("core"), entries=many)
    message = channel().render(dataclasses.replace(samples.digest(), sections=(section,)))[0]

    part = read(message).get_body(("html",)).as_bytes()
    if items <= 40:
        assert len(part) <= HTML_BYTES
    assert len(set(re.findall(r"Title (\d+) ", html(message)))) == items
    assert len(set(re.findall(r"Title (\d+) ", text(message)))) == items


@pytest.mark.threat("T42", "T61")
def test_nothing_is_fetched_from_elsewhere():
    page = html(channel().render(samples.digest())[0])

    assert not re.search(r"<(script|link|iframe|form|object)\b|url\(|@import|@font-face", page)
    assert all(source.startswith("cid:") for source in re.findall(r'<img\b[^>]*\bsrc="([^"]*)"', page))


def test_a_message_is_handed_over_as_it_was_frozen():
    inbox = Inbox()
    with taking(inbox) as port:
        target = channel(port, bounce="bounces@example.org")
        message = target.render(samples.digest())[0]
        receipt = target.send(message)

    assert receipt == Receipt(key=message.key, reference="250 taken as 42", at=receipt.at)
    assert inbox.taken == [("bounces@example.org", ["team-a@example.org"], message.body)]


def test_a_line_that_is_a_dot_does_not_end_the_message():
    inbox = Inbox()
    with taking(inbox) as port:
        target = channel(port)
        message = dataclasses.replace(target.render(samples.quiet())[0], body=b"A: b\r\n\r\n.\r\n..two\r\nend\r\n")
        target.send(message)

    assert inbox.taken[0].body == message.body


@pytest.mark.parametrize(
    ("answers", "permanent"),
    [
        ({"MAIL": "452 too many messages"}, False),
        ({"RCPT": "450 greylisted"}, False),
        ({"RCPT": "550 no such user"}, True),
        ({"DATA": "451 try later"}, False),
        ({"DATA": "554 refused"}, True),
    ],
)
@pytest.mark.threat("T15")
def test_a_refusal_means_that_it_was_not_sent(answers, permanent):
    inbox = Inbox(**answers)
    with taking(inbox) as port, pytest.raises(DeliveryError) as caught:
        attempt(channel(port))

    assert (caught.value.sent, caught.value.permanent) == (False, permanent)
    assert (caught.value.retry_after is None) == permanent


UNTIL_DOT = ["250 hello", "250 sender", "250 recipient", "354 go on"]


@pytest.mark.threat("T13")
def test_a_connection_that_breaks_after_the_dot_leaves_it_open():
    with scripted(UNTIL_DOT) as port, pytest.raises(DeliveryError) as caught:
        attempt(channel(port))

    assert caught.value.sent is None


def test_a_connection_that_breaks_before_the_dot_took_nothing():
    with scripted(UNTIL_DOT[:2]) as port, pytest.raises(DeliveryError) as caught:
        attempt(channel(port))

    assert caught.value.sent is False


@pytest.mark.threat("T13")
def test_what_fails_after_the_message_was_taken_does_not_matter():
    with scripted(UNTIL_DOT, last="250 taken") as port:  # and no answer to QUIT
        target = channel(port)
        receipt = target.send(target.render(samples.quiet())[0])

    assert receipt.reference == "250 taken"


def test_a_server_that_is_not_there_took_nothing():
    with pytest.raises(DeliveryError) as caught:
        attempt(channel(9))

    assert caught.value.sent is False


ENCRYPTED = [("starttls", "tls_context"), ("tls", "ssl_context")]


@pytest.mark.threat("T45")
@pytest.mark.parametrize(("security", "offered"), ENCRYPTED)
@pytest.mark.parametrize(
    ("host", "authority", "why"),
    [
        ("localhost", "", "self-signed"),
        ("127.0.0.1", str(CERTIFICATE), "IP address mismatch"),
        ("127.0.0.1", "", "self-signed"),
    ],
)
def test_a_server_whose_certificate_nobody_vouches_for_hears_nothing(security, offered, host, authority, why):
    inbox = Inbox()
    with taking(inbox, **{offered: certified()}) as port, pytest.raises(DeliveryError) as caught:
        attempt(channel(port, host=host, security=security, authority=authority, username="me", password="hush"))

    assert (caught.value.sent, caught.value.permanent) == (False, True)
    assert why in str(caught.value)
    assert inbox.taken == []


@pytest.mark.threat("T45")
@pytest.mark.parametrize(("security", "offered"), ENCRYPTED)
def test_a_server_with_the_right_certificate_gets_the_message_encrypted(security, offered):
    inbox = Inbox()
    with taking(inbox, **{offered: certified()}) as port:
        attempt(channel(port, host="localhost", security=security, authority=str(CERTIFICATE)))

    assert [one.recipients for one in inbox.taken] == [["team-a@example.org"]]
    assert inbox.greeted[-1]


@pytest.mark.threat("T45")
@pytest.mark.parametrize("login", [{}, {"username": "me", "password": "hush"}], ids=["no login", "login"])
@pytest.mark.parametrize(("security", "offered"), ENCRYPTED)
def test_nothing_goes_in_clear_where_encryption_was_asked_for(security, offered, login):
    del offered  # it is not
    inbox = Inbox()
    with taking(inbox) as port, pytest.raises(DeliveryError) as caught:
        attempt(channel(port, security=security, **login))

    assert caught.value.sent is False
    assert "STARTTLS" in str(caught.value) or security == "tls"
    assert "hush" not in str(caught.value)
    assert inbox.taken == []


def test_a_check_sends_nothing():
    inbox = Inbox()
    with taking(inbox) as port:
        assert channel(port).check() == f"127.0.0.1:{port} (none, no login)"
    assert inbox.taken == []


def test_a_mail_server_cannot_be_asked():
    target = channel()

    assert not target.searchable
    assert target.find(target.render(samples.quiet())[0]) is None


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("a@example.org", "", "a@example.org"),
        ("NET évidence <a.b+c@example.org>", "NET évidence", "a.b+c@example.org"),
        ('"Team, A" <a@example.org>', "Team, A", "a@example.org"),
        ("a@exämple.org", "", "a@xn--exmple-cua.org"),
        ("a@straße.example", "", "a@xn--strae-oqa.example"),  # "strasse.example" is another's
        ("a@ς.example", "", "a@xn--3xa.example"),
        ("a@BÜCHER.example", "", "a@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_read(written, name, address):
    assert mailbox(written) == (name, address)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a",
        "a@",
        "@b.org",
        "a b@c.org",
        "a@b..org",
        "a@b.org\r\nBcc: c@d.org",
        "a@b.org, c@d.org",
        "<a@b.org",
        "ä@b.org",
    ],
)
@pytest.mark.threat("T38")
def test_what_is_no_address_is_refused(written):
    with pytest.raises(ConfigError, match="not a mail address"):
        channel(recipients=[written])


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"security": "ssl"}, "tls, starttls or none"),
        ({"host": "smtp.example.org"}, "on this machine"),
        ({"username": "me"}, "without a password"),
        ({"one_click": True}, "https"),
    ],
)
def test_a_setting_that_is_unsafe_is_refused(options, named):
    with pytest.raises(ConfigError, match=named):
        channel(**options)


@pytest.mark.threat("T43")
def test_the_password_stays_out_of_sight():
    one = channel(security="tls", password="hush")
    assert "hush" not in repr(one)
    assert "hush" not in repr(one._server())


@pytest.mark.threat("T14")
def test_one_recipient_whose_message_cannot_be_made_costs_no_other(monkeypatch):
    honest = _letter._message

    def bomb(digest, head, recipient, content):
        if recipient.address.startswith("b@"):
            raise RuntimeError("boom")
        return honest(digest, head, recipient, content)

    monkeypatch.setattr(_letter, "_message", bomb)

    made, unmade = channel().render(samples.quiet())

    assert (made.recipient, made.media_type) == ("team-a@example.org", "message/rfc822")
    assert (unmade.recipient, unmade.media_type, unmade.body) == ("b@example.org", UNMADE, b"")


def test_a_batch_shares_one_connection_which_is_opened_again_where_the_server_ends_it():
    connections = []

    class Counting(Inbox):
        async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
            connections.append(session.peer)
            session.host_name = hostname
            return responses

        async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
            session.mails = getattr(session, "mails", 0) + 1
            if session.mails > 10:
                return "421 enough for this connection"
            return await super().handle_MAIL(server, session, envelope, address, options)

    inbox = Counting()
    recipients = [f"r{number}@example.org" for number in range(25)]
    with taking(inbox) as port:
        mail = channel(port, recipients=recipients)
        with mail.batch():
            for message in mail.render(samples.quiet()):
                assert mail.send(message).reference.startswith("250")

    assert [taken.recipients[0] for taken in inbox.taken] == recipients
    assert len(connections) == 3


def test_a_recipient_who_is_refused_costs_the_batch_no_other():
    class Picky(Inbox):
        async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
            if address == "bad@example.org":
                return "550 5.1.1 nobody of that name"
            return await super().handle_RCPT(server, session, envelope, address, options)

    inbox, refused = Picky(), []
    with taking(inbox) as port:
        mail = channel(port, recipients=["a@example.org", "bad@example.org", "c@example.org"])
        with mail.batch():
            for message in mail.render(samples.quiet()):
                try:
                    mail.send(message)
                except DeliveryError as error:
                    refused.append((message.recipient, error.sent, error.permanent))

    assert refused == [("bad@example.org", False, True)]
    assert [taken.recipients[0] for taken in inbox.taken] == ["a@example.org", "c@example.org"]
