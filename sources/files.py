"""Files in place of sources, for sites without a way out: saved answers and reference libraries.

A saved answer is read by the source that would have fetched it, so that the store becomes what the live run
would have made it.
"""

import gzip
import hashlib
import os
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from os.path import realpath
from pathlib import Path
from typing import BinaryIO, ClassVar, NamedTuple
from urllib.parse import unquote, urlsplit

from sources import Base, Client, load
from sources._saved import in_answer, kind_of, own_address
from sources.pubmed.page import cut_up
from sources.pubmed.sift import Groups, sifted, wanted
from watcher import formats, heap
from watcher.errors import ParseError
from watcher.model import Notice, Page, Piece, Query, Record, Unreadable
from watcher.text import fold

LARGEST_BYTES = 512_000_000
_START_BYTES = 8_000_000  # of what kind a file is shows in them: in its first record, whole
MANIFEST = "manifest.jsonl"  # stands beside the pages of a run that `watcher sync --save` made


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Every readable file of ``folder``, and of the folders in it; ``folder`` may be one file too.

    Every format of ``watcher.formats``; PubMed XML, answers of ClinicalTrials.gov, CTIS, ISRCTN, Crossref, Europe PMC,
    bioRxiv and OpenAlex, exports of the WHO, downloads of the EU register, feeds, pages of Endocrine Abstracts that name
    their address.
    """

    enabled: bool = False  # off, for `watcher import` and `sync --from` use it
    folder: str = ""  # whose files are read, or one file
    sift: bool = False  # of PubMed's sets only what names the topic; a process a core looks for it

    name: ClassVar[str] = "files"
    title: ClassVar[str] = "Files"
    pace: ClassVar[float] = 0.0
    paths: ClassVar[tuple[str, ...]] = ("folder",)

    def question(self, query: Query) -> str:  # noqa: ARG002  # files cannot be asked for a topic
        """Return what is read."""
        return f"every file in {self.folder}" if self.folder else "nothing: no folder is set"

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:  # noqa: ARG002  # files need no client
        """Yield the files by name; what is no file of a kind that is known is said."""
        paths = files_in(Path(self.folder)) if self.folder else []
        if not paths:
            yield Notice(text=f"no file in {self.folder or 'folder, which is not set'}", incomplete=True)
        passed_over, unknown = 0, False
        for one in _on_all_cores(partial(opened, groups=wanted(query)), paths) if self.sift else map(opened, paths):
            passed_over += one.passed_over
            unknown |= not (one.kind or one.problem)
            if one.unread:
                yield Notice(text=f"{one.path}: {one.unread}", incomplete=True)
            else:
                yield from _pages(one.path.absolute().as_uri(), one.body, one.kind, query)
        if unknown:
            yield Notice(text=_ways_out())
        if passed_over:
            yield Notice(
                text=f"{passed_over:,} of PubMed's records were passed over, as they name nothing of the topic"
            )

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a file; raise ``ParseError`` where it is of no kind that is known, or not what its kind promises."""
        name = _name(Path(unquote(urlsplit(page.url).path)).name)
        kind = kind_of(page.body, name)
        if not kind:
            raise ParseError(self.name, page.url, _UNKNOWN.removeprefix("it is "))
        if kind in formats.readable():
            yield from map(_Keys().lasting, formats.read(page.body, name, page.retrieved, kind))
        else:
            answer = replace(page, url=own_address(page.body) or page.url, body=in_answer(page.body))
            yield from load(kind).parse(answer)


_UNKNOWN = "it is of no kind that can be read"


def _ways_out() -> str:
    """Return what to do with a file of a kind that is not known: of no source but ours does a bare answer say whose it is."""
    return (
        "files of no known kind: an answer of a source of your own is read where `watcher sync --save` kept it, or by the source's name (nordic.json); "
        f"a list of references as {formats.titles()}"
    )


class Opened(NamedTuple):
    """A file, unpacked, and of which kind it is, "" for none; ``problem`` says why it is not to be had, without its name."""

    path: Path
    body: bytes = b""
    kind: str = ""
    problem: str = ""
    passed_over: int = 0  # records

    @property
    def unread(self) -> str:
        """Why nothing of it can be read, without its name; "" where something may be."""
        return self.problem or ("" if self.kind else _UNKNOWN if self.body.strip() else "it is empty")


