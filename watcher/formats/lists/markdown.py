"""A list in Markdown, a reference an item, with links to where each can be read."""

import re
from collections.abc import Iterable, Iterator, Sequence

from watcher.formats._writing import NOTHING, Notices, address, first_known, line
from watcher.ids import address as leads_to
from watcher.ids import label, leading
from watcher.model import Record, Venue

TITLE = "Markdown"
SUFFIXES = ("md",)

_MOST_NAMES = 6
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~]")


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return an item a record: what stands on it, title, authors, place and year, identifiers as links."""
    return "".join(f"- {' '.join(_parts(record, notices.get(record.key, ())))}\n" for record in records)


def _parts(record: Record, standing: Sequence[str]) -> Iterator[str]:
    if standing:
        yield f"**{', '.join(standing).upper()}**"
    title, where = _legible(record.title.rstrip(".")), address(record)
    yield f"[{title}](<{where.replace('>', '%3E').replace('<', '%3C')}>)." if where else f"{title}."
    if record.people:
        names = [person.name for person in record.people[:_MOST_NAMES]]
        names += ["et al"] if len(record.people) > _MOST_NAMES else []
        yield f"{_legible(', '.join(names))}."
    if record.venue.title or record.venue.abbreviation:
        yield f"*{_legible(record.venue.title or record.venue.abbreviation)}*"
    yield f"{_placed(record)}."
    yield " · ".join(f"[{_legible(label(one))}](<{leads_to(one)}>)" for one in leading(record.ids))


def _placed(record: Record) -> str:
    when, venue = first_known(record), record.venue
    return _legible(f"{when.iso if when else 'no date'}{';' * bool(_where(venue))}{_where(venue)}")


def _where(venue: Venue) -> str:
    issue = f"({venue.issue})" if venue.issue else ""
    return f"{venue.volume}{issue}{':' * bool(venue.pages)}{venue.pages}"


def _legible(text: str) -> str:
    """Return the text on one line, with every sign escaped that Markdown would take for its own."""
    return _SIGNS.sub(r"\\\g<0>", line(text))
