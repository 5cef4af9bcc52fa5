"""The forms in which figures are printed, each filled with any numbers: what is printed is what is found."""

import itertools
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.outcomes.figures import figures

HUNDREDTHS = st.integers(1, 999).map(lambda hundredths: f"{hundredths / 100:.2f}")
TENTHS = st.integers(1, 999).map(lambda tenths: f"{tenths / 10:.1f}")
SHARES = st.integers(0, 1000).map(lambda tenths: f"{tenths / 10:.1f}")
UNITS = st.sampled_from(["months", "weeks", "days", "years"])
INTERVALS = [
    "(HR {0}; 95% CI {1}-{2})",
    "(HR, {0}; 95% CI, {1} to {2}; P = .01)",
    "(HR {0} [95% CI {1}\u2013{2}], p<0.001)",
    "(hazard ratio = {0}, 95% confidence interval = {1} to {2})",
    "(hazard ratio [HR], {0}; 95% confidence interval [CI], {1}-{2})",
    "(HR {0}, {1} to {2})",
    "(hazard ratio {0} [{1}-{2}])",
    "(hazard ratio {0} ({1} to {2}))",
    "(adjusted HR: {0}; 97.5% CI: {1}, {2})",
    "[HR {0} (90% CI {1}; {2})]",
    '( hazard ratio , {0} ";" 95 % CI , {1} to {2} ";" P = .01 )',
]
ARMS = [
    ("Median PFS was {0} {u} with A and {1} {u} with B.", "median"),
    ("Median PFS was {0} {u} versus {1} {u}.", "median"),
    ("Median PFS was {0} and {1} {u} in the A and B groups, respectively.", "median"),
    ("Median PFS differed ({0} vs. {1} {u}; P = .03).", "median"),
    ("PFS was longer with A (median, {0} v {1} {u}; P = .03).", "median"),
    ("Median PFS in the A and B arms was {0} {u} and {1} {u}, respectively.", "median"),
    ("Median PFS: A, {0} {u}; B, {1} {u}.", "median"),
    ("Median PFS was {0} {u} (A) and {1} {u} (B).", "median"),
    ("Median PFS was {0} {u} in the A group compared with {1} {u} in the B group.", "median"),
    ("The median PFS was {0} {u} for A and {1} {u} for B ( P =.03 ) .", "median"),
]  # fmt: skip
PAIRS = [
    ("ORR was {0}% versus {1}%.", "ORR"),
    ("Response rates were {0}% and {1}%, respectively (P = .2).", "response"),
    ("Hyperglycaemia ({0}% vs {1}%) was recorded.", "AE: glucose"),
    ("The 12-month PFS rate was {0}% with A and {1}% with B.", "PFS"),
    ("Diarrhoea occurred in {0}% and {1}% of patients.", "diarrhoea"),
    ("Disease control rates were {0} % ( A ) and {1} % ( B ) .", "DCR"),
]
OCCASIONS = [
    "Reasons for dose escalation were flushing ({0}%) and progression ({1}%).",
    "The dose was increased because of diarrhoea in {0}% and progression in {1}%.",
    "Indications for a shorter interval: disease progression {0}%, flushing {1}%.",
    "The dose was escalated for flushing ({0}%) or tumour progression ({1}%).",
    "At baseline, {0}% had diarrhoea and {1}% had flushing.",
    "Flushing ({0}%) and diarrhoea ({1}%) were present at study entry.",
]


@pytest.mark.parametrize("form", INTERVALS)
@settings(deadline=None)
@given(st.lists(HUNDREDTHS, min_size=3, max_size=3, unique=True).map(lambda three: sorted(three, key=float)))
def test_a_ratio_has_the_interval_that_is_printed(form, three):
    low, value, high = three

    (found,) = figures("PFS was longer " + form.format(value, low, high) + ".")

    assert (found.measure, found.value, found.low, found.high) == ("HR", float(value), float(low), float(high))


@pytest.mark.parametrize("form", INTERVALS)
@settings(deadline=None)
@given(st.lists(HUNDREDTHS, min_size=3, max_size=3, unique=True).map(lambda three: sorted(three, key=float)))
def test_a_mid_dot_is_a_decimal_point(form, three):
    low, value, high = (number.replace(".", "\u00b7") for number in three)

    (found,) = figures("OS was longer " + form.format(value, low, high) + ".")

    assert [found.value, found.low, found.high] == [float(three[1]), float(three[0]), float(three[2])]


