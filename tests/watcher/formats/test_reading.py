import gzip
import json
import os
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW, real
from golden import DATA, plain
from watcher.dates import printed_date
from watcher.formats import detect, read, readable
from watcher.formats._values import passages
from watcher.model import Kind, PartialDate, Record, Unreadable

FUZZ = int(os.environ.get("WATCHER_FUZZ", "60"))
LEFT_OUT = (".expected.json", *((".xlsx",) if find_spec("openpyxl") is None else ()))
FILES = sorted(p for p in (DATA / "formats").iterdir() if not p.name.endswith(LEFT_OUT))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_reads_as_it_should(path):
    expected = path.with_name(path.name.replace(".", "-") + ".expected.json")

    found = [plain(record) for record in read(path.read_bytes(), path.name, NOW)]

    assert json.loads(json.dumps(found)) == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "body", "form"),
    [
        ("a.ris", b"", "ris"),
        ("pubmed-set.txt", b"\nPMID- 1\n", "nbib"),
        ("x.txt", b"\xef\xbb\xbfTY  - JOUR\n", "ris"),
        ("x", b"@article{a,", "bibtex"),
        ("a.TSV", b"", "csv"),
        ("a.ndjson", b"", "jsonl"),
        ("a.pdf", b"%PDF", ""),
    ],
)
def test_a_format_is_known_by_its_suffix_or_its_beginning(name, body, form):
    assert detect(body, name) == form


def test_every_format_that_is_read_has_a_file_here_and_is_known_by_its_beginning():
    known = {detect(path.read_bytes(), "x.txt") for path in FILES} | {"jsonl", "xlsx"}  # of which nothing tells

    assert known - {""} == {*readable()}


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        ("Longer progression-\n      free survival", "Longer progression-free survival"),
        ("of CAM-\n      2029 in GEP-\n      NET", "of CAM-2029 in GEP-NET"),
        ("95% CI 0.67-\n      0.83", "95% CI 0.67-0.83"),
        ("Pre-\n      and post-treatment", "Pre- and post-treatment"),
        ("Tumor-\n      und Symptomkontrolle", "Tumor- und Symptomkontrolle"),
        ("LAR -\n      a trial", "LAR - a trial"),
        ("Dose-\n      Response", "Dose- Response"),
        ("two\n      words", "two words"),
    ],
)
def test_a_word_that_was_broken_at_its_hyphen_is_whole_again(rows, whole):
    (found,) = read(f"PMID- 1\nTI  - {rows}\n".encode(), "a.nbib", NOW)

    assert found.title == whole


@pytest.mark.parametrize(
    ("above", "form"),
    [
        ('Provider: Made Library\nContent: text/plain; charset="UTF-8"\n\n', "ris"),
        ("Record #1 of 1\nProvider: Made\n\n", "ris"),
        ("\n\n1.\n", "ris"),
    ],
)
def test_what_a_provider_says_above_the_first_reference_is_passed_over(above, form):
    body = f"{above}TY  - JOUR\nTI  - T\nER  - \n".encode()

    (found,) = read(body, "x", NOW)

    assert (detect(body, "x"), found.title) == (form, "T")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ("AU  - B, C\nA1  - A, D\nAU  - E, F", "B C, A D, E F: []"),
        ("A2  - Ed, A\nT2  - The book", "Ed A: The book []"),
        ("AU  - A, B\nBT  - The book", "A B: The book []"),
        ("AU  - A, B\nY1  - 1900/01/01\nDA  - 1950/02/01", "A B: [1950-02-01]"),
        ("AU  - A, B\nT3  - The series\nPY  - 2001", "A B: The series [2001]"),
    ],
)
def test_a_book_keeps_its_editors_and_a_chapter_its_book(tags, said):
    (found,) = read(f"TY  - CHAP\nTI  - T\n{tags}\nER  - \n".encode(), "x.ris", NOW)

    names = ", ".join(person.name for person in found.people)
    year = found.published.iso if found.published else ""
    assert f"{names}: {found.venue.title} [{year}]".replace(":  ", ": ") == said


