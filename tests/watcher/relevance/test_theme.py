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
    "Octreotide LAR intensification before transplantation for neuroendocrine metastases",
    "Progressive ileal NET: PRRT now or lanreotide q14 first?",
    "When 28 days is too long: octreotide LAR in NETs",
    "Who gets more than one vial of octreotide LAR a month in NETs?",
    "Intensified-dose lanreotide for refractory Zollinger-Ellison syndrome",
    "Why I no longer escalate SSAs in NET",
    "Lanreotide every 2 weeks in endocrine tumours of the gut",
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
    "Therapieeskalation mit Lanreotid bei neuroendokrinen Tumoren",
    "Lanreotida cada 14 frente a 28 días en tumores neuroendocrinos",
    "Otimização de análogos da somatostatina em tumores neuroendócrinos",
    "Lanreotide hoger doseren bij neuro-endocriene tumoren",
    "Doseeskalering av oktreotid ved nevroendokrine svulster",
    "Oktreotidin annoksen suurentaminen neuroendokriinisissä kasvaimissa",
    "Intenzifikace léčby lanreotidem u neuroendokrinních nádorů",
    "Nöroendokrin tümörlerde iki haftada bir lanreotid",
    "Высокие дозы аналогов соматостатина при НЭО",
    "超推荐剂量奥曲肽治疗神经内分泌肿瘤",
    "カルチノイド症候群に対するオクトレオチドの投与頻度増加",
    "카르시노이드 증후군에서 옥트레오타이드 증량의 효과",
    "신경내분비종양에서 소마토스타틴 유사체 증량 후 생존",
    "Inyecciones más seguidas de lanreotida en tumores neuroendocrinos",
    "善龙60mg治疗转移性类癌",
    "Octreotid LAR zweimal 30 mg im Monat bei VIPom",
    "Inyección adicional de octreotida LAR a mitad de ciclo en síndrome carcinoide",
    "Octreotide LAR boven 30 mg bij NET: een enquête",
    "Octréotide LP : d'une à deux ampoules par mois dans les TNE évolutives",
    "Lanreotid in dichterer Folge bei Karzinoidsyndrom",
    "Octréotide LP 60 mg dans les tumeurs endocrines du pancréas",
    "Verdoppelte Octreotiddosis bei refraktärem Flush eines Ileumkarzinoids",
    "60 statt 30 mg: Octreotid LAR bei progredientem NET",
    "Kürzeres Injektionsintervall von Lanreotid verlängert die Krankheitskontrolle bei GEP-NET",
    "サンドスタチンLAR 60mgによる転移性カルチノイドの治療",
]
# What is said of them in the sentence of an abstract.
SENTENCES = [
    "Das Injektionsintervall wurde bei 19 Patienten auf drei Wochen verkürzt.",
    "Die Octreotiddosis wurde schrittweise auf 60 mg gesteigert.",
    "L'intervalle entre les injections a été ramené à trois semaines.",
    "La survie sans progression après intensification de l'analogue était de 8 mois.",
    "Doce pacientes precisaron lanreotida con más frecuencia que cada cuatro semanas.",
    "Diciotto pazienti ricevevano più della dose autorizzata di octreotide.",
    "De dosis van het analoog werd verhoogd bij 22 patiënten.",
    "Osiemnastu chorych otrzymywało oktreotyd w dawce większej niż zarejestrowana.",
    "Octreotide was up-titrated until symptoms were controlled.",
    "Fifty-one were escalated (29 to 60 mg, 22 to 40 mg).",
    "Of 88 patients, 31 moved to a three-weekly rhythm.",
    "The mean monthly dose rose from 28 to 44 mg over five years.",
    "An increased SSA dose (shorter interval) may be considered before PRRT.",
    "Of those who progressed, 40 had the interval shortened, 22 had PRRT.",
    "En raison de flushs, les injections ont été avancées d'une semaine.",
    "De injecties werden een week vervroegd.",
    "投与を1週早めた。",
    "En 20 pacientes el intervalo pasó a tres semanas.",
    "Hos 20 patienter ändrades intervallet till tre veckor.",
    "20例患者的间隔改为3周。",
    "란레오타이드 투여 간격을 3주로 단축하였다.",
    "Bei Beschwerden wurde eine Woche früher gespritzt.",
    "The number of ampoules per month was doubled.",
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
    "Niedrig dosiertes Lanreotid bei neuroendokrinen Tumoren",
    "Menor frecuencia de inyección de lanreotida en tumores neuroendocrinos",
    "Forlenget intervall av lanreotid ved nevroendokrine svulster",
    "Снижение дозы октреотида при карциноидном синдроме",
]
# The dose is another treatment's, or an animal's.
NOT_OURS = [
    "Everolimus in hogere dosering met octreotide bij neuro-endocriene tumoren",
    "Télotristat à dose double avec le lanréotide dans les TNE",
    "Escalada de dosis de radioterapia en tumores neuroendocrinos con octreotida",
    "Doseskalerad strålbehandling vid neuroendokrina tumörer med lanreotid",
    "Увеличение дозы эверолимуса на фоне октреотида при карциноидном синдроме",
    "放疗剂量递增联合奥曲肽治疗神经内分泌肿瘤",
    "L'octréotide à forte dose dans un modèle murin de tumeur neuroendocrine",
    "大剂量奥曲肽在小鼠神经内分泌肿瘤模型中的作用",
    "Octreotide scan dose in MBq and image quality in carcinoid",
    "Every-2-week bevacizumab with octreotide in carcinoid",
    # what else rises, is frequent or is intensified
    "Intensified follow-up of NET patients on lanreotide",
    "Doubling time of NETs under lanreotide",
    "Increasing SSA coverage in Latin America for NET",
    "Frequency of gallbladder disease under octreotide in NET",
    "Accelerated heart valve disease in NET despite octreotide",
    "Maximal cytoreduction versus SSA in NET",
    "Twofold rise in glucose on pasireotide in NET",
    "Pituitary neuroendocrine tumours (PitNETs): octreotide dose escalation",
    "Chromogranin A doubling as an early sign of progression on lanreotide in NET",
    "Higher education and SSA adherence in NET",
    "Raised aminotransferases in NET patients on SSA",
    "Frequent flushing despite octreotide in carcinoid syndrome: add telotristat",
    "Reducing injection pain of lanreotide in NET",
    "Aumento de las prescripciones de octreotida en TNE",
    "Erhöhte Leberwerte unter Lanreotid bei NET",
    "Kurze Intervalle zwischen PRRT-Zyklen bei NET unter Octreotid",
    "Indice de masse corporelle élevé et octréotide dans les TNE",
    "Повышение хромогранина А на фоне октреотида при НЭО",
    "Doubling of NET incidence: who is treated with octreotide?",
    "Augmentation de la chromogranine A sous octréotide dans les TNE",
    "Colelitiasis más frecuente con análogos de somatostatina en TNE",
    "Galstenen vaker bij somatostatine-analogen bij neuro-endocriene tumoren",
    # "prolonged-release" is what the label of the usual product says too
    "Lanreotide prolonged-release 120 mg for asymptomatic NET",
]


