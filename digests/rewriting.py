"""Proof of a sentence that a machine rewrote: it says what its source says, or it is not shown.

The proof asks for more than a good rewriting needs, and so refuses many. No word may come in that the source does not have, in that word or in
one that means the same (``digests.meanings``), and none may be left out that binds what is said, nor a name stand for another. Every number stands with
its unit and beside what it stood beside; arms, and what else both sentences name, in the order of the source; as many denials, hedges, bounds and claims of significance as there, no other direction, and of those who stayed well
what was said of them. What passes may still be clumsy; it is shown beside the source's own sentence, and marked.
"""

import re
from collections import Counter
from collections.abc import Iterator

from digests.claims import AHEAD, BOUNDS, DENIALS, DOWN, EITHER, HEDGES, KEPT, UP
from digests.labels import ENGLISH
from digests.meanings import is_little, meanings
from digests.outcomes.figures import figures
from digests.saying import NEAR, STEM, TIMES, UNIT, Said, is_number, numbers, read, stem
from watcher.text import clean, sentences

_LONGEST = 400  # characters
_FORBIDDEN = re.compile(r"[<>](?! ?[0-9.])|[\[\]{}|*`\\]|https?:|www\.")  # "p<0.001" is no markup

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
_OF = frozenset("of av der von de".split())
_ARTICLES = frozenset("the these those all de dessa alla allen los las estos estas todos todas".split())
# How a number is reached, and what cannot stand for one another: "by 12%", "in 12%"; "for 16 months", "after 16 months".
_STEPS = {
    word: step
    for step, words in {
        "by": "by med um en",
        "to": "to till auf a",
        "from": "from fran desde",
        "in": "in",
        "for": "for fur",
        "after": "after efter nach tras",
    }.items()
    for word in words.split()
}
_OTHER_STEPS = {
    pair
    for one, other in (("by", "to"), ("from", "to"), ("by", "in"), ("for", "after"))
    for pair in ((one, other), (other, one))
}  # "reported by 12%" is "in 12%", where nothing rose or fell
# What bounds the number behind it: "more than 50%", "över 50 %".
_THAN = frozenset("than an als de del".split())
_LIMITS = {
    word: side
    for side, words in {
        "more": "more over above exceeding > mer fler mehr uber mas superior",
        "less": "less fewer under below < mindre farre weniger unter menos inferior",
        "least": "least ≥ minst mindestens",
        "most": "most ≤ hogst hochstens",
    }.items()
    for word in words.split()
}
# When, of what is named: "after everolimus" is neither before nor with it.
_WHEN = {
    word: when
    for when, words in {
        "after": "after following efter nach tras",
        "before": "before fore innan vor antes",
        "during": "during durante wahrend",
        "with": "with med mit con",
    }.items()
    for word in words.split()
}
# What stands anywhere in a sentence, and says nothing of which number is whose.
_ANYWHERE = "patient* people participant* median* mean average trial* stud* group* rate* treat* therap* percent week* month* year* days"
# What says no more than that something was so; where a sentence denies, it may be what is denied.
_SPARED = "achiev* compar* rang* random* total overall"


def fault(source: str, said: str, language: str = ENGLISH) -> str:
    """Return what is wrong with a rewriting of an English sentence into a language, in words; "" where nothing was found."""
    return next(_faults(source, said, language), "")


def _faults(source: str, said: str, language: str) -> Iterator[str]:
    yield from _form(said)
    before, after = read(source), read(said, language)
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


def _is_english(said: Said) -> bool:
    known = {
        tongue: sum(len(word) > 1 and (is_little(word, tongue) or bool(meanings(word, tongue))) for word in said.words)
        for tongue in _TONGUES
    }
    return known[ENGLISH] > max(count for tongue, count in known.items() if tongue != ENGLISH)


