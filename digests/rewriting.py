"""Proof of a sentence that a machine rewrote: it says what its source says, or it is not shown.

The proof asks for more than a good rewriting needs, and so refuses many. No word may come in that the source does not have, in that word or in
one that means the same (``digests.meanings``), and none may be left out that binds what is said, or be said again. Every number stands with its unit and beside what it stood beside; arms, and what else both sentences
name, in the order of the source; as many denials, hedges, bounds and claims of significance as there, no other direction, and of those who stayed well
what was said of them. What passes may still be clumsy; it is shown beside the source's own sentence, and marked.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from digests.claims import AHEAD, BOUNDS, DENIALS, DOWN, HEDGES, KEPT, UP
from digests.labels import ENGLISH
from digests.meanings import is_little, meanings
from digests.numerals import numerals
from digests.outcomes.figures import figures
from watcher.text import clean, fold, sentences

_LONGEST = 400  # characters
_FORBIDDEN = re.compile(r"[<>](?! ?[0-9.])|[\[\]{}|*`\\]|https?:|www\.")  # "p<0.001" is no markup
_TOKEN = re.compile(
    r"(?P<name>\b[a-z]{1,6}-?[0-9]{2,}[a-z0-9]*)"  # NV-302, CAM2029
    r"|(?P<number>(?:(?<![\w%)])[-\u2212\u2013])?(?:(?<![\w.)])\.)?[0-9]+(?:[.,·][0-9]+)*)(?P<share> ?(?:%|per ?cent|procent|prozent|por ciento))?|(?P<word>[^\W\d_]+(?:n't)?)|(?P<sign>[<>≤≥=])|(?P<stop>[,;:](?=\s)|[()])"
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
_STEM = 5  # letters by which words of two languages are known as one: "lanreotide", "lanreotid"

# Outcomes that plain words do not tell apart; whether the disease stayed as it was, is asked above.
_ALIKE = {"ORR": "response", **dict.fromkeys(("PD", "SD", "DCR", "progression"), "")}
_FREE = "free pfs ttp"
_WITHOUT_GROWTH = re.compile(
    r"\b(?:without|utan|ohne|sin)(?: \w{1,7}){0,2} (?:progr|grow|worsen|tillvaxt|forsamr|wachs|fortschr|crec|empeor)"
)
_UNGROWN = re.compile(
    rf"{_WITHOUT_GROWTH.pattern}|\bprog\w*fr(?:i|ei)|\b(?:libres? de|fria? fran|frei von) (?:la |el )?\w+|\bprog\w+ free\b"
)
_GREW = re.compile(r"\b(?:progr|grow|grew|worsen|tillvaxt|vaxt|vaxa|forsamr|wachs|wuchs|fortschr|crec|empeor)")
_TONGUES = tuple(UP)  # only of what is English is known what denies and what hedges
_SIGNIFICANT = ("signif",)  # in all four languages
_UNITS = {
    "day": "day days daily dag dagar dagen dagligen tag tage tagen taglich dia dias diario diarios diarias",
    "week": "week weeks weekly vecka veckor veckan veckovis woche wochen wochentlich semana semanas semanal semanales",
    "month": "month months monthly manad manader manaden monat monate monaten monatlich mes meses mensual mensuales",
    "year": "year years yearly annual annually ar aret arligen jahr jahre jahren jahrlich ano anos anual anuales",
    "mg": "mg milligram milligrams milligramm miligramos",
    "people": "patient patients participants people patienter deltagare personer patienten personen pacientes participantes personas",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_CAME_UP = re.compile(r"\b(came|come|turned|showed|follow(?:ed)?)[ -]up\b")  # without a direction
_NEAR = 2  # words within which a number's unit stands
_JOINED = frozenset("and or to och eller till respektive und oder auf bis beziehungsweise y o a".split())
_SPELT_FROM = 13  # fewer are read by language
_OF = frozenset("of av der von de".split())
_ARTICLES = frozenset("the these those all de dessa alla allen los las estos estas todos todas".split())
_TIMES = (" day", " week", " month", " year")
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
_BY, _TO = frozenset("by med um en".split()), frozenset("to till auf a".split())
# What stands anywhere in a sentence, and says nothing of which number is whose.
_ANYWHERE = "patient* people participant* median* mean average trial* stud* group* rate* treat* therap* percent week* month* year* days"


# What says no more than that something was so; where a sentence denies, it may be what is denied.
_SPARED = "achiev* compar* rang* random* total overall"


class _Said(NamedTuple):
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


def fault(source: str, said: str, language: str = ENGLISH) -> str:
    """Return what is wrong with a rewriting of an English sentence into a language, in words; "" where nothing was found."""
    return next(_faults(source, said, language), "")


def _faults(source: str, said: str, language: str) -> Iterator[str]:
    yield from _form(said)
    before, after = _read(source), _read(said, language)
    if not _is_english(before):
        yield "its source is not in English"
    yield from _lost(before, after, language)
    yield from _moved(before, after, language)
    yield from _arms(source, after, language)
    yield from _other_outcomes(source, said)
    if own := _own_words(before, after, language):
        yield f"it has words of its own: {', '.join(own)}"
    if left := _words_left_out(before, after, language):
        yield f"it leaves out what the source has: {', '.join(left)}"
    if again := _said_again(before, after):
        yield f"it names more often than the source: {', '.join(again)}"
    yield from _places(before, after)


def _is_english(said: _Said) -> bool:
    known = {
        tongue: sum(len(word) > 1 and (is_little(word, tongue) or bool(meanings(word, tongue))) for word in said.words)
        for tongue in _TONGUES
    }
    return known[ENGLISH] > max(count for tongue, count in known.items() if tongue != ENGLISH)


def _own_words(before: _Said, after: _Said, language: str) -> list[str]:
    """Return the words that the source has neither as they are nor in others that mean the same."""
    stems = {_stem(word) for word in before.words}
    meant = {meaning for word in before.words for meaning in meanings(word, ENGLISH)}
    return [
        word
        for word in dict.fromkeys(after.words)
        if not (
            is_little(word, language)
            or word in _UNIT
            or _stem(word) in stems
            or meanings(word, language) & meant
            or _is_asked_for(word, language)
        )
    ]


def _words_left_out(before: _Said, after: _Said, language: str) -> list[str]:
    """Return the source's words that the rewriting has neither as they are nor in others that mean the same: each may bind what is said."""
    stems = {_stem(word) for word in after.words}
    compounds = " ".join(after.words)
    meant = {meaning for word in after.words for meaning in meanings(word, language)}
    return [
        word
        for at, word in enumerate(before.words)
        if not (
            _holds_nothing(before, at)
            or _stem(word) in stems
            or (len(word) >= _STEM and _stem(word) in compounds)
            or meanings(word, ENGLISH) & meant
            or _is_asked_for(word, ENGLISH)
        )
    ]


