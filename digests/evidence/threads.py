"""Dossiers -> threads: all documents of one study, from its registration to the correction of its paper, and where they drift apart."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from digests import valued, words
from digests.build.entry import entry, is_trial
from digests.build.moves import form_of
from digests.outcomes.lexicon import SHARES
from digests.writing import slug
from watcher import ids
from watcher.ids.found import TRIAL_SCHEMES
from watcher.model import (
    Change,
    Dossier,
    Entry,
    Figure,
    LinkKind,
    PartialDate,
    Regimen,
    Span,
    Tier,
    Trait,
    TrialFacts,
    Weight,
)

REGISTRATION = "registration"
REPORTS = ("article", "preprint", "abstract")  # what tells what a study found, the fullest form first
_FIGURES = 40  # of one document
_NOWHERE = Span(field="enrolment", start=0, end=0)
# A document belongs to the study that it reports; what says the same of itself from the other side does too.
_ONE = frozenset(
    {
        LinkKind.VERSION_OF,
        LinkKind.CORRECTS,
        LinkKind.RETRACTS,
        LinkKind.CONCERN_ABOUT,
        LinkKind.REINSTATES,
        LinkKind.UPDATES,
        LinkKind.SAME_TRIAL,
        LinkKind.SAME_STUDY,
    }
)
_UNDATED = "9999"  # sorts last; a registration, which comes before what it registers, first


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a study. ``form`` is "registration", "protocol", "abstract", "article", "correction", ...

    ``date`` is ISO, as precise as its source has it, "" where it has none; ``facts`` are a registration's own.
    """

    form: str
    date: str
    entry: Entry
    facts: TrialFacts | None = None
    changes: tuple[Change, ...] = ()  # of weight, of a registration, the oldest first

    @property
    def label(self) -> str:
        """Return "article, Nov 2021": what a reader calls it beside the study's other documents."""
        return ", ".join(part for part in (self.form, words.iso(self.date) if self.date else "") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A study: its documents, the oldest first. ``key`` can stand in a path: its trial's number, else that of its oldest item."""

    key: str
    documents: tuple[Document, ...]
    acronym: str = ""

    @property
    def lead(self) -> Document:
        """Return the document that a reader opens first: the fullest report, else the protocol, else what there is."""
        forms = [*REPORTS, "protocol", REGISTRATION]
        return min(
            reversed(self.documents),
            key=lambda one: (forms.index(one.form) if one.form in forms else len(forms), -len(one.entry.figures)),
        )

    @property
    def path(self) -> str:
        """Return where its page stands in the site."""
        return f"studies/{self.key}.html"


class Drift(NamedTuple):
    """What two reports of a study say of one endpoint, where it is not the same: "PFS median, midgut", before and after."""

    endpoint: str
    before: str
    after: str
    earlier: Document
    later: Document


def threads(dossiers: Iterable[Dossier]) -> tuple[Thread, ...]:
    """Return a thread for each study near the question, with every document of it that is known, however near that is."""
    known = {dossier.item.id: dossier for dossier in dossiers}
    grouped = (group for group in _grouped(known) if any(_is_near(known[item]) for item in group))
    made = (_thread([known[item] for item in group]) for group in grouped)
    keyed: dict[str, Thread] = {}
    for one in made:  # two trials that give one number as theirs have a page each
        keyed.setdefault(one.key if one.key not in keyed else f"{one.key}-{one.documents[0].entry.item}", one)
    return tuple(replace(one, key=key) for key, one in keyed.items())


def _is_near(dossier: Dossier) -> bool:
    return dossier.score.tier.rank <= Tier.CORE.rank


class _Groups:
    """Items that belong together, joined two by two; a group is known by its oldest item."""

    def __init__(self, items: Iterable[int]) -> None:
        self._root = {item: item for item in items}

    def find(self, item: int) -> int:
        """Return the oldest item of the group."""
        while self._root[item] != item:
            item = self._root[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        low, high = sorted((self.find(one), self.find(other)))
        self._root[high] = low


def _grouped(known: Mapping[int, Dossier]) -> list[list[int]]:
    """Return the items of each study, in the order of the items; a report of several trials stands with each of them."""
    groups, reported = _Groups(known), dict[int, set[int]]()
    for item, other, kind in _ties(known):
        if kind in _ONE:
            groups.join(item, other)
    for item, other, kind in _ties(known):
        if kind is LinkKind.REPORTS:
            report, trial = (other, item) if is_trial(known[item]) else (item, other)
            reported.setdefault(groups.find(report), set()).add(groups.find(trial))
    for report, trials in reported.items():
        if len(trials) == 1:
            groups.join(report, *trials)
    found: dict[int, list[int]] = {}
    for item in sorted(known):
        trials = set() if is_trial(known[item]) else {groups.find(one) for one in reported.get(groups.find(item), ())}
        for one in trials if len(trials) > 1 else {groups.find(item)}:
            found.setdefault(one, []).append(item)
    return [found[one] for one in sorted(found)]


def _ties(known: Mapping[int, Dossier]) -> Iterator[tuple[int, int, LinkKind]]:
    for item, dossier in sorted(known.items()):
        for link, other, _ in dossier.links:
            if other is not None and other in known and other != item and link.is_sure:
                yield item, other, link.kind


def _thread(group: Sequence[Dossier]) -> Thread:
    documents = sorted(
        map(_document, group), key=lambda one: (one.date or ("" if one.facts else _UNDATED), one.entry.item)
    )
    numbers = (id_ for dossier in group if is_trial(dossier) for record in dossier.item.records for id_ in record.ids)
    number = next((id_.value for id_ in ids.leading(set(numbers)) if id_.scheme in TRIAL_SCHEMES), "")
    acronyms = (record.trial.acronym for one in group for record in one.item.records if record.trial)
    return Thread(
        key=slug(number) or f"item-{min(dossier.item.id for dossier in group)}",
        documents=tuple(documents),
        acronym=next(filter(None, acronyms), ""),
    )


def _document(dossier: Dossier) -> Document:
    made, _ = entry(replace(dossier, changes=()), most=_FIGURES)  # what changed is told in a digest, and in the history
    made = replace(made, regimens=tuple(filter(_is_given, made.regimens)))
    record = dossier.item.records[0]
    posted = record.trial.first_posted or record.trial.start if record.trial else None
    when: PartialDate | None = record.published or (posted.date if posted else None)
    form = REGISTRATION if is_trial(dossier) else form_of(dossier)
    return Document(
        form=form,
        date=when.iso if when else "",
        entry=_counted(made, record.trial),
        facts=record.trial,
        changes=_weighty(dossier),
    )


def _weighty(dossier: Dossier) -> tuple[Change, ...]:
    return tuple(change for change in dossier.changes if change.weight not in {Weight.NOISE, Weight.LOW})


def _is_given(regimen: Regimen) -> bool:
    """Return whether the study gave the regimen: the label's dose only where the text compares something with it."""
    if regimen.role in {"prior", "rescue"}:
        return False
    return bool(regimen.intensification) or regimen.multiple_of_label is None or regimen.role == "compared"


def _counted(made: Entry, facts: TrialFacts | None) -> Entry:
    """Return the entry; where no sentence gives the number of patients, a registration's enrolment does."""
    if facts is None or facts.enrolment is None or any(trait.name == "n" for trait in made.traits):
        return made
    count = f"{facts.enrolment.count:,}"
    kind = f" ({facts.enrolment.kind.lower()})" if facts.enrolment.kind else ""
    registered = Trait(name="n", value=count, sentence=f"As registered: {count}{kind}", span=_NOWHERE)
    return replace(made, traits=(registered, *made.traits))


# Words that do not tell one group of patients from another: "midgut cohort" is "the midgut NETs".
_GROUP = re.compile(
    r"\b(?:the|an?|in|of|with|for|cohorts?|groups?|arms?|patients?|nets?|tumou?rs?|treatment|therapy)\b"
)
Endpoint = tuple[str, str, str, str, str]


def endpoint(figure: Figure) -> Endpoint:
    """Return what a figure is of: outcome, measure, time, and the groups, by their telling words alone."""
    return (
        valued.graded(figure.severity, figure.outcome),
        figure.measure,
        figure.milestone,
        _group(figure.arm),
        _group(figure.comparator),
    )


def _group(arm: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", _GROUP.sub(" ", arm.lower())))


def named(figure: Figure) -> str:
    """Return the endpoint in words: "24 months PFS [midgut]"."""
    arms = " vs ".join(arm for arm in (figure.arm, figure.comparator) if arm)
    measure = "" if figure.measure in SHARES else figure.measure
    name = " ".join(
        part for part in (figure.milestone, valued.graded(figure.severity, figure.outcome), measure) if part
    )
    return f"{name} [{arms}]" if arms else name


def side_by_side(thread: Thread) -> tuple[tuple[Document, ...], tuple[tuple[str, tuple[tuple[Figure, ...], ...]], ...]]:
    """Return the documents that report figures, and a row for each endpoint: its name, and its figures in each document."""
    told = tuple(one for one in thread.documents if one.entry.figures and one.form in REPORTS)
    rows: dict[Endpoint, list[list[Figure]]] = {}
    for column, one in enumerate(told):
        for figure in one.entry.figures:
            rows.setdefault(endpoint(figure), [[] for _ in told])[column].append(figure)
    return told, tuple(
        (named(next(figure for cell in cells for figure in cell)), tuple(map(tuple, cells))) for cells in rows.values()
    )


def drifts(thread: Thread) -> tuple[Drift, ...]:
    """Return where two reports of a study, one after the other, do not say the same of one endpoint, or of how many were studied.

    Only what both say once, of the same groups, is compared; nothing is computed.
    """
    told = [one for one in thread.documents if one.form in REPORTS]
    return tuple(drift for earlier, later in pairwise(told) for drift in _between(earlier, later))


def _between(earlier: Document, later: Document) -> Iterator[Drift]:
    counts = [_count(one.entry) for one in (earlier, later)]
    if all(counts) and counts[0] != counts[1]:
        yield Drift("number of patients", f"n = {counts[0]}", f"n = {counts[1]}", earlier, later)
    before, after = _once(earlier.entry), _once(later.entry)
    for key, figure in before.items():
        other = after.get(key)
        if other is not None and _said(figure) != _said(other):
            yield Drift(named(other), valued.value(figure), valued.value(other), earlier, later)


def _count(made: Entry) -> str:
    return next((trait.value for trait in made.traits if trait.name == "n"), "")


def _once(made: Entry) -> dict[Endpoint, Figure]:
    """Return the figures whose endpoint the document names once, or each time with the same value."""
    found: dict[Endpoint, list[Figure]] = {}
    for figure in made.figures:
        if figure.outcome:
            found.setdefault(endpoint(figure), []).append(figure)
    return {key: told[0] for key, told in found.items() if len({_said(one) for one in told}) == 1}


def _said(figure: Figure) -> tuple[object, ...]:
    return (figure.value, figure.unit, figure.low, figure.high)
