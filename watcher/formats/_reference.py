"""What all reference files have in common: characters, identifiers, the record made of them, and how its values are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.ids import read_doi
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, Relation, Venue
from watcher.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as a file gives it, in the words of the formats; "" and () where it says nothing."""

    key: str
    title: str
    kind: str = "article"
    original_title: str = ""
    abstract: str = ""
    people: tuple[Person, ...] = ()
    date: PartialDate | None = None
    journal: str = ""
    abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issns: tuple[str, ...] = ()
    publisher: str = ""
    meeting: str = ""
    ids: frozenset[Id] = frozenset()
    mentions: frozenset[Id] = frozenset()
    relations: tuple[Relation, ...] = ()
    url: str = ""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()


def to_record(reference: Reference, retrieved: datetime) -> Record:
    """Return the record of a reference; raise ValueError where it has no title."""
    title = clean(reference.title)
    if not title:
        raise ValueError("no title")
    return Record(
        source="files",
        source_id=reference.key,
        kind=_kind(reference.kind, reference.publication_types),
        title=title,
        retrieved=retrieved,
        url=reference.url,
        original_title=clean(reference.original_title),
        languages=reference.languages,
        abstract=passages(reference.abstract),
        people=reference.people,
        published=reference.date,
        ids=reference.ids,
        mentions=reference.mentions,
        relations=reference.relations,
        venue=Venue(
            title=clean(reference.journal),
            abbreviation=clean(reference.abbreviation),
            issns=reference.issns,
            volume=clean(reference.volume),
            issue=clean(reference.issue),
            pages=_pages(reference.pages),
            meeting=clean(reference.meeting),
            publisher=clean(reference.publisher),
        ),
        publication_types=reference.publication_types,
        subjects=reference.subjects,
        substances=reference.substances,
        keywords=reference.keywords,
    )


_KINDS = {
    "article": Kind.ARTICLE,
    "journal": Kind.ARTICLE,
    "preprint": Kind.PREPRINT,
    "conference": Kind.ABSTRACT,
    "news": Kind.NEWS,
    "registration": Kind.REGISTRATION,
    "notice": Kind.NOTICE,
    "comment": Kind.COMMENT,
    "other": Kind.OTHER,
}
_NOTICES = {"published erratum", "retraction notice", "retraction of publication", "expression of concern"}
_COMMENTS = {"comment", "letter", "editorial"}


def _kind(kind: str, types: Sequence[str]) -> Kind:
    """Return the kind that the publication types say, else the one of the file's entry type."""
    lower = {type_.lower() for type_ in types}
    if lower & _NOTICES:
        return Kind.NOTICE
    if "preprint" in lower:
        return Kind.PREPRINT
    return Kind.COMMENT if lower & _COMMENTS else _KINDS.get(kind, Kind.OTHER)


def decode(body: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else Windows' Western characters."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


# "RESULTS: ..." at the beginning or after the end of a sentence; MEDLINE files run the parts together.
_LABEL = re.compile(r"(?:^|(?<=[.?!)])\s+|\n)([A-Z][A-Z0-9 ,/&()'-]{3,70}):\s+")


def passages(text: str) -> tuple[Passage, ...]:
    """Return the parts of an abstract; one part without a label where the text has no labels."""
    found = list(_LABEL.finditer(text))
    if not found:
        whole = clean(text)
        return (Passage(text=whole),) if whole else ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    before = clean(text[: found[0].start()])
    parts = [Passage(text=before)] if before else []
    for match, end in zip(found, ends, strict=True):
        parts.append(Passage(text=clean(text[match.end() : end]), label=clean(match[1])))
    return tuple(part for part in parts if part.text)


_PMID = re.compile(r"\d{1,8}")


def doi(text: str) -> set[Id]:
    """Return the DOI in the text, without address, in lower case; nothing where there is none."""
    found = read_doi(text)
    return {found} if found else set()


def pmid(text: str) -> set[Id]:
    """Return the PMID that the text is; nothing where it is none."""
    text = clean(text)
    return {Id("pmid", text.lstrip("0"))} if _PMID.fullmatch(text) and text.strip("0") else set()


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a text between semicolons or line breaks, cleaned, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, re.split(r"[;\n]", text)))))


def web(text: str) -> str:
    """Return the first web address in the text; "" where there is none."""
    found = re.search(r"https?://[^\s\"<>]+", clean(text))
    return found.group() if found else ""


def _pages(text: str) -> str:
    return re.sub(r" ?[-\u2010-\u2015]++ ?", "-", clean(text))


def identifier(record: Record, scheme: str) -> str:
    """Return the record's identifier of a scheme, the first by value of several; "" for none."""
    return min((id_.value for id_ in record.ids if id_.scheme == scheme), default="")


def trials(record: Record) -> tuple[str, ...]:
    """Return the trials that the record names or is, sorted."""
    schemes = {"nct", "ctis", "eudract", "isrctn"}
    return tuple(sorted({id_.value for id_ in record.ids | record.mentions if id_.scheme in schemes}))


def address(record: Record) -> str:
    """Return where the record can be read: its own address, else one made of its DOI or PMID; "" for none."""
    doi, pmid = identifier(record, "doi"), identifier(record, "pmid")
    made = f"https://doi.org/{doi}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""
    return record.url or made


def last_first(person: Person) -> str:
    """Return "Singh, Simron", "Singh, S. K.", "Singh, Simron, Jr" or the group's name."""
    if person.collective:
        return person.collective
    given = person.given or " ".join(f"{letter}." for letter in person.initials)
    return ", ".join(filter(None, (person.family, given, person.suffix)))


def signed(person: Person) -> str:
    """Return the name with a comma after a group's, which keeps other programs from taking it apart."""
    return f"{person.collective}," if person.collective else last_first(person)


def slashed(date: PartialDate | None) -> str:
    """Return "2024/03/05", as precise as known; "" for none."""
    return date.iso.replace("-", "/") if date else ""


def pages(record: Record) -> tuple[str, str]:
    """Return the first and the last page as printed; the last is "" where there is one page or an article number."""
    first, _, last = record.venue.pages.partition("-")
    return first, last


def line(text: str) -> str:
    """Return the text on one line, so that no field can begin another."""
    return " ".join(text.split())
