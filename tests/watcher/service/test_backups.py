"""Copies day by day, and the way back: nothing is told twice, and nothing that was there is lost."""

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_mail import Inbox, taking
from filelock import FileLock

import fake_slack
from watcher.errors import StoreError
from watcher.service.backups import FAULT, back_up, back_up_daily, copies, folder_of, restore
from watcher.service.due import Service
from watcher.service.loading import usable_channels
from watcher.service.troubles import troubles
from watcher.store.connection import SCHEMA_VERSION
from watcher.store.store import Store


@contextmanager
def world(installation, scripted, monkeypatch, more=""):
    """An installation with Slack, a mail server and a site; yields it with what each has got, and with what runs a round."""
    inbox = Inbox()
    with fake_slack.running() as slack, taking(inbox) as port:
        monkeypatch.setenv("SLACK_BOT_TOKEN", fake_slack.TOKEN)
        session = installation(f"""{more}
[[channels]]
name = "net"
kind = "slack"
channel = "C0TEST"
base_url = "{slack.base_url}"
allow_private_hosts = true
[[channels]]
name = "post"
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "evidence@example.org"
recipients = ["team@example.org"]
[[channels]]
name = "archive"
kind = "page"
folder = "site"
""")
        service = Service(session=session, begin=scripted())

        def rounds(at=None):
            if at:
                session.at(at)
            service.tick()
            return len(slack.posted), len(inbox.taken)

        yield session, rounds


def put_back(session, copy):
    return restore(session, copy, usable_channels(session.settings)[0])


def altered(path, *statements):
    with closing(sqlite3.connect(path)) as opened:
        for statement in statements:
            opened.execute(statement)
        opened.commit()


def states(session):
    with session.store() as store:
        return {
            (one.message.channel, one.period): one.state for one in store.outbox.deliveries() if not one.message.part
        }


