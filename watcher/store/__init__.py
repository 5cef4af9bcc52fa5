"""The memory: every version of every record, the items behind them, and what was sent, in SQLite.

``watcher.store.store`` has the ``Store``, ``watcher.store.search`` the search alone, which needs only sqlite3, so
that ``watcher search`` answers at once.
"""
