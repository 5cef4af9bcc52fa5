"""When an item appeared, as precisely as its feed says and no more."""

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from watcher.dates import iso_date, mailed_date, real_date, slashed_date
from watcher.model import PartialDate

# Not ``updated`` where there is ``published``: Wiley's is twelve hours off.
_FIELDS = ("published", "prism_publicationdate", "prism_coverdate", "updated")


def published(entry: Mapping[str, Any]) -> PartialDate | None:
    """Return the first date that can be read, from its own text: feedparser makes 1 March of "2025-03"."""
    return next(filter(None, (_read(entry, name) for name in _FIELDS)), None)


def _read(entry: Mapping[str, Any], name: str) -> PartialDate | None:
    text = entry.get(name)
    if not isinstance(text, str) or not text.strip():
        return None
    return iso_date(text) or slashed_date(text) or mailed_date(text) or _parsed(entry.get(f"{name}_parsed"))


def _parsed(value: object) -> PartialDate | None:
    if not isinstance(value, tuple) or len(value) < 3:
        return None
    year, month, day = value[:3]
    return real_date(year, month, day)


def entered(entry: Mapping[str, Any]) -> datetime | None:
    """Return the moment of publication in UTC; None where the feed gives none that can be read."""
    value = entry.get("published_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC) if isinstance(value, tuple) else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None
