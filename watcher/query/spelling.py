"""One word in all its spellings: British and American, numbers apart or not, letters with and without their marks; pure.

Endings are no matter of this page, the index stems them. A spelling that no text has costs nothing.
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
_LETTERS_FIRST = re.compile(r"([a-z]{1,8}+)-?([0-9]{1,4}m?+)(?=-|$)", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"\[?([0-9]{1,4}m?+)-?([a-z]{1,2}+)\]?(?=-|$)", re.IGNORECASE)
_ELEMENTS = frozenset("ac at bi br c cu f fe ga ho i in lu n o pb ra re sc sm sr tb tc y zr".split())
_MEASURED = re.compile(r"([0-9]{1,4})[- ]?(mg|mcg|g|ml|l|mm|cm|kg|mbq|gbq|days?|weeks?|months?|years?)", re.IGNORECASE)


def seams(word: str) -> tuple[str, ...]:
    """Return a word that has a seam in all ways of writing it: "CAM-2029" is CAM2029 and CAM 2029, an isotope has either first."""
    numbered = _numbered(word)
    joined = word.replace("-", "") if "-" in word.strip("-") and "/" not in word else ""
    return tuple(one for one in dict.fromkeys((*numbered, joined)) if one and one != word)


def _numbered(word: str) -> tuple[str, ...]:
    if found := _LETTERS_FIRST.match(word):
        letters, number = found.groups()
        is_isotope = letters.lower() in _ELEMENTS and len(number) > 1
    elif found := _MEASURED.fullmatch(word):
        return (f"{found[1]} {found[2]}", f"{found[1]}{found[2]}")
    elif (found := _NUMBER_FIRST.match(word)) and found[2].lower() in _ELEMENTS:
        number, letters = found.groups()
        is_isotope = True
    else:
        return ()
    rest = word[found.end() :].lstrip("-")
    ways = [f"{letters}{number}", f"{letters} {number}"]
    ways += [f"{number}{letters}", f"{number} {letters}", f"{number}{letters} {letters}"] if is_isotope else []
    rests = dict.fromkeys((rest, *forms(rest), *seams(rest))) if rest else ("",)
    return tuple(f"{way} {other}".strip() for other in rests for way in ways)
