"""One reading of one profile, table by table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, cast

from msgspec import Meta

from watcher.model import (
    Alias,
    Concept,
    Condition,
    Exclusion,
    Id,
    Near,
    Rule,
    Signal,
    TagRule,
    Term,
    Tier,
    Topic,
    WatchedTrial,
)
from watcher.model.topic import signal_of
from watcher.options import hint
from watcher.tables import Document
from watcher.topic.grammar import condition, near, side, terms

_TABLES = ("topic", "query", "words", "concepts", "watched", "rules", "exclusions", "tags")
# An exclusion lowers and never hides: what it meets can still be seen and found.
_LOWEST = Tier.ADJACENT


def _id(text: str) -> Id:
    scheme, colon, value = text.partition(":")
    if not (colon and scheme.isalpha() and value):
        raise ValueError('write scheme and value: "nct:NCT05050942"')
    return Id(scheme, value)


def _exact(text: str) -> tuple[Term, ...]:
    return terms(text, exact_case=True)


# What one text of a list stands for: it may be written with alternatives, which are terms of their own.
_Terms = tuple[Annotated[tuple[Term, ...], terms], ...]
_Exact = tuple[Annotated[tuple[Term, ...], _exact], ...]
_Ids = tuple[Annotated[Id, _id], ...]


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    version: str
    title: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class _Query:
    groups: object = None
    leave_out: _Terms = ()


@dataclass(frozen=True, slots=True)
class _Concept:
    means: str = ""
    terms: tuple[str, ...] = ()  # what names a group of words is read with the groups
    unasked: _Terms = ()
    acronyms: _Exact = ()
    abbreviations: _Exact = ()
    company: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    ids: _Ids = ()
    mesh: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    void_beside: _Terms = ()


@dataclass(frozen=True, slots=True)
class _Watched:
    name: str
    ids: _Ids = ()
    acronyms: _Exact = ()
    identifiers: _Terms = ()
    compounds: _Terms = ()
    drugs: _Terms = ()
    sponsors: _Terms = ()
    design: str = ""
    readout: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    tier: Annotated[Tier, Tier]
    when: str
    because: str
    value: Annotated[float, Meta(ge=0, le=1)] = 0.5
    trial: str = ""


@dataclass(frozen=True, slots=True)
class _Exclusion:
    to: Annotated[Tier, Tier]
    when: str
    because: str
    tag: str = ""
    trial: bool = False


@dataclass(frozen=True, slots=True)
class _Tag:
    tag: str
    when: str
    tier: Annotated[Tier, Tier] = Tier.OFF


class Reader:
    """One reading of one profile; its methods follow the file's tables."""

    def __init__(self, text: str, path: Path, known: str) -> None:
        """Read the file's tables; raise ``ConfigError`` for what is no TOML. ``known``: the path of its known set, or none."""
        self._file = Document.read(text, path, "a key of a profile")
        self._known = known

    def topic(self) -> Topic:
        """Return the profile; raise ``ConfigError`` for the first mistake."""
        self._file.holds_only(*_TABLES)
        head = self._file.table("topic", _Head)
        query = self._file.table("query", _Query)
        watched = tuple(map(_trial, self._file.tables("watched", _Watched)))
        signals = (*self._signals(), *(signal for trial in watched for signal in _of_trial(trial)))
        names = [signal.name for signal in signals]
        return Topic(
            name=head.name,
            version=head.version,
            title=head.title,
            question=head.question,
            signals=signals,
            watched=watched,
            rules=self._rules(names, [trial.name for trial in watched]),
            exclusions=self._exclusions(names),
            tags=self._tags(names),
            groups=self._groups(query, {signal.name: signal.concept for signal in signals}),
            left_out=_left_out(query, signals),
            known=self._known,
        )

    def _signals(self) -> tuple[Signal, ...]:
        tables = self._file.raw("concepts")
        if not tables:
            self._file.fail("concepts", "is missing: a profile needs concepts; write [concepts.drug] and its terms")
        words = self._words()
        return tuple(self._signal(f"concepts.{name}", name, words) for name in self._file.named("concepts"))

    def _words(self) -> Mapping[str, tuple[Term, ...]]:
        """Return the groups of words that pairs and terms name in braces: "{raise} NEAR/4 {dose}"."""
        groups = self._file.raw("words")
        return {name: _each(self._file.value(f"words.{name}", group, _Terms)) for name, group in groups.items()}

    def _signal(self, key: str, name: str, words: Mapping[str, tuple[Term, ...]]) -> Signal:
        table = self._file.made(key, self._file.raw("concepts")[name], _Concept)
        grouped = tuple[Annotated[tuple[Term, ...], lambda text: side(text, words)], ...]
        paired = tuple[Annotated[Near, lambda text: near(text, words)], ...]
        others = self._file.raw("concepts").keys() - {name}
        if unknown := [one for one in table.unless if one not in others]:
            self._file.fail(f"{key}.unless", f"there is no other concept {unknown[0]!r}{hint(unknown[0], others)}")
        if not (
            table.terms
            or table.unasked
            or table.acronyms
            or table.abbreviations
            or table.near
            or table.ids
            or table.mesh
        ):
            self._file.fail(key, "has nothing to look for: give it terms, acronyms, near, ids or mesh")
        return Signal(
            concept=Concept(
                name=name,
                terms=_each(self._file.value(f"{key}.terms", list(table.terms), grouped)) + _each(table.acronyms),
                mesh=table.mesh,
                substances=table.substances,
            ),
            meaning=table.means or name.replace("_", " "),
            near=self._file.value(f"{key}.near", list(table.near), paired),
            ids=frozenset(table.ids),
            void_beside=_each(table.void_beside),
            unasked=_each(table.unasked),
            abbreviations=_each(table.abbreviations),
            company=_each(self._file.value(f"{key}.company", list(table.company), grouped)),
            unless=table.unless,
        )

    def _rules(self, names: list[str], trials: list[str]) -> tuple[Rule, ...]:
        tables = self._file.tables("rules", _Rule)
        if not tables:
            self._file.fail("rules", "is missing: a profile needs rules; write [[rules]] with tier, when and because")
        return tuple(self._rule(f"rules.{i}", table, names, trials) for i, table in enumerate(tables))

    def _rule(self, key: str, table: _Rule, names: list[str], trials: list[str]) -> Rule:
        if table.trial and table.trial not in trials:
            self._file.fail(f"{key}.trial", f"there is no watched trial {table.trial!r}{hint(table.trial, trials)}")
        return Rule(
            tier=table.tier,
            when=self._when(key, table.when, names),
            because=table.because,
            value=table.value,
            trial=table.trial,
        )

    def _exclusions(self, names: list[str]) -> tuple[Exclusion, ...]:
        tables = self._file.tables("exclusions", _Exclusion)
        return tuple(self._exclusion(f"exclusions.{i}", table, names) for i, table in enumerate(tables))

    def _exclusion(self, key: str, table: _Exclusion, names: list[str]) -> Exclusion:
        if table.to.rank > _LOWEST.rank:
            reason = f'cannot be "{table.to}": an exclusion lowers and never hides; write "{_LOWEST}"'
            self._file.fail(f"{key}.to", reason)
        return Exclusion(
            to=table.to,
            when=self._when(key, table.when, names),
            because=table.because,
            tag=table.tag,
            trial=table.trial,
        )

    def _tags(self, names: list[str]) -> tuple[TagRule, ...]:
        tables = enumerate(self._file.tables("tags", _Tag))
        return tuple(
            TagRule(tag=table.tag, when=self._when(f"tags.{i}", table.when, names), tier=table.tier)
            for i, table in tables
        )

    def _groups(self, query: _Query, concepts: Mapping[str, Concept]) -> tuple[tuple[Concept, ...], ...]:
        groups, left_out = query.groups, _leave_out(query)
        if not isinstance(groups, list) or not groups or not all(isinstance(group, list) for group in groups):
            self._file.fail("query.groups", 'is a list of lists of concepts: [["trial"], ["drug", "disease"]]')
        return tuple(tuple(self._asked(name, concepts, left_out) for name in group) for group in groups)

    def _asked(self, name: object, concepts: Mapping[str, Concept], left_out: set[tuple[str, bool]]) -> Concept:
        if not isinstance(name, str) or name not in concepts:
            self._file.fail("query.groups", f"there is no concept {name!r}{hint(str(name), concepts)}")
        concept = concepts[name]
        kept = tuple(term for term in concept.terms if _folded(term) not in left_out)
        return replace(concept, terms=kept)

    def _when(self, key: str, text: str, names: list[str]) -> Condition:
        kind = Annotated[Condition, lambda text: condition(text, names)]
        return cast("Condition", self._file.value(f"{key}.when", text, kind))


