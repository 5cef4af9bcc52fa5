"""What titles announce: every form of a notice, in the field's languages, and what only sounds like one."""

import pytest

from watcher.model import Id
from watcher.notices import announced, answering, is_marked, label_of, named_in, unmarked

TITLE = "Above-label dosing of octreotide LAR in patients with functioning neuroendocrine tumours"
FORMS = {
    "correction": """Correction: {}|Correction to: {}|Correction to {}|Correction to “{}”|Corrections: {}|Author Correction: {}
        |Publisher’s Correction: {}|Publisher’s Note: {}|Authors' correction to {}|Correction for ‘{}’ by A. Berg et al.|Published correction: {}
        |Erratum: {}|Erratum to: {}|Erratum to {}|Erratum for {}|Erratum. {}|Erratum – {}|Erratum 2: {}|[Erratum to: {}]
        |Corrigendum to “{}” [J. Neuroend. 12 (2026) 1-9]|Corrigendum: {}|Corrigendum for "{}"|Addendum to: {}|Addendum: {}
        |Clarification: {}|Notice of correction: {}|Correction notice: {}|{}: erratum|{} (Erratum)|{} - Corrigendum
        |{} [Correction]|{} (vol 12, pg 100, 2016)|Erratum zu: {}|Erratum zu {}|Berichtigung zu: {}|Korrektur: {}
        |Correction à : {}|Erratum à « {} »|Rectificatif : {}|Corrección: {}|Fe de erratas: {}|Correção: {}|Errata: {}
        |Errata corrige: {}|Correzione a: {}|Rectificatie: {}|Rättelse: {}|Sprostowanie: {}|Düzeltme: {}|Исправление: {}
        |更正：{}|勘误：{}|《{}》更正|訂正：{}|정정: {}|Correction of {}|Corrigendum re: {}|Error in: {}|Errors in Figure 2 in: {}
        |Incorrect Dose in: {}|Data Error in Abstract: {}|Clarification regarding: {}|Druckfehlerberichtigung: {}|Correctif : {}
        |Fe de errata: {}|Nota aclaratoria: {}|Correctie op: {}|Rettelser: {}|Korjaus: {}|Leiðrétting: {}|Исправления к статье: {}
        |Поправка к статье «{}»|Виправлення: {}|Korekta: {}|Ispravak: {}|Διόρθωση: {}|作者更正：{}|正誤：{}|「{}」の訂正|訂正記事：{}
        |수정: {}|저자 정정: {}|Erratum—{}""",
    "retraction": """Retraction: {}|Retraction of: {}|Retraction of {}|Retraction of "{}"|Retraction to: {}|Retraction note: {}
        |Retraction Note to: {}|Retraction notice to "{}" [J. Neuroend. 12 (2026) 1-9]|Retraction notice: {}
        |Statement of Retraction: {}|Notice of retraction: {}|Notice of Retraction and Replacement. {}|Partial retraction: {}
        |Retraction by the Authors: {}|Notice of Retraction by the Editors and Publisher: {}
        |Retraction and Replacement: {}|Publisher's Note: Retraction of "{}"|Withdrawal: {}|Article withdrawal: {}
        |Withdrawal notice to "{}"|{} [Retraction]|{}: retraction notice|{} (Retraction of vol 34, pg 120, 2018)
        |Rétractation : {}|Rétractation de l'article « {} »|Retractación de: {}|Retratação: {}|Ritrattazione: {}|Rücknahme: {}
        |Zurückziehung: {}|Intrekking: {}|Ретракция: {}|Отзыв статьи: {}|撤稿：{}|撤回：{}|철회: {}
        |Retraction requested by the authors: {}|Retraction by agreement: {}|Retraction at authors' request: {}|Retraction—{}
        |Removal notice to: {}|Note de rétractation : {}|Retraktation: {}|Zurückgezogen: {}|Rückzug des Artikels: {}
        |Avviso di ritrattazione: {}|Terugtrekking: {}|Retractie: {}|Tilbakekalling: {}|Tilbaketrukket: {}|Återkallelse: {}
        |Tillbakadragen: {}|Отозвана: {}|ОТОЗВАНА СТАТЬЯ: {}|Сообщение об отзыве статьи: {}|论文撤稿：{}|撤销声明：{}
        |論文撤回のお知らせ：{}|논문 철회: {}|철회 공지: {}|Geri çekilme notu: {}|Stažení článku: {}|Visszavonás: {}|Retragere: {}
        |Ανάκληση: {}|Wycofanie publikacji: {}|سحب المقال: {}|Peruutus: {}""",
    "concern": """Expression of Concern: {}|Expression of concern on "{}"|Expression of concern regarding {}|{}: expression of concern
        |Editorial Expression of Concern: {}|Notice of concern: {}|Expression de préoccupation : {}|Expresión de preocupación: {}
        |Editorial concern: {}|Editor’s Note of Concern: {}|Expression of editorial concern: {}|Preocupação editorial: {}|编辑关切：{}""",
    "reinstatement": """Reinstatement: {}|Reinstatement of "{}"|Notice of reinstatement: {}|Retraction of the retraction: {}
        |Reinstatement of {}|Retraction withdrawn: {}|Retraction rescinded: {}|Expression of concern removed: {}
        |Lifting of the expression of concern: {}|Resolution of Expression of Concern: {}|Expression of Concern lifted: {}""",
}
KNOWN_FORMS = [(label, form.strip()) for label, forms in FORMS.items() for form in forms.split("|")]


