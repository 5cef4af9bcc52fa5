"""A sentence as a rewriting and its source are compared: words, and numbers with their units, in their order and clauses."""

import re
from typing import NamedTuple

from digests.labels import ENGLISH
from digests.numerals import numerals
from watcher.text import fold

_TOKEN = re.compile(
    r"(?P<name>\b[a-z]{1,6}+-?+[0-9]{2,}+[a-z0-9]*+)"  # NV-302, CAM2029
    r"|(?P<number>(?:(?<![\w%)])[-\u2212\u2013])?(?:(?<![\w.)])\.)?[0-9]++(?:[.,·][0-9]++)*+)(?P<share> ?(?:%|per ?cent|procent|prozent|por ciento))?|(?P<word>[^\W\d_]+(?:n't)?)|(?P<sign>[<>≤≥=])|(?P<stop>[,;:](?=\s)|[()])"
)
_COUNTED = {  # from two to twelve; one is an article in three of the languages, and "dos" is a dose in Swedish
    language: {word: str(number) for number, word in enumerate(words.split(), start=2)}
    for language, words in {
        ENGLISH: "two three four five six seven eight nine ten eleven twelve",
        "sv": "tva tre fyra fem sex sju atta nio tio elva tolv",
        "de": "zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
        "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    }.items()
}
STEM = 5  # letters by which words of two languages are known as one: "lanreotide", "lanreotid"
_UNITS = {
    "day": "day days daily dag dagar dagen dagligen tag tage tagen taglich dia dias diario diarios diarias",
    "week": "week weeks weekly vecka veckor veckan veckovis woche wochen wochentlich semana semanas semanal semanales",
    "month": "month months monthly manad manader manaden monat monate monaten monatlich mes meses mensual mensuales",
    "year": "year years yearly annual annually ar aret arligen jahr jahre jahren jahrlich ano anos anual anuales",
    "mg": "mg milligram milligrams milligramm miligramos",
    "people": "patient patients participants people patienter deltagare personer patienten personen pacientes participantes personas",
}
UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_CAME_UP = re.compile(r"\b(came|come|turned|showed|follow(?:ed)?)[ -]up\b")  # without a direction
NEAR = 2  # words within which a number's unit stands
_JOINED = frozenset("and or to och eller till respektive und oder auf bis beziehungsweise y o a".split())
_SPELT_FROM = 13  # fewer are read by language
TIMES = (" day", " week", " month", " year")
_AT = {
    "en": "at after within during over by",
    "sv": "vid efter inom under vecka",
    "de": "nach bei binnen innerhalb wahrend uber",
    "es": "a tras durante dentro",
}
_BEFORE_TIME = 4  # words before a time that say that it is one: "during a median of 41 months"
_PARTS = frozenset(
    "and while whereas but than against versus vs och medan men an mot und aber als gegenuber y mientras pero que frente".split()
)


class Said(NamedTuple):
    """A sentence as it is compared: its numbers, each with its unit, and its words, in their order."""

    marks: tuple[str, ...]
    words: tuple[str, ...]
    clauses: tuple[int, ...] = ()  # in which clause each mark stands
    language: str = ENGLISH

    def count(self, listed: str) -> int:
        """Return how many words of a list, its stars standing for any ending, the sentence has."""
        whole = {one for one in listed.split() if not one.endswith("*")}
        stems = tuple(one[:-1] for one in listed.split() if one.endswith("*"))
        return sum(word in whole or word.startswith(stems) for word in self.words)


def read(text: str, language: str = ENGLISH) -> Said:
    """Return a sentence as it is compared; a comma between digits is a decimal point where it parts off no thousands."""
    found = list(_TOKEN.finditer(_in_digits(_CAME_UP.sub(r"\1", fold(text)))))
    marks: list[str] = []
    clauses: list[int] = []
    clause = aside = 0
    for at, token in enumerate(found):
        stop, word = token["stop"], token["word"] or ""
        aside += {"(": 1, ")": -1}.get(stop or "", 0)
        # What stands in brackets belongs to its clause.
        clause += not aside and (stop in {",", ";", ":"} or word in _PARTS)
        number = _COUNTED[language].get(word, token["number"])
        if number:
            marks.append(f"{_plain(number, language)}{'%' if token['share'] else _unit(found[at + 1 : at + 3 + NEAR])}")
        elif not stop:
            marks.append(token["name"] or token["sign"] or word)
        clauses += [clause] * (len(marks) - len(clauses))
    return Said(
        tuple(marks),
        tuple(mark for mark in marks if mark[0].isalpha() or (mark[-1].isalpha() and " " not in mark)),
        tuple(clauses),
        language,
    )


def is_number(mark: str) -> bool:
    """Return whether a mark is a number, with or without its unit, or a sign before one."""
    return (mark.lstrip("-")[:1].isdigit() and (" " in mark or not mark[-1].isalpha())) or mark[0] in "<>≤≥="


class Numbers(NamedTuple):
    """The numbers of a sentence in their order, and apart from them the times at which they were taken."""

    results: tuple[str, ...]
    times: tuple[str, ...]
    all: tuple[str, ...]


def numbers(said: Said, source: Said | None = None) -> Numbers:
    """Return the numbers; people are only what is counted where the ``source`` says so, or names nothing that is."""
    bare = {*source.marks} if source else set()
    marks = [_bare(mark, bare) for mark in said.marks]
    at_times = {at for at, mark in enumerate(marks) if _is_time(said, at)}
    places = [at for at, mark in enumerate(marks) if is_number(mark)]
    return Numbers(
        tuple(marks[at] for at in places if at not in at_times),
        tuple(marks[at] for at in places if at in at_times),
        tuple(marks[at] for at in places),
    )


def _bare(mark: str, source: set[str]) -> str:
    plain = mark.removesuffix(" people")
    return plain if plain != mark and mark not in source and plain in source else mark


def _is_time(said: Said, at: int) -> bool:
    before = said.marks[max(0, at - _BEFORE_TIME) : at]
    last = max((place for place, mark in enumerate(before, start=1) if is_number(mark)), default=0)
    return said.marks[at].endswith(TIMES) and bool({*_AT[said.language].split()} & {*before[last:]})


def _unit(following: list[re.Match[str]]) -> str:
    """Return the unit that stands near, or that a number has with the one after it: "88 and 91 months"."""
    match following:
        case [joint, number, *rest] if joint["word"] in _JOINED and number["number"]:
            following = rest
    return next((f" {UNIT[token['word']]}" for token in following[:NEAR] if token["word"] in UNIT), "")


def _in_digits(folded: str) -> str:
    """Return a text with the numbers from 13 on that it spells out in digits: "eighty-eight percent"."""
    for one in reversed(list(numerals(folded))):
        if one.value >= _SPELT_FROM and folded[one.start].isalpha():
            folded = f"{folded[: one.start]}{one.value}{folded[one.end :]}"
    return folded


def _plain(number: str, language: str = ENGLISH) -> str:
    """Return "8,3", "8·3" and "8.30" as 8.3, "0,001" as 0.001, "2,318", in Spanish and German "2.318", as 2318, "\u22123" as -3."""
    number = re.sub(r"^(-?)\.", r"\g<1>0.", number.replace("\u2212", "-").replace("\u2013", "-"))
    point = "." if language in {"de", "es"} else ","
    thousands = re.fullmatch(rf"-?[1-9][0-9]{{0,2}}(?:{re.escape(point)}[0-9]{{3}})+", number)
    plain = number.replace(point, "") if thousands else number.replace(",", ".").replace("·", ".")
    return plain.rstrip("0").rstrip(".") if plain.count(".") == 1 else plain


def stem(word: str) -> str:
    """Return what the languages spell alike of a word: "octreotide" and "oktreotid", "lanreotide" and "lanreotid"."""
    return (word if any(map(str.isdigit, word)) else word[:STEM]).replace("k", "c")
