"""What a record is, from PubMed's publication types: https://www.nlm.nih.gov/mesh/pubtypes.html."""

from watcher.model import Kind, Relation, RelationKind

_NOTICES = frozenset({"Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern"})
_NOTICE_RELATIONS = frozenset({RelationKind.RETRACTS, RelationKind.CORRECTS, RelationKind.CONCERN_ABOUT})
_ORIGINAL = ("Clinical Trial", "Randomized Controlled Trial", "Meta-Analysis", "Systematic Review", "Case Reports")


def kind_of(types: tuple[str, ...], relations: tuple[Relation, ...]) -> Kind:
    """Return the form of the record; a comment that reports a trial of its own is an article."""
    named = frozenset(types)
    ties = frozenset(relation.kind for relation in relations)
    if named & _NOTICES or (ties & _NOTICE_RELATIONS and "Journal Article" not in named):
        return Kind.NOTICE
    if "Preprint" in named:
        return Kind.PREPRINT
    if "Meeting Abstract" in named:
        return Kind.ABSTRACT
    if "News" in named or "Newspaper Article" in named:
        return Kind.NEWS
    reports = any(name.startswith(_ORIGINAL) for name in types)
    about_another = "Comment" in named or RelationKind.COMMENTS_ON in ties
    return Kind.COMMENT if about_another and not reports else Kind.ARTICLE
