"""When a watched trial may read out, in words: the range of a forecast, what it rests on, and what came of it."""

from datetime import date

from digests import words
from digests.labels import lowered, say
from watcher.dates import iso_date, last_day
from watcher.model import Forecast, Guidance, PartialDate
from watcher.text import shown


def expected(one: Forecast) -> str:
    """Return "between Dec 2026 and Dec 2028"."""
    low, high = _month(one.low), _month(one.high)
    return low if low == high else say("between {low} and {high}", low=low, high=high)


def basis(one: Forecast) -> str:
    """Return what the forecast rests on: "event-driven: 194 events; enrolment 302 (actual); registry says primary completion ..."."""
    parts = [one.events, _enrolled(one), _registered(one), _guided(one.guidance) if one.guidance else ""]
    if not one.agrees:
        parts.append(say("the two do not agree, and the range holds both"))
    return "; ".join(part for part in parts if part)


def outcome(one: Forecast, came: str) -> str:
    """Return how a forecast stands beside the ISO date on which first results came: "held", "missed"; "" while that is not known."""
    first = iso_date(came)
    if first is None:
        return ""
    return say("held") if one.low <= last_day(first) and first.earliest <= one.high else say("missed")


def _enrolled(one: Forecast) -> str:
    if one.enrolment is None:
        return ""
    kind = f" ({one.enrolment.kind.lower()})" if one.enrolment.kind else ""
    return " ".join((lowered(say("Enrolment")), f"{one.enrolment.count:,}{kind}"))


def _registered(one: Forecast) -> str:
    if one.registered is None:
        return say("no registry gives a date")
    kind = f" ({one.registered.kind.lower()})" if one.registered.kind else ""
    said = say("registry says primary completion {day}", day=f"{words.date(one.registered.date)}{kind}")
    if one.is_past:
        said = ", ".join((said, say("which has passed")))
    if one.since is None or not one.moved:
        return said
    moved = words.plural(round(abs(one.moved) / 30.44), "month")
    way = "moved back by {span} since {day}" if one.moved > 0 else "moved forward by {span} since {day}"
    return f"{said}, {say(way, span=moved, day=words.date(_whole(one.since)))}"


def _guided(said: Guidance) -> str:
    on = f" ({words.date(said.said)})" if said.said else ""
    return say("sponsor says") + f"{on}: “{shown(said.sentence)}”"


def _month(day: date) -> str:
    return words.date(PartialDate(day.year, day.month))


def _whole(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