def _own_words(before: Said, after: Said, language: str) -> list[str]:
    """Return the words that the source has neither as they are nor in others that mean the same."""
    stems = {stem(word) for word in before.words}
    meant = {meaning for word in before.words for meaning in meanings(word, ENGLISH)}
    return [
        word
        for word in dict.fromkeys(after.words)
        if not (
            is_little(word, language)
            or word in UNIT
            or stem(word) in stems
            or meanings(word, language) & meant
            or _is_asked_for(word, language)
        )
    ]


def _words_left_out(before: Said, after: Said, language: str) -> list[str]:
    """Return the source's words that the rewriting has neither as they are nor in others that mean the same: each may bind what is said."""
    stems = {stem(word) for word in after.words}
    compounds = " ".join(after.words)
    meant = {meaning for word in after.words for meaning in meanings(word, language)}
    return [
        word
        for at, word in enumerate(before.words)
        if not (
            _holds_nothing(before, at)
            or stem(word) in stems
            or (len(word) >= STEM and stem(word) in compounds)
            or meanings(word, ENGLISH) & meant
            or _is_asked_for(word, ENGLISH)
        )
    ]


def _holds_nothing(said: Said, at: int) -> bool:
    """Return whether a word may go: what it says is said by the others, or asked for elsewhere; where something is denied, less may."""
    word, last = said.words[at], said.words[at - 1] if at else ""
    named = word.startswith("surviv") and last == "free"  # the outcome is named by what comes before
    may_go = bool(Said((), (word,)).count(_SPARED)) and not said.count(DENIALS[ENGLISH])
    return named or may_go or is_little(word, ENGLISH) or word in UNIT or _is_anywhere(word)


def _said_again(before: Said, after: Said) -> list[str]:
    """Return what stands more often than in the source where another word stands less often: a name in the place of another."""
    first, second = (Counter(map(stem, one.words)) for one in (before, after))
    binding = [
        word
        for word in dict.fromkeys(before.words)
        if not (is_little(word, ENGLISH) or word in UNIT or _is_anywhere(word))
    ]
    if not any(0 < second[stem(word)] < first[stem(word)] for word in binding):
        return []
    return [word for word in binding if second[stem(word)] > first[stem(word)]]


def _is_asked_for(word: str, language: str) -> bool:
    """Return whether a word is one of those that are counted, and so need no other of their meaning in the source."""
    return any(Said((), (word,)).count(lists[language]) for lists in (DENIALS, HEDGES)) or word.startswith(_SIGNIFICANT)


def _form(said: str) -> Iterator[str]:
    if not said or said != clean(said) or len(said) > _LONGEST or _FORBIDDEN.search(said):
        yield "it is no plain sentence of at most 400 characters"
    if len(list(sentences(said))) != 1:
        yield "it is not one sentence"


def _lost(before: Said, after: Said, language: str) -> Iterator[str]:
    """Yield what the rewriting lost or added of numbers, denials, hedges, significance and direction."""
    one, other = numbers(before), numbers(after, before)
    if (one.results, one.times) != (other.results, other.times) and one.all != other.all:
        yield f"its numbers are not those of the source: {', '.join(mark for mark in after.marks if is_number(mark)) or 'none'}"
    if before.count(DENIALS[ENGLISH]) != after.count(DENIALS[language]) - _spelt_out(before, after):
        yield "it has other denials than the source"
    if before.count(HEDGES[ENGLISH]) != after.count(HEDGES[language]):
        yield "it has other hedges than the source"
    if _significant(before) != _significant(after):
        yield "it claims another significance than the source"
    if _kept(before) != _kept(after) or (_grew(after) and not _grew(before)):
        yield "it tells of those who stayed as they were what the source tells of the others"
    for lists in (UP, DOWN):
        if bool(before.count(lists[ENGLISH])) != bool(after.count(lists[language])):
            yield "it has another direction than the source"


