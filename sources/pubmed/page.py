"""A set of records, of articles and of books, cut into its records before any of them is parsed: a broken one costs no other.

Cutting is a matter of bytes, and fast. Where bytes could deceive (comments, CDATA, another encoding, a
namespace) the whole document is parsed first instead; what a record says is read by the same code.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from sources._asking import deletions
from sources._markup import in_utf8, plain
from sources._reading import (
    attribute,
    hardened_parser,
    local_name,
    text,
    text_at,
    unreadable,
    without_characters,
    xml_root,
)
from sources.pubmed.article import (
    Parts,
    parts,
    passages,
    read_article,
    read_date,
    read_moment,
    read_people,
    read_pmid,
    texts,
    texts_of,
)
from watcher.bounds import LONGEST_TITLE, cut
from watcher.dates import earliest
from watcher.errors import ParseError
from watcher.model import Deleted, Id, Kind, Page, Piece, Record, Unreadable, Venue
from watcher.text import clean

_ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle")
START = re.compile(rb"<(Pubmed(?:Book)?Article)(?=[\s>])")
_PMID = re.compile(rb"<PMID[^<>]*+>\s{0,99}+([0-9]{1,10}+)\s{0,99}+</PMID>")
_TITLE = re.compile(rb"<ArticleTitle[^<>]*+>([^\0]{1,4000}?)</ArticleTitle>")
_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE)


class Slice(NamedTuple):
    """One record of a page, as bytes; ``problem`` says why there is no whole one."""

    body: bytes
    problem: str = ""


def read_page(page: Page) -> Iterator[Piece]:
    """Yield every record of the page and every PMID that it deletes, or was asked for and lacks.

    Raise ``ParseError`` where the page is no set of records at all. Of a record that comes in several
    versions, one that is older than an earlier one is left out.
    """
    newest: dict[str, int] = {}
    for number, element in enumerate(_elements(page), 1):
        if isinstance(element, Slice):
            yield _unreadable(page, number, element)
        elif element.tag == "DeleteCitation":
            yield from _deleted(element, page)
        else:
            yield from _record(element, page, number, newest)
    yield from deletions(page, "pubmed", lambda: pmids(page.body))


def pmids(body: bytes) -> set[str]:
    """Return the PMIDs of the records in a body, those of cited papers left aside."""
    found = (_PMID.search(one.body) for one in slices(body) if not one.body.startswith(b"<Delete"))
    return {match.group(1).decode() for match in found if match}


def slices(body: bytes) -> Iterator[Slice]:
    """Yield the records of a body as bytes, then its deletions; a cut one with what is wrong with it."""
    starts = [found.start() for found in START.finditer(body)]
    for start, limit in pairwise((*starts, len(body))):
        closing = _BOOK_END if body.startswith(b"<PubmedBook", start) else _END
        end = body.rfind(closing, start, limit)
        whole = end >= 0
        yield Slice(body[start : end + len(closing) if whole else limit], "" if whole else "it is cut short")
    if (start := body.find(b"<DeleteCitation>")) >= 0:
        end = body.find(b"</DeleteCitation>", start)
        yield Slice(body[start : end + 17], "" if end >= 0 else "the list of deletions is cut short")


def cut_up(body: bytes, size: int) -> Iterator[bytes]:
    """Yield a body as sets of records of about ``size`` bytes, so that no step holds all of a file; whole where bytes could deceive."""
    first = body.find(b"<Pubmed", body.find(b"<PubmedArticleSet") + 1)
    if len(body) <= size or first < 0 or is_deceptive(body, body.find(b"<Pubmed")):
        yield body
        return
    head, at = body[:first], first
    while (end := body.find(_END, at + size)) >= 0 and body.find(_END, end + 1) >= 0:
        yield b"%s%s\n</PubmedArticleSet>" % (head, body[at : end + len(_END)])
        at = end + len(_END)
    yield head + body[at:]


_END, _BOOK_END = b"</PubmedArticle>", b"</PubmedBookArticle>"


def _elements(page: Page) -> Iterator[etree._Element | Slice]:
    if page.unchanged:
        return
    first = page.body.find(b"<Pubmed")
    if first < 0 or is_deceptive(page.body, first):
        try:
            yield from _parsed_whole(page)
        except ParseError:
            if first < 0 or _is_foreign(page.body[:first]):
                raise
        else:
            return
    parser = hardened_parser()
    for one in slices(page.body):
        yield _parsed(one, parser)


def is_deceptive(body: bytes, first: int) -> bool:
    """Return whether records could not be cut out of the body, the first of which begins there, without parsing all of it."""
    if _is_foreign(body[:first]):
        return True
    opening = body[first : body.find(b">", first) + 1]
    return b"xmlns" in opening or _has_marked_up(body, first)


def _has_marked_up(body: bytes, at: int) -> bool:
    """Return whether a comment or CDATA stands there or later: a lone "!" is found several times as fast as what it may belong to."""
    for _ in range(_MOST_LONE):
        if (at := body.find(b"!", at + 1)) < 0:
            return False
        if body[at - 1] == _LESS:
            return True
    return body.find(b"<!", at) >= 0


_LESS, _MOST_LONE = ord("<"), 10_000


def _is_foreign(prolog: bytes) -> bool:
    return b"\0" in prolog or b"<!ENTITY" in prolog or _OTHER_ENCODING.search(prolog) is not None


def _parsed(one: Slice, parser: etree.XMLParser) -> etree._Element | Slice:
    """Return the record's element; characters that XML cannot hold are left out where there are any."""
    if one.problem:
        return one
    body = _lean(one.body)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        problem = str(error)
    try:
        return etree.fromstring(without_characters(body), parser)
    except etree.XMLSyntaxError:
        return one._replace(problem=problem)


