"""What a record offers for the conditions of a profile, and whether a condition holds."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, assert_never

from watcher.ids.found import TRIAL_SCHEMES
from watcher.model import (
    AboveLabel,
    AllOf,
    AnyOf,
    Condition,
    Foreign,
    FromSource,
    Has,
    Kind,
    Not,
    OfKind,
    Place,
    Record,
    Regimen,
    SourceClass,
    Span,
    TitleAlone,
    Together,
    Topic,
)
from watcher.model.topic import signal_of
from watcher.relevance.document import Document, language, read, source_class
from watcher.relevance.matcher import Found, Hit, doorway, lexicon
from watcher.relevance.regimens import in_text, regimens


class Finding(NamedTuple):
    """One thing for which a condition holds, with its place; ``where`` says it in words."""

    concept: str
    text: str
    span: Span | None
    where: str


@dataclass(frozen=True)
class Evidence:
    """A record read once for one topic."""

    topic: Topic
    document: Document
    source_class: SourceClass

    @property
    def record(self) -> Record:
        """Return the record."""
        return self.document.record

    @property
    def concerned(self) -> bool:
        """Return False where no rule can hold, by a quick look: most records end here."""
        return bool(self.own or self.mentioned) or doorway(self.topic).meets(self.document)

    @cached_property
    def found(self) -> Found:
        """Return every run of words that may be a term of the topic."""
        return lexicon(self.topic).scan(self.document.fields)

    @cached_property
    def _hits(self) -> dict[str, list[Hit]]:
        return {}

    def hits(self, concept: str) -> list[Hit]:
        """Return where the concept stands in the record; looked up when first asked for."""
        if concept not in self._hits:
            self._hits[concept] = lexicon(self.topic).hits(self.found, concept)
        return self._hits[concept]

    @cached_property
    def _by_sentence(self) -> dict[str, dict[tuple[str, int], Hit]]:
        return {}

    def in_sentence(self, concept: str) -> dict[tuple[str, int], Hit]:
        """Return the first hit of the concept in each sentence that has one."""
        if concept not in self._by_sentence:
            self._by_sentence[concept] = {hit.sentence: hit for hit in reversed(self.hits(concept))}
        return self._by_sentence[concept]

    @cached_property
    def present(self) -> set[str]:
        """Return every concept that may be there, from a first look; a watched trial is not in a record of its namesake."""
        looked = lexicon(self.topic).concepts(self.found)
        return looked - self._namesakes(looked) | self.own.keys() | self.mentioned.keys()

    def _namesakes(self, looked: AbstractSet[str]) -> set[str]:
        """Return the trials whose names it bears, where it has another trial's number and nothing else that is asked for."""
        trials = {signal_of(trial.name) for trial in self.topic.watched}
        asked = {concept.name for group in self.topic.groups for concept in group} - trials
        has_number = any(known.scheme in TRIAL_SCHEMES for known in (*self.record.ids, *self.record.mentions))
        return trials & looked if has_number and not any(map(self.hits, asked & looked)) else set()

    @cached_property
    def own(self) -> dict[str, str]:
        """Return the concepts that are present by an identifier of the record, with that identifier."""
        ids = self.record.ids
        return {signal.name: str(min(signal.ids & ids, key=str)) for signal in self.topic.signals if signal.ids & ids}

    @cached_property
    def mentioned(self) -> dict[str, str]:
        """Return the concepts that the record mentions by an identifier, with that identifier."""
        ids = self.record.mentions
        return {signal.name: str(min(signal.ids & ids, key=str)) for signal in self.topic.signals if signal.ids & ids}

    @cached_property
    def regimens(self) -> tuple[Regimen, ...]:
        """Return the regimens of title and abstract."""
        return regimens(self.record, self.document.abstract.sentences)

    @cached_property
    def registered(self) -> tuple[Regimen, ...]:
        """Return the regimens of the registered arms, which have no offsets in the record."""
        return in_text(self.document.facts.text, "facts") if self.record.trial else ()

    def may_hold(self, condition: Condition) -> bool:
        """Return False only where the condition surely does not hold: most records end here."""
        match condition:
            case Has(concept):
                return concept in self.present
            case Together(concepts):
                return all(concept in self.present for concept in concepts)
            case AllOf(parts):
                return all(map(self.may_hold, parts))
            case AnyOf(parts):
                return any(map(self.may_hold, parts))
            case AboveLabel() | OfKind() | FromSource() | TitleAlone() | Foreign() | Not():
                return True
            case _:
                assert_never(condition)

    def holds(self, condition: Condition) -> tuple[Finding, ...] | None:
        """Return what the condition holds for, None where it does not; () where nothing is to be shown."""
        match condition:
            case Has() | Together():
                return self._once(condition)
            case AboveLabel(multiple, place):
                return self._above(multiple, place)
            case OfKind() | FromSource() | TitleAlone():
                return () if self._is(condition) else None
            case Foreign():
                return self._foreign()
            case AllOf(parts):
                return self._all(parts)
            case AnyOf(parts):
                return next((found for part in parts if (found := self.holds(part)) is not None), None)
            case Not(part):
                return () if self.holds(part) is None else None
            case _:
                assert_never(condition)

    @cached_property
    def _told(self) -> dict[Has | Together, tuple[Finding, ...] | None]:
        return {}

    def _once(self, condition: Has | Together) -> tuple[Finding, ...] | None:
        """Return what the condition holds for; looked up once, however many rules ask."""
        told = self._told.get(condition, _UNASKED)
        if told is _UNASKED:
            told = self._told[condition] = (
                self._has(condition.concept, condition.place)
                if isinstance(condition, Has)
                else self._together(condition.concepts, condition.place)
            )
        return told

    def _is(self, condition: OfKind | FromSource | TitleAlone) -> bool:
        match condition:
            case OfKind(kind):
                return self.record.kind is kind
            case FromSource(wanted):
                return self.source_class is wanted
            case TitleAlone():
                return not (self.record.abstract or self.record.trial)
            case _:
                assert_never(condition)

    def _foreign(self) -> tuple[Finding, ...] | None:
        written = language(self.record)
        return None if written == "English" else (Finding("language", "", None, written),)

    def _all(self, parts: tuple[Condition, ...]) -> tuple[Finding, ...] | None:
        found: list[Finding] = []
        for part in parts:
            held = self.holds(part)
            if held is None:
                return None
            found += held
        return tuple(found)

    def _has(self, concept: str, place: Place) -> tuple[Finding, ...] | None:
        if concept in self.own and place is not Place.BOILERPLATE:
            return (Finding(concept, self.own[concept], None, "among its identifiers"),)
        for hit in self.hits(concept) if concept in self.present else ():
            if self._within(hit, place):
                return (self._finding(concept, hit),)
        # Of news the place is known of what its text names.
        if self.record.kind is Kind.NEWS and self.hits(concept) and place is Place.MAIN:
            return None
        if concept in self.mentioned and place in {Place.ANYWHERE, Place.MAIN}:
            return (Finding(concept, self.mentioned[concept], None, "among the identifiers that it mentions"),)
        return None

    def _together(self, concepts: tuple[str, ...], place: Place) -> tuple[Finding, ...] | None:
        if not all(concept in self.present for concept in concepts):
            return None
        others = [self.in_sentence(concept) for concept in concepts[1:]]
        for hit in self.hits(concepts[0]):
            if all(hit.sentence in other for other in others) and self._within(hit, place):
                hits = [hit, *(other[hit.sentence] for other in others)]
                return tuple(self._finding(c, h) for c, h in zip(concepts, hits, strict=True))
        return None

    def _above(self, multiple: float, place: Place) -> tuple[Finding, ...] | None:
        fields = {field.name: field for field in self.document.fields}
        for regimen in self.regimens + self.registered:
            above = regimen.multiple_of_label or (multiple if regimen.intensification else 0)
            field = fields[regimen.span.field]
            if above >= multiple and place in self.document.places(field, regimen.span.start):
                span = self.document.span(field, regimen.span.start, regimen.span.end)
                return (Finding("regimen", regimen.text, span, _said(regimen)),)
        return None

    def _within(self, hit: Hit, place: Place) -> bool:
        return place is Place.ANYWHERE or place in self.document.places(hit.field, hit.start)

    def _finding(self, concept: str, hit: Hit) -> Finding:
        where = _WHERE[hit.field.name]
        if Place.BOILERPLATE in self.document.places(hit.field, hit.start):
            where = "in passing"
        return Finding(concept, hit.text, self.document.span(hit.field, hit.start, hit.end), where)


# In place of what a condition holds for, where that has not been asked yet.
_UNASKED: tuple[Finding, ...] = (Finding("", "", None, "not asked yet"),)
_WHERE = {"title": "in the title", "abstract": "in the abstract", "facts": "among the registered facts and keywords"}


def gather(record: Record, topic: Topic) -> Evidence:
    """Return the record read for the topic."""
    document = read(record)
    return Evidence(topic, document, source_class(record))


_THAN_LABEL = {
    "dose": "a higher dose",
    "interval": "a shorter interval",
    "both": "a higher dose and a shorter interval",
}


def _said(regimen: Regimen) -> str:
    if regimen.multiple_of_label:
        return f"{regimen.multiple_of_label:g} times the label's dose in 28 days"
    return f"{_THAN_LABEL[regimen.intensification]} than the label's"
