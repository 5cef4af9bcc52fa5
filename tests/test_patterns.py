import re

import pace
import patterns
import pytest
from patterns import Compiled

pytestmark = pytest.mark.generated


@pytest.mark.parametrize("package", patterns.packages())
@pytest.mark.threat("T57")
def test_no_pattern_can_be_held_up_by_a_text_made_from_itself(package):
    chosen = [one for one in patterns.compiled() if one.package == package]

    assert [str(because) for one in chosen if (because := patterns.slow(one, pace.BUSY * patterns.BOUND))] == []


def test_no_count_of_a_pattern_was_taken_for_the_value_of_an_f_string():
    # "\\w{0, 5}" in an f-string is "\\w(0, 5)": a group of three signs.
    assert [str(one) for one in patterns.compiled() if re.search(r"\(\d+, ?\d+\)", one.pattern)] == []


@pytest.mark.parametrize(
    "runaway",
    [
        r"(?:a|a)*b",  # exponential
        r"(\d+,? ?)+%",
        r"\s+$",  # quadratic: from each blank to the last
        r"[a-z]+@",
        r"\w+\s*\w+\s*;",
    ],
)
def test_a_pattern_that_can_be_held_up_is_found(runaway):
    assert patterns.slow(Compiled("here", runaway, re.UNICODE), patterns.BOUND / 5)  # as fast as a machine may be


@pytest.mark.parametrize(
    "fine", [r"\d++", r"(?<!\s)\s++$", r"(?<![a-z])[a-z]{1,40}+@", r"(?:\d{1,3}+(?:, ?+)?+){1,9}+%"]
)
def test_a_pattern_that_is_linear_is_not(fine):
    assert patterns.slow(Compiled("here", fine, re.UNICODE)) is None


def test_patterns_of_every_package_are_found():
    packages = {one.where.split("/")[0] for one in patterns.compiled()}

    assert packages == {"watcher", "sources", "digests"}
    assert len(patterns.compiled()) > 300
