"""Record and topic -> tier and score, with reasons in words that a physician can dispute."""

from watcher.relevance.rate import rate

__all__ = ["rate"]
