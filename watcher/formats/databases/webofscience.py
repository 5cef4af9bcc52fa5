"""Tagged plain text of the Web of Science (.ciw, .isi, savedrecs.txt).

Tags: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
"""

import re
from collections.abc import Iterator
from datetime import datetime

from watcher.formats._reading import Reference, Tags, decode, parted, recorded
from watcher.formats._values import dated, doi, issns, listed, pmid
from watcher.model import Person, Record, Unreadable
from watcher.names import everybody

TITLE = "Web of Science"
SUFFIXES = ("ciw", "isi")

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*+)|$)")
_BEGINS = re.compile(r"FN [^\n]{0,80}\nVR |PT [JBSPC]\n")
_KINDS = {"J": "article", "C": "conference"}  # S a series, B a book, P a patent
_FOOTNOTE = re.compile(r"\s?\([^()]{0,80}\)\s*$")  # an address of the author's, in BIOSIS


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their accession number, else by their position."""
    blocks = parted(decode(body), _TAG, lambda row: row.startswith("PT ") or row.strip() == "ER")
    yield from recorded((tags for tags in blocks if "PT" in tags), _reference, name, retrieved)


def _reference(tags: Tags, position: str) -> Reference:
    types = tuple(listed(tags.text("DT")))
    return Reference(
        key=tags.text("UT") or position,
        kind=_KINDS.get(tags.text("PT"), "other"),
        title=tags.text("TI", "SO"),
        original_title=tags.text("FT"),
        abstract=tags.text("AB"),
        people=_people(tags),
        date=dated(tags.text("PY"), tags.text("PD"), tags.text("EA")),
        journal=tags.text("SO", "SE", "J9"),
        abbreviation=tags.text("JI", "J9"),
        volume=tags.text("VL"),
        issue=tags.text("IS"),
        pages="-".join(tags.every("BP")[:1] + tags.every("EP")[:1]) or tags.text("PS", "AR"),
        issns=issns(" ".join(tags.every("SN", "EI"))),
        publisher=tags.text("PU"),
        meeting=tags.text("CT"),
        ids=frozenset(doi(tags.text("DI", "D2")) | pmid(tags.text("PM"))),
        languages=tuple(tags.every("LA")[:1]),
        keywords=tuple(word for value in tags.every("DE", "ID") for word in listed(value)),
        publication_types=types,
    )


def _people(tags: Tags) -> tuple[Person, ...]:
    """Return the authors, a line each, by their full names where the file has them; the editors where it has no authors."""
    rows = next((tags[name] for name in ("AF", "AU", "BE", "ED") if tags.get(name)), [])
    names = (_FOOTNOTE.sub("", name) for row in rows for name in row.split("\n"))
    groups = (name for row in tags.get("CA", ()) for name in row.split("\n"))
    return everybody(names) + tuple(Person(collective=one) for one in map(str.strip, groups) if one)
