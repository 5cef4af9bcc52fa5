import pytest

from fakes import NOW
from watcher.designs import design_tags
from watcher.model import Kind, Passage, Record
from watcher.others import of_others


def tags(title, text="", *types, kind=Kind.ARTICLE):
    return design_tags(
        Record(source="s", source_id="1", kind=kind, title=title, retrieved=NOW, abstract=(Passage(text=text),), publication_types=types)
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "There are no randomised data on escalation.",
        "Randomised trials are needed.",
        "In a previous randomised trial median PFS was 8 months.",
        "Evidence from randomised controlled trials is lacking.",
        "This non-randomised study treated 40 patients.",
        "Two randomised trials were found.",
        "In the single randomised trial PFS was 8 months.",
    ],
)
def test_what_only_speaks_of_randomised_trials_is_none(text):
    assert "RCT" not in tags("Lanreotide in NETs", text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Lanreotide every 14 or 28 days: a randomised trial", ""),
        ("A randomized phase 3 trial of lanreotide", ""),
        ("Lanreotide every 14 days", "Adults were randomly assigned (1:1) to either arm."),
        ("Lanreotide every 14 days", "Of 147 randomised patients, 98 received the generic."),
        ("Lanreotide every 14 days", "In this open-label, randomised trial we compared two intervals."),
        ("Lanreotide alle 14 Tage", "Die Patienten wurden 1:1 randomisiert."),
        ("A randomised trial of lanreotide with an analysis of costs", "We did a cost-effectiveness analysis."),
    ],
)  # fmt: skip
def test_what_was_randomised_is_an_rct(title, text):
    assert "RCT" in tags(title, text)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Lanreotide in NETs", "We retrospectively reviewed 40 patients.", ("retrospective",)),
        ("Lanreotide in NETs", "We looked back at 29 consecutive patients treated in four centres.", ("retrospective",)),
        ("Octreotide vs PRRT", "Pts with NETs treated with octreotide or PRRT in 9 centres were compared.", ("retrospective",)),
        ("Lanreotide in NETs", "Patients with NETs who received lanreotide every 14 days were identified in 14 hospitals.", ("retrospective",)),
        ("Lanreotide in NETs", "Patients with NETs were identified in 14 hospitals and randomised to lanreotide or placebo.", ("RCT",)),
        ("Lanreotide in NETs", "We retrospectively reviewed it. In 23 patients stools were recorded before and after the interval change.", ("retrospective",)),
        ("A double-blind study of octreotide 60 mg", "Ninety patients were assigned to 60 mg or 30 mg.", ("double-blind",)),
        ("Octreotide", "In this prospective trial, patients treated with octreotide or PRRT were compared.", ("prospective",)),
        ("Octreotide", "We identified 40 consecutive patients and enrolled them prospectively.", ("prospective",)),
        ("Lanreotide in NETs", "We compared the outcomes of 39 patients who received it every 21 days and 34 every 14 days at our institution.", ("retrospective",)),
        ("Lanreotide in NETs", "Adults were identified in a US claims database.", ("claims data",)),
        ("Escalation and surgery: a claims study", "", ("claims data",)),
        ("Trial of lanreotide stopped, blog claims", "Claims circulated this week.", ()),
        ("Lanreotide in NETs", "Insurance claims were searched for 2026.", ("claims data",)),
        ("A statement", "Claims to the contrary are incorrect.", ()),
        ("A statement", "The company rejects claims that the trial has succeeded.", ()),
        ("A statement", "Claims of success are premature.", ()),
        ("A rumour", "A post claims the study was stopped; such claims were unfounded.", ()),
        ("Gallstones: a nested case-control study", "We treated 96 cases; the odds ratio was 1.4.", ("case-control",)),
        ("Lanreotide in NETs: a single-arm phase 2 study", "", ("phase 2", "single-arm")),
        ("A", "Trough plasma octreotide was measured in 82 patients.", ("pharmacokinetics",)),
        ("A", "Pts with NET who progressed from 2015-2023 were identified.", ("retrospective",)),
        ("Erfahrungen", "Bei 29 Patienten wurde das Intervall auf 14 Tage verk\u00fcrzt.", ("case series",)),
        ("TPS: SORENTO, a phase 3 trial", "Follow-up is ongoing.", ("phase 3", "protocol")),
        ("Dose and progression: meta-analysis of individual patient data", "Nine prospective studies; in two patients were randomised by dose.", ("meta-analysis",)),
        ("Trough levels of octreotide", "We studied the pharmacokinetics of octreotide.", ("pharmacokinetics",)),
        ("Side effects: a pharmacovigilance study", "", ("pharmacovigilance",)),
        ("Lanreotide in NETs", "We matched patients by propensity score.", ("matched",)),
        ("Lanreotide in NETs", "Patients will be randomised to either arm.", ("RCT", "protocol")),
        ("Refractory diarrhoea", "A 61-year-old woman presented with flushing.", ("case report",)),
        ("Intervals: a systematic review", "Heterogeneity precluded meta-analysis.", ("systematic review",)),
        ("Octreotide against everolimus: a single-institution review", "We reviewed 89 patients.", ("retrospective",)),
        ("Analogues: an institutional policy and a review", "Options are listed.", ("review",)),
        ("Expert weighs escalation", "The evidence is limited to phase 2 and retrospective data.", ()),
        ("Analogues: a systematic review without meta-analysis", "", ("systematic review",)),
        ("Topline results", "Bergen, 12 May 2026 - Fjord AS (OSE: FJRD) today announced topline results.", ("press",)),
        ("Weekly octreotide in functioning tumours: three cases", "We describe three patients.", ("case series",)),
        ("Serum lanreotide and biochemical response before and after interval shortening", "31 patients took part.", ("before-after",)),
        ("Return to the standard interval", "In a retrospective series we found 26 patients. It should be tested prospectively.", ("retrospective",)),
        ("Lanreotid alle 14 Tage", "Zwischen 2014 und 2022 erhielten 26 Patienten Lanreotid.", ("retrospective",)),
        ("Octreotide LAR 60 mg", "We identified pts with NETs treated at 6 US centers (2012-2022).", ("retrospective",)),
        ("Octreotide in carcinoid syndrome", "Methods: 33 patients. Stools fell.", ("case series",)),
        ("Long-term open-label extension of octreotide depot", "Patients of a randomised trial entered it.", ("open-label extension",)),
        ("Nothing is said", "It was given.", ()),
    ],
)  # fmt: skip
def test_a_design_is_read_from_title_and_text(title, text, expected):
    assert tags(title, text) == expected


