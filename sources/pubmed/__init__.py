"""PubMed through NCBI's E-utilities: https://www.ncbi.nlm.nih.gov/books/NBK25499/."""

import itertools
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar

from sources import Base, Client, Rereads
from sources._asking import Patience, ahead, asked_for, is_believed
from sources.pubmed.page import pmids, read_page
from sources.pubmed.search import Search, in_dialect, needed, windows
from watcher.errors import FetchError, ParseError
from watcher.model import Notice, Page, Piece, Query


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Everything created or changed in PubMed in the window of the query, as whole records.

    A record is looked for by its day of creation and by that of its last change; the day of publication is
    no use as a window, and the entry date is set back for records that come late.
    https://www.nlm.nih.gov/pubs/techbull/nd08/nd08_pm_new_date_field.html
    """

    base_url: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    contact: str = ""  # sent as `email`, as NCBI asks; that of `[watcher]` if not given
    api_key: str = field(default="", repr=False)  # goes by POST only, so that no address holds it
    batch: int = 200  # records of one request

    name: ClassVar[str] = "pubmed"
    title: ClassVar[str] = "PubMed"
    rereads: ClassVar[Rereads] = Rereads.WEEKLY  # of deletions and merges nothing else tells
    windowed: ClassVar[bool] = True
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"api_key": "NCBI_API_KEY"})

    @property
    def pace(self) -> float:
        """Return the seconds between two requests: NCBI allows 3 a second, 10 with a key."""
        # 0.37 s, not 0.33: a third of a second now and then met the limit (see Bio.Entrez).
        return 0.11 if self.api_key else 0.37

    def question(self, query: Query) -> str:
        """Return the search term; the dates go beside it."""
        return in_dialect(query)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Search both windows, then fetch each record once, and those that we know; what does not come is said."""
        search = Search(client, self._address("esearch"), self._etiquette(), self.question(query), needed(query))
        fetch = Fetch(client, self._address("efetch"), self._etiquette(), self.batch)
        found: dict[str, None] = {}
        for window in windows(query):
            found.update(dict.fromkeys((yield from search.ids(window))))
        yield Notice(announced=len(found))
        yield from fetch.pages(list(found))
        known = [i.value for i in query.known if i.scheme == "pmid" and i.value not in found]
        yield from fetch.known(known, next(iter(found), ""))
        fetch.patience.end()

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the records of an efetch answer, or of any file of that format."""
        return read_page(page)

    def _address(self, utility: str) -> str:
        return f"{self.base_url.rstrip('/')}/{utility}.fcgi"

    def _etiquette(self) -> dict[str, str]:
        fields = {"db": "pubmed", "tool": "evidence-watcher", "email": self.contact, "api_key": self.api_key}
        return {name: value for name, value in fields.items() if value}


Batches = Sequence[Sequence[str]]

_NO_SUCH_IDS = "ID list is empty"
# One bad id is found by halving in 15 requests; a server that refuses more often than this is out of order.
_MOST_REFUSALS = 60
_SET = re.compile(rb"<PubmedArticleSet(?:/|\s[^<>]*+)?>")


@dataclass(frozen=True, slots=True)
class Fetch:
    """Asks one address for records."""

    client: Client
    url: str
    etiquette: Mapping[str, str]
    batch: int
    refusals: Iterator[int] = field(default_factory=itertools.count)
    patience: Patience = field(default_factory=Patience)

    def pages(self, ids: Sequence[str]) -> Iterator[Page | Notice]:
        """Yield the pages that hold these records; those that a search found and that do not come are said."""
        missing = yield from self._batches(_cut(ids, self.batch))
        if missing:
            text = f"PubMed found but did not deliver {_some(missing)}"
            yield Notice(text=text, incomplete=True)

    def known(self, ids: Sequence[str], there: str = "") -> Iterator[Page | Notice]:
        """Yield the pages of records that we have; what PubMed no longer has is said, and the last page shows it.

        ``there`` is the PMID of a record that it has.
        """
        missing = yield from self._batches(_cut(ids, self.batch))
        if not missing:
            return
        if not is_believed(missing, ids):
            text = f"PubMed did not deliver {_some(missing)}, of {len(ids)} that we know: too many to be gone"
            yield Notice(text=text, incomplete=True)
            return
        yield Notice(text=f"PubMed no longer has {_some(missing)}: withdrawn, or merged into another")
        yield from self._absence(missing, next((pmid for pmid in ids if pmid not in missing), there))

    def _absence(self, gone: Sequence[str], neighbour: str) -> Iterator[Page]:
        """Yield the answer that has the neighbour and none of these, which proves that they are gone; nothing where it has not even that one."""
        page = self._ask([neighbour, *gone]) if neighbour else None
        if isinstance(page, Page) and neighbour in (received := pmids(page.body)):
            yield asked_for(replace(page, expected=len(received)), gone)

    def _batches(self, batches: Batches, rounds: int = 2) -> Generator[Page | Notice, None, list[str]]:
        missing: list[str] = []
        unusable: list[tuple[Sequence[str], FetchError]] = []
        for batch, answer in zip(batches, ahead(self._ask, batches), strict=True):
            if isinstance(answer, FetchError):
                self.patience.count(answer)
                unusable.append((batch, answer))
            else:
                self.patience.reset()
                missing += yield from self._batch(batch, answer, rounds)
        # All of one size before any half: a good answer between the failures tells that the host is up.
        for batch, error in unusable:
            if len(batch) == 1:
                yield Notice(text=f"{_some(batch)} could not be had from PubMed: {error.reason}", incomplete=True)
        if halves := [half for batch, _ in unusable if len(batch) > 1 for half in _halves(batch)]:
            missing += yield from self._batches(halves, rounds)
        return missing

    def _batch(self, ids: Sequence[str], page: Page | None, rounds: int) -> Generator[Page | Notice, None, list[str]]:
        if page is None:
            return list(ids) if len(ids) == 1 else (yield from self._batches(_halves(ids), rounds))
        received = pmids(page.body)
        if received:
            yield replace(page, expected=len(received))
        missing = [pmid for pmid in ids if pmid not in received]
        if not missing or not rounds:
            return missing
        # Fewer came than were asked for, without a word: smaller batches bring them, or show which are gone.
        return (yield from self._batches(_cut(missing, max(1, len(ids) // 4)), rounds - 1))

    def _ask(self, ids: Sequence[str]) -> Page | FetchError | None:
        """Return the records, None where the server has none of these ids, or why no usable answer came."""
        fields = {**self.etiquette, "id": ",".join(ids), "retmode": "xml"}
        try:
            page = self.client.post(self.url, fields, transient=is_passing_fetch)
        except FetchError as error:
            is_of_the_ids = error.status == 400 and _NO_SUCH_IDS in error.answer
            return None if is_of_the_ids and next(self.refusals) < _MOST_REFUSALS else error
        if not _is_whole(page.body):
            raise ParseError("pubmed", page.url, f"no set of records but {page.body[:80]!r}")
        return page


def _cut(ids: Sequence[str], size: int) -> Batches:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _halves(ids: Sequence[str]) -> Batches:
    return _cut(ids, (len(ids) + 1) // 2)


def is_passing_fetch(body: bytes) -> bool:
    """Return whether the answer may be better next time: anything but a whole set of records or a lasting refusal."""
    if body[:1] == b"{" or _NO_SUCH_IDS.encode() in body[:2_000]:
        return False
    return not _is_whole(body)


def _is_whole(body: bytes) -> bool:
    """Return whether the body is a set of records, to its end."""
    begun = _SET.search(body)
    body = body.rstrip()
    closed = b"</PubmedArticleSet>" if begun and not begun[0].endswith(b"/>") else b"/>"
    return begun is not None and body.endswith(closed) and (closed != b"/>" or begun.end() == len(body))


def _some(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:10])
    return f"PMID {shown}" + (f" and {len(ids) - 10} more" if len(ids) > 10 else "")
