"""The traps of the field, a row each: words that look like the question and are not, and the other way."""

from datetime import UTC, datetime

import pytest

from watcher.model import Id, Kind, Passage, Record, Tier
from watcher.normalise import normalise
from watcher.relevance import rate
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")
W, C, R, A, O = Tier.WATCHED, Tier.CORE, Tier.RELATED, Tier.ADJACENT, Tier.OFF  # noqa: E741 - the tiers' letters


def record(title, abstract="", kind=Kind.ARTICLE, url="", ids=()):
    return Record(
        source="test",
        source_id="1",
        kind=kind,
        title=title,
        retrieved=datetime(2026, 11, 23, tzinfo=UTC),
        url=url,
        abstract=(Passage(text=abstract),) if abstract else (),
        ids=frozenset(ids),
    )


TRIAL_AXIS = [
    # the compound is tried in three diseases; only one is ours
    (W, "CAM2029 in neuroendocrine tumours", "", Kind.ARTICLE),
    (W, "CAM 2029 for GEP-NET", "", Kind.ARTICLE),
    (W, "Octreotide SC depot in acromegaly and functioning NETs", "", Kind.ARTICLE),
    (R, "Octreotide fluid crystal: repeat doses in healthy volunteers", "IGF-1 fell.", Kind.ABSTRACT),
    (A, "CAM2029 in acromegaly", "IGF-1 stayed in range.", Kind.ARTICLE),
    (A, "CAM2029 in acromegaly", "The drug is also tried in neuroendocrine tumours.", Kind.NEWS),
    (A, "Octreotide subcutaneous depot in polycystic liver disease", "Liver volume fell.", Kind.ARTICLE),
    (A, "Oczyesa approved in the EU", "The depot treats acromegaly.", Kind.NEWS),
    # boilerplate that names the trial
    (A, "POSITANO is positive in polycystic liver disease", "Volume fell. About CAM2029: SORENTO tests it in GEP-NET.", Kind.NEWS),
    (A, "Oclaiz resubmitted for acromegaly", "PDUFA is in June. Camurus is also developing CAM2029 in GEP-NET in SORENTO.", Kind.NEWS),
    (A, "POSITANO meets its endpoint", "Liver volume fell in polycystic liver disease. SORENTO in GEP-NET is next.", Kind.NEWS),
    (A, "Camurus raises its outlook on sales of Buvidal", "Sales of buprenorphine grew. About Camurus. Candidates include CAM2029, in phase 3 in SORENTO (NCT05050942).", Kind.NEWS),
    # another firm's implant of the same drug
    (C, "Teryx Pharma announces first patient dosed in TRELLIS with an octreotide implant in GEP-NET", "The implant has twice the octreotide exposure of octreotide LAR. A readout is expected in 2031.", Kind.NEWS),
    (R, "Northbay Therapeutics reports phase 2 results in GEP-NET", "Its high-exposure octreotide implant met the endpoint.", Kind.NEWS),
    # what they had had, and no level of it
    (R, "Octreotide exposure before PRRT in neuroendocrine tumours", "Prior exposure to octreotide was told of.", Kind.ARTICLE),
    # no word of the disease but another treatment of it; "neutrophil" that is no trap of one
    (C, "Cost-utility of interval shortening before everolimus", "Shortening lanreotide to 14 days before everolimus cost EUR 58,400 per QALY.", Kind.ARTICLE),
    (C, "Neutrophil-to-lymphocyte ratio and outcome of dose-dense lanreotide in NETs", "Lanreotide 120 mg every 14 days was given to 97 patients.", Kind.ARTICLE),
    (W, "Camurus completes enrolment in SORENTO", "Patients have GEP-NET.", Kind.NEWS),
    (W, "What is next in GEP-NET", "Radioligands are in use. Doctors await SORENTO.", Kind.NEWS),
    (A, "CEO statement Q1 2024", "Acromegaly sales grew. CAM2029 advanced in neuroendocrine tumours.", Kind.NEWS),
    # the sponsor's read-out, without the trial's name or its compound
    (W, "Camurus announces positive Phase 3 topline results in patients with gastroenteropancreatic neuroendocrine tumors", "", Kind.NEWS),
    (W, "Camurus meets primary endpoint in pivotal GEP-NET study", "", Kind.NEWS),
    (W, "Phase III data lift Camurus shares", "Octreotide depot is tried in neuroendocrine tumours.", Kind.NEWS),
    (R, "Ipsen phase III data move Camurus shares", "Lanreotide is given in neuroendocrine tumours.", Kind.NEWS),
    (W, "Positive Phase 3 results in GEP-NET", "Lund, Sweden. Camurus announced topline results today.", Kind.NEWS),
    (R, "Positive Phase 3 topline results in GEP-NET", "", Kind.NEWS),
    (R, "Camurus at ENETS", "There is a symposium on neuroendocrine tumours.", Kind.NEWS),
    (A, "Camurus announces Phase 3 topline results in acromegaly", "It is also studied in neuroendocrine tumours.", Kind.NEWS),
    (A, "Camurus: pivotal year, interim report", "Neuroendocrine tumours are next.", Kind.NEWS),
    (A, "ITM announces Phase 3 topline results of COMPETE in GEP-NETs", "", Kind.NEWS),
    (A, "Phase 3 results of cabozantinib in neuroendocrine tumors", "", Kind.NEWS),
    (O, "Camurus announces strong growth of Buvidal", "", Kind.NEWS),
    # names that look alike
    (O, "Sorrento Therapeutics clears phase 1", "Solid tumors.", Kind.NEWS),
    (O, "Kia Sorento recalled", "", Kind.NEWS),
    (O, "A walk through Sorento", "", Kind.NEWS),
]  # fmt: skip

