import pytest

from digests.outcomes.figures import figures


@pytest.mark.parametrize(
    ("text", "contrast", "arm", "outcome"),
    [
        ("PFS was longer with the 14-day schedule (HR 0.64; 95% CI 0.47-0.88).", "arms", "", "PFS"),
        ("Grade 2 (HR 2.2, 95% CI 1.4-3.5) predicted shorter PFS.", "factor", "Grade 2", "PFS"),
        ("Prior progression (HR 1.6, 95% CI 1.1-2.4) was associated with shorter OS.", "factor", "Prior progression", "OS"),
        ("The 14-day interval was associated with longer PFS (HR 0.6, 95% CI 0.4-0.9).", "arms", "", "PFS"),
        ("PFS was 25 months in grade 1 and 11 months in grade 2 tumours (HR 2.4, 95% CI 1.3-4.4).", "factor", "grade 1 / grade 2 tumours", "PFS"),
        ("The risk of progression or death by blinded independent review was reduced by 26% (hazard ratio 0.74; p=0.012).", "arms", "", "PFS"),
        ("An independent risk factor for PFS was grade 2 (HR 2.2).", "factor", "grade 2", "PFS"),
        ("Time to next treatment or death was 13 months with 60 mg and 15 months with 30 mg (HR 1.12, 95% CI 0.86-1.46).", "arms", "60 mg", "TTNT"),
        ("Grade 3 disease carried a hazard ratio of 2.4 (95% CI 1.5-3.9) for death.", "factor", "Grade 3 disease", "OS"),
        ("Low serum octreotide (<3 ng/mL) carried an HR of 3.1 (95% CI 1.4-6.9) for death.", "factor", "Low serum octreotide", "OS"),
        ("High-dose octreotide had a hazard ratio of 0.72 (95% CI 0.50-1.04) for death.", "arms", "", "OS"),
        ("An interval of two years to escalation was a favorable factor for PFS (HR 0.58, 95% CI 0.38-0.89).", "factor", "interval of two years to escalation", "PFS"),
        ("The 14-day interval was favourable for PFS (HR 0.61, 95% CI 0.42-0.88).", "arms", "", "PFS"),
        ("The benefit of the short interval was confined to the midgut subgroup (HR 0.60; 95% CI 0.41-0.88).", "arms", "midgut subgroup", ""),
        ("The dose was escalated for symptoms rather than for growth in 62% (HR 0.7, 95% CI 0.5-0.9).", "factor", "for symptoms rather than for growth", ""),
        ("Patients whose interval was shortened after biochemical progression had longer PFS than those with radiological progression (HR 0.44).", "factor", "biochemical progression / radiological progression", "PFS"),
        ("OS was longer in patients with stable disease than in those with radiological progression (HR 0.44).", "factor", "stable disease / radiological progression", "OS"),
        ("Patients escalated for symptoms had longer PFS than those escalated for growth (HR 0.60; 95% CI 0.42-0.86).", "factor", "escalated for symptoms / escalated for growth", "PFS"),
        ("Deaths were 12% with lanreotide and 24% with octreotide (HR 2.1, 95% CI 1.1-4.0).", "arms", "octreotide", "OS"),
        ("Lanreotide rather than octreotide was associated with longer PFS (HR 0.82; 95% CI 0.66-1.02).", "arms", "Lanreotide", "PFS"),
        ("Prior bowel surgery was a risk factor for gallstones (HR 1.9; 95% CI, 1.1-3.4).", "factor", "Prior bowel surgery", "AE: gallstones"),
        ("Liver burden remained an independent predictor of PFS (HR 1.7; 95% CI 1.1-2.7).", "factor", "Liver burden", "PFS"),
        ("Factors associated with shorter PFS were a pancreatic primary (HR 1.9; 95% CI 1.2-3.1).", "factor", "pancreatic primary", "PFS"),
        ("Shorter PFS was predicted by a Ki-67 above 5% (HR 2.0; 95% CI 1.3-3.1).", "factor", "Ki-67 above 5%", "PFS"),
        ("PFS was longer with troughs above 8 ng/mL (HR 0.6; 95% CI 0.4-0.9).", "factor", "troughs above 8 ng/mL", "PFS"),
        ("Elevated CgA (>10 ULN) was associated with inferior OS (HR 1.94; 95% CI 1.21-3.11).", "factor", "Elevated CgA (>10 ULN)", "OS"),
        ("A Ki-67 index of 10% or more (HR 2.1, 95% CI 1.3-3.4) predicted shorter PFS.", "factor", "Ki-67 index of 10% or more", "PFS"),
        ("Patients with elevated baseline CgA had a higher risk of death (HR 1.94, 95% CI 1.22 to 3.08).", "factor", "elevated baseline CgA", "OS"),
        ("Women were more likely than men to have injection-site pain (HR 1.8; 95% CI 1.1-3.0).", "factor", "Women", "AE: injection site"),
        ("Women on 60 mg had a lower risk of progression (HR 0.74).", "arms", "", "progression"),
        ("Patients in the control group had shorter PFS (HR 2.1).", "arms", "", "PFS"),
        ("The HR was 0.7.", "", "", ""),
    ],
)  # fmt: skip
def test_a_ratio_compares_arms_or_the_sides_of_a_factor(text, contrast, arm, outcome):
    found = [one for one in figures(text) if one.measure == "HR"]

    assert [(one.contrast, one.arm, one.outcome) for one in found] == [(contrast, arm, outcome)]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "PFS was longer with a shorter interval (HR 0.62, 95% CI 0.50-0.78) and alike with a higher dose (HR 0.89, 95% CI 0.69-1.15).",
            {("", "")},
        ),
        ("PFS was 9 months with a shorter interval and 7 with a higher dose (HR 0.62).", {("shorter interval", "higher dose")}),
    ],
)  # fmt: skip
def test_two_arms_that_have_a_ratio_each_are_not_set_against_one_another(text, sides):
    assert {(one.arm, one.comparator) for one in figures(text) if one.measure == "HR"} == sides


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("After 27 of 54 patients, six-month PFS was 44%, under the bound of 50%.", {("", 44), ("", 50)}),
        ("Six-month PFS was 44% with 60 mg and 50% with 30 mg.", {("60 mg", 44), ("30 mg", 50)}),
        ("Patients with flushing on lanreotide took part: 12 weeks of 120 mg every 21 days.", set()),
        ("Symptomatic patients had a dose titrated to a trough of 10 ng/mL.", set()),
        ("The trough was 10 ng/mL with 60 mg.", {("60 mg", 10)}),
    ],
)
def test_a_dose_or_a_target_is_no_value_and_a_word_of_time_no_arm_beside_another(text, told):
    assert {(one.arm, one.value) for one in figures(text)} == told


