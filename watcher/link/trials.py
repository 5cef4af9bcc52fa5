"""Ties from a publication to the trial that it reports: by identifier, by watched name, by acronym."""

import re
from collections.abc import Iterator, Sequence

from watcher.model import Id, Item, Kind, Link, LinkKind, Record, Trial, WatchedTrial
from watcher.text import fold

REGISTRIES = frozenset(
    {"nct", "eudract", "ctis", "isrctn", "utn", "actrn", "chictr", "ctri", "drks", "jrct", "umin", "kct", "irct", "ntr"}
)

# Words that stand before a trial's number where a paper gives its own registration.
_REGISTERED = re.compile(
    r"regist(?:ered|ration|ry)|clinicaltrials\.gov|eudract|trial (?:number|id)|identifier|funded by"
)
_NEAR = 60  # characters before the number
_LEAST_ACRONYM = 4


def by_identifier(record: Record) -> Iterator[Link]:
    """Yield a tie to each trial whose number the record names.

    A number in a databank field is the paper's own; one in the text may be another trial's, so it
    weighs by where it stands and how many there are.
    """
    if record.kind is Kind.REGISTRATION:
        return
    named = sorted(i for i in record.mentions | record.ids if i.scheme in REGISTRIES)
    for trial in named:
        because, confidence = _standing(record, trial, alone=len(named) == 1)
        yield Link(kind=LinkKind.REPORTS, subject=record.key, object=trial, because=because, confidence=confidence)


def by_watch(record: Record, watched: Sequence[tuple[WatchedTrial, str]]) -> Iterator[Link]:
    """Yield a tie to each watched trial that the record is about, with the reason that was given."""
    if record.kind is Kind.REGISTRATION:
        return
    for trial, because in watched:
        if trial.ids:
            yield Link(
                kind=LinkKind.REPORTS,
                subject=record.key,
                object=trial.ids[0],
                because=because or f"is about {trial.name}",
                confidence=0.9,
            )


def by_acronym(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known trial whose acronym stands in the title, as printed, beside its drug."""
    if record.kind is Kind.REGISTRATION:
        return
    for item in known:
        if isinstance(item, Trial):
            yield from _acronym(record, item)


def _acronym(record: Record, trial: Trial) -> Iterator[Link]:
    facts = [r.trial for r in trial.records if r.trial]
    acronyms = {f.acronym for f in facts if len(f.acronym) >= _LEAST_ACRONYM and f.acronym.upper() == f.acronym}
    drugs = {word for f in facts for given in f.interventions for word in fold(given.name).split() if len(word) > 4}
    own = next((i for r in trial.records for i in sorted(r.ids) if i.scheme in REGISTRIES), None)
    text = fold(f"{record.title} {record.text}")
    for acronym in sorted(acronyms):
        if own and re.search(rf"(?<!\w){re.escape(acronym)}(?!\w)", record.title) and any(d in text for d in drugs):
            yield Link(
                kind=LinkKind.REPORTS,
                subject=record.key,
                object=own,
                because=f"the title has the acronym {acronym}, and the text the trial's drug",
                confidence=0.8,
            )


def _standing(record: Record, trial: Id, *, alone: bool) -> tuple[str, float]:
    number = trial.value
    if fold(number) in fold(record.title):
        return f"the title names {number}", 1.0
    text = fold(record.text)
    at = text.find(fold(number))
    if at < 0:
        return f"the record is indexed with {number}", 1.0
    if _REGISTERED.search(text, max(0, at - _NEAR), at):
        return f"the abstract gives {number} as a registration", 0.95
    return f"the abstract names {number}", 0.9 if alone else 0.6
