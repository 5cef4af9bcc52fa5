"""JSON from outside: decoded strictly, and read without trusting its shape."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Never

from watcher.errors import ParseError
from watcher.model import Page

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def decode(body: bytes) -> Any:
    """Return the JSON value of the body; raise ValueError for anything that is not plain JSON.

    NaN and Infinity are refused, as are nesting beyond what Python can follow and numbers of thousands of digits.
    """
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
        # Half of a surrogate pair is a text to Python and an error to everything that would keep it.
        return (
            json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
            if _HALF.search(body)
            else value
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def decoded(page: Page, source: str) -> Any:
    """Return the JSON value of a page of the source; raise ``ParseError`` where it holds none."""
    try:
        return decode(page.body)
    except ValueError as error:
        raise ParseError(source, page.url, f"not JSON: {error}") from error


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")


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
