"""What else a study gave, beside an analogue or against it."""

import pytest

import samples
from watcher.relevance.regimens import regimens


def beside(text):
    study = samples.record(
        "1", "A study", abstract=samples.passages(methods=f"Lanreotide 120 mg every 14 days. {text}")
    )
    return [(one.text, one.role) for one in regimens(study)[1:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They had lanreotide or everolimus 10 mg once daily.", [("everolimus 10 mg once daily", "compared")]),
        ("Sunitinib (37.5 mg daily) was the control.", [("Sunitinib (37.5 mg daily", "compared")]),
        ("Capecitabine 1,500 mg daily was added.", [("Capecitabine 1,500 mg daily", "compared")]),
        (
            "They received 177Lu-DOTATATE 7.4 GBq every 4 or 8 weeks.",
            [("177Lu-DOTATATE 7.4 GBq every 4 or 8 weeks", "compared")],
        ),
        (
            "They received temozolomide 150 mg on days 1 to 5 every 28 days.",
            [("temozolomide 150 mg on days 1 to 5 every 28 days", "compared")],
        ),
        ("They received 177Lu-DOTATATE 7.4 GBq every 8 weeks.", [("177Lu-DOTATATE 7.4 GBq every 8 weeks", "compared")]),
        ("OCT-84 at 80 mg every 4 weeks was chosen.", [("OCT-84 at 80 mg every 4 weeks", "compared")]),
        ("All had progressed on everolimus 10 mg daily.", [("everolimus 10 mg daily", "prior")]),
        ("They had bevacizumab 15 mg/kg every 21 days.", [("bevacizumab 15 mg/kg every 21 days", "compared")]),
        (
            "They had interferon alfa-2b 5 million units three times per week.",
            [("interferon alfa-2b 5 million units three times per week", "compared")],
        ),
        ("Everolimus levels were 10 ng/mL.", []),
        ("Everolimus was given when HbA1c was above 120 mg/L.", []),
        ("Loperamide 16 mg daily was allowed.", []),
        ("Each arm-20 10 GBq was measured.", []),
    ],
)
def test_the_dose_of_another_drug_is_read_with_how_it_is_taken(text, expected):
    assert beside(text) == expected


def test_without_an_analogue_no_other_drug_is_told():
    study = samples.record("1", "A study", abstract=samples.passages(methods="Everolimus 10 mg daily was given."))

    assert regimens(study) == ()
