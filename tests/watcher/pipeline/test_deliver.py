import dataclasses
from dataclasses import replace
from datetime import timedelta

import pytest
import stores
from parts import TOPIC, FakeChannel, asked, record

from digests import headline, view, words
from digests.border import unmade
from fakes import NOW
from watcher.errors import DeliveryError
from watcher.model import NotUnderstood, PartialDate, Period
from watcher.pipeline.collect import collect
from watcher.pipeline.compose import Edition, compose
from watcher.pipeline.deliver import LATE, MENDED, SETTLE, deliver, send_due
from watcher.store.outbox import MENDABLE
from watcher.store.store import Store

PERIOD = Period(key="2026-W47", since=NOW - timedelta(days=7), until=NOW + timedelta(seconds=1), due=NOW)
LATER = NOW + timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        collect([asked([record(1), record(2)])], TOPIC, opened, lambda: NOW)
        yield opened


def composed(store, period=PERIOD, name="weekly"):
    return compose(TOPIC, store, Edition(name=name, sources=("fake",)), period, NOW)


def frozen(store, channel, period=PERIOD):
    return deliver(store, "weekly", composed(store, period), [channel], NOW)


def states(store):
    return [delivery.state for delivery in store.outbox.deliveries()]


def test_a_digest_is_made_frozen_and_sent_once(store):
    channel = FakeChannel()

    assert frozen(store, channel)
    sent = send_due(store, {"team": channel}, lambda: NOW)
    assert not frozen(store, channel)
    again = send_due(store, {"team": channel}, lambda: LATER)

    assert [one.state for one in sent] == ["sent", "sent"]
    assert again == ()
    assert channel.sent == ["team/2026-W47", "team/2026-W47/1"]


def test_composing_changes_nothing(store):
    before = store.status().counts

    first, second = composed(store), composed(store)

    assert first.digest == second.digest
    assert not any("older records" in line for line in first.digest.footer)
    assert store.status().counts == before
    assert store.outbox.deliveries() == ()


def test_what_could_not_be_read_is_told_in_the_period_in_which_it_came(store):
    later = Period(key="2026-W48", since=PERIOD.until, until=PERIOD.until + timedelta(days=7), due=LATER)
    for number, seen in enumerate((PERIOD.since, PERIOD.until - MOMENT, PERIOD.until)):
        store.unread.keep(NotUnderstood(source="fake", source_id=f"x{number}", reason="no title", seen=seen))

    told = [[one.source_id for one in composed(store, span).digest.not_understood] for span in (PERIOD, later)]

    assert told == [["x0", "x1"], ["x2"]]


def test_a_source_that_nobody_knows_by_a_name_is_called_by_its_own_title(store):
    edition = Edition(name="weekly", sources=("fake", "pubmed"), titles={"fake": "Fake works"})

    made = compose(TOPIC, store, edition, PERIOD, NOW).digest

    assert [words.named(line) for line in made.coverage] == ["Fake works", "PubMed"]
    assert any(gap.startswith("PubMed (") for gap in made.missing)
    assert "Fake works (2 new)" in view.read(made)
    sources = {name for section in made.sections for one in section.entries for name in one.sources}
    assert sources == {"Fake works"}
    assert words.source("fake") == "fake"  # outside the digest nobody knows it


@pytest.mark.threat("T18")
def test_what_one_digest_told_the_next_does_not_repeat(store):
    frozen(store, FakeChannel())
    following = Period(key="2026-W48", since=PERIOD.until, until=PERIOD.until + timedelta(days=7), due=PERIOD.until)

    assert {d.item.id for d in composed(store).dossiers} == set()
    assert composed(store, following).dossiers == ()
    assert composed(store, name=None).dossiers != ()


