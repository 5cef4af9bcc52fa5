"""Seventy-seven weeks of eight stories, played through the pipeline: what a reader asks first is answered before anybody scrolls."""

from itertools import islice

import first_screen
import pytest
import season

# Words of a week, addresses not counted: of a usual one, of one in which nothing came; and of those that take more.
MOST, QUIET = 400, 80
WORDS = {
    "a congress": 560,
    "the congress": 690,
    "busy": 950,
    "fifty": 840,
    "sixty abstracts": 590,
    "forty abstracts at ENETS": 675,
    "ten, a guideline, and the trial is completed": 605,
    "five, and two to read": 410,
    "the rival reads out, one source only in part": 440,
    "begins: a date slips, and a small trial that won": 485,
    "a rumour denied; a concern; a preprint": 460,
    "a crowd; the trial is completed; a win is taken back by a correction": 525,
    "ESMO, with the trial itself": 625,
    "results in the registry; a guideline; the lost week comes after": 465,
    "two papers: the trial, and what was a preprint": 505,
    "begins: three more patients, and a prospective study with PET": 435,
    "a busy week: the trial is completed, and a large negative trial": 535,
    "the result stands in the quarterly report; some abstracts at ESMO": 460,
    "NANETS, with the trial in full as a late-breaking abstract": 565,
    "results posted, and an erratum that leaves the main result as it was": 440,
}


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
    beside, told = islice(season.played("harvest"), 2)
    sections = {section.name: section.entries for section in beside.digest.sections if section.name != "known"}

    assert not sections.get("core")
    assert not [entry for entries in sections.values() for entry in entries if "dose escalation" in entry.tags]
    assert "Bowel movements (primary outcome met) in 61% (35/57)" in first_screen.slack(told.digest)


def test_no_week_takes_longer_than_it_is_worth(weeks):
    for week in weeks:
        came = any(section.entries for section in week.digest.sections) or week.digest.missing
        assert first_screen.words_of(week.digest) <= (WORDS.get(week.name, MOST) if came else QUIET), week.name
