"""The two languages of a profile.

Terms are words, phrases, ``prefix*``, ``(this|that)``, ``left NEAR/3 right``, and ``{group}``.

Conditions are ``drug and (intensified with drug or regimen >= 1.3 in title)``. An atom is a concept (``drug``), concepts
in one sentence (``drug with intensified``), a dose regimen (``regimen >= 1.3``), the record's kind (``is news``), who
speaks (``from company``), that there is only a title (``without abstract``), or that it is not English (``foreign``);
the first three may name a place (``in title``). ``not`` binds before ``and``, ``and`` before ``or``.
"""

import itertools
import math
import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
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
    Near,
    Not,
    OfKind,
    Place,
    SourceClass,
    Term,
    TitleAlone,
    Together,
)
from watcher.options import hint

E = TypeVar("E", bound=StrEnum)
DEEPEST = 50  # conditions in one another
MOST_TERMS = 10_000  # that one text may stand for

_TOKEN = re.compile(r'(?:(>=|[()])|"([^"]+)"|(\w[\w.-]*)|(\S))')
_MULTIPLE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
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
        self.depth = 0

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
        if self.depth == DEEPEST:
            raise ValueError(f"more than {DEEPEST} conditions stand in one another: make concepts of some")
        self.depth += 1
        found = self.one()
        self.depth -= 1
        return found

    def one(self) -> Condition:
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
        if not _MULTIPLE.fullmatch(word):
            raise ValueError(f"{word!r} is not a number: write regimen >= 1.3")
        return float(word)

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


_PIECE = re.compile(r"\(([^()]{0,1000})\)|([^()|\s]+)|(\S)")
_OPERATOR = re.compile(r"(?<!\s)\s++(NEAR|PRE)/([0-9]{1,2})\s++")
_GROUP = re.compile(r"\{([a-z_]++)\}")
_WORD = re.compile(r"[^\W_]")
# A sentence has seldom more words; a pair farther apart is two statements.
FARTHEST = 20


def terms(text: str, *, exact_case: bool = False) -> tuple[Term, ...]:
    """Return every term that the text stands for: "tum(o|ou)r*" is two; "dose escalat*" ends open.

    Parentheses hold alternatives, within a word or as words of their own. Raises ``ValueError`` that
    says what is wrong: a star before the end, a parenthesis without its mate, no letter at all, more than ``MOST_TERMS``.
    """
    choices = _choices(text)
    if math.prod(map(len, choices)) > MOST_TERMS:
        raise ValueError(f"it stands for more than {MOST_TERMS:,} terms: write fewer alternatives")
    spelled = ["".join(parts) for parts in itertools.product(*choices)]
    return tuple(_term(" ".join(one.split()), exact_case) for one in spelled)


def near(text: str, words: Mapping[str, tuple[Term, ...]] = MappingProxyType({})) -> Near:
    """Return the pair that "dose* NEAR/3 (escalat*|increas*)" stands for; PRE/3 keeps the order.

    The number is how many words may stand between; "{raise}" is the group of that name in ``words``. Raises ``ValueError`` that says what is wrong.
    """
    parts = _OPERATOR.split(text)
    if len(parts) != 4:
        raise ValueError('write two groups of terms and how many words may stand between: "dose* NEAR/3 escalat*"')
    left, operator, distance, right = parts
    if int(distance) > FARTHEST:
        raise ValueError(f"at most {FARTHEST} words may stand between the two")
    return Near(left=side(left, words), right=side(right, words), within=int(distance), ordered=operator == "PRE")


def side(text: str, words: Mapping[str, tuple[Term, ...]]) -> tuple[Term, ...]:
    """Return the terms of one side of a pair: groups of words, terms, or both, as in "{raise} (up|more)"."""
    named = _GROUP.findall(text)
    if unknown := [name for name in named if name not in words]:
        raise ValueError(f"there is no group of words {unknown[0]!r}{hint(unknown[0], words)}")
    grouped = tuple(term for name in named for term in words[name])
    rest = _GROUP.sub("", text).strip()
    return grouped + terms(rest) if rest else grouped


def _choices(text: str) -> list[list[str]]:
    choices: list[list[str]] = []
    end = 0
    for piece in _PIECE.finditer(text):
        group, word, stray = piece.groups()
        if stray:
            raise ValueError(f"{stray!r} has no mate: write alternatives as (one|other)")
        gap = " " if piece.start() > end else ""
        choices.append([gap + choice.strip() for choice in group.split("|")] if group is not None else [gap + word])
        end = piece.end()
    return choices


def _term(text: str, exact_case: bool) -> Term:
    stem, star, rest = text.partition("*")
    if rest:
        raise ValueError("a star stands only at the end of a term: it leaves the last word open")
    if not _WORD.search(stem):
        raise ValueError("a term needs a letter or a digit")
    if star and not _WORD.match(stem[-1]):
        raise ValueError("a star follows the beginning of a word, without a space")
    return Term(text=stem.strip(), prefix=bool(star), exact_case=exact_case)