def test_the_first_digest_shows_what_was_known_before_and_calls_none_of_it_new():
    old = [record(number, published=PartialDate(2019)) for number in range(1, 14)]
    with Store.open(":memory:") as store:
        collect([asked(old)], TOPIC, store, lambda: NOW)
        first = composed(store, replace(PERIOD, begins=True)).digest
        usual = composed(store).digest

    known = first.sections[-1]
    assert (known.name, len(known.entries), known.folded) == ("known", 10, 3)
    assert headline.verdict(first).startswith("Watcher begins: ")
    assert all(not section.entries for section in first.sections[:-1])
    assert "known" not in {section.name for section in usual.sections}
    assert not headline.verdict(usual).startswith("Watcher begins")


def test_what_only_joined_the_store_does_not_move_the_watched_trial():
    paper = record(1, "SORENTO (NCT05050942): a phase 3 trial of octreotide depot", published=PartialDate(2024, 1, 16))
    with Store.open(":memory:") as store:
        collect([asked([stores.registration(), paper])], TOPIC, store, lambda: NOW)
        (panel,) = composed(store).digest.watched

    assert [one.title for one in panel.publications] == [paper.title]
    assert not panel.moved
    assert "results" not in panel.headline


def test_a_refused_message_is_tried_again_later(store):
    channel = FakeChannel(faults=[DeliveryError("team", "rate limited", sent=False, retry_after=30)])
    frozen(store, channel)

    first = send_due(store, {"team": channel}, lambda: NOW)
    too_soon = send_due(store, {"team": channel}, lambda: NOW + timedelta(seconds=10))
    then = send_due(store, {"team": channel}, lambda: NOW + timedelta(seconds=31))

    assert [one.state for one in first] == ["pending"]
    assert too_soon == ()
    assert [one.state for one in then] == ["sent", "sent"]


@pytest.mark.parametrize(("after", "body"), [(LATE - MOMENT, b"2026-W47"), (LATE, b"2026-W47 late")])
def test_a_message_that_goes_out_an_hour_after_its_digest_was_made_says_so(store, after, body):
    channel = FakeChannel(faults=[DeliveryError("team", "rate limited", sent=False, retry_after=30)])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)

    send_due(store, {"team": channel}, lambda: NOW + after)

    assert channel.arrived["team/2026-W47"].body == body


class Many(FakeChannel):
    """A channel of fifty recipients that counts how often it is asked to write."""

    written = 0

    def render(self, digest):
        self.written += 1
        (one, *_) = super().render(digest)
        return tuple(dataclasses.replace(one, key=f"{one.key}/{n}", recipient=f"r{n}") for n in range(50))


def test_however_many_messages_wait_they_are_worded_as_late_once(store):
    down = DeliveryError("team", "nobody there", sent=False, retry_after=30)
    channel = Many(faults=[down] * 50)
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)

    sent = send_due(store, {"team": channel}, lambda: NOW + LATE)

    assert [one.state for one in sent] == ["sent"] * 50
    assert channel.written == 2
    assert {one.body for one in channel.arrived.values()} == {b"2026-W47 late"}


REFUSED = DeliveryError("team", "not_in_channel", sent=False, permanent=True)


def test_what_a_person_has_to_mend_is_tried_again_every_hour_and_says_that_it_is_late(store):
    channel = FakeChannel(faults=[REFUSED, REFUSED])
    frozen(store, channel)

    tries = [
        [one.state for one in send_due(store, {"team": channel}, lambda at=at: NOW + timedelta(minutes=at))]
        for at in (0, 30, 60, 90)
    ]

    assert tries == [["failed"], [], ["failed"], []]
    assert states(store) == ["failed", "pending"]
    mended = send_due(store, {"team": channel}, lambda: NOW + timedelta(minutes=120))
    assert [one.state for one in mended] == ["sent", "sent"]
    assert channel.arrived["team/2026-W47"].body == b"2026-W47 late"
    assert send_due(store, {"team": channel}, lambda: NOW + timedelta(days=3)) == ()