QUESTION_AXIS = [
    # the question, in many words
    (C, "Dose escalation of octreotide LAR in carcinoid syndrome", "", Kind.ARTICLE),
    (C, "Escalating the dose of lanreotide in midgut NETs", "", Kind.ARTICLE),
    (C, "Above-label SSA doses in GEP-NEN", "", Kind.ARTICLE),
    (C, "Lanreotide q14d after progression in panNET", "", Kind.ARTICLE),
    (C, "Every three weeks: octreotide LAR in neuroendocrine tumours", "", Kind.ARTICLE),
    (C, "Ultra\u2010high\u2010dose lanreotide in neuroendocrine gastroenteropancreatic tumors", "", Kind.ARTICLE),
    (C, "Somatostatin analogues in NETs", "The injection interval was shortened from 4 to 3 weeks.", Kind.ARTICLE),
    (C, "SRL in small bowel neuroendocrine tumors", "Patients got octreotide LAR 60 mg every 4 weeks.", Kind.ARTICLE),
    (C, "Octreotide LAR in neuroendocrine tumours", "Higher octreotide LAR doses gave higher levels.", Kind.ARTICLE),
    (C, "Lanreotide in pancreatic NET (CLARINET FORTE)", "", Kind.REGISTRATION),
    (C, "Increasing the frequency of lanreotide injections in carcinoid syndrome", "", Kind.ARTICLE),
    (C, "Lanreotide in midgut NETs", "People progressed radiologically while on lanreotide 120 mg.", Kind.REGISTRATION),
    # a title that names no disease, and follows tumours
    (C, "Dose intensification of SSAs in midgut tumours", "", Kind.ABSTRACT),
    (C, "High-dose lanreotide autogel every 14 days after progression on the standard dose", "", Kind.ABSTRACT),
    (C, "Lanreotide autogel 180 mg every 14 days after progression", "", Kind.ABSTRACT),
    # one that says nothing of the kind, and nothing else to read
    (R, "Above-label dosing of somatostatin analogues", "", Kind.ABSTRACT),
    (R, "Shortening the interval of long acting lanreotide: real-life experience", "", Kind.ABSTRACT),
    (C, "High-dose lanreotide autogel", "Tumours of the gut were treated.", Kind.ABSTRACT),
    (A, "High-dose octreotide in hepatorenal syndrome", "", Kind.ABSTRACT),
    (A, "Lanreotide autogel: our experience", "", Kind.ABSTRACT),
    # the same words, another disease
    (A, "Octreotide 30 mg q21d versus 60 mg q28d in acromegaly", "A higher dose and a shorter interval.", Kind.REGISTRATION),
    (A, "Lanreotide every 14 d in Graves ophthalmopathy", "", Kind.ARTICLE),
    (A, "High-dose octreotide in polycystic liver disease", "", Kind.ARTICLE),
    (A, "Pasireotide dose escalation in Cushing's disease", "", Kind.ARTICLE),
    (R, "Healthy volunteers: octreotide depot 20, 40 and 60 mg", "It is for neuroendocrine tumours.", Kind.ARTICLE),
    # the same words, another question
    (A, "Dose escalation of stereotactic radiotherapy in neuroendocrine carcinoma", "", Kind.ARTICLE),
    (A, "Interval between octreotide and 68Ga-DOTATATE PET/CT in NETs", "", Kind.ARTICLE),
    (A, "68Ga-DOTA-somatostatin analog (SSA) PET in neuroendocrine tumors", "", Kind.ARTICLE),
    (R, "Paltusotine in carcinoid syndrome: a dose-ranging study", "The dose was increased to 80 mg.", Kind.ABSTRACT),
    (R, "Perioperative high-dose octreotide infusion in neuroendocrine tumours", "", Kind.ARTICLE),
    (R, "Phase I dose-escalation of sunitinib with octreotide in NETs", "", Kind.ARTICLE),
    (R, "Bevacizumab plus octreotide in carcinoid tumors", "Octreotide LAR 20 mg every 21 days.", Kind.ARTICLE),
    (A, "Cabozantinib in neuroendocrine tumours", "After therapy other than somatostatin analogues.", Kind.NEWS),
    # control arms without a standard dose
    (R, "NETTER-1: 177Lu-Dotatate in midgut NETs", "Control: octreotide LAR 60 mg every 4 weeks.", Kind.ARTICLE),
    (R, "Lutathera versus high-dose octreotide in GEP-NET", "", Kind.NEWS),
    (R, "Radioligand news in GEP-NETs", "NETTER-2 compared it with high-dose octreotide LAR.", Kind.NEWS),
    (R, "Time to deterioration in midgut NETs", "We analysed data from NETTER-1: 177Lu-Dotatate or octreotide LAR 60 mg every 4 weeks.", Kind.ARTICLE),
    (R, "A phase 3 trial in GEP-NETs", "Patients were assigned to 177Lu-Dotatate or to high-dose octreotide as control.", Kind.ARTICLE),
    (R, "Treatment of midgut NETs: a review", "PRRT prolonged survival compared with high-dose octreotide LAR in NETTER-1.", Kind.ARTICLE),
    (R, "Carcinoid crisis in NETs", "High-dose octreotide infusion was given perioperatively.", Kind.ARTICLE),
    # which a text that compares doses only mentions
    (C, "High-dose lanreotide versus standard dose after a course of PRRT", "In NETTER-1 GEP-NET progressed after 28 months.", Kind.ARTICLE),
    (C, "Lanreotide every 14 days versus every 28 days after PRRT in GEP-NET", "", Kind.ARTICLE),
    (C, "Lanreotide in NETs", "177Lu-Dotatate was better than high-dose octreotide in NETTER-1. We compared lanreotide every 14 days and every 28 days.", Kind.ARTICLE),
    (C, "Somatostatin analogues in NETs: a cohort", "Octreotide LAR 60 mg every 4 weeks was given. PFS was that of the control arm of NETTER-1.", Kind.ARTICLE),
    (C, "Somatostatin analogues in NETs: position statement", "We suggest increasing the dose of the SSA for symptoms, and against dose escalation when PRRT is available.", Kind.ARTICLE),
    (C, "Octreotide LAR in NETs", "High-dose octreotide is used perioperatively. Patients received octreotide LAR 60 mg every 4 weeks.", Kind.ARTICLE),
    # the same letters
    (O, "Neutrophil extracellular traps (NETs) in cancer", "A higher dose of heparin dissolves NETs.", Kind.ARTICLE),
    (O, "Anti-SSA in Sjogren's syndrome", "A higher dose helped.", Kind.ARTICLE),
    (O, "Sessile serrated adenoma (SSA): a shorter interval", "", Kind.ARTICLE),
    (O, "The net effect of a higher dose", "We cast nets.", Kind.ARTICLE),
    # what is frequent is no injection, and how much is in the blood is the question where the title asks it
    (R, "Lanreotide in NETs", "The most frequent adverse events in the lanreotide arm were asthenia and diarrhoea.", Kind.ARTICLE),
    (R, "Lanreotide in NETs", "Frequent side effects of lanreotide were steatorrhoea and nausea.", Kind.ARTICLE),
    (R, "Lanreotide in NETs", "Biliary stone disease is frequent during lanreotide.", Kind.ARTICLE),
    (R, "Lanreotide in NETs", "Lanreotide was the most frequently used analogue.", Kind.ARTICLE),
    (R, "Gallstones in NETs", "We asked how often gallstones develop under lanreotide.", Kind.ARTICLE),
    (R, "Lanreotide in NETs", "Median exposure to lanreotide was 59 months.", Kind.ARTICLE),
    (R, "Octreotide in NETs", "Octreotide lowered CgA levels in half of the patients.", Kind.ARTICLE),
    (R, "Octreotide in NETs", "Octreotide concentrations were measured by LC-MS/MS.", Kind.ARTICLE),
    (C, "Lanreotide in NETs", "How often should lanreotide be injected?", Kind.ARTICLE),
    (C, "Lanreotide in NETs", "Lanreotide was given more frequently.", Kind.ARTICLE),
    (C, "Plasma octreotide levels in patients with NETs", "Levels were measured.", Kind.ARTICLE),
]  # fmt: skip


