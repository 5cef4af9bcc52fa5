"""Two more contracts of the house: what is private stays in its package, and a name means one thing. The first stands in pyproject.toml."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for top in ("watcher", "sources", "digests") for path in (ROOT / top).rglob("*.py"))


def imported(path):
    """Yield every module, and every name in one, that the file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def private(name):
    """Return the package that the name is private to; "" where it is nobody's."""
    parts = name.split(".")
    for number, part in enumerate(parts):
        if part.startswith("_") and not part.startswith("__"):
            return ".".join(parts[:number])
    return ""


def test_every_module_is_looked_at():
    assert len(MODULES) > 150
    assert private("digests.channels._shared") == "digests.channels"
    assert private("digests.view.rows") == ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_private_name_is_imported_from_another_package(path):
    own = ".".join(path.relative_to(ROOT).with_suffix("").parts)

    for name in imported(path):
        owner = private(name)
        if owner.split(".")[0] in {"watcher", "sources", "digests"}:
            assert own == owner or own.startswith(f"{owner}."), f"{name} is private to {owner}"


def assigned(tree):
    """Yield each name that a module gives a value, a class or a function at its top level."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_gives_a_name_two_values(path):
    names = Counter(assigned(ast.parse(path.read_text(encoding="utf-8"))))

    assert [name for name, count in names.items() if count > 1] == []
