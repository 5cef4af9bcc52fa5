"""The proof of a sentence that a machine rewrote: what it may not say, and what it may."""

import json

import pytest

from digests.rewriting import fault
from golden import DATA

FOUND = "Median progression-free survival was 8.3 months with lanreotide and 5.6 months with placebo."
PLAIN = "The disease stayed stable for a median of 8.3 months with lanreotide and 5.6 months with placebo."
SHORT = "Median PFS was 8.3 months with octreotide and 5.6 months with placebo (p<0.001)."
SWEDISH = "Sjukdomen hölls i median 8,3 månader med oktreotid och 5,6 månader med placebo (p<0,001)."
FREE = "At 12 months, 40% of patients with lanreotide were progression-free."
RATES = "Mean daily bowel movements were 3.2 with the 3-week interval and 4.1 with the 4-week interval."


@pytest.mark.parametrize(
    ("source", "said", "language", "wrong"),
    [
        # Its form, and what it may not lose, add or leave out.
        (FOUND, "", "en", "no plain sentence"),
        (FOUND, "<b>The</b> disease stayed stable.", "en", "no plain sentence"),
        (FOUND, f"{PLAIN} It works.", "en", "not one sentence"),
        (FOUND, PLAIN.replace("months with lanreotide", "weeks with lanreotide"), "en", "numbers"),
        (FOUND, PLAIN.replace("stayed", "may have stayed"), "en", "hedges"),
        (FOUND, PLAIN.replace("stayed", "significantly stayed"), "en", "significance"),
        (FOUND, PLAIN.replace("stable", "longer stable"), "en", "direction"),
        (
            FOUND,
            "The disease stayed stable for a median of 8.3 months with the drug and 5.6 months with placebo.",
            "en",
            "does not name",
        ),
        (FOUND, PLAIN, "en", ""),
        # What is only spelt in another way is no fault.
        (
            SHORT,
            "The disease was held for a median of 8.3 months with octreotide and 5.6 months with placebo (p<0.001).",
            "en",
            "",
        ),
        (SHORT, SWEDISH, "sv", ""),  # with decimal commas
        (SHORT, SWEDISH.replace("0,001", "0,01"), "sv", "numbers"),
        (SHORT, SWEDISH.replace("<", ">"), "sv", "numbers"),
        (SHORT, SWEDISH.replace("(p<0,001)", "<0,001>"), "sv", "numbers"),
        (SHORT, SWEDISH.replace("(p<0,001)", "<br>(p<0,001)"), "sv", "no plain sentence"),
        (SHORT, SWEDISH.replace("oktreotid", "oktan"), "sv", "does not name octreotide"),
        (
            "Lanreotide increased median PFS from 5.0 to 8.3 months.",
            "Lanreotide cut the median PFS from 5.0 to 8.3 months.",
            "en",
            "direction",
        ),
        (
            "Lanreotide increased median PFS from 5.0 to 8.3 months.",
            "Median PFS with lanreotide rose from 5.0 to 8.3 months.",
            "en",
            "",
        ),
        (
            "Lanreotide increased median PFS from 5.0 to 8.3 months.",
            "Lanreotide prolonged the median PFS from 5.0 to 8.3 months.",
            "en",
            "",
        ),
        # Those who stayed well are not taken for the others.
        (FREE, "At 12 months, the disease was stable in 40% of patients with lanreotide.", "en", ""),
        (FREE, "At 12 months, 40% of patients with lanreotide had progressed.", "en", "those who stayed"),
        (FREE, "At 12 months, 40% of patients with lanreotide were without growth of their disease.", "en", ""),
        (FREE, "At 12 months, 40% of patients without lanreotide were progression-free.", "en", "denials"),
        (FREE, "At 12 months, 40% of patients with lanreotide were not without progression.", "en", "denials"),
        (FOUND, FOUND.replace("progression-free survival was", "time without progression was"), "en", ""),
        (
            FOUND.replace("progression-free", "overall"),
            FOUND.replace("progression-free", "progression without"),
            "en",
            "denials",
        ),
        (FOUND, "Mediantiden utan tillväxt var 8,3 månader med lanreotid och 5,6 månader med placebo.", "sv", ""),
        (FREE, "Vid 12 månader hade 40 % av patienterna med lanreotid stabil sjukdom.", "sv", ""),
        (FREE, "Vid 12 månader hade 40 % av patienterna med lanreotid fått tillväxt.", "sv", "those who stayed"),
        (FREE, "Nach 12 Monaten waren 40 % der Patienten mit Lanreotid progressionsfrei.", "de", ""),
        (FREE, "Nach 12 Monaten waren 40 % der Patienten mit Lanreotid progredient.", "de", "those who stayed"),
        (FREE, "A los 12 meses, el 40 % de los pacientes con lanreotida estaba libre de progresión.", "es", ""),
        (FREE, "A los 12 meses, el 40 % de los pacientes con lanreotida tuvo progresión.", "es", "those who stayed"),
        (FREE.replace("progression-free", "alive"), FREE.replace("were progression-free", "had died"), "en", "stayed"),
        (FREE.replace("were progression-free", "had died"), FREE.replace("progression-free", "alive"), "en", "stayed"),
        (
            FREE.replace("were progression-free", "had died"),
            FREE.replace("were progression-free", "were dead"),
            "en",
            "",
        ),
        # A value is not said of another outcome.
        (SHORT, SHORT.replace("PFS", "overall survival"), "en", "another outcome: OS"),
        (SHORT, SHORT.replace("PFS", "progression-free survival"), "en", ""),
        (
            "Flushing improved in 40% of patients with lanreotide.",
            "Diarrhoea improved in 40% of patients with lanreotide.",
            "en",
            "diarrhoea",
        ),
        (
            "Objective response was seen in 12% of patients with lanreotide.",
            "Tumours shrank in 12% of patients with lanreotide.",
            "en",
            "",
        ),
        # Nothing comes in, and nothing that binds a number is lost.
        (RATES, RATES.replace("daily", "weekly"), "en", "other times"),
        (
            RATES,
            "Patients had a mean of 3.2 bowel movements a day with the 3-week interval and 4.1 with the 4-week interval.",
            "en",
            "",
        ),
        (
            "The score fell by 8 points with lanreotide.",
            "The score fell to 8 points with lanreotide.",
            "en",
            "as a level",
        ),
        ("The study will enrol 60 patients.", "The study has enrolled 60 patients.", "en", "planned as done"),
        ("Two of the patients on lanreotide died.", "Three of the patients on lanreotide died.", "en", "numbers"),
        ("Two of the patients on lanreotide died.", "Of the patients on lanreotide, 2 died.", "en", ""),
        ("The difference was -3 points with CAM2029.", "The difference was 3 points with CAM2029.", "en", "numbers"),
        ("PFS was 12 months and OS was 38 months.", "OS was 12 months and PFS was 38 months.", "en", "order"),
        (
            "PFS was 63% at 6 months and 41% at 12 months.",
            "PFS was 63% at 12 months and 41% at 6 months.",
            "en",
            "numbers",
        ),
        (
            "Response was 12%, and disease control at 6 months 69%.",
            "Response at 6 months was 12%, and disease control 69%.",
            "en",
            "numbers",
        ),
        (
            "At 6 months, disease control was 69% with lanreotide.",
            "With lanreotide, disease control was 69% at 6 months.",
            "en",
            "another order",
        ),
        (
            "Disease control with lanreotide was 69% at 6 months.",
            "At 6 months, disease control with lanreotide was 69%.",
            "en",
            "",
        ),
        (
            "The dose was raised in 12% of the patients.",
            "The dose was raised safely in 12% of the patients.",
            "en",
            "of its own: safely",
        ),
        (
            "The dose was raised in at least 12% of the patients.",
            "The dose was raised in 12% of the patients.",
            "en",
            "bounds",
        ),
        ("CgA fell by more than 50% in 40%.", "CgA fell by 50% in more than 40%.", "en", "bounds"),
        ("CgA fell by more than 50% in 40%.", "CgA sjönk med mer än 50 % hos 40 %.", "sv", ""),
        ("CgA fell by more than 50% in 40%.", "CgA sjönk med 50 % hos mer än 40 %.", "sv", "bounds"),
        (
            "PFS was 8 and 12 months (under 60 and over 60 years).",
            "PFS was 8 and 12 months (over 60 and under 60 years).",
            "en",
            "bounds",
        ),
        # A denial stays with what it denies.
        ("Those who had not responded were given more.", "Those who had responded were not given more.", "en", "order"),
        (
            "It should not be raised unless symptoms persist.",
            "It should be raised unless symptoms do not persist.",
            "en",
            "order",
        ),
        ("Lanreotide did not improve survival.", "Lanreotide had no improvement of survival.", "en", ""),
        # Nothing that binds is left out, and no name stands for another.
        (
            "No randomised trial compared lanreotide with placebo.",
            "No trial compared lanreotide with placebo.",
            "en",
            "leaves out what the source has: randomised",
        ),
        (  # where nothing is denied, how they came to their arms may go
            "In the trial, which randomised 60 patients, 12% responded.",
            "In the trial with 60 patients, 12% responded.",
            "en",
            "",
        ),
        ("Median PFS was 8.7 months in pancreatic tumours.", "Median PFS was 8.7 months.", "en", "leaves out"),
        ("Experts agreed that the dose may be raised.", "The dose may be raised.", "en", "leaves out"),
        (
            "PFS was 12 months with everolimus and 6 with lanreotide (HR for lanreotide 1.7).",
            "PFS was 12 months with everolimus and 6 with lanreotide (HR for everolimus 1.7).",
            "en",
            "more often than the source: everolimus",
        ),
        (
            "Twelve-month PFS was 88% with 6-weekly and 91% with 4-weekly injections.",
            "Twelve-month PFS was 88% on injections every 6 weeks and 91% on injections every 4 weeks.",
            "en",
            "",
        ),
        ("Flushing was named in 14% of reports.", "Flushing was named in 14% of patients.", "en", "counts others"),
        ("Flushing was named in 14% of the people.", "Flushing was named in 14% of patients.", "en", ""),
        ("Flushing or diarrhoea improved in 9%.", "Flushing and diarrhoea improved in 9%.", "en", "one or the other"),
        ("Lesions were stable for 8 months.", "Lesions were stable after 8 months.", "en", "as something else"),
        ("Lesions were stable at 8 months.", "Lesions were stable after 8 months.", "en", ""),
        ("It grew within 6 months of surgery.", "It grew 6 months after surgery.", "en", "other bounds"),
        ("It rose from 5.8% to 6.1%.", "It rose to 5.8% from 6.1%.", "en", "as something else"),
        ("Tumours shrank in 12%.", "Tumours shrank by 12%.", "en", "as something else"),
        ("Flushing was told by 12%.", "Flushing was told in 12%.", "en", ""),
        ("Flushing fell by 12%.", "Flushing fell in 12%.", "en", "as something else"),
        ("All got lanreotide after everolimus.", "All got lanreotide with everolimus.", "en", "at another time"),
        ("All got lanreotide after everolimus.", "Alla fick lanreotid efter everolimus.", "sv", "of its own: alla"),
        ("PFS was longer (HR 0.7).", "PFS was longer (RR 0.7).", "en", "of its own: rr"),
        ("PFS was longer (HR 0.7).", "PFS was longer (hazard ratio 0.7).", "en", ""),
        ("Most would raise the dose.", "Most raise the dose.", "en", "hedges"),
        ("Response was seen in 88% (P=.02).", "Response was seen in eighty-eight percent (P=0.02).", "en", ""),
        ("Response was seen in 88% (P=.02).", "Response was seen in 88% (P=.2).", "en", "numbers"),
        ("Median PFS was 8 and 9 months.", "Median-PFS var 8 respektive 9 månader.", "sv", ""),
        ("Median PFS was 8 months and 9 months.", "Median PFS was 8 and 9 months.", "en", ""),
        ("Median PFS was 8 months and 9 weeks.", "Median PFS was 8 and 9 months.", "en", "numbers"),
        ("A higher dose was seen in 9%.", "En högre dos sågs hos 9 %.", "sv", ""),  # "dos" is two in Spanish alone
        ("Median time to progression was 8 months.", "Die mediane Zeit bis zur Progression betrug 8 Monate.", "de", ""),
    ],
)
def test_a_rewriting_says_what_its_source_says(source, said, language, wrong):
    assert wrong in fault(source, said, language)
    assert bool(fault(source, said, language)) is bool(wrong)


