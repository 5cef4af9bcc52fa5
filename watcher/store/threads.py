"""Which of the hits of one list belong together: a trial with what reports it, a preprint with its article."""

import json
from collections import Counter
from collections.abc import Sequence

from watcher.store.connection import Connection

_TIES = """
    SELECT DISTINCT record.item, other.item
    FROM record
    JOIN link ON link.record = record.id
    JOIN identifier ON identifier.scheme = link.scheme AND identifier.value = link.value
    JOIN record AS other ON other.id = identifier.record
    WHERE record.item IN (SELECT value FROM json_each(:items))
        AND other.item IN (SELECT value FROM json_each(:items))
        AND record.item <> other.item
        AND link.kind IN ('reports', 'version_of', 'same_trial', 'same_study')
"""


def threads(connection: Connection, items: Sequence[int]) -> dict[int, int]:
    """Return the first item of its thread for each item that has another of the list in it, itself for the first."""
    lead = {item: item for item in items}
    place = {item: at for at, item in enumerate(items)}

    def first(item: int) -> int:
        while lead[item] != item:
            item = lead[item]
        return item

    for pair in connection.execute(_TIES, {"items": json.dumps(list(items))}).fetchall():
        one, other = sorted(map(first, pair), key=place.__getitem__)
        lead[other] = one
    led = {item: first(item) for item in items}
    sizes = Counter(led.values())
    return {item: at for item, at in led.items() if sizes[at] > 1}
