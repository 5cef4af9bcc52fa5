"""What people type into a search, read: a small language of words, phrases, operators, fields and filters; pure."""

from watcher.query.nodes import Question, written
from watcher.query.read import read

__all__ = ["Question", "read", "written"]
