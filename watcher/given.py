"""Texts that somebody names to be read, whatever they are: a file, a pipe or a device up to a length, TOML in linear time.

Nothing but the standard library is loaded, so that a search begins at once.
"""

import errno
import re
import tomllib
from pathlib import Path
from typing import Any

LARGEST_TEXT = 64_000_000  # characters; a device or a pipe may have no end
# Keys of keys: tomllib takes time by the square of their number, minutes for 50,000.
_MOST_PARTS = 100
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w\\-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}}")


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Return what is written there; raise ``OSError`` where that is more than any configuration or profile is long."""
    with path.open(encoding=encoding) as file:
        text = file.read(LARGEST_TEXT + 1)
    if len(text) > LARGEST_TEXT:
        raise OSError(errno.EFBIG, f"it is longer than {LARGEST_TEXT:,} characters", str(path))
    return text


def parse_toml(text: str) -> dict[str, Any]:
    """Return what the TOML says; raise ``ValueError`` for what is none, or has a key of more than 100 parts."""
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {line})")
    return tomllib.loads(text)
