import dataclasses

import pytest

from digests.proof import check, prove
from fakes import NOW
from watcher.model import Entry, Figure, Kind, Passage, Quote, Record, Regimen, Span, Trait

TEXT = "Grade 1-2 tumours. Median PFS was 8.5 months (95% CI 7.7 to 13.8; p<0\u00b70001). It helps."
RECORD = Record(
    source="pubmed",
    source_id="1",
    kind=Kind.ARTICLE,
    title="Lanreotide 120 mg every 14 days",
    retrieved=NOW,
    abstract=(Passage(text=TEXT),),
)


def place(words, field="abstract"):
    start = (RECORD.title if field == "title" else TEXT).index(words)
    return Span(field=field, start=start, end=start + len(words))


SENTENCE = "Median PFS was 8.5 months (95% CI 7.7 to 13.8; p<0\u00b70001)."
QUOTE = Quote(text="It helps.", span=place("It helps."), role="conclusion")
FIGURE = Figure(
    measure="median",
    value=8.5,
    sentence=SENTENCE,
    span=place(SENTENCE),
    at=place("8.5"),
    outcome="PFS",
    unit="months",
    low=7.7,
    high=13.8,
    level=95,
    p="<0.0001",
)
TRAIT = Trait(name="grade", value="G1-G2", sentence="Grade 1-2 tumours.", span=place("Grade 1-2 tumours."))
REGIMEN = Regimen(drug="lanreotide", text="120 mg every 14 days", span=place("120 mg every 14 days", "title"))


def entry(**parts):
    return Entry(item=7, title="", url="", authors="", venue="", date="", kind="", tier="", source_class="", **parts)


def test_what_stands_in_its_source_passes():
    honest = entry(summary=(QUOTE,), figures=(FIGURE,), traits=(TRAIT,), regimens=(REGIMEN,))

    assert check([honest], lambda _item: [RECORD]) == ()
    assert prove(honest, [RECORD]) == (honest, ())


def test_any_record_of_the_item_may_be_the_source():
    other = dataclasses.replace(RECORD, abstract=(), source_id="2")

    assert check([entry(summary=(QUOTE,))], lambda _item: [other, RECORD]) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 85.0},
        {"low": 7.0},
        {"high": 13.9},
        {"level": 90.0},
        {"p": "<0.001"},
        {"n": 12},
        {"total": 140},
        {"spread": "range 1-3"},
        {"milestone": "12 months"},
        {"at": place("7.7")},
        {"at": place("It")},
        {"at": place("120", "title")},
        {"span": place("It helps.")},
        {"sentence": SENTENCE.replace("8.5", "18.5")},
    ],
)
def test_a_figure_that_is_not_as_printed_is_dropped_and_told(changed):
    wrong = entry(summary=(QUOTE,), figures=(FIGURE, dataclasses.replace(FIGURE, **changed)))

    kept, failures = prove(wrong, [RECORD])

    assert kept.figures == (FIGURE,)
    assert kept.summary == (QUOTE,)
    assert [(failure.item, failure.part, bool(failure.reason)) for failure in failures] == [(7, wrong.figures[1], True)]


@pytest.mark.parametrize(
    "part",
    [
        {"summary": (dataclasses.replace(QUOTE, text="It heals."),)},
        {"summary": (dataclasses.replace(QUOTE, text="", span=Span(field="abstract", start=0, end=0)),)},
        {"traits": (dataclasses.replace(TRAIT, value="G1-G3"),)},
        {"traits": (dataclasses.replace(TRAIT, sentence="Grade 3 tumours."),)},
        {"regimens": (dataclasses.replace(REGIMEN, text="60 mg every 14 days"),)},
    ],
)
def test_words_that_are_not_the_source_s_own_are_told(part):
    kept, failures = prove(entry(**part), [RECORD])

    assert kept == entry()
    assert len(failures) == 1


def test_an_item_without_a_record_proves_nothing():
    assert [f.reason for f in check([entry(summary=(QUOTE,))], lambda _item: [])] == [
        "no record of the item is at hand"
    ]
