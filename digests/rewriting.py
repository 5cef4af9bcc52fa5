"""Proof of a sentence that a machine rewrote: it says what its source says, or it is not shown.

The proof asks for more than a good rewriting needs, and so refuses many: every number with its unit, every arm and every word that both sentences
share has to stand in the order of the source, as many denials, hedges and claims of significance as there, no other direction, and of those who stayed well what was said of them. What passes may
still be clumsy; it is shown beside the source's own sentence, and marked.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from digests.labels import ENGLISH
from digests.outcomes.figures import figures
from watcher.text import clean, fold, sentences

_LONGEST = 400  # characters
_FORBIDDEN = re.compile(r"[<>](?! ?[0-9.])|[\[\]{}|*`\\]|https?:|www\.")  # "p<0.001" is no markup
_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:[.,·][0-9]+)*)(?P<share> ?(?:%|per ?cent|procent|prozent|por ciento))?|(?P<word>[^\W\d_]+(?:n't)?)|(?P<sign>[<>≤≥=])"
)
_STEM = 5  # letters by which words of two languages are known as one: "lanreotide", "lanreotid"

# What may not be lost or added, by language, each word as folded text has it; a star stands for any ending.
_DENIALS = {
    "en": "no not none never without neither nor cannot fail failed fails lack lacked lacks unable absence n't",
    "sv": "inte ej icke ingen inget inga utan varken aldrig misslyckades saknade saknas",
    "de": "nicht kein* ohne weder noch nie niemals verfehl*",
    "es": "no sin ningun* nunca ni tampoco fracas* carec*",
}
_HEDGES = {
    "en": "may might could suggest* appear* seem* possibl* probabl* trend* numerical* likely",
    "sv": "kan kunde tyder verka* mojlig* troligen trend* numerisk*",
    "de": "kann konnte* deut* schein* moglich* wahrscheinlich* trend* numerisch*",
    "es": "puede podria* sugier* parec* posibl* probabl* tendencia* numeric*",
}
_UP = {
    "en": "longer higher increas* improv* greater more better superior prolong* rose",
    "sv": "langre hogre oka* forbattra* storre fler mer battre overlagsen forlang*",
    "de": "langer* hoher* steig* zunahm* verbesser* grosser* mehr besser* uberlegen verlanger*",
    "es": "mayor* mas aument* mejor* superior* prolong*",
}
_DOWN = {
    "en": "shorter lower decreas* reduc* worse* less fewer inferior declin* fell",
    "sv": "kortare lagre minska* samre mindre farre underlagsen sank*",
    "de": "kurzer* niedriger* sink* abnahm* verringer* reduz* schlechter* weniger unterlegen",
    "es": "menor* menos disminu* redu* peor* inferior*",
}
# Who stayed as they were, or lived: the share that did is not the share that did not.
_KEPT = {
    "en": "free without pfs ttp os surviv* alive live lived stable stabil* stay* remain* held hold* control* until",
    "sv": "fri fria fritt progressionsfri* utan pfs ttp os overlev* lev* stabil* forbl* holl* kontroll* tills",
    "de": "frei* progressionsfrei* ohne pfs ttp os uberleb* leb* stabil* blieb* gehalten hielt* kontroll* bis",
    "es": "libre* sin pfs slp ttp os supervivencia sobreviv* viv* estable* mantuv* control* hasta",
}
# Outcomes that plain words do not tell apart; whether the disease stayed as it was, is asked above.
_ALIKE = {"ORR": "response", **dict.fromkeys(("PD", "SD", "DCR", "progression"), "")}
_FREE = "free pfs ttp"
_WITHOUT_GROWTH = re.compile(
    r"\b(?:without|utan|ohne|sin)(?: \w{1,7}){0,2} (?:progr|grow|worsen|tillvaxt|forsamr|wachs|fortschr|crec|empeor)"
)
_ENGLISH = frozenset(
    "the of and was were with than between by for in no not there is are to at from had have after this or who which".split()
)
_FEWEST = 2  # of these in a sentence that is taken for English: only there is known what denies and what hedges
_SIGNIFICANT = ("signif",)  # in all four languages
_UNITS = {
    "day": "day days dag dagar tag tage tagen dia dias",
    "week": "week weeks vecka veckor woche wochen semana semanas",
    "month": "month months manad manader monat monate monaten mes meses",
    "year": "year years ar jahr jahre jahren ano anos",
    "mg": "mg milligram milligrams milligramm miligramos",
    "people": "patient patients participants people patienter deltagare personer patienten personen pacientes participantes personas",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_NEAR = 2  # words within which a number's unit stands


class _Said(NamedTuple):
    """A sentence as it is compared: its numbers, each with its unit, and its words, in their order."""

    marks: tuple[str, ...]
    words: tuple[str, ...]

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
    before, after = _read(source), _read(said)
    if len(_ENGLISH & {*before.words}) < _FEWEST:
        yield "its source is not in English"
    yield from _lost(before, after, language)
    yield from _arms(source, after)
    yield from _other_outcomes(source, said)
    shared = _shared(before, after)
    if shared[0] != shared[1]:
        yield "what it names stands in another order than in the source"


def _form(said: str) -> Iterator[str]:
    if not said or said != clean(said) or len(said) > _LONGEST or _FORBIDDEN.search(said):
        yield "it is no plain sentence of at most 400 characters"
    if len(list(sentences(said))) != 1:
        yield "it is not one sentence"


def _lost(before: _Said, after: _Said, language: str) -> Iterator[str]:
    """Yield what the rewriting lost or added of numbers, denials, hedges, significance and direction."""
    numbers = [tuple(mark for mark in one.marks if mark[0].isdigit() or mark[0] in "<>≤≥=") for one in (before, after)]
    if numbers[0] != numbers[1]:
        yield f"its numbers are not those of the source: {', '.join(numbers[1]) or 'none'}"
    if before.count(_DENIALS[ENGLISH]) != after.count(_DENIALS[language]) - _spelt_out(before, after):
        yield "it has other denials than the source"
    if before.count(_HEDGES[ENGLISH]) != after.count(_HEDGES[language]):
        yield "it has other hedges than the source"
    if _significant(before) != _significant(after):
        yield "it claims another significance than the source"
    if bool(before.count(_KEPT[ENGLISH])) != bool(after.count(_KEPT[language])):
        yield "it tells of those who stayed as they were what the source tells of the others"
    for lists in (_UP, _DOWN):
        if bool(before.count(lists[ENGLISH])) != bool(after.count(lists[language])):
            yield "it has another direction than the source"


def _spelt_out(before: _Said, after: _Said) -> int:
    """Return how many denials of the rewriting say what the source says without one: "without growth" for "progression-free"."""
    return min(before.count(_FREE), len(_WITHOUT_GROWTH.findall(" ".join(after.words))))


def _read(text: str) -> _Said:
    """Return a sentence as it is compared; a comma between digits is a decimal point where it parts off no thousands."""
    found = list(_TOKEN.finditer(fold(text)))
    marks: list[str] = []
    for at, token in enumerate(found):
        if number := token["number"]:
            marks.append(f"{_plain(number)}{'%' if token['share'] else _unit(found[at + 1 : at + 1 + _NEAR])}")
        else:
            marks.append(token["sign"] or token["word"])
    return _Said(tuple(marks), tuple(mark for mark in marks if mark[0].isalpha()))


def _unit(following: list[re.Match[str]]) -> str:
    return next((f" {_UNIT[token['word']]}" for token in following if token["word"] in _UNIT), "")


def _plain(number: str) -> str:
    """Return "8,3", "8·3" and "8.30" as 8.3, "0,001" as 0.001, "2,318" as 2318."""
    thousands = re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", number)
    plain = number.replace(",", "") if thousands else number.replace(",", ".").replace("·", ".")
    return plain.rstrip("0").rstrip(".") if plain.count(".") == 1 else plain


def _significant(said: _Said) -> int:
    return sum(word.startswith(_SIGNIFICANT) or word[2:].startswith(_SIGNIFICANT) for word in said.words)


def _arms(source: str, after: _Said) -> Iterator[str]:
    """Yield the arms that the source sets side by side, and that the rewriting does not name."""
    named = {name for one in figures(source) for name in (one.arm, one.comparator) if name}
    stems = {_stem(word) for word in after.words}
    for name in sorted(named):
        heads = [word for word in _read(name).words if len(word) >= _STEM]
        if heads and not any(_stem(word) in stems for word in heads):
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
    return word[:_STEM].replace("k", "c")


def _shared(before: _Said, after: _Said) -> tuple[list[str], list[str]]:
    """Return the numbers and the longer words that stand equally often in both, each sentence's in its order."""
    stemmed = [
        [mark if mark[0].isdigit() else _stem(mark) for mark in one.marks if mark[0].isdigit() or len(mark) >= _STEM]
        for one in (before, after)
    ]
    counts = [Counter(one) for one in stemmed]
    known = {mark for mark in counts[0] if counts[0][mark] == counts[1][mark]}
    first, second = ([mark for mark in one if mark in known] for one in stemmed)
    return first, second
