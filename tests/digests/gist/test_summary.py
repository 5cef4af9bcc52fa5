import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samples
from digests.gist import summarise
from fakes import NOW
from watcher.model import Kind, Passage, Record

BACKGROUND = "Somatostatin analogues are the first treatment of most neuroendocrine tumours."
DESIGN = "In this open-label phase 2 trial 99 patients received lanreotide 120 mg every 14 days."
DETAIL = "Scans were read centrally by two readers."
FINDING = "Median PFS, the primary endpoint, was 8.3 months (95% CI 5.6-11.1) in midgut tumours."
SAFETY = "Diarrhoea was seen in 12 patients (12%)."
CONCLUSION = "A shorter interval may be an option after progression on the standard one."
FURTHER = "Further studies are warranted."


def record(*passages, kind=Kind.ARTICLE):
    return Record(source="pubmed", source_id="1", kind=kind, title="", retrieved=NOW, abstract=passages)


LABELLED = record(
    Passage(label="BACKGROUND", text=BACKGROUND),
    Passage(label="METHODS", text=f"{DETAIL} {DESIGN}"),
    Passage(label="RESULTS", text=f"{SAFETY} {FINDING}"),
    Passage(label="CONCLUSIONS", text=f"{FURTHER} {CONCLUSION}"),
)
WHOLE = record(Passage(text=" ".join([BACKGROUND, DESIGN, DETAIL, FINDING, SAFETY, f"In conclusion, {CONCLUSION}"])))


def said(made):
    return [(quote.role, quote.text) for quote in summarise(made)]


def test_a_labelled_abstract_gives_what_was_done_found_and_concluded():
    assert said(LABELLED) == [
        ("finding", FINDING),
        ("conclusion", CONCLUSION),
        ("design", DESIGN),
    ]


def test_whose_dose_was_raised_is_no_factor_but_the_question():
    main = "Median OS was 41 months in those whose dose was escalated and 35 months in those whose dose was not (HR 0.88, 95% CI 0.77-1.01)."
    beside = "Bias was handled by landmark analysis, in which the HR was 0.97 (0.84-1.12)."

    assert said(record(Passage(text=f"{main} {beside}")))[0] == ("finding", main)


def test_what_patients_brought_is_no_harm():
    brought = "Hypertension was present in 48% of patients at entry, and diabetes in 21%."
    made = record(Passage(label="METHODS", text=DESIGN), Passage(label="RESULTS", text=f"{FINDING} {brought}"))

    assert ("safety", brought) not in said(made)


def test_an_abstract_without_headings_is_read_by_role():
    assert said(WHOLE) == [
        ("finding", FINDING),
        ("conclusion", f"In conclusion, {CONCLUSION}"),
        ("design", DESIGN),
    ]


def test_what_a_firm_earns_is_no_finding_of_its_trial():
    awaited = "In the trial of the depot, topline results are expected in early 2028."
    report = record(Passage(text=f"Lund, 6 May 2027. Net sales rose by 24%. {awaited}"), kind=Kind.NEWS)

    assert "Net sales" not in "".join(text for role, text in said(report) if role in {"finding", "lead"})
    assert ("plan", awaited) in said(report)
    assert (
        said(record(Passage(text="Sales of alcohol fell, and flushing fell by 24%."), kind=Kind.NEWS))[0][0]
        == "finding"
    )


def test_news_gives_what_it_reports_and_how_it_begins():
    news = record(
        Passage(text="Lund, 3 May 2026: The company reports on its trial."),
        Passage(text="The chief executive was pleased with the team. Median PFS was 12.1 months versus 8.4 months."),
        Passage(text="About the company: it was founded long ago and sells things."),
        kind=Kind.NEWS,
    )

    assert said(news) == [
        ("finding", "Median PFS was 12.1 months versus 8.4 months."),
        ("lead", "Lund, 3 May 2026: The company reports on its trial."),
    ]


def test_what_a_randomised_trial_showed_is_no_call_for_one():
    shown = "In the randomized trial of 158 patients, PFS was 22 months with lutetium and 8 months with octreotide."
    called = "A randomized trial of doubled octreotide is needed in 158 patients with PFS of 8 months."

    news = record(Passage(text=f"Patients fared better with lutetium, we hear. {shown} {called}"), kind=Kind.NEWS)

    assert [text for role, text in said(news) if role == "finding"] == [shown]


def test_a_heading_that_ends_with_a_full_stop_is_none_of_what_is_told():
    text = "Background. Timing has not been studied yet. Methods. We emulated a trial in six centres. Results. Median PFS was 9 months."

    assert said(record(Passage(text=text))) == [
        ("finding", "Median PFS was 9 months."),
        ("design", "We emulated a trial in six centres."),
    ]


def test_news_without_figures_gives_its_first_two_sentences():
    news = record(
        Passage(text="The trial is fully enrolled. The results come next year. Nobody knows them."), kind=Kind.NEWS
    )

    assert said(news) == [("lead", "The trial is fully enrolled."), ("lead", "The results come next year.")]


def test_where_news_was_written_and_when_is_no_news():
    news = record(
        Passage(text="Gothenburg, Sweden, 3 September 2026. The firm reported data. Nobody knows them yet."),
        kind=Kind.NEWS,
    )

    assert [text for _, text in said(news)] == ["The firm reported data.", "Nobody knows them yet."]


