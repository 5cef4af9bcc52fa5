"""One record: what PubMed says of an article, to the last useful field."""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from sources._reading import attribute, text
from sources.pubmed.parts import Parts, parts, read_date, read_moment, read_people, texts
from sources.pubmed.relations import kind_of, read_mentions, read_relations
from watcher.dates import earliest
from watcher.model import Id, PartialDate, Passage, Record, Venue

_SCHEMES = {"pubmed": "pmid", "doi": "doi", "pmc": "pmcid", "pii": "pii"}
_TRANSLATED = re.compile(r"\[([^\[\]]+)\]\.?")
_PLACEHOLDER = re.compile(r"abstract available from the publisher\.?", re.IGNORECASE)


def read_article(element: etree._Element, retrieved: datetime) -> Record:
    """Return the record of a ``PubmedArticle``; raise ``ValueError`` where it has no PMID."""
    record = parts(element)
    citation, data = parts(record.get("MedlineCitation")), parts(record.get("PubmedData"))
    article = parts(citation.get("Article"))
    pmid = read_pmid(citation)
    languages = _languages(citation.get("Article"))
    types = texts_of(article.get("PublicationTypeList"), "PublicationType")
    relations = read_relations(citation.get("CommentsCorrectionsList"))
    published, issued = _dates(article)
    return Record(
        source="pubmed",
        source_id=pmid,
        kind=kind_of(types, relations),
        title=_title(article, languages),
        original_title=text(article.get("VernacularTitle")),
        retrieved=retrieved,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        languages=languages,
        abstract=_abstract(article.get("Abstract"), citation.get("OtherAbstract"), element),
        people=read_people(article.get("AuthorList")),
        published=published,
        issued=issued,
        entered=_entered(data.get("History")),
        updated=read_moment(texts(citation.get("DateRevised"))),
        ids=frozenset(_ids(pmid, article, data)),
        mentions=read_mentions(article.get("DataBankList")),
        relations=relations,
        venue=_venue(article, parts(citation.get("MedlineJournalInfo"))),
        publication_types=types,
        subjects=_subjects(citation),
        substances=texts_of(citation.get("ChemicalList"), "NameOfSubstance"),
        keywords=texts_of(citation.get("KeywordList"), "Keyword"),
    )


def read_pmid(citation: Parts) -> str:
    """Return the PMID; raise ``ValueError`` where there is none, or what stands there is none."""
    pmid = text(citation.get("PMID"))
    if not pmid:
        raise ValueError("it has no PMID")
    if not (pmid.isascii() and pmid.isdigit() and len(pmid) <= 10):
        raise ValueError(f"its PMID is {pmid[:40]!r}")
    return pmid


def texts_of(element: etree._Element | None, name: str) -> tuple[str, ...]:
    """Return the texts of all elements of a name inside an element that may be missing, once each."""
    return () if element is None else tuple({said: None for part in element.iter(name) if (said := text(part))})


def passages(abstract: etree._Element | None) -> tuple[Passage, ...]:
    """Return the parts of an abstract with their labels; an empty part is none."""
    if abstract is None:
        return ()
    return tuple(
        Passage(text=said, label=attribute(part, "Label"), category=attribute(part, "NlmCategory"))
        for part in abstract.iterchildren("AbstractText")
        if (said := text(part))
    )


def _languages(article: etree._Element | None) -> tuple[str, ...]:
    return () if article is None else tuple(map(text, article.iterchildren("Language")))


def _title(article: Parts, languages: tuple[str, ...]) -> str:
    title = text(article.get("ArticleTitle"))
    if languages and languages != ("eng",) and (translated := _TRANSLATED.fullmatch(title)):
        return translated.group(1)
    return title or text(article.get("VernacularTitle"))


def _abstract(own: etree._Element | None, other: etree._Element | None, record: etree._Element) -> tuple[Passage, ...]:
    found = passages(own)
    if other is None:
        return found
    others = record.findall("MedlineCitation/OtherAbstract")
    english = [abstract for abstract in others if abstract.get("Language") in {None, "eng"}]
    # A summary in plain words adds to the abstract; one in another language stands in where there is none.
    return found + tuple(_labelled(english)) if found or english else tuple(_labelled(others[:1]))


def _labelled(abstracts: list[etree._Element]) -> Iterator[Passage]:
    for abstract in abstracts:
        label = "PLAIN LANGUAGE SUMMARY" if abstract.get("Type") == "plain-language-summary" else ""
        for passage in passages(abstract):
            if not _PLACEHOLDER.fullmatch(passage.text):
                yield passage if passage.label else Passage(text=passage.text, label=label, category=passage.category)


def _dates(article: Parts) -> tuple[PartialDate | None, PartialDate | None]:
    journal = parts(article.get("Journal"))
    issue = read_date(texts(parts(journal.get("JournalIssue")).get("PubDate")))
    published = earliest(read_date(texts(article.get("ArticleDate"))), issue)
    return published, issue if issue != published else None


def _entered(history: etree._Element | None) -> datetime | None:
    for date in history if history is not None else ():
        if date.get("PubStatus") == "entrez":
            return read_moment(texts(date))
    return None


def _ids(pmid: str, article: Parts, data: Parts) -> Iterator[Id]:
    yield Id("pmid", pmid)
    # Its own list only: the cited papers' identifiers stand deeper, in ReferenceList.
    own = data.get("ArticleIdList")
    for element in own if own is not None else ():
        scheme, value = _SCHEMES.get(element.get("IdType") or ""), text(element)
        if scheme and value and (scheme != "pmid" or value == pmid):
            yield Id(scheme, value)
    location = article.get("ELocationID")
    for element in location.itersiblings(preceding=False) if location is not None else ():
        if element.tag != "ELocationID":
            break
        yield from _location(element)
    if location is not None:
        yield from _location(location)


def _location(element: etree._Element) -> Iterator[Id]:
    scheme, value = _SCHEMES.get(element.get("EIdType") or ""), text(element)
    if scheme and value and element.get("ValidYN") != "N":
        yield Id(scheme, value)


def _subjects(citation: Parts) -> tuple[str, ...]:
    headings = texts_of(citation.get("MeshHeadingList"), "DescriptorName")
    return headings + texts_of(citation.get("SupplMeshList"), "SupplMeshName")


def _venue(article: Parts, medline: Parts) -> Venue:
    journal, pagination = parts(article.get("Journal")), texts(article.get("Pagination"))
    issue = parts(journal.get("JournalIssue"))
    span = "-".join(filter(None, (pagination.get("StartPage"), pagination.get("EndPage"))))
    issns = (text(journal.get("ISSN")), text(medline.get("ISSNLinking")))
    return Venue(
        title=text(journal.get("Title")),
        abbreviation=text(journal.get("ISOAbbreviation")) or text(medline.get("MedlineTA")),
        issns=tuple(dict.fromkeys(filter(None, issns))),
        volume=text(issue.get("Volume")),
        issue=text(issue.get("Issue")),
        pages=pagination.get("MedlinePgn") or span,
    )
