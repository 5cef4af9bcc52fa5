"""What cannot wait for Monday is told within a round, once, to the channels of the digests that ask for it."""

import email
import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from stores import link, record, registration, save

import fake_slack
import samples
from digests.alerts import Alert
from digests.channels.mail import Channel as Mail
from watcher.config.plans import DigestPlan
from watcher.errors import ConfigError
from watcher.model import Announcement, Change, Id, Kind, LinkKind, PartialDate, Score, SourceClass, Tier, Weight
from watcher.service.alerts import MOST, allowed_from, try_out
from watcher.service.due import Service
from watcher.service.flaps import Move
from watcher.service.loading import usable_channels

WATCHED = Score(tier=Tier.WATCHED, value=0.9, trials=("SORENTO",), source_class=SourceClass.JOURNAL, profile="ssa 1")
CORE = Score(tier=Tier.CORE, value=0.8, source_class=SourceClass.JOURNAL, profile="ssa 1")
SAFETY = Score(tier=Tier.RELATED, value=0.4, source_class=SourceClass.REGULATOR, profile="ssa 1")
CHANNELS = """
[[channels]]
name = "team"
kind = "call"
base_url = "{address}"
allow_private_hosts = true
[[channels]]
name = "archive"
kind = "page"
folder = "site"
[[digests]]
name = "weekly"
channels = ["team", "archive"]
{more}
"""


THREADED = """
[[channels]]
name = "thread"
kind = "slack"
channel = "C0TEST"
base_url = "{address}"
allow_private_hosts = true
[[digests]]
name = "team"
channels = ["thread"]
when = "monday 07:00"
"""


class Team:
    """An installation whose team listens at an address; a round a step."""

    def __init__(self, session, monitor, scripted):
        self.session, self.monitor = session, monitor
        self.service = Service(session=session, begin=scripted())
        self.round()

    def round(self, *saved, **later):
        self.session.later(**(later or {"hours": 1}))
        with self.session.store(new=True) as store:
            for one, given in saved:
                save(store, one, now=self.session.now(), **given)
        self.session.later(minutes=1)
        self.service.once()

    @property
    def heard(self):
        return [one["subject"] for one in self.monitor.told if "subject" in one]


@pytest.fixture
def slack(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", fake_slack.TOKEN)
    with fake_slack.running() as workspace:
        yield workspace


@pytest.fixture
def team(installation, monitor, scripted):
    def make(more=""):
        return Team(installation(CHANNELS.format(address=monitor.address, more=more)), monitor, scripted)

    return make


def seen(team, field, before, after, weight=Weight.HIGH):
    when = team.session.now()
    changed = Change(field=field, before=before, after=after, seen=when, weight=weight)
    one = registration(title=f"Octreotide depot in GEP-NET ({field} {after})")
    return one, {"score": WATCHED, "changes": [changed]}


def paper(number, title="SORENTO: results", score=WATCHED, **fields):
    fields.setdefault("published", PartialDate(2026, 11, 17))
    return record(str(number), title=title, text="Median PFS was 24.8 months.", **fields), {"score": score}


@pytest.mark.parametrize(
    ("field", "before", "after", "weight", "subject"),
    [
        ("results", "", "posted 2026-11-17", Weight.HIGH, "SORENTO: results posted 17 Nov 2026"),
        ("overall status", "recruiting", "terminated", Weight.HIGH, "SORENTO: now terminated (was recruiting)"),
        ("enrolment", "302 (actual)", "260 (actual)", Weight.HIGH, "SORENTO: enrolment: 302 (actual) → 260 (actual)"),
        ("enrolment", "302 (actual)", "300 (actual)", Weight.HIGH, None),
        ("arms", "20 mg", "30 mg", Weight.HIGH, "SORENTO: arms: 20 mg → 30 mg"),
        ("arms", "Depot", "The depot", Weight.MEDIUM, None),
        ("official title", "a", "b", Weight.LOW, None),
        ("completion date", "2028-12", "2029-12", Weight.HIGH, None),
    ],
)
def test_what_moves_the_trial_is_told_within_the_round_and_once(team, field, before, after, weight, subject):
    made = team()
    made.round((registration(), {"score": WATCHED}))

    made.round(seen(made, field, before, after, weight))
    made.round()

    assert made.heard == ([subject] if subject else [])


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("", "posted 2026-11-17", "The registry has the trial's results."),
        ("PFS: HR 0.76", "PFS: HR 0.86", "What the registry says of the trial's results has changed."),
        ("posted 2026-11-17", "", "What the registry says of the trial's results has changed."),
    ],
)
def test_results_that_are_corrected_or_taken_down_are_not_told_as_posted(team, before, after, why):
    made = team()
    made.round((registration(), {"score": WATCHED}))

    made.round(seen(made, "results", before, after))

    assert why in json.dumps(made.monitor.told)


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        (paper(7), "SORENTO: results"),
        (paper(7, "Sandostatin LAR: safety warning", SAFETY, kind=Kind.NEWS), "Sandostatin LAR: safety warning"),
        (paper(7, "Sandostatin LAR approved", SAFETY, kind=Kind.NEWS), None),
        (paper(7, "High-dose lanreotide", CORE), None),
        (paper(7, published=PartialDate(2019)), None),
    ],
)
def test_what_is_published_on_the_trial_or_warned_of_is_told(team, given, subject):
    made = team()

    made.round(given)
    made.round()

    assert made.heard == ([subject] if subject else [])


