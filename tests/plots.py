"""Four stories of a team's life, told to their end: hostile records, a machine that fails, servers that fail, all of it.

``make chaos`` plays them and prints what its readers were told. Each week two ordinary studies appear besides what the story brings.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import hostile_records
from fake_service import Reply
from life import BEGIN, Life, Played, living

MINUTES = timedelta(minutes=1)
WEEK = timedelta(weeks=1)
Plot = Callable[[Life, int, datetime], None]  # what happens in a week that begins on this Monday


def records(life: Life, week: int, monday: datetime) -> None:
    """Let records of each hostile kind come, some each week, from PubMed and from the registry, and pages that are none."""
    day = monday + timedelta(days=1)
    for n, kind in enumerate(hostile_records.PAPERS[week::8]):
        pmid, title = str(50_000_000 + 100 * week + 2 * n), _title(life, week, 10 + n)
        life.pubmed.records[pmid] = hostile_records.paper(kind, pmid, title, day.date())
        life.pubmed.created[pmid] = life.pubmed.changed[pmid] = day.date()
    for n, kind in enumerate(hostile_records.STUDIES[week::8]):
        number, title = f"NCT09{week:03d}{n:03d}", _title(life, week, 20 + n)
        life.registry.known[number] = hostile_records.study(kind, number, title, day.date())
    pmid = str(60_000_000 + week)
    life.pubmed.records[pmid] = hostile_records.twins(pmid, _title(life, week, 30), day.date())
    life.pubmed.created[pmid] = life.pubmed.changed[pmid] = day.date()
    page = list(hostile_records.PAGES)[week % len(hostile_records.PAGES)]
    with _answering(life.pubmed if "XML" in page else life.registry, hostile_records.PAGES[page]):
        life.here(monday + timedelta(days=2))
    _deliver(life, monday + WEEK)


def machine(life: Life, week: int, monday: datetime) -> None:
    """Let the machine fail: kills while Slack is told, a full disk and a locked store, clocks that leap, wrong configurations."""
    due, config = monday + WEEK, life.folder / "watcher.toml"
    match week:
        case 0:
            with _killing(life):
                life.round(due, "killed as Slack is told")
        case 1:
            life.round(due, "full disk")
        case 2:
            with _locked(life.folder / "watcher.db", 60):
                life.round(due, "locked for a minute")
        case 3:
            life.round(monday + timedelta(days=33), "a clock a month ahead")
            for hours in (0, 2):
                life.round(monday + timedelta(days=3, hours=hours), "a clock set right")
        case 4:
            life.round(monday - timedelta(days=400), "a clock a year behind")
        case 5:
            right = config.read_text(encoding="utf-8")
            config.write_text(right.replace('channel = "C0TEST"', 'chanel = "C0TEST"'), encoding="utf-8")
            life.wrong = right
            life.round(due, "a channel configured wrongly")
        case 6:
            config.write_text(life.wrong, encoding="utf-8")
            life.round(due, "mended after a week")
        case 7:
            right = config.read_text(encoding="utf-8")
            config.write_text(right + "\n[[[", encoding="utf-8")
            life.round(due, "no configuration at all")
            config.write_text(right, encoding="utf-8")
    _deliver(life, due)


def servers(life: Life, week: int, monday: datetime) -> None:
    """Let Slack refuse for two weeks, mail put us off for three days, and a source hang each Monday."""
    due = monday + WEEK
    life.slack.faults = ["refused: not_in_channel"] * 1_000 if week in {1, 2} else []
    life.inbox.answers = {"RCPT": "451 4.7.1 greylisted, later"} if week == 4 else {}
    if week == 5:
        life.slack.faults = [
            "accepted, then reset",
            "accepted, then 500",
            "accepted, then half an answer",
            "ratelimited",
        ]
    fault = ("hang:31", "drip", "drop", "short", "429:3", "none", "cut", "html")[week % 8]
    life.servers.fail(("efetch", "studies", "feeds", "europepmc")[week % 4], *[fault] * 3)
    life.here(due - 10 * MINUTES)
    life.servers.mend()
    _deliver(life, due)
    if week == 4:
        life.inbox.answers = {}
        for hours in (72, 80):
            life.here(due + timedelta(hours=hours))


# One row of each of these tables, and what a bad disk leaves of it.
_DAMAGE = (
    ("score", "body", "{"),
    ("link", "kind", "riddle"),
    ("run", "body", "{"),
    ("change", "weight", "heavy"),
    ("payload", "body", b"x"),
    ("validator", "etag", "\x1b]0;"),
    ("watermark", "reached", "never"),
    ("unread", "seen", "99999-01-01T00:00:00Z"),
    ("document", "published", "["),
    ("digest", "body", "null"),
)


def years(life: Life, week: int, monday: datetime) -> None:
    """Let a year's troubles come in one quarter: Slack archived for five weeks, an upgrade, rows damaged, nobody there for a week."""
    due = monday + WEEK
    if week % 4 == 2:
        life.move(week, monday + timedelta(days=1))
    life.slack.faults = ["refused: is_archived"] * 1_000 if 1 <= week <= 5 else []
    life.inbox.answers = {"DATA": "552 5.3.4 too big"} if week == 8 else {}
    match week:
        case 0 | 7:
            life.servers.fail("studies" if week else "efetch", *["hang:31"] * 4)
            life.round(due, "a source hangs on Monday at seven")
            life.servers.mend()
        case 2:
            life.round(due, "full disk")
        case 3:
            damage(life)
        case 4:
            damage(life, ("note", "value", "an older program: all"), ("score", "profile", "an older profile"))
        case 5:
            life.round(monday + timedelta(days=40), "a clock a month ahead")
            life.round(monday + timedelta(days=2), "a clock set right")
        case 6:
            life.round(due, "two at once")
            life.round(due, "killed")
        # Nobody runs anything, and the feed has the next week's news in place of this one's: nobody could see it.
        case 9:
            life.played.planted.pop()
            return
        case 10:
            life.servers.fail("", *["drop"] * 60)
            life.round(due, "no network")
            life.servers.mend()
    _deliver(life, due)


