"""What *one* source says of one thing, and of a trial in the registries' own terms."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from watcher.model.posted import PostedOutcome


class Id(NamedTuple):
    """An identifier: ``Id("doi", "10.1056/nejmoa2034577")``.

    Schemes, each in its one form after ``normalise``: pmid, pmcid, doi (lower case, no address),
    ppr (a preprint at Europe PMC), nct, eudract, ctis, isrctn, utn, other registries by the name
    of the registry (actrn, chictr, ctri, drks, jrct, ...), pii, guid and url (of feed items),
    sponsor (a protocol code).
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        """Return ``scheme:value``."""
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as far as the source gave it; nothing is invented.

    ``month`` and ``day`` are None where not given. ``raw`` is the source's own text where it said
    more than this can hold ("2024 Winter", "1965 Dec-1966 Jan").
    """

    year: int
    month: int | None = None
    day: int | None = None
    raw: str = field(default="", compare=False)

    @property
    def iso(self) -> str:
        """Return "2024", "2024-03" or "2024-03-05": as precise as the source, no more."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def earliest(self) -> date:
        """Return the first day that the date can mean: for sorting only, never for showing."""
        return date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDate:
    """A date of a trial and whether it is "actual" or "estimated" ("" where the registry is silent)."""

    date: PartialDate
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """How many participants, and whether that is "actual" or "estimated"."""

    count: int
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What is given: kind ("drug"), name, description (the dose is here), other names."""

    name: str
    kind: str = ""
    description: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """A group of participants: label, kind ("experimental"), description, names of interventions."""

    label: str
    kind: str = ""
    description: str = ""
    interventions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOutcome:
    """An outcome measure as registered, with its time frame."""

    measure: str
    description: str = ""
    time_frame: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where the trial recruits."""

    facility: str = ""
    city: str = ""
    country: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A publication that the registry lists: kind is BACKGROUND, RESULT or DERIVED."""

    citation: str = ""
    pmid: str = ""
    kind: str = ""
    retracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFacts:
    """What a registry says of a trial; "" , () or None where it says nothing.

    ``overall_status`` is in the terms of ClinicalTrials.gov (RECRUITING, ACTIVE_NOT_RECRUITING,
    COMPLETED, ...), whatever the registry, and NOT_RECRUITING where that says no more:
    https://clinicaltrials.gov/data-api/about-api/study-data-structure
    """

    registry: str
    overall_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    acronym: str = ""
    official_title: str = ""
    study_type: str = ""
    phases: tuple[str, ...] = ()
    allocation: str = ""
    masking: str = ""
    model: str = ""
    purpose: str = ""
    enrolment: Enrolment | None = None
    start: TrialDate | None = None
    primary_completion: TrialDate | None = None
    completion: TrialDate | None = None
    first_posted: TrialDate | None = None
    last_update_posted: TrialDate | None = None
    results_first_posted: TrialDate | None = None
    has_results: bool = False
    results_url: str = ""  # where the registry shows them
    posted: tuple[PostedOutcome, ...] = ()  # of its primary outcomes, as far as they can be told in numbers
    sponsor: str = ""
    collaborators: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    primary_outcomes: tuple[TrialOutcome, ...] = ()
    secondary_outcomes: tuple[TrialOutcome, ...] = ()
    eligibility: str = ""
    countries: tuple[str, ...] = ()  # sorted, once each
    sites: tuple[Site, ...] = ()
    contacts: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    documents: tuple[str, ...] = ()
    unposted_events: tuple[str, ...] = ()  # "RELEASE 2024-03-01": results sent in, not yet shown
    unsaid: tuple[str, ...] = ()  # fields that the last answer left out, and that stand as they were before it


class Kind(StrEnum):
    """What a record is, by its form; what it reports is in the tags of its score."""

    ARTICLE = "article"
    PREPRINT = "preprint"
    ABSTRACT = "abstract"  # of a meeting
    REGISTRATION = "registration"  # of a trial
    NOTICE = "notice"  # correction, retraction, expression of concern
    COMMENT = "comment"  # letter, reply, editorial about another work
    NEWS = "news"  # press release, newsroom page, trade news
    OTHER = "other"


class RelationKind(StrEnum):
    """How a source relates the record to another one, read from the record outwards."""

    CORRECTS = "corrects"
    CORRECTED_BY = "corrected_by"
    RETRACTS = "retracts"
    RETRACTED_BY = "retracted_by"
    CONCERN_ABOUT = "concern_about"
    CONCERN_IN = "concern_in"
    REINSTATES = "reinstates"  # takes a retraction or a concern back
    REINSTATED_BY = "reinstated_by"
    COMMENTS_ON = "comments_on"
    COMMENTED_IN = "commented_in"
    UPDATES = "updates"
    UPDATED_BY = "updated_by"
    REPUBLISHES = "republishes"
    REPUBLISHED_AS = "republished_as"
    PREPRINT_OF = "preprint_of"
    HAS_PREPRINT = "has_preprint"
    CITES = "cites"  # a registry's reference list


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author or investigator; ``collective`` alone is set for a group."""

    family: str = ""
    given: str = ""
    initials: str = ""
    suffix: str = ""
    collective: str = ""
    orcid: str = ""

    @property
    def name(self) -> str:
        """Return "Singh S", or the name of the group."""
        initials = self.initials or "".join(part[0] for part in self.given.split() if part)
        return self.collective or f"{self.family} {initials}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of an abstract: its label as printed ("RESULTS", "" where none) and its text."""

    text: str
    label: str = ""
    category: str = ""  # NLM's: BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS, UNASSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where a work appeared. Volume, issue and pages stay text: leading zeros, "16_suppl", "e16xxx"."""

    title: str = ""
    abbreviation: str = ""
    issns: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    meeting: str = ""  # the congress, where the source names it
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What the source itself says ties this record to another one."""

    kind: RelationKind
    id: Id
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What *one* source said about one thing. Times are aware and UTC.

    ``source`` and ``source_id`` together are its key. ``ids`` are the thing's own identifiers,
    ``mentions`` those of other things that it names (a trial's accession number in a paper).
    """

    source: str
    source_id: str
    kind: Kind
    title: str
    retrieved: datetime
    url: str = ""
    original_title: str = ""  # in the language of the work, where the title is a translation
    languages: tuple[str, ...] = ()  # ISO 639-2, as PubMed has them
    abstract: tuple[Passage, ...] = ()
    people: tuple[Person, ...] = ()
    published: PartialDate | None = None  # the earliest date of publication that the source gives
    issued: PartialDate | None = None  # the date of the issue, where it differs
    entered: datetime | None = None  # when the source took the record in
    updated: datetime | None = None  # when the source last changed it
    ids: frozenset[Id] = frozenset()
    mentions: frozenset[Id] = frozenset()
    relations: tuple[Relation, ...] = ()
    venue: Venue = Venue()
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # controlled terms: MeSH headings, conditions
    substances: tuple[str, ...] = ()  # chemicals, as indexed
    keywords: tuple[str, ...] = ()
    version: str = ""  # of a preprint, as its server counts: "2"
    trial: TrialFacts | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return (source, source_id)."""
        return self.source, self.source_id

    @property
    def text(self) -> str:
        """Return the abstract as one text, the text to which every offset in "abstract" refers.

        Passages are joined by a newline, a labelled one as "LABEL: text". "" where there is none.
        """
        return "\n".join(f"{p.label}: {p.text}" if p.label else p.text for p in self.abstract)


def united(records: Sequence[Record]) -> Record:
    """Return the first of one thing's records with what only the others say: field by field, of each the fuller.

    Its texts are whole ones, never put together of two; its date is the most precise one of its own year.
    """
    first = records[0]
    if len(records) == 1:
        return first
    year = next((one.published.year for one in records if one.published), None)
    dates = [one.published for one in records if one.published and one.published.year == year]

    def said(name: str) -> Any:
        return next((value for one in records if (value := getattr(one, name))), getattr(first, name))

    def all_said(name: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(value for one in records for value in getattr(one, name)))

    others: dict[str, Any] = {name: said(name) for name in _FIRST_SAID} | {name: all_said(name) for name in _ALL_SAID}
    return replace(
        first,
        **others,
        abstract=max(records, key=lambda one: len(one.text)).abstract,
        people=max(records, key=lambda one: (len(one.people), sum(bool(each.given) for each in one.people))).people,
        published=max(dates, key=lambda each: len(each.iso), default=first.published),
        venue=_venue([one.venue for one in records]),
        ids=frozenset[Id]().union(*(one.ids for one in records)),
        mentions=frozenset[Id]().union(*(one.mentions for one in records)),
    )


_FIRST_SAID = ("url", "original_title", "languages", "issued", "trial", "version")
_ALL_SAID = ("relations", "publication_types", "subjects", "substances", "keywords")


def _venue(venues: Sequence[Venue]) -> Venue:
    """Return a place that each of the venues says a part of; volume, issue and pages are of one of them."""
    placed = next((one for one in venues if one.volume or one.pages), venues[0])
    named = {
        part.name: next((value for one in venues if (value := getattr(one, part.name))), getattr(venues[0], part.name))
        for part in fields(Venue)
        if part.name not in {"volume", "issue", "pages"}
    }
    return replace(placed, **named)