@pytest.mark.parametrize(
    ("title", "text", "tag", "told"),
    [
        ("Cost of lanreotide every 14 days: a Canadian perspective", "A partitioned survival model was built.", "review", False),
        ("Patients' perspectives: two-weekly injections", "We asked 40 patients.", "review", False),
        ("Somatostatin analogues in NETs: current and future perspectives", "Options are listed.", "review", True),
        ("Analogues: a ten-year review", "We reviewed 89 patients.", "review", False),
        ("Analogues: a multi-centre case-notes review", "We reviewed 89 patients.", "review", False),
        ("Analogues: a chart review and review of the literature", "We reviewed 89 patients.", "review", True),
        ("Analogues in the clinic (review)", "Options are listed.", "review", True),
        ("Denser injections, study finds", "In the study of 174 patients, half were assigned at random to them.", "RCT", True),
        ("Denser injections, study finds", "In the study of 174 patients, half were chosen by their doctors.", "RCT", False),
        ("Gallstones under high doses", "We studied 241 patients who started an analogue between 2008 and 2022.", "retrospective", True),
    ],
)  # fmt: skip
def test_a_perspective_is_a_review_where_it_is_one_on_the_field(title, text, tag, told):
    assert (tag in tags(title, text)) is told


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("Octreotide LAR in ileal NETs: a two-center cohort", "We reviewed patients who progressed.", {"retrospective", "cohort"}),
        ("Lanreotide in NET", "Case-note review of 46 patients.", {"retrospective"}),
        ("Knowledge of oncologists", "A web-based survey was sent to a panel.", {"survey"}),
        ("Rescue octreotide", "National dispensing data of 731 patients were used.", {"prescription data"}),
        ("High-dose lanreotide: a retrospective series", "Larger prospective trials are needed.", {"retrospective"}),
        ("Octreotide", "Patients on 60 mg were matched 1:2 to 118 who had PRRT.", {"matched"}),
        ("Octreotide gel", "In this open-label, dose-finding study 21 patients were treated.", {"dose-finding"}),
        ("Octreotide: a stepped-wedge trial", "Six hospitals crossed to every 2 weeks in random order.", {"stepped-wedge"}),
        ("Lanreotid", "En 71-\u00e5rig kvinna fick lanreotid.", {"case report"}),
        ("Octreotide", "Between 2010 and 2020, 77 patients with small-bowel NET had octreotide LAR increased.", {"retrospective"}),
        ("Policy change in panNET", "In an interrupted time-series analysis of 118 patients nothing changed.", {"interrupted time series"}),
        ("Lanreotide in two single-arm studies", "A matching-adjusted indirect comparison of 329 patients.", {"indirect comparison"}),
        ("Serotonin", "It was measured in 29 patients before and three months after escalation.", {"before-after"}),
        ("Octreotide in five centers: pooled analysis", "Data of 118 patients were used.", {"pooled analysis"}),
        ("NETest and lanreotide", "In 72 patients PFS was shorter with a high score (HR 2.74).", {"cohort"}),
        ("Octreotide depot: extension of the indication", "Amsterdam, 27 June 2027. A committee has spoken.", {"press"}),
        ("Definitions of high dose: a scoping review", "Sixty-two studies were included.", {"scoping review"}),
        ("Cost per progression-free month of lanreotide", "Costs were taken from tariffs.", {"cost"}),
        ("Above-label analogues", "From a prospectively kept database we matched 45 patients with 45.", {"matched"}),
        ("Lanreotide more often: a position of the Nordic group", "Statements were graded.", {"guideline"}),
        ("More of it: analysis of the GETNE registry", "We selected 342 patients.", {"registry study"}),
        ("More of it", "In the GETNE registry (R-GETNE) we selected 342 patients.", {"registry study"}),
        ("More of it", "In this open-label study 32 patients were enrolled.", {"prospective"}),
        ("More of it", "We treated 32 patients. It is in the ISRCTN registry.", {"case series"}),
    ],
)  # fmt: skip
def test_a_design_is_named_as_the_text_names_it(title, text, told):
    assert set(tags(title, text)) == told


