"""Which of what came is sought, for providers that cannot search and send everything."""

import functools
import re
from collections.abc import Sequence

from watcher.model import Concept, Term
from watcher.text import fold

Groups = tuple[tuple[Concept, ...], ...]


def is_sought(text: str, groups: Groups) -> bool:
    """Tell whether the text has a term that every record of one of the groups must have; true where nothing is sought.

    A feed shows the beginning of a text, so not every concept of a group can be asked for, only its
    narrowest: what comes is too much rather than too little, and is judged by what follows.
    """
    if not groups:
        return True
    folded, exact = _patterns(groups)
    return bool((folded and folded.search(fold(text))) or (exact and exact.search(text)))


@functools.lru_cache(maxsize=8)
def _patterns(groups: Groups) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    terms = [term for group in groups if group for term in min(group, key=lambda c: len(c.terms)).terms]
    return _pattern([t for t in terms if not t.exact_case]), _pattern([t for t in terms if t.exact_case])


def _pattern(terms: Sequence[Term]) -> re.Pattern[str] | None:
    spelled = "|".join(dict.fromkeys(map(_spelled, terms)))
    return re.compile(rf"(?<!\w)(?:{spelled})") if spelled else None


def _spelled(term: Term) -> str:
    """Return the term as a pattern: a blank may be a hyphen or nothing, and a plural is a form of it."""
    text = term.text if term.exact_case else fold(term.text)
    words = r"[\s-]*".join(re.escape(word) for word in re.split(r"[\s-]+", text))
    return words if term.prefix else rf"{words}(?:e?s)?(?!\w)"
