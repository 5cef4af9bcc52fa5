import pytest

from fakes import NOW
from sources._registry import broad_terms, phases, status_term
from watcher.model import Concept, Query, Term


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Therapeutic confirmatory  (Phase III)", ("PHASE3",)),
        ("Phase II/III", ("PHASE2", "PHASE3")),
        ("Phase 1b/2a", ("PHASE1", "PHASE2")),
        ("0", ("EARLY_PHASE1",)),
        ("Not Applicable", ()),
        ("Early Phase 1", ("EARLY_PHASE1",)),
        (
            "Human pharmacology (Phase I): no Therapeutic exploratory (Phase II): no Therapeutic confirmatory - (Phase III): yes Therapeutic use (Phase IV): no",
            ("PHASE3",),
        ),
        (
            "Human pharmacology (Phase I): Therapeutic exploratory (Phase II): yes\nTherapeutic confirmatory - (Phase III): yes",
            ("PHASE2", "PHASE3"),
        ),
        ("(Phase I): no (Phase II): no (Phase III): no (Phase IV): no", ()),
        ("Phase I: No, Phase II: Yes", ("PHASE2",)),
        ("Fase I: NO, Fase II: SÍ", ("PHASE2",)),
        ("FAZ \u0130\u0130\u0130 / faz \u0131\u0131", ("PHASE2", "PHASE3")),
        ("", ()),
    ],
)
def test_a_phase_in_words_becomes_a_term(text, found):
    assert phases(text) == found


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("Recruiting", "RECRUITING"),
        ("", ""),
        ("Not Available", ""),
        ("Not Recruiting", "NOT_RECRUITING"),
        ("Not recruiting", "NOT_RECRUITING"),
        ("Authorised-recruitment may be ongoing", "UNKNOWN"),
    ],
)
def test_a_status_that_does_not_map_is_unknown(words, term):
    assert status_term(words) == term


def test_a_registry_without_stems_is_asked_for_whole_words_of_the_narrowest_concept():
    drug = Concept(
        name="drug",
        terms=(
            Term(text="lanreotid", prefix=True),
            Term(text="somatostatin analog", prefix=True),
            Term(text="lanreotide autogel"),
        ),
    )
    disease = Concept(name="disease", terms=tuple(Term(text=f"word{n}") for n in range(4)))
    query = Query(topic="t", groups=((disease, drug), ()), until=NOW)

    assert broad_terms(query) == (
        "lanreotid",
        "lanreotide",
        "somatostatin analog",
        "somatostatin analogs",
        "somatostatin analogue",
        "somatostatin analogues",
    )