def _trial(table: _Watched) -> WatchedTrial:
    return WatchedTrial(
        name=table.name,
        ids=table.ids,
        aliases=(
            *_aliases(table.acronyms, "acronym"),
            *_aliases(table.identifiers, "identifier"),
            *_aliases(table.compounds, "compound", needs_context=True),
            *_aliases(table.drugs, "drug", needs_context=True),
            *_aliases(table.sponsors, "sponsor", needs_context=True),
        ),
        design=table.design,
        readout=table.readout,
        note=table.note,
    )


def _aliases(written: _Terms, kind: str, *, needs_context: bool = False) -> Iterable[Alias]:
    exact = kind == "acronym"
    return (Alias(text=t.text, kind=kind, exact_case=exact, needs_context=needs_context) for t in _each(written))


def _each(written: _Terms) -> tuple[Term, ...]:
    """Return the terms of all texts, each once."""
    return tuple(dict.fromkeys(term for found in written for term in found))


def _left_out(query: _Query, signals: Iterable[Signal]) -> tuple[Concept, ...]:
    """Return the asked concepts with only those terms that are left out of the question."""
    left_out, asked = _leave_out(query), {name for group in query.groups for name in group}  # type: ignore[attr-defined]
    found = (
        Concept(
            name=s.name,
            terms=(*(term for term in s.concept.terms if _folded(term) in left_out), *s.unasked, *s.abbreviations),
        )
        for s in signals
        if s.name in asked
    )
    return tuple(concept for concept in found if concept.terms)


def _leave_out(query: _Query) -> set[tuple[str, bool]]:
    return {_folded(term) for term in _each(query.leave_out)}


def _of_trial(trial: WatchedTrial) -> tuple[Signal, ...]:
    """Return what a watched trial adds to the concepts: its names, and the compounds that need context."""
    name = signal_of(trial.name)
    by_id = tuple(Term(text=id_.value) for id_ in trial.ids)
    names = by_id + tuple(_alias_term(alias) for alias in trial.aliases if not alias.needs_context)
    compounds = tuple(_alias_term(alias) for alias in trial.aliases if alias.needs_context)
    by_name = Signal(
        concept=Concept(name=name, terms=names), meaning=f"the trial {trial.name}", ids=frozenset(trial.ids)
    )
    if not compounds:
        return (by_name,)
    meaning = f"the compound of {trial.name}"
    return by_name, Signal(concept=Concept(name=f"{name}_compound", terms=compounds), meaning=meaning)


def _alias_term(alias: Alias) -> Term:
    return Term(text=alias.text, exact_case=alias.exact_case)


def _folded(term: Term) -> tuple[str, bool]:
    return term.text.lower(), term.prefix