def test_a_retraction_of_what_was_told_is_told_and_of_nothing_else(team):
    made = team()
    made.round(paper(7, "High-dose lanreotide", CORE), paper(8, "Other study", CORE))
    made.session.at("2026-11-23T07:00+01:00")
    made.round(hours=0)  # the week's digest
    notice, given = paper(9, "Retraction: High-dose lanreotide", CORE, kind=Kind.NOTICE)

    made.round((notice, given | {"links": [link(notice, Id("pmid", "7"), LinkKind.RETRACTS)]}))
    made.round()

    assert made.heard == ["Retracted: High-dose lanreotide"]


def test_a_retraction_answers_the_message_that_told_of_it(team, slack, monitor):
    made = team(THREADED.format(address=slack.base_url))
    made.round(paper(7, "High-dose lanreotide", CORE))
    made.session.at("2026-11-23T07:00+01:00")
    made.round(hours=0)
    parent = next(post for post in slack.posted if "thread_ts" not in post)
    notice, given = paper(9, "Retraction: High-dose lanreotide", CORE, kind=Kind.NOTICE)

    made.round((notice, given | {"links": [link(notice, Id("pmid", "7"), LinkKind.RETRACTS)]}))
    made.round()

    told = [post for post in slack.posted if post["text"].startswith("Retracted: ")]
    assert [(post["thread_ts"], post["reply_broadcast"]) for post in told] == [(parent["ts"], True)]
    assert made.heard == ["Retracted: High-dose lanreotide"]  # the other digest's team was told too


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (LinkKind.CORRECTS, "Corrected: High-dose lanreotide"),
        (LinkKind.CONCERN_ABOUT, "Under an expression of concern: High-dose lanreotide"),
    ],
)
def test_a_correction_and_a_doubt_answer_in_the_thread_where_it_was_told_and_disturb_nobody_else(
    team, slack, monitor, kind, subject
):
    made = team(THREADED.format(address=slack.base_url))
    made.round(paper(7, "High-dose lanreotide", CORE))
    made.session.at("2026-11-23T07:00+01:00")
    made.round(hours=0)
    parent = next(post for post in slack.posted if "thread_ts" not in post)
    notice, given = paper(9, "Notice: High-dose lanreotide", CORE, kind=Kind.NOTICE)

    made.round((notice, given | {"links": [link(notice, Id("pmid", "7"), kind)]}))
    made.round()

    told = [post for post in slack.posted if post["text"] == subject]
    assert [(post["thread_ts"], "reply_broadcast" in post) for post in told] == [(parent["ts"], False)]
    assert made.heard == [subject]  # the other digest's team was told too


def test_a_retraction_is_no_news_to_a_digest_that_never_told_of_it(team, slack):
    made = team(THREADED.format(address=slack.base_url).replace("monday", "sunday"))
    made.round(paper(7, "High-dose lanreotide", CORE))
    made.session.at("2026-11-22T07:00+01:00")
    made.round(hours=0)  # the digest in Slack alone is due on a Sunday
    notice, given = paper(9, "Retraction: High-dose lanreotide", CORE, kind=Kind.NOTICE)

    made.round((notice, given | {"links": [link(notice, Id("pmid", "7"), LinkKind.RETRACTS)]}))

    assert any(post["text"].startswith("Retracted: ") for post in slack.posted)
    assert made.heard == []


