"""BibTeX files; the reader is bibtexparser's."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from sources._formats.latex import plain
from sources._formats.reference import (
    Reference,
    date,
    decode,
    doi,
    issns,
    listed,
    person,
    pmid,
    to_record,
    web,
)
from watcher.model import Person, Record, Unreadable
from watcher.text import clean

_KINDS = {
    "article": "article",
    "inproceedings": "conference",
    "conference": "conference",
    "proceedings": "conference",
    "unpublished": "preprint",
}
_AND = re.compile(r"\s+and\s+(?![^{]*\})")


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed as in the file."""
    library = parse_string(
        decode(body).replace("\x00", ""),
        parse_stack=[ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware()],
    )
    for position, block in enumerate(library.blocks, start=1):
        twin = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else None
        place = f"line {(block.start_line or 0) + 1}"
        if isinstance(block, Entry):
            yield _record(block, block.key or place, name, retrieved)
        elif isinstance(twin, Entry):  # a key used twice names two references all the same
            yield _record(twin, f"{twin.key}#{position}" if twin.key else place, name, retrieved)
        elif isinstance(block, ParsingFailedBlock):
            yield Unreadable(url=name, where=place, reason=_why(block))


def _why(block: ParsingFailedBlock) -> str:
    return clean(str(block.error)) or type(block.error).__name__


def _record(entry: Entry, key: str, name: str, retrieved: datetime) -> Record | Unreadable:
    try:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        return to_record(_reference(fields, key, entry.entry_type.lower()), retrieved)
    except ValueError as error:
        return Unreadable(url=name, where=key, reason=str(error))


def _reference(fields: Mapping[str, str], key: str, type_: str) -> Reference:
    def text(*names: str) -> str:
        return next((clean(plain(fields[name])) for name in names if fields.get(name)), "")

    return Reference(
        key=key,
        kind=_KINDS.get(type_, "other"),
        title=text("title"),
        abstract=text("abstract"),
        people=tuple(_people(fields.get("author", ""))),
        date=date(text("date")) or date(" ".join(filter(None, (text("year"), text("month"))))),
        journal=text("journal", "journaltitle", "booktitle"),
        abbreviation=text("shortjournal"),
        volume=text("volume"),
        issue=text("number", "issue"),
        pages=text("pages"),
        issns=issns(text("issn")),
        publisher=text("publisher"),
        ids=frozenset(doi(text("doi")) or doi(text("url"))) | pmid(text("pmid")),
        url=web(text("url")),
        languages=tuple(filter(None, [text("language", "langid")])),
        keywords=listed(text("keywords").replace(",", ";")),
    )


def _people(text: str) -> Iterator[Person]:
    for name in _AND.split(" ".join(text.split())):
        group = name.startswith("{") and name.endswith("}")
        one = Person(collective=clean(plain(name))) if group else person(clean(plain(name)))
        if one and (one.family or one.collective) and one.family.lower() != "others":
            yield one
