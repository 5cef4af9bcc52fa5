"""Record and topic -> tier and score, with reasons in words that a physician can dispute."""

from watcher.relevance.check import CheckReport, Labelled, Miss, check, in_words, known_recall, read_labelled, table
from watcher.relevance.rate import rate
from watcher.relevance.regimen import in_text, regimens

__all__ = [
    "CheckReport",
    "Labelled",
    "Miss",
    "check",
    "in_text",
    "in_words",
    "known_recall",
    "rate",
    "read_labelled",
    "regimens",
    "table",
]
