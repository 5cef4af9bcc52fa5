"""That the markers of a tumour came back to normal, where another word stands for them: "had normalised", "achieved normalisation"."""

import itertools

from digests.outcomes.lexicon import MARKERS
from digests.outcomes.moving import is_move
from digests.outcomes.patterns import Mark, Token

_ELEVATED = frozenset({"elevated", "raised", "increased"})
_HAVING = frozenset({"achieved", "reached", "had", "showed", "attained"})
_NORMALISED = frozenset({"normalised", "normalized"})
_LEVELS = frozenset({"levels", "concentrations"})
_NORMALITY = frozenset({"normalisation", "normalization"})


def normalised(tokens: list[Token]) -> list[Token]:
    """Return the tokens, "normalised" as the marker that was raised: "of 30 patients with elevated 5-HIAA, 12 (40%) had normalised".

    So is the bare "normalisation" that patients achieved of the one marker that is named: "5-HIAA fell by 41%, and 39% achieved normalisation".
    """
    pairs = list(itertools.pairwise(tokens))
    named = {t.label for t in tokens if t.mark is Mark.OUTCOME and t.label in MARKERS}
    outcomes = {t.label for t in tokens if t.mark is Mark.OUTCOME}
    raised = {t.label for b, t in pairs if t.label in MARKERS and b.label in _ELEVATED}
    found = list(tokens)
    for place, token in enumerate(tokens):
        had = (
            place > 0
            and tokens[place - 1].label in _HAVING
            and [t.label for t in tokens[place + 1 : place + 2]] != ["of"]
        )
        meant = raised if token.label in _NORMALISED else named if token.label in _NORMALITY and had else set()
        if token.label in _LEVELS and _began(tokens, place) and len(named) == 1 and named == outcomes:
            meant = named
        if token.mark is Mark.WORD and len(meant) == 1:
            found[place] = token._replace(mark=Mark.OUTCOME, label=next(iter(meant)))
    return found


def _began(tokens: list[Token], place: int) -> bool:
    """Return whether a clause begins at the word and tells that it moved: "in 22 patients with elevated CgA, levels dropped"."""
    before = place > 0 and tokens[place - 1].mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON}
    return before and any(is_move(t) for t in tokens[place + 1 : place + 2])
