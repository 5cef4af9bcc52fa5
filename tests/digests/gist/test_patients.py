import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.gist import gist, population
from fakes import NOW
from watcher.model import Kind, Passage, Record

METHODS = "METHODS: "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Patients had grade 1 or 2 midgut tumours.", ["grade G1-G2", "primary midgut"]),
        ("Eligible were adults with well-differentiated G1-G2 GEP-NETs.", ["grade G1-G2", "differentiation well differentiated", "primary GEP-NET"]),
        ("We included grade I/II disease.", ["grade G1-G2"]),
        ("Patients had G1, G2 or G3 tumours.", ["grade G1-G3"]),
        ("Grade 3 pancreatic NETs were enrolled.", ["grade G3", "primary pancreas"]),
        ("Poorly differentiated carcinomas were excluded.", []),
        ("Patients with grade 3 tumours were excluded, but grade 2 was allowed.", ["grade G2"]),
        ("Ki-67 index was \u226420%.", ["Ki-67 \u226420%"]),
        ("Patients had a Ki67 proliferation index of 2-10%.", ["Ki-67 2-10%"]),
        ("Ki-67 below 10 % was required.", ["Ki-67 <10 %"]),
        ("Median Ki-67 was 8%.", ["Ki-67 median 8%"]),
        ("PFS was 14 months for Ki-67 below 3% and 9 months for Ki-67 of 3-10%.", []),
        ("Octreotide LAR 30 mg was continued in functioning tumours.", []),
        ("83 pts were included (GEP 64, lung 19).", ["n 83"]),
        ("83 pts were included (pancreas 44, ileum 39).", ["n 83", "primary pancreas, small intestine"]),
        ("Tumours were non-functioning.", ["function non-functioning"]),
        ("Patients with nonfunctional pancreatic NETs took part.", ["primary pancreas", "function non-functioning"]),
        ("Patients with functioning NETs took part.", ["function functioning"]),
        ("Adults with carcinoid syndrome were treated.", ["function carcinoid syndrome"]),
        ("The hepatic tumour load was >25%.", ["burden >25% of the liver"]),
        ("A high tumour burden was allowed.", ["burden high tumour burden"]),
        ("There were 64 with low and 45 with a high tumour burden.", []),
        ("PFS was 10.8 months with a low tumour burden and 5.7 months with a high tumour burden.", []),
        ("The reason was growth in most and carcinoid syndrome in 11.", ["prior SSA progressed or not controlled on an SSA"]),
        ("The reason for withdrawal was progression in nine.", []),
        ("Symptoms improved in 66% of the 73 patients with carcinoid syndrome.", []),
        ("Adults with carcinoid syndrome in 11 centres took part.", ["function carcinoid syndrome"]),
        ("Patients with progressive disease on octreotide LAR were treated.", ["prior SSA progressed on an SSA"]),
        ("Tumours had progressed after first-line somatostatin analogues.", ["prior SSA progressed on an SSA", "line 2nd line"]),
        ("Patients with G1 ou G2 NET des Ileums were seen.", ["grade G1-G2", "primary small intestine"]),
        ("Patients received octreotide as second-line therapy.", ["line 2nd line"]),
        ("Patients with midgut NETs, progressive within the previous six months despite standard dosing, were treated.", ["primary midgut", "prior SSA progressed on an SSA"]),
        ("Patients with GEP-NETs starting octreotide LAR 30 mg were assessed.", ["primary GEP-NET"]),
        ("The indication was radiological progression in 40 patients, refractory symptoms in 27 and markers in 11.", ["prior SSA progressed or not controlled on an SSA"]),
        ("Patients with end-of-dose symptoms on lanreotide 120 mg every 4 weeks were switched.", ["prior SSA not controlled on an SSA"]),
        ("Lanreotide 120 mg every 28 days brought partial relief.", ["prior SSA not controlled on an SSA"]),
        ("Lanreotide 120 mg every 14 days brought partial relief.", []),
        ("Symptoms improved in 62% (95% CI 51-72%) of patients with refractory carcinoid syndrome.", []),
        ("Injections on lanreotide were brought forward to every 14 days, for a growth rate above 0.8%/month without RECIST progression or at progression.", []),
        ("Les tumeurs neuroendocrines digestives \u00e9volutives sous dose standard (il\u00e9on, pancr\u00e9as).", ["primary pancreas, small intestine", "prior SSA progressed on an SSA"]),
        ("The vasoactive intestinal peptide was raised; the mass was pancreatic.", ["primary pancreas"]),
        ("Patients had bronchial carcinoids; in 19 the cause was progression, in 6 uncontrolled carcinoid syndrome.", ["primary lung"]),
        ("38 pacientes foram tratados ap\u00f3s progress\u00e3o com octreotida LAR 30 mg.", ["n 38", "prior SSA progressed on an SSA"]),
        ("Ki-67 had risen in 40% of the patients.", []),
        ("Patients had carcinoid diarrhoea.", ["function carcinoid syndrome"]),
        ("Patients had carcinoid syndrome uncontrolled on lanreotide.", ["function carcinoid syndrome", "prior SSA not controlled on an SSA"]),
        ("Patients had midgut tumours that had grown on octreotide.", ["primary midgut", "prior SSA progressed on an SSA"]),
        ("Patients with progression on 120 mg every 28 days took part.", ["prior SSA progressed on an SSA"]),
        ("Symptoms of patients were no longer controlled by octreotide LAR.", ["prior SSA not controlled on an SSA"]),
        ("All were previously treated with lanreotide.", ["prior SSA prior SSA"]),
        ("Patients receiving long-acting octreotide were asked.", ["prior SSA on an SSA"]),
        ("Patients were SSA-naive.", ["prior SSA SSA-naive"]),
        ("It is approved after prior therapy other than somatostatin analogues.", []),
        ("This was a second-line trial.", ["line 2nd line"]),
        ("Patients were treated in the third line or later.", ["line 3rd line or later"]),
        ("SSAs are standard first-line therapy.", []),
        ("In all, 112 patients started lanreotide 120 mg every 28 days as first-line therapy.", ["n 112", "line 1st line"]),
        ("Adults with no previous systemic therapy were eligible.", ["line 1st line"]),
        ("Patients had grade 2 VIPoma whose diarrhoea recurred on octreotide LAR.", ["grade G2", "function VIPoma", "prior SSA not controlled on an SSA"]),
        ("We treated 38 patients with ileal NET (35 G1, 3 G2).", ["n 38", "grade G1-G2", "primary small intestine"]),
        ("Patients with pancreatic or gastrointestinal NET were seen.", ["primary GEP-NET"]),
        ("Carcinoid syndrome was present in 12 of 37 patients.", []),
        ("Vi behandlade 31 patienter med karcinoidsyndrom.", ["n 31", "function carcinoid syndrome"]),
        ("Records of 37 patients who had progressed on label doses and then had octreotide LAR 40 mg (n = 9) were reviewed.", ["prior SSA progressed on an SSA"]),
        ("Symptoms recurred in 3 of 10 patients with carcinoid syndrome.", []),
        ("Patients had midgut NETs, Ki-67 < 10%, and progression on octreotide LAR 30 mg.", ["Ki-67 < 10%", "primary midgut", "prior SSA progressed on an SSA"]),
        ("Vi redovisar 27 patienter med tum\u00f6r i tunntarmen.", ["n 27", "primary small intestine"]),
        ("We randomised 302 patients.", ["n 302"]),
        ("A total of 99 participants were enrolled.", ["n 99"]),
        ("Thirty patients with ileal NETs received it.", ["n 30", "primary small intestine"]),
        ("Of these, 12 patients (8.6%) responded.", []),
        ("Grade 3 or 4 adverse events were rare.", []),
        ("Ki-67 above 10% predicted a shorter PFS in pancreatic tumours.", []),
        ("Pancreatic enzyme insufficiency was recorded.", []),
        ("Patients had grade (G) 1/G2 tumours.", ["grade G1-G2"]),
        ("Patients had second-line or second-line treatment.", ["line 2nd line"]),
        ("Patients had primaries of the gut or pancreas.", ["primary pancreas, intestine"]),
        ("Grade 2 tumors (HR, 2.01) and hepatic tumor burden \u226550% (HR, 1.88) were independently related to shorter survival of patients.", []),
        ("Ki-67 above 10% and grade 2 were linked with PFS in these patients.", []),
        ("Patients with a hepatic tumor volume of more than 25% were randomised.", ["burden >25% of the liver"]),
        ("Patients with a liver involvement of 30% on average were seen.", []),
        ("Patients had a high hepatic burden.", ["burden high tumour burden"]),
        ("Patients had carcinoids of the lung or thymus.", ["primary lung, thymus"]),
        ("Patients had pancreatic or thoracic neuroendocrine tumours.", ["primary pancreas, thoracic"]),
        ("Twenty-nine tumors (71%) were nonfunctioning and 12 (29%) were functioning.", ["function functioning and non-functioning"]),
        ("Patients were seen after first-line failure.", ["line 2nd line"]),
        ("GI tolerability was recorded.", []),
        ("B12 was low in patients after ileal resection.", []),
        ("Forty (71.4%) tumors were grade 2.", []),
        ("Patients (54% G1, 46% G2) were seen.", ["grade G1-G2"]),
        ("Se trataron 29 pacientes (G1 14, G2 15) tras progresar con la dosis est\u00e1ndar.", ["n 29", "grade G1-G2", "prior SSA progressed on an SSA"]),
        ("Patients with digestive NETs or gastrointestinal NETs were seen.", ["primary gastrointestinal, GEP-NET"]),
        ("Six patients (10%) developed diabetes, all with pancreatic primaries.", []),
        ("The PFS rate of patients was 54%, 61% in small-intestinal and 38% in pancreatic NETs.", []),
        ("Patients had A or B after progression on an SSA and were compared by multivariable regression.", ["prior SSA progressed on an SSA"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_sentence_says_who_was_studied(sentence, expected):
    found = population("", METHODS + sentence if sentence else "")

    assert [f"{trait.name} {trait.value}" for trait in found] == expected
    assert all(trait.sentence == sentence for trait in found)


def test_what_the_background_says_of_the_disease_is_no_trait():
    text = (
        "BACKGROUND: Most midgut tumours are grade 1.\nMETHODS: We treated 47 patients with pancreatic tumours.\n"
        "CONCLUSIONS: In grade 2 disease more work is needed."
    )

    assert [(trait.name, trait.value) for trait in population("", text)] == [("n", "47"), ("primary", "pancreas")]


def test_the_surest_number_of_patients_wins_over_the_first():
    text = "METHODS: Among 530 patients screened we looked for NETs.\nRESULTS: In all, 204 patients were randomised."

    assert [trait.value for trait in population("", text) if trait.name == "n"] == ["204"]


@pytest.mark.parametrize(
    "text",
    [
        "We gave lanreotide 120 mg every 14 days to patients with tumours.",
        "Octreotide was given every 2 weeks to adult patients.",
        "Follow-up was 30 months among patients alive.",
    ],
)
def test_an_interval_before_the_patients_is_not_their_number(text):
    assert [trait for trait in population("", text) if trait.name == "n"] == []


def test_a_title_is_read_whole():
    (trait, *_) = population("Lanreotide in grade 2 tumours", "")

    assert (trait.name, trait.value, trait.span.field) == ("grade", "G2", "title")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_every_sentence_stands_at_its_place(text):
    for trait in population("", text):
        assert text[trait.span.start : trait.span.end] == trait.sentence


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("The 133 patients were 58 years old (46% pancreas).", []),
        ("Of the patients 48% were G2 tumours.", []),
        ("Of the tumours 52% were G1 and 48% were G2 tumours.", [("grade", "G1-G2")]),
        ("Eleven had a pancreatic primary, and patients did well.", []),
        ("Patients had pancreatic (n = 22) or intestinal (n = 29) primaries.", [("primary", "pancreas, intestine")]),
        ("Patients had pancreatic (n = 22) primaries.", []),
        ("The patients all had pancreatic primaries (100%).", [("primary", "pancreas")]),
        ("Patients had carcinoid syndrome in 55%.", []),
        ("Among patients with carcinoid syndrome, diarrhoea improved.", []),
    ],
)
def test_what_some_of_the_patients_have_is_no_trait_of_all(results, expected):
    found = population("", f"METHODS: The study was done.\nRESULTS: {results}")

    assert [(trait.name, trait.value) for trait in found if trait.name != "n"] == expected


