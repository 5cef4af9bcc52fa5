"""Print how much of each package the tests reach, by branch; fail below what is asked for.

pytest --cov --cov-branch --cov-report=json:coverage.json && python tests/covered.py coverage.json
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

IN_ALL = 97.0  # per cent of all lines and branches
EACH = 95.0  # of those of one package
# What the command line says of a terminal, of Windows and of servers that answer is not reached, though its processes are measured.
APART = {"watcher.cli": 93.0}


def packages(report):
    """Return by package how much of it there is and how much was reached, lines and branches."""
    found = defaultdict(lambda: [0, 0])
    for file, measured in report["files"].items():
        totals = measured["summary"]
        package = found[package_of(Path(file).parts)]
        package[0] += totals["num_statements"] + totals["num_branches"]
        package[1] += totals["covered_lines"] + totals["covered_branches"]
    return {name: (there, reached) for name, (there, reached) in found.items() if there}


def package_of(parts):
    """Return "watcher.store" for a module of it, "watcher" for one that stands beside the packages."""
    return ".".join(parts[: min(2, len(parts) - 1)])


def short(report):
    """Return a line for each package that is reached too little, and one for the whole if it is."""
    shares = {name: 100 * reached / there for name, (there, reached) in packages(report).items()}
    there, reached = (sum(numbers) for numbers in zip(*packages(report).values(), strict=True))
    asked = {name: APART.get(name, EACH) for name in shares}
    lines = [
        f"{name}: {shares[name]:.1f} %, less than {asked[name]:g}"
        for name in sorted(shares)
        if shares[name] < asked[name]
    ]
    return lines + (
        [f"in all: {100 * reached / there:.1f} %, less than {IN_ALL:g}"] if reached / there < IN_ALL / 100 else []
    )


def main(path):
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    for name, (there, reached) in sorted(packages(report).items()):
        print(f"{100 * reached / there:6.1f} %  {name}")
    print(f"{report['totals']['percent_covered']:6.1f} %  in all")
    sys.exit("\n".join(short(report)) or 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
