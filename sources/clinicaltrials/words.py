"""The registry's numbers and texts; the texts are in markdown, https://clinicaltrials.gov/data-api/about-api/api-migration."""

import re

from sources._registry import lines, once
from watcher.formats.json import dig
from watcher.model import Page
from watcher.text import clean

NUMBER = re.compile(r"NCT\d{8}")
_OWN_ADDRESS = re.compile(r"/studies/(NCT\d{8})(?:[?#]|$)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|^=&$%@:;,?/'\"])")


def asked_number(page: Page) -> str:
    """Return the number of the one trial whose own address was asked; "" where it was any other address."""
    found = _OWN_ADDRESS.search(page.url)
    return found[1] if found else ""


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
