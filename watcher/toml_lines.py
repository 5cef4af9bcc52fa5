"""Where each key of a TOML file stands, so that a message can name the line."""

import re
from collections.abc import Mapping

_TABLE = re.compile(r"^\s*+(\[\[?+)([^\[\]]++)\]\]?+\s*+(?:#.*)?$")
_KEY = re.compile(r"""^\s*+([\w-]++(?:\s*+\.\s*+[\w-]++)*+|"[^"]++"|'[^']++')\s*+=""")


def lines_of(text: str) -> dict[str, int]:
    """Return the line (from 1) of every table and key by dotted path: "channels.0.kind".

    The tables of an array are counted from 0. Keys inside a value that runs over lines may be
    listed too; they do no harm.
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.match(line):
            name = ".".join(part.strip().strip("\"'") for part in found.group(2).strip().split("."))
            if found.group(1) == "[[":
                counts[name] = counts.get(name, -1) + 1
                name = f"{name}.{counts[name]}"
            table = name + "."
            lines.setdefault(name, number)
        elif found := _KEY.match(line):
            lines.setdefault(table + "".join(found.group(1).split()).strip("\"'"), number)
    return lines


def line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of a key, else of the first thing inside it, else of the table that holds it; None where none is.

    So a table that is only implied by ``[[sources.feeds.feeds]]`` has a line, too.
    """
    while key:
        inside = [line for name, line in lines.items() if name == key or name.startswith(key + ".")]
        if inside:
            return lines.get(key) or min(inside)
        key = key.rpartition(".")[0]
    return None
