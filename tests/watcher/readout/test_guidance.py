"""What a sponsor says of when results are expected, as the days that its words can mean."""

from datetime import UTC, date, datetime

import pytest

from watcher.model import Kind, PartialDate, Passage, Record
from watcher.readout.guidance import guidance

NAMES = ("SORENTO", "NCT05050942")


def release(text, title="Interim report", published=(2026, 2, 12)):
    return Record(
        source="feeds",
        source_id=text,
        kind=Kind.NEWS,
        title=title,
        abstract=(Passage(text=text),),
        published=PartialDate(*published),
        retrieved=datetime(2026, 2, 13, tzinfo=UTC),
        url="https://example.org/1",
    )


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("Topline results from SORENTO are expected in 2026.", "2026-01-01", "2026-12-31"),
        ("Top-line data of the SORENTO study are anticipated in the second half of 2026.", "2026-07-01", "2026-12-31"),
        ("SORENTO results are expected in H2 2026.", "2026-07-01", "2026-12-31"),
        ("We expect SORENTO topline results in the third quarter of 2026.", "2026-07-01", "2026-09-30"),
        ("SORENTO: read-out planned for Q4 2026", "2026-10-01", "2026-12-31"),
        ("Results of SORENTO are on track for mid-2026.", "2026-05-01", "2026-08-31"),
        ("SORENTO data are expected around year-end 2026.", "2026-10-01", "2026-12-31"),
        ("SORENTO topline results are expected by the end of 2026.", "2026-10-01", "2026-12-31"),
        ("Readout of SORENTO is expected in early 2027.", "2027-01-01", "2027-04-30"),
        ("Topline results of SORENTO are expected in June 2026.", "2026-06-01", "2026-06-30"),
        ("Results of NCT05050942 are scheduled for 2026 H1.", "2026-01-01", "2026-06-30"),
    ],
)
def test_the_days_that_the_words_can_mean(words, low, high):
    found = guidance([release(words)], NAMES)

    assert (found.low.isoformat(), found.high.isoformat(), found.sentence) == (low, high, words)
    assert (found.said, found.url) == (PartialDate(2026, 2, 12), "https://example.org/1")


@pytest.mark.parametrize(
    "words",
    [
        "Topline results of POSITANO are expected in 2026.",
        "SORENTO was fully recruited in February 2024.",
        "SORENTO results are expected.",
        "In 2025 Camurus reported results of SORENTO.",
        "SORENTO results are expected in 2024.",  # a year that was over when it was said
        "Sales are expected to grow in 2026.",
        "",
    ],
)
def test_a_sentence_that_gives_no_day_to_come_says_nothing(words):
    assert guidance([release(words)], NAMES) is None


def test_a_release_about_the_trial_need_not_name_it_in_each_sentence():
    found = guidance([release("Topline results are expected in 2026.", title="SORENTO fully recruited")], NAMES)

    assert found.high == date(2026, 12, 31)


def test_the_newest_word_counts_and_of_one_text_the_narrowest():
    new = release("SORENTO results are expected in 2027. SORENTO topline data are expected in Q1 2027.")
    old = release("SORENTO results are expected in 2026.", published=(2025, 5, 1))

    assert guidance([new, old], NAMES).high == date(2027, 3, 31)
    assert guidance([old], NAMES).high == date(2026, 12, 31)