@pytest.mark.parametrize(
    "lie",
    [
        "The dose was escalated in 71%, and 28 patients had symptom improvement.",
        "In 71% the dose was escalated, and symptoms improved in 28 patients.",
        "In 28 patients symptoms improved, and the dose was escalated in 71%.",
    ],
)
def test_why_the_order_stays_though_it_refuses_much_that_is_right(lie):
    """Numbers of different units cannot be taken for one another, and yet change places."""
    assert fault("The dose was escalated in 28 patients, and 71% had symptom improvement.", lie)


FREE_ROUNDS = [json.loads(line) for line in (DATA / "rewritings.jsonl").read_text(encoding="utf-8").splitlines()]


def test_of_what_people_wrote_freely_no_lie_passes():
    """Six sets of new kinds, each measured once before the proof was changed for it: benchmarks/README.md."""
    lies = [one for one in FREE_ROUNDS if one["kind"]]

    assert [one["said"] for one in lies if not fault(one["source"], one["said"], one["language"])] == []
    assert len(lies) == 129


def test_of_what_people_wrote_freely_and_honestly_as_many_pass_as_did():
    honest = [one for one in FREE_ROUNDS if not one["kind"]]

    refused = [one["said"] for one in honest if one["passes"] and fault(one["source"], one["said"], one["language"])]
    assert refused == []


def test_a_sentence_in_another_language_than_english_is_left_alone():
    assert fault("Die Tumoren wuchsen nicht.", "The tumours grew.") == "its source is not in English"