@pytest.mark.parametrize("title", MORE + ELSEWHERE)
def test_more_of_the_drug_is_core_in_any_words(title):
    assert rate(record(title), TOPIC).tier is Tier.CORE


@pytest.mark.parametrize("sentence", SENTENCES)
def test_more_of_the_drug_is_core_in_a_sentence_of_any_language(sentence):
    assert rate(record("Somatostatin analogues in neuroendocrine tumours", sentence), TOPIC).tier is Tier.CORE


@pytest.mark.parametrize("title", NOT_OURS)
def test_what_is_raised_beside_the_drug_or_in_animals_is_not_core(title):
    assert rate(record(title), TOPIC).tier in {Tier.RELATED, Tier.ADJACENT}


@pytest.mark.parametrize(
    "sentence",
    [
        "La dose n'a pas été augmentée.",
        "La dose non è stata aumentata.",
        "A dose não foi aumentada.",
        "De dosis werd niet verhoogd.",
        "Dosen höjdes inte.",
        "Dosis blev ikke øget.",
        "治疗期间奥曲肽剂量未增加。",
        "オクトレオチドの増量は行わなかった。",
        "Patients with higher Ki-67 progressed earlier on lanreotide.",
        "Twice as many patients received octreotide as lanreotide.",
        "The pancreatic enzyme dose was doubled for steatorrhoea under lanreotide.",
        "Metformin was increased because lanreotide raised glucose.",
        "Blood was taken every 3 weeks during octreotide treatment.",
        "Patients were managed without shortening the interval of lanreotide.",
        "La glycémie a augmenté sous lanréotide.",
        "De insulinedosis werd verhoogd onder lanreotide.",
        "Lanreotid verdoppelte das progressionsfreie Überleben.",
        "The SSA dosing interval of 6 weeks was kept.",
        "Telephone contact every two weeks was offered to patients on lanreotide.",
        "Las enzimas pancreáticas se aumentaron con octreotida.",
        "Levels of octreotide did not rise.",
        "Median PFS was 14 versus 28 months with octreotide.",
        "Antihypertensive treatment was intensified.",
        "エベロリムスを10 mgに増量した。",
    ],
)
def test_what_a_sentence_denies_or_says_of_something_else_is_not_core(sentence):
    assert rate(record("Somatostatin analogues in neuroendocrine tumours", sentence), TOPIC).tier is Tier.RELATED