@pytest.mark.parametrize(
    "body", ["TY  - JOUR\nT2  - Made Letters\nPY  - 0000\nER  - \n", "%0 Journal Article\n%J Made Letters\n"]
)
def test_a_reference_without_title_is_shown_by_its_place(body):
    (found,) = read(body.encode(), "x", NOW)

    assert found.title == "[No title] Made Letters"


def test_a_library_that_breaks_off_is_read_as_far_as_it_goes():
    body = (DATA / "formats" / "references.xml").read_bytes()

    *read_, broken = read(body[: body.index(b"<title>What")], "x.xml", NOW)

    assert [record.source_id for record in read_ if isinstance(record, Record)] == ["7"]
    assert broken.where.startswith("line ")


@pytest.mark.parametrize(
    ("issued", "iso"),
    [
        ({"date-parts": [[2024, 3, 5]]}, "2024-03-05"),
        ({"date-parts": [["2024", "3"]]}, "2024-03"),
        ({"date-parts": [[2024], [2025]]}, "2024"),
        ({"date-parts": [[]]}, ""),
        ({"date-parts": None, "raw": "5 March 2024"}, "2024-03-05"),
        ({"literal": "Winter 2024"}, "2024"),
        ("2024-03-05", "2024-03-05"),
        (None, ""),
    ],
)
def test_a_date_of_csl_is_read_in_any_shape(issued, iso):
    (found,) = read(json.dumps([{"type": "book", "title": "T", "issued": issued}]).encode(), "x", NOW)

    assert (found.published.iso if found.published else "") == iso


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("2024", PartialDate(2024)),
        ("2024 Mar", PartialDate(2024, 3)),
        ("2024 Mar 5", PartialDate(2024, 3, 5)),
        ("2024-03-05", PartialDate(2024, 3, 5)),
        ("2024/03/05/", PartialDate(2024, 3, 5)),
        ("2024///Spring", PartialDate(2024)),
        ("2024 Winter", PartialDate(2024)),
        ("2023-02-31", PartialDate(2023, 2)),
        ("in press", None),
        ("0000", None),
        ("", None),
    ],
)
def test_a_date_is_as_precise_as_its_text(text, read_as):
    assert printed_date(text) == read_as


def test_what_a_date_cannot_hold_stays_beside_it():
    assert printed_date("1998 Dec-1999 Jan").raw == "1998 Dec-1999 Jan"
    assert printed_date("2024 Mar 5").raw == ""


def test_an_abstract_that_runs_its_parts_together_is_parted():
    parts = passages("We began. METHODS AND PATIENTS: n=9. RESULTS: HR: 0.5.")

    assert [(part.label, part.text) for part in parts] == [
        ("", "We began."),
        ("METHODS AND PATIENTS", "n=9."),
        ("RESULTS", "HR: 0.5."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "id,title\n1,Müller\n".encode("cp1252"),
        "id,title\n1,Müller\n".encode("utf-16"),
        "\ufeffid;title\n1;Müller\n".encode(),
    ],
)
def test_a_table_is_read_in_the_characters_it_was_written_in(body):
    (record,) = read(body, "a.csv", NOW)

    assert (record.source_id, record.title) == ("1", "Müller")


def test_a_broken_quotation_says_where_it_broke():
    body = b'id,title\n1,good\n2,"' + b"x" * 2**24 + b'x"\n'

    good, bad = read(body, "a.csv", NOW)

    assert good.title == "good"
    assert isinstance(bad, Unreadable)
    assert "line" in bad.where


