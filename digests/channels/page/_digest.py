"""The pages of one digest, and the card by which the site knows it."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from digests import headline, telling, view, words
from digests.channels.page._calendar import CALENDAR, calendar
from digests.channels.page._later import standing
from digests.channels.page._site import Card, addressed
from digests.writing import POLICY, fill, location, menu, page_name, slug, tidy
from digests.writing import TITLE as SITE
from watcher.model import Digest, Entry, Section
from watcher.text import shown

_ALONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_DIGESTS = uuid.UUID("0b0ff3ae-5d33-4f5c-8f5e-5b4f1c8f3e10")  # of the feed's ids; any constant will do


def files(digest: Digest, site: str, address: str = "") -> dict[str, str]:
    """Return the digest's pages by path: its own, one an item, one a watched trial, a calendar, and what it brings along."""
    made = {path: tidy(text) for path, text in _files(digest, site)} | _extra(digest)
    dates = calendar(digest)
    return {path: addressed(text, path, address) for path, text in made.items()} | ({CALENDAR: dates} if dates else {})


def alone(digest: Digest, site: str = SITE) -> str:
    """Return the digest as one page that needs no other file."""
    html = fill("page/digest.html.j2", digest=digest, root=None, site=site, pages=(), policy=_ALONE, studies={})
    return tidy(html)


def card(digest: Digest) -> Card:
    """Return what the site's own pages need to know of the digest."""
    made: Card = _legible(_card(digest))
    drawn = fill("page/timeline.html.j2", digest=digest)
    return made | {"timeline": tidy(drawn).strip(), "content": fill("page/content.html.j2", digest=digest)}


def _card(digest: Digest) -> Card:
    return {
        "key": page_name(digest),
        "id": f"urn:uuid:{uuid.uuid5(_DIGESTS, f'{digest.topic}/{page_name(digest)}')}",
        "topic": digest.topic,
        "title": digest.title,
        "language": digest.language,
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
            "studies": _brought(digest).get("newest", []),
        },
        "coverage": [[words.named(line), view.mark(line), view.dots(line, digest)] for line in digest.coverage],
        "pages": menu(digest),
        "items": [_found(entry, digest) for _, _, entry in view.numbered(digest)],
        "told": [_told(section, entry) for _, section, entry in view.numbered(digest)],
    }


def _files(digest: Digest, site: str) -> Iterator[tuple[str, str]]:
    studies = _studies(digest)
    shared = {
        "digest": digest,
        "site": site,
        "pages": menu(digest),
        "policy": POLICY,
        "root": "../",
        "page": page_name(digest),
        "studies": studies,
    }
    yield f"digests/{page_name(digest)}.html", fill("page/digest.html.j2", **shared)
    for panel in digest.watched:
        yield f"trials/{slug(panel.name)}.html", fill("page/trial.html.j2", **shared, panel=panel)
    for _, _, entry in view.numbered(digest):
        yield f"items/{entry.item}.html", fill("page/item.html.j2", **shared, entry=entry)


def _studies(digest: Digest) -> dict[int, tuple[str, str]]:
    """Return of each item that is a document of a study what that is called, and its page, as the digest brings them along."""
    told = _brought(digest).get("studies", [])
    return {item: (one["study"], location(one["page"])) for one in told for item in one["items"]}


def _brought(digest: Digest) -> dict[str, Any]:
    """Return the index of the studies that the digest brings along; {} where it brings none."""
    index: dict[str, Any] = json.loads(digest.extra.get("studies.json", "{}"))
    return index


def _extra(digest: Digest) -> dict[str, str]:
    return {location(name): text for name, text in sorted(digest.extra.items())}


def _found(entry: Entry, digest: Digest) -> dict[str, Any]:
    return {
        "item": entry.item,
        "title": entry.title,
        "byline": view.byline(entry),
        "marks": ", ".join(view.marks(entry)),
        "standing": standing(entry),
        "ids": " ".join(identifier.value for identifier in entry.ids),
        "text": " ".join(row.text for row in (*view.rows(entry), *view.reasons(entry))),
        "tier": entry.tier,
        "digest": page_name(digest),
    }


def _told(section: Section, entry: Entry) -> dict[str, Any]:
    """Return an item as the feed of its section has it."""
    name = {"section": section.name, "heading": section.title}
    return name | {"item": entry.item, "title": entry.title, "said": telling.short(entry)}


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
