"""From bytes to entries: what must be known of a body before and after feedparser has seen it.

feedparser gets text that is tidied and bounded, never an address or a path, and its ``bozo`` decides nothing alone:
a web page in place of a feed is to it a feed without entries, and none the worse for it.
"""

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from xml.sax.saxutils import escape

import feedparser

from sources._markup import decoded
from sources.feeds.tidy import Parts, parted, tidied
from watcher.json import decode, rows, word
from watcher.model import Page
from watcher.text import clean

# feedparser takes 5 microseconds a byte of markup. The largest feed we met has 206 kB.
LARGEST = 2_000_000  # characters; what stands behind them is told
MOST_ITEMS = (
    10_000  # so are those beyond: the longest feed that we met has 500, and each takes a third of a millisecond
)
MOST_ALONE = 250  # items that are read one by one where a feed is broken, 2 milliseconds each
# Of one item, or of what stands before the first; the longest that we met has a tenth of it.
DEEPEST = 100
MOST_TAGS = 20_000
LONGEST_AUTHOR = 200  # letters without a blank: feedparser takes the square of their number to find an address in them
_ROOT = re.compile(
    r"(?:<((?:[\w.-]{1,40}+:)?(?:rss|rdf|feed|channel))\b[^<>]*+>\s*+)(?:<(channel)\b[^<>]*+>)?", re.IGNORECASE
)
_BEGINNING = 2_000  # characters of an item in which its title and address are looked for, where it cannot be read

_TAG = re.compile(r"<(/?)[^\W\d][^\s<>/]*+([^<>]*+)>")
_AUTHOR = re.compile(
    r"<[\w:.-]{0,40}?(?:author|creator|editor|master|publisher|owner)\b[^<>]*+>((?:<!\[CDATA\[|[^<])*+)", re.IGNORECASE
)
_WORD = re.compile(rf"[\w.+-]{{{LONGEST_AUTHOR + 1}}}")
_TITLE = re.compile(r"<title\b[^<>]*+>(?:<!\[CDATA\[)?([^<>\]]{1,500})", re.IGNORECASE)
_LINK = re.compile(
    r"<link\b(?:[^<>]*?href=[\"']|[^<>]*+>(?:<!\[CDATA\[)?)\s*+(https?://[^\s\"'<>\]]{1,1000})", re.IGNORECASE
)


_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that cannot be read: which it is, why, and its title and address as far as they are certain."""

    position: int
    reason: str
    title: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed's entries, each with its position, and what it says of itself; ``damage`` says what was wrong, "" where nothing was."""

    about: Mapping[str, Any]
    entries: Sequence[tuple[int, Mapping[str, Any]]]
    unread: Sequence[Unread] = ()
    damage: str = ""


def open_feed(page: Page) -> Found:
    """Return what is in the feed; raise ValueError, saying why, where the body is none."""
    text = decoded(page.body, page.media_type)
    if not text.strip():
        raise ValueError("the body is empty")
    if text.lstrip()[:1] == "{":
        return _of_json(text.encode("utf-8", "replace"))
    text, left_out = _within(text)
    parts = parted(tidied(text))
    said, parts = len(parts.items), replace(parts, items=_ends(parts.items, MOST_ITEMS))
    if fault := _fault(parts.head):
        raise ValueError(fault)
    faults = {position: fault for position, item in enumerate(parts.items, start=1) if (fault := _fault(item))}
    unread = [_unread(position, parts.items[position - 1], fault) for position, fault in faults.items()]
    found = _parsed(parts, faults.keys(), page)
    return Found(found.about, found.entries, [*unread, *found.unread], found.damage or left_out or _left(said))


