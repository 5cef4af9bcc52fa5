"""How often something is given, in every way to write it: q2w, every 14 days, fortnightly; pure."""

import re

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_DAYS = {"d": 1, "w": 7, "m": 28, "f": 14}
_EVERY = re.compile(
    r"(?:q|(?:once )?(?:every|each) ?)(other |second |[0-9]{1,2}(?:th|st|nd|rd)? ?|(?:"
    + "|".join(_NUMBERS)
    + r") )?(d|day|days|w|wk|wks|week|weeks|m|mo|month|months|fortnight)"
)
_ADVERB = re.compile(rf"(?:([0-9]{{1,2}}|{'|'.join(_NUMBERS)}) )?(weekly|monthly|fortnightly)")
_SAYINGS = {7: ("once a week", "once weekly"), 14: ("fortnightly", "every other week", "every second week", "twice a month", "every fortnight", "alle 14 Tage", "alle zwei Wochen", "tous les 14 jours"), 28: ("monthly", "every month", "once a month", "once monthly", "alle 28 Tage", "alle 4 Wochen")}  # fmt: skip


def interval_days(text: str) -> int | None:
    """Return the days of an interval: "q2w", "every 14 days" and "fortnightly" are 14, a month is 28; None for anything else."""
    plain = text.lower().replace("-", " ")
    if found := _EVERY.fullmatch(plain):
        count, unit = _number((found[1] or "1").strip()), found[2][0]
    elif found := _ADVERB.fullmatch(plain):
        count, unit = _number(found[1] or "1"), found[2][0]
    else:
        return None
    return count * _DAYS[unit] or None


def _number(text: str) -> int:
    if text in {"other", "second"}:
        return 2
    return _NUMBERS.index(text) + 1 if text in _NUMBERS else int(re.sub(r"\D", "", text))


def ways(days: int) -> tuple[str, ...]:
    """Return every way to write an interval of so many days."""
    weeks, rest = divmod(days, 7)
    if rest:
        return (f"every {days} days", f"q{days}d", f"every {days} d")
    word = _NUMBERS[weeks - 1] if weeks <= len(_NUMBERS) else str(weeks)
    each = (f"every {days} days", f"q{days}d", f"q{weeks}w", f"q{weeks}wk", f"every {weeks} weeks", f"every {word} weeks", f"every {weeks} wk", f"{weeks} weekly", f"{word} weekly")  # fmt: skip
    plain = ("every week", "weekly") if weeks == 1 else ()
    return (*each, *plain, *_SAYINGS.get(days, ()))
