"""One reading of one profile, table by table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from watcher.model import (
    Alias,
    Concept,
    Condition,
    Exclusion,
    Id,
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
from watcher.topic.checked import Checked
from watcher.topic.conditions import condition
from watcher.topic.terms import near, terms

_TABLES = ("topic", "query", "concepts", "watched", "rules", "exclusions", "tags")
_TOPIC = ("name", "version", "title", "question")
_QUERY = ("groups", "leave_out")
_CONCEPT = ("means", "terms", "acronyms", "near", "ids", "mesh", "substances", "void_beside")
_WATCHED = ("name", "ids", "acronyms", "identifiers", "compounds", "drugs", "sponsors", "design", "readout", "note")
_RULE = ("tier", "when", "because", "value", "trial")
_EXCLUSION = ("to", "when", "because", "tag", "trial")
_TAG = ("tag", "when")
# An exclusion lowers and never hides: what it meets can still be seen and found.
_LOWEST = Tier.ADJACENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(Checked):
    """One reading of one profile; its methods follow the file's tables."""

    def topic(self) -> Topic:
        """Return the profile; raise ``ConfigError`` for the first mistake."""
        data = self._parsed()
        self._known("", data, _TABLES)
        head = self._table(data, "topic", _TOPIC)
        watched = tuple(self._watched(i, table) for i, table in self._tables(data, "watched", _WATCHED))
        signals = (*self._signals(data), *(signal for trial in watched for signal in _of_trial(trial)))
        names = [signal.name for signal in signals]
        known = self.path.with_suffix(".known.jsonl")
        return Topic(
            name=self._text(head, "topic.name"),
            version=self._text(head, "topic.version"),
            title=self._text(head, "topic.title"),
            question=self._text(head, "topic.question", ""),
            signals=signals,
            watched=watched,
            rules=self._rules(data, names, [trial.name for trial in watched]),
            exclusions=tuple(self._exclusion(i, t, names) for i, t in self._tables(data, "exclusions", _EXCLUSION)),
            tags=tuple(self._tag(i, table, names) for i, table in self._tables(data, "tags", _TAG)),
            groups=self._groups(data, {signal.name: signal.concept for signal in signals}),
            left_out=self._left_out(data, signals),
            known=str(known) if known.is_file() else "",
        )

    def _signals(self, data: Mapping[str, Any]) -> tuple[Signal, ...]:
        tables = self._table(data, "concepts", None)
        if not tables:
            self._fail("concepts", "is missing: a profile needs concepts; write [concepts.drug] and its terms")
        return tuple(self._signal(f"concepts.{name}", name, table) for name, table in tables.items())

    def _signal(self, key: str, name: str, table: object) -> Signal:
        if not isinstance(table, dict):
            self._fail(key, f"is a table: write [{key}] on a line of its own")
        self._known(key, table, _CONCEPT)
        words = self._each(table, f"{key}.terms", terms)
        exact = self._each(table, f"{key}.acronyms", lambda text: terms(text, exact_case=True))
        pairs = self._list(table, f"{key}.near", near)
        ids = frozenset(self._list(table, f"{key}.ids", _id))
        mesh = self._list(table, f"{key}.mesh", str)
        if not (words or exact or pairs or ids or mesh):
            self._fail(key, "has nothing to look for: give it terms, acronyms, near, ids or mesh")
        concept = Concept(
            name=name, terms=words + exact, mesh=mesh, substances=self._list(table, f"{key}.substances", str)
        )
        return Signal(
            concept=concept,
            meaning=self._text(table, f"{key}.means", name.replace("_", " ")),
            near=pairs,
            ids=ids,
            void_beside=self._each(table, f"{key}.void_beside", terms),
        )

    def _watched(self, i: int, table: Mapping[str, Any]) -> WatchedTrial:
        key = f"watched.{i}"
        return WatchedTrial(
            name=self._text(table, f"{key}.name"),
            ids=self._list(table, f"{key}.ids", _id),
            aliases=(
                *self._aliases(table, f"{key}.acronyms", exact_case=True),
                *self._aliases(table, f"{key}.identifiers"),
                *self._aliases(table, f"{key}.compounds", needs_context=True),
                *self._aliases(table, f"{key}.drugs", needs_context=True),
                *self._aliases(table, f"{key}.sponsors", needs_context=True),
            ),
            design=self._text(table, f"{key}.design", ""),
            readout=self._text(table, f"{key}.readout", ""),
            note=self._text(table, f"{key}.note", ""),
        )

    def _aliases(
        self, table: Mapping[str, Any], key: str, *, exact_case: bool = False, needs_context: bool = False
    ) -> tuple[Alias, ...]:
        kind = key.rpartition(".")[2].removesuffix("s")
        found = self._each(table, key, lambda text: terms(text, exact_case=exact_case))
        return tuple(
            Alias(text=term.text, kind=kind, exact_case=exact_case, needs_context=needs_context) for term in found
        )

    def _rules(self, data: Mapping[str, Any], names: list[str], trials: list[str]) -> tuple[Rule, ...]:
        rules = tuple(self._rule(i, table, names, trials) for i, table in self._tables(data, "rules", _RULE))
        if not rules:
            self._fail("rules", "is missing: a profile needs rules; write [[rules]] with tier, when and because")
        return rules

    def _rule(self, i: int, table: Mapping[str, Any], names: list[str], trials: list[str]) -> Rule:
        key = f"rules.{i}"
        trial = self._text(table, f"{key}.trial", "")
        if trial and trial not in trials:
            self._fail(f"{key}.trial", f"there is no watched trial {trial!r}{hint(trial, trials)}")
        return Rule(
            tier=self._value(table, f"{key}.tier", Tier),
            when=self._when(table, f"{key}.when", names),
            because=self._text(table, f"{key}.because"),
            value=self._number(table, f"{key}.value", 0.5),
            trial=trial,
        )

    def _exclusion(self, i: int, table: Mapping[str, Any], names: list[str]) -> Exclusion:
        key = f"exclusions.{i}"
        to = self._value(table, f"{key}.to", Tier)
        if to.rank > _LOWEST.rank:
            self._fail(f"{key}.to", f'cannot be "{to}": an exclusion lowers and never hides; write "{_LOWEST}"')
        return Exclusion(
            to=to,
            when=self._when(table, f"{key}.when", names),
            because=self._text(table, f"{key}.because"),
            tag=self._text(table, f"{key}.tag", ""),
            trial=table.get("trial", False) is True,
        )

    def _tag(self, i: int, table: Mapping[str, Any], names: list[str]) -> TagRule:
        return TagRule(tag=self._text(table, f"tags.{i}.tag"), when=self._when(table, f"tags.{i}.when", names))

    def _groups(self, data: Mapping[str, Any], concepts: Mapping[str, Concept]) -> tuple[tuple[Concept, ...], ...]:
        table = self._table(data, "query", _QUERY)
        left_out = self._leave_out(table)
        groups = table.get("groups")
        if not isinstance(groups, list) or not groups or not all(isinstance(group, list) for group in groups):
            self._fail("query.groups", 'is a list of lists of concepts: [["trial"], ["drug", "disease"]]')
        return tuple(tuple(self._asked(name, concepts, left_out) for name in group) for group in groups)

    def _left_out(self, data: Mapping[str, Any], signals: Iterable[Signal]) -> tuple[Concept, ...]:
        """Return the asked concepts with only those terms that are left out of the question."""
        table = self._table(data, "query", _QUERY)
        left_out, asked = self._leave_out(table), {name for group in table["groups"] for name in group}
        found = (
            Concept(name=s.name, terms=tuple(term for term in s.concept.terms if _folded(term) in left_out))
            for s in signals
            if s.name in asked
        )
        return tuple(concept for concept in found if concept.terms)

    def _leave_out(self, table: Mapping[str, Any]) -> set[tuple[str, bool]]:
        return {_folded(term) for term in self._each(table, "query.leave_out", terms)}

    def _asked(self, name: object, concepts: Mapping[str, Concept], left_out: set[tuple[str, bool]]) -> Concept:
        if name not in concepts:
            self._fail("query.groups", f"there is no concept {name!r}{hint(str(name), concepts)}")
        concept = concepts[str(name)]
        kept = tuple(term for term in concept.terms if _folded(term) not in left_out)
        return replace(concept, terms=kept)

    def _when(self, table: Mapping[str, Any], key: str, names: list[str]) -> Condition:
        return self._value(table, key, lambda text: condition(text, names))


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


def _id(text: str) -> Id:
    scheme, colon, value = text.partition(":")
    if not (colon and scheme.isalpha() and value):
        raise ValueError('write scheme and value: "nct:NCT05050942"')
    return Id(scheme, value)
