import json
import re
from pathlib import Path

import pace
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import line

from digests.outcomes.figures import extract, figures
from digests.outcomes.lexicon import word_number
from fakes import payloads
from watcher.text import fold

SENTENCES = Path(__file__).parent.parent / "data" / "outcomes" / "sentences.txt"


def rows():
    """Return each sentence of the file with the lines that stand indented below it."""
    blocks = re.findall(r"^([^#\s].*)\n((?:    .*\n)*)", SENTENCES.read_text(encoding="utf-8"), re.MULTILINE)
    return [pytest.param(text, [line.strip() for line in lines.splitlines()], id=text[:60]) for text, lines in blocks]


@pytest.mark.parametrize(("text", "expected"), rows())
def test_a_sentence_gives_the_figures_that_it_prints(text, expected):
    found = [line(figure) for figure in figures(text)]

    assert found == expected


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("After a median follow-up of 32 months (range, 4-98), 21 patients had died.", "follow-up", 32),
        ("Patients were followed for a median of 3.1 years.", "follow-up", 3.1),
        ("A 29.2-month median follow-up was available.", "follow-up", 29.2),
        ("The median age was 63 years (range 34 to 82).", "age", 63),
        ("Median Ki-67 was 4% (range 1-18).", "Ki-67", 4),
        ("The median treatment duration was 51 weeks.", "treatment duration", 51),
    ],
)
def test_what_describes_patients_is_no_result(text, name, value):
    assert figures(text) == ()
    assert [(one.outcome, one.value) for one in figures(text, characteristics=True)] == [(name, value)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([row.values[0] for row in rows()]), st.integers(0, 300), st.integers(0, 300))
def test_a_sentence_cut_anywhere_is_read_without_fail(text, start, end):
    for figure in figures(text[start:end]):
        assert text[start:end][figure.span.start : figure.span.end] == figure.sentence


@pytest.mark.parametrize(
    "text",
    ["median TTP", "for medians", "less than the median", "time to progression", "hazard ratio 0.5,", "5% (A) and"],
)
def test_a_sentence_may_end_after_any_word(text):
    assert len(figures(text)) <= 1


def test_a_sentence_may_begin_with_the_end_of_a_bracket():
    (found,) = figures("A (P = .180)\n). every OR 4 p 0.05.")

    assert (found.measure, found.value) == ("OR", 4.0)


def test_figures_know_their_sentence_and_their_place_in_the_text():
    text = "METHODS: We gave lanreotide.\nRESULTS: It was safe. Median PFS was 8\u00b73 months (95% CI 5\u00b76\u201311\u00b71)."

    (figure,) = figures(text)

    assert text[figure.at.start : figure.at.end] == "8\u00b73"
    assert text[figure.span.start : figure.span.end] == figure.sentence
    assert figure.sentence == "Median PFS was 8\u00b73 months (95% CI 5\u00b76\u201311\u00b71)."
    assert (figure.span.field, figure.at.field) == ("abstract", "abstract")


def test_of_two_intervals_the_first_is_the_number_s():
    (found,) = figures("PFS was longer (HR 0.5; 95% CI 0.3-0.8; 90% CI 0.4-0.6).")

    assert (found.low, found.high, found.level) == (0.3, 0.8, 95)


def test_the_p_of_a_comparison_is_that_of_each_of_its_values():
    found = figures("Median OS differed (32 vs 8 months, P<0.05).")

    assert [(one.value, one.p) for one in found] == [(32, "<0.05"), (8, "<0.05")]


def test_a_title_has_its_own_field():
    assert [figure.at.field for figure in figures("Median PFS was 8 months", field="title")] == ["title"]


def test_extract_gives_what_json_takes():
    assert extract("PFS was longer (HR 0.47; 95% CI 0.30-0.73; P<0.001).") == [
        {
            "outcome": "PFS",
            "event": "",
            "severity": "",
            "measure": "HR",
            "value": 0.47,
            "direction": "",
            "low": 0.3,
            "high": 0.73,
            "level": 95.0,
            "p": "<0.001",
            "significant": None,
            "unit": "",
            "n": None,
            "total": None,
            "arm": "",
            "comparator": "",
            "groups": "",
            "contrast": "arms",
            "milestone": "",
            "sentence": "PFS was longer (HR 0.47; 95% CI 0.30-0.73; P<0.001).",
            "start": 19,
            "end": 23,
        }
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "No number at all.", "(((((", "95% CI", "HR", "median", "p = ", "\u221e"]
)
def test_nothing_comes_of_nothing(text):
    assert figures(text) == ()