def _holds_nothing(said: _Said, at: int) -> bool:
    """Return whether a word may go: what it says is said by the others, or asked for elsewhere; where something is denied, less may."""
    word, last = said.words[at], said.words[at - 1] if at else ""
    named = word.startswith("surviv") and last == "free"  # the outcome is named by what comes before
    may_go = bool(_Said((), (word,)).count(_SPARED)) and not said.count(DENIALS[ENGLISH])
    return named or may_go or is_little(word, ENGLISH) or word in _UNIT or _is_anywhere(word)


def _said_again(before: _Said, after: _Said) -> list[str]:
    """Return what stands more often than in the source where another word stands less often: a name in the place of another."""
    first, second = (Counter(map(_stem, one.words)) for one in (before, after))
    binding = [
        word
        for word in dict.fromkeys(before.words)
        if not (is_little(word, ENGLISH) or word in _UNIT or _is_anywhere(word))
    ]
    if not any(0 < second[_stem(word)] < first[_stem(word)] for word in binding):
        return []
    return [word for word in binding if second[_stem(word)] > first[_stem(word)]]


def _is_asked_for(word: str, language: str) -> bool:
    """Return whether a word is one of those that are counted, and so need no other of their meaning in the source."""
    return any(_Said((), (word,)).count(lists[language]) for lists in (DENIALS, HEDGES)) or word.startswith(
        _SIGNIFICANT
    )


def _form(said: str) -> Iterator[str]:
    if not said or said != clean(said) or len(said) > _LONGEST or _FORBIDDEN.search(said):
        yield "it is no plain sentence of at most 400 characters"
    if len(list(sentences(said))) != 1:
        yield "it is not one sentence"


def _lost(before: _Said, after: _Said, language: str) -> Iterator[str]:
    """Yield what the rewriting lost or added of numbers, denials, hedges, significance and direction."""
    one, other = _numbers(before), _numbers(after, before)
    if (one.results, one.times) != (other.results, other.times) and one.all != other.all:
        yield f"its numbers are not those of the source: {', '.join(mark for mark in after.marks if _is_number(mark)) or 'none'}"
    if before.count(DENIALS[ENGLISH]) != after.count(DENIALS[language]) - _spelt_out(before, after):
        yield "it has other denials than the source"
    if before.count(HEDGES[ENGLISH]) != after.count(HEDGES[language]):
        yield "it has other hedges than the source"
    if _significant(before) != _significant(after):
        yield "it claims another significance than the source"
    if _kept(before) != _kept(after):
        yield "it tells of those who stayed as they were what the source tells of the others"
    if _grew(after) and not _grew(before):
        yield "it tells of those who stayed as they were what the source tells of the others"
    for lists in (UP, DOWN):
        if bool(before.count(lists[ENGLISH])) != bool(after.count(lists[language])):
            yield "it has another direction than the source"


