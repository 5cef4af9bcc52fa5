"""A study as a record."""

from collections.abc import Iterable, Iterator, Mapping

from sources._denied import denied
from sources._registry import once
from sources._rows import RefusedError, read_each
from sources.clinicaltrials.facts import read_facts
from sources.clinicaltrials.words import NUMBER, asked_number, paragraphs, plain, words
from watcher.dates import iso_date, midnight
from watcher.errors import ParseError
from watcher.formats.json import dig, rows, word
from watcher.ids import find_trials
from watcher.model import Deleted, Id, Kind, Page, Passage, Record, Relation, RelationKind, Unreadable


def read_studies(answer: object, page: Page) -> Iterator[Record | Deleted | Unreadable]:
    """Yield every study of the page, and a deletion for each that it was asked for and lacks.

    Raise ``ParseError`` where it holds no study and no empty list of them either.
    """
    asked = asked_number(page)
    studies = _studies(answer, page)

    def read(study: object) -> Record:
        number = _number(study)
        if not NUMBER.fullmatch(number):
            raise RefusedError(f"its number is {number[:40]!r}" if number else "it has no number")
        return read_study(study, number, page, asked or number)

    yield from read_each(studies, page, read, _number, _title)
    yield from denied(page, "clinicaltrials", set(filter(NUMBER.fullmatch, map(_number, studies))))


def _number(study: object) -> str:
    return word(study, "protocolSection", "identificationModule", "nctId")


def _title(study: object) -> str:
    return plain(word(study, "protocolSection", "identificationModule", "briefTitle"))


def _studies(answer: object, page: Page) -> list[object]:
    if isinstance(dig(answer, "protocolSection"), Mapping):
        return [answer]
    studies = dig(answer, "studies")
    if not isinstance(studies, list):
        raise ParseError("clinicaltrials", page.url, 'neither "studies" nor a "protocolSection"')
    return studies


def read_study(study: object, number: str, page: Page, asked: str) -> Record:
    """Return the record of a study; ``asked`` is the number under which it was asked for, its own or an alias."""
    protocol = dig(study, "protocolSection")
    names = dig(protocol, "identificationModule")
    facts = read_facts(study)
    ids, other_trials = _ids(names, number, asked)
    return Record(
        source="clinicaltrials",
        source_id=number,
        kind=Kind.REGISTRATION,
        title=plain(word(names, "briefTitle")) or facts.official_title,
        retrieved=page.retrieved,
        url=f"https://clinicaltrials.gov/study/{number}",
        abstract=tuple(_abstract(dig(protocol, "descriptionModule"))),
        published=facts.first_posted.date if facts.first_posted else None,
        entered=midnight(iso_date(word(protocol, "statusModule", "studyFirstPostDateStruct", "date"))),
        updated=midnight(iso_date(word(protocol, "statusModule", "lastUpdatePostDateStruct", "date"))),
        ids=ids,
        mentions=other_trials | (_mentioned(names, protocol) - ids),
        relations=tuple(_relations(protocol)),
        subjects=once((*facts.conditions, *_headings(study, "conditionBrowseModule"))),
        substances=once(_headings(study, "interventionBrowseModule")),
        keywords=words(protocol, "conditionsModule", "keywords"),
        trial=facts,
    )


def _ids(names: object, number: str, asked: str) -> tuple[frozenset[Id], frozenset[Id]]:
    aliases = (alias for alias in words(names, "nctIdAliases") if NUMBER.fullmatch(alias))
    own = {Id("nct", known) for known in (number, asked, *aliases)}
    if code := word(names, "orgStudyIdInfo", "id"):
        own.add(Id("sponsor", plain(code)))
    others = set().union(*(find_trials(word(row, "id")) for row in rows(names, "secondaryIdInfos")))
    # Another NCT number among the secondary ones is another trial (a parent, an extension), not this one.
    related = frozenset(other for other in others if other.scheme == "nct" and other not in own)
    return frozenset(own | others) - related, related


def _mentioned(names: object, protocol: object) -> frozenset[Id]:
    texts = (word(names, "briefTitle"), word(names, "officialTitle"))
    more = (word(protocol, "descriptionModule", part) for part in ("briefSummary", "detailedDescription"))
    return find_trials("\n".join((*texts, *more)))


def _abstract(description: object) -> Iterator[Passage]:
    for label, name in (("SUMMARY", "briefSummary"), ("DESCRIPTION", "detailedDescription")):
        if text := paragraphs(word(description, name)):
            yield Passage(text=text, label=label)


def _relations(protocol: object) -> Iterator[Relation]:
    for row in rows(protocol, "referencesModule", "references"):
        pmid = word(row, "pmid")
        if pmid.isascii() and pmid.isdigit():
            yield Relation(kind=RelationKind.CITES, id=Id("pmid", pmid), note=word(row, "type"))


def _headings(study: object, module: str) -> Iterable[str]:
    return (word(row, "term") for row in rows(study, "derivedSection", module, "meshes"))
