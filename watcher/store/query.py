"""What a person types, made into an FTS5 expression that is always valid; pure.

    query = all { "OR" all }
    all   = one { ["AND"] one }        words beside one another must all occur
    one   = ("NOT" | "-") one | "(" query ")" | [field ":"] ('"' phrase '"' | word ["*"])

Everything else is a word. Every word reaches FTS5 in quotes, so nothing in it has a meaning there:
https://sqlite.org/fts5.html#full_text_query_syntax
"""

import re
from collections.abc import Iterable
from itertools import islice, product
from typing import NamedTuple

from watcher.store.synonyms import forms, spellings, unspaced

# Far more than a person types; a pasted page must not become a query of a thousand words.
_MAX_TOKENS = 96
_MAX_DEPTH = 12
_MAX_FORMS = 12
_FIELDS = {
    "title": "title",
    "abstract": "abstract",
    "author": "people",
    "journal": "venue",
    "venue": "venue",
    "id": "ids",
    "pmid": "ids",
    "pmcid": "ids",
    "doi": "ids",
    "nct": "ids",
}
_TOKEN = re.compile(
    rf"""
      (?P<mark>[()])
    | (?P<minus>-(?=["(]|\w))
    | (?:(?P<field>{"|".join(_FIELDS)}):\s?)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s()"]+))
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What FTS5's unicode61 takes as a part of a word, near enough: https://sqlite.org/fts5.html#unicode61_tokenizer
_SAYS_SOMETHING = re.compile(r"[^\W_]")
# The index keeps stems, and the stem of "escalation" is shorter than the "escalat" of "escalat*". So the
# words that begin like this are asked for as well.
_ENDINGS = tuple(
    "e ed er es ic ing ion ions ional ive ity al ally able ment ments ise ised ize ized isation ization or y".split()
)


class Expression(NamedTuple):
    """Two FTS5 expressions, "" where there is none: what a hit has to match, and what it must not."""

    wanted: str = ""
    unwanted: str = ""


def compile_query(text: str) -> Expression:
    """Return the expression for what was typed; two times "" where it says nothing that can be searched.

    Never an error: unbalanced quotes and parentheses are closed, an operator that joins nothing falls away.
    """
    tokens = [match for match in islice(_TOKEN.finditer(text), _MAX_TOKENS) if match.group()]
    return _Parser(tokens[::-1]).query(0)


def single(expression: Expression) -> str:
    """Return the expression as one; "" where it only says what is not wanted, which FTS5 cannot."""
    wanted, unwanted = expression
    return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted


class _Parser:
    """Reads tokens from the end of its list, so that the next one is the last."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self._tokens = tokens

    def query(self, depth: int) -> Expression:
        """Read alternatives up to a closing parenthesis or the end."""
        parts = [self._all(depth)]
        while self._takes("OR"):
            parts.append(self._all(depth))
        parts = [part for part in parts if part.wanted] or parts
        return parts[0] if len(parts) == 1 else Expression(_join(" OR ", map(single, parts)))

    def _all(self, depth: int) -> Expression:
        wanted, unwanted = [], []
        while self._tokens and not self._next_is("OR") and not self._next_is(")"):
            if not self._takes("AND"):
                part = self._one(depth)
                wanted.append(part.wanted)
                unwanted.append(part.unwanted)
        if depth == 0 and self._takes(")"):  # one too many
            return _both(Expression(_join(" AND ", wanted), _join(" OR ", unwanted)), self._all(depth))
        return Expression(_join(" AND ", wanted), _join(" OR ", unwanted))

    def _one(self, depth: int) -> Expression:
        if self._takes("NOT") or self._takes("-"):
            return _negated(self._one(depth)) if self._tokens else Expression()
        if self._takes("("):
            inner = self.query(depth + 1) if depth < _MAX_DEPTH else Expression()
            self._takes(")")
            return inner
        return Expression(_term(self._tokens.pop()))

    def _next_is(self, sign: str) -> bool:
        return bool(self._tokens) and self._tokens[-1].group() == sign

    def _takes(self, sign: str) -> bool:
        found = self._next_is(sign)
        if found:
            self._tokens.pop()
        return found


def _both(one: Expression, other: Expression) -> Expression:
    return Expression(
        _join(" AND ", (one.wanted, other.wanted)),
        _join(" OR ", (one.unwanted, other.unwanted)),
    )


def _negated(part: Expression) -> Expression:
    return Expression("", single(part)) if part.wanted else Expression(part.unwanted, "")


def _term(token: re.Match[str]) -> str:
    column = _FIELDS.get((token["field"] or "").lower(), "")
    if runs := unspaced(token["phrase"] or token["word"] or ""):
        written = _quoted(token["phrase"] or (token["word"] or "").rstrip("*"))
        column = f"{column} terms" if column else ""  # where the pairs of all columns stand
        alternatives = [written, _join(" AND ", map(_run, runs))]
    elif token["phrase"] is not None:
        alternatives = _phrases(token["phrase"])
    elif token["word"] and token["word"].endswith("*"):
        alternatives = _beginnings(token["word"].rstrip("*"))
    else:
        alternatives = [_quoted(spelling) for spelling in spellings(token["word"] or "")]
    expression = _join(" OR ", filter(_SAYS_SOMETHING.search, alternatives))
    return f"{{{column}}} : ({expression})" if column and expression else expression


def _run(run: str) -> str:
    """Return a run of pairs as a phrase; one character alone may begin any of them."""
    return _quoted(run) if len(run) > 1 else f"{_quoted(run)} *"


def _phrases(text: str) -> list[str]:
    words = [forms(word) for word in text.split()]
    return [_quoted(" ".join(choice)) for choice in islice(product(*words), _MAX_FORMS)]


def _beginnings(word: str) -> list[str]:
    if not _SAYS_SOMETHING.search(word):
        return []
    return [f"{_quoted(word)} *", *(_quoted(word + ending) for ending in _ENDINGS)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'


def _join(sign: str, parts: Iterable[str]) -> str:
    kept = [part for part in dict.fromkeys(parts) if part]
    return kept[0] if len(kept) == 1 else sign.join(f"({part})" for part in kept)