_ENDLESS = re.compile(r"(?<![\w+/=%-])[\w+/=%-]{20000,}+")  # a picture that is written out
_CLOSING = re.compile(r"</(?:[\w.-]{1,40}+:)?(?:item|entry)\s*+>", re.IGNORECASE)
_OPENING = re.compile(r"<(?:[\w.-]{1,40}+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def _within(text: str) -> tuple[str, str]:
    """Return as much of a feed's text as is read, and what is said of the rest: of one that is too long both ends, for either may be the newest."""
    whole = text if len(text) <= LARGEST else _ENDLESS.sub("", text)
    if len(whole) <= LARGEST:
        return whole, ""
    first, last = whole[: LARGEST // 2], whole[-LARGEST // 2 :]
    closing, opening = [*_CLOSING.finditer(first)][-1:], _OPENING.search(last)
    begun = _OPENING.search(first)
    end = closing[0].end() if closing else begun.start() if begun and opening else len(first)
    return (
        first[:end] + (last[opening.start() :] if opening else ""),
        f"only both ends of its {len(whole):,} characters were read",
    )


def _ends(items: Sequence[_One], most: int) -> tuple[_One, ...]:
    """Return the items, of more than ``most`` the first and the last ones: some feeds begin with the oldest."""
    return tuple(items) if len(items) <= most else (*items[: most // 2], *items[-most // 2 :])


def _left(items: int) -> str:
    """Return what is said of a feed with too many items; "" of any other."""
    return (
        f"only the first and the last {MOST_ITEMS // 2:,} of its {items:,} items were read"
        if items > MOST_ITEMS
        else ""
    )


def _parsed(parts: Parts, left_out: Collection[int], page: Page) -> Found:
    """Return the entries as feedparser reads them: at once where nothing is wrong and that brings all of them, else one by one.

    What is not closed in one item hides what stands in the next.
    """
    wanted = [position for position in range(1, len(parts.items) + 1) if position not in left_out]
    said, trouble = _asked(parts.head, "".join(parts.items[position - 1] for position in wanted), parts.tail)
    if not said.get("version") and not parts.items:  # no key at all where the body was empty
        raise ValueError(f"no feed: it begins {page.body[:60].decode('utf-8', 'replace')!r}")
    about, entries = dict(said.get("feed", {}).items()), said.get("entries", ())
    if trouble and not parts.items:
        raise ValueError(f"the feed cannot be read: {trouble}")
    damage = f"the feed is broken: {trouble}" if trouble else ""
    if wanted and trouble and len(wanted) <= MOST_ALONE:
        return _one_by_one(parts, wanted, about, damage)
    if len(entries) in (len(wanted), 0 if wanted else len(entries)):
        positions = wanted or range(1, len(entries) + 1)
        return Found(about, [(n, _plain(entry)) for n, entry in zip(positions, entries, strict=False)], (), damage)
    return _one_by_one(parts, wanted, about, damage)


def _one_by_one(parts: Parts, wanted: Sequence[int], about: Mapping[str, Any], damage: str) -> Found:
    read, unread = [], []
    root = _ROOT.search(parts.head)
    head = root[0] if root else parts.head[:0]
    tail = "".join(f"</{name}>" for name in reversed(root.groups()) if name) if root else ""
    for position in wanted:
        item = parts.items[position - 1]
        said, trouble = _asked(head, item, tail)
        if entries := said.get("entries"):
            read.append((position, _plain(entries[0])))
        else:
            unread.append(_unread(position, item, trouble or "nothing is found in it"))
    return Found(about, read, unread, damage)


def _plain(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the entry as a plain dictionary: feedparser's own answers a key that is not there with another one."""
    return dict(entry.items())


def _asked(*texts: str) -> tuple[Mapping[str, Any], str]:
    """Return what feedparser finds, and what it says is wrong; what it raises is no more than that."""
    body = f'<?xml version="1.0" encoding="utf-8"?>{"".join(texts).lstrip()}'.encode()
    try:
        # Its own cleaning of HTML takes the square of a text's length where tags have no end; ours comes later.
        found = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": "application/xml"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001 - the border of a record
        # It raises OverflowError, KeyError and others on bodies off the network, with no root of their
        # own: https://github.com/kurtmckee/feedparser/issues/591
        return {}, f"{type(error).__name__}: {error}"
    trouble = found.get("bozo_exception") if found.get("bozo") else None
    return found, f"{type(trouble).__name__}: {trouble}" if trouble else ""


def _fault(part: str) -> str:
    """Return why a part of a feed would take too long to read; "" where it would not."""
    depth = 0
    for number, tag in enumerate(_TAG.finditer(part), start=1):
        if not tag[2].endswith("/"):
            depth += -1 if tag[1] else 1
        if depth > DEEPEST or number > MOST_TAGS:
            return "nested too deeply, or too many tags"
    names = (found[1] for found in _AUTHOR.finditer(part))
    return "an author's name without an end" if any(map(_WORD.search, names)) else ""


def _unread(position: int, item: str, reason: str) -> Unread:
    title, link = (found[1] if (found := sign.search(item[:_BEGINNING])) else "" for sign in (_TITLE, _LINK))
    return Unread(position, reason, clean(title), clean(link))


# https://www.jsonfeed.org/version/1.1/ in feedparser's words.
_JSON_NAMES = {"id": "id", "url": "link", "title": "title", "date_published": "published", "date_modified": "updated"}


def _of_json(body: bytes) -> Found:
    value = decode(body)
    items = list(rows(value, "items"))
    is_said = "jsonfeed.org/" in word(value, "version") and isinstance(value.get("items"), list)
    if not is_said and not any(_speaks(item) for item in items):
        raise ValueError(f"no feed: it begins {body[:60].decode('utf-8', 'replace')!r}")
    about = {"title": word(value, "title"), "link": word(value, "home_page_url")}
    entries = list(enumerate(map(_json_entry, _ends(items, MOST_ITEMS)), start=1))
    return Found(about, entries, damage=_left(len(items)))


def _speaks(item: Mapping[str, Any]) -> bool:
    """Return whether an object is an item of a feed that does not say what it is: it has a key or an address, and a title or a text."""
    return any(word(item, key) for key in ("id", "url")) and any(
        word(item, key) for key in ("title", "content_html", "content_text")
    )


def _json_entry(item: Mapping[str, Any]) -> Mapping[str, Any]:
    entry: dict[str, Any] = {name: word(item, key) for key, name in _JSON_NAMES.items()}
    text = word(item, "content_html") or escape(word(item, "content_text"))
    authors = [{"name": word(author, "name")} for author in rows(item, "authors")]
    summary = escape(word(item, "summary"))
    return {
        **entry,
        "title": escape(entry["title"]),
        "summary": summary,
        "content": [{"value": text}],
        "authors": authors,
    }
