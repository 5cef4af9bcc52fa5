"""Weeks of another story: how long a reader takes for each, and whether the first screen answers what is asked first."""

import json

import pytest
import weeks

from digests.channels.slack import Channel as Slack
from digests.channels.text import to_text

SCREEN = 700  # characters: what is read before anybody scrolls
MESSAGES = 5
# Words but for addresses, in all that is read.
WORDS = {
    "quiet": 80,
    "three": 250,
    "usual": 400,
    "ten": 400,
    "busy": 1_200,
    "congress": 800,
    "half down": 350,
    "all down": 130,
}
NO_CHANGE = "SORENTO: no change since 12 May 2026; checked 23 Nov 2026 in ClinicalTrials.gov and EU CTIS"
SHORTER = "PFS median 11.2 months [lanreotide every 14 days], 7.9 months [lanreotide every 28 days]; HR 0.68 (95% CI 0.52 to 0.89)"
READ = "All 13 sources were read."
# How the trial moved; whether anything may change practice; what the main study found; what could not be looked at.
ANSWERS = {
    "quiet": (NO_CHANGE, "Nothing new this week.", "", READ),
    "three": (NO_CHANGE, "Nothing this week changes practice.", "Flushing improved 49%", READ),
    "usual": ("primary completion date: Jun 2026 (estimated) → Dec 2026", "1 to read: item 1.", SHORTER, READ),
    "busy": (NO_CHANGE, "2 to read: items 1", SHORTER, READ),
    "congress": (NO_CHANGE, "1 to read: item 1.", SHORTER, READ),
    "read-out": (
        "results published (article, Lancet)",
        "1 to read: the results of SORENTO (item 1).",
        "24.8 months [depot], 19.3 months [octreotide LAR or lanreotide]; HR 0.76",
        READ,
    ),
    "half down": (
        "no change seen since 12 May 2026",
        "Nothing that we saw",
        "n = ",
        "Could not look at 7 of 13 sources",
    ),
    "all down": (
        "not looked at since",
        "Whether anything is new is not known.",
        "",
        "None of 13 sources could be read.",
    ),
}


@pytest.fixture(scope="module")
def made():
    return {name: make() for name, make in weeks.WEEKS.items()}


def slack(digest):
    return [
        json.loads(message.body)["post"] for message in Slack(name="s", channel="C1", token="xoxb-1").render(digest)
    ]


def said(post):
    def texts(part):
        if isinstance(part, dict):
            yield from [part["text"]] if isinstance(part.get("text"), str) else texts(list(part.values()))
        elif isinstance(part, list):
            for one in part:
                yield from texts(one)

    return "".join(texts(post["blocks"]))


@pytest.mark.parametrize(("week", "most"), WORDS.items())
def test_no_week_takes_longer_than_it_is_worth(made, week, most):
    words = [word for word in to_text(made[week]).split() if "://" not in word]

    assert len(words) <= most
    assert len(slack(made[week])) <= MESSAGES


@pytest.mark.parametrize(("week", "answers"), ANSWERS.items())
def test_the_first_screen_answers_what_is_asked_first(made, week, answers):
    letter, parent = " ".join(to_text(made[week]).split())[:SCREEN], said(slack(made[week])[0])

    for answer in answers:
        assert answer in letter, letter
        assert answer in parent, parent