def test_a_step_of_a_patients_treatment_was_done_and_not_found():
    story = record(
        Passage(label="CASE", text="A 47-year-old man had diarrhoea. Octreotide was raised stepwise to 40 mg. Gastrin fell to 2,900 pg/mL.")
    )  # fmt: skip
    quotes = summarise(story, ["case report"])

    assert [(one.role, one.text[:8]) for one in quotes] == [("finding", "Gastrin "), ("design", "Octreoti")]


def test_a_step_told_with_what_came_of_it_was_not_only_done():
    step = "The interval was reduced to 10 days, after which no further episodes occurred."
    text = f"A 68-year-old man had an insulinoma. {step} A shorter interval may help."

    quotes = summarise(record(Passage(text=text)), ["case report"])

    assert [one.role for one in quotes if one.text == step] == ["finding"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A woman aged 59 started lanreotide 120 mg every 28 days. Glucagon fell from 900 to 620 ng/L. We then shortened the interval to 10 days. The rash healed within six weeks.", ["The rash"]),
        ("A 33-year-old woman had a carcinoid. On octreotide LAR urinary cortisol was halved. Injections were given every two weeks. Urinary cortisol returned to normal and has stayed normal. More of it may help.", ["Urinary "]),
        ("Ein 64-j\u00e4hriger Patient erhielt Lanreotid, worunter die Episoden von 10 auf 6 zur\u00fcckgingen. Das Intervall wurde auf 14 Tage verk\u00fcrzt. Danach sank ihre Zahl auf 1 pro Tag.", ["Danach s"]),
        ("En kvinna fick lanreotid, och diarr\u00e9erna minskade fr\u00e5n \u00e5tta till fem per dag. Intervallet f\u00f6rkortades till tre veckor. Diarr\u00e9erna minskade d\u00e4refter till tv\u00e5 per dag.", ["Diarr\u00e9er"]),
    ],
)  # fmt: skip
def test_what_the_label_s_dose_had_done_is_not_what_more_of_it_did(text, found):
    quotes = summarise(record(Passage(text=text)), ["case report"])

    assert [one.text[:8] for one in quotes if one.role == "finding"] == found


def test_a_registration_with_results_gives_them_first():
    plan = "Arm 1: octreotide 40 mg. Primary outcome: participants with a reduction of at least 50% in flushing."
    posted = "Flushing response was 38.9% in the 40 mg arm and 52.8% in the 60 mg arm."

    assert said(record(Passage(text=f"{plan} {posted}"), kind=Kind.REGISTRATION))[0] == ("finding", posted)
    assert {role for role, _ in said(record(Passage(text=plan), kind=Kind.REGISTRATION))} == {"design"}


def test_who_got_what_says_more_than_how_the_study_is_called():
    methods = "Retrospective cohort from three centres. Patients whose dose was escalated were matched to patients who continued."
    search = "Four databases and Embase were searched to March 2024. Studies of at least 10 patients were eligible."

    found = Passage(label="RESULTS", text="Median PFS was 9 months (95% CI 7-11).")
    told = [dict(said(record(Passage(label="METHODS", text=text), found)))["design"] for text in (methods, search)]

    assert [text[:8] for text in told] == ["Patients", "Four dat"]


def test_a_registration_gives_its_design():
    registration = record(
        Passage(text=f"This study is about tumours. {DESIGN} Patients will be followed for two years."),
        kind=Kind.REGISTRATION,
    )

    assert [role for role, _ in said(registration)] == ["design", "design"]
    assert ("design", DESIGN) in said(registration)


def test_a_protocol_without_results_shows_none():
    protocol = record(
        Passage(label="METHODS", text=DESIGN),
        Passage(label="TRIAL REGISTRATION", text="ClinicalTrials.gov NCT05050942."),
    )

    assert said(protocol) == [("design", DESIGN)]


@pytest.mark.parametrize("passages", [(), (Passage(text=""),), (Passage(text="Too short."),)])
def test_a_record_without_sentences_has_no_summary(passages):
    assert summarise(record(*passages)) == ()