def _moved(before: Said, after: Said, language: str) -> Iterator[str]:
    """Yield what the rewriting made of times, bounds, plans and steps."""
    if _times_alone(before) != _times_alone(after):
        yield "it has other times than the source"
    if before.count(BOUNDS[ENGLISH]) != after.count(BOUNDS[language]):
        yield "it has other bounds than the source"
    if _unbound(before, after) or _unbound(after, before) or _other_sides(before, after):
        yield "it bounds other numbers than the source"
    if bool(before.count(AHEAD[ENGLISH])) != bool(after.count(AHEAD[language])):
        yield "it tells what is planned as done, or what was done as planned"
    if any(_other_base(one, other, language) for one, other in zip(_bases(before), _bases(after), strict=False)):
        yield "it counts others than the source"
    others = _OTHER_STEPS if before.count(f"{UP[ENGLISH]} {DOWN[ENGLISH]}") else _OTHER_STEPS - {("by", "in")}
    if others.intersection(zip(_steps(before), _steps(after), strict=False)):
        yield "it tells a change as a level, a share or a time as something else, or the other way round"
    if before.count(EITHER[ENGLISH]) != after.count(EITHER[language]):
        yield "it tells one or the other as both, or both as one"
    first, second = _whens(before), _whens(after)
    if any(
        first[name] != second[name] and {first[name], second[name]} != {"during", "with"}
        for name in first.keys() & second.keys()
    ):
        yield "it tells what came after, before or with something at another time"


def _kept(said: Said) -> bool:
    """Return whether those are told of who stayed as they were, or how long it took until they did not."""
    return bool(said.count(KEPT[said.language])) or "time to" in " ".join(said.words)


def _grew(said: Said) -> bool:
    """Return whether a disease that grew is told of, but as what somebody was without."""
    return _GREW.search(_UNGROWN.sub("", " ".join(said.words))) is not None


def _spelt_out(before: Said, after: Said) -> int:
    """Return how many denials of the rewriting say what the source says without one: "without growth" for "progression-free"."""
    return min(before.count(_FREE), len(_WITHOUT_GROWTH.findall(" ".join(after.words))))


def _times_alone(said: Said) -> Counter[str]:
    """Return the days, weeks, months and years that are no number's: "daily", "within a month"."""
    units = [UNIT.get(mark, "") for mark in said.marks]
    near = [any(map(is_number, said.marks[max(0, at - NEAR) : at])) for at in range(len(units))]
    return Counter(unit for unit, taken in zip(units, near, strict=True) if f" {unit}" in TIMES and not taken)


def _unbound(one: Said, other: Said) -> bool:
    """Return whether one sentence bounds a number ("more than 50%") that the other has without any bound."""
    bound = {number for number, lead in _led(one) if lead and lead[0] in _LIMITS and lead[-1] in _THAN}
    limited = {number for number, lead in _led(other) if not _LIMITS.keys().isdisjoint(lead)}
    return not bound.isdisjoint({number for number, _ in _led(other)} - limited)


def _other_sides(before: Said, after: Said) -> bool:
    """Return whether the bounds of two sentences are the same, and of other numbers: "under 60" and "over 60"."""
    one, other = (
        [(number, _LIMITS[word]) for number, lead in _led(said) for word in lead if word in _LIMITS]
        for said in (before, after)
    )
    return one != other and sorted(one) == sorted(other)


