"""EndNote XML, as EndNote, Zotero, Rayyan and EPPI-Reviewer write and read it.

Its elements: the RSXML that comes with EndNote; the numbers of its types: ``_TYPES``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from lxml import etree

from watcher.formats._reading import Reference, contained, decode, kind_named, to_record
from watcher.formats._values import (
    dated,
    doi,
    issns,
    listed,
    named_trials,
    pmcid,
    pmid_of,
    relations,
    web,
    with_noted,
)
from watcher.formats._writing import (
    NOTHING,
    Notices,
    address,
    first_known,
    identifier,
    line,
    marked_title,
    signed,
    slashed,
    trials,
)
from watcher.model import Id, Kind, Record, Unreadable
from watcher.names import everybody
from watcher.text import clean

TITLE = "EndNote XML"
SUFFIXES = ("xml",)

_BEGINS = re.compile(r"(?:<\?xml[^>]{0,99}>\s{0,9})?(?:<!--.{0,300}?-->\s{0,9})?<xml>\s{0,99}<records>", re.DOTALL)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their number in the library; where it is no XML any more is named by its line."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(_legal(decode(body)).encode("utf-8", "replace"), parser)
    for position, element in enumerate(root.iterfind("records/record") if root is not None else (), start=1):
        where = f"record {position}, line {element.sourceline}"
        yield contained(partial(_record, element, str(position), retrieved), name, where)
    for fault in list(parser.error_log)[:1]:
        yield Unreadable(url=name, where=f"line {fault.line}", reason=clean(fault.message))


def _record(element: etree._Element, position: str, retrieved: datetime) -> Record:
    return to_record(_reference(element, position), retrieved)


_DECLARATION = re.compile(r"\s{0,9}<\?xml[^>]{0,200}\?>")
# Characters that XML has not, whole or by their number, which EndNote writes all the same where they were pasted into a field.
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0?[0-8]|1[124-9]|2[0-9]|3[01]|x0?[0-8bcef]|x1[0-9a-f]);",
    re.IGNORECASE,
)


def _legal(text: str) -> str:
    """Return the text without a declaration, for it is not in those characters any more, and without what XML has not."""
    return _ILLEGAL.sub("", _DECLARATION.sub("", text, count=1)) or "<xml/>"


def _reference(element: etree._Element, position: str) -> Reference:
    def every(*paths: str) -> list[str]:
        found = (clean("".join(map(str, one.itertext()))) for path in paths for one in element.iterfind(path))
        return [text for text in found if text]

    def said(*paths: str) -> str:
        return next(iter(every(*paths)), "")

    notes = every("notes", "research-notes")
    kind = element.find("ref-type")
    return Reference(
        key=said("rec-number", "label") or position,
        kind=kind_named((kind.get("name") or "article") if kind is not None else "article"),
        title=said("titles/title", "titles/short-title"),
        original_title=said("titles/translated-title"),
        abstract=said("abstract"),
        people=everybody(every("contributors/authors/author") or every("contributors/secondary-authors/author")),
        date=dated(said("dates/year"), *every("dates/pub-dates/date")),
        journal=said("periodical/full-title", "titles/secondary-title", "titles/alt-title", "titles/tertiary-title"),
        abbreviation=said("periodical/abbr-1", "alt-periodical/abbr-1"),
        volume=said("volume"),
        issue=said("number"),
        pages=said("pages") or said("electronic-pages"),
        issns=issns(" ".join(every("isbn", "issn"))),
        publisher=said("publisher"),
        ids=_ids(said, every, notes),
        mentions=named_trials(notes),
        relations=tuple(relation for note in notes for relation in relations(note)),
        url=web(" ".join(every("urls/web-urls/url", "urls/related-urls/url"))),
        languages=tuple(every("language")[:1]),
        keywords=tuple(word for text in every("keywords/keyword") for word in listed(text)),
        publication_types=tuple(every("work-type")),
    )


def _ids(said: Callable[..., str], every: Callable[..., list[str]], notes: Sequence[str]) -> frozenset[Id]:
    ids = doi(said("electronic-resource-num")) or doi(" ".join(every("urls/related-urls/url", "urls/web-urls/url")))
    ids |= pmcid(said("custom2"))
    ids |= pmid_of(every("remote-database-name", "remote-database-provider"), said("accession-num"))
    return with_noted(ids, notes)


# What EndNote calls and numbers them.
_TYPES = {
    Kind.ARTICLE: ("Journal Article", 17),
    Kind.COMMENT: ("Journal Article", 17),
    Kind.NOTICE: ("Journal Article", 17),
    Kind.PREPRINT: ("Unpublished Work", 34),
    Kind.ABSTRACT: ("Conference Paper", 47),
    Kind.NEWS: ("Newspaper Article", 23),
}


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return a library of the records; what stands on one is before its title and in its notes. "" for none."""
    made = [_element(record, number, notices.get(record.key, ())) for number, record in enumerate(records, start=1)]
    root = etree.Element("xml")
    etree.SubElement(root, "records").extend(made)
    whole = etree.tostring(root, encoding="unicode", pretty_print=True) if made else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}' if whole else ""


def _element(record: Record, number: int, standing: Sequence[str]) -> etree._Element:
    made = etree.Element("record")
    for path, value in _fields(record, number, standing):
        if legible := _legal(line(value)) if value else "":
            _put(made, path, legible)
    name, type_ = _TYPES.get(record.kind, ("Generic", 13))
    kind = etree.SubElement(made, "ref-type", name=name)
    kind.text = str(type_)
    return made


def _put(made: etree._Element, path: str, text: str) -> None:
    """Add an element with this text at the end of a path, of which only the last one is new each time."""
    *folders, name = path.split("/")
    for folder in folders:
        found = made.find(folder)
        made = etree.SubElement(made, folder) if found is None else found
    etree.SubElement(made, name).text = text


def _fields(record: Record, number: int, standing: Sequence[str]) -> Iterator[tuple[str, str]]:
    venue, when, pmid_ = record.venue, first_known(record), identifier(record, "pmid")
    yield "rec-number", str(number)
    yield from (("contributors/authors/author", signed(one)) for one in record.people)
    yield "titles/title", marked_title(record, standing)
    yield "titles/secondary-title", venue.title
    yield "titles/translated-title", record.original_title
    yield "periodical/full-title", venue.title
    yield "periodical/abbr-1", venue.abbreviation
    yield "pages", venue.pages
    yield "volume", venue.volume
    yield "number", venue.issue
    yield from (("keywords/keyword", keyword) for keyword in record.keywords)
    yield "dates/year", str(when.year) if when else ""
    yield "dates/pub-dates/date", slashed(when)
    yield "publisher", venue.publisher
    yield "isbn", "; ".join(venue.issns)
    yield "accession-num", pmid_
    yield "remote-database-name", "PubMed" if pmid_ else ""
    yield "electronic-resource-num", identifier(record, "doi")
    yield "custom2", identifier(record, "pmcid")
    yield "abstract", record.text
    yield from (("notes", notice.upper()) for notice in standing)
    yield from (("notes", f"Trial: {trial}") for trial in trials(record))
    yield "urls/related-urls/url", address(record)
    yield "language", next(iter(record.languages), "")
