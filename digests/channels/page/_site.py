"""The pages about all digests: made of their cards, whenever a digest is added."""

import json
import uuid
from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from digests.labels import ENGLISH, speaking
from digests.writing import POLICY, SCRIPTED, fill, slug, tidy
from watcher.query.arrangement import table_of
from watcher.query.synonyms import FILLERS

Card = dict[str, Any]  # what the site's own pages need to know of a digest
_FEEDS = uuid.UUID("7d0d1f2a-93b5-4a8c-8a53-2c9be0f7a4c2")
_WEEKS = 12  # digests whose coverage the front page shows
_FEED = 52  # digests in the feed: a year
_ITEMS = 100  # items in the feed of a section


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


def addressed(text: str, path: str, address: str) -> str:
    """Return a page that says where it stands, by its own address; as it is where the site has none, or the file is no page."""
    if not address or not path.endswith(".html"):
        return text
    url = escape(_base(address) + path, quote=True)
    return text.replace(
        "</head>", f'<link rel="canonical" href="{url}">\n<meta property="og:url" content="{url}">\n</head>', 1
    )


def _base(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""


def pages(known: Sequence[Card], title: str, address: str) -> dict[str, str]:
    """Return the site's own pages by path, in the language of the newest digest. The same cards give the same pages."""
    newest = max(known, key=lambda card: (card["until"], card["key"]))
    with speaking(newest.get("language", ENGLISH)):
        return _addressed(known, title, address)


def _addressed(known: Sequence[Card], title: str, address: str) -> dict[str, str]:
    return {path: addressed(text, path, address) for path, text in _pages(known, title, address).items()}


def _pages(known: Sequence[Card], title: str, address: str) -> dict[str, str]:
    ordered = sorted(known, key=lambda card: (card["until"], card["key"]), reverse=True)
    shared = {"site": title, "root": "", "pages": ordered[0]["pages"], "cards": ordered, "feeds": _sections(ordered)}
    # Our own drawing, every text in it escaped where it was made, as in the digest's own page.
    shared["drawing"] = Markup(ordered[0].get("timeline", ""))  # noqa: S704
    shared["calendar"] = "calendar.ics" in ordered[0].get("files", ())
    items = _items(ordered)
    return {
        "style.css": _asset("style.css"),
        "site.css": _asset("site.css"),
        "search.js": _asset("search.js"),
        "table.js": _asset("table.js"),
        "index.js": f"window.watcherIndex = {json.dumps(items)};\n",
        "words.js": f"window.watcherWords = {json.dumps({'ways': table_of(_texts(items)), 'fillers': sorted(FILLERS)})};\n",
        "search.json": json.dumps({"schema": 1, "items": items}, ensure_ascii=False, indent=1) + "\n",
        "search.html": tidy(fill("page/search.html.j2", **shared, items=items, policy=SCRIPTED)),
        "feed.atom": _feed(ordered, title, _base(address)),
        **_section_feeds(ordered, title, _base(address)),
        **_sitemap(ordered, _base(address)),
        "index.html": tidy(fill("page/index.html.j2", **shared, reading=_reading(ordered), policy=POLICY)),
    }


def _reading(ordered: Sequence[Card]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return of each source how it was read in each of the last digests, the oldest first: (name, [(digest, mark, a dot a day)])."""
    last = [card for card in ordered[:_WEEKS] if "coverage" in card][::-1]
    marks = {
        card["key"]: {name: (mark, next(iter(days), "")) for name, mark, *days in card["coverage"]} for card in last
    }
    names = sorted({name for known in marks.values() for name in known})
    return [(name, [(key, *known.get(name, ("", ""))) for key, known in marks.items()]) for name in names]


def _items(ordered: Sequence[Card]) -> list[dict[str, Any]]:
    """Return every item once, as the newest digest has it, the newest first."""
    found: dict[int, dict[str, Any]] = {}
    for card in ordered:
        for item in card["items"]:
            found.setdefault(item["item"], {name: value for name, value in item.items() if name != "standing"})
    return list(found.values())


def _texts(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    return (str(text) for item in items for text in item.values())


def _feed(ordered: Sequence[Card], title: str, address: str) -> str:
    return fill(
        "page/feed.atom.j2",
        id=f"urn:uuid:{uuid.uuid5(_FEEDS, title + address)}",
        site=title,
        address=address,
        updated=max(card["made"] for card in ordered),
        cards=ordered[:_FEED],
    )


def _sections(ordered: Sequence[Card]) -> dict[str, str]:
    """Return the heading of each section that a digest has shown, as the newest has it, by its name."""
    told = (one for card in ordered for one in card.get("told", ()))
    found: dict[str, str] = {}
    for one in told:
        found.setdefault(slug(one["section"]), one["heading"])
    return dict(sorted(found.items()))


def _section_feeds(ordered: Sequence[Card], title: str, address: str) -> dict[str, str]:
    """Return a feed for each section: its items, each once and as it was told last, the newest first."""
    made: dict[str, str] = {}
    for name, heading in _sections(ordered).items():
        told = [(one, card) for card in ordered for one in card.get("told", ()) if slug(one["section"]) == name]
        entries = {one["item"]: {**one, "updated": card["made"], "id": _item_id(card, one)} for one, card in told[::-1]}
        newest = sorted(entries.values(), key=lambda one: (one["updated"], one["item"]), reverse=True)
        path = f"feeds/{name}.atom"
        made[path] = fill(
            "page/section.atom.j2",
            id=f"urn:uuid:{uuid.uuid5(_FEEDS, f'{title}{address}{name}')}",
            site=title,
            heading=heading,
            path=path,
            address=address,
            root=address or "../",
            updated=newest[0]["updated"],
            entries=newest[:_ITEMS],
        )
    return made


def _item_id(card: Card, told: Card) -> str:
    return f"urn:uuid:{uuid.uuid5(_FEEDS, card['topic'] + '/item/' + str(told['item']))}"


def _sitemap(ordered: Sequence[Card], address: str) -> dict[str, str]:
    """Return the list of all pages with the day of the newest digest that wrote each; {} where the site has no address."""
    if not address:
        return {}
    days: dict[str, str] = dict.fromkeys(("index.html", "search.html"), ordered[0]["until"][:10])
    for card in ordered:
        for path in card.get("files", ()):
            if path.endswith(".html"):
                days.setdefault(path, card["until"][:10])
    return {"sitemap.xml": fill("page/sitemap.xml.j2", address=address, days=sorted(days.items()))}


def _asset(name: str) -> str:
    return resources.files("digests").joinpath("templates", "page", name).read_text(encoding="utf-8")
