import pytest

from digests.outcomes import languages
from digests.outcomes.figures import figures
from digests.outcomes.spoken import HARMS

SENTENCES = [
    ("La mediana de SLP fue de 9,7 meses (IC del 95%: 7,1-12,3) con lanreotida cada 14 días.", "PFS", 9.7, 7.1, 12.3),
    ("Das mediane progressionsfreie Überleben betrug 8,4 Monate (95%-KI 6,0-10,9).", "PFS", 8.4, 6.0, 10.9),
    ("La survie sans progression médiane était de 10,2 mois (IC à 95 % : 8,1-12,3).", "PFS", 10.2, 8.1, 12.3),
    ("La PFS mediana è stata di 8,6 mesi (IC 95%: 6,0-10,0) nel gruppo intensificato.", "PFS", 8.6, 6.0, 10.0),
    ("A mediana da SLP foi de 9,3 meses (IC 95%: 7,0-11,9).", "PFS", 9.3, 7.0, 11.9),
    ("De mediane progressievrije overleving bedroeg 7,9 maanden (95%-BI 5,5-10,3).", "PFS", 7.9, 5.5, 10.3),
    ("Median PFS var 8,1 månader (95 % KI 6,0-10,2) hos patienter med lanreotid.", "PFS", 8.1, 6.0, 10.2),
    ("Median PFS var 8,3 måneder (95 % KI 6,1-10,4) hos patienter med lanreotid.", "PFS", 8.3, 6.1, 10.4),
    ("Mediana PFS wyniosła 8,3 miesiąca (95% CI 6,1-10,5).", "PFS", 8.3, 6.1, 10.5),
    ("中位PFS为8.4个月(95%CI 6.0-10.9)。", "PFS", 8.4, 6.0, 10.9),
    ("無増悪生存期間の中央値は9.6か月(95%信頼区間 6.0-12.9)であった。", "PFS", 9.6, 6.0, 12.9),
]


@pytest.mark.parametrize(("text", "outcome", "value", "low", "high"), SENTENCES, ids=[row[0][:12] for row in SENTENCES])
def test_a_median_is_read_in_its_language(text, outcome, value, low, high):
    (found,) = figures(text)

    assert (found.measure, found.outcome, found.value, found.low, found.high) == ("median", outcome, value, low, high)
    assert text[found.at.start : found.at.end] == f"{value}".replace(".", "," if "," in text else ".")


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("Die objektive Ansprechrate lag bei 12 % und die Krankheitskontrollrate bei 67 %.", [("ORR", 12), ("DCR", 67)]),
        ("La diarrhée est survenue chez 24 % des patients et la lithiase biliaire chez 10 %.",
         [("AE: gastrointestinal", 24), ("AE: gallstones", 10)]),
        ("客观缓解率为12%，疾病控制率为67%。", [("ORR", 12), ("DCR", 67)]),
        ("PFS und OS betrugen 12 bzw. 40 Monate.", [("PFS", 12), ("OS", 40)]),
        ("La qualità di vita era migliorata nel 31%, invariata nel 52% e peggiorata nel 17%.", [("QoL", n) for n in (31, 52, 17)]),
        ("A taxa de sobrevida global em 5 anos foi de 68% nos doentes tratados.", [("OS", 68)]),
        ("Median-PFS och OS var 12 respektive 40 månader.", [("PFS", 12), ("OS", 40)]),
        ("Het aantal ontlastingen per dag nam af van 6,1 naar 3,9, en de ziekte bleef stabiel bij 60%.",
         [("bowel movements", 6.1), ("bowel movements", 3.9), ("SD", 60)]),
        ("Bei 40% der Patienten mit progredienter Erkrankung wurde die Dosis erhöht, bei 12% kam es zu Übelkeit.",
         [("AE: gastrointestinal", 12)]),
        ("De los pacientes con enfermedad estable el 40% recibió lanreotida y el 12% everolimus.", []),
        ("Hos 40% av patienterna med progression höjdes dosen av oktreotid till 60 mg.", []),
        ("Av patienterna hade 40% hypertoni vid baslinjen och 12% illamående under behandlingen.", []),
    ],
)  # fmt: skip
def test_shares_are_read_in_their_language(text, shares):
    assert [(one.outcome, one.value) for one in figures(text)] == shares


