"""Page: a static site in a folder, which grows by a digest at a time.

It has the pages of each digest, with the card by which the site knows it, and those about all digests.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from digests.channels._shared import message_key, writable, write
from digests.channels.page._digest import alone, card, files
from digests.channels.page._later import marked, since
from digests.channels.page._site import Card, cards, pages, read
from digests.labels import ENGLISH
from digests.writing import TITLE as SITE
from watcher.errors import DeliveryError
from watcher.model import Digest, Message, Receipt

__all__ = ["TITLE", "Channel", "alone", "pages"]

TITLE = "Page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A site in a folder: digests, living table, studies, search, feeds, calendar.

    The message of a digest holds its pages, written. The archive, the search and the feed are made
    anew from the cards of all digests in the folder whenever one is added; what came to stand on an item since is shown on the older pages.
    """

    name: str  # of the channel
    folder: str  # where the site is written
    title: str = SITE  # of the site
    address: str = ""  # where readers find it, for absolute links, feeds and sitemap
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
        content = {"card": card(digest), "files": files(digest, self.title, self.address)}
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
        new = {**new, "files": sorted(written)}
        known = [new, *(other for other in cards(folder) if other["key"] != new["key"])]
        for path, text in pages(known, self.title, self.address).items():
            write(folder / path, text.encode(), within=folder)
        for other, notices in since(known):
            page = folder / "digests" / f"{other['key']}.html"
            before = page.read_text("utf-8", "surrogateescape") if page.is_file() else ""  # a damaged one stays so
            if (after := marked(before, notices, other.get("language", ENGLISH))) != before:
                write(page, after.encode("utf-8", "surrogateescape"), within=folder)
        kept = {**new, "sha256": _hash(body)}
        card = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
        write(Path(self._card(new["key"])), card, within=folder)

    def _card(self, key: str) -> str:
        return str(Path(self.folder) / "data" / f"{key}.json")


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
