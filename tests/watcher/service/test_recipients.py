"""A list of recipients lives in a file; who left, and whose mail does not arrive, is never written to again."""

import email
import email.policy
import shutil

import pytest
from fake_mail import Inbox, taking
from stores import record, save

from digests.mailboxes import mailbox, read_file, token, with_added, without
from watcher.errors import ConfigError, InputError
from watcher.service.digest import readers_of, try_out
from watcher.service.due import Service
from watcher.service.loading import usable_channels
from watcher.service.recipients import Departures, add, key_of, people, remove
from watcher.service.unsubscribe import Unsubscriber

MONDAY, NEXT, LAST = "2026-11-23T07:00+01:00", "2026-11-30T07:00+01:00", "2026-12-07T07:00+01:00"
CONFIG = """
[[channels]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "NET <net@example.org>"
unsubscribe = "https://watch.example.org/unsubscribe/{{token}}"
recipients_file = "team.txt"
[[digests]]
name = "weekly"
reply_to = "editor@example.org"
[[digests]]
name = "other"
recipients = ["boss@example.org"]
"""


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def team(installation, inbox, tmp_path):
    """An installation whose list is in a file, at the first Monday."""
    (tmp_path / "team.txt").write_text("# the NET team\na@example.org\nBo Berg <b@example.org>\n", encoding="utf-8")
    with taking(inbox) as port:
        session = installation(CONFIG.format(port=port))
        session.at(MONDAY)
        yield session


def weekly(session):
    return session.settings.digests[0]


def sent(session, scripted, when):
    session.at(when)
    return Service(session=session, begin=scripted()).once().sent


def to(inbox):
    return sorted(taken.recipients[0] for taken in inbox.taken)


@pytest.mark.parametrize(
    ("text", "expected", "mistakes"),
    [
        ("a@example.org\n\n# b\nb@example.org", ["a@example.org", "b@example.org"], 0),
        ('name,email\nAnn,a@example.org\n"Berg, Bo",b@example.org\n', ["a@example.org", "b@example.org"], 0),
        ("E-Mail;Name\r\na@example.org;Ann\r\n", ["a@example.org"], 0),
        ("Ann <a@example.org>\nA@example.org\n", ["a@example.org"], 0),
        ("a@example.org\nnobody\nb@@example.org\nc@example.org\n", ["a@example.org", "c@example.org"], 2),
        ("\ufeffaddress,team\na@example.org,x\n", ["a@example.org"], 0),
        ("", [], 0),
    ],
)
def test_a_file_of_recipients_is_read_as_people_write_it(tmp_path, text, expected, mistakes):
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8")

    listed = read_file(path)

    assert [one.address for one in listed.mailboxes] == expected
    assert len(listed.mistakes) == mistakes
    assert all("line " in one for one in listed.mistakes)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("# team\na@example.org", "Ann Berg <c@example.org>\n"),
        ("name,email,room\nAnn,a@example.org,3", "Ann Berg,c@example.org,\n"),
        ("email;name\na@example.org;Ann", "c@example.org;Ann Berg\n"),
    ],
)
def test_a_recipient_is_added_and_taken_out_and_the_rest_stays_as_it_was(tmp_path, text, more):
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8")

    path.write_bytes(with_added(path, mailbox("Ann Berg <c@example.org>")))
    added = path.read_text(encoding="utf-8")

    assert added == f"{text}\n{more}"
    assert read_file(path).mailboxes[-1] == ("Ann Berg", "c@example.org")
    assert without(path, "C@example.org").decode() == f"{text}\n"


def test_each_digest_goes_to_its_own_list_and_is_answered_where_it_says(team, inbox, scripted):
    assert {one.state for one in sent(team, scripted, MONDAY)} == {"sent"}

    assert to(inbox) == ["a@example.org", "b@example.org", "boss@example.org"]
    heads = {taken.recipients[0]: email.message_from_bytes(taken.body) for taken in inbox.taken}
    assert heads["a@example.org"]["Reply-To"] == "editor@example.org"
    assert heads["boss@example.org"]["Reply-To"] is None


def test_each_reader_has_a_way_out_of_their_own(team, inbox, scripted):
    sent(team, scripted, MONDAY)

    key = key_of(team.settings)
    for taken in inbox.taken:
        mail = email.message_from_bytes(taken.body, policy=email.policy.default)
        address = taken.recipients[0]
        mine = token(key, "other" if address.startswith("boss") else "weekly", address)
        assert mail["List-Unsubscribe"] == f"<https://watch.example.org/unsubscribe/{mine}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for kind in ("plain", "html"):
            assert f"https://watch.example.org/unsubscribe/{mine}" in mail.get_body((kind,)).get_content()
        assert address not in mine
    assert len({email.message_from_bytes(one.body)["List-Unsubscribe"] for one in inbox.taken}) == 3


