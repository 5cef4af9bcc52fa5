"""How often a forecast of a trial's completion holds, on histories of registrations.

``PYTHONPATH=. python benchmarks/readout.py HISTORIES.csv``. The file has a version of a registration a row: ``nctid`` (or ``id``),
``version_date``, ``primary_completion_date`` (or ``completion_date``), and behind the latter ``_type``, as the R package cthist writes
them; ClinicalTrials.gov shows them as "Record History". A forecast is made of each date when it came to stand there, from what stood
there until then, and held against the date that the registry at last gave as actual.
"""

import csv
import statistics
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from watcher.dates import iso_date, last_day
from watcher.model import PartialDate, Stated, TrialDate
from watcher.readout import completion

_MONTH = 30.44  # days


def histories(path: Path) -> Iterator[tuple[str, list[Stated], PartialDate]]:
    """Yield the trials of which an actual date and at least one expected one is known, each with its expected dates as they came."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, versions in groupby(rows, key=lambda row: row.get("nctid") or row["id"]):
        stated = [one for row in versions if (one := _stated(row))]
        actual = next((one.date.date for one in reversed(stated) if one.date.kind == "actual"), None)
        expected = [one for one in stated if one.date.kind != "actual"]
        kept = [
            one
            for before, one in zip([None, *expected], expected, strict=False)
            if not before or before.date != one.date
        ]
        if actual and kept:
            yield number, kept, actual


def _stated(row: dict[str, str]) -> Stated | None:
    name = "primary_completion_date" if "primary_completion_date" in row else "completion_date"
    kind = "actual" if row[f"{name}_type"].lower() == "actual" else "estimated"
    found = iso_date(row[name][:7])  # a day is given where the registry had a month alone
    return Stated(on=date.fromisoformat(row["version_date"]), date=TrialDate(date=found, kind=kind)) if found else None


def main(path: str) -> None:
    """Print a line a forecast, and how many held."""
    trials, held, width, error, registered = 0, [], [], [], []
    for number, stated, actual in histories(Path(path)):
        trials += 1
        for at in range(len(stated)):
            now = stated[at].on
            found = completion(stated[: at + 1], now)
            if found is None or last_day(actual) < now:
                continue
            held.append(found.low <= last_day(actual) and actual.earliest <= found.high)
            width.append((found.high - found.low).days / _MONTH)
            outside = max((found.low - last_day(actual)).days, (actual.earliest - found.high).days, 0)
            error.append(outside / _MONTH)
            registered.append(abs((last_day(actual) - last_day(stated[at].date.date)).days) / _MONTH)
            print(f"{number} {now}: {found.low} to {found.high}, came {actual.iso}: {'held' if held[-1] else 'missed'}")
    print(
        f"{trials} trials, {len(held)} forecasts, {sum(held)} held; width in months, median {statistics.median(width):.1f};"
        f" those missed by {', '.join(f'{one:.0f}' for one in error if one) or 'none'} months;"
        f" the registered date itself was wrong by {statistics.median(registered):.1f} (median), {max(registered):.1f} at most"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
