"""Seventy-seven weeks of eight stories, played through the pipeline: what a reader asks first is answered before anybody scrolls."""

import first_screen
import pytest
import season

WORDS = {"a congress": 800, "the congress": 800, "busy": 1_200, "fifty": 870, "sixty abstracts": 620}
WORDS |= {"forty abstracts at ENETS": 690, "ten, a guideline, and the trial is completed": 615}
WORDS |= {"the sponsor tells": 465}
WORDS |= {"the rival reads out, one source only in part": 445, "five, and two to read": 425}
WORDS |= {"begins with a pooled review, and two more patients": 415, "the date comes nearer, and a phase 2 study": 415}
WORDS |= {"the paper of a trial that failed": 430}
WORDS |= dict.fromkeys(
    (
        "seven, and the date slips",
        "the paper",
        "three to start with",
        "light again: results posted, a paper taken back",
        "five, and one randomised",
        "eight of all sorts",
        "light again, and the sponsor tells: it failed",
        "half the sources dark, one registry still answers",
        "the registry posts the results",
    ),
    400,
)
WORDS |= {"begins: a date slips, and a small trial that won": 540, "patients pooled one by one; a rival begins": 375}
WORDS |= {"three sources dark, and one more patient": 365, "a rumour denied; a concern; a preprint": 535}
WORDS |= {"a crowd; the trial is completed; a win is taken back by a correction": 590, "the sponsor tells: it won": 385}
WORDS |= {"ESMO, with the trial itself": 710, "results in the registry; a guideline; the lost week comes after": 520}
WORDS |= {"two papers: the trial, and what was a preprint": 540}
WORDS |= {"begins: three more patients, and a prospective study with PET": 490, "the paper": 410}
WORDS |= {"a rumour, its denial, and a randomised trial that is positive (for now)": 370}
WORDS |= {"light again, one source torn; a correction takes a benefit away": 470}
WORDS |= {"a busy week: the trial is completed, and a large negative trial": 570}
WORDS |= {"the result stands in the quarterly report; some abstracts at ESMO": 570}
WORDS |= {
    "NANETS, with the trial in full as a late-breaking abstract": 655,
    "the date comes nearer; a Bayesian network": 385,
}
WORDS |= {"a concern about a work that was told, a joint guideline; three sources dark": 390}
WORDS |= {"results posted, and an erratum that leaves the main result as it was": 515}
MOST = 330  # words of any other week, addresses not counted


@pytest.fixture(scope="module", params=["story", "held", "autumn", "spring", "thaw", "harvest", "reaping", "gleaning"])
def weeks(request):
    return list(season.played(request.param))


def test_the_first_screen_answers_the_four_questions(weeks):
    seen = {week.name: first_screen.read_at_once(week.digest) for week in weeks}

    wrong = [
        f"{week.name}, {view}: {question}: {answer!r} is not in {text!r}"
        for week in weeks
        for view, text in seen[week.name].items()
        for question, answers in week.answers.items()
        for answer in answers
        if answer not in text
    ]

    assert len(weeks) >= 5
    assert wrong == []


def test_more_of_another_treatment_leads_no_week_and_the_primary_outcome_tells_a_study():
    beside, told = list(season.played("harvest"))[:2]
    sections = {section.name: section.entries for section in beside.digest.sections if section.name != "known"}

    assert not sections.get("core")
    assert not [entry for entries in sections.values() for entry in entries if "dose escalation" in entry.tags]
    assert "Bowel movements (primary outcome met) in 61% (35/57)" in first_screen.slack(told.digest)


def test_no_week_takes_longer_than_it_is_worth(weeks):
    for week in weeks:
        words = first_screen.words_of(week.digest)
        assert words <= WORDS.get(week.name, MOST), week.name
