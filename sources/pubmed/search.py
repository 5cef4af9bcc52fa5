"""The search: which records were created or changed in a window, in slices that PubMed delivers whole."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from sources import Client
from sources.pubmed.answer import Found, is_passing_search, read_search
from sources.pubmed.dialect import bare
from watcher.errors import SourceError
from watcher.model import Notice, Query

# PubMed delivers no more of one search, whatever is asked: https://www.ncbi.nlm.nih.gov/books/NBK25499/
MOST_OF_ONE_SEARCH = 9_998
# The oldest records were created in the 1960s; NCBI's dates begin before.
BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included, of one kind of date: "crdt" (created) or "mdat" (changed)."""

    kind: str
    first: date
    last: date

    def halves(self) -> tuple["Window", "Window"]:
        """Return the earlier and the later half."""
        middle = self.first + (self.last - self.first) // 2
        return replace(self, last=middle), replace(self, first=middle + timedelta(days=1))


def windows(query: Query) -> tuple[Window, ...]:
    """Return what has to be searched: all of time by creation, or since a day by creation and by change."""
    # A day more: NCBI's day ends in Maryland, ours in Greenwich.
    last = query.until.astimezone(UTC).date() + timedelta(days=1)
    if query.since is None:
        return (Window("crdt", BEGINNING, last),)
    first = min(query.since.astimezone(UTC).date(), last)
    return Window("crdt", first, last), Window("mdat", first, last)


@dataclass(frozen=True, slots=True)
class Search:
    """One search term at one address."""

    client: Client
    url: str
    etiquette: Mapping[str, str]
    term: str
    needed: Sequence[Sequence[str]] = ()

    def ids(self, window: Window) -> Generator[Notice, None, list[str]]:
        """Return the PMIDs of the window; yield what PubMed said besides, and where it kept some back."""
        found = self._ask(window, 0)
        yield from self._said(found)
        if found.count <= MOST_OF_ONE_SEARCH:
            return (yield from self._rest(window, found))
        if window.first == window.last:
            yield Notice(
                text=f"{found.count} records have the {window.kind} {window.first}; 9,998 came", incomplete=True
            )
            return list(found.ids)
        return (yield from self._both_halves(window, found.count))

    def _both_halves(self, window: Window, count: int) -> Generator[Notice, None, list[str]]:
        if all(self._ask(half, 0, 0).count == count for half in window.halves()):
            raise SourceError("pubmed", f"the server does not heed the dates: it finds {count} records in any window")
        earlier, later = window.halves()
        return [*(yield from self.ids(earlier)), *(yield from self.ids(later))]

    def _rest(self, window: Window, found: Found) -> Generator[Notice, None, list[str]]:
        ids = list(found.ids)
        while len(ids) < found.count and (more := self._ask(window, len(ids)).ids):
            ids.extend(more)
        if len(set(ids)) != found.count:
            text = f"PubMed counts {found.count} records and lists {len(set(ids))} ({window.kind} {window.first})"
            yield Notice(text=text, incomplete=True)
        return ids

    def _ask(self, window: Window, start: int, most: int = MOST_OF_ONE_SEARCH) -> Found:
        fields = {
            **self.etiquette,
            "term": self.term,
            "retmode": "xml",
            "retmax": str(most),
            "retstart": str(start),
            "datetype": window.kind,
            # Both or none: one without the other is not heeded.
            "mindate": f"{window.first:%Y/%m/%d}",
            "maxdate": f"{window.last:%Y/%m/%d}",
        }
        return read_search(self.client.post(self.url, fields, transient=is_passing_search))

    def _said(self, found: Found) -> Iterator[Notice]:
        for phrase in found.dropped:
            yield Notice(text=f"PubMed does not know {phrase!r} and left it out of the search")
        # One spelling that nobody uses finds nothing anyway; without a whole concept the search is another one.
        dropped = {bare(phrase) for phrase in found.dropped}
        for spellings in self.needed:
            if dropped.issuperset(map(bare, spellings)):
                text = f"PubMed left out a whole concept of the search, {', '.join(spellings[:5])}"
                yield Notice(text=text, incomplete=True)
        for warning in found.warnings:
            yield Notice(text=f"PubMed says: {warning}", incomplete=True)
