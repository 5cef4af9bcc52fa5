"""The registry's texts, which are in markdown: https://clinicaltrials.gov/data-api/about-api/api-migration."""

import re

from sources._json import dig
from sources._registry import lines, once
from watcher.text import clean

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|^=&$%@:;,?/'\"])")


def plain(text: str) -> str:
    """Return a text of one line without markdown's escapes: a backslash before a mark goes."""
    return clean(_ESCAPED.sub(r"\1", text))


def paragraphs(text: str) -> str:
    """Return a text of several lines, line by line, without escapes and empty lines."""
    return lines(_ESCAPED.sub(r"\1", text))


def words(value: object, *path: str) -> tuple[str, ...]:
    """Return the texts of the list at the path, plain and once each; none where there is no list."""
    found = dig(value, *path)
    return once(plain(each) for each in found if isinstance(each, str)) if isinstance(found, list) else ()
