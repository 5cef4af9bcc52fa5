"""Whole numbers as a text prints them, in digits ("2,318") or in words ("one hundred and twenty")."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digests.tallies import spelt

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORTH = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_WORD = "|".join(sorted(_WORTH, key=len, reverse=True))
SPELT = rf"(?:{_WORD}|hundred|thousand)"
_SPELT = re.compile(
    rf"(?<![\w-])(?:(?:{_WORD})|(?<!\w)a(?= (?:hundred|thousand)(?!\w)))"
    rf"(?:(?:- ?| and | )(?:{_WORD}|hundred|thousand)(?!\w)){{0,7}}+(?!\w)"
)
_DIGITS = re.compile(r"(?<![a-z0-9_.,:/-])(?:\d{1,3}(?:[,\u2009 ]\d{3})++(?!\d)|\d{1,7}+)(?![\d:]|[.,]\d)")
_THOUSANDS = re.compile(r"[,\u2009 ]")


class Numeral(NamedTuple):
    """A whole number and where it stands."""

    value: int
    start: int
    end: int


def numerals(folded: str) -> Iterator[Numeral]:
    """Yield the whole numbers of a folded text in their order; a decimal, a ratio and a time of day are none."""
    found = [Numeral(int(_THOUSANDS.sub("", m.group())), *m.span()) for m in _DIGITS.finditer(folded)]
    found += [one for match in _SPELT.finditer(folded) for one in _spelt(match)]
    taken = {one.start for one in found}
    found += [Numeral(*one) for one in spelt(folded) if one[1] not in taken]
    yield from sorted(found, key=lambda one: one.start)


def _spelt(match: re.Match[str]) -> Iterator[Numeral]:
    """Yield the numbers of a run of words: "one hundred and twenty" is one, "six and eight" are two."""
    total, last, begun = 0, 0, -1
    end = match.start()
    for word in re.finditer(r"[a-z]+", match.group()):
        said, start = word.group(), match.start() + word.start()
        if said == "and":
            continue
        worth = _WORTH.get(said)
        if begun >= 0 and worth is not None and not _continues(last, worth):
            yield Numeral(total + last, begun, end)
            total, last, begun = 0, 0, start
        begun = start if begun < 0 else begun
        if worth is not None:
            last += worth
        elif said == "hundred":
            last = max(last, 1) * 100
        elif said == "thousand":
            total, last = total + max(last, 1) * 1000, 0
        end = match.start() + word.end()
    if begun >= 0:
        yield Numeral(total + last, begun, end)


def _continues(before: int, worth: int) -> bool:
    """Return whether a word goes on with the number: "twenty-three", "one hundred six", not "six eight"."""
    return before % 100 == 0 or (before % 10 == 0 and before % 100 >= 20 and worth < 10)
