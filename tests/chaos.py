"""Weeks of a team's life against stand-ins that fail, and what its readers were told in the end.

``make chaos`` plays many weeks and prints what it counted; ``tests/test_chaos.py`` plays a few, with a seed of its own. Every
round is a process of its own, as a timer would start it, with a clock that it is given. In a round may happen what
happens in life: a source fails in one of its ways, the process is killed, two run at once, the disk is full, a row of
the store is damaged, the clock stands wrong, nobody runs anything for a week. Each week some studies appear, some of
them in words that have stopped us once. What was told is read from what Slack and the mail server took, and from nothing else.
"""

import argparse
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import made
from fake_eutils import Eutils
from fake_literature import EuropePmc
from fake_mail import Inbox
from fake_registry import Registry
from fake_sites import Feeds
from servers import Servers, serving
from team import reading

from fake_slack import TOKEN, FakeSlack

ROOT = Path(__file__).resolve().parent.parent
BEGIN = datetime(2026, 9, 7, 6, 5, tzinfo=UTC)  # a Monday, after seven o'clock in Stockholm
WATCHED = "NCT05050942"
_WORDS = (
    "amber birch cedar delta ember fjord grove heron inlet juniper kestrel lagoon meadow nectar osprey pebble quarry raven "
    "saffron thistle umbra velvet willow yarrow zephyr"
).split()
# Sentences that once stopped everything, or are of their kind: lists, look-ahead, dashes, markup, odd characters, length.
BOMBS = (
    "Patients received LAR 30 mg every 4 weeks.",
    f"In patients {', '.join(map(str, range(1, 40)))}, the 12-month PFS rate was 80%.",
    f"Doses were {', '.join(f'{n} mg' for n in range(10, 400, 10))} or more every 28 days.",
    "-" * 400,
    "e.g. " * 400,
    "octreotide 30 mg every 28 days, " * 300,
    "Response was 11,111.1 or 11,111.1 or 11,111.1 or 11,111.1 or 11,111.1 months.",
    "A &lt;median CgA and a &gt;MTD dose \u202e were \u061c seen \U000e0041.",
    "(" * 500 + "CI" + ")" * 500,
    "PFS 9" + "9" * 400 + " months (95% CI 1e999-NaN).",
    "1-" * 300 + "month and 2-, 3-, 4- and 5-year OS were 80%, 70%, 60% and 50%.",
    "Lanreotide 120mg/14d vs. 120mg/28d: HR 0.5 (0.9-0.1); p&lt;.0001; n=\u0663\u0664.",
)
FAULTS = ("429:1", "500", "drop", "html", "cut", "short", "error", "empty", "none", "json")
SOURCES = ("esearch", "efetch", "studies", "clinicaltrials", "europepmc", "feeds")


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One study that appeared: the word that names it in everything that is told, and the week in which it came."""

    token: str
    week: int
    is_bomb: bool


@dataclass(kw_only=True)
class Played:
    """What happened, and what came of it."""

    planted: list[Planted] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    told: Mapping[str, Mapping[str, list[int]]] = field(default_factory=dict)  # reader -> token -> weeks of the digests
    digests: Mapping[str, list[int]] = field(default_factory=dict)  # reader -> weeks in which one came
    moves: list[int] = field(default_factory=list)  # weeks in which the watched trial moved

    def never(self) -> list[tuple[str, str]]:
        """Return (reader, token) of what a reader was never told."""
        return [(who, one.token) for who, told in self.told.items() for one in self.planted if not told.get(one.token)]

    def twice(self) -> list[tuple[str, str]]:
        """Return (reader, token) of what came in more than one digest."""
        return [(who, token) for who, told in self.told.items() for token, weeks in told.items() if len(weeks) > 1]

    def late(self) -> list[tuple[str, str]]:
        """Return (reader, token) of what came later than in the week after its own."""
        weeks = {one.token: one.week for one in self.planted}
        return [
            (who, token)
            for who, told in self.told.items()
            for token, came in told.items()
            if came and min(came) > weeks[token] + 2
        ]

    def counts(self) -> dict[str, object]:
        """Return all of it in numbers."""
        return {
            "planted": len(self.planted),
            "bombs": sum(one.is_bomb for one in self.planted),
            "readers": len(self.told),
            "never told": len(self.never()),
            "told twice": len(self.twice()),
            "told late": len(self.late()),
            "digests": {who: len(weeks) for who, weeks in self.digests.items()},
            "events": dict(sorted(self.events.items())),
            "exit codes": dict(sorted(self.codes.items())),
            "tracebacks": len(self.tracebacks),
        }


@dataclass(kw_only=True)
class Life:
    """The team, its installation, and everything that this asks and writes to."""

    folder: Path
    chance: random.Random
    servers: Servers
    pubmed: Eutils
    registry: Registry
    feeds: Feeds
    slack: FakeSlack
    inbox: Inbox
    played: Played = field(default_factory=Played)
    posted: int = 0
    mailed: int = 0

    def run(self, now: datetime, *, limit: int | None = None) -> subprocess.Popen[str]:
        """Begin a round, as a timer would; ``limit`` is how many bytes a file may have, as on a disk that is nearly full."""

        command = [
            sys.executable,
            "-m",
            "watcher",
            "--config",
            str(self.folder / "watcher.toml"),
            "--now",
            f"{now:%FT%TZ}",
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": TOKEN, "HOME": str(self.folder)}
        environment |= {"NCBI_API_KEY": "nobody", "PYTHONWARNINGS": "default"}
        # A shell sets the bound, in blocks of 512 bytes: a process with threads runs nothing between fork and exec.
        bounded = ["/bin/sh", "-c", 'ulimit -f "$0"; exec "$@"', str(limit // 512)] if limit else []
        return subprocess.Popen(
            [*bounded, *command, "run-due"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def end(self, process: subprocess.Popen[str], *, after: float | None = None) -> None:
        """Wait for a round to end, or kill it after some seconds."""
        try:
            _, said = process.communicate(timeout=after or 300)
        except subprocess.TimeoutExpired:
            process.kill()
            _, said = process.communicate()
        self.played.codes[process.returncode] += 1
        if "Traceback" in said and process.returncode >= 0:
            self.played.tracebacks.append(said[-2_000:])

    def round(self, now: datetime, event: str) -> None:
        """Play one round in which ``event`` happens."""
        self.played.events[event] += 1
        match event:
            case "killed":
                self.end(self.run(now), after=self.chance.uniform(0.2, 2.5))
            case "two at once":
                both = [self.run(now), self.run(now)]
                for process in both:
                    self.end(process)
            case "full disk":
                store = self.folder / "watcher.db"
                size = store.stat().st_size if store.exists() else 200_000
                self.end(self.run(now, limit=size + 4_096 * self.chance.randrange(1, 8)))
            case "wrong clock":
                self.end(self.run(now - timedelta(days=3)))
            case _:
                if event == "fault":
                    self.servers.fail(
                        self.chance.choice(SOURCES), *[self.chance.choice(FAULTS)] * self.chance.randrange(1, 9)
                    )
                self.end(self.run(now))
                self.servers.mend()

    def damage(self) -> None:
        """Damage the newest version of one record whose study was told long ago."""
        with closing(sqlite3.connect(self.folder / "watcher.db")) as store, store:
            found = store.execute("SELECT rowid FROM version ORDER BY rowid LIMIT 1").fetchone()
            if found:
                store.execute("UPDATE version SET body = '{' WHERE rowid = ?", found)
                self.played.events["damaged row"] += 1

    def plant(self, week: int, day: datetime, number: int) -> None:
        """Let a study appear: in PubMed, in the good feed, or in the registry."""
        token = f"{self.chance.choice(_WORDS)}{week:02d}x{number}"
        words = " ".join(self.chance.sample(_WORDS, 4))
        title = f"{words.capitalize()}: lanreotide 120 mg every 14 days in neuroendocrine tumours, cohort {token}"
        is_bomb = number == 0 or self.chance.random() < 0.2
        text = f"{made.TEXT} Cohort {token} {words}." + (f" {self.chance.choice(BOMBS)}" if is_bomb else "")
        self.played.planted.append(Planted(token=token, week=week, is_bomb=is_bomb))
        match number % 3:
            case 0 | 1:
                pmid = str(40_000_000 + 100 * week + number)
                self.pubmed.records[pmid] = made.paper(pmid, title, day.date(), text)
                self.pubmed.created[pmid] = self.pubmed.changed[pmid] = day.date()
            case _:
                self.feeds.documents["good"] = made.rss([(token, title)], day.date(), text)

    def move(self, week: int, day: datetime) -> None:
        """Let the watched trial change its enrolment, which a registry tells with the day of the update."""
        trial = made.study(WATCHED, "Octreotide subcutaneous depot: SORENTO", day.date())
        trial["protocolSection"]["designModule"] = {"enrollmentInfo": {"count": 300 + week, "type": "ACTUAL"}}
        self.registry.known[WATCHED] = trial
        self.played.moves.append(week)

    def read(self, week: int) -> None:
        """Note what has been told since the last look."""
        for message in self.slack.posted[self.posted :]:
            self._hear(
                "slack", week, json.dumps(message.get("blocks", [])) + message.get("text", ""), message.get("thread_ts")
            )
        for mail in self.inbox.taken[self.mailed :]:
            for recipient in mail.recipients:
                self._hear(recipient, week, mail.plain, None)
        self.posted, self.mailed = len(self.slack.posted), len(self.inbox.taken)

    def _hear(self, who: str, week: int, text: str, thread: str | None) -> None:
        told = cast("dict[str, dict[str, list[int]]]", self.played.told).setdefault(who, {})
        if thread is None:
            cast("dict[str, list[int]]", self.played.digests).setdefault(who, []).append(week)
        for token in set(re.findall(r"\b[a-z]+\d\dx\d\b", text)):
            weeks = told.setdefault(token, [])
            # The parent and the thread of one digest come in one week: that is once.
            if week not in weeks:
                weeks.append(week)


def play(folder: Path, weeks: int, seed: int, *, calm: bool = False, limit: float = 3_600) -> Played:
    """Play the weeks in a folder of their own; ``calm`` lets nothing go wrong but the studies' words."""
    chance, begun = random.Random(seed), time.monotonic()
    with _life(folder, chance) as life:
        for week in range(weeks):
            if time.monotonic() - begun > limit:
                break
            monday = BEGIN + timedelta(weeks=week)
            for number in range(3 + chance.randrange(3)):
                life.plant(week, monday + timedelta(days=1), number)
            if week % 3 == 1:
                life.move(week, monday + timedelta(days=1))
            missed = not calm and week % 5 == 4
            for day in () if missed else (2, 4):
                life.round(monday + timedelta(days=day), "calm" if calm else _event(chance))
            if missed:
                life.played.events["missed days"] += 1
            if week and not calm and chance.random() < 0.3:
                life.damage()
            due = monday + timedelta(weeks=1)
            life.round(due, "calm" if calm else _event(chance))
            # What a kill left uncertain is looked for once it has settled, and what failed is tried again.
            for later in (10, 25, 70):
                life.round(due + timedelta(minutes=later), "calm")
            life.read(week + 1)
        return life.played


