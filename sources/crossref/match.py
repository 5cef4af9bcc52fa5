"""Whether a work names what is looked for, by its words and with tolerance for slips, since Crossref knows no "and" and "or".

Titles of conference abstracts are typed by hand: "Somatastatin analogue ... in neuro endocrine tumours" is meant
to be found (https://www.endocrine-abstracts.org/ea/0044/ea0044p134).
"""

import re
from bisect import bisect_left
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


def speaks_of(groups: Groups, title: str, abstract: str, narrower: Groups = ()) -> bool:
    """Return whether title and abstract have every concept of one of the groups.

    Where there is no abstract, one concept of a larger group may be missing: what a title leaves out ("in NET")
    the abstract says, and is fetched for what is kept. Of a ``narrower`` group ("drug" with "escalation", beside "drug"
    with "disease") none may: "escalation" alone is nothing that is looked for.
    """
    words = (_Words.of(title), _Words.of(abstract))
    borne = 0 if abstract else 1
    near = any(_missing(group, *words) <= (borne if len(group) > 1 else 0) for group in groups if group)
    return near or any(not _missing(group, *words) for group in narrower if group)


def _missing(group: tuple[Concept, ...], title: "_Words", abstract: "_Words") -> int:
    """Return how many concepts stand nowhere; slips of the pen are borne in the title, which says a thing once."""
    return sum(
        not any(title.have(term) or abstract.have(term) or title.nearly_have(term) for term in concept.terms)
        for concept in group
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """A text's words, and its neighbouring words written as one: "neuro endocrine" has "neuroendocrine"."""

    exact: frozenset[str]  # as printed
    folded: frozenset[str]
    ordered: tuple[str, ...]  # the folded ones, for beginnings

    @classmethod
    def of(cls, text: str) -> "_Words":
        exact = frozenset(_joined(_WORD.findall(text)))
        folded = frozenset(map(fold, exact))
        return cls(exact, folded, tuple(sorted(folded)))

    def have(self, term: Term) -> bool:
        """Return whether the term stands in the text as it is spelt."""
        if term.exact_case:
            return _one_word(term.text) in self.exact
        wanted = _folded_word(term.text)
        if not wanted or not term.prefix:
            return wanted in self.folded
        at = bisect_left(self.ordered, wanted)
        return at < len(self.ordered) and self.ordered[at].startswith(wanted)

    def nearly_have(self, term: Term) -> bool:
        """Return whether a long term stands in the text with one letter wrong, missing, doubled or swapped."""
        wanted = _folded_word(term.text)
        if term.exact_case or len(wanted) < LEAST_LETTERS:
            return False
        return any(_is_nearly(wanted, word, prefix=term.prefix) for word in self.folded if word[0] == wanted[0])


def _is_nearly(wanted: str, word: str, *, prefix: bool) -> bool:
    length = len(wanted)
    beginnings = (word[:length], word[: length - 1], word[: length + 1]) if prefix else (word,)
    return any(OSA.distance(wanted, beginning, score_cutoff=1) <= 1 for beginning in beginnings)


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