def test_what_is_indexed_as_a_case_report_and_tells_of_several_is_a_series():
    assert "case series" in tags("A warning", "In three of five patients glucose fell.", "Case Reports")
    assert "case report" in tags(
        "Escalation: case report and review", "A 33-year-old woman had a NET.", "Case Reports", "Review"
    )
    letter = "In our hospital 33 NET patients have had it. Flushing improved in 70%."
    assert tags("It in practice", letter, "Letter", kind=Kind.COMMENT) == ("case series",)
    assert tags("Reply to: more of it", "Our series of 33 patients had no controls.", "Letter", "Comment") == (
        "comment",
    )
    assert tags("Heart block", "To the Editor: A 72-year-old woman had a NET.", "Letter", "Case Reports") == (
        "case report",
    )


@pytest.mark.parametrize(
    ("kind", "text", "is_randomised"),
    [
        (Kind.REGISTRATION, "Trial design: Phase II, randomised, open label, two parallel groups.", True),
        (Kind.REGISTRATION, "This randomised open-label trial will include 110 patients.", True),
        (
            Kind.REGISTRATION,
            "This non-randomised trial will include 110 patients. There are no randomised data.",
            False,
        ),
        (Kind.NEWS, "The randomised trial will enrol 90 patients.", True),
        (Kind.NEWS, "Growth was slower, according to the randomized PANFAST trial.", True),
        (Kind.NEWS, "Results of ongoing randomized trials are awaited. Another randomised trial failed.", False),
        (Kind.ARTICLE, "The randomised trial of 2012 was small.", False),
    ],
)
def test_a_registration_or_news_speaks_of_its_own_trial(kind, text, is_randomised):
    assert ("RCT" in tags("Lanreotide", text, kind=kind)) is is_randomised