@pytest.mark.parametrize(("tier", "title", "abstract", "kind"), TRIAL_AXIS + QUESTION_AXIS)
def test_a_trap_is_not_stepped_into(tier, title, abstract, kind):
    assert rate(record(title, abstract, kind), TOPIC).tier is tier


def test_a_title_alone_is_said_to_be_all_that_was_judged():
    score = rate(record("Above-label dosing of somatostatin analogues", kind=Kind.ABSTRACT), TOPIC)

    assert "judged by its title alone" in score.reasons[0].note


def test_a_control_arm_is_tagged_and_its_reason_said():
    score = rate(record("Lutathera versus high-dose octreotide in GEP-NET"), TOPIC)

    assert "high-dose control arm" in score.tags
    assert any("cannot show a dose effect" in reason.note for reason in score.reasons)


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Octreotide dose escalation in neuroendocrine tumors", "https://www.droracle.ai/articles/1"),
        ("What is the highest dose of octreotide LAR in neuroendocrine tumors?", "https://answers.example.org/1"),
    ],
)
def test_a_machine_written_page_never_reaches_core(title, url):
    score = rate(record(title, "Octreotide LAR 60 mg every 4 weeks.", Kind.NEWS, url), TOPIC)

    assert score.tier is Tier.ADJACENT
    assert "machine-written or unsourced" in score.tags


