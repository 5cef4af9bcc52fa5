import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.outcomes.figures import figures
from digests.outcomes.times import time_points


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12-month pfs", [("12 months",)]),
        ("1-year pfs", [("1 year",)]),
        ("at one year", [("one year",)]),
        ("1-, 3- and 5-year os", [("1 year", "3 years", "5 years")]),
        ("at 6 months and 12 months", [("6 months", "12 months")]),
        ("at 12 and at 24 months", [("12 months", "24 months")]),
        ("12/24-month pfs", [("12 months", "24 months")]),
        ("weeks 12 and 24", [("week 12", "week 24")]),
        ("weeks 4, 8 and week 12", [("week 4", "week 8", "week 12")]),
        ("week 12 and 24% of patients", [("week 12",)]),
        ("at 12 months, 24 patients", [("12 months",)]),
        ("at 6 weeks with placebo and 12 weeks", [("6 weeks",), ("12 weeks",)]),
        ("patients 1, 2 and 3", []),
        ("1.5 months", [("1.5 months",)]),
        ("in 1234567 months", []),
        ("", []),
    ],
)
def test_a_list_of_time_points_shares_its_unit(text, expected):
    assert [times.points for times in time_points(text)] == expected


@given(
    st.lists(st.integers(1, 999), min_size=1, max_size=60), st.sampled_from([", ", "-, ", " and ", "/", ",", " to "])
)
def test_any_list_of_numbers_before_a_unit_is_read_whole(numbers, between):
    text = f"at {between.join(map(str, numbers))} weeks"

    (times,) = time_points(text)

    assert times.points == tuple("1 week" if number == 1 else f"{number} weeks" for number in numbers)
    assert (times.start, times.end) == (3, len(text))


@pytest.mark.parametrize("count", [2, 30, 200])
def test_patients_that_are_numbered_hold_nothing_up(count):
    listed = ", ".join(map(str, range(1, count)))

    (found,) = figures(f"In patients {listed}, the 12-month PFS rate was 80%.")[-1:]

    assert (found.outcome, found.value, found.milestone) == ("PFS", 80, "12 months")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Median PFS was 10.2 months in the 14 day group versus 6.8 months in the 28 day group.", [10.2, 6.8]),
        ("La SSP médiane était de 10,2 mois dans le groupe 14 jours contre 6,8 mois dans le groupe 28 jours.", [10.2, 6.8]),
        ("Median PFS was 12 months and median time to response was 8 weeks.", [12, 8]),
    ],
)  # fmt: skip
def test_days_behind_months_are_an_interval_and_no_value(text, values):
    assert [figure.value for figure in figures(text)] == values