@pytest.mark.parametrize(
    ("title", "text", "wrong"),
    [
        ("Routine data", "The model needs prospective testing.", "prospective"),
        ("Routine data", "Evidence is limited to retrospective series.", "retrospective"),
        ("A propensity-weighted analysis", "Propensity score weighting was used.", "matched"),
        (
            "Cost-utility analysis of lanreotide",
            "A Markov model compared them. Effects were taken from a single-arm trial.",
            "single-arm",
        ),
    ],
)
def test_a_word_of_design_that_is_not_the_study_s_own_is_no_tag(title, text, wrong):
    assert wrong not in tags(title, text)


def test_a_secondary_analysis_is_called_one():
    assert "post hoc analysis" in tags("Quality of life in the control arm of a trial: a secondary analysis")
    assert "prospective" in tags(
        "Etude", "Dans cette \u00e9tude multicentrique prospective, 40 patients ont \u00e9t\u00e9 trait\u00e9s."
    )


def test_a_notice_is_of_no_design_of_the_work_that_it_is_on():
    assert tags("Correction: protocol of a randomised phase 3 trial", kind=Kind.NOTICE) == ("notice",)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("In this open-label, randomised trial 90 patients had lanreotide.", "open-label"),
        ("They were randomized, open label, to lanreotide every 14 days or every 28 days.", "open-label"),
        ("Patients were randomised 1:1. Neither patients nor investigators were masked.", "open-label"),
        ("Patients were randomised 1:1; participants and study staff were not masked to treatment.", "open-label"),
        ("Patients were randomised 1:1. The study was unblinded.", "open-label"),
        ("Patients were randomised 1:1. Treatment assignment was not masked.", "open-label"),
        ("Patients were randomised 1:1; blinding was not possible.", "open-label"),
        ("Patients were randomised 1:1 in an unblinded, parallel-group study.", "open-label"),
        ("In this randomised, double-blind trial patients were unblinded at progression and crossed over to open-label lanreotide.", "double-blind"),
        ("Patients were randomised 1:1; after week 16 all could have open-label octreotide.", ""),
        ("This was an open-label, assessor-blinded randomised trial.", "open-label"),
        ("This is a randomised, double-blind trial with an open-label extension.", "double-blind"),
        ("Patients were randomised 1:1. Patients, clinicians and readers were blinded.", "double-blind"),
        ("Patients were randomised 1:1; neither patients nor their doctors knew which they had.", "double-blind"),
        ("We did a randomised, triple-masked trial.", "double-blind"),
        ("We did a series of randomised, double blind, crossover N-of-1 trials.", "double-blind"),
        ("DESIGN: Series of randomised, double-blind, multiple cross-over n-of-1 trials.", "double-blind"),
        ("We did a randomised, observer-blind trial.", "single-blind"),
        ("Patients were randomised 1:1; PFS was by blinded independent central review.", ""),
        ("Open-label studies favour it. Patients were randomised 1:1. Confirmation in a double-blind trial is needed.", ""),
        ("Patients were randomised 1:1. This differs from the open-label PENDULUM trial.", ""),
        ("Patients were randomised 1:1 after the end of a double-blind trial.", ""),
        ("This is a randomised trial with a double-blind and an open-label cohort.", ""),
        ("We looked back on 40 patients of an open-label programme.", ""),
    ],
)  # fmt: skip
def test_a_randomised_trial_is_open_or_blind_as_it_says_of_itself(text, known):
    typed = ["Randomized Controlled Trial"] if "randomi" in text else []
    said = {"double-blind", "single-blind", "open-label"} & {*tags("Lanreotide in NETs", text, *typed)}

    assert said == ({known} if known else set())


