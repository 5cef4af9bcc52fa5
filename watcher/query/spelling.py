"""One word in all its spellings, and one interval; pure.

British and American, numbers apart or not, letters with and without their marks; q2w, every 14 days, fortnightly.
Endings are not handled here, the index stems them.
A spelling that no text has costs nothing.
"""

import re
import unicodedata
from collections.abc import Iterator

_LONGEST_NAME = 10  # letters of a word that may be a name: "Neuroendocrine" has no umlaut

# British and American, by the part of the word that differs; tried in both directions.
_SPELLINGS = tuple(
    (f"{british}{after}", f"{before}{american}{after}", british, american)
    for british, american, before, after in (
        ("our", "or", "(?<=[a-z]{2})", "(?=s?$|al|ed|ing)"),
        ("logue", "log", "", "(?=s?$)"),
        ("is", "iz", "", "(?=(?:e[drs]?|ing|able|ations?)$)"),
        ("ys", "yz", "", "(?=e[drs]?$|ing$)"),
        ("aem", "em", "", "(?=i|or|at|og|ol)"),
        ("aes", "es", "(?<=an)", "(?=th)"),
        ("aec", "ec", "(?<=gyn)", ""),
        ("aed", "ed", "(?<=p|h)", "(?=i)"),
        ("aet", "et", "", "(?=iolog)"),
        ("oed", "ed", "(?<![a-z])", "(?=em)"),
        ("oes", "es", "(?<![a-z])", "(?=oph|tr)"),
        ("foet", "fet", "", ""),
        ("rrhoe", "rrhe", "", ""),
        ("tre", "ter", "", "(?=s?$)"),
        ("tred", "tered", "", "$"),
        ("lled", "led", "(?<=[ae])", "$"),
        ("lling", "ling", "(?<=[ae])", "$"),
        ("ogramme", "ogram", "", "(?=s?$)"),
        ("sulph", "sulf", "", ""),
        ("leuk", "leuc", "", "(?=oc)"),
        ("ageing", "aging", "", "$"),
        ("licence", "license", "", "(?=s?$)"),
        ("practise", "practice", "", "(?=s?$)"),
        ("grey", "gray", "", "(?=s?$)"),
        ("galic", "galy", "", "$"),
        ("caec", "cec", "", ""),
        ("coeli", "celi", "", ""),
        ("ectomise", "ectomize", "", ""),
    )
)


def forms(word: str) -> tuple[str, ...]:
    """Return the word and its forms on the other side of the Atlantic, then with its letters in their other writing."""
    lower = word.lower()
    like_a_name = word.istitle() and len(word) <= _LONGEST_NAME
    return tuple(dict.fromkeys((word, *_across(lower), *_plainer(lower), *(_undoubled(lower) if like_a_name else ()))))


def _across(word: str) -> Iterator[str]:
    for british, american, to_british, to_american in _SPELLINGS:
        if to_british in word and re.search(british, word):
            yield re.sub(british, to_american, word)
        elif to_american in word and re.search(american, word):
            yield re.sub(american, to_british, word)


# The index folds accents but not these; and in German and the Nordic languages two letters are a way to write one.
LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
_DIGRAPHS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"}
_SINGLE = {"ae": ("a", "æ"), "oe": ("o", "ø"), "ue": ("u",), "aa": ("a",)}


def _plainer(word: str) -> Iterator[str]:
    """Yield a word with marks as it is written without: "Müller" is Muller and Mueller, "Mueller" is Muller as well."""
    if not word.isascii():
        composed = unicodedata.normalize("NFC", word)
        yield "".join(LETTERS.get(letter, letter) for letter in composed)
        yield "".join(_DIGRAPHS.get(letter, LETTERS.get(letter, letter)) for letter in composed)


def _undoubled(word: str) -> Iterator[str]:
    """Yield a word whose pairs of letters may stand for one: "mueller" is "muller"."""
    for pair, letters in _SINGLE.items():
        if pair in word:
            yield from (word.replace(pair, letter) for letter in letters)


