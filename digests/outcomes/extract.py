"""From a text to its figures, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from digests.outcomes.averages import averages
from digests.outcomes.changes import changes
from digests.outcomes.clauses import is_of_others, is_plan, significance
from digests.outcomes.contrast import with_contrast
from digests.outcomes.groups import Group, groups
from digests.outcomes.languages import language
from digests.outcomes.lexicon import is_result
from digests.outcomes.patterns import HAS_VALUE
from digests.outcomes.ratios import ratios
from digests.outcomes.scan import Sentence, scan
from digests.outcomes.shares import shares
from digests.outcomes.ties import compared, tie
from digests.roles.headings import heading
from watcher.model import Figure
from watcher.text import fold, sentences

# Longer than any sentence (of 37,855 in trial abstracts the longest has 860 characters): a table gone wrong.
_LONGEST = 1_000
# So many characters show the language.
_ENOUGH = 1_500
# A sentence without a number is read where it may compare the arms of the next.
_MAY_MATTER = re.compile(rf"{HAS_VALUE.pattern}|(?<!\w)(?:than|versus|vs|compared)(?!\w)")


def figures(text: str, field: str = "abstract") -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none."""
    return tuple(_all(text, field))


def _all(text: str, field: str) -> Iterator[Figure]:
    carried: tuple[Group, ...] = ()
    spoken = language(fold(text[:_ENOUGH]))
    for start, end in sentences(text):
        first, _ = heading(text, start, end)
        if end - first > _LONGEST or not (spoken or _MAY_MATTER.search(text, first, end)):
            carried = ()
            continue
        sentence = scan(text[first:end], first, field, spoken)
        found = groups(sentence)
        read = _figures(sentence, found, carried) if HAS_VALUE.search(text, first, end) else []
        if read and not is_of_others(sentence, text[:start]):
            yield from read
        carried = compared(sentence, found) or _in_turn(found, read)


def _in_turn(found: tuple[Group, ...], read: Sequence[Figure]) -> tuple[Group, ...]:
    """Return the groups of a sentence's values in their order, which hold for the bare values of the next."""
    told = dict.fromkeys(figure.arm for figure in read if figure.arm and figure.contrast != "factor")
    return tuple(next(g for g in found if g.name == name) for name in told if any(g.name == name for g in found))


def _figures(sentence: Sentence, found: tuple[Group, ...], carried: tuple[Group, ...]) -> list[Figure]:
    """Return what a sentence reports; one that plans a trial reports nothing."""
    if is_plan(sentence):
        return []
    compared_by = {one.figure.at: one for one in with_contrast(sentence, list(ratios(sentence)), found)}
    read = {one.figure.at: one for one in (*shares(sentence, found), *averages(sentence), *changes(sentence))}
    tied = tie(sentence, [one for at, one in read.items() if at not in compared_by], found, carried)
    everything = {one.figure.at: one.figure for one in (*tied, *compared_by.values())}
    everything = {at: one for at, one in everything.items() if is_result(one.outcome)}
    return [_with_claim(sentence, everything[at]) for at in sorted(everything, key=lambda at: (at.start, at.end))]


def _with_claim(sentence: Sentence, figure: Figure) -> Figure:
    if not figure.p and figure.measure not in {"HR", "OR", "RR"}:
        return figure
    return replace(figure, significant=significance(sentence, figure.at.start - sentence.start))


def extract(text: str) -> list[dict[str, Any]]:
    """Return the figures as JSON has them: places are those of the number, ``sentence`` its sentence."""
    return [_plain(figure) for figure in figures(text)]


_FIELDS = "outcome measure value low high level p unit n total arm groups contrast milestone sentence".split()


def _plain(figure: Figure) -> dict[str, Any]:
    plain = {name: getattr(figure, name) for name in _FIELDS}
    return {**plain, "start": figure.at.start, "end": figure.at.end}