def damage(life: Life, *rows: tuple[str, str, object]) -> None:
    """Damage the newest row of each table."""
    with closing(sqlite3.connect(life.folder / "watcher.db")) as store, store:
        store.execute("PRAGMA ignore_check_constraints = ON")
        for table, column, value in rows or _DAMAGE:
            found = store.execute(
                f"SELECT {column} FROM {table} LIMIT 1 OFFSET max(0, (SELECT count(*) - 2 FROM {table}))"
            )
            store.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} IS ?", (value, *(found.fetchone() or (None,))))  # fmt: skip
            life.played.events["damaged row"] += 1


# Weeks: so long Slack refuses, and mail while nobody is there to try again.
_PATIENCE: dict[str, dict[str, int]] = {"servers": {"slack": 2}, "years": {"slack": 5, "mail": 1}}
PLOTS: dict[str, Plot] = {"records": records, "machine": machine, "servers": servers, "years": years}


def play(folder: Path, plot: Plot, weeks: int, seed: int = 1) -> Played:
    """Play the weeks of a story."""
    with living(folder, random.Random(seed)) as life:
        life.here(BEGIN)
        for week in range(weeks):
            monday = BEGIN + week * WEEK
            for number in (1, 2):
                life.plant(week, monday + timedelta(days=1), number)
            plot(life, week, monday)
            life.read(week + 1)
        for more in range(2):  # what is late comes in the end
            _deliver(life, BEGIN + (weeks + 1 + more) * WEEK)
            life.read(weeks + 1 + more)
        return life.played


def _deliver(life: Life, due: datetime) -> None:
    for later in (0, 10, 130):
        life.here(due + later * MINUTES)


def _title(life: Life, week: int, number: int) -> str:
    return life.title(week, number, is_bomb=True)[1]


@contextmanager
def _answering(service: object, reply: Reply) -> Iterator[None]:
    """Let a service answer every request with one reply."""
    service.answer = lambda path, fields: reply
    yield
    del service.answer


@contextmanager
def _killing(life: Life) -> Iterator[None]:
    """Kill the process that tells Slack as soon as Slack has its second message, and before it is answered."""
    honest, run = life.slack.answer, life.run

    def kill(method, arguments, token):
        answer = honest(method, arguments, token)
        if method == "chat.postMessage" and len(life.slack.posted) == 2:
            os.kill(life.process.pid, signal.SIGKILL)
        return answer

    def noted(*given, **more):
        life.process = run(*given, **more)
        return life.process

    life.slack.answer, life.run = kill, noted
    yield
    del life.slack.answer, life.run


@contextmanager
def _locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the store's lock for so long."""
    taken = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as store:
            store.execute("BEGIN IMMEDIATE")
            taken.set()
            time.sleep(seconds)
            store.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait()
    yield
    holder.join()


def main() -> None:
    """Play the stories, and print the counts; exit 1 where something was lost, told twice or late."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--plots", nargs="*", default=list(PLOTS), choices=list(PLOTS))
    parser.add_argument("--weeks", type=int, default=8)
    chosen = parser.parse_args()
    failed = False
    for name in chosen.plots:
        with tempfile.TemporaryDirectory() as folder:
            played = play(Path(folder), PLOTS[name], chosen.weeks)
        played.patience = _PATIENCE.get(name, {})
        print(json.dumps({"story": name, "weeks": chosen.weeks, **played.counts()}, indent=1), flush=True)
        wrong = (*played.never(), *played.twice(), *played.late(), *played.missed(), *played.tracebacks)
        for line in wrong:
            print(" ", line, flush=True)
        failed = failed or bool(wrong)
    sys.exit(failed)


if __name__ == "__main__":
    main()
