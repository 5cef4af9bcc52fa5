"""Mail through Postfix and Dovecot, where they are installed: what is delivered, what comes back, and what the operator reads."""

import email
import email.policy
import shutil
import tempfile
from pathlib import Path

import pytest
import real_mail

import samples
from digests.channels.mail import Channel
from watcher.errors import DeliveryError
from watcher.service.bounces import bounces, read_mailbox
from watcher.service.due import Service
from watcher.service.recipients import Departures
from watcher.service.troubles import troubles

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(bool(real_mail.missing()), reason=real_mail.missing()),
]
CONFIG = """
[watcher]
timezone = "Europe/Stockholm"
[imap]
host = "127.0.0.1"
port = {imap}
username = "net"
security = "none"
[[channels]]
name = "mail"
kind = "mail"
host = "localhost"
port = {smtp}
authority = "{authority}"
sender = "NET <net@example.org>"
recipients = {recipients}
[[digests]]
name = "weekly"
when = "daily 07:00"
"""


@pytest.fixture(scope="module")
def servers():
    folder = Path(tempfile.mkdtemp(prefix="watcher-mail-"))
    try:
        with real_mail.running(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def channel(servers, port, *recipients, **given):
    return Channel(
        name="mail",
        host="localhost",
        port=port,
        authority=servers.authority,
        sender="NET <net@example.org>",
        recipients=recipients,
        **given,
    )


def refused(target):
    with pytest.raises(DeliveryError) as caught:
        target.send(target.render(samples.quiet())[0])
    return caught.value


def test_a_batch_goes_over_starttls_through_one_connection_and_arrives_as_it_was_frozen(servers):
    target = channel(servers, servers.smtp, "a@example.org", "b@example.org")
    messages = {one.recipient: one for one in target.render(samples.digest())}
    before = servers.connections()

    with target.batch():
        for message in messages.values():
            assert target.send(message).reference.startswith("250")

    for name in ("a", "b"):
        body = servers.wait(name, 1)[0]
        mail = email.message_from_bytes(body, policy=email.policy.default)
        sent = email.message_from_bytes(messages[f"{name}@example.org"].body, policy=email.policy.default)
        assert mail["Message-ID"] == sent["Message-ID"]
        read, written = (one.get_body(("html",)).get_content().splitlines() for one in (mail, sent))
        assert read == written
    assert servers.connections() - before == 1


@pytest.mark.parametrize(
    ("recipient", "port", "sent", "permanent", "said"),
    [
        ("grey@example.org", "smtp", False, False, "450 4.2.0"),  # greylisted: again in five minutes
        ("nobody@example.org", "smtp", False, True, "550 5.1.1"),
        ("a@example.org", "small", False, True, "552 5.3.4"),  # too big
    ],
)
def test_what_the_server_refuses_is_told_as_it_says(servers, recipient, port, sent, permanent, said):
    error = refused(channel(servers, getattr(servers, port), recipient))

    assert (error.sent, error.permanent) == (sent, permanent)
    assert said in str(error)


def test_a_server_without_tls_gets_nothing_in_clear(servers):
    error = refused(channel(servers, servers.plain, "a@example.org"))

    assert (error.sent, error.permanent) == (False, True)
    assert "STARTTLS" in str(error)


def test_a_certificate_that_nobody_vouches_for_is_refused(servers):
    target = Channel(
        name="mail", host="localhost", port=servers.smtp, sender="net@example.org", recipients=["a@example.org"]
    )

    error = refused(target)

    assert (error.sent, error.permanent) == (False, True)
    assert "certificate verify failed" in str(error)


@pytest.fixture
def team(servers, installation_at, monkeypatch):
    monkeypatch.setenv("IMAP_PASSWORD", real_mail.PASSWORD)
    recipients = ["a@example.org", "gone@example.org", "full@example.org", "slow@example.org"]
    text = CONFIG.format(
        imap=servers.imap, smtp=servers.smtp, authority=servers.authority, recipients=str(recipients).replace("'", '"')
    )
    return installation_at(text)


@pytest.fixture
def installation_at(tmp_path):
    import json  # noqa: PLC0415
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    import sources  # noqa: PLC0415
    from watcher.service import Session  # noqa: PLC0415

    class Installation(Session):
        def later(self, **span):
            self.fixed_now = self.now() + timedelta(**span)

    def make(text):
        off = "".join(f"[sources.{name}]\nenabled = {json.dumps(name == 'pubmed')}\n" for name in sources.available())
        (tmp_path / "watcher.toml").write_text(text + off, encoding="utf-8")
        made = Installation(config=str(tmp_path / "watcher.toml"))
        made.fixed_now = datetime.fromisoformat("2026-11-23T07:00+01:00").astimezone(UTC)
        return made

    return make


class Idle:
    """A collection that has nothing to bring."""

    def __init__(self, _session):
        pass

    def ended(self, _patience=0):
        from watcher.service.collection import Result  # noqa: PLC0415

        return Result()

    def stop(self):
        pass


def test_bounces_as_postfix_writes_them_are_read_over_imap_and_the_third_has_the_address_rest(servers, team):
    back = len(servers.delivered("net"))
    for day in range(1, 4):
        done = Service(session=team, begin=Idle).once()
        assert [one.state for one in done.sent] == ["sent"] * 4
        servers.wait("net", back + 2 * day)  # of gone and of full; slow is tried again by Postfix, for days
        team.later(hours=1)
        with team.store() as store:
            assert read_mailbox(team, store) == ""
            counted = {address: len(found) for address, found in bounces(store, team.now()).items()}
        assert counted == {"gone@example.org": day}
        team.later(hours=23)
    with team.store() as store:
        told = [one.text for one in troubles(team, store)]
        said = bounces(store, team.now())["gone@example.org"]

    last = Service(session=team, begin=Idle).once()

    assert all(one["said"].startswith("5.1.1") and "nobody of that name" in one["said"] for one in said.values())
    assert Departures(team.settings.database).why_not("gone@example.org", "weekly")
    assert any("gone@example.org rests" in text and "nobody of that name" in text for text in told)
    assert sorted(one.recipient for one in last.sent) == ["a@example.org", "full@example.org", "slow@example.org"]