def test_two_sentences_are_both_shown():
    assert [text for _, text in said(record(Passage(text=f"{DESIGN} {FINDING}")))] == [FINDING, DESIGN]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "RESULTS", "METHODS", "x"]), st.text(max_size=120)), max_size=4),
    st.sampled_from(list(Kind)),
)
def test_never_a_word_that_is_not_the_source_s_own(parts, kind):
    made = dataclasses.replace(record(*(Passage(label=label, text=text) for label, text in parts)), kind=kind)

    for quote in summarise(made):
        assert made.text[quote.span.start : quote.span.end] == quote.text
        assert quote.text.strip() == quote.text != ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Lanreotide is often intensified. To find who benefits, we studied 112 patients who moved to every 14 days. Durable benefit, defined as "
                "no progression at 18 months, was seen in 31 patients (28%). These criteria may help to select patients."
            ),
            {"design": "To find who", "finding": "Durable benefit", "conclusion": "These criteria"},
        ),
        (
            (
                "We treated 24 patients with lanreotide 120 mg every 14 days. Median PFS was 7.0 months (95% CI 4.9 to 9.1). "
                "Seven patients underwent surgery. Results resemble those in pancreatic tumours."
            ),
            {"design": "We treated", "finding": "Median PFS", "conclusion": "Results resemble"},
        ),
        (
            "Wir werteten die Daten von 19 Patienten aus. Das mediane progressionsfreie \u00dcberleben betrug 5,9 Monate. Die Intensivierung kann erwogen werden.",
            {"design": "Wir werteten", "finding": "Das mediane", "conclusion": "Die Intensivierung"},
        ),
        (
            "Aim: to describe it. We reviewed 26 patients given 60 mg after progression. Median PFS was 10.4 months. Dose escalation is a safe option.",
            {"design": "We reviewed", "finding": "Median PFS", "conclusion": "Dose escalation"},
        ),
        (
            "Hypoglycaemia fell from 11 to 1 a week. The patient has been well for 15 months. A shorter interval may be considered.",
            {"finding": "Hypoglycaemia", "conclusion": "A shorter interval"},
        ),
        (
            "Nine patients with insulinoma, hypoglycaemic on octreotide, had the interval shortened to 14 days. Glucose control improved in six.",
            {"design": "Nine patients", "finding": "Glucose control"},
        ),
        (
            "Thirty patients with NET had octreotide LAR raised from 30 to 60 mg because of diarrhoea. Stools fell from 6 to 3 per day.",
            {"design": "Thirty patients", "finding": "Stools fell"},
        ),
        (
            "High-frequency octreotide was developed for acromegaly. In this series, 21 patients were treated every 2 weeks. Flushing improved in 16.",
            {"design": "In this series", "finding": "Flushing"},
        ),
        (
            "We treated 52 patients with lanreotide 120 mg every 14 days. The disease had grown on it in all. Median PFS was 7 months.",
            {"design": "We treated", "finding": "Median PFS"},
        ),
        (
            (
                "We randomised 160 patients to one drug or two. Follow-up was 22 months, and the PFS rate was 48% with one and 37% with both. "
                "In all, 155 could be evaluated for efficacy and toxicity. Dual inhibition was not associated with better outcomes than gefitinib alone as a second-line treatment of advanced lung cancer."
            ),
            {"finding": "Follow-up was", "conclusion": "Dual"},
        ),
    ],
)
def test_without_headings_what_was_done_is_no_finding_and_what_befell_some_no_conclusion(text, expected):
    told = {quote.role: quote.text for quote in reversed(summarise(record(Passage(text=text))))}

    assert {role: told[role][: len(words)] for role, words in expected.items()} == expected


def test_without_headings_the_last_sentence_may_conclude_though_it_was_not_read_so():
    series = "Six patients underwent hepatectomy. None had a carcinoid crisis. Median blood loss was 450 ml."

    told = summarise(record(Passage(text=f"{series} Two-weekly lanreotide appears safe.")), ["case series"])
    open_ended = summarise(record(Passage(text=f"{series} One patient had a bile leak.")), ["case series"])
    exposed = "Over the range observed, exposure did not predict antitumour effect."
    denied = summarise(record(Passage(text=f"{series} {exposed}")), ["pharmacokinetics"])

    assert [one.text for one in told if one.role == "conclusion"] == ["Two-weekly lanreotide appears safe."]
    assert ("conclusion", exposed) in [(one.role, one.text) for one in denied]
    assert "conclusion" not in {one.role for one in open_ended}


def test_a_hope_that_it_helps_is_no_message_and_the_only_conclusion_of_a_review_is_told_beside_what_it_found():
    hope = "These recommendations should help to harmonise practice."
    advised = "For growth, escalation is advised only where PRRT is not available."
    panel = record(
        Passage(label="RESULTS", text=f"Thirty experts voted. {advised}"), Passage(label="CONCLUSION", text=hope)
    )
    review = record(
        Passage(label="PURPOSE OF REVIEW", text="To give an update on medical therapy of the syndrome."),
        Passage(label="RECENT FINDINGS", text="Shorter intervals improve symptoms of many."),
        Passage(label="SUMMARY", text="Higher doses remain the first step."),
    )

    assert summarise(panel, ["consensus"])[0].text == advised
    assert {(one.role, one.text) for one in summarise(review, ["review"])} == {
        ("message", "Higher doses remain the first step."),
        ("message", "Shorter intervals improve symptoms of many."),
    }


def test_how_long_it_has_lasted_is_a_course_and_how_long_it_lasts_may_conclude():
    told = "Nine patients were treated. Stools fell from 8 to 2 a day. The response has lasted 26 months."

    assert ("conclusion", "The response has lasted 26 months.") not in said(record(Passage(text=told)))
    assert (
        said(record(Passage(text="Stools fell from 8 to 2 a day. The response has no known length.")))[1][0]
        == "conclusion"
    )


def test_what_all_of_a_series_received_was_done():
    text = "We report three patients with insulinoma. All received octreotide LAR 40 mg every 3 weeks. Hypoglycaemia disappeared in two patients."
    told = summarise(record(Passage(text=text)), ["case series"])

    assert [one.text[:12] for one in told if one.role == "finding"] == ["Hypoglycaemi"]


def test_a_quarter_of_patients_is_no_housekeeping():
    made = record(
        Passage(label="CONCLUSION", text="About a quarter of patients develop gallstones, but few have symptoms.")
    )

    assert [role for role, _ in said(made)] == ["conclusion"]


