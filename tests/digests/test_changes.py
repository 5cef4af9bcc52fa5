"""By how much something changed is told of that alone, and not where one number rose and another fell."""

import pytest

from digests.outcomes.figures import figures, sayable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mean QoL score rose by 4.1 points with the depot and fell by 1.2 points with LAR.", [4.1, 1.2]),
        ("Mean QoL score changed by 4.1 points with the depot and fell by 1.2 points with LAR.", [4.1, 1.2]),
        ("Mean QoL score rose by 4.1 points with the depot and by 1.2 points with LAR.", [4.1, 1.2]),
        ("After the lanreotide dose was increased, chromogranin A decreased by 38%.", [38.0]),
        ("After dose increase, flushing fell by 3.1 a day with the depot and by 1.2 with LAR.", [3.1, 1.2]),
        ("Flushing decreased by 38% although appetite improved.", [38.0]),
        ("Daily bowel movements fell from 5.4 to 3.1 a day at week 12.", []),
        ("Daily bowel movements fell from 5.4 at baseline to 3.1 a day at week 12.", [5.4, 3.1]),
    ],
)
def test_changes_up_and_down_are_not_told_as_numbers_that_do_not_say_which(text, told):
    assert [one.value for one in sayable(figures(text), text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CgA fell by 40% and 12% had gallstones.", [("CgA", 40.0), ("AE: gallstones", 12.0)]),
        ("Flushing fell by 38% and 21% of patients stopped.", [("flushing", 38.0), ("discontinuation", 21.0)]),
        ("CgA fell by 40% and an increase of 5 points in QoL was noted.", [("CgA", 40.0), ("QoL", 5.0)]),
        ("A reduction of 50% in CgA and of 30% in 5-HIAA was seen.", [("CgA", 50.0), ("5-HIAA", 30.0)]),
        ("CgA and 5-HIAA fell by 40% and 21%, respectively.", [("CgA", 40.0), ("5-HIAA", 21.0)]),
        ("Flushing and diarrhoea fell by 40% and 21% with A and by 10% and 5% with B, respectively.", []),
        ("CgA fell by 40%, 21% and 9% in the three groups.", [("CgA", 40.0), ("CgA", 21.0), ("CgA", 9.0)]),
        ("CgA fell by 40% after an increase of the dose by 100%.", [("CgA", 40.0)]),
        ("CgA fell by 40% after a dose increase of 50%.", [("CgA", 40.0)]),
        ("An increase in dose of 50% raised trough levels by 48%.", [("drug level", 48.0)]),
    ],
)
def test_a_change_is_told_of_what_changed_and_no_share_or_dose_as_one(text, told):
    assert [(one.outcome, one.value) for one in figures(text)] == told
