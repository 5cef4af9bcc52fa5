"""Every term of a profile in one table, so that a text is read once, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from watcher.model import Near, Signal, Term, Topic
from watcher.relevance.document import Document, Field
from watcher.text import fold

_WORD = re.compile(r"[^\W\d_]+|\d+")
# The table remembers words that it has met, up to this many.
_MEMORY = 200_000


class Hit(NamedTuple):
    """A term found: its field, its first and last word, and its place in characters."""

    field: Field
    first: int
    last: int
    start: int
    end: int

    @property
    def sentence(self) -> tuple[str, int]:
        """Return what tells the sentence of the hit from every other of the record."""
        return self.field.name, self.field.sentence_at(self.start)

    @property
    def text(self) -> str:
        """Return the term as it stands in the record."""
        return self.field.text[self.start : self.end]


class _Path(NamedTuple):
    """One term from its second word on, and the number of the slot that it fills."""

    rest: tuple[tuple[str, bool], ...]  # each word, and whether it stands for all that begin with it
    exact: tuple[str, ...]  # the words in their case, () where case does not matter
    slot: int


class _Heads(dict[str, tuple[_Path, ...]]):
    """First word -> the terms that begin so; a word that is met for the first time is looked up once."""

    def __init__(self) -> None:
        super().__init__()
        self.whole: dict[str, list[_Path]] = {}
        self.open: dict[str, list[_Path]] = {}
        self.lengths: list[int] = []

    def add(self, word: str, is_open: bool, path: _Path) -> None:
        (self.open if is_open else self.whole).setdefault(word, []).append(path)
        self.lengths = sorted({len(prefix) for prefix in self.open})

    def __missing__(self, word: str) -> tuple[_Path, ...]:
        found = list(self.whole.get(word, ()))
        for length in self.lengths:
            found += self.open.get(word[:length], ()) if length <= len(word) else ()
        if len(self) > _MEMORY:
            self.clear()
        self[word] = tuple(found)
        return self[word]


@dataclass(frozen=True, slots=True)
class _NearSlots:
    concept: str
    near: Near
    left: int
    right: int


class Lexicon:
    """All terms of one topic."""

    def __init__(self, topic: Topic) -> None:
        self.heads = _Heads()
        self.slots = 0
        self.plain: dict[int, str] = {}  # slot -> concept
        self.acronyms: dict[int, str] = {}
        self.voids: dict[int, str] = {}
        self.nears: list[_NearSlots] = []
        for signal in topic.signals:
            self._add(signal)

    def find(self, document: Document) -> dict[str, list[Hit]]:
        """Return the hits of every concept that is found, in the order of the text."""
        filled: dict[int, list[Hit]] = {}
        for field in document.fields:
            self._scan(field, filled)
        if not filled:
            return {}
        void = {concept for slot, concept in self.voids.items() if slot in filled}
        found: dict[str, list[Hit]] = {}
        for slot, concept in self.plain.items():
            found.setdefault(concept, []).extend(filled.get(slot, ()))
        for slot, concept in self.acronyms.items():
            found.setdefault(concept, []).extend(() if concept in void else filled.get(slot, ()))
        for slots in self.nears:
            if slots.left in filled and slots.right in filled:
                found.setdefault(slots.concept, []).extend(_pairs(slots.near, filled[slots.left], filled[slots.right]))
        return {concept: hits for concept, hits in found.items() if hits}

    def _add(self, signal: Signal) -> None:
        name = signal.name
        plain = self._slot(term for term in signal.concept.terms if not term.exact_case)
        self.plain[plain] = name
        self.acronyms[self._slot(term for term in signal.concept.terms if term.exact_case)] = name
        headings = (*signal.concept.mesh, *signal.concept.substances)
        self._fill(plain, (Term(text=text) for text in headings if _WORD.search(fold(text))))
        self.voids[self._slot(iter(signal.void_beside))] = name
        for near in signal.near:
            left, right = self._slot(iter(near.left)), self._slot(iter(near.right))
            self.nears.append(_NearSlots(name, near, left, right))

    def _slot(self, terms: Iterator[Term]) -> int:
        self.slots += 1
        self._fill(self.slots, terms)
        return self.slots

    def _fill(self, slot: int, terms: Iterator[Term]) -> None:
        for term in terms:
            words = _WORD.findall(fold(term.text))
            opened = [term.prefix and i == len(words) - 1 for i in range(len(words))]
            rest = tuple(zip(words[1:], opened[1:], strict=True))
            exact = tuple(_WORD.findall(term.text)) if term.exact_case else ()
            self.heads.add(words[0], opened[0], _Path(rest, exact, slot))

    def _scan(self, field: Field, filled: dict[int, list[Hit]]) -> None:
        words = field.words
        for first, paths in enumerate(map(self.heads.__getitem__, words)):
            for path in paths:
                last = first + len(path.rest)
                if last < len(words) and _continues(words, first, path) and _stands(field, first, last, path):
                    start, end = field.spans[first][0], field.spans[last][1]
                    filled.setdefault(path.slot, []).append(Hit(field, first, last, start, end))


@lru_cache(maxsize=16)
def lexicon(topic: Topic) -> Lexicon:
    """Return the topic's table; made once for each topic."""
    return Lexicon(topic)


def _continues(words: list[str], first: int, path: _Path) -> bool:
    return all(
        words[i].startswith(word) if is_open else words[i] == word
        for i, (word, is_open) in enumerate(path.rest, start=first + 1)
    )


def _stands(field: Field, first: int, last: int, path: _Path) -> bool:
    if path.exact:
        given = tuple(field.text[start:end] for start, end in field.spans[first : last + 1])
        if given != path.exact:
            return False
    return field.joined(first, last)


def _pairs(near: Near, left: list[Hit], right: list[Hit]) -> Iterator[Hit]:
    """Yield a hit that spans both for each left that has a right close enough in its sentence."""
    for one in left:
        for other in right:
            if one.field is other.field and _close(near, one, other) and one.sentence == other.sentence:
                before, after = (one, other) if one.first <= other.first else (other, one)
                yield Hit(one.field, before.first, after.last, before.start, after.end)
                break


def _close(near: Near, one: Hit, other: Hit) -> bool:
    if other.first > one.last:
        return other.first - one.last - 1 <= near.within
    return not near.ordered and one.first > other.last and one.first - other.last - 1 <= near.within