def test_a_case_tells_whose_it_is_where_no_step_is_told():
    who = "A 70-year-old woman with insulinoma received octreotide LAR 30 mg every four weeks."
    case = record(Passage(label="CASE PRESENTATION", text=f"{who} Hypoglycaemia became more frequent within weeks."))
    stepped = record(
        Passage(label="CASE", text=f"{who} The dose was increased to 60 mg. Hypoglycaemia became more frequent.")
    )

    assert ("design", who) in [(one.role, one.text) for one in summarise(case, ["case report"])]
    assert ("design", "The dose was increased to 60 mg.") in [
        (one.role, one.text) for one in summarise(stepped, ["case report"])
    ]


def test_of_a_panel_the_agreement_comes_before_how_many_statements_it_reached():
    agreed = "Interval shortening was endorsed for refractory syndrome (97% agreement)."
    text = f"Thirty-two experts voted. Consensus was reached for 29 statements. {agreed} No consensus was reached on the dose."

    hoped = record(
        Passage(label="RESULTS", text=text),
        Passage(label="CONCLUSION", text="These statements may guide its use where trial evidence is lacking."),
    )

    assert summarise(record(Passage(text=text)), ["consensus"])[0].text == agreed
    assert summarise(hoped, ["consensus"])[1].text == "No consensus was reached on the dose."


@pytest.mark.parametrize(
    ("results", "roles"),
    [
        ("PFS was 9 months. Risk of bias was serious in 15 studies.", ["finding", "finding"]),
        ("PFS was 9 months. The hazard ratio for death was 0.80 (95% CI 0.48-1.35).", ["finding", "finding"]),
        ("PFS was 9 months. Serious events were seen in 15 patients.", ["finding", "safety"]),
    ],
)
def test_what_only_sounds_like_harm_is_no_safety(results, roles):
    assert [role for role, _ in said(record(Passage(label="RESULTS", text=results)))] == roles


def test_harm_that_differs_is_told_before_what_is_alike():
    text = "PFS was 9 months. Injection-site reactions were seen in 34% and 16%. Adverse events led to discontinuation in 3% of each group."

    assert ("safety", "Injection-site reactions were seen in 34% and 16%.") in said(
        record(Passage(label="RESULTS", text=text))
    )


def test_harm_is_no_second_finding_beside_an_effect():
    text = "Control was achieved in 51%, 45% and 55% (P = .74). Hyperglycaemia occurred in 8%, 3% and 64%."

    assert [role for role, _ in said(record(Passage(label="RESULTS", text=text)))] == ["finding", "safety"]


@pytest.mark.parametrize(
    ("doubt", "concluded"),
    [
        ("Confounding by indication is likely.", "These data do not support escalation."),
        ("The study is limited by its small sample.", "Escalation slows the growth of tumours."),
    ],
)
def test_a_doubt_about_the_study_is_not_what_it_concludes(doubt, concluded):
    made = record(
        Passage(label="RESULTS", text="PFS was 9 months."), Passage(label="CONCLUSIONS", text=f"{doubt} {concluded}")
    )

    assert ("conclusion", concluded) in [(one.role, one.text) for one in summarise(made)]


@pytest.mark.parametrize(
    ("text", "design", "first"),
    [
        (
            (
                "We read with interest the paper by Rossi and colleagues. The PFS of 8 months is presented as a benefit of the interval. "
                "However, without a control arm slow growth cannot be excluded. In our centre nine patients were stable without it."
            ),
            "comment",
            ["However", "In our centre"],
        ),
        (
            (
                "For years clinicians have given more. In this issue, Chen and colleagues show that 60 mg did not improve PFS. "
                "Escalation should be abandoned outside trials. For symptoms the question remains open."
            ),
            "comment",
            ["Escalation", "For symptoms"],
        ),
        (
            "This review covers harm. Gallstones occur in many. Escalation does not appear to add toxicity. We give practical advice on prevention.",
            "review",
            ["Escalation", "Gallstones"],
        ),
        (
            "Experts agreed (93%) that the interval should be shortened. Doses above 60 mg were rejected by 78%. These statements may help clinicians.",
            "consensus",
            ["Experts", "Doses above"],
        ),
    ],
)  # fmt: skip
def test_a_message_is_what_its_writers_hold(text, design, first):
    told = summarise(record(Passage(text=text)), [design])

    assert [one.text[: len(words)] for one, words in zip(told, first, strict=True)] == first


def test_what_a_review_calls_its_key_message_comes_before_what_it_goes_through():
    key = "More is plausible, but a survival benefit remains to be shown in randomised trials."
    listed = "Series of dose escalation and the pharmacokinetics of depots are reviewed."
    review = record(Passage(label="SUMMARY", text=listed), Passage(label="KEY MESSAGES", text=key))

    assert summarise(review, ["review"])[0].text == key


def test_without_headings_costs_and_medians_are_found():
    text = "A model compared two drugs. The one cost 61,200 euros and gave 2.31 QALYs, an ICER of 52,800 per QALY. The price mattered."
    course = "Lanreotide was given to 119 patients twice monthly. The median time to PRRT was 8.3 months. Ki-67 was associated with earlier PRRT (HR 1.9)."

    assert said(record(Passage(text=text)))[0][1].startswith("The one cost")
    assert said(record(Passage(text=course)))[0][1].startswith("The median")


