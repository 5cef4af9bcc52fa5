"""Endocrine Abstracts (Bioscientifica): the texts of ECE, SfE BES, UKI NETS, NANETS and ENEA abstracts.

There is no API: one page an abstract is read from https://www.endocrine-abstracts.org, slowly, and only for DOIs
that Crossref brought.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar, NamedTuple

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from sources import Base, Client, Rereads
from sources._asking import past_failures
from sources._configured import Robots
from sources._literature import doi_id, known_dois
from sources._markup import decoded, labelled
from sources._soup import soup
from watcher.errors import FetchError, ParseError
from watcher.model import Kind, Notice, Page, PartialDate, Person, Piece, Query, Record, Unreadable, Venue
from watcher.names import everybody
from watcher.text import clean


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Endocrine Abstracts: one page a known DOI."""

    base_url: str = "https://www.endocrine-abstracts.org/"
    most_pages: int = 200  # of one run; the others wait for the next
    canary: str = "10.1530/endoabs.37.ep1132"  # an abstract whose page must be there

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
        if sheet and not _is_of(sheet, doi_of(page.url)):
            reason = f"the page is another abstract's: {sheet.volume} {sheet.number}"
            yield Unreadable(url=page.url, where=doi_of(page.url), reason=reason)
        elif sheet is None or not (sheet.title or sheet.paragraphs):
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
        if doi_of(page.url) not in {"", doi_of(address)}:
            return Notice(text=f"{doi} leads to another abstract, {page.url}", incomplete=True)
        return page if page.unchanged else replace(page, expected=1)

    def _document(self, page: Page) -> BeautifulSoup:
        try:
            return soup(decoded(page.body, page.media_type))
        except ValueError as error:
            raise ParseError(self.name, page.url, str(error)) from error


def _known(query: Query) -> tuple[str, ...]:
    return tuple(doi for doi in known_dois(query, PREFIX) if path_of(doi))


# "Endocrine Abstracts (2015) 37 EP1132 | DOI: 10.1530/endoabs.37.EP1132"; the old ones come without the DOI.
_HEADER = re.compile(r"Endocrine Abstracts \((\d{4})\) (\d{1,4}) ([A-Za-z]++(?:[.\-]?[A-Za-z0-9]++)*+)")
_SECTION = re.compile(r"(?<=\S) ?\(\d{1,6}+ abstracts?\)$")
_END = re.compile(
    r"article tools|print this abstract|(?:my|no) recent searches\.?|browse other volumes|volume \d+\b.{0,120}",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"univers|hospi|h[oô]pital|depart|dipart|\bdept|institut|clinic|\bcent(?:er|re|ro)\b|college|school|division|\bunit\b"
    r"|faculty|trust|foundation|laborator|\bltd\b|\binc\b|gmbh|pharma"
    r"|\b(?:uk|usa|united kingdom|united states|italy|france|spain|germany|sweden|netherlands|denmark|greece)\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|we|may|can)\b")
_BETWEEN_NAMES = re.compile(r" ?(?:,|;|&|\band\b) ?")  # in a text whose blanks are single
_LONGEST_TITLE = 600
_LONGEST_PLACE = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The parts of an abstract's page; "" and () where a part is not there."""

    year: int
    volume: str
    number: str
    title: str = ""
    meeting: str = ""
    people: tuple[Person, ...] = ()
    paragraphs: tuple[str, ...] = ()


class Line(NamedTuple):
    """The text of one block; ``bare`` is without raised marks ("Smith 1,2"), ``heading`` says whether it is a heading."""

    text: str
    bare: str
    heading: bool = False


def read_sheet(soup: BeautifulSoup) -> Sheet | None:
    """Return the parts of the page; None where it has no header line, and so is no abstract's."""
    lines = [*lines_of(soup)]
    start = next((i for i, line in enumerate(lines) if _HEADER.search(line.text)), None)
    header = _HEADER.search(lines[start].text) if start is not None else None
    if start is None or header is None:
        return None
    meeting, rest = _meeting(_until_end(lines[start + 1 :]))
    title, rest = _title(soup, rest, after_meeting=bool(meeting))
    people, rest = _people(soup, rest, after_title=bool(title))
    return Sheet(
        year=int(header[1]),
        volume=str(int(header[2])),
        number=header[3],
        title=title,
        meeting=meeting,
        people=people,
        paragraphs=tuple(line.text for line in _without_places(rest)),
    )


