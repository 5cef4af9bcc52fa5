"""Every term of a profile in one table, so that a text is read once, word by word."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from watcher.model import AllOf, AnyOf, Condition, Has, Near, Signal, Term, Together, Topic
from watcher.relevance.document import WORD, Document, Field
from watcher.text import fold

# A table remembers words that it has met, up to this many.
_MEMORY = 50_000
# As in: lanreotide autogel (LAN-ATG); tumeurs neuroendocrines (TNE)
_DEFINITION = re.compile(r"(?: [a-z][a-z-]{0,19}+){0,2}+ ?\(([A-Z](?:[A-Z]|-(?=[A-Z])){1,9}+)s?[);,]")


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
        seconds = [path.rest[0] for path in paths]
        self.whole = frozenset(word for word, is_open in seconds if not is_open)
        self.open = tuple(word for word, is_open in seconds if is_open)

    def __missing__(self, word: str) -> tuple[Path, ...]:
        if len(self) > _MEMORY:
            self.clear()
        goes_on = word in self.whole or word.startswith(self.open)
        self[word] = tuple(path for path in self.paths if _fits(word, *path.rest[0])) if goes_on else ()
        return self[word]


class Head(NamedTuple):
    """What begins with a word: the terms that it is, and those that go on."""

    alone: tuple[Path, ...]
    longer: Seconds | None


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
        if is_open and len(word) not in self.lengths:
            insort(self.lengths, len(word))

    def __missing__(self, word: str) -> Head | None:
        paths = list(self.whole.get(word, ()))
        for length in self.lengths:
            paths += self.open.get(word[:length], ()) if length <= len(word) else ()
        if len(self) > _MEMORY:
            self.clear()
        longer = [path for path in paths if path.rest]
        alone = tuple(path for path in paths if not path.rest)
        self[word] = Head(alone, Seconds(longer) if longer else None) if paths else None
        return self[word]


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


class Found(dict[int, list[tuple[Field, int, Path]]]):
    """Slot -> the runs of words that may fill it; ``hits`` are those that do."""

    def __init__(self) -> None:
        super().__init__()
        self._looked_at: dict[int, list[Hit]] = {}

    def __missing__(self, slot: int) -> list[tuple[Field, int, Path]]:
        self[slot] = []
        return self[slot]

    def hits(self, slot: int) -> list[Hit]:
        """Return where the slot is filled; looked at when first asked for."""
        if slot not in self._looked_at:
            self._looked_at[slot] = [hit for run in self.get(slot, ()) if (hit := _hit(*run))]
        return self._looked_at[slot]


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
    loose: int
    company: int
    unless: tuple[str, ...]
    pairs: tuple[_Pair, ...]


class Lexicon:
    """All terms of some concepts of a topic."""

    def __init__(self, signals: tuple[Signal, ...]) -> None:
        self.heads = Heads()
        self.numbers: dict[tuple[Term, ...], int] = {}
        self.slots = {signal.name: self._slots(signal) for signal in signals}
        self.loose = {signal.name: bool(signal.abbreviations) for signal in signals}

    def meets(self, document: Document) -> bool:
        """Return whether one of the concepts stands there; the title is looked at first, and mostly settles it."""
        for field in document.fields:
            found = self.scan((field,))
            # an abbreviation's company may stand in another field
            if any(self.slots[name].loose in found or self.hits(found, name) for name in self.concepts(found)):
                return True
        return False

    def scan(self, fields: Iterable[Field]) -> Found:
        """Return every run of words that may be a term; whether it is one, its place will tell."""
        found = Found()
        for field in fields:
            words = field.words
            for first, head in enumerate(map(self.heads.__getitem__, words)):
                if head is None:
                    continue
                for path in head.alone:
                    found[path.slot].append((field, first, path))
                if head.longer is not None and first + 1 < len(words):
                    for path in head.longer[words[first + 1]]:
                        if len(path.rest) == 1 or _continues(words, first + 2, path.rest[1:]):
                            found[path.slot].append((field, first, path))
        return found

    def concepts(self, found: Found) -> set[str]:
        """Return every concept of which a term may be there."""
        return {name for name, slots in self.slots.items() if _may_be_there(slots, found)}

    def hits(self, found: Found, concept: str) -> list[Hit]:
        """Return where the concept stands: first single terms, then acronyms and abbreviations, then pairs."""
        slots = self.slots[concept]
        hits = list(found.hits(slots.plain))
        if not found.hits(slots.void):
            hits += found.hits(slots.acronyms)
            if slots.loose in found and found.hits(slots.company):
                hits += found.hits(slots.loose)
        if self.loose[concept]:
            hits += _defined(hits)
        for pair in slots.pairs:
            if pair.left in found and pair.right in found:
                hits += _pairs(pair.near, found.hits(pair.left), found.hits(pair.right))
        for other in slots.unless if hits else ():
            hits = _where_not(hits, self.hits(found, other))
        return hits

    def _slots(self, signal: Signal) -> _Slots:
        terms = signal.concept.terms
        headings = (*signal.concept.mesh, *signal.concept.substances)
        return _Slots(
            plain=self._slot(
                *(term for term in terms if not term.exact_case),
                *signal.unasked,
                *(Term(text=text) for text in headings if WORD.search(fold(text))),
            ),
            acronyms=self._slot(*(term for term in terms if term.exact_case)),
            void=self._slot(*signal.void_beside),
            loose=self._slot(*signal.abbreviations),
            company=self._slot(*signal.company),
            unless=signal.unless,
            pairs=tuple(_Pair(near, self._slot(*near.left), self._slot(*near.right)) for near in signal.near),
        )

    def _slot(self, *terms: Term) -> int:
        if terms in self.numbers:
            return self.numbers[terms]
        number = self.numbers[terms] = len(self.numbers)
        for term in dict.fromkeys(terms):
            words = WORD.findall(fold(term.text))
            opened = [term.prefix and i == len(words) - 1 for i in range(len(words))]
            rest = tuple(zip(words[1:], opened[1:], strict=True))
            exact = _in_case(term.text) if term.exact_case else ()
            self.heads.add(words[0], opened[0], Path(rest, exact, number))
        return number


@lru_cache(maxsize=16)
def lexicon(topic: Topic) -> Lexicon:
    """Return the topic's table; made once for each topic."""
    return Lexicon(topic.signals)


