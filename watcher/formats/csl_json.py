"""CSL JSON, in which Zotero, Mendeley, pandoc and Crossref hand references on.

Its variables: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from watcher.bounds import LONGEST_TITLE, cut
from watcher.formats._reading import Reference, contained, kind_named, to_record
from watcher.formats._reading import decode as characters
from watcher.formats._values import dated, doi, issns, listed, named_trials, pmcid, pmid, relations, web, with_noted
from watcher.formats._writing import NOTHING, Notices, address, first_known, identifier, line, marked_title, trials
from watcher.json import Faulty, decode
from watcher.model import Kind, PartialDate, Person, Record, Unreadable
from watcher.names import person
from watcher.text import clean

TITLE = "CSL JSON"
SUFFIXES = ("json",)

_BEGINS = re.compile(r"""(?:\[|\{\s{0,99}"items"\s{0,9}:\s{0,9}\[)\s{0,99}\{""")
_TYPE = re.compile(
    r""""type"\s{0,9}:\s{0,9}"(?:article|book|chapter|paper|report|thesis|webpage|post|manuscript|dataset|document|speech|entry|review|standard|software|patent|bill|legislation|legal)"""
)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None and _TYPE.search(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed as in the file."""
    try:
        value = decode(characters(body).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        yield Unreadable(url=name, where="the file", reason=cut(str(error), LONGEST_TITLE))
        return
    items = value.get("items", [value]) if isinstance(value, dict) else value
    for position, item in enumerate(items if isinstance(items, list) else [items], start=1):
        yield contained(partial(_record, item, str(position), retrieved), name, f"record {position}")


def _record(item: Any, position: str, retrieved: datetime) -> Record:
    if not isinstance(item, dict) or isinstance(item, Faulty):
        raise ValueError(getattr(item, "reason", f"a JSON {type(item).__name__} where an object belongs"))  # noqa: TRY004 - one text of many
    return to_record(_reference(item, position), retrieved)


def _reference(item: Mapping[str, Any], position: str) -> Reference:
    def said(*names: str) -> str:
        return next(filter(None, (_text(item.get(name)) for name in names)), "")

    note = str(item.get("note") or "")
    genre = said("genre").lower()
    people = item.get("author") or item.get("editor") or item.get("collection-editor") or []
    return Reference(
        key=said("id") or position,
        kind=kind_named(genre, otherwise=_kind(said("type"))),
        title=said("title", "title-short"),
        original_title=said("original-title"),
        abstract=str(item.get("abstract") or ""),
        people=tuple(filter(None, map(_person, people if isinstance(people, list) else []))),
        date=_date(item.get("issued")),
        journal=said("container-title", "collection-title", "event-title", "event"),
        abbreviation=said("container-title-short", "journalAbbreviation"),
        meeting=said("event-title", "event"),
        volume=said("volume"),
        issue=said("issue", "number"),
        pages=said("page"),
        issns=issns(str(item.get("ISSN") or "")),
        publisher=said("publisher"),
        ids=with_noted(doi(said("DOI")) | pmid(said("PMID")) | pmcid(said("PMCID")), note.split("\n")),
        mentions=named_trials(note.split("\n")),
        relations=relations(note),
        url=web(said("URL")),
        languages=tuple(filter(None, [said("language")])),
        keywords=listed(said("keyword").replace(",", ";")) if ";" not in said("keyword") else listed(said("keyword")),
    )


def _kind(type_: str) -> str:
    return "preprint" if type_ == "article" else kind_named(type_)


def _text(value: Any) -> str:
    """Return a value as one text, of a list as Crossref has them the first."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    return (
        clean(str(value)) if isinstance(value, str | int | float) and value is not True and value is not False else ""
    )


def _person(name: Any) -> Person | None:
    if not isinstance(name, dict):
        return person(_text(name))
    literal = name.get("literal") or name.get("name") or (name.get("family") if _is_institution(name) else "")
    if literal := _text(literal):
        return Person(collective=literal)
    parts = (_text(name.get(part)) for part in ("dropping-particle", "non-dropping-particle", "family"))
    family = " ".join(filter(None, parts))
    given, suffix = _text(name.get("given")), _text(name.get("suffix"))
    # Which has initials apart from names.
    read = person(", ".join(filter(None, (family, given, suffix)))) if family else person(given)
    return Person(family=family, given=given, suffix=suffix) if read and read.collective else read


def _is_institution(name: Mapping[str, Any]) -> bool:
    """Return whether citeproc-js is told that it is one."""
    return str(name.get("isInstitution") or "").lower() in {"1", "true"} and not _text(name.get("given"))


def _date(issued: Any) -> PartialDate | None:
    if isinstance(issued, list):
        return next(filter(None, map(_date, issued)), None)
    if not isinstance(issued, dict):
        return dated(_text(issued))
    parts = (
        issued.get("date-parts") or issued.get("date_parts") or [issued.get(part) for part in ("year", "month", "day")]
    )
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else parts
    first = first if isinstance(first, list) else []
    return dated("-".join(f"{part:0>2}" for part in map(_text, first) if part)) or dated(
        _text(issued.get("raw") or issued.get("literal"))
    )


_TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.COMMENT: "article-journal",
    Kind.NOTICE: "article-journal",
    Kind.PREPRINT: "article",
    Kind.ABSTRACT: "paper-conference",
    Kind.NEWS: "article-newspaper",
}
_GENRES = frozenset({Kind.COMMENT, Kind.NOTICE, Kind.REGISTRATION})  # which no type tells


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return an array of items, keyed by source and key; what stands on one is before its title and in its note. "" for none."""
    items = [item(record, notices.get(record.key, ())) for record in records]
    return json.dumps(items, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode() + "\n" if items else ""


def item(record: Record, standing: Sequence[str]) -> Mapping[str, Any]:
    """Return the record as an item of CSL's, with what it has alone."""
    when, venue = first_known(record), record.venue
    values: dict[str, Any] = {
        "id": f"{record.source}:{record.source_id}",
        "type": _TYPES.get(record.kind, "document"),
        "genre": record.kind.value if record.kind in _GENRES else "",
        "title": marked_title(record, standing),
        "original-title": record.original_title,
        "author": list(map(_named, record.people)),
        "issued": {"date-parts": [[int(part) for part in when.iso.split("-")]]} if when else None,
        "container-title": venue.title,
        "container-title-short": venue.abbreviation,
        "event-title": venue.meeting,
        "volume": venue.volume,
        "issue": venue.issue,
        "page": venue.pages,
        "ISSN": ", ".join(venue.issns),
        "publisher": venue.publisher,
        "DOI": identifier(record, "doi"),
        "PMID": identifier(record, "pmid"),
        "PMCID": identifier(record, "pmcid"),
        "URL": address(record),
        "language": next(iter(record.languages), ""),
        "keyword": "; ".join(record.keywords),
        "note": "\n".join([*map(str.upper, standing), *(f"Trial: {trial}" for trial in trials(record))]),
        "abstract": record.text,
    }
    return {name: _lined(value) if name != "note" else value for name, value in values.items() if value}


def _lined(value: Any) -> Any:
    return line(value) if isinstance(value, str) else value


def _named(one: Person) -> Mapping[str, str]:
    if one.collective:
        return {"literal": one.collective}
    given = one.given or " ".join(f"{letter}." for letter in one.initials)
    names = {"family": one.family, "given": given, "suffix": one.suffix}
    return {part: name for part, name in names.items() if name}