@pytest.mark.parametrize(
    ("title", "results", "first"),
    [
        ("Shrinkage after doubling", "Chromogranin A fell from 620 to 180 ng/mL. The sum of target lesions fell by 34%.", "The sum"),
        ("Use of higher doses", "Mean follow-up costs were 14,388 dollars. Above-label doses were used by 28.5% of patients.", "Above-label"),
        ("Flushing", "Before the increase they had 8 to 15 stools a day. Stools fell from 10.6 to 4.2 a day.", "Stools fell"),
        ("Frequency of dose escalation", "Of 118 patients, 47 (40%) had received an escalated dose. Median PFS was 21 months with and 23 without escalation (HR 1.10; 95% CI, 0.70-1.72).", "Of 118"),
        ("Does the relation between marker and symptom matter?", "Stools fell from 5.1 to 3.6 (P<0.01). Symptoms were not related to the biochemical response (P=0.44).", "Symptoms were"),
        ("Bradycardia and glucose", "Heart rate below 50 was recorded in 14 patients (6.8%). Diabetes was more frequent in patients with resection (OR 3.3, 95% CI 1.3-8.2).", "Heart rate"),
        ("Two drugs", "The one gained 0.31 QALYs at 214,000 euros. The incremental cost-effectiveness ratio was 690,000 euros per QALY.", "The incremental"),
    ],
)  # fmt: skip
def test_what_the_title_is_on_comes_first(title, results, first):
    made = dataclasses.replace(record(Passage(label="RESULTS", text=results)), title=title)
    design = ["claims data", "cost"] if "Two" in title else ()

    assert summarise(made, design)[0].text.startswith(first)


def test_what_is_so_of_everybody_is_no_finding_in_a_patient():
    text = "Objective responses to analogues are rare. A 60-year-old man had a NET. Six months later the sum of lesions had decreased by 34%."

    told = summarise(record(Passage(text=text)), ["case report"])

    assert [one.text[:10] for one in told if one.role == "finding"] == ["Six months"]


def test_what_was_begun_is_no_finding_of_news_and_what_will_be_is_planned():
    begun = "Fjellmed AS today announced that the first patient has been dosed in a trial of octreotide."
    ahead = "The trial will enrol 240 patients at 50 sites."
    made = dataclasses.replace(record(Passage(text=f"{begun} {ahead}"), kind=Kind.NEWS), title="First patient dosed")

    assert said(made) == [("lead", begun), ("plan", ahead)]


def test_the_primary_outcome_comes_before_relief():
    made = record(
        Passage(label="METHODS", text="The primary endpoint was the need for pancreatic enzymes."),
        Passage(label="RESULTS", text="Symptom relief rose from 38% to 72%. Enzymes were needed by 8% and 41%."),
    )

    assert summarise(made)[0].text.startswith("Enzymes")


def test_a_ratio_of_the_primary_outcome_is_not_bare():
    made = record(
        Passage(label="METHODS", text="The main outcome was mortality."),
        Passage(
            label="RESULTS",
            text="Of 1,104 patients 306 (28%) reached a high dose. The hazard ratio for death was 1.04 (95% CI 0.86-1.26).",
        ),
    )

    assert summarise(made)[0].text.startswith("The hazard ratio")


def test_headings_cut_short_are_read():
    text = "Bkg: SSA may help. Mthds: 62 pts had EVE or both. Rslts: 12-mo PFS was 58% vs 49%, HR .81. Concl: no clear gain from both."

    assert [role for role, _ in said(record(Passage(text=text)))] == ["finding", "conclusion", "design"]


def test_headings_without_any_sign_are_read():
    text = "Purpose The sequence is unclear. Methods Patients with NETs were matched. Results After matching, median PFS was 8.9 months. Conclusion Intensified lanreotide is safe."

    told = {quote.role: quote.text for quote in summarise(record(Passage(text=text)))}

    assert told["finding"].startswith("After matching")
    assert told["conclusion"] == "Intensified lanreotide is safe."


def test_what_reports_a_test_under_the_headings_of_aim_and_design_is_a_finding():
    text = "Purpose: To describe what follows. Design: prospective, one arm. In all, 62 patients went from lanreotide every 28 days to every 21 days. Progression came after a median of 10.7 months (95% CI 8.2-13.5). Whether it differs from the natural course is unknown."

    told = {quote.role: quote.text for quote in summarise(record(Passage(text=text)))}

    assert told["finding"].startswith("Progression came after")
    assert told["design"].startswith(("prospective", "In all"))


def test_a_primary_outcome_is_known_by_its_short_name():
    made = record(
        Passage(label="METHODS", text="The primary outcome was time to treatment discontinuation or death (TTD)."),
        Passage(
            label="RESULTS",
            text="Overall survival did not differ (p=0.34). Median TTD was 5.3 months (95% CI 4.2-6.4).",
        ),
    )

    assert said(made)[0] == ("finding", "Median TTD was 5.3 months (95% CI 4.2-6.4).")


STOOLS = "Daily stools fell from 6.2 to 4.1 (95% CI 1.4 to 2.8; p < 0.001)."


