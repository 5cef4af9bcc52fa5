"""Analogues that have only a code: whose doses the study gave, by that code, and no other product's."""

import pytest

import samples
from digests import dosage
from watcher.relevance.compounds import compounds
from watcher.relevance.regimens import regimens


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ht-120, a once-monthly octreotide depot, was given.", {"ht-120": "depot"}),
        ("bp-14 is an extended-release formulation of pasireotide.", {"bp-14": "depot"}),
        ("an octreotide implant (hb-101) was tried.", {"hb-101": "depot"}),
        ("the lanreotide depot lx-33 was tried.", {"lx-33": "depot"}),
        ("crn1234, an oral, selective sst2 agonist, was tried.", {"crn1234": "oral"}),
        ("pl-52 (octreotide depot) was tried.", {"pl-52": "depot"}),
        ("lanreotide cip-120 was tried.", {}),
        ("qlq-c30, a score used with octreotide.", {}),
        ("xy-12, a kinase inhibitor given with octreotide, was tried.", {}),
        ("net-01, a trial of octreotide.", {}),
        ("cam2029 is a subcutaneous octreotide depot.", {}),
    ],
)
def test_a_code_is_an_analogue_s_where_the_text_says_so(text, codes):
    assert compounds(text) == codes


@pytest.mark.parametrize(
    ("title", "methods", "told"),
    [
        (
            "BP-14, an extended-release pasireotide, 60 mg every 4 weeks in advanced NET",
            "Patients received BP-14 20 mg, 40 mg or 60 mg every 4 weeks. The highest tolerated dose was 40 mg every 4 weeks.",
            ["BP-14 60 mg every 4 weeks", "BP-14 20 mg every 4 weeks", "BP-14 40 mg every 4 weeks"],
        ),
        (
            "A monthly octreotide depot (HT-120) or octreotide LAR",
            "HT-120 at 60 mg was compared with octreotide LAR 30 mg, both every 4 weeks.",
            ["HT-120 60 mg every 4 weeks", "octreotide LAR 30 mg every 4 weeks"],
        ),
        ("An oral analogue", "CRN1234, an oral SST2 agonist, was given at 80 mg once daily.", ["oral CRN1234 80 mg once daily"]),
    ],
)  # fmt: skip
def test_a_depot_with_a_code_has_its_own_doses_and_no_label(title, methods, told):
    found = regimens(samples.record("1", title, abstract=samples.passages(methods=methods)))

    assert dosage.regimens(found) == told
