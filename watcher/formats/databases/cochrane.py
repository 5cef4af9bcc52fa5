"""The Cochrane Library's citation text: "Record #1 of 9", then a tag, a colon and a value a line."""

import re
from collections.abc import Iterator
from datetime import datetime

from watcher.formats._reading import Reference, Tags, decode, kind_named, parted, recorded
from watcher.formats._values import dated, doi, issns, listed, pmid, web
from watcher.ids.found import find_trials
from watcher.model import Id, Record, Unreadable
from watcher.names import everybody

TITLE = "Cochrane Library"
SUFFIXES = ("txt",)

_TAG = re.compile(r"([A-Z]{2,3}): ?(.*+)")
_RECORD = re.compile(r"Record #[0-9]{1,7} of [0-9]{1,7}\s*$")
_BEGINS = re.compile(r"Record #[0-9]{1,7} of [0-9]{1,7}\s{1,9}ID: ")
_PUBMED = re.compile(r"PUBMED ([0-9]{1,8})")


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their number in the library."""
    blocks = parted(decode(body), _TAG, lambda row: _RECORD.match(row) is not None)
    yield from recorded(blocks, _reference, name, retrieved)


def _reference(tags: Tags, position: str) -> Reference:
    types = tuple(word for value in tags.every("PT") for word in listed(value))
    registered = _registered(tags)
    number = _PUBMED.search(tags.text("PM"))
    return Reference(
        key=tags.text("ID") or position,
        kind="registration" if registered else kind_named(types[0] if types else "article", otherwise="article"),
        title=tags.text("TI"),
        abstract=tags.text("AB"),
        people=() if registered else everybody(name for value in tags.every("AU") for name in _names(value)),
        date=dated(tags.text("YR")),
        journal="" if registered else tags.text("SO"),
        volume=tags.text("VL"),
        issue=tags.text("NO"),
        pages=tags.text("PG"),
        issns=issns(" ".join(tags.every("SN"))),
        ids=frozenset(doi(tags.text("DOI", "DO")) | (pmid(number[1]) if number else set()) | registered),
        url=web(" ".join(tags.get("US", ()))),
        keywords=tuple(word.strip("* ") for value in tags.every("KY") for word in listed(value)),
        publication_types=types,
    )


def _registered(tags: Tags) -> frozenset[Id]:
    """Return the numbers of a trial, where the record is its registration: an address of a register is all its source."""
    is_trial = "trial registry record" in " ".join(tags.every("PT")).lower() or tags.text("SO").startswith("http")
    return find_trials(" ".join(tags.every("AU", "SO", "XR"))) if is_trial else frozenset()


def _names(value: str) -> list[str]:
    """Return the names in a list with commas in which each is a family name and initials, or with semicolons."""
    return value.split(";" if ";" in value else ",")
