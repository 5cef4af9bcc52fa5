"""Weeks of a team's life in which by lot everything fails, and what its readers were told in the end.

``make chaos`` plays many weeks and prints what it counted; ``tests/test_chaos.py`` plays a few, with a seed of its own. In a
round may happen what happens in life: a source fails in one of its ways, the process is killed, two run at once, the disk
is full, a row of the store is damaged, the clock stands wrong, nobody runs anything for a week. Each week some studies appear,
some of them in words that have stopped us once.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from life import BEGIN, Played, living

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


def play(folder: Path, weeks: int, seed: int, *, calm: bool = False, limit: float = 3_600) -> Played:
    """Play the weeks in a folder of their own; ``calm`` lets nothing go wrong but the studies' words."""
    chance, begun = random.Random(seed), time.monotonic()
    with living(folder, chance) as life:
        life.round(BEGIN, "calm")  # an installation begins with a round that ends: from then on it owes digests
        for week in range(weeks):
            if time.monotonic() - begun > limit:
                break
            monday = BEGIN + timedelta(weeks=week)
            for number in range(3 + chance.randrange(3)):
                is_bomb = number == 0 or chance.random() < 0.2
                life.plant(week, monday + timedelta(days=1), number, chance.choice(BOMBS) if is_bomb else "")
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
                life.here(due + timedelta(minutes=later))
            life.read(week + 1)
        return life.played


def _event(chance: random.Random) -> str:
    return chance.choices(
        ("calm", "fault", "killed", "two at once", "full disk", "wrong clock"), weights=(4, 4, 3, 2, 1, 1)
    )[0]


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
        print(json.dumps({"seed": seed, "weeks": chosen.weeks, **played.counts()}, indent=1))
        for line in (*played.never(), *played.twice(), *played.late(), *played.tracebacks):
            print(" ", line)
        failed = failed or bool(played.never() or played.twice() or played.late() or played.tracebacks)
    sys.exit(failed)


if __name__ == "__main__":
    main()
