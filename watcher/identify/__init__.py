"""Decide whether a record is of a thing that we have: identifiers, a score, and guards against wrong merges."""

from watcher.identify.decide import arrange, block_keys, cluster, identify, weigh

__all__ = ["arrange", "block_keys", "cluster", "identify", "weigh"]
