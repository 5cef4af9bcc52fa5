"""The expected dates as a calendar that any calendar program subscribes to (RFC 5545)."""

from collections.abc import Iterator
from datetime import date, timedelta

from digests.writing import slug
from watcher.model import Digest, Milestone
from watcher.text import shown

CALENDAR = "calendar.ics"
_LINE = 75  # octets of a line: https://www.rfc-editor.org/rfc/rfc5545#section-3.1


def calendar(digest: Digest) -> str:
    """Return what the watched trials' registries expect, each as whole days that take up nobody's time; "" where nothing is.

    A date that is known to the month lasts the month, one known to the year the year. The same event keeps its UID when its date moves.
    """
    events = [
        line
        for panel in digest.watched
        for point in panel.timeline
        if point.kind == "estimate"
        for line in _event(digest, panel.name, point, panel.url)
    ]
    if not events:
        return ""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Watcher//Expected dates//EN",
        f"X-WR-CALNAME:{_said(digest.title)}",
    )
    return "".join(f"{_folded(line)}\r\n" for line in (*head, *events, "END:VCALENDAR"))


def _event(digest: Digest, trial: str, point: Milestone, url: str) -> Iterator[str]:
    first, end = _days(point.date)
    yield "BEGIN:VEVENT"
    yield f"UID:{slug(f'{trial} {point.label}')}@watcher"
    yield f"DTSTAMP:{digest.made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{end:%Y%m%d}"
    yield f"SUMMARY:{_said(f'{trial}: {point.label} (expected)')}"
    if address := point.url or url:
        yield f"URL:{shown(address)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _days(iso: str) -> tuple[date, date]:
    """Return the first day that a partial date can mean, and the day after the last."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0] + 1, 1, 1)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    day = date(*parts)
    return day, day + timedelta(days=1)


def _said(text: str) -> str:
    """Return a text as a property's value: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11."""
    return shown(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return the line in pieces of at most 75 octets, none of which cuts a character."""
    pieces, room = [""], _LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(" ")
            room = _LINE - 1
        pieces[-1] += character
        room -= size
    return "\r\n".join(pieces)
