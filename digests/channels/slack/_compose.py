"""A digest -> a parent message and its thread. What others wrote goes into rich or plain text only."""

import itertools
import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from digests import view, words
from digests.channels._shared import message_key
from digests.channels.slack import _blocks
from digests.channels.slack._blocks import Block, Line, Piece
from watcher.model import Digest, Entry, Message, Panel, Section, SourceClass

_LEADING = 5  # items in the parent message
_ROOM = _blocks.CHARACTERS - 500  # what header and footer leave
_FACTS = 8  # of the watched trial in the parent message
_NOTIFICATION = 300  # characters of a notification, which is also what a screen reader reads
_REF = 12  # characters of the key that stand in the footer
_NAMESPACE = uuid.UUID("6f0d6d4e-2a43-4b8e-9d55-6c0f6d4a2b11")  # of our message ids; any constant will do
# Nothing can have been posted before the digest's period was over; a day for clocks that differ.
_MARGIN = timedelta(days=1)


def marker(key: str) -> str:
    """Return the block_id by which a message is known again."""
    return f"watcher-{key}"


def ref(key: str) -> str:
    """Return the mark at the foot of a message, for eyes and for the look-up."""
    return f"ref {key[:_REF]}"


Content = tuple[str, list[Block]]  # the notification, and the blocks without header and footer


def compose(digest: Digest, name: str, channel: str, archive: str = "") -> tuple[Message, ...]:
    """Return the messages in the order of posting; all but the first answer the first.

    A digest that corrects another one answers that one's parent, as Slack's threads have one level.
    """
    contents = [_parent(digest, archive), *_replies(digest, archive)]
    parent = message_key(name, channel, digest, of=digest.corrects)
    return tuple(
        Message(
            channel=name,
            recipient=channel,
            key=(key := message_key(name, channel, digest, part)),
            body=_body(_post(channel, content, key, part, digest), digest),
            media_type="application/json",
            part=part,
            parent=parent if part or digest.corrects else "",
            subject=content[0],
        )
        for part, content in enumerate(contents)
    )


