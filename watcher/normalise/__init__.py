"""Bring what a source said to one form: identifiers, titles, names, dates."""

from watcher.normalise.records import normalise

__all__ = ["normalise"]
