"""Bring what a source said to one form: identifiers, titles, names, dates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from watcher.bounds import bounded
from watcher.dates import within_calendar
from watcher.ids import canonical, is_preprint, read_id
from watcher.ids.found import TRIAL_SCHEMES, find_trials, read_doi
from watcher.markup import without_markup
from watcher.model import Id, Kind, Passage, Person, Record, Relation, RelationKind, TrialDate, TrialFacts, Venue
from watcher.notices import announced, named_in, typed
from watcher.text import clean


def normalise(record: Record) -> Record:
    """Return the record in one form; normalising twice changes nothing.

    Identifiers are brought to one spelling and those that are none are dropped; the record's
    address gives an identifier that the source did not; trials that title, abstract and
    keywords name join ``mentions``.
    """
    record = bounded(record)
    ids = _own_ids(record)
    return replace(
        record,
        kind=_kind(record),
        title=_first_title(record),
        original_title=_title(record.original_title),
        abstract=tuple(passage for passage in map(_passage, record.abstract) if passage.text),
        people=tuple(person for person in map(_person, record.people) if person.name),
        published=within_calendar(record.published),
        issued=within_calendar(record.issued),
        venue=_venue(record.venue),
        ids=ids,
        mentions=_canonical(record.mentions) | _named_trials(record) - ids,
        relations=_relations(record, ids),
        trial=record.trial and _dated(record.trial, record.retrieved.date()),
    )


def _dated(trial: TrialFacts, day: date) -> TrialFacts:
    """Return what a registry says of a trial; a completion after the day on which it was read is estimated, whatever it is called."""
    return replace(
        trial,
        primary_completion=_not_before(trial.primary_completion, day),
        completion=_not_before(trial.completion, day),
    )


def _not_before(when: TrialDate | None, day: date) -> TrialDate | None:
    if when is None or when.kind.lower() != "actual" or when.date.earliest <= day:
        return when
    return replace(when, kind=_ESTIMATED if when.kind.islower() else _ESTIMATED.upper())


_ESTIMATED = "estimated"


def _kind(record: Record) -> Kind:
    """Return the kind that the source gave; an article whose title or type says that it is a notice is one.

    Reference managers export notices and the abstracts of meetings as articles.
    """
    if record.kind not in {Kind.ARTICLE, Kind.OTHER}:
        return record.kind
    types = {type_.lower() for type_ in record.publication_types}
    if announced(record.title) or typed(types):
        return Kind.NOTICE
    return Kind.ABSTRACT if types & _MEETING else record.kind


_MEETING = frozenset({"conference abstract", "meeting abstract", "congress abstract", "abstract of a meeting"})


def _own_ids(record: Record) -> frozenset[Id]:
    """Return the identifiers given, and the one of the address where it adds a scheme.

    A news page's address is its own: an identifier in it is somebody else's.
    """
    ids = _canonical(record.ids)
    found = read_id(record.url) if record.url and record.kind != Kind.NEWS else None
    foreign = found is None or found.scheme in {i.scheme for i in ids} or _names_a_trial(found, record)
    return ids if found is None or foreign else ids | {found}


def _names_a_trial(found: Id, record: Record) -> bool:
    """Return whether the identifier is a trial's and the record is a publication."""
    return found.scheme in TRIAL_SCHEMES and record.kind != Kind.REGISTRATION


def _named_trials(record: Record) -> frozenset[Id]:
    return find_trials("\n|\n".join((record.title, record.text, *record.keywords)))


def _canonical(ids: Iterable[Id]) -> frozenset[Id]:
    return frozenset(filter(None, map(canonical, ids)))


def _relations(record: Record, own: frozenset[Id]) -> tuple[Relation, ...]:
    """Return what the source states, each once, and what a notice's own text says that it is about."""
    read = ((relation, canonical(relation.id)) for relation in record.relations)
    stated = tuple(dict.fromkeys(_plain(replace(relation, id=found), record) for relation, found in read if found))
    return stated or tuple(_said(record, own))


def _plain(relation: Relation, record: Record) -> Relation:
    """Return the relation by its name: PubMed's paper is the "update" of its preprint."""
    if relation.kind is RelationKind.UPDATED_BY and record.kind is Kind.PREPRINT:
        return replace(relation, kind=RelationKind.PREPRINT_OF)
    if relation.kind is RelationKind.UPDATES and _names_a_preprint(relation) and record.kind is not Kind.PREPRINT:
        # Of all who list preprints PubMed alone knows them by its own number.
        return replace(relation, kind=RelationKind.HAS_PREPRINT, id=read_doi(relation.note) or relation.id)
    return relation


