"""In how many records each term of a profile stands: what never does is of no use, what always does tells nothing apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from watcher.model import Concept, Record, Signal, Term, Topic
from watcher.relevance.document import read
from watcher.relevance.matcher import lexicon

EVERYWHERE = 0.8  # of the records: a term that stands in more of them tells nothing apart
FEWEST = 100  # records, below which nothing is concluded


class Stands(NamedTuple):
    """A term of a concept, as the profile spells it, and in how many of how many records it stands."""

    concept: str
    term: str
    found: int
    total: int

    @property
    def never(self) -> bool:
        """Return whether it stands in none of records enough."""
        return self.total >= FEWEST and not self.found

    @property
    def everywhere(self) -> bool:
        """Return whether it stands in nearly all of records enough."""
        return self.total >= FEWEST and self.found > EVERYWHERE * self.total


def stands(topic: Topic, records: Iterable[Record]) -> tuple[Stands, ...]:
    """Return in how many of the records each term of the topic stands, in the order of the profile."""
    known = [(signal.name, term) for signal in topic.signals for term in signal.concept.terms]
    found, total = _counted(topic, [term for _, term in known], records)
    return tuple(Stands(concept, spelled(term), found[number], total) for number, (concept, term) in enumerate(known))


def spelled(term: Term) -> str:
    """Return a term as a profile spells it."""
    return f"{term.text}*" if term.prefix else term.text


def _counted(topic: Topic, terms: Sequence[Term], records: Iterable[Record]) -> tuple[Counter[int], int]:
    """Return in how many records each term stands, by its place, and how many records there are."""
    alone = tuple(Signal(concept=Concept(name=str(number), terms=(term,))) for number, term in enumerate(terms))
    words, total = lexicon(replace(topic, signals=alone, rules=(), exclusions=(), tags=(), watched=())), 0
    found: Counter[int] = Counter()
    for record in records:
        total += 1
        scanned = words.scan(read(record).fields)
        found.update(int(name) for name in words.concepts(scanned) if words.hits(scanned, name))
    return found, total
