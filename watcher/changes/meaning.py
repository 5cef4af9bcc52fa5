"""Values as a reader compares them: texts by their meaning, dates by what both say, doses by their numbers."""

import re
from collections.abc import Iterable

from watcher.text import fold

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?: \(([a-z]{1,20})\))?")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
# Numbers, words, and the signs that change what is said: "≥18", "HER2-", "25%".
_TOKEN = re.compile(r"[0-9]++(?:\.[0-9]++)?+|[^\W\d_]++|<=|>=|[<>=≤≥±+%]|(?<=\w)-(?!\w)")
_NUMBERS = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_SAME = _NUMBERS | {
    name: names[0]
    for names in (
        line.split()
        for line in """day days d
        week weeks wk wks
        month months mo mos
        year years yr yrs
        hour hours hr hrs h
        minute minutes min mins
        mg milligram milligrams
        μg microgram micrograms mcg ug
        ml millilitre millilitres milliliter milliliters
        % percent
        ≤ <=
        ≥ >=
        and &
        vs versus
        tumor tumour
        tumors tumours
        edema oedema
        diarrhea diarrhoea
        center centre
        centers centres
        behavior behaviour""".splitlines()
    )
    for name in names
}
_BRITISH = re.compile(r"is(?=(?:e|ed|es|ing|ation|ations)$)|(?<=h)ae(?=m)|(?<=p)ae(?=di)|(?<=an)ae(?=m)")
_SPELT = 6  # letters; shorter words are "rise" and "wise"
# "Up to 36 months" and "36 months" are one time frame; "up to 60 mg" and "60 mg" are two doses.
_UP_TO = re.compile(
    r"(?<!\w)(?:up to|approximately|approx|about|circa|ca) (?=[0-9]{1,4}(?:\.[0-9]{1,3})? (?:day|week|month|year|hour)(?!\w))"
)


def plain(text: str) -> str:
    """Return the text for comparing by meaning: without case, punctuation, abbreviations, other spellings of numbers, units and words."""
    tokens = map(_word, _TOKEN.findall(_THOUSANDS.sub("", fold(_ABBREVIATION.sub(_explained, text)))))
    return _UP_TO.sub("", _QUANTITY.sub(_converted, _EVERY.sub(_spelt_out, " ".join(tokens))))


# "Progression-free survival (PFS)" is "Progression-free survival".
_ABBREVIATION = re.compile(r" ?\(([A-Z][A-Za-z]{0,6}[A-Z])s?\)")
_BEFORE = 120  # characters before an abbreviation in which its words stand


def _explained(found: re.Match[str]) -> str:
    """Return nothing for an abbreviation of the words before it; what it says else is kept."""
    letters = found[1].lower()
    words = re.findall(r"[^\W\d_]+", fold(found.string[max(0, found.start() - _BEFORE) : found.start()]))
    return "" if "".join(word[0] for word in words[-len(letters) :]) == letters else found[0]


# Quantities that are written in two units: "36 months" and "3 years", "every 4 weeks", "q4w" and "every 28 days".
_QUANTITY = re.compile(r"(?<![\w.])([0-9]{1,6}(?:\.[0-9]{1,4})?) (week|year|g)(?!\w)")
_UNITS = {"week": (7, "day"), "year": (12, "month"), "g": (1_000, "mg")}
_EVERY = re.compile(r"(?<!\w)(?:q ([0-9]{1,3}) ([dwm])|every (other )?(day|week|month)|(fortnightly))(?!\w)")
_LETTERS = {"d": "day", "w": "week", "m": "month"}


def _converted(found: re.Match[str]) -> str:
    factor, unit = _UNITS[found[2]]
    return f"{float(found[1]) * factor:.10g} {unit}"


def _spelt_out(found: re.Match[str]) -> str:
    if found[1]:
        return f"every {found[1]} {_LETTERS[found[2]]}"
    return "every 2 week" if found[5] else f"every {2 if found[3] else 1} {found[4]}"


def _word(token: str) -> str:
    if token[0].isdigit():
        return token.rstrip("0").rstrip(".") if "." in token else token
    if same := _SAME.get(token):
        return same
    return _BRITISH.sub(_american, token) if len(token) >= _SPELT else token


def _american(found: re.Match[str]) -> str:
    return "iz" if found.group() == "is" else "e"


def is_same_date(one: str, other: str) -> bool:
    """Return whether two dates say the same as far as both go: "2026-12 (estimated)" and "2026-12-01 (estimated)"."""
    found = [_DATE.fullmatch(text) for text in (one, other)]
    if not (found[0] and found[1]) or found[0][4] != found[1][4]:
        return False
    return all(a == b for a, b in zip(found[0].groups(), found[1].groups(), strict=True) if a and b)


def moved(old: str, new: str) -> int | None:
    """Return by how many months a date moved, its nature (estimated, actual) unchanged; None where that cannot be said."""
    found = [_DATE.fullmatch(text) for text in (old, new)]
    if not (found[0] and found[1] and found[0][2] and found[1][2]) or found[0][4] != found[1][4]:
        return None
    return (int(found[1][1]) - int(found[0][1])) * 12 + int(found[1][2]) - int(found[0][2])


# Amounts and intervals in a plain text: "60 mg", "7.4 gbq", "every 14 day", "2 times daily", "monthly".
_DOSE = re.compile(
    r"(?<!\w)(?:[0-9]{1,7}(?:\.[0-9]{1,3})? (?:mg|μg|ng|ml|iu|u|mmol|gbq|mbq|kbq|mci)(?!\w)(?: (?:kg|m|ml)(?!\w))?"
    r"|every [0-9]{1,4} (?:day|month|hour)"
    r"|(?:once|twice|thrice|[0-9] times?) (?:a |per )?(?:day|daily|week|weekly|month|monthly)|(?:bi ?)?weekly|monthly|daily)"
)


def doses(values: Iterable[str]) -> frozenset[str]:
    """Return the amounts and intervals that the values state, in plain words."""
    return frozenset(found for value in values for found in _DOSE.findall(plain(value)))