@pytest.mark.parametrize("title", OTHER_WAY)
def test_the_other_direction_is_not_core_and_is_said(title):
    score = rate(record(title), TOPIC)

    assert score.tier is Tier.RELATED
    assert score.reasons[0].note.startswith("read as the other direction")


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Randomised comparison of 14-day and 28-day lanreotide in GEP-NETs", ""),
        ("A 3-week versus a 4-week schedule of octreotide LAR in NETs", ""),
        ("Octreotide LAR 60 mg in the control arms of radioligand trials in NET: what it tells us about dose", ""),
        ("Network meta-analysis in NET", "PRRT and high-dose octreotide were compared; the role of dose intensification is discussed."),
        ("Treatment preferences in NET", "Respondents chose between more frequent SSA injections and PRRT, weighing PFS against harm."),
        ("Shortening the 28-day interval of lanreotide in NET", ""),
        ("Generic octreotide LAR 60 mg every 4 weeks in progressive NET", ""),
        ("Self-injection of lanreotide in NET", "Half injected 120 mg every 14 days."),
        ("Lanreotide in NET", "Injections were given more often after progression."),
    ],
)  # fmt: skip
def test_a_dose_or_schedule_that_is_compared_or_asked_about_is_core(title, abstract):
    assert rate(record(title, abstract), TOPIC).tier is Tier.CORE


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Generic versus branded lanreotide in NETs", "Clogging was reported more often with the generic device."),
        ("Octreotide LAR biosimilar versus originator in NETs", "At 30 mg every 4 weeks octreotide levels did not differ."),
        ("Plasma lanreotide after self-injection in NET", ""),
        ("Adherence to the 28-day injection schedule of octreotide LAR in NET", ""),
        ("Lanreotide every 8 weeks in NET: is less enough?", "The dosing interval was doubled in 18 patients."),
        ("Lanreotide in stable NET", "We doubled the interval in 20 patients."),
        ("New drugs for NETs: what is in the pipeline?", "We review PRRT and novel somatostatin analogue formulations."),
        ("High-dose octreotide versus 177Lu-Dotatate in midgut NET", "PFS was longer with PRRT."),
    ],
)  # fmt: skip
def test_the_same_dose_of_another_product_or_less_of_it_is_not_core(title, abstract):
    assert rate(record(title, abstract), TOPIC).tier is Tier.RELATED