@pytest.mark.parametrize(
    ("name", "readable", "unreadable"),
    [("diabetes", 1845, 0), ("cardiac_1001", 1001, 0), ("intovalue_related", 6317, 0), ("stroke", 1292, 0)],
)
def test_recorded_tables_read_to_the_last_row(name, readable, unreadable):
    body = gzip.decompress(real(f"dedupe/{name}/records.csv.gz").read_bytes())

    found = list(read(body, "records.csv", NOW))

    assert sum(isinstance(record, Record) for record in found) == readable
    assert sum(isinstance(record, Unreadable) for record in found) == unreadable


def test_an_entry_without_a_key_is_known_by_its_line():
    # Found by fuzzing: what could not be read was named "".
    body = b"@misc{}\n@misc{}\n@article{, title = {A trial}}\n"

    first, second, third = read(body, "a.bib", NOW)

    assert (first.where, first.reason) == ("line 1", "no title")
    assert (second.where, third.source_id) == ("line 2", "line 3")


def test_a_registration_in_a_table_is_known_by_its_number():
    (record,) = read(b"id,title\nNCT05050942,SORENTO\n", "a.csv", NOW)

    assert record.kind is Kind.REGISTRATION


@settings(max_examples=FUZZ, deadline=None)
@given(data=st.data(), path=st.sampled_from(FILES))
def test_no_mutation_of_a_file_ends_the_reading(data, path):
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(body) - 1))
        junk = data.draw(st.sampled_from([b"", b"{", b"}", b'"', b"\x00", b"\xff", b"\n", b"@", b"  - ", b"\\", b"%"]))
        body[at : at + data.draw(st.integers(0, 9))] = junk

    assert all(isinstance(record, Record | Unreadable) for record in read(bytes(body), path.name, NOW))


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Doe, Jane AND Roe, Ann", ["Doe J", "Roe A"]),
        ("Doe, Jane\n   And Roe, Ann and others", ["Doe J", "Roe A"]),
        (
            "{CLARINET and CLARINET OLE Investigators} and Roe, Ann",
            ["CLARINET and CLARINET OLE Investigators", "Roe A"],
        ),
        ("nan", []),
        ("{von Last}, Jr., First", ["von Last F"]),
        ("Nordholm, I, Akande, TO, and Berg, J", ["Nordholm I", "Akande TO", "Berg J"]),
    ],
)
def test_authors_of_bibtex_are_parted_by_and_in_any_case(authors, names):
    (found,) = read(f"@article{{a, title={{T}}, author={{{authors}}}}}".encode(), "a.bib", NOW)

    assert [person.name for person in found.people] == names


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("TY  - ELEC\nTI  - A trial\nUR  - https://clinicaltrials.gov/study/NCT05050942", Kind.REGISTRATION),
        ("TY  - GEN\nTI  - A trial\nUR  - https://www.isrctn.com/ISRCTN96912679", Kind.REGISTRATION),
        ("TY  - GEN\nTI  - A trial\nUR  - https://clinicaltrials.gov/ct2/show/NCT05050942?term=x", Kind.REGISTRATION),
        ("TY  - JOUR\nTI  - A paper\nJF  - Lancet\nUR  - https://clinicaltrials.gov/study/NCT05050942", Kind.ARTICLE),
        (
            "TY  - JOUR\nTI  - A paper\nDO  - 10.1234/a\nUR  - https://clinicaltrials.gov/study/NCT05050942",
            Kind.ARTICLE,
        ),
        ("TY  - GEN\nTI  - News\nUR  - https://example.org/study/NCT05050942", Kind.OTHER),
        ("TY  - GEN\nTI  - A search\nUR  - https://clinicaltrials.gov/search?cond=NET", Kind.OTHER),
    ],
)
def test_a_reference_to_a_registrys_page_is_that_registration(lines, kind):
    (found,) = read(f"{lines}\nER  - \n".encode(), "a.ris", NOW)

    assert found.kind is kind
    assert bool({id_.scheme for id_ in found.ids} & {"nct", "isrctn"}) is (kind is Kind.REGISTRATION)
