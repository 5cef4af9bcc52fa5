"""The lines of a manifest: JSON objects, of which ``line`` says what each is."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Annotated, Any, assert_never

import msgspec

from watcher.errors import InputError
from watcher.model import Concept, Ended, Notice, Page, Query, Step, Validator

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


LARGEST_BYTES = 512_000_000  # of a page; what a source sends is cut off far below


def saved_runs(folder: Path) -> tuple[Path, ...]:
    """Return the folders of the runs that are saved in ``folder`` and in the folders in it, in their order."""
    return tuple(sorted(manifest.parent for manifest in folder.rglob(MANIFEST)))


class SavedRun:
    """One saved run.

    ``asked`` are the turns by their source, ``heard`` is when the last page of each came. ``key`` is the same for the
    same manifest. ``is_whole`` is False once ``steps`` has met a page whose file is not as it was.
    """

    def __init__(self, folder: Path) -> None:
        """Look through the manifest; raise ``InputError`` where it cannot be opened."""
        self.folder = folder
        self.asked: dict[str, AskedLine] = {}
        self.heard: dict[str, datetime] = {}
        self.is_whole = True
        self._guessed: list[str] = []  # the sources of which the manifest no longer says what they were asked
        digest = hashlib.sha256()
        for text, line in self._lines():
            digest.update(text)
            self._look(line)
        self.key = digest.hexdigest()

    def steps(self) -> Iterator[tuple[str, Step]]:
        """Yield what came, each with its source, and of every source in ``asked`` how its turn ended.

        What cannot be read is told as incomplete; a turn without its end is one that did not come to it.
        """
        came = Counter[str]()
        unended = dict(self.asked)
        for source in self._guessed:
            yield source, self._lost(f"{MANIFEST} does not say what {source} was asked")
        for _, line in self._lines():
            if line is None or isinstance(line, AskedLine) or line.source not in self.asked:
                continue
            if isinstance(line, EndedLine):
                if missing := line.steps - came[line.source]:
                    yield line.source, self._lost(f"{missing} lines of {line.source} in {MANIFEST} cannot be read")
                unended.pop(line.source, None)
            came[line.source] += 1
            yield line.source, self._step(line)
        for source in unended:
            error = f"{source}: the run that was saved in {self.folder} came to no end"
            yield source, Ended(error=error, at=self.heard.get(source) or self.asked[source].started)

    def _look(self, line: Line | None) -> None:
        if isinstance(line, AskedLine):
            self.asked[line.source] = line
        elif isinstance(line, PageLine):
            self.heard[line.source] = max(line.retrieved, self.heard.get(line.source, line.retrieved))
            if line.source not in self.asked:
                self._guessed.append(line.source)
                query = Query(topic="", groups=(), until=line.retrieved)
                self.asked[line.source] = AskedLine(source=line.source, query=query, started=line.retrieved)

    def _lines(self) -> Iterator[tuple[bytes, Line | None]]:
        """Yield the lines of the manifest, as they stand there and as they are understood; None for one that is not."""
        try:
            with (self.folder / MANIFEST).open("rb") as manifest:
                for text in manifest:
                    yield text, _line(text)
        except OSError as error:
            raise InputError(f"{self.folder / MANIFEST}: {error.strerror}") from error

    def _step(self, line: PageLine | NoticeLine | EndedLine) -> Step:
        match line:
            case PageLine():
                return self._page(line)
            case NoticeLine():
                return to_notice(line)
            case EndedLine():
                return Ended(error=line.error, at=line.at)

    def _page(self, line: PageLine) -> Page | Notice:
        body, problem = self._body(line.file) if line.file else (b"", "")
        if line.file and not problem and hashlib.sha256(body).hexdigest() != line.sha256:
            problem = "is not as it came"
        if problem:
            self.is_whole = False
            return self._lost(f"{line.file} {problem}")
        return to_page(line, body)

    def _body(self, name: str) -> tuple[bytes, str]:
        path = self.folder / name
        try:
            # A manifest is a file from outside: it names files beside it, and nothing else on this machine.
            if path.name != name or path.is_symlink():
                return b"", "is no file of the run"
            return (b"", "is too large") if path.stat().st_size > LARGEST_BYTES else (path.read_bytes(), "")
        except (OSError, ValueError) as error:
            return b"", f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"

    def _lost(self, text: str) -> Notice:
        return Notice(text=f"{self.folder.name}: {text}", incomplete=True)


def _line(text: bytes) -> Line | None:
    try:
        return understood(text)
    except ValueError:
        return None


# What a media type says, as a suffix that other programs know; what says nothing is text or bytes.
_SUFFIXES = (("json", "json"), ("html", "html"), ("xml", "xml"), ("rss", "xml"), ("atom", "xml"), ("text", "txt"))


class Saving:
    """One run in a folder of its own below ``folder``, which is made when the first thing comes.

    A page's file is whole under a hidden name before its line is written, and gets its own name afterwards.
    """

    def __init__(self, folder: Path, asked: Sequence[AskedLine], now: datetime) -> None:
        """Save what comes of these turns; the run is named by ``now``."""
        self._folder = folder
        self._asked = asked
        self._name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self._place: Path | None = None
        self._steps: Counter[str] = Counter()
        self._pages: Counter[str] = Counter()

    def keep(self, number: int, step: Step) -> None:
        """Save what came in the turn of this number; raise ``InputError`` where it cannot be written."""
        try:
            self._keep(self._asked[number].source, step)
        except OSError as error:
            reason = f"the run cannot be saved in {self._folder}: {error.strerror}"
            raise InputError(f"{reason}; make room there, or choose another folder") from error

    def _keep(self, source: str, step: Step) -> None:
        place = self._begun()
        match step:
            case Page():
                self._keep_page(place, source, step)
            case Notice():
                _append(place, of_notice(step, source))
            case Ended():
                _append(place, EndedLine(source=source, error=step.error, at=step.at, steps=self._steps[source]))
            case _:
                assert_never(step)
        self._steps[source] += 1

    def _begun(self) -> Path:
        if self._place is None:
            self._place = _new_folder(self._folder, self._name)
            _append(self._place, *self._asked)
        return self._place

    def _keep_page(self, place: Path, source: str, page: Page) -> None:
        if not page.body:
            _append(place, of_page(page, source))
            return
        self._pages[source] += 1
        name = f"{source}-{self._pages[source]:05d}.{_suffix(page)}"
        hidden = place / f".{name}"
        hidden.write_bytes(page.body)
        digest = hashlib.sha256(page.body).hexdigest()
        _append(place, of_page(page, source, name, digest))
        hidden.replace(place / name)


def _new_folder(folder: Path, name: str) -> Path:
    """Make and return a folder that sorts after all that the same moment named: a backfill makes one a step."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        place = folder / f"{name}-{number:03d}"
        with suppress(FileExistsError):
            place.mkdir()
            break
    return place


def _append(place: Path, *lines: Line) -> None:
    """Write the lines at once, and see to it that they are on the disk before anything builds on them."""
    with (place / MANIFEST).open("ab") as manifest:
        manifest.write(b"".join(map(written, lines)))
        manifest.flush()
        os.fsync(manifest.fileno())


def _suffix(page: Page) -> str:
    kind = page.media_type.lower()
    return next((suffix for word, suffix in _SUFFIXES if word in kind), "bin")
