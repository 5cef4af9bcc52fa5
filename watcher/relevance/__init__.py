"""Record and topic -> tier and score, with reasons in words that a physician can dispute."""

from watcher.relevance.check import CheckReport, Miss, check, known_recall, table
from watcher.relevance.labelled import Labelled, read_labelled
from watcher.relevance.rate import in_words, rate
from watcher.relevance.regimens import in_text, regimens

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
