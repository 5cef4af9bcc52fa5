"""Saving a run while it is made, so that one that is killed leaves a folder that tells how far it came."""

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import assert_never

from watcher.errors import InputError
from watcher.model import Ended, Notice, Page, Step
from watcher.saved.lines import MANIFEST, AskedLine, EndedLine, Line, of_notice, of_page, written

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
