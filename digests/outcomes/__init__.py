"""The figures that a text reports, each tied to its sentence: nothing recomputed, nothing inferred."""

from digests.outcomes.extract import denials, extract, figures

__all__ = ["denials", "extract", "figures"]
