"""What we write, read by programs that are not ours, where they are installed: the list is in docs/formats.md."""

import csv
import io
import json
import subprocess
from shutil import which

import pytest

from fakes import NOW
from watcher.formats import write
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, TrialDate, TrialFacts, Venue

DOI = "10.1200/jco.2020.38.15_suppl.4600"
RECORDS = [
    Record(
        source="x",
        source_id=str(kind),
        kind=kind,
        title=f"Dose & 20 % of {kind} <median: a_b {{C}}",
        retrieved=NOW,
        abstract=(Passage(text="ER - positive, CgA <median, 50 % at $5.", label="RESULTS"),),
        people=(Person(family="Müller-Lüdenscheidt", given="Jérôme"), Person(collective="A Study Group and Others")),
        published=None if kind is Kind.REGISTRATION else PartialDate(2024, 3, 5),
        trial=TrialFacts(registry="x", first_posted=TrialDate(date=PartialDate(2024, 3, 5)))
        if kind is Kind.REGISTRATION
        else None,
        ids=frozenset({Id("doi", DOI)}),
        url="https://x.example/a_b?c=%20d&e=1#f",
        venue=Venue(title="J Made & Co", volume="38", issue="15_suppl", pages="1-9"),
    )
    for kind in Kind
]


def test_rispy_reads_our_ris_whole():
    rispy = pytest.importorskip("rispy")

    entries = rispy.loads(write(RECORDS, "ris").replace("\r\n", "\n"))

    assert [entry["title"] for entry in entries] == [record.title for record in RECORDS]
    assert {entry["year"] for entry in entries} == {"2024"}
    assert {entry["doi"] for entry in entries} == {DOI}
    assert {entry["urls"][0] for entry in entries} == {RECORDS[0].url}
    assert {entry["authors"][0] for entry in entries} == {"Müller-Lüdenscheidt, Jérôme"}


def test_bibtexparser_reads_our_bibtex_whole():
    bibtexparser = pytest.importorskip("bibtexparser")

    library = bibtexparser.parse_string(write(RECORDS, "bibtex"))

    assert not library.failed_blocks
    assert len(library.entries) == len(RECORDS)
    assert {entry.fields_dict["year"].value for entry in library.entries} == {"2024"}
    assert {entry.fields_dict["doi"].value for entry in library.entries} == {DOI}
    assert {entry.fields_dict["url"].value for entry in library.entries} == {RECORDS[0].url}


def test_pybtex_reads_our_bibtex_whole():
    database = pytest.importorskip("pybtex.database")

    entries = database.parse_string(write(RECORDS, "bibtex"), "bibtex").entries.values()

    assert len(entries) == len(RECORDS)
    assert {entry.fields["doi"] for entry in entries} == {DOI}
    assert {entry.persons["author"][0].last_names[0] for entry in entries} == {"Müller-Lüdenscheidt"}
    assert {len(entry.persons["author"]) for entry in entries} == {2}


@pytest.mark.parametrize(
    ("form", "theirs"), [("ris", "ris"), ("bibtex", "bibtex"), ("biblatex", "biblatex"), ("csl_json", "csljson")]
)
def test_pandoc_reads_what_we_write_whole(form, theirs):
    pypandoc = pytest.importorskip("pypandoc")

    found = json.loads(pypandoc.convert_text(write(RECORDS, form), "csljson", format=theirs))

    assert len(found) == len(RECORDS)
    assert {entry["DOI"] for entry in found} == {DOI}
    assert {entry["URL"] for entry in found} == {RECORDS[0].url}
    assert {entry["issued"]["date-parts"][0][0] for entry in found} == {2024}
    assert {entry["author"][0]["family"] for entry in found} == {"Müller-Lüdenscheidt"}
    assert {len(entry["author"]) for entry in found} == {2}


def test_pandoc_reads_our_endnote_xml():  # of which it takes neither DOI nor pages, whoever wrote it
    pypandoc = pytest.importorskip("pypandoc")

    found = json.loads(pypandoc.convert_text(write(RECORDS, "endnote"), "csljson", format="endnotexml"))

    assert [entry["title"] for entry in found] == [record.title for record in RECORDS]
    assert {(entry["volume"], entry["author"][0]["family"]) for entry in found} == {("38", "Müller-Lüdenscheidt")}


def test_nbib_reads_our_nbib_whole():
    nbib = pytest.importorskip("nbib")

    found = nbib.read(write(RECORDS, "nbib"))

    assert [entry["title"] for entry in found] == [record.title for record in RECORDS]
    assert {entry["doi"] for entry in found} == {DOI}
    assert {(entry["journal"], entry["journal_volume"], entry["pages"]) for entry in found} == {
        ("J Made & Co", "38", "1-9")
    }


@pytest.mark.parametrize(
    ("form", "program"),
    [("ris", "ris2xml"), ("bibtex", "bib2xml"), ("biblatex", "biblatex2xml"), ("endnote", "endx2xml")],
)
def test_bibutils_reads_what_we_write_whole(form, program):
    if which(program) is None:
        pytest.skip("bibutils is not installed")

    mods = subprocess.run([program, "-i", "utf8"], input=write(RECORDS, form).encode(), capture_output=True, check=True)

    text = mods.stdout.decode()
    assert text.count("<mods ") == len(RECORDS)
    assert text.count(f'type="doi">{DOI}<') == len(RECORDS) - (form == "biblatex")  # it takes none from @unpublished
    assert text.count('<namePart type="family">Müller-Lüdenscheidt<') == len(RECORDS)


def test_openpyxl_reads_our_workbook_whole():
    openpyxl = pytest.importorskip("openpyxl")

    head, *rows = openpyxl.load_workbook(io.BytesIO(write(RECORDS, "xlsx"))).active.iter_rows(values_only=True)

    assert [dict(zip(head, row, strict=True))["title"] for row in rows] == [record.title for record in RECORDS]


def test_a_spreadsheet_finds_as_many_rows_and_columns_everywhere():
    head, *rows = csv.reader(io.StringIO(write(RECORDS, "csv"), newline=""))

    assert len(rows) == len(RECORDS)
    assert {len(row) for row in rows} == {len(head)}
