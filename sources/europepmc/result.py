"""One result of Europe PMC's "core" form as a record."""

from collections.abc import Iterator
from typing import Any

from sources._literature import Row, doi_id, is_meeting_abstract, is_notice
from sources._markup import passages, plain
from sources._reading import RefusedError
from sources._registry import once
from watcher.dates import earliest, iso_date, midnight, printed_date
from watcher.json import dig, rows, word
from watcher.model import Id, Kind, Page, PartialDate, Person, Record, Relation, RelationKind, Venue
from watcher.text import clean


def read(row: Row, page: Page) -> Record:
    """Return the record of one result; raise ``RefusedError`` where it has no id or no source."""
    source, id_ = clean(word(row, "source")).upper(), clean(word(row, "id"))
    if not source or not id_:
        raise RefusedError("it has no id" if source else "it names no source")
    title, types = plain(word(row, "title")), once(_words(row, "pubTypeList", "pubType"))
    ids, venue, issued = _ids(row, source, id_), _venue(row), _issue_date(row)
    published = _published(row, issued)
    return Record(
        source="europepmc",
        source_id=f"{source}:{id_}",
        kind=_kind(source, types, title, venue, ids),
        title=title,
        retrieved=page.retrieved,
        url=f"https://europepmc.org/article/{source}/{id_}",
        languages=tuple(filter(None, [clean(word(row, "language")).lower()])),
        abstract=passages(word(row, "abstractText")),
        people=_people(row),
        published=published,
        issued=issued if issued != published else None,
        entered=midnight(iso_date(word(row, "firstIndexDate"))),
        updated=midnight(iso_date(word(row, "dateOfRevision"))),
        ids=ids,
        relations=tuple(_relations(row)),
        venue=venue,
        publication_types=types,
        subjects=once(word(heading, "descriptorName") for heading in rows(row, "meshHeadingList", "meshHeading")),
        substances=once(word(chemical, "name") for chemical in rows(row, "chemicalList", "chemical")),
        keywords=once(_words(row, "keywordList", "keyword")),
        version=clean(word(row, "versionNumber")),
    )


def _words(value: Any, *path: str) -> Iterator[str]:
    found = dig(value, *path)
    return map(word, found) if isinstance(found, list) else iter(())


def _ids(row: Row, source: str, id_: str) -> frozenset[Id]:
    own = {"MED": "pmid", "PPR": "ppr", "PMC": "pmcid"}.get(source)
    found = {Id("pmid", clean(word(row, "pmid"))), Id("pmcid", clean(word(row, "pmcid")).upper())}
    found |= {Id(own, id_)} if own else set()
    return frozenset(i for i in found if i.value) | doi_id(word(row, "doi"))


_ABSTRACTS = frozenset({"congress", "meeting abstract", "meeting-abstract", "meeting report", "abstract"})
_NOTICES = frozenset(
    {
        "published erratum",
        "retraction of publication",
        "expression of concern",
        "correction",
        "retraction",
        "erratum",
        "addendum",
    }
)
_COMMENTS = frozenset({"letter", "comment", "editorial", "reply", "article-commentary", "news"})
_OTHERS = frozenset({"PAT", "HIR", "ETH"})


def _kind(source: str, types: tuple[str, ...], title: str, venue: Venue, ids: frozenset[Id]) -> Kind:
    lower = {name.lower() for name in types}
    doi = next((i.value for i in ids if i.scheme == "doi"), "")
    if source == "PPR":
        return Kind.PREPRINT
    if lower & _NOTICES or is_notice(title):
        return Kind.NOTICE
    if lower & _ABSTRACTS or is_meeting_abstract(
        doi=doi, title=title, issue=venue.issue, pages=venue.pages, issns=venue.issns
    ):
        return Kind.ABSTRACT
    if lower & _COMMENTS:
        return Kind.COMMENT
    return Kind.OTHER if source in _OTHERS else Kind.ARTICLE


def _people(row: Row) -> tuple[Person, ...]:
    found = tuple(map(_person, rows(row, "authorList", "author")))
    return tuple(p for p in found if p.name) or tuple(_short(clean(word(row, "authorString"))))


