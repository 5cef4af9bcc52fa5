"""Values as a reader compares them: texts by their meaning, dates by what both say, doses by their numbers, news without its form."""

import re
from collections import deque
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from watcher.text import fold

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?: \(([a-z]{1,20})\))?")
_THOUSANDS = re.compile(r",(?<=[0-9],)(?=[0-9]{3}(?![0-9]))")
# Numbers, words, and the signs that change what is said: "≥18", "HER2-", "25%", "fell by -0.5"; neither a list's dash nor a range's: "10 -20".
_TOKEN = re.compile(
    r"[0-9]++(?:\.[0-9]++)?+|[^\W\d_]++|<=|>=|[<>=≤≥±+%]|(?<=\w)-(?!\w)|-(?<=[ (\[=<>≤≥:,;/]-)(?<![0-9.%)] -)(?=\.?[0-9])"
)
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
    text = _ABBREVIATION.sub(_explained, text) if "(" in text else text
    said = " ".join(map(_WORDS.__getitem__, _TOKEN.findall(_THOUSANDS.sub("", fold(text)))))
    if any(sign in said for sign in _OF_INTERVALS):
        said = _EVERY.sub(_spelt_out, said)
    return _UP_TO.sub("", _QUANTITY.sub(_converted, said)) if any(unit in said for unit in _OF_QUANTITIES) else said


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


# Without one of these there is no interval, and no quantity, that is said in two ways.
_OF_INTERVALS = ("every ", "q ", "fortnightly")
_OF_QUANTITIES = (" day", " week", " month", " year", " hour", " g")


class _Words(dict[str, str]):
    """Each word as it is compared; a table that learns the words of a usual length, for records have most in common."""

    def __missing__(self, token: str) -> str:
        """Return the word as it is compared."""
        said = _word(token)
        if len(token) <= _LONGEST_KEPT:
            if len(self) >= _MEMORY:
                self.clear()
            self[token] = said
        return said


_LONGEST_KEPT = 24  # characters
_MEMORY = 20_000
_WORDS = _Words()


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


# "Read 1,204 times", "12 comments", "Views: 31".
_READERS = re.compile(
    r"(?<![\w.,])(?:(?:read|viewed|shared|downloaded) \d[\d.,]{0,12}+ times?|\d[\d.,]{0,12}+ (?:views?|reads|comments?|shares|likes?|downloads?)"
    r"|(?:views?|comments?|shares|likes?|downloads?): ?\d[\d.,]{0,12}+)(?!\w)",
    re.IGNORECASE,
)
# What stands below every piece of a room: who the firm is, whom to ask, where it goes on. "About half of the patients" is none.
_BELOW = re.compile(
    r"(?<=[.!?\u2026\n])\s{0,3}(?:about (?:us\b|(?-i:[A-Z]))|forward-looking statements|for (?:further|more) information\b|(?:media |press )?contacts?:"
    r"|the post \S[^\n]{0,300} appeared first on\b|the post appeared first on\b|(?:read|see) more\b|continue reading\b).*\Z",
    re.IGNORECASE | re.DOTALL,
)


def told(text: str) -> str:
    """Return what a piece of news tells: without how often it was read, and without what stands below every piece of its room."""
    return _BELOW.sub("", _READERS.sub("", text))


_BEFORE_TITLE = re.compile(
    r"\A(?:[0-9]{1,2}[.)]\s+|(?:new|updated?|breaking|just in)\s?[:!|]\s+)+(?=\S)", re.IGNORECASE
)
_TO_READ = re.compile(r"(?<!\s)\s*+[(\[|–—-]\s?[0-9]{1,2}[ -]min(?:ute)?s?(?: read)?[)\]]?\s*\Z", re.IGNORECASE)
# "Topline results | Ipsen", "Topline results - ESMO": the name of its site behind a title.
_BAR = re.compile(r"\s([|–—-])(?=\s)")
_WORDS_OF_A_SITE, _LONGEST_SITE = 4, 60


def bare_title(title: str, *places: str) -> str:
    """Return a title without what a site puts around it: a number, "NEW:", the minutes to read, the site's name.

    A name is one that its ``places`` bear, or a short one after a bar.
    """
    title = _TO_READ.sub("", _BEFORE_TITLE.sub("", title))
    bar = next(iter(deque(_BAR.finditer(title), maxlen=1)), None)
    name = title[bar.end() :].strip() if bar else ""
    words = name.split()
    if not bar or not words or "|" in name or len(words) > _WORDS_OF_A_SITE or len(name) > _LONGEST_SITE:
        return title
    is_name = bar[1] == "|" and len(words) < _WORDS_OF_A_SITE - 1 and all(word[0].isupper() for word in words)
    is_name = is_name and not _findings(name)
    is_place = any(_letters(name) in _letters(place) for place in places)
    return title[: bar.start()].rstrip() if is_name or is_place else title


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(text)))


_LEFT_OUT = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*+\Z")


# What a result is told by: "0.76", "41 %", "24 month", "12 of 40", "met", "significantly".
_FINDING = re.compile(
    r"(?<![\w.])(?:[0-9]++(?:\.[0-9]++|(?:\.[0-9]++)?+ (?:%|day|week|month|of [0-9]++)(?!\w))"
    r"|(?:not|met|meets?|miss(?:ed|es)?|fail(?:s|ed|ure)?|(?:in)?significan(?:t|ce)(?:ly)?|(?:non ?)?(?:superior|inferior)(?:ity)?|improve[sd]?|improvement|approv(?:ed|es|al)"
    r"|reject(?:s|ed|ion)?|terminated?|discontinued?|halt(?:s|ed)?|withdr(?:awn|aws?|ew)|recall(?:s|ed)?)(?!\w))"
)


def _findings(text: str) -> frozenset[str]:
    return frozenset(_FINDING.findall(plain(text)))


def is_excerpt(old: str, new: str) -> bool:
    """Return whether one of two texts is nothing, or says that it is only the beginning of the other, and the new one tells no result beyond the old."""
    is_part = not old or not new or _begins(old, new) or _begins(new, old)
    return is_part and _findings(new) <= _findings(old)


def _begins(part: str, whole: str) -> bool:
    return _LEFT_OUT.search(part) is not None and plain(whole).startswith(plain(_LEFT_OUT.sub("", part)))


_LONG = 7  # letters of a word that another letter makes no other word


def is_slip(one: str, other: str) -> bool:
    """Return whether two titles are one but for a letter in a long word: a typing error that was mended."""
    words, others = plain(one).split(), plain(other).split()
    unlike = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and len(unlike) == 1 and _is_misspelt(*unlike[0])


def _is_misspelt(one: str, other: str) -> bool:
    is_long = min(len(one), len(other)) >= _LONG and one.isalpha() and other.isalpha()
    return is_long and one[0] == other[0] and Levenshtein.distance(one, other, score_cutoff=1) == 1
