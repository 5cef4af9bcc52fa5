"""Teams: an Adaptive Card to a channel of Microsoft Teams, through the address of a workflow "when a webhook request is received".

Text of others stands in text runs, in which Teams reads no markup (https://adaptivecards.io/explorer/TextRun.html); a card has at most
28 KB (https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams), and leads with fewer items until it fits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from digests import headline, telling, view, words
from digests.channels._posting import Address, posted
from digests.channels._shared import message_key
from watcher.model import Announcement, Digest, Entry, Message, Receipt
from watcher.text import shown

TITLE = "Teams"
_BYTES = 26_000  # of a card; Teams takes 28 KB
_LEADING = 10  # items of a card
_LONGEST = 600  # characters of a line
_Run = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Address):
    """A channel of Teams. ``base_url`` is the address that the workflow gives: it is a secret."""

    archive: str = ""  # address of the page channel's site, for what is folded

    def check(self) -> str:
        """Return whom we would call; to try it is to post a card."""
        return f"cards to {self.host}, not called"

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one card: the first lines, the leading items with what they found, and the way to the whole."""
        key = message_key(self.name, self.host, digest)
        leading = headline.ordered(digest)[:_LEADING]
        while True:
            body = _card([*_digest(digest, leading)], self.archive)
            if len(body) <= _BYTES or not leading:
                return (self.message(key, headline.summary(digest), body),)
            leading = leading[:-1]

    def notice(self, notice: Announcement) -> tuple[Message, ...]:
        """Return a few plain words as a card."""
        lines = [_line(_run(notice.subject, weight="Bolder", size="Medium"))]
        lines += [_line(_run(text, url=text if view.leads(text) else "")) for text in notice.text.splitlines()]
        return (self.message(notice.key, notice.subject, _card(lines, "")),)

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Post it once; raise ``DeliveryError`` where the answer is no success."""
        del parent
        return posted(self, message, {"Content-Type": message.media_type})


def _digest(digest: Digest, leading: Sequence[tuple[int, Entry]]) -> Iterator[dict[str, Any]]:
    yield _line(_run(digest.title, weight="Bolder", size="Large"))
    late = " · late" if digest.delayed else ""
    yield _line(_run(f"{digest.key} · {words.week(digest)}{late}", isSubtle=True))
    for panel in digest.watched:
        yield _line(_run(f"{panel.name}: {panel.headline}", url=panel.url, weight="Bolder"))
    yield _line(_run(headline.verdict(digest), weight="Bolder"))
    yield _line(_run(headline.looked(digest), **({"color": "Warning"} if digest.missing else {"isSubtle": True})))
    for number, entry in leading:
        yield _line(_run(f"{number}. "), _run(entry.title, url=entry.url, weight="Bolder")) | {"spacing": "Large"}
        yield _line(_run(" ".join((view.byline(entry), *(f"[{mark}]" for mark in view.marks(entry)))), isSubtle=True))
        yield _line(_run(telling.result(entry)))
    rest = sum(len(section.entries) + section.folded for section in digest.sections) - len(leading)
    if rest > 0:
        yield _line(_run(f"and {rest} more", isSubtle=True))
    yield from _unseen(digest)


def _unseen(digest: Digest) -> Iterator[dict[str, Any]]:
    """Yield what could not be read: records, each with its address, and sources."""
    if digest.not_understood:
        yield _line(_run(view.UNREAD, weight="Bolder")) | {"spacing": "Large"}
    for row in view.not_understood(digest):
        yield _line(
            _run(f"{row.label}: "), _run(row.text, url=row.url), _run(f" {'; '.join(row.parts)}", isSubtle=True)
        )
    if more := view.more_not_understood(digest):
        yield _line(_run(more, isSubtle=True))
    for row in view.short(digest):
        yield _line(_run(f"{row.label}: ", weight="Bolder"), _run(row.text))


def _run(text: str, *, url: str = "", **style: object) -> _Run:
    """Return a text run, in which nothing is markup; one that leads somewhere where the address may be a link."""
    way = {"selectAction": {"type": "Action.OpenUrl", "url": url}} if url and view.leads(url) else {}
    return {"type": "TextRun", "text": _spaced(text), **style, **way}


def _spaced(text: str) -> str:
    """Return a text as it may be shown; a space at either end, which parts two runs, stays."""
    before, after = (" " if end == " " else "" for end in (text[:1], text[-1:]))
    return f"{before}{shown(text, _LONGEST)}{after}" if text.strip() else " "


def _line(*runs: _Run) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _card(body: Sequence[dict[str, Any]], archive: str) -> bytes:
    """Return what the workflow takes: a message with one card."""
    way = [{"type": "Action.OpenUrl", "title": "The whole digest", "url": archive}] if view.leads(archive) else []
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": list(body),
        **({"actions": way} if way else {}),
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return msgspec.json.encode({"type": "message", "attachments": [attachment]})
