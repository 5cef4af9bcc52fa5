"""Two weeks of a team's life for each kind of hostile feed, beside a good one whose news must be told in their week.

``make chaos`` plays every kind and prints the counts; ``tests/test_chaos.py`` plays a few. The good feed has one piece of
news a week, and so has PubMed; of a feed that changes its own news are due as well, once, in their week.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fake_service import Reply
from hostile_changes import CHANGES, Week, rss
from hostile_feeds import ANSWERS, KINDS
from hostile_forms import FORMS
from life import BEGIN, Planted, Played, living

WEEKS = 2
_BY_WEEK = {**CHANGES, **FORMS}
KINDS_OF_ALL = (*KINDS, *ANSWERS, *_BY_WEEK)


@dataclass
class Hostile:
    """A host whose feed answers as it likes."""

    reply: Reply

    def answer(self, path: str, fields: object) -> Reply:
        return self.reply


def weeks_of(kind: str) -> Sequence[Week]:
    """Return what a kind of feed answers, week by week."""
    if kind in _BY_WEEK:
        return _BY_WEEK[kind]
    return [Week(ANSWERS.get(kind) or Reply(KINDS[kind], media_type="application/rss+xml"))] * WEEKS


def play(folder: Path, kind: str) -> Played:
    """Play the weeks of one kind; each ends with a round in which its digest is due."""
    weeks = weeks_of(kind)
    hostile = Hostile(rss() if kind in _BY_WEEK else weeks[0].reply)
    with living(folder, random.Random(kind), hostile) as life:
        life.here(BEGIN)
        for week, (hostile.reply, news) in enumerate(weeks):
            monday = BEGIN + timedelta(weeks=week)
            life.plant(week, monday + timedelta(days=1), 1)
            life.plant(week, monday + timedelta(days=1), 2)
            if news:
                life.played.planted.append(Planted(token=news, week=week, is_bomb=False))
            life.here(monday + timedelta(weeks=1))
            life.read(week + 1)
        return life.played


def faults(played: Played, weeks: int = WEEKS) -> list[object]:
    """Return what is wrong with the weeks: news that were not told in their week, digests that did not come, tracebacks."""
    due = {one.token: one.week + 1 for one in played.planted}
    wrong: list[object] = [
        (who, token, told.get(token))
        for who, told in played.told.items()
        for token, week in due.items()
        if told.get(token) != [week]
    ]
    wrong += [(who, "digests", came) for who, came in played.digests.items() if came != [*range(1, weeks + 1)]]
    return [*wrong, *([] if len(played.digests) == 3 else ["no reader was told anything"]), *played.tracebacks]


def main() -> None:
    """Play what the command line asks for, and print the counts; exit 1 where a good feed's news were not told in time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kinds", nargs="*", default=KINDS_OF_ALL, choices=KINDS_OF_ALL, metavar="KIND")
    chosen = parser.parse_args()
    failed = 0
    for kind in chosen.kinds:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            played = play(Path(folder), kind)
        wrong = faults(played, len(weeks_of(kind)))
        failed += bool(wrong)
        told = "told in their week" if not wrong else f"WRONG: {wrong}"
        print(
            f"{kind}: {told}; exit codes {dict(sorted(played.codes.items()))}, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    print(f"{len(chosen.kinds)} kinds of hostile feed, two or three weeks each: {failed} kept news from their week")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
