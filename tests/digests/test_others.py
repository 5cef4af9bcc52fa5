"""Whose figures a sentence tells: the study's own, or those that they are compared with."""

import pytest

from digests.outcomes.figures import figures

ALONE = [
    ("PR was seen in 4% and SD in 66%, compared with historical rates of 2% and 52%.", [4.0, 66.0]),
    ("Gallstones developed in 24%, versus 11% in historical controls.", [24.0]),
    ("The ORR was 12%, higher than the 25% reported previously.", [12.0]),
    ("Median PFS was 14.1 months (versus 8.5 months historically).", [14.1]),
    ("The DCR was 73%, lower than the 85% described in CLARINET.", [73.0]),
    ("Median PFS was 8.3 months against a published 5.6 months.", [8.3]),
    ("Compared with a historical control (median PFS 5.6 months), median PFS was 9.4 months.", [9.4]),
    ("Median OS was 41 months; in earlier series it was 33 months.", [41.0]),
    ("The rate of gallstones (33%) was higher than in the PROMID trial (18%).", [33.0]),
    ("Stable disease was achieved in 58% (literature: 45-60%).", [58.0]),
    ("The ORR was 8% as compared with an expected 2%.", [8.0]),
    ("Injection site pain in 12% vs 8% in the label.", [12.0]),
    ("PFS at 12 months was 62%, which compares well with 40% in published cohorts.", [62.0]),
    ("Diarrhoea (26%) occurred as often as in earlier trials of standard doses (25%).", [26.0]),
    ("In our retrospective series of 65 patients, disease control was seen in 62%.", [62.0]),
    ("In this retrospective series, median PFS was 8 months.", [8.0]),
    ("A meta-analysis of earlier trials had found an ORR of 6%; here it was 8%.", [8.0]),
    ("Higher than the 11% of historical controls, 24% developed gallstones.", [24.0]),
]
EARLIER = [
    "In the earlier NETTER-1 trial, median PFS with octreotide LAR 60 mg was 8.4 months.",
    "In the 2017 NETTER-1 trial, median PFS with octreotide LAR 60 mg was 8.4 months.",
    "In our previous phase 2 trial, median PFS was 8.4 months.",
]
COMPARED = [
    ("Median PFS was 14.1 months, compared with 8.5 months in the control group.", [14.1, 8.5]),
    ("Consistent with previous studies, PFS was a median of 8.3 months with A and 4.1 months with B.", [8.3, 4.1]),
    ("Median PFS was 12 months with A versus 6 months with B, in line with PROMID.", [12.0, 6.0]),
    ("The ORR was 12% with lanreotide q2w compared with 5% in the historical q4w cohort.", [12.0, 5.0]),
]


@pytest.mark.parametrize(("text", "told"), [*ALONE, *COMPARED, *((text, []) for text in EARLIER)])
def test_what_the_own_figures_are_compared_with_is_told_of_the_study_s_arms_alone(text, told):
    assert [figure.value for figure in figures(text)] == told


def test_an_own_figure_is_not_of_the_patients_that_it_is_compared_with():
    (told,) = figures("Compared with a historical control (median PFS 5.6 months), median PFS was 9.4 months.")

    assert told.arm == ""


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The panel agreed that a higher dose can be proposed in grade 1 tumours with slow progression (84%).", []),
        ("Shortening the interval at progression was accepted (agreement 84%).", []),
        ("Higher doses at progression were recommended (92% agreement).", []),
        ("Treatment beyond progression was supported by 79% of the panel.", []),
        ("Higher doses to control diarrhoea reached consensus (88%).", []),
        ("For diarrhoea, 67% of respondents would shorten the interval.", []),
        ("Consensus was reached for dose escalation in carcinoid syndrome (96%) and at progression (71%).", []),
        ("Agreement was achieved on a shorter interval for diarrhoea (88%) and for progression (79%).", []),
        ("Agreement between local and central review on progression was 84%.", []),
        ("The concordance between both readers for partial response was 91%.", []),
        ("Of 100 physicians, 62% would increase the dose on progression.", []),
        ("Stable disease was seen in 67% by an expert panel.", [67.0]),
        ("Among the respondents, 67% had diarrhoea.", [67.0]),
    ],
)
def test_the_votes_of_a_panel_are_no_outcome(text, own):
    assert [figure.value for figure in figures(text)] == own


@pytest.mark.parametrize(
    "text",
    [
        "Flushing or diarrhoea improved in 54% and 46%, respectively.",
        "Diarrhoea or flushing improved in 54% with lanreotide and 46% with placebo.",
        "Flushing or diarrhea was relieved in 61% and 44% of patients.",
        "Abdominal pain or diarrhoea occurred in 12% and 9%, respectively.",
        "Nausea or fatigue was reported by 31% and 28%.",
        "Flushing or diarrhoea improved in 54%.",
        "Flushing and/or diarrhoea improved in 62%.",
        "54% had an improvement in diarrhoea or flushing.",
        "PFS or OS rates were 54% and 46%.",
        "Of patients with carcinoid syndrome, 45% used telotristat and 30% opioids for diarrhoea.",
        "Dose escalation was more frequent in patients with diarrhoea (34%) than without (12%).",
        "Flushing was treated with octreotide in 12%.",
        "QoL was stable or improved in 78%.",
        "Comorbidities were hypertension (40%), diabetes (20%) and anxiety (9%).",
        "Presenting symptoms were abdominal pain (40%) and weight loss (22%).",
        "Renal failure was present in 12%.",
        "Complete or partial response was seen in 5% and 12%, respectively.",
    ],
)
def test_a_share_of_either_or_of_what_was_brought_or_used_is_of_no_outcome(text):
    assert figures(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "SSA escalation delayed PRRT by a median of 8 months without compromising its efficacy.",
        "Dose escalation postponed chemotherapy by a median of 9 months.",
        "Interval shortening deferred PRRT by a median of 11.5 months.",
        "A higher dose delayed second-line therapy by a median of 7 months.",
        "Surgery was delayed by a median of 3 months.",
    ],
)
def test_by_how_long_something_was_put_off_is_no_change_of_what_is_measured(text):
    assert figures(text) == ()