_MARKED = {"l": "ł", "o": "ø", "d": "đ", "ss": "ß", "ae": "æ"}
_MOST_NAMES = 24


def names(word: str) -> tuple[str, ...]:
    """Return a family name in every writing of it: "Sorensen" is Sørensen and Soerensen, "Muller" Mueller."""
    lower = word.lower()
    marked = (_each(lower, plain, letter) for plain, letter in _MARKED.items() if plain in lower)
    pairs = (_each(lower, plain, f"{plain}e") for plain in "aou" if plain in lower)
    every = (one for several in (*marked, *pairs) for one in several)
    return tuple(dict.fromkeys((word, *_plainer(lower), *_undoubled(lower), *every)))[:_MOST_NAMES]


def _each(word: str, plain: str, letter: str) -> Iterator[str]:
    """Yield the word with one of its letters written otherwise, each in turn."""
    at = word.find(plain)
    while at >= 0:
        yield word[:at] + letter + word[at + len(plain) :]
        at = word.find(plain, at + 1)


# Letters and a number that are written as one word, with a hyphen or a blank: "Ki67", "SSTR-2", "CAM 2029", "177Lu".
# Patterns here are compiled when they are first wanted: most queries have no number.
_LETTERS_FIRST = r"(?i)([a-z]{1,8}+)-?([0-9]{1,4}m?+)(?=-|$)"
_NUMBER_FIRST = r"(?i)\[?([0-9]{1,4}m?+)-?([a-z]{1,2}+)\]?(?=-|$)"
_ELEMENTS = frozenset("ac at bi br c cu f fe ga ho i in lu n o pb ra re sc sm sr tb tc y zr".split())
_MEASURED = (
    r"(?i)([0-9]{1,4})[- ]?(mg|mcg|g|ml|l|mm|cm|kg|mbq|gbq|days?|weeks?|wks?|months?|mos?|years?|yrs?|hours?|hrs?)"
)
_SHORT = {
    "week": "wk",
    "wk": "week",
    "month": "mo",
    "mo": "month",
    "year": "yr",
    "yr": "year",
    "hour": "hr",
    "hr": "hour",
}


def seams(word: str) -> tuple[str, ...]:
    """Return a word that has a seam in all ways of writing it: "CAM-2029" is CAM2029 and CAM 2029, an isotope has either first."""
    numbered = _numbered(word)
    joined = word.replace("-", "") if "-" in word.strip("-") and "/" not in word else ""
    return tuple(one for one in dict.fromkeys((*numbered, joined)) if one and one != word)


def _numbered(word: str) -> tuple[str, ...]:
    if not any(map(str.isdigit, word)):
        return ()
    if found := re.match(_LETTERS_FIRST, word):
        letters, number = found.groups()
        is_isotope = letters.lower() in _ELEMENTS and len(number) > 1
    elif found := re.fullmatch(_MEASURED, word):
        number, unit = found.groups()
        other = _SHORT.get(unit.lower().removesuffix("s"))
        return (f"{number} {unit}", f"{number}{unit}", *((f"{number} {other}",) if other else ()))
    elif (found := re.match(_NUMBER_FIRST, word)) and found[2].lower() in _ELEMENTS:
        number, letters = found.groups()
        is_isotope = True
    else:
        return ()
    rest = word[found.end() :].lstrip("-")
    ways = [f"{letters}{number}", f"{letters} {number}"]
    ways += [f"{number}{letters}", f"{number} {letters}", f"{number}{letters} {letters}"] if is_isotope else []
    rests = dict.fromkeys((rest, *forms(rest), *seams(rest))) if rest else ("",)
    return tuple(f"{way} {other}".strip() for other in rests for way in ways)


