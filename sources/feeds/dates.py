"""When an item appeared, as precisely as its feed says and no more."""

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate
from typing import Any

from watcher.dates import iso_date
from watcher.model import PartialDate

# Not ``updated`` where there is ``published``: Wiley's is twelve hours off.
_FIELDS = ("published", "prism_publicationdate", "prism_coverdate", "updated")
_SLASHED = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)(?:\s.*)?")


def published(entry: Mapping[str, Any]) -> PartialDate | None:
    """Return the first date that can be read, from its own text: feedparser makes 1 March of "2025-03"."""
    return next(filter(None, (_read(entry, name) for name in _FIELDS)), None)


def _read(entry: Mapping[str, Any], name: str) -> PartialDate | None:
    text = entry.get(name)
    if not isinstance(text, str) or not text.strip():
        return None
    slashed = _SLASHED.fullmatch(text.strip())
    exact = iso_date("-".join(slashed.groups()) if slashed else text)
    return exact or _mailed(text) or _parsed(entry.get(f"{name}_parsed"))


def _mailed(text: str) -> PartialDate | None:
    """Read "Tue, 23 Nov 2021 06:00:00 -0500" as the day that is printed."""
    try:
        return _real(parsedate(text))
    except (ValueError, TypeError, IndexError, OverflowError):  # parsedate's own, for what is no date at all
        return None


def _parsed(value: object) -> PartialDate | None:
    return _real(value)


def _real(parts: object) -> PartialDate | None:
    if not isinstance(parts, tuple) or len(parts) < 3:
        return None
    date = PartialDate(int(parts[0]), int(parts[1]), int(parts[2]))
    try:
        return date if date.earliest else None
    except (ValueError, OverflowError):
        return None


def entered(entry: Mapping[str, Any]) -> datetime | None:
    """Return the moment of publication in UTC; None where the feed gives none that can be read."""
    value = entry.get("published_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC) if isinstance(value, tuple) else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None
