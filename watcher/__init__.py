"""Watcher: the literature and evidence monitor for one clinical question."""

__version__ = "0.1.0"