def test_whom_a_guideline_recommends_something_for_is_no_population():
    said = gist(
        [
            record(
                "Guideline on midgut tumours",
                "For carcinoid syndrome with a Ki-67 below 5% a shorter interval is recommended.",
            )
        ]
    )

    assert [(trait.name, trait.value) for trait in said.population] == [("primary", "midgut")]


def test_what_those_asked_would_do_is_no_trait_of_patients():
    found = population(
        "A survey",
        "METHODS: We sent it to physicians.\nRESULTS: Patients with small intestinal tumours get more in 46%.",
        asked=True,
    )

    assert [trait for trait in found if trait.name != "n"] == []


def record(title, text):
    return Record(
        source="files",
        source_id="1",
        kind=Kind.ARTICLE,
        title=title,
        retrieved=NOW,
        abstract=(Passage(label="", text=text),),
    )


def test_a_site_that_is_named_later_says_more_than_gep():
    found = population("Lanreotide in GEP-NET", "METHODS: We treated 29 patients (18 small bowel, 11 pancreas).")

    assert [(trait.name, trait.value) for trait in found] == [("n", "29"), ("primary", "pancreas, small intestine")]


FOLDER = Path(__file__).parents[2] / "data" / "patients"


def told(name):
    """Return each case of who was studied, with its record: answers were written before the rules saw them."""
    for case in map(json.loads, (FOLDER / name).read_text(encoding="utf-8").splitlines()):
        parts = [re.match(r"(?:([A-Z]{4,}): )?(.*)", line) for line in case["text"].split("\n")]
        passages = tuple(Passage(label=part[1] or "", text=part[2]) for part in parts if part)
        types = tuple(case["publication_types"])
        yield case, Record(
            source="files", source_id=case["id"], kind=Kind.ARTICLE, title=case["title"], retrieved=NOW, abstract=passages, publication_types=types
        )  # fmt: skip


