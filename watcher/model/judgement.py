"""What we conclude about records: the thing behind them, their ties, their worth for the topic."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.record import Id, PartialDate, Record, RelationKind, united


class Tier(StrEnum):
    """How near an item is to the question; the order is the order of importance."""

    WATCHED = "watched"  # the trial we wait for
    CORE = "core"  # dose escalation or interval shortening of SSAs in NETs
    RELATED = "related"  # SSAs in NETs otherwise
    ADJACENT = "adjacent"  # the same drug in another disease, imaging, PRRT alone
    OFF = "off"

    @property
    def rank(self) -> int:
        """Return 0 for WATCHED to 4 for OFF."""
        return list(Tier).index(self)


NEAREST = frozenset({Tier.WATCHED, Tier.CORE})  # of what the question itself is about


class SourceClass(StrEnum):
    """Who speaks; the last never leads a digest."""

    REGISTRY = "registry"
    JOURNAL = "journal"
    CONGRESS = "congress"
    REGULATOR = "regulator"
    COMPANY = "company"
    TRADE_NEWS = "trade news"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in a record: ``field`` is "title" or "abstract" (``Record.text``), offsets in characters."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a record got its tier, in words that a physician can dispute."""

    concept: str
    term: str  # as it stands in the record
    span: Span | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """One dose regimen as a text gives it; numbers are None where the text does not say.

    ``intensification`` is "dose", "interval", "both" or "" (label dose, or not known). ``role`` says how the text speaks
    of it: "prior" (had before the study, or the label's alone), "compared" (with another regimen), "rescue" (between injections) or "".
    """

    drug: str
    text: str
    span: Span
    formulation: str = ""
    dose_mg: float | None = None
    interval_days: float | None = None
    mg_per_28_days: float | None = None
    multiple_of_label: float | None = None
    intensification: str = ""
    product: str = ""  # "octreotide LAR", where ``text`` itself names no drug
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a text reports, tied to its sentence. Nothing is recomputed or inferred.

    ``outcome`` is PFS, OS, TTP, ORR, DCR, ... ("" where the sentence does not say); ``measure`` is HR, OR,
    RR, median, rate, proportion, improved, worsened, unchanged (shares of patients), mean or mean change. ``value`` None
    means not reached or not estimable. ``span`` is the sentence's place, ``at`` that of the number itself; both in characters.
    """

    measure: str
    value: float | None
    sentence: str
    span: Span
    at: Span
    outcome: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    level: float | None = None  # of the interval, in per cent
    p: str = ""  # as printed: "<0.001"
    n: int | None = None  # events or patients with the outcome
    total: int | None = None  # out of
    arm: str = ""  # the group of patients, or the factor, that the value is of
    comparator: str = ""
    milestone: str = ""  # "12 months"
    significant: bool | None = None  # as the sentence says; None where it does not
    spread: str = ""  # range, quartiles or standard deviation, as printed: "range, 13-74"
    groups: str = ""  # what ``arm`` names: "arms", "subgroups", "times" (before and after) or "factor"
    severity: str = ""  # of an adverse event: "grade 3-4", "grade \u22653", "any grade", "serious", "led to discontinuation"; "" where the sentence does not say
    contrast: str = ""  # what a ratio compares: "arms" of treatment, or the two sides of a prognostic "factor"
    direction: str = ""  # of a change or difference, as the sentence says: "rose", "fell", "improved", "worsened"; "" where it does not
    event: str = ""  # what it is of in the words of the source: "steatorrhoea", "CgA fell by more than 50%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How near a record is to the topic and why. ``value`` (0 to 1) orders within the tier."""

    tier: Tier
    value: float
    reasons: tuple[Reason, ...] = ()
    tags: tuple[str, ...] = ()  # design and phase: "RCT", "phase 3", "review", "high-dose control arm"
    source_class: SourceClass = SourceClass.OTHER
    regimens: tuple[Regimen, ...] = ()
    trials: tuple[str, ...] = ()  # names of watched trials that the record is about
    profile: str = ""  # name and version of the topic profile that judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A publication, gathered from its records; the first record is the fullest."""

    id: int
    records: tuple[Record, ...]

    @property
    def whole(self) -> Record:
        """Return the fullest record with what only the others say."""
        return united(self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial, gathered from its registry records; the first record is the fullest."""

    id: int
    records: tuple[Record, ...]

    @property
    def whole(self) -> Record:
        """Return the fullest record with what only the others say."""
        return united(self.records)


Item = Work | Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """The record is of a thing that we do not have."""

    because: str = "nothing like it is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """The record is another appearance of the item ``item``; ``because`` says why, in words."""

    item: int
    because: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """The record may be of the item ``item``: kept apart, and put before a person."""

    item: int
    because: str
    score: float


Verdict = New | SameAs | Perhaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A record as it was when we saw it; ``fingerprint`` covers the fields that carry news."""

    record: Record
    seen: datetime
    fingerprint: str


class Weight(StrEnum):
    """How much a change matters; the order is the order of importance."""

    HIGH = "high"  # results posted, status, primary outcome, completion date, enrolment
    MEDIUM = "medium"
    LOW = "low"
    NOISE = "noise"  # contacts and sites: one folded line


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs between two versions of a record, in words; "" where the field was not set."""

    field: str  # "overall status", "primary completion date", ...
    before: str
    after: str
    seen: datetime
    weight: Weight
    note: str = ""  # "slips by 6 months"


_SURE = 0.7  # less, and a tie is a mention or a guess


class LinkKind(StrEnum):
    """How two items belong together, read from subject to object."""

    REPORTS = "reports"  # publication, abstract, press release -> trial
    MENTIONS = "mentions"  # publication -> trial that is another one's, or that it only speaks of
    VERSION_OF = "version_of"  # preprint -> article, abstract -> article, accepted -> final
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    CONCERN_ABOUT = "concern_about"
    REINSTATES = "reinstates"  # takes a retraction or a concern back
    COMMENTS_ON = "comments_on"
    UPDATES = "updates"
    SAME_TRIAL = "same_trial"  # one trial in two registries
    SHARES_NUMBER = "shares_number"  # two trials of one registry that both give a third number as theirs
    SAME_STUDY = "same_study"  # the same abstract at two meetings, two reports of one study


# The ties of a notice with its work, the gravest first.
NOTICE_KINDS = (LinkKind.RETRACTS, LinkKind.CORRECTS, LinkKind.CONCERN_ABOUT, LinkKind.REINSTATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tie from the record at hand to another thing, with its reason.

    ``subject`` is the key of the record that has the tie; ``object`` names the other thing by an
    identifier, known to the store or not yet. ``inverse`` tells that the tie reads from object to
    subject ("retracted by"). ``confidence`` is 1 for what a source states, less for what we infer.
    """

    kind: LinkKind
    subject: tuple[str, str]
    object: Id
    because: str
    confidence: float = 1.0
    inverse: bool = False
    relation: RelationKind | None = None  # what the source itself said, where it did

    @property
    def is_sure(self) -> bool:
        """Return whether it is more than a mention or a guess, which a person has to look at."""
        return self.confidence >= _SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name of a watched trial. One with ``needs_context`` counts only near a word of the disease."""

    text: str
    kind: str  # "identifier", "acronym", "compound", "drug", "sponsor"
    exact_case: bool = False
    needs_context: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedTrial:
    """A trial that the team waits for, by all of its identifiers and names."""

    name: str
    ids: tuple[Id, ...]
    aliases: tuple[Alias, ...] = ()
    design: str = ""  # the design line as registered, shown with every item of the trial
    readout: str = ""  # "event-driven: 194 events"
    note: str = ""
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Records of a library that are one thing.

    ``members`` are positions in the order given, ascending, at least two; ``reasons`` say for each
    of them, in words, why it belongs.
    """

    members: tuple[int, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Two records, by their positions, whose things may be one: for a person. ``score`` is 0 to 1."""

    one: int
    other: int
    score: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What is one thing among some records: clusters of one record and more, each position once, and what is doubtful."""

    clusters: tuple[Cluster, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The verdict on a record; ``near`` are the items that its coming concerns.

    ``settled`` tells that the verdict says it all: no other item is near, and it is the same as every record of the one.
    """

    verdict: Verdict
    near: tuple[int, ...]
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An item that readers rated: its title and abstract, how many found it useful, and how many not."""

    item: int
    text: str
    useful: int = 0
    not_useful: int = 0
