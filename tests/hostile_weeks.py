"""Two weeks of a team's life for each kind of hostile feed, beside a good one whose news must be told in their week.

``make chaos`` plays every kind and prints the counts; ``tests/test_chaos.py`` plays a few. The good feed has one piece of
news a week, and so has PubMed. What came of the hostile one is printed: how often the digests say that it could not be read.
"""

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fake_service import Reply
from hostile_feeds import ANSWERS, KINDS
from life import BEGIN, Played, living

WEEKS = 2
KINDS_OF_ALL = (*KINDS, *ANSWERS)


@dataclass(frozen=True)
class Hostile:
    """A host whose feed answers as it likes."""

    kind: str

    def answer(self, path: str, fields: object) -> Reply:
        return ANSWERS.get(self.kind) or Reply(KINDS[self.kind], media_type="application/rss+xml")


def play(folder: Path, kind: str) -> Played:
    """Play the two weeks of one kind; each ends with a round in which its digest is due."""
    with living(folder, random.Random(kind), Hostile(kind)) as life:
        life.here(BEGIN)
        for week in range(WEEKS):
            monday = BEGIN + timedelta(weeks=week)
            life.plant(week, monday + timedelta(days=1), 1)
            life.plant(week, monday + timedelta(days=1), 2)
            life.here(monday + timedelta(weeks=1))
            life.read(week + 1)
        return life.played


def faults(played: Played) -> list[object]:
    """Return what is wrong with the weeks: news that were not told in their week, digests that did not come, tracebacks."""
    due = {one.token: one.week + 1 for one in played.planted}
    wrong: list[object] = [
        (who, token, told.get(token))
        for who, told in played.told.items()
        for token, week in due.items()
        if told.get(token) != [week]
    ]
    weeks = list(range(1, WEEKS + 1))
    wrong += [(who, "digests", came) for who, came in played.digests.items() if came != weeks]
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
        wrong = faults(played)
        failed += bool(wrong)
        told = "told in their week" if not wrong else f"WRONG: {wrong}"
        print(
            f"{kind}: {told}; exit codes {dict(sorted(played.codes.items()))}, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    print(
        f"{len(chosen.kinds)} kinds of hostile feed, {WEEKS} weeks each: {failed} kept a good feed's news from their week"
    )
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