@pytest.mark.threat("T7", "T8")
@pytest.mark.parametrize(
    ("spoil", "mail"),
    [
        (None, "sent"),
        (lambda path: path.write_bytes(b"\0" * 40_000), "held"),
        (lambda path: altered(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}"), "sent"),
        (lambda path: altered(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}", "DROP TABLE delivery"), "held"),
    ],
    ids=[
        "the database before is whole",
        "it is damaged",
        "it is of a newer version",
        "and keeps what was sent elsewhere",
    ],
)
def test_a_digest_that_went_out_after_the_copy_goes_out_no_second_time(
    spoil, mail, installation, scripted, monkeypatch
):
    with world(installation, scripted, monkeypatch) as (session, rounds):
        rounds()
        session.at("2026-11-22T12:00+01:00")
        with session.store() as store:
            copy = back_up(session, store, 8).path
        posted, mailed = rounds("2026-11-23T07:00+01:00")
        assert (posted > 0, mailed) == (True, 1)
        if spoil:
            spoil(session.settings.database)

        session.at("2026-11-24T09:00+01:00")
        done = put_back(session, copy)
        assert rounds() == (posted, mailed)
        assert states(session) == {
            ("net", "2026-W47"): "sent",
            ("archive", "2026-W47"): "sent",
            ("post", "2026-W47"): mail,
        }
        assert done.before.exists()

        assert rounds("2026-11-30T07:00+01:00")[1] == mailed + 1  # the next one is told as ever
        assert states(session)["post", "2026-W48"] == "sent"


def test_a_mail_that_waited_in_the_copy_is_not_sent_again(installation, scripted, monkeypatch):
    with world(installation, scripted, monkeypatch) as (session, rounds):
        rounds()
        rounds("2026-11-23T07:00+01:00")
        with session.store() as store:  # as if the copy had been made a moment before the mail left
            store.connection.execute("UPDATE delivery SET state = 'pending' WHERE channel = 'post'")
            copy = back_up(session, store, 8).path
            store.connection.execute("UPDATE delivery SET state = 'sent' WHERE channel = 'post'")

        done = put_back(session, copy)
        assert (done.known, done.held) == (1, 0)
        assert rounds()[1] == 1


def test_where_the_note_of_the_restore_is_damaged_a_mail_that_may_have_left_waits_for_a_person(
    installation, scripted, monkeypatch
):
    with world(installation, scripted, monkeypatch) as (session, rounds):
        rounds()
        _, mailed = rounds("2026-11-23T07:00+01:00")
        with session.store() as store:
            store.connection.execute("UPDATE delivery SET state = 'pending' WHERE channel = 'post'")
            store.remember("restored", "{")

        assert rounds()[1] == mailed
        assert states(session)["post", "2026-W47"] == "held"
        assert rounds("2026-11-30T07:00+01:00")[1] == mailed + 1


@pytest.mark.threat("T8")
def test_the_database_before_is_kept_whole_beside_the_restored_one(installation, scripted, monkeypatch):
    with world(installation, scripted, monkeypatch) as (session, rounds):
        rounds()
        with session.store() as store:
            copy = back_up(session, store, 8).path
            store.remember("after the copy", "this")
        done = put_back(session, copy)

        assert session.note("after the copy") == ""
        with Store.open(done.before) as kept:
            assert kept.recall("after the copy") == "this"
            assert kept.check() == ()
        with session.store() as store:
            assert store.check() == ()


def newer(path):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        raw.commit()


def damaged(path):
    body = bytearray(path.read_bytes())
    body[8_192 : len(body) // 2] = b"\xff" * (len(body) // 2 - 8_192)
    path.write_bytes(body)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (newer, "was written by a newer watcher.*update watcher"),
        (damaged, "damaged|malformed"),
        (lambda path: path.write_bytes(b"no database"), "not a database"),
        (lambda path: path.write_bytes(b""), "is empty"),
    ],
)
def test_what_is_not_fit_is_refused_and_nothing_is_changed(spoil, says, installation, scripted, monkeypatch):
    with world(installation, scripted, monkeypatch) as (session, rounds):
        rounds()
        with session.store() as store:
            copy = back_up(session, store, 8).path
        spoil(copy)
        before, beside = session.settings.database.read_bytes(), sorted(session.settings.folder.iterdir())

        with pytest.raises(StoreError, match=says):
            put_back(session, copy)
        assert session.settings.database.read_bytes() == before
        assert [
            path
            for path in sorted(session.settings.folder.iterdir())
            if path not in beside and not path.name.endswith(".lock")
        ] == []


@pytest.mark.parametrize("lock", ["deliver", "collect"])
def test_while_a_process_works_with_the_database_nothing_is_restored(lock, installation, scripted, monkeypatch):
    with world(installation, scripted, monkeypatch) as (session, rounds):
        rounds()
        with session.store() as store:
            copy = back_up(session, store, 8).path
        with (
            FileLock(f"{session.settings.database}.{lock}.lock"),
            pytest.raises(StoreError, match="stop `watcher run` first"),
        ):
            put_back(session, copy)


def test_the_newest_copies_are_kept_and_nothing_else_is_deleted(installation):
    session = installation()
    with session.store(new=True) as store:
        folder = folder_of(session)
        folder.mkdir()
        (folder / "watcher-of-ours.db").write_text("mine")
        for _ in range(5):
            session.later(days=1)
            back_up(session, store, 3)

    assert [at for at, _ in copies(folder)] == [datetime(2026, 11, day, 11, tzinfo=UTC) for day in (23, 22, 21)]
    assert (folder / "watcher-of-ours.db").read_text() == "mine"
    assert {path.stat().st_mode & 0o777 for _, path in copies(folder)} == {0o600}


def test_a_copy_a_day_is_made_where_that_is_asked_for(installation):
    session = installation("[schedule]\nbackup = 'copies'\nkeep = 2\n")
    made = []
    with session.store(new=True) as store:
        for _ in range(12):
            made.append(back_up_daily(session, store) is not None)
            session.later(hours=6)

    assert made == [True, False, False, False] * 3
    assert len(copies(session.settings.folder / "copies")) == 2


def test_without_being_asked_the_service_makes_none(installation):
    session = installation()
    with session.store(new=True) as store:
        assert back_up_daily(session, store) is None


@pytest.mark.threat("T59")
def test_a_copy_that_cannot_be_made_is_a_trouble_until_one_is(installation, tmp_path):
    session = installation("[schedule]\nbackup = 'copies'\n")
    (tmp_path / "copies").write_text("in the way")
    with session.store(new=True) as store:
        assert back_up_daily(session, store) is None
        assert [one.key for one in troubles(session, store) if one.key == "backup"] == ["backup"]
        Path(tmp_path / "copies").unlink()
        session.later(minutes=1)
        assert back_up_daily(session, store)
        assert store.recall(FAULT) == ""
