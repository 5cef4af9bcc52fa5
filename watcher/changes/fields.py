"""The fields that carry news: how each is read, how it is shown, how much a change of it matters.

What is not here (the date of the last update, coordinates, the spelling of cities, MeSH, a record's status at
its source) changes without news: of 4,827 daily differences between snapshots of 292 registrations,
4,760 were the registry's own version stamp.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from watcher.changes.meaning import bare_title, told
from watcher.model import Record, RelationKind, TrialDate, TrialFacts, TrialOutcome, Weight
from watcher.notices import is_marked


class Style(Enum):
    """How a change is put into words."""

    VALUE = auto()  # the whole value, before and after
    LIST = auto()  # what left, and what came; the order does not matter
    ROWS = auto()  # as a list, of which as many are shown as there is room for, none of them cut
    PROSE = auto()  # the sentences that left, and those that came
    CHURN = auto()  # how many came and went, in one line


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in words, its weight, its style, and how to read it from a record."""

    name: str
    weight: Weight
    style: Style
    read: Callable[[Record], Iterable[str]]


def trial_fields() -> tuple[Field, ...]:
    """Return the fields of a registration, the weightiest first."""
    return _TRIAL + _COMMON


def news_fields() -> tuple[Field, ...]:
    """Return the fields of a piece of news: one that is written anew at its address is news again."""
    return _NEWS + _COMMON[2:]


def work_fields() -> tuple[Field, ...]:
    """Return the fields of a publication, the weightiest first."""
    return _WORK + _COMMON


def _of_trial(read: Callable[[TrialFacts], Iterable[str]]) -> Callable[[Record], Iterable[str]]:
    return lambda record: read(record.trial) if record.trial else ()


def _trial(name: str, weight: Weight, style: Style, read: Callable[[TrialFacts], Iterable[str]]) -> Field:
    return Field(name, weight, style, _of_trial(read))


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text.strip() else ()


def _status(text: str) -> tuple[str, ...]:
    return _one(text.replace("_", " ").lower())


def _date(date: TrialDate | None) -> tuple[str, ...]:
    return _one(f"{date.date.iso} ({date.kind})" if date and date.kind else date.date.iso if date else "")


def _enrolment(trial: TrialFacts) -> tuple[str, ...]:
    if trial.enrolment is None:
        return ()
    kind = f" ({trial.enrolment.kind})" if trial.enrolment.kind else ""
    return (f"{trial.enrolment.count}{kind}",)


def _results(trial: TrialFacts) -> Iterator[str]:
    """Yield that results are posted, then the primary outcomes with their numbers."""
    if not (trial.has_results or trial.results_first_posted):
        return
    posted = trial.results_first_posted
    yield f"posted {posted.date.iso}" if posted else "posted"
    yield from (outcome.said for outcome in trial.posted)


def _outcomes(outcomes: tuple[TrialOutcome, ...]) -> Iterator[str]:
    for outcome in outcomes:
        yield ", ".join(part for part in (outcome.measure, outcome.description, outcome.time_frame) if part)


def _arms(trial: TrialFacts) -> Iterator[str]:
    for arm in trial.arms:
        yield ": ".join(part for part in (arm.label, arm.description) if part)


def _interventions(trial: TrialFacts) -> Iterator[str]:
    for given in trial.interventions:
        yield ": ".join(part for part in (given.name, given.description) if part)


def _design(trial: TrialFacts) -> Iterator[str]:
    for name, value in (
        ("allocation", trial.allocation),
        ("masking", trial.masking),
        ("model", trial.model),
        ("purpose", trial.purpose),
    ):
        if value:
            yield f"{name} {value.replace('_', ' ').lower()}"


def _references(trial: TrialFacts) -> Iterator[str]:
    for paper in trial.references:
        mark = "RETRACTED " if paper.retracted else "results: " if paper.kind == "RESULT" else ""
        yield mark + (f"PMID {paper.pmid}" if paper.pmid else paper.citation)


def _churn(trial: TrialFacts) -> Iterator[str]:
    yield from trial.contacts
    for site in trial.sites:
        yield f"{site.facility}, {site.country}, {site.status}"


_NOTICES = (RelationKind.RETRACTED_BY, RelationKind.CORRECTED_BY, RelationKind.CONCERN_IN)


def _notices(record: Record) -> Iterator[str]:
    for relation in record.relations:
        if relation.kind in _NOTICES:
            yield f"{relation.kind.replace('_', ' ')} {relation.id.scheme.upper()} {relation.id.value}".strip()


def _relations(record: Record) -> Iterator[str]:
    # The papers that a registration cites are its references, a field of their own.
    cited = RelationKind.CITES if record.trial else None
    return (f"{relation.kind} {relation.id}" for relation in record.relations if relation.kind is not cited)


