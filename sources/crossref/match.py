"""What a work speaks of, told by words alone and tolerantly, for Crossref cannot be asked with "and" and "or".

Titles of conference abstracts are typed by hand: "Somatastatin analogue ... in neuro endocrine tumours" is meant
to be found (https://www.endocrine-abstracts.org/ea/0044/ea0044p134).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from watcher.model import Concept, Term
from watcher.text import fold

Groups = tuple[tuple[Concept, ...], ...]

# One letter may be wrong, missing, doubled or swapped in a word of at least this many letters. Shorter words are
# too near to each other: "insulin" and "inulin".
LEAST_LETTERS = 8
LONGEST = 5  # words that a term may be written in

_WORD = re.compile(r"[^\W_]+")


def speaks_of(groups: Groups, title: str, abstract: str) -> bool:
    """Tell whether title and abstract have every concept of one of the groups.

    Where there is no abstract, one concept of a larger group may be missing: what a title leaves out ("in NET")
    the abstract says, and is fetched for what is kept.
    """
    words = _Words.of(f"{title} . {abstract}")
    borne = 0 if abstract else 1
    return any(_missing(group, words) <= (borne if len(group) > 1 else 0) for group in groups if group)


def _missing(group: tuple[Concept, ...], words: "_Words") -> int:
    return sum(not any(words.have(term) for term in concept.terms) for concept in group)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text's words, and its neighbouring words written as one: "neuro endocrine" has "neuroendocrine"."""

    exact: frozenset[str]  # as printed
    folded: frozenset[str]
    nearly: dict[str, list[str]]  # by first letter, those long enough for a slip of the pen

    @classmethod
    def of(cls, text: str) -> "_Words":
        exact = frozenset(_joined(_WORD.findall(text)))
        folded = frozenset(map(fold, exact))
        nearly: dict[str, list[str]] = {}
        for word in folded:
            if len(word) >= LEAST_LETTERS - 1:
                nearly.setdefault(word[0], []).append(word)
        return cls(exact, folded, nearly)

    def have(self, term: Term) -> bool:
        if term.exact_case:
            return _one_word(term.text) in self.exact
        wanted = _folded_word(term.text)
        if not wanted:
            return False
        if wanted in self.folded:
            return True
        if term.prefix and any(word.startswith(wanted) for word in self.folded):
            return True
        return len(wanted) >= LEAST_LETTERS and self._have_nearly(wanted, prefix=term.prefix)

    def _have_nearly(self, wanted: str, *, prefix: bool) -> bool:
        length = len(wanted)
        return any(
            OSA.distance(wanted, word[: length + cut] if prefix else word, score_cutoff=1) <= 1
            for word in self.nearly.get(wanted[0], ())
            if (len(word) >= length - 1 if prefix else abs(len(word) - length) <= 1)
            for cut in ((-1, 0, 1) if prefix else (0,))
        )


def _joined(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        joined = ""
        for word in words[start : start + LONGEST]:
            joined += word
            yield joined


@lru_cache(maxsize=4096)
def _one_word(text: str) -> str:
    return "".join(_WORD.findall(text))


@lru_cache(maxsize=4096)
def _folded_word(text: str) -> str:
    return fold(_one_word(text))
