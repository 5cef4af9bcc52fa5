"""RIS as reference managers and databases write it: what is a tag, whose numbers are whose, and which date is meant."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import NOW
from watcher.formats import read
from watcher.formats._values import dated
from watcher.model import Id, PartialDate, RelationKind

# Abbreviations of the field that look like a tag where a line of an abstract begins with one.
WORDS = [
    "OS - 34 months",
    "PR - 3 patients",
    "CR - none",
    "SD - 10 of 24",
    "ER - positive tumours",
    "PD - 4",
    "TY - unknown",
]


def one(text):
    (found,) = read(text.encode(), "a.ris", NOW)
    return found


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("gap", [" ", "  "])
def test_a_line_of_an_abstract_that_looks_like_a_tag_is_text(word, gap):
    tags = [
        "TY - JOUR",
        "TI - A title",
        f"AB - Results were:\n{word}\nThe end.",
        "PY - 2024",
        "DO - 10.9999/r.1",
        "ER - ",
    ]
    text = "\n".join(tag.replace(" - ", f"{gap}- ", 1) for tag in tags)

    found = one(text)

    assert found.text == f"Results were: {word} The end."
    assert found.published == PartialDate(2024)
    assert found.ids == {Id("doi", "10.9999/r.1")}


TAGS = {"VL": "8", "IS": "9", "SP": "1", "PB": "Publisher", "DO": "10.9999/r.11", "AB": "Abstract.", "KW": "lanreotide"}


@given(
    st.sets(st.sampled_from(sorted(TAGS))),
    st.sampled_from(["", " ", "  ", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_an_empty_tag_takes_nothing_of_the_next(empty, blank, end):
    lines = [f"{tag}  -{blank}" if tag in empty else f"{tag}  - {value}" for tag, value in TAGS.items()]

    found = one(end.join(["TY  - JOUR", "T1  - A title", *lines, f"ER  -{blank}", ""]))

    said = {
        "VL": found.venue.volume,
        "IS": found.venue.issue,
        "SP": found.venue.pages,
        "PB": found.venue.publisher,
        "DO": "".join(id_.value for id_ in found.ids),
        "AB": found.text,
        "KW": "".join(found.keywords),
    }
    assert said == {tag: "" if tag in empty else value for tag, value in TAGS.items()}


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        ("N1  - PMID: 7", {"pmid:7"}),
        ("N1  - PMID: 7 PMCID: PMC77", {"pmid:7", "pmcid:PMC77"}),
        ("N1  - PubMed ID: 7; PMCID: PMC77. Erratum in: J Made. PMID: 8", {"pmid:7", "pmcid:PMC77"}),
        ("N1  - Erratum in: J Made. 2015;1:9. PMID: 8", set()),
        ("N1  - 1533-0000. Doe, Jane. Journal Article. Comment in: J Made. PMID: 8.", set()),
        ("AN  - 7\nDB  - PubMed\nN1  - Comment in: J Made. PMID: 8", {"pmid:7"}),
        ("AN  - 7\nDP  - NLM\nUR  - https://pubmed.ncbi.nlm.nih.gov/8/", {"pmid:7"}),
        ("UR  - https://www.ncbi.nlm.nih.gov/pubmed/7", {"pmid:7"}),
        ("UR  - https://pubmed.ncbi.nlm.nih.gov/7/\nUR  - https://pubmed.ncbi.nlm.nih.gov/8/", set()),
        ("AN  - 620000001\nDB  - Embase", set()),
        ("C2  - PMC77", {"pmcid:PMC77"}),
        ("M3  - doi: 10.9999/x", {"doi:10.9999/x"}),
        ("N1  - Republished from: J Made. PMID: 8 doi: 10.9999/y", set()),
    ],
)
def test_only_its_own_numbers_are_a_papers(lines, own):
    found = one(f"TY  - JOUR\nTI  - A title\n{lines}\nER  - \n")

    assert {str(id_) for id_ in found.ids} == own


def test_what_a_note_says_of_another_paper_ties_the_two():
    found = one(
        "TY  - JOUR\nTI  - T\nN1  - Comment in: J. 2014;3:1. PMID: 8. Erratum in: J. 2015;1:9. PMID: 9\nER  - \n"
    )

    assert [(tie.kind, str(tie.id)) for tie in found.relations] == [
        (RelationKind.COMMENTED_IN, "pmid:8"),
        (RelationKind.CORRECTED_BY, "pmid:9"),
    ]


@pytest.mark.parametrize(
    ("texts", "iso"),
    [
        (("2020", "5/2020"), "2020-05"),
        (("2021", "May 2021"), "2021-05"),
        (("2022", "2022-01-05 00:00:00"), "2022-01-05"),
        (("2019", "15.03.2019"), "2019-03-15"),
        (("2022", "MAR 15"), "2022-03-15"),
        (("2022", "MAR-APR"), "2022-03"),
        (("2022", "SPR"), "2022"),
        (("", "03/04/2019"), "2019"),  # another day in America
        (("", "03/14/2019"), "2019-03-14"),
        (("", "14/03/2019"), "2019-03-14"),
        (("", "15-Mar-2023"), "2023-03-15"),
        (("", "Spring 2021"), "2021"),
        (("2020.0",), "2020"),
        (("2019", "2020-01-02"), "2019"),  # online or entered another year: that of the issue stands
        (("20230115",), "2023-01-15"),
        (("", "n.d."), ""),
        (("", "2019/2020"), "2019"),
        (("",), ""),
    ],
)
def test_the_most_precise_date_of_the_year_is_meant(texts, iso):
    found = dated(*texts)

    assert (found.iso if found else "") == iso


ALPHABETS = {
    "cp1252": [
        "Müller-Lüdenscheidt",
        "Öberg; Ångström — “dose”",
        "García Núñez",
        "naïve",
        "Høeg Ø",
        "5 µg ± 2",
        "14 – 28",
    ],
    "cp1250": ["Ćwikła, Jarosław", "Kożuchowski Ś; Łódź"],
    "mac_roman": ["Müller-Lüdenscheidt", "Lanréotide à forte dose", "naïve", "Größe ≥ 3 cm"],
    "utf-8": ["Müller 王小明"],
    "utf-8-sig": ["Müller 王小明"],
    "utf-16": ["Müller 王小明"],
    "utf-16-le": ["Müller 王小明"],
    "utf-16-be": ["Müller 王小明"],
}


@pytest.mark.parametrize(
    ("encoding", "title", "end"),
    [
        (name, text, end)
        for name, texts in ALPHABETS.items()
        for text, end in itertools.product(texts, ["\n", "\r\n", "\r"])
    ],
)
def test_a_file_is_read_in_the_characters_and_line_ends_it_was_written_in(encoding, title, end):
    body = end.join(["TY  - JOUR", f"TI  - {title}", "PY  - 2024", "ER  - ", ""] * 2).encode(encoding)

    assert [record.title for record in read(body, "a.ris", NOW)] == [title, title]


def test_a_file_put_together_of_several_is_read_in_the_characters_of_each():
    body = "TY  - JOUR\nTI  - Müller, Öberg\nER  - \n".encode() + "TY  - JOUR\nTI  - Müller\nER  - \n".encode("cp1252")

    assert [record.title for record in read(body, "a.ris", NOW)] == ["Müller, Öberg", "Müller"]


@pytest.mark.parametrize(("custom", "pmid"), [("U2  - L2009900001", ["39900001"]), ("U2  - 39900001", [])])
def test_a_number_of_embase_is_a_pmid_beside_its_own(custom, pmid):
    (found,) = read(f"TY  - JOUR\nT1  - A depot\nC5  - 39900001\n{custom}\nER  - \n".encode(), "x.ris", NOW)

    assert [id_.value for id_ in found.ids] == pmid
