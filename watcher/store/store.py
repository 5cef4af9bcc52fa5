"""The whole store: every part of it on one connection."""

from watcher.store.accounts import Accounts
from watcher.store.known import Known
from watcher.store.saving import Saving
from watcher.store.search import EVERYTHING, Filters, Hit, search
from watcher.store.trials import Trials


class Store(Saving, Trials, Accounts, Known):
    """Everything that is known and everything that was sent, in one SQLite file."""

    def search(
        self, text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
    ) -> tuple[Hit, ...]:
        """Return the items that match ``text`` and ``filters``; see ``watcher.store.search.search``."""
        return search(self._connection, text, filters, sort=sort, limit=limit)
