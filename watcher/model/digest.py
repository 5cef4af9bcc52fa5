"""What a digest says, before any channel gives it a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import compress

from watcher.model.forecast import Forecast
from watcher.model.judgement import Change, Figure, Item, Link, LinkKind, Regimen, Score, Span, Trial, WatchedTrial
from watcher.model.record import Id, PartialDate
from watcher.model.turn import NotUnderstood, Revision

# What may stand on an item, the gravest first.
RETRACTED = "RETRACTED"
STANDING = (RETRACTED, "reinstated", "the full paper was retracted", "expression of concern", "corrected")
SECTIONS = ("watched", "core", "registry", "guidelines", "related", "corrections")  # in the order of reading


class Outcome(StrEnum):
    """How a source's turn ended; the watermark moves only on COMPLETE, which at least one answer proves."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"
    UNASKED = (
        "not asked"  # nothing is known yet that it could be asked about: nothing is missing, and nothing is proved
    )

    @property
    def falls_short(self) -> bool:
        """Return whether something that should have come did not."""
        return self in {Outcome.PARTIAL, Outcome.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one source was asked and what came of it: what we did not see is part of the result.

    ``announced`` is the source's own count, None where it gives none. ``offered`` is what it had for what was asked,
    whether we wanted it or not: its own count, else what came; None where it was asked nothing, or had nothing newer.
    ``kept`` counts records that were new or changed. ``error`` is "" for a complete run. ``told`` are those of the ``notices`` that a reader
    is to know though the run was complete: what could not be read and was not promised. ``silent`` flags a source that
    offers nothing where it always offered something. ``last_complete`` is the end of the last complete run.
    ``fills`` tells a run that fills the store, with what appeared long ago among it, from one that goes on (False).
    ``next_due`` is when a source that is asked seldom is due again; None for one that every sync asks. ``title`` is
    what the source calls itself, where it is none of those that readers know by a name of ours. ``days`` are the days (UTC) on which a run ended, the first one first, each with the best outcome of its runs: ("2026-11-16", "complete").
    """

    source: str
    outcome: Outcome
    since: datetime | None
    until: datetime
    question: str = ""  # the query in the source's own dialect
    announced: int | None = None
    offered: int | None = None
    received: int = 0
    new: int = 0
    kept: int = 0
    unreadable: int = 0
    deleted: int = 0
    error: str = ""
    notices: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    unlisted: int = 0  # notices beyond those that are listed
    silent: bool = False
    started: datetime | None = None
    finished: datetime | None = None
    last_complete: datetime | None = None
    next_due: datetime | None = None
    fills: bool | None = None
    runs: int = 1  # how many runs this line sums up; 0 with COMPLETE: it was not due
    days: tuple[tuple[str, str], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a digest is about: from the last one to now. ``key`` names it, once for ever: "2026-W47".

    ``due`` is when it ought to go out; one that goes out a day or more later is ``delayed``. Its days
    are those of ``zone``. ``corrects`` is the key of the digest that it corrects, "" for one of its own. ``begins`` is the first
    of a digest, before which its readers were told nothing.
    """

    key: str
    since: datetime
    until: datetime
    due: datetime
    delayed: bool = False
    zone: str = "UTC"
    corrects: str = ""
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of the source's own, with the place where it stands.

    ``role`` is "design", "finding", "conclusion", or the label that it is shown under.
    """

    text: str
    span: Span
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Who was studied, one label at a time: name ("grade"), value ("G1-G2"), and the sentence."""

    name: str
    value: str
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Another item that belongs with an entry: "reports NCT05050942", "preprint of ..."."""

    label: str
    title: str
    item: int | None = None
    url: str = ""
    news: bool = False  # of a notice that came in the digest's period


@dataclass(frozen=True, slots=True, kw_only=True)
class CongressWeek:
    """The days of a congress ("ENETS 2027"), the first and the last, and by what an abstract of it is known.

    Where its dates are not known, they are those between which it is expected (``is_certain`` is False).
    """

    name: str
    begins: date
    ends: date
    is_certain: bool = True
    called: tuple[str, ...] = ()  # what its abstracts call it
    dois: tuple[str, ...] = ()  # how their DOIs begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that the store knows about one item, as the digest's builder takes it."""

    item: Item
    score: Score
    first_seen: datetime
    new: bool  # not in an earlier digest
    changes: tuple[Change, ...] = ()
    links: tuple[tuple[Link, int | None, str], ...] = ()  # with the other item's id and title
    retracted: bool = False
    paper_retracted: bool = False  # the full paper is, of which this is an abstract or a preprint
    corrected: bool = False
    reinstated: bool = False  # a retraction was taken back
    questioned: bool = False  # an expression of concern stands
    told: datetime | None = None  # when an earlier digest told it first
    revision: int = 0  # how far the store was when this was read; a later digest tells what came after
    late: bool = False  # it appeared long ago, and is found only now
    damaged: bool = False  # the store could not read all that it has of the item
    alerted: datetime | None = None  # when its readers heard of it in an alert; None: never
    earlier: "Dossier | None" = (
        None  # the preprint or abstract that an earlier digest told, of which it is the full version
    )
    liking: float | None = None  # how like what readers found useful it is; None where nothing was learnt

    @property
    def sent_before(self) -> bool:
        """Return whether an earlier digest told it."""
        return self.told is not None

    @property
    def full_version_of(self) -> tuple[int, ...]:
        """Return the items of which this is the full version: its preprint, its abstract."""
        own = {record.key for record in self.item.records}
        versions = ((link, item) for link, item, _ in self.links if link.kind is LinkKind.VERSION_OF)
        return tuple(item for link, item in versions if item and link.inverse == (link.subject in own))

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what must be said before anything else of the item, the gravest first; () where nothing stands on it."""
        lesser = (self.reinstated, self.paper_retracted, self.questioned, self.corrected)
        stands = (self.retracted, *(one and not self.retracted for one in lesser))
        return tuple(compress(STANDING, stands))


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedStatus:
    """What the store knows of a watched trial at the end of the period."""

    trial: WatchedTrial
    dossier: Dossier | None  # its registration, None where no registry has answered yet
    publications: tuple[Dossier, ...] = ()  # all that report it, newest first
    last_change: datetime | None = None
    last_checked: datetime | None = None
    times_checked: int = 0
    registries: tuple[str, ...] = ()
    twins: tuple[Trial, ...] = ()  # its rows in other registries, where they are items of their own
    revisions: tuple[Revision, ...] = ()  # the versions that a registry tells of itself, oldest first
    history: tuple[Change, ...] = ()  # every change of its registrations that we saw, oldest first
    forecasts: tuple[Forecast, ...] = ()  # of its first results, oldest first
    posted: tuple[PartialDate, ...] = ()  # the days on which a registry put up what we saw change


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """A sentence as a machine rewrote it, the ``source``'s own that it was proved against, and which model it was."""

    text: str
    source: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as a reader meets it."""

    item: int
    title: str
    url: str
    authors: str
    venue: str
    date: str
    kind: str
    tier: str
    source_class: str
    tags: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()  # "RETRACTED", "corrected", "preprint", "abstract, not yet full paper"
    ids: tuple[Id, ...] = ()
    summary: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    traits: tuple[Trait, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    why: str = ""
    changes: tuple[Change, ...] = ()
    ties: tuple[Tie, ...] = ()
    sources: tuple[str, ...] = ()  # every source that has it
    fresh: bool = True  # not in an earlier digest; False where it changed since
    churn: str = ""  # changes that matter to nobody's care, in one line
    rewording: Rewording | None = None  # of the sentence that says what it found, where that is asked for
    unread: bool = False  # Watcher could not make all that it says of an item: it is to be read at its source
    theme: str = ""  # of a section that stands in themes: under which it is told
    told: str = ""  # the day on which an earlier digest told it first
    weighty: bool = (
        False  # a notice that came now puts it in doubt or changes what it found; of a notice, that it does so
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A part of an entry that does not stand in its source as it claims; it is dropped and counted."""

    item: int
    part: Quote | Figure | Trait | Regimen
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the digest, in its order; ``folded`` counts the entries that are not shown.

    ``tail`` holds the folded entries, title and address only, for channels with room for a line each.
    """

    name: str
    title: str
    entries: tuple[Entry, ...] = ()
    folded: int = 0
    tail: tuple[Entry, ...] = ()
    note: str = ""  # said plainly where there is nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated point of a trial's thread, for its timeline."""

    date: str  # ISO, as precise as known
    label: str
    kind: str = ""  # "registry", "publication", "estimate", ...
    url: str = ""
    member: str = ""  # "registration", "protocol", "correction", "abstract", "article", ...; "" for a mere date
    title: str = ""  # of a publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The watched trial at a glance."""

    name: str
    headline: str  # "no change since 12 May 2026; checked 23 Nov 2026 in ClinicalTrials.gov and EU CTIS"
    facts: tuple[tuple[str, str], ...] = ()  # label and value: status, enrolment, primary completion
    design: str = ""
    note: str = ""  # what the trial does not test
    moved: bool = False  # something changed or was published in the period
    looked: bool = True  # False where a source could not be looked at, wholly or in part
    url: str = ""
    changes: tuple[Change, ...] = ()
    revisions: tuple[Revision, ...] = ()  # the registry's own versions that explain the changes, where it tells them
    publications: tuple[Entry, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    last_moved: datetime | None = None  # when a member of its thread was last seen to come or to change
    movement: str = ""  # the weightiest part of the headline: "results posted 16 Mar 2026"; "" as old digests have it
    has_new_results: bool = False  # results came in the period: in a registry or published
    history: tuple[Change, ...] = ()  # all changes of weight that were ever seen in its registries, the newest first
    versions: tuple[Revision, ...] = ()  # all versions that a registry tells of itself, the newest first
    forecasts: tuple[Forecast, ...] = ()  # when first results were expected, the newest forecast first
    came: str = ""  # ISO, when first results came; "" as long as none have


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What happened in a period. Building it again from the same store gives the same digest.

    ``key`` names the period ("2026-W47"); ``made`` is the clock that was given, never the wall's.
    ``zone`` is the time zone that dates are shown in. ``corrects`` is the key of the digest that this
    one corrects, "" for a digest of its own; channels that have threads answer that one. ``extra``
    holds further files of the site by name ("living-table.html"), whole documents.

    ``not_understood`` are records that came and that Watcher could not read, the first of them; ``unlisted`` is how many
    more there are. ``unsummarised`` counts the items that are shown without all that is usually said of one, ``failed``
    names the parts that could not be made. ``unseen_since`` is since when nothing at all could be looked at, None where
    something could. ``edition`` is the name of one of several digests on a topic, "" for the usual one. One that is ``short`` tells its
    first lines alone.
    """

    topic: str
    title: str
    key: str
    since: datetime
    until: datetime
    made: datetime
    watched: tuple[Panel, ...]
    sections: tuple[Section, ...]
    coverage: tuple[Coverage, ...]
    missing: tuple[str, ...] = ()  # what could not be looked at, in words: "EU CTIS (failed, ...)"
    dropped: int = 0  # sentences and figures that failed the check against their source
    footer: tuple[str, ...] = ()
    profile: str = ""
    zone: str = "UTC"
    delayed: bool = False
    corrects: str = ""
    schema: int = 1
    extra: Mapping[str, str] = field(default_factory=dict)
    not_understood: tuple[NotUnderstood, ...] = ()
    unlisted: int = 0
    unsummarised: int = 0
    failed: tuple[str, ...] = ()
    unseen_since: datetime | None = None
    edition: str = ""
    short: bool = False
    language: str = "en"  # of our own words
    begins: bool = False  # the first of its name
    congresses: tuple[CongressWeek, ...] = ()  # that are on, were not long ago, or come within a year
