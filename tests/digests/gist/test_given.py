"""Which regimens a study gave, as they are said of it."""

import pytest

from digests.dosage import regimens as said
from digests.gist import gist
from fakes import NOW
from watcher.model import Kind, Passage, Record
from watcher.relevance.regimens import regimens


def record(title, *passages):
    made = tuple(Passage(label=label, text=text) for label, text in passages)
    return Record(source="files", source_id="1", kind=Kind.ARTICLE, title=title, retrieved=NOW, abstract=made)


def told(*written):
    found = record(*written)
    return said(gist([found]).given(regimens(found)))


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        ("Two patients (3%) with octreotide LAR 60 mg and one (2%) with 30 mg every 2 weeks withdrew.",
         ["octreotide LAR 60 mg (higher dose)", "octreotide LAR 30 mg every 2 weeks (shorter interval)"]),
        ("Lanreotide 120 mg every 28 days was given, and injections were brought forward to every 14 days.",
         ["lanreotide 120 mg every 28 days", "lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Lanreotide was tried. In 57 patients who had their injection interval reduced to 3 weeks (n=41) or 2 weeks (n=16), it helped.",
         ["lanreotide every 3 weeks (shorter interval)", "lanreotide every 2 weeks (shorter interval)"]),
        ("Lanreotide was tried. It was given every 3 weeks in 12 and every 2 weeks in 9 patients.",
         ["lanreotide every 3 weeks (shorter interval)", "lanreotide every 2 weeks (shorter interval)"]),
        ("Studies of doses above 30 mg/4 weeks (octreotide LAR) or 120 mg/4 weeks (lanreotide) were eligible.", []),
        ("Above-label use was defined as more than 30 mg octreotide LAR or 120 mg lanreotide per 28 days.", []),
        ("Patients received lanreotide 120 mg (240 mg per 28 days) every 14 days.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Patients received octreotide LAR 30 mg every 2 weeks (60 mg per month).", ["octreotide LAR 30 mg every 2 weeks (shorter interval)"]),
        ("Patients received octreotide LAR 60 mg (two injections of 30 mg) every 4 weeks.", ["octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("They had gone from octreotide LAR 30 mg to 60 mg every 4 weeks.", ["octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("Patients with progression on octreotide LAR 30 mg every 4 weeks were randomly assigned to octreotide LAR 30 mg every 2 weeks or to unchanged treatment.",
         ["octreotide LAR 30 mg every 4 weeks", "octreotide LAR 30 mg every 2 weeks (shorter interval)"]),
        ("Patients progressing on lanreotide 120 mg or octreotide LAR 30 mg every 28 days will be allocated to the same drug every 14 days or to the same drug every 28 days.",
         ["octreotide LAR 30 mg every 4 weeks", "lanreotide autogel 120 mg every 2 weeks (shorter interval)",
          "octreotide LAR 30 mg every 2 weeks (shorter interval)", "lanreotide autogel 120 mg every 4 weeks"]),
        ("Patients received lanreotide 120 mg every 21 days; if the trough remained low, the interval was shortened to 14 days.",
         ["lanreotide 120 mg every 21 days (shorter interval)", "lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Patients on lanreotide or octreotide LAR every 14 days were studied.",
         ["lanreotide every 14 days (shorter interval)", "octreotide LAR every 14 days (shorter interval)"]),
        ("We compared 30 mg every 2 weeks of octreotide LAR with placebo.", ["octreotide LAR 30 mg every 2 weeks (shorter interval)"]),
        ("Patients stable on lanreotide 120 mg every 4 weeks moved to lanreotide 120 mg every 6 weeks.", ["lanreotide 120 mg every 6 weeks"]),
        ("Patients pass\u00e9s \u00e0 octr\u00e9otide LP 60 mg toutes les 4 semaines.", ["octr\u00e9otide LP 60 mg toutes les 4 semaines (higher dose)"]),
        ("Nach Progress unter Lanreotid 120 mg alle 28 Tage wurde das Intervall auf 14 Tage verk\u00fcrzt.",
         ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Patienterna fick oktreotid LAR 60 mg var fj\u00e4rde vecka.", ["oktreotid LAR 60 mg var fj\u00e4rde vecka (higher dose)"]),
        ("Pacientes que, tras progresar con octreotida LAR 30 mg cada 28 d\u00edas, recibieron octreotida LAR 60 mg cada 28 d\u00edas.",
         ["octreotida LAR 60 mg cada 28 d\u00edas (higher dose)"]),
        ("Patients with 5-HIAA above 300 nmol/L on octreotide LAR 30 mg every 28 days changed to octreotide LAR 30 mg every 14 days.",
         ["octreotide LAR 30 mg every 14 days (shorter interval)"]),
        ("Lanreotide 120 mg (n = 28) was moved from 28-day to 21-day intervals.", ["lanreotide autogel 120 mg every 3 weeks (shorter interval)"]),
        ("Patients stable on lanreotide 120 mg every 4 weeks were randomised to continue or to receive lanreotide 120 mg every 6 weeks.",
         ["lanreotide 120 mg every 4 weeks", "lanreotide 120 mg every 6 weeks"]),
        ("Patients uncontrolled on octreotide LAR 30 mg every 4 weeks were randomised to telotristat 250 mg three times daily with an unchanged analogue.",
         ["octreotide LAR 30 mg every 4 weeks", "telotristat 250 mg three times daily"]),
        ("Octreotide LAR 30 mg/28 days was intensified to 60 mg/28 days after progression.", ["octreotide LAR 60 mg/28 days (higher dose)"]),
        ("SSA between cycles was given every 14 days.", ["somatostatin analogue every 2 weeks (shorter interval)"]),
        ("Above-label use was a dose above 30 mg octreotide LAR within any 28-day period.",
         ["above 30 mg octreotide LAR within any 28-day period (higher dose)"]),
        ("All had progressed with lanreotide 120 mg q28d and were switched to q14d.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Studies in which patients had more somatostatin analogue each month were sought.", []),
        ("Patients who progressed on octreotide depot 20 mg every 2 weeks had 20 mg every week.",
         ["octreotide subcutaneous depot 20 mg every week"]),
        ("Trough was 2.2 ng/mL during octreotide LAR 30 mg, 6.4 ng/mL with the depot every 2 weeks and 2.6 with placebo every 4 weeks.",
         ["octreotide LAR 30 mg"]),
        ("Patients on octreotide LAR 30 mg every 4 weeks were randomised to doses of s.c. depot 20 mg every 2 weeks, or 20 mg every 4 weeks. Trough was 2.2 ng/mL during octreotide LAR 30 mg.",
         ["octreotide LAR 30 mg every 4 weeks", "octreotide subcutaneous depot 20 mg every 2 weeks",
          "octreotide subcutaneous depot 20 mg every 4 weeks"]),
        ("They were assigned to 177Lu-DOTATATE plus octreotide LAR 30 mg every 8 weeks and then every 4 weeks, or octreotide LAR 60 mg every 4 weeks.",
         ["octreotide LAR 30 mg every 8 weeks and then every 4 weeks", "octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("Patients with a shortened interval of lanreotide 120 mg or octreotide LAR 30 mg to 14 or 21 days were followed.",
         ["lanreotide autogel 120 mg every 2 weeks (shorter interval)", "lanreotide autogel 120 mg every 3 weeks (shorter interval)",
          "octreotide LAR 30 mg every 2 weeks (shorter interval)", "octreotide LAR 30 mg every 3 weeks (shorter interval)"]),
        ("The physician cut the interval of lanreotide 120 mg from 28 to 14 days.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Patients who switched from LAN 120 mg q4w to q2w or q3w were extracted.",
         ["lanreotide autogel 120 mg every 2 weeks (shorter interval)", "lanreotide autogel 120 mg every 3 weeks (shorter interval)"]),
        ("Final dose of octreotide LAR: 30 mg (20%), 40 mg (45%), 60 mg (35%) every 4 weeks.",
         ["octreotide LAR 30 mg every 4 weeks", "octreotide LAR 40 mg every 4 weeks (higher dose)", "octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("Their LAR dose was increased to >30 mg q4w. First dose: 40 mg (58%), 60 mg (33%).",
         ["octreotide LAR 40 mg every 4 weeks (higher dose)", "octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("Patients on 20 to 60 mg octreotide LAR were studied. Levels were 2.1 ng/mL with 20 mg, 3.4 with 30 mg and 7.2 with 60 mg.",
         ["octreotide LAR 20 mg", "octreotide LAR 30 mg", "octreotide LAR 60 mg (higher dose)"]),
        ("Patients starting lanreotide 120 mg every 28 days received pancreatic enzymes.", ["lanreotide 120 mg every 28 days"]),
        ("Patients without previous surgery who began octreotide LAR 30 mg or lanreotide 120 mg every 4 weeks had an ultrasound.",
         ["octreotide LAR 30 mg every 4 weeks", "lanreotide 120 mg every 4 weeks"]),
        ("They were randomised to lanreotide 120 mg or matching placebo every 28 days.", ["lanreotide 120 mg every 28 days"]),
        ("Patients failing octreotide LAR 60 mg every 4 weeks were given PRRT.", []),
        ("In patients stable on lanreotide 120 mg every 28 days the interval was prolonged to 42 days.", ["lanreotide autogel 120 mg every 6 weeks"]),
        ("They were assigned to the oral agonist 80 mg once daily or placebo.", ["oral agonist 80 mg once daily"]),
        ("Octreotide LAR 30 mg every 28 days with temozolomide 75 mg/m2 daily, 1 week on/1 week off, was given.",
         ["octreotide LAR 30 mg every 28 days", "temozolomide 75 mg/m2 daily, 1 week on/1 week off"]),
        ("Octreotide LAR 30 mg every 28 days with temozolomide 100 mg/day for 7 days every other week was given.",
         ["octreotide LAR 30 mg every 28 days", "temozolomide 100 mg/day for 7 days every other week"]),
        ("Octreotide LAR 30 mg every 28 days with capecitabine 750 mg/m2 twice daily on days 1-14 of a 28-day cycle was given.",
         ["octreotide LAR 30 mg every 28 days", "capecitabine 750 mg/m2 twice daily on days 1-14 of a 28-day cycle"]),
        ("Octreotide LAR was escalated to 30 mg/3 weeks in 45 and 40 mg/4 weeks in 20 patients.",
         ["octreotide LAR 30 mg/3 weeks (shorter interval)", "octreotide LAR 40 mg/4 weeks (higher dose)"]),
        ("Lanreotide 120 mg was injected every 28 days in 95 patients, every 21 days in 12 and every 14 days in 5.",
         ["lanreotide autogel 120 mg every 4 weeks", "lanreotide autogel 120 mg every 3 weeks (shorter interval)",
          "lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("We studied 44 patients on octreotide LAR 30 mg. The dose was increased to 60 mg.", ["octreotide LAR 60 mg (higher dose)"]),
        ("Patients on octreotide LAR (60 mg every 4 weeks) were switched to lanreotide 120 mg every 2 weeks.", ["lanreotide 120 mg every 2 weeks (shorter interval)"]),
        ("Patients received octreotide LAR 60 mg q28d. Two returned to octreotide LAR 30 mg.", ["octreotide LAR 60 mg q28d (higher dose)"]),
        ("In CLARINET FORTE lanreotide 120 mg every 14 days was given. Our patients got lanreotide 120 mg every 28 days.", ["lanreotide 120 mg every 28 days"]),
        ("Octreotida LAR 30 mg cada 21 d\u00edas tras progresi\u00f3n o mal control sintom\u00e1tico con 30 mg cada 28 d\u00edas.",
         ["octreotida LAR 30 mg cada 21 d\u00edas (shorter interval)"]),
    ],
)  # fmt: skip
def test_a_study_gave_what_its_patients_got_and_not_what_they_had_had(methods, expected):
    assert told("A study", ("METHODS", methods)) == expected


def test_the_background_says_by_halves_what_the_study_gives_whole():
    background = "Combining a lanreotide 120 mg and a 60 mg syringe raises the monthly dose by half."

    found = told("A study", ("BACKGROUND", background), ("METHODS", "They received lanreotide 180 mg every 4 weeks."))

    assert found == ["lanreotide 180 mg every 4 weeks (higher dose)"]


def test_a_class_of_drugs_is_not_said_beside_its_drugs():
    found = told("Two-weekly somatostatin analogues", ("METHODS", "They had octreotide LAR every 14 days."))

    assert found == ["octreotide LAR every 14 days (shorter interval)"]


def test_a_title_says_how_often_and_the_methods_how_much():
    given = told("Lanreotide every 14 days", ("METHODS", "Patients received lanreotide autogel 120 mg."))
    had = told("Lanreotide every 14 days", ("METHODS", "Patients had progressed on lanreotide autogel 120 mg."))

    assert given == ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]
    assert had == ["lanreotide every 14 days (shorter interval)"]


def test_what_patients_had_had_is_an_arm_where_another_drug_is_added_to_it():
    had = "Patients respond only partially to lanreotide 120 mg every 4 weeks."
    arms = "We randomised 60 to lanreotide 120 mg every 3 weeks or to cabergoline up to 3.5 mg weekly added to monthly lanreotide."

    assert told("A trial", ("", f"{had} {arms}")) == [
        "lanreotide 120 mg every 3 weeks (shorter interval)",
        "lanreotide autogel 120 mg every 4 weeks",
        "cabergoline up to 3.5 mg weekly",
    ]


def test_the_interval_is_that_of_the_drug_in_the_title():
    found = told(
        "Lanreotide autogel in NET",
        ("METHODS", "Patients received lanreotide autogel 120 mg."),
        ("RESULTS", "The interval was 28 days in 95 patients and was shortened to 14-21 days in 17."),
    )

    assert found == [
        "lanreotide autogel 120 mg every 4 weeks",
        "lanreotide autogel 120 mg every 2 weeks (shorter interval)",
        "lanreotide autogel 120 mg every 3 weeks (shorter interval)",
    ]


def test_the_depot_is_that_of_the_title():
    found = told(
        "A subcutaneous octreotide depot", ("METHODS", "They were randomised to the depot at 20 mg every 2 weeks.")
    )

    assert found == ["octreotide subcutaneous depot 20 mg every 2 weeks"]
