"""Every term of a profile in one table, so that a text is read once, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from watcher.model import Near, Signal, Term, Topic
from watcher.relevance.document import WORD, Document, Field
from watcher.relevance.table import Heads, Path
from watcher.text import fold


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


# Slot -> the runs of words that may fill it.
Found = dict[int, list[tuple[Field, int, Path]]]


@dataclass(frozen=True, slots=True)
class _NearSlots:
    concept: str
    near: Near
    left: int
    right: int


class Lexicon:
    """All terms of one topic."""

    def __init__(self, topic: Topic) -> None:
        self.heads = Heads()
        self.slots = 0
        self.plain: dict[int, str] = {}  # slot -> concept
        self.acronyms: dict[int, str] = {}
        self.voids: dict[int, str] = {}
        self.nears: list[_NearSlots] = []
        for signal in topic.signals:
            self._add(signal)

    def scan(self, document: Document) -> Found:
        """Return every run of words that may be a term; whether it is one, its place will tell."""
        found: Found = {}
        for field in document.fields:
            words = field.words
            for first, head in enumerate(map(self.heads.__getitem__, words)):
                if head:
                    for path in self.heads.starting(words, first, head):
                        found.setdefault(path.slot, []).append((field, first, path))
        return found

    def concepts(self, found: Found) -> set[str]:
        """Return every concept of which a term may be there."""
        slots = found.keys()
        present = {concept for slot, concept in self.plain.items() if slot in slots}
        present |= {concept for slot, concept in self.acronyms.items() if slot in slots}
        return present | {pair.concept for pair in self.nears if pair.left in slots and pair.right in slots}

    def hits(self, found: Found) -> dict[str, list[Hit]]:
        """Return the terms that stand, by concept; first single terms, then acronyms, then pairs."""
        filled = {slot: [hit for one in runs if (hit := _hit(*one))] for slot, runs in found.items()}
        void = {concept for slot, concept in self.voids.items() if filled.get(slot)}
        hits: dict[str, list[Hit]] = {}
        for slot, concept in self.plain.items():
            hits.setdefault(concept, []).extend(filled.get(slot, ()))
        for slot, concept in self.acronyms.items():
            hits.setdefault(concept, []).extend(() if concept in void else filled.get(slot, ()))
        for pair in self.nears:
            found_pairs = _pairs(pair.near, filled.get(pair.left, []), filled.get(pair.right, []))
            hits.setdefault(pair.concept, []).extend(found_pairs)
        return {concept: found for concept, found in hits.items() if found}

    def _add(self, signal: Signal) -> None:
        name = signal.name
        plain = self._slot(term for term in signal.concept.terms if not term.exact_case)
        self.plain[plain] = name
        self.acronyms[self._slot(term for term in signal.concept.terms if term.exact_case)] = name
        headings = (*signal.concept.mesh, *signal.concept.substances)
        self._fill(plain, (Term(text=text) for text in headings if WORD.search(fold(text))))
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
            words = WORD.findall(fold(term.text))
            opened = [term.prefix and i == len(words) - 1 for i in range(len(words))]
            rest = tuple(zip(words[1:], opened[1:], strict=True))
            exact = _in_case(term.text) if term.exact_case else ()
            self.heads.add(words[0], opened[0], Path(rest, exact, slot))


@lru_cache(maxsize=16)
def lexicon(topic: Topic) -> Lexicon:
    """Return the topic's table; made once for each topic."""
    return Lexicon(topic)


def _in_case(text: str) -> tuple[str, ...]:
    return tuple(text[match.start() : match.end()] for match in WORD.finditer(fold(text)))


def _hit(field: Field, first: int, path: Path) -> Hit | None:
    last = first + len(path.rest)
    spans = field.spans[first : last + 1]
    if path.exact and tuple(field.text[start:end] for start, end in spans) != path.exact:
        return None
    return Hit(field, first, last, spans[0][0], spans[-1][1]) if field.joined(first, last) else None


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
