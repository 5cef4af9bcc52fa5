"""Change one thing in the program at a time and see whether the nearest tests notice.

    python benchmarks/mutants.py                        # twenty-five of each of the parts below
    python benchmarks/mutants.py --sample 60 --seed 7 watcher/changes

Each mutant is one comparison, one ``and``, ``any``, ``not``, number or default turned round in a copy of the tree. First run
those of the nearest tests that come by its line, then all of the nearest. One that no test notices is printed as it is
written: either a test is missing, or the change makes no difference, and README.md says which. The copy has no sample of
the owner's beside it: only what everybody has is counted. Each run is a fork of this process, which has read pytest and
the libraries once.
"""

import argparse
import ast
import contextlib
import copy
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from coverage import CoverageData

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 60  # seconds of a run: one that takes longer is noticed too
NEAREST = {
    "watcher/identify": "tests/watcher/identify tests/watcher/test_made_library.py",
    "watcher/changes": "tests/watcher/changes",
    "watcher/link": "tests/watcher/link",
    "watcher/relevance": "tests/watcher/relevance",
    "watcher/ids": "tests/watcher/ids tests/watcher/test_border.py",
    "watcher/dates.py": "tests/watcher/test_dates.py",
    "watcher/formats": "tests/watcher/formats",
    "watcher/query": "tests/watcher/query tests/watcher/store/test_query.py",
    "digests/build": "tests/digests/test_build.py tests/digests/test_congress.py tests/digests/test_noticed.py tests/digests/test_headline.py tests/digests/test_golden.py",
    "watcher/store": "tests/watcher/store",
    "watcher/pipeline/compose.py": "tests/watcher/pipeline/test_deliver.py tests/watcher/pipeline/test_notices.py tests/watcher/pipeline/test_changing_feeds.py tests/watcher/pipeline/test_searched.py tests/watcher/service/test_teams.py tests/watcher/service/test_asking.py",
    "watcher/pipeline/deliver.py": "tests/watcher/pipeline/test_deliver.py tests/watcher/pipeline/test_threads.py tests/watcher/service/test_due.py",
    "digests/outcomes": "tests/digests/test_outcome*.py tests/digests/test_contrast.py tests/digests/test_times.py",
}
LIBRARIES = "hypothesis lxml.html httpx msgspec nh3 rapidfuzz bs4 click jinja2 rich.table"
TURNED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change: the module below the root, the line as it was, what is written there then, and the whole module with it."""

    module: Path
    line: int
    before: str
    written: str
    text: str


def turned(node: Any) -> bool:
    """Turn the node round in place; return whether there is anything to turn."""
    match node:
        case ast.Compare(ops=[first, *_]) if type(first) in TURNED:
            node.ops[0] = TURNED[type(first)]()
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in TURNED:
            node.op = TURNED[type(op)]()
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            node.func.id = NAMES[name]
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.UnaryOp(op=ast.Not()):
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool"), [node.operand], [])
        case _:
            return False
    return True


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk the tree, but for what decorates: how a class keeps its fields is not what it does."""
    decorating = {
        id(inner)
        for node in ast.walk(tree)
        for decorator in getattr(node, "decorator_list", ())
        for inner in ast.walk(decorator)
    }
    return (node for node in ast.walk(tree) if id(node) not in decorating)


def places(path: Path) -> list[tuple[Path, int]]:
    """Return where a module can be changed: the numbers of its ``nodes``."""
    found = enumerate(nodes(ast.parse(path.read_text(encoding="utf-8"))))
    return [(path, number) for number, node in found if turned(copy.deepcopy(node))]


def mutant(copied: Path, path: Path, number: int) -> Mutant:
    """Return the change at a place of a module in the copy."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    node: Any = next(found for at, found in enumerate(nodes(tree)) if at == number)
    turned(node)
    ast.fix_missing_locations(tree)
    before = source.splitlines()[node.lineno - 1].strip()
    return Mutant(path.relative_to(copied), node.lineno, before, ast.unparse(node), ast.unparse(tree))


def modules(copied: Path, place: str) -> list[Path]:
    return sorted((copied / place).rglob("*.py")) if (copied / place).is_dir() else [copied / place]


def nearest(module: Path) -> tuple[str, ...]:
    """Return the folders and files of tests that are nearest to a module."""
    tests = next(tests.split() for place, tests in NEAREST.items() if f"{module}/".startswith(place))
    return tuple(str(path.relative_to(ROOT)) for pattern in tests for path in sorted(ROOT.glob(pattern)))


@cache
def comers(tree: Path, tests: tuple[str, ...], module: Path) -> Mapping[int, list[str]]:
    """Return by line of the module the tests that come by it; "" among them stands for its import."""
    data = CoverageData(str(tree / f".coverage of {hash(tests)}"))
    if not Path(data.data_filename()).exists():
        measured = ("--cov", "--cov-context=test", "--cov-report=")
        command = [sys.executable, "-m", "pytest", "-qq", "-m", "not generated", *measured, *tests]
        subprocess.run(command, cwd=tree, check=True, env={**os.environ, "COVERAGE_FILE": data.data_filename()})
    data.read()
    by_line = data.contexts_by_lineno(str((tree / module).resolve()))
    return {line: sorted({test.partition("|")[0].partition("[")[0] for test in by}) for line, by in by_line.items()}


def survives(tree: Path, changed: Mutant) -> bool:
    """Return whether the nearest tests pass in a copy of the tree in which the module is the mutant."""
    place, tests = tree / changed.module, nearest(changed.module)
    first = comers(tree, tests, changed.module).get(changed.line, [""])
    before, stat = place.read_bytes(), place.stat()
    place.write_text(changed.text, encoding="utf-8")
    try:
        return ("" in first or passes(tree, first)) and passes(tree, tests)
    finally:
        place.write_bytes(before)
        os.utime(place, (stat.st_atime, stat.st_mtime))


def passes(tree: Path, tests: Sequence[str]) -> bool:
    """Return whether the tests pass within the limit, in a process of their own."""
    child = os.fork()
    if not child:
        try:
            _test(tree, tests)
        finally:
            os._exit(3)
    until = time.monotonic() + LIMIT
    ended, status = 0, 1
    while not ended and time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # it, or what it left running
    if not ended:
        os.waitpid(child, 0)
    return bool(ended) and status == 0


def _test(tree: Path, tests: Sequence[str]) -> None:
    os.setsid()
    os.chdir(tree)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    sys.dont_write_bytecode = True  # what is compiled of a mutant must not be taken for the module
    os._exit(pytest.main(["-x", "-qq", "--assert=plain", "-p", "no:cacheprovider", "-m", "not generated", *tests]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", default=list(NEAREST))
    parser.add_argument("--sample", type=int, default=25, help="how many of each part")
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    for library in LIBRARIES.split():
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve() / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        for place in told.places:
            _print_survivors(tree, place, told.sample, told.seed)


def _print_survivors(tree: Path, place: str, sample: int, seed: int) -> None:
    everything = [found for module in modules(tree, place) for found in places(module)]
    drawn = [mutant(tree, *each) for each in random.Random(seed).sample(everything, min(sample, len(everything)))]
    alive = 0
    for changed in drawn:
        if survives(tree, changed):
            alive += 1
            print(f"{changed.module}:{changed.line}: {changed.written}  <  {changed.before}", flush=True)
    print(
        f"{place}: {len(drawn) - alive} of {len(drawn)} killed, of {len(everything)} that there are (seed {seed})",
        flush=True,
    )


if __name__ == "__main__":
    main()
