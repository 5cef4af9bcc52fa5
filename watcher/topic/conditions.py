"""The language of conditions: ``drug and (intensified with drug or regimen >= 1.3 in title)``.

An atom is a concept (``drug``), concepts in one sentence (``drug with intensified``), a dose regimen
(``regimen >= 1.3``), the record's kind (``is news``), who speaks (``from company``) that there is
only a title (``without abstract``), or that it is not English (``foreign``); the first three may name a place (``in title``). ``not`` binds before ``and``, ``and`` before ``or``.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar

from watcher.model import (
    AboveLabel,
    AllOf,
    AnyOf,
    Condition,
    Foreign,
    FromSource,
    Has,
    Kind,
    Not,
    OfKind,
    Place,
    SourceClass,
    TitleAlone,
    Together,
)
from watcher.options import hint

E = TypeVar("E", bound=StrEnum)

_TOKEN = re.compile(r'(?:(>=|[()])|"([^"]+)"|(\w[\w.-]*)|(\S))')
_RESERVED = frozenset("and or not with in is from regimen foreign".split())


def condition(text: str, concepts: Collection[str]) -> Condition:
    """Return what the text says; raise ``ValueError`` that names the word at fault and a mend."""
    parser = _Parser(text, concepts)
    parsed = parser.any_of()
    parser.finish()
    return parsed


class _Parser:
    """One reading of one condition, from left to right."""

    def __init__(self, text: str, concepts: Collection[str]) -> None:
        self.words: list[str] = [match.group(match.lastindex or 0) for match in _TOKEN.finditer(text)]
        self.concepts = concepts
        self.at = 0

    def any_of(self) -> Condition:
        parts = [self.all_of()]
        while self.take("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def all_of(self) -> Condition:
        parts = [self.single()]
        while self.take("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def single(self) -> Condition:
        if self.take("not"):
            return Not(self.single())
        if self.take("("):
            inside = self.any_of()
            if not self.take(")"):
                raise ValueError(f"a parenthesis is not closed before {self.peek()!r}")
            return inside
        return self.atom()

    def atom(self) -> Condition:
        if self.take("is"):
            return OfKind(_member(Kind, self.next("a kind of record")))
        if self.take("from"):
            return FromSource(_member(SourceClass, self.next("a class of source")))
        if self.take("without"):
            return self.title_alone()
        if self.take("regimen"):
            return AboveLabel(self.multiple(), self.place())
        if self.take("foreign"):
            return Foreign()
        names = [self.concept()]
        while self.take("with"):
            names.append(self.concept())
        return Has(names[0], self.place()) if len(names) == 1 else Together(tuple(names), self.place())

    def title_alone(self) -> Condition:
        if not self.take("abstract"):
            raise ValueError('after "without" comes "abstract"')
        return TitleAlone()

    def multiple(self) -> float:
        if not self.take(">="):
            raise ValueError('after "regimen" comes how many times the label\'s dose: regimen >= 1.3')
        word = self.next("a number")
        try:
            return float(word)
        except ValueError as error:
            raise ValueError(f"{word!r} is not a number: write regimen >= 1.3") from error

    def place(self) -> Place:
        return _member(Place, self.next("a place")) if self.take("in") else Place.ANYWHERE

    def concept(self) -> str:
        word = self.next("a concept")
        if word in _RESERVED or word not in self.concepts:
            raise ValueError(f"there is no concept {word!r}{hint(word, self.concepts)}")
        return word

    def finish(self) -> None:
        if self.at < len(self.words):
            raise ValueError(f'before {self.peek()!r} a word is missing: join conditions with "and" or "or"')

    def peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else "the end"

    def take(self, word: str) -> bool:
        found = self.peek() == word and self.at < len(self.words)
        self.at += found
        return found

    def next(self, wanted: str) -> str:
        if self.at >= len(self.words):
            raise ValueError(f"the condition ends where {wanted} should stand")
        self.at += 1
        return self.words[self.at - 1]


def _member(kind: type[E], word: str) -> E:
    try:
        return kind(word)
    except ValueError as error:
        raise ValueError(f"{word!r} is not one of: {', '.join(kind)}") from error
