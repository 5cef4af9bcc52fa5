import re
from datetime import UTC, datetime

import hostile_records
import made
import pytest
from fake_eutils import article_set

from fakes import DATA, NOW, page, payloads
from sources.pubmed import Source
from sources.pubmed import page as page_of_pubmed
from watcher.errors import ParseError
from watcher.model import (
    Deleted,
    Id,
    Kind,
    PartialDate,
    Passage,
    Person,
    Record,
    Relation,
    RelationKind,
    Unreadable,
    Venue,
)  # fmt: skip

USUAL = (DATA / "pubmed/usual.xml").read_bytes()
ODD = (DATA / "pubmed/odd.xml").read_bytes()


def parse(body, **more):
    return list(Source().parse(page(body, **more)))


def test_a_usual_record_is_read_to_its_last_useful_field():
    (record,) = parse(USUAL)

    assert record == Record(
        source="pubmed",
        source_id="90000001",
        kind=Kind.ARTICLE,
        title="High‑dose lanreotide after 177Lu-DOTATATE: a randomised trial in G1 tumours.",
        retrieved=NOW,
        url="https://pubmed.ncbi.nlm.nih.gov/90000001/",
        languages=("eng",),
        abstract=(
            Passage(label="BACKGROUND", category="BACKGROUND", text="Doses above label are used & little studied."),
            Passage(label="RESULTS", category="RESULTS", text="Median PFS was 8.3 months (95% CI 5.6-11.1; P < 0.05)."),
            Passage(label="PLAIN LANGUAGE SUMMARY", text="More of the drug was tried."),
        ),
        people=(
            Person(family="Åkesson", given="Mats P", initials="MP", suffix="Jr", orcid="0000-0002-1825-009X"),
            Person(collective="Invented Study Group"),
        ),
        published=PartialDate(2026, 11, 5),
        issued=PartialDate(2027, 1),
        entered=datetime(2026, 11, 6, 18, 43, tzinfo=UTC),
        updated=datetime(2026, 11, 20, tzinfo=UTC),
        ids=frozenset(
            {
                Id("pmid", "90000001"),
                Id("pmcid", "PMC9999901"),
                Id("doi", "10.9999/JIE.2026.1"),
                Id("pii", "S9999-1"),
            }
        ),
        mentions=frozenset({Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")}),
        relations=(
            Relation(
                kind=RelationKind.CORRECTED_BY, id=Id("pmid", "90000002"), note="J Inv Endocrinol. 2027 Feb;7(2):9"
            ),
            Relation(
                kind=RelationKind.RETRACTED_BY,
                id=Id("doi", "10.9999/jie.2027.9"),
                note="J Inv Endocrinol. 2027 Mar. doi: 10.9999/jie.2027.9.",
            ),
        ),
        venue=Venue(
            title="Journal of invented endocrinology",
            abbreviation="J Inv Endocrinol",
            issns=("9999-0001", "9999-0000"),
            volume="07",
            issue="Suppl 2",
            pages="0101-9",
        ),
        publication_types=("Journal Article", "Randomized Controlled Trial"),
        subjects=("Neuroendocrine Tumors", "Humans"),
        substances=("lanreotide",),
        keywords=("dose escalation",),
    )


def test_odd_records_are_read_and_a_broken_one_costs_no_other():
    letter, chapter, broken, *deleted = parse(ODD)

    assert (letter.title, letter.original_title) == ("More octreotide, more often", "Plus d'octréotide, plus souvent.")
    assert (letter.published, letter.published.raw) == (PartialDate(1979, 1), "1979 Jan-Feb")
    assert letter.text == "Un résumé <bref>."
    assert (chapter.title, chapter.venue.title, chapter.kind) == (
        "A chapter on carcinoid",
        "A Book of Tumours",
        Kind.OTHER,
    )
    assert (chapter.published, chapter.issued) == (PartialDate(2019, 5, 2), PartialDate(2020))
    assert chapter.ids == {Id("pmid", "90000012"), Id("bookshelf", "NBK999")}
    assert broken == Unreadable(
        url="https://example.org/", where="record 3 of the page", reason="it has no PMID", title="Nobody's number."
    )
    assert deleted == [Deleted(source="pubmed", source_id=pmid, retrieved=NOW) for pmid in ("90000021", "90000022")]


DECEPTIVE = {
    "a comment": USUAL.replace(b"<ArticleTitle>", b"<!-- <PubmedArticle> --><ArticleTitle>"),
    "CDATA": USUAL.replace(b"used &amp;amp; little", b"used<![CDATA[ & ]]>little"),
    "a namespace": USUAL.replace(b"<PubmedArticleSet>", b'<PubmedArticleSet xmlns="urn:nlm">'),
    "another encoding": USUAL.decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"),
    "latin letters": USUAL.decode()
    .replace('"1.0"', '"1.0" encoding="iso-8859-1"')
    .replace("\u2011", "&#x2011;")
    .encode("latin-1"),
    "no declaration": USUAL[USUAL.index(b"<PubmedArticleSet>") :],
    "no set around it": USUAL[USUAL.index(b"<PubmedArticle>") : USUAL.index(b"</PubmedArticleSet>")],
    "a mark before it": b"\xef\xbb\xbf" + USUAL,
    "attributes": USUAL.replace(b"<PubmedArticleSet>", b'<PubmedArticleSet id="1">'),
}  # fmt: skip


@pytest.mark.parametrize("form", DECEPTIVE)
def test_the_form_of_the_file_changes_nothing(form):
    assert parse(DECEPTIVE[form]) == parse(USUAL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Unable to route request!",
        b"<html><body>WWW Error 500 Diagnostic</body></html>",
        b'{"error":"API rate limit exceeded"}',
        b"<eSearchResult/>",
        b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]>' + USUAL[USUAL.index(b"<PubmedArticleSet>") :],
    ],
)
def test_what_is_no_set_of_records_is_an_error_and_no_empty_success(body):
    with pytest.raises(ParseError):
        parse(body)


