import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.roles import Model, Role, best_path, features, load, marked, role_of_heading, roles
from digests.roles.headings import heading

ABSTRACT = (
    "Somatostatin analogues are widely used in neuroendocrine tumours.",
    "The aim of this study was to assess lanreotide given every 14 days.",
    "Ninety-nine patients were enrolled in an open-label phase 2 trial and received 120 mg every 14 days.",
    "The primary endpoint was progression-free survival, assessed centrally.",
    "Median PFS was 8.3 months (95% CI 5.6-11.1; P = 0.03) in midgut tumours.",
    "Adverse events occurred in 73% of patients.",
    "In conclusion, a shorter interval was well tolerated and may be an option after progression.",
)
EXPECTED = (
    Role.BACKGROUND,
    Role.OBJECTIVE,
    Role.METHODS,
    Role.METHODS,
    Role.RESULTS,
    Role.RESULTS,
    Role.CONCLUSIONS,
)


def test_an_abstract_is_read_with_the_weights():
    found = roles(ABSTRACT)

    # Many journals print what is known under "Objective", so that the first sentence may be either.
    assert found[0] in {Role.BACKGROUND, Role.OBJECTIVE}
    assert found[1:] == EXPECTED[1:]


def test_no_sentence_has_no_role():
    assert roles(()) == ()


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("RESULTS", Role.RESULTS),
        ("Patients and methods", Role.METHODS),
        ("MAIN OUTCOME MEASURES", Role.METHODS),
        ("Main Outcomes and Measures", Role.METHODS),
        ("Primary end point", Role.METHODS),
        ("Exposures", Role.METHODS),
        ("Data sources", Role.METHODS),
        ("Study selection", Role.METHODS),
        ("Data synthesis", Role.RESULTS),
        ("The trial failed its primary endpoint", None),
        ("Interpretation", Role.CONCLUSIONS),
        ("Key messages", Role.CONCLUSIONS),
        ("Take-home message", Role.CONCLUSIONS),
        ("Bottom line", Role.CONCLUSIONS),
        ("Case summary", Role.RESULTS),
        ("Summary of the case", Role.RESULTS),
        ("Fallbericht", Role.RESULTS),
        ("BACKGROUND", Role.BACKGROUND),
        ("Aims", Role.OBJECTIVE),
        ("FUNDING", None),
        ("", None),
    ],
)
def test_a_heading_names_its_role(label, role):
    assert role_of_heading(label) is role


@pytest.mark.parametrize(
    ("text", "own", "role"),
    [
        ("RESULTS: It worked.", "It worked.", Role.RESULTS),
        ("Results: It worked.", "It worked.", Role.RESULTS),
        ("Results. It worked.", "It worked.", Role.RESULTS),
        ("[RESULTS] It worked.", "It worked.", Role.RESULTS),
        ("PATIENTS AND METHODS:: We asked.", "We asked.", Role.METHODS),
        ("Patients and methods In this trial it grew.", "In this trial it grew.", Role.METHODS),
        ("Results Thirty-four patients came.", "Thirty-four patients came.", Role.RESULTS),
        ("RESULTS 45 patients came.", "45 patients came.", Role.RESULTS),
        ("Conclusions and Relevance: It worked.", "It worked.", Role.CONCLUSIONS),
        ("Authors' conclusions: It worked.", "It worked.", Role.CONCLUSIONS),
        ("Author\u2019s conclusion: It worked.", "It worked.", Role.CONCLUSIONS),
        ("Résultats. Le taux fut bas.", "Le taux fut bas.", Role.RESULTS),
        ("Patients et méthodes. Le taux fut bas.", "Le taux fut bas.", Role.METHODS),
        ("Conclusión. Fue bajo.", "Fue bajo.", Role.CONCLUSIONS),
        ("Objective Response Rate was 5%.", "Objective Response Rate was 5%.", None),
        ("Results were good.", "Results were good.", None),
        ("ORR: 43% versus 9.3%.", "ORR: 43% versus 9.3%.", None),
        ("Patients improved. It worked.", "Patients improved. It worked.", None),
        ("It worked.", "It worked.", None),
    ],
)
def test_a_heading_is_no_part_of_its_sentence(text, own, role):
    start, found = heading(text, 0, len(text))

    assert (text[start:], found) == (own, role)


def test_headings_decide_where_they_stand_even_inside_a_paragraph():
    text = "Background: It grows. It spreads. Methods: We waited. Results: It grew. Conclusions: It grows."

    found = [(text[s.start : s.end], s.role, s.labelled) for s in marked(text)]

    assert found == [
        ("It grows.", Role.BACKGROUND, True),
        ("It spreads.", Role.BACKGROUND, True),
        ("We waited.", Role.METHODS, True),
        ("It grew.", Role.RESULTS, True),
        ("It grows.", Role.CONCLUSIONS, True),
    ]


def test_a_heading_in_a_line_of_its_own_heads_the_next_line():
    text = "Results\nPFS was 8 months. It was stable in 9.\nConclusions\nIt did not last. Confounding is probable."

    assert [s.role for s in marked(text) if s.labelled] == [*[Role.RESULTS] * 2, *[Role.CONCLUSIONS] * 2]


def test_a_line_without_a_heading_is_read_by_its_words():
    text = "RESULTS: Median PFS was 8 months in 14 patients.\nIn conclusion, shorter intervals are safe and may be an option."

    assert [(s.role, s.labelled) for s in marked(text)] == [(Role.RESULTS, True), (Role.CONCLUSIONS, False)]


def test_the_last_sentences_know_where_the_figures_ended():
    found = features(
        ("Median PFS was 8 months (P = 0.03).", "AEs were rare.", "A shorter interval is safe and may be an option.")
    )

    assert {"after_num=0&end=2", "after_stat=0", "tense=past&end=2"} <= set(found[0])
    assert {"after_num=1&end=1", "num=False&end=1"} <= set(found[1])
    assert {"after_num=2&end=0", "cue=0&end=0", "tense=present&end=0"} <= set(found[2])


def test_the_best_path_weighs_what_follows_what():
    model = Model(
        features={"a": (9, 0, 0, 0, 0), "b": (0, 0, 0, 5, 4)},
        transitions=[[0, 0, 0, -9, 3], *([0] * 5 for _ in range(4))],
    )

    assert best_path(model, [["a"], ["b", "unknown"]]) == [Role.BACKGROUND, Role.CONCLUSIONS]


def test_numbers_are_one_sign_to_the_features():
    assert features(["PFS was 8.3 months"]) == features(["PFS was @ months"])


def test_the_weights_are_small_and_for_every_role():
    model = load()

    assert len(model.transitions) == len(Role)
    assert all(len(weights) == len(Role) for weights in model.features.values())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=8))
def test_every_sentence_gets_one_role(sentences):
    assert len(roles(sentences)) == len(sentences)
