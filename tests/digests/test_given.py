"""What patients had had before a study is no regimen of it."""

import pytest

import samples
from digests.given import is_given, was_before
from watcher.relevance.regimens import regimens


@pytest.mark.parametrize(
    ("text", "before", "given"),
    [
        ("Patients with progression on lanreotide 120 mg every 28 days were included.", True, False),
        ("Symptoms were not controlled by lanreotide 120 mg every 4 weeks.", True, False),
        ("After progression they were randomised to lanreotide 120 mg every 28 days or to everolimus.", False, True),
        ("Patients on lanreotide 120 mg every 28 days were measured.", False, False),
        ("After progression they had lanreotide 120 mg every 14 days.", False, True),  # more than the label's
    ],
)
def test_the_words_before_a_dose_say_whether_it_was_given(text, before, given):
    record = samples.record("1", "A study", abstract=samples.passages(methods=text))
    (regimen,) = regimens(record)

    assert was_before(regimen, [record]) is before
    assert is_given(regimen, [record]) is given
