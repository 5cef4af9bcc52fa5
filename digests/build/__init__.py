"""From what the store knows to what a digest says: dossiers, watched trials and coverage -> one digest.

Pure, so that it can be built again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digests import view, words
from digests.border import part
from digests.build.sections import assign, lay_out
from digests.build.watched import address_of, panel
from digests.study import OF_DOSE
from digests.view import LISTED
from digests.words import NOTICES
from watcher.model import (
    CongressWeek,
    Coverage,
    Digest,
    Dossier,
    NotUnderstood,
    Outcome,
    Panel,
    Period,
    Topic,
    WatchedStatus,
)
from watcher.text import shown

# A source that was complete so long before the period's end has left a hole: the default is a run every 6 hours.
STALE_AFTER = timedelta(hours=36)
_ANSWERED = frozenset({Outcome.COMPLETE, Outcome.PARTIAL})
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
    congresses: Sequence[CongressWeek] = (),
) -> Digest:
    """Return what a period brought, in the order in which it is read; the same input gives the same digest.

    Every item stands in one section only. Quotes and figures that cannot be proved against their
    source are left out and counted in ``dropped``. A week without news gives a short digest, which
    says "nothing new" only where every source could be looked at. Many abstracts of one of the ``congresses`` stand together. What cannot be made of an item or a
    part is replaced by a line that says so; ``failed`` are the parts that the caller could not make.
    """
    missing, unmade = gaps(coverage, period), list(failed)
    of_dose = any(rule.tag in OF_DOSE for rule in topic.tags)
    with words.titled({line.source: line.title for line in coverage}):
        layout = lay_out(assign(dossiers, watched), watched, unmade, congresses, of_dose=of_dose)
        panels = [_panel(status, period, missing, now, unmade) for status in watched]
    entries = [entry for section in layout.sections for entry in (*section.entries, *section.tail)]
    entries += [entry for made, _ in panels for entry in made.publications]
    return replace(
        _empty(topic, period, now),
        watched=tuple(made for made, _ in panels),
        sections=layout.sections,
        coverage=tuple(_brief(line) for line in sorted(coverage, key=lambda line: line.source)),
        missing=missing,
        dropped=layout.dropped + sum(dropped for _, dropped in panels),
        footer=tuple(footer),
        not_understood=tuple(_legible(one) for one in not_understood[:LISTED]),
        unlisted=len(not_understood[LISTED:]),
        unsummarised=len({entry.item for entry in entries if entry.unread}),
        failed=tuple(unmade),
        unseen_since=unseen_since(coverage, period),
        congresses=tuple(replace(one, called=(), dois=()) for one in congresses),
    )


def _empty(topic: Topic, period: Period, now: datetime) -> Digest:
    """Return the digest of a period of which nothing is known yet."""
    return Digest(
        topic=topic.name,
        title=topic.title,
        key=period.key,
        since=period.since,
        until=period.until,
        made=now,
        watched=(),
        sections=(),
        coverage=(),
        profile=topic.profile,
        zone=period.zone,
        delayed=period.delayed,
        corrects=period.corrects,
        begins=period.begins,
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
        url=view.checked_address(record.url),
    )


def gaps(coverage: Sequence[Coverage], period: Period) -> tuple[str, ...]:
    """Return what was not, or not wholly, looked at in words, sorted by source; () where all was.

    "EU CTIS (not read since 12 Nov 2026: registry changes may be missing)". With no coverage at all, nothing was looked at.
    """
    if not coverage:
        return ("any source (none was asked)",)
    return tuple(sorted(found for line in coverage for found in _gap(line, period)))


def _is_named(line: Coverage) -> bool:
    """Return whether nothing is missing of a source but records that came and could not be read."""
    others = any(not note.startswith("could not ") for note in (*line.notices, *line.told))
    return bool(line.unreadable and not line.error and line.notices) and not others


def unseen_since(coverage: Sequence[Coverage], period: Period) -> datetime | None:
    """Return since when nothing at all could be looked at; None where any source brought something in the period.

    That is the end of the last complete run of any source, at the latest the period's beginning where none is known.
    """
    answered = any(line.received or (line.runs and line.outcome in _ANSWERED) for line in coverage)
    if answered or (coverage and not any(line.outcome.falls_short for line in coverage)):
        return None
    return max((line.last_complete for line in coverage if line.last_complete), default=period.since)


def _gap(line: Coverage, period: Period) -> Iterator[str]:
    name, lacking = words.named(line), f"{words.brings(line.source)} may be missing"
    reached = line.last_complete or (line.until if line.outcome is Outcome.COMPLETE else None)
    day = words.day(reached, period.zone) if reached else ""
    if line.outcome is Outcome.FAILED:
        yield f"{name} ({f'not read since {day}' if day else 'never read'}: {lacking})"
    elif line.outcome is Outcome.PARTIAL and _is_named(line):
        yield f"{name} (read in part: what came and could not be read is named below)"
    elif line.outcome is Outcome.PARTIAL:
        yield f"{name} (read in part, {f'wholly on {day}' if day else 'never wholly'}: {lacking})"
    elif line.silent:
        yield f"{name} (answered with nothing, which is unusual: {lacking})"
    elif reached and period.until - max(reached, line.next_due or reached) > STALE_AFTER:
        yield f"{name} (not asked since {day}: {lacking})"
