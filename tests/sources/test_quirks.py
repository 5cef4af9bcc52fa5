"""What was met in life, row by row: each was a bug of somebody's, with where it was reported."""

import json
import re

import pytest

from fakes import NOW, page, payloads, real
from sources import clinicaltrials, pubmed
from watcher.errors import ParseError
from watcher.model import Deleted, Id, Kind, PartialDate, Person, Record, RelationKind, Unreadable

PUBMED = "pubmed/efetch_"


def papers(path):
    return read(real(path).read_bytes())


def read(body):
    return list(pubmed.Source().parse(page(body)))


def article(inside="", citation="", data="", pmid="1"):
    body = (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article>{inside}</Article>{citation}"
        f"</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle></PubmedArticleSet>"
    )
    (record,) = pubmed.Source().parse(page(body))
    return record


def dated(date):
    return article(f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>").published


@pytest.mark.parametrize(
    "path",
    [
        "errors/eutils_429_body.json",
        "errors/eutils_500_diagnostic.html",
        "errors/eutils_unable_to_route.txt",
        "errors/eutils_301_http_to_https.html",
        "errors/eutils_epost3.xml",
        "pubmed/efetch_asn1_in_html.html",
    ],
)
@pytest.mark.threat("T20")
def test_no_error_of_pubmeds_is_read_as_an_empty_set(path):
    for body in payloads(path):
        with pytest.raises(ParseError):
            read(body)


def test_an_unknown_id_is_an_empty_set_and_no_error():
    # a well-formed PMID that does not exist, answered with HTTP 200
    assert [read(body) for body in payloads(f"{PUBMED}37909814.xml") if read(body)] == []


@pytest.mark.parametrize("path", ["efetch_biopython_pubmed6.xml", "efetch_34739370_status_publisher.xml"])
def test_a_title_goes_on_behind_its_markup(path):
    for body in payloads(f"pubmed/{path}"):
        inner = re.search(r"<ArticleTitle[^>]*>(.*?)</ArticleTitle>", body.decode(), re.DOTALL)[1]

        (record,) = read(body)

        assert record.title.split()[-1] == re.sub(r"<[^>]+>", "", inner).split()[-1]


@pytest.mark.parametrize(
    ("date", "expected", "raw"),
    [
        ("<MedlineDate>1944-1945</MedlineDate>", PartialDate(1944), "1944-1945"),
        ("<MedlineDate>1965 Dec-1966 Jan</MedlineDate>", PartialDate(1965, 12), "1965 Dec-1966 Jan"),
        ("<MedlineDate>1979 Jan-Feb</MedlineDate>", PartialDate(1979, 1), "1979 Jan-Feb"),
        ("<MedlineDate>2018 May - Jun</MedlineDate>", PartialDate(2018, 5), "2018 May - Jun"),
        ("<MedlineDate>2012 May 5-11</MedlineDate>", PartialDate(2012, 5, 5), "2012 May 5-11"),
        ("<MedlineDate>2019</MedlineDate>", PartialDate(2019), "2019"),
        ("<MedlineDate>Winter 1999</MedlineDate>", PartialDate(1999), "Winter 1999"),
        ("<Year>1976</Year><Season>Fall</Season>", PartialDate(1976), "1976 Fall"),
        ("<Year>2008</Year>", PartialDate(2008), ""),
        ("<Year>2008</Year><Month>Jan</Month>", PartialDate(2008, 1), ""),
        ("<Year>2008</Year><Month>01</Month><Day>07</Day>", PartialDate(2008, 1, 7), ""),
        ("<Year>2008</Year><Month>Feb</Month><Day>30</Day>", PartialDate(2008, 2), ""),
        ("<Year>2008</Year><Month>13</Month>", PartialDate(2008), ""),
        ("<Year>0000</Year>", None, None),
        ("<MedlineDate>undated</MedlineDate>", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_as_precise_as_it_is_given(date, expected, raw):
    found = dated(date)

    assert (found, found and found.raw) == (expected, raw)


@pytest.mark.parametrize(
    ("path", "claim"),
    [
        ("22327499_databank_registry_ids", lambda r: [p.label for p in r.abstract][1:3] == ["METHODS", "RESULTS"]),
        ("22327499_databank_registry_ids", lambda r: r.mentions == {Id("nct", "NCT00289757"), Id("nct", "NCT00291876")}),
        ("22078490_empty_abstracttext", lambda r: all(part.text for part in r.abstract)),
        ("31978945", lambda r: any(person.collective for person in r.people)),
        ("31978945", lambda r: all(person.name and "None" not in person.name for person in r.people)),
        ("38962805", lambda r: r.people == ()),
        ("31393839_medlinedate_year_only", lambda r: r.published.month is None and not r.abstract),
        ("24165173_articledate", lambda r: r.published.day is not None and r.issued is not None),
        ("25760099", lambda r: r.original_title and not r.title.startswith("[") and r.languages != ("eng",)),
        ("19082263_two_languages", lambda r: len(r.languages) == 2),
        ("35123456", lambda r: len([i for i in r.ids if i.scheme == "doi"]) == 1),
        ("32887691", lambda r: len({relation.kind for relation in r.relations}) > 1),
        ("34739370_status_publisher", lambda r: r.entered is not None and r.updated is not None),
    ],
)  # fmt: skip
def test_an_oddity_is_read_rightly(path, claim):
    for body in payloads(f"{PUBMED}{path}.xml"):
        (record,) = read(body)

        assert claim(record)


def test_the_recorded_file_keeps_its_retractions_errata_and_deletions():
    found = papers("pubmed/nlm_pubmedsample_2019.xml")
    records = [each for each in found if isinstance(each, Record)]
    kinds = [relation.kind for record in records for relation in record.relations]

    assert (kinds.count(RelationKind.RETRACTED_BY), kinds.count(RelationKind.RETRACTS)) == (3, 2)
    assert kinds.count(RelationKind.CORRECTED_BY) + kinds.count(RelationKind.CORRECTS) == 14
    assert sum(isinstance(each, Deleted) for each in found) == 7
    # 110 of 216 recorded records have no DOI: they are known by their PMID alone.
    assert sum(not any(i.scheme == "doi" for i in record.ids) for record in records) == 106


def test_a_record_without_a_number_is_told_and_harms_no_other():
    for body in payloads("pubmed/pubmedsample_no_pmid.xml"):
        (told,) = read(body)

        assert isinstance(told, Unreadable)


@pytest.mark.parametrize(
    ("relation", "types", "kind"),
    [
        ("ErratumFor", ("Published Erratum",), Kind.NOTICE),
        ("RetractionOf", ("Retraction of Publication",), Kind.NOTICE),
        ("RetractionOf", (), Kind.NOTICE),
        ("RetractionIn", ("Journal Article",), Kind.ARTICLE),
        ("CommentOn", ("Letter", "Comment"), Kind.COMMENT),
        ("CommentOn", ("Journal Article", "Randomized Controlled Trial"), Kind.ARTICLE),
        ("", ("Editorial",), Kind.ARTICLE),
        ("UpdateIn", ("Preprint",), Kind.PREPRINT),
        ("", ("Meeting Abstract",), Kind.ABSTRACT),
        ("", ("News",), Kind.NEWS),
    ],
)
def test_a_notice_is_told_from_evidence(relation, types, kind):
    named = "".join(f"<PublicationType>{name}</PublicationType>" for name in types)
    ties = f'<CommentsCorrections RefType="{relation}"><PMID>2</PMID></CommentsCorrections>' if relation else ""

    record = article(
        f"<PublicationTypeList>{named}</PublicationTypeList>",
        f"<CommentsCorrectionsList>{ties}</CommentsCorrectionsList>",
    )

    assert record.kind is kind


def test_a_text_that_ncbi_escaped_twice_is_read_once():
    # github.com/cyanheads/pubmed-mcp-server, tests/corpus/pubmed-invariants.ts
    assert article("<ArticleTitle>CSR&amp;amp;D &amp;lt; 5</ArticleTitle>").title == "CSR&D < 5"


def test_an_author_is_read_with_whatever_there_is():
    authors = (
        "<AuthorList><Author/><Author><LastName>Ng</LastName></Author><Author ValidYN='N'><LastName>No</LastName></Author>"
        "<Author><CollectiveName>The &lt;Group&gt;</CollectiveName></Author></AuthorList>"
    )

    assert article(authors).people == (Person(family="Ng"), Person(collective="The <Group>"))


@pytest.mark.parametrize("path", ["errors/ctgov_v2_400_unknown_parameter.txt", "errors/ctgov_classic_invalid_nct.html"])
@pytest.mark.threat("T20")
def test_an_error_of_the_registry_is_no_empty_success(path):
    for body in payloads(path):
        with pytest.raises(ParseError):
            list(clinicaltrials.Source().parse(page(body)))


def test_what_changes_in_the_registry_every_day_is_in_no_record():
    days = (payloads(f"ctgov/series/NCT06864598_2026-02-0{day}.json") for day in ("3_a", "5_b"))

    for before, after in zip(*days, strict=True):
        assert before != after
        assert list(clinicaltrials.Source().parse(page(before))) == list(clinicaltrials.Source().parse(page(after)))


def test_a_retracted_reference_is_seen():
    facts = {"references": [{"pmid": "1", "type": "RESULT", "citation": "x", "retractions": [{"pmid": "2"}]}]}
    body = json.dumps(
        {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, "referencesModule": facts}}
    )
    (record,) = clinicaltrials.Source().parse(page(body))

    assert record.trial.references[0].retracted
    assert record.retrieved == NOW