# Of intervals in English and eight other languages: numbers, units in days, and what says "every" and "every other".
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_ALSO = {
    "other": 2, "second": 2, "dos": 2, "zwei": 2, "deux": 2, "två": 2, "tres": 3, "drei": 3, "trois": 3, "tredje": 3,
    "due": 2, "duas": 2, "twee": 2, "dwa": 2, "tre": 3, "três": 3, "drie": 3, "trzy": 3, "quattro": 4, "quatro": 4, "cztery": 4,
    "cuatro": 4, "vier": 4, "quatre": 4, "fjärde": 4, "seis": 6, "sechs": 6, "six": 6, "sjätte": 6, "ocho": 8, "acht": 8, "huit": 8,
}  # fmt: skip
_DAYS = {"tyg": 7, "d": 1, "w": 7, "m": 28, "f": 14, "t": 1, "j": 1, "g": 1, "s": 7, "v": 7}  # by how a unit begins
_BEGIN = (
    "q",
    "every",
    "each",
    "once",
    "cada",
    "alle",
    "tous",
    "toutes",
    "var",
    "co",
    "ogni",
    "om de",
)  # every way to begin
_EVERY = (
    r"(?:q|(?:once )?(?:every|each) ?|(?:cada|alle|tous les|toutes les|varannan|var|co|ogni|om de) (?=(?:\S+ )?\S{3}))([0-9]{1,2}(?:th|st|nd|rd|:[ea])? ?|(?:"
    + "|".join((*_NUMBERS, *_ALSO))
    + r") )?(d|days?|w|wks?|weeks?|m|mo|months?|fortnight|d[ií]as?|semanas?|tage?n?|wochen?|jours|semaines|dag(?:ar|en)?|veck(?:a|or)|dni|tygodni[ea]?|giorni|settimane|dias|weken|monate?n?|mes(?:es|i)?|mois|maanden|m[åa]nad(?:er)?|miesi[ąa]ce?)"
)
_ADVERB = rf"(?:([0-9]{{1,2}}|{'|'.join(_NUMBERS)}) )?(weekly|monthly|fortnightly)"
_SAYINGS = {7: ("once a week", "once weekly"), 14: ("fortnightly", "every other week", "every second week", "twice a month", "every fortnight", "alle 14 Tage", "alle zwei Wochen", "tous les 14 jours"), 28: ("monthly", "every month", "once a month", "once monthly", "alle 28 Tage", "alle 4 Wochen")}  # fmt: skip


def interval_days(text: str) -> int | None:
    """Return the days of an interval: "q2w", "every 14 days", "cada dos semanas" are 14, a month is 28; None for anything else."""
    plain = text.lower().replace("-", " ")
    if not plain.startswith(_BEGIN) and not plain.endswith("ly"):
        return None
    if found := re.fullmatch(_EVERY, plain):
        count, unit = _number((found[1] or "1").strip()), found[2]
        count *= 2 if plain.startswith("varannan") else 1
    elif found := re.fullmatch(_ADVERB, plain):
        count, unit = _number(found[1] or "1"), found[2]
    else:
        return None
    return count * next(days for begin, days in _DAYS.items() if unit.startswith(begin)) or None


def _number(text: str) -> int:
    return _ALSO.get(text) or (_NUMBERS.index(text) + 1 if text in _NUMBERS else int(re.sub(r"\D", "", text)))


def interval_forms(days: int) -> tuple[str, ...]:
    """Return every way to write an interval of so many days."""
    weeks, rest = divmod(days, 7)
    if rest:
        return (f"every {days} days", f"q{days}d", f"every {days} d")
    word = _NUMBERS[weeks - 1] if weeks <= len(_NUMBERS) else str(weeks)
    each = (f"every {days} days", f"q{days}d", f"q{weeks}w", f"q{weeks}wk", f"every {weeks} weeks", f"every {word} weeks", f"every {weeks} wk", f"{weeks} weekly", f"{word} weekly")  # fmt: skip
    plain = ("every week", "weekly") if weeks == 1 else ()
    return (*each, *plain, *_SAYINGS.get(days, ()))
