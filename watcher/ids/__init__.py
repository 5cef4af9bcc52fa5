"""Identifiers: every scheme read, found in text, brought to one form."""

from watcher.ids.doi import read_doi
from watcher.ids.registries import TRIAL_SCHEMES, find_trial_ids
from watcher.ids.schemes import canonical, read_id

__all__ = ["TRIAL_SCHEMES", "canonical", "find_trial_ids", "read_doi", "read_id"]
