"""A boolean question held against texts, as PubMed, Europe PMC and ClinicalTrials.gov would: what a stand-in needs to choose."""

import re
from collections import defaultdict
from collections.abc import Mapping

from watcher.text import fold

_TOKEN = re.compile(
    r'\(|\)|(?:TITLE_ABS:)?(?P<quoted>"[^"]+")(?P<tag>\[\w+\])?|(?:TITLE_ABS:)?(?P<word>[^\s()"\[\]]+)(?P<tag2>\[\w+\])?'
)
_UNSEEN = frozenset({"[mh]", "[nm]"})  # what an indexer adds, and no title and abstract hold
_OPERATORS = frozenset({"(", ")", "AND", "OR", "NOT"})


class Library:
    """Texts by their keys, of which each question finds some; what asks for an indexer's words finds none."""

    def __init__(self, texts: Mapping[str, str]):
        self.texts = {key: f" {fold(text)} " for key, text in texts.items()}
        self._answers: dict[str, frozenset[str]] = {}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for key, text in self.texts.items():
            for word in re.findall(r"\w+", text):
                self._by_word[word].add(key)

    def found(self, question: str) -> frozenset[str]:
        """Return the keys of the texts that answer the question; raise ``ValueError`` where it is not read to its end."""
        if question not in self._answers:
            tokens = [token if token in _OPERATORS else self._holding(match) for match in _TOKEN.finditer(question) for token in [match.group()]]  # fmt: skip
            answer, end = self._either(tokens, 0)
            if end < len(tokens):
                raise ValueError(f"not read to its end: {tokens[end:][:5]}")
            self._answers[question] = frozenset(answer)
        return self._answers[question]

    def _holding(self, match: re.Match[str]) -> set[str]:
        """Return the keys of the texts that hold a term."""
        if (match["tag"] or match["tag2"]) in _UNSEEN:
            return set()
        term = (match["quoted"] or match["word"]).strip('"')
        words = re.split(r"[\s-]+", fold(term).removesuffix("*"))
        said = r"[\s-]+".join(map(re.escape, words))
        ending = r"\w*" if term.endswith("*") else "s?"
        pattern = re.compile(rf"(?<!\w){said}{ending}(?!\w)" if term.isascii() else said)
        return {key for key in self._beginning(words) if pattern.search(self.texts[key])}

    def _beginning(self, words: list[str]) -> set[str]:
        """Return the keys of the texts that may hold the words: those with the first of them, or with one that begins so."""
        first, *others = re.findall(r"\w+", words[0]) + words[1:]
        if others and first.isascii():
            return self._by_word.get(first, set())
        if first.isascii():
            return {key for word, keys in self._by_word.items() if word.startswith(first) for key in keys}
        return set(self.texts)

    def _either(self, tokens, place) -> tuple[set[str], int]:
        found, place = self._both(tokens, place)
        while place < len(tokens) and tokens[place] == "OR":
            other, place = self._both(tokens, place + 1)
            found = found | other
        return found, place

    def _both(self, tokens, place) -> tuple[set[str], int]:
        found, place = self._one(tokens, place)
        while place < len(tokens) and tokens[place] in ("AND", "NOT"):
            denied = tokens[place] == "NOT"
            other, place = self._one(tokens, place + 1)
            found = found - other if denied else found & other
        return found, place

    def _one(self, tokens, place) -> tuple[set[str], int]:
        if tokens[place] == "(":
            found, place = self._either(tokens, place + 1)
            return found, place + 1
        return tokens[place], place + 1
