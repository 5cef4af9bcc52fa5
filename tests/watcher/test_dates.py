import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.dates import (
    any_date,
    compact_date,
    counted_moment,
    day_first,
    earliest,
    first_of,
    iso_date,
    last_day,
    mailed_date,
    midnight,
    moment,
    month,
    named_date,
    numbered_date,
    printed_date,
    real_date,
    slashed_date,
    within_calendar,
    without_time,
)
from watcher.model import PartialDate


@pytest.mark.parametrize(
    ("reader", "text", "date"),
    [
        (iso_date, "2026", PartialDate(2026)),
        (iso_date, "2026-03", PartialDate(2026, 3)),
        (iso_date, "2024-04-12T09:35:07.009", PartialDate(2024, 4, 12)),
        (iso_date, "2018-12-17-08:00", PartialDate(2018, 12, 17)),
        (iso_date, "2026-02-30", None),
        (iso_date, "24/06/2026", None),
        (day_first, "24/06/2026", PartialDate(2026, 6, 24)),
        (day_first, "06/24/2026", None),
        (named_date, "21 September 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 Septober 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 Quintember 2026", None),
        (named_date, "Sept. 21, 2026", PartialDate(2026, 9, 21)),
        (named_date, "Monday, 21st of September 2026", PartialDate(2026, 9, 21)),
        (named_date, "den 21 maj 2026", PartialDate(2026, 5, 21)),
        (named_date, "21. März 2026", PartialDate(2026, 3, 21)),
        (named_date, "1er août 2026", PartialDate(2026, 8, 1)),
        (named_date, "21 de octubre de 2026", PartialDate(2026, 10, 21)),
        (named_date, "21 października 2026", PartialDate(2026, 10, 21)),
        (named_date, "kesäkuuta 2026", PartialDate(2026, 6)),
        (named_date, "2026年9月21日", PartialDate(2026, 9, 21)),
        (named_date, "21 сентября 2026 г.", PartialDate(2026, 9, 21)),
        (named_date, "Пн, 21 сен 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 вересня 2026", PartialDate(2026, 9, 21)),
        (named_date, "21. září 2026", PartialDate(2026, 9, 21)),
        (named_date, "21. července 2026", PartialDate(2026, 7, 21)),
        (named_date, "21 Eylül 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 Kasım 2026", PartialDate(2026, 11, 21)),
        (named_date, "21 Σεπτεμβρίου 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 septembrie 2026", PartialDate(2026, 9, 21)),
        (named_date, "31 February 2026", None),
        (slashed_date, "2026/09/21 06:00", PartialDate(2026, 9, 21)),
        (mailed_date, "Tue, 23 Nov 2021 06:00:00 -0500", PartialDate(2021, 11, 23)),
        (mailed_date, "Tue, 33 Nov 2021 06:00:00 -0500", None),
        (mailed_date, "", None),
        (any_date, "20260921", PartialDate(2026, 9, 21)),
        (any_date, "06/24/2026", None),
        (any_date, "99999", None),
        (printed_date, "2026 Mar-Apr", PartialDate(2026, 3)),
        (printed_date, "2012 May 5-11", PartialDate(2012, 5, 5)),
        (printed_date, "1965 Dec-1966 Jan", PartialDate(1965, 12)),
        (printed_date, "1944-1945", PartialDate(1944)),
        (printed_date, "2024 Winter", PartialDate(2024)),
        (printed_date, "2024 März 5", PartialDate(2024, 3, 5)),
        (printed_date, "spring 2024", None),
    ],
)
def test_every_style_of_date_has_its_own_reader(reader, text, date):
    assert reader(text) == date


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2026-08-08T03:38:55.439869754", datetime(2026, 8, 8, 3, 38, 55, 439869, tzinfo=UTC)),
        ("2026-08-08T03:38:55Z", datetime(2026, 8, 8, 3, 38, 55, tzinfo=UTC)),
        ("2026-08-08T03:38:55+02:00", datetime(2026, 8, 8, 1, 38, 55, tzinfo=UTC)),
        ("2026-08-08T03:38", datetime(2026, 8, 8, 3, 38, tzinfo=UTC)),
        ("2026-08-08T03:38:55-0500", datetime(2026, 8, 8, 8, 38, 55, tzinfo=UTC)),
        ("2026-13-08T03:38:55", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
    ],
)
def test_a_time_stamp_is_read_with_its_nine_decimals(text, stamp):
    assert moment(text) == stamp


def test_the_earliest_date_is_the_more_precise_one_where_two_may_be_the_same():
    assert earliest(PartialDate(2024), PartialDate(2024, 3, 5)) == PartialDate(2024, 3, 5)
    assert earliest(PartialDate(2023), None, PartialDate(2024, 3)) == PartialDate(2023)
    assert earliest(None) is None


def test_what_a_date_cannot_hold_stays_beside_it():
    assert printed_date("2026 Mar-Apr").raw == "2026 Mar-Apr"
    assert printed_date("2026 Mar 5").raw == ""


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ("January Jan janv. enero gen januari tammikuu", 1),
        ("March MAR mrt mars März marraskuuta", (3, 3, 3, 3, 3, 11)),
        ("May Mai maj mei maggio maio toukokuu", 5),
        ("June juin giugno July juillet luglio", (6, 6, 6, 7, 7, 7)),
        ("August août ago sierpnia elokuu", 8),
        ("October okt ott out Oktober październik", 10),
        ("December Dez déc. dic desember grudnia", 12),
        ("Winter spring 5 ??? x", None),
    ],
)
def test_a_month_is_known_in_every_language_that_we_read(names, number):
    words = names.split()

    assert [month(word) for word in words] == [*(number if isinstance(number, tuple) else [number] * len(words))]


