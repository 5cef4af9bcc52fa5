"""Every term of a profile in one table, so that a text is read once, word by word."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from watcher.model import Near, Signal, Term, Topic
from watcher.relevance.document import WORD, Document, Field
from watcher.text import fold

# A table remembers words that it has met, up to this many.
_MEMORY = 50_000


class Path(NamedTuple):
    """One term from its second word on, and the number of the slot that it fills."""

    rest: tuple[tuple[str, bool], ...]  # each word, and whether it stands for all that begin with it
    exact: tuple[str, ...]  # all words in their case, () where case does not matter
    slot: int


class Seconds(dict[str, tuple[Path, ...]]):
    """Second word -> the terms that go on so, of those that begin with one certain word."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__()
        self.paths = paths

    def __missing__(self, word: str) -> tuple[Path, ...]:
        if len(self) > _MEMORY:
            self.clear()
        self[word] = tuple(path for path in self.paths if _fits(word, *path.rest[0]))
        return self[word]


class Head(NamedTuple):
    """What begins with a word: the terms that it is, and those that go on."""

    alone: tuple[Path, ...]
    longer: Seconds


class Heads(dict[str, Head | None]):
    """First word -> what begins so, None for nothing; a word met for the first time is looked up once."""

    def __init__(self) -> None:
        super().__init__()
        self.whole: dict[str, list[Path]] = {}
        self.open: dict[str, list[Path]] = {}
        self.lengths: list[int] = []

    def add(self, word: str, is_open: bool, path: Path) -> None:
        """Take a term in by its first word."""
        (self.open if is_open else self.whole).setdefault(word, []).append(path)
        self.lengths = sorted({len(prefix) for prefix in self.open})

    def __missing__(self, word: str) -> Head | None:
        paths = list(self.whole.get(word, ()))
        for length in self.lengths:
            paths += self.open.get(word[:length], ()) if length <= len(word) else ()
        if len(self) > _MEMORY:
            self.clear()
        longer = Seconds([path for path in paths if path.rest])
        self[word] = Head(tuple(path for path in paths if not path.rest), longer) if paths else None
        return self[word]

    def starting(self, words: list[str], first: int, head: Head) -> list[Path]:
        """Return the terms that the words from ``first`` on are, as far as words can tell."""
        found = list(head.alone)
        if head.longer.paths and first + 1 < len(words):
            found += [path for path in head.longer[words[first + 1]] if _continues(words, first + 2, path.rest[1:])]
        return found


def _continues(words: list[str], at: int, rest: tuple[tuple[str, bool], ...]) -> bool:
    following = words[at : at + len(rest)]
    return len(following) == len(rest) and all(map(_fits, following, *zip(*rest, strict=True))) if rest else True


def _fits(word: str, wanted: str, is_open: bool) -> bool:
    return word == wanted or (is_open and word.startswith(wanted))


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


class _Pair(NamedTuple):
    """The slots of the two sides of a pair of terms."""

    near: Near
    left: int
    right: int


class _Slots(NamedTuple):
    """The slots of one concept."""

    plain: int
    acronyms: int
    void: int
    pairs: tuple[_Pair, ...]


class Lexicon:
    """All terms of one topic."""

    def __init__(self, topic: Topic) -> None:
        self.heads = Heads()
        self.count = 0
        self.slots = {signal.name: self._slots(signal) for signal in topic.signals}

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
        return {name for name, slots in self.slots.items() if _may_be_there(slots, found)}

    def hits(self, found: Found, concept: str) -> list[Hit]:
        """Return where the concept stands: first single terms, then acronyms, then pairs."""
        slots = self.slots[concept]
        hits = _hits(found, slots.plain)
        if not _hits(found, slots.void):
            hits += _hits(found, slots.acronyms)
        for pair in slots.pairs:
            if pair.left in found and pair.right in found:
                hits += _pairs(pair.near, _hits(found, pair.left), _hits(found, pair.right))
        return hits

    def _slots(self, signal: Signal) -> _Slots:
        terms = signal.concept.terms
        headings = (*signal.concept.mesh, *signal.concept.substances)
        return _Slots(
            plain=self._slot(
                *(term for term in terms if not term.exact_case),
                *(Term(text=text) for text in headings if WORD.search(fold(text))),
            ),
            acronyms=self._slot(*(term for term in terms if term.exact_case)),
            void=self._slot(*signal.void_beside),
            pairs=tuple(_Pair(near, self._slot(*near.left), self._slot(*near.right)) for near in signal.near),
        )

    def _slot(self, *terms: Term) -> int:
        self.count += 1
        for term in terms:
            words = WORD.findall(fold(term.text))
            opened = [term.prefix and i == len(words) - 1 for i in range(len(words))]
            rest = tuple(zip(words[1:], opened[1:], strict=True))
            exact = _in_case(term.text) if term.exact_case else ()
            self.heads.add(words[0], opened[0], Path(rest, exact, self.count))
        return self.count


@lru_cache(maxsize=16)
def lexicon(topic: Topic) -> Lexicon:
    """Return the topic's table; made once for each topic."""
    return Lexicon(topic)


def _may_be_there(slots: _Slots, found: Found) -> bool:
    if slots.plain in found or slots.acronyms in found:
        return True
    return any(pair.left in found and pair.right in found for pair in slots.pairs)


def _hits(found: Found, slot: int) -> list[Hit]:
    return [hit for run in found.get(slot, ()) if (hit := _hit(*run))]


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
    by_field: dict[Field, list[Hit]] = {}
    for other in sorted(right, key=lambda hit: hit.first):
        by_field.setdefault(other.field, []).append(other)
    reach = near.within + 1 + max((hit.last - hit.first for hit in right), default=0)
    for one in left:
        others = by_field.get(one.field, [])
        low = bisect_left(others, one.first - reach, key=lambda hit: hit.first)
        high = bisect_right(others, one.last + reach, key=lambda hit: hit.first)
        for other in others[low:high]:
            if _close(near, one, other) and one.sentence == other.sentence:
                before, after = (one, other) if one.first <= other.first else (other, one)
                yield Hit(one.field, before.first, after.last, before.start, after.end)
                break


def _close(near: Near, one: Hit, other: Hit) -> bool:
    if other.first > one.last:
        return other.first - one.last - 1 <= near.within
    return not near.ordered and one.first > other.last and one.first - other.last - 1 <= near.within
