"""A digest -> a parent message and its thread. What others wrote goes into rich or plain text only."""

import itertools
import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from digests import cutting, headline, telling, view, words
from digests.channels._shared import message_key
from digests.channels.slack import _blocks
from digests.channels.slack._blocks import Block, Line, Piece
from digests.labels import counted, say
from watcher.model import Announcement, Digest, Entry, Message, Panel, Section, SourceClass

_ROOM = _blocks.CHARACTERS - 500  # what header and footer leave
_SHRINK = 0.75  # of the items keep their result, each time that the thread turns out too long
_RESULT = 900  # characters of what an item found, where it is told shortly
_REPLIES = 4  # in the thread: more than that nobody opens
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


def compose(digest: Digest, name: str, channel: str, archive: str = "", *, rate: bool = False) -> tuple[Message, ...]:
    """Return the messages in the order of posting; all but the first answer the first.

    A digest that corrects another one answers that one's parent, as Slack's threads have one level.
    """
    first, above = _parent(digest, archive)
    contents = [first, *([] if digest.short else _replies(digest, archive, above))]
    if rate and len(contents) > 1:
        text, blocks = contents[1]
        contents[1] = (text, [*blocks, *_ratings(digest)])
    parent = message_key(name, channel, digest, of=digest.corrects)
    # One that is late may be made a second time, from a restored database: the first may have been posted since it was due.
    begin = digest.since if digest.delayed else min(digest.until, digest.made)
    return tuple(
        Message(
            channel=name,
            recipient=channel,
            key=(key := message_key(name, channel, digest, part)),
            body=_body(_post(channel, content[0], _marked(content[1], digest, key, part), key), begin),
            media_type="application/json",
            part=part,
            parent=parent if part or digest.corrects else "",
            subject=content[0],
        )
        for part, content in enumerate(contents)
    )


def told(name: str, channel: str, notice: Announcement) -> Message:
    """Return a notice as a message: its subject and its lines, of which an address is a link."""
    lines = [(Piece(notice.subject, bold=True),), *((_link(line, line),) for line in notice.text.splitlines())]
    blocks = next(_blocks.messages(lines, room=_ROOM))
    marked = [{**blocks[0], "block_id": marker(notice.key)}, *blocks[1:], _blocks.context(ref(notice.key))]
    seen_by_all = {"reply_broadcast": True} if notice.answers and notice.aloud else {}
    return Message(
        channel=name,
        recipient=channel,
        key=notice.key,
        body=_body(_post(channel, notice.subject, marked, notice.key) | seen_by_all, notice.at),
        media_type="application/json",
        parent=notice.answers.key if notice.answers else "",
        subject=notice.subject,
    )


