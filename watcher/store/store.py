"""The whole store: every part of it on one connection."""

from watcher.store.answers import Account, Status
from watcher.store.coverage import Coverages
from watcher.store.dossiers import Dossiers
from watcher.store.outbox import Outbox
from watcher.store.saving import Saving
from watcher.store.search import EVERYTHING, Filters, Hit, search


class Store(Saving, Dossiers, Coverages, Outbox):
    """Everything that is known and everything that was sent, in one SQLite file."""

    def search(
        self, text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20
    ) -> tuple[Hit, ...]:
        """Return the items that match ``text`` and ``filters``; see ``watcher.store.search.search``."""
        return search(self._connection, text, filters, sort=sort, limit=limit)

    def account(self, item: int) -> Account | None:
        """Return everything about one item (or the one that it was merged into), None where there is none."""
        raise NotImplementedError

    def status(self) -> Status:
        """Return how the store is: last runs, outbox, counts, size."""
        raise NotImplementedError
