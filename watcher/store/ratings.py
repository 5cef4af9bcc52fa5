"""What readers said of items: useful, or not. The newest word of each reader counts."""

from datetime import datetime

from watcher.errors import StoreError
from watcher.model import Rated
from watcher.store.connection import Connection, writing
from watcher.store.items import Items
from watcher.store.rows import moment, upsert


class Ratings:
    """The ratings of a topic's items, one a reader and item."""

    def __init__(self, connection: Connection, items: Items) -> None:
        self._connection = connection
        self._items = items

    def rate(self, topic: str, item: int, reader: str, now: datetime, *, useful: bool) -> int:
        """Keep what a reader says of an item, in the place of what the same one said before; return the item's id.

        Raise ``StoreError`` where there is no such item.
        """
        with writing(self._connection):
            current = self._known(item)
            upsert(
                self._connection,
                "rating",
                ("topic", "item", "reader"),
                topic=topic,
                item=current,
                reader=reader,
                useful=useful,
                at=moment(now),
            )
        return current

    def forget(self, topic: str, item: int, reader: str) -> bool:
        """Take back what a reader said of an item; False where nothing was."""
        with writing(self._connection):
            found = self._connection.execute(
                "DELETE FROM rating WHERE topic = ? AND item = ? AND reader = ?", (topic, self._known(item), reader)
            )
            return found.rowcount > 0

    def of(self, topic: str, until: datetime) -> tuple[Rated, ...]:
        """Return the rated items of a topic as readers had rated them before ``until``, by their ids."""
        rows = self._connection.execute(
            "SELECT item, reader, useful FROM rating WHERE topic = ? AND at < ? ORDER BY at, item, reader",
            (topic, moment(until)),
        )
        # Two items that became one since are rated as one, and each reader's newest word of it counts.
        said = {(item, reader): useful for old, reader, useful in rows.fetchall() if (item := self._items.current(old))}
        counts = {item: [0, 0] for item, _ in sorted(said)}
        for (item, _), useful in said.items():
            counts[item][useful] += 1
        texts = self._texts(list(counts))
        return tuple(
            Rated(item=item, text=texts[item], useful=yes, not_useful=no)
            for item, (no, yes) in counts.items()
            if item in texts
        )

    def _texts(self, items: list[int]) -> dict[int, str]:
        places = ", ".join("?" * len(items))
        rows = self._connection.execute(
            f"SELECT item, title || char(10) || abstract FROM document WHERE item IN ({places})",  # noqa: S608 - places
            items,
        )
        return dict(rows.fetchall())

    def _known(self, item: int) -> int:
        current = self._items.current(item)
        if current is None:
            raise StoreError(f"there is no item {item}")
        return current
