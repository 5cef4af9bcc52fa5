"""Ties between works: those that a source states itself, and those that titles suggest."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from watcher.model import Id, Item, Kind, Link, LinkKind, Record, RelationKind, Work
from watcher.text import fold

# What each relation means, and whether it reads from the other thing to this one.
_MEANING: dict[RelationKind, tuple[LinkKind, bool]] = {
    RelationKind.CORRECTS: (LinkKind.CORRECTS, False),
    RelationKind.CORRECTED_BY: (LinkKind.CORRECTS, True),
    RelationKind.RETRACTS: (LinkKind.RETRACTS, False),
    RelationKind.RETRACTED_BY: (LinkKind.RETRACTS, True),
    RelationKind.CONCERN_ABOUT: (LinkKind.CONCERN_ABOUT, False),
    RelationKind.CONCERN_IN: (LinkKind.CONCERN_ABOUT, True),
    RelationKind.COMMENTS_ON: (LinkKind.COMMENTS_ON, False),
    RelationKind.COMMENTED_IN: (LinkKind.COMMENTS_ON, True),
    RelationKind.UPDATES: (LinkKind.UPDATES, False),
    RelationKind.UPDATED_BY: (LinkKind.UPDATES, True),
    RelationKind.REPUBLISHES: (LinkKind.VERSION_OF, False),
    RelationKind.REPUBLISHED_AS: (LinkKind.VERSION_OF, True),
    RelationKind.PREPRINT_OF: (LinkKind.VERSION_OF, False),
    RelationKind.HAS_PREPRINT: (LinkKind.VERSION_OF, True),
}

# How a registry calls the papers it lists, and how sure that makes us that they report the trial.
# https://clinicaltrials.gov/data-api/about-api/study-data-structure: DERIVED were matched by the registry.
_REFERENCE_CONFIDENCE = {"RESULT": 1.0, "DERIVED": 0.9}


def stated(record: Record) -> Iterator[Link]:
    """Yield the ties that the record's own source states."""
    for relation in record.relations:
        if relation.kind in _MEANING and relation.id.value:
            kind, inverse = _MEANING[relation.kind]
            yield Link(
                kind=kind,
                subject=record.key,
                object=relation.id,
                because=f"{record.source} says: {relation.kind.replace('_', ' ')}"
                + (f" ({relation.note})" if relation.note else ""),
                inverse=inverse,
                relation=relation.kind,
            )
    yield from _references(record)


def _references(record: Record) -> Iterator[Link]:
    if record.kind is not Kind.REGISTRATION or record.trial is None:
        return
    for paper in record.trial.references:
        confidence = _REFERENCE_CONFIDENCE.get(paper.kind)
        if paper.pmid and confidence:
            yield Link(
                kind=LinkKind.REPORTS,
                subject=record.key,
                object=Id("pmid", paper.pmid),
                because=f"the registry lists it among the trial's publications ({paper.kind.lower()})",
                confidence=confidence,
                inverse=True,
                relation=RelationKind.CITES,
            )


# Titles this alike, once a notice's prefix is off, are of one work or of two reports of one study.
ALIKE = 95.0
# What a like title is worth: a suggestion, shown as one.
CONFIDENCE = 0.8
# Fewer letters than this make a title that many works share ("Editorial").
LEAST_LETTERS = 30

_NOTICE = (
    (
        re.compile(r"^(?:author |publisher )?(?:correction|corrigendum|erratum|errata)(?: to| for)?\s*[:.\-]\s*"),
        LinkKind.CORRECTS,
    ),
    (
        re.compile(r"^(?:retraction(?: note| notice)?(?: to| of)?|retracted(?: article)?)\s*[:.\-]\s*"),
        LinkKind.RETRACTS,
    ),
    (re.compile(r"^expression of concern(?: to| for| on)?\s*[:.\-]\s*"), LinkKind.CONCERN_ABOUT),
    (
        re.compile(r"^(?:re|reply(?: to)?|response to|comment(?:s|ary)? on|letter to the editor on)\s*[:.\-]\s*"),
        LinkKind.COMMENTS_ON,
    ),
)
_LETTERS = re.compile(r"[^\w]+")
_SCHEMES = ("pmid", "doi", "pmcid", "ppr")  # the surest first


def by_title(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield ties to known works of a like title, where form or prefix says how they belong together."""
    kind, bare = _bare(record.title)
    if len(bare) < LEAST_LETTERS:
        return
    for item in known:
        if isinstance(item, Work) and item.records[0].key != record.key and (own := _identifier(item)):
            yield from _tie(record, kind, bare, item.records[0], own)


def _tie(record: Record, notice: LinkKind | None, bare: str, other: Record, own: Id) -> Iterator[Link]:
    other_notice, other_bare = _bare(other.title)
    if own in record.ids or fuzz.ratio(bare, other_bare) < ALIKE:
        return
    if notice and not other_notice:
        yield _link(record, notice, own, f"the title is that of {own} after a notice's prefix")
    elif other_notice and not notice:
        yield _link(record, other_notice, own, f"{own} has this title after a notice's prefix", inverse=True)
    elif not notice and not other_notice:
        yield from _versions(record, other, own)


def _versions(record: Record, other: Record, own: Id) -> Iterator[Link]:
    if not _share_a_surname(record, other):
        return
    pair = (record.kind, other.kind)
    if pair in {(Kind.PREPRINT, Kind.ARTICLE), (Kind.ABSTRACT, Kind.ARTICLE)}:
        yield _link(record, LinkKind.VERSION_OF, own, f"{own} has the same title and authors, as an article")
    elif pair in {(Kind.ARTICLE, Kind.PREPRINT), (Kind.ARTICLE, Kind.ABSTRACT)}:
        because = (
            f"{own} has the same title and authors, as {'a preprint' if other.kind is Kind.PREPRINT else 'an abstract'}"
        )
        yield _link(record, LinkKind.VERSION_OF, own, because, inverse=True)
    elif pair == (Kind.ABSTRACT, Kind.ABSTRACT):
        yield _link(record, LinkKind.SAME_STUDY, own, f"{own} has the same title and authors at another meeting")


def _link(record: Record, kind: LinkKind, own: Id, because: str, *, inverse: bool = False) -> Link:
    return Link(kind=kind, subject=record.key, object=own, because=because, confidence=CONFIDENCE, inverse=inverse)


def _bare(title: str) -> tuple[LinkKind | None, str]:
    """Return what notice the title's prefix announces, and the letters of the title without it."""
    folded = fold(title).strip()
    for pattern, kind in _NOTICE:
        if found := pattern.match(folded):
            return kind, _LETTERS.sub(" ", folded[found.end() :]).strip()
    return None, _LETTERS.sub(" ", folded).strip()


def _share_a_surname(one: Record, other: Record) -> bool:
    names = [{fold(p.family) for p in r.people if p.family} for r in (one, other)]
    return bool(names[0] & names[1]) or not (names[0] and names[1])


def _identifier(item: Work) -> Id | None:
    ids = [i for record in item.records for i in record.ids]
    return next((i for scheme in _SCHEMES for i in sorted(ids) if i.scheme == scheme), None)
