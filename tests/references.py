"""References written on one line, for tables of pairs.

    title | authors; by semicolons | year | venue | volume(issue):pages | ids and kind

What a source states is "retracts:pmid~7", a publication type "type:Review". "Trial of X | Pavel M; Singh S | 2021 | Eur J Cancer | 157(2):403-414 | doi:10.1016/x pmid:1 kind:abstract". Every
part after the title may be empty or left out.
"""

import re
from datetime import UTC, datetime

from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, Relation, RelationKind, Venue
from watcher.normalise import normalise

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_RELATIONS = frozenset(kind.value for kind in RelationKind)
_PLACE = re.compile(r"([^(:]*)(?:\(([^)]*)\))?(?::(.*))?")


def reference(line: str, key: str = "1", source: str = "file", abstract: str = "", url: str = "") -> Record:
    """Return the record of a line, normalised."""
    title, people, year, venue, place, more = (*(part.strip() for part in line.split(" | ")), *[""] * 5)[:6]
    volume, issue, pages = (part or "" for part in _PLACE.fullmatch(place.removesuffix(" |")).groups())
    told = dict(word.split(":", 1) for word in more.split())
    relations = [Relation(kind=RelationKind(k), id=Id(*told.pop(k).split("~"))) for k in sorted(set(told) & _RELATIONS)]
    return normalise(
        Record(
            source=told.pop("source", source),
            source_id=told.pop("key", key),
            relations=tuple(relations),
            publication_types=tuple(filter(None, [told.pop("type", "").replace("_", " ")])),
            kind=Kind(told.pop("kind", "article")),
            title=title,
            original_title=told.pop("original", "").replace("_", " "),
            retrieved=NOW,
            url=url,
            abstract=(Passage(text=abstract),) if abstract else (),
            people=tuple(map(_person, filter(None, people.split("; ")))),
            published=_date(year),
            venue=Venue(title=venue, volume=volume.strip(), issue=issue, pages=pages),
            ids=frozenset(Id(scheme, value) for scheme, value in told.items()),
        )
    )


def _person(name: str) -> Person:
    """Read "Pavel M", "Pavel, Marianne", and "Marianne Pavel"."""
    if ", " in name:
        family, _, given = name.partition(", ")
        return Person(family=family, given=given)
    first, _, last = name.rpartition(" ")
    return Person(family=first, initials=last) if last.isupper() and first else Person(family=last, given=first)


def _date(text: str) -> PartialDate | None:
    return PartialDate(*map(int, text.split("-"))) if text else None
