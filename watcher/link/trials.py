"""Ties from a publication to the trial that it reports: by identifier, by watched name, by acronym, by likeness.

A number in a text is first of all a mention: a paper cites the trial before it, a commentary the trials
of others. Ties of less than ``LEAST_SURE`` are such mentions, and make nothing a member of a trial's thread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from watcher.ids import TRIAL_SCHEMES
from watcher.model import Id, Item, Kind, Link, LinkKind, Reason, Record, Trial, WatchedTrial, Work
from watcher.text import fold

# Words that stand before a trial's number where a paper gives its own registration.
_REGISTERED = re.compile(
    r"regist(?:ered|ration|ry)|clinicaltrials\.gov|eudract|trial (?:number|id)|identifier|funded by"
)
# Words around a number that make it another study's.
_OTHERS = re.compile(
    r"phase (?:2|ii)\b.{0,30}$|previous|prior|earlier|parent|preceding|unlike|in contrast|compared with|following|"
    r"ongoing|awaited|as (?:in|shown)|extension of|based on|cited"
)
# Who writes about the trials of others.
_ABOUT_OTHERS = re.compile(r"comment|editorial|letter|news|review|meta-analysis|guideline", re.IGNORECASE)
_NEAR = 60  # characters before the number
_LEAST_ACRONYM = 4
_ALIKE = 92.0  # of titles, on rapidfuzz's scale of 100

# How sure an alias makes us, by where it stands.
_ALIAS_IN_TITLE, _ALIAS_IN_TEXT = 0.95, 0.9


def by_identifier(record: Record) -> Iterator[Link]:
    """Yield a tie to each trial whose number the record names.

    A number in a databank field is the paper's own; one in the text may be another trial's, so it
    weighs by where it stands and how many there are.
    """
    if record.kind is Kind.REGISTRATION:
        return
    named = sorted(i for i in record.mentions | record.ids if i.scheme in TRIAL_SCHEMES)
    for trial in named:
        because, confidence = _standing(record, trial, alone=len(named) == 1)
        yield _report(record, trial, because, confidence)


def by_watch(record: Record, watched: Sequence[tuple[WatchedTrial, Reason | None]]) -> Iterator[Link]:
    """Yield a tie to each watched trial that the record is about: by which of its names, and where it stands."""
    if record.kind is Kind.REGISTRATION:
        return
    for trial, reason in watched:
        if trial.ids:
            in_title = bool(reason and reason.span and reason.span.field == "title")
            confidence = _ALIAS_IN_TITLE if in_title else _ALIAS_IN_TEXT
            yield _report(record, trial.ids[0], _alias(trial, reason), confidence)


def by_acronym(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known trial whose acronym stands in the title, as printed, beside its drug.

    A registration is tied to the known publications in the same way: it may come after them.
    """
    for item in known:
        if isinstance(item, Trial) and record.kind is not Kind.REGISTRATION:
            yield from _acronym(record, item)
        elif isinstance(item, Work) and record.kind is Kind.REGISTRATION:
            yield from _acronym_of(record, item)


