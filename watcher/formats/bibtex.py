"""BibTeX files; the reader is bibtexparser's."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from watcher.formats._characters import decode
from watcher.formats._latex import plain
from watcher.formats._reference import Reference, kind_named, to_record
from watcher.formats._values import dated, doi, listed, pmid, web, with_noted
from watcher.formats._writing import NOTHING, Notices, address, first_known, identifier, last_first, line, marked_title
from watcher.ids import find_issns
from watcher.model import Id, Kind, Person, Record, Unreadable
from watcher.names import people, person
from watcher.text import clean

TITLE = "BibTeX"
SUFFIXES = ("bib", "bibtex")

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it could not read, we tell
_BRACE_OR_AND = re.compile(r"[{}]| and (?=\S)", re.IGNORECASE)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return start.startswith("@")


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed as in the file."""
    library = parse_string(decode(body), parse_stack=[])
    strings = {string.key.lower(): _value(string.value, {}) for string in library.strings}
    parents = {entry.key: _raw(entry, strings) for entry in library.entries}
    for position, block in enumerate(library.blocks, start=1):
        entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        place = f"line {(block.start_line or 0) + 1}"
        if isinstance(entry, Entry):  # a key used twice names two references all the same
            again = isinstance(block, DuplicateBlockKeyBlock) and entry.key
            key = f"{entry.key}#{position}" if again else entry.key or place
            yield _record(_raw(entry, strings), key, entry.entry_type.lower(), parents, retrieved) or Unreadable(
                url=name, where=f"{key}, {place}" if entry.key else place, reason="no title"
            )
        elif isinstance(block, ParsingFailedBlock):
            yield Unreadable(url=name, where=place, reason=_why(block))


def _why(block: ParsingFailedBlock) -> str:
    return clean(str(block.error)) or type(block.error).__name__


def _raw(entry: Entry, strings: Mapping[str, str]) -> Mapping[str, str]:
    """Return the values of the fields, by their names; of a field that stands twice, the first."""
    return {field.key.lower(): _value(str(field.value), strings) for field in reversed(entry.fields)}


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """Return a value as it is meant: what "#" joins, put together, and what stands for a string, that string."""
    return "".join(_part(part.strip(), strings) for part in _joined(raw))


def _part(part: str, strings: Mapping[str, str]) -> str:
    quoted = len(part) > 1 and part[0] + part[-1] in {'""', "{}"}
    return part[1:-1] if quoted else strings.get(part.lower(), part)


def _joined(raw: str) -> Iterator[str]:
    """Yield what stands between the "#"s that neither braces nor quotation marks hold."""
    depth = start = 0
    quoted = False
    for found in _PARTING.finditer(raw) if "#" in raw else ():
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        quoted ^= found[0] == '"' and not depth
        if found[0] == "#" and not depth and not quoted:
            yield raw[start : found.start()]
            start = found.end()
    yield raw[start:]


_PARTING = re.compile(r"(?<!\\)[{}\"#]")


def _record(
    fields: Mapping[str, str], key: str, type_: str, parents: Mapping[str, Mapping[str, str]], retrieved: datetime
) -> Record | None:
    """Return the record of an entry, with what the volume in which it stands says of it; None where it says too little."""
    parent = parents.get(fields.get("crossref", "").strip('{}" '), {})
    inherited = {"booktitle": parent["title"]} if "title" in parent else {}
    own = {"title", "author", "doi", "pmid", "url", "abstract", "pages"}
    inherited |= {field: value for field, value in parent.items() if field not in own}
    try:
        return to_record(_reference({**inherited, **fields}, key, type_), retrieved)
    except ValueError:
        return None


def _reference(fields: Mapping[str, str], key: str, type_: str) -> Reference:
    def text(*names: str) -> str:
        said = (clean(plain(_TIE.sub(" ", fields[name]))) for name in names if fields.get(name))
        return next((value for value in said if value and value.lower() != "nan"), "")

    return Reference(
        key=key,
        kind=kind_named(type_),
        title=text("title"),
        abstract=text("abstract"),
        people=tuple(_people(fields.get("author") or fields.get("editor", ""))),
        date=dated(text("year"), text("date"), text("month")),
        journal=text("journal", "journaltitle", "booktitle", "series"),
        abbreviation=text("shortjournal"),
        volume=text("volume"),
        issue=text("number", "issue"),
        pages=text("pages"),
        issns=find_issns(text("issn")),
        publisher=text("publisher"),
        ids=_ids(fields),
        url=web(" ".join(_as_it_is(fields.get(name, "")) for name in ("url", "howpublished"))),
        languages=tuple(filter(None, [text("language", "langid")])),
        keywords=listed(text("keywords").replace(",", ";")),
    )


