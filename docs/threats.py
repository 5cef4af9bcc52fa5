"""Writes docs/threats.md from the threats and the marks of the tests: python docs/threats.py."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).with_name("threats.md")
TESTS = Path(__file__).parents[1] / "tests"
HEAD = """# Threats

What may go wrong by malice or by misfortune, what stands against it, and the tests that fail where that is broken. This page is written by
`docs/threats.py` from `tests/data/threats.toml` and from the tests that are marked `@pytest.mark.threat("T12")`; a threat without a test
fails in `make test`. The kinds: **S** somebody poses as another, **T** something is tampered with, **R** it cannot be proved, **I** something
leaks, **D** service is denied, **E** somebody gains rights, **L** something is lost or doubled.

| | kind | threat | mitigation | tests |
| --- | --- | --- | --- | --- |
"""


class Watch(NamedTuple):
    """A test that fails where the mitigation of a threat is broken: its file, within tests/, and its name."""

    file: str
    name: str


def threats() -> dict[str, dict[str, str]]:
    """Return the threats by number: kind, threat, mitigation."""
    return tomllib.loads((TESTS / "data" / "threats.toml").read_text(encoding="utf-8"))


@cache
def watched() -> dict[str, list[Watch]]:
    """Return the tests that are marked with each number, in the order of their files."""
    found: dict[str, list[Watch]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        for name, numbers in _marks(ast.parse(file.read_text(encoding="utf-8"))):
            for number in numbers:
                found.setdefault(number, []).append(Watch(file.relative_to(TESTS).as_posix(), name))
    return found


def _marks(module: ast.Module) -> Iterator[tuple[str, list[Any]]]:
    for node in module.body:
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.threat":
                yield node.name, [ast.literal_eval(number) for number in mark.args]


def page() -> str:
    """Return the page."""
    tests = watched()
    rows = (
        f"| {number} | {row['kind']} | {row['threat']} | {row['mitigation']} | {'; '.join(map(_said, tests.get(number, ())))} |\n"
        for number, row in threats().items()
    )
    return HEAD + "".join(rows)


def _said(test: Watch) -> str:
    return f"[{test.name.removeprefix('test_').replace('_', ' ')}](../tests/{test.file})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
