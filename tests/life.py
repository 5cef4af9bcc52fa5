"""A team's installation between stand-ins of all that it asks and writes to, and what its readers were told.

A round is a process of its own, as a timer would start it, or one of a service's that runs on, with a clock that it is given. What was told is read from
what Slack and the mail server took, and from nothing else.
"""

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from unittest.mock import patch

import made
from fake_eutils import Eutils
from fake_literature import EuropePmc
from fake_mail import Inbox
from fake_registry import Registry
from fake_service import Service as Answering
from fake_sites import Feeds
from servers import Servers, serving
from team import reading

from fake_slack import TOKEN, FakeSlack
from watcher.errors import WatcherError
from watcher.service import Session
from watcher.service.due import Service

ROOT = Path(__file__).resolve().parent.parent
BEGIN = datetime(2026, 9, 7, 6, 5, tzinfo=UTC)  # a Monday, after seven o'clock in Stockholm
WATCHED = "NCT05050942"
_ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "SLACK_BOT_TOKEN": TOKEN,
    "NCBI_API_KEY": "nobody",
    "PYTHONWARNINGS": "default",
}
_WORDS = (
    "amber birch cedar delta ember fjord grove heron inlet juniper kestrel lagoon meadow nectar osprey pebble quarry raven "
    "saffron thistle umbra velvet willow yarrow zephyr"
).split()
FAULTS = ("429:1", "500", "drop", "html", "cut", "short", "error", "empty", "none", "json")
SOURCES = ("esearch", "efetch", "studies", "clinicaltrials", "europepmc", "feeds")


