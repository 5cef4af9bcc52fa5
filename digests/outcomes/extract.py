"""From a text to its figures, sentence by sentence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from digests.outcomes.averages import averages
from digests.outcomes.changes import changes
from digests.outcomes.clauses import is_of_others, is_plan, significance
from digests.outcomes.contrast import with_contrast
from digests.outcomes.groups import Group, groups
from digests.outcomes.languages import language
from digests.outcomes.lexicon import is_result
from digests.outcomes.patterns import HAS_VALUE, Mark
from digests.outcomes.ratios import ratios
from digests.outcomes.scan import Sentence, scan
from digests.outcomes.shares import shares, values
from digests.outcomes.ties import compared, tie
from digests.roles.headings import heading
from watcher.model import Figure
from watcher.text import fold, sentences

# Longer than any sentence (of 37,855 in trial abstracts the longest has 860 characters): a table gone wrong.
_LONGEST = 1_000
# So many figures has no abstract.
_MOST = 400
# Without one of these a sentence tells no figure.
_TELLING = frozenset({Mark.OUTCOME, Mark.MEDIAN, Mark.MEAN, Mark.RATIO})
# So many characters show the language.
_ENOUGH = 1_500


def figures(text: str, field: str = "abstract") -> tuple[Figure, ...]:
    """Return the figures in the order of the text; offsets are those of ``text``. () where there is none."""
    return tuple(_all(text, field))


def _all(text: str, field: str) -> Iterator[Figure]:
    """Yield the figures of each sentence; of more than ``_MOST`` the rest is a table gone wrong."""
    spoken = language(fold(text[:_ENOUGH]))
    carried: Callable[[], tuple[Group, ...]] = tuple
    told = 0
    for start, end in sentences(text):
        first, _ = heading(text, start, end)
        if end - first > _LONGEST or told > _MOST:
            carried = tuple
            continue
        sentence = scan(text[first:end], first, field, spoken) if HAS_VALUE.search(text, first, end) else None
        read = _figures(sentence, carried) if sentence and not _TELLING.isdisjoint(sentence.marks) else []
        if sentence and read and not is_of_others(sentence, text[:start]):
            yield from read
            told += len(read)
        carried = partial(_compared, text[first:end], spoken, sentence, read)


def _compared(text: str, spoken: str, sentence: Sentence | None, read: Sequence[Figure]) -> tuple[Group, ...]:
    """Return the groups that a sentence compares, or those of its values in their order, for the bare values of the next."""
    sentence = sentence or scan(text, spoken=spoken)
    found = groups(sentence)
    if run := compared(sentence, found):
        return run
    told = dict.fromkeys(figure.arm for figure in read if figure.arm and figure.contrast != "factor")
    named = {group.name: group for group in found}
    return tuple(named[name] for name in told if name in named)


def _figures(sentence: Sentence, carried: Callable[[], tuple[Group, ...]]) -> list[Figure]:
    """Return what a sentence reports; one that plans a trial reports nothing."""
    given = values(sentence)
    unnamed = [*averages(sentence), *changes(sentence)]
    compared_by = list(ratios(sentence))
    if not (given or unnamed or compared_by) or is_plan(sentence):
        return []
    found = groups(sentence)
    read = {one.figure.at: one for one in (*shares(sentence, given, found), *unnamed)}
    effects = {one.figure.at: one for one in with_contrast(sentence, compared_by, found)}
    tied = tie(sentence, [one for at, one in read.items() if at not in effects], found, carried)
    everything = {one.figure.at: one.figure for one in (*tied, *effects.values())}
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
