"""What is news to a reader, and what only joined the store: a backfill must not flood a digest."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from watcher.dates import last_day
from watcher.model import Dossier, Record, Trial

# A record may reach an index weeks after it appeared; one older than this joined by a run that filled the store.
HORIZON = timedelta(days=60)
# So many of one digest may have appeared long ago: an index that is worked over whole brings hundreds.
MOST_LATE = 30

Filled = Callable[[Dossier], bool | None]


def is_news(dossier: Dossier, since: datetime, horizon: timedelta | None = HORIZON) -> bool:
    """Return whether an item appeared, or entered a source, not long before the period, or changed in it.

    The date on which a source took a record in counts before that of publication, since indexes take
    in old papers too; an item without any date is news. None as the horizon makes everything news.
    """
    if horizon is None or not dossier.new or dossier.changes:
        return True
    return _is_after((since - horizon).astimezone(UTC).date(), map(_appeared, dossier.item.records), otherwise=True)


def split(
    dossiers: Iterable[Dossier], since: datetime, horizon: timedelta | None, filled: Filled = lambda _: True
) -> tuple[tuple[Dossier, ...], tuple[Dossier, ...]]:
    """Return (news, the rest), each in its order.

    The horizon belongs to a run that fills the store, as ``filled`` tells of the one that brought the item. What a run
    that goes on brings matches for the first time: it is news of its own, marked as ``late``. Of what came by a
    file (None) only a trial is, and that where its registration changed not long ago.
    """
    news: list[Dossier] = []
    rest: list[Dossier] = []
    late = 0
    for dossier in dossiers:
        if is_news(dossier, since, horizon):
            news.append(dossier)
        elif horizon and late < MOST_LATE and _is_late(dossier, since - horizon, filled):
            news.append(replace(dossier, late=True))
            late += 1
        else:
            rest.append(dossier)
    return tuple(news), tuple(rest)


def _is_late(dossier: Dossier, begin: datetime, filled: Filled) -> bool:
    did_fill = filled(dossier)
    if did_fill is not None:
        return not did_fill
    changed = (record.updated.astimezone(UTC).date() if record.updated else None for record in dossier.item.records)
    return isinstance(dossier.item, Trial) and _is_after(begin.astimezone(UTC).date(), changed, otherwise=False)


def _is_after(begin: date, dates: Iterable[date | None], *, otherwise: bool) -> bool:
    known = [*filter(None, dates)]
    return max(known) >= begin if known else otherwise


def _appeared(record: Record) -> date | None:
    if record.entered:
        return record.entered.astimezone(UTC).date()
    return last_day(record.published) if record.published else None
