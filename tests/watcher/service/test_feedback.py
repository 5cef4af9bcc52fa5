"""Readers say what was useful: by a link in a mail, a button in Slack, or the command line; the next digest's order learns from it."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from fake_mail import Inbox, taking
from stores import CORE, TOPIC, record, save

from digests.mailboxes import RATING, token
from watcher.errors import StoreError
from watcher.service.digest import due_period, prepare
from watcher.service.due import Service
from watcher.service.feedback import Rater, rate
from watcher.service.recipients import key_of
from watcher.service.unsubscribe import Unsubscriber

MONDAY = "2026-11-23T07:00+01:00"
CONFIG = """
[[channels]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "NET <net@example.org>"
recipients = ["a@example.org", "b@example.org"]
rate = "https://watch.example.org/rate"
[[digests]]
name = "weekly"
"""
IMAGING = "Imaging of tumours with a tracer, centre {}"
SHORTER = "Lanreotide every 14 days, part {}"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def team(installation, inbox):
    """An installation with five works on imaging and five on shorter intervals, the first of them, at its first Monday."""
    with taking(inbox) as port:
        session = installation(CONFIG.format(port=port))
        session.at("2026-11-20T07:00+01:00")
        with session.store(new=True) as store:
            for number in range(12):
                title = (SHORTER if number % 2 else IMAGING).format(number)
                save(store, record(f"{number}", title=title), now=session.now(), score=CORE)
        session.at(MONDAY)
        yield session


def links(taken):
    html = email.message_from_bytes(taken.body, policy=email.policy.default).get_body(("html",)).get_content()
    return re.findall(r"https://watch\.example\.org/rate/([\w-]{24})/(\d+)/(useful|not)", html)


def ratings(session):
    with session.store() as store:
        return {
            one.item: (one.useful, one.not_useful) for one in store.ratings.of(TOPIC, session.now() + timedelta(days=1))
        }


def order(session):
    with session.store() as store:
        plan = session.settings.digests[0]
        made = prepare(session, store, plan, due_period(session, store, plan)).digest
    entries = [entry for section in made.sections for entry in section.entries]
    return [entry.title for entry in entries], made.footer


@pytest.mark.threat("T63")
def test_a_link_in_a_mail_is_its_readers_own_and_changes_nothing_until_it_is_pressed(team, inbox, scripted):
    Service(session=team, begin=scripted()).once()
    given, item, verdict = links(inbox.taken[0])[0]
    rater, other = Rater(team), token(key_of(team.settings), "weekly", inbox.taken[0].recipients[0])

    asked = rater.ask(given, int(item), verdict)
    wrong = [
        rater.rate(other, int(item), verdict),
        rater.rate("x" * 24, int(item), verdict),
        rater.rate(given, 999, verdict),
    ]
    wrong.append(rater.rate(given, int(item), "perfect"))
    before = ratings(team)
    thanks = rater.rate(given, int(item), verdict)
    rater.rate(given, int(item), verdict)

    assert len(links(inbox.taken[0])) == 20
    assert {one[0] for one in links(inbox.taken[0])} != {one[0] for one in links(inbox.taken[1])}
    assert given == token(key_of(team.settings), f"{RATING}weekly", inbox.taken[0].recipients[0])
    assert (asked.status, thanks.status, before) == (200, 200, {})
    assert "<form method" in asked.html
    assert "a@example.org" not in asked.html
    assert {one.status for one in wrong} == {404}
    assert Unsubscriber(session=team).ask(given).status == 404
    assert ratings(team) == {int(item): (1, 0)}


def test_a_channel_that_does_not_ask_has_no_links(installation, inbox, scripted):
    with taking(inbox) as port:
        session = installation(CONFIG.replace("rate = ", "archive = ").format(port=port))
        session.at(MONDAY)
        Service(session=session, begin=scripted()).once()

    assert "/useful" not in inbox.taken[0].body.decode()


def test_the_next_digest_is_ordered_by_what_was_rated_and_hides_nothing(team):
    first, foot = order(team)
    for item in range(1, 11):  # items are numbered from 1, records from 0: the even ones are of shorter intervals
        rate(team, TOPIC, item, "slack:U1", useful=item % 2 == 0)
    team.at("2026-11-23T07:01+01:00")
    learnt, said = order(team)

    assert sorted(first) == sorted(learnt)
    assert [title.split()[0] for title in learnt] == ["Lanreotide"] * 5 + [
        "Imaging"
    ] * 5  # of twelve, the same ten are shown
    assert [title.split()[0] for title in first] != [title.split()[0] for title in learnt]
    assert not any("useful" in line for line in foot)
    assert any("in the order of what readers found useful; none is hidden" in line for line in said)


def test_from_too_few_ratings_nothing_moves(team):
    first, _ = order(team)
    for item in (2, 4, 6, 8, 1, 3, 5, 7):
        rate(team, TOPIC, item, "slack:U1", useful=item % 2 == 0)
    team.at("2026-11-23T07:01+01:00")

    assert order(team)[0] == first


def test_what_is_not_there_is_not_rated(team):
    with pytest.raises(StoreError, match="no item 99"):
        rate(team, TOPIC, 99, "slack:U1", useful=True)
