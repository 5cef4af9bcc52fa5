"""A study as a record, and which parts of it changed when, from an address that ClinicalTrials.gov's own pages ask.

That address is neither documented nor promised, so nothing may depend on it: where it does not answer as it used to,
there is simply no explanation. Its texts are escaped otherwise than those of the API: never compare the two.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sources import Client
from sources._asking import deletions
from sources._literature import answer as read_answer
from sources._reading import RefusedError, read_each
from sources._registry import once
from sources.clinicaltrials.facts import NUMBER, asked_number, paragraphs, plain, read_facts, words
from sources.clinicaltrials.results import read_results, without_faulty_results
from watcher.dates import iso_date, midnight
from watcher.errors import FetchError, ParseError
from watcher.ids.found import find_trials
from watcher.json import count, dig, rows, word
from watcher.model import Deleted, Id, Kind, Notice, Page, Passage, Record, Relation, RelationKind, Revision, Unreadable


def read_studies(answer: object, page: Page) -> Iterator[Record | Deleted | Unreadable]:
    """Yield every study of the page, and a deletion for each that it was asked for and lacks.

    Raise ``ParseError`` where it holds no study and no empty list of them either.
    """
    asked = asked_number(page)
    studies = [without_faulty_results(study) for study in _studies(answer, page)]

    def read(study: object) -> Record:
        number = _number(study)
        if not NUMBER.fullmatch(number):
            raise RefusedError(f"its number is {number[:40]!r}" if number else "it has no number")
        return read_study(study, number, page, asked or number)

    yield from read_each(studies, page, read, _number, _title)
    yield from deletions(page, "clinicaltrials", lambda: set(filter(NUMBER.fullmatch, map(_number, studies))))


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
    facts = replace(read_facts(study), results_url=_results(study, number), posted=read_results(study))
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


def _results(study: object, number: str) -> str:
    return f"https://clinicaltrials.gov/study/{number}?tab=results" if dig(study, "hasResults") is True else ""


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


# The trial has no such page; whatever else fails, fails for the next trial too.
_NONE_HERE = (400, 404)


def ask_versions(numbers: Iterable[str], client: Client, base: str) -> Iterator[Page | Notice]:
    """Yield the versions of each trial, asked for once; what goes wrong is a notice and never makes the run partial.

    An answer that cannot be used is not asked for again, and where the address fails the other trials are left.
    """
    for number in dict.fromkeys(numbers):
        try:
            page = client.get(f"{base.rstrip('/')}/studies/{number}", {"history": "true"})
            list(read_versions(read_answer(page, "clinicaltrials"), page))
        except (FetchError, ParseError) as error:
            yield Notice(text=f"the registry's own versions of {number} are not known: {error.reason}")
            if isinstance(error, FetchError) and error.status not in _NONE_HERE:
                return
        else:
            yield page


def tells_versions(answer: object) -> bool:
    """Return whether it is an answer of this address, not one of the API."""
    return isinstance(dig(answer, "history"), Mapping)


def read_versions(answer: object, page: Page) -> Iterator[Revision]:
    """Yield the versions of a trial in the registry's order; raise ``ParseError`` where they are not as they used to be."""
    number = word(answer, "study", "protocolSection", "identificationModule", "nctId") or asked_number(page)
    if not NUMBER.fullmatch(number):
        raise ParseError("clinicaltrials", page.url, f"versions of {number[:40] or 'a trial without a number'}")
    changes = list(rows(answer, "history", "changes"))
    if not changes:
        raise ParseError("clinicaltrials", page.url, 'no list of versions, "history.changes"')
    for change in changes:
        version = count(change, "version")
        if version is None:
            raise ParseError("clinicaltrials", page.url, "a version without a number")
        yield Revision(
            source="clinicaltrials",
            source_id=number,
            number=version + 1,  # the address counts from 0, the page that people see ("?tab=history&a=1") from 1
            retrieved=page.retrieved,
            date=iso_date(word(change, "date")),
            status=plain(word(change, "status")),
            modules=words(change, "moduleLabels"),
        )
