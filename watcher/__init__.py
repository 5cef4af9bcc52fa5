"""Watcher: the literature and evidence monitor for one clinical question."""

__version__ = "1.0.0"