def _lean(body: bytes) -> bytes:
    """Return the record without the parts from which nothing is read: half of a page, and of its elements."""
    behind = body.rfind(b"<PubmedData>")  # what the publisher's data are is not in the citation, which is most of it
    citation, data = (body[:behind], body[behind:]) if behind >= 0 else (body, body)
    if (start := data.find(b"<ReferenceList>")) >= 0:  # one may stand in another
        data = data[:start] + data[data.rfind(b"</ReferenceList>") + 16 :]
    data = _with_few(data, *_HISTORY)
    if behind < 0:
        citation, data = data, b""
    before, *others = _with_few(citation, *_HEADINGS).split(b"<AffiliationInfo>")
    return b"".join((before, *[other.partition(b"</AffiliationInfo>")[2] for other in others], data))


def _with_few(body: bytes, opening: bytes, closing: bytes, sign: bytes, wanted: re.Pattern[bytes]) -> bytes:
    """Return the body with its list of that name kept to what is read of it; whole where any of that is written in another way."""
    if (start := body.find(opening)) < 0 or (end := body.find(closing, start)) < 0:
        return body
    kept = wanted.findall(body, start, end)
    whole = len(kept) != body.count(sign, start, end)
    return body if whole else b"".join((body[:start], opening, *kept, body[end:]))


# Lists of which one kind of element is read: their tags, what marks that element, and how it is written nearly everywhere.
_HISTORY = (
    b"<History>",
    b"</History>",
    b"entrez",
    re.compile(rb'<PubMedPubDate PubStatus="entrez">[^P]*+PubMedPubDate>'),
)
_HEADINGS = (
    b"<MeshHeadingList>",
    b"</MeshHeadingList>",
    b"<DescriptorName",
    re.compile(rb"<DescriptorName[^>]*+>[^<]*+</DescriptorName>"),
)


def _parsed_whole(page: Page) -> Iterator[etree._Element]:
    root = xml_root(in_utf8(page), page.url, "pubmed", *_ROOTS)
    for element in root.iter(etree.Element):
        element.tag = local_name(element)
    yield from root if root.tag.endswith("Set") else [root]