def _event(chance: random.Random) -> str:
    return chance.choices(
        ("calm", "fault", "killed", "two at once", "full disk", "wrong clock"), weights=(4, 4, 3, 2, 1, 1)
    )[0]


@contextmanager
def _life(folder: Path, chance: random.Random) -> Iterator[Life]:
    pubmed, registry = Eutils({}), Registry({WATCHED: made.study(WATCHED, "Octreotide depot: SORENTO", BEGIN.date())})
    feeds = Feeds({"good": made.rss([]), "odd": b"<rss><channel><item><title>&#xFFFFFFFF;<a " + b"<a " * 5_000})
    with (
        serving(pubmed=pubmed, clinicaltrials=registry, europepmc=EuropePmc([]), feeds=feeds) as servers,
        reading() as team,
    ):
        (folder / "watcher.toml").write_text(team.config(servers.config()), encoding="utf-8")
        yield Life(
            folder=folder,
            chance=chance,
            servers=servers,
            pubmed=pubmed,
            registry=registry,
            feeds=feeds,
            slack=team.slack,
            inbox=team.inbox,
        )


def main() -> None:
    """Play what the command line asks for, and print the counts; exit 1 where something was lost or told twice."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stories", type=int, default=3)
    parser.add_argument("--calm", action="store_true")
    chosen = parser.parse_args()
    failed = False
    for seed in range(chosen.seed, chosen.seed + chosen.stories):
        with tempfile.TemporaryDirectory() as folder:
            played = play(Path(folder), chosen.weeks, seed, calm=chosen.calm)
        print(json.dumps({"seed": seed, "weeks": chosen.weeks, **played.counts()}, indent=1))  # noqa: T201
        for line in (*played.never(), *played.twice(), *played.late(), *played.tracebacks):
            print(" ", line)  # noqa: T201
        failed = failed or bool(played.never() or played.twice() or played.late() or played.tracebacks)
    sys.exit(failed)


if __name__ == "__main__":
    main()
