"""Whatever text comes, figures, roles, traits, summary and proof give a value, in a time that grows with its length."""

import json
from functools import partial

import pace
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.gist import population, summarise
from digests.outcomes.figures import figures
from digests.proof import prove
from digests.roles import marked
from digests.valued import figure, printed
from fakes import NOW
from watcher.cli.extract import extract_command
from watcher.model import Entry, Kind, Passage, Record

PIECES = (
    "PFS", "median", "HR", "ORR", "Median OS was", "hazard ratio", "diarrhoea", "Ki-67", "grade 1-", "n =", "95% CI", "p <",
    "who were not", "for more than 24 months", "by central review", "Ki-67 <3%, 3-10% and >10% strata", "with the first increase", "lanreotide",
    "(", ")", "[", "]", ",", ";", ".", "%", "-", "to", "vs", "and", "at", "of", "months", "patients", "respectively", "not reached",
    "0", "12", "1,234", "1" * 400, "9" * 13, "1e999", "10**30", "NaN", "inf", "-0", "250%", "(95% CI 3.0-1.0)", "0,5", ".5", "\u0663\u0661",
    "\uff11\uff12", "\u00bd", "\u00b2", "\u2078", "\u0967", "\ud800", "\x00", "\u202e", "\u2067", "\u061c", "\u180e", "\u0130", "\u1e9e", "\ufb01", "\n", "\t", "RESULTS:",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join)
KINDS = st.sampled_from(list(Kind))


def record(text, kind=Kind.ARTICLE):
    return Record(
        source="pubmed",
        source_id="1",
        kind=kind,
        title="",
        retrieved=NOW,
        abstract=(Passage(text=text),) if text else (),
    )


def proved(text):
    """Return what fails of the figures, traits and sentences that the text gives."""
    made = record(text)
    entry = Entry(
        item=1, title="", url="", authors="", venue="", date="", kind="", tier="", source_class="",
        figures=figures(made.text), traits=population("", made.text), summary=summarise(made),
    )  # fmt: skip
    return prove(entry, [made])[1]


def test_two_groups_of_one_name_beside_one_another_are_read():
    twice = "ORR was 5% for more than 24 months for more than 24 months and 4% in midgut NETs."

    assert [figure.value for figure in figures(twice)] == [5, 4]


@settings(max_examples=150, deadline=None)
@given(TEXTS, KINDS)
def test_any_text_gives_values_that_stand_in_it(text, kind):
    assert proved(text) == ()
    for found in figures(text):
        assert figure(found)
        assert found.low is None or found.high is None or found.low <= found.high or found.measure not in {"HR", "OR"}
    for quote in summarise(record(text, kind)):
        assert quote.text in record(text).text
    assert all(0 <= one.start < one.end <= len(text) for one in marked(text))


@settings(max_examples=200, deadline=None)
@given(st.floats(allow_nan=False), TEXTS)
def test_any_number_is_printed(number, sentence):
    assert printed(number, sentence)


@pytest.mark.parametrize("text", ["PFS HR 0.5 (95% CI 0.3-0.8) \ud800.", "\x00", "1" * 5_000, "\u202e12 months"])
def test_extract_prints_what_it_finds_in_any_text(text):
    line = json.dumps({"id": "a", "text": text})

    result = CliRunner().invoke(extract_command, ["-"], input=line)

    assert result.exit_code == 0, result.exception
    assert json.loads(result.output)["id"] == "a"


def test_extract_refuses_what_is_no_json():
    result = CliRunner().invoke(extract_command, ["-"], input='{"id": NaN, "text": "PFS"}')

    assert "NaN is no number" in str(result.exception)


LISTS = (
    "12, ", "8.5 months in A and ", "12%, ", "0.79 (95% CI 0.54-1.16), ", "diarrhoea (26%), ", "12-month PFS 80%, ", "12 vs ",
    "HR 0.5 ", "grade 1 or ", "12 patients ", "progression on octreotide ", "e.g. ", "A. ", "(", "1", "a", " ", "Results: ", "a\n",
)  # fmt: skip


@pytest.mark.parametrize("item", LISTS)
def test_twice_the_text_takes_no_more_than_thrice_the_time(item):
    for reader in (figures, marked, partial(population, ""), proved):
        once, twice = (partial(reader, item * (length // len(item))) for length in (3_000, 6_000))
        assert pace.grown(once, twice, most=3)[0] == 0
