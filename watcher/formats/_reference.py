"""The reference that every file has in common, and the record that is made of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.formats._values import language, passages
from watcher.model import Id, Kind, PartialDate, Person, Record, Relation, TrialFacts, Venue
from watcher.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as a file gives it, in the words of the formats; "" and () where it says nothing."""

    key: str
    title: str
    kind: str = "article"
    original_title: str = ""
    abstract: str = ""
    people: tuple[Person, ...] = ()
    date: PartialDate | None = None
    journal: str = ""
    abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issns: tuple[str, ...] = ()
    publisher: str = ""
    meeting: str = ""
    ids: frozenset[Id] = frozenset()
    mentions: frozenset[Id] = frozenset()
    relations: tuple[Relation, ...] = ()
    url: str = ""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    trial: TrialFacts | None = None


def to_record(reference: Reference, retrieved: datetime) -> Record:
    """Return the record of a reference; raise ValueError where it has neither a title nor a place of its own."""
    title = clean(reference.title) or _place(reference)
    if not title:
        raise ValueError("no title")
    return Record(
        source="files",
        source_id=reference.key,
        kind=_kind(reference.kind, reference.publication_types),
        title=title,
        retrieved=retrieved,
        url=reference.url,
        original_title=clean(reference.original_title),
        languages=tuple(dict.fromkeys(map(language, reference.languages))),
        abstract=passages(reference.abstract),
        people=reference.people,
        published=reference.date,
        ids=reference.ids,
        mentions=reference.mentions,
        relations=reference.relations,
        venue=Venue(
            title=clean(reference.journal),
            abbreviation=clean(reference.abbreviation),
            issns=reference.issns,
            volume=clean(reference.volume).removesuffix(".0"),
            issue=clean(reference.issue).removesuffix(".0"),
            pages=_pages(reference.pages),
            meeting=clean(reference.meeting),
            publisher=clean(reference.publisher),
        ),
        publication_types=_typed(reference.publication_types),
        subjects=reference.subjects,
        substances=reference.substances,
        keywords=reference.keywords,
        trial=reference.trial,
    )


def _place(reference: Reference) -> str:
    """Return what a reference without a title is shown by, its authors and place; "" where it has no journal."""
    journal = clean(reference.journal or reference.abbreviation)
    if not journal:
        return ""
    names = ", ".join(person.name for person in reference.people[:3]) + " et al." * (len(reference.people) > 3)
    issue = f"({reference.issue})" * bool(reference.issue)
    year = f" {reference.date.year}" if reference.date else ""
    return clean(
        f"[No title] {names}{': ' * bool(names)}{journal}{year};{reference.volume}{issue}:{reference.pages}".rstrip(
            ":;"
        )
    )


# How programs name what a reference is, by letters alone, for each kind of ours.
_NAMES = {
    "article": "article articlejournal journal journalarticle electronicarticle ejournalarticle serial review articlereview",
    "conference": "conference inproceedings proceedings conferencepaper conferenceproceedings conferenceabstract paperconference abstract",
    "preprint": "preprint unpublished unpublishedwork",
    "news": "news newspaperarticle magazinearticle articlenewspaper articlemagazine webpage blog blogpost post postweblog pressrelease",
    **{own: own for own in ("registration", "notice", "comment", "other")},
}
_KIND_OF = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def kind_named(name: str, otherwise: str = "other") -> str:
    """Return the kind of reference that a program calls so: "Journal Article" and "article-journal" are an article."""
    return _KIND_OF.get(re.sub(r"[^a-z]", "", name.lower()), otherwise)


_KINDS = {
    "article": Kind.ARTICLE,
    "preprint": Kind.PREPRINT,
    "conference": Kind.ABSTRACT,
    "news": Kind.NEWS,
    "registration": Kind.REGISTRATION,
    "notice": Kind.NOTICE,
    "comment": Kind.COMMENT,
    "other": Kind.OTHER,
}
# Publication types of MEDLINE, document types of Scopus, Embase and the Web of Science, in lower case.
_TYPES = {
    Kind.NOTICE: "published erratum|retraction notice|retraction of publication|retraction|expression of concern|erratum|correction|corrigendum",
    Kind.PREPRINT: "preprint",
    Kind.COMMENT: "comment|letter|editorial|note|editorial material",
    Kind.ABSTRACT: "conference abstract|conference paper|conference proceeding|meeting abstract|proceedings paper|journal: conference abstract",
}
_BY_TYPE = {type_: kind for kind, types in _TYPES.items() for type_ in types.split("|")}


def _kind(kind: str, types: Sequence[str]) -> Kind:
    """Return the kind that the publication types say, else the one of the file's entry type."""
    said = {_BY_TYPE[part] for type_ in types for part in type_.lower().split("; ") if part in _BY_TYPE}
    return next((one for one in _TYPES if one in said), None) or _KINDS.get(kind, Kind.OTHER)


def _typed(types: Sequence[str]) -> tuple[str, ...]:
    """Return the publication types in MEDLINE's words where a file has others for a paper that was retracted."""
    return tuple("Retracted Publication" if type_.lower().startswith("retracted") else type_ for type_ in types)


def _pages(text: str) -> str:
    if not re.search(r"[0-9ivxlc]", text) or "pagination" in text.lower():
        return ""
    return re.sub(r" ?[-\u2010-\u2015]++ ?", "-", clean(text))
