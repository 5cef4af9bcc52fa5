"""Figures of real abstracts on neuroendocrine tumours, judged by hand; the abstracts lie beside the project, the answers here."""

import gzip
import json
import re

import pytest

from digests.outcomes.figures import figures
from fakes import DATA, real

CASES = [json.loads(line) for line in (DATA / "outcomes" / "real.jsonl").read_text(encoding="utf-8").splitlines()]


def text_of(case):
    path = real(case["path"])
    if path.suffix != ".gz":
        return path.read_text(encoding="utf-8")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = next(one for one in map(json.loads, lines) if str(one["pmcid"]) == case["pmcid"])
    return ". ".join(text for _, text in found["sections"])


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def is_tied(figure, want):
    """Return whether the figure is of the arm that is wanted, or of another that will do; where none is wanted, of any."""
    said = words(f"{figure.arm} {figure.milestone}")
    others = want.get("arm_or", ())
    return not want["arm"] or any(said & words(arm) or not (arm or figure.arm) for arm in (want["arm"], *others))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["path"])
def test_what_is_read_of_a_real_abstract_is_right_and_little_is_missing(case):
    told = [figure for figure in figures(text_of(case)) if figure.value is not None]
    found = []
    for want in case["figures"]:
        same = [figure for figure in told if abs(figure.value) == want["value"]]
        good = [one for one in same if any(word in f"{one.outcome} {one.measure}".lower() for word in want["outcome"])]
        assert good or not any(figure.outcome for figure in same), want
        assert not good or is_tied(good[0], want), want
        found += good[:1]

    assert len(found) >= 0.8 * len(case["figures"])
