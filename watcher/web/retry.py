"""When to ask again: which failures pass, and how long to wait."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from watcher.web.gate import LONGEST_QUIET

# Request Timeout, Too Early, Too Many Requests, and the four that say "not now".
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, in seconds or as a date: at most 15 minutes, at least 0, None where unreadable.

    https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,9})?", text):
        return min(float(text), LONGEST_QUIET)
    try:
        date = parsedate_to_datetime(text)
        left = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return min(max(left.total_seconds(), 0.0), LONGEST_QUIET)


def back_off(failures: int, first: float, longest: float, random: Callable[[], float]) -> float:
    """Return the seconds to wait after so many failures: anything from 0 to a bound that doubles (full jitter).

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    return random() * min(longest, first * 2.0 ** min(failures - 1, 30))
