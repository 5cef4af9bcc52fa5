import dataclasses
import io
from importlib.util import find_spec

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakes import NOW
from watcher.errors import InputError
from watcher.formats import load, read, readable, writable, write
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, TrialDate, TrialFacts, Venue
from watcher.text import clean

BOTH = sorted({*readable()} & {*writable()} - ({"xlsx"} if find_spec("openpyxl") is None else set()))

PAPER = Record(
    source="pubmed",
    source_id="38000001",
    kind=Kind.ARTICLE,
    title="Dose {A} & 20 % of 50 $ _x_ #1 ~ ^ \\ “quoted”: Müller’s study",
    retrieved=NOW,
    abstract=(Passage(text="We gave 120 mg.", label="METHODS"), Passage(text="HR 0.5 (p<0.001).", label="RESULTS")),
    people=(
        Person(family="Müller", given="Jérôme"),
        Person(family="Singh", initials="SK"),
        Person(collective="A Group"),
    ),
    published=PartialDate(2024, 3, 5),
    ids=frozenset({Id("doi", "10.1000/a_b%c"), Id("pmid", "38000001")}),
    mentions=frozenset({Id("nct", "NCT05050942")}),
    venue=Venue(title="Lancet & Co", volume="025", issue="3_suppl", pages="383-396", issns=("1470-2045",)),
    keywords=("dose", "net"),
    languages=("eng",),
)


def back(records, form):
    return list(read(body(write(records, form)), f"x.{load(form).SUFFIXES[0]}", NOW, form))


def body(written):
    return written if isinstance(written, bytes) else written.encode()


def shown(written):
    """Return a file as text: of a workbook, its cells."""
    if isinstance(written, str):
        return written
    rows = pytest.importorskip("openpyxl").load_workbook(io.BytesIO(written)).active.iter_rows(values_only=True)
    return "\n".join("|".join(str(cell or "") for cell in row) for row in rows)


@pytest.mark.parametrize("form", BOTH)
def test_what_is_written_reads_back_the_same(form):
    (found,) = back([PAPER], form)

    assert found.title == PAPER.title
    assert found.people == PAPER.people
    assert found.ids >= {Id("doi", "10.1000/a_b%c"), Id("pmid", "38000001")}
    assert found.published == PAPER.published
    assert found.text == PAPER.text
    assert (found.venue.title, found.venue.volume, found.venue.pages) == ("Lancet & Co", "025", "383-396")


def test_json_lines_lose_nothing():
    assert back([PAPER, dataclasses.replace(PAPER, source_id="2", trial=None)], "jsonl")[0] == PAPER


@pytest.mark.parametrize("form", BOTH)
def test_no_records_make_a_file_without_records(form):
    said = [piece.reason for piece in back([], form)]

    assert said == ([] if form in {"csv", "xlsx"} else ["it is empty"])  # a table has its first line


REGISTERED = Record(
    source="clinicaltrials",
    source_id="NCT05050942",
    kind=Kind.REGISTRATION,
    title="SORENTO",
    retrieved=NOW,
    ids=frozenset({Id("nct", "NCT05050942")}),
    trial=TrialFacts(registry="clinicaltrials", first_posted=TrialDate(date=PartialDate(2021, 9, 21))),
)


