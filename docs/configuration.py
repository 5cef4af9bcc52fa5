"""Writes docs/configuration.md from the code that reads watcher.toml: python docs/configuration.py."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, get_type_hints

import sources
from digests import channels
from sources.feeds.catalogue import Feed
from sources.webpages import Site
from watcher.config import plans, settings
from watcher.service.bounces import Mailroom
from watcher.service.rewriting import Rewriter

PAGE = Path(__file__).with_name("configuration.md")
HEAD = """# watcher.toml

Every table and every key, as the code reads them; this page is written by `docs/configuration.py`. A key that is not known, and a value that
does not fit, is refused with its file and line, and with what to write. `watcher init` writes a first file, `watcher doctor` checks it. It is found through `--config`,
`WATCHER_CONFIG`, the working directory, then the user's configuration folder. Paths count from the folder of the file.

Secrets never stand in it. Each comes from the variable that its key names below, or from a file that the same name with `_FILE` names;
`KEY_env = "OTHER"` in the table names another variable of Watcher's.
"""
OPERATOR = """Who is told when something is wrong: `kind` and the keys of that channel; what is not said is as in the first channel of its kind.
"""
SHOWN_ITEMS = 3  # of a default that is a list
SECRET, OURS = "from the environment: ", "Watcher sets it"


def page() -> str:
    """Return the page."""
    of_channels = [(name, importlib.import_module(f"digests.channels.{name}")) for name in _public(channels.__path__)]
    return "\n".join(
        [
            HEAD,
            *_table("[watcher]", settings._Watcher),  # noqa: SLF001 - the page is made of what reads the table
            *_table("[schedule]", settings._Schedule),  # noqa: SLF001
            *_table("[[digests]]", plans._Digest, "None given: one, Monday 07:00, to every channel."),  # noqa: SLF001
            "## [[channels]]\n",
            "`kind` says which of these it is; each has its own keys.\n",
            *(line for name, module in of_channels for line in _table(f'kind = "{name}"', module.Channel, level=3)),
            "## [operator]\n",
            OPERATOR,
            *_table("[imap]", Mailroom),
            *_table("[rewriting]", Rewriter),
            *_table("[sources.NAME]", sources.Base, "Each source has these keys, and those of its own below."),
            *(
                line
                for name in sources.available()
                for line in _table(f"[sources.{name}]", sources.kind_of(name), level=3)
            ),
            *_table("[[sources.feeds.feeds]]", Feed, level=3),
            *_table("[[sources.webpages.sites]]", Site, level=3),
        ]
    )


def _public(path: Any) -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(path) if not module.name.startswith("_"))


def _table(title: str, kind: Any, note: str = "", level: int = 2) -> Iterator[str]:
    """Yield a heading, what the docstring says first, and a row a key."""
    said = note or (
        "" if kind.__doc__.startswith(kind.__name__ + "(") else inspect.cleandoc(kind.__doc__).split("\n\n")[0]
    )
    yield f"{'#' * level} {title}\n"
    if said:
        yield said.replace("``", "`").replace("\n", " ") + "\n"
    yield "| key | default | what it is |\n| --- | --- | --- |"
    notes, secrets = _notes(kind), getattr(kind, "secrets", {})
    for field in dataclasses.fields(kind):
        if notes[field.name].endswith(OURS) or _is_common(field, kind):
            continue
        where = f"{SECRET}`{secrets[field.name]}`" if field.name in secrets else _default(field)
        yield f"| `{field.name}` | {where} | {notes[field.name].replace('|', '/')} |"
    yield ""


def _is_common(field: "dataclasses.Field[Any]", kind: Any) -> bool:
    """Return whether it is a key of every source, with what every source has there."""
    shared = {one.name: one.default for one in dataclasses.fields(sources.Base)}
    return (
        kind is not sources.Base and issubclass(kind, sources.Base) and shared.get(field.name, field) == field.default
    )


def _default(field: "dataclasses.Field[Any]") -> str:
    if field.default_factory is not dataclasses.MISSING:
        return f"`{_words(field.default_factory())}`"
    if field.default is dataclasses.MISSING:
        return "needed"
    return "" if field.default in (None, "", ()) else f"`{_words(field.default)}`"


def _words(value: Any) -> str:
    """Return a default as watcher.toml would say it."""
    match value:
        case bool():
            return str(value).lower()
        case timedelta():
            return f'"every {value / timedelta(hours=1):g} hours"'
        case plans.values.When():
            return '"monday 07:00"'
        case tuple() | list():
            shown = ", ".join(f'"{one}"' for one in value[:SHOWN_ITEMS])
            return f"[{shown}{', ...' * (len(value) > SHOWN_ITEMS)}]"
        case int() | float():
            return str(value)
    return f'"{value}"'


def _notes(kind: Any) -> dict[str, str]:
    """Return what stands beside each field of a dataclass, and of those that it extends, in the code."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        if dataclasses.is_dataclass(one):
            lines = inspect.getsource(one).splitlines()
            for node in ast.walk(ast.parse(inspect.cleandoc("\n".join(lines)))):
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    note = re.search(r"  # (.*)", "\n".join(lines[node.lineno - 1 : node.end_lineno]))
                    found |= {node.target.id: note[1]} if note else {}
    return {name: found.get(name, "") for name in get_type_hints(kind)}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
