"""Dossiers, watched trials and coverage -> one digest."""

from collections.abc import Sequence
from datetime import datetime

from digests.build.gaps import gaps
from digests.build.panel import panel
from digests.build.sections import assign, lay_out
from watcher.model import Coverage, Digest, Dossier, Period, Topic, WatchedStatus


def build(  # noqa: PLR0913 - everything that a digest is made of, and nothing that it could look up
    topic: Topic,
    period: Period,
    dossiers: Sequence[Dossier],
    watched: Sequence[WatchedStatus],
    coverage: Sequence[Coverage],
    *,
    now: datetime,
    footer: Sequence[str] = (),
) -> Digest:
    """Return what a period brought, in the order in which it is read; the same input gives the same digest.

    Every item stands in one section only. Quotes and figures that cannot be proved against their
    source are left out and counted in ``dropped``. A week without news gives a short digest, which
    says "nothing new" only where every source could be looked at.
    """
    missing = gaps(coverage, period)
    layout = lay_out(assign(dossiers, watched), watched, missing)
    panels = [panel(status, period, missing, now) for status in watched]
    return Digest(
        topic=topic.name,
        title=topic.title,
        key=period.key,
        since=period.since,
        until=period.until,
        made=now,
        watched=tuple(made for made, _ in panels),
        sections=layout.sections,
        coverage=tuple(sorted(coverage, key=lambda line: line.source)),
        missing=missing,
        dropped=layout.dropped + sum(dropped for _, dropped in panels),
        footer=tuple(footer),
        profile=topic.profile,
        zone=period.zone,
        delayed=period.delayed,
        corrects=period.corrects,
    )