@pytest.mark.parametrize("form", [form for form in BOTH if form != "jsonl"])
def test_a_registration_has_the_year_of_its_first_posting(form):
    (found,) = back([REGISTERED], form)

    assert found.published == PartialDate(2021, 9, 21)


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("doi", "10.1200/jco.2020.38.15_suppl.4600", "https://x.example/a_b?c=%20d&e=1#f"),
        ("doi", "10.1002/1097-0142(19990101)85:1<1::aid-cncr1>3.0.co;2-j", "https://x.example/~a/$b/c^d"),
        ("doi", "10.1000/a#b&c%d", "https://x.example/"),
    ],
)
def test_identifiers_and_addresses_in_bibtex_are_as_they_are(scheme, value, address):
    text = write([dataclasses.replace(PAPER, ids=frozenset({Id(scheme, value)}), url=address)], "bibtex")

    assert f"  {scheme} = {{{value}}},\n" in text
    assert f"  url = {{{address}}},\n" in text


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (r"doi = {10.1200/jco.2020.38.15\_suppl.4600}", "10.1200/jco.2020.38.15_suppl.4600"),
        (r"doi = {10.1200/JCO.2020.38.15{\_}suppl.4600}", "10.1200/jco.2020.38.15_suppl.4600"),
        (r"doi = {https://doi.org/10.1200/jco.2020.38.15_suppl.4600}", "10.1200/jco.2020.38.15_suppl.4600"),
        (
            r"doi = {10.1002/1097-0142(1999)85:1{\textless}1::aid-cncr1{\textgreater}3.0.co;2-j}",
            "10.1002/1097-0142(1999)85:1<1::aid-cncr1>3.0.co;2-j",
        ),
        (r"url = {\url{https://doi.org/10.1200/a\_b}}", "10.1200/a_b"),
    ],
)
def test_identifiers_that_others_escaped_are_read_whole(field, found):
    (record,) = read(f"@article{{a, title={{T}}, {field}}}".encode(), "a.bib", NOW)

    assert record.ids == {Id("doi", found)}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_a_table_is_a_formula(start):
    paper = dataclasses.replace(PAPER, title=f'{start}HYPERLINK("http://x")', keywords=(f"{start}1",))

    text = write([paper], "csv")

    assert f",'{start}1," in text
    assert f"\"'{start}HYPERLINK(" in text
    assert back([paper], "csv")[0].title == paper.title


def test_two_papers_of_one_author_and_year_have_two_keys():
    keys = [record.source_id for record in back([PAPER, PAPER, PAPER], "bibtex")]

    assert keys == ["muller2024dose", "muller2024dose-2", "muller2024dose-3"]


@pytest.mark.parametrize(
    "title",
    [
        "a\r\nER  - \r\nTY  - JOUR",
        "a\nPMID- 1",
        "x}\n@article{evil, title={y}",
        "@article{evil, title={y}}",
        "\\write18{rm}",
        'quote " and , comma\nnew line',
        "{unbalanced",
        "ends with \\",
        "a and b",
    ],
)
@pytest.mark.parametrize("form", BOTH)
def test_no_title_breaks_out_of_its_field(form, title):
    records = [dataclasses.replace(PAPER, title=title), PAPER]

    first, second = back(records, form)

    assert clean(first.title) == clean(title)
    assert second.title == PAPER.title


@settings(max_examples=60, deadline=None)
@example("Octreotide \ue000 at home")  # a sign of somebody's own font
@given(st.text(min_size=1, max_size=60).filter(lambda text: clean(text) and clean(text) == text and "&" not in text))
def test_any_title_comes_back_from_any_format(title):
    paper = dataclasses.replace(PAPER, title=f"T {title}")

    for form in BOTH:
        assert [clean(record.title) for record in back([paper], form)] == [clean(f"T {title}")], form


@pytest.mark.parametrize("form", BOTH)
def test_a_suffix_comes_back_as_one(form):
    paper = dataclasses.replace(PAPER, people=(Person(family="von Last", given="First", suffix="Jr"), PAPER.people[0]))

    assert back([paper], form)[0].people == paper.people


