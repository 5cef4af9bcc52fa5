"""A head that several values share: "injection site nodules (16%) and erythema (9%)", "partial (8%) and complete (0%) responses"."""

import re
from collections.abc import Iterator, Sequence

from digests.outcomes.lexicon import AILMENT
from digests.outcomes.patterns import Mark, Token

_LOCAL = frozenset(
    "pain nodule nodules induration indurations erythema swelling redness bruising haematoma hematoma pruritus itching lump lumps granuloma granulomas tenderness discomfort inflammation warmth mass masses".split()
)
# What is named by one word behind a head that says where it is.
_PARTS = {
    "AE: injection site": (re.compile(r"site|local"), _LOCAL),
    "AE: gastrointestinal": (
        re.compile(r"abdominal"),
        frozenset("distension cramps cramping discomfort tenderness".split()),
    ),
}
_HEADS = re.compile(
    r"(?i)(?:injection|application|implant)[- ]site|at the site|local (?:injection )?reactions|abdominal"
)
_LISTING = frozenset({Mark.COMMA, Mark.AND, Mark.OPEN})
_INCLUDING = frozenset({"included", "including", "were", "comprised", "such", "as", ":", "namely", "mainly", "mostly"})
# Adjectives that stand apart from the noun which they share, under the outcome that both name.
_RESPONSES = {
    "partial": "PR",
    "complete": "CR",
    "objective": "ORR",
    "biochemical": "biochemical response",
    "symptomatic": "symptom response",
}
_SURVIVALS = {"overall": "OS", "progression-free": "PFS"}
_NOUNS = {
    **dict.fromkeys(("response", "responses", "remission", "remissions"), _RESPONSES),
    "survival": _SURVIVALS,
}
_APART = re.compile(
    r"(?i)(?<!\w)(?:partial|complete|objective|biochemical|symptomatic|overall|progression-free) \([^()]{1,60}\)(?:,| and| or)? "
)


def with_shared_heads(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, each part of a list under one head as the outcome that head and part name together."""
    if _APART.search(text):
        tokens = _with_nouns(tokens, text)
    return [*_with_parts(tokens, text)] if _HEADS.search(text) else tokens


def _with_parts(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield the tokens, the "erythema" of "injection site nodules (16%) and erythema (9%)" as of the injection site."""
    head = ""
    for place, token in enumerate(tokens):
        ailment = token.label == AILMENT and head
        if token.mark is Mark.OUTCOME and not ailment:
            said, _ = _PARTS.get(token.label, (None, ()))
            head = token.label if said and said.search(text[token.start : token.end].lower()) else ""
        elif token.mark is Mark.SEMICOLON:
            head = ""
        before = tokens[place - 1] if place else token
        listed = before.mark in _LISTING or before.label in _INCLUDING
        word = text[token.start : token.end].lower() if ailment else token.label
        part = head and (ailment or token.mark is Mark.WORD) and listed and word in _PARTS[head][1]
        yield token._replace(mark=Mark.OUTCOME, label=head) if part else token


def _with_nouns(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens, the "overall" of "progression-free (62%) and overall (91%) survival" as overall survival."""
    found = list(tokens)
    for place in range(len(tokens) - 1, -1, -1):
        noun = text[tokens[place].start : tokens[place].end].lower().removesuffix(" rate").removesuffix(" rates")
        apart = _apart(tokens, place, text, _NOUNS.get(noun, {}))
        if apart:
            found[place] = tokens[place]._replace(mark=Mark.WORD, label=noun)
            for adjective, outcome in apart:
                found[adjective] = tokens[adjective]._replace(mark=Mark.OUTCOME, label=outcome)
    return found


def _apart(tokens: Sequence[Token], noun: int, text: str, outcomes: dict[str, str]) -> list[tuple[int, str]]:
    """Return the places of the adjectives that stand before a noun, each with its own bracket, and what each names."""
    found: list[tuple[int, str]] = []
    place = noun - 1
    while outcomes and place > 1 and tokens[place].mark is Mark.CLOSE:
        depth = tokens[place].depth
        opened = next(
            (p for p in range(place - 1, 0, -1) if tokens[p].mark is Mark.OPEN and tokens[p].depth == depth), 0
        )
        adjective = tokens[opened - 1] if opened else None
        word = text[adjective.start : adjective.end].lower() if adjective else ""
        if word not in outcomes:
            break
        found.append((opened - 1, outcomes[word]))
        place = opened - 2
        while place > 0 and tokens[place].mark in {Mark.AND, Mark.COMMA}:
            place -= 1
    return found