def test_a_person_who_mended_it_need_not_wait(store):
    channel = FakeChannel(faults=[REFUSED])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)

    store.outbox.release("team/2026-W47", NOW, because="the bot was invited")

    assert [one.state for one in send_due(store, {"team": channel}, lambda: NOW)] == ["sent", "sent"]
    assert channel.arrived["team/2026-W47"].body == b"2026-W47"


def test_what_nobody_mends_in_four_weeks_waits_for_a_person(store):
    channel = FakeChannel(faults=[REFUSED])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)

    assert send_due(store, {"team": channel}, lambda: NOW + MENDABLE) == ()
    store.outbox.release("team/2026-W47", NOW + MENDABLE, because="mended")
    assert [one.state for one in send_due(store, {"team": channel}, lambda: NOW + MENDABLE)] == ["sent", "sent"]


@pytest.mark.parametrize(("asked", "waits"), [(None, [5, 10, 20, 40, 80, 160, 320, 360, 360]), (60, [1, 2, 4, 8, 16])])
def test_a_message_that_is_refused_again_waits_longer_each_time(store, asked, waits):
    error = DeliveryError("team", "busy", sent=False, retry_after=asked)
    channel = FakeChannel(faults=[error] * len(waits))
    frozen(store, channel)
    now, seen = NOW, []

    for _ in waits:
        send_due(store, {"team": channel}, lambda at=now: at)
        later = store.outbox.deliveries()[0].not_before
        seen.append((later - now) // timedelta(minutes=1))
        now = later

    assert seen == waits


class Bomb(FakeChannel):
    """A channel in which one thing goes wrong in a way that nobody foresaw."""

    def __init__(self, where, name="bomb", **more):
        super().__init__(name=name, **more)
        self.where = where

    def _go(self, where):
        if self.where == where:
            raise KeyError("a token: xoxb-secret")

    def render(self, digest):
        self._go("render")
        return super().render(digest)

    def send(self, message, parent=None):
        self._go("send")
        return super().send(message, parent)

    def find(self, message, parent=None):
        self._go("find")
        return super().find(message, parent)


@pytest.mark.parametrize(("where", "state"), [("render", "failed"), ("find", "pending"), ("send", "uncertain")])
@pytest.mark.threat("T14")
def test_a_fault_in_one_channel_never_stops_another(store, where, state):
    bomb, team = Bomb(where), FakeChannel()
    deliver(store, "weekly", composed(store), [bomb, team], NOW)

    sent = send_due(store, {"bomb": bomb, "team": team}, lambda: NOW)

    assert {(one.channel, one.state) for one in sent} == {("bomb", state), ("team", "sent")}
    assert team.sent == ["team/2026-W47", "team/2026-W47/1"]
    assert "secret" not in "".join(one.detail for one in sent)


def test_a_channel_that_could_not_make_its_messages_makes_them_once_it_can(store):
    bomb = Bomb("render")
    deliver(store, "weekly", composed(store), [bomb], NOW)
    send_due(store, {"bomb": bomb}, lambda: NOW)
    bomb.where = "nowhere"

    assert send_due(store, {"bomb": bomb}, lambda: NOW + timedelta(minutes=59)) == ()
    sent = send_due(store, {"bomb": bomb}, lambda: LATER)

    assert [one.detail for one in sent] == ["its messages were made", "ts", "ts"]
    assert bomb.sent == ["bomb/2026-W47", "bomb/2026-W47/1"]
    assert bomb.arrived["bomb/2026-W47"].body == b"2026-W47 late"
    assert send_due(store, {"bomb": bomb}, lambda: LATER + timedelta(days=1)) == ()


def test_what_could_not_be_made_for_one_recipient_is_made_once_it_can_and_the_others_get_theirs_once(store):
    team, honest, bad = FakeChannel(), FakeChannel.render, ["b"]

    def render(digest):
        (parent, _), others = honest(team, digest), ("a", "b")
        made = [replace(parent, recipient=who, key=f"{parent.key}/{who}") for who in others if who not in bad]
        return (*made, *(unmade(team.name, who, digest) for who in bad))

    team.render = render
    frozen(store, team)
    sends = [send_due(store, {"team": team}, lambda: NOW)]
    sends.append(send_due(store, {"team": team}, lambda: NOW + MENDED))
    bad.clear()
    sends += [send_due(store, {"team": team}, lambda hours=hours: NOW + hours * MENDED) for hours in (2, 3)]

    assert [sorted((one.recipient, one.state) for one in sent) for sent in sends] == [
        [("a", "sent"), ("b", "failed")],
        [("b", "failed")],
        [("b", "sent"), ("b", "sent")],
        [],
    ]
    assert [key[-1] for key in team.sent] == ["a", "b"]


@pytest.mark.threat("T1")
def test_a_fault_after_a_message_may_have_left_never_doubles_it(store):
    bomb = Bomb("send", searchable=False)
    deliver(store, "weekly", composed(store), [bomb], NOW)
    send_due(store, {"bomb": bomb}, lambda: NOW)
    bomb.where = "nowhere"

    assert [one.state for one in send_due(store, {"bomb": bomb}, lambda: LATER)] == ["held"]
    assert bomb.sent == []


def test_a_fault_while_a_message_is_looked_for_leaves_it_uncertain(store):
    bomb = Bomb("send")
    deliver(store, "weekly", composed(store), [bomb], NOW)
    send_due(store, {"bomb": bomb}, lambda: NOW)
    bomb.where = "find"

    assert [one.state for one in send_due(store, {"bomb": bomb}, lambda: LATER)] == ["uncertain"]


def test_a_message_whose_bytes_are_damaged_is_held_and_the_others_go_out(store):
    first, second = FakeChannel(name="first"), FakeChannel(name="second")
    deliver(store, "weekly", composed(store), [first, second], NOW)
    store.connection.execute("UPDATE delivery SET body = x'00' WHERE key = 'first/2026-W47'")

    sent = send_due(store, {"first": first, "second": second}, lambda: NOW)

    assert [(one.channel, one.state) for one in sent] == [("first", "held"), ("second", "sent"), ("second", "sent")]


@pytest.mark.parametrize(("after", "new"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
def test_in_the_living_table_new_is_what_came_in_the_period_its_first_moment_included(store, after, new):
    period = replace(PERIOD, since=NOW + after, until=NOW + timedelta(days=7))

    table = composed(store, period).digest.extra["living-table.html"]

    assert ('class="new"' in table) is new


def test_the_living_table_holds_the_core_studies_whenever_they_came(store):
    later = Period(key="2026-W60", since=NOW + timedelta(days=80), until=NOW + timedelta(days=87), due=NOW)

    table = composed(store, later).digest.extra["living-table.html"]

    assert table.count("every 4 weeks") >= 2
    assert "cohort 1" in table
    assert 'class="new"' not in table


def test_a_record_that_was_not_understood_is_told_once(store):
    store.unread.keep(NotUnderstood(source="fake", source_id="9", title="Unread", reason="a fault", seen=NOW))
    following = Period(key="2026-W48", since=PERIOD.until, until=PERIOD.until + timedelta(days=7), due=PERIOD.until)

    assert [one.title for one in composed(store).digest.not_understood] == ["Unread"]
    assert composed(store, following).digest.not_understood == ()


@pytest.mark.parametrize(
    ("table", "part"),
    [("run", "the coverage"), ("registered", "what is known of SORENTO")],
)
def test_a_part_that_cannot_be_read_from_the_store_costs_no_digest(store, table, part, monkeypatch):
    def bomb(*_args, **_more):
        raise RuntimeError(table)

    monkeypatch.setattr(*{"run": (store.runs, "coverage"), "registered": (store.trials, "watched")}[table], bomb)

    digest = composed(store).digest

    assert part in digest.failed
    assert sum(len(section.entries) for section in digest.sections) == 2


@pytest.mark.threat("T1")
def test_an_uncertain_message_is_looked_for_before_anything_is_sent_again(store):
    channel = FakeChannel(faults=[DeliveryError("team", "connection lost", sent=None)])
    frozen(store, channel)

    (first,) = send_due(store, {"team": channel}, lambda: NOW)
    assert first.state == "uncertain"
    assert send_due(store, {"team": channel}, lambda: NOW + SETTLE - MOMENT) == ()
    settled = send_due(store, {"team": channel}, lambda: NOW + SETTLE)

    assert [one.state for one in settled] == ["sent", "sent"]
    assert channel.sent.count("team/2026-W47") == 1


@pytest.mark.threat("T4")
def test_an_uncertain_message_that_did_not_arrive_is_sent(store):
    channel = FakeChannel(faults=[DeliveryError("team", "connection lost", sent=None)])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)
    channel.arrived.clear()
    channel.sent.clear()

    send_due(store, {"team": channel}, lambda: LATER)

    assert channel.sent == ["team/2026-W47", "team/2026-W47/1"]


def test_a_channel_that_cannot_be_asked_leaves_an_uncertain_message_to_a_person(store):
    channel = FakeChannel(searchable=False, faults=[DeliveryError("team", "connection lost", sent=None)])
    frozen(store, channel)
    send_due(store, {"team": channel}, lambda: NOW)

    (settled,) = send_due(store, {"team": channel}, lambda: LATER)

    assert settled.state == "held"
    assert send_due(store, {"team": channel}, lambda: LATER + timedelta(days=3)) == ()
    assert channel.sent == ["team/2026-W47"]


@pytest.mark.threat("T7", "T8")
def test_a_message_that_a_restored_backup_would_repeat_is_found_instead(store):
    channel = FakeChannel()
    frozen(store, channel)
    for message in channel.render(composed(store).digest):
        channel.arrived[message.key] = message

    sent = send_due(store, {"team": channel}, lambda: NOW)

    assert [one.detail for one in sent] == ["found", "found"]
    assert channel.sent == []


@pytest.mark.threat("T1", "T3")
def test_a_process_that_died_while_sending_is_settled_by_the_next(store):
    channel = FakeChannel()
    frozen(store, channel)
    key = store.outbox.due(NOW)[0].message.key
    store.outbox.claim(key, NOW)  # and here the process dies

    assert send_due(store, {"team": channel}, lambda: NOW) == ()
    assert [one.state for one in send_due(store, {"team": channel}, lambda: LATER)] == ["sent", "sent"]


@pytest.mark.parametrize("body", ["{", "null", "[]", ""])
@pytest.mark.parametrize("failing", [True, False])
def test_a_damaged_digest_keeps_neither_its_own_messages_nor_another(store, body, failing):
    channel, broken = FakeChannel(), FakeChannel(name="broken")
    archived = DeliveryError("broken", "is_archived", sent=False, permanent=True)
    broken.faults = [archived] * 4
    deliver(store, "weekly", composed(store), [broken], NOW)
    if failing:  # a message that stands for those which could not be made
        store.outbox.post([unmade("broken", "", composed(store).digest)], now=NOW, digest=1)
    send_due(store, {"broken": broken}, lambda: NOW)
    store.connection.execute("UPDATE digest SET body = ?", (body,))
    following = Period(key="2026-W48", since=PERIOD.until, until=PERIOD.until + timedelta(days=7), due=PERIOD.until)
    deliver(store, "weekly", composed(store, following), [channel], LATER)

    sent = send_due(store, {"team": channel, "broken": broken}, lambda: LATER + MENDED)

    assert channel.sent[0] == "team/2026-W48"
    assert {one.state for one in sent if one.channel == "broken"} <= {"failed"}
    broken.faults = []
    send_due(store, {"team": channel, "broken": broken}, lambda: LATER + 3 * MENDED)
    assert broken.sent[0] == "broken/2026-W47"