@pytest.mark.parametrize(
    ("named", "first"),
    [
        ("The primary endpoint was the share with a fall of stools by 30%.", "The primary endpoint was reached by 35 of 57 patients (61%)."),
        ("The primary outcome was the share with a fall of stools by 30%.", "The primary outcome was met by 22 (56%) patients treated every 14 days and 18 (46%) patients treated with 60 mg."),
        ("Responders, the main endpoint, were patients with 50% fewer symptoms.", "61% were responders at six months."),
        ("The primary endpoint was treatment success, a composite of a fall of stools and no rescue.", "Success was reached by 61%."),
        ("Endpoints were the responder rate (primary), stools, flushes and troughs.", "The responder rate was 61% (28/46)."),
        ("As primary outcome we chose adequate relief, reported on 6 of 8 weeks.", "Adequate relief was reported by 25 (61%)."),
        ("Primary: share with grade 3 or higher toxicity. Secondary: stools.", "Grade 3 or higher toxicity was seen in 4 of 24 (17%)."),
        ("The primary end point, the share of patients in whom 5-HIAA fell, was read at 16 weeks.", "A fall of 5-HIAA was found in 14 of 33 (42%)."),
    ],
)  # fmt: skip
def test_what_the_methods_name_as_primary_is_told_before_what_has_more_figures(named, first):
    made = record(Passage(label="METHODS", text=named), Passage(label="RESULTS", text=f"{STOOLS} {first}"))

    assert said(made)[0] == ("finding", first)


def test_a_registration_that_is_ahead_says_its_primary_outcome_and_not_its_number_or_design_again():
    given = "Participants with midgut tumours receive octreotide LAR 30 mg every 2 weeks."
    text = f"EU CT number 2026-512345-67-00. This is a phase 2, open-label, single group study. {given} Primary outcome: progression at 6 months."
    ahead, over = (
        record(Passage(text=f"{text} Status: {status}."), kind=Kind.REGISTRATION)
        for status in ("authorised, recruiting", "completed")
    )

    assert said(ahead) == [("plan", given), ("plan", "Primary outcome: progression at 6 months.")]
    assert {role for role, _ in said(over)} == {"design"}


@pytest.mark.parametrize(
    ("title", "first", "other"),
    [
        ("Return to a longer interval", "At 12 months 15 patients (68.2%) were free of progression.", "Among 7 patients who progressed, resumption gave stable disease in 4 (57.1%)."),
        ("Off-label intensity of analogues and outcomes", "Of 1,642 patients, 397 (24.2%) had above-label use within five years.", "Median overall survival from the start of above-label use was 5.3 years."),
        ("Weekly octreotide: a case series", "Stool volume fell from 4.5 to 0.9 litres per day.", "Octreotide LAR 30 mg every 7 days was introduced."),
        ("Use and outcomes of escalated analogues", "Of 874 patients, 271 (31.0%) had their dose escalated.", "Median time to next treatment was 20.6 months (95% CI 17.1-24.0)."),
        ("Shorter intervals", "Diarrhoea improved in 6 of 8 patients (75%).", "Reasons were radiological progression (n=15), symptoms (n=8) and rising chromogranin A (n=3)."),
        ("Octreotide: a case series", "Episodes fell from 6 to 1 per week.", "Octreotide LAR was then intensified to 30 mg every 14 days."),
        ("Analogues in VIPoma: a case series", "Stool frequency fell from 11 to 4 per day.", "All were changed to octreotide LAR 30 mg every 2 weeks."),
    ],
)  # fmt: skip
def test_everybody_comes_before_some_of_them_and_what_was_given_is_no_finding(title, first, other):
    made = dataclasses.replace(record(Passage(label="RESULTS", text=f"{other} {first}")), title=title)

    found = [
        quote.text for quote in summarise(made, ["case series"] if "case" in title else ()) if quote.role == "finding"
    ]

    assert found[:1] == [first]


@pytest.mark.parametrize(
    ("found", "harm"),
    [
        ("Die Stuhlfrequenz sank von 6 auf 4 pro Tag.", "Bei 5 Patienten (15 %) traten Gallensteine auf."),
        ("Antalet tarmt\u00f6mningar minskade fr\u00e5n 5 till 3 per dygn.", "Fem patienter (16 %) fick gallsten."),
    ],
)
def test_what_came_out_is_found_and_what_harmed_is_safety(found, harm):
    made = record(Passage(text=f"{found} {harm}"))

    assert said(made)[:1] == [("finding", found)]
    assert ("safety", harm) in said(made)


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ("The rate of diabetes rose (ratio 1.34, 95% CI 1.05-1.71). Weight fell by 2%. {0}", "The excess was confined to pancreatic primaries."),
        ("Stools were 5.1 and 5.3 per day (P = .6). {0}", "The trial was stopped early for futility."),
        ("EPI was found in 34 patients (28.1%). {0}", "It was more common on above-label than on label doses (41.0% vs 22.0%; OR 2.5, 95% CI 1.1-5.6)."),
    ],
)  # fmt: skip
def test_what_limits_a_finding_or_leans_on_it_stands_second(results, found):
    told = results.format(found)

    assert said(record(Passage(label="RESULTS", text=told)))[:2] == [
        ("finding", told.split(". ")[0].removesuffix(".") + "."),
        ("finding", found),
    ]


