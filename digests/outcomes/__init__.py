"""The figures that a text reports, each tied to its sentence: nothing recomputed, nothing inferred."""

from digests.outcomes.extract import extract, figures
from digests.outcomes.lexicon import names_of

__all__ = ["extract", "figures", "names_of"]
