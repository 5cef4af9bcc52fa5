"""A congress as one block: its abstracts together, under what they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digests import leading
from digests.labels import say
from digests.outcomes.lexicon import THEMES
from watcher.meetings import is_of
from watcher.model import NEAREST, CongressWeek, Dossier, Entry

_BLOCK = 8  # abstracts of one congress, from which on they stand together
_FROM = ("core", "related")  # the sections whose abstracts go into the block

_OTHER, _NO_FIGURES, _BESIDES = "Other outcomes", "Other abstracts", "Off the question"

Assigned = Mapping[str, Sequence[Dossier]]


def blocks(assigned: Assigned, weeks: Sequence[CongressWeek]) -> tuple[Assigned, dict[str, Sequence[Dossier]]]:
    """Return the sections without the abstracts of congresses that brought many, and those by the name of the congress."""
    left, found = dict(assigned), dict[str, Sequence[Dossier]]()
    for week in weeks:
        brought = [dossier for name in _FROM for dossier in left.get(name, ()) if is_of(dossier.item.records[0], week)]
        if len(brought) >= _BLOCK:
            found[week.name] = brought
            left |= {name: [one for one in left.get(name, ()) if one not in brought] for name in _FROM}
    return left, found


def themed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries under their themes, those with figures first, each theme in the order in which they came."""
    order = [say(name) for name in (*dict.fromkeys(THEMES.values()), _OTHER, _NO_FIGURES, _BESIDES)]
    told = [replace(one, theme=_theme(one)) for one in entries]
    return tuple(sorted(told, key=lambda one: order.index(one.theme)))


def _theme(entry: Entry) -> str:
    """Return what an abstract tells of: the outcome of its leading value; that it has none; that it is not on the question."""
    if entry.tier not in NEAREST:
        return say(_BESIDES)
    found = [one for one in entry.figures if any(one.sentence == quote.text for quote in entry.summary[:1])]
    outcomes = [figure.outcome for figure in leading.values(entry) or found]
    return say(THEMES.get(outcomes[0], _OTHER) if outcomes else _NO_FIGURES)
