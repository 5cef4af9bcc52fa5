"""One record: what PubMed says of an article, to the last useful field, and what it ties it to.

Its elements and dates: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
Publication types: https://www.nlm.nih.gov/mesh/pubtypes.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from lxml import etree

from sources._literature import NOTICE_TIES
from sources._reading import attribute, text, texts_at
from watcher.dates import earliest, month, printed_date, within_calendar
from watcher.ids.found import find_trials, read_doi
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, Relation, RelationKind, Venue

Parts = Mapping[str, etree._Element]  # noqa: SLF001  (lxml has no public name for it)

_SCHEMES = {"pubmed": "pmid", "doi": "doi", "pmc": "pmcid", "pii": "pii"}
_TRANSLATED = re.compile(r"\[([^\[\]]+)\]\.?")
_PLACEHOLDER = re.compile(r"abstract available from the publisher\.?", re.IGNORECASE)


def read_article(element: etree._Element, retrieved: datetime) -> Record:
    """Return the record of a ``PubmedArticle``; raise ``ValueError`` where it has no PMID."""
    record = parts(element)
    citation, data = parts(record.get("MedlineCitation")), parts(record.get("PubmedData"))
    article = parts(citation.get("Article"))
    journal = parts(article.get("Journal"))
    issue = parts(journal.get("JournalIssue"))
    pmid = read_pmid(citation)
    languages = tuple(_languages(article.get("Language")))
    types = texts_of(article.get("PublicationTypeList"), "PublicationType")
    relations = read_relations(citation.get("CommentsCorrectionsList"))
    published, issued = _dates(article, issue)
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
        venue=_venue(article, journal, issue, parts(citation.get("MedlineJournalInfo"))),
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


def _languages(first: etree._Element | None) -> Iterator[str]:
    while first is not None and first.tag == "Language":
        yield text(first)
        first = first.getnext()


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


def _dates(article: Parts, issue: Parts) -> tuple[PartialDate | None, PartialDate | None]:
    issued = read_date(texts(issue.get("PubDate")))
    published = earliest(read_date(texts(article.get("ArticleDate"))), issued)
    return published, issued if issued != published else None


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


def _venue(article: Parts, journal: Parts, issue: Parts, medline: Parts) -> Venue:
    pagination = texts(article.get("Pagination"))
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


# https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html#commentscorrections
_KINDS = {
    "RetractionIn": RelationKind.RETRACTED_BY,
    "RetractionOf": RelationKind.RETRACTS,
    "PartialRetractionIn": RelationKind.RETRACTED_BY,
    "PartialRetractionOf": RelationKind.RETRACTS,
    "ErratumIn": RelationKind.CORRECTED_BY,
    "ErratumFor": RelationKind.CORRECTS,
    "ExpressionOfConcernIn": RelationKind.CONCERN_IN,
    "ExpressionOfConcernFor": RelationKind.CONCERN_ABOUT,
    "UpdateIn": RelationKind.UPDATED_BY,
    "UpdateOf": RelationKind.UPDATES,
    "RepublishedIn": RelationKind.REPUBLISHED_AS,
    "RepublishedFrom": RelationKind.REPUBLISHES,
    "CorrectedandRepublishedIn": RelationKind.REPUBLISHED_AS,
    "CorrectedandRepublishedFrom": RelationKind.REPUBLISHES,
    "CommentIn": RelationKind.COMMENTED_IN,
    "CommentOn": RelationKind.COMMENTS_ON,
    "PreprintIn": RelationKind.HAS_PREPRINT,
    "PreprintOf": RelationKind.PREPRINT_OF,
}
# The registries among the data banks: https://www.nlm.nih.gov/bsd/medline_databank_source.html
_REGISTRIES = {
    "ClinicalTrials.gov": "nct",
    "ISRCTN": "isrctn",
    "EudraCT": "eudract",
    "CTIS": "ctis",
    "ANZCTR": "actrn",
    "ChiCTR": "chictr",
    "CRiS": "kct",
    "CTRI": "ctri",
    "DRKS": "drks",
    "IRCT": "irct",
    "JapicCTI": "japiccti",
    "JMA": "jma",
    "jRCT": "jrct",
    "JRCT": "jrct",
    "NTR": "ntr",
    "PACTR": "pactr",
    "ReBec": "rebec",
    "REPEC": "per",
    "RPCEC": "rpcec",
    "SLCTR": "slctr",
    "TCTR": "tctr",
    "UMIN CTR": "umin",
}


def read_relations(corrections: etree._Element | None) -> tuple[Relation, ...]:
    """Return the ties that PubMed states, in its order; kinds that tell us nothing are left out."""
    return tuple(_relations(corrections)) if corrections is not None else ()


def _relations(corrections: etree._Element) -> Iterator[Relation]:
    for element in corrections:
        name = element.get("RefType") or ""
        said = texts(element)
        if name in _KINDS and (other := _other(said)):
            note = said.get("RefSource", "")
            partial = "partial retraction; " if name.startswith("Partial") else ""
            yield Relation(kind=_KINDS[name], id=other, note=f"{partial}{note}")


def _other(said: dict[str, str]) -> Id | None:
    source = said.get("RefSource", "")
    if "PMID" in said:
        return Id("pmid", said["PMID"])
    if doi := read_doi(source):
        return doi
    # A retraction must not be lost because the notice has no identifier: its citation names it.
    return Id("citation", source) if source else None


def read_mentions(banks: etree._Element | None) -> frozenset[Id]:
    """Return the registered trials that the record names by their accession numbers, gene banks and the like left out."""
    return frozenset(_mentions(banks)) if banks is not None else frozenset()


def _mentions(banks: etree._Element) -> Iterator[Id]:
    for bank in banks:
        scheme = _REGISTRIES.get(text(bank.find("DataBankName")))
        for number in texts_at(bank, "AccessionNumberList/AccessionNumber"):
            yield from find_trials(number) or ([Id(scheme, number)] if scheme else [])


_NOTICES = frozenset({"Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern"})
_ORIGINAL = ("Clinical Trial", "Randomized Controlled Trial", "Meta-Analysis", "Systematic Review", "Case Reports")


def kind_of(types: tuple[str, ...], relations: tuple[Relation, ...]) -> Kind:
    """Return the form of the record; a comment that reports a trial of its own is an article."""
    named = frozenset(types)
    ties = frozenset(relation.kind for relation in relations)
    if named & _NOTICES or (ties & NOTICE_TIES and "Journal Article" not in named):
        return Kind.NOTICE
    if "Preprint" in named:
        return Kind.PREPRINT
    if "Meeting Abstract" in named:
        return Kind.ABSTRACT
    if "News" in named or "Newspaper Article" in named:
        return Kind.NEWS
    reports = any(name.startswith(_ORIGINAL) for name in types)
    about_another = "Comment" in named or RelationKind.COMMENTS_ON in ties
    return Kind.COMMENT if about_another and not reports else Kind.ARTICLE


def parts(element: etree._Element | None) -> Parts:
    """Return the children by their names, the first of each; empty for None."""
    return {} if element is None else {child.tag: child for child in _last_first(element)}


def texts(element: etree._Element | None) -> dict[str, str]:
    """Return the texts of the children by their names, the first of each that says something."""
    if element is None:
        return {}
    return {child.tag: said for child in _last_first(element) if (said := text(child))}


def _last_first(element: etree._Element) -> list[etree._Element]:
    return element[::-1]  # type: ignore[index,return-value]  # the stubs lack it


_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def read_date(parts: Mapping[str, str]) -> PartialDate | None:
    """Read a date given by its parts as far as it goes; None where no year is found.

    "2024", "Nov" gives 2024-11. A season and a span of months are not months: "2024 Winter" gives 2024 and
    keeps the words, "1965 Dec-1966 Jan" gives 1965-12, where it begins, and keeps the words.
    """
    if "MedlineDate" in parts:
        return read_medline_date(parts["MedlineDate"])
    return _date(parts.get("Year", ""), parts.get("Month", ""), parts.get("Day", ""), parts.get("Season", ""))


@lru_cache(maxsize=4_000)  # of a file most records share their dates
def _date(year: str, month: str, day: str, season: str) -> PartialDate | None:
    found = _YEAR.fullmatch(year.strip())
    if found is None:
        return None
    raw = f"{found.group()} {season}" if season else ""
    return within_calendar(PartialDate(int(found.group()), _month(month), _number(day), raw))


def read_medline_date(text: str) -> PartialDate | None:
    """Read a date in free words: where it begins, as far as that is sure; its words are kept.

    "1965 Dec-1966 Jan" gives 1965-12, "2012 May 5-11" gives 2012-05-05, "Winter 1999" gives 1999.
    """
    year = _YEAR.search(text)
    begun = printed_date(text[year.start() :]) if year else None
    return replace(begun, raw=text) if begun else None


def read_moment(parts: Mapping[str, str]) -> datetime | None:
    """Read a date of the record's own history, midnight where it has no time; None where it is not whole.

    NCBI's clock is Maryland's and the file does not say so: an entry can be off by five hours.
    """
    if not parts:
        return None
    return _moment(*(parts.get(name, "0") for name in ("Year", "Month", "Day", "Hour", "Minute")))


@lru_cache(maxsize=4_000)
def _moment(year: str, month: str, day: str, hour: str, minute: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _month(text: str) -> int | None:
    return _number(text) if text.strip().isdecimal() else month(text)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])\W*$")


def read_people(authors: etree._Element | None) -> tuple[Person, ...]:
    """Return the authors and groups in their order, without those that PubMed itself calls invalid."""
    return tuple(_people(authors)) if authors is not None else ()


def _people(authors: etree._Element) -> Iterator[Person]:
    for author in authors:
        if author.get("ValidYN") == "N":
            continue
        said = {child.tag: text(child) for child in author}
        person = Person(
            family=said.get("LastName", ""),
            given=said.get("ForeName", ""),
            initials=said.get("Initials", ""),
            suffix=said.get("Suffix", ""),
            collective=said.get("CollectiveName", ""),
            orcid=_orcid(author) if "Identifier" in said else "",
        )
        if person.family or person.given or person.collective:
            yield person


def _orcid(author: etree._Element) -> str:
    for identifier in author.iterfind("Identifier[@Source='ORCID']"):
        if match := _ORCID.search(text(identifier)):  # bare, with hyphens, or as an address
            return "-".join(match.groups()).upper()
    return ""
