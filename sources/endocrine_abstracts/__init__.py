"""Endocrine Abstracts (Bioscientifica): the texts of ECE, SfE BES, UKI NETS, NANETS and ENEA abstracts.

There is no API: one page an abstract is read from https://www.endocrine-abstracts.org, slowly, and only for DOIs
that Crossref brought.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from bs4 import BeautifulSoup

from sources import Base, Client, Rereads
from sources._asking import past_failures
from sources._configured import Robots
from sources._literature import doi_id, known_dois
from sources._markup import decoded, labelled, soup
from sources.endocrine_abstracts.sheet import PREFIX, Sheet, doi_of, path_of, read_sheet
from watcher.errors import FetchError, ParseError
from watcher.model import Kind, Notice, Page, PartialDate, Piece, Query, Record, Unreadable, Venue
from watcher.text import clean


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Endocrine Abstracts: one page a known DOI, at most ``most_pages`` a run; the others wait for the next run.

    ``canary`` is an abstract whose page must be there.
    """

    base_url: str = "https://www.endocrine-abstracts.org/"
    most_pages: int = 200
    canary: str = "10.1530/endoabs.37.ep1132"

    name: ClassVar[str] = "endocrine_abstracts"
    title: ClassVar[str] = "Endocrine Abstracts"
    pace: ClassVar[float] = 5.0  # ours: it is a web site, not a service
    rereads: ClassVar[Rereads] = Rereads.UNREAD

    def question(self, query: Query) -> str:
        """Return the DOIs whose pages are read."""
        return "pages of " + (", ".join(_known(query)) or "no abstract, for none is known yet")

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield one page an abstract; one that cannot be had is said, and costs no other.

        Where not one is there, a page that must be there tells whether the site has changed: then the run is partial.
        """
        known, robots = _known(query), Robots(client, own=self.allow_private_hosts)
        wanted, came = known[: self.most_pages], False
        for step in past_failures(lambda doi: self._page(doi, query, client, robots), wanted, most=1):
            came = came or isinstance(step, Page)
            yield step
        if wanted and not came and isinstance(lost := self._page(self.canary, query, client, robots), Notice):
            yield Notice(
                text=f"no page is there, and {lost.text}: the site may have changed", incomplete=True, told=True
            )
        if waiting := known[self.most_pages :]:
            yield Notice(text=f"{len(waiting)} abstracts wait for the next run", incomplete=True)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the abstract of a page; raise ``ParseError`` for what is no page of Endocrine Abstracts."""
        if page.unchanged:
            return
        document = self._document(page)
        sheet = read_sheet(document)
        if sheet is None and "Endocrine Abstracts" not in document.get_text():
            text = clean(document.get_text())
            raise ParseError(self.name, page.url, f"no page of Endocrine Abstracts: {text[:80]!r}")
        if sheet is None or not (sheet.title or sheet.paragraphs):
            missing = "no header line was found" if sheet is None else "neither title nor text was found"
            yield Unreadable(url=page.url, where=doi_of(page.url) or page.url, reason=missing)
        else:
            yield _record(sheet, page)

    def _page(self, doi: str, query: Query, client: Client, robots: Robots) -> Page | Notice:
        address = self.base_url + path_of(doi)
        if not robots.allow(address):
            return Notice(text=f"the site's robots.txt lets no program read {address}", incomplete=True)
        try:
            page = client.get(address, validator=query.validators.get(address))
        except FetchError as error:
            if error.status not in (404, 410):
                raise
            return Notice(text=f"{doi} has no page at {address}")
        return page if page.unchanged else replace(page, expected=1)

    def _document(self, page: Page) -> BeautifulSoup:
        try:
            return soup(decoded(page.body, page.media_type))
        except ValueError as error:
            raise ParseError(self.name, page.url, str(error)) from error


def _known(query: Query) -> tuple[str, ...]:
    return tuple(doi for doi in known_dois(query, PREFIX) if path_of(doi))


def _record(sheet: Sheet, page: Page) -> Record:
    doi = f"{PREFIX}{sheet.volume}.{sheet.number.lower()}"
    return Record(
        source="endocrine_abstracts",
        source_id=doi,
        kind=Kind.ABSTRACT,
        title=sheet.title,
        retrieved=page.retrieved,
        url=page.url,
        abstract=tuple(passage for paragraph in sheet.paragraphs for passage in labelled(paragraph)),
        people=sheet.people,
        published=PartialDate(sheet.year) if sheet.year else None,
        ids=doi_id(doi),
        venue=Venue(
            title="Endocrine Abstracts",
            issns=("1470-3947", "1479-6848"),
            volume=sheet.volume,
            pages=sheet.number,
            meeting=sheet.meeting,
        ),
    )