def by_likeness(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known trial of a like title, drug and condition, where the record names no trial.

    Less sure than any name: two trials of one sponsor can be called alike.
    """
    if record.kind is Kind.REGISTRATION or any(i.scheme in TRIAL_SCHEMES for i in record.mentions | record.ids):
        return
    for item in known:
        if isinstance(item, Trial) and (own := _own(item)) and _is_like(record, item):
            yield _report(record, own, f"title, drug and condition are those of {own.value}; no number is given", 0.7)


def _report(record: Record, trial: Id, because: str, confidence: float) -> Link:
    return Link(kind=LinkKind.REPORTS, subject=record.key, object=trial, because=because, confidence=confidence)


def _alias(trial: WatchedTrial, reason: Reason | None) -> str:
    """Return which name of the trial it was, what kind of name, and where it stands."""
    if reason is None:
        return f"is about {trial.name}"
    kinds = {fold(alias.text): alias.kind for alias in trial.aliases}
    kind = kinds.get(fold(reason.term), "identifier")
    return f"has the {kind} “{reason.term}” of {trial.name} {reason.note}".strip()


def _acronym(record: Record, trial: Trial) -> Iterator[Link]:
    facts = [r.trial for r in trial.records if r.trial]
    acronyms = {f.acronym for f in facts if len(f.acronym) >= _LEAST_ACRONYM and f.acronym.upper() == f.acronym}
    own = _own(trial)
    text = fold(f"{record.title} {record.text}")
    for acronym in sorted(acronyms):
        found = re.search(rf"(?<!\w){re.escape(acronym)}(?!\w)", record.title)
        drug = next((word for word in sorted(_drugs(trial)) if word in text), "")
        if own and found and drug:
            yield _report(record, own, f"the title has the acronym “{acronym}”, and the text the drug “{drug}”", 0.8)


def _acronym_of(registration: Record, work: Work) -> Iterator[Link]:
    own = next(
        (i for scheme in ("pmid", "doi") for r in work.records for i in sorted(r.ids) if i.scheme == scheme), None
    )
    found = _acronym(work.records[0], Trial(id=0, records=(registration,)))
    if own:
        yield from (replace(link, subject=registration.key, object=own, inverse=True) for link in found)


def _is_like(record: Record, trial: Trial) -> bool:
    title, text = fold(record.title), fold(f"{record.title} {record.text}")
    titles = (name for r in trial.records for name in (r.title, r.trial.official_title if r.trial else "") if name)
    conditions = {fold(name) for r in trial.records for name in (*r.subjects, *(r.trial.conditions if r.trial else ()))}
    return (
        any(fuzz.token_sort_ratio(title, fold(name)) >= _ALIKE for name in titles)
        and any(drug in text for drug in _drugs(trial))
        and any(_stems(name) & _stems(text) for name in conditions)
    )


def _drugs(trial: Trial) -> set[str]:
    facts = [r.trial for r in trial.records if r.trial]
    return {word for f in facts for given in f.interventions for word in fold(given.name).split() if len(word) > 4}


def _stems(text: str) -> set[str]:
    """Return the beginnings of the long words: "tumor", "tumour" and "tumors" share one."""
    return {word[:4] for word in re.findall(r"\w+", text) if len(word) > 4}


def _own(trial: Trial) -> Id | None:
    return next((i for r in trial.records for i in sorted(r.ids) if i.scheme in TRIAL_SCHEMES), None)


def _standing(record: Record, trial: Id, *, alone: bool) -> tuple[str, float]:
    number = trial.value
    if fold(number) in fold(record.title):
        return f"the title names {number}", 1.0
    text = fold(record.text)
    at = text.find(fold(number))
    if at < 0:
        return f"the record is indexed with {number}", 1.0
    if record.kind is Kind.NEWS or any(map(_ABOUT_OTHERS.search, record.publication_types)):
        return f"the text mentions {number}, as writing about others' trials does", 0.5
    if _OTHERS.search(text, max(0, at - _NEAR), at):
        return f"the abstract cites {number} as another study", 0.5
    if _REGISTERED.search(text, max(0, at - _NEAR), at):
        return f"the abstract gives {number} as a registration", 0.95
    return f"the abstract names {number}", 0.75 if alone else 0.6


# A shorter protocol code ("001") is many sponsors'.
_LEAST_CODE = 5


def by_registry(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each number that the trial has in another registry, and to a twin of its protocol code."""
    if record.kind is not Kind.REGISTRATION:
        return
    own = _own_numbers(record)
    for other in sorted(_numbers(record) - own if own else ()):
        yield _twin(
            record, other, f"{record.source} gives {other.value} as the trial's number in another registry", 1.0
        )
    for item in known:
        if isinstance(item, Trial) and (code := _shared_code(record, item)):
            because = f"{code} is the sponsor's protocol code of both"
            yield from (_twin(record, other, because, 0.8) for other in sorted(_leading(item) - _numbers(record)))


def _numbers(record: Record) -> frozenset[Id]:
    return frozenset(i for i in record.ids if i.scheme in TRIAL_SCHEMES)


def _own_numbers(record: Record) -> frozenset[Id]:
    """Return the number under which this registry keeps the trial, with its aliases there."""
    own = {i for i in _numbers(record) if fold(i.value) in fold(record.source_id)}
    return frozenset(i for i in _numbers(record) if i.scheme in {one.scheme for one in own})


def _leading(item: Trial) -> frozenset[Id]:
    return frozenset[Id]().union(*(_own_numbers(one) for one in item.records))


def _shared_code(record: Record, item: Trial) -> str:
    theirs = frozenset[Id]().union(*(one.ids for one in item.records))
    codes = (i.value for i in sorted(record.ids & theirs) if i.scheme == "sponsor" and len(i.value) >= _LEAST_CODE)
    return next((code for code in codes if any(map(str.isdigit, code))), "")


def _twin(record: Record, other: Id, because: str, confidence: float) -> Link:
    return Link(kind=LinkKind.SAME_TRIAL, subject=record.key, object=other, because=because, confidence=confidence)