WORDS = st.sampled_from(
    [
        *"median medians mean PFS OS ORR HR OR RR hazard ratio was were of and vs versus respectively ( ) [ ] , ; : . = < % "
        "95% CI confidence interval 0.47 .30 1,234 12 8.5 8·5 months weeks 12-month at to - – not reached n=99 "
        "13/57 57 of P p <0.001 ± range IQR patients arm A B with for in difference significant no rate ² ½ 10⁻⁴ \n".split(),
        "\n",
        " ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join)))
def test_offsets_are_true_and_every_value_stands_at_its_place(text):
    for figure in figures(text):
        printed = text[figure.at.start : figure.at.end]
        assert text[figure.span.start : figure.span.end] == figure.sentence
        assert figure.span.start <= figure.at.start < figure.at.end <= figure.span.end
        if figure.value is not None:
            assert value_of(printed) == abs(figure.value)


def value_of(printed):
    """Return the number that a text prints, in words or digits, with a decimal point or comma."""
    plain = re.sub(r"[\u2219\u22c5\u2027\u2022]", ".", fold(printed))
    counted = word_number(plain)
    if counted is not None:
        return counted
    comma = re.fullmatch(r"[-+]?(?:0,\d{1,3}|\d{1,3},\d{1,2})", plain)
    return abs(float(plain.replace(",", "." if comma else "")))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10000,
        "95% CI " * 1400,
        "1,2" * 3300,
        "median PFS and " * 660,
        "0.5 vs " * 1400,
        "p" * 10000,
        "HR 0.5 (95% CI 0.3-0.8), " * 400,
        "12 of 57 patients (21%) had diarrhoea, " * 250,
        "[1; 2, " * 1400,
        "no " * 3300,
    ],
)
def test_no_text_takes_long(text):
    took, _ = pace.seconds(lambda: figures(text), goal=2)

    assert took < 2


def test_the_labelled_sentences_are_read_as_their_goals_ask():
    rows = [json.loads(row) for body in payloads("nlp/numeric_gold_dev.jsonl") for row in body.splitlines()]

    for row in rows:
        expected = sorted((r["value"], r["lo"] or 0, r["hi"] or 0) for r in row["ratios"])
        ratios = [f for f in figures(row["text"]) if f.measure in {"HR", "OR", "RR"}]
        assert sorted((f.value, f.low or 0, f.high or 0) for f in ratios) == expected


def test_three_values_of_which_one_group_is_named_are_no_pair():
    for text in (
        "Diarrhoea was more frequent with the depot (36% vs 14% vs 9%).",
        "Diarrhoea was more frequent with the octreotide depot (36% versus 14% versus 9% versus 2%).",
    ):
        assert all(one.comparator == "" for one in figures(text))


@pytest.mark.parametrize("having", ["had", "showed", "achieved"])
@pytest.mark.parametrize("whose", ["", "of patients ", "of the patients ", "of all participants "])
@pytest.mark.parametrize("joint", [" and", ", and", ","])
def test_a_share_with_an_outcome_of_its_own_is_not_that_of_the_outcome_before(joint, whose, having):
    found = figures(f"Partial response was seen in 3.7%{joint} 70.4% {whose}{having} stable disease as best response.")

    assert [(one.outcome, one.value) for one in found] == [("PR", 3.7), ("SD", 70.4)]


