"""Days as people write them are read whole or not at all."""

from datetime import date

import pytest

from watcher.query.filters import read_days, read_span

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2020", ("2020", "2020")),
        ("2020-03", ("2020-03", "2020-03")),
        ("2020-03-05", ("2020-03-05", "2020-03-05")),
        ("20200305", ("2020-03-05", "2020-03-05")),
        ("2020/03/05", ("2020-03-05", "2020-03-05")),
        ("2026-W47", ("2026-11-16", "2026-11-22")),
        ("7d", ("2026-11-16", "")),
        ("2w", ("2026-11-09", "")),
        ("48h", ("2026-11-21", "")),
        ("1y", ("2025-11-23", "")),
        ("202003", None),
        ("2020-13", None),
        ("2023-02-29", None),
        ("2026-W54", None),
        ("9999999d", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_whole_or_not_at_all(text, days):
    assert read_days(text, TODAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2020..2026", ("2020", "2026")),
        ("2020-2026", ("2020", "2026")),
        ("..2020-03", ("", "2020-03")),
        ("2020..", ("2020", "")),
        (">2020", ("2021", "")),
        ("<=2020-03", ("", "2020-03")),
        ("2020..soon", None),
        ("..", None),
    ],
)
def test_a_span_has_two_ends_or_one(text, days):
    assert read_span(text, TODAY) == days
