"""The language of terms: words, phrases, ``prefix*``, ``(this|that)``, ``left NEAR/3 right``, and ``{group}``."""

import itertools
import re
from collections.abc import Mapping
from types import MappingProxyType

from watcher.model import Near, Term
from watcher.options import hint

_PIECE = re.compile(r"\(([^()]{0,1000})\)|([^()|\s]+)|(\S)")
_OPERATOR = re.compile(r"(?<!\s)\s++(NEAR|PRE)/([0-9]{1,2})\s++")
_GROUP = re.compile(r"\{([a-z_]++)\}")
_WORD = re.compile(r"[^\W_]")
# A sentence has seldom more words; a pair farther apart is two statements.
FARTHEST = 20


def terms(text: str, *, exact_case: bool = False) -> tuple[Term, ...]:
    """Return every term that the text stands for: "tum(o|ou)r*" is two; "dose escalat*" ends open.

    Parentheses hold alternatives, within a word or as words of their own. Raises ``ValueError`` that
    says what is wrong: a star before the end, a parenthesis without its mate, no letter at all.
    """
    spelled = ["".join(parts) for parts in itertools.product(*_choices(text))]
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
