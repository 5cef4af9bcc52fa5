"""How grave an event was stands with its figure; what did not happen, and what does not differ, are results too."""

import pytest

from digests import telling, valued
from digests.outcomes.figures import figures, sayable
from watcher.model import Entry


def told(text):
    """Return "grade 3 AE 12 [arm]" of each figure of the text."""
    return [
        " ".join(part for part in (f.severity, f.outcome, f"{f.value:g}", f"[{f.arm}]" if f.arm else "") if part)
        for f in figures(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adverse events of any grade occurred in 88% and grade 3 or higher events in 12%.", ["any grade AE 88", "grade ≥3 AE 12"]),
        ("Diarrhoea was reported in 40% (grade 3 in 5%).", ["AE: gastrointestinal 40", "grade 3 AE: gastrointestinal 5"]),
        ("The commonest adverse events were diarrhoea (26%; grade 3, 2%), abdominal pain (18%; grade 3, 1%) and gallstones (10%).",
         ["AE: gastrointestinal 26", "grade 3 AE: gastrointestinal 2", "AE: gastrointestinal 18", "grade 3 AE: gastrointestinal 1", "AE: gallstones 10"]),
        ("Grade 3 or 4 adverse events occurred in 23% of patients in the lanreotide group and 19% in the placebo group.",
         ["grade 3-4 AE 23 [lanreotide]", "grade 3-4 AE 19 [placebo]"]),
        ("Serious adverse events occurred in 16% and diarrhoea in 40%.", ["serious AE 16", "AE: gastrointestinal 40"]),
        ("Grade III-IV toxicity was seen in 7%.", ["grade 3-4 AE 7"]),
        ("Adverse events were grade 1 in 34%, grade 2 in 20% and grade 3 in 6%.", ["grade 1 AE 34", "grade 2 AE 20", "grade 3 AE 6"]),
        ("Twelve patients (24%) had grade 3-4 toxicity.", ["grade 3-4 AE 24"]),
        ("Grade 3-4 adverse events were diarrhoea (5%), fatigue (3%) and hyperglycaemia (8%).",
         ["grade 3-4 AE: gastrointestinal 5", "grade 3-4 fatigue 3", "grade 3-4 AE: glucose 8"]),
        ("Diarrhoea occurred in 32%, mostly of grade 1 or 2; nausea did in 5%.", ["AE: gastrointestinal 32", "AE: gastrointestinal 5"]),
        ("In grade 2 tumours adverse events occurred in 40%.", ["AE 40 [grade 2 tumours]"]),
        ("Hyperglycaemia (any grade) was more frequent with pasireotide (79%) than with octreotide (27%), as was grade 3-4 hyperglycaemia (11% vs 0%).",
         ["any grade AE: glucose 79 [pasireotide]", "any grade AE: glucose 27 [octreotide]", "grade 3-4 AE: glucose 11 [pasireotide]", "grade 3-4 AE: glucose 0 [octreotide]"]),
    ],
)  # fmt: skip
def test_a_figure_of_safety_says_how_grave_the_events_were(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No grade 4 adverse events occurred.", ["grade 4 AE 0"]),
        ("There were no treatment-related deaths and no grade 3-4 toxicities.", ["deaths 0", "grade 3-4 AE 0"]),
        ("Neither arm had a complete response.", ["CR 0"]),
        ("Neither death nor grade 4 toxicity occurred.", ["deaths 0", "grade 4 AE 0"]),
        ("None of 24 patients had an objective response.", ["ORR 0"]),
        ("No objective responses were observed in either arm.", ["ORR 0"]),
        (
            "No patient experienced grade 3 hyperglycaemia, and none discontinued.",
            ["grade 3 AE: glucose 0", "discontinuation 0"],
        ),
        ("No patient developed gallstones.", ["AE: gallstones 0"]),
        ("No serious adverse event was related to treatment.", []),
        ("No difference in adverse events was seen.", []),
    ],
)
def test_what_happened_to_nobody_is_a_result(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Response rates were not significantly different (12% vs 10%; p = 0.61).", "p=0.61, not significant"),
        (
            "ORR was 12% with lanreotide and 10% with placebo, a non-significant difference.",
            "not significant [lanreotide]",
        ),
        ("Overall response rates were similar in the two groups (5% vs 6%).", "no difference said"),
        ("Neither PFS (HR 0.95; 95% CI 0.7-1.3) nor OS (HR 1.1; 95% CI 0.8-1.5) differed.", "no difference said"),
        ("PFS was longer with lanreotide than with placebo (HR 0.5; p = 0.02).", "p=0.02 [lanreotide vs placebo]"),
        (
            "Escalation led to longer PFS than a switch (HR 0.7), with no difference in OS (HR 0.9).",
            "PFS HR 0.7",
        ),
        (
            "Lanreotide prolonged PFS compared with placebo (HR 0.7) and OS was similar (HR 0.9).",
            "[Lanreotide vs placebo]",
        ),
        (
            "OS did not differ significantly (HR 0.9), and PFS was longer with lanreotide than with placebo (HR 0.7).",
            "not significant [lanreotide vs placebo]",
        ),
        (
            "As compared with no change, lanreotide improved the response rate (OR 2.9; 95% CI 1.3-6.6).",
            "OR 2.9 (95% CI 1.3 to 6.6)",
        ),
    ],
)
def test_that_groups_do_not_differ_is_shown_with_the_figure(text, ending):
    assert valued.figure(figures(text)[0]).endswith(ending)


