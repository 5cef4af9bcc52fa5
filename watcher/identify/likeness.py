"""How two titles compare: equal, misspelt, one within the other, altered in a word, or unlike."""

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from watcher.identify.titles import Title


class Likeness(Enum):
    """How two titles compare, and the words for it."""

    EQUAL = "same title"
    MISSPELT = "same title but for spelling"
    CONTAINED = "one title within the other"
    ALTERED = "titles that differ in a word"
    UNLIKE = "other title"
    UNKNOWN = "no title on one side"
    NUMBERED = "other numbers in the title"


_ALIKE = 0.62  # of the letters, for two titles to be compared word by word
_CONTAINED = 24  # letters that the shorter title must have to be found within the longer
_SMALL = frozenset(
    "a an the of in on for and or to with by from at as is its their vs versus using into after before during study trial s".split()
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