def _record(element: etree._Element, page: Page, number: int, newest: dict[str, int]) -> Iterator[Record | Unreadable]:
    is_book = element.tag == "PubmedBookArticle"
    try:
        record = read_book(element, page.retrieved) if is_book else read_article(element, page.retrieved)
    except Exception as error:  # noqa: BLE001 - the border of a record: its neighbours are read all the same
        pmid, title = text_at(element, ".//PMID"), text_at(element, ".//ArticleTitle")
        yield unreadable(error, page.url, f"record {number} of the page", source_id=pmid, title=title)
        return
    version = _version(element)
    if version >= newest.get(record.source_id, version):
        newest[record.source_id] = version
        yield record


def _version(element: etree._Element) -> int:
    said = attribute(next(element.iter("PMID"), None), "Version")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1


def _unreadable(page: Page, number: int, one: Slice) -> Unreadable:
    """Return what is certain of a record that is no XML: its number and its title, as far as they can be seen."""
    pmid, title = (
        found[1].decode("utf-8", "replace") if (found := look.search(one.body)) else "" for look in (_PMID, _TITLE)
    )
    url = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else page.url
    title = cut(clean(plain(title)), LONGEST_TITLE)
    return Unreadable(url=url, where=f"record {number} of the page", reason=one.problem, source_id=pmid, title=title)


def _deleted(element: etree._Element, page: Page) -> Iterator[Deleted]:
    for pmid in filter(None, map(text, element.iterfind("PMID"))):
        yield Deleted(source="pubmed", source_id=pmid, retrieved=page.retrieved)


_SCHEMES = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid", "bookaccession": "bookshelf"}


def read_book(element: etree._Element, retrieved: datetime) -> Record:
    """Return the record of a ``PubmedBookArticle``; raise ``ValueError`` where it has no PMID."""
    record = parts(element)
    document, data = parts(record.get("BookDocument")), parts(record.get("PubmedBookData"))
    book = parts(document.get("Book"))
    pmid = read_pmid(document)
    issued = read_date(texts(book.get("PubDate")))
    return Record(
        source="pubmed",
        source_id=pmid,
        kind=Kind.OTHER,
        title=text(document.get("ArticleTitle")) or text(book.get("BookTitle")),
        original_title=text(document.get("VernacularTitle")),
        retrieved=retrieved,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        languages=texts_of(record.get("BookDocument"), "Language"),
        abstract=passages(document.get("Abstract")),
        people=read_people(_authors(document, book)),
        published=earliest(read_date(texts(document.get("ContributionDate"))), issued),
        issued=issued,
        entered=_book_entered(data.get("History")),
        updated=read_moment(texts(document.get("DateRevised"))),
        ids=frozenset(_book_ids(pmid, document)),
        venue=_book_venue(book),
        publication_types=texts_of(record.get("BookDocument"), "PublicationType"),
        keywords=texts_of(document.get("KeywordList"), "Keyword"),
    )


def _authors(document: Parts, book: Parts) -> etree._Element | None:
    chapter, whole = document.get("AuthorList"), book.get("AuthorList")
    return chapter if chapter is not None else whole


def _book_entered(history: etree._Element | None) -> datetime | None:
    moments = {date.get("PubStatus"): texts(date) for date in history} if history is not None else {}
    return read_moment(moments.get("entrez") or moments.get("pubmed") or {})


def _book_ids(pmid: str, document: Parts) -> Iterator[Id]:
    yield Id("pmid", pmid)
    own = document.get("ArticleIdList")
    for element in own if own is not None else ():
        scheme, value = _SCHEMES.get(attribute(element, "IdType")), text(element)
        if scheme and value:
            yield Id(scheme, value)


def _book_venue(book: Parts) -> Venue:
    publisher = texts(book.get("Publisher"))
    return Venue(
        title=text(book.get("BookTitle")),
        publisher=publisher.get("PublisherName", ""),
        volume=text(book.get("Volume")),
    )
