"""One work of Crossref as a record.

The form of a work: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

import re
from collections.abc import Iterator
from typing import Any

from sources._literature import NOTICE_TIES, Row, doi_id, is_meeting_abstract, is_notice, read_doi
from sources._markup import passages, plain
from sources._reading import RefusedError
from sources._registry import once
from watcher.dates import earliest, iso_date, moment
from watcher.ids.found import find_trials
from watcher.json import dig, rows, word
from watcher.model import Id, Kind, Page, PartialDate, Person, Record, Relation, RelationKind, Venue
from watcher.names import person
from watcher.text import clean

# What /works lets one select, as its answer to a wrong one lists them (October 2026); any other name is a 400.
SELECT = (
    "DOI,type,title,subtitle,container-title,short-container-title,ISSN,volume,issue,page,author,abstract,published,"
    "published-online,published-print,issued,created,deposited,update-to,updated-by,relation,clinical-trial-number,"
    "publisher,group-title,event"
)


def read(row: Row, page: Page) -> Record:
    """Return the record of one work; raise ``RefusedError`` where it has no DOI."""
    doi = read_doi(word(row, "DOI"))
    if not doi:
        raise RefusedError("it has no DOI")
    title, venue = full_title(row), _venue(row)
    relations = tuple(dict.fromkeys(r for r in _relations(row) if r.id.value != doi))
    printed, published = _date(row, "published-print"), _published(row)
    return Record(
        source="crossref",
        source_id=doi,
        kind=_kind(row, doi, title, venue, relations),
        title=title,
        retrieved=page.retrieved,
        url=f"https://doi.org/{doi}",
        abstract=tuple(p for p in passages(word(row, "abstract")) if not _NUMBER.fullmatch(p.text)),
        people=tuple(p for p in map(_person, rows(row, "author")) if p.name),
        published=published,
        issued=printed if printed != published else None,
        entered=moment(word(row, "created", "date-time")),
        updated=moment(word(row, "deposited", "date-time")),
        ids=doi_id(doi),
        mentions=frozenset(i for n in rows(row, "clinical-trial-number") for i in _trials(n)),
        relations=relations,
        venue=venue,
        publication_types=tuple(_types(row, doi)),
    )


# ASCO's abstracts begin with their own number as a paragraph.
_NUMBER = re.compile(r"(?:e|TPS|LBA)?\d+")


def full_title(row: Row) -> str:
    """Return the title with its subtitle, "" where there is none."""
    title, subtitle = plain(_first(row, "title")), plain(_first(row, "subtitle"))
    return f"{title}: {subtitle}" if title and subtitle and subtitle.lower() not in title.lower() else title


def _first(row: Row, key: str) -> str:
    """Return the first text of a list, which may be empty or hold null: ``title: []``."""
    found = dig(row, key)
    texts = found if isinstance(found, list) else [found]
    return next(filter(None, map(word, texts)), "")


def _trials(number: Row) -> frozenset[Id]:
    return find_trials(clean(word(number, "clinical-trial-number")).upper())


# Type "posted-content" is a preprint server's: https://www.crossref.org/documentation/schema-library/markup-guide-record-types/posted-content-includes-preprints/
_KINDS = {"posted-content": Kind.PREPRINT, "peer-review": Kind.COMMENT, "journal-article": Kind.ARTICLE}
_OTHERS = frozenset({"journal", "journal-issue", "journal-volume", "component", "dataset", "grant", "book", "other"})


def _kind(row: Row, doi: str, title: str, venue: Venue, relations: tuple[Relation, ...]) -> Kind:
    if is_notice(title) or any(r.kind in NOTICE_TIES for r in relations):
        return Kind.NOTICE
    if is_meeting_abstract(doi=doi, title=title, issue=venue.issue, pages=venue.pages, issns=venue.issns):
        return Kind.ABSTRACT
    type_ = word(row, "type")
    return Kind.OTHER if type_ in _OTHERS else _KINDS.get(type_, Kind.ARTICLE)


def _person(author: Row) -> Person:
    """Return the author, without any name where nobody is named; a family name may be that of a group."""
    family, given = clean(word(author, "family")), clean(word(author, "given"))
    known = person(family)
    if known is None or (known.collective and not given):
        return known or Person(collective=clean(word(author, "name") or ("" if family else given)))
    return Person(
        family=family,
        given=given,
        suffix=clean(word(author, "suffix")),
        orcid=clean(word(author, "ORCID")).rpartition("/")[2],
    )


def _date(row: Row, key: str) -> PartialDate | None:
    """Read ``date-parts``: [[2024, 3]] is March; [[null]] and what is no date are None."""
    outer = dig(row, key, "date-parts")
    parts = outer[0] if isinstance(outer, list) and outer else None
    if not isinstance(parts, list):
        return None
    return iso_date("-".join(_digits(part) for part in parts[:3]))


def _digits(part: Any) -> str:
    return f"{part:02d}" if isinstance(part, int) and not isinstance(part, bool) and 0 < part < 10_000 else "?"


def _published(row: Row) -> PartialDate | None:
    return earliest(*(_date(row, key) for key in ("published-online", "published", "issued", "published-print")))


def _venue(row: Row) -> Venue:
    return Venue(
        title=plain(_first(row, "container-title") or _first(row, "group-title")),
        abbreviation=plain(_first(row, "short-container-title")),
        issns=once(map(word, dig(row, "ISSN"))) if isinstance(dig(row, "ISSN"), list) else (),
        volume=clean(word(row, "volume")),
        issue=clean(word(row, "issue")),
        pages=clean(word(row, "page")),
        meeting=plain(word(row, "event", "name")),
        publisher=clean(word(row, "publisher")),
    )


# Crossref's types of updates, from the notice to the work and back; members write them as they like.
# https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/
_RETRACT = (RelationKind.RETRACTS, RelationKind.RETRACTED_BY)
_CORRECT = (RelationKind.CORRECTS, RelationKind.CORRECTED_BY)
_CONCERN = (RelationKind.CONCERN_ABOUT, RelationKind.CONCERN_IN)
_UPDATE = (RelationKind.UPDATES, RelationKind.UPDATED_BY)
_UPDATES = {
    "retraction": _RETRACT,
    "retration": _RETRACT,
    "partial_retraction": _RETRACT,
    "withdrawal": _RETRACT,
    "removal": _RETRACT,
    "correction": _CORRECT,
    "corrigendum": _CORRECT,
    "erratum": _CORRECT,
    "addendum": _CORRECT,
    "clarification": _CORRECT,
    "expression_of_concern": _CONCERN,
    "new_version": _UPDATE,
    "new_edition": _UPDATE,
    "version_of_record": _UPDATE,
}
_KINSHIP = {"is-preprint-of": RelationKind.PREPRINT_OF, "has-preprint": RelationKind.HAS_PREPRINT}


def _relations(row: Row) -> Iterator[Relation]:
    """Yield what the work updates, what updates it (Retraction Watch's data among it), and its preprints."""
    for key, side in (("update-to", 0), ("updated-by", 1)):
        for entry in rows(row, key):
            kinds = _UPDATES.get(_update_type(entry))
            doi = read_doi(word(entry, "DOI"))
            if kinds and doi:
                yield Relation(kind=kinds[side], id=Id("doi", doi), note=clean(word(entry, "source")))
    for key, kind in _KINSHIP.items():
        for entry in rows(row, "relation", key):
            doi = read_doi(word(entry, "id")) if word(entry, "id-type") == "doi" else ""
            if doi:
                yield Relation(kind=kind, id=Id("doi", doi))


def _update_type(entry: Row) -> str:
    return clean(word(entry, "type")).lower().replace("-", "_").replace(" ", "_")


def _types(row: Row, doi: str) -> Iterator[str]:
    """Yield Crossref's type, and PubMed's words where a notice stands under the DOI of the work itself."""
    if type_ := clean(word(row, "type")):
        yield type_
    for key in ("update-to", "updated-by"):
        for entry in rows(row, key):
            if _UPDATES.get(_update_type(entry)) is _RETRACT and read_doi(word(entry, "DOI")) == doi:
                yield "Retracted Publication"
                return
