"""EndNote's tagged files (.enw), which are those of refer and BibIX: https://en.wikipedia.org/wiki/Refer_(software)."""

import re
from collections.abc import Iterator
from datetime import datetime

from watcher.formats._reading import Reference, Tags, decode, kind_named, parted, recorded
from watcher.formats._values import dated, doi, issns, listed, named_trials, pmcid, pmid, relations, web, with_noted
from watcher.model import Id, Record, Unreadable
from watcher.names import everybody

TITLE = "EndNote tagged (Refer)"
SUFFIXES = ("enw", "refer")

_TAG = re.compile(r"%([0-9A-Za-z@!#$&*()^+<>?\[~])(?:[ \t](.*+)|$)")
_BEGINS = re.compile(r"%[0AT][ \t]\S")


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their label, else by their position."""
    text = _TYPED_TWICE.sub(r"\1", decode(body))
    blank = "%0 " not in text  # an older file, in which an empty line is all that parts two
    blocks = parted(text, _TAG, lambda row: not row.strip() if blank else row.startswith("%0 "))
    yield from recorded(blocks, _reference, name, retrieved)


_TYPED_TWICE = re.compile(r"^(%0 [^\n]*+)\n%0 [^\n]*+", re.MULTILINE)


def _reference(tags: Tags, position: str) -> Reference:
    notes = tags.every("Z")
    return Reference(
        key=tags.text("F") or position,
        kind=kind_named(tags.text("0") or "article"),
        title=tags.text("T", "!", "B"),
        abstract="\n".join(tags.every("X")),
        people=everybody(tags.every("A") or tags.every("E") or tags.every("?")),
        date=dated(tags.text("D"), tags.text("8"), tags.text("7")),
        journal=tags.text("J", "B", "S"),
        abbreviation=tags.text("O"),
        volume=tags.text("V"),
        issue=tags.text("N"),
        pages=tags.text("P"),
        issns=issns(" ".join(tags.every("@"))),
        publisher=tags.text("I"),
        ids=_ids(tags, notes),
        mentions=named_trials(notes),
        relations=tuple(relation for note in notes for relation in relations(note)),
        url=web(" ".join(tags.get("U", ()))),
        languages=tuple(tags.every("G")[:1]),
        keywords=tuple(word for value in tags.get("K", ()) for word in listed(value)),
        publication_types=tuple(tags.every("9")),
    )


def _ids(tags: Tags, notes: list[str]) -> frozenset[Id]:
    ids = doi(tags.text("R")) or doi(" ".join(tags.every("U")))
    for value in tags.every("2"):
        ids |= pmcid(value)
    if "pubmed" in tags.text("W", "~").lower() or "medline" in tags.text("W", "~").lower():
        ids |= pmid(tags.text("M"))
    return with_noted(ids, notes)