@pytest.mark.parametrize(
    ("line", "measures"),
    [
        ("Glycated haemoglobin - Arm 1: 6.2%; Arm 2: 6.8%", ["level", "level"]),
        ("HbA1c - Arm 1: 6.2%; Arm 2: 6.8%", ["level", "level"]),
        ("Hyperglycaemia - Arm 1: 12%; Arm 2: 8%", ["rate", "rate"]),
    ],
)
def test_a_per_cent_is_a_level_where_that_is_the_unit_of_what_is_measured(line, measures):
    assert [figure.measure for figure in figures(line)] == measures


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Median overall survival: 38.1 months before 2010, 52.4 months after 2010.", [(38.1, "before 2010"), (52.4, "after 2010")]),
        ("5-year OS: 38% before 2010, 52% after 2010.", [(38, "before 2010"), (52, "after 2010")]),
        ("Median OS: lanreotide 2010 to 2014: 38.1 months, 2015 to 2020: 52.4 months.", [(38.1, "lanreotide 2010 to 2014"), (52.4, "2015 to 2020")]),
        ("CgA was 2010 ng/mL with A and 1200 ng/mL with B.", [(2010, "A"), (1200, "B")]),
        ("Median CgA was 1980 vs 2010.", [(1980, ""), (2010, "")]),
    ],
)  # fmt: skip
def test_a_year_is_no_value(text, values):
    assert [(one.value, one.arm) for one in figures(text)] == values


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PFS rate: 6 months: 80%; 12 months: 60%", [("rate", 80, "6 months"), ("rate", 60, "12 months")]),
        ("PFS: 6 months: 80%; 12 months: 60%; the trial goes on.", []),
        ("Median PFS: depot 12 months: 9 in grade 3.", [("median", 12, ""), ("median", 9, "")]),
    ],
)
def test_a_time_that_heads_a_share_is_no_value(text, told):
    assert [(one.measure, one.value, one.milestone) for one in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Diarrhoea was less frequent with LAR than with the depot (29% vs 38%).", "rate"),
        ("Diarrhoea was worse with the depot than with LAR (38% vs 29%).", "rate"),
        ("Flushing was less severe than before in 60% with A and 40% with B.", "improved"),
        ("Diarrhoea was less frequent in 60% with A and in 40% with B.", "improved"),
        ("Diarrhoea worsened in 60% with A and in 40% with B.", "worsened"),
    ],
)
def test_who_had_less_than_others_did_not_improve(text, measure):
    assert [one.measure for one in figures(text)] == [measure, measure]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("Diarrhoea was more frequent than with placebo (38% vs 9%).", ["", "placebo"]),
        ("Diarrhoea was more frequent with the depot (38% vs 9%).", ["depot", ""]),
        ("Median PFS was longer than with placebo (14.1 vs 9.0 months).", ["", "placebo"]),
        ("Median PFS was longer compared with placebo (14.1 vs 9.0 months).", ["", "placebo"]),
        ("Median PFS was longer with the depot (14.1 vs 9.0 months).", ["depot", ""]),
    ],
)
def test_the_arm_that_others_are_held_against_has_the_second_value(text, arms):
    assert [one.arm for one in figures(text)] == arms


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A fall of 5-HIAA of 30% or more was found in 14 of 33 (42%).", [42]),
        ("A 30% drop in stools was seen in 12 of 40 patients (30%).", [30]),
        ("Symptom response, a 50% fall of flushing, was the endpoint.", []),
    ],
)
def test_how_much_it_takes_to_be_counted_is_no_share(text, values):
    assert [one.value for one in figures(text)] == values


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Pooled disease control rate was 62% (95% CI 55 to 69; I2 = 71%).", [(62, 55, 69, "")]),
        ("The pooled DCR was 58% (I2 = 64%, 95% CI 49-67).", [(58, 49, 67, "")]),
        ("Median PFS was 8.0 months (95% CI 6.5-9.9; I\u00b2 = 80%; tau2 = 0.04).", [(8, 6.5, 9.9, "")]),
        ("The pooled ORR was 11% (95% CI, 7%-16%; I\u00b2 45%; P for heterogeneity = 0.03).", [(11, 7, 16, "")]),
        ("Pooled PFS HR 0.81 (95% CI 0.66-0.99), I2 = 0%, p = 0.04.", [(0.81, 0.66, 0.99, "0.04")]),
        ("Heterogeneity was high (I2 = 71%).", []),
    ],
)
def test_how_much_studies_differ_is_no_value_and_hides_none(text, told):
    assert [(one.value, one.low, one.high, one.p) for one in figures(text)] == told


def test_a_time_to_something_else_is_no_time_to_response():
    found = figures("Median time to response was 3 months and to progression 18 months.")

    assert [(one.outcome, one.value) for one in found] == [("TTR", 3)]