def test_the_last_day_is_that_of_the_month_or_of_the_year():
    assert last_day(PartialDate(2024)) == date(2024, 12, 31)
    assert last_day(PartialDate(2024, 2)) == date(2024, 2, 29)
    assert last_day(PartialDate(2024, 2, 3)) == date(2024, 2, 3)


def test_a_date_is_kept_as_far_as_the_calendar_has_it():
    assert within_calendar(PartialDate(2024, 13, 1)) == PartialDate(2024)
    assert within_calendar(PartialDate(2024, 2, 30)) == PartialDate(2024, 2)
    assert within_calendar(PartialDate(99_999)) is None
    assert within_calendar(PartialDate(9999, 12, 31)) is None
    assert within_calendar(PartialDate(2199, 12, 31)) == PartialDate(2199, 12, 31)
    assert real_date(2024, 0, 0) == PartialDate(2024)
    assert real_date(10**30) is None
    assert midnight(PartialDate(2024, 2)) is None
    assert midnight(PartialDate(2024, 2, 3)) == datetime(2024, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "month", "day", "kept"),
    [
        (999, None, None, None),
        (1000, None, None, PartialDate(1000)),
        (2199, None, None, PartialDate(2199)),
        (2200, None, None, None),
        (2024, 1, 1, PartialDate(2024, 1, 1)),
        (2024, 12, 31, PartialDate(2024, 12, 31)),
        (2024, 1, 32, PartialDate(2024, 1)),
        (2024, None, 5, PartialDate(2024)),
    ],
)
def test_the_calendar_has_the_first_and_the_last_of_each(year, month, day, kept):
    assert within_calendar(PartialDate(year, month, day)) == kept


JUNE, THIRD, MAY = PartialDate(2026, 6, 24), PartialDate(2026, 3, 5), PartialDate(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "first_is", "date"),
    [
        ("24/06/2026", "", JUNE),
        ("06/24/2026", "", JUNE),
        ("24.06.2026", "", JUNE),
        ("24-06-2026", "month", JUNE),  # the number that is no month decides
        ("06.24.2026", "", None),  # between full stops the day is first
        ("03.05.2026", "month", MAY),
        ("03/05/2026", "", None),
        ("03/05/2026", "day", MAY),
        ("03/05/2026", "month", THIRD),
        ("05/05/2026", "", PartialDate(2026, 5, 5)),
        ("12/11/2026", "", None),
        ("12/13/2026", "", PartialDate(2026, 12, 13)),
        ("13/12/2026", "", PartialDate(2026, 12, 13)),
        ("13/14/2026", "", None),
        ("24/06-2026", "", None),
        ("2026", "day", None),
    ],
)
def test_numbers_tell_which_of_them_is_the_month_or_the_writer_does(text, first_is, date):
    assert numbered_date(text, first_is) == date


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["03/05/2026", "06/24/2026"], "month"),
        (["03/05/2026", "24/06/2026"], "day"),
        (["12/13/2026"], "month"),
        (["13/12/2026"], "day"),
        (["12/12/2026", "03/05/2026"], ""),
        (["06/24/2026", "24/06/2026"], ""),
        (["24.06.2026"], ""),  # full stops tell of themselves alone
        (["24/06/2026 at noon"], "day"),
        (["14/13/2026"], ""),
        ([], ""),
    ],
)
def test_a_writers_order_is_what_one_of_the_dates_tells(texts, first):
    assert first_of(texts) == first


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("July 18, 2026 - 10:00 AM", "July 18, 2026"),
        ("2026-07-18T10:00:00Z", "2026-07-18"),
        (" 18 July 2026 ", "18 July 2026"),
        ("ratio 1:100", "ratio 1:100"),
    ],
)
def test_the_time_of_day_is_cut_off(text, plain):
    assert without_time(text) == plain


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("1767225600", datetime(2026, 1, 1, tzinfo=UTC)),
        ("999999999", datetime(2001, 9, 9, 1, 46, 39, tzinfo=UTC)),
        ("1767225600000", datetime(2026, 1, 1, tzinfo=UTC)),
        ("1767225600000000", datetime(2026, 1, 1, tzinfo=UTC)),
        ("1767225600000000000", datetime(2026, 1, 1, tzinfo=UTC)),
        ("1767225600.25", datetime(2026, 1, 1, tzinfo=UTC)),
        ("17672256", None),
        ("17672256001", None),
        ("now", None),
    ],
)
def test_a_moment_that_is_counted_is_read_in_each_unit(text, stamp):
    assert counted_moment(text) == stamp


READERS = (
    any_date,
    compact_date,
    day_first,
    iso_date,
    mailed_date,
    moment,
    month,
    named_date,
    printed_date,
    slashed_date,
)
WRITTEN = st.text(string.digits + "-/. :TZ+,年月日" + "abcdejmnrs", max_size=40) | st.text(max_size=40)


@given(WRITTEN)
def test_any_text_is_a_date_of_the_calendar_or_none(text):
    for read in READERS:
        found = read(text)
        if isinstance(found, PartialDate):
            assert found.earliest <= last_day(found)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("unit", ["2024 ", "2024-", "1 Mar ", "mar", "\ud800", "9", " "])
def test_a_text_of_100_kb_is_no_date(read, unit):
    assert read("x" + unit * (100_000 // len(unit))) is None
