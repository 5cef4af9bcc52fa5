"""A TOML file, table by table: a mistake is one message that names the file, the line, the key and the mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar

from watcher.errors import ConfigError
from watcher.given import parse_toml
from watcher.options import Missing, Mistake, Unknown, fitted, hint, made

T = TypeVar("T")

_TABLE = re.compile(r"^\s*+(\[\[?+)([^\[\]]++)\]\]?+\s*+(?:#.*)?$")
_KEY = re.compile(r"""^\s*+([\w-]++(?:\s*+\.\s*+[\w-]++)*+|"[^"]++"|'[^']++')\s*+=""")
# What tomllib says of a file that it cannot read, and how a person mends that.
_MENDS = {
    "Invalid value": "text stands in quotes, and true and false are written small",
    "Cannot overwrite": "this key is there twice; keep one of them",
    "twice": "this table is there twice; join them, or write a list of tables as [[...]]",
    "Illegal character": "close the quotes on the line where they open",
    'Expected "\'"': "close the quotes on the line where they open",
    "Unterminated": "close the quotes on the line where they open",
    "Unclosed": "close the bracket",
    "Unescaped": "write a backslash twice, or the text in single quotes",
    "Invalid statement": "write key = value, or [table] on a line of its own",
    "after a key": "write key = value",
    "Expected": "one thing a line; text stands in quotes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One reading of one file. Keys are dotted paths, the tables of a list counted from 0: "channels.0.kind"."""

    path: Path | None  # None: there is no file, and all is default
    text: str = field(default="", repr=False)
    noun: str = "a setting"  # what a key of this file is called
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, text: str, path: Path | None, noun: str = "a setting") -> Self:
        """Return the file's tables; raise ``ConfigError`` for what is no TOML, with the mend where it is known."""
        try:
            data = parse_toml(text + "\n")  # else a mistake in the last line is "at end of document"
        except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
            raise ConfigError(f"{path}: this is not TOML: {error}{_mend(str(error))}") from error
        except RecursionError as error:
            raise ConfigError(f"{path}: this cannot be read: brackets stand in brackets too often") from error
        return cls(path=path, text=text, noun=noun, data=data, lines=lines_of(text))

    def holds_only(self, *names: str) -> None:
        """Raise ``ConfigError`` for a table that has another name."""
        for name in self.data:
            if name not in names:
                self.fail(name, f"is not {self.noun}{hint(name, names)}")

    def table(self, key: str, factory: type[T]) -> T:
        """Return the table ``[key]`` as the dataclass ``factory``, its defaults where there is no such table."""
        return self.made(key, self.data.get(key, {}), factory)

    def tables(self, key: str, factory: type[T]) -> list[T]:
        """Return the tables ``[[key]]`` in the order of the file, each as the dataclass ``factory``."""
        return [self.made(f"{key}.{i}", table, factory) for i, table in enumerate(self.rows(key))]

    def rows(self, key: str) -> list[dict[str, Any]]:
        """Return the tables ``[[key]]`` as they are."""
        rows = self.data.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fail(key, f"is a list of tables: write [[{key}]], in double brackets, before each")
        return rows

    def named(self, key: str) -> dict[str, dict[str, Any]]:
        """Return the tables ``[key.NAME]`` by name, as they are."""
        return {name: self._checked(f"{key}.{name}", table) for name, table in self.raw(key).items()}

    def raw(self, key: str) -> dict[str, Any]:
        """Return the table ``[key]`` as it is, {} where there is none."""
        return self._checked(key, self.data.get(key, {}))

    def made(self, key: str, table: object, factory: type[T]) -> T:
        """Return the table as the dataclass ``factory``; raise ``ConfigError`` for the first mistake in it."""
        try:
            return made(factory, self._checked(key, table))
        except Unknown as error:
            self.fail(f"{key}.{error.option}", f"is not {self.noun}{error.reason}")
        except Missing as error:
            place = self.place(f"{key}.{error.option}")
            raise ConfigError(f"{place}: {_shown(key)} needs a key {error.option!r}: {error.reason}") from error
        except Mistake as error:
            self.fail(f"{key}.{error.option}", error.reason, error.value)

    def value(self, key: str, value: object, kind: Any) -> Any:
        """Return one value as its type wants it (see ``watcher.options``); raise ``ConfigError``."""
        try:
            return fitted(key, value, kind)
        except Mistake as error:
            self.fail(key, error.reason, error.value)

    def fail(self, key: str, reason: str, value: str = "") -> NoReturn:
        """Raise the ``ConfigError`` that names file, line and key."""
        raise ConfigError(f"{self.place(key, value)}: {_shown(key)} {reason}")

    def place(self, key: str, value: str = "") -> str:
        """Return file and line of the key, or of the value where it stands below, in a list over lines."""
        line = line_of(key, self.lines)
        if line is None:
            return str(self.path or "the defaults")
        below = enumerate(self.text.splitlines()[line - 1 :], start=line)
        written = next((at for at, text in below if value and f'"{value}"' in text), line)
        return f"{self.path}, line {written}"

    def _checked(self, key: str, table: object) -> dict[str, Any]:
        if not isinstance(table, dict):
            self.fail(key, f"is a table: write [{key}] on a line of its own")
        return table


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


def _shown(key: str) -> str:
    """Return "channels.0.kind" as a reader of the file would name it: "kind" of [[channels]] no. 1."""
    table, _, rest = key.partition(".")
    number, _, name = rest.partition(".")
    if not number.isdigit():
        return key
    shown = f"[[{table}]] no. {int(number) + 1}"
    return f"{name} of {shown}" if name else shown


def _mend(complaint: str) -> str:
    """Return "; " and how to mend what tomllib complains of, "" where that is not known."""
    found = next((mend for sign, mend in _MENDS.items() if sign in complaint), "")
    return f"; {found}" if found else ""
