"""A source's turn: what it is asked, what it sends, and what that is read as."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.model.record import Id, PartialDate, Record

Transient = Callable[[bytes], bool]  # whether the body of an answer is a passing failure


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
    words: tuple[str, ...] = ()  # how a stem goes on in what is stored, for a provider that knows no stars


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
