"""What each sentence of an abstract does: by the heading above it where there is one, else as learnt.

What is learnt is a linear chain over a sentence's features, read with Viterbi in plain Python. The weights are ours, learnt by
``benchmarks/train_roles.py`` (data note there), and read from the package once, when they are first needed.
"""

import functools
import gzip
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from digests.roles.headings import Role, heading, role_alone, role_of_heading
from watcher.others import of_others
from watcher.text import fold, sentences

__all__ = ["Marked", "Role", "marked", "role_of_heading", "roles"]

WEIGHTS = "weights.json.gz"
_ROLES = tuple(Role)
Scores = Sequence[float]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in hundredths: of a feature for each role in turn, and of each role after each other."""

    features: Mapping[str, Scores]
    transitions: Sequence[Scores]


def roles(sentences: Sequence[str]) -> tuple[Role, ...]:
    """Return the most likely role of each sentence of one abstract, in order; () for none."""
    return tuple(best_path(load(), features(sentences))) if sentences else ()


@functools.cache
def load() -> Model:
    """Return the weights that ship with the package."""
    plain = json.loads(gzip.decompress(Path(__file__).with_name(WEIGHTS).read_bytes()))
    return Model(features=plain["features"], transitions=plain["transitions"])


def best_path(model: Model, sequence: Sequence[Sequence[str]]) -> list[Role]:
    """Return the best sequence of roles (Viterbi)."""
    scores = _emitted(model, sequence[0])
    origins: list[list[int]] = []
    for names in sequence[1:]:
        origin, reached = _step(model, scores)
        scores = [score + emitted for score, emitted in zip(reached, _emitted(model, names), strict=True)]
        origins.append(origin)
    path = [max(range(len(_ROLES)), key=lambda role: scores[role])]
    for origin in reversed(origins):
        path.append(origin[path[-1]])
    return [_ROLES[role] for role in reversed(path)]


def _emitted(model: Model, names: Sequence[str]) -> list[float]:
    known = [weights for name in names if (weights := model.features.get(name)) is not None]
    return [sum(column) for column in zip(*known, strict=True)] or [0.0] * len(_ROLES)


def _step(model: Model, scores: Scores) -> tuple[list[int], list[float]]:
    """Return, for each role, the best role before it and the score with which it is reached."""
    every = range(len(_ROLES))
    origin = [max(every, key=lambda before: scores[before] + model.transitions[before][role]) for role in every]
    return origin, [scores[before] + model.transitions[before][role] for role, before in enumerate(origin)]


# What a sentence shows of its role: its words, its neighbours' words, its place in the abstract, how it ends.
# The features of the ending were chosen by cross-validation over the labelled abstracts (``benchmarks/train_roles.py``).
# Numbers are one sign: the texts that the weights were learnt from have "@" for every number.
_NUMBER = re.compile(r"[@\d]+(?:[.,][@\d]+)*")
_WORD = re.compile(r"[a-z@]+|[%=<>±;:]")
_BRACKETS = re.compile(r"-[lr][rs]b-")
# So many words at the beginning say most of what a neighbour's sentence is.
_NEIGHBOUR_WORDS = 6
_BINS = 8
# The sentences among which background and objective are told apart.
_OPENING = 6
_NO_AIM = 9
_AIM = re.compile(
    r"\b(?:aim|objective|purpose|goal|sought|hypothes|investigated whether|to (?:assess|evaluate|compare|determine|investigate|"
    r"examine|test|explore|identify|study|describe|establish|analy))",
    re.IGNORECASE,
)


def features(sentences: Sequence[str]) -> list[list[str]]:
    """Return the features of each sentence of one abstract, in order."""
    words = [_words(sentence) for sentence in sentences]
    found = [_of_sentence(words, index) for index in range(len(words))]
    for index, opening in enumerate(_of_opening(sentences, words)):
        found[index] |= opening
    endings = of_ending(sentences, words)
    return [sorted(each | ending) for each, ending in zip(found, endings, strict=True)]


def _of_opening(sentences: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[set[str]]:
    """Yield what the abstract's beginning says of its first sentences: whether and where it states an aim."""
    aim = next((i for i, sentence in enumerate(sentences[:_OPENING]) if _AIM.search(sentence)), _NO_AIM)
    first = next((word for words_of_first in words[:1] for word in words_of_first), "none")
    for index in range(min(len(sentences), _OPENING)):
        yield {f"start={first}", f"aim={aim}", f"aim={aim}&at={index}", f"aim_from={max(-3, min(3, index - aim))}"}


