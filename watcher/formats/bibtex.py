"""BibTeX files; the reader is bibtexparser's."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from watcher.formats._reading import Reference, contained, decode, kind_named, to_record
from watcher.formats._tex import entries, escaped, named, plain, verbatim
from watcher.formats._values import dated, doi, issns, named_trials, pmcid, pmid, web, with_noted
from watcher.formats._writing import NOTHING, Notices, address, first_known, identifier, marked_title, trials
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
            made = partial(_record, _raw(entry, strings), key, entry.entry_type.lower(), parents, retrieved)
            yield contained(made, name, f"{key}, {place}" if entry.key else place)
        elif isinstance(block, ParsingFailedBlock):
            yield Unreadable(url=name, where=place, reason=_why(block))


def _why(block: ParsingFailedBlock) -> str:
    return clean(str(block.error)) or "it is not closed"  # the one fault that the library has no words for


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
    quoted = False
    start = 0
    for found in _outside(_QUOTE_OR_HASH, raw) if "#" in raw else ():
        quoted ^= found[0] == '"'
        if found[0] == "#" and not quoted:
            yield raw[start : found.start()]
            start = found.end()
    yield raw[start:]


_QUOTE_OR_HASH = re.compile(r'(?<!\\)[{}"#]')
_BRACE_OR_COMMA = re.compile(r"[{},]")
_BRACE_OR_SEMICOLON = re.compile(r"[{};]")


def _outside(sign: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield where a sign stands that no braces hold; the pattern finds the braces too."""
    depth = 0
    for found in sign.finditer(text):
        step = {"{": 1, "}": -1}.get(found[0], 0)
        depth = max(0, depth + step)
        if not depth and not step:
            yield found


def _keywords(text: str) -> Iterator[str]:
    """Yield the keywords, parted by semicolons where there are some, else by commas."""
    start = 0
    for found in (*_outside(_BRACE_OR_SEMICOLON if ";" in text else _BRACE_OR_COMMA, text), None):
        word = clean(plain(text[start : found.start() if found else None]))
        if word:
            yield word
        start = found.end() if found else start


def _record(
    fields: Mapping[str, str], key: str, type_: str, parents: Mapping[str, Mapping[str, str]], retrieved: datetime
) -> Record:
    """Return the record of an entry, with what the volume in which it stands says of it; raise ValueError where it says too little."""
    parent = parents.get(fields.get("crossref", "").strip('{}" '), {})
    inherited = {"booktitle": parent["title"]} if "title" in parent else {}
    own = {"title", "author", "doi", "pmid", "url", "abstract", "pages"}
    inherited |= {field: value for field, value in parent.items() if field not in own}
    return to_record(_reference({**inherited, **fields}, key, type_), retrieved)


def _reference(fields: Mapping[str, str], key: str, type_: str) -> Reference:
    def text(*names: str) -> str:
        said = (clean(plain(_TIE.sub(" ", fields[name]))) for name in names if fields.get(name))
        return next((value for value in said if value and value.lower() != "nan"), "")

    return Reference(
        key=key,
        kind=kind_named(type_),
        title=text("title"),
        original_title=text("origtitle"),
        abstract=text("abstract"),
        people=tuple(_people(fields.get("author") or fields.get("editor", ""))),
        date=dated(text("year"), text("date"), text("month")),
        journal=text("journal", "journaltitle", "booktitle", "series"),
        abbreviation=text("shortjournal"),
        volume=text("volume"),
        issue=text("number", "issue"),
        pages=text("pages"),
        issns=issns(text("issn")),
        publisher=text("publisher"),
        meeting=text("eventtitle"),
        ids=_ids(fields),
        mentions=named_trials([text("annote", "annotation")]),
        url=web(" ".join(_as_it_is(fields.get(name, "")) for name in ("url", "howpublished"))),
        languages=tuple(filter(None, [text("language", "langid")])),
        keywords=tuple(_keywords(fields.get("keywords", ""))),
    )


def _ids(fields: Mapping[str, str]) -> frozenset[Id]:
    given = doi(_as_it_is(fields.get("doi", ""))) or doi(_as_it_is(fields.get("url", "")))
    eprint = fields.get("eprint", "") if "pubmed" in fields.get("eprinttype", "").lower() else ""
    given |= pmid(plain(fields.get("pmid", "") or eprint)) | pmcid(fields.get("pmcid", ""))
    return with_noted(given, (clean(plain(fields.get(name, ""))) for name in ("note", "annote")))


def _as_it_is(text: str) -> str:
    """Return an identifier or address without what other programs escaped in it."""
    return plain(text) if "\\" in text else text.strip("{} ")


def _names(text: str) -> Iterator[str]:
    """Yield what stands between the "and"s that no braces hold."""
    start = 0
    for found in _outside(_BRACE_OR_AND, text):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


_TIE = re.compile(r"(?<!\\)~")  # a blank at which no line may end


_MOST_COMMAS = 2  # of one name: "von Last, Jr., First"


def _people(text: str) -> Iterator[Person]:
    if text.startswith("['"):  # as pandas writes a list
        yield from people(text)
        return
    text = _TIE.sub(" ", text)
    for name in _names(" ".join(text.split())):
        if name.count(",") > _MOST_COMMAS and "{" not in name:  # the Cochrane Library's "Berg, J, Ek, TO, and Roe, A"
            yield from people(clean(plain(name.rstrip(", "))))
            continue
        group = name.startswith("{") and name.endswith("}")
        one = Person(collective=clean(plain(name))) if group else person(clean(plain(name)))
        if one and one.name:
            yield one


TYPES = {
    Kind.ARTICLE: "article",
    Kind.COMMENT: "article",
    Kind.NOTICE: "article",
    Kind.ABSTRACT: "inproceedings",
    Kind.PREPRINT: "unpublished",
}


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return an entry a record; what stands on it is before its title and its note."""
    return entries(records, notices, TYPES, _fields)


def _fields(record: Record, standing: Sequence[str]) -> Iterator[tuple[str, str]]:
    venue, when = record.venue, first_known(record)
    yield "title", f"{{{escaped(marked_title(record, standing))}}}"
    yield "note", escaped("; ".join(standing).upper())
    yield "author", " and ".join(map(named, record.people))
    yield "booktitle" if record.kind is Kind.ABSTRACT else "journal", escaped(venue.title)
    yield "year", str(when.year) if when else ""
    yield "month", str(when.month) if when and when.month else ""
    yield "date", when.iso if when else ""
    yield "shortjournal", escaped(venue.abbreviation)
    yield "volume", escaped(venue.volume)
    yield "number", escaped(venue.issue)
    yield "pages", escaped(venue.pages).replace("-", "--")
    yield "issn", escaped(", ".join(venue.issns))
    yield "publisher", escaped(venue.publisher)
    yield "doi", verbatim(identifier(record, "doi"))
    yield "pmid", identifier(record, "pmid")
    yield "pmcid", identifier(record, "pmcid")
    yield "language", escaped(next(iter(record.languages), ""))
    yield "url", verbatim(address(record))
    yield "keywords", escaped("; ".join(record.keywords))
    yield "annote", escaped("; ".join(f"Trial: {trial}" for trial in trials(record)))
    yield "abstract", escaped(record.text)
