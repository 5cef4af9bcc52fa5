"""How files of other programs are read: the characters they were written in, and lines that begin with a tag."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from watcher.formats._reference import Reference, to_record
from watcher.model import Record, Unreadable
from watcher.text import clean


def decode(body: bytes) -> str:
    """Return the text of a file, each line with a line feed at its end: UTF-8, UTF-16, else as its letters look most."""
    text = _characters(body).replace("\ufeff", "").replace("\x00", "")  # a mark may stand before each record
    return re.sub(r"\r++\n?", "\n", text)


def _characters(body: bytes) -> str:
    if wide := _wide(body[:_HEAD]):
        return body.decode(wide, "replace")
    text = body.decode("utf-8", "surrogateescape")
    amiss = len(_NO_UTF8.findall(text))
    if amiss <= len(text) - amiss - len(text.encode("ascii", "ignore")):  # a file put together of several
        return _NO_UTF8.sub(lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return body.decode(_codepage(body), "replace")


_HEAD = 400
_NO_UTF8 = re.compile("[\udc80-\udcff]")


def _wide(head: bytes) -> str:
    """Return the UTF-16 in which a text begins, by its mark or by every other byte being 0; "" for none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    few = len(head) // 8
    low, high = head[::2].count(0), head[1::2].count(0)
    return "utf-16-le" if high > few and high > 3 * low else "utf-16-be" if low > few and low > 3 * high else ""


# No letter is a sign between two letters, nor a capital behind a small one; nor does anybody here write Icelandic.
_AMISS = re.compile(
    r"(?<=[^\W\d_])[^\w\s\x00-\x7f\u2019\u2013\u2014\u2010](?=[^\W\d_])|[\ufffdÐÞðþ¼¾Đ\u0178]|[¹³¿£](?=[^\W\d_])|(?<=[a-z])[¹³]|(?<=[a-z])[ŽŠ]"
)


def _codepage(body: bytes) -> str:
    """Return in which one-byte characters, Windows' or the Macintosh's, a text was written: those that spell words.

    charset-normalizer gave 11 of 21 short texts another alphabet; a library has few letters that tell.
    """
    rare = b"\n".join(row for row in body.splitlines() if not row.isascii())[:_ENOUGH]
    return min(_CODEPAGES, key=lambda name: len(_AMISS.findall(rare.decode(name, "replace"))))


_CODEPAGES = ("cp1252", "mac_roman", "cp1250")  # of two that spell as well, the first
_ENOUGH = 20_000  # bytes


class Tags(dict[str, list[str]]):
    """The tags of one reference, each with what stands behind it, in their order; ``line`` is where it begins, the first 1."""

    line: int = 0

    def every(self, *names: str) -> list[str]:
        """Return what stands behind any of the tags, cleaned, without what is empty."""
        return [part for name in names for part in map(clean, self.get(name, ())) if part]

    def text(self, *names: str) -> str:
        """Return the first that stands behind any of the tags, the surest tag first; "" for none."""
        return next(iter(self.every(*names)), "")

    def put(self, name: str, value: str) -> None:
        """Put a value behind a tag, beside what stands there."""
        self.setdefault(name, []).append(value)


def parted(text: str, tag: re.Pattern[str], begins: Callable[[str], bool]) -> Iterator[Tags]:
    """Yield the tags of each reference; one begins at a row of which ``begins`` says so.

    ``tag`` has the tag and its value in its first two groups. Any other row goes on with what stands above it.
    """
    tags, name = Tags(), ""
    for number, row in enumerate(text.split("\n"), start=1):
        if begins(row):
            if tags:
                yield tags
            tags, name = Tags(), ""
        if found := tag.match(row):
            tags.line = tags.line or number
            name = found[1]
            tags.put(name, found[2] or "")
        elif name and row.strip():
            tags[name][-1] += f"\n{row.strip()}"
    if tags:
        yield tags


def recorded(
    blocks: Iterable[Tags], reference: Callable[[Tags, str], Reference], name: str, retrieved: datetime
) -> Iterator[Record | Unreadable]:
    """Yield the record of each reference, made of its tags and its position; one that says too little is named by its line."""
    for position, tags in enumerate(blocks, start=1):
        try:
            yield to_record(reference(tags, str(position)), retrieved)
        except ValueError as error:
            yield Unreadable(url=name, where=f"record {position}, line {tags.line}", reason=str(error))
