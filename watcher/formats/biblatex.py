"""BibLaTeX files, for biber and Zotero's Better BibTeX; read as BibTeX, of which they are a dialect.

Fields: https://ctan.org/pkg/biblatex, part 2.2
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from watcher.formats._tex import entries, escaped, named, verbatim
from watcher.formats._writing import NOTHING, Notices, address, first_known, identifier, marked_title, trials
from watcher.formats.bibtex import TYPES, read
from watcher.model import Kind, Record

TITLE = "BibLaTeX"
SUFFIXES = ("bib", "biblatex")

__all__ = ["SUFFIXES", "TITLE", "begins", "read", "write"]

_FIRST = re.compile(r"@[A-Za-z]{3,20}\s{0,9}\{[^@]{0,3000}?\b(?:journaltitle|eprinttype|date)\s{0,20}=", re.IGNORECASE)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _FIRST.match(start) is not None


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return an entry a record, keyed as in BibTeX; what stands on it is its note."""
    return entries(records, notices, TYPES, _fields)


def _fields(record: Record, standing: Sequence[str]) -> Iterator[tuple[str, str]]:
    venue, when, pmid = record.venue, first_known(record), identifier(record, "pmid")
    yield "title", f"{{{escaped(marked_title(record, standing))}}}"
    yield "origtitle", escaped(record.original_title)
    yield "note", escaped("; ".join(standing).upper())
    yield "author", " and ".join(map(named, record.people))
    yield "booktitle" if record.kind is Kind.ABSTRACT else "journaltitle", escaped(venue.title)
    yield "shortjournal", escaped(venue.abbreviation)
    yield "eventtitle", escaped(venue.meeting)
    yield "date", when.iso if when else ""
    yield "volume", escaped(venue.volume)
    yield "number", escaped(venue.issue)
    yield "pages", escaped(venue.pages).replace("-", "--")
    yield "issn", escaped(", ".join(venue.issns))
    yield "publisher", escaped(venue.publisher)
    yield "doi", verbatim(identifier(record, "doi"))
    yield "eprint", pmid
    yield "eprinttype", "pubmed" if pmid else ""
    yield "pmcid", identifier(record, "pmcid")
    yield "url", verbatim(address(record))
    yield "langid", escaped(next(iter(record.languages), ""))
    yield "keywords", ", ".join(f"{{{escaped(word)}}}" if "," in word else escaped(word) for word in record.keywords)
    yield "annotation", escaped("; ".join(f"Trial: {trial}" for trial in trials(record)))
    yield "abstract", escaped(record.text)
