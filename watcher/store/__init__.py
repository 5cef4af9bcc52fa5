"""The memory: every version of every record, the items behind them, and what was sent, in SQLite.

``Store`` is loaded when it is first asked for: ``watcher.store.search`` alone needs only sqlite3, so
that ``watcher search`` answers at once.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.store.search import Filters as Filters
    from watcher.store.search import Hit as Hit
    from watcher.store.store import Store as Store

__all__ = ["Filters", "Hit", "Store"]


def __getattr__(name: str) -> Any:
    """Load ``Store``, ``Hit`` or ``Filters`` on first use."""
    if name == "Store":
        from watcher.store.store import Store  # noqa: PLC0415 - costs the model and msgspec

        return Store
    if name in __all__:
        from watcher.store import search  # noqa: PLC0415 - its path stays as short as it can be

        return getattr(search, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
