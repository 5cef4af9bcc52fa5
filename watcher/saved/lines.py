"""The lines of a manifest: JSON objects, of which ``line`` says what each is."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any

import msgspec

from watcher.model import Concept, Notice, Page, Query, Validator

MANIFEST = "manifest.jsonl"
Aware = Annotated[datetime, msgspec.Meta(tz=True)]


class _Line(msgspec.Struct, tag_field="line", omit_defaults=True, frozen=True, kw_only=True):
    source: str


class AskedLine(_Line, tag="asked", frozen=True, kw_only=True):
    """What a source is asked: the query, in its dialect too, and the question that its watermark belongs to.

    ``before`` is when the source's run before this one ended, None where there was none: without that run something
    may be missing here, for a source is asked only for what is new.
    """

    query: Query
    wording: str = ""
    question: str = ""
    started: Aware
    before: Aware | None = None


class PageLine(_Line, tag="page", frozen=True, kw_only=True):
    """A page as it came; ``file`` holds its body, whose SHA-256 is given, and is "" where the body is empty."""

    file: str = ""
    sha256: str = ""
    url: str
    retrieved: Aware
    media_type: str = ""
    expected: int | None = None
    validator: Validator | None = None
    unchanged: bool = False
    sought: tuple[tuple[Concept, ...], ...] = ()
    proven: bool = False


class NoticeLine(_Line, tag="notice", frozen=True, kw_only=True):
    """What a source said besides its records."""

    text: str = ""
    incomplete: bool = False
    told: bool = False
    announced: int | None = None


class EndedLine(_Line, tag="ended", frozen=True, kw_only=True):
    """How a source's turn ended, and how many pages and notices came in it."""

    error: str = ""
    at: Aware | None = None
    steps: int = 0


Line = AskedLine | PageLine | NoticeLine | EndedLine
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
_OF_PAGE = tuple(one.name for one in fields(Page) if one.name != "body")
_OF_NOTICE = tuple(one.name for one in fields(Notice))


def of_page(page: Page, source: str, file: str = "", sha256: str = "") -> PageLine:
    """Return the line of a page whose body is in the file."""
    return PageLine(source=source, file=file, sha256=sha256, **_values(page, _OF_PAGE))


def of_notice(notice: Notice, source: str) -> NoticeLine:
    """Return the line of a notice."""
    return NoticeLine(source=source, **_values(notice, _OF_NOTICE))


def to_page(line: PageLine, body: bytes) -> Page:
    """Return the page of a line."""
    return Page(body=body, **_values(line, _OF_PAGE))


def to_notice(line: NoticeLine) -> Notice:
    """Return the notice of a line."""
    return Notice(**_values(line, _OF_NOTICE))


def written(line: Line) -> bytes:
    """Return the line as it stands in the manifest, its end included."""
    return _ENCODER.encode(line) + b"\n"


def understood(text: bytes) -> Line:
    """Return the line that ``written`` made; raise ValueError for anything else."""
    try:
        line = _DECODER.decode(text)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if isinstance(line, AskedLine) and not all(at.tzinfo for at in (line.query.until, line.query.since) if at):
        raise ValueError("a time without its zone")
    return line


def _values(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
