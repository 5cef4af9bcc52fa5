"""The theme in slots: what is given, a change, its direction, in the languages that a digest's reader meets."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fakes import DATA
from watcher.model import Kind, Passage, Record, Tier
from watcher.relevance import in_words, rate
from watcher.relevance.check import check, read_labelled
from watcher.relevance.document import language
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")
ROUNDS = sorted(path.stem for path in (DATA / "relevance").glob("round*.jsonl"))


def record(title, abstract="", languages=()):
    return Record(
        source="test",
        source_id="1",
        kind=Kind.ARTICLE,
        title=title,
        retrieved=datetime(2026, 11, 23, tzinfo=UTC),
        abstract=(Passage(text=abstract),) if abstract else (),
        languages=languages,
    )


MORE = [
    f"Lanreotide {words} in progressive midgut NET"
    for words in (
        "at twice the usual dose", "every 2 weeks", "at shortened intervals", "in two injections a month", "120 mg/14 d", "q2w", "fortnightly",
        "above the label", "dose escalation", "up-titration", "given more often", "on a compressed schedule", "120 mg every third week",
        "in non-standard regimens", "more than once a month", "once weekly", "with and without dose modification", "on a changed schedule",
    )
] + [
    "A randomised crossover of 3- versus 4-weekly octreotide LAR in carcinoid syndrome",
    "Going from one to two ampoules: octreotide LAR in carcinoid disease",
    "Non-response to octreotide LAR in carcinoid syndrome: what dose next?",
    "The ceiling of octreotide LAR in NETs",
    "Somatostatin analogue intensification and Ki-67",
    "Interval shortening or switch of analogue? A comparison in carcinoid diarrhoea",
    "FDG PET before lanreotide interval shortening predicts benefit",
    "A study of lanreotide every two weeks before Lutathera",
    "Maximising the benefit of octreotide in NETs: is more better?",
    "Loss of response to LAR: increase dose, shorten interval or switch? Carcinoid syndrome",
    "Expert weighs SSA dose escalation against radioligand therapy in NETs",
    "Twice the lanreotide, half the growth? Volumetric CT in SI-NET",
    "Somatostatin analogues in NET: how high can we go?",
    "Time to PRRT in NET patients whose octreotide was intensified on progression",
    "NETs: the interval of octreotide or lanreotide may be shortened to three weeks",
    "Refractory carcinoid syndrome: add telotristat or escalate the analogue?",
    "Should we still intensify lanreotide after NETTER-2?",
    "Повышение дозы октреотида-депо до 60 мг при карциноидном синдроме",
    "Lanreotide 120 mg Q14D vs Lutetium Edotreotide as second line in GEP-NET",
    "Early versus late SSA dose increase in grade 2 GEP-NET",
    "Stepwise SSA escalation, everolimus or watchful waiting in GEP-NET",
    "Symptom recurrence at the end of the injection interval in carcinoid syndrome",
]  # fmt: skip
ELSEWHERE = [
    "Dosiserhöhung von Lanreotid bei neuroendokrinen Tumoren",
    "Lanreotid alle 14 Tage bei neuroendokrinen Tumoren",
    "Lanréotide toutes les deux semaines dans les tumeurs neuroendocrines",
    "Lanreotid alle 14 statt alle 28 Tage: Lebensqualität bei GEP-NET",
    "Lanréotide tous les 14 jours au lieu de 28 dans les tumeurs neuroendocrines",
    "Raccourcir l'intervalle entre les injections de lanréotide avant la RIV",
    "Octréotide à forte dose dans les tumeurs neuroendocrines",
    "Lanreotida cada 14 días en tumores neuroendocrinos",
    "Escalada de dosis de octreotida en tumores neuroendocrinos",
    "Lanreotide ogni 14 giorni nei tumori neuroendocrini",
    "Octreotide ad alte dosi nei tumori neuroendocrini",
    "Lanreotida a cada 14 dias em tumores neuroendócrinos",
    "Octreotida em altas doses em tumores neuroendócrinos",
    "Lanreotide om de twee weken bij neuro-endocriene tumoren",
    "Hoge dosis octreotide bij neuro-endocriene tumoren",
    "Lanreotid var 14:e dag vid neuroendokrina tumörer",
    "Högdos oktreotid vid neuroendokrina tumörer",
    "Lanreotid hver 14. dag ved neuroendokrine tumorer",
    "Højdosis octreotid ved neuroendokrine tumorer",
    "Lanreotyd co 14 dni w guzach neuroendokrynnych",
    "Zwiększona dawka oktreotydu w guzach neuroendokrynnych",
    "大剂量奥曲肽治疗神经内分泌肿瘤",
    "兰瑞肽每14天一次治疗神经内分泌肿瘤",
    "神経内分泌腫瘍に対するランレオチド投与間隔短縮",
    "神経内分泌腫瘍に対する高用量オクトレオチド",
    "Lanreotid bei NET: von 28 auf 21 Tage",
    "Høydose somatostatinanaloger ved nevroendokrine svulster",
    "Lanréotide dans les TNE : de 4 à 3 semaines",
    "Análogos de somatostatina: más allá de la dosis estándar en TNE",
    "Lanreotide più di una volta al mese nei tumori neuroendocrini",
]
OTHER_WAY = [
    "Lanreotide at longer intervals in stable NET",
    "Extending the interval of lanreotide in stable NET",
    "Dose reduction of octreotide LAR in stable NET",
    "Octreotide in NET without increasing the dose",
    "De-escalation of somatostatin analogues in NET",
    "Intervallverlängerung von Lanreotid bei neuroendokrinen Tumoren",
    "From 4 to 6 weeks: lanreotide interval in stable NETs",
    "Lanreotid bei stabilen NET: von 28 auf 42 Tage",
]


@pytest.mark.parametrize("title", MORE + ELSEWHERE)
def test_more_of_the_drug_is_core_in_any_words(title):
    assert rate(record(title), TOPIC).tier is Tier.CORE


@pytest.mark.parametrize("title", OTHER_WAY)
def test_the_other_direction_is_not_core_and_is_said(title):
    score = rate(record(title), TOPIC)

    assert score.tier is Tier.RELATED
    assert score.reasons[0].note.startswith("read as the other direction")


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Insufficient control on lanreotide in NETs", "Options were dose intensification (46%), PRRT (31%) and targeted drugs (23%)."),
        ("Recommendations on NETs", "In refractory syndrome the SSA dose may be increased or the interval shortened."),
        ("Treatment patterns in carcinoid syndrome", "29% had at least one dose escalation within two years."),
        ("Flushing in carcinoid syndrome", "Thirty adults on octreotide LAR moved from 30 mg to 40 mg, and flushes fell from 5 to 2 a day."),
    ],
)  # fmt: skip
def test_an_escalation_among_other_things_is_core(title, abstract):
    assert rate(record(title, abstract), TOPIC).tier is Tier.CORE


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Same-dose lanreotide continued beyond progression in NETs", ""),
        ("Do patients with NET tolerate SSA?", "Diarrhoea was more frequent with lanreotide than with octreotide."),
        ("Systemic treatment of NETs: what is coming", "SORENTO is testing a high-exposure octreotide depot."),
        ("Six-weekly lanreotide in NETs", ""),
        ("Lanreotide versus watch and wait in indolent panNET", ""),
        ("Lanreotid alle 6 statt alle 4 Wochen bei neuroendokrinen Tumoren", ""),
        ("Progression increased after octreotide in NETs", ""),
        ("Octreotide in NETs", "An increase in progression was seen after octreotide was stopped."),
        ("Everolimus dose escalation in NETs on lanreotide", ""),
        ("High-dose octreotide in NETTER-2", ""),
        ("Octreotide in NETs", "The interval from diagnosis to octreotide was shortened by the clinic."),
    ],
)
def test_what_only_sounds_like_more_is_not_core(title, abstract):
    assert rate(record(title, abstract), TOPIC).tier is Tier.RELATED


@pytest.mark.parametrize(
    ("abstract", "tier"),
    [
        ("Lanreotide is given after progression on octreotide.", Tier.CORE),
        ("Lanreotide is given every 28 days until progression.", Tier.RELATED),
        ("Lanreotide is given. Progression-free survival on lanreotide is measured.", Tier.RELATED),
    ],
)
def test_a_planned_analogue_is_core_after_progression_and_not_until_it(abstract, tier):
    plan = replace(record("Lanreotide autogel in carcinoids", abstract), kind=Kind.REGISTRATION)

    assert rate(plan, TOPIC).tier is tier


def test_an_abbreviation_counts_in_company_and_where_the_text_defines_it():
    alone = rate(record("OCT every 2 weeks in retinal disease"), TOPIC)
    in_company = rate(record("OCT every 2 weeks in midgut NET"), TOPIC)
    defined = rate(record("Midgut NET", "We gave lanreotide autogel (LAG). Later LAG was doubled in dose."), TOPIC)

    assert (alone.tier, in_company.tier, defined.tier) == (Tier.OFF, Tier.CORE, Tier.CORE)


@pytest.mark.parametrize(
    ("title", "tier"),
    [
        ("Lanreotide every 14 days before PRRT in NET", Tier.CORE),
        ("Dose escalation of octreotide after failure of everolimus in NET", Tier.CORE),
        ("177Lu-DOTATATE versus high-dose octreotide in NET", Tier.RELATED),
        ("Refractory carcinoid syndrome: telotristat, SSA dose escalation and locoregional treatment", Tier.CORE),
        ("Refractory carcinoid syndrome: SSA, telotristat dose escalation and locoregional treatment", Tier.RELATED),
        ("Everolimus 10 mg with octreotide LAR in NET", Tier.RELATED),
        ("CLARINET: subgroup of patients from India", Tier.RELATED),
        ("PROMID: long-term survival", Tier.RELATED),
        ("Patients who play the clarinet", Tier.OFF),
        ("Concerto for CLARINET in A", Tier.OFF),
    ],
)
def test_another_treatment_lowers_only_where_it_is_the_subject(title, tier):
    assert rate(record(title), TOPIC).tier is tier


def test_a_drug_in_a_language_that_nobody_reads_is_related_and_the_language_said():
    score = rate(record("Oktreotid kullanan hastalarda deneyimlerimiz ve sonuçlar"), TOPIC)

    assert score.tier is Tier.RELATED
    assert "language: Turkish" in map(in_words, score.reasons)


@pytest.mark.parametrize(
    ("title", "languages", "written"),
    [
        ("Octreotide and the liver", ("pol",), "English"),  # a title that its source has translated
        ("Oktreotyd: doświadczenia", ("pol",), "Polish"),
        ("奥曲肽", (), "Chinese"),
        ("オクトレオチド", (), "Japanese"),
        ("Lanreotide autogel", (), "English"),
    ],
)
def test_the_language_is_the_sources_word_else_its_script_else_its_words(title, languages, written):
    assert language(record(title, languages=languages)) == written


@pytest.mark.parametrize("name", ROUNDS)
def test_a_round_of_fresh_records_stays_found(name):
    report = check(read_labelled(DATA / "relevance" / f"{name}.jsonl"), TOPIC)

    assert report.recall(Tier.WATCHED) == 1.0
    assert report.recall(Tier.CORE) >= 0.97
    assert report.precision(Tier.CORE) >= 0.90
    assert not [
        miss.labelled.record.title
        for miss in report.misses
        if miss.labelled.tier in {Tier.OFF, Tier.ADJACENT}
        and miss.score.tier in {Tier.WATCHED, Tier.CORE}
        and not miss.labelled.borderline
    ]
