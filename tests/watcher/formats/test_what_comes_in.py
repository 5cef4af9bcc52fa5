"""What a file may say is looked at where it comes in, our own form too."""

import dataclasses
import json
import random

import msgspec
import pytest

from fakes import NOW
from watcher.bounds import LONGEST_ID, LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL, MOST_WORDS, bounded
from watcher.formats import load, read, readable, write
from watcher.formats._reading import Reference, Tags, recorded
from watcher.formats._values import relations
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, TrialFacts, Unreadable, Venue

OWN = Record(source="pubmed", source_id="1", kind=Kind.ARTICLE, title="Octreotide", retrieved=NOW, keywords=("dose",))


def line(**changes):
    return json.dumps({**msgspec.to_builtins(OWN), **changes})


def one(text):
    (piece,) = read(text.encode(), "x.jsonl", NOW)
    return piece


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"published": {"year": 2026, "month": 13}}, "no date: 2026-13-None"),
        ({"published": {"year": 0}}, "no date: 0-"),
        ({"published": {"year": 99999}}, "no date: 99999-"),
        ({"published": {"year": 10**30}}, ""),
        ({"published": {"year": "2026"}}, ""),
        ({"published": {"year": True}}, ""),
        ({"issued": {"year": 2026, "month": 2, "day": 30}}, "no date: 2026-2-30"),
        ({"trial": {"first_posted": {"date": {"year": 2026, "month": 13}, "actual": True}}}, ""),
        ({"trial": {"enrolment": {"count": 10**30, "actual": True}}}, ""),
        ({"retrieved": "2026-11-23T06:00:00"}, "a time without its zone"),
        ({"updated": "2026-11-23T06:00:00"}, "a time without its zone"),
        ({"retrieved": "99999-01-01T00:00:00Z"}, ""),
        ({"kind": "nonsense"}, ""),
        ({"source": ""}, "no source"),
        ({"title": ""}, "no title"),
        ({"title": None}, ""),
        ({"title": float("nan")}, ""),
        ({"keywords": [float("inf")]}, ""),
        ({"ids": [["doi"]]}, ""),
    ],
)
def test_a_line_of_our_own_that_cannot_be_is_unreadable(changes, said):
    piece = one(line(**changes))

    assert isinstance(piece, Unreadable)
    assert said in piece.reason
    assert piece.where == "line 1"


def test_a_key_that_stands_twice_is_unreadable():
    assert one(line()[:-1] + ', "title": "Another"}').reason == "a key stands twice in it"


@pytest.mark.parametrize("name", ["source", "source_id", "title", "url", "version"])
def test_no_field_of_a_saved_record_keeps_what_is_not_seen(name):
    piece = one(line(**{name: "a\x1b]0;evil\x07b\u202ec\u061c\u180ed"}))

    value = getattr(piece, name)
    assert value.isprintable()
    assert not set("\x1b\x07\u202e\u061c\u180e") & set(value)


def test_what_is_too_long_is_cut_wherever_it_stands():
    record = dataclasses.replace(
        OWN,
        source_id="i" * 10_000,
        title="t" * 460_000,
        url="https://a.example/" + "u" * 9_000,
        abstract=(Passage(text="a " * 250_000, label="L" * 9_000),),
        keywords=tuple(f"k{n}" * 1_000 for n in range(3_000)),
        people=tuple(Person(family="f" * 9_000) for _ in range(3_000)),
        venue=Venue(title="v" * 9_000, issns=("1" * 9_000,)),
        ids=frozenset({Id("guid", "g" * 100_000), Id("doi", "10.1/x")}),
    )

    found = bounded(record)

    assert (len(found.source_id), len(found.title), found.url) == (LONGEST_ID, LONGEST_TITLE, "")
    assert len(found.text) < LONGEST_TEXT + 1_000
    assert found.title.endswith("[cut]")
    assert len(found.keywords) == len(found.people) == MOST_WORDS
    assert len(found.venue.title) == len(found.people[0].family) == len(found.venue.issns[0]) == len(found.keywords[0])
    assert found.ids == {Id("doi", "10.1/x")}
    assert bounded(found) == found


def test_what_is_neither_too_long_nor_hidden_stays_itself():
    record = dataclasses.replace(
        OWN,
        abstract=(Passage(text="One.\nTwo: 5 µg."),),
        people=(Person(family="Müller"),),
        published=PartialDate(2026, 11),
        trial=TrialFacts(registry="nct"),
    )

    assert bounded(record) is record
    assert len(record.url) <= LONGEST_URL


@pytest.mark.parametrize("form", readable())
@pytest.mark.parametrize(
    "body", [b"", b" \n\n", random.Random(1).randbytes(4_000), b"\x00" * 999, b"%PDF-1.4 and so on"]
)
def test_a_file_in_which_nothing_can_be_read_says_so(form, body):
    pieces = list(read(body, f"x.{load(form).SUFFIXES[0]}", NOW, form))

    assert pieces
    assert all(isinstance(piece, Unreadable) for piece in pieces)


def test_a_table_that_names_no_titles_is_unreadable_once():
    body = "patient,dose\n" + "1,30\n" * 12_363

    assert [piece.reason for piece in read(body.encode(), "x.csv", NOW)] == ["it names no column of titles"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\u2212", "\t=", "\r="])
def test_no_cell_of_a_table_is_a_formula_whatever_its_sign(start):
    record = dataclasses.replace(OWN, source_id=f"{start}1", title=f"{start}HYPERLINK(1)", keywords=(f"{start}2",))

    for row in write([record], "csv").splitlines()[1:]:
        assert not any(cell.strip('"').startswith(start.strip() or start) for cell in row.split(","))


def test_a_fault_of_ours_in_one_reference_costs_no_neighbour():
    def reference(tags, position):
        return Reference(key=position, title={"1": "One", "3": "Three"}[position])

    one, bad, three = recorded([Tags(), Tags(), Tags()], reference, "x.ris", NOW)

    assert (one.title, three.title) == ("One", "Three")
    assert (bad.where, bad.reason) == ("record 2, line 0", "KeyError: '2'")
    assert "in reference" in bad.trace


@pytest.mark.parametrize(
    ("note", "kinds"),
    [
        ("Erratum in: J Made. 2015;1:9. PMID: 7", ["corrected_by"]),
        ("EXPRE\u017f\u017fION OF CONCERN IN: J Made. PMID: 7", ["concern_in"]),
        ("Erratum \u0131n: J Made. PMID: 7", []),
    ],
)
def test_what_a_note_says_of_another_paper_is_read_in_any_letters(note, kinds):
    assert [relation.kind for relation in relations(note)] == kinds
