"""What could not be looked at: the difference between "nothing new" and "we do not know"."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from digests import words
from watcher.model import Coverage, Outcome, Period

# A source that was complete so long before the period's end has left a hole: the default is a run every 6 hours.
STALE_AFTER = timedelta(hours=36)
_ANSWERED = frozenset({Outcome.COMPLETE, Outcome.PARTIAL})


def gaps(coverage: Sequence[Coverage], period: Period) -> tuple[str, ...]:
    """Return what was not, or not wholly, looked at in words, sorted by source; () where all was.

    "EU CTIS (failed, last complete on 12 Nov 2026)". With no coverage at all, nothing was looked at.
    """
    if not coverage:
        return ("any source (none was asked)",)
    return tuple(sorted(found for line in coverage for found in _gap(line, period)))


def unseen_since(coverage: Sequence[Coverage], period: Period) -> datetime | None:
    """Return since when nothing at all could be looked at; None where any source brought something in the period.

    That is the end of the last complete run of any source, at the latest the period's beginning where none is known.
    """
    answered = any(line.received or (line.runs and line.outcome in _ANSWERED) for line in coverage)
    if answered or (coverage and not any(line.outcome.falls_short for line in coverage)):
        return None
    return max((line.last_complete for line in coverage if line.last_complete), default=period.since)


def _gap(line: Coverage, period: Period) -> Iterator[str]:
    name = words.source(line.source)
    reached = line.last_complete or (line.until if line.outcome is Outcome.COMPLETE else None)
    last = f"last complete on {words.day(reached, period.zone)}" if reached else "never complete"
    if line.outcome is Outcome.FAILED:
        yield f"{name} (failed, {last})"
    elif line.outcome is Outcome.PARTIAL:
        yield f"{name} (in part, {last})"
    elif line.silent:
        yield f"{name} (answered with nothing, which it never does)"
    elif reached and period.until - max(reached, line.next_due or reached) > STALE_AFTER:
        yield f"{name} (not asked since {words.day(reached, period.zone)})"
