"""From bytes to entries: what must be known of a body before and after feedparser has seen it.

feedparser gets bytes that our client fetched, never an address or a path, and its ``bozo`` decides nothing alone:
a web page in place of a feed is to it a feed without entries, and none the worse for it.
"""

import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import feedparser

from watcher.model import Page

# feedparser takes 5 microseconds a byte of markup, and the square of the length for some texts that no feed has:
# comments that never end, a word of thousands of letters as an author. The largest feed we met has 206 kB.
LARGEST_BYTES = 2_000_000
DEEPEST = 100
MOST_TAGS = 50_000  # begun, whether they end or not, in the feed and in the texts that it quotes
MOST_REFERENCES = 200_000  # "&"
MOST_ATTRIBUTES = 100  # of one element
MOST_OPEN_COMMENTS = 100
LONGEST_AUTHOR = 200  # letters without a blank

# Either says that a label was wrong, not that anything was lost.
_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=")
_TAG = re.compile(r"<(/?)[A-Za-z_][^\s<>/]*([^<>]*)>")
_AUTHOR = re.compile(
    r"<[\w:.-]*(?:author|creator|editor|master|publisher|owner)[^<>]*>((?:<!\[CDATA\[|[^<])*)", re.IGNORECASE
)
_WORD = re.compile(r"[\w.+-]+")
_ATTRIBUTE = re.compile(r"=\s*[\"']")


@dataclass(frozen=True, slots=True)
class Found:
    """A feed's entries and what it says of itself; ``damage`` says what was wrong, "" where nothing was."""

    about: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    damage: str


def open_feed(page: Page) -> Found:
    """Return what is in the feed; raise ValueError, saying why, where the body is none."""
    _check(page.body)
    found = _parsed(page)
    if not found.get("version"):  # no key at all where the body was empty
        raise ValueError(f"no feed: it begins {page.body[:60].decode('utf-8', 'replace')!r}")
    trouble = found.get("bozo_exception") if found.get("bozo") else None
    # Plain dictionaries: feedparser's own answer a key that is not there with another one.
    entries = [dict(entry.items()) for entry in found.entries]
    if trouble is None or isinstance(trouble, _HARMLESS):
        return Found(dict(found.feed.items()), entries, "")
    if not entries:
        raise ValueError(f"the feed cannot be read: {type(trouble).__name__}: {trouble}")
    return Found(dict(found.feed.items()), entries, f"the feed is broken: {type(trouble).__name__}: {trouble}")


def _parsed(page: Page) -> Any:
    try:
        return feedparser.parse(
            io.BytesIO(page.body),
            response_headers={"content-type": _content_type(page)},
            resolve_relative_uris=False,
        )
    except Exception as error:
        # It raises OverflowError, KeyError and others on bodies off the network, with no root of their
        # own: https://github.com/kurtmckee/feedparser/issues/591
        raise ValueError(f"feedparser failed: {type(error).__name__}: {error}") from error


def _content_type(page: Page) -> str:
    """Return the server's content type, but for a body that names its own encoding: there the server is often wrong."""
    if page.body.startswith(_MARKS) or _DECLARED.match(page.body):
        return "application/xml"
    return page.media_type or "application/xml"


def _check(body: bytes) -> None:
    """Raise ValueError for a body that is empty, too large, too deep, declares entities, or would take too long."""
    if not body.strip():
        raise ValueError("the body is empty")
    if len(body) > LARGEST_BYTES:
        raise ValueError(f"larger than {LARGEST_BYTES:,} bytes")
    text = body.decode("utf-16", "replace") if body.startswith(_MARKS[1:]) else body.decode("latin-1")
    if "\x00" in text:
        raise ValueError("it holds NUL characters")
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ValueError("it declares entities")
    _check_work(html.unescape(text))
    _check_tags(text)


def _check_work(text: str) -> None:
    if text.count("<") > MOST_TAGS or text.count("&") > MOST_REFERENCES:
        raise ValueError("nested too deeply, or too many tags or attributes")
    if max(part.count("<!--") for part in text.split("-->")) > MOST_OPEN_COMMENTS:
        raise ValueError("too many comments that do not end")
    words = (word for found in _AUTHOR.finditer(text) for word in _WORD.finditer(found[1]))
    if any(word.end() - word.start() > LONGEST_AUTHOR for word in words):
        raise ValueError("an author's name without an end")


def _check_tags(text: str) -> None:
    depth = 0
    for tag in _TAG.finditer(text):
        if not tag[2].endswith("/"):
            depth += -1 if tag[1] else 1
        if depth > DEEPEST or len(_ATTRIBUTE.findall(tag[2])) > MOST_ATTRIBUTES:
            raise ValueError("nested too deeply, or too many tags or attributes")