def test_of_one_group_nothing_is_denied():
    assert valued.figure(figures("Median PFS was 8.0 months (not significant).")[0]) == "PFS median 8.0 months"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hyperglycaemia led to treatment discontinuation in 3 patients (5%).", ["hyperglycaemia (led to discontinuation) 5%"]),
        ("Bradycardia (led to discontinuation in one patient) was seen in 4%.", ["bradycardia 4%"]),
        ("AEs led to withdrawal in 3 (3.0%).", ["discontinuation 3%"]),
        ("Bradycardia was seen in 8%; none led to withdrawal.", ["bradycardia 8%"]),
        ("Adverse events leading to permanent withdrawal occurred in 4%.", ["discontinuation 4%"]),
        ("18% stopped it permanently for toxicity.", ["discontinuation 18%"]),
        ("Seven patients (8.0%) had their dose reduced because of diarrhoea and two (2.3%) stopped treatment.", []),
        ("Seven patients (8.0%) needed a lower dose and two (2.3%) discontinued.", ["discontinuation 2.3%"]),
        ("In 5 patients (9%) the interval was lengthened because of steatorrhoea.", []),
        ("Treatment was withheld for adverse events in 9%.", []),
        ("Dose reduction for diarrhoea was needed in 8%.", []),
        ("Hyperglycaemia (leading to discontinuation in 2%) was seen in 18%.", []),
        ("Treatment was discontinued because of adverse events in 5%, progression in 62% and patient decision in 8%.",
         ["discontinuation 5%", "progression (led to discontinuation) 62%"]),
        ("Octreotide LAR was escalated to 60 mg in 18% and to 40 mg in 71% of patients for carcinoid syndrome (62%) or progression (28%).", []),
        ("Four patients (8%) died of progression.", []),
        ("Progression (40%) and diarrhoea (12%) were the main reasons for discontinuation.", []),
        ("Influenza vaccination was given to 40% and nausea occurred in 12%.", ["nausea 12%"]),
        ("Gallstones were found in 27%, of whom 4 (9%) were symptomatic.", ["gallstones 27%"]),
        ("Patients with a CgA rise of more than 20% had a median PFS of 5.2 months.",
         ["PFS median 5.2 months [CgA rise of more than 20%]"]),
        ("The remaining patients had a PFS of 8 months, and those who had nausea had an OS of 30 months.", []),
        ("In patients whose dose was increased, median PFS was 8.2 months.", ["PFS median 8.2 months [dose was increased]"]),
        ("Injection site pain was noted in 7% of 1,240 injections.", []),
        ("Response rates were 27.5% and 10.5% (11/40 and 4/38) with 60 and 30 mg.", ["response 27.5% [60 mg]", "response 10.5% [30 mg]"]),
        ("Fifty-five percent were escalated for progression and 25% for diarrhoea.", []),
        ("Adverse events led to discontinuation in 5% and diarrhoea occurred in 20%.", ["discontinuation 5%", "diarrhoea 20%"]),
    ],
)  # fmt: skip
def test_a_share_or_a_count_of_something_else_is_told_of_nothing(text, said):
    assert [valued.figure(figure) for figure in sayable(figures(text), text)] == said


def test_an_event_for_which_patients_stopped_is_shown_once():
    text = "Four patients (9%) stopped because of steatorrhoea and two (4%) because of adverse events."
    told = figures(text)

    assert [figure.outcome for figure in told] == ["discontinuation", "AE: gastrointestinal", "discontinuation"]
    assert [valued.figure(figure) for figure in sayable(told, text)] == [
        "steatorrhoea (led to discontinuation) 9%",
        "discontinuation 4%",
    ]