def _post(channel: str, notification: str, blocks: list[Block], key: str) -> dict[str, object]:
    """Return the arguments of chat.postMessage, with everything off that would read markup into a text."""
    return {
        "channel": channel,
        "text": _blocks.escape(_blocks.shorten(notification, _NOTIFICATION)),
        "blocks": blocks,
        "metadata": {"event_type": "watcher_digest", "event_payload": {"key": key}},
        "client_msg_id": str(uuid.uuid5(_NAMESPACE, key)),
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def worded(post: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the message as it is written, and then ever more plainly, for what Slack does not take."""
    yield post
    if blocks := post.get("blocks"):
        yield {**post, "blocks": _blocks.without_links(blocks)}
        yield {name: value for name, value in post.items() if name != "blocks"} | {"text": _blocks.plain(blocks)}
        if "metadata" in post:  # it is found again by the marks on its blocks
            yield {name: value for name, value in post.items() if name != "metadata"}


def _body(post: dict[str, object], since: datetime) -> bytes:
    """Return the post, and since when it may have been posted."""
    content = {"post": post, "oldest": f"{(since - _MARGIN).timestamp():.6f}"}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _marked(blocks: list[Block], digest: Digest, key: str, part: int) -> list[Block]:
    """Return the blocks with the marker on the first and in the last."""
    late = f"{say('late')} · " if digest.delayed else ""
    foot = _blocks.context(f"{late}{digest.key} · {ref(key)}")
    if part == 0:
        return [_blocks.header(digest.title, marker(key)), *blocks, foot]
    return [{**blocks[0], "block_id": marker(key)}, *blocks[1:], foot]


def _parent(digest: Digest, archive: str) -> tuple[Content, dict[int, str]]:
    """Return the parent message and what it says of items; where it would be too long, it leads with fewer."""
    leading, stands = _leading(digest), headline.above(digest)
    while True:
        above = {entry.item: f"{telling.result(entry)} {stands.get(entry.item, '')}" for _, entry in leading}
        told = (line for number, entry in leading for line in _brief(number, entry, _told(entry, digest)))
        made = list(_blocks.messages([*_opening(digest), (), *told, *_closing(digest, archive)], room=_ROOM))
        if len(made) == 1 or not leading:
            return (headline.summary(digest), made[0]), above
        leading = leading[:-1]


def _told(entry: Entry, digest: Digest) -> telling.Brief:
    """Return an item as the parent tells it: what the trial's own line says of it is not said again."""
    whole = telling.whole(entry)
    return whole._replace(said="") if entry.item in headline.told(digest) else whole


def _leading(digest: Digest) -> list[tuple[int, Entry]]:
    """Return the items to lead with: what is to be read, and the main study; a source that is not rated never leads."""
    full = headline.in_full(digest)
    ordered = headline.ordered(digest)
    return [one for one in ordered if one[1].item in full and one[1].source_class != SourceClass.OTHER]


def _opening(digest: Digest) -> Iterator[Line]:
    yield (Piece(words.week(digest)),)
    for panel in digest.watched:
        yield _link(panel.name, panel.url, bold=True), Piece(f": {panel.headline}", bold=True)
        yield from _moved(panel, headline.note(digest, panel))
    yield (Piece(headline.verdict(digest), bold=True),)
    yield (Piece(headline.looked(digest), bold=bool(digest.missing)),)


def _moved(panel: Panel, note: str) -> Iterator[Line]:
    if panel.moved and (said := telling.glance(panel)):
        yield (Piece(said),)
    if note:
        yield (Piece(note, italic=True),)
    for label, text in telling.context(panel):
        yield (Piece(f"{label}: {text}", italic=True),)


def _closing(digest: Digest, archive: str) -> Iterator[Line]:
    items = sum(len(section.entries) for section in digest.sections)
    if digest.not_understood:
        yield ()
        yield (Piece(f"{view.UNREAD}: {words.plural(view.unread_count(digest), 'record')} in the thread.", bold=True),)
    said = (
        counted(items, "{count} item in the thread", "{count} items in the thread")
        if items
        else say("The coverage is in the thread")
    )
    thread = () if digest.short else (Piece(said), *((Piece(". "),) if archive else ()))
    link = (_link(say("The whole digest"), archive),) if archive else ()
    if thread or link:
        yield (*thread, *link)


def _replies(digest: Digest, archive: str, above: Mapping[int, str]) -> list[Content]:
    """Return the thread: the items, what could not be read, the coverage. What would make it long is told shortly, then by title alone."""
    items = [entry.item for _, _, entry in view.numbered(digest)]
    full, brief = sorted(headline.in_full(digest)), len(items)
    while True:
        told = _items(digest, frozenset(full), frozenset(items[:brief]), above)
        made = list(_blocks.messages([*told, *_not_understood(digest), *_coverage(digest, archive)], room=_ROOM))
        if len(made) <= _REPLIES or not brief:
            return [(f"{digest.title}, {digest.key}: items and coverage", blocks) for blocks in made]
        full, brief = full[:-1], brief if full else int(brief * _SHRINK)


def _items(digest: Digest, full: frozenset[int], brief: frozenset[int], above: Mapping[int, str]) -> Iterator[Line]:
    for heading, group in itertools.groupby(view.numbered(digest), key=_heading):
        yield (Piece(heading, italic=True),)
        for number, _, entry in group:
            if entry.item in full:
                yield from _item(number, entry, above.get(entry.item, ""))
            elif entry.item in brief:
                yield from _brief(number, entry, telling.brief(entry, digest))
            else:
                yield _title(number, entry)


def _heading(one: tuple[int, Section, Entry]) -> str:
    _, section, entry = one
    return f"{section.title}: {entry.theme}" if entry.theme else section.title


def _ratings(digest: Digest) -> Iterator[Block]:
    """Yield buttons with which readers say of the items that are told in full whether they were useful."""
    full = [(number, entry.item) for number, entry in headline.ordered(digest)[: headline.IN_FULL]]
    buttons = [
        _blocks.button(
            f"{number} {say(label)}", f"rate-{number}-{verdict}", {"rate": verdict, "item": item, "of": digest.topic}
        )
        for number, item in full
        for verdict, label in (("useful", "useful"), ("not", "not useful"))
    ]
    if buttons:
        yield {"type": "actions", "elements": buttons}


def _not_understood(digest: Digest) -> Iterator[Line]:
    if digest.not_understood:
        yield (Piece(view.UNREAD, bold=True),)
    for row in view.not_understood(digest):
        yield (Piece(f"{row.label}: "), _link(row.text, row.url))
        yield from ((Piece(part),) for part in row.parts)
    if more := view.more_not_understood(digest):
        yield (Piece(more),)


def _item(number: int, entry: Entry, above: str) -> Iterator[Line]:
    yield from _head(number, entry, telling.whole(entry))
    for row in telling.rows(entry, above):
        yield _row(row)
    yield ()


def _brief(number: int, entry: Entry, told: telling.Brief) -> Iterator[Line]:
    """Yield an item in three lines: its title, where it stands, what it found."""
    yield from _head(number, entry, told)
    if told.said:
        yield (Piece(cutting.cut(told.said, _RESULT)),)
    yield ()


def _title(number: int, entry: Entry) -> Line:
    return (Piece(f"{number}. "), _link(entry.title, entry.url))


def _head(number: int, entry: Entry, told: telling.Brief) -> Iterator[Line]:
    yield (Piece(f"{number}. "), _link(told.title, entry.url, bold=True))
    yield (Piece(" ".join([*filter(None, [told.byline]), *(f"[{badge}]" for badge in told.badges)])),)


def _row(row: view.Row) -> Line:
    label = (Piece(f"{row.label}: ", bold=True),) if row.label else ()
    return *label, Piece(f"“{row.text}”" if row.quoted else row.text)


def _coverage(digest: Digest, archive: str) -> Iterator[Line]:
    rows = view.covered(digest)
    if rows:
        yield (Piece(say("Coverage"), bold=True),)
    for row in rows:
        yield _row(row)
    yield from ((Piece(f"{section.title}: {more}"),) for section in digest.sections if (more := view.folded(section)))
    yield from ((Piece(section.note),) for section in digest.sections if section.note)
    yield from ((Piece(text),) for text in view.foot(digest))
    if archive:
        yield (_link(say("The whole digest"), archive),)


def _link(text: str, url: str, *, bold: bool = False) -> Piece:
    is_link = view.leads(url) and len(_blocks.escape(url)) <= _blocks.ADDRESS
    return Piece(_blocks.shorten(text, _blocks.TITLE), url=url if is_link else "", bold=bold)