@pytest.mark.parametrize(("label", "form"), KNOWN_FORMS, ids=[form for _, form in KNOWN_FORMS])
def test_a_notice_announces_what_it_is_and_the_title_of_its_work(label, form):
    found = announced(form.format(TITLE))

    assert found is not None
    assert (found.label, found.about) == (label, TITLE)
    assert label_of(form.format(TITLE)) == label


# What stands in titles and looks like a part of a notice: colons, quotation marks, brackets, numbers, other scripts.
OTHER_TITLES = (
    "CLARINET FORTE: lanreotide autogel every 14 days in progressive neuroendocrine tumours",
    "Lanreotide and “dose intensity” in midgut tumours: a cohort",
    "Octreotide LAR (60 mg) in patients with carcinoid syndrome (NCT00000001)",
    "[177Lu]Lu-DOTATATE plus high-dose octreotide versus high-dose octreotide alone (NETTER-1)",
    "Is more better? Above-label somatostatin analogues in NETs",
    "177Lu-edotreotide vs everolimus in GEP-NETs",
    "A PHASE 3 TRIAL OF OCTREOTIDE DEPOT",
    "The effect of withdrawal of lanreotide on IGF-1: correction of biochemical markers",
    "大剂量奥曲肽治疗中肠神经内分泌肿瘤的疗效",
)
# Where nothing but a capital tells that a title follows, and where quotation marks are set around one with its own.
_NEED_A_CAPITAL = {"Correction of {}", "Retraction of {}", "Reinstatement of {}"}
_BEGINS_NO_SENTENCE = {OTHER_TITLES[6]}


@pytest.mark.parametrize("title", [title for title in OTHER_TITLES if title not in _BEGINS_NO_SENTENCE])
def test_a_retraction_of_any_title_is_known_by_how_the_title_begins(title):
    assert announced(f"Retraction of {title}") == ("retraction", title, "")


def test_a_retraction_may_be_written_in_capitals_whole():
    assert announced(f"RETRACTION OF {TITLE.upper()}") == ("retraction", TITLE.upper(), "")


@pytest.mark.parametrize("title", OTHER_TITLES)
def test_any_title_can_be_announced_in_every_form(title):
    plain = [
        form
        for _, form in KNOWN_FORMS
        if form not in _NEED_A_CAPITAL and not ("“" in title and set('“"‘«') & set(form))
    ]

    assert [form for form in plain if (found := announced(form.format(title))) is None or found.about != title] == []


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Corrigendum", "correction"),
        ("Correction", "correction"),
        ("Erratum.", "correction"),
        ("Department of Error", "correction"),
        ("Error in Table 2", "correction"),
        ("Retraction Note", "retraction"),
        ("Retraction", "retraction"),
        ("Expression of Concern", "concern"),
    ],
)
def test_a_notice_may_name_no_work(title, label):
    assert announced(title) == (label, "", "")