def _moved(before: _Said, after: _Said, language: str) -> Iterator[str]:
    """Yield what the rewriting made of times, bounds, plans and steps."""
    if _times_alone(before) != _times_alone(after):
        yield "it has other times than the source"
    if before.count(BOUNDS[ENGLISH]) != after.count(BOUNDS[language]):
        yield "it has other bounds than the source"
    if bool(before.count(AHEAD[ENGLISH])) != bool(after.count(AHEAD[language])):
        yield "it tells what is planned as done, or what was done as planned"
    if any(_other_base(one, other, language) for one, other in zip(_bases(before), _bases(after), strict=False)):
        yield "it counts others than the source"
    if any({one, other} == {"by", "to"} for one, other in zip(_steps(before), _steps(after), strict=False)):
        yield "it tells a change as a level, or a level as a change"


def _kept(said: _Said) -> bool:
    """Return whether those are told of who stayed as they were, or how long it took until they did not."""
    return bool(said.count(KEPT[said.language])) or "time to" in " ".join(said.words)


def _grew(said: _Said) -> bool:
    """Return whether a disease that grew is told of, but as what somebody was without."""
    return _GREW.search(_UNGROWN.sub("", " ".join(said.words))) is not None


def _spelt_out(before: _Said, after: _Said) -> int:
    """Return how many denials of the rewriting say what the source says without one: "without growth" for "progression-free"."""
    return min(before.count(_FREE), len(_WITHOUT_GROWTH.findall(" ".join(after.words))))


def _read(text: str, language: str = ENGLISH) -> _Said:
    """Return a sentence as it is compared; a comma between digits is a decimal point where it parts off no thousands."""
    found = list(_TOKEN.finditer(_in_digits(_CAME_UP.sub(r"\1", fold(text)))))
    marks: list[str] = []
    clauses: list[int] = []
    clause = aside = 0
    for at, token in enumerate(found):
        stop, word = token["stop"], token["word"] or ""
        aside += {"(": 1, ")": -1}.get(stop or "", 0)
        clause += not aside and (
            stop in {",", ";", ":"} or word in _PARTS
        )  # what stands in brackets belongs to its clause
        number = _COUNTED[language].get(word, token["number"])
        if number:
            marks.append(f"{_plain(number, language)}{'%' if token['share'] else _unit(found[at + 1 :])}")
        elif not stop:
            marks.append(token["name"] or token["sign"] or word)
        clauses += [clause] * (len(marks) - len(clauses))
    return _Said(
        tuple(marks),
        tuple(mark for mark in marks if mark[0].isalpha() or (mark[-1].isalpha() and " " not in mark)),
        tuple(clauses),
        language,
    )


def _is_number(mark: str) -> bool:
    return (mark.lstrip("-")[:1].isdigit() and (" " in mark or not mark[-1].isalpha())) or mark[0] in "<>≤≥="


class _Numbers(NamedTuple):
    """The numbers of a sentence in their order, and apart from them the times at which they were taken."""

    results: tuple[str, ...]
    times: tuple[str, ...]
    all: tuple[str, ...]


def _numbers(said: _Said, source: _Said | None = None) -> _Numbers:
    """Return the numbers; people are only what is counted where the ``source`` says so, or names nothing that is."""
    bare = {*source.marks} if source else set()
    marks = [_bare(mark, bare) for mark in said.marks]
    at_times = {at for at, mark in enumerate(marks) if _is_time(said, at)}
    numbers = [at for at, mark in enumerate(marks) if _is_number(mark)]
    return _Numbers(
        tuple(marks[at] for at in numbers if at not in at_times),
        tuple(marks[at] for at in numbers if at in at_times),
        tuple(marks[at] for at in numbers),
    )


def _bare(mark: str, source: set[str]) -> str:
    plain = mark.removesuffix(" people")
    return plain if plain != mark and mark not in source and plain in source else mark


def _is_time(said: _Said, at: int) -> bool:
    before = said.marks[max(0, at - _BEFORE_TIME) : at]
    last = max((place for place, mark in enumerate(before, start=1) if _is_number(mark)), default=0)
    return said.marks[at].endswith(_TIMES) and bool({*_AT[said.language].split()} & {*before[last:]})


def _times_alone(said: _Said) -> Counter[str]:
    """Return the days, weeks, months and years that are no number's: "daily", "within a month"."""
    units = [_UNIT.get(mark, "") for mark in said.marks]
    near = [any(map(_is_number, said.marks[max(0, at - _NEAR) : at])) for at in range(len(units))]
    return Counter(unit for unit, taken in zip(units, near, strict=True) if f" {unit}" in _TIMES and not taken)


