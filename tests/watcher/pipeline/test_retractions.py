"""However a source says that a paper was withdrawn, the reader is told so: from its page to the dossier."""

import json
from datetime import timedelta

import pytest
from parts import TOPIC, record

from fakes import NOW, page
from sources import biorxiv, crossref, openalex, pubmed
from watcher.model import Id, Relation, RelationKind, Weight
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store

DOI = "10.1000/high.dose"
TITLE = "Above-label dose of octreotide LAR every 3 weeks in neuroendocrine tumours"
WEEK = (NOW - timedelta(days=7), NOW + timedelta(days=7))


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def article(types="", corrections="", pmid="1", title=TITLE, doi=DOI):
    return (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>{title}"
        f"</ArticleTitle><PublicationTypeList>{types}</PublicationTypeList></Article><CommentsCorrectionsList>"
        f"{corrections}</CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="doi">{doi}</ArticleId></ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>'
    )


def kind(name):
    return f"<PublicationType>{name}</PublicationType>"


def tie(name):
    return f'<CommentsCorrections RefType="{name}"><PMID>9</PMID></CommentsCorrections>'


def work(**more):
    made = {"DOI": DOI, "title": [TITLE], "type": "journal-article", "ISSN": ["0804-4643"], **more}
    return json.dumps({"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [made]}})


def preprint(**more):
    version = {"doi": "10.1101/2026.10.02.26300001", "title": TITLE, "authors": "Ng, A.", "date": "2026-10-05"}
    listed = {**version, "version": "2", "type": "new results", "server": "medrxiv", "published": "NA", **more}
    return json.dumps({"messages": [{"status": "ok", "count": 1, "total": "1"}], "collection": [listed]})


def witness(**more):
    listed = {"id": "https://openalex.org/W1", "doi": f"https://doi.org/{DOI}", "title": TITLE, **more}
    return json.dumps({"meta": {"count": 1}, "results": [listed]})


def taken_in(store, source, body):
    for found in source.parse(page(body)):
        take_in(found, TOPIC, store, NOW)


@pytest.mark.parametrize(
    ("source", "body", "retracted"),
    [
        (pubmed, article(kind("Journal Article")), False),
        (pubmed, article(kind("Retracted Publication")), True),
        (pubmed, article(corrections=tie("RetractionIn")), True),
        (pubmed, article(kind("Retracted Publication"), tie("RetractionIn")), True),
        (pubmed, article(kind("Journal Article"), tie("ErratumIn")), False),
        (pubmed, article(title=f"RETRACTED: {TITLE}"), True),
        (pubmed, article(title=f"RETRACTED ARTICLE: {TITLE}"), True),
        (pubmed, article(title=f"Retracted eardrums: {TITLE}"), False),
        *(
            (crossref, work(**{"updated-by": [{"DOI": "10.1000/notice", "type": type_, "source": "publisher"}]}), True)
            for type_ in ("retraction", "Retraction", "withdrawal", "removal", "partial_retraction")
        ),
        (crossref, work(**{"updated-by": [{"DOI": "10.1000/notice", "type": "erratum"}]}), False),
        # A notice that stands under the DOI of the work itself.
        (crossref, work(**{"update-to": [{"DOI": DOI, "type": "retraction"}]}), True),
        (biorxiv, preprint(), False),
        (biorxiv, preprint(type="withdrawn"), True),
        (biorxiv, preprint(title=f"WITHDRAWN: {TITLE}"), True),
        (openalex, witness(is_retracted=True), True),
        (openalex, witness(is_retracted=False), False),
    ],
)
def test_a_withdrawn_paper_is_retracted_in_its_dossier(store, source, body, retracted):
    taken_in(store, source.Source(), body)

    (dossier,) = store.digests.dossiers(TOPIC.name, *WEEK)

    assert dossier.retracted is retracted


@pytest.mark.parametrize("order", [1, -1])
def test_a_notice_retracts_the_paper_it_names_whichever_came_first(store, order):
    notice = record(9, "Retraction notice", relations=(Relation(kind=RelationKind.RETRACTS, id=Id("pmid", "1001")),))
    for each in [record(1), notice][::order]:
        take_in(each, TOPIC, store, NOW)

    retracted = {
        dossier.item.records[0].source_id: dossier.retracted for dossier in store.digests.dossiers(TOPIC.name, *WEEK)
    }

    assert retracted["1"]
    assert not retracted.get("9")


def test_a_paper_that_is_retracted_after_it_was_told_is_told_again(store):
    taken_in(store, pubmed.Source(), article(kind("Journal Article")))
    taken_in(store, pubmed.Source(), article(kind("Journal Article") + kind("Retracted Publication")))

    (dossier,) = store.digests.dossiers(TOPIC.name, *WEEK)

    assert dossier.retracted
    assert ("publication type", "Retracted Publication", Weight.HIGH) in [
        (change.field, change.after, change.weight) for change in dossier.changes
    ]
