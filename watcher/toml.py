"""TOML, read in linear time whoever wrote it; nothing but the standard library is loaded, so that a search begins at once."""

import re
import tomllib
from typing import Any

# Keys of keys: tomllib takes time by the square of their number, minutes for 50,000.
_MOST_PARTS = 100
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}}")


def parsed(text: str) -> dict[str, Any]:
    """Return what the TOML says; raise ``ValueError`` for what is none, or has a key of more than 100 parts."""
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {line})")
    return tomllib.loads(text)
