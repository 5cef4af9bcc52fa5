"""What PubMed itself ties a record to: corrections, comments, preprints, and registered trials."""

from collections.abc import Iterator

from lxml import etree

from sources._xml import text, texts_at
from sources.pubmed.parts import texts
from watcher.ids import find_trials, read_doi
from watcher.model import Id, Relation, RelationKind

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