@pytest.mark.parametrize(
    "caveat",
    [
        "As dose was randomised in only two studies, this should not be read as cause.",
        "Activity cannot be judged without a control arm.",
        "Tumour control was not assessed.",
        "The effect was smaller by investigator assessment, and OS needs longer follow-up.",
        "Overall survival was immature.",
        "The trial was open-label and modest in size.",
    ],
)
def test_how_far_a_conclusion_goes_is_told_beside_it(caveat):
    made = record(Passage(label="CONCLUSIONS", text=f"The shorter interval prolonged PFS. {caveat}"))

    assert [text for role, text in said(made) if role == "conclusion"] == [
        "The shorter interval prolonged PFS.",
        caveat,
    ]


def test_how_many_studies_came_in_says_more_than_where_they_were_looked_for():
    came = "Nine studies with a total of 412 patients met the criteria."
    made = record(
        Passage(
            label="METHODS", text="Four databases were searched up to 2025. Study quality was judged by two of us."
        ),
        Passage(label="RESULTS", text=f"{came} Improvement of diarrhoea ranged from 36% to 71%."),
    )

    searched = dataclasses.replace(made.abstract[0], text="We searched Medline for studies of at least 10 patients.")
    again = dataclasses.replace(made, abstract=(searched, *made.abstract[1:]))

    for one in (made, again):
        assert ("design", came) in [(quote.role, quote.text) for quote in summarise(one, ["systematic review"])]


def test_what_a_review_says_before_it_comes_to_itself_is_background_and_no_trial_has_shown_it_comes_before_an_outlook():
    known = "On progression, clinicians may escalate the dose or shorten the interval."
    shown = "Series report control, but no randomised trial has shown that more is better."
    review = record(
        Passage(text=f"{known} This review discusses the evidence. {shown} New formulations may settle the question.")
    )
    bare = record(Passage(text=f"{known} It is the usual step."))

    assert summarise(review, ["review"])[0].text == shown
    assert ("background", known) not in [(one.role, one.text) for one in summarise(bare, ["review"])]
    assert all(one.role == "background" for one in summarise(review, ["review"]) if one.text == known)


def test_how_many_studies_came_in_says_more_than_that_it_is_a_review():
    came = "Of 1,204 records, 11 studies including 684 patients were eligible."
    made, searched = (
        record(Passage(label="DESIGN", text=text), Passage(label="RESULTS", text=f"{came} PFS was 6 to 21 months."))
        for text in ("Systematic review following PRISMA.", "We searched PubMed and Embase to March 2025.")
    )

    assert ("design", came) in said(made)
    assert ("design", "We searched PubMed and Embase to March 2025.") in said(searched)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("This randomised open-label trial will include 110 patients with neuroendocrine tumours.", "plan"),
        ("This randomised open-label trial compared two intervals in patients with neuroendocrine tumours.", "design"),
        ("Primary outcome: change in bowel movements: 60 mg, -1.9 (SD 1.6), 48 participants analyzed.", "finding"),
    ],
)
def test_a_registration_says_what_is_planned_what_was_done_and_what_came_out(text, role):
    assert [told for told, _ in said(record(Passage(text=text), kind=Kind.REGISTRATION))] == [role]


def test_results_that_are_awaited_are_no_finding():
    text = "The randomised trial began at four sites. Results are expected in the first half of 2028."

    assert ("plan", "Results are expected in the first half of 2028.") in said(
        record(Passage(text=text), kind=Kind.NEWS)
    )


def test_a_result_under_its_heading_is_never_what_was_done():
    made = record(
        Passage(label="OBJECTIVE", text="To summarise adverse events of analogues."),
        Passage(
            label="RESULTS",
            text="Grade 3 events were seen in 11% of patients. Stones were found in 31% where scans were done by protocol.",
        ),
    )

    assert {role for role, text in said(made) if "Stones" in text} <= {"finding", "safety"}


def test_courtesy_tells_nothing():
    made = record(
        Passage(
            text="We thank our colleagues for their comments. We agree that lead time explains much of the difference."
        )
    )

    assert all("thank" not in text for _, text in said(made))


@pytest.mark.parametrize(
    "added",
    [
        "This article is a preprint and has not been certified by peer review.",
        "The manuscript has not yet been peer reviewed.",
        "This is an open access article.",
        "It is made available under a CC-BY 4.0 licence. This article is an open access publication.",
        "Preprints are preliminary reports of work that have not been certified by peer review.",
        "All rights reserved.",
        "The authors declare no competing interests.",
        "Legal entity responsible for the study: Camurus AB.",
        "Clinical trial identification: NCT05050942.",
    ],
)
def test_what_a_repository_or_a_publisher_adds_is_no_conclusion(added):
    text = (
        "Background Open-label studies favour a shorter interval. Methods Adults with NETs were randomised to two intervals of lanreotide. "
        "Findings Median PFS was 8.7 months with the 14-day and 8.3 months with the 28-day interval (HR 0.93, 95% CI 0.66-1.31). "
        f"Interpretation Under blinding, halving the interval did not lengthen PFS. Funding ZonMw. {added}"
    )
    made = samples.record("1", "Halving the interval", abstract=(Passage(text=text),))
    quotes = {one.role: one.text for one in summarise(made, ("RCT",))}

    assert quotes["conclusion"] == "Under blinding, halving the interval did not lengthen PFS."


