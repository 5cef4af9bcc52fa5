"""What a record is and what PubMed itself ties it to: corrections, comments, preprints, registered trials.

Publication types: https://www.nlm.nih.gov/mesh/pubtypes.html
"""

from collections.abc import Iterator

from lxml import etree

from sources._reading import text, texts_at
from sources.pubmed.parts import texts
from watcher.ids.doi import read_doi
from watcher.ids.registries import find_trials
from watcher.model import Id, Kind, Relation, RelationKind

# https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html#commentscorrections
_KINDS = {
    "RetractionIn": RelationKind.RETRACTED_BY,
    "RetractionOf": RelationKind.RETRACTS,
    "PartialRetractionIn": RelationKind.RETRACTED_BY,
    "PartialRetractionOf": RelationKind.RETRACTS,
    "ErratumIn": RelationKind.CORRECTED_BY,
    "ErratumFor": RelationKind.CORRECTS,
    "ExpressionOfConcernIn": RelationKind.CONCERN_IN,
    "ExpressionOfConcernFor": RelationKind.CONCERN_ABOUT,
    "UpdateIn": RelationKind.UPDATED_BY,
    "UpdateOf": RelationKind.UPDATES,
    "RepublishedIn": RelationKind.REPUBLISHED_AS,
    "RepublishedFrom": RelationKind.REPUBLISHES,
    "CorrectedandRepublishedIn": RelationKind.REPUBLISHED_AS,
    "CorrectedandRepublishedFrom": RelationKind.REPUBLISHES,
    "CommentIn": RelationKind.COMMENTED_IN,
    "CommentOn": RelationKind.COMMENTS_ON,
    "PreprintIn": RelationKind.HAS_PREPRINT,
    "PreprintOf": RelationKind.PREPRINT_OF,
}
# The registries among the data banks: https://www.nlm.nih.gov/bsd/medline_databank_source.html
_REGISTRIES = {
    "ClinicalTrials.gov": "nct",
    "ISRCTN": "isrctn",
    "EudraCT": "eudract",
    "CTIS": "ctis",
    "ANZCTR": "actrn",
    "ChiCTR": "chictr",
    "CRiS": "kct",
    "CTRI": "ctri",
    "DRKS": "drks",
    "IRCT": "irct",
    "JapicCTI": "japiccti",
    "JMA": "jma",
    "jRCT": "jrct",
    "JRCT": "jrct",
    "NTR": "ntr",
    "PACTR": "pactr",
    "ReBec": "rebec",
    "REPEC": "per",
    "RPCEC": "rpcec",
    "SLCTR": "slctr",
    "TCTR": "tctr",
    "UMIN CTR": "umin",
}


def read_relations(corrections: etree._Element | None) -> tuple[Relation, ...]:
    """Return the ties that PubMed states, in its order; kinds that tell us nothing are left out."""
    return tuple(_relations(corrections)) if corrections is not None else ()


def _relations(corrections: etree._Element) -> Iterator[Relation]:
    for element in corrections:
        name = element.get("RefType") or ""
        said = texts(element)
        if name in _KINDS and (other := _other(said)):
            note = said.get("RefSource", "")
            partial = "partial retraction; " if name.startswith("Partial") else ""
            yield Relation(kind=_KINDS[name], id=other, note=f"{partial}{note}")


def _other(said: dict[str, str]) -> Id | None:
    source = said.get("RefSource", "")
    if "PMID" in said:
        return Id("pmid", said["PMID"])
    if doi := read_doi(source):
        return doi
    # A retraction must not be lost because the notice has no identifier: its citation names it.
    return Id("citation", source) if source else None


def read_mentions(banks: etree._Element | None) -> frozenset[Id]:
    """Return the registered trials that the record names by their accession numbers, gene banks and the like left out."""
    return frozenset(_mentions(banks)) if banks is not None else frozenset()


def _mentions(banks: etree._Element) -> Iterator[Id]:
    for bank in banks:
        scheme = _REGISTRIES.get(text(bank.find("DataBankName")))
        for number in texts_at(bank, "AccessionNumberList/AccessionNumber"):
            yield from find_trials(number) or ([Id(scheme, number)] if scheme else [])


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
