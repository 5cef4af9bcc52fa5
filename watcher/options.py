"""Tables of options, given to a dataclass: each value fits its field, or gets one message with the mend.

A field's type says what is taken, strictly: ``enabled = "no"`` is not yes. A number is a count, a size or a time, and at
least 1, unless the type says otherwise (``Annotated[float, Meta(ge=0, le=1)]``). What stands in words is read by the
function in ``Annotated[timedelta, every]``, which raises ``ValueError`` with the mend.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from watcher.errors import ConfigError

T = TypeVar("T")

# Of seconds, characters or records: a greater number is a slip, and no clock or socket takes it.
LARGEST = 1_000_000_000

_WORDS = {
    str: "text: write it in quotes",
    bool: "true or false, without quotes",
    int: f"a whole number from 1 to {LARGEST:,}, without quotes",
    float: "a number above 0",
    Mapping: "a table",
}


class Mistake(Exception):  # noqa: N818 - whoever knows the file makes an error of it
    """What is wrong with an option: ``reason`` follows its name. ``value`` is what is wrong, where that is text."""

    def __init__(self, option: str, reason: str, value: object = "") -> None:
        """Name the option inside its table."""
        super().__init__(option, reason)
        self.option = option
        self.reason = reason
        self.value = value if isinstance(value, str) else ""


class Unknown(Mistake):
    """There is no such option; ``reason`` is the nearest one."""


class Missing(Mistake):
    """The option has to be given; ``reason`` is what to write."""


def fill(factory: type[T], options: Mapping[str, Any], what: str) -> T:
    """Return ``factory`` made with the options; raise ``ConfigError`` for the first that is wrong, with its name."""
    try:
        return made(factory, options)
    except Unknown as error:
        raise ConfigError(f"{what} has no option {error.option!r}{error.reason}", option=error.option) from error
    except Missing as error:
        raise ConfigError(f"{what} needs {error.option!r}: {error.reason}", option=error.option) from error
    except Mistake as error:
        raise ConfigError(f"{error.option} of {what} {error.reason}", option=error.option) from error


def made(factory: type[T], table: Mapping[str, Any]) -> T:
    """Return the dataclass ``factory`` made with the values of a table; lists become tuples.

    Raise ``Mistake`` for an option that there is not, that is missing or empty though it must be given, or whose
    value does not fit.
    """
    fields = {field.name: field for field in dataclasses.fields(factory)}  # type: ignore[arg-type]
    kinds = get_type_hints(factory, include_extras=True)
    for name in table:
        if name not in fields:
            raise Unknown(name, hint(name, fields))
    for name, field in fields.items():
        if _is_required(field) and table.get(name) in ("", [], None):
            raise Missing(name, f"write {name} = {_example(kinds[name])}")
    return factory(**{name: fitted(name, value, kinds[name]) for name, value in table.items()})


def fitted(name: str, value: object, kind: Any) -> Any:
    """Return the value of the option ``name`` as its type wants it, read where that is said; raise ``Mistake``."""
    if reader := next((found for found in getattr(kind, "__metadata__", ()) if callable(found)), None):
        return _read(name, value, reader)
    inner = [one for one in get_args(kind) if one is not NoneType]
    if NoneType in get_args(kind):
        return fitted(name, value, inner[0])
    if _is_list(kind) and isinstance(value, list | tuple):
        return tuple(fitted(name, one, inner[0]) for one in value)
    import msgspec  # noqa: PLC0415 - a search reads no table

    try:
        return msgspec.convert(value, _bounded(kind))
    except msgspec.ValidationError as error:
        raise Mistake(name, f"is {_words(kind, value)}, not {value!r}", value) from error


def _bounded(kind: Any) -> Any:
    from msgspec import Meta  # noqa: PLC0415 - as above

    bounds = {int: Meta(ge=1, le=LARGEST), float: Meta(gt=0, le=LARGEST)}.get(kind)
    return kind if bounds is None else Annotated[kind, bounds]


def hint(word: str, known: Iterable[str]) -> str:
    """Return the end of a message about a word that is not known: the nearest one, or all there are."""
    names = sorted(known)
    from difflib import get_close_matches  # noqa: PLC0415 - for a mistake alone

    close = get_close_matches(word, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are: {', '.join(names) or 'none'}"


def _read(name: str, value: object, reader: Callable[[str], Any]) -> Any:
    if not isinstance(value, str):
        raise Mistake(name, f"is {_WORDS[str]}, not {value!r}")
    if not value.strip():
        raise Mistake(name, "is empty; write a value, or remove the line for the default")
    try:
        return reader(value)
    except ValueError as error:
        raise Mistake(name, f"cannot be {value!r}: {error}", value) from error


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in (tuple, list, Sequence)


def _words(kind: Any, value: object) -> str:
    if _is_list(kind) and get_origin(get_args(kind)[0]) is Mapping:
        return "a list of tables: write each in {...}"
    if _is_list(kind):
        return f'a list: write ["{value if isinstance(value, str) else "..."}"]'
    bounds = next((found for found in getattr(kind, "__metadata__", ()) if hasattr(found, "ge")), None)
    if bounds:
        return f"a number from {bounds.ge} to {bounds.le}"
    return _WORDS.get(get_origin(kind) or kind, str(kind))


def _example(kind: Any) -> str:
    return '["..."]' if _is_list(kind) else '"..."'
