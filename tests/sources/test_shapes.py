"""An answer in another form than the adapter was made for is noticed, and named by what readers lose."""

import dataclasses
import json

import pytest
from parts import record
from shapes import TARGET, shape

from fakes import REAL, page
from sources import VITAL, Difference, Shape, to_json, unfamiliar
from watcher.model import Venue


def seen(records, only=()):
    made = Shape()
    for one in records:
        made.add(one, only)
    return made


PAPERS = [record(number, venue=Venue(title=f"Journal {number}")) for number in range(12)]
BARE = [dataclasses.replace(one, abstract=(), published=None) for one in PAPERS]


def test_answers_as_they_were_are_as_expected():
    difference = Difference.of("pubmed", seen(PAPERS))

    assert not {"title", "abstract", "people", "published"} & {*difference.lost}


def test_a_field_that_all_records_lack_is_lost():
    assert {"abstract", "published"} <= {*Difference.of("pubmed", seen(BARE)).lost}
    assert Difference.of("pubmed", seen(BARE)).verdict == "poorer"
    assert "abstract" not in Difference.of("pubmed", seen([*BARE, PAPERS[0]])).lost


@pytest.mark.parametrize(("count", "said"), [(9, False), (10, True), (12, True)])
def test_in_daily_life_ten_records_are_needed_and_the_sentence_names_what_is_missing(count, said):
    told = unfamiliar("pubmed", seen(BARE[:count], VITAL))

    assert bool(told) is said
    if said:
        assert (
            told
            == f"answered in a form that we do not know: none of {count} records has an abstract or a date of publication"
        )


def test_records_of_one_journal_that_lack_something_together_prove_nothing():
    supplement = [dataclasses.replace(one, venue=Venue(title="A supplement")) for one in BARE]

    assert unfamiliar("pubmed", seen(supplement * 3, VITAL)) == ""
    assert unfamiliar("pubmed", seen([*supplement, *BARE[:10]], VITAL))
    assert unfamiliar("biorxiv", seen(supplement, VITAL))  # all that it has is of one home


def test_a_source_without_recordings_has_no_form_to_be_held_to():
    found = Difference.of("feeds", seen(BARE))

    assert (found.verdict, found.lost, found.fresh) == ("not compared", (), ())
    assert unfamiliar("feeds", seen(BARE)) == ""


def test_new_names_are_richer_and_the_words_of_an_index_are_no_names():
    body = {
        "hitCount": 1,
        "resultList": {"result": [{"id": "1", "mood": "good"}]},
        "index": {"Octreotide": [1, 7], "dose": [2]},
    }
    made = seen(PAPERS)
    made.see(page(json.dumps(body)))

    assert "resultList.result.id" in made.names
    assert not any("Octreotide" in name for name in made.names)
    assert Difference.of("europepmc", made).fresh == ("index", "resultList.result.mood")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b"<html><b>no</b></html>", b"NaN"])
def test_what_has_no_names_has_none(body):
    made = Shape()
    made.see(page(body))

    assert made.names == set()


@pytest.mark.skipif(not REAL.exists(), reason="no recordings at hand")
def test_the_shapes_are_those_of_the_recordings():
    """Written anew by ``PYTHONPATH=.:tests python tests/shapes.py``."""
    known = json.loads(TARGET.read_text("utf-8"))

    assert {name: json.loads(to_json({name: shape(name)}))[name] for name in known} == known