def _words(sentence: str) -> list[str]:
    return _WORD.findall(_NUMBER.sub("@", _BRACKETS.sub(" ", fold(sentence))))


def _of_sentence(words: Sequence[Sequence[str]], index: int) -> set[str]:
    own = words[index]
    return {
        "bias",
        *(f"w={word}" for word in own),
        *(f"b={first}_{second}" for first, second in itertools.pairwise(own)),
        *_beginning(own),
        *_place(index, len(words)),
        *_size(own),
        *(f"p={word}" for word in _neighbour(words, index - 1)),
        *(f"n={word}" for word in _neighbour(words, index + 1)),
    }


def _beginning(own: Sequence[str]) -> Iterator[str]:
    for size in (1, 2, 3):
        if len(own) >= size:
            yield f"f{size}={'_'.join(own[:size])}"


def _place(index: int, count: int) -> Iterator[str]:
    yield f"at={index * _BINS // count}"
    yield f"from_start={min(index, 5)}"
    yield f"from_end={min(count - 1 - index, 5)}"
    yield f"of={min(count, 16)}&at={min(index, 15)}"


def _size(own: Sequence[str]) -> Iterator[str]:
    numbers = sum(word == "@" for word in own)
    yield f"length={min(len(own) // 6, 8)}"
    yield f"numbers={min(numbers, 6)}"
    if numbers and "=" in own:
        yield "equation"


def _neighbour(words: Sequence[Sequence[str]], index: int) -> Sequence[str]:
    if not 0 <= index < len(words):
        return ("none",)
    return words[index][:_NEIGHBOUR_WORDS]


_JUDGEMENT = re.compile(
    r"conclu|suggest|indicat|should|may (?:be|have|not)|might|could be|further|warrant|recommend|implication|potential|"
    r"(?:is|are|appears?|seems?|provides?|demonstrates?|offers?|supports?) (?:\w{1,24} ){0,2}"
    r"(?:effective|safe|feasible|associated|superior|beneficial|well|a |an |not|no )|(?:these|our) (?:findings|results|data)|this (?:study|trial)",
    re.IGNORECASE,
)
_PAST = frozenset("was were had did".split())
_PRESENT = frozenset("is are has have may can should appears suggest suggests does do could might will".split())
_STATISTICS = frozenset("= < %".split())
# Judgement is looked for among so many last sentences.
_LAST = 5


