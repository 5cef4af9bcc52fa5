"""A boolean question held against a text, as PubMed, Europe PMC and ClinicalTrials.gov would: what a stand-in needs to choose."""

import re
from collections.abc import Iterator

from watcher.text import fold

_TOKEN = re.compile(
    r'\(|\)|(?:TITLE_ABS:)?(?P<quoted>"[^"]+")(?P<tag>\[\w+\])?|(?:TITLE_ABS:)?(?P<word>[^\s()"\[\]]+)(?P<tag2>\[\w+\])?'
)
_UNSEEN = frozenset({"[mh]", "[nm]"})  # what an indexer adds, and no title and abstract hold


def is_found(question: str, text: str) -> bool:
    """Return whether title and abstract answer the question; what asks for an indexer's words is not answered."""
    tokens = list(_tokens(question))
    found, end = _either(tokens, 0, f" {fold(text)} ")
    if end < len(tokens):
        raise ValueError(f"not read to its end: {tokens[end:][:5]}")
    return found


def _tokens(question: str) -> Iterator[str | re.Pattern[str] | None]:
    for match in _TOKEN.finditer(question):
        token = match.group()
        if token in {"(", ")", "AND", "OR", "NOT"}:
            yield token
        elif (match["tag"] or match["tag2"]) in _UNSEEN:
            yield None
        else:
            yield _pattern((match["quoted"] or match["word"]).strip('"'))


def _pattern(term: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in re.split(r"[\s-]+", fold(term).removesuffix("*"))]
    ending = r"\w*" if term.endswith("*") else "s?"
    said = r"[\s-]+".join(words)
    return re.compile(rf"(?<!\w){said}{ending}(?!\w)" if term.isascii() else said)


def _either(tokens, place, text) -> tuple[bool, int]:
    found, place = _both(tokens, place, text)
    while place < len(tokens) and tokens[place] == "OR":
        other, place = _both(tokens, place + 1, text)
        found = found or other
    return found, place


def _both(tokens, place, text) -> tuple[bool, int]:
    found, place = _one(tokens, place, text)
    while place < len(tokens) and tokens[place] in {"AND", "NOT"}:
        denied = tokens[place] == "NOT"
        other, place = _one(tokens, place + 1, text)
        found = found and other is not denied
    return found, place


def _one(tokens, place, text) -> tuple[bool, int]:
    if tokens[place] == "(":
        found, place = _either(tokens, place + 1, text)
        return found, place + 1
    pattern = tokens[place]
    return pattern is not None and pattern.search(text) is not None, place + 1
