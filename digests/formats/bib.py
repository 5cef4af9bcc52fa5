"""BibTeX, for LaTeX and the reference managers that speak it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from digests.formats.fields import address, identifier, last_first, line
from watcher.model import Kind, Person, Record

_TYPES = {
    Kind.ARTICLE: "article",
    Kind.COMMENT: "article",
    Kind.NOTICE: "article",
    Kind.ABSTRACT: "inproceedings",
    Kind.PREPRINT: "unpublished",
}
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped or not
        "}": r"\textbraceright{}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def write(records: Iterable[Record]) -> str:
    """Return an entry a record; keys are author, year and first long word, with a letter where two would be one."""
    taken: set[str] = set()
    return "\n".join(_entry(record, _key(record, taken)) for record in records)


def _entry(record: Record, key: str) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(record) if value)
    return f"@{_TYPES.get(record.kind, 'misc')}{{{key},\n{fields}}}\n"


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    venue = record.venue
    yield "title", f"{{{_escaped(record.title)}}}"
    yield "author", " and ".join(map(_author, record.people))
    yield "booktitle" if record.kind is Kind.ABSTRACT else "journal", _escaped(venue.title)
    yield "year", str(record.published.year) if record.published else ""
    yield "month", str(record.published.month) if record.published and record.published.month else ""
    yield "date", record.published.iso if record.published else ""
    yield "volume", _escaped(venue.volume)
    yield "number", _escaped(venue.issue)
    yield "pages", _escaped(venue.pages.replace("-", "--"))
    yield "issn", _escaped(", ".join(venue.issns))
    yield "publisher", _escaped(venue.publisher)
    yield "doi", _escaped(identifier(record, "doi"))
    yield "pmid", identifier(record, "pmid")
    yield "url", _escaped(address(record))
    yield "keywords", _escaped("; ".join(record.keywords))
    yield "abstract", _escaped(record.text)


def _author(person: Person) -> str:
    return f"{{{_escaped(person.collective)}}}" if person.collective else _escaped(last_first(person))


def _escaped(text: str) -> str:
    return line(text).translate(_ESCAPES)


def _key(record: Record, taken: set[str]) -> str:
    author = record.people[0] if record.people else None
    name = _ascii(author.family or author.collective) if author else ""
    year = str(record.published.year) if record.published else ""
    words = (_ascii(word) for word in record.title.split())
    base = f"{name or 'anonymous'}{year}{next((word for word in words if len(word) > 3), '')}"
    key = next(k for k in _numbered(base) if k not in taken)
    taken.add(key)
    return key


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 1
    while True:
        number += 1
        yield f"{base}-{number}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
