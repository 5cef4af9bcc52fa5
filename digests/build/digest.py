"""Dossiers, watched trials and coverage -> one digest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digests import addresses
from digests.border import part
from digests.build.gaps import gaps, unseen_since
from digests.build.panel import address_of, panel
from digests.build.sections import assign, lay_out
from digests.view import LISTED
from digests.words import NOTICES
from watcher.model import Coverage, Digest, Dossier, NotUnderstood, Panel, Period, Topic, WatchedStatus
from watcher.text import shown

_LONGEST = 300  # characters of each thing that is certain of a record that was not understood


def build(  # noqa: PLR0913 - everything that a digest is made of, and nothing that it could look up
    topic: Topic,
    period: Period,
    dossiers: Sequence[Dossier],
    watched: Sequence[WatchedStatus],
    coverage: Sequence[Coverage],
    *,
    now: datetime,
    footer: Sequence[str] = (),
    not_understood: Sequence[NotUnderstood] = (),
    failed: Sequence[str] = (),
) -> Digest:
    """Return what a period brought, in the order in which it is read; the same input gives the same digest.

    Every item stands in one section only. Quotes and figures that cannot be proved against their
    source are left out and counted in ``dropped``. A week without news gives a short digest, which
    says "nothing new" only where every source could be looked at. What cannot be made of an item or a
    part is replaced by a line that says so; ``failed`` are the parts that the caller could not make.
    """
    missing, unmade = gaps(coverage, period), list(failed)
    layout = lay_out(assign(dossiers, watched), watched, missing, unmade)
    panels = [_panel(status, period, missing, now, unmade) for status in watched]
    entries = [entry for section in layout.sections for entry in (*section.entries, *section.tail)]
    entries += [entry for made, _ in panels for entry in made.publications]
    return Digest(
        topic=topic.name,
        title=topic.title,
        key=period.key,
        since=period.since,
        until=period.until,
        made=now,
        watched=tuple(made for made, _ in panels),
        sections=layout.sections,
        coverage=tuple(_brief(line) for line in sorted(coverage, key=lambda line: line.source)),
        missing=missing,
        dropped=layout.dropped + sum(dropped for _, dropped in panels),
        footer=tuple(footer),
        profile=topic.profile,
        zone=period.zone,
        delayed=period.delayed,
        corrects=period.corrects,
        not_understood=tuple(_legible(one) for one in not_understood[:LISTED]),
        unlisted=len(not_understood[LISTED:]),
        unsummarised=len({entry.item for entry in entries if entry.unread}),
        failed=tuple(unmade),
        unseen_since=unseen_since(coverage, period),
    )


def _panel(
    status: WatchedStatus, period: Period, missing: Sequence[str], now: datetime, failed: list[str]
) -> tuple[Panel, int]:
    """Return the panel of a trial; one that says so where it cannot be made."""
    name = status.trial.name
    bare = Panel(
        name=name,
        headline=f"Watcher could not put together what is known of {name}; please look at its registry yourself.",
        design=status.trial.design,
        note=status.trial.note,
        looked=False,
        url=address_of(status),
    )
    return part(lambda: panel(status, period, missing, now), (bare, 0), f"the panel of {name}", failed)


def _brief(line: Coverage) -> Coverage:
    """Return the line with no more notices than are read; the rest is counted."""
    most = slice(0, NOTICES)
    more = len(line.notices[NOTICES:])
    told = tuple(notice for notice in line.told if notice in line.notices[most]) if more else line.told
    return replace(line, notices=line.notices[most], told=told, unlisted=line.unlisted + more) if more else line


def _legible(record: NotUnderstood) -> NotUnderstood:
    """Return what is certain of a record as it may be shown."""
    return replace(
        record,
        source_id=shown(record.source_id, _LONGEST),
        title=shown(record.title, _LONGEST),
        reason=shown(record.reason, _LONGEST),
        url=addresses.checked(record.url),
    )
