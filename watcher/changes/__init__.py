"""Two versions of a record -> what changed, and how much it matters."""

from watcher.changes.compare import compare, fingerprint

__all__ = ["compare", "fingerprint"]
