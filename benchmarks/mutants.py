"""Change one thing in the program at a time and see whether the nearest tests notice.

    python benchmarks/mutants.py                        # sixty, of all the parts below
    python benchmarks/mutants.py --sample 20 --seed 7 watcher/changes

Each mutant is one comparison, one ``and``, ``any``, ``not``, number or default turned round in a copy of the tree. One
that no test notices is printed as it is written: either a test is missing, or the change makes no difference, and
README.md says which. The copy has no sample of the owner's beside it: only what everybody has is counted.
"""

import argparse
import ast
import copy
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "watcher/identify": "tests/watcher/identify tests/watcher/test_made_library.py",
    "watcher/changes": "tests/watcher/changes",
    "watcher/link": "tests/watcher/link",
    "watcher/store/dossiers.py": "tests/watcher/store/test_dossiers.py tests/watcher/store/test_items.py",
    "watcher/store/saving.py": "tests/watcher/store/test_records.py tests/watcher/store/test_revisions.py",
    "watcher/pipeline/deliver.py": "tests/watcher/pipeline/test_deliver.py tests/watcher/service/test_due.py",
}
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


def places(path: Path) -> list[tuple[Path, int]]:
    """Return where a module can be changed: the numbers of nodes in ``ast.walk``."""
    nodes = enumerate(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return [(path, number) for number, node in nodes if turned(copy.deepcopy(node))]


def mutant(path: Path, number: int) -> tuple[Path, str, str]:
    """Return the module, the line and what is written there, and the whole module with the change."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node: Any = next(found for at, found in enumerate(ast.walk(tree)) if at == number)
    turned(node)
    ast.fix_missing_locations(tree)
    return path, f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}", ast.unparse(tree)


def modules(named: list[str]) -> list[Path]:
    return [
        module
        for place in named
        for module in (sorted((ROOT / place).rglob("*.py")) if (ROOT / place).is_dir() else [ROOT / place])
    ]


def nearest(module: Path) -> list[str]:
    return next(tests.split() for place, tests in TESTS.items() if f"{module.relative_to(ROOT)}/".startswith(place))


def survives(tree: Path, module: Path, text: str) -> bool:
    """Return whether the nearest tests pass in a copy of the tree in which the module is the mutant."""
    place = tree / module.relative_to(ROOT)
    before = place.read_text(encoding="utf-8")
    place.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-qq", "-p", "no:cacheprovider", *nearest(module)]
    try:
        return subprocess.run(command, cwd=tree, capture_output=True, check=False, timeout=300).returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        place.write_text(before, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", default=list(TESTS))
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    lot = random.Random(told.seed)
    everything = [place for module in modules(told.places) for place in places(module)]
    drawn = [mutant(*place) for place in lot.sample(everything, min(told.sample, len(everything)))]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        alive = 0
        for module, written, text in drawn:
            if survives(tree, module, text):
                alive += 1
                print(written, flush=True)
    print(f"{len(drawn) - alive} of {len(drawn)} killed, of {len(everything)} that there are (seed {told.seed})")


if __name__ == "__main__":
    main()
