"""The pages about all digests: made of their cards, whenever a digest is added."""

import json
import uuid
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from digests.writing import POLICY, SCRIPTED, fill, tidy

Card = dict[str, Any]  # what the site's own pages need to know of a digest
_FEEDS = uuid.UUID("7d0d1f2a-93b5-4a8c-8a53-2c9be0f7a4c2")
_WEEKS = 12  # digests whose coverage the front page shows
_FEED = 52  # digests in the feed: a year


def cards(folder: Path) -> list[Card]:
    """Return the cards of the digests in the folder; one that cannot be read is passed over."""
    found = (read(path) for path in sorted((folder / "data").glob("*.json")))
    return [card for card in found if card is not None]


def read(path: Path) -> Card | None:
    """Return a card; None where there is none, or it is damaged."""
    try:
        card: Card = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return card if isinstance(card, dict) and "until" in card else None


def pages(known: Sequence[Card], title: str, address: str) -> dict[str, str]:
    """Return the site's own pages by path. The same cards give the same pages."""
    ordered = sorted(known, key=lambda card: (card["until"], card["key"]), reverse=True)
    shared = {"site": title, "root": "", "pages": ordered[0]["pages"], "cards": ordered}
    items = _items(ordered)
    return {
        "style.css": _asset("style.css"),
        "site.css": _asset("site.css"),
        "search.js": _asset("search.js"),
        "table.js": _asset("table.js"),
        "index.js": f"window.watcherIndex = {json.dumps(items)};\n",
        "search.json": json.dumps({"schema": 1, "items": items}, ensure_ascii=False, indent=1) + "\n",
        "search.html": tidy(fill("page/search.html.j2", **shared, items=items, here="search.html", policy=SCRIPTED)),
        "feed.atom": _feed(ordered, title, address.rstrip("/") + "/" if address else ""),
        "index.html": tidy(
            fill("page/index.html.j2", **shared, reading=_reading(ordered), here="index.html", policy=POLICY)
        ),
    }


def _reading(ordered: Sequence[Card]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return of each source how it was read in each of the last digests, the oldest first: (name, [(digest, mark)])."""
    last = [card for card in ordered[:_WEEKS] if "coverage" in card][::-1]
    marks = {card["key"]: dict(card["coverage"]) for card in last}
    names = sorted({name for known in marks.values() for name in known})
    return [(name, [(key, known.get(name, "")) for key, known in marks.items()]) for name in names]


def _items(ordered: Sequence[Card]) -> list[dict[str, Any]]:
    """Return every item once, as the newest digest has it, the newest first."""
    found: dict[int, dict[str, Any]] = {}
    for card in ordered:
        for item in card["items"]:
            found.setdefault(item["item"], item)
    return list(found.values())


def _feed(ordered: Sequence[Card], title: str, address: str) -> str:
    return fill(
        "page/feed.atom.j2",
        id=f"urn:uuid:{uuid.uuid5(_FEEDS, title + address)}",
        site=title,
        address=address,
        updated=max(card["made"] for card in ordered),
        cards=ordered[:_FEED],
    )


def _asset(name: str) -> str:
    return resources.files("digests").joinpath("templates", "page", name).read_text(encoding="utf-8")
