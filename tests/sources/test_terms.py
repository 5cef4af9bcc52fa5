import pytest

from fakes import NOW
from sources import is_guess, written_out
from sources._terms import is_sought, own_groups, sought_by
from watcher.model import Concept, Query, Term


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("cystic fibros", ("cystic fibros", "cystic fibrosis", "cystic fibroses", "cystic fibrosed")),
        ("therap", ("therap", "therapy", "therapies", "therapeutic")),
        ("lanreotid", ("lanreotid", "lanreotide")),
        ("neuroendocrine tum", ("neuroendocrine tum", *(f"neuroendocrine tum{end}" for end in ("or", "ors", "our", "ours")))),
        ("carcinoid", ("carcinoid", "carcinoids")),
        ("appendectom", ("appendectom", "appendectomy", "appendectomies")),
        ("GEPNET", ("GEPNET", "GEPNETs")),
    ],
)  # fmt: skip
def test_a_stem_becomes_the_words_that_begin_so(stem, words):
    assert written_out(Term(text=stem, prefix=True)) == words
    assert not is_guess(Term(text=stem, prefix=True))


def test_a_group_that_shares_a_concept_with_one_before_it_brings_nothing_more_where_one_concept_is_enough():
    drug, disease, more = (
        Concept(name=name, terms=(Term(text=name),)) for name in ("octreotide", "carcinoid", "escalation")
    )
    query = Query(topic="a topic", groups=((drug, disease), (drug, more)), until=NOW)

    assert own_groups(query.groups) == ((drug, disease),)
    assert is_sought("Octreotide in acromegaly", sought_by(query))
    assert not is_sought("An escalation", sought_by(query))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EUCTR2021-000849-40-FR", True),
        ("EudraCT2021-000849-40", True),
        ("12021-000849-40", False),
        ("2021-000849-401", False),
    ],
)
def test_a_number_may_stand_right_behind_a_letter(text, expected):
    trial = Concept(name="trial", terms=(Term(text="2021-000849-40"), Term(text="SORENTO", exact_case=True)))

    assert is_sought(text, ((trial,),)) is expected


def test_a_stem_of_which_no_ending_is_known_is_a_guess():
    assert written_out(Term(text="xqz", prefix=True))[:2] == ("xqz", "xqzs")
    assert {"renal dysplas", "renal dysplasia", "renal"} <= {*written_out(Term(text="renal dysplas", prefix=True))}
    assert {"acromegaly", "acromegalic"} <= {*written_out(Term(text="acromegal", prefix=True))}
    assert {"vaccine", "vaccines", "vaccination"} <= {*written_out(Term(text="vaccin", prefix=True))}
    assert is_guess(Term(text="xqz", prefix=True))
    assert not is_guess(Term(text="xqz"))


def test_a_guess_gives_way_to_the_words_that_the_store_has():
    term = Term(text="renal dysplas", prefix=True, words=("renal dysplasia", "renal dysplastic"))

    assert written_out(term) == ("renal dysplas", "renal dysplasia", "renal dysplastic", "renal")
