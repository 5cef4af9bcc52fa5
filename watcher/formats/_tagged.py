"""Files in which each line begins with a tag, as the databases of the eighties handed them out and all do since."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from watcher.formats._reference import Reference, to_record
from watcher.model import Record, Unreadable
from watcher.text import clean


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