@pytest.mark.parametrize(("form", "measure"), ARMS)
@settings(deadline=None)
@given(TENTHS, TENTHS, UNITS)
def test_each_arm_has_its_own_median(form, measure, first, second, unit):
    found = figures(form.format(first, second, u=unit))

    assert [(f.measure, f.outcome, f.value, f.unit) for f in found] == [
        (measure, "PFS", float(first), unit),
        (measure, "PFS", float(second), unit),
    ]


@pytest.mark.parametrize(("form", "outcome"), PAIRS)
@settings(deadline=None)
@given(SHARES, SHARES)
def test_a_rate_belongs_to_the_outcome_that_is_named(form, outcome, first, second):
    found = figures(form.format(first, second))

    assert [(f.outcome, f.value, f.unit) for f in found] == [
        (outcome, float(first), "%"),
        (outcome, float(second), "%"),
    ]


@pytest.mark.parametrize("form", OCCASIONS)
@settings(deadline=None)
@given(SHARES, SHARES)
def test_why_and_how_patients_came_is_no_outcome(form, first, second):
    assert figures(form.format(first, second)) == ()


@settings(deadline=None)
@given(st.integers(2, 400), st.data())
def test_counts_keep_their_denominator(total, data):
    count = data.draw(st.integers(0, total))

    (found,) = figures(f"A tumour response was seen in {count}/{total} cases ({100 * count / total:.0f}%).")

    assert (found.outcome, found.n, found.total) == ("ORR", count, total)


@settings(deadline=None)
@given(st.lists(HUNDREDTHS, min_size=1, max_size=4))
def test_a_list_of_ratios_keeps_its_order(values):
    listed = ", ".join(f"{value} (95% CI {float(value) / 2:.3f}-{float(value) * 2:.2f})" for value in values)

    found = figures(f"Hazard ratios for PFS were {listed}.")

    assert [f.value for f in found] == [float(value) for value in values]


@settings(max_examples=30, deadline=None)
@given(st.permutations(["Median PFS was 8.3 months.", "ORR was 12%.", "OS was alike (HR 0.97; 95% CI 0.7-1.3)."]))
def test_a_sentence_is_read_for_itself_whatever_stands_around_it(three):
    apart = [figure.value for text in three for figure in figures(text)]

    assert [figure.value for figure in figures(" ".join(three))] == apart


@pytest.mark.parametrize(
    "sentence",
    [
        "Median PFS was 8.5 months (95% CI 7.7-13.8) in A versus 22.8 months (95% CI 19.4-31.0) in B. ",
        "PFS was longer (HR 0.276 [95% CI 0.182-0.418]; p<0.0001). ",
        "Diarrhoea (26%), abdominal pain (14%) and cholelithiasis (10%) were reported. ",
        "At baseline 12 of 57 patients (21%) had flushing; reasons for escalation were progression (28%). ",
    ],
)
def test_twice_the_text_is_twice_the_work(sentence):
    assert calls(sentence * 40) < 2.2 * calls(sentence * 20)


