"""The expected dates as a calendar that any calendar program subscribes to (RFC 5545)."""

from collections.abc import Iterator
from datetime import date, timedelta

from digests.writing import slug
from watcher.model import Digest
from watcher.text import shown

CALENDAR = "calendar.ics"
_LINE = 75  # octets of a line: https://www.rfc-editor.org/rfc/rfc5545#section-3.1


def calendar(digest: Digest) -> str:
    """Return what the watched trials' registries expect, and the congresses, each as whole days that take up nobody's time; "" for none.

    A date that is known to the month lasts the month, one known to the year the year. The same event keeps its UID when its date moves.
    """
    events = [line for event in _events(digest) for line in event]
    if not events:
        return ""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Watcher//Expected dates//EN",
        f"X-WR-CALNAME:{_said(digest.title)}",
    )
    return "".join(f"{_folded(line)}\r\n" for line in (*head, *events, "END:VCALENDAR"))


def _events(digest: Digest) -> Iterator[Iterator[str]]:
    for panel in digest.watched:
        for point in panel.timeline:
            if point.kind == "estimate":
                name = f"{panel.name} {point.label}"
                yield _event(digest, name, _days(point.date), f"{panel.name}: {point.label}", point.url or panel.url)
    for week in digest.congresses:
        days = (week.begins, week.ends + timedelta(days=1))
        yield _event(digest, week.name, days, week.name, "", is_certain=week.is_certain)


def _event(  # noqa: PLR0913 - what an event has
    digest: Digest, name: str, days: tuple[date, date], said: str, url: str, *, is_certain: bool = False
) -> Iterator[str]:
    first, end = days
    yield "BEGIN:VEVENT"
    yield f"UID:{slug(name)}@watcher"
    yield f"DTSTAMP:{digest.made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{end:%Y%m%d}"
    yield f"SUMMARY:{_said(said if is_certain else f'{said} (expected)')}"
    if url:
        yield f"URL:{shown(url)}"
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