def test_events_of_one_grade_are_never_told_as_those_of_another():
    text = "Adverse events of any grade occurred in 88% and grade 3 or higher events in 12%."

    shown = Entry(
        item=1,
        title="",
        url="",
        authors="",
        venue="",
        date="",
        kind="article",
        tier="core",
        source_class="journal",
        figures=figures(text),
    )

    assert telling.result(shown) == "Any grade AE 88%. Title only."


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("PFS was longer with lanreotide than with placebo (HR 0.47; 95% CI 0.30-0.73).", "lanreotide vs placebo"),
        ("Compared with placebo, lanreotide reduced the risk of progression or death (HR 0.47, 95% CI 0.30-0.73).", "lanreotide vs placebo"),
        ("PFS was 8 months in the placebo group and 12 months in the lanreotide group (HR 0.6; 95% CI 0.4-0.9).", "lanreotide vs placebo"),
        ("Median PFS was 8.5 months with octreotide and 14 months with pasireotide (HR 0.6; 95% CI 0.4-0.9).", "pasireotide vs octreotide"),
        ("In the midgut subgroup, PFS was longer with lanreotide than with placebo (HR 0.5; 95% CI 0.3-0.8).", "midgut subgroup: lanreotide vs placebo"),
        ("In midgut primaries, lanreotide prolonged PFS against placebo (HR 0.35; 95% CI 0.16-0.80); for pancreatic primaries the HR was 0.58 (95% CI 0.32-1.04).",
         "pancreatic primaries: lanreotide vs placebo"),
        ("Lanreotide was compared with placebo. PFS was longer (HR 0.5; 95% CI 0.3-0.8).", "Lanreotide vs placebo"),
        ("Ki-67 above 10% was associated with shorter PFS (HR 2.3; 95% CI 1.4-3.9).", "Ki-67 above 10%"),
        ("The difference in QLQ-C30 global health was 2.1 points (95% CI -1.4 to 5.6) with autogel versus placebo.", "autogel vs placebo"),
    ],
)  # fmt: skip
def test_a_ratio_says_what_it_compares(text, sides):
    assert valued.figure(figures(text)[-1]).endswith(f"[{sides}]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grade 3 or worse adverse events were reported in 24% of patients, and gallstones in 17%.", ["grade ≥3 AE 24", "AE: gallstones 17"]),
        ("Grade 3-4 adverse events were seen in 12% and gallstones in 18%.", ["grade 3-4 AE 12", "AE: gallstones 18"]),
        ("Grade 3 or 4 toxicity was seen in 31% and hyperglycaemia in 22%.", ["grade 3-4 AE 31", "AE: glucose 22"]),
        ("Serious adverse events were reported in 9% and steatorrhoea in 15%.", ["serious AE 9", "AE: gastrointestinal 15"]),
        ("Severe adverse events were noted in 8%, and fatigue in 20%.", ["severe AE 8", "fatigue 20"]),
        ("Grade 3-4 adverse events were seen in 24%, including fatigue in 10%.", ["grade 3-4 AE 24", "grade 3-4 fatigue 10"]),
        ("Grade 3 diarrhoea (4%) and abdominal pain (2%) were rare.", ["grade 3 AE: gastrointestinal 4", "grade 3 AE: gastrointestinal 2"]),
        ("No grade 3-4 adverse events were observed; 3 patients (11%) developed steatorrhoea.", ["grade 3-4 AE 0", "AE: gastrointestinal 11"]),
        ("No grade 3 events were seen, but nausea occurred in 11%.", ["grade 3 AE 0", "AE: gastrointestinal 11"]),
        ("Grade 3 adverse events (24%) and gallstones (17%) were seen.", ["grade 3 AE 24", "AE: gallstones 17"]),
        ("The most common grade 3 toxicities were fatigue (10%) and thrombocytopenia (8%).", ["grade 3 fatigue 10", "grade 3 AE 8"]),
        ("Grade 3-4 adverse events were hyperglycaemia in 12% and fatigue in 8%.", ["grade 3-4 AE: glucose 12", "grade 3-4 fatigue 8"]),
    ],
)  # fmt: skip
def test_a_grade_holds_in_its_own_clause_or_list(text, expected):
    assert told(text) == expected
