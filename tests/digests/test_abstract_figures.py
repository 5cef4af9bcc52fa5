"""Figures of whole abstracts, each round judged by somebody who had not seen the rules: value, outcome, group."""

import re
from collections import Counter

from abstracts import ROUNDS, cases

# Words that tell no group from another.
_COMMON = frozenset({"every", "the", "of", "mg", "dose"})

# A symptom of a scale of quality of life, and two reactions for which a treatment was eased.
_READ_OTHERWISE = 3


def words(text):
    return set(re.findall(r"\w+", text.replace("\u00b7", ".").lower()))


def judged(case, figures):
    """Return how many figures of an abstract are wanted, found, of a group and tied to it, and how many are of another outcome."""
    told = [figure for figure in figures if figure.value is not None]
    marks = Counter()
    for want in case["figures"]:
        same = [figure for figure in told if abs(figure.value) == want["value"]]
        good = [
            one
            for one in same
            if any(word in f"{one.outcome} {one.event} {one.measure}".lower() for word in want["outcome"])
        ]
        marks["wanted"] += 1
        marks["grouped"] += bool(want["arm"])
        marks["found"] += bool(good)
        marks["tied"] += bool(good and words(f"{good[0].arm} {good[0].milestone}") & (words(want["arm"]) - _COMMON))
        marks["wrong"] += bool(not good and any(figure.outcome for figure in same))
    return marks


def test_figures_of_whole_abstracts_are_of_their_outcome_and_group():
    marks = sum((judged(case, told) for name in ROUNDS for case, _, told in cases(name)), Counter())

    assert marks["found"] >= 0.965 * marks["wanted"]
    assert marks["tied"] >= 0.935 * marks["grouped"]
    assert marks["wrong"] <= _READ_OTHERWISE
