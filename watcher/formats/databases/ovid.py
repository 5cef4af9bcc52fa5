"""Tagged text of Ovid, whatever the database: "<1. >", then a tag, a dash and a value a line.

A record says where it stands in one line (SO), and puts behind a title what kind of thing it is ("[Article]").
"""

import re
from collections.abc import Iterator
from datetime import datetime

from watcher.formats._reading import Reference, Tags, decode, kind_named, parted, recorded
from watcher.formats._values import Place, dated, doi, issns, place, pmid, web, without_language
from watcher.model import Id, Person, Record, Unreadable
from watcher.names import everybody

TITLE = "Ovid"
SUFFIXES = ("cgi", "ovd", "txt")

_TAG = re.compile(r"\s{0,3}+([A-Z][A-Z0-9])\s{1,2}+- ?(.*+)")
_NUMBER = re.compile(r"\s{0,3}+<[0-9]{1,9}+\.? ?>\s*$")
_BEGINS = re.compile(r"<[0-9]{1,9}+\. ?>\s{1,9}(?:VN|DB|AN|UI|RO|ST|TI|AU)\s{1,2}- ")
# The same with fields by name, and what they hold indented below.
_BEGINS_BY_NAME = re.compile(r"<[0-9]{1,9}+\.? ?>\n[A-Z][A-Za-z /()-]{2,60}+\n {1,4}\S")
_FIELDS = {
    name: tag
    for tag, names in {
        "AN": "accession number",
        "UI": "unique identifier",
        "TI": "title",
        "OT": "original title",
        "SO": "source",
        "AU": "author|authors",
        "FA": "authors full name|author full name",
        "AB": "abstract",
        "PT": "publication type",
        "DT": "document type",
        "LG": "language",
        "DO": "digital object identifier|doi",
        "YR": "year of publication|publication year",
        "DP": "date of publication",
        "IS": "issn|issn print|issn electronic|issn linking",
        "JN": "journal name",
        "VO": "volume",
        "IP": "issue number",
        "PB": "publisher",
        "PM": "pmid|pubmed identifier",
        "KW": "keyword heading|author keyword",
        "MH": "mesh subject headings|subject headings",
        "DB": "database",
    }.items()
    for name in names.split("|")
}
# Behind a title: "[Article]", "[References]."
_BEHIND_TITLE = re.compile(r"\.?\s{1,4}\[[A-Z][A-Za-z ,/-]{2,40}\]\.?\s*$")
_MEETING = re.compile(r"\. Conference: ([^.]{3,200})\.")
_IN_BRACKETS = re.compile(r"\[[^\[\]]{0,120}\]")
_EDITED = re.compile(
    r"(?:[^.\[\]]{1,60}(?:\.[^.\[\]]{0,9}){0,3}\[Ed(?:itor)?s?[^\]]{0,60}\][;,.]{0,2}\s?){1,20}+(?:\(([0-9]{4})\)\.\s)?"
)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None or _BEGINS_BY_NAME.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their accession number, else by their position."""
    text = decode(body)
    text = _tagged(text) if _BEGINS_BY_NAME.match(text.lstrip()) else text
    blocks = parted(text, _TAG, lambda row: _NUMBER.match(row) is not None)
    yield from recorded(blocks, _reference, name, retrieved)


def _tagged(text: str) -> str:
    """Return a text with fields by name as one with tags; a name that we do not know keeps what it holds apart."""
    return "\n".join(
        f"{_FIELDS.get(row.strip().lower(), 'ZZ')}  - " if row[:1].isalpha() else row for row in text.split("\n")
    )


def _reference(tags: Tags, position: str) -> Reference:
    said = _placed(tags)
    types = tuple(tags.every("PT", "DT", "ST"))
    title, language = without_language(tags.text("TI"))
    return Reference(
        key=tags.text("UI", "AN").rstrip(".") or position,
        kind="other" if _is_book(tags) else kind_named(types[0] if types else "article", otherwise="article"),
        title=_BEHIND_TITLE.sub("", title).strip('"') or said.journal,
        original_title=tags.text("OT"),
        abstract="\n".join(tags.every("AB")),
        people=_people(tags),
        date=dated(
            tags.text("YR", "DP") or (str(said.date.year) if said.date else ""),
            *tags.every("DP"),
            *([said.date.iso] if said.date else []),
        ),
        journal=tags.text("JN") or said.journal,
        abbreviation=tags.text("JA", "AS"),
        volume=tags.text("VO", "VL") or said.volume,
        issue=tags.text("IP") or said.issue,
        pages=tags.text("PG") or said.pages,
        issns=issns(" ".join(tags.every("IS", "SN", "IL", "IT"))),
        publisher=tags.text("PB", "PU"),
        meeting=found[1] if (found := _MEETING.search(tags.text("SO"))) else "",
        ids=_ids(tags),
        url=web(" ".join(tags.get("UR", ()))),
        languages=tuple(filter(None, [(tags.text("LG", "LA") or language).rstrip(".")])),
        keywords=tuple(tags.every("KW", "ID")),
        subjects=tuple(tags.every("MH", "SH")),
        publication_types=types,
    )


def _is_book(tags: Tags) -> bool:
    return (
        any("book" in value.lower() or "chapter" in value.lower() for value in tags.every("PT", "DT")) or "BT" in tags
    )


def _placed(tags: Tags) -> Place:
    """Return where the reference stands; of a chapter, the book behind its editors."""
    text = tags.text("SO", "BT")
    edited = _EDITED.match(text)
    if not _is_book(tags):
        return place(text)
    behind = text[edited.end() :] if edited else text
    return place(behind)._replace(journal=re.split(r"\.(?=\s|:)", behind)[0].strip(" ."))


def _people(tags: Tags) -> tuple[Person, ...]:
    rows = tags.every("FA", "AF") or tags.every("AU") or tags.every("ED")
    return everybody(_unmarked(name) for row in rows for name in _IN_BRACKETS.sub("", row).split(";"))


def _unmarked(name: str) -> str:
    """Return a name without what stands behind it: footnotes, the full stop that is no initial's."""
    bare = name.rstrip(" ,*+#0123456789")
    return bare.removesuffix(".") if bare[-2:-1].islower() else bare


def _ids(tags: Tags) -> frozenset[Id]:
    ids = doi(" ".join(tags.every("DO", "DI")))
    if "medline" in tags.text("DB").lower() or ("UI" in tags and "DB" not in tags):
        ids |= pmid(tags.text("UI", "AN"))
    return frozenset(ids | pmid(tags.text("PM")))
