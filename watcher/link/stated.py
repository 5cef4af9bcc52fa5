"""Ties that a source states itself: certain, and taken as they are."""

from collections.abc import Iterator

from watcher.model import Id, Kind, Link, LinkKind, Record, RelationKind

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
