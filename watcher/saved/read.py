"""Reading saved runs again: what came, in its order; what is damaged or missing is named, and costs no neighbour."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from watcher.errors import InputError
from watcher.model import Ended, Notice, Page, Query, Step
from watcher.saved.lines import (
    MANIFEST,
    AskedLine,
    EndedLine,
    Line,
    NoticeLine,
    PageLine,
    to_notice,
    to_page,
    understood,
)

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
