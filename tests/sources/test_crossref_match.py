import pytest

from sources.crossref.match import speaks_of
from watcher.model import Concept, Term


def concept(name, *terms):
    return Concept(name=name, terms=tuple(Term(text=t.rstrip("*"), prefix=t.endswith("*")) for t in terms))


TRIAL = Concept(name="trial", terms=(Term(text="SORENTO", exact_case=True), Term(text="CAM2029")))
DRUG = concept("drug", "octreotid*", "lanreotid*", "somatostatin analog*")
DISEASE = concept("disease", "neuroendocrine tumor*", "neuroendocrine tumour*", "GEP-NET*", "carcinoid*")
GROUPS = ((TRIAL,), (DRUG, DISEASE))
TEXT = "It is a cohort."


@pytest.mark.parametrize(
    "title",
    [
        "Octreotide in neuroendocrine tumours",
        "OCTREOTIDE LAR AND GEP-NETS",
        "Octreotide for gepnets",
        "Lanréotide in GEP NET",
        "Somatastatin analogue tolerability in neuro endocrine tumours (NETs)",
        "Ocreotide and neuroendorcine tumors",  # a letter lost, two swapped
        "Lanreotide-autogel for neuro-endocrine tumour",
        "SORENTO: design",
        "CAM 2029 and CAM-2029",
        "Somatostatin  analogs\nin carcinoids",
    ],
)
def test_what_is_meant_is_found_however_it_is_typed(title):
    assert speaks_of(GROUPS, title, TEXT)


@pytest.mark.parametrize(
    "title",
    [
        "Sorento bay and Sorrento Therapeutics",
        "Octreotate and carcinoma",
        "Network of carcinomas",
        "Octreotide in acromegaly",
        "Neuroendocrine tumours without a drug",
        "",
    ],
)
def test_what_is_not_meant_is_left(title):
    assert not speaks_of(GROUPS, title, TEXT)


def test_the_abstract_counts_as_the_title_does():
    assert speaks_of(GROUPS, "A cohort", "Lanreotide was given for carcinoid tumours.")


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Lanreotide every two weeks after progression", True), ("Management of carcinoid", True), ("Knees", False)],
)
def test_a_title_alone_may_leave_one_concept_out(title, expected):
    assert speaks_of(GROUPS, title, "") is expected


MORE = concept("more", "escalat*", "high-dose")


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Octreotide after escalation", TEXT, True),
        ("A cohort", "High-dose lanreotide was given.", True),
        ("Octreotide in acromegaly", TEXT, False),
        ("Escalation in knees", "", False),  # of a title alone, no concept of a narrower group is left out
    ],
)
def test_a_narrower_group_wants_all_of_its_concepts(title, abstract, expected):
    assert speaks_of(GROUPS, title, abstract, ((DRUG, MORE),)) is expected


def test_a_slip_of_the_pen_is_borne_in_the_title_and_not_in_the_abstract():
    assert speaks_of(GROUPS, "Octretide and neuroendocrin tumors", "None.")
    assert not speaks_of(GROUPS, "A cohort", "Once octretide, once neuroendocrin tumors.")


def test_a_group_of_one_concept_wants_it_in_a_title_too():
    assert not speaks_of(((TRIAL,),), "Knees", "")


@pytest.mark.parametrize(("text", "expected"), [("insulin", False), ("inulin", True)])
def test_short_words_must_be_spelt_as_they_are(text, expected):
    assert speaks_of(((concept("sugar", "inulin"),),), text, TEXT) is expected


def test_a_term_without_letters_is_never_found():
    assert not speaks_of(((concept("none", "---"),),), "---", TEXT)
