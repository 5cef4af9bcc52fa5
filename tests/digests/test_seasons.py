"""Forty-seven weeks of five stories, played through the pipeline: what a reader asks first is answered before anybody scrolls."""

import first_screen
import pytest
import season

WORDS = {"a congress": 800, "the congress": 800, "busy": 1_200, "fifty": 900, "sixty abstracts": 800}
WORDS |= {"ten, a guideline, and the trial is completed": 640, "seven, and the date slips": 430, "the paper": 400}
WORDS |= {"three to start with": 370, "the sponsor tells": 430, "light again: results posted, a paper taken back": 400}
WORDS |= {"five, and one randomised": 350, "eight of all sorts": 420, "five, and two to read": 430}
WORDS |= {"begins with a pooled review, and two more patients": 430, "the date comes nearer, and a phase 2 study": 415}
WORDS |= {"the rival reads out, one source only in part": 465, "forty abstracts at ENETS": 690}
WORDS |= {
    "a guideline, and a paper taken back; one registry dark": 400,
    "light again, and the sponsor tells: it failed": 400,
}
WORDS |= {"half the sources dark, one registry still answers": 350, "the registry posts the results": 355}
WORDS |= {"the paper of a trial that failed": 460}
MOST = 330  # words of any other week, addresses not counted


@pytest.fixture(scope="module", params=["story", "held", "autumn", "spring", "thaw"])
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


def test_no_week_takes_longer_than_it_is_worth(weeks):
    for week in weeks:
        words = first_screen.words_of(week.digest)
        assert words <= WORDS.get(week.name, MOST), week.name
