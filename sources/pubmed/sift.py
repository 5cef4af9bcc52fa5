"""A set of PubMed's records without those that cannot be of the topic, told by their bytes before any is parsed.

Of a baseline's 30,000 records a file a handful is of one topic, and to parse the rest is nearly all of the work. Kept is what has a
term of every concept of one of the query's groups anywhere in its bytes, which is more than a search
of PubMed brings; what is written there with references to characters only ("octr&#233;otide") is not seen.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import product
from typing import Any, NamedTuple

from sources.pubmed.page import START, is_deceptive
from watcher.errors import ConfigError
from watcher.model import Concept, Query, Term

Groups = tuple[tuple[Concept, ...], ...]
_BETWEEN_WORDS = re.compile(r"[\s-]+")
_MOST_WORDS = 3  # of a term that are looked for; the rest of it is not
_SMALL = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\n\r\t", b"abcdefghijklmnopqrstuvwxyz   ")
_LAST_OF_ALL = b"Article>"


class Sifted(NamedTuple):
    """What is left of a set of records, as a set of its own, and how many were passed over."""

    body: bytes
    passed_over: int


def check() -> None:
    """Raise ``ConfigError`` where the library that looks for many words at once is not installed."""
    if find_spec("ahocorasick_rs") is None:
        raise ConfigError("--sift wants a library that is not installed: pip install 'evidence-watcher[scale]'")


def wanted(query: Query) -> Groups:
    """Return what is looked for: what is asked of PubMed, with the words of each concept that mean too much to be asked for there."""
    more = {concept.name: concept.terms for concept in query.left_out}
    return tuple(
        tuple(replace(concept, terms=concept.terms + more.get(concept.name, ())) for concept in group)
        for group in query.groups
    )


def sifted(body: bytes, groups: Groups) -> Sifted:
    """Return the set without the records that name nothing of any group; all of one in which bytes could deceive."""
    starts = [found.start() for found in START.finditer(body)]
    if not starts or is_deceptive(body, body.find(b"<Pubmed")):
        return Sifted(body, 0)
    end = body.rfind(_LAST_OF_ALL) + len(_LAST_OF_ALL)
    concepts: list[set[int]] = [set() for _ in starts]
    for place, concept in _named(body, groups):
        if starts[0] <= place < end:
            concepts[bisect_right(starts, place) - 1].add(concept)
    each = _numbered(groups)
    kept = [number for number, found in enumerate(concepts) if any(group <= found for group in each)]
    ends = [*starts[1:], end]
    parts = (body[starts[number] : ends[number]] for number in kept)
    return Sifted(b"".join((body[: starts[0]], *parts, body[end:])), len(starts) - len(kept))


def _named(body: bytes, groups: Groups) -> Iterator[tuple[int, int]]:
    """Yield the place and the concept's number of each term that stands in the body; an acronym only as a word."""
    small, exact = _tables(groups)
    for pattern, place, _ in small.found(body.translate(_SMALL)):
        for concept in small.of[pattern]:
            yield place, concept
    for pattern, place, end in exact.found(body):
        if not body[place - 1 : place].isalpha() and not body[end : end + 1].isalpha():
            for concept in exact.of[pattern]:
                yield place, concept


class _Table(NamedTuple):
    words: Any  # None where there are none
    of: list[set[int]]  # of each of them, the concepts that it may be of

    def found(self, text: bytes) -> Iterable[tuple[int, int, int]]:
        """Return the number, the start and the end of each that stands in the text, in their order."""
        return self.words.find_matches_as_indexes(text, overlapping=True) if self.of else ()


@lru_cache(maxsize=4)
def _tables(groups: Groups) -> tuple[_Table, _Table]:
    """Return what to look for in small letters, and what exactly as it stands."""
    small: dict[bytes, set[int]] = {}
    exact: dict[bytes, set[int]] = {}
    for number, concept in enumerate(_concepts(groups)):
        ways = {way.lower() for term in concept.terms if not term.exact_case for way in _ways(term)}
        headings = {heading.lower() for heading in (*concept.mesh, *concept.substances)}
        for word in _shortest(ways | headings):
            small.setdefault(word.encode(), set()).add(number)
        for word in {way for term in concept.terms if term.exact_case for way in _ways(term, " -\n\r\t")}:
            exact.setdefault(word.encode(), set()).add(number)
    return _table(small), _table(exact)


def _table(words: dict[bytes, set[int]]) -> _Table:
    from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - of an extra

    # The table of all states: a third of the time of what it chooses by itself, for a megabyte of memory.
    made = BytesAhoCorasick(list(words), implementation=Implementation.DFA) if words else None
    return _Table(made, list(words.values()))


def _shortest(words: set[str]) -> list[str]:
    """Return the words without those in which another one stands."""
    return [word for word in words if not any(other in word for other in words if other != word)]


def _ways(term: Term, signs: str = " -") -> Iterator[str]:
    """Yield the term with one of these signs or nothing between its words; where it has many, its first ones."""
    first, *more = _BETWEEN_WORDS.split(term.text)[:_MOST_WORDS]
    for between in product(signs, repeat=len(more)):
        yield first + "".join(map("".join, zip(between, more, strict=True)))
    if more:
        yield first + "".join(more)


def _concepts(groups: Groups) -> Iterable[Concept]:
    return dict.fromkeys(concept for group in groups for concept in group)


def _numbered(groups: Groups) -> list[set[int]]:
    number = {concept: at for at, concept in enumerate(_concepts(groups))}
    return [{number[concept] for concept in group} for group in groups]