@pytest.mark.parametrize("name", ["first.jsonl", "second.jsonl"])
def test_what_is_said_of_the_patients_is_of_these_patients(name):
    wanted, missing = 0, []
    for case, record in told(name):
        said = {trait.name: trait.value for trait in gist([record]).population}
        expected = case["population"]
        wanted += len(expected)
        missing += [(case["id"], trait) for trait, value in expected.items() if value is not None and trait not in said]

        assert {trait: said[trait] for trait in said if expected.get(trait, "") is not None} == {
            trait: value for trait, value in expected.items() if trait in said and value is not None
        }, case["id"]

    assert len(missing) <= 0.05 * wanted


@pytest.mark.parametrize("name", ["first.jsonl", "second.jsonl"])
def test_a_design_is_one_that_the_text_tells(name):
    for case, record in told(name):
        design = ", ".join(gist([record]).design).lower()

        assert not case["design"] or any(word in design for word in case["design"]), case["id"]
        assert not any(word in design for word in case["not_design"]), case["id"]


@pytest.mark.parametrize("name", ["first.jsonl", "second.jsonl"])
def test_a_review_a_guideline_and_a_plan_lead_with_their_message_and_found_nothing(name):
    for case, record in told(name):
        if case["lead"]:
            first, *_ = gist([record]).summary

            assert (first.text, first.role) == (case["lead"], "plan" if "protocol" in case["design"] else "message")


