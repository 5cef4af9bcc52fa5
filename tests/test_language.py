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

# A week of two records or so, in every channel, takes ten times as long as what reads a text, so there are fewer of them: a thousand
# records or so. All in all about 90 s of one processor; `make fuzz` tries as many as you wait for.
_EXAMPLES = {"build, check, render": 500}
_USUAL = 1_000
_SOON = 0.5  # seconds of a processor that nobody else uses
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


@pytest.mark.parametrize("name", fuzz.STEPS)
def test_a_step_takes_whatever_is_said(name):
    failed = []
    for number in range(_EXAMPLES.get(name, _USUAL)):
        seed = f"ci:{name}:{number}"
        try:
            fuzz.tried(fuzz.STEPS[name], seed)
        except Exception as error:  # noqa: BLE001 - each is listed with its seed
            failed.append(f"{seed}: {type(error).__name__}: {error!s:.200}")

    assert failed == []


@pytest.mark.parametrize("names", [*((name,) for name in fuzz.LONG_STEPS), (*fuzz.WEEKLY,)], ids="-".join)
def test_a_step_is_soon_done_with_a_long_text(names):
    every = _long_texts()[:: len(names) // 2 + 1]  # of steps that take another's work for granted, every second text
    took = [(name, text[:40], _seconds(name, text)) for text in every for name in names]

    assert [one for one in took if one[-1] > pace.BUSY * _SOON] == []


def _long_texts() -> list[str]:
    texts = [(part * language.LONGEST)[: language.LONGEST] for part in _PARTS]
    return texts + [language.long_text(random.Random(f"long:{number}")) for number in range(8)]


@pytest.mark.parametrize("name", fuzz.LONG_STEPS)
def test_twice_the_text_takes_a_step_no_more_than_three_and_a_half_times_as_long(name):
    grown = []
    for part in _PARTS:
        once, twice = (part * (length // len(part)) for length in (language.LONGEST // 2, language.LONGEST))
        if pace.grown(partial(_step, name, once), partial(_step, name, twice), _MOST_GROWN, _LEAST):
            grown.append(part)

    assert grown == []


def _seconds(name: str, text: str) -> float:
    """Return the seconds of the processor that the step takes; ended after some."""
    return pace.seconds(partial(_step, name, text), _SOON)[0]


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