STANDING = {PAPER.key: ("RETRACTED", "corrected")}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ris", ["TI  - RETRACTED: Dose", "N1  - RETRACTED\r\n", "N1  - CORRECTED\r\n"]),
        ("nbib", ["TI  - RETRACTED: Dose", "GN  - RETRACTED\n", "GN  - CORRECTED\n"]),
        ("bibtex", ["title = {{RETRACTED: Dose", "note = {RETRACTED; CORRECTED}"]),
        ("biblatex", ["title = {{RETRACTED: Dose", "note = {RETRACTED; CORRECTED}"]),
        ("csl_json", ['"title": "RETRACTED: Dose', '"note": "RETRACTED\\nCORRECTED\\n']),
        ("endnote", ["<title>RETRACTED: Dose", "<notes>RETRACTED</notes>", "<notes>CORRECTED</notes>"]),
        ("markdown", ["- **RETRACTED, CORRECTED** [Dose"]),
        ("csv", ["notices,ID,", "\r\nRETRACTED; corrected,"]),
        ("jsonl", ['{"notices":["RETRACTED","corrected"],']),
    ],
)
def test_what_stands_on_a_paper_is_in_every_file_of_it(form, expected):
    text = write([PAPER], form, STANDING)

    assert [part for part in expected if part not in text] == []


@pytest.mark.parametrize("form", BOTH)
def test_a_paper_without_a_notice_bears_no_mark(form):
    other = {("pubmed", "1"): ("RETRACTED",)}

    assert shown(write([PAPER], form, other)) == shown(write([PAPER], form))
    assert "RETRACTED" not in shown(write([PAPER], form))


@pytest.mark.parametrize("form", BOTH)
def test_a_title_that_bears_the_mark_gets_no_second_one(form):
    marked = dataclasses.replace(PAPER, title="RETRACTED: Dose")

    assert "RETRACTED: RETRACTED" not in shown(write([marked], form, STANDING))


@pytest.mark.parametrize("form", BOTH)
def test_a_marked_paper_is_read_back(form):
    (found,) = read(body(write([PAPER], form, STANDING)), f"x.{load(form).SUFFIXES[0]}", NOW)

    assert found.title.removeprefix("RETRACTED: ") == PAPER.title
    assert found.ids >= {Id("doi", "10.1000/a_b%c"), Id("pmid", "38000001")}


def test_a_workbook_says_what_stands_on_a_paper_and_has_no_formula():
    pytest.importorskip("openpyxl")
    paper = dataclasses.replace(PAPER, title='=HYPERLINK("http://x")', abstract=(Passage(text="a\x0b" + "b" * 40_000),))

    text = shown(write([paper], "xlsx", STANDING))

    assert "\nRETRACTED; corrected|38000001|" in text
    assert '|=HYPERLINK("http://x")|' in text
    assert len(text.rpartition("|")[2]) == 32_767


def test_references_are_printed_in_a_style_of_csl():
    pytest.importorskip("citeproc")

    first, second = write([PAPER, REGISTERED], "references", STANDING, style="harvard-cite-them-right").split("\n\n")[
        :2
    ]

    assert first.startswith("Müller, J., Singh, S.K. and A Group (2024) “RETRACTED: Dose {A} & 20 %")
    assert "Lancet & Co, 025(3_suppl), pp. 383–396" in first
    assert second.startswith("“SORENTO” (2021)")


@pytest.mark.parametrize("style", ["no-such-style", "/no/such/file.csl", __file__])
def test_a_style_that_there_is_not_is_named(style):
    pytest.importorskip("citeproc")

    with pytest.raises(InputError, match="no style"):
        write([PAPER], "references", style=style)


def test_a_list_of_identifiers_has_a_line_a_record():
    assert write([PAPER, REGISTERED, dataclasses.replace(PAPER, ids=frozenset())], "ids") == "38000001\nNCT05050942\n"


def test_nothing_in_a_list_in_markdown_is_markup_but_ours():
    paper = dataclasses.replace(PAPER, title="[a](javascript:b) *c* <img>\n# d", url="https://x.example/a>b(c)")

    assert write([paper], "markdown") == (
        "- [\\[a\\](javascript:b) \\*c\\* \\<img\\> \\# d](<https://x.example/a%3Eb(c)>). Müller J, Singh SK, A Group. *Lancet & Co* "
        "2024-03-05;025(3\\_suppl):383-396. [PubMed 38000001](<https://pubmed.ncbi.nlm.nih.gov/38000001/>) · "
        "[DOI 10.1000/a\\_b%c](<https://doi.org/10.1000/a_b%25c>)\n"
    )