_SERVER = re.compile(r"(?i)(?:medrxiv|biorxiv|arxiv|chemrxiv|res(?:earch)? sq(?:uare)?|ssrn|preprints)(?!\w)")


def _names_a_preprint(relation: Relation) -> bool:
    doi = relation.id if relation.id.scheme == "doi" else read_doi(relation.note)
    return bool((doi and is_preprint(doi.value)) or _SERVER.match(relation.note) or _SERVER.match(relation.id.value))


_ABOUT = {
    "correction": RelationKind.CORRECTS,
    "retraction": RelationKind.RETRACTS,
    "concern": RelationKind.CONCERN_ABOUT,
    "reinstatement": RelationKind.REINSTATES,
}


def _said(record: Record, own: frozenset[Id]) -> Iterator[Relation]:
    found = announced(record.title)
    kind = _ABOUT.get(found.label if found else typed(record.publication_types))
    for identifier in named_in(record.title, record.text) if kind else ():
        if identifier not in own and kind:
            yield Relation(kind=kind, id=identifier, note="named in the notice")


_SUPERSCRIPT = re.compile(r"\^\((\d+)\)")  # "^(177)Lu", as registries write it
_NOTHING = frozenset(
    {"", "na", "&na;", "&na", "n/a", "none", "null", "nan", "unknown", "anonymous", "[no title available]", "untitled"}
)


_NOT_AVAILABLE = re.compile(
    r"\W{0,3}(?:title )?not available\W{0,3}|\W{0,3}no title(?: available)?\W{0,3}", re.IGNORECASE
)


def _first_title(record: Record) -> str:
    """Return the title, the one in the language of the work where PubMed only says that it has no other."""
    title = _title(record.title)
    return _title(record.original_title) or title if _NOT_AVAILABLE.fullmatch(title) else title


def _title(title: str) -> str:
    """Return the title without markup, the brackets of a translation, or a full stop at its end."""
    title = _without_markup(title)
    if match := re.fullmatch(r"\[([^\[\]]+)\]\s*\.?", title):
        title = match.group(1).strip()
    return title[:-1].rstrip() if re.search(r"[^.\s]{2}\.$", title) else title


def _passage(passage: Passage) -> Passage:
    """Return the part of an abstract without markup; its text is "" where nothing remains."""
    return replace(passage, text=_without_markup(passage.text), label=clean(passage.label).rstrip(":"))


def _person(person: Person) -> Person:
    """Return the person with clean names, "NA" and "None" read as no name at all."""
    # Not dataclasses.replace: a record has a dozen people, and it takes twice as long.
    family = _name(person.family)
    if not family and _name(person.given or person.initials) and person.family.istitle():
        family = clean(person.family)  # Na and Nan are somebody's names too
    return Person(
        family=family,
        given=_name(person.given),
        initials=_initials(person.initials, family),
        suffix=_name(person.suffix),
        collective=_name(person.collective),
        orcid=person.orcid,
    )


def _venue(venue: Venue) -> Venue:
    """Return the venue with clean texts; volume, issue and pages stay as the source wrote them."""
    return replace(
        venue,
        title=_name(_without_markup(venue.title)),
        abbreviation=_name(venue.abbreviation),
        issns=tuple(dict.fromkeys(filter(None, map(_issn, venue.issns)))),
        volume=_name(venue.volume),
        issue=_name(venue.issue),
        pages=_name(venue.pages),
        meeting=_name(venue.meeting),
        publisher=_name(venue.publisher),
    )


def _without_markup(text: str) -> str:
    text = clean(text)
    if "<" in text:
        text = clean(without_markup(text))
    return _SUPERSCRIPT.sub(r"\1", text) if "^(" in text else text


def _name(text: str) -> str:
    text = clean(text) if text else ""
    return "" if text.lower() in _NOTHING else text


def _initials(text: str, family: str) -> str:
    """Return the initials without full stops; "NA" are somebody's only beside a family name."""
    initials = clean(clean(text).replace(".", "")) if text else ""
    return initials if family and initials.lower() == "na" else _name(initials)


def _issn(text: str) -> str:
    match = re.search(r"(\d{4})-?(\d{3}[\dXx])", text)
    return f"{match.group(1)}-{match.group(2).upper()}" if match else ""
