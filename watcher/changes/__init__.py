"""Two versions of a record -> what changed, and how much it matters."""

from watcher.changes.compare import compare, fingerprint, joined
from watcher.changes.settle import is_older, settle

__all__ = ["compare", "fingerprint", "is_older", "joined", "settle"]