@lru_cache(maxsize=16)
def doorway(topic: Topic) -> Lexicon:
    """Return the small table of the concepts of which a record must have one to concern the topic at all."""
    wanted = {name for rule in topic.rules for name in _needed(rule.when)}
    overriding = {signal.name: signal.unless for signal in topic.signals}
    while others := {other for name in wanted for other in overriding.get(name, ())} - wanted:
        wanted |= others
    return Lexicon(tuple(signal for signal in topic.signals if signal.name in wanted))


def ready(topic: Topic) -> None:
    """Make the topic's tables now, so that no record waits for them: that takes a moment, and a record has little time."""
    for one in topic.every:
        doorway(one)
        lexicon(one)


def _needed(condition: Condition) -> frozenset[str]:
    """Return concepts of which at least one stands where the condition holds; none where that cannot be said."""
    match condition:
        case Has(concept):
            return frozenset({concept})
        case Together(concepts):
            return frozenset(concepts[:1])
        case AllOf(parts):
            return next(filter(None, map(_needed, parts)), frozenset())
        case AnyOf(parts):
            needed = [_needed(part) for part in parts]
            return frozenset().union(*needed) if all(needed) else frozenset()
        case _:
            return frozenset()


def _may_be_there(slots: _Slots, found: Found) -> bool:
    if slots.plain in found or slots.acronyms in found or slots.loose in found:
        return True
    return bool(slots.pairs) and any(pair.left in found and pair.right in found for pair in slots.pairs)


def _in_case(text: str) -> tuple[str, ...]:
    return tuple(text[match.start() : match.end()] for match in WORD.finditer(fold(text)))


def _hit(field: Field, first: int, path: Path) -> Hit | None:
    last = first + len(path.rest)
    spans = field.spans[first : last + 1]
    if path.exact and tuple(field.text[start:end] for start, end in spans) != path.exact:
        return None
    return Hit(field, first, last, spans[0][0], spans[-1][1]) if field.joined(first, last) else None


def _defined(hits: list[Hit]) -> list[Hit]:
    """Return where the abbreviations stand that the text defines right after one of the hits: "lanreotide (LAN)"."""
    found: list[Hit] = []
    fields = dict.fromkeys(hit.field for hit in hits)
    for hit in hits:
        if (match := _DEFINITION.match(hit.field.text, hit.end)) and _abbreviates(match[1], hit):
            pattern = re.compile(rf"\b{re.escape(match[1])}\b")
            found += [_run(field, *one.span()) for field in fields for one in pattern.finditer(field.text)]
    return found


def _abbreviates(short: str, hit: Hit) -> bool:
    """Return whether the abbreviation begins as one of the last words of what it stands behind."""
    return short[0].lower() in {word[0] for word in hit.field.words[max(0, hit.first - 3) : hit.last + 1]}


def _run(field: Field, start: int, end: int) -> Hit:
    first = bisect_left(field.spans, (start, start))
    last = bisect_left(field.spans, (end, end)) - 1
    return Hit(field, first, last, start, end)


def _where_not(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    """Return the hits that no other overlaps."""
    return [hit for hit in hits if not any(_overrides(other, hit) for other in others)]


def _overrides(other: Hit, hit: Hit) -> bool:
    return other.field is hit.field and other.first <= hit.last and hit.first <= other.last


_FIRST = attrgetter("first")


def _pairs(near: Near, left: list[Hit], right: list[Hit]) -> Iterator[Hit]:
    """Yield a hit that spans both for each left that has a right close enough in its sentence."""
    by_field: dict[Field, list[Hit]] = {}
    for other in sorted(right, key=_FIRST):
        by_field.setdefault(other.field, []).append(other)
    reach = near.within + 1 + max((hit.last - hit.first for hit in right), default=0)
    for one in left:
        others = by_field.get(one.field, [])
        low = bisect_left(others, one.first - reach, key=_FIRST)
        high = bisect_right(others, one.last + reach, key=_FIRST)
        for other in others[low:high]:
            before, after = (one, other) if one.first <= other.first else (other, one)
            if (
                _close(near, one, other)
                and one.sentence == other.sentence
                and ";" not in one.field.text[before.end : after.start]
            ):
                yield Hit(one.field, before.first, after.last, before.start, after.end)
                break


def _close(near: Near, one: Hit, other: Hit) -> bool:
    if other.first > one.last:
        return other.first - one.last - 1 <= near.within
    return not near.ordered and one.first > other.last and one.first - other.last - 1 <= near.within