def grave_types(record: Record) -> Iterator[str]:
    """Yield what says of the work itself that it does not stand: its types, and the mark in its title."""
    grave = ("retract", "concern", "withdraw")  # a preprint is withdrawn, not retracted
    yield from (kind for kind in record.publication_types if any(word in kind.lower() for word in grave))
    if is_marked(record.title):
        yield "marked as retracted or withdrawn in its title"


_TRIAL = (
    _trial("results", Weight.HIGH, Style.ROWS, _results),
    _trial("overall status", Weight.HIGH, Style.VALUE, lambda t: _status(t.overall_status)),
    _trial("why stopped", Weight.HIGH, Style.VALUE, lambda t: _one(t.why_stopped)),
    _trial("primary outcomes", Weight.HIGH, Style.LIST, lambda t: _outcomes(t.primary_outcomes)),
    _trial("primary completion date", Weight.HIGH, Style.VALUE, lambda t: _date(t.primary_completion)),
    _trial("completion date", Weight.HIGH, Style.VALUE, lambda t: _date(t.completion)),
    _trial("enrolment", Weight.HIGH, Style.VALUE, _enrolment),
    _trial("results sent to the registry", Weight.HIGH, Style.LIST, lambda t: t.unposted_events),
    _trial("secondary outcomes", Weight.MEDIUM, Style.LIST, lambda t: _outcomes(t.secondary_outcomes)),
    _trial("arms", Weight.MEDIUM, Style.LIST, _arms),
    _trial("interventions", Weight.MEDIUM, Style.LIST, _interventions),
    _trial("eligibility", Weight.MEDIUM, Style.PROSE, lambda t: _one(t.eligibility)),
    _trial("design", Weight.MEDIUM, Style.LIST, _design),
    _trial("phase", Weight.MEDIUM, Style.LIST, lambda t: (p.replace("PHASE", "phase ").lower() for p in t.phases)),
    _trial("study type", Weight.MEDIUM, Style.VALUE, lambda t: _status(t.study_type)),
    _trial("sponsor", Weight.MEDIUM, Style.VALUE, lambda t: _one(t.sponsor)),
    _trial("start date", Weight.MEDIUM, Style.VALUE, lambda t: _date(t.start)),
    _trial("references", Weight.LOW, Style.LIST, _references),
    _trial("documents", Weight.LOW, Style.LIST, lambda t: t.documents),
    _trial("collaborators", Weight.LOW, Style.LIST, lambda t: t.collaborators),
    _trial("conditions", Weight.LOW, Style.LIST, lambda t: t.conditions),
    _trial("countries", Weight.LOW, Style.LIST, lambda t: t.countries),
    _trial("official title", Weight.LOW, Style.VALUE, lambda t: _one(t.official_title)),
    _trial("acronym", Weight.LOW, Style.VALUE, lambda t: _one(t.acronym)),
    _trial("last known status", Weight.LOW, Style.VALUE, lambda t: _status(t.last_known_status)),
    _trial("contacts and sites", Weight.NOISE, Style.CHURN, _churn),
)

_WORK = (
    Field("notices", Weight.HIGH, Style.LIST, _notices),
    Field("publication type", Weight.HIGH, Style.LIST, grave_types),
    Field("version", Weight.MEDIUM, Style.VALUE, lambda r: _one(r.version)),
    Field("authors", Weight.NOISE, Style.LIST, lambda r: (person.name for person in r.people)),
    Field("published", Weight.NOISE, Style.VALUE, lambda r: _one(r.published.iso if r.published else "")),
    Field(
        "venue",
        Weight.NOISE,
        Style.VALUE,
        lambda r: _one(f"{r.venue.title} {r.venue.volume} {r.venue.issue} {r.venue.pages}".strip()),
    ),
    Field("other types", Weight.NOISE, Style.LIST, lambda r: r.publication_types),
)

_NEWS = (
    Field("title", Weight.HIGH, Style.VALUE, lambda r: _one(bare_title(r.title, r.url, r.venue.publisher))),
    Field("summary", Weight.MEDIUM, Style.PROSE, lambda r: _one(told(r.text))),
    Field("published", Weight.NOISE, Style.VALUE, lambda r: _one(r.published.iso if r.published else "")),
)

_COMMON = (
    Field("title", Weight.LOW, Style.VALUE, lambda r: _one(r.title)),
    Field("summary", Weight.LOW, Style.PROSE, lambda r: _one(r.text)),
    Field("identifiers", Weight.NOISE, Style.LIST, lambda r: (str(i) for i in r.ids)),
    Field("mentioned", Weight.NOISE, Style.LIST, lambda r: (str(i) for i in r.mentions)),
    Field("relations", Weight.NOISE, Style.LIST, _relations),
)