def _until_end(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines before the page's tools; where the tools come first, all the others."""
    end = next((i for i, line in enumerate(lines) if _END.fullmatch(line.text)), len(lines))
    if any(len(line.text) > 100 for line in lines[:end]):
        return lines[:end]
    return [line for line in lines if not _END.fullmatch(line.text)]


def _meeting(lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """Return "SFEBES2016 Poster Presentations Neoplasia" of "... (18 abstracts)", and the lines behind it."""
    for i, line in enumerate(lines[:3]):
        if found := _SECTION.search(line.text):
            return line.text[: found.start()], lines[i + 1 :]
    return "", lines


def _title(soup: BeautifulSoup, lines: Sequence[Line], *, after_meeting: bool) -> tuple[str, Sequence[Line]]:
    """Return the title, from the page's own metadata, a heading, or the line behind the meeting's."""
    told = next(_metadata(soup, "citation_title"), "")
    for i, line in enumerate(lines[:5]):
        if line.text == told or (not told and line.heading):
            return line.text, lines[i + 1 :]
    if told or not (after_meeting and lines) or len(lines[0].text) > _LONGEST_TITLE or _has_label(lines[0].text):
        return told, lines
    return lines[0].text, lines[1:]


def _people(
    soup: BeautifulSoup, lines: Sequence[Line], *, after_title: bool
) -> tuple[tuple[Person, ...], Sequence[Line]]:
    """Return the authors, from the page's metadata or the line behind the title."""
    told = everybody(_metadata(soup, "citation_author"))
    if not lines or not after_title or not _are_names(lines[0].bare):
        return told, lines
    names = (re.sub(r"[\d*†‡§]+", "", name) for name in _BETWEEN_NAMES.split(lines[0].bare))
    return told or everybody(names), lines[1:]


def _metadata(soup: BeautifulSoup, name: str) -> Iterator[str]:
    for tag in soup.find_all("meta", attrs={"name": name}):
        content = tag.get("content") if isinstance(tag, Tag) else None
        if isinstance(content, str) and clean(content):
            yield clean(content)


def _are_names(text: str) -> bool:
    words = re.sub(r"[\d,;&.*]", " ", text).split()
    capital = sum(word[0].isupper() for word in words)
    return bool(words) and not _has_label(text) and not _VERB.search(text) and capital >= 0.6 * len(words)


def _without_places(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines behind the authors' addresses."""
    places = 0
    while places < len(lines) - 1 and _is_place(lines[places].text):
        places += 1
    return lines[places:]


def _is_place(text: str) -> bool:
    if _has_label(text) or not _PLACE.search(text) or len(text) > _LONGEST_PLACE:
        return False
    return text[0].isdigit() or ("," in text and not _VERB.search(text))


def _has_label(text: str) -> bool:
    return next((bool(passage.label) for passage in labelled(text)), False)


_BLOCKS = frozenset(
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody tfoot thead tr ul [document]".split()
)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "title", "select", "button"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


class _Piece(NamedTuple):
    block: tuple[int, int]  # the block, and how many line breaks came before
    text: str
    raised: bool
    heading: bool


def lines_of(soup: BeautifulSoup) -> Iterator[Line]:
    """Yield the page's blocks as lines, without empty ones: inline tags leave no gap, cells of a table leave one."""
    for _, group in groupby(_pieces(soup), key=lambda piece: piece.block):
        pieces = [*group]
        text = clean("".join(piece.text for piece in pieces))
        if text:
            bare = clean("".join(piece.text for piece in pieces if not piece.raised))
            yield Line(text, bare, heading=pieces[0].heading)


def _pieces(soup: BeautifulSoup) -> Iterator[_Piece]:
    breaks = 0
    for node in soup.descendants:
        if isinstance(node, Tag):
            breaks += node.name == "br"
        elif type(node) is NavigableString:
            block, within = _surroundings(node)
            if not within & _HIDDEN:
                text = f"{node} " if within & {"td", "th"} else str(node)
                yield _Piece((block, breaks), text, raised="sup" in within, heading=bool(within & _HEADINGS))


def _surroundings(node: PageElement) -> tuple[int, frozenset[str]]:
    """Return which block the node stands in, and the names of the elements up to that block."""
    within = []
    for parent in node.parents:
        within.append(parent.name)
        if parent.name in _BLOCKS:
            return id(parent), frozenset(within)
    return 0, frozenset(within)


PREFIX = "10.1530/endoabs."
_ADDRESS = re.compile(r"/ea/(\d{1,5})/([^?#\s]{1,200}+)")
_PAGE = re.compile(r"ea(\d{1,5})([a-z][a-z0-9.\-]{0,60}+)")
_DOI = re.compile(r"10\.1530/endoabs\.(\d{1,4})\.([a-z][a-z0-9.\-]{0,60}+)", re.IGNORECASE)


def doi_of(address: str) -> str:
    """Return the DOI of the abstract at an address, in any form that was ever used; "" for any other address.

    ".../ea/0037/ea0037ep1132.htm" gives "10.1530/endoabs.37.ep1132".
    """
    place = _ADDRESS.search(address.lower())
    if place is None:
        return ""
    last = place[2].rstrip("/").rpartition("/")[2]
    found = _PAGE.fullmatch(last.removesuffix(".html").removesuffix(".htm"))
    return f"{PREFIX}{int(found[1])}.{found[2]}" if found and found[1] == place[1] else ""


def path_of(doi: str) -> str:
    """Return the path of an abstract's page: "ea/0037/ea0037ep1132"; "" where the DOI is not of this kind."""
    found = _DOI.fullmatch(doi)
    return f"ea/{int(found[1]):04d}/ea{int(found[1]):04d}{found[2].lower()}" if found else ""


def _is_of(sheet: Sheet, doi: str) -> bool:
    """Return whether the page is that of the DOI, as its header tells; what stands between letters and numbers does not count."""
    return not doi or _bare(_doi(sheet)) == _bare(doi)


def _bare(doi: str) -> str:
    volume, _, number = doi.removeprefix(PREFIX).partition(".")
    return f"{volume}.{re.sub(r'[^a-z0-9]', '', number)}"


def _doi(sheet: Sheet) -> str:
    return f"{PREFIX}{sheet.volume}.{sheet.number.lower()}"


def _record(sheet: Sheet, page: Page) -> Record:
    doi = _doi(sheet)
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
