"""Groups in words that no table has: other people's sentences with each group's name changed for one that nobody knows."""

import json
import re

import pytest
from readings import ROUNDS

from digests.outcomes.figures import figures

NAMES = ("zarbo", "velki", "tomin", "kerpa")
# What is no mere name: a bound, a time, an occasion, a word of another language.
WORDED = re.compile(
    r"[%<>\u2264\u2265\u00e0-\u00ff]|^\d+$|before|after|baseline|with|not|progress|symptom|flush|diarr", re.IGNORECASE
)


def renamed(row):
    """Return the text with unknown names and which name each group has got; no names where that cannot be done."""
    groups = sorted({want["arm"] for want in row["want"] if want["arm"]}, key=lambda name: (-len(name), name))
    text, names = row["text"], dict(zip(groups, NAMES, strict=False))
    for group, name in names.items():
        text = re.sub(rf"(?<!\w){re.escape(group)}(?!\w)", name, text, flags=re.IGNORECASE)
    plain = 1 < len(groups) == len(names) and not any(map(WORDED.search, groups))
    return text, names if plain and all(name in text for name in names.values()) else {}


def tied(row):
    """Return for each value that is found under its outcome whether its group is named, and whether another is."""
    text, names = renamed(row)
    told = figures(text) if names else ()
    for want in (want for want in row["want"] if names and want["arm"]):
        good = [figure for figure in told if figure.value == want["value"] and figure.outcome in want["outcome"]]
        named = [f"{figure.arm} {figure.milestone}".lower() for figure in good]  # two groups may have one value
        if named:
            right = any(names[want["arm"]] in one for one in named)
            yield right, not right and any(name in one for one in named for name in names.values())


@pytest.fixture(scope="module")
def marks():
    rows = [json.loads(line) for path in ROUNDS for line in path.read_text(encoding="utf-8").splitlines()]
    return [mark for row in rows for mark in tied(row)]


def test_a_value_is_tied_to_a_group_that_no_table_knows(marks):
    assert len(marks) > 800
    assert sum(right for right, _ in marks) >= 0.92 * len(marks)


def test_no_value_is_given_to_the_other_group(marks):
    assert not any(other for _, other in marks)
