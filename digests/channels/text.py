"""Text: for the terminal, a file, or a pipe."""

import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from digests import headline, telling, view, words
from digests.channels._shared import message_key, writable, write
from digests.labels import say
from watcher.errors import DeliveryError
from watcher.model import Digest, Entry, Message, Panel, Receipt, Section
from watcher.text import shown

TITLE = "Text"
_LABEL = 15  # columns for the labels of an entry's lines
_NARROWEST = 20  # columns beside a label in which a text can be read; where there are fewer, the label stands before it
_BOLD, _LOUD, _QUIET = "1", "1;31", "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Plain text, in a file or on standard output."""

    name: str  # of the channel
    file: str = ""  # where it is written; standard output where not given
    colour: bool = False  # whether with the signs that colour a terminal
    width: int = 88  # columns
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({})
    paths: ClassVar[tuple[str, ...]] = ("file",)

    @property
    def searchable(self) -> bool:
        """Return whether there is a file to look into."""
        return bool(self.file)

    def check(self) -> str:
        """Return where the text would go; raise ``DeliveryError`` where it could not."""
        return writable(self.name, Path(self.file)) if self.file else "standard output"

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return one message, the whole digest."""
        body = to_text(digest, width=self.width, colour=self.colour).encode()
        recipient = self.file or "standard output"
        key = message_key(self.name, recipient, digest)
        subject = headline.summary(digest)
        return (
            Message(
                channel=self.name, recipient=recipient, key=key, body=body, media_type="text/plain", subject=subject
            ),
        )

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Write it; raise ``DeliveryError`` where the file cannot be written."""
        del parent
        try:
            self._write(message.body)
        except OSError as error:
            raise DeliveryError(self.name, f"cannot write {message.recipient}: {error.strerror}") from error
        return Receipt(key=message.key, reference=message.recipient, at=datetime.now(UTC))

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Return a receipt where the file holds it already, byte for byte; None for standard output."""
        del parent
        path = Path(self.file) if self.file else None
        if path is None or not path.is_file() or path.read_bytes() != message.body:
            return None
        return Receipt(key=message.key, reference=self.file, at=datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def _write(self, body: bytes) -> None:
        if self.file:
            write(Path(self.file), body)
        else:
            sys.stdout.write(body.decode())
            sys.stdout.flush()


def to_text(digest: Digest, *, width: int = 88, colour: bool = False) -> str:
    """Return the digest as plain text, no line wider than ``width`` but for an address."""
    page = _Page(width=width, colour=colour)
    return "\n".join(line.rstrip() for line in page.lines(digest)) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    width: int
    colour: bool

    def lines(self, digest: Digest) -> Iterator[str]:
        yield from self._wrapped(digest.title, style=_BOLD)
        late = f" · {say('late')}" if digest.delayed else ""
        yield from self._wrapped(f"{digest.key} · {words.week(digest)}{late}", style=_QUIET)
        yield ""
        for panel in digest.watched:
            yield from self._wrapped(f"{panel.name}: {panel.headline}", style=_LOUD if panel.moved else _BOLD)
        yield from self._wrapped(headline.verdict(digest), style=_BOLD)
        yield from self._wrapped(headline.looked(digest), style=_LOUD if digest.missing else _QUIET)
        for said in headline.main(digest):
            yield from self._wrapped(said)
        for panel in digest.watched:
            if panel.moved:
                yield from self._panel(panel)
        for section in view.shown(digest):
            yield from self._section(section, digest)
        yield from self._not_understood(digest)
        if not digest.short:
            yield from self._coverage(digest)

    def _not_understood(self, digest: Digest) -> Iterator[str]:
        if digest.not_understood:
            yield from self._heading(say(view.UNREAD))
        for row in view.not_understood(digest):
            yield ""
            yield from self._wrapped(f"{row.text} [{row.label}]", indent=2, style=_BOLD)
            if row.url:
                yield " " * 2 + row.url
            yield from self._wrapped("; ".join(row.parts), indent=2, style=_QUIET)
        if more := view.more_not_understood(digest):
            yield ""
            yield from self._wrapped(f"{more}: see watcher search", indent=2, style=_QUIET)

    def _panel(self, panel: Panel) -> Iterator[str]:
        stands, context = telling.glance(panel), telling.context(panel)
        if not (stands or context):
            return
        yield from self._heading(say("{name} now", name=panel.name))
        yield from self._wrapped(stands, indent=2)
        for label, value in context:
            yield from self._labelled(say(label), value, indent=2, column=_LABEL)
        if view.leads(panel.url):
            yield " " * 2 + panel.url

    def _section(self, section: Section, digest: Digest) -> Iterator[str]:
        numbers, above = view.numbers(digest), headline.above(digest)
        full = headline.in_full(digest)
        yield from self._heading(section.title)
        yield from self._wrapped(section.note, indent=2, style=_QUIET)
        for theme, entries in view.themes(section):
            if theme:
                yield ""
                yield from self._wrapped(theme, style=_QUIET)
            for entry in entries:
                said = telling.whole(entry) if entry.item in full else telling.brief(entry, digest)
                yield from self._head(entry, numbers[entry.item], said)
                if entry.item in full:
                    yield from self._rows(entry, above.get(entry.item, ""))
                else:
                    yield from self._wrapped(said.said, indent=4)
        if more := view.folded(section):
            yield from self._wrapped(f"{more}: see the page, or watcher search", indent=2, style=_QUIET)

    def _head(self, entry: Entry, number: int, told: telling.Brief) -> Iterator[str]:
        yield ""
        yield from self._wrapped(f"{f'{number}.':<3} {told.title}", indent=0, hanging=4, style=_BOLD)
        yield from self._wrapped(" ".join([told.byline, *(f"[{badge}]" for badge in told.badges)]), indent=4)
        if view.leads(entry.url):
            yield " " * 4 + entry.url

    def _rows(self, entry: Entry, above: str) -> Iterator[str]:
        for row in telling.rows(entry, above):
            text = f"“{row.text}”" if row.quoted else row.text
            if row.label:
                yield from self._labelled(row.label, text, indent=4, column=_LABEL)
            else:
                yield from self._wrapped(text, indent=4)

    def _coverage(self, digest: Digest) -> Iterator[str]:
        rows = view.covered(digest)
        if rows:
            yield from self._heading(say("Coverage"))
        for row in rows:
            said = f"{row.label}: {row.text}" if row.label else row.text
            yield from self._wrapped(said, indent=2, style="" if row.minor else _LOUD)
        yield ""
        for said in view.foot(digest):
            yield from self._wrapped(said, style=_QUIET)

    def _heading(self, text: str, *, loud: bool = False) -> Iterator[str]:
        yield ""
        yield ""
        yield self._styled(shown(text).upper(), _LOUD if loud else _BOLD)
        yield self._styled("─" * min(self.width, len(shown(text))), _QUIET)

    def _labelled(self, label: str, text: str, *, indent: int, column: int, style: str = "") -> Iterator[str]:
        room = self.width - indent - column
        if room < _NARROWEST or len(shown(label)) >= column:
            yield from self._wrapped(f"{label}: {text}", indent=indent, style=style)
            return
        lines = textwrap.wrap(shown(text), room, break_long_words=False, break_on_hyphens=False) or [""]
        for number, line in enumerate(lines):
            head = shown(label)[: column - 1].ljust(column) if number == 0 else " " * column
            yield " " * indent + self._styled(head, _QUIET) + self._styled(line, style)

    def _wrapped(self, text: str, *, indent: int = 0, hanging: int = 0, style: str = "") -> Iterator[str]:
        room = max(self.width - indent, 1)
        lines = textwrap.wrap(
            shown(text), room, subsequent_indent=" " * hanging, break_long_words=False, break_on_hyphens=False
        )
        for line in lines:
            yield " " * indent + self._styled(line, style)

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and style and text.strip() else text
