"""Ties between things: results of a trial, preprint of, corrects, retracts.

Every tie says why it is there and how sure it is. What a source states is certain; what identifiers,
names and titles suggest is less so.
"""

from collections.abc import Iterable, Sequence

from watcher.link.trials import (
    by_acronym,
    by_code,
    by_identifier,
    by_likeness,
    by_registry,
    by_watch,
    in_passing,
)
from watcher.link.works import by_citation, by_edition, by_title, stated
from watcher.model import Item, Link, LinkKind, Reason, Record, WatchedTrial

__all__ = ["alone", "beside", "find_links", "surest"]


def find_links(
    record: Record,
    known: Sequence[Item],
    watched: Sequence[tuple[WatchedTrial, Reason | None]] = (),
    others: Sequence[WatchedTrial] = (),
) -> tuple[Link, ...]:
    """Return the ties of a record, the surest first, each pair of things once per kind.

    ``known`` are things in the store that may have to do with it: those it names, and those of a
    like title. ``watched`` are the watched trials that it is about, each with the reason that its
    score gives: the name that was found, and where; ``others`` are those that it is not about, and may name.
    """
    return surest((*alone(record, watched, others), *beside(record, known)))


def alone(
    record: Record,
    watched: Sequence[tuple[WatchedTrial, Reason | None]] = (),
    others: Sequence[WatchedTrial] = (),
) -> tuple[Link, ...]:
    """Return the ties that follow from the record alone, whatever else is known."""
    return (
        *stated(record),
        *by_identifier(record),
        *by_watch(record, watched),
        *in_passing(record, others),
        *by_registry(record),
    )


def beside(record: Record, known: Sequence[Item]) -> tuple[Link, ...]:
    """Return the ties found by comparing the record with known things; found from one of these, each reads the other way round."""
    return (
        *by_acronym(record, known),
        *by_likeness(record, known),
        *by_code(record, known),
        *by_citation(record, known),
        *by_edition(record, known),
        *by_title(record, known),
    )


def surest(found: Iterable[Link]) -> tuple[Link, ...]:
    """Return the ties, the surest first, each pair of things once per kind."""
    kept: dict[tuple[object, ...], Link] = {}
    for link in sorted(found, key=lambda link: -link.confidence):
        kind = LinkKind.REPORTS if link.kind is LinkKind.MENTIONS else link.kind  # what reports a trial mentions it
        kept.setdefault((kind, link.object, link.inverse), link)
    return tuple(kept.values())