def test_the_title_says_first_who_knew_the_treatment_and_that_it_is_to_be_no_worse():
    title = "Lanreotide every 28 or 42 days: a double-blind, randomised, non-inferiority, phase 3 trial"

    assert tags(title, "After it came an open-label study.") == ("RCT", "double-blind", "non-inferiority", "phase 3")


@pytest.mark.parametrize(
    ("title", "is_plan"),
    [
        ("1191TiP TRELLIS: phase III trial of an octreotide implant versus octreotide LAR in GEP-NET", True),
        ("1191 TiP TRELLIS: a randomised trial of an octreotide implant", True),
        ("TPS4123 A randomized phase 3 trial of lanreotide every 14 days", True),
        ("Lanreotide every 14 days in midgut NETs: Trials in Progress", True),
        ("A randomised trial of lanreotide every 14 days (TiP)", True),
        ("TIPS in portal hypertension: a randomised trial", False),
        ("1191P TRELLIS: phase III trial of an octreotide implant", False),
        ("Tip of the iceberg: lanreotide every 14 days, a randomised trial", False),
    ],
)  # fmt: skip
def test_an_abstract_of_a_trial_in_progress_tells_a_plan(title, is_plan):
    text = "Trial design: 330 pts, 1:1; PFS by BICR primary. Recruiting in 14 countries."
    assert ("protocol" in tags(title, text, kind=Kind.ABSTRACT)) is is_plan


def test_adverbs_of_the_south_tell_the_design():
    assert "retrospective" in tags("Octreotida LAR", "Se revisaron retrospectivamente 26 pacientes.")
    assert "prospective" in tags("Octreotida LAR", "Se siguieron prospectivamente 26 pacientes.")
    assert "cohort" in tags("Lanreotide: final analysis of the Nordic INTENSA cohort", "84 pts were treated.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A randomised phase 3 trial in 231 patients showed a benefit of PRRT. We reviewed 12 patients retrospectively.", False),
        ("The best dose is unknown. The CLARINET trial of 204 patients showed a benefit. To describe the use, we did a retrospective survey.", False),
        ("A phase 3 trial in 231 patients showed a benefit of PRRT. The drug was well tolerated.", True),
        ("The CLARINET trial, of phase 3, showed a benefit. This post hoc analysis is of 96 patients.", True),
    ],
)  # fmt: skip
def test_what_others_found_before_is_no_design_of_the_own_work(text, told):
    assert ("phase 3" in tags("Lanreotide in NETs", text)) is told
    assert bool(of_others(text)) is not told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We followed 50 patients. These results support a phase 3 trial.", False),
        ("We followed 50 patients. A randomised phase 3 study is planned.", False),
        ("CLARINET (phase 3) used 120 mg. We followed 50 patients.", False),
        ("Fifty patients took part. The phase 3 NETTER-2 trial compared PRRT with 60 mg.", False),
        ("Patients of the phase 3 CLARINET trial were analysed post hoc.", True),
        ("After titration in phase 2 of the study, phase 3 (maintenance) began.", False),
        ("In this phase 3 trial (LANTERN) 90 patients were treated.", True),
    ],
)
def test_a_phase_is_the_own_trials_and_none_that_is_wanted_or_named_beside_it(text, told):
    assert ("phase 3" in tags("Lanreotide in NETs", text)) is told


def test_three_patients_are_a_series_and_what_a_trial_costs_beside_is_no_cost_study():
    assert tags("Lanreotide", "Symptoms recurred. We describe three patients with insulinoma.", "Case Reports") == (
        "case series",
    )
    assert "cost" not in tags(
        "A randomised trial: study protocol", "Cost-effectiveness analysis is a secondary outcome."
    )