@pytest.mark.parametrize(
    ("before", "item", "after"),
    [
        ("Hazard ratios for PFS were ", "0.79 (95% CI 0.54-1.16), ", "1."),
        ("Hazard ratios for PFS were ", "0.79, ", "1."),
        ("Median PFS was ", "8.5 months in arm A, ", "9."),
        ("Median OS was ", "12 vs ", "12 months"),
        ("ORR was ", "12%, ", "13%."),
        ("AEs were ", "diarrhoea (26%), ", "nausea."),
        ("In patients ", "12, ", "the 12-month PFS rate was 80%."),
        ("PFS at ", "12 and ", "24 months was 80%."),
        ("We saw ", "12 of 57 patients with flushing, ", "and none."),
        ("", "12-month PFS 80%, ", ""),
        ("", "median PFS and 8 ", ""),
        ("", "p = 0.05, ", ""),
        ("In ", "flushing in 12%, although ", "not."),
        ("Given ", "12 and 13 months, respectively, in A, B and C ", ""),
        ("", "((1) ", ""),
    ],
)
def test_a_list_of_twice_the_length_is_twice_the_work(before, item, after):
    once, twice = (calls(before + item * (length // len(item)) + after) for length in (6_000, 12_000))

    assert twice < 2.4 * once


def calls(text):
    """Return how many functions are called to read the text: work that no other process disturbs."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        figures(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(
    ("printed", "outcome"), [("progression- free", "PFS"), ("event- free", "EFS"), ("recurrence- free", "RFS")]
)
def test_a_word_that_was_broken_at_its_hyphen_is_no_other_outcome(printed, outcome):
    (found,) = figures(f"Median {printed} survival was 8.4 months.")

    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("Toxicity was limited to nausea (n = 6; 10%) and wheezing (n = 4; 7%).", {10: "AE: gastrointestinal"}),
        (
            "Toxicity was limited to nausea (n = 6; 10%) and local indurations (n = 4; 7%).",
            {10: "AE: gastrointestinal", 7: "AE: injection site"},
        ),
        ("Complete or partial responses were seen in 14%.", {14: "ORR"}),
        ("Either a complete or a partial response was seen in 14%.", {14: "ORR"}),
        ("Fatigue or nausea occurred in 12%; diarrhoea in 30%, rash in 8%.", {30: "AE: gastrointestinal", 8: "AE"}),
        ("Complete and partial responses were seen in 5% and 12%.", {5: "CR", 12: "PR"}),
        ("PR/SD/PD rates were 8/66/26%.", {8: "PR", 66: "SD", 26: "PD"}),
        ("The response rate and the 12-month PFS rate were 14% and 62%.", {14: "response", 62: "PFS"}),
        ("Nausea and new-onset diabetes occurred in 31% and 8%.", {31: "AE: gastrointestinal", 8: "AE: glucose"}),
        (
            "Fatigue (38%), stomatitis (31%) and hyperglycemia (17%) were reported.",
            {38: "fatigue", 31: "AE", 17: "AE: glucose"},
        ),
        (
            "Nausea (8%) and anaemia (6%) were seen; anaemia had been found in 20%.",
            {8: "AE: gastrointestinal", 6: "AE", 20: "AE"},
        ),
        ("Anaemia was found in 20%.", {}),
        (
            "Median TFST was 14 months and TTD for physical functioning 9.2 months.",
            {14: "TTNT", 9.2: "time to deterioration"},
        ),
        ("Time to deterioration in the QLQ-C30 fatigue scale: HR 0.62.", {0.62: "time to deterioration"}),
        (
            "Time to deterioration was longer for pain (HR 0.60; p = 0.03) and diarrhea (HR 0.51; p = 0.01).",
            {0.6: "time to deterioration", 0.51: "QoL"},
        ),
        ("Patients on A were less likely to discontinue treatment (HR 0.78).", {0.78: "discontinuation"}),
        ("AEs led to dose reduction in 32% and to withdrawal in 11%.", {32: "AE", 11: "discontinuation"}),
        ("AEs led to withdrawal in 11% and to dose reduction in 32%.", {11: "discontinuation"}),
        ("AEs led to dose reductions in 32% and discontinuation in 11%.", {32: "AE", 11: "discontinuation"}),
        (
            "Dose reductions were necessary in 22% of patients, and 9% stopped everolimus because of toxicity.",
            {9: "discontinuation"},
        ),
        (
            "SSA was better than placebo for PFS (HR 0.44; I2 = 0%), but not for OS (HR 0.97).",
            {0.44: "PFS", 0.97: "OS"},
        ),
        ("It gave longer PFS but not OS (HR 0.6 and HR 0.9, respectively).", {0.6: "PFS", 0.9: "OS"}),
        ("PFS rather than OS was prolonged (HR 0.55).", {0.55: "PFS"}),
        (
            "Heart rate below 50 bpm: 5.6% of patients at month 6 vs 1.9% at baseline.",
            {5.6: "AE: bradycardia", 1.9: "AE: bradycardia"},
        ),
        ("CR was seen in no patient, PR in 1, SD in 16 and PD in 8.", {1: "PR", 16: "SD", 8: "PD"}),
        (
            "5-HIAA normalisation was seen in 17% and a reduction of over 30% in another 35%.",
            {17: "5-HIAA", 35: "5-HIAA"},
        ),
        ("Median CgA was 6.8 times the upper limit of normal at entry, 5.1 at 3 months.", {6.8: "CgA", 5.1: "CgA"}),
        (
            "76% were satisfied with diarrhoea control, and 73% with flushing control.",
            dict.fromkeys((76, 73), "symptom response"),
        ),
        ("Median time to death was 41 months.", {41: "OS"}),
        ("Disease stability was seen in 63%, tumour regression in 8%.", {63: "SD", 8: "response"}),
        (
            "CHGA fell by 41%, NSE by 32% and serum gastrin by 28%.",
            {41: "CgA", 32: "biochemical response", 28: "biochemical response"},
        ),
        ("24-h urinary 5-HIAA fell by 41%; serotonin normalised in 62%.", {41: "5-HIAA", 62: "biochemical response"}),
        ("GH-secreting tumours were found in 12%; glucagon was given to 8%.", {}),
        ("SAO use fell from 61% to 22%.", {61: "rescue", 22: "rescue"}),
        ("Bowel motions fell from 6.1 to 3.2 per day.", {6.1: "bowel movements", 3.2: "bowel movements"}),
        ("GHS/QoL score increased by 6.1 points, HADS anxiety fell by 2.1.", {6.1: "QoL", 2.1: "QoL"}),
        ("Fatigue scores rose by 4.1 points; fatigue was seen in 12%.", {4.1: "QoL", 12: "fatigue"}),
        (
            "Median PFS was 9 months; 39% of patients died, and 63% progressed.",
            {9: "PFS", 39: "deaths", 63: "progression"},
        ),
        ("12 patients (39%) died of progression; those who progressed (40%) were older.", {}),
        ("Stable disease in 63%, progression in 29% and not evaluable in 8%.", {63: "SD", 29: "PD", 8: "NE"}),
        (
            "Tumours grew more slowly, the mean rate fell from 5.2% to 2.0% per month.",
            {5.2: "tumour growth rate", 2: "tumour growth rate"},
        ),
        ("41% became symptom-free.", {41: "symptom response"}),
        ("Mean AIS rose from 61 to 68.", {61: "AIS", 68: "AIS"}),
        ("EPI was found in 34 (28%).", {28: "AE: pancreatic insufficiency"}),
        ("No complete and two partial responses (5%) were seen.", {5: "PR"}),
        (
            "PRRT improved symptoms in 74%; biliary symptoms occurred in 5%.",
            {74: "symptom response", 5: "AE: gallstones"},
        ),
        ("Among them 12% had metastases and 40% diarrhoea.", {40: "diarrhoea"}),
        ("Global health improved in 38% of patients, whereas 21% deteriorated.", {38: "QoL", 21: "QoL"}),
        ("Of users, 62% refilled within 30 days, 12% switched drug and 14% discontinued.", {14: "discontinuation"}),
        ("Enzymes were required in 12%, and insulin in 4 (7%).", {7: "AE: glucose"}),
        (
            "The odds ratio for wheezing was 1.47 (95% CI 0.88-2.45); that for nausea was 2.10 (1.19-3.70).",
            {1.47: "", 2.1: "AE: gastrointestinal"},
        ),
        ("The risk ratio for any gallstone-related event was 1.47 (95% CI 0.88-2.45).", {1.47: "AE: gallstones"}),
        (
            "Response according to the Choi criteria was partial in 15%, stable in 65% and progressive in 20%.",
            {15: "PR", 65: "SD", 20: "PD"},
        ),
        (
            "With one complete response (1%), 29 partial responses (45%) and 27 patients (42%) with stable disease.",
            {1: "CR", 45: "PR", 42: "SD"},
        ),
        ("Partial response was 21%, with 68% stable and 11% progressive disease.", {21: "PR", 68: "SD", 11: "PD"}),
        ("Partial remission was 12%, with 70% of patients stable, 18% progressing.", {12: "PR", 70: "SD", 18: "PD"}),
        ("RECIST response was complete in 2%, partial in 16% and stable in 64%.", {2: "CR", 16: "PR", 64: "SD"}),
        (
            "Objective response and stable disease, as best response, were observed in 14 patients (17%) and 49 (60%).",
            {17: "ORR", 60: "SD"},
        ),
        ("DCR was 80% (12% PR, 68% SD).", {80: "DCR", 12: "PR", 68: "SD"}),
        ("Response rate was 12% with SAO and 30% with LAR.", {12: "response", 30: "response"}),
        ("Mean CgA was 210 ng/ml and OS was 40 months.", {210: "CgA"}),
        ("Abdominal pain was stable in 60%, and nausea occurred in 12%.", {12: "AE: gastrointestinal"}),
        ("Overall response rate was 12% with 61% stable disease and 27% progression.", {12: "ORR", 61: "SD", 27: "PD"}),
        (
            "PR was seen in 10% of patients with stable disease and 4% of patients with progressive disease.",
            {10: "PR", 4: "PR"},
        ),
        ("23% of the variance in trough levels was explained by weight (R2 = 31%).", {}),
        ("CgA told progression with 79% sensitivity and a specificity of 85%, and ORR was 12%.", {12: "ORR"}),
        ("The agreement between readers on progression was 92%; the mean cost of it was \u00a34,120.", {}),
        ("20% of those with radiological progression received PRRT.", {}),
        ("Of 40 patients with a partial response, 12 (30%) were women.", {}),
        ("Patients with stable tumours (12%) were excluded, and 23% of others stopped work for diarrhoea.", {}),
        ("A history of gallstones was recorded in 12%; 9% had stable disease at the start of treatment.", {}),
        ("Progression (30%) and rising CgA (50%) led to dose escalation.", {}),
        ("In 30% escalation was motivated by progression, in 50% by flushing.", {}),
        (
            "The proportion with impaired glucose tolerance rose from 24% to 37%.",
            {24: "AE: glucose", 37: "AE: glucose"},
        ),
    ],
)
def test_a_number_is_of_what_stands_right_beside_it(text, outcomes):
    assert {one.value: one.outcome for one in figures(text)} == outcomes


@pytest.mark.parametrize(
    "text",
    [
        "Most common AEs (CAM arm/control arm) were diarrhoea (21%/18%) and nausea (12%/13%).",
        "Most common AEs (CAM arm/control arm): diarrhoea (21%/18%), nausea (12%/13%).",
    ],
)
def test_a_bracket_of_two_arms_names_those_of_every_pair(text):
    assert [one.arm for one in figures(text)] == ["CAM arm", "control arm"] * 2


@pytest.mark.parametrize("shares", ["(18% vs. 10%)", "(18% and 10%, respectively)", "(18% v 10%, p = 0.25)"])
def test_shares_that_follow_the_counts_of_two_arms_are_theirs(shares):
    told = figures(f"Gallstones developed in 9 of 50 patients on 60 mg and in 5 of 50 on 30 mg {shares}.")

    assert [(one.value, one.n, one.total, one.arm) for one in told] == [(18, 9, 50, "60 mg"), (10, 5, 50, "30 mg")]


PAIRED = [("lanreotide", "placebo"), ("dose escalation", "dose continuation")]
MEASURED = [
    ("median PFS", "PFS", " months"),
    ("the DCR", "DCR", "%"),
    ("global health score", "QoL", " points"),
    ("chromogranin A", "CgA", " ng/mL"),
    ("stool frequency", "bowel movements", " per day"),
    ("rescue injections", "rescue", " per week"),
    ("tumour growth rate", "tumour growth rate", "%/month"),
]
FRAMES = [
    "{o} and {other} were 9.1{u} vs 6.2{u} and 24% vs 12% with {A} vs {B}.",
    "{o}, {other} for {A} versus {B} were 9.1{u} vs 6.2{u}, 24% vs 12%, respectively.",
    "{o} and {other} were higher with {A} than with {B} (9.1{u} vs 6.2{u} and 24% vs 12%).",
    "{o} was 9.1{u} ({A}) versus 6.2{u} ({B}).",
    "{o}: 9.1{u} ({A}), 6.2{u} ({B}).",
    "{o} differed between {A} and {B} (9.1{u} vs 6.2{u}, p = 0.04).",
    "{o} was higher in patients receiving {A} than in those receiving {B} (9.1{u} vs. 6.2{u}; p = 0.02).",
    "{o} was 9.1 and 6.2{u} for {A} and {B}, respectively.",
    "Patients on {A} had {o} of 9.1{u}, and those on {B} of 6.2{u}.",
]


@pytest.mark.parametrize(
    "text",
    [
        "Median PFS and median OS were 7.1 (95% CI 5.0-9.0) and 24.0 months (95% CI 20-29), respectively.",
        "The median progression-free survival (PFS) and median overall survival (OS) were 7.1 and 24.0 months.",
        "Median progression-free survival (PFS) and overall survival (OS) were 7.1 and 24.0 months.",
    ],
)
def test_two_medians_are_told_in_turn(text):
    assert [(one.outcome, one.value, one.unit) for one in figures(text)] == [
        ("PFS", 7.1, "months"),
        ("OS", 24, "months"),
    ]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_tells_the_same_of_every_outcome(frame):
    for (named, outcome, unit), (one, other) in itertools.product(MEASURED, PAIRED):
        beside = "the response rate" if outcome == "DCR" else "ORR"
        text = frame.format(o=named, u=unit, other=beside, A=one, B=other)

        told = [(figure.outcome, figure.value, figure.arm) for figure in figures(text[0].upper() + text[1:])]

        assert told[:2] == [(outcome, 9.1, one), (outcome, 6.2, other)], text
        assert [told[1:] for told in told[2:]] == ([(24, one), (12, other)] if "{other}" in frame else []), text
