"""Page: a static site in a folder, which grows by a digest at a time.

It has the pages of each digest, with the card by which the site knows it, and those about all digests.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from digests import headline, view, words
from digests.channels._shared import message_key, writable, write
from digests.writing import POLICY, fill, menu, slug, tidy
from digests.writing import TITLE as SITE
from watcher.errors import DeliveryError
from watcher.model import Digest, Entry, Message, Receipt
from watcher.text import shown

TITLE = "Page"
Card = dict[str, Any]  # what the site's own pages need to know of a digest
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_DIGESTS = uuid.UUID("0b0ff3ae-5d33-4f5c-8f5e-5b4f1c8f3e10")  # of the feed's ids; any constant will do


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A site in ``folder``; ``address`` is where readers find it, for the feed ("" where nowhere yet).

    The message of a digest holds its pages, written. The archive, the search and the feed are made
    anew from the cards of all digests in the folder whenever one is added.
    """

    name: str
    folder: str
    title: str = SITE
    address: str = ""
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({})
    paths: ClassVar[tuple[str, ...]] = ("folder",)

    @property
    def searchable(self) -> bool:
        """Return True: the folder tells what it holds."""
        return True

    def check(self) -> str:
        """Return where the site would be written; raise ``DeliveryError`` where it could not."""
        return writable(self.name, Path(self.folder) / "index.html")

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message: the pages of this digest and its card, as JSON."""
        content = {"card": card(digest), "files": files(digest, self.title)}
        return (
            Message(
                channel=self.name,
                recipient=self.folder,
                key=message_key(self.name, self.folder, digest),
                body=json.dumps(content, ensure_ascii=False, sort_keys=True).encode(),
                media_type="application/json",
                subject=digest.key,
            ),
        )

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Write the pages, each at once; raise ``DeliveryError`` where the folder cannot be written.

        The card, by which ``find`` knows the digest, is written when its pages stand.
        """
        del parent
        content = json.loads(message.body)
        try:
            self._write(content["card"], content["files"], message.body)
        except OSError as error:
            raise DeliveryError(self.name, f"cannot write {self.folder}: {error.strerror}") from error
        return Receipt(key=message.key, reference=self._card(content["card"]["key"]), at=datetime.now(UTC))

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return a receipt where this very digest stands in the folder already."""
        del parent
        path = self._card(json.loads(message.body)["card"]["key"])
        kept = read(Path(path))
        if kept is None or kept["sha256"] != _hash(message.body):
            return None
        return Receipt(key=message.key, reference=path, at=datetime.fromtimestamp(Path(path).stat().st_mtime, UTC))

    def _write(self, new: Card, written: dict[str, str], body: bytes) -> None:
        folder = Path(self.folder)
        later = {path for other in cards(folder) if other["until"] > new["until"] for path in other["files"]}
        for path, text in written.items():
            if path not in later:  # an item's page stays that of the newest digest which has the item
                write(folder / path, text.encode(), within=folder)
        known = [new, *(other for other in cards(folder) if other["key"] != new["key"])]
        for path, text in pages(known, self.title, self.address).items():
            write(folder / path, text.encode(), within=folder)
        kept = {**new, "files": sorted(written), "sha256": _hash(body)}
        card = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
        write(Path(self._card(new["key"])), card, within=folder)

    def _card(self, key: str) -> str:
        return str(Path(self.folder) / "data" / f"{key}.json")


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def files(digest: Digest, site: str) -> dict[str, str]:
    """Return the digest's pages by path: its own, one an item, one a watched trial, and what it brings along."""
    return {path: tidy(text) for path, text in _files(digest, site)} | _extra(digest)


def alone(digest: Digest, site: str = SITE) -> str:
    """Return the digest as one page that needs no other file."""
    html = fill("page/digest.html.j2", digest=digest, root=None, site=site, pages=(), policy=_ALONE)
    return tidy(html)


def card(digest: Digest) -> Card:
    """Return what the site's own pages need to know of the digest."""
    made: Card = _legible(_card(digest))
    return made | {"content": fill("page/content.html.j2", digest=digest)}


def _card(digest: Digest) -> Card:
    return {
        "key": slug(digest.key),
        "id": f"urn:uuid:{uuid.uuid5(_DIGESTS, f'{digest.topic}/{digest.key}')}",
        "topic": digest.topic,
        "title": digest.title,
        "until": digest.until.isoformat(),
        "made": digest.made.isoformat().replace("+00:00", "Z"),
        "period": words.week(digest),
        "summary": headline.summary(digest),
        "headlines": " ".join([*map(headline.movement, digest.watched), headline.verdict(digest)]),
        "first": {
            "moves": [
                [f"{panel.name}: {panel.headline}", f"trials/{slug(panel.name)}.html"] for panel in digest.watched
            ],
            "verdict": headline.verdict(digest),
            "main": headline.main(digest),
            "looked": headline.looked(digest),
        },
        "coverage": [[words.source(line.source), view.mark(line)] for line in digest.coverage],
        "pages": menu(digest),
        "items": [_found(entry, digest) for _, _, entry in view.numbered(digest)],
    }


def _files(digest: Digest, site: str) -> Iterator[tuple[str, str]]:
    shared = {"digest": digest, "site": site, "pages": menu(digest), "policy": POLICY, "root": "../"}
    yield f"digests/{slug(digest.key)}.html", fill("page/digest.html.j2", **shared)
    for panel in digest.watched:
        yield f"trials/{slug(panel.name)}.html", fill("page/trial.html.j2", **shared, panel=panel)
    for _, _, entry in view.numbered(digest):
        yield f"items/{entry.item}.html", fill("page/item.html.j2", **shared, entry=entry)


def _extra(digest: Digest) -> dict[str, str]:
    return {slug(name): text for name, text in sorted(digest.extra.items())}


def _found(entry: Entry, digest: Digest) -> dict[str, Any]:
    return {
        "item": entry.item,
        "title": entry.title,
        "byline": view.byline(entry),
        "marks": ", ".join(view.marks(entry)),
        "ids": " ".join(identifier.value for identifier in entry.ids),
        "text": " ".join(row.text for row in (*view.rows(entry), *view.reasons(entry))),
        "tier": entry.tier,
        "digest": slug(digest.key),
    }


def _legible(value: Any) -> Any:
    """Return the value with every text in it as it may be shown: a card goes into files that no template escapes."""
    match value:
        case str():
            return shown(value)
        case dict():
            return {key: _legible(part) for key, part in value.items()}
        case list() | tuple():
            return [_legible(part) for part in value]
        case _:
            return value


_SCRIPTED = POLICY + "; script-src 'self'"
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
        "search.js": _asset("search.js"),
        "index.js": f"window.watcherIndex = {json.dumps(items)};\n",
        "search.json": json.dumps({"schema": 1, "items": items}, ensure_ascii=False, indent=1) + "\n",
        "search.html": tidy(fill("page/search.html.j2", **shared, items=items, policy=_SCRIPTED)),
        "feed.atom": _feed(ordered, title, address.rstrip("/") + "/" if address else ""),
        "index.html": tidy(fill("page/index.html.j2", **shared, reading=_reading(ordered), policy=POLICY)),
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
