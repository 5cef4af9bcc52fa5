"""Records in one form, whatever source they came from."""

import re
from collections.abc import Iterable
from dataclasses import replace

from watcher.bounds import bounded
from watcher.dates import within_calendar
from watcher.ids import TRIAL_SCHEMES, canonical, find_trials, read_id
from watcher.model import Id, Kind, Record, Relation
from watcher.normalise.texts import clean_passage, clean_person, clean_title, clean_venue


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
        title=clean_title(record.title),
        original_title=clean_title(record.original_title),
        abstract=tuple(passage for passage in map(clean_passage, record.abstract) if passage.text),
        people=tuple(person for person in map(clean_person, record.people) if person.name),
        published=within_calendar(record.published),
        issued=within_calendar(record.issued),
        venue=clean_venue(record.venue),
        ids=ids,
        mentions=_canonical(record.mentions) | _named_trials(record) - ids,
        relations=_relations(record.relations),
    )


# What a reference manager exports as an article, though its title says that it is none.
_NOTICE = re.compile(
    r"(?:author |publisher )?(?:correction|corrigendum|erratum)(?: to| for)?\s*:|retraction(?: note| notice)?(?: to| of)?\s*:"
    r"|expression of concern(?: to| for| on)?\s*:",
    re.IGNORECASE,
)


def _kind(record: Record) -> Kind:
    """Return the kind that the source gave; an article whose title begins as a notice's is a notice."""
    is_notice = record.kind in {Kind.ARTICLE, Kind.OTHER} and _NOTICE.match(record.title.strip())
    return Kind.NOTICE if is_notice else record.kind


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
    texts = (record.title, record.text, *record.keywords)
    return frozenset(found for text in texts for found in find_trials(text))


def _canonical(ids: Iterable[Id]) -> frozenset[Id]:
    return frozenset(filter(None, map(canonical, ids)))


def _relations(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    read = ((relation, canonical(relation.id)) for relation in relations)
    return tuple(dict.fromkeys(replace(relation, id=found) for relation, found in read if found))