def _post(channel: str, content: Content, key: str, part: int, digest: Digest) -> dict[str, object]:
    """Return the arguments of chat.postMessage, with everything off that would read markup into a text."""
    notification, blocks = content
    return {
        "channel": channel,
        "text": _blocks.escape(_blocks.shorten(notification, _NOTIFICATION)),
        "blocks": _marked(blocks, digest, key, part),
        "metadata": {"event_type": "watcher_digest", "event_payload": {"key": key}},
        "client_msg_id": str(uuid.uuid5(_NAMESPACE, key)),
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _body(post: dict[str, object], digest: Digest) -> bytes:
    oldest = (min(digest.until, digest.made) - _MARGIN).timestamp()
    content = {"post": post, "oldest": f"{oldest:.6f}"}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _marked(blocks: list[Block], digest: Digest, key: str, part: int) -> list[Block]:
    """Return the blocks with the marker on the first and in the last."""
    late = "late · " if digest.delayed else ""
    foot = _blocks.context(f"{late}{digest.key} · {ref(key)}")
    if part == 0:
        return [_blocks.header(digest.title, marker(key)), *blocks, foot]
    return [{**blocks[0], "block_id": marker(key)}, *blocks[1:], foot]


def _parent(digest: Digest, archive: str) -> Content:
    """Return the parent message; where it would be too long, it leads with fewer items."""
    leading = _LEADING
    while True:
        lines = [*_opening(digest), *_panels(digest), *_leading(digest, leading), *_closing(digest, archive)]
        made = list(_blocks.messages(lines, room=_ROOM))
        if len(made) == 1 or not leading:
            return view.summary(digest), made[0]
        leading -= 1


def _opening(digest: Digest) -> Iterator[Line]:
    yield (Piece(words.week(digest)), Piece(f" · {view.new_items(digest)}"))
    if warning := view.warning(digest):
        yield (Piece(warning, bold=True),)


def _panels(digest: Digest) -> Iterator[Line]:
    for panel in digest.watched:
        yield ()
        yield (_link(f"{panel.name} {view.state(panel)}", panel.url, bold=True),)
        yield (Piece(panel.headline),)
        for revision in panel.revisions:
            yield (Piece("Recorded as: ", bold=True), Piece(words.revision(revision)))
        yield from _facts(panel)


def _facts(panel: Panel) -> Iterator[Line]:
    for label, value in panel.facts[:_FACTS]:
        yield (Piece(f"{label}: ", bold=True), Piece(value))
    if panel.design:
        yield (Piece("As registered: ", bold=True), Piece(panel.design, italic=True))
    if panel.note:
        yield (Piece("Mind: ", bold=True), Piece(panel.note))


def _leading(digest: Digest, most: int) -> Iterator[Line]:
    """Yield the first items: retractions first, then by section; a source that is not rated never leads."""
    numbered = [one for one in view.numbered(digest) if one[2].source_class != SourceClass.OTHER]
    first = sorted(numbered, key=lambda one: "RETRACTED" not in one[2].badges)[:most]
    for number, _, entry in first:
        yield ()
        yield from _head(number, entry)
        if row := view.first(entry):
            yield _row(row)


def _closing(digest: Digest, archive: str) -> Iterator[Line]:
    items = sum(len(section.entries) for section in digest.sections)
    if nothing := view.nothing(digest):
        yield ()
        yield (Piece(nothing),)
    if digest.not_understood:
        yield ()
        yield (Piece(f"{view.UNREAD}: {words.plural(view.unread_count(digest), 'record')} in the thread.", bold=True),)
    yield ()
    said = f"{words.plural(items, 'item')} in the thread, one a reply" if items else "The coverage is in the thread"
    link = (Piece(". "), _link("The whole digest", archive)) if archive else ()
    yield (Piece(said), *link)


def _replies(digest: Digest, archive: str) -> Iterator[Content]:
    for number, section, entry in view.numbered(digest):
        for blocks in _blocks.messages(list(_item(number, section, entry)), room=_ROOM):
            yield f"{number}. {entry.title}", blocks
    yield from _not_understood(digest)
    yield from _coverage(digest, archive)


def _not_understood(digest: Digest) -> Iterator[Content]:
    rows = view.not_understood(digest)
    lines: list[Line] = [(Piece(view.UNREAD, bold=True),)] if rows else []
    for row in rows:
        lines += [(Piece(f"{row.label}: "), _link(row.text, row.url)), *((Piece(part),) for part in row.parts)]
    lines += [(Piece(more),)] if (more := view.more_not_understood(digest)) else []
    for blocks in _blocks.messages(lines, room=_ROOM):
        yield view.UNREAD, blocks


def _item(number: int, section: Section, entry: Entry) -> Iterator[Line]:
    yield (Piece(section.title, italic=True),)
    yield from _head(number, entry)
    for row in view.rows(entry):
        yield _row(row)
    links = [_link(label, address) for label, address in view.ways(entry)]
    if links:
        yield tuple(itertools.chain.from_iterable((link, Piece("  ")) for link in links))


def _head(number: int, entry: Entry) -> Iterator[Line]:
    yield (Piece(f"{number}. "), _link(entry.title, entry.url, bold=True))
    marks = " ".join(f"[{mark}]" for mark in view.marks(entry))
    yield (Piece(" ".join(part for part in (view.byline(entry), marks) if part)),)


def _row(row: view.Row) -> Line:
    return Piece(f"{row.label}: ", bold=True), Piece(f"“{row.text}”" if row.quoted else row.text)


def _coverage(digest: Digest, archive: str) -> Iterator[Content]:
    lines: list[Line] = [(Piece("Coverage: what was asked, and what came", bold=True),)]
    for line in digest.coverage:
        said = f"{words.outcome(line)}: {words.coverage(line)}{words.missed(line)}"
        lines.append((Piece(f"{words.source(line.source)}: ", bold=True), Piece(said)))
    lines += [(Piece(f"{section.title}: {more}"),) for section in digest.sections if (more := view.folded(section))]
    lines += [(Piece(section.note),) for section in _noted(view.shown(digest))]
    lines += [(Piece(text),) for text in view.foot(digest)]
    lines += [(_link("The whole digest", archive),)] if archive else []
    for blocks in _blocks.messages(lines, room=_ROOM):
        yield "Coverage: what was asked, and what came", blocks


def _noted(sections: Sequence[Section]) -> Iterator[Section]:
    return (section for section in sections if section.note)


def _link(text: str, url: str, *, bold: bool = False) -> Piece:
    is_link = view.leads(url) and len(_blocks.escape(url)) <= _blocks.ADDRESS
    return Piece(_blocks.shorten(text, _blocks.TITLE), url=url if is_link else "", bold=bold)
