"""MEDLINE files (.nbib) as PubMed's "Send to: Citation manager" writes them.

Tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from watcher.dates import SHORT_MONTHS, printed_date
from watcher.formats._reading import Reference, Tags, decode, parted, recorded
from watcher.formats._values import dated, issns, pmid, untranslated
from watcher.formats._writing import NOTHING, Notices, first_known, identifier, last_first, line, marked_title, trials
from watcher.ids.found import find_trials
from watcher.model import Id, PartialDate, Person, Record, Relation, RelationKind, Unreadable
from watcher.names import everybody

TITLE = "NBIB"
SUFFIXES = ("nbib", "medline")

_BEGINS = re.compile(r"(?:(?:PMID|OWN|STAT) {0,3}- ?\S|DP  - [12][0-9]{3}\b)")
_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)")
_RELATIONS = {
    "CON": RelationKind.COMMENTS_ON,
    "CIN": RelationKind.COMMENTED_IN,
    "EFR": RelationKind.CORRECTS,
    "EIN": RelationKind.CORRECTED_BY,
    "ROF": RelationKind.RETRACTS,
    "RIN": RelationKind.RETRACTED_BY,
    "ECF": RelationKind.CONCERN_ABOUT,
    "ECI": RelationKind.CONCERN_IN,
    "UOF": RelationKind.UPDATES,
    "UIN": RelationKind.UPDATED_BY,
    "RPF": RelationKind.REPUBLISHES,
    "RPI": RelationKind.REPUBLISHED_AS,
}
_PMID_AT_END = re.compile(r"PMID: ?(\d{1,8})")


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by PMID, else by their position; one begins at an empty line or at a PMID."""
    blocks = parted(decode(body), _TAG, lambda row: not row.strip() or row.startswith("PMID"))
    yield from recorded(blocks, _reference, name, retrieved)


def _reference(tags: Tags, position: str) -> Reference:
    number = pmid(tags.text("PMID"))
    types = _all(tags, "PT")
    return Reference(
        key=tags.text("PMID") or position,
        title=untranslated(tags.text("TI", "BTI", "TT")),
        original_title=tags.text("TT"),
        abstract=tags.text("AB"),
        people=_people(tags),
        date=printed_date(tags.text("DP")) or dated(tags.text("DP")),
        journal=tags.text("JT", "BTI") if tags.text("TI") else tags.text("JT"),
        abbreviation=tags.text("TA"),
        volume=tags.text("VI"),
        issue=tags.text("IP"),
        pages=tags.text("PG"),
        issns=issns(" ".join(tags.get("IS", ()))),
        publisher=tags.text("PB"),
        ids=frozenset(number | set(_ids(tags))),
        mentions=find_trials(" | ".join(_all(tags, "SI"))),
        relations=tuple(_relations(tags)),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{tags.text('PMID')}/" if number else "",
        languages=_all(tags, "LA"),
        keywords=_all(tags, "OT"),
        publication_types=types,
        subjects=_all(tags, "MH"),
        substances=tuple(value.partition("(")[2].removesuffix(")") or value for value in _all(tags, "RN", "NM")),
    )


def _all(tags: Tags, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags.every(*names)))


def _people(tags: Tags) -> tuple[Person, ...]:
    full = everybody(tags.get("FAU", ()) or tags.get("AU", ()) or tags.get("FED", ()))
    return full + tuple(Person(collective=name) for name in _all(tags, "CN"))


def _ids(tags: Tags) -> Iterator[Id]:
    for value in _all(tags, "LID", "AID"):
        identifier, _, scheme = value.removesuffix("]").rpartition(" [")
        if scheme == "doi":
            yield Id("doi", identifier.lower())
        elif scheme == "pii":
            yield Id("pii", identifier)
    for value in _all(tags, "PMC"):
        yield Id("pmcid", value.upper())


def _relations(tags: Tags) -> Iterator[Relation]:
    for tag, kind in _RELATIONS.items():
        for value in _all(tags, tag):
            found = _PMID_AT_END.search(value)
            if found:
                yield Relation(kind=kind, id=Id("pmid", found[1]), note=value)


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return the records, an empty line between them, long values wrapped under their tag; what stands on one is its note."""
    made = (_tags(record, notices.get(record.key, ())) for record in records)
    return "\n".join("".join(_wrapped(tag, value) for tag, value in tags if value) for tags in made)


def _wrapped(tag: str, value: str) -> str:
    text = f"{tag:<4}- {line(value)}"
    parts = textwrap.wrap(text, 88, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False)
    return "\n".join(parts) + "\n"


def _tags(record: Record, standing: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "PMID", identifier(record, "pmid")
    yield from (("IS", issn) for issn in record.venue.issns)
    yield "VI", record.venue.volume
    yield "IP", record.venue.issue
    yield "DP", _spelled(first_known(record))
    yield "TI", marked_title(record, standing)
    yield "TT", record.original_title
    yield from (("GN", notice.upper()) for notice in standing)
    yield "PG", record.venue.pages
    doi = identifier(record, "doi")
    yield from (("LID", f"{doi} [doi]"), ("AID", f"{doi} [doi]")) if doi else ()  # some read the one, some the other
    yield "AB", record.text
    for person in record.people:
        yield ("CN", person.collective) if person.collective else ("FAU", last_first(person))
        yield "AU", "" if person.collective else person.name
    yield from (("LA", language) for language in record.languages)
    yield from (("SI", f"ClinicalTrials.gov/{trial}" if trial.startswith("NCT") else trial) for trial in trials(record))
    yield from (("PT", type_) for type_ in record.publication_types)
    yield "PB", record.venue.publisher
    yield "TA", record.venue.abbreviation
    yield "JT", record.venue.title
    yield "PMC", identifier(record, "pmcid")
    yield from (("MH", subject) for subject in record.subjects)
    yield from (("OT", keyword) for keyword in record.keywords)


def _spelled(date: PartialDate | None) -> str:
    if date is None:
        return ""
    month = SHORT_MONTHS[date.month - 1] if date.month else ""
    return " ".join(filter(None, (str(date.year), month, str(date.day) if month and date.day else "")))
