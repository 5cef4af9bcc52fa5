"""What a line says of a study before what came out: its design, how many, who they were, what they were given against what."""

import dataclasses

import pytest

import samples
from digests import dosage, study, valued, words
from digests.build import build
from digests.gist import gist
from digests.gist.studies import how_many_studies
from fakes import NOW
from watcher.model import Kind, Passage, Record, Tier
from watcher.relevance.regimens import in_text, regimens

TITLE = "Two schedules"


def entry(text, title=TITLE, *tags):
    paper = dataclasses.replace(samples.record("9", title, kind=Kind.ARTICLE), abstract=samples.passages(methods=text))
    rated = dataclasses.replace(samples.score(Tier.CORE, *tags), regimens=regimens(paper))
    made = build(
        samples.TOPIC, samples.PERIOD, (samples.dossier(9, paper, rated),), (), samples.COMPLETE, now=samples.NOW
    )
    return next(one for section in made.sections for one in section.entries)


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        ("We enrolled 132 patients with grade 1-2 midgut or pancreatic NETs that had progressed on lanreotide.", TITLE,
         "RCT, n = 132, in G1-G2 pancreatic or midgut NET that progressed on an SSA."),
        ("We enrolled 132 patients with grade 1-2 midgut NETs that had progressed on lanreotide.", "Lanreotide in midgut NETs after progression",
         "RCT, n = 132, in G1-G2 NET."),
        ("We enrolled 132 patients with grade 1-2 midgut NETs.", "Lanreotide in grade 1-2 midgut NETs", "RCT, n = 132."),
        ("Adults with gastroenteropancreatic or lung NETs were treated.", TITLE, "RCT, in GEP or lung NET."),
        ("Adults with functioning small-bowel NETs were treated.", TITLE, "RCT, in functioning small-intestinal NET."),
        ("Adults with carcinoid syndrome were treated.", TITLE, "RCT, in carcinoid syndrome."),
        ("Adults with carcinoid heart disease were treated.", TITLE, "RCT, in carcinoid heart disease."),
        ("Adults had carcinoid syndrome that was not controlled on lanreotide.", TITLE, "RCT, in carcinoid syndrome not controlled on an SSA."),
        ("Adults with midgut NETs and carcinoid syndrome were treated.", TITLE, "RCT, in midgut NET with carcinoid syndrome."),
        ("Adults with midgut NETs that had progressed on lanreotide were treated.", "Lanreotide in midgut NETs that progress… (TRIAL)",
         "RCT, in NET that progressed on an SSA."),
        ("Adults with SSA-naive pancreatic, duodenal or ileal NETs were treated.", TITLE, "RCT, in SSA-naive pancreatic, small-intestinal or duodenal NET."),
        ("Adults with duodenopancreatic NETs were treated.", TITLE, "RCT, in pancreatic or duodenal NET."),
        ("Adults were treated.", TITLE, "RCT."),
    ],
)  # fmt: skip
def test_it_is_said_who_was_studied_as_far_as_the_title_does_not(text, title, said):
    made = entry(text, title, "RCT")

    assert study.done(made, title) == said


def test_of_what_is_not_of_the_question_it_is_not_said_that_they_had_a_net():
    made = dataclasses.replace(entry("Adults with carcinoid syndrome were treated.", TITLE, "RCT"), tier=Tier.ADJACENT)

    assert study.done(made, TITLE) == "RCT."
    asked = dataclasses.replace(made, tier=Tier.CORE, tags=("survey",))
    assert study.done(asked, TITLE) == "Survey."


def test_a_randomised_trial_is_told_with_its_masking_and_phase_another_study_with_two_words():
    trial = entry("", TITLE, "RCT", "double-blind", "crossover", "phase 3", "cost")

    assert study.done(trial) == "RCT, double-blind, crossover, phase 3."
    assert study.done(dataclasses.replace(trial, tags=("phase 1", "phase 2", "single-arm"))) == "Phase 1/2."
    assert (
        study.done(dataclasses.replace(trial, tags=("retrospective", "cohort", "phase 2"))) == "Retrospective, cohort."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Patients were randomised to lanreotide 120 mg every 14 days or lanreotide 120 mg every 28 days.", "lanreotide 120 mg every 14 vs every 28 days"),
        ("They had octreotide LAR 60 mg every 28 days versus octreotide LAR 30 mg every 28 days.", "octreotide LAR 60 vs 30 mg every 28 days"),
        ("They had lanreotide 120 mg every 28 days versus octreotide LAR 60 mg every 4 weeks.", "octreotide LAR 60 mg every 4 weeks vs lanreotide 120 mg every 28 days"),
        ("Randomised to CAM2029 20 mg every 2 weeks versus octreotide LAR 30 mg or lanreotide autogel 120 mg every 4 weeks.",
         "CAM2029 20 mg every 2 weeks vs octreotide LAR 30 mg or lanreotide autogel 120 mg every 4 weeks"),
        ("They were randomised to octreotide LAR 30, 40 or 60 mg every 4 weeks.", "octreotide LAR 40 or 60 mg every 4 weeks vs 30 mg every 4 weeks"),
        ("They were randomised to lanreotide 120 mg every 21 or every 28 days.", "lanreotide autogel 120 mg every 3 vs every 4 weeks"),
        ("They were randomised to octreotide LAR 40 mg or 60 mg every 4 weeks.", "octreotide LAR 40 vs 60 mg every 4 weeks"),
        ("They were randomised to octreotide subcutaneous depot 20 mg every 2 weeks versus octreotide LAR 30 mg every 4 weeks.",
         "octreotide subcutaneous depot 20 mg every 2 weeks vs octreotide LAR 30 mg every 4 weeks"),
        ("They were randomised to lanreotide 120 mg every 14 days or octreotide LAR 60 mg every 28 days.", ""),
        ("Randomised to CAM2029 20 mg every 2 weeks versus octreotide long-acting release 30 mg or lanreotide autogel at a dose of 120 mg every 4 weeks.",
         "CAM2029 20 mg every 2 weeks vs octreotide LAR 30 mg or lanreotide autogel 120 mg every 4 weeks"),
        ("All received lanreotide 120 mg every 14 days.", ""),
        ("Patients who had progressed on lanreotide 120 mg every 28 days received lanreotide 120 mg every 14 days.", ""),
    ],
)  # fmt: skip
def test_what_was_compared_stands_with_what_it_was_compared_with(text, said):
    assert dosage.contrast(in_text(text)) == said


