"""The tables of docs/formats.md, made anew and compared; ``WATCHER_WRITE=1 pytest tests/watcher/formats/test_table.py`` writes them."""

import os
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from fakes import NOW
from watcher.formats import load, read, readable, writable, write
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, Venue

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
BOTH = sorted({*readable()} & {*writable()}, key=lambda form: load(form).TITLE.lower())

WHOLE = Record(
    source="files",
    source_id="1",
    kind=Kind.ABSTRACT,
    title="Doubling the dose: CgA <median & 50 % of {them}",
    original_title="Verdoppelte Dosis",
    retrieved=NOW,
    url="https://example.org/a_b?c=%20d&e=1#f",
    languages=("ger",),
    abstract=(Passage(text="41 patients.", label="METHODS"), Passage(text="HR 0.61; p<0.01.", label="RESULTS")),
    people=(
        Person(family="van den Berg-Müller", given="Jérôme", suffix="Jr"),
        Person(family="Singh", initials="SK"),
        Person(collective="NETWATCH and CLARINET Study Groups"),
    ),
    published=PartialDate(2024, 3, 5),
    ids=frozenset({Id("doi", "10.1200/jco.2024.42.3_suppl.1"), Id("pmid", "39900001"), Id("pmcid", "PMC9900001")}),
    mentions=frozenset({Id("nct", "NCT05050942")}),
    venue=Venue(
        title="Annals of Made Endocrinology",
        abbreviation="Ann Made Endocrinol",
        issns=("1234-5679",),
        volume="042",
        issue="3_suppl",
        pages="e1-e9",
        meeting="4th Made Meeting",
        publisher="Made Press",
    ),
    keywords=("dose, high", "escalation"),
)
FIELDS = {
    "title": lambda record: record.title,
    "original title": lambda record: record.original_title,
    "authors": lambda record: record.people,
    "date": lambda record: record.published,
    "journal": lambda record: record.venue.title,
    "abbreviation": lambda record: record.venue.abbreviation,
    "volume, issue, pages": lambda record: (record.venue.volume, record.venue.issue, record.venue.pages),
    "ISSN": lambda record: record.venue.issns,
    "meeting": lambda record: record.venue.meeting,
    "publisher": lambda record: record.venue.publisher,
    "kind": lambda record: record.kind,
    "DOI": lambda record: {id_ for id_ in record.ids if id_.scheme == "doi"},
    "PMID": lambda record: {id_ for id_ in record.ids if id_.scheme == "pmid"},
    "PMCID": lambda record: {id_ for id_ in record.ids if id_.scheme == "pmcid"},
    "trials": lambda record: record.mentions,
    "address": lambda record: record.url,
    "language": lambda record: record.languages,
    "keywords": lambda record: record.keywords,
    "abstract": lambda record: record.text,
}


def round_trips():
    """Return a row a field: whether each format brings it back as it was."""
    back = {form: one_back(form) for form in BOTH}
    yield "| field | " + " | ".join(load(form).TITLE for form in BOTH) + " |"
    yield "| --- |" + " --- |" * len(BOTH)
    for field, said in FIELDS.items():
        yield f"| {field} | " + " | ".join("yes" if said(back[form]) == said(WHOLE) else "-" for form in BOTH) + " |"


def one_back(form):
    written = write([WHOLE], form)
    (found,) = read(written if isinstance(written, bytes) else written.encode(), "x", NOW, form)
    return found


def formats():
    """Return a row a format: its name here, its files, and what is done with it."""
    yield "| format | `--format` | files | read | written |"
    yield "| --- | --- | --- | --- | --- |"
    for form in sorted({*readable(), *writable()}, key=lambda form: load(form).TITLE.lower()):
        suffixes = ", ".join(f".{suffix}" for suffix in load(form).SUFFIXES)
        done = (("yes" if form in some else "-") for some in (readable(), writable()))
        yield f"| {load(form).TITLE} | `{form}` | {suffixes} | {' | '.join(done)} |"


@pytest.mark.parametrize("made", [formats, round_trips], ids=lambda made: made.__name__)
def test_the_page_says_what_the_formats_do(made):
    if find_spec("openpyxl") is None:
        pytest.skip("openpyxl is not installed")
    name, table = made.__name__, "\n".join(made())
    text = PAGE.read_text("utf-8")
    block = re.compile(rf"(?<=<!-- {name} -->\n\n)(?:\|.*\n)*")
    if os.environ.get("WATCHER_WRITE"):
        text = block.sub(lambda _: f"{table}\n", text)
        PAGE.write_text(text, "utf-8")

    assert block.search(text)[0].rstrip("\n") == table
