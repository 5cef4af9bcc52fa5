"""What came to stand on an item after a digest told of it: it is shown on that digest's page, whose own words stay as they were. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from digests.labels import ENGLISH, say, speaking
from watcher.model import RETRACTED, STANDING, Entry

Card = dict[str, Any]
Notices = Mapping[int, Sequence[tuple[str, str]]]  # of an item: what stands on it, and the digest that told so

_ITEM = re.compile(
    r'(<article class="numbered(?: brief)?" id="item-(\d{1,19})">\s*+<span class="number"[^>]*+>[^<]*+</span>\s*+<div>\n?)'
    r'(<p class="since">[^\n]*+\n)?'
)


def standing(entry: Entry) -> list[str]:
    """Return what stands on an item, as its badges say."""
    return [badge for badge in entry.badges if badge in STANDING]


def since(known: Sequence[Card]) -> Iterator[tuple[Card, Notices]]:
    """Yield the digests, each with what newer ones say of its items and it could not."""
    newest: dict[int, tuple[Card, list[str]]] = {}
    for card in sorted(known, key=lambda one: (one["until"], one["key"]), reverse=True):
        found: dict[int, list[tuple[str, str]]] = {}
        for item in card["items"]:
            teller, says = newest.setdefault(item["item"], (card, item.get("standing", [])))
            if new := [(badge, teller["key"]) for badge in says if badge not in item.get("standing", [])]:
                found[item["item"]] = new
        yield card, found


def marked(html: str, notices: Notices, language: str = ENGLISH) -> str:
    """Return a digest's page with what came to stand on its items, in the place of what it was told of that before."""

    def with_mark(found: re.Match[str]) -> str:
        said = notices.get(int(found[2]), ())
        return f'{found[1]}<p class="since">{" ".join(_told(*one) for one in said)}</p>\n' if said else found[1]

    with speaking(language):
        return _ITEM.sub(with_mark, html)


def _told(badge: str, key: str) -> str:
    grave = f" {RETRACTED}" if badge == RETRACTED else ""
    return f'<b class="badge{grave}">{escape(say(badge))}</b> (<a href="{escape(key)}.html">{escape(key)}</a>)'
