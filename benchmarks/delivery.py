"""Who got what: alerts, recipients, Slack's pace, fifty teams through a year, retractions; counted from the servers' own logs.

``PYTHONPATH=.:tests python benchmarks/delivery.py stories|recipients|slack|year|retractions``: prints what was expected and what was
counted, and ends with 1 where they differ. ``recipients`` delivers in processes that are killed.
"""

import argparse
import asyncio
import email
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from fake_mail import Inbox, taking
from stores import link, record, registration, save

import fake_slack
import sources
from watcher.model import Change, Id, Kind, LinkKind, PartialDate, Score, SourceClass, Tier, Weight
from watcher.service import Session
from watcher.service.collection import Result
from watcher.service.due import Service
from watcher.service.recipients import Departures

CORE, WATCHED, RELATED = (
    Score(tier=tier, value=0.8, trials=trials, source_class=SourceClass.JOURNAL, profile="ssa 1")
    for tier, trials in ((Tier.CORE, ()), (Tier.WATCHED, ("SORENTO",)), (Tier.RELATED, ()))
)
SAFETY = Score(tier=Tier.RELATED, value=0.4, source_class=SourceClass.REGULATOR, profile="ssa 1")
MAIL = """
[[channels]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "NET <net@example.org>"
recipients_file = "list.txt"
"""
HOOK = """
[[channels]]
name = "{name}"
kind = "webhook"
base_url = "{url}"
allow_private_hosts = true
"""


class Installation(Session):
    """An installation in a folder whose clock is set by hand and that asks nobody."""

    def at(self, when: datetime) -> None:
        self.fixed_now = when.astimezone(UTC)

    def round(self) -> object:
        return Service(session=self, begin=Idle).once()


class Idle:
    """A collection that brings nothing."""

    def __init__(self, _session: Session) -> None:
        pass

    def ended(self, _patience: float = 0) -> Result:
        return Result()

    def stop(self) -> None:
        pass


def installed(folder: Path, text: str, when: datetime) -> Installation:
    off = "".join(f"[sources.{name}]\nenabled = false\n" for name in sources.available() if name != "pubmed")
    (folder / "watcher.toml").write_text(f'[watcher]\ntimezone = "Europe/Stockholm"\n{off}{text}', encoding="utf-8")
    made = Installation(config=str(folder / "watcher.toml"))
    made.at(when)
    return made


