"""The memory: every version of every record, the items behind them, and what was sent, in SQLite.

``Store`` and its answers are loaded when they are first asked for: ``watcher.store.search`` alone needs
only sqlite3, so that ``watcher search`` answers at once.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.store.answers import Account as Account
    from watcher.store.answers import Changed as Changed
    from watcher.store.answers import Decision as Decision
    from watcher.store.answers import Delivery as Delivery
    from watcher.store.answers import DeliveryEvent as DeliveryEvent
    from watcher.store.answers import Doubt as Doubt
    from watcher.store.answers import Effect as Effect
    from watcher.store.answers import Frozen as Frozen
    from watcher.store.answers import Membership as Membership
    from watcher.store.answers import Saved as Saved
    from watcher.store.answers import Status as Status
    from watcher.store.search import Filters as Filters
    from watcher.store.search import Hit as Hit
    from watcher.store.search import search_file as search_file
    from watcher.store.store import Store as Store

_ANSWERS = (
    "Account",
    "Changed",
    "Decision",
    "Delivery",
    "DeliveryEvent",
    "Doubt",
    "Effect",
    "Frozen",
    "Membership",
    "Saved",
    "Status",
)
_HOMES = {"Store": "store", "Filters": "search", "Hit": "search", "search_file": "search"} | dict.fromkeys(
    _ANSWERS, "answers"
)

__all__ = [  # noqa: PLE0604 - the names above
    "Filters",
    "Hit",
    "Store",
    "search_file",
    *_ANSWERS,
]


def __getattr__(name: str) -> Any:
    """Load what is asked for on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"watcher.store.{_HOMES[name]}"), name)
