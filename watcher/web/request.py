"""What is asked and what came, inside the client."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from watcher.model import Transient, Validator
from watcher.web.gate import LONGEST_QUIET


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a client goes for one answer, and for all of a turn: times in seconds, sizes in bytes."""

    tries: int = 6
    first_wait: float = 1.0  # the bound of the first wait, doubled for each one after it
    longest_wait: float = 60.0
    deadline: float = 120.0  # for the whole of it: every try, wait and byte
    turn: float = math.inf  # from the making of the client to the end of its last answer
    connect: float = 10.0
    read: float = 30.0  # between two pieces of the body
    size: int = 20_000_000  # of the body, inflated
    hops: int = 5  # redirects that are followed
    slowest: float = 1_000.0  # bytes a second, once 20 seconds have gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request, as it stands after the redirects so far."""

    method: str
    url: str = field(repr=False)
    begun: float  # in the gate's seconds
    end: float  # when we give up
    private: bool  # whether private hosts may be asked
    headers: Mapping[str, str] = field(repr=False)
    data: Mapping[str, str] | None = field(default=None, repr=False)
    json: object = field(default=None, repr=False)
    validator: Validator | None = None
    transient: Transient | None = None
    passing: Collection[int] = ()  # statuses that pass with this source, besides the usual ones
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came over the line, its body inflated."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)


class RefusedError(Exception):
    """It was not asked, or its answer not taken, for a reason that trying again does not mend."""


class PassingError(Exception):
    """A try failed in a way that may pass."""

    def __init__(self, reason: str, status: int | None = None, wait: float | None = None, answer: str = "") -> None:
        """``wait`` is what the server asked for, in seconds; None where it asked for nothing."""
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.wait = wait
        self.answer = answer


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
