"""What is asked and what came, inside the client."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import httpx

from watcher.model import Transient, Validator


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