def test_no_word_that_stands_for_a_harm_is_longer():
    assert all(
        len(word) <= len(form) for told in HARMS.values() for forms, word in told.items() for form in forms.split("|")
    )


def test_a_harm_is_told_by_the_word_of_its_language():
    told = figures("Chez les patients, on notait des nausées (15 %) et une perte de poids (11 %).")

    assert [one.event for one in told] == ["", "perte de poids"]


@pytest.mark.parametrize("spoken", [*languages._WORDS, "zh"])
def test_no_translation_moves_an_offset(spoken):
    text = "median pfs 8,4 monate mois meses mesi maanden manader maneder miesiaca 中位生存期为8个月 und et y e en och og i"

    assert len(languages.in_english(text, spoken)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "The median PFS was 8.4 months and the OS was 30 months with lanreotide.",
        "Median PFS was 8.4 months (95% CI 6.0-10.9).",
        "Clinical benefit, i.e. control for half a year, was found in two thirds.",
        "Van der Berg et al. gave lanreotide to patients with the syndrome after surgery.",
    ],
)
def test_english_is_no_other_language(text):
    assert languages.language(text.lower()) == ""


ARMS = [
    ("Das mediane PFS war unter Octreotid 60 mg mit 10,4 Monaten länger als unter 30 mg mit 7,9 Monaten.", ["Octreotid 60 mg", "30 mg"]),
    ("9,1 Monate betrug das mediane PFS in der Hochdosisgruppe gegenüber 6,2 Monaten in der Standardgruppe.", ["Hochdosisgruppe", "Standardgruppe"]),
    ("Während im Kontrollarm ein medianes PFS von 6,2 Monaten beobachtet wurde, betrug es im Interventionsarm 9,1 Monate.", ["Kontrollarm", "Interventionsarm"]),
    ("Im 14-Tage-Arm entwickelten 22 % und im 28-Tage-Arm 12 % der Patienten Gallensteine.", ["14-Tage-Arm", "28-Tage-Arm"]),
    ("Dans le bras intensifié, la SSP médiane a atteint 9,1 mois, contre 6,2 mois dans le bras témoin.", ["bras intensifié", "bras témoin"]),
    ("La mediana de SLP fue mayor con dosis altas (9,1 meses) que con la dosis estándar (6,2 meses).", ["dosis altas", "dosis estándar"]),
    ("Il tasso di risposta è stato del 12% con lanreotide e del 4% con placebo nei pazienti.", ["lanreotide", "placebo"]),
    ("Nel braccio intensificato la PFS mediana è stata di 9,1 mesi, nel braccio standard di 5,5 mesi.", ["braccio intensificato", "braccio standard"]),
    ("Het CgA daalde met 38% bij de patiënten.", [""]),
]  # fmt: skip
TOLD = [
    (
        "Bei 4 Patienten (12 %) trat eine partielle Remission ein, 20 Patienten (61 %) mit stabiler Erkrankung.",
        [("PR", 12.0), ("SD", 61.0)],
    ),
    (
        "Se observaron 4 respuestas parciales (12 %) y 22 pacientes (65 %) con enfermedad estable; 8 (24 %) progresaron.",
        [("PR", 12.0), ("SD", 65.0), ("PD", 24.0)],
    ),
    (
        "On a observé 4 réponses partielles (12 %) et 22 patients (65 %) avaient une maladie stable.",
        [("PR", 12.0), ("SD", 65.0)],
    ),
    ("Das mediane Gesamtüberleben wurde nicht erreicht.", [("OS", None)]),
    ("La survie globale médiane n'a pas été atteinte.", [("OS", None)]),
    ("Bei 12 von 40 Patienten (30 %) kam es zu einer partiellen Remission.", [("PR", 30.0)]),
    ("À 12 mois, 62 % des patients étaient sans progression.", [("PFS", 62.0)]),
    ("Die 2-Jahres-Überlebensrate betrug 78 % unter Lanreotid.", [("OS", 78.0)]),
    ("Der CgA-Wert wurde um 38 % gesenkt.", [("CgA", 38.0)]),
    ("La cromogranina A si è ridotta in mediana del 34% a 6 mesi e l'acido urico del 27%.", [("CgA", 34.0)]),
    ("La CgA si è dimezzata nel 41% dei pazienti dopo il trattamento.", [("CgA", 41.0)]),
    ("Kromogranin A sjönk med i median 34 % hos patienterna efter 6 månader.", [("CgA", 34.0)]),
    ("Medianöverlevnaden var 41 månader hos patienter med kortare intervall.", [("OS", 41.0)]),
    ("Stężenie chromograniny A zmniejszyło się o 34% po 6 miesiącach.", [("CgA", 34.0)]),
    (
        "U 22% chorych wystąpiła kamica żółciowa, a u 12% zaczerwienienie.",
        [("AE: gallstones", 22.0), ("flushing", 12.0)],
    ),
    (
        "Les effets indésirables étaient les nausées (15 %) et l'asthénie (11 %).",
        [("AE: gastrointestinal", 15.0), ("fatigue", 11.0)],
    ),
    (
        "Bei den Patienten traten Erbrechen (31 %), Kopfschmerzen (12 %) und Haarausfall (9 %) auf.",
        [("AE: gastrointestinal", 31.0), ("AE", 12.0), ("AE", 9.0)],
    ),
    ("Hos patienterna sågs trötthet hos 12 % och feber hos 8 % av dem.", [("fatigue", 12.0), ("AE", 8.0)]),
    ("Les comorbidités des patients étaient le diabète (20 %) et la fièvre (4 %).", []),
    ("Nach 5 Jahren waren 61 % der Patienten am Leben.", [("OS", 61.0)]),
    ("Una risposta parziale è stata osservata nell'8% dei pazienti.", [("PR", 8.0)]),
    (
        "Unter der höheren Dosis trat eine exokrine Pankreasinsuffizienz bei 6 Patienten (14 %) auf.",
        [("AE: pancreatic insufficiency", 14.0)],
    ),
    ("Une diminution d'au moins 50 % de la CgA a été observée chez 17 patients (47 %).", [("CgA", 47.0)]),
    ("Ein Abfall des CgA um mehr als 50 % wurde bei 40 % der Patienten gesehen.", [("CgA", 40.0)]),
    ("La PFS e la OS mediane sono risultate rispettivamente di 14,2 e 58,7 mesi.", [("PFS", 14.2), ("OS", 58.7)]),
    (
        "Les patients ont eu 4 réponses partielles (8 %), 37 maladies stables (71 %) et 11 progressions (21 %).",
        [("PR", 8.0), ("SD", 71.0), ("PD", 21.0)],
    ),
    ("Pijn op de injectieplaats werd gemeld door 14% van de patiënten.", [("AE: injection site", 14.0)]),
    ("La mediana de 5-HIAA descendió de 38,2 a 21,5 mg/24 h tras el aumento.", [("5-HIAA", 38.2), ("5-HIAA", 21.5)]),
    ("Chez les patients, le 5-HIAA a diminué de 38,2 à 21,5 mg/24 h.", [("5-HIAA", 38.2), ("5-HIAA", 21.5)]),
]


@pytest.mark.parametrize(("text", "arms"), ARMS)
def test_a_value_is_of_the_arm_that_its_language_puts_beside_it(text, arms):
    assert [one.arm for one in figures(text)] == arms


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_what_is_told_verb_last_or_without_an_article_is_read(text, told):
    assert [(one.outcome, one.value) for one in figures(text)] == told