@pytest.mark.parametrize(
    "subgroups",
    [
        "The HR was 0.58 (95% CI, 0.37 to 0.91) in pancreatic and 0.84 (95% CI, 0.57 to 1.23) in small-intestinal tumors.",
        "Median PFS was 12.0 months with pancreatic and 21.4 months with small-intestinal tumors.",
        "Responses were seen in pancreatic and in midgut tumours; the response rate was 9%.",
    ],
)
def test_subgroups_are_not_who_was_studied(subgroups):
    methods = (
        "METHODS: Adults with metastatic gastroenteropancreatic neuroendocrine tumors (GEP-NET) were randomly assigned."
    )
    told = {
        one.name: one.value
        for one in population("A trial", f"{methods} RESULTS: Of 305 patients, 154 had it. {subgroups}")
    }

    assert told["primary"] == "GEP-NET"


@pytest.mark.parametrize(
    "came_in",
    [
        "Eingeschlossen wurden 39 Patienten mit NET (G1: 25, G2: 14).",
        "Se incluyeron 39 pacientes con TNE.",
        "Ont été inclus 39 patients (G1 : 25, G2 : 14).",
    ],
)
def test_who_came_in_is_told_in_other_languages_without_headings(came_in):
    text = f"Ziel war es, 60 mg alle 4 Wochen zu untersuchen. {came_in} Das mediane Überleben betrug 12,6 Monate (95%-KI 8,9–16,3)."
    assert next(one.value for one in population("Octreotid", text) if one.name == "n") == "39"
