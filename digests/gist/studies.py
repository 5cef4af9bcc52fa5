"""Of how many studies a synthesis is, where its text says so surely."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digests.numerals import Numeral, numerals
from watcher.text import fold, sentences

_NOUN = r"(?:studies|trials|cohorts|series|reports|articles|papers|publications|rcts|registries|data ?sets)(?!\w)"
_COUNTED = re.compile(rf"(?: (?!and |or |to |versus |vs )[a-z][\w-]{{1,20}}){{0,4}} {_NOUN}")
_OF_MORE = re.compile(rf" of (?:the )?(?P<all>[\w,-]{{1,12}})(?: [a-z][\w-]{{1,20}}){{0,3}} {_NOUN}")
_PEOPLE = r"[\d,]{1,7} (?:[\w-]{1,20} ){0,3}(?:patients|participants|subjects|people|adults|cases|individuals)"
# With their patients: those are all of them.
_WITH = re.compile(
    rf"(?: ?\([^()]{{1,60}}\))?(?:,| that| which)?(?::| (?:with|comprising|including|involving|enrolling|enrolled|covering|totalling|on|of)),? (?:a total of,? |data on |together )?{_PEOPLE}"
    rf"| \((?:n ?= ?[\d,]{{1,7}}|{_PEOPLE})\)"
)
_TAKEN = re.compile(
    r"(?: ?\([^()]{1,60}\))?,? (?:(?:were|was) (?:\w{1,14}ly )?(?:included|eligible|analy[sz]ed|pooled|used|meta-?analy[sz]ed|synthesi[sz]ed|selected|retained|combined)|met (?:the |our |all |these )?(?:\w{1,12} )?criteria|formed the|contributed|gave|(?:could|can) be pooled)"
)
_TAKES = re.compile(
    r"(?:(?:we|it|analysis|review|synthesis) (?:finally |then )?(?:included|include|pooled|analy[sz]ed|combined|covers|comprised)|(?:evaluated|individual(?: patient)?(?: data)?|data|patients)(?: \w{1,12}){0,3} (?:from|of|for)|authors of) (?:a total of )?$"
)
# "Authors of 16 cohorts were contacted, and 11 supplied data": of those that were asked.
_GAVE = re.compile(
    r" (?:of (?:them|these|which) |(?:authors|groups|teams) )?(?:supplied|provided|contributed|shared|gave|sent|made available) (?:us )?(?:with )?(?:their )?(?:\w{1,12} )?(?:patient |participant |level )?data(?!\w)"
)
_ASKED = re.compile(rf"{_NOUN}[^.;]{{0,60}}(?:[;,]|(?<!\w)and|but)(?: of which| of these)? $")
_LEFT = re.compile(r"(?:screened|excluded|not included|retrieved|ongoing|further|other|all but|only|these|remaining)(?: [\w-]{1,16}){0,2} $")  # fmt: skip
_PART = re.compile(r"(?<!\w)(?:of|in|across|among) (?:the )?$")
_AND_MORE, _AND = (
    re.compile(rf"{_NOUN} (?:and|or|plus) $"),
    re.compile(rf" (?:and|or|plus) [\w-]{{1,12}}(?: [a-z][\w-]{{1,20}}){{0,3}} {_NOUN}"),
)
_SEVERAL = 2
_NEAR = 60  # characters before a number in which it stands what is done with so many


class Studies(NamedTuple):
    """How many, and the place of the sentence that says so."""

    value: int
    place: tuple[int, int]


def how_many_studies(text: str) -> Studies | None:
    """Return of how many studies the text says that it puts together; None where it does not, or says several numbers."""
    found = [(*ranked, place) for place in sentences(text) for ranked in _ranked(fold(text[slice(*place)]))]
    best = max((rank for rank, _, _ in found), default=0)
    told = {value: place for rank, value, place in reversed(found) if rank == best}
    whole = max(told, default=0)
    if len(told) == 1 or whole == sum(told) - whole:  # "nine studies: two trials and seven cohorts"
        return Studies(whole, told[whole]) if told else None
    return None


def _ranked(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield how sure a number of studies is that of all, and the number: 3 of those asked for data, 2 with their patients, 1 as taken in."""
    for one in numerals(sentence):
        if _GAVE.match(sentence, one.end) and _ASKED.search(sentence, max(0, one.start - 2 * _NEAR), one.start):
            yield 3, one.value
            continue
        behind = _behind(sentence, one)
        if _AND_MORE.search(sentence, max(0, one.start - _NEAR), one.start) or _AND.match(sentence, max(behind, 0)):
            continue  # "11 cohorts and 2 trials"
        before = sentence[max(0, one.start - _NEAR) : one.start]
        is_taken = _TAKES.search(before) is not None
        if behind < 0 or one.value < _SEVERAL or _LEFT.search(before) or (_PART.search(before) and not is_taken):
            continue
        if _WITH.match(sentence, behind):
            yield 2, one.value
        elif is_taken or _TAKEN.match(sentence, behind):
            yield 1, one.value


def _behind(sentence: str, one: Numeral) -> int:
    """Return where the words end that say that studies are counted, -1 where none are: "11", "11 of 19 cohorts"."""
    counted = _OF_MORE.match(sentence, one.end) or _COUNTED.match(sentence, one.end)
    return counted.end() if counted else -1