def test_a_mail_of_a_retraction_answers_that_very_message():
    mail = Mail(
        name="mail",
        host="localhost",
        security="none",
        sender="a@example.org",
        recipients=["b@example.org", "new@example.org"],
    )
    answered = mail.render(samples.digest())[0]
    words = Announcement(
        key="k", subject="Retracted: a study", text="It was retracted.", at=samples.NOW, answers=answered
    )

    (made,) = mail.notice(words)
    head = email.message_from_bytes(made.body)

    assert (made.recipient, made.parent) == ("b@example.org", answered.key)
    assert head["In-Reply-To"] == head["References"] == email.message_from_bytes(answered.body)["Message-ID"]


def test_before_the_first_look_nothing_is_told(installation, monitor, scripted):
    session = installation(CHANNELS.format(address=monitor.address, more=""))
    with session.store(new=True) as store:
        one, given = paper(7)
        save(store, one, now=session.now(), **given)

    Service(session=session, begin=scripted()).once()

    assert monitor.told == []


def test_five_are_told_a_day_and_how_many_wait(team):
    made = team()

    made.round(*(paper(number, f"Paper {number}") for number in range(10, 18)))
    made.round(paper(30, "Paper 30"))
    made.round(paper(31, "Paper 31"), days=1)

    assert len(made.heard) == MOST + 2
    assert made.heard[MOST] == "3 more events in the next digest"
    assert made.heard[-1] == "SORENTO: Paper 31"


def test_who_wants_none_gets_none(team):
    made = team("alerts = false")

    made.round(paper(7))

    assert made.heard == []


def test_in_quiet_hours_an_alert_waits_for_their_end(team):
    made = team('quiet = "12:00-18:00"')

    made.round(paper(7))
    before = made.heard
    made.round(hours=6)

    assert before == []
    assert made.heard == ["SORENTO: results"]


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        ("2026-11-18T19:59", (20, 7), "2026-11-18T19:59"),
        ("2026-11-18T20:00", (20, 7), "2026-11-19T07:00"),
        ("2026-11-19T06:59", (20, 7), "2026-11-19T07:00"),
        ("2026-11-19T07:00", (20, 7), "2026-11-19T07:00"),
        ("2026-11-19T12:30", (12, 13), "2026-11-19T13:00"),
        ("2026-03-28T23:00", (20, 7), "2026-03-29T07:00"),  # the clock is put forward in that night
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(now, quiet, until):
    zone = ZoneInfo("Europe/Stockholm")
    plan = DigestPlan(name="weekly", channels=(), quiet=(time(quiet[0]), time(quiet[1])))

    assert allowed_from(plan, datetime.fromisoformat(now).replace(tzinfo=zone)) == datetime.fromisoformat(
        until
    ).replace(tzinfo=zone)


def test_the_digest_says_of_what_was_alerted_when_that_was(team):
    made = team()
    made.round(paper(7))

    made.session.at("2026-11-23T07:00+01:00")
    made.round(hours=0)

    digest = next(one for one in made.monitor.told if "sections" in one)
    entry = next(entry for section in digest["sections"] for entry in section["entries"])
    assert "told on 18 Nov 2026" in entry["badges"]
    assert json.dumps(digest).count("told on 18 Nov 2026") == 1


def test_a_channel_is_tried_with_words_that_say_so(team):
    made = team()

    channels, _ = usable_channels(made.session.settings)

    assert [one.reference for one in try_out(made.session, channels["team"])] == ["HTTP 200"]
    assert made.heard == ["TEST: an alert of Watcher"]
    with pytest.raises(ConfigError, match="tells nothing at once"):
        list(try_out(made.session, channels["archive"]))
    with made.session.store() as store:
        assert store.outbox.deliveries() == ()


def test_alerts_that_cannot_be_made_do_not_stop_the_digest(team, monkeypatch):
    made = team()

    def bomb(*_args):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("watcher.service.alerts.alerts", bomb)
    made.session.at("2026-11-23T07:00+01:00")
    with made.session.store() as store:
        one, given = paper(7)
        save(store, one, now=made.session.now(), **given)
    made.session.later(minutes=1)
    done = made.service.once()

    assert "the alerts of the digest weekly could not be made: a fault of ours" in done.faults
    assert made.session.digests_made == [("weekly", "2026-W47")]


def test_where_nothing_came_nothing_is_looked_for(team, monkeypatch):
    made = team()
    made.round(paper(7))
    looks = []
    monkeypatch.setattr("watcher.service.alerts.found", lambda *asked: looks.append(asked) or ())

    made.round()
    made.round()
    made.round(paper(8))

    assert len(looks) == 1


