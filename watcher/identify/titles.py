"""Titles as they are compared: folded, without the tails that databases add, with their numbers; and how two compare."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from watcher.notices import label_of, unmarked
from watcher.text import few_marks

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega",
}  # fmt: skip
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_UNUSUAL = str.maketrans(_GREEK | _LETTERS)

# Radionuclides as they come: "Lu-177", "(177)Lu", "[177Lu]", "lutetium-177".
_ELEMENTS = {
    "lutetium": "lu", "gallium": "ga", "copper": "cu", "yttrium": "y", "indium": "in", "iodine": "i", "actinium": "ac",
    "lead": "pb", "technetium": "tc", "fluorine": "f", "zirconium": "zr", "bismuth": "bi", "terbium": "tb",
}  # fmt: skip
_NAMED = re.compile(
    rf"\b({'|'.join(_ELEMENTS)})[\s\[(-]{{0,6}}+(\d{{2,3}})m?\b|\b(\d{{2,3}})m?[\])\s-]{{0,6}}+({'|'.join(_ELEMENTS)})\b"
)
_SYMBOLS = "|".join(_ELEMENTS.values())
_MASS_FIRST = re.compile(rf"\b(\d{{2,3}})m?[\])]{{0,3}}+-?({_SYMBOLS})\b")
_SAID_TWICE = re.compile(rf"\b(({_SYMBOLS})\d{{2,3}})[\])\s-]{{0,6}}+\2\b")  # "[177Lu]Lu-DOTA-TATE"
_MASS_LAST = re.compile(rf"\b({_SYMBOLS})[\[(]{{0,3}}+-?(\d{{2,3}})m?\b")

# What databases put after a title, in brackets that may stay open: a language, a kind, a notice about something else.
_LAST_BRACKETS = re.compile(r"(?<!\s)\s*+[\[({]([^\[\](){}]*+)[\])}]?+\s*+\.?\s*+\Z")
_SAID_IN_BRACKETS = re.compile(
    r"\b(?:chinese|german|french|spanish|italian|russian|polish|portuguese|japanese|korean|turkish|czech|"
    r"danish|dutch|swedish|norwegian|hungarian|hebrew|croatian|serbian|persian|slovak|bulgarian|ukrainian|romanian|greek|english|"
    r"review|(?:provisional |structured )?abstract|erratum|corrigendum|retraction|see comments?|comment|letter|"
    r"\d{1,4}+ ref(?:erence)?s?|editorial|article|conference|meeting|pg|poster|oral|translation)\b"
    r"|\b(?:nasdaq|nyse|sto|omx|otcqx|lse|tsx|xetra|euronext|stockholm|tase|hkex)[a-z ]{0,20}+: ?[a-z0-9]"  # a share's ticker
)
# Said of the work in the same record, not by its title: everything after it goes.
_APPENDED = re.compile(
    r"(?<!\s)\s*+[\[(](?:published )?(?:erratum|corrigendum|correction|retraction|comments?|summary|update|see comments?|original|reprint|republish[a-z]{0,9}|corrected)"
    r"(?: and republished)? (?:appears |for patients |article |report )?in\b.*",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+")
_YEARS = re.compile(r"\b((19|20)\d\d) ?[-/\u2010-\u2015] ?(\d\d)\b")  # "1990-99"
_DIGITS = re.compile(r"\d+")

_SPELLED = {
    word: str(number % 12 + 1)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth once twice thrice".split()
    )
}
_ROMAN = {"ii": "2", "iii": "3", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_ROMAN_AFTER = {"i": "1", "iv": "4", "v": "5", "x": "10"}  # a word, a route, an initial, unless a counting word leads
_COUNTING = frozenset(
    "part parts phase type class grade stage group study trial case factor level section chapter volume angiotensin collagen".split()
)

# Titles that come back in every issue: they tell the column, not the work.
_COLUMN = re.compile(
    r"^(?:(?:guest )?editor(?:ial|s|'s)*(?: introduction| comments?| notes?| preface| column| board)?|introduction|preface|foreword|"
    r"book reviews?|letters?(?: to the editor)?|news|abstracts?|(?:poster|oral) (?:abstracts|presentations)|contents|index|"
    r"(?:authors?'? )?(?:reply|response)|in reply|comment(?:s|ary)?|discussion|case reports?|obituary|in this issue|"
    r"special (?:issue|section)|errat(?:um|a)|corrections?|corrigend(?:um|a)|announcements?|highlights|images? in .{0,20}|"
    r"unknown|untitled|no title)\b.{0,25}$|^special (?:issue|section)\b|^introduction to the special\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title prepared once for many comparisons."""

    key: str  # letters and digits only: punctuation, spaces and hyphens never tell two works apart
    words: tuple[str, ...]
    numbers: tuple[str, ...]  # in their order, Roman and spelled ones as digits
    label: str  # "correction", "reply", "protocol", ...: "" for a work like any other
    generic: bool


