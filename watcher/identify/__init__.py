"""Decide whether a record is of a thing that we have: identifiers, a score, and guards against wrong merges."""

from watcher.identify.decide import block_keys, cluster, identify

__all__ = ["block_keys", "cluster", "identify"]