@pytest.mark.parametrize(
    "title",
    [
        "177Lu-edotreotide plus octreotide versus high-dose octreotide",
        "Trough-guided versus fixed octreotide",
        "Escalated octreotide LAR or telotristat",
    ],
)
def test_where_something_else_was_compared_doses_are_only_listed(title):
    text = "Patients were randomised to octreotide LAR 60 mg every 4 weeks or octreotide LAR 30 mg every 4 weeks."

    assert "octreotide LAR 60 vs 30 mg" in study.done(entry(text, "Two doses of octreotide", "RCT"))
    assert " vs " not in study.done(entry(text, title, "RCT"), "")
    assert " vs " not in study.done(entry(text, "Two doses of octreotide", "meta-analysis", "RCT"), "")


def test_two_drugs_whose_interval_is_said_once_are_told_in_a_line():
    text = "Patients on octreotide LAR 30 mg or lanreotide 120 mg every 4 weeks had telotristat ethyl 250 mg three times daily, or the same analogue every 2 weeks."

    assert "octreotide LAR 30 mg or lanreotide autogel 120 mg every 2 weeks" in study.done(
        entry(text, "A trial", "RCT")
    )


def test_what_one_arm_went_on_with_is_compared_too():
    paper = Record(
        source="s", source_id="1", kind=Kind.ARTICLE, title="Lanreotide every 14 days or every 28 days in NETs", retrieved=NOW,
        abstract=(Passage(text="Patients progressing on lanreotide 120 mg every 28 days were randomised to lanreotide 120 mg every 14 days or to stay."),),
    )  # fmt: skip

    assert dosage.contrast(regimens(paper)) == "lanreotide 120 mg every 14 vs every 28 days"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We included 22 studies with 1,347 patients.", 22),
        ("Data were had from 11 of 19 cohorts: 712 patients, 438 with a shorter interval.", 11),
        ("Sixteen studies (n = 903) were analysed.", 16),
        ("Of 2,944 records, 22 studies with 1,638 patients were included. In seven studies gallstones were counted.", 22),
        ("Individual patient data of seven retrospective cohorts were pooled.", 7),
        ("We included nine studies with 1,347 participants: two trials (402 participants) and seven cohort studies (945 participants).", 9),
        ("A total of 289 patients were evaluated from two RCTs.", 2),
        ("Eleven cohorts and 2 randomised trials contributed 1,204 patients.", None),
        ("Authors of 16 eligible cohorts were contacted, and 11 supplied data.", 11),
        ("Twelve studies were included, and nine studies were pooled.", None),
        ("Only three studies were prospective. In four studies with 200 patients flushing fell.", None),
    ],
)  # fmt: skip
def test_a_synthesis_says_of_how_many_studies_it_is(text, count):
    found = how_many_studies(text)

    assert (found and found.value) == count


def test_the_number_of_studies_stands_before_that_of_patients():
    title = "Lanreotide every 14 days in NETs: a meta-analysis"
    paper = dataclasses.replace(
        samples.record("9", title), abstract=samples.passages(results="Eleven studies with 712 patients were included.")
    )

    assert [words.trait(trait) for trait in gist([paper]).population] == ["11 studies", "n = 712"]


def test_values_of_one_outcome_say_what_they_are_of_once_and_whose_they_are():
    text = "Median PFS was 8.6 months (95% CI 7.0 to 10.3) with 60 mg and 8.3 months (95% CI 6.9 to 9.8) with 30 mg (HR 0.94, 95% CI 0.67 to 1.32)."
    paper = dataclasses.replace(samples.record("9", TITLE), abstract=samples.passages(results=text))

    assert valued.figures(gist([paper]).figures) == (
        "PFS median 8.6 months (95% CI 7.0 to 10.3) [60 mg], 8.3 months (95% CI 6.9 to 9.8) [30 mg]; HR 0.94 (95% CI 0.67 to 1.32)"
    )