def _led(said: Said) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each number without its unit, and what stands right before it."""
    for at, mark in enumerate(said.marks):
        if is_number(mark):
            yield mark.partition(" ")[0], said.marks[max(0, at - NEAR) : at]


def _steps(said: Said) -> list[str]:
    """Return of each number how it is reached, "by" or "to" say, "" where that is not said."""
    steps: list[str] = []
    before: list[str] = []
    for mark in said.marks:
        if is_number(mark):
            steps.append(next((_STEPS[word] for word in reversed(before[-NEAR:]) if word in _STEPS), ""))
            before = []
        else:
            before.append(mark)
    return steps


def _whens(said: Said) -> dict[str, str]:
    """Return when it was, of each name that stands right behind a word that says so."""
    pairs = zip(said.marks, said.marks[1:], strict=False)
    return {stem(name): _WHEN[word] for word, name in pairs if word in _WHEN and name[0].isalpha()}


def _bases(said: Said) -> list[str]:
    """Return of each share what it is a share of ("14% of reports"), "" where that is not said."""
    bases = []
    for at, mark in enumerate(said.marks):
        if mark.endswith("%"):
            after = [word for word in said.marks[at + 1 : at + 4] if word not in _ARTICLES - _OF]
            bases.append(after[1] if len(after) > 1 and after[0] in _OF else "")
    return bases


def _other_base(one: str, other: str, language: str) -> bool:
    """Return whether two shares are of different things, as far as both say it."""
    alike = stem(one) == stem(other) or meanings(one, ENGLISH) & meanings(other, language)
    return bool(one and other) and not alike


def _significant(said: Said) -> int:
    return sum(word.startswith(_SIGNIFICANT) or word[2:].startswith(_SIGNIFICANT) for word in said.words)


def _arms(source: str, after: Said, language: str) -> Iterator[str]:
    """Yield the arms that the source sets side by side, and that the rewriting does not name."""
    named = {name for one in figures(source) for name in (one.arm, one.comparator) if name}
    stems = {stem(word) for word in after.words}
    meant = {meaning for word in after.words for meaning in meanings(word, language)}
    for name in sorted(named):
        heads = [word for word in read(name).words if len(word) >= STEM and word not in UNIT]
        if heads and not any(stem(word) in stems or meanings(word, ENGLISH) & meant for word in heads):
            yield f"it does not name {name}"


def _other_outcomes(source: str, said: str) -> Iterator[str]:
    """Yield the outcomes of a word that the rewriting tells of, and the source, of which some are known, does not."""
    before, after = (
        {_ALIKE.get(one.outcome, one.outcome.removeprefix("AE: ")) for one in figures(text)} for text in (source, said)
    )
    for name in sorted(after - before if before - {""} else ()):
        if name and " " not in name:
            yield f"it tells of another outcome: {name}"


def _places(before: Said, after: Said) -> Iterator[str]:
    """Yield what changed its place: the words that both sentences have as often, among themselves and beside the numbers of their clause."""
    is_english = after.language == ENGLISH
    each = [[_placed(mark, is_english=is_english) for mark in one.marks] for one in (before, after)]
    counts = [Counter(one) for one in each]
    known = {
        stem(word)
        for word in before.words
        if not is_little(word, ENGLISH)
        and word not in UNIT
        and counts[0][stem(word)] == counts[1][stem(word)]
        and not _is_anywhere(word)
    }
    long = {name for name in known if len(name) >= STEM} | (
        {_DENIAL} if counts[0][_DENIAL] == counts[1][_DENIAL] else set()
    )
    if any(
        [mark for mark in each[0] if mark in some] != [mark for mark in each[1] if mark in some]
        for some in (long, known - long)
    ):
        yield "what it names stands in another order than in the source"
    beside = [_beside(one, marks, known) for one, marks in zip((before, after), each, strict=True)]
    times = [_beside(one, list(one.marks), {*numbers(one).times}) for one in (before, after)]
    for one, other in (beside, times):
        if any(one[name] and other[name] and not one[name] & other[name] for name in one.keys() & other.keys()):
            yield "what it names stands beside other numbers than in the source"


_DENIAL = "not"


def _placed(mark: str, *, is_english: bool) -> str:
    """Return by what a mark is known again in its place: in English every denial by one word; "" for what is no word."""
    if is_english and Said((), (mark,)).count(DENIALS[ENGLISH]):
        return _DENIAL
    return stem(mark) if mark[0].isalpha() else ""


def _is_anywhere(word: str) -> bool:
    return bool(Said((), (word,)).count(_ANYWHERE))


def _beside(said: Said, marks: list[str], known: set[str]) -> dict[str, set[str]]:
    """Return the numbers that stand in one clause with each of the names, of those that stand once."""
    results = {*numbers(said).results}
    found: dict[str, set[str]] = {}
    for at, name in enumerate(marks):
        if name in known and marks.count(name) == 1:
            here = {mark for mark, clause in zip(said.marks, said.clauses, strict=True) if clause == said.clauses[at]}
            found[name] = here & results
    return found
