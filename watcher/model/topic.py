"""What a topic profile says: concepts, where they must stand, tiers, and the trials that are waited for."""

from dataclasses import dataclass
from enum import StrEnum

from watcher.model.judgement import SourceClass, Tier, WatchedTrial
from watcher.model.record import Id, Kind
from watcher.model.turn import Concept, Term


class Place(StrEnum):
    """A part of a record in which a concept may be asked to stand."""

    ANYWHERE = "anywhere"
    TITLE = "title"
    LEAD = "lead"  # the title and the first two sentences
    MAIN = "main"  # all but the boilerplate
    BOILERPLATE = "boilerplate"  # how a press release or a page ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two groups of terms in one sentence, at most ``within`` words between them, in either order."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    within: int
    ordered: bool = False  # left before right


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A concept as it is looked for in a record: terms, pairs of terms, identifiers, and what voids it.

    ``unasked`` are terms that count in a record as well, and that no source is asked for: other languages, spellings,
    words that mean too much elsewhere. ``abbreviations`` mean it only in company: with a term of ``company`` in the record, or where the text defines
    them ("lanreotide autogel (LAN-ATG)"). ``unless`` names the concepts that say otherwise: a place that one
    of them overlaps does not count ("dose increased" in "without having the dose increased").

    ``concept`` holds every term and the subject headings. ``ids`` are identifiers of which the
    record's own make it present. Where a term of ``void_beside`` stands anywhere in the record,
    the terms of exact case (acronyms) do not count: "NETs" beside "neutrophil extracellular".
    """

    concept: Concept
    meaning: str = ""  # in words, for the reasons
    near: tuple[Near, ...] = ()
    ids: frozenset[Id] = frozenset()
    void_beside: tuple[Term, ...] = ()
    unasked: tuple[Term, ...] = ()
    abbreviations: tuple[Term, ...] = ()
    company: tuple[Term, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the concept's name."""
        return self.concept.name


@dataclass(frozen=True, slots=True)
class Has:
    """The concept stands in the place."""

    concept: str
    place: Place = Place.ANYWHERE


@dataclass(frozen=True, slots=True)
class Together:
    """All of the concepts stand in one sentence; the title counts as a sentence."""

    concepts: tuple[str, ...]
    place: Place = Place.ANYWHERE


@dataclass(frozen=True, slots=True)
class AboveLabel:
    """A dose regimen of at least ``multiple`` times the label's dose in 28 days is given."""

    multiple: float
    place: Place = Place.ANYWHERE


@dataclass(frozen=True, slots=True)
class OfKind:
    """The record is of this kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class FromSource:
    """Somebody of this class speaks."""

    source_class: SourceClass


@dataclass(frozen=True, slots=True)
class TitleAlone:
    """Nothing of the record is known but its title: neither an abstract nor the facts of a registration."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """The record is written in another language than English."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; the first that does gives the reasons."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Has | Together | AboveLabel | OfKind | FromSource | TitleAlone | Foreign | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A record for which ``when`` holds is at least of this tier; ``value`` (0 to 1) orders within it.

    ``trial`` names the watched trial that such a record is about, "" where it is about the question.
    """

    tier: Tier
    when: Condition
    because: str
    value: float = 0.5
    trial: str = ""

    @property
    def naming(self) -> str:
        """Return the signal that names the trial, as conditions know it; "" where there is no trial."""
        return signal_of(self.trial)


def signal_of(trial: str) -> str:
    """Return the name under which conditions know a watched trial: "CLARINET FORTE" is "clarinet_forte"."""
    return "_".join(trial.lower().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A record for which ``when`` holds is at most of tier ``to``: lowered and tagged, never hidden.

    With ``trial``, it also takes back what was said about the watched trials; without, a record
    that a watched trial's rule has found stays where it is.
    """

    to: Tier
    when: Condition
    because: str
    tag: str = ""
    trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule:
    """A record for which ``when`` holds carries the tag, where it is of ``tier`` or nearer."""

    tag: str
    when: Condition
    tier: Tier = Tier.OFF


@dataclass(frozen=True, kw_only=True, eq=False)
class Topic:
    """A topic profile, checked and complete. Two are equal only when they are one object.

    ``groups`` is what every source is asked: any of the groups, each of which wants all of its
    concepts; ``left_out`` are terms of theirs that are not asked for. ``version`` changes whenever a judgement may. ``known`` is the path of the set of
    labelled records on which the profile is proved, "" where there is none. ``beside`` are the other topics of its store: sources
    are asked for all of them at once, and each record is rated for each.
    """

    name: str
    version: str
    title: str
    signals: tuple[Signal, ...]
    rules: tuple[Rule, ...]
    exclusions: tuple[Exclusion, ...] = ()
    tags: tuple[TagRule, ...] = ()
    watched: tuple[WatchedTrial, ...] = ()
    groups: tuple[tuple[Concept, ...], ...] = ()
    left_out: tuple[Concept, ...] = ()
    known: str = ""
    question: str = ""
    beside: tuple["Topic", ...] = ()

    @property
    def every(self) -> tuple["Topic", ...]:
        """Return this topic and those beside it."""
        return (self, *self.beside)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Return every concept of the profile, in its order."""
        return tuple(signal.concept for signal in self.signals)

    @property
    def profile(self) -> str:
        """Return name and version, as each score and each digest's footer carry them."""
        return f"{self.name} {self.version}"