def _steps(said: _Said) -> list[str]:
    """Return of each number whether something changed "by" or "to" it, "" where neither is said."""
    steps: list[str] = []
    before: list[str] = []
    for mark in said.marks:
        if _is_number(mark):
            near = {*before[-_NEAR:]}
            steps.append("by" if near & _BY else "to" if near & _TO else "")
            before = []
        else:
            before.append(mark)
    return steps


def _bases(said: _Said) -> list[str]:
    """Return of each share what it is a share of ("14% of reports"), "" where that is not said."""
    bases = []
    for at, mark in enumerate(said.marks):
        if mark.endswith("%"):
            after = [word for word in said.marks[at + 1 : at + 4] if word not in _ARTICLES - _OF]
            bases.append(after[1] if len(after) > 1 and after[0] in _OF else "")
    return bases


def _other_base(one: str, other: str, language: str) -> bool:
    """Return whether two shares are of different things, as far as both say it."""
    alike = _stem(one) == _stem(other) or meanings(one, ENGLISH) & meanings(other, language)
    return bool(one and other) and not alike


def _unit(following: list[re.Match[str]]) -> str:
    """Return the unit that stands near, or that a number has with the one after it: "88 and 91 months"."""
    if len(following) > _NEAR and following[0]["word"] in _JOINED and following[1]["number"]:
        following = following[_NEAR:]
    return next((f" {_UNIT[token['word']]}" for token in following[:_NEAR] if token["word"] in _UNIT), "")


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


def _significant(said: _Said) -> int:
    return sum(word.startswith(_SIGNIFICANT) or word[2:].startswith(_SIGNIFICANT) for word in said.words)


def _arms(source: str, after: _Said, language: str) -> Iterator[str]:
    """Yield the arms that the source sets side by side, and that the rewriting does not name."""
    named = {name for one in figures(source) for name in (one.arm, one.comparator) if name}
    stems = {_stem(word) for word in after.words}
    meant = {meaning for word in after.words for meaning in meanings(word, language)}
    for name in sorted(named):
        heads = [word for word in _read(name).words if len(word) >= _STEM and word not in _UNIT]
        if heads and not any(_stem(word) in stems or meanings(word, ENGLISH) & meant for word in heads):
            yield f"it does not name {name}"


def _other_outcomes(source: str, said: str) -> Iterator[str]:
    """Yield the outcomes of a word that the rewriting tells of, and the source, of which some are known, does not."""
    before, after = (
        {_ALIKE.get(one.outcome, one.outcome.removeprefix("AE: ")) for one in figures(text)} for text in (source, said)
    )
    for name in sorted(after - before if before - {""} else ()):
        if name and " " not in name:
            yield f"it tells of another outcome: {name}"


def _stem(word: str) -> str:
    """Return what the languages spell alike of a word: "octreotide" and "oktreotid", "lanreotide" and "lanreotid"."""
    return (word if any(map(str.isdigit, word)) else word[:_STEM]).replace("k", "c")


def _places(before: _Said, after: _Said) -> Iterator[str]:
    """Yield what changed its place: the words that both sentences have as often, among themselves and beside the numbers of their clause."""
    each = [[_stem(mark) if mark[0].isalpha() else "" for mark in one.marks] for one in (before, after)]
    counts = [Counter(one) for one in each]
    known = {
        _stem(word)
        for word in before.words
        if not is_little(word, ENGLISH)
        and word not in _UNIT
        and counts[0][_stem(word)] == counts[1][_stem(word)]
        and not _is_anywhere(word)
    }
    long = {name for name in known if len(name) >= _STEM}
    if any(
        [mark for mark in each[0] if mark in some] != [mark for mark in each[1] if mark in some]
        for some in (long, known - long)
    ):
        yield "what it names stands in another order than in the source"
    beside = [_beside(one, marks, known) for one, marks in zip((before, after), each, strict=True)]
    times = [_beside(one, list(one.marks), {*_numbers(one).times}) for one in (before, after)]
    for one, other in (beside, times):
        if any(one[name] and other[name] and not one[name] & other[name] for name in one.keys() & other.keys()):
            yield "what it names stands beside other numbers than in the source"


def _is_anywhere(word: str) -> bool:
    return bool(_Said((), (word,)).count(_ANYWHERE))


def _beside(said: _Said, marks: list[str], known: set[str]) -> dict[str, set[str]]:
    """Return the numbers that stand in one clause with each of the names, of those that stand once."""
    results = {*_numbers(said).results}
    found: dict[str, set[str]] = {}
    for at, name in enumerate(marks):
        if name in known and marks.count(name) == 1:
            here = {mark for mark, clause in zip(said.marks, said.clauses, strict=True) if clause == said.clauses[at]}
            found[name] = here & results
    return found