def test_a_subgroup_s_ratio_is_under_its_name():
    found = figures(
        "The HR for PFS with 60 mg versus 30 mg was 0.83 (95% CI 0.58-1.19) in G1 and 0.49 (95% CI 0.30-0.80) in G2."
    )

    assert [(one.contrast, one.arm, one.groups) for one in found] == [
        ("arms", "G1: 60 mg", "subgroups"),
        ("arms", "G2: 60 mg", "subgroups"),
    ]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("ORR was 4% with 60 mg and 3% with 30 mg.", "arms"),
        ("ORR was 4% in midgut and 3% in pancreatic tumours.", "subgroups"),
        ("Mean CgA was 412 ng/mL before and 236 ng/mL after escalation.", "times"),
    ],
)
def test_a_group_is_named_as_what_it_is(text, groups):
    assert [one.groups for one in figures(text)] == [groups, groups]


@pytest.mark.parametrize(
    "text",
    [
        "SSA treatment for more than 2 years (OR 3.1; 95% CI 1.5-6.4) and prior ileal resection (OR 2.2; 95% CI 1.1-4.5) were associated with gallstone formation.",
        "Prior resection (OR 2.2; 95% CI 1.1-4.5) and SSA treatment beyond 5 years (OR 2.8; 95% CI 1.3-6.0) were associated with gallstones.",
        "Octreotide therapy for over 3 years (OR 2.4; 95% CI 1.2-4.8) and age above 65 years (OR 1.9; 95% CI 1.1-3.3) were linked to gallstones.",
        "Long treatment (OR 2.4; 95% CI 1.2-4.8), older age (OR 1.9; 95% CI 1.1-3.3) and female sex (OR 1.7; 95% CI 1.1-2.6) were significantly associated with gallstones.",
        "Treatment duration (OR 1.4; 95% CI 1.2-1.8) and prior ileal resection (OR 2.2; 95% CI 1.1-4.5) were related to gallstones.",
    ],
)  # fmt: skip
def test_every_ratio_of_a_list_of_factors_is_of_a_factor(text):
    assert {(figure.contrast, figure.outcome) for figure in figures(text)} == {("factor", "AE: gallstones")}


@pytest.mark.parametrize(
    ("text", "contrasts"),
    [
        ("A tumour growth rate of at least 0.8% per month at 3 months was associated with shorter PFS (HR 3.4).", ["factor"]),
        ("Early rise of CgA correlated with shorter PFS (HR 2.4).", ["factor"]),
        ("A shorter time from diagnosis to treatment was linked to worse PFS (HR 1.4).", ["factor"]),
        ("The benefit in PFS was consistent in patients with midgut (HR 0.55) and pancreatic tumours (HR 0.61).", ["arms", "arms"]),
        ("The effect of lanreotide on PFS was independent of prior surgery (yes: HR 0.55; no: HR 0.61).", ["arms", "arms"]),
        ("The advantage did not depend on the hepatic tumour load (HR 0.55 for <25% and HR 0.61 for >25%).", ["arms", "arms"]),
    ],
)  # fmt: skip
def test_what_patients_bring_is_a_factor_and_where_a_benefit_is_seen_a_subgroup(text, contrasts):
    assert [figure.contrast for figure in figures(text)] == contrasts