@contextmanager
def hooks(answer: Callable[[str, dict], int] = lambda *_: 200) -> Iterator[tuple[str, list[tuple[str, dict]]]]:
    """Serve webhooks; yield the address and what was told, each with its path."""
    told: list[tuple[str, dict]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = answer(self.path, body)
            if status < 300:
                told.append((self.path, body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", told
        server.shutdown()
        thread.join()


def verdict(**pairs: tuple[object, object]) -> int:
    """Print each expectation beside its count; return how many differ."""
    for name, (expected, counted) in pairs.items():
        print(
            f"{'ok  ' if expected == counted else 'DIFF'} {name.replace('_', ' ')}: expected {expected}, counted {counted}"
        )
    return sum(expected != counted for expected, counted in pairs.values())


# ---------------------------------------------------------------- 300 event stories

EVENTS = [
    ("results", "", "posted 2026-11-{n:02}", Weight.HIGH),
    ("overall status", "recruiting", "terminated {n}", Weight.HIGH),
    ("why stopped", "", "futility {n}", Weight.HIGH),
    ("primary completion date", "2027-06 (estimated)", "2027-{m:02} (actual) {n}", Weight.HIGH),
    ("primary outcomes", "PFS", "OS {n}", Weight.HIGH),
    ("enrolment", "302", "{big}", Weight.HIGH),
    ("arms", "20 mg", "{n} mg", Weight.HIGH),
]
FORM_ONLY = [
    ("official title", "A trial", "A Trial {n}", Weight.LOW),
    ("arms", "20 mg depot", "Depot, 20 mg {n}", Weight.MEDIUM),
    ("enrolment", "302", "{small}", Weight.HIGH),
    ("contacts", "a", "b {n}", Weight.NOISE),
    ("completion date", "2028-01", "2028-02 {n}", Weight.HIGH),
]


def stories(folder: Path) -> int:
    """Play 300 stories, a day each: what happens, whether it is told, and told once, in three rounds that day."""
    with hooks() as (url, told):
        team = installed(
            folder,
            HOOK.format(name="team", url=url) + '[[digests]]\nname = "weekly"\nwhen = "first monday 07:00"\n',
            datetime(2026, 11, 18, 12, tzinfo=UTC),
        )
        team.round()
        rng, expected, forms = random.Random(18), Counter[str](), 0
        for n in range(300):
            team.at(team.now() + timedelta(days=1))
            subject = _play(team, rng, n)
            expected.update([subject] if subject else [])
            forms += not subject
            before = len(told)
            for _ in range(3):
                team.round()
                team.at(team.now() + timedelta(minutes=30))
            alerts = [body["subject"] for _, body in told[before:] if body["event"] == "notice"]
            if alerts != ([subject] if subject else []) and not (subject and len(alerts) == 1 and subject in alerts[0]):
                print(f"DIFF story {n}: expected {subject!r}, told {alerts}")
        notices = [body for _, body in told if body["event"] == "notice"]
    keys = Counter(body["key"] for body in notices)
    return verdict(
        alerts=(sum(expected.values()), len(notices)),
        stories_without_one=(300 - sum(expected.values()), forms),
        told_twice=(0, sum(count - 1 for count in keys.values())),
    )


def _play(team: Installation, rng: random.Random, n: int) -> str:
    """Let something happen; return a part of the alert's subject, "" where none is due."""
    kind = rng.choice(["event"] * 4 + ["form"] * 3 + ["paper", "old paper", "safety", "news", "core paper"])
    now = team.now()
    said = {"n": n + 1, "m": n % 12 + 1, "big": 400 + n, "small": 303 + n % 20}
    with team.store(new=True) as store:
        if kind in {"event", "form"}:
            field, before, after, weight = rng.choice(EVENTS if kind == "event" else FORM_ONLY)
            after = f"posted 2026-11-{n % 28 + 1:02}" if field == "results" else after.format(**said)
            change = Change(field=field, before=before, after=after, seen=now, weight=weight)
            save(
                store,
                registration(title=f"Octreotide depot in GEP-NET ({n})"),
                now=now,
                score=WATCHED,
                changes=[change],
            )
            return "SORENTO: " if kind == "event" else ""
        score = {"paper": WATCHED, "old paper": WATCHED, "core paper": CORE}.get(kind, SAFETY)
        title = {"safety": f"Sandostatin LAR: safety warning {n}", "news": f"Sandostatin LAR approved {n}"}.get(
            kind, f"Paper {n}"
        )
        published = PartialDate(2015) if kind == "old paper" else PartialDate(now.year, now.month, now.day)
        one = record(
            str(n + 1000),
            title=title,
            text="Median PFS was 24.8 months.",
            published=published,
            kind=Kind.NEWS if score is SAFETY else Kind.ARTICLE,
        )
        save(store, one, now=now, score=score)
    return title if kind in {"paper", "safety"} else ""


# ---------------------------------------------------------------- 10,000 recipients


class Moody(Inbox):
    """A mail server that refuses, postpones, and drops connections by the number in an address; its log is what it took."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ANN001, ANN201, N802
        kind = int(address[1:6]) % 100 if address.startswith("r") else -1
        self.asked[address] += 1
        if kind == 1:
            return "550 5.1.1 nobody of that name"
        if kind == 2 and self.asked[address] <= 2:
            return "451 4.3.0 come back later"
        if kind == 4 and self.asked[address] <= 1:
            server.transport.abort()
            await asyncio.sleep(0)
            return "421 gone"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: ANN001, ANN201, N802
        answer = await super().handle_DATA(server, session, envelope)
        address = envelope.rcpt_tos[0]
        if address.startswith("r") and int(address[1:6]) % 100 == 3:
            server.transport.abort()  # it took it, and nobody hears so
        return answer


def recipients(folder: Path, count: int, most: int) -> int:
    """Send a digest to many; processes that deliver are killed; return how far the accounts differ."""
    when, rng, inbox, kills = datetime(2026, 11, 23, 6, tzinfo=UTC), random.Random(5), Moody(), 0
    everybody = [f"r{n:05}@example.org" for n in range(count)]
    (folder / "list.txt").write_text("\n".join(everybody), encoding="utf-8")
    with taking(inbox) as port:
        team = installed(folder, MAIL.format(port=port) + '[[digests]]\nname = "weekly"\nalerts = false\n', when)
        with team.store(new=True):
            pass
        resting = [address for n, address in enumerate(everybody) if n % 100 == 5]
        for address in resting:
            Departures(team.settings.database).rests(address, when, "3 mails came back: 5.1.1")
        while True:
            child = subprocess.Popen(
                [sys.executable, __file__, "deliver", "--folder", str(folder), "--now", team.now().isoformat()]
            )
            enough = len(inbox.taken) + rng.randint(1, count // 8) if kills < most else None
            while child.poll() is None and (enough is None or len(inbox.taken) < enough):
                time.sleep(0.01)
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
                child.wait()
                kills += 1
                team.at(team.now() + timedelta(minutes=6))
                continue
            team.at(team.now() + timedelta(minutes=30))
            with team.store() as store:
                waiting = len(store.outbox.deliveries("pending", "uncertain", "sending"))
            if not waiting:
                break
    with team.store() as store:
        rows = store.outbox.deliveries()
    states = Counter(one.state for one in rows)
    taken = Counter(email.message_from_bytes(one.body)["Message-ID"] for one in inbox.taken)
    kept = {f"<{one.message.key}@example.org>": one.state for one in rows}
    accepted = Counter(kept[key] for key in taken)
    print(
        f"{count} recipients, {kills} kills: {dict(states)}; {len(resting)} rest; the server took {sum(taken.values())}: {dict(accepted)}"
    )
    return verdict(
        accounted_for=(count, sum(states.values()) + len(resting)),
        accepted_twice=(0, sum(n - 1 for n in taken.values())),
        sent_and_accepted=(states["sent"], accepted["sent"]),
        refused=(count // 100, states["failed"]),
        to_one_who_rests=(0, sum(one.recipients[0] in {*resting} for one in inbox.taken)),
        in_no_other_state=(0, sum(n for state, n in states.items() if state not in {"sent", "held", "failed"})),
    )


def deliver(folder: Path, now: str) -> int:
    """Do one round, in this process, which may be killed."""
    team = Installation(config=str(folder / "watcher.toml"), fixed_now=datetime.fromisoformat(now))
    team.round()
    return 0


# ---------------------------------------------------------------- 200 channels of Slack


class Paced(fake_slack.FakeSlack):
    """A workspace of many channels that takes one message a second in each; a call takes 50 ms of its clock."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.last, self.limited = 0.0, {}, 0

    def answer(self, method, arguments, token):  # noqa: ANN001, ANN201
        self.clock += 0.05
        channel = arguments.get("channel", "")
        if method == "chat.postMessage":
            if self.clock - self.last.get(channel, -9.0) < 1.0:
                self.limited += 1
                return 429, {"Retry-After": "1"}, json.dumps({"ok": False, "error": "ratelimited"})
            self.last[channel] = self.clock
            return super().answer(method, {**arguments, "channel": "C0TEST", "room": channel}, token)
        if method in {"conversations.history", "conversations.replies"}:
            everything, self.posted = self.posted, [one for one in self.posted if one["room"] == channel]
            try:
                return super().answer(method, {**arguments, "channel": "C0TEST"}, token)
            finally:
                self.posted = everything
        return super().answer(method, {**arguments, "channel": "C0TEST"}, token)


def slack(folder: Path, count: int = 200) -> int:
    """Send a digest with items to 200 channels of Slack, which takes a message a second in each."""
    os.environ["SLACK_BOT_TOKEN"] = fake_slack.TOKEN
    workspace = Paced()
    real, fake_slack.FakeSlack = fake_slack.FakeSlack, lambda: workspace  # type: ignore[misc,assignment]
    with fake_slack.running():
        tables = "".join(
            f'[[channels]]\nname = "team{n}"\nkind = "slack"\nchannel = "C{n:05}"\nbase_url = "{workspace.base_url}"\nallow_private_hosts = true\n'
            for n in range(count)
        )
        team = installed(folder, tables, datetime(2026, 11, 20, 12, tzinfo=UTC))
        with team.store(new=True) as store:
            for n in range(12):
                one = record(
                    str(n + 1),
                    title=f"Lanreotide every 14 days, no. {n}",
                    text="PFS was 24.8 months. " * 40,
                    published=PartialDate(2026, 11, 18),
                )
                save(store, one, now=team.now(), score=CORE)
        team.at(datetime(2026, 11, 23, 6, tzinfo=UTC))
        rounds = 0
        while rounds < 200:
            team.round()
            rounds += 1
            team.at(team.now() + timedelta(minutes=1))
            workspace.clock += 60
            with team.store() as store:
                rows = store.outbox.deliveries()
            if all(one.state == "sent" for one in rows):
                break
    fake_slack.FakeSlack = real  # type: ignore[misc]
    rooms = Counter(one["room"] for one in workspace.posted)
    keys = Counter(one["metadata"]["event_payload"]["key"] for one in workspace.posted)
    parents = sum("thread_ts" not in one for one in workspace.posted)
    print(f"{len(rows)} messages in {rounds} rounds; Slack said {workspace.limited} times to wait")
    return verdict(
        messages=(len(rows), len(workspace.posted)),
        channels=(count, len(rooms)),
        parents=(count, parents),
        twice=(0, sum(n - 1 for n in keys.values())),
        all_channels_alike=(1, len({*rooms.values()})),
    )


# ---------------------------------------------------------------- 50 teams through a year

ZONES = "Europe/Stockholm Europe/London America/New_York America/Los_Angeles Asia/Kolkata Asia/Tokyo Australia/Lord_Howe America/Sao_Paulo".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def year(folder: Path, days: int, begin: datetime, teams: int = 50) -> int:
    """Let fifty teams live through so many days of 2027; each has its days and zone, and one a channel that never works.

    From 8 March on the clocks of six of the eight zones change within 35 days, in both directions.
    """
    rng, broken = random.Random(50), "team07"
    plans = {f"team{n:02}": _plan(rng, ZONES[n % len(ZONES)]) for n in range(teams)}
    end = begin + timedelta(days=days)
    expected = {name: sorted(_dues(plan, begin, end)) for name, plan in plans.items()}
    with hooks(lambda path, _: 404 if broken in path else 200) as (url, told):
        tables = "".join(HOOK.format(name=name, url=url + name) for name in plans) + "".join(
            f'[[digests]]\nname = "{name}"\nchannels = ["{name}"]\nwhen = "{_said(*plan)}"\ntimezone = "{plan[3]}"\nalerts = false\n'
            for name, plan in plans.items()
        )
        house = installed(folder, tables, begin)
        house.round()
        for moment in sorted({due for dues in expected.values() for due in dues}):
            for shift in (-60, 0, 60):
                house.at(moment + timedelta(seconds=shift))
                house.round()
        with house.store() as store:
            made = {name: sorted(one.frozen for one in store.digests.all(name)) for name in plans}
    got = Counter(path.strip("/") for path, body in told if body["event"] == "digest")
    keys = Counter(body["key"] for _, body in told)
    late = sum(
        abs((one - two).total_seconds()) > 1
        for name in plans
        for one, two in zip(made[name], expected[name], strict=False)
    )
    healthy = {name: len(dues) for name, dues in expected.items() if name != broken}
    total = sum(len(dues) for dues in expected.values())
    print(f"{teams} teams, {len(ZONES)} zones, {days} days, {total} digests; {broken} has a channel that never works")
    return verdict(
        made=(total, sum(map(len, made.values()))),
        not_at_their_time=(0, late),
        arrived=(healthy, {name: got[name] for name in healthy}),
        twice=(0, sum(n - 1 for n in keys.values())),
        of_the_broken=(0, got[broken]),
    )


def _plan(rng: random.Random, zone: str) -> tuple[str, str, int, str]:
    return (
        rng.choice(["", "", "", "", "", "first ", "last "]),
        rng.choice([*DAYS, "weekdays"]),
        rng.choice([1, 2, 3, 7, 12, 23]),
        zone,
    )


def _said(nth: str, day: str, hour: int, _zone: str) -> str:
    return f"{nth if day != 'weekdays' else ''}{day} {hour:02}:30"


def _dues(plan: tuple[str, str, int, str], begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield when a digest is due by going through the days of the year: a time that is skipped is as the clock before the change has it."""
    nth, day, hour, zone = plan
    today = date(2027, 1, 1) - timedelta(days=1)
    while today < date(2028, 1, 2):
        today += timedelta(days=1)
        if today.weekday() >= 5 if day == "weekdays" else DAYS[today.weekday()] != day:
            continue
        if day != "weekdays" and (
            (nth == "first " and today.day > 7) or (nth == "last " and (today + timedelta(days=7)).month == today.month)
        ):
            continue
        due = datetime(today.year, today.month, today.day, hour, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if begin <= due < end:
            yield due


# ---------------------------------------------------------------- 100 retractions over 40 digests


def retractions(folder: Path, weeks: int = 40, count: int = 100) -> int:
    """Send forty weekly digests to a changing list, and retract a hundred of their papers, each on a day of its own."""
    rng, inbox = random.Random(40), Inbox()
    people = [f"p{n:02}@example.org" for n in range(30)]
    start = datetime(2026, 11, 23, 6, tzinfo=UTC)
    told: dict[int, dict[str, str]] = {}  # the Message-ID in which each person was told of a paper
    expected: Counter[tuple[str, str, str]] = Counter()
    with taking(inbox) as port:
        team = installed(folder, MAIL.format(port=port) + '[[digests]]\nname = "weekly"\n', start - timedelta(days=3))
        _list(folder, people[:5])
        team.round()
        numbers, retracted = iter(range(1, 10_000)), set()
        for week in range(weeks):
            monday = start + timedelta(weeks=week)
            monday = monday.replace(tzinfo=UTC)
            fresh = [next(numbers) for _ in range(5)]
            team.at(monday - timedelta(days=2))
            with team.store(new=True) as store:
                for n in fresh:
                    save(
                        store,
                        record(
                            str(n),
                            title=f"Study {n} of lanreotide",
                            published=PartialDate.of(team.now().date())
                            if hasattr(PartialDate, "of")
                            else PartialDate(team.now().year, team.now().month, team.now().day),
                        ),
                        now=team.now(),
                        score=CORE,
                    )
            present = sorted(rng.sample(people, rng.randint(5, 12)))
            _list(folder, present)
            before = len(inbox.taken)
            team.at(monday + timedelta(hours=1))
            team.round()
            mails = {
                one.recipients[0]: email.message_from_bytes(one.body)["Message-ID"] for one in inbox.taken[before:]
            }
            told |= dict.fromkeys(fresh, mails)
            for day in range(1, 4):
                if len(retracted) >= count or not (left := [n for n in told if n not in retracted]):
                    break
                n = rng.choice(left)
                retracted.add(n)
                _retract(team, n, monday + timedelta(days=day))
                expected.update(
                    (address, message, f"Retracted: Study {n} of lanreotide") for address, message in told[n].items()
                )
    counted = Counter(
        (one.recipients[0], mail["In-Reply-To"], mail["Subject"])
        for one in inbox.taken
        if (mail := email.message_from_bytes(one.body))["Subject"].startswith("Retracted: ")
    )
    print(f"{weeks} digests to 5 to 12 of {len(people)} people, {len(retracted)} papers retracted")
    return verdict(
        retractions=(count, len(retracted)),
        notices=(sum(expected.values()), sum(counted.values())),
        to_exactly_who_was_told=(0, sum(((expected - counted) + (counted - expected)).values())),
    )


def _list(folder: Path, addresses: list[str]) -> None:
    (folder / "list.txt").write_text("\n".join(addresses), encoding="utf-8")


def _retract(team: Installation, n: int, when: datetime) -> None:
    team.at(when)
    with team.store() as store:
        notice = record(
            f"{n + 50_000}",
            title=f"Retraction: Study {n} of lanreotide",
            kind=Kind.NOTICE,
            published=PartialDate(when.year, when.month, when.day),
        )
        save(store, notice, now=team.now(), score=CORE, links=[link(notice, Id("pmid", str(n)), LinkKind.RETRACTS)])
    for _ in range(2):
        team.at(team.now() + timedelta(minutes=10))
        team.round()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=["stories", "recipients", "slack", "year", "retractions", "deliver"])
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--now", default="")
    asked.add_argument("--count", type=int, default=10_000, help="recipients")
    asked.add_argument("--kills", type=int, default=12, help="of processes that deliver to recipients")
    asked.add_argument("--days", type=int, default=365, help="of the year")
    asked.add_argument("--begin", default="2027-01-01", help="its first day")
    told = asked.parse_args()
    if told.what == "deliver":
        return deliver(told.folder, told.now)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[str, Callable[[Path], int]] = {
            "stories": stories,
            "recipients": lambda place: recipients(place, told.count, told.kills),
            "slack": slack,
            "year": lambda place: year(place, told.days, datetime.fromisoformat(told.begin).replace(tzinfo=UTC)),
            "retractions": retractions,
        }
        wrong = parts[told.what](Path(folder))
    print(f"{told.what}: {wrong} differ, {time.monotonic() - begun:.0f} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