def test_a_rewrite_of_the_trials_news_stays_with_the_trial():
    score = rate(record("SORENTO may change GEP-NET care", "", Kind.NEWS, "https://hour24.news/x"), TOPIC)

    assert score.tier is Tier.WATCHED
    assert score.trials == ("SORENTO",)


def test_the_trial_is_known_by_its_number_alone():
    by_own = record("Depot study", "", Kind.REGISTRATION, ids=[Id("nct", "NCT05050942")])
    by_text = record("Depot study", "See NCT05050942.")

    assert rate(by_own, TOPIC).trials == rate(by_text, TOPIC).trials == ("SORENTO",)


def test_a_read_out_that_names_no_trial_is_tagged_and_is_no_report_of_the_trial():
    score = rate(record("Camurus meets primary endpoint in pivotal GEP-NET study", kind=Kind.NEWS), TOPIC)

    assert "trial not named" in score.tags
    assert score.trials == ()


def test_a_paper_on_the_question_is_not_one_of_the_trial():
    assert rate(record("High-dose octreotide LAR in NETs"), TOPIC).trials == ()


NAIL = "Short or regular nail for trochanteric fractures: the SORENTO randomised trial"
OTHER_NUMBER = Id("nct", "NCT05988776")


@pytest.mark.parametrize(
    ("title", "abstract", "kind", "ids", "is_ours"),
    [
        (NAIL, "Registered as NCT05988776.", Kind.ARTICLE, (), False),
        (NAIL, "", Kind.ARTICLE, (OTHER_NUMBER,), False),
        ("SORENTO: nails in trochanteric fractures", "", Kind.REGISTRATION, (OTHER_NUMBER,), False),
        ("SORENTO: nails in trochanteric fractures", "", Kind.NEWS, (OTHER_NUMBER,), False),
        # what names no number, ours, or anything of the question stays with our trial
        (NAIL, "", Kind.ARTICLE, (), True),
        ("SORENTO reads out", "", Kind.NEWS, (), True),
        ("SORENTO reads out", "", Kind.NEWS, (OTHER_NUMBER, Id("nct", "NCT05050942")), True),
        ("The SORENTO trial in neuroendocrine tumours", "Registered as NCT05988776.", Kind.ARTICLE, (), True),
        ("The SORENTO trial of octreotide", "", Kind.REGISTRATION, (OTHER_NUMBER,), True),
    ],
)
def test_another_trial_of_the_same_name_is_not_ours(title, abstract, kind, ids, is_ours):
    score = rate(normalise(record(title, abstract, kind, ids=ids)), TOPIC)

    assert score.trials == (("SORENTO",) if is_ours else ())
    assert (score.tier is Tier.OFF) is not is_ours


