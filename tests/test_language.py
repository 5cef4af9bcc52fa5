"""Whatever is pure takes any text of the field's language, and is done with 100,000 characters in half a second."""

import contextlib
import random
from functools import partial

import fuzz
import language
import pace
import pytest
from hypothesis import given

from watcher.border import TooLongError, within
from watcher.model import Record

pytestmark = pytest.mark.generated

_EXAMPLES = 800  # each through every step; `make fuzz` tries as many as you wait for
_PORTIONS = 8
_SOON = 0.75  # seconds of a processor that nobody else uses
_LEAST = 0.05  # seconds, below which a growth is noise
_MOST_GROWN = 3.5  # four times is the square
# A part of a text, over and over: what has held a program such as this one.
_PARTS = (
    "e.g. ",
    "octreotide 30 mg every 28 days, ",
    "1, 2, 3, ",
    "11,111.1 or ",
    "In patients 1, 2, 3, 4, 5, the 12-month PFS rate was 80%. ",
    "95% CI 1.0-2.0, ",
    "n = 10 / ",
    "<a ",
    "&amp;",
    "-",
    "(",
    " ",
    "\n",
    "A ",
    ".full.pdf",
    "10.1000/",
    "NCT0505",
    "METHODS: ",
    "the octreotide arm and ",
    "not ",
    "a" * 50 + " ",
    "\u0301",
    "\U0001f600",
)
_LONG = [language.long_text(random.Random(f"long:{number}")) for number in range(8)]


@pytest.mark.parametrize("first", range(_PORTIONS))
def test_every_step_takes_whatever_is_said(first):
    assert [one for number in range(first, _EXAMPLES, _PORTIONS) for one in fuzz.failures(f"ci:{number}")] == []


@pytest.mark.parametrize("name", fuzz.LONG_STEPS)
def test_a_long_text_takes_a_step_no_longer_than_its_length_asks_for(name):
    grown, slow = [], [text[:40] for text in _LONG if _is_slow(name, text)]
    for part in _PARTS:
        once, twice = (part * (length // len(part)) for length in (language.LONGEST // 2, language.LONGEST))
        times, seconds = pace.grown(partial(_step, name, once), partial(_step, name, twice), _MOST_GROWN, _LEAST)
        if times:
            grown.append(part)
        if seconds > _SOON and _is_slow(name, twice):
            slow.append(part)

    assert grown == slow == []


def test_a_week_of_a_long_text_is_soon_built_checked_and_rendered():
    texts = [part * (language.LONGEST // len(part)) for part in _PARTS[::2]] + _LONG[::2]

    assert [(name, text[:40]) for text in texts for name in fuzz.WEEKLY if _is_slow(name, text)] == []


def _is_slow(name: str, text: str) -> bool:
    return pace.seconds(partial(_step, name, text), pace.BUSY * _SOON)[0] > pace.BUSY * _SOON


def _step(name: str, text: str) -> None:
    with contextlib.suppress(TooLongError), within(fuzz.HELD):
        (fuzz.LONG_STEPS | fuzz.WEEKLY)[name](text)


@given(language.texts(), language.records())
def test_the_strategies_give_texts_and_records(text, record):
    assert isinstance(text, str)
    assert isinstance(record, Record)


def test_the_language_has_what_the_field_writes_and_what_breaks_programs():
    lots = [random.Random(number) for number in range(400)]
    said = "\n".join(language.text(lot) for lot in lots)

    for wanted in (
        "octreotide",
        "every",
        "95% CI",
        "NCT05050942",
        "\u202e",
        "\ud800",
        "<",
        "patients 1, 2, 3",
        "p = 0.",
    ):
        assert wanted in said
    assert "" in [language.text(random.Random(number)) for number in range(400)]
    assert len(language.long_text(random.Random(1))) == language.LONGEST