@pytest.mark.parametrize(
    "other",
    [
        "Overall survival data were immature (21 deaths).",
        "The HR for OS, with 88 deaths, was 0.95 (95% CI, 0.62 to 1.45).",
        "Global quality of life did not differ, and 12 deaths were seen.",
    ],
)
def test_how_long_they_lived_is_no_harm(other):
    harm = "New gallstones were found in 14 and 6 patients."
    made = samples.record(
        "1",
        "Two intervals",
        abstract=samples.passages(
            results=f"Median PFS was 11.3 and 8.0 months (HR 0.64; 95% CI 0.43-0.95). {other} {harm}"
        ),
    )

    assert {one.role: one.text for one in summarise(made, ("RCT",))}["safety"] == harm


@pytest.mark.parametrize(
    ("role", "passages", "expected"),
    [
        (
            "safety",
            {"METHODS": DESIGN, "RESULTS": f"{FINDING} One patient (1%) discontinued because of cholecystitis. The most common reactions were pain (28.1%) and diarrhoea (12.5%), all adverse."},
            ["The most common reactions were pain (28.1%) and diarrhoea (12.5%), all adverse."],
        ),
        (
            "safety",
            {"METHODS": DESIGN, "RESULTS": f"{FINDING} Six patients (21%) in one arm reported new steatorrhea. No patient discontinued treatment."},
            ["Six patients (21%) in one arm reported new steatorrhea."],
        ),
        ("safety", {"METHODS": DESIGN, "RESULTS": f"{FINDING} Discontinuation within one year was seen in 21.6% and 29.3%."}, []),
        ("finding", {"METHODS": DESIGN, "RESULTS": f"{FINDING} The 6-month PFS rate was 73.1% versus 55.8%."}, [FINDING]),
        (
            "finding",
            {
                "BACKGROUND": "Pancreatic exocrine insufficiency (PEI) is not rare.",
                "RESULTS": "PEI developed in 13 patients (23.2%). Enzyme replacement led to symptom improvement in 10 of 13 patients (76.9%).",
            },
            ["PEI developed in 13 patients (23.2%)."],
        ),
        (
            "design",
            {"METHODS": "Pts starting everolimus 10 mg daily were reviewed. Octreotide was either escalated to 60 mg q4w or continued at 30 mg q4w.", "RESULTS": FINDING},
            ["Octreotide was either escalated to 60 mg q4w or continued at 30 mg q4w."],
        ),
    ],
)  # fmt: skip
def test_of_two_sentences_the_one_that_a_reader_would_choose_is_told(role, passages, expected):
    made = record(*(Passage(label=label, text=text) for label, text in passages.items()))
    made = dataclasses.replace(made, title="Pancreatic exocrine insufficiency in patients on somatostatin analogues")

    assert [text for named, text in said(made) if named == role] == expected


def test_what_a_review_is_on_is_no_message():
    scope = "In this review we discuss the rationale and the safety of higher doses."
    message = "Available data suggest that higher doses improve symptoms."
    made = record(Passage(text=f"{BACKGROUND} {scope} {message}"))

    assert scope not in [quote.text for quote in summarise(made, ("review",))]


@pytest.mark.parametrize(
    ("design", "told", "first"),
    [
        ("review", "Options include PRRT. This review summarises the evidence and proposes that above-label analogues are tried first.", ["message"]),
        ("systematic review", "Nine studies were included. PFS ranged from 5 to 30 months. Control was between 41% and 95%. Shortening may control symptoms.", ["finding", "conclusion"]),
        ("meta-analysis", "Nine studies were included. The pooled PFS was 12 months (95% CI 9-15). The pooled DCR was 61% (95% CI 50-70). It may help.", ["finding", "finding"]),
    ],
)  # fmt: skip
def test_a_review_s_message_is_told_where_it_proposes_one_and_its_conclusion_before_a_second_range(design, told, first):
    quotes = summarise(record(Passage(text=told)), (design,))
    assert [quote.role for quote in quotes][: len(first)] == first
    assert design != "review" or quotes[0].text.startswith("This review")


def test_of_a_switch_it_is_told_first_who_stayed_on_it():
    kept = "At data cutoff 21 pts had been switched; 17 (81%) remained on paltusotine at week 16."
    made = record(
        Passage(label="RESULTS", text=f"{kept} Mean BMs/day were 2.9 at baseline and 3.1 at week 16."),
        Passage(label="CONCLUSION", text="Most pts maintained symptom control after the switch."),
    )
    titled = dataclasses.replace(
        made, title="Oral paltusotine in patients switching from injections: an interim analysis"
    )
    assert said(titled)[0] == ("finding", kept)


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ("The disease control rate was 62% and no grade 4 toxicity occurred. Gallstones developed in six patients (15%).", "Gallstones"),
        ("Five months later he presented with HbA1c 7.9% and steatorrhoea. The interval was extended to 14 days.", "Five months"),
        ("Median treatment duration was 27.4 months, and the risk of discontinuation was lower (HR 0.8).", ""),
    ],
)  # fmt: skip
def test_harm_is_told_as_safety_and_no_effect_with_it_nor_persistence(results, told):
    text = f"Median PFS was 9 months (95% CI 7-12). {results}"
    made = record(Passage(label="RESULTS", text=text), Passage(label="CONCLUSION", text="It may be an option."))
    safety = [sentence for role, sentence in said(made) if role == "safety"]
    assert [sentence.startswith(told) for sentence in safety] == [True] * bool(told)