@pytest.mark.parametrize(
    ("title", "kind", "tier"),
    [
        ("Camurus completes enrolment in phase 3 study HS-19-657", Kind.NEWS, Tier.WATCHED),
        ("Camurus completes enrolment in phase 3 study HS-20-674", Kind.NEWS, Tier.OFF),
        ("Pumps of the series HS-19-657 recalled", Kind.NEWS, Tier.OFF),
    ],
)
def test_the_sponsor_s_code_in_its_own_news_is_watched_and_no_report_of_the_trial(title, kind, tier):
    score = rate(record(title, "The last patient was enrolled.", kind), TOPIC)

    assert (score.tier, score.trials) == (tier, ())


@pytest.mark.parametrize(
    ("tier", "title"),
    [
        (C, "New-onset diabetes when lanreotide is given every 14 days: a nested case-control study"),
        (C, "Risk of diabetes with octreotide LAR 60 mg every 28 days"),
        (C, "Incidence of pancreatitis after the lanreotide interval is shortened to 14 days"),
        (C, "Diabetes after doubling octreotide LAR"),
        (A, "Octreotide LAR 60 mg every 28 days in diabetic retinopathy"),
        (A, "Lanreotide every 14 days in acromegaly and the risk of diabetes"),
        (A, "Lanreotide every 14 days for recurrent pancreatitis"),
        (A, "Octreotide LAR 60 mg in type 1 diabetes: a trial"),
    ],
)
def test_what_the_drug_may_do_to_patients_is_no_disease_that_it_is_given_for(tier, title):
    assert rate(record(title, "Of 120 patients with neuroendocrine tumours 12% had it."), TOPIC).tier is tier
