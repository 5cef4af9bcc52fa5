"""What is passed over unread of a set of PubMed's records is what names nothing of the topic, and nothing else."""

import gzip
import re
from datetime import UTC, datetime

import pytest

from golden import DATA
from sources.files import Source as Files
from sources.pubmed import Source
from sources.pubmed.sift import sifted, wanted
from watcher.model import Concept, Deleted, Notice, Page, Query, Record, Term

pytest.importorskip("ahocorasick_rs")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
DRUG = Concept(
    name="drug",
    terms=(
        Term(text="octreotid", prefix=True),
        Term(text="SSA", exact_case=True),
        Term(text="LA SRL", exact_case=True),
    ),
)
DISEASE = Concept(name="disease", terms=(Term(text="neuroendocrine tumor"),), mesh=("Carcinoid Tumor",))
STUDY = Concept(name="study", terms=(Term(text="CLARINET FORTE"),))
GROUPS = ((DRUG, DISEASE), (STUDY,))
ARTICLE = "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>{}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
TITLES = {
    "1": ("Octreotide in neuroendocrine tumors", True),
    "2": ("OCTREOTIDE for a carcinoid tumor", True),
    "3": ("Octreotide in acromegaly", False),
    "4": ("SSA in neuroendocrine\ntumor", True),
    "5": ("Assays are necessary in neuroendocrine tumor", False),
    "6": ("Clarinet-Forte, a trial", True),
    "7": ("Salt in the diet!", False),
    "8": ("LA\nSRL! in neuroendocrine tumors", True),
    "9": ("LA-SRLs and la srl in neuroendocrine tumors", False),
}


def body(*titles, head="<?xml version='1.0'?>", tail=""):
    articles = "\n".join(ARTICLE.format(number, title) for number, title in titles)
    return f"{head}<PubmedArticleSet>{articles}{tail}</PubmedArticleSet>".encode()


def read(body):
    return list(Source().parse(Page(url="", body=body, retrieved=NOW)))


def test_what_names_every_concept_of_a_group_is_kept_as_it_is():
    made = sifted(body(*((number, title) for number, (title, _) in TITLES.items())), GROUPS)

    kept = [number for number, (_, named) in TITLES.items() if named]
    assert [record.source_id for record in read(made.body)] == kept
    assert made.passed_over == len(TITLES) - len(kept)


def test_words_that_are_not_asked_of_pubmed_are_looked_for_too():
    unasked = Concept(name="drug", terms=(Term(text="LAN", exact_case=True),))
    query = Query(topic="t", groups=GROUPS, left_out=(unasked,), until=NOW)
    whole = body(("1", "LAN in neuroendocrine tumor"), ("2", "PLAN of a neuroendocrine tumor"), ("3", "LAN"))

    assert [record.source_id for record in read(sifted(whole, wanted(query)).body)] == ["1"]


def test_what_is_deleted_stays_where_nothing_else_does():
    whole = body(("7", "Salt"), tail="<DeleteCitation><PMID>9</PMID></DeleteCitation>")

    assert read(sifted(whole, GROUPS).body) == [Deleted(source="pubmed", source_id="9", retrieved=NOW)]


@pytest.mark.parametrize(
    "whole",
    [
        body(("7", "Salt"), head="<!DOCTYPE x [<!ENTITY a 'octreotide'>]>"),
        body(("7", "Salt"), tail="<!-- <PubmedArticle> -->"),
        body(("7", "<![CDATA[Salt]]>")),
        body(),
        b"",
    ],
)
def test_a_set_in_which_bytes_could_deceive_stays_whole(whole):
    assert sifted(whole, GROUPS) == (whole, 0)


def test_recorded_records_are_kept_where_a_plain_look_finds_the_words():
    whole = (DATA / "pubmed/usual.xml").read_bytes()
    words = {word: Concept(name=word, terms=(Term(text=word),)) for word in ("survival", "patients", "the", "zymurgy")}

    for word, concept in words.items():
        found = {record.source_id for record in read(sifted(whole, ((concept,),)).body)}
        records = re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", whole, re.DOTALL)
        holding = [one for one in records if word.encode() in one.lower()]
        assert found == {re.search(rb"<PMID[^>]*>(\d+)", one)[1].decode() for one in holding}


def test_a_folder_is_sifted_file_by_file_and_says_what_was_passed_over(tmp_path):
    for number, titles in enumerate(([("1", TITLES["1"][0]), ("7", "Salt")], [("8", "Salt")], [("6", TITLES["6"][0])])):
        (tmp_path / f"{number}.xml.gz").write_bytes(gzip.compress(body(*titles)))
    (tmp_path / "broken.xml.gz").write_bytes(b"no gzip at all")
    source = Files(folder=str(tmp_path), sift=True)

    said = list(source.pages(Query(topic="t", groups=GROUPS, until=NOW), None))

    records = [one for page in said if isinstance(page, Page) for one in source.parse(page)]
    assert [one.source_id for one in records if isinstance(one, Record)] == ["1", "6"]
    notices = [one for one in said if isinstance(one, Notice)]
    assert "broken.xml.gz" in notices[0].text
    assert Notice(text="2 of PubMed's records were passed over, as they name nothing of the topic") in notices