def of_ending(sentences: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[set[str]]:
    """Yield, for each sentence, how it stands to the last figures and to the first words of judgement.

    ``words`` are those of each sentence, with "@" for a number.
    """
    count = len(words)
    numbered = ["@" in own for own in words]
    judged = [bool(_JUDGEMENT.search(sentence)) for sentence in sentences]
    last_number = _last(numbered)
    last_statistics = _last([has and not _STATISTICS.isdisjoint(own) for has, own in zip(numbered, words, strict=True)])
    first_judged = next((i for i in range(max(0, count - _LAST), count) if judged[i]), count)
    for index, own in enumerate(words):
        left, tense = min(count - 1 - index, 4), _tense(own)
        after_statistics, after_number = (max(-2, min(4, index - last)) for last in (last_statistics, last_number))
        yield {
            f"after_stat={after_statistics}",
            f"after_num={after_number}",
            f"after_stat={after_statistics}&end={left}",
            f"after_num={after_number}&end={left}",
            f"tense={tense}",
            f"tense={tense}&end={left}",
            f"cue={max(-3, min(3, index - first_judged))}&end={left}",
            f"cue={judged[index]}&tense={tense}&num={numbered[index]}",
            f"num={numbered[index]}&end={left}",
        }


def _last(those: Sequence[bool]) -> int:
    """Return the place of the last that is so, -1 where none is."""
    return max((index for index, so in enumerate(those) if so), default=-1)


def _tense(own: Sequence[str]) -> str:
    past, present = (sum(word in verbs for word in own) for verbs in (_PAST, _PRESENT))
    return "past" if past > present else "present" if present > past else "none"


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence's place in the text, without its heading, its role, and the heading right before it in small letters, "" for none.

    ``begin`` is where the heading begins, the sentence's own start where there is none.
    """

    start: int
    end: int
    role: Role
    labelled: bool = False
    heading: str = ""
    begin: int = -1


@functools.lru_cache(maxsize=4)  # who was studied and what was found are told from one reading
def marked(text: str) -> tuple[Marked, ...]:
    """Return the sentences in their order; () for no text."""
    found = _of_its_own(tuple(_with_heading(text)), text)
    others = {end for _, end in of_others(text)}
    found = tuple((*one[:3], Role.BACKGROUND) if one[2] in others else one for one in found)
    known = all(role is not None for *_, role in found)
    read: Sequence[Role | None] = (
        [None] * len(found) if known else roles([text[start:end] for _, start, end, _ in found])
    )
    return tuple(
        Marked(
            start,
            end,
            role or _corrected(by_words or Role.BACKGROUND, text[start:end]),
            labelled=role is not None,
            heading=fold(text[begin:start]).strip(" :."),
            begin=begin,
        )
        for (begin, start, end, role), by_words in zip(found, read, strict=True)
    )


_Headed = tuple[int, int, int, Role | None]
_OPENS = frozenset({Role.BACKGROUND, Role.OBJECTIVE})


def _of_its_own(found: tuple[_Headed, ...], text: str) -> tuple[_Headed, ...]:
    """Return the sentences, only the first under its heading where that is an aim's or a background's and the only one: "Aim: to describe it. We reviewed ...".

    Where there are others and none is of results or a conclusion, what reports a test and what follows stand under none.
    """
    headed = [one for one in found if one[0] < one[1]]
    first = len(found)
    if len(headed) == 1 and headed[0] == found[0] and found[0][3] in _OPENS:
        first = 1
    elif {Role.RESULTS, Role.CONCLUSIONS}.isdisjoint(role for *_, role in found):
        tests = (at for at, (_, start, end, _) in enumerate(found) if at and _TESTED.search(text, start, end))
        first = next(tests, first)
    return (*found[:first], *((begin, start, end, None) for begin, start, end, _ in found[first:]))


# Nobody plans or concludes in intervals and p values.
_TESTED = re.compile(
    r"\d ?% ?(?:CI|confidence interval|KI|IC)\W{0,3}\d|[Pp] ?[<=>] ?0?[.,\u00b7]\d|\((?:range|IQR)\W{0,3}\d"
)
_CONCLUDES = re.compile(
    r"(?i)(?:in )?conclu|in summary|overall,|taken together|these (?:data|results|findings)|our (?:data|results|findings)|this (?:study|trial) (?:shows|suggests)"
)


def _corrected(role: Role, sentence: str) -> Role:
    """Return RESULTS for a sentence that was read as a plan or a conclusion and reports an interval or a p value."""
    if role in {Role.RESULTS, Role.BACKGROUND} or not _TESTED.search(sentence) or _CONCLUDES.match(sentence):
        return role
    return Role.RESULTS


def _with_heading(text: str) -> Iterator[_Headed]:
    """Yield where each sentence's heading, its own words and its end are, with the role of the heading above it; a new line without one has none."""
    current: Role | None = None
    of_heading, line, counted = -1, 0, 0
    for start, end in sentences(text):
        line, counted = line + text.count("\n", counted, start), start
        if (alone := role_alone(text[start:end])) is not None:
            current, of_heading = alone, line + text.startswith("\n", end)  # what it heads may stand in the next line
            continue
        own, role = heading(text, start, end)
        if role is not None or own > start or line != of_heading:
            current, of_heading = role, line
        if own < end:
            yield start, own, end, current