def test_what_came_at_the_very_moment_of_a_look_is_told_by_it(team):
    made = team()
    made.session.later(minutes=1)
    one, given = paper(7)
    with made.session.store() as store:
        save(store, one, now=made.session.now(), **given)

    made.service.once()
    made.round()

    assert made.heard == ["SORENTO: results"]


def test_whoever_was_ever_told_of_what_is_retracted_hears_of_it_once(team, slack):
    made = team()
    made.round(paper(7, "High-dose lanreotide", CORE))
    made.session.at("2026-11-23T07:00+01:00")
    made.round(hours=0)
    told_again = Change(field="abstract", before="a", after="b", seen=made.session.now(), weight=Weight.HIGH)
    made.round((paper(7, "High-dose lanreotide (corrected)", CORE)[0], {"score": CORE, "changes": [told_again]}))
    made.session.at("2026-11-30T07:00+01:00")
    made.round(hours=0)
    notice, given = paper(9, "Retraction: High-dose lanreotide", CORE, kind=Kind.NOTICE)

    made.round((notice, given | {"links": [link(notice, Id("pmid", "7"), LinkKind.RETRACTS)]}))
    made.round()

    assert [subject.startswith("Retracted: ") for subject in made.heard] == [True]


def test_what_a_collection_had_seen_before_a_look_and_kept_after_it_is_told_once(team):
    made = team()
    made.session.later(minutes=1)
    seen_at = made.session.now()
    made.round(minutes=1)
    one, given = paper(7)
    with made.session.store() as store:  # its transaction ends only now
        save(store, one, now=seen_at, **given)

    made.round(minutes=2)
    made.round(paper(8, "SORENTO: a letter"), minutes=2)
    made.round(minutes=2)

    assert made.heard == ["SORENTO: results", "SORENTO: a letter"]


A, B, C = "recruiting", "suspended", "terminated"


@pytest.mark.parametrize(
    ("states", "hours", "heard"),
    [
        ([A, B], [1, 1], ["now suspended (was recruiting)"]),
        ([A, B, A], [1, 4], ["now suspended (was recruiting)", "now recruiting (was suspended)"]),
        # a mirror that lags: the end state is what was told, or it is told once more when the day is over
        ([A, B, A, B], [1, 4, 4], ["now suspended (was recruiting)", "now recruiting (was suspended)"]),
        (
            [A, B, A, B, A, B, A],
            [1, 2, 2, 2, 2, 2],
            ["now suspended (was recruiting)", "now recruiting (was suspended)"],
        ),
        ([A, B, C], [1, 4], ["now suspended (was recruiting)", "now terminated (was suspended)"]),
        ([A, B, A], [1, 30], ["now suspended (was recruiting)", "now recruiting (was suspended)"]),
    ],
)
def test_a_registry_that_flaps_within_a_day_is_told_once_and_its_end_state_as_an_answer(team, states, hours, heard):
    made = team()
    made.round((registration(), {"score": WATCHED}))

    for before, after, later in zip(states, states[1:], hours, strict=False):
        made.round(seen(made, "overall status", before, after), hours=later)
        made.round(hours=0)

    assert made.heard == [f"SORENTO: {one}" for one in heard]


def test_what_still_flaps_when_the_day_is_over_is_told_once_more(team):
    made = team()
    made.round((registration(), {"score": WATCHED}))
    for before, after in ((A, B), (B, A), (A, B)):
        made.round(seen(made, "overall status", before, after), hours=2)

    made.round(hours=18)
    before = len(made.heard)
    made.round(hours=3)
    made.round(hours=30)

    assert (before, made.heard[2:]) == (2, ["SORENTO: now suspended (was recruiting)"])


def test_a_flap_before_anybody_was_told_is_one_alert_with_the_end_state(team):
    made = team('quiet = "12:00-18:00"')
    made.round((registration(), {"score": WATCHED}))

    for before, after in ((A, B), (B, A)):
        made.round(seen(made, "overall status", before, after))
    made.round(hours=6)
    made.round()

    assert made.heard == ["SORENTO: now recruiting (was suspended)"]


def test_a_flap_between_two_looks_is_one_alert_with_the_end_state(team):
    made = team()
    made.round((registration(), {"score": WATCHED}))

    made.round(seen(made, "overall status", A, B), seen(made, "overall status", B, A))
    made.round()

    assert made.heard == ["SORENTO: overall status: recruiting → recruiting, changed twice"]