def test_an_empty_set_is_empty():
    assert parse(b'<?xml version="1.0"?><PubmedArticleSet></PubmedArticleSet>') == []
    assert parse(b"<PubmedArticleSet/>") == []
    assert parse(b"", unchanged=True) == []


def test_what_is_whole_of_a_page_cut_short_is_read_and_the_rest_is_told():
    second = USUAL[USUAL.index(b"<PubmedArticle>") : USUAL.index(b"</PubmedArticleSet>")]
    body = USUAL.replace(b"</PubmedArticleSet>", second.replace(b"90000001", b"90000002")[:3000])

    first, cut = parse(body)

    assert first.source_id == "90000001"
    assert (cut.where, cut.reason) == ("record 2 of the page", "it is cut short")
    assert (cut.source_id, cut.url) == ("90000002", "https://pubmed.ncbi.nlm.nih.gov/90000002/")
    assert cut.title == first.title


def test_a_record_whose_end_is_missing_does_not_swallow_the_next():
    second = USUAL[USUAL.index(b"<PubmedArticle>") : USUAL.index(b"</PubmedArticleSet>")]
    body = USUAL.replace(b"</PubmedArticle>\n</PubmedArticleSet>", second + b"</PubmedArticleSet>")

    cut, read = parse(body)

    assert (cut.reason, read.source_id) == ("it is cut short", "90000001")


def test_of_two_versions_in_one_page_the_older_is_passed_over():
    one = USUAL[USUAL.index(b"<PubmedArticle>") : USUAL.index(b"</PubmedArticleSet>")]
    two = one.replace(b'<PMID Version="1">90000001', b'<PMID Version="2">90000001').replace(b"High", b"Higher")

    titles = [record.title[:8] for record in parse(b"<PubmedArticleSet>" + two + one + b"</PubmedArticleSet>")]

    assert titles == ["Higher\u2011d"]


@pytest.mark.parametrize("version", ["0", "-1", "", "99999", "two"])
def test_a_record_that_stands_there_alone_is_read_whatever_its_version(version):
    alone = USUAL.replace(b'<PMID Version="1">90000001', f'<PMID Version="{version}">90000001'.encode())

    assert [record.source_id for record in parse(alone)] == ["90000001"]


def test_the_recorded_file_of_nlm_is_read_whole():
    for body in payloads("pubmed/nlm_pubmedsample_2019.xml"):
        found = parse(body)

        kinds = [type(each).__name__ for each in found]
        assert kinds.count("Record") == len(re.findall(rb"<Pubmed(?:Book)?Article[ >]", body))
        assert kinds.count("Deleted") == body.partition(b"<DeleteCitation>")[2].count(b"<PMID") > 0
        assert "Unreadable" not in kinds
        assert all(record.title for record in found if isinstance(record, Record))


@pytest.mark.parametrize("around", ["", "<!-- a remark -->", "<Note><![CDATA[a & b]]></Note>"])
@pytest.mark.parametrize("kind", hostile_records.PAPERS)
def test_a_hostile_record_is_named_by_its_title_and_costs_no_neighbour(kind, around):
    bad, good = hostile_records.paper(kind, "50", "Octreotide, hostile", made.DAY), made.paper("3", "Good", made.DAY)
    body = article_set([made.paper("1", "Good too", made.DAY), bad, good]).replace(
        b"<PubDate>", around.encode() + b"<PubDate>"
    )

    found = parse(body)

    assert [one.source_id for one in found] == ["1", "50", "3"]
    assert found[1].title.startswith("Octreotide, hostile")
    assert isinstance(found[0], Record)
    assert isinstance(found[2], Record)


@pytest.mark.parametrize("body", [USUAL, ODD], ids=["usual", "odd"])
def test_a_record_says_the_same_without_the_parts_that_are_not_read(body):
    end = b"</PubmedArticleSet>"
    cut = parse(body)
    whole = parse(
        body.replace(end, b"<!-- a comment could hide an end from a look at bytes: such a page is read whole -->" + end)
    )

    assert [one for one in cut if isinstance(one, Record)] == [one for one in whole if isinstance(one, Record)]
    assert any(isinstance(one, Record) and one.entered for one in cut)


def test_what_is_never_read_is_cut_away_before_a_record_is_parsed():
    records = [page_of_pubmed._lean(one.body) for one in page_of_pubmed.slices(USUAL)]

    assert {record.count(b"<PubMedPubDate") for record in records} == {1}
    assert not [name for name in (b"ReferenceList", b"AffiliationInfo", b"QualifierName") if name in b"".join(records)]


def test_headings_in_another_way_of_writing_are_read_too():
    heading = "<MeshHeading><DescriptorName>Somatostatin<sup>*</sup></DescriptorName></MeshHeading><MeshHeading><DescriptorName>Humans</DescriptorName></MeshHeading>"
    said = f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article/><MeshHeadingList>{heading}</MeshHeadingList></MedlineCitation></PubmedArticle></PubmedArticleSet>"

    (record,) = parse(said.encode())

    assert record.subjects == ("Somatostatin*", "Humans")
