"""The options of a table, given to a dataclass: each fits its field, or gets one message."""

import dataclasses
import difflib
import types
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from watcher.errors import ConfigError

T = TypeVar("T")

# Of seconds, characters or records: a greater number is a slip, and no clock or socket takes it.
LARGEST = 1_000_000_000

_WORDS = {str: 'text: write it in quotes, "..."', bool: "true or false, without quotes", float: "a number above 0"}


def fill(factory: type[T], options: Mapping[str, Any], what: str) -> T:
    """Return ``factory`` made with the options; lists become tuples where the field is one.

    Raise ``ConfigError`` with the option's name for one that there is not, that is missing, or whose
    value is of the wrong type: TOML's own types are taken strictly, so ``enabled = "no"`` is not yes.
    A number is a count, a size or a time here and is at least 1; what must be given must not be empty.
    """
    fields = {field.name: field for field in dataclasses.fields(factory)}  # type: ignore[arg-type]
    kinds = get_type_hints(factory)
    for name in options:
        if name not in fields:
            raise ConfigError(f"{what} has no option {name!r}{hint(name, fields)}", option=name)
    for name, field in fields.items():
        if _is_required(field) and options.get(name) in ("", [], None):
            raise ConfigError(f"{what} needs {name!r}: write {name} = {_example(kinds[name])}", option=name)
    return factory(**{name: _fitted(value, kinds[name], what, name) for name, value in options.items()})


def hint(word: str, known: Iterable[str]) -> str:
    """Return the end of a message about a word that is not known: the nearest one, or all there are."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are: {', '.join(names) or 'none'}"


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _fitted(value: Any, kind: Any, what: str, name: str) -> Any:
    if not _fits(value, kind):
        raise ConfigError(f"{name} of {what} is {_words(kind)}, not {value!r}", option=name)
    return tuple(value) if isinstance(value, list) else value


def _fits(value: Any, kind: Any) -> bool:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in inner)
    if origin in (tuple, list, Sequence):
        return isinstance(value, list | tuple) and all(_fits(one, inner[0]) for one in value)
    if origin in (dict, Mapping):
        return isinstance(value, Mapping)
    if kind is int:
        return type(value) is int and 1 <= value <= LARGEST
    if kind is float:
        return type(value) in (int, float) and 0 < value <= LARGEST
    return not isinstance(kind, type) or isinstance(value, kind)


def _words(kind: Any) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (tuple, list, Sequence):
        return f"a list: write {_example(kind)}" if inner[0] is str else "a list of tables: write each in {...}"
    if kind is int:
        return f"a whole number from 1 to {LARGEST:,}, without quotes"
    return _WORDS.get(kind, str(kind))


def _example(kind: Any) -> str:
    return '["..."]' if get_origin(kind) in (tuple, list, Sequence) else '"..."'
