"""When a trial may read out: what was forecast, and everything that the forecast rests on."""

from dataclasses import dataclass
from datetime import date, datetime

from watcher.model.record import Enrolment, PartialDate, TrialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date of completion as a registry gave it, and the day on which we saw it there."""

    on: date
    date: TrialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """When a sponsor expects results: the first and the last day that its words can mean, and the words."""

    low: date
    high: date
    sentence: str
    said: PartialDate | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """First results are expected between two days, both included, as far as was known when it was ``made``.

    ``registered`` is the primary completion that the registry gave then. It moved by ``moved`` days since ``since``, when we
    first saw one; ``since`` is None where that was the first. ``agrees`` is False where the sponsor's words and the registry's date
    leave no day in common: the range then holds both.
    """

    made: datetime
    low: date
    high: date
    events: str = ""  # what ends the trial, as its profile says: "event-driven: 194 events"
    enrolment: Enrolment | None = None
    registered: TrialDate | None = None
    moved: int = 0
    since: date | None = None
    is_past: bool = False  # the registered date had passed, and nothing said that the trial was complete
    guidance: Guidance | None = None
    agrees: bool = True
