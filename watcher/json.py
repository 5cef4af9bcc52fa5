"""JSON from outside: decoded strictly, and read without trusting its shape."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class Faulty(dict[str, Any]):
    """An object in which a key stands twice, wherever: which value is meant cannot be said; ``reason`` says so.

    ``is_own`` tells that it is the object itself, and not one that it holds.
    """

    reason = ""
    is_own = False


def decode(body: bytes) -> Any:
    """Return the JSON value of the body; raise ValueError for anything that is not JSON.

    NaN, Infinity and a number of hundreds of digits say nothing, and are null; so is what is nested too deeply. An object
    that holds one with a key twice is a ``Faulty`` one, so that whoever reads it can refuse that part alone.
    """

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        own = len(found) < len(pairs)
        if not own and not any(map(_is_faulty, found.values())):
            return found
        faulty = Faulty(found)
        faulty.is_own, faulty.reason = own, "a key stands twice in it"
        return faulty

    def read(text: str) -> Any:
        value = json.loads(text, parse_constant=_nothing, parse_int=_whole, parse_float=_finite, object_pairs_hook=made)
        return _with_whole_characters(value) if _HALF.search(body) else value

    text = body.decode("utf-8-sig")
    try:
        value = read(text)
    except RecursionError:
        value = read(_without_depths(text))
    if isinstance(value, Faulty) and value.is_own:
        raise ValueError(value.reason)
    return value


def _nothing(_: str) -> None:
    """Return null for NaN and Infinity, which are no JSON, and which programs write where they have no number."""


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None


def _finite(text: str) -> float | None:
    return found if math.isfinite(found := float(text)) else None


_LONGEST_NUMBER = 300  # digits
_DEEPEST = 100  # objects and lists in one another; nothing that we read has ten
_STEP = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def _without_depths(text: str) -> str:
    """Return the text with null in the place of what is nested too deeply."""
    kept, depth, start = [], 0, 0
    for step in _STEP.finditer(text):
        if step[0] in "[{":
            depth += 1
            if depth == _DEEPEST:
                kept += [text[start : step.start()], "null"]
        elif step[0] in "]}":
            start = step.end() if depth == _DEEPEST else start
            depth -= 1
    return "".join(kept) + (text[start:] if depth < _DEEPEST else "")


def _is_faulty(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_is_faulty, value))
    return isinstance(value, Faulty)


def _with_whole_characters(value: Any) -> Any:
    """Return the value with "?" for half a character, which is a text to Python and an error to all that would keep it."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_with_whole_characters(one) for one in value]
    if not isinstance(value, dict):
        return value
    mended = type(value)((_with_whole_characters(key), _with_whole_characters(one)) for key, one in value.items())
    if isinstance(value, Faulty) and isinstance(mended, Faulty):
        mended.reason = value.reason
    return mended


def dig(value: object, *path: str) -> Any:
    """Return what stands at the path of keys, None where the way ends early."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def word(value: object, *path: str) -> str:
    """Return the text or number at the path as text, "" where there is neither."""
    found = dig(value, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found).strip()


def rows(value: object, *path: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the list at the path; nothing where there is no list."""
    found = dig(value, *path)
    if isinstance(found, list):
        yield from (row for row in found if isinstance(row, Mapping))


def count(value: object, *path: str) -> int | None:
    """Return the number at the path where it is a whole one, as number or text, not below 0; else None."""
    text = word(value, *path)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
