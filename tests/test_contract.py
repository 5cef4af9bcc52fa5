"""Two more contracts of the house: what is private stays in its package, and a name means one thing. The first stands in pyproject.toml."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("watcher", "sources", "digests")


def imported(tree):
    """Yield every module, and every name in one, that a module imports."""
    for node in ast.walk(tree):
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


def assigned(tree):
    """Yield each name that a module gives a value, a class or a function at its top level."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


@pytest.fixture(scope="module")
def modules():
    """Return what every module imports, and the names that it assigns, by its path."""
    paths = sorted(path.relative_to(ROOT) for top in PACKAGES for path in (ROOT / top).rglob("*.py"))
    trees = ((path, ast.parse((ROOT / path).read_text(encoding="utf-8"))) for path in paths)
    return {path: (list(imported(tree)), list(assigned(tree))) for path, tree in trees}


def test_every_module_is_looked_at(modules):
    assert len(modules) > 150
    assert private("digests.channels._shared") == "digests.channels"
    assert private("digests.view.rows") == ""


def test_no_private_name_is_imported_from_another_package(modules):
    taken = [
        f"{path}: {name}"
        for path, (names, _) in modules.items()
        for name in names
        if (owner := private(name)).split(".")[0] in PACKAGES
        and not f"{'.'.join(path.with_suffix('').parts)}.".startswith(f"{owner}.")
    ]

    assert taken == []


def test_no_module_gives_a_name_two_values(modules):
    twice = [
        f"{path}: {name}" for path, (_, names) in modules.items() for name, count in Counter(names).items() if count > 1
    ]

    assert twice == []