UNTITLED = "[no title]"  # how a record begins that is shown by its place
NO_TITLE = Title("", (), (), "", generic=True)


_LONGEST = 2_000  # characters: PubMed's longest title has 1,500


def read_title(text: str) -> Title:
    """Return the title prepared for comparing."""
    folded = romanised(text[:_LONGEST])
    if folded.startswith(UNTITLED):
        return NO_TITLE
    label = label_of(text[:_LONGEST])
    folded = _without_tails(_WIRE.sub("", unmarked(folded)))
    words = tuple(_counted(_WORD.findall(_in_one_form(folded))))
    key = "".join(words)
    if not key or key in _PLACEHOLDERS:
        return NO_TITLE
    numbers = _numbers(words)
    return Title(key, words, numbers, label, not numbers and _COLUMN.search(folded) is not None)


def romanised(text: str) -> str:
    """Return the text in lower case without accents, Greek letters by name; other scripts stay."""
    text = text.lower()
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", few_marks(text)).translate(_UNUSUAL)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _without_tails(text: str) -> str:
    if "[" not in text and "(" not in text:
        return text
    text = _APPENDED.sub("", text)
    while (shorter := _without_tail(text)) != text and len(shorter) > _SHORTEST:
        text = shorter
    return text


def _without_tail(text: str) -> str:
    found = _LAST_BRACKETS.search(text)
    return text[: found.start()] if found and _SAID_IN_BRACKETS.search(found[1]) else text


# What wires put before a release.
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WIRE = re.compile(
    r"^(?:(?:(?:press|news|media) release|pressmeddelande|pressemitteilung|communique de presse)\s*+[:|-]\s++"
    # a city, a country and a day before two dashes, or a city and the name of a wire
    rf"|[^\W\d][^\W\d .'-]{{1,30}}+(?:[ ,]{{1,2}}[a-z .]{{2,20}}?){{0,3}}?,? {_MONTH} \d{{1,2}}, \d{{4}} ?(?:--|[\u2013\u2014-])\s++"
    r"|[^\n(/]{0,60}?[(/][a-z ]{0,20}wire[)/] ?(?:--?|[\u2013\u2014])\s*+)(?=\S)"
)
_SHORTEST = 10  # letters that must remain of a title when its tail goes
_PLACEHOLDERS = frozenset(
    {"na", "nan", "none", "null", "unknown", "untitled", "notitle", "notitleavailable", "notavailable"}
)


def _in_one_form(text: str) -> str:
    """Write every radionuclide as element and mass, "lu177", and every span of years in full."""
    if not _DIGITS.search(text):
        return text
    text = _YEARS.sub(r"\1-\2\3", text)
    text = _NAMED.sub(lambda m: _ELEMENTS[m[1] or m[4]] + (m[2] or m[3]), text)
    text = _MASS_FIRST.sub(r"\2\1", _MASS_LAST.sub(r"\1\2", text))
    return _SAID_TWICE.sub(r"\1", text)


def _counted(words: list[str]) -> Iterator[str]:
    """Yield the words, spelled and Roman numbers as digits."""
    before = ""
    for word in words:
        yield _SPELLED.get(word) or _ROMAN.get(word) or (before in _COUNTING and _ROMAN_AFTER.get(word)) or word
        before = word