def test_who_leaves_by_one_click_is_not_written_to_again_even_by_a_restored_backup(team, inbox, scripted, tmp_path):
    sent(team, scripted, MONDAY)
    shutil.copy(team.settings.database, tmp_path / "backup.db")
    mine = token(key_of(team.settings), "weekly", "a@example.org")
    exit_ = Unsubscriber(session=team)

    asked = exit_.ask(mine)
    before = Departures(team.settings.database).all()
    left = exit_.unsubscribe(mine)
    again = exit_.unsubscribe(mine)
    inbox.taken.clear()
    sent(team, scripted, NEXT)
    week = to(inbox)
    for leftover in tmp_path.glob("watcher.db-*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup.db", team.settings.database)
    inbox.taken.clear()
    sent(team, scripted, LAST)

    assert (asked.status, before) == (200, ())
    assert "<form method" in asked.html
    assert (left.status, left.html) == (200, again.html)
    assert "a@example.org" not in left.html
    assert len(Departures(team.settings.database).all()) == 1
    assert week == to(inbox) == ["b@example.org", "boss@example.org"]


def test_a_message_that_waits_for_somebody_who_left_is_dropped(team, inbox, scripted):
    inbox.answers["DATA"] = "451 later"
    sent(team, scripted, MONDAY)
    inbox.answers.clear()
    inbox.taken.clear()
    Departures(team.settings.database).left("a@example.org", "weekly", team.now(), "by one click")

    team.later(hours=1)
    done = Service(session=team, begin=scripted()).once()

    states = {one.recipient: one.state for one in done.sent}
    assert states == {"a@example.org": "dropped", "b@example.org": "sent", "boss@example.org": "sent"}
    assert to(inbox) == ["b@example.org", "boss@example.org"]


@pytest.mark.parametrize("given", ["", "x", "x" * 24, "é" * 24, "../../etc/passwd.........", "a" * 5000])
def test_a_token_that_nobody_has_changes_nothing(team, given):
    exit_ = Unsubscriber(session=team)

    assert (exit_.ask(given).status, exit_.unsubscribe(given).status) == (404, 404)
    assert Departures(team.settings.database).all() == ()


def test_wrong_tokens_are_looked_up_once_a_minute(team, monkeypatch):
    clock = [0.0]
    exit_ = Unsubscriber(session=team, clock=lambda: clock[0])
    looks = []
    monkeypatch.setattr("watcher.service.members.people", lambda settings: looks.append(1) or people(settings))

    for second in range(0, 130, 10):
        clock[0] = float(second)
        exit_.ask("x" * 24)

    assert len(looks) == 2


def test_an_operator_adds_and_removes_and_says_why_somebody_comes_back(team, tmp_path):
    path = tmp_path / "team.txt"
    plan, plans = weekly(team), team.settings.digests

    add(team.settings, mailbox("Cy <c@example.org>"), plan, team.now(), "")
    with pytest.raises(InputError, match="already"):
        add(team.settings, mailbox("C@example.org"), plan, team.now(), "")
    removed = remove(team.settings, "a@example.org", plans, team.now(), "left the clinic")
    with pytest.raises(InputError, match="left the clinic"):
        add(team.settings, mailbox("a@example.org"), plan, team.now(), "")

    departures = Departures(team.settings.database)
    assert removed == ("weekly",)
    assert path.read_text(encoding="utf-8") == "# the NET team\nBo Berg <b@example.org>\nCy <c@example.org>\n"
    assert departures.why_not("A@example.org", "weekly").startswith("the address left since 2026-11-23")
    add(team.settings, mailbox("a@example.org"), plan, team.now(), "she asked by mail")
    assert departures.why_not("a@example.org", "weekly") == ""
    assert "a@example.org" in {one.mailbox.address for one in people(team.settings)}


def test_an_address_of_the_configuration_can_be_removed_too(team, inbox, scripted):
    assert remove(team.settings, "boss@example.org", team.settings.digests, team.now(), "retired") == ("other",)

    sent(team, scripted, MONDAY)

    assert to(inbox) == ["a@example.org", "b@example.org"]


def test_where_it_cannot_be_read_who_left_nobody_is_written_to(team, inbox, scripted):
    Departures(team.settings.database).path.write_text("{damaged\n", encoding="utf-8")

    team.at(MONDAY)
    done = Service(session=team, begin=scripted()).once()

    assert all("line 1: is damaged" in fault for fault in done.faults)
    assert done.faults
    assert inbox.taken == []


