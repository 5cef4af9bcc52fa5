"""Ties between the registrations of one trial: each registry has its own row, and names the others'."""

from collections.abc import Iterator, Sequence

from watcher.ids import TRIAL_SCHEMES
from watcher.model import Id, Item, Kind, Link, LinkKind, Record, Trial
from watcher.text import fold

# A shorter protocol code ("001") is many sponsors'.
_LEAST_CODE = 5


def by_registry(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each number that the trial has in another registry, and to a twin of its protocol code."""
    if record.kind is not Kind.REGISTRATION:
        return
    own = _own(record)
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


def _own(record: Record) -> frozenset[Id]:
    """Return the number under which this registry keeps the trial, with its aliases there."""
    own = {i for i in _numbers(record) if fold(i.value) in fold(record.source_id)}
    return frozenset(i for i in _numbers(record) if i.scheme in {one.scheme for one in own})


def _leading(item: Trial) -> frozenset[Id]:
    return frozenset[Id]().union(*(_own(one) for one in item.records))


def _shared_code(record: Record, item: Trial) -> str:
    theirs = frozenset[Id]().union(*(one.ids for one in item.records))
    codes = (i.value for i in sorted(record.ids & theirs) if i.scheme == "sponsor" and len(i.value) >= _LEAST_CODE)
    return next((code for code in codes if any(map(str.isdigit, code))), "")


def _twin(record: Record, other: Id, because: str, confidence: float) -> Link:
    return Link(kind=LinkKind.SAME_TRIAL, subject=record.key, object=other, because=because, confidence=confidence)
