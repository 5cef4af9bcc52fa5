"""What all reference files have in common: characters, names, dates, identifiers, and the record made of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
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


_ALONE = re.compile(r"[A-Z](?:[.\- ]*[A-Z]){0,3}\.?")  # "JA", "J.A.", "J-A"


def person(name: str) -> Person | None:
    """Read one name: "Singh, Simron", "Singh SK", "Simron Singh", or "A Group,"; None for an empty one."""
    written = clean(name).strip(";")
    name = written.strip(",")
    if not name:
        return None
    if written.endswith(",") and "," not in name and not _ALONE.fullmatch(name.split()[-1]):
        return Person(collective=name)  # EndNote's way of saying that a name has no parts
    if "," in name:
        family, _, given = name.partition(",")
        return _named(family.strip(), given.strip(" ,"))
    words = name.split()
    last = len(words)
    while last > 1 and _ALONE.fullmatch(words[last - 1]):
        last -= 1
    if last < len(words):
        return _named(" ".join(words[:last]), " ".join(words[last:]))
    return _named(words[-1], " ".join(words[:-1]))


def _named(family: str, given: str) -> Person:
    if given and _ALONE.fullmatch(given):
        return Person(family=family, initials=re.sub(r"[^A-Z]", "", given))
    return Person(family=family, given=given)


def people(text: str) -> tuple[Person, ...]:
    """Read the authors of a text whatever stands between them: "and", semicolons, commas, or nothing but full stops."""
    return everybody(_names(clean(text)))


def everybody(names: Iterable[str]) -> tuple[Person, ...]:
    """Read a list of names, leaving out the empty ones."""
    return tuple(filter(None, map(person, names)))


_GLUED = re.compile(r"(?<=[A-Z]\.)(?=[A-Z][a-z])")  # "Adeli K.Lewis G. F."
_AND = re.compile(r" (?:and|&) ", re.IGNORECASE)


def _names(text: str) -> Iterator[str]:
    if ";" in text:
        yield from text.split(";")
    elif _AND.search(text):
        for part in _AND.split(text):
            yield from _by_commas(part)
    elif _GLUED.search(text):
        yield from _GLUED.split(text)
    else:
        yield from _by_commas(text)


def _by_commas(text: str) -> Iterator[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1:
        yield text
    elif all(len(part.split()) > 1 for part in parts):  # "Sehouli J, Kuhne J"
        yield from parts
    elif len(parts) > 2 and all(_ALONE.fullmatch(part) for part in parts[1::2]):  # "Zhai, Q. J., Yue, X. Y."
        yield from (", ".join(parts[n : n + 2]) for n in range(0, len(parts), 2))
    elif len(parts) > 2:
        yield from parts
    else:
        yield text


_PMID = re.compile(r"\d{1,8}")


def doi(text: str) -> set[Id]:
    """Return the DOI in the text, without address, in lower case; nothing where there is none."""
    found = read_doi(text)
    return {found} if found else set()


def pmid(text: str) -> set[Id]:
    """Return the PMID that the text is; nothing where it is none."""
    text = clean(text)
    return {Id("pmid", text.lstrip("0"))} if _PMID.fullmatch(text) and text.strip("0") else set()


def issns(text: str) -> tuple[str, ...]:
    """Return every ISSN in the text, each once."""
    return tuple(dict.fromkeys(found.upper() for found in re.findall(r"\b\d{4}-\d{3}[\dXx]\b", text)))


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a text between semicolons or line breaks, cleaned, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, re.split(r"[;\n]", text)))))


def web(text: str) -> str:
    """Return the first web address in the text; "" where there is none."""
    found = re.search(r"https?://[^\s\"<>]+", clean(text))
    return found.group() if found else ""


def _pages(text: str) -> str:
    return re.sub(r" ?[-\u2010-\u2015]++ ?", "-", clean(text))
