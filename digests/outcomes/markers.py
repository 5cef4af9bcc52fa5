"""That the markers of a tumour came back to normal, where another word stands for them: "had normalised", "achieved normalisation"."""

import itertools

from digests.outcomes.lexicon import MARKERS
from digests.outcomes.patterns import Mark, Token

_ELEVATED = frozenset({"elevated", "raised", "increased"})
_HAVING = frozenset({"achieved", "reached", "had", "showed", "attained"})
_NORMALISED = frozenset({"normalised", "normalized"})
_NORMALITY = frozenset({"normalisation", "normalization"})


def normalised(tokens: list[Token]) -> list[Token]:
    """Return the tokens, "normalised" as the marker that was raised: "of 30 patients with elevated 5-HIAA, 12 (40%) had normalised".

    So is the bare "normalisation" that patients achieved of the one marker that is named: "5-HIAA fell by 41%, and 39% achieved normalisation".
    """
    pairs = list(itertools.pairwise(tokens))
    named = {t.label for t in tokens if t.mark is Mark.OUTCOME and t.label in MARKERS}
    raised = {t.label for b, t in pairs if t.label in MARKERS and b.label in _ELEVATED}
    found = list(tokens)
    for place, token in enumerate(tokens):
        had = (
            place > 0
            and tokens[place - 1].label in _HAVING
            and [t.label for t in tokens[place + 1 : place + 2]] != ["of"]
        )
        meant = raised if token.label in _NORMALISED else named if token.label in _NORMALITY and had else set()
        if token.mark is Mark.WORD and len(meant) == 1:
            found[place] = token._replace(mark=Mark.OUTCOME, label=next(iter(meant)))
    return found
