"""What the store answers, beyond the types that every part knows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from watcher.model import Change, Coverage, Id, Item, Link, Message, Score, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change, with the item that it happened to and the record that told it."""

    item: int
    title: str
    source: str
    source_id: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two items that may be one, or may belong together as ``tie`` says, for a person to decide: ``merge``, ``tie`` or ``hold``."""

    item: int
    other: int
    title: str
    other_title: str
    score: float
    because: str
    asked: datetime
    tie: str = ""  # "retracts", "corrects", ...: what the first may do to the other; "" where they may be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Why a record belongs to its item: who decided it when, because of what."""

    source: str
    source_id: str
    item: int
    verdict: str  # "new", "same", "perhaps", or the verb of the decision that moved it here
    because: str
    score: float
    by: str
    at: datetime
    withdrawn: datetime | None = None  # when its source withdrew the record


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A move of records between items; ``moved`` holds source, source_id, the item before and after."""

    id: int
    verb: str  # "merge", "split", "hold", "undo"
    because: str
    by: str
    at: datetime
    score: float = 1.0
    moved: tuple[tuple[str, str, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message in the outbox and what is known of it.

    ``state`` is pending, sending, sent, uncertain, held, failed or dropped; ``changed`` is when it got there.
    """

    message: Message
    state: str
    attempt: int
    not_before: datetime
    changed: datetime
    reference: str = ""
    error: str = ""
    digest: str = ""  # the name of its digest, "" for an alert
    period: str = ""  # the key of its digest's period


class Abstract(NamedTuple):
    """A congress abstract: its title, all the text by which its congress is known, and its identifiers."""

    title: str
    text: str
    ids: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A digest that was made: its name, its period, and when it was frozen."""

    name: str
    key: str
    topic: str
    since: datetime
    until: datetime
    frozen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything about one item, as ``watcher show`` tells it; ``notices`` first: that it is retracted, corrected, doubted."""

    notices: tuple[str, ...] = ()
    item: Item
    former: tuple[int, ...] = ()  # ids that were merged into this one
    ids: tuple[Id, ...] = ()
    scores: tuple[tuple[str, Score], ...] = ()  # topic and score, the best record's
    memberships: tuple[Membership, ...] = ()
    versions: tuple[Version, ...] = ()  # oldest first
    changes: tuple[Change, ...] = ()
    links: tuple[tuple[Link, int | None, str], ...] = ()  # with the other item's id and title
    decisions: tuple[Decision, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    digests: tuple[Frozen, ...] = ()  # that told it


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the store is: the last run of each source, what waits in the outbox, how much there is."""

    runs: tuple[Coverage, ...]
    outbox: dict[str, int]  # state -> how many
    counts: dict[str, int] = field(default_factory=dict)  # items, records, pages, what is not understood, ...
    size_bytes: int = 0
    digests: tuple[Frozen, ...] = ()  # the last of each name