@pytest.mark.parametrize(
    "halved",
    ["Injection burden was halved.", "Visits were halved and costs fell.", "They had half as many injections."],
)
def test_fewer_injections_are_the_other_direction(halved):
    assert rate(record("Eight-weekly lanreotide in stable NET", halved), TOPIC).tier is Tier.RELATED


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


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Stereotactic body radiotherapy dose escalation for bone metastases of neuroendocrine tumours on somatostatin analogues", "Bone metastases of NETs hurt. 41 patients with NETs on octreotide LAR 30 mg every 28 days had SBRT in three dose levels of 24, 30 and 35 Gy. Local control at one year was 92% with 35 Gy and 78% with 24 Gy (p = 0.04). Dose escalation improved local control."),
        ("Dose-escalated radiotherapy of liver metastases in patients with midgut neuroendocrine tumours receiving lanreotide", "22 patients with midgut NETs continued lanreotide 120 mg every 28 days and had dose-escalated radiotherapy. Local control was 88% at two years. Higher doses were given safely. Escalating the dose is feasible beside a somatostatin analogue."),
        ("Lanreotide and SBRT in oligoprogressive neuroendocrine tumours: does a higher dose hold longer?", "Thirty-three patients with NETs and one to three progressing lesions stayed on lanreotide 120 mg every 4 weeks. The SBRT dose was escalated from 30 to 45 Gy. Local failure was 6% with the higher dose and 21% with the lower. A higher dose of SBRT lets patients stay on the same somatostatin analogue."),
        ("Higher activity of 177Lu-DOTATATE with background octreotide LAR in midgut neuroendocrine tumours: a dose-escalation study", "24 patients with midgut NETs on octreotide LAR 30 mg received 7.4, 9.3 or 11.1 GBq every 8 weeks. No dose-limiting toxicity occurred. ORR was 29%. A higher activity per cycle is feasible."),
        ("More cycles of PRRT while continuing a somatostatin analogue in neuroendocrine tumours: six versus four", "88 patients with NETs, all on lanreotide 120 mg every 28 days between cycles, had four or six cycles of 177Lu-DOTATATE at shortened intervals of six weeks. Median PFS was 31 months with six and 26 months with four (HR 0.81, 95% CI 0.51 to 1.28). More cycles did not prolong PFS."),
        ("Phase 1 dose escalation of everolimus with octreotide LAR in advanced neuroendocrine tumours", "19 patients had everolimus 5, 7.5 or 10 mg daily with octreotide LAR 30 mg every 28 days, in a 3+3 design. One dose-limiting toxicity occurred at 10 mg. Stable disease was seen in 12. Everolimus 10 mg is the recommended dose."),
        ("Sunitinib at an escalated dose together with lanreotide in pancreatic neuroendocrine tumours", "27 patients with pancreatic NETs on lanreotide 120 mg every 28 days had sunitinib raised from 37.5 to 50 mg at progression. Median PFS after dose escalation was 5.2 months (95% CI 3.1 to 7.7). A higher dose of sunitinib is of little use."),
        ("A phase 1 dose-escalation trial of XT-117, a DLL3 T-cell engager, in neuroendocrine neoplasms; concomitant somatostatin analogues were allowed", "31 patients received 0.3 to 30 mg every 2 weeks. Somatostatin analogues were continued. The maximum tolerated dose was not reached; cytokine release occurred in 61%. XT-117 is tolerated at higher doses."),
        ("Capecitabine and temozolomide at a higher dose with octreotide LAR in grade 2 pancreatic neuroendocrine tumours", "44 patients with pancreatic NETs on octreotide LAR 30 mg every 28 days had dose-intensified CAPTEM. The ORR was 41%, and PFS 17.3 months. Intensifying the dose gave more responses and more toxicity."),
        ("Dose-dense streptozocin and 5-fluorouracil every 3 instead of 6 weeks in neuroendocrine tumours treated with a somatostatin analogue", "38 patients with NETs; octreotide LAR was continued in all. ORR was 33%. A shorter interval between cycles did not raise responses."),
        ("Somatostatin analogues during escalated external beam irradiation of thoracic carcinoids", "17 patients with lung carcinoids on octreotide LAR had irradiation to 66 Gy instead of 50 Gy. Local control was 94%. A higher dose improved control."),
        ("Octreotide LAR in patients whose neuroendocrine liver metastases are treated by radioembolisation with a boosted tumour dose", "29 patients with NETs; octreotide LAR 30 mg was given throughout. The tumour-absorbed dose was raised above 150 Gy. ORR was 62% with the boosted dose. Dose escalation of radioembolisation increases response."),
        ("Dose escalation in neuroendocrine tumours progressing on somatostatin analogues: individualised stereotactic radiotherapy", "25 patients with NETs progressing on octreotide LAR received SBRT of 50 to 60 Gy. PFS was 11.2 months. Radiotherapy dose escalation delays systemic treatment."),
        ("Telotristat ethyl 500 mg instead of 250 mg with lanreotide in carcinoid syndrome", "36 patients with carcinoid syndrome on lanreotide 120 mg every 28 days had their telotristat dose doubled. Bowel movements fell by 0.9 a day. Doubling the dose helped some."),
        ("Intra-arterial PRRT with an escalated activity beside octreotide LAR in NET liver metastases", "15 patients with NETs; octreotide LAR 30 mg was continued. ORR was 47%. Escalated activities were tolerated."),
        ("Cabozantinib 60 mg or 40 mg with continued somatostatin analogue in extrapancreatic neuroendocrine tumours: a dose comparison", "71 patients with NETs; octreotide or lanreotide was continued at the labelled dose. PFS was 8.8 months with 60 mg and 8.1 months with 40 mg (HR 0.93, 95% CI 0.55 to 1.57). The higher dose was no better."),
        ("Interferon alfa in rising doses added to octreotide LAR in midgut carcinoids", "18 patients with midgut NETs on octreotide LAR 30 mg had interferon raised to 9 million units three times weekly. Five responded. Higher doses of interferon add toxicity."),
        ("Radiotherapy of neuroendocrine tumours under somatostatin analogues: is more better?", "62 patients with NETs on somatostatin analogues had palliative radiotherapy; a biologically effective dose above 60 Gy was compared with less. Symptoms were relieved in 83% with the higher and 74% with the lower dose. Higher doses gave longer local control."),
        ("Hypofractionated proton therapy at escalating doses in unresectable pancreatic neuroendocrine tumours while octreotide LAR continues", "14 patients with pNETs on octreotide LAR 30 mg every 4 weeks. The dose rose from 45 to 60 GyE. Local control was 93%. Escalation was safe."),
        ("Oligoprogression of midgut NETs on lanreotide: stereotactic ablation instead of changing the drug", "26 patients on lanreotide 120 mg every 28 days had a progressing lesion ablated with SABR; the dose was escalated in the second half of the series. Median time to the next systemic treatment was 17.5 months. Local treatment allows patients to remain on lanreotide."),
        ("Escalated-dose 177Lu-edotreotide in G2-3 GEP-NETs on continued lanreotide autogel", "31 patients received 9.25 GBq instead of 7.4 GBq. Lanreotide 120 mg every 28 days was continued. ORR was 35%. A higher activity was safe."),
        ("Two additional cycles of lutetium-177 at progression, octreotide LAR throughout: intensification of radioligand therapy in small-bowel NETs", "47 patients with small-bowel NETs. Median PFS was 13.9 months (95% CI 9.4 to 18.8). Additional cycles hold."),
        ("Alpha-emitting 212Pb-DOTAMTATE in dose-escalating cohorts with somatostatin analogues allowed: a phase 1/2a trial", "20 patients with NETs, treated with 1.1 to 2.5 MBq/kg every 8 weeks. ORR was 56%. The recommended dose is 2.5 MBq/kg."),
        ("Everolimus 10 mg versus 5 mg daily with octreotide LAR in advanced neuroendocrine tumors: a randomized comparison of doses", "92 patients with NETs on octreotide LAR 30 mg every 28 days were randomized to everolimus 10 or 5 mg. Median PFS was 13.1 vs 12.4 months (HR 0.94, 95% CI 0.60 to 1.47). The higher dose was more toxic and no better."),
        ("Therapeutic drug monitoring and up-titration of sunitinib in patients on lanreotide for pancreatic NET", "33 patients with pancreatic NETs. Sunitinib was increased in 14 whose trough was low. PFS was 9.9 months. Higher exposure goes with longer PFS."),
        ("First-in-human dose escalation of a bispecific antibody in SSTR2-positive neuroendocrine tumours", "22 patients, most of them on a long-acting somatostatin analogue, received 0.1 to 3 mg/kg weekly. The MTD was not reached. Dose escalation continues."),
        ("Intensified chemotherapy on top of octreotide in poorly responding NETs", "18 patients had CAPTEM every 3 instead of 4 weeks, with octreotide LAR 30 mg every 28 days. ORR was 28%. Shortening the interval of chemotherapy adds toxicity."),
        ("Radioembolisation with a higher tumour dose in patients with NET liver metastases on somatostatin analogues", "60 patients with NETs. OS was 41 months above and 29 months below 120 Gy. A higher dose to the tumour goes with longer survival."),
        ("Systemic treatment of neuroendocrine tumours beside radiation: what doses of somatostatin analogues do radiation oncologists see?", "A survey of 88 radiation oncologists on patients with NETs. 40% saw patients on octreotide LAR. Doses vary."),
    ],
)  # fmt: skip
def test_more_of_another_treatment_beside_the_drug_is_not_core(title, abstract):
    score = rate(record(title, abstract), TOPIC)

    assert score.tier is Tier.RELATED
    assert not {"dose escalation", "interval shortening"} & set(score.tags)


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("SBRT or a higher dose of octreotide LAR for oligoprogressive neuroendocrine tumours", "50 patients with NETs progressing on octreotide LAR 30 mg had SBRT or octreotide LAR 60 mg every 28 days. Median PFS was 13.1 months with SBRT and 7.9 months with the higher dose. SBRT held longer than dose escalation."),
        ("Dose escalation of lanreotide after radiotherapy or PRRT in neuroendocrine tumours", "40 patients with NETs had lanreotide 120 mg every 14 days after PRRT. Median PFS was 8.1 months. Dose escalation of lanreotide after PRRT holds some tumours."),
        ("Pasireotide LAR in escalating doses with everolimus in neuroendocrine tumours: phase 1", "21 patients with NETs had pasireotide LAR 40, 60 or 80 mg every 28 days with everolimus 10 mg daily. ORR was 10%. Pasireotide LAR 60 mg is the dose recommended."),
        ("Octreotide LAR dose escalation or SBRT at oligoprogression of small-bowel NETs", "40 patients with NETs. Octreotide LAR went to 60 mg every 28 days, or lesions were irradiated. PFS was 8 and 14 months. SBRT was better."),
        ("Lanreotide every 14 days with palliative radiotherapy in symptomatic bone metastases of NETs", "18 patients with NETs had lanreotide 120 mg every 14 days and radiotherapy. Pain fell in 12. The combination is feasible."),
        ("High-dose octreotide LAR before, during and after PRRT in carcinoid syndrome", "27 patients with carcinoid syndrome had octreotide LAR 60 mg every 28 days around PRRT. Flushing halved in 18. Higher doses control symptoms."),
        ("Telotristat or dose escalation of octreotide LAR in carcinoid syndrome", "44 patients with NETs. Octreotide LAR was raised to 40 mg every 28 days, or telotristat added. Stools fell in 22. Both helped."),
        ("SSA dose escalation, everolimus or PRRT after first progression: a survey of Nordic NET centres", "31 physicians were asked about midgut NETs. 39% would escalate the SSA. Practice differs."),
    ],
)  # fmt: skip
def test_more_of_the_drug_beside_another_treatment_is_core(title, abstract):
    score = rate(record(title, abstract), TOPIC)

    assert score.tier is Tier.CORE
    assert "dose escalation" in score.tags


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
