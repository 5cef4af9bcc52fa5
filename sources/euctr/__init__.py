"""Trials of the EU Clinical Trials Register, the one before CTIS.

It takes no new trials since January 2025 and tells no dates of change; results are still added, so a look
a month is enough. Search and download: https://www.clinicaltrialsregister.eu/about.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import parse_qs, urldefrag, urlencode

from sources import Base, Client
from sources._markup import decoded
from sources._reading import read_each
from sources._registry import broad_terms, of_scheme
from sources.euctr.protocols import Protocol, protocols, read
from watcher.errors import ParseError
from watcher.model import Notice, Page, Piece, Query, Unreadable

_COUNT = re.compile(rb"(?<![\d,.])([\d,.]{1,15}+)\s{0,9}result\(s\)\s{0,9}found")
_LISTED = re.compile(rb"EudraCT Number:\s*(\d{4}-\d{6}-\d{2})")
_RESULTS = re.compile(rb"/ctr-search/trial/(\d{4}-\d{6}-\d{2})/results")
_NUMBER = re.compile(r"\d{4}-\d{6}-\d{2}")
_PER_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """The EU Clinical Trials Register: the watched trials, and the topic's, each once with all its countries.

    The site's certificate chain is incomplete: where it is refused, add the missing certificate to the system's store.
    """

    base_url: str = "https://www.clinicaltrialsregister.eu/ctr-search/"
    terms: tuple[str, ...] = ()  # in the place of the words taken from the topic
    most_pages: int = 50  # ends a search that is too wide

    name: ClassVar[str] = "euctr"
    title: ClassVar[str] = "EU Clinical Trials Register"
    pace: ClassVar[float] = 1.0
    interval_days: ClassVar[int] = 28

    def question(self, query: Query) -> str:
        """Return the words that are looked for, any of them."""
        words = (f'"{term}"' for term in (self.terms or broad_terms(query)))
        return " OR ".join((*of_scheme(query.watched, "eudract"), *words))

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield the downloads of the search, twenty trials a page; there is no window, all comes every time.

        A watched number that does not come is said, and makes the run partial. Raise ``ParseError`` where
        the search page does not say how many trials it found.
        """
        listed: set[str] = set()
        for step in self._search(query, client):
            if isinstance(step, Page):
                listed.update(found[1].decode() for found in _LISTED.finditer(step.body))
            yield step
        for number in of_scheme(query.watched, "eudract"):
            if number not in listed:
                yield Notice(text=f"the EU register shows no trial {number}", incomplete=True)

    def _search(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        question = self.question(query)
        for number in range(1, self.most_pages + 1):
            listing = client.get(f"{self.base_url}search", {"query": question, "page": str(number)})
            total = self._found(listing)
            if number == 1:
                yield Notice(announced=total)
            if total > (number - 1) * _PER_PAGE:
                yield self._download(question, number, listing, total, client)
            if total <= number * _PER_PAGE:
                return
        yield Notice(text=f"more than {self.most_pages * _PER_PAGE} trials; narrow the terms", incomplete=True)

    def _found(self, listing: Page) -> int:
        found = _COUNT.search(listing.body)
        digits = re.sub(rb"\D", b"", found[1]) if found else b""
        if not digits or len(digits) > 9:
            raise ParseError(self.name, listing.url, "schema changed: the search page does not say how many it found")
        total, shown = int(digits), len({*_LISTED.findall(listing.body)})
        if shown > total:
            raise ParseError(self.name, listing.url, f"the search page counts {total} trials and lists {shown}")
        return total

    def _download(self, question: str, number: int, listing: Page, total: int, client: Client) -> Page:
        """Return the text of one page; its address ends in the trials that have results, which only the list shows."""
        fields = {"query": question, "page": str(number), "mode": "current_page"}
        page = client.get(f"{self.base_url}rest/download/full", fields)
        numbers = sorted({match[1].decode() for match in _RESULTS.finditer(listing.body)})
        url = f"{urldefrag(page.url).url}#{urlencode({'results': ','.join(numbers)})}"
        return replace(page, url=url, expected=min(_PER_PAGE, total - (number - 1) * _PER_PAGE))

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a download; raise ``ParseError`` where it is none."""
        with_results = parse_qs(urldefrag(page.url).fragment).get("results", [""])[0].split(",")
        found = tuple(protocols(decoded(page.body, page.media_type)))
        if not found:
            raise ParseError(self.name, page.url, "schema changed: the download holds no protocol")
        trials: dict[str, list[Protocol]] = {}
        for position, protocol in enumerate(found, start=1):
            if _NUMBER.fullmatch(protocol.number):
                trials.setdefault(protocol.number, []).append(protocol)
            else:
                yield Unreadable(url=page.url, where=f"protocol {position}", reason="no EudraCT number")
        yield from read_each(
            trials.items(), page, lambda one: read(one[1], page, has_results=one[0] in with_results), lambda one: one[0]
        )
