"""Tagged files of RefWorks, a tag and a blank a line.

Tags: https://refworks.proquest.com/refworks2/help/RefWorks_Tagged_Format.htm
"""

import re
from collections.abc import Iterator
from datetime import datetime

from watcher.formats._reading import Reference, Tags, decode, kind_named, parted, recorded
from watcher.formats._values import dated, doi, issns, listed, pmcid, pmid, relations, web, with_noted
from watcher.model import Record, Unreadable
from watcher.names import everybody

TITLE = "RefWorks tagged"
SUFFIXES = ("refworks", "txt")

# No other two letters, for a line of an abstract may begin with some.
_TAG = re.compile(
    r"(PMC?ID|RT|SR|ID|A[1-6BDNV]|T[1-3]|J[FO]|YR|FD|VO|IS|SP|OP|K1|NO|ED|P[BP]|SN|LA|CL|SF|OT|LK|DO|CN|DB|DS|IP|RD|ST|U[1-9L]|U1[0-5]|S?LL?|CR|W[TVP]|OL)(?: (.*+)|$)"
)
_BEGINS = re.compile(r"refworks export tagged format|RT [A-Z][A-Za-z /,]{3,40}\n[A-Z][A-Z0-9] ", re.IGNORECASE)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their identifier, else by their position."""
    blocks = parted(decode(body), _TAG, lambda row: row.startswith("RT "))
    yield from recorded((tags for tags in blocks if "RT" in tags), _reference, name, retrieved)


def _reference(tags: Tags, position: str) -> Reference:
    notes = tags.every("NO")
    ids = doi(tags.text("DO")) | pmid(tags.text("PMID")) | pmcid(tags.text("PMCID"))
    return Reference(
        key=tags.text("ID") or position,
        kind=kind_named(tags.text("RT")),
        title=tags.text("T1", "T2"),
        original_title=tags.text("OT"),
        abstract="\n".join(tags.every("AB")),
        people=everybody(tags.every("A1") or tags.every("A2")),
        date=dated(tags.text("YR"), tags.text("FD")),
        journal=tags.text("JF", "T2", "JO"),
        abbreviation=tags.text("JO"),
        volume=tags.text("VO"),
        issue=tags.text("IS"),
        pages="-".join(tags.every("SP")[:1] + tags.every("OP")[:1]),
        issns=issns(" ".join(tags.every("SN"))),
        publisher=tags.text("PB"),
        ids=with_noted(ids or doi(" ".join(tags.every("UL", "LK"))), notes),
        relations=tuple(relation for note in notes for relation in relations(note)),
        url=web(" ".join((*tags.get("UL", ()), *tags.get("LK", ())))),
        languages=tuple(tags.every("LA")[:1]),
        keywords=tuple(word for value in tags.get("K1", ()) for word in listed(value)),
    )
