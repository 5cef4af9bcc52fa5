"""What is news to a reader, and what only joined the store: a backfill must not flood a digest."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from watcher.dates import last_day
from watcher.model import Dossier, Record

# A record may reach an index weeks after it appeared; one older than this joined by a backfill.
HORIZON = timedelta(days=60)


def is_news(dossier: Dossier, since: datetime, horizon: timedelta | None = HORIZON) -> bool:
    """Return whether an item appeared, or entered a source, not long before the period, or changed in it.

    The date on which a source took a record in counts before that of publication, since indexes take
    in old papers too; an item without any date is news. None as the horizon makes everything news.
    """
    if horizon is None or not dossier.new or dossier.changes:
        return True
    dates = [day for record in dossier.item.records if (day := _appeared(record))]
    return not dates or max(dates) >= (since - horizon).astimezone(UTC).date()


def split(
    dossiers: Iterable[Dossier], since: datetime, horizon: timedelta | None
) -> tuple[tuple[Dossier, ...], tuple[Dossier, ...]]:
    """Return (news, the rest), each in its order."""
    news: list[Dossier] = []
    rest: list[Dossier] = []
    for dossier in dossiers:
        (news if is_news(dossier, since, horizon) else rest).append(dossier)
    return tuple(news), tuple(rest)


def _appeared(record: Record) -> date | None:
    if record.entered:
        return record.entered.astimezone(UTC).date()
    return last_day(record.published) if record.published else None
