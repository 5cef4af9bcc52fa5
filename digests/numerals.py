"""Whole numbers as a text prints them, in digits ("2,318") or in words ("one hundred and twenty")."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# From 13 to 99 in the languages of our sources, as folded text has them: "trente-neuf" is 39.
# What is smaller is spelt like other words ("due", "once", "six"), or like English.
_FEWEST = 13
# units 1 to 9; 10 to 19; tens 20 to 90; how the two are put together
_LANGUAGES = {
    "German": (
        "ein zwei drei vier funf sechs sieben acht neun",
        "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
        "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
        "{unit}und{ten}",
    ),
    "French": (
        "un deux trois quatre cinq six sept huit neuf",
        "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
        "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
        "{ten}-{unit}",
    ),
    "Spanish": (
        "uno dos tres cuatro cinco seis siete ocho nueve",
        "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "{ten} y {unit}",
    ),
    "Italian": (
        "uno due tre quattro cinque sei sette otto nove",
        "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
        "{ten}{unit}",
    ),
    "Portuguese": (
        "um dois tres quatro cinco seis sete oito nove",
        "dez onze doze treze catorze quinze dezasseis dezassete dezoito dezanove",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
        "{ten} e {unit}",
    ),
    "Dutch": (
        "een twee drie vier vijf zes zeven acht negen",
        "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        "{unit}en{ten}",
    ),
    "Swedish": (
        "en tva tre fyra fem sex sju atta nio",
        "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
        "tjugo trettio fyrtio femtio sextio sjuttio attio nittio",
        "{ten}{unit}",
    ),
    "Danish": (
        "en to tre fire fem seks syv otte ni",
        "ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
        "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems",
        "{unit}og{ten}",
    ),
    "Polish": (
        "jeden dwa trzy cztery piec szesc siedem osiem dziewiec",
        "dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie siedemnascie osiemnascie dziewietnascie",
        "dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat dziewiecdziesiat",
        "{ten} {unit}",
    ),
}
_OTHER = {
    "trentuno": 31, "ventuno": 21, "ventotto": 28, "trentotto": 38, "quarantuno": 41, "quarantotto": 48, "veintiuno": 21, "veintiun": 21, "veintidos": 22,
    "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "vinte e duas": 22,
    "vingt et un": 21, "trente et un": 31, "quarante et un": 41, "cinquante et un": 51, "soixante et un": 61, "soixante et onze": 71, "dezesseis": 16, "dezessete": 17,
    "dezenove": 19, "dreiundzwanzig": 23, "tweeentwintig": 22, "drieentwintig": 23,
}  # fmt: skip


def spelt(folded: str) -> Iterator[tuple[int, int, int]]:
    """Yield (number, start, end) of each number that the folded text spells out."""
    for match in _pattern().finditer(folded):
        yield _worth()[match.group()], match.start(), match.end()


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted(_worth(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


@cache
def _worth() -> dict[str, int]:
    return {word: number for language in _LANGUAGES for word, number in _of(language) if number >= _FEWEST} | _OTHER


def _of(language: str) -> Iterator[tuple[str, int]]:
    units, teens, tens, joint = _LANGUAGES[language]
    yield from ((word, 10 + i) for i, word in enumerate(teens.split()))
    for i, ten in enumerate(tens.split(), 2):
        yield ten, 10 * i
        yield from ((joint.format(ten=ten, unit=unit), 10 * i + j) for j, unit in enumerate(units.split(), 1))
    if language == "French":
        late = [*teens.split()]
        yield from (
            (f"{ten}-{word}", base + i)
            for ten, base in (("soixante", 70), ("quatre-vingt", 90))
            for i, word in enumerate(late)
        )
        yield from ((f"quatre-vingt-{unit}", 80 + j) for j, unit in enumerate(units.split(), 1))


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