def opened(path: Path, groups: Groups = ()) -> Opened:
    """Return what a file holds; of one of PubMed's only what names the ``groups``, where any are given."""
    try:
        body = _body(path)
    except (OSError, EOFError, zlib.error) as error:
        return Opened(path, problem=str(getattr(error, "strerror", None) or error))
    if len(body) > LARGEST_BYTES:
        return Opened(path, problem=f"it is larger than {LARGEST_BYTES:,} bytes")
    kind = kind_of(body, _name(path.name))
    body, passed_over = sifted(body, groups) if groups and kind == "pubmed" else (body, 0)
    return Opened(path, body, kind, passed_over=passed_over)


def _on_all_cores(work: Callable[[Path], Opened], paths: Sequence[Path]) -> Iterator[Opened]:
    """Yield what is made of each file, in their order, by a process a core; no more files than these have are open at once."""
    cores = min(os.cpu_count() or 1, len(paths))
    if cores < 2:
        yield from map(work, paths)
        return
    with ProcessPoolExecutor(cores, get_context("spawn"), heap.settle) as pool:  # not forked: this process has threads
        under_way = deque[Future[Opened]]()
        for path in paths:
            under_way.append(pool.submit(work, path))
            if len(under_way) > 2 * cores:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _body(path: Path) -> bytes:
    """Return what the file holds, unpacked where it is packed with gzip by its first bytes, and no more than one byte too many."""
    with path.open("rb") as file:
        packed = file.peek(len(_GZIP)).startswith(_GZIP)
        return (gzip.GzipFile(fileobj=file) if packed else file).read(LARGEST_BYTES + 1)


def bounded(file: BinaryIO, name: str) -> bytes:
    """Return what a file or a pipe holds, no more than one byte too many; of one of no kind, which may have no end, its beginning."""
    start = file.read(_START_BYTES)
    known = kind_of(start, name) or start.startswith(_GZIP)  # which is unpacked afterwards
    return start + file.read(LARGEST_BYTES + 1 - len(start)) if known else start


def _name(name: str) -> str:
    """Return the name of a file as it is when it is unpacked."""
    return name[: -len(_PACKED)] if name.lower().endswith(_PACKED) else name


def _pages(url: str, body: bytes, kind: str, query: Query) -> Iterator[Page]:
    """Yield a file as one page; one of PubMed's large ones, of 30,000 records, as several."""
    parts = cut_up(body, PART_BYTES) if kind == "pubmed" else iter((body,))
    for number, part in enumerate(parts):
        yield Page(url=f"{url}#part={number + 1}" if number else url, body=part, retrieved=query.until)


_PACKED, _GZIP = ".gz", b"\x1f\x8b"
PART_BYTES = 8_000_000


def files_in(folder: Path) -> list[Path]:
    """Return the files of the folder and of those in it, by name, or the one file.

    Not hidden files and notes, which people keep beside their data, nor what belongs to a saved run, nor what a link leads to
    outside the folder.
    """
    if folder.is_file():
        return [folder]
    within = realpath(folder)  # which raises nothing for links in a ring
    found = (path for path in folder.rglob("*") if path.is_file() and Path(realpath(path)).is_relative_to(within))
    return sorted(path for path in found if not _is_aside(path, folder))


def _is_aside(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return (
        hidden
        or path.name.endswith(".captured.json")
        or path.suffix.lower() == ".md"
        or path.stem.upper() == "README"
        or (path.parent / MANIFEST).exists()
    )


_TELLING = 4  # words of a title that is no mere "Reply to the authors"


class _Keys:
    """Gives references a key that they have in every file, for each export numbers its rows anew.

    What is said twice in a file, word for word, is one reference, but where it is a short title and nothing else: there may
    be many replies. What differs in its text alone is another one, with the text in its key.
    """

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}
        self._seen: Counter[str] = Counter()

    def lasting(self, piece: Record | Unreadable) -> Record | Unreadable:
        """Return the piece with its key; what is another source's keeps its own."""
        if isinstance(piece, Unreadable) or piece.source != "files":
            return piece
        key, text = formats.lasting_key(piece), fold(piece.text)
        if self._texts.setdefault(key, hash(text)) != hash(text):
            key += f"-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"
        self._seen[key] += not (piece.ids or piece.people or len(piece.title.split()) > _TELLING)
        return replace(piece, source_id=key if self._seen[key] < 2 else f"{key}-{self._seen[key]}")