def test_a_flap_of_a_clock_that_ran_ahead_is_over_once_the_clock_is_right():
    ahead = datetime(2027, 6, 1, tzinfo=UTC)
    event = Alert(key="k", rank=1, subject="", what="", why="")
    move = Move(at=ahead, origin=A, told=A, newest=event)

    over = [hours for hours in (-4_000, -1, 0, 23, 24) if move.is_over(ahead + timedelta(hours=hours))]

    assert over == [-4_000, 24]


@pytest.mark.parametrize("refused", [False, True])
def test_an_alert_in_slack_is_a_post_of_its_own_and_leads_to_the_weeks_digest(team, slack, refused):
    made = team(THREADED.format(address=slack.base_url))
    made.round(paper(7, "High-dose lanreotide", CORE))
    made.session.at("2026-11-23T07:00+01:00")
    made.round(hours=0)
    parent = next(post for post in slack.posted if "thread_ts" not in post)
    slack.refusals = {"chat.getPermalink": "missing_scope"} if refused else {}

    made.round(paper(8))

    alert = slack.posted[-1]
    link = f"https://net.slack.com/archives/C0TEST/p{parent['ts'].replace('.', '')}"
    assert (alert["text"], "thread_ts" in alert) == ("SORENTO: results", False)
    assert (link in json.dumps(alert["blocks"])) is not refused


def test_the_end_state_answers_the_alert_in_its_thread(team, slack):
    made = team(THREADED.format(address=slack.base_url))
    made.round((registration(), {"score": WATCHED}))

    for before, after in ((A, B), (B, A)):
        made.round(seen(made, "overall status", before, after))

    first, answer = slack.posted
    assert (answer["thread_ts"], answer["text"]) == (first["ts"], "SORENTO: now recruiting (was suspended)")


def test_two_fields_and_two_registries_do_not_hide_one_another(team):
    made = team()
    made.round((registration(), {"score": WATCHED}))

    made.round(
        seen(made, "overall status", A, C),
        seen(made, "primary outcomes", "PFS", "OS"),
        seen(made, "overall status", "ongoing", "ended"),
    )
    made.round(seen(made, "overall status", "Recruiting", C))  # the same, told by another registry

    assert sorted(made.heard) == [
        "SORENTO: now ended (was ongoing)",
        "SORENTO: now terminated (was recruiting)",
        "SORENTO: primary outcomes: PFS → OS",
    ]


@pytest.mark.parametrize(
    ("changes", "subjects", "beside"),
    [
        ([("overall status", A, C), ("why stopped", "", "futility")], ["SORENTO: now terminated (was recruiting)"], "futility"),
        ([("arms", "20 mg", "30 mg"), ("interventions", "20 mg", "30 mg")], ["SORENTO: arms: 20 mg → 30 mg"], "Interventions"),
        ([("why stopped", "", "futility")], ["SORENTO: why stopped: futility"], "futility"),
        ([("interventions", "20 mg", "30 mg")], ["SORENTO: interventions: 20 mg → 30 mg"], "30 mg"),
    ],
)  # fmt: skip
def test_two_fields_of_one_event_are_one_alert(team, changes, subjects, beside):
    made = team()
    made.round((registration(), {"score": WATCHED}))

    one, given = seen(made, "", "", "")
    when = made.session.now()
    told = [Change(field=f, before=b, after=a, seen=when, weight=Weight.HIGH) for f, b, a in changes]
    made.round((one, given | {"changes": told}))

    assert made.heard == subjects
    assert beside in made.monitor.told[-1]["text"]


def test_a_step_back_after_a_week_of_silence_begins_with_what_was_told(team):
    made = team()
    made.round((registration(), {"score": WATCHED}))
    for before, after in ((A, B), (B, A)):
        made.session.later(days=9)
        made.round(seen(made, "overall status", before, after), minutes=0)

    assert made.heard[-1] == "SORENTO: now recruiting (was suspended)"


def test_a_notice_on_what_was_told_is_told_once_and_no_paper_of_the_trial(team):
    made = team()
    made.round(paper(7))
    made.round(days=7)
    erratum = record("8", title="Erratum: SORENTO: results", kind=Kind.NOTICE, published=PartialDate(2026, 11, 25))
    told = {"score": WATCHED, "links": [link(erratum, Id("pmid", "7"), LinkKind.CORRECTS)]}
    made.round((erratum, told))

    assert made.heard[1:] == ["Corrected: SORENTO: results"]
