"""Measure the house: its modules and bodies, its tests, and what is loaded for one PubMed record.

    python benchmarks/house.py

A body is a function's lines without its ``def`` and docstring; a module under 40 lines that is only a package's
docstring and exports is counted apart, and an empty one is none. The walk of a record takes a process of its own; what a run
does once for all of its records, to read its configuration and to open its store, is counted apart.
"""

import ast
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("watcher", "sources", "digests")
SMALL = 40
# Counted are the modules with a function that runs (a module's own lines run when it is loaded), and those loaded at all.
WALK = """
import sys, tempfile
from datetime import UTC, datetime
from pathlib import Path

import digests, sources
from watcher.model import Page, Record
from watcher.pipeline.take_in import take_in
from watcher.service import Session

ours = ("watcher", "sources", "digests")
ran = set()

def seen(frame, event, argument):
    name = frame.f_globals.get("__name__", "").partition(".")[0]
    if event == "call" and name in ours and frame.f_code.co_name != "<module>":
        ran.add(frame.f_globals["__name__"])

def told():
    loaded = [name for name, module in sys.modules.items() if name.partition(".")[0] in ours]
    print(len(ran), len(loaded))

now = datetime(2026, 11, 23, tzinfo=UTC)
body = Path("tests/data/pubmed/usual.xml").read_bytes()
source = sources.load("pubmed")
page = Page(url="https://example.org", body=body, retrieved=now)
sys.setprofile(seen)
record = next(piece for piece in source.parse(page) if isinstance(piece, Record))
told()
parsed = set(ran)
with tempfile.TemporaryDirectory() as folder:
    config = Path(folder) / "watcher.toml"
    config.write_text("")
    session = Session(config=str(config), fixed_now=now)
    with session.store(new=True) as store:
        topic, opened = session.topic, set(ran)
        ran.intersection_update(parsed)
        take_in(record, topic, store, now)
        told()
        ran.update(opened)
    told()
    digests.load("text", {"name": "t"}).render(session.digest(since=datetime(2000, 1, 1, tzinfo=UTC)))
sys.setprofile(None)
told()
"""


def modules() -> list[Path]:
    found = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return [path for path in found if path.stat().st_size]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def bodies(path: Path) -> list[int]:
    """Return the lines of each function's body, its docstring left out."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[ast.get_docstring(node) is not None :]
            found.append(body[-1].end_lineno - body[0].lineno + 1 if body else 0)
    return found


def only_exports(path: Path) -> bool:
    """Return whether a module is a docstring, imports and names: a package's front."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return path.name in ("__init__.py", "__main__.py") and not any(
        isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body
    )


def spread(numbers: list[int]) -> str:
    """Return median, 90th percentile and greatest."""
    return f"{statistics.median(numbers):g} / {statistics.quantiles(numbers, n=10)[-1]:g} / {max(numbers)}"


def walked() -> list[list[str]]:
    """Return, after each step, how many modules ran and how many were loaded."""
    done = subprocess.run([sys.executable, "-c", WALK], cwd=ROOT, capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def main() -> None:
    paths = modules()
    sizes = [lines(path) for path in paths]
    small = [path for path in paths if lines(path) < SMALL]
    names = Counter(path.name for path in paths if path.name != "__init__.py")
    twice = {name: number for name, number in names.items() if number > 1}
    tests = sum(lines(path) for path in (ROOT / "tests").rglob("*.py"))
    print(f"modules, lines                     {len(paths)}, {sum(sizes):,}")
    print(f"module, median / p90 / max         {spread(sizes)}")
    print(f"body, median / p90 / max           {spread([n for path in paths for n in bodies(path)])}")
    fronts = sum(only_exports(path) for path in small)
    print(f"modules under {SMALL} lines            {len(small)}, {fronts} of them a package's front")
    print(f"file names used more than once     {len(twice)}, by {sum(twice.values())} modules")
    print(f"lines of tests to a line of source {tests / sum(sizes):.2f}")
    for step, (ran, loaded) in zip(
        ("a PubMed record, parsed", "and taken in", "with what opens topic and store", "and shown in a digest"),
        walked(),
        strict=True,
    ):
        print(f"{step:34} {ran} modules run, {loaded} are loaded")
    print("under 40 lines: " + ", ".join(str(p.relative_to(ROOT)) for p in small if not only_exports(p)))
    print("used more than once: " + ", ".join(sorted(twice)))


if __name__ == "__main__":
    main()