ODD = b"<rss><channel><item><title>&#xFFFFFFFF;<a " + b"<a " * 5_000


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
    # "slack" or "mail" -> weeks that something may be late there, because it was refused so long.
    patience: Mapping[str, int] = field(default_factory=dict)
    moves: list[int] = field(default_factory=list)  # weeks in which the watched trial moved
    # Reader -> week of the move -> week when it was first told.
    moved: dict[str, dict[int, int]] = field(default_factory=dict)

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
            if came and min(came) > weeks[token] + 2 + self.waited(who)
        ]

    def missed(self) -> list[tuple[str, int]]:
        """Return (reader, week) of the watched trial's moves that were not told in their own week or, to whom it was refused, later."""
        return [
            (who, week)
            for who in self.told
            for week in self.moves
            if self.moved.get(who, {}).get(week, 10_000) > week + 1 + self.waited(who)
        ]

    def waited(self, who: str) -> int:
        """Return how many weeks a reader was out of reach."""
        return self.patience.get("mail" if "@" in who else who, 0)

    def counts(self) -> dict[str, object]:
        """Return all of it in numbers."""
        return {
            "planted": len(self.planted),
            "bombs": sum(one.is_bomb for one in self.planted),
            "readers": len(self.told),
            "never told": len(self.never()),
            "told twice": len(self.twice()),
            "told late": len(self.late()),
            "moves of the trial": len(self.moves),
            "moves missed": len(self.missed()),
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
    process: subprocess.Popen[str] | None = None  # of the last round that was one
    wrong: str = ""
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
        # A shell sets the bound, in blocks of 512 bytes: a process with threads runs nothing between fork and exec.
        bounded = ["/bin/sh", "-c", 'ulimit -f "$0"; exec "$@"', str(limit // 512)] if limit else []
        return subprocess.Popen(
            [*bounded, *command, "run-due"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def here(self, now: datetime) -> None:
        """Play a round in this process, as the service does that runs for weeks; it collects in one of its own."""
        self.played.events["here"] += 1
        session = Session(config=str(self.folder / "watcher.toml"), fixed_now=now)
        try:
            done = Service(session=session).once()
        except WatcherError:  # as the command line ends
            self.played.codes[1] += 1
        else:
            self.played.codes[3 if any(one.outcome.falls_short for one in done.coverage) else 0] += 1

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

    def plant(self, week: int, day: datetime, number: int, bomb: str = "") -> str:
        """Let a study appear, in PubMed or in the good feed, with a sentence that may be a bomb; return its word."""
        token, title = self.title(week, number, is_bomb=bool(bomb))
        text = f"{made.TEXT} Cohort {title}. {bomb}"
        match number % 3:
            case 0 | 1:
                pmid = str(40_000_000 + 100 * week + number)
                self.pubmed.records[pmid] = made.paper(pmid, title, day.date(), text)
                self.pubmed.created[pmid] = self.pubmed.changed[pmid] = day.date()
            case _:
                self.feeds.documents["good"] = made.rss([(token, title)], day.date(), text)
        return token

    def title(self, week: int, number: int, *, is_bomb: bool) -> tuple[str, str]:
        """Return the word and the title of one more study, which is planted from now on."""
        token = f"{self.chance.choice(_WORDS)}{week:02d}x{number}"
        words = " ".join(self.chance.sample(_WORDS, 4))
        # The word comes first: a letter may cut the end of a long title.
        self.played.planted.append(Planted(token=token, week=week, is_bomb=is_bomb))
        return token, f"Cohort {token}, {words}: lanreotide 120 mg every 14 days in neuroendocrine tumours"

    def move(self, week: int, day: datetime) -> None:
        """Let the watched trial change its enrolment, which a registry tells with the day of the update."""
        trial = made.study(WATCHED, "Octreotide subcutaneous depot: SORENTO", day.date())
        trial["protocolSection"]["designModule"] = {"enrollmentInfo": {"count": 300 + week, "type": "ACTUAL"}}
        self.registry.known[WATCHED] = trial
        self.played.moves.append(week)

    def read(self, week: int) -> None:
        """Note what has been told since the last look."""
        for message in self.slack.posted[self.posted :]:
            blocks = message.get("blocks", [])
            told = json.dumps(blocks) + message.get("text", "")
            self._hear("slack", week, told, is_digest=bool(blocks) and blocks[0]["type"] == "header")
        for mail in self.inbox.taken[self.mailed :]:
            for recipient in mail.recipients:
                self._hear(recipient, week, mail.plain, is_digest=b"\nList-Id:" in mail.body)
        self.posted, self.mailed = len(self.slack.posted), len(self.inbox.taken)

    def _hear(self, who: str, week: int, text: str, *, is_digest: bool) -> None:
        told = cast("dict[str, dict[str, list[int]]]", self.played.told).setdefault(who, {})
        if is_digest:
            cast("dict[str, list[int]]", self.played.digests).setdefault(who, []).append(week)
        for move in self.played.moves:
            if re.search(rf"nrol[^.]{{0,200}}\b{300 + move}\b", text):
                self.played.moved.setdefault(who, {}).setdefault(move, week)
        for token in set(re.findall(r"\b[a-z]+\d\dx\d+\b", text)):
            weeks = told.setdefault(token, [])
            # The parent and the thread of one digest come in one week: that is once.
            if week not in weeks:
                weeks.append(week)


@contextmanager
def living(folder: Path, chance: random.Random, stranger: Answering | None = None) -> Iterator[Life]:
    """Serve everything for as long as the block lasts; the configuration is in the folder.

    A ``stranger`` is one more host with a feed.
    """
    pubmed, registry = Eutils({}), Registry({WATCHED: made.study(WATCHED, "Octreotide depot: SORENTO", BEGIN.date())})
    feeds = Feeds({"good": made.rss([]), "odd": ODD})
    strangers = {"stranger": stranger} if stranger else {}
    with (
        patch.dict(os.environ),  # what is set below is set for the block
        serving(pubmed=pubmed, clinicaltrials=registry, europepmc=EuropePmc([]), feeds=feeds, **strangers) as servers,
        reading() as team,
    ):
        os.environ |= {**_ENVIRONMENT, "HOME": str(folder)}
        tables = servers.config()
        if stranger:
            tables += f'[[sources.feeds.feeds]]\nname = "stranger"\nurl = "{servers["stranger"].url}/news"\n'
        (folder / "watcher.toml").write_text(team.config(tables), encoding="utf-8")
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