def test_a_line_that_names_nobody_costs_no_other_and_is_told(team, inbox, scripted, tmp_path):
    from watcher.service.troubles import troubles  # noqa: PLC0415

    (tmp_path / "team.txt").write_text("a@example.org\nnobody\nb@example.org\n", encoding="utf-8")

    sent(team, scripted, MONDAY)

    assert to(inbox) == ["a@example.org", "b@example.org", "boss@example.org"]
    with team.store() as store:
        assert any("team.txt, line 2" in one.text for one in troubles(team, store))


def test_a_list_without_its_file_waits_for_it(team, inbox, scripted, tmp_path):
    text = (tmp_path / "team.txt").read_text(encoding="utf-8")
    (tmp_path / "team.txt").unlink()

    first = {one.recipient: one.state for one in sent(team, scripted, MONDAY)}
    (tmp_path / "team.txt").write_text(text, encoding="utf-8")
    team.later(hours=2)
    Service(session=team, begin=scripted()).once()

    assert first["boss@example.org"] == "sent"
    assert to(inbox) == ["a@example.org", "b@example.org", "boss@example.org"]


def test_who_is_on_two_lists_leaves_one(team, tmp_path):
    text = CONFIG.replace('recipients = ["boss@example.org"]', 'recipients_file = "team.txt"')
    team.__dict__.pop("settings", None)
    (tmp_path / "watcher.toml").write_text(text.format(port=25), encoding="utf-8")
    barred = readers_of(team).barred

    remove(team.settings, "a@example.org", team.settings.digests[:1], team.now(), "x")

    message = type("Message", (), {"recipient": "a@example.org"})()
    assert barred(message, "weekly") != ""
    assert barred(message, "other") == ""
    assert "a@example.org" in (tmp_path / "team.txt").read_text(encoding="utf-8")


def test_the_key_is_made_once_for_its_owner_alone(team):
    first = key_of(team.settings)

    assert key_of(team.settings) == first
    assert len(first) == 64
    assert (team.settings.database.with_name("watcher.db.key").stat().st_mode & 0o077) == 0


def test_a_digest_tries_a_channel_and_tells_nothing(team, inbox, scripted):
    Service(session=team, begin=scripted()).once()
    inbox.taken.clear()
    with team.store() as store:
        save(store, record("7", title="Lanreotide every 14 days"), now=team.now())
        tried = try_out(team, store, weekly(team), "mail")
        shown = store.digests.dossiers(team.topic.name, team.now(), team.now(), digest="weekly")
        states = {one.state for one in store.outbox.deliveries()}
        digests = store.digests.all()

    assert [one.state for one in tried] == ["sent", "sent"]
    assert to(inbox) == ["a@example.org", "b@example.org"]
    mail = email.message_from_bytes(inbox.taken[0].body, policy=email.policy.default)
    assert mail["Subject"].startswith("TEST: ")
    assert "TEST: " in mail.get_body(("plain",)).get_content()
    assert states == {"sent"}
    assert {one.key for one in digests} == {"2026-W47"}
    assert shown == ()


def test_a_test_that_is_refused_is_not_tried_again(team, inbox, scripted):
    from watcher.errors import DeliveryError  # noqa: PLC0415

    Service(session=team, begin=scripted()).once()
    inbox.answers["DATA"] = "554 no"
    with team.store() as store:
        with pytest.raises(DeliveryError):
            try_out(team, store, weekly(team), "mail")
        inbox.answers.clear()
        inbox.taken.clear()
    team.later(hours=3)
    Service(session=team, begin=scripted()).once()

    assert not [taken for taken in inbox.taken if b"TEST" in taken.body]


def test_a_channel_that_keeps_what_it_gets_is_not_tried(installation):
    session = installation()
    with session.store(new=True) as store, pytest.raises(ConfigError, match="keeps what it gets"):
        try_out(session, store, weekly(session), "archive")


OWN = CONFIG.replace('recipients_file = "team.txt"\n', "").replace(
    'reply_to = "editor@example.org"', 'recipients_file = "team.txt"'
)


def test_a_channel_needs_no_recipients_where_each_of_its_digests_has_its_own(installation):
    session = installation(OWN.format(port=25))
    path = add(session.settings, mailbox("c@example.org"), session.settings.digests[0], session.now(), "")

    assert path.name == "team.txt"
    assert {(one.listed, one.mailbox.address) for one in people(session.settings)} == {
        ("weekly", "c@example.org"),
        ("other", "boss@example.org"),
    }


def test_a_digest_without_recipients_of_its_own_needs_those_of_its_channel(installation):
    session = installation(OWN.replace('recipients = ["boss@example.org"]', "").format(port=25))

    assert "recipients are missing" in usable_channels(session.settings)[1]["mail"]