def _person(author: Row) -> Person:
    orcid = word(author, "authorId", "value") if word(author, "authorId", "type").upper() == "ORCID" else ""
    family = clean(word(author, "lastName"))
    if not family:
        group = word(author, "collectiveName") or word(author, "fullName")
        return Person(collective=clean(group))
    return Person(
        family=family,
        given=clean(word(author, "firstName")),
        initials=clean(word(author, "initials")),
        suffix=clean(word(author, "suffix")),
        orcid=clean(orcid),
    )


_MOST_INITIALS = 4


def _short(names: str) -> Iterator[Person]:
    """Yield the people of "Liu Q, Yu N, Cheng J."."""
    for name in filter(None, (part.strip() for part in names.removesuffix(".").split(","))):
        family, _, initials = name.rpartition(" ")
        is_person = family and initials.isupper() and len(initials) <= _MOST_INITIALS
        yield Person(family=family, initials=initials) if is_person else Person(collective=name)


def _issue_date(row: Row) -> PartialDate | None:
    """Read the issue's date as printed: "2026 Mar 5", "2026 Mar-Apr". ``printPublicationDate`` invents days."""
    return printed_date(word(row, "journalInfo", "dateOfPublication"))


def _published(row: Row, issued: PartialDate | None) -> PartialDate | None:
    """Return the earliest date that was given; ``firstPublicationDate`` only alone, for it fills in days."""
    given = earliest(iso_date(word(row, "electronicPublicationDate")), issued)
    return given or iso_date(word(row, "firstPublicationDate")) or iso_date(word(row, "pubYear"))


def _venue(row: Row) -> Venue:
    journal = dig(row, "journalInfo", "journal")
    abbreviation = word(journal, "isoabbreviation") or word(journal, "medlineAbbreviation")
    return Venue(
        title=clean(word(journal, "title") or word(row, "bookOrReportDetails", "publisher")),
        abbreviation=clean(abbreviation),
        issns=once((word(journal, "issn"), word(journal, "essn"))),
        volume=clean(word(row, "journalInfo", "volume")),
        issue=clean(word(row, "journalInfo", "issue")),
        pages=clean(word(row, "pageInfo")),
        publisher=clean(word(row, "bookOrReportDetails", "publisher")),
    )


_RELATIONS = {
    "retraction in": RelationKind.RETRACTED_BY,
    "retraction of": RelationKind.RETRACTS,
    "partial retraction in": RelationKind.RETRACTED_BY,
    "partial retraction of": RelationKind.RETRACTS,
    "erratum in": RelationKind.CORRECTED_BY,
    "erratum for": RelationKind.CORRECTS,
    "corrected and republished in": RelationKind.REPUBLISHED_AS,
    "corrected and republished from": RelationKind.REPUBLISHES,
    "republished in": RelationKind.REPUBLISHED_AS,
    "republished from": RelationKind.REPUBLISHES,
    "expression of concern in": RelationKind.CONCERN_IN,
    "expression of concern for": RelationKind.CONCERN_ABOUT,
    "comment in": RelationKind.COMMENTED_IN,
    "comment on": RelationKind.COMMENTS_ON,
    "update in": RelationKind.UPDATED_BY,
    "update of": RelationKind.UPDATES,
    "preprint in": RelationKind.HAS_PREPRINT,
    "preprint of": RelationKind.PREPRINT_OF,
}
_SCHEMES = {"MED": "pmid", "PPR": "ppr", "PMC": "pmcid"}


def _relations(row: Row) -> Iterator[Relation]:
    """Yield what the record's list of comments and corrections says; its headings read outwards ("Preprint of")."""
    for entry in rows(row, "commentCorrectionList", "commentCorrection"):
        kind = _RELATIONS.get(clean(word(entry, "type")).lower())
        scheme = _SCHEMES.get(word(entry, "source").upper())
        value = clean(word(entry, "id"))
        if kind and scheme and value:
            yield Relation(kind=kind, id=Id(scheme, value), note=clean(word(entry, "reference")))
