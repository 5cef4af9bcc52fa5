"""Identifiers: every scheme read, found in text, brought to one form, shown, and where it leads."""

from watcher.ids.doi import read_doi
from watcher.ids.registries import TRIAL_SCHEMES, around, doubtful_trials, find_trials
from watcher.ids.schemes import address, canonical, find_issns, label, leading, read_id

__all__ = [
    "TRIAL_SCHEMES",
    "address",
    "around",
    "canonical",
    "doubtful_trials",
    "find_issns",
    "find_trials",
    "label",
    "leading",
    "read_doi",
    "read_id",
]
