"""PubMed's summaries, in the three forms in which they can be had: one paper, said the same."""

import json

import pytest

from fakes import NOW
from watcher.formats import detect, read
from watcher.model import Id, PartialDate, Record, Unreadable

SUMMARY = {
    "uid": "39900001",
    "pubdate": "2024 Mar 5",
    "source": "Ann Made Endocrinol",
    "authors": [{"name": "Berg J"}, {"name": "NETWATCH Group"}],
    "title": "Doubling the dose of lanreotide.",
    "volume": "42",
    "issue": "3",
    "pages": "1-9",
    "lang": ["eng"],
    "issn": "1234-5679",
    "pubtype": ["Journal Article"],
    "articleids": [{"idtype": "doi", "value": "10.1234/made.1"}, {"idtype": "pmc", "value": "PMC9900001"}],
    "fulljournalname": "Annals of Made Endocrinology",
}
IN_JSON = json.dumps(
    {"header": {"type": "esummary", "version": "0.3"}, "result": {"uids": ["39900001"], "39900001": SUMMARY}}
)
FIRST = """<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE eSummaryResult PUBLIC "-//NLM//DTD esummary v1 20041029//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20041029/esummary-v1.dtd">
<eSummaryResult><DocSum><Id>39900001</Id>
<Item Name="PubDate" Type="Date">2024 Mar 5</Item><Item Name="Source" Type="String">Ann Made Endocrinol</Item>
<Item Name="AuthorList" Type="List"><Item Name="Author" Type="String">Berg J</Item><Item Name="Author" Type="String">NETWATCH Group</Item></Item>
<Item Name="Title" Type="String">Doubling the dose of lanreotide.</Item><Item Name="Volume" Type="String">42</Item>
<Item Name="Issue" Type="String">3</Item><Item Name="Pages" Type="String">1-9</Item>
<Item Name="LangList" Type="List"><Item Name="Lang" Type="String">eng</Item></Item><Item Name="ISSN" Type="String">1234-5679</Item>
<Item Name="PubTypeList" Type="List"><Item Name="PubType" Type="String">Journal Article</Item></Item>
<Item Name="ArticleIds" Type="List"><Item Name="doi" Type="String">10.1234/made.1</Item><Item Name="pmc" Type="String">PMC9900001</Item></Item>
<Item Name="FullJournalName" Type="String">Annals of Made Endocrinology</Item></DocSum></eSummaryResult>"""
SECOND = """<?xml version="1.0" encoding="UTF-8" ?>
<eSummaryResult><DocumentSummarySet status="OK"><DocumentSummary uid="39900001"><PubDate>2024 Mar 5</PubDate><Source>Ann Made Endocrinol</Source>
<Authors><Author><Name>Berg J</Name></Author><Author><Name>NETWATCH Group</Name></Author></Authors>
<Title>Doubling the dose of lanreotide.</Title><Volume>42</Volume><Issue>3</Issue><Pages>1-9</Pages><Lang><string>eng</string></Lang><ISSN>1234-5679</ISSN>
<PubType><flag>Journal Article</flag></PubType>
<ArticleIds><ArticleId><IdType>doi</IdType><Value>10.1234/made.1</Value></ArticleId><ArticleId><IdType>pmc</IdType><Value>PMC9900001</Value></ArticleId></ArticleIds>
<FullJournalName>Annals of Made Endocrinology</FullJournalName></DocumentSummary></DocumentSummarySet></eSummaryResult>"""


@pytest.mark.parametrize(("name", "body"), [("a.json", IN_JSON), ("a.xml", FIRST), ("a.xml", SECOND)])
def test_a_summary_says_where_a_paper_stands_and_is_a_reference_not_pubmeds_record(name, body):
    """It has no abstract, and may not stand in the place of a record that has one."""
    assert detect(body.encode(), name) == "esummary"

    (found,) = read(body.encode(), name, NOW)

    assert (found.source, found.title, found.abstract) == ("files", "Doubling the dose of lanreotide.", ())
    assert found.ids == {Id("pmid", "39900001"), Id("doi", "10.1234/made.1"), Id("pmcid", "PMC9900001")}
    assert found.published == PartialDate(2024, 3, 5)
    assert [person.name for person in found.people] == ["Berg J", "NETWATCH Group"]
    assert (found.venue.title, found.venue.issue, found.venue.issns) == (
        "Annals of Made Endocrinology",
        "3",
        ("1234-5679",),
    )
    assert (found.languages, found.publication_types) == (("eng",), ("Journal Article",))


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"uid": "7", "error": "cannot get document summary"}, "cannot get"), ({"uid": "7"}, "no title")],
)
def test_a_summary_that_could_not_be_had_is_named_and_costs_no_other(said, reason):
    body = json.dumps({"header": {"type": "esummary"}, "result": {"uids": ["7"], "7": said, "39900001": SUMMARY}})

    missed, found = read(body.encode(), "a.json", NOW)

    assert isinstance(missed, Unreadable)
    assert reason in missed.reason
    assert isinstance(found, Record)


@pytest.mark.parametrize("body", [IN_JSON[:-20], FIRST[:-40]])
def test_a_file_that_ends_early_is_unreadable(body):
    (missed,) = read(body.encode(), "a.json" if body.startswith("{") else "a.xml", NOW)

    assert isinstance(missed, Unreadable)
