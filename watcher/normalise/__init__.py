"""Bring what a source said to one form: identifiers, titles, names, dates."""

from watcher.normalise.ids import read_id
from watcher.normalise.records import normalise

__all__ = ["normalise", "read_id"]
