import pytest

from fakes import NOW, page
from sources._literature import answer, each, is_meeting_abstract, is_notice, known_dois, read_doi
from watcher.errors import ParseError
from watcher.model import Id, Query

ENDOABS = "10.1530/endoabs.37.ep1132"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1530/endoabs.37.EP1132", ENDOABS),
        ("doi:10.1530/endoabs.37.EP1132", ENDOABS),
        ("DOI: 10.1530/endoabs.37.EP1132.", ENDOABS),
        ("https://doi.org/10.1530/endoabs.37.ep1132", ENDOABS),
        ("http://dx.doi.org/10.1530/endoabs.37.ep1132", ENDOABS),
        ("https://www.doi.org/10.1530%2Fendoabs.37.EP1132?utm=1", ENDOABS),
        ("  10.1530/endoabs.119.ps2-09-07 ", "10.1530/endoabs.119.ps2-09-07"),
        (
            "10.1002/(SICI)1097-461X(1998)66:4<261::AID-QUA1>3.0.CO;2-T",
            "10.1002/(sici)1097-461x(1998)66:4<261::aid-qua1>3.0.co;2-t",
        ),
        ("10.1016/S0140-6736(24)00701-3", "10.1016/s0140-6736(24)00701-3"),
        ("NA", ""),
        ("10.1530", ""),
        ("10.12/short", ""),
        ("10.1530/endoabs.37.ep1132 (2015)", ENDOABS),
        ("", ""),
    ],
)
def test_a_doi_is_one_however_it_is_spelt(text, doi):
    assert read_doi(text) == doi


def test_of_what_is_known_the_dois_with_a_prefix_are_taken_once():
    known = (
        Id("doi", "10.1530/ENDOABS.1.P1"),
        Id("doi", "10.1530/endoabs.1.p1"),
        Id("doi", "10.1000/x"),
        Id("pmid", "1"),
    )
    query = Query(topic="t", groups=(), until=NOW, known=known)

    assert known_dois(query, "10.1530/endoabs.") == ("10.1530/endoabs.1.p1",)
    assert known_dois(query) == ("10.1530/endoabs.1.p1", "10.1000/x")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"doi": ENDOABS}, True),
        ({"doi": "10.1200/jco.2026.44.16_suppl.4116"}, True),
        ({"issue": "16_suppl"}, True),
        ({"issue": "Supplement_1"}, True),
        ({"issue": "S2"}, True),
        ({"pages": "TPS4666-TPS4666"}, True),
        ({"pages": "LBA4005"}, True),
        ({"pages": "e16252", "issns": ("1527-7755",)}, True),
        ({"title": "1388P Dose escalation of lanreotide"}, True),
        ({"pages": "e33693", "issns": ("1932-6203",)}, False),  # PLoS ONE numbers its articles so
        ({"title": "177Lu-edotreotide against everolimus"}, False),
        ({"title": "68Ga PET"}, False),
        ({"issue": "4", "pages": "101-9"}, False),
    ],
)
def test_a_meeting_abstract_is_known_by_its_place(place, expected):
    assert is_meeting_abstract(**({"doi": "", "title": "", "issue": "", "pages": ""} | place)) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Correction: Octreotide in NET", True),
        ("Correction to: Methodology of the SORENTO trial", True),
        ("Author Correction: x", True),
        ("Retraction notice to: x", True),
        ("Expression of concern: x", True),
        ("Erratum", True),
        ("Retraction of: x", True),
        ("Correction of hypoglycaemia with octreotide in insulinoma", False),
        ("Corrections officers and cancer", False),
        ("Withdrawal symptoms after octreotide", False),
        ("A retraction", False),
    ],
)
def test_a_notice_is_known_by_its_title(title, expected):
    assert is_notice(title) is expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"a"',
        b"<html>",
        b"[" * 50_000,
        b"\xff\xfe{}",
    ],
)
def test_an_answer_that_is_no_json_object_is_refused(body):
    with pytest.raises(ParseError):
        answer(page(body), "test")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('1, "x": 2', "a key stands twice in it"),
        ('{"a": [{"b": 1, "b": 2}]}', "a key stands twice in it"),
    ],
)
def test_what_is_no_json_in_one_row_costs_no_other(inside, said):
    rows = answer(
        page(f'{{"rows": [{{"id": "1"}}, {{"id": "2", "title": "T", "x": {inside}}}, {{"id": "3"}}]}}'), "test"
    )

    found = list(each(rows["rows"], page(b""), lambda row: row["id"], "id"))

    assert [found[0], found[2]] == ["1", "3"]
    assert (found[1].source_id, found[1].title, found[1].where) == ("2", "T", "2")
    assert said in found[1].reason


def test_a_fault_of_ours_in_one_row_costs_no_other():
    def read(row):
        return {"1": "one", "3": "three"}[row["id"]]

    first, second, third = each([{"id": "1"}, {"id": "2"}, {"id": "3"}], page(b""), read, "id")

    assert (first, third) == ("one", "three")
    assert (second.source_id, second.reason) == ("2", "'2'")
    assert "KeyError" in second.trace