def _ids(fields: Mapping[str, str]) -> frozenset[Id]:
    given = doi(_as_it_is(fields.get("doi", ""))) or doi(_as_it_is(fields.get("url", "")))
    eprint = fields.get("eprint", "") if "pubmed" in fields.get("eprinttype", "").lower() else ""
    given |= pmid(plain(fields.get("pmid", "") or eprint))
    return with_noted(given, (clean(plain(fields.get(name, ""))) for name in ("note", "annote")))


def _as_it_is(text: str) -> str:
    """Return an identifier or address without what other programs escaped in it."""
    return plain(text) if "\\" in text else text.strip("{} ")


def _names(text: str) -> Iterator[str]:
    """Yield what stands between the "and"s that no braces hold."""
    depth = start = 0
    for sign in _BRACE_OR_AND.finditer(text):
        depth = max(0, depth + {"{": 1, "}": -1}.get(sign[0], 0))
        if not depth and sign[0].lower() == " and ":
            yield text[start : sign.start()]
            start = sign.end()
    yield text[start:]


_TIE = re.compile(r"(?<!\\)~")  # a blank at which no line may end


def _people(text: str) -> Iterator[Person]:
    if text.startswith("['"):  # as pandas writes a list
        yield from people(text)
        return
    text = _TIE.sub(" ", text)
    for name in _names(" ".join(text.split())):
        group = name.startswith("{") and name.endswith("}")
        one = Person(collective=clean(plain(name))) if group else person(clean(plain(name)))
        if one and one.name:
            yield one


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


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return an entry a record; keys are author, year and first long word, with a letter where two would be one.

    What stands on a record is its note.
    """
    taken: set[str] = set()
    return "\n".join(_entry(record, _key(record, taken), notices.get(record.key, ())) for record in records)


def _entry(record: Record, key: str, standing: Sequence[str]) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(record, standing) if value)
    return f"@{_TYPES.get(record.kind, 'misc')}{{{key},\n{fields}}}\n"


def _fields(record: Record, standing: Sequence[str]) -> Iterator[tuple[str, str]]:
    venue, when = record.venue, first_known(record)
    yield "title", f"{{{_escaped(marked_title(record, standing))}}}"
    yield "note", _escaped("; ".join(standing).upper())
    yield "author", " and ".join(map(_author, record.people))
    yield "booktitle" if record.kind is Kind.ABSTRACT else "journal", _escaped(venue.title)
    yield "year", str(when.year) if when else ""
    yield "month", str(when.month) if when and when.month else ""
    yield "date", when.iso if when else ""
    yield "volume", _escaped(venue.volume)
    yield "number", _escaped(venue.issue)
    yield "pages", _escaped(venue.pages).replace("-", "--")
    yield "issn", _escaped(", ".join(venue.issns))
    yield "publisher", _escaped(venue.publisher)
    yield "doi", _verbatim(identifier(record, "doi"))
    yield "pmid", identifier(record, "pmid")
    yield "url", _verbatim(address(record))
    yield "keywords", _escaped("; ".join(record.keywords))
    yield "abstract", _escaped(record.text)


def _author(person: Person) -> str:
    return f"{{{_escaped(person.collective)}}}" if person.collective else _escaped(last_first(person))


def _escaped(text: str) -> str:
    return _LIGATURE.sub(r"\1{}", line(text).translate(_ESCAPES))


_LIGATURE = re.compile(r"([-`'])(?=\1)")  # two of which TeX makes another sign


def _verbatim(text: str) -> str:
    """Return an identifier or address as it is, for nothing in these fields is TeX; braces, which would be counted, as in addresses."""
    return line(text).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _key(record: Record, taken: set[str]) -> str:
    author = record.people[0] if record.people else None
    name = _ascii(author.family or author.collective) if author else ""
    when = first_known(record)
    year = str(when.year) if when else ""
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
