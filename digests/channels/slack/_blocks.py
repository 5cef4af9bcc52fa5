"""Lines of text and links -> blocks and messages that Slack accepts.

Limits: https://docs.slack.dev/reference/block-kit/blocks and, for the total, which Slack does not
document, https://github.com/slackapi/bolt-js/issues/2867 (a message of 11,341 characters was refused).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from watcher.text import clean, sentences

BLOCKS = 45  # of the 50 that a message may have
CHARACTERS = 9_000  # of a message, counted as Slack does: after escaping
PIECE = 2_800  # of the 3,000 that a text object may have
TITLE = 300  # of a link: a title is cut here, as a link is never split
HEADER = 150
TEXT = 3_900  # of the 4,000 of a message without blocks
ADDRESS = 2_000  # of a link; a block with a longer one is refused whole

Block = dict[str, Any]


class Piece(NamedTuple):
    """A stretch of text in one style; with ``url`` a link, which is never split."""

    text: str
    url: str = ""
    bold: bool = False
    italic: bool = False


Line = tuple[Piece, ...]


def escape(text: str) -> str:
    """Return the text with Slack's three control characters escaped; nothing else needs it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, most: int) -> str:
    """Return the text, cut at a word with an ellipsis where it is longer than ``most`` after escaping."""
    return _cut(clean(text), most)


def _cut(text: str, most: int) -> str:
    if _fits(text, most):
        return text
    kept = ""
    for word in text[: most + 1].split(" "):
        longer = f"{kept} {word}".strip()
        if len(escape(longer)) > most - 1:
            break
        kept = longer
    return (kept or _characters(text, most - 1)) + "…"


def _fits(text: str, most: int) -> bool:
    return len(text) <= most and len(escape(text)) <= most


def size(blocks: Sequence[Block]) -> int:
    """Return how many characters Slack counts in the blocks: every text and address, escaped."""
    return sum(len(escape(text)) for block in blocks for text in _strings(block))


def messages(lines: Sequence[Line], room: int = CHARACTERS) -> Iterator[list[Block]]:
    """Yield the blocks of as many messages as the lines need, each within Slack's limits."""
    blocks: list[Block] = []
    for block in rich(lines):
        if blocks and (len(blocks) >= BLOCKS - 2 or size([*blocks, block]) > room):
            yield blocks
            blocks = []
        blocks.append(block)
    if blocks:
        yield blocks


def rich(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield rich_text blocks, each of no more than ``PIECE`` characters, broken between lines."""
    elements: list[Block] = []
    for line in _fitting(lines):
        made = [_element(piece) for piece in (*line, Piece("\n")) if piece.text or piece.url]
        if elements and size([*elements, *made]) > PIECE:
            yield _rich_text(elements)
            elements = []
        elements += made
    if elements:
        yield _rich_text(elements)


def header(text: str, marker: str) -> Block:
    """Return a header block with the marker as its block_id."""
    return {
        "type": "header",
        "block_id": marker,
        "text": {"type": "plain_text", "emoji": False, "text": shorten(text, HEADER) or "Digest"},
    }


def context(*texts: str) -> Block:
    """Return a context block of plain texts, at most ten as Slack wants it."""
    shown = [short for text in texts if (short := shorten(text, PIECE // 4))][:10]
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "emoji": False, "text": text} for text in shown],
    }


def button(label: str, action: str, value: Mapping[str, object]) -> Block:
    """Return a button that brings its value back when it is pressed."""
    written = json.dumps(value, ensure_ascii=False)
    return {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label}, "value": written}


def without_links(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each link as a text: its words, and its address behind them."""
    return [_unlinked(block) for block in blocks]


def _unlinked(block: Block) -> Block:
    if block.get("type") == "link":
        return {"type": "text", "text": f"{block['text']} ({block['url']})"}
    return block | ({"elements": without_links(block["elements"])} if "elements" in block else {})


def plain(blocks: Sequence[Block]) -> str:
    """Return what the blocks say, escaped, as far as one text goes."""
    told = [block for block in blocks if block["type"] != "actions"]
    return escape(_characters("\n".join("".join(_said(block)) for block in without_links(told)), TEXT))


def texts(post: Mapping[str, Any]) -> list[str]:
    """Return every text of a message's blocks, one after the other."""
    return [text for block in post.get("blocks", []) for text in _said(block)]


def _said(block: Block) -> Iterator[str]:
    match block:
        case {"elements": list() as parts}:
            for part in parts:
                yield from _said(part)
        case {"text": {"text": str() as text}} | {"text": str() as text}:
            yield text


def _fitting(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those too long for one block in parts that end with a sentence."""
    for dirty in lines:
        line = tuple(piece._replace(text=_tidy(piece.text)) for piece in dirty)
        if sum(len(escape(piece.text + piece.url)) for piece in line) <= PIECE:
            yield line
            continue
        for piece in line:
            yield from ((part,) for part in _parts(piece))


def _tidy(text: str) -> str:
    """Return the text without anything invisible or a line break; the spaces at its ends stay."""
    edges = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return " " * edges[0] + clean(text) + " " * edges[1] if text.strip() else text


def _parts(piece: Piece) -> Iterator[Piece]:
    if piece.url:
        yield piece._replace(text=shorten(piece.text, TITLE))
        return
    kept = ""
    for start, end in sentences(piece.text):
        sentence = piece.text[start:end]
        if kept and len(escape(f"{kept} {sentence}")) > PIECE:
            yield piece._replace(text=kept)
            kept = ""
        kept = f"{kept} {sentence}".strip()
        while not _fits(kept, PIECE):  # a sentence that no block holds: break at a word
            head = _cut(kept, PIECE)
            yield piece._replace(text=head)
            kept = kept[len(head) - 1 :].strip()
    if kept:
        yield piece._replace(text=kept)


def _characters(text: str, most: int) -> str:
    """Return as many whole characters as fit, none of them cut in the middle of its escape."""
    kept = text[:most]
    while len(escape(kept)) > most:
        kept = kept[:-1]
    return kept


def _element(piece: Piece) -> Block:
    style = {name: True for name, on in (("bold", piece.bold), ("italic", piece.italic)) if on}
    styled = {"style": style} if style else {}
    if piece.url:
        return {"type": "link", "url": piece.url, "text": shorten(piece.text, TITLE) or piece.url, **styled}
    return {"type": "text", "text": piece.text, **styled}


def _rich_text(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _strings(value: object) -> Iterator[str]:
    match value:
        case {"type": str(), **rest}:
            yield from _strings(list(rest.values()))
        case list():
            for part in value:
                yield from _strings(part)
        case dict():
            yield from _strings(list(value.values()))
        case str():
            yield value
