"""One record of a book or a chapter in PubMed (GeneReviews, StatPearls, a report of an agency)."""

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from sources._xml import attribute, text
from sources.pubmed.article import passages, read_pmid, texts_of
from sources.pubmed.dates import read_date, read_moment
from sources.pubmed.parts import Parts, parts, texts
from sources.pubmed.people import read_people
from watcher.dates import earliest
from watcher.model import Id, Kind, Record, Venue

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
        entered=_entered(data.get("History")),
        updated=read_moment(texts(document.get("DateRevised"))),
        ids=frozenset(_ids(pmid, document)),
        venue=_venue(book),
        publication_types=texts_of(record.get("BookDocument"), "PublicationType"),
        keywords=texts_of(document.get("KeywordList"), "Keyword"),
    )


def _authors(document: Parts, book: Parts) -> etree._Element | None:
    chapter, whole = document.get("AuthorList"), book.get("AuthorList")
    return chapter if chapter is not None else whole


def _entered(history: etree._Element | None) -> datetime | None:
    moments = {date.get("PubStatus"): texts(date) for date in history} if history is not None else {}
    return read_moment(moments.get("entrez") or moments.get("pubmed") or {})


def _ids(pmid: str, document: Parts) -> Iterator[Id]:
    yield Id("pmid", pmid)
    own = document.get("ArticleIdList")
    for element in own if own is not None else ():
        scheme, value = _SCHEMES.get(attribute(element, "IdType")), text(element)
        if scheme and value:
            yield Id(scheme, value)


def _venue(book: Parts) -> Venue:
    publisher = texts(book.get("Publisher"))
    return Venue(
        title=text(book.get("BookTitle")),
        publisher=publisher.get("PublisherName", ""),
        volume=text(book.get("Volume")),
    )
