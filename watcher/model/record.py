"""What one source said about one thing, as it crosses from the sources to everything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from watcher.model.basic import Id, PartialDate
from watcher.model.trial import TrialFacts

Transient = Callable[[bytes], bool]  # whether the body of an answer is a passing failure


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A source withdrew a record (PubMed's DeleteCitation): it is marked, never dropped."""

    source: str
    source_id: str
    retrieved: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A record that could not be understood: counted, kept and shown, its neighbours unharmed.

    ``source`` (where it is not the page's own), ``source_id`` and ``title`` are given where they are certain; ``url`` is the record's own address, else that of its
    page. ``trace`` is the traceback of a fault of ours, for the log.
    """

    url: str
    where: str  # an id or a position, for a person to find it
    reason: str
    source: str = ""
    source_id: str = ""
    title: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A record that came and that Watcher could not read, rate or keep: what is certain of it, for a person to read.

    ``source_id`` is a position in its page where the record names none; ``title`` and ``url`` are "" where not even they are
    certain. ``reason`` says what went wrong, in words; ``seen`` is when it came first; ``program`` is the version of the
    program and of the profile that failed, so that another one reads it again.
    """

    source: str
    source_id: str
    reason: str
    seen: datetime
    title: str = ""
    url: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A version of a registration as its registry counts and dates it: it explains a change, and is no record.

    ``number`` counts from 1, as the registry's pages do; ``date`` is the day on which the version was sent in, which
    is some days before it shows; ``status`` is in the terms of ``TrialFacts.overall_status``, ``modules`` names the parts that changed,
    in the registry's words. ``retrieved`` is when we first heard of the version.
    """

    source: str
    source_id: str
    number: int
    retrieved: datetime
    date: PartialDate | None = None
    status: str = ""
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What an address said of its version, to ask it next time only for something newer."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One spelling to look for."""

    text: str
    prefix: bool = False  # "escalat" stands for escalation, escalated, ...
    exact_case: bool = False  # an acronym that is a word in other cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A group of terms that mean one thing; any of them will do."""

    name: str
    terms: tuple[Term, ...]
    mesh: tuple[str, ...] = ()  # MeSH headings
    substances: tuple[str, ...] = ()  # MeSH supplementary concepts, PubMed's [nm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came from one request, untouched.

    ``expected`` is the number of records that the source's own count promises in this page, None
    where it promises nothing; fewer records read than expected make the run partial. ``unchanged``
    is the answer to a conditional request for what we already have (304): the body is empty.
    ``sought`` are the query's groups where the provider cannot search and sent everything: ``parse`` then
    yields only what speaks of them. ``proven`` tells that this address was read whole before, so that what cannot
    be read now is missed.
    """

    url: str  # without secrets
    body: bytes
    retrieved: datetime
    media_type: str = ""
    expected: int | None = None
    validator: Validator | None = None
    unchanged: bool = False
    sought: tuple[tuple[Concept, ...], ...] = ()
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a source said besides its records: a phrase it dropped, a count it cut.

    ``incomplete`` means that records may be missing, which makes the run partial. ``told`` means that the
    digest's readers are to know, however the run ends. ``announced`` is the source's own count for the whole
    query, where this notice brings it.
    """

    text: str = ""
    incomplete: bool = False
    told: bool = False
    announced: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A source's turn is over; ``error`` says why, where it could not go on, ``at`` when, where that was not just now."""

    error: str = ""
    at: datetime | None = None


# What a source sends in its turn, one after the other.
Step = Page | Notice | Ended

# What the page of a source is read as, one after the other.
Piece = Record | Deleted | Revision | Unreadable | Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of one source: any of the groups, each of which wants all of its concepts.

    ``left_out`` is what means too much elsewhere to be asked for ("NET"), and counts where a provider cannot
    search and sends everything. ``since`` None asks for everything. ``watched`` are the identifiers of the watched trials,
    ``known`` those of things in the store that this source may be asked about again. ``reread`` tells that
    this is the time to read them all again, though a new store may know none yet. ``proven`` are the addresses
    that were read whole before, whatever was asked.
    """

    topic: str
    groups: tuple[tuple[Concept, ...], ...]
    until: datetime
    left_out: tuple[Concept, ...] = ()
    since: datetime | None = None
    watched: tuple[Id, ...] = ()
    known: tuple[Id, ...] = ()
    reread: bool = False
    validators: Mapping[str, Validator] = field(default_factory=dict)  # by address
    proven: frozenset[str] = frozenset()
