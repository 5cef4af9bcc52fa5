"""Texts that are cut: what is left is as true as the whole."""

import pytest

from digests import cutting


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Lanreotide every 14 or every 28 days in neuroendocrine tumors that progress on standard dosing: a randomized phase II trial (PENDULUM)",
         "Lanreotide every 14 or every 28 days in neuroendocrine tumors… (PENDULUM)"),
        ("Halving the lanreotide interval after progression of neuroendocrine tumours: the double-blind, randomised BALLAST trial",
         "Halving the lanreotide interval after progression of neuroendocrine tumours… (BALLAST)"),
        ("Efficacy of octreotide LAR at a higher dose in patients with gastroenteropancreatic neuroendocrine tumours (GEP-NET)",
         "Efficacy of octreotide LAR at a higher dose in patients…"),
        ("BALLAST: halving the lanreotide interval after progression of neuroendocrine tumours, the BALLAST trial",
         "BALLAST: halving the lanreotide interval after progression…"),
        ("Lanreotide in midgut NETs (PENDULUM)", "Lanreotide in midgut NETs (PENDULUM)"),
    ],
)  # fmt: skip
def test_a_title_that_is_cut_keeps_the_name_of_its_study(title, said):
    assert cutting.called(title) == said


def test_a_title_is_told_without_its_design_rather_than_cut():
    title = "Halving the lanreotide interval after progression of neuroendocrine tumours: the double-blind, randomised BALLAST trial"

    assert (
        cutting.called(title, 92)
        == "Halving the lanreotide interval after progression of neuroendocrine tumours… (BALLAST)"
    )
    assert cutting.subject(title) == cutting.called(title, 75)
    nearly = "Octreotide LAR 60 mg in progressive typical and atypical bronchial carcinoids"
    assert cutting.called(nearly) == nearly
    assert cutting.subject("Octreotide in NETs: a trial without effect") == "Octreotide in NETs: a trial without effect"


@pytest.mark.parametrize(
    ("before", "is_cut"),
    [
        ("On 20 October we received the topline data of SORENTO, which met its primary endpoint", True),
        ("On 20 October we read a report that the trial did not meet its primary endpoint", False),
        ("On 20 October we were asked whether the trial would show what all of us hope for", False),
    ],
)
def test_a_long_sentence_begins_at_its_point_where_nothing_is_left_open_before(before, is_cut):
    found = "CAM2029 20 mg every two weeks reduced the risk of progression or death against octreotide LAR (HR 0.71; 95% CI 0.54 to 0.94)."

    assert cutting.to_the_point(f"Phase 3. “{before}: {found}”") == (
        f"Phase 3. “…{found}”" if is_cut else f"Phase 3. “{before}: {found}”"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Lanreotide in neuroendocrine tumours that progress", "Lanreotide in neuroendocrine tumours…"),
        ("Octreotide in patients with tumours, and lanreotide 120 mg", "Octreotide in patients with tumours…"),
        ("A shorter interval after progression, or from the start", "A shorter interval after progression…"),
        ("A trial of lanreotide at the usual dose: it did not help", "A trial of lanreotide at the usual dose: it did not help"),
    ],
)  # fmt: skip
def test_no_word_is_left_that_says_another_thing_without_what_followed(text, said):
    assert cutting.cut(text, 42) == said


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("ROTUNDA: a response-adaptive randomized trial of octreotide LAR", "ROTUNDA"),
        ("Lanreotide every 21 days at first biochemical progression: MAPLE-21, a prospective cohort", "MAPLE-21"),
        ("Octreotide LAR 60 mg in small-bowel tumours: the Leipzig-Graz cohort", "Leipzig-Graz cohort"),
        ("1142MO KESTREL: A prospective multicentre study", "KESTREL"),
        ("Octreotide LAR 60 mg", "Octreotide LAR 60 mg"),
    ],
)
def test_a_study_is_called_by_its_name_or_place(title, name):
    assert cutting.name(title) == name


def test_a_title_loses_how_it_was_done_before_whom_it_is_about():
    title = (
        "A Randomized, Double-Blind Trial of Lanreotide Every 14 Days in Midgut Neuroendocrine Tumours that Progressed"
    )

    assert cutting.called(title, 76) == "…Lanreotide Every 14 Days in Midgut Neuroendocrine Tumours that Progressed"


def test_a_notice_is_cut_behind_a_whole_sentence():
    assert cutting.quoted("In doubt. “The numbers do differ.” “Until the inquiry has ended it is open.”", 50) == (
        "In doubt. “The numbers do differ.”"
    )
