"""Thousands of sentences that a grammar makes: each figure under its outcome and in its group, or no figure at all."""

import random
from collections import Counter

import pytest
import results

from digests.outcomes.figures import figures

_MANY = 4_000


def read(report):
    """Return how many figures of a report are wanted, found, grouped and tied, and how many are wrong."""
    told = [figure for figure in figures(report.text) if figure.outcome]
    marks = Counter(wrong=sum(figure.value not in {want.value for want in report.wanted} for figure in told))
    for want in report.wanted:
        same = [figure for figure in told if figure.value == want.value]
        good = [figure for figure in same if figure.outcome == want.outcome]
        group = (good[0].arm if good else "").lower()
        marks["wanted"] += 1
        marks["grouped"] += bool(want.groups)
        marks["found"] += bool(good)
        tied = bool(good) and any(name.lower() in group for name in want.groups)
        marks["tied"] += tied
        marks["wrong"] += bool(same and not good) or bool(group and not tied and not good[0].contrast)
    return marks


@pytest.mark.generated
def test_a_figure_is_of_its_outcome_and_of_its_group():
    marks = Counter()
    for number in range(_MANY):
        marks += read(results.report(random.Random(f"results:{number}")))

    assert marks["found"] >= 0.98 * marks["wanted"]
    assert marks["tied"] >= 0.97 * marks["grouped"]
    assert marks["wrong"] <= 0.001 * marks["wanted"]
