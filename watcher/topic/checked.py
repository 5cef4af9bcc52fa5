"""A TOML file whose every value is checked as it is read: a mistake is one clear message."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from watcher.errors import ConfigError
from watcher.model import Term
from watcher.options import hint
from watcher.toml_lines import lines_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One reading of one file. Keys are dotted paths, as messages name them: "rules.0.when"."""

    path: Path
    text: str
    lines: Mapping[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note where every key stands, for the messages."""
        object.__setattr__(self, "lines", lines_of(self.text))

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
            raise ConfigError(f"{self.path}: this is not TOML: {error}") from error
        except RecursionError as error:
            raise ConfigError(f"{self.path}: this is no profile: brackets stand in brackets too often") from error

    def _text(self, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        if default is not None and key.rpartition(".")[2] not in table:
            return default
        return self._value(table, key, str)

    def _number(self, table: Mapping[str, Any], key: str, default: float) -> float:
        value = table.get(key.rpartition(".")[2], default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            self._fail(key, f"is a number from 0 to 1, not {value!r}")
        return float(value)

    def _value(self, table: Mapping[str, Any], key: str, read: Callable[[str], T]) -> T:
        name = key.rpartition(".")[2]
        if name not in table:
            self._fail(key.rpartition(".")[0], f'needs a key {name!r}: write {name} = "..."')
        return self._read(table[name], key, read)

    def _list(self, table: Mapping[str, Any], key: str, read: Callable[[str], T]) -> tuple[T, ...]:
        values = table.get(key.rpartition(".")[2], [])
        if not isinstance(values, list):
            self._fail(key, f'is a list: write ["{values}"]')
        return tuple(self._read(value, key, read) for value in values)

    def _each(self, table: Mapping[str, Any], key: str, read: Callable[[str], tuple[Term, ...]]) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(term for found in self._list(table, key, read) for term in found))

    def _read(self, value: object, key: str, read: Callable[[str], T]) -> T:
        if not isinstance(value, str):
            self._fail(key, f"is text: write it in quotes, not {value!r}")
        try:
            return read(value)
        except ValueError as error:
            self._fail(key, f"cannot be {value!r}: {error}", value)

    def _table(self, data: Mapping[str, Any], key: str, names: Iterable[str] | None) -> Mapping[str, Any]:
        table = data.get(key, {})
        if not isinstance(table, dict):
            self._fail(key, f"is a table: write [{key}] on a line of its own")
        if names is not None:
            self._known(key, table, names)
        return table

    def _tables(self, data: Mapping[str, Any], key: str, names: Iterable[str]) -> list[tuple[int, dict[str, Any]]]:
        tables = data.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._fail(key, f"is a list of tables: write [[{key}]], in double brackets, before each")
        for i, table in enumerate(tables):
            self._known(f"{key}.{i}", table, names)
        return list(enumerate(tables))

    def _known(self, key: str, table: Mapping[str, Any], names: Iterable[str]) -> None:
        for name in table:
            if name not in names:
                self._fail(f"{key}.{name}" if key else name, f"is not a key of a profile{hint(name, names)}")

    def _fail(self, key: str, reason: str, value: str = "") -> NoReturn:
        raise ConfigError(f"{self._place(key, value)}: {_shown(key)} {reason}")

    def _place(self, key: str, value: str) -> str:
        """Return file and line of the key, or of the value where it stands below, in a list over lines."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        if not key:
            return str(self.path)
        number = self.lines[key]
        below = enumerate(self.text.splitlines()[number - 1 :], start=number)
        line = next((at for at, text in below if value and f'"{value}"' in text), number)
        return f"{self.path}, line {line}"


def _shown(key: str) -> str:
    """Return "rules.0.when" as a reader of the file would name it: "when of [[rules]] no. 1"."""
    table, _, rest = key.partition(".")
    number, _, name = rest.partition(".")
    if not number.isdigit():
        return key
    shown = f"[[{table}]] no. {int(number) + 1}"
    return f"{name} of {shown}" if name else shown