def test_what_is_cited_behind_the_title_is_its_place():
    assert announced(f'Corrigendum to "{TITLE}" [J. Neuroend. 12 (2026) 1-9]').place == "J. Neuroend. 12 (2026) 1-9"
    assert announced(f"{TITLE} (vol 12, pg 100, 2016)").place == "(vol 12, pg 100, 2016)"


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "",
        "Correction for partial-volume effects in somatostatin receptor PET",
        "Correction of hypoglycaemia with octreotide in insulinoma",
        "Correction of Hypoglycaemia With Octreotide in Insulinoma",
        "Attenuation correction: a review",
        "Motion correction",
        "Corrections officers and cancer",
        "Correction in serum calcium after octreotide",
        "Withdrawal symptoms after octreotide",
        "Withdrawal of somatostatin analogues in acromegaly",
        "Withdrawal of Octreotide LAR in Patients With Well-Controlled Acromegaly",
        "Withdrawal to remission: stopping lanreotide",
        "Treatment withdrawal: octreotide in acromegaly",
        "Withdrawn patients in trials of octreotide",
        "Retraction of mesenteric fat in midgut carcinoid",
        "Retraction of the Lower Eyelid After Surgery for Graves Orbitopathy",
        "Retraction pockets",
        "Retraction of IGF-1 lowering after octreotide in acromegaly",
        "Retraction of 12 papers by one author",
        "Publisher’s note",
        "Retractions in oncology",
        "Errata in oncology journals: a cross-sectional study",
        "Concern about long-term safety of somatostatin analogues",
        "Amendment to the protocol of the SORENTO trial",
        "Clarification of the role of PRRT in neuroendocrine tumours",
        "Reinstatement of somatostatin analogue therapy after PRRT",
        "Expression of somatostatin receptors",
        "Korrektur der Hypoglykämie mit Octreotid",
        "Retrait de la somatuline chez l'acromégale",
        "Retirada de octreótida en acromegalia",
        "Correzione dell'ipoglicemia con octreotide",
        "Correction du taux d'IGF-1 sous octréotide",
        "RETRACTION OF THE EYELID IN GRAVES ORBITOPATHY TREATED WITH OCTREOTIDE LAR EVERY FOUR WEEKS",
        "CORRECTION OF HYPOGLYCAEMIA WITH OCTREOTIDE AND DIAZOXIDE IN PATIENTS WITH INSULINOMA",
        "Error in figures of dosimetry as a source of bias",
        "Errors in dosing of octreotide: a survey",
        "Data errors in registries: octreotide dosing",
        "Rückzug aus der Therapie: Somatostatinanaloga im Alter",
        "Lifting restrictions on octreotide",
        "Removal of liver metastases in carcinoid syndrome",
        "Corrected QT interval under pasireotide",
        "Correction of anaemia: the role of lanreotide",
    ],
)
def test_words_of_the_clinic_announce_nothing(title):
    assert announced(title) is None


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("Re: {}", "comment"),
        ('Comment on "{}"', "comment"),
        ("Comment on: {}", "comment"),
        ("Letter to the editor regarding “{}”", "comment"),
        ("Reply to: {}", "reply"),
        ("Authors' response: {}", "reply"),
    ],
)
def test_an_answer_names_the_title_that_it_answers(form, label):
    assert answering(form.format(TITLE)) == (label, TITLE, "")


def test_a_response_to_a_treatment_answers_no_title():
    assert answering("Response to octreotide in neuroendocrine tumours") is None


@pytest.mark.parametrize(
    "form",
    [
        "RETRACTED: {}",
        "RETRACTED ARTICLE: {}",
        "Retracted: {}",
        "[Retracted] {}",
        "WITHDRAWN: {}",
        "TEMPORARY REMOVAL: {}",
        "{} [Retracted]",
        "{} (Retracted article. See vol. 40, pg. 123, 2020)",
    ],
)
def test_a_mark_is_of_the_work_itself(form):
    marked = form.format(TITLE)

    assert is_marked(marked)
    assert unmarked(marked) == TITLE
    assert announced(marked) is None


@pytest.mark.parametrize(
    "title", [TITLE, "Retracted: a study of muscles", "Withdrawn: why patients leave trials", "Removed: 12 tumours"]
)
def test_words_that_are_no_marks_are_left(title):
    assert not is_marked(title)


DOI = Id("doi", "10.3389/fendo.2026.123456")


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        ("Corrigendum", "[This corrects the article DOI: 10.3389/fendo.2026.123456.].", [DOI]),
        ("Retraction", "[This retracts the article DOI: 10.3389/fendo.2026.123456].", [DOI]),
        (
            "Retraction",
            "The article https://doi.org/10.3389/fendo.2026.123456 has been retracted. " + "x " * 200,
            [DOI],
        ),
        ("Retraction", "This retracts the article PMID: 41000001.", [Id("pmid", "41000001")]),
        ("Correction to: A trial (10.3389/fendo.2026.123456)", "", [DOI]),
        ("Correction", "The dose was wrong. It was 60 mg. " * 20 + "Data: 10.5281/zenodo.1.", []),
        ("Correction", "", []),
    ],
)
def test_a_notice_names_its_work_in_its_own_words(title, text, named):
    assert list(named_in(title, text)) == named
