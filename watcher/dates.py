"""Partial dates: months in every language that we read, dates of every style, and which of two comes first."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate

from watcher.model import PartialDate
from watcher.text import clean, fold

SHORT_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
"""The months as PubMed writes them, January first."""

# Folded, a month a line: English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages, Polish;
# in full and as they are cut short, where that is not the English way.
_NAMES = """
january januar janvier enero gennaio janeiro januari styczen stycznia tammikuu tammikuuta janv ene gen
february februar fevrier febrero febbraio fevereiro februari luty lutego helmikuu helmikuuta fevr fev
march marz maerz mars marzo marco maart marts marzec marca maaliskuu maaliskuuta mrt
april avril abril aprile kwiecien kwietnia huhtikuu huhtikuuta avr abr
may mai mayo maggio maio mei maj maja toukokuu toukokuuta mag
june juni juin junio giugno junho czerwiec czerwca kesakuu kesakuuta giu
july juli juillet julio luglio julho lipiec lipca heinakuu heinakuuta juil lug
august aout agosto augustus augusti sierpien sierpnia elokuu elokuuta ago
september septembre septiembre settembre setembro wrzesien wrzesnia syyskuu syyskuuta set
october oktober octobre octubre ottobre outubro oktobre pazdziernik pazdziernika lokakuu lokakuuta okt ott out
november novembre noviembre novembro listopad listopada marraskuu marraskuuta
december dezember decembre diciembre dicembre dezembro desember grudzien grudnia joulukuu joulukuuta dez dic des
"""
# Russian, Ukrainian, Czech, Hungarian, Romanian, Turkish, Greek, where they do not begin as in English.
_EASTERN_NAMES = """
январь января янв січень січня leden ledna ianuarie ocak ιανουάριος ιανουαρίου ιαν
февраль февраля фев лютий лютого únor února şubat φεβρουάριος φεβρουαρίου φεβ
март марта мар березень березня březen března március martie mart μάρτιος μαρτίου μαρ
апрель апреля апр квітень квітня duben dubna április aprilie nisan απρίλιος απριλίου απρ
май мая травень травня květen května május mayıs μάιος μαΐου μάι
июнь июня июн червень червня červen června június iunie haziran ιούνιος ιουνίου ιουν
июль июля июл липень липня červenec července július iulie temmuz ιούλιος ιουλίου ιουλ
август августа авг серпень серпня srpen srpna augusztus ağustos αύγουστος αυγούστου αυγ
сентябрь сентября сен сент вересень вересня září szeptember septembrie eylül σεπτέμβριος σεπτεμβρίου σεπ
октябрь октября окт жовтень жовтня říjen října október octombrie ekim οκτώβριος οκτωβρίου οκτ
ноябрь ноября ноя нояб листопад листопада listopadu noiembrie kasım νοέμβριος νοεμβρίου νοε
декабрь декабря дек грудень грудня prosinec prosince decembrie aralık δεκέμβριος δεκεμβρίου δεκ
"""
_MONTHS = {
    fold(name): number
    for lines in (_NAMES, _EASTERN_NAMES)
    for number, names in enumerate(lines.split("\n")[1:-1], 1)
    for name in names.split()
}
_BEGINNINGS = {name.lower(): number for number, name in enumerate(SHORT_MONTHS, 1)}

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?(?:[T ].*|[+-][0-9]{2}:[0-9]{2}|Z)?", re.DOTALL)
_SLASHED = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?:\s.*)?", re.DOTALL)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_NUMBERED = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_TIME_BEHIND = re.compile(r"[\s,T-]{1,5}[0-9]{1,2}:[0-9]{2}(?![0-9]).{0,40}+", re.DOTALL)
_COUNTED = re.compile(r"([0-9]{9,10}(?:[0-9]{3}){0,3})(?:\.[0-9]{1,9})?")
_NO_YEAR = re.compile(r"(?<![0-9+:-])0[0-9]{3}(?![0-9])")  # the mail reader makes 2001 of "0001"
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
# Of texts that are folded and have one space for any run of them.
_DAY_NAMED = re.compile(
    r"(?:[^\W\d_]{1,12}+[.,]{0,2} )?([0-9]{1,2})(?:st|nd|rd|th|er|\.)?(?: de| of)? ([^\W\d_]{3,15}+)\.?,?(?: del?)? ([0-9]{4})(?: г\.?)?"
)
_NAMED_DAY = re.compile(r"(?:[^\W\d_]{1,12}+[.,]{0,2} )?([^\W\d_]{3,15}+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,15}+)\.?,?(?: del?)? ([0-9]{4})")
_EASTERN = re.compile(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월](?: ?([0-9]{1,2}) ?[日일])?")
# A year, then a month in letters or digits, then a day, as far as they go.
_PRINTED = re.compile(
    r"([0-9]{4})(?![0-9])(?:[-/ .](?:([a-z]{3,15}+)\.?|([0-9]{1,2})(?![0-9])))?(?:[-/ .]([0-9]{1,2})(?![0-9]))?"
)
_LONGEST = 120  # characters of a date in a mail's header
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(\.[0-9]{1,12})?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def month(name: str) -> int | None:
    """Return the month that a word names, in any language that we read, in full or cut short; None for any other."""
    name = fold(name).strip(" .")
    return _MONTHS.get(name) or _BEGINNINGS.get(name[:3])


def real_date(year: int, month: int | None = None, day: int | None = None, raw: str = "") -> PartialDate | None:
    """Return the date where the calendar has it, from the year 1000 to 2199; None for 2024-13 and 2024-02-30."""
    known = month or None  # "2024-00-00" is a year
    given = PartialDate(year, known, (day or None) if known else None, raw)
    return given if given == within_calendar(given) else None


def within_calendar(given: PartialDate | None) -> PartialDate | None:
    """Return the date as far as the calendar allows: 2024-13 gives 2024, 2024-02-30 gives 2024-02.

    None for what stands where no date is known: databases have 9999-12-31 for a day that never comes.
    """
    if given is None or not 1000 <= given.year < 2200:
        return None
    month = given.month if given.month and 1 <= given.month <= 12 else None
    day = given.day if month and given.day and 1 <= given.day <= monthrange(given.year, month)[1] else None
    return given if (month, day) == (given.month, given.day) else replace(given, month=month, day=day)


def iso_date(text: str) -> PartialDate | None:
    """Read "2026", "2026-03", "2026-03-05" or the date of a time stamp; None for anything else."""
    found = _ISO.fullmatch(text.strip())
    return _of(*found.groups()) if found else None


def slashed_date(text: str) -> PartialDate | None:
    """Read "2026/03/05", a time behind it or none; None for anything else."""
    found = _SLASHED.fullmatch(text.strip())
    return _of(*found.groups()) if found else None


def day_first(text: str) -> PartialDate | None:
    """Read "24/06/2026" as 24 June; None for anything else."""
    found = _DAY_FIRST.fullmatch(text.strip())
    return _of(found[3], found[2], found[1]) if found else None


def numbered_date(text: str, first_is: str = "") -> PartialDate | None:
    """Read "24/06/2026", "06/24/2026" or "24.06.2026" as 24 June, in the order that the numbers tell; None for anything else.

    Where both orders make a date of it, ``first_is`` decides ("day" or "month"); None where nothing tells. Between full stops
    the day is first.
    """
    found = _NUMBERED.fullmatch(text.strip())
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first == second or (first > 12) != (second > 12):
        is_american = found[2] != "." and second > 12
    elif not first_is:
        return None
    else:
        is_american = first_is == "month"
    month, day = (first, second) if is_american else (second, first)
    return _of(found[4], str(month), str(day))


def first_of(texts: Iterable[str]) -> str:
    """Return what comes first in dates of one writer, as 06/24/2026: "day" or "month", "" where none is clear or they differ."""
    orders = {
        "month" if second > 12 else "day"
        for text in texts
        if (found := _NUMBERED.match(text.strip())) and found[2] != "."
        for first, second in [(int(found[1]), int(found[3]))]
        if (first > 12) != (second > 12)
    }
    return next(iter(orders)) if len(orders) == 1 else ""


def without_time(text: str) -> str:
    """Return a date without the time of day behind it: "July 18, 2026 - 10:00 AM" gives "July 18, 2026"."""
    return _TIME_BEHIND.sub("", text).strip()


def counted_moment(text: str) -> datetime | None:
    """Read seconds since 1970, or thousandths, millionths or milliardths of them; None for anything else."""
    found = _COUNTED.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1]
    return datetime.fromtimestamp(int(digits[: len(digits) - (len(digits) - 9) // 3 * 3]), UTC)


def compact_date(text: str) -> PartialDate | None:
    """Read "20260920"; None for anything else."""
    found = _COMPACT.fullmatch(text.strip())
    return _of(*found.groups()) if found else None


def named_date(text: str) -> PartialDate | None:
    """Read "21 September 2026", "Sept. 21, 2026", "21. März 2026", "21 de marzo de 2026", "mars 2026"; None else."""
    plain = fold(clean(text))
    if found := _DAY_NAMED.fullmatch(plain):
        named, day, year = found[2], found[1], found[3]
    elif found := _NAMED_DAY.fullmatch(plain):
        named, day, year = found[1], found[2], found[3]
    elif found := _NAMED_MONTH.fullmatch(plain):
        named, day, year = found[1], "", found[2]
    else:
        found = _EASTERN.fullmatch(plain)
        return _of(*found.groups()) if found else None
    number = month(named)
    return _of(year, str(number), day) if number else None


def mailed_date(text: str) -> PartialDate | None:
    """Read "Tue, 23 Nov 2021 06:00:00 -0500" as the day that is printed; None for anything else."""
    try:
        parts = parsedate(text[:_LONGEST])
    except (ValueError, TypeError, IndexError, OverflowError):  # its own, for what is no date at all
        return None
    return real_date(*parts[:3]) if parts and not _NO_YEAR.search(text[:_LONGEST]) else None


def any_date(text: str) -> PartialDate | None:
    """Read a date in any of these styles, but the American 06/24/2026, which is another day elsewhere."""
    readers = (compact_date, iso_date, slashed_date, day_first, named_date)
    return next(filter(None, (read(text) for read in readers)), None)


def printed_date(text: str) -> PartialDate | None:
    """Read a date as journals print it, from its year on, as far as that is sure; None where no year begins the text.

    "2024 Mar 5", "2024/03//" and "2024-03-05" are read whole. Of a span the beginning is read: "1965 Dec-1966 Jan"
    gives 1965-12, "2012 May 5-11" gives 2012-05-05; a season is no month. ``raw`` keeps what was more.
    """
    text = clean(text)
    found = _PRINTED.match(fold(text))
    if found is None:
        return None
    number = month(found[2]) if found[2] else int(found[3] or 0) or None
    read = PartialDate(int(found[1]), number, int(found[4] or 0) or None if number else None)
    kept = within_calendar(read)
    whole = kept == read and text[found.end() :].strip("/ ") == "" and (number is not None or not found[2])
    return replace(kept, raw="" if whole else text) if kept else None


def _of(year: str, month: str | None, day: str | None) -> PartialDate | None:
    return real_date(int(year), int(month or 0), int(day or 0))


def earliest(*dates: PartialDate | None) -> PartialDate | None:
    """Return the date that comes first; of two that may be the same day, the one that says more. None where none is."""
    return min(filter(None, dates), key=lambda each: (each.year, each.month or 13, each.day or 32), default=None)


def last_day(partial: PartialDate) -> date:
    """Return the last day that the date can mean: 31 December of a year alone."""
    month = partial.month or 12
    return date(
        partial.year, month, partial.day if partial.month and partial.day else monthrange(partial.year, month)[1]
    )


def moment(text: str) -> datetime | None:
    """Read a time stamp, nine decimals and all, as UTC where it names no zone; None for anything else."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    try:
        stamp = datetime.fromisoformat(found[1] + (found[2] or "")[:7] + (found[3] or "Z"))
        return stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def midnight(given: PartialDate | None) -> datetime | None:
    """Return the first moment, UTC, of a date that is known to the day; None for any other."""
    if given is None or given.day is None or given.month is None:
        return None
    return datetime(given.year, given.month, given.day, tzinfo=UTC)