def _numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return every number that the words hold, in their order: "01" as 1, but "000" of "10 000" as it is."""
    digits = (found for word in words if not word.isalpha() for found in _DIGITS.findall(word))
    return tuple(str(int(number)) if len(number) <= 2 else number for number in digits)


class Likeness(Enum):
    """How two titles compare, and the words for it."""

    EQUAL = "same title"
    MISSPELT = "same title but for spelling"
    CONTAINED = "one title within the other"
    ALTERED = "titles that differ in a word"
    UNLIKE = "other title"
    UNKNOWN = "no title on one side"
    NUMBERED = "other numbers in the title"
    TRANSLATED = "one release in two languages"


_ALIKE = 0.62  # of the letters, for two titles to be compared word by word
_CONTAINED = 24  # letters that the shorter title must have to be found within the longer
_SMALL = frozenset(
    "a an the of in on for and or to with by from at as is its their vs versus using into after before during study trial s".split()
    # legal forms of firms, which a wire adds
    + "ab publ ag inc ltd llc gmbh sa spa plc corp bv nv".split()
)


def compare_titles(one: Title, other: Title) -> Likeness:
    """Return how the titles compare; a number that one has and the other has not in its place is NUMBERED."""
    if not one.key or not other.key:
        return Likeness.UNKNOWN
    if one.key == other.key:
        return Likeness.NUMBERED if _other_numbers(one.numbers, other.numbers) else Likeness.EQUAL
    short, long = sorted((one.key, other.key), key=len)
    contained = len(short) >= _CONTAINED and (long.startswith(short) or long.endswith(short))
    if not contained and Indel.normalized_similarity(short, long, score_cutoff=_ALIKE) == 0:
        return Likeness.UNLIKE
    if _other_numbers(one.numbers, other.numbers):
        return Likeness.NUMBERED
    return Likeness.CONTAINED if contained else _by_words(one, other)


def _other_numbers(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether each title has a number that the other lacks; "1,25" that lost its comma is "125"."""
    if one == other:
        return False
    if Counter(one) <= Counter(other) or Counter(other) <= Counter(one):
        return False
    return len(one) == len(other) or "".join(one) != "".join(other)


def _by_words(one: Title, other: Title) -> Likeness:
    """Return MISSPELT where the words differ by slips of the pen ("tumour", "tumor"), ALTERED where one is another word."""
    left, right = _unshared(one.words, other.words)
    if "".join(left) == "".join(right):
        return Likeness.MISSPELT
    left, right = _unpaired(left, right)
    if not left and not right:
        return Likeness.MISSPELT
    if left and right:
        return Likeness.UNLIKE if _mostly(left, one) or _mostly(right, other) else Likeness.ALTERED
    return Likeness.CONTAINED


def _unshared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the words of each title that the other has not, in their order."""
    left, right = Counter(one) - Counter(other), Counter(other) - Counter(one)
    return [word for word in one if word in left], [word for word in other if word in right]


def _unpaired(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Return the words without small ones, and without those that both have in two spellings."""
    alone = []
    rest = [word for word in right if word not in _SMALL]
    for word in left:
        twin = next((candidate for candidate in rest if same_word(word, candidate)), None)
        if twin is not None:
            rest.remove(twin)
        elif word not in _SMALL:
            alone.append(word)
    return alone, rest


def _mostly(words: list[str], title: Title) -> bool:
    return len(words) > len(title.words) / 3


# Beginnings that turn a word into its opposite.
_OPPOSITES = (
    ("hypo", "hyper"),
    ("intra", "inter"),
    ("micro", "macro"),
    ("pre", "pro"),
    ("ante", "anti"),
    ("endo", "exo"),
)


@lru_cache(maxsize=4_000)
def same_word(one: str, other: str) -> bool:
    """Return whether two words are spellings of one: an edit for every five letters, none at the beginning."""
    short, long = sorted(
        (one.replace("ae", "e").replace("oe", "e"), other.replace("ae", "e").replace("oe", "e")), key=len
    )
    if short == long or (len(short) >= 3 and long in {short + "s", short + "es"}):
        return True
    if len(short) < 5 or not (short.isalpha() and long.isalpha()):
        return False
    if short[:2] != long[:2]:
        return 6 <= len(short) == len(long) and Levenshtein.distance(short, long, score_cutoff=1) == 1
    if any({a, b} <= {one[: len(a)], one[: len(b)], other[: len(a)], other[: len(b)]} for a, b in _OPPOSITES):
        return False
    return Levenshtein.distance(short, long, score_cutoff=len(short) // 5) <= len(short) // 5
