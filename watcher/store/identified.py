"""A query that is an identifier, in any spelling or as an address: the item it names, then what names that."""

import re
from typing import NamedTuple

from watcher.store.connection import Connection

# Four digits in one word are the least that looks like a number of something; a year alone does not.
_NUMBER = re.compile(r"[0-9]{4}|pm(?:id|c)|10\.[0-9]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TAG = re.compile(r"\s?\[(?:pmid|uid|doi|aid|si|id)\]$", re.IGNORECASE)
# What people write before a number.
_LABELS = frozenset(
    """pmid pmcid pmc doi nct eudract eu ct ctis isrctn drks actrn jrct umin chictr number no nr id identifier trial registration
    pubmed clinicaltrials.gov registry medline""".split()
)


class Identified(NamedTuple):
    """What the query names: its one form ("nct:NCT05050942"), the value alone, and the items, those first that it belongs to."""

    name: str
    value: str
    items: tuple[int, ...]


def identified(connection: Connection, text: str) -> Identified | None:
    """Return what the query names; None where it is more than an identifier, or a bare number that is none of the store's."""
    text = _TAG.sub("", text.strip())
    if not _NUMBER.search(text) or _YEAR.fullmatch(text) or not all(map(_belongs, text.split())):
        return None
    from watcher.ids import read_id  # noqa: PLC0415 - loads much, and is seldom wanted

    found = read_id(text)
    if found is None:
        return None
    items = _items(connection, found.scheme, found.value)
    return Identified(str(found), found.value, items) if items or not text.isdigit() else None


def _belongs(word: str) -> bool:
    """Return whether the word is a number, an address, or what people write before one."""
    plain = word.strip(".,:;#()[]").lower()
    return not plain or plain in _LABELS or any(map(str.isdigit, plain)) or "://" in plain


def _items(connection: Connection, scheme: str, value: str) -> tuple[int, ...]:
    rows = connection.execute(
        """
        SELECT item, min(distance)
        FROM (
            SELECT record.item, 0 AS distance
            FROM identifier JOIN record ON record.id = identifier.record
            WHERE identifier.scheme = :scheme AND identifier.value = :value
            UNION ALL
            SELECT record.item, 1
            FROM link JOIN record ON record.id = link.record
            WHERE link.scheme = :scheme AND link.value = :value
            UNION ALL
            SELECT record.item, 2
            FROM mention JOIN record ON record.id = mention.record
            WHERE mention.scheme = :scheme AND mention.value = :value
        )
        GROUP BY item
        ORDER BY min(distance), item DESC
        LIMIT 200
        """,
        {"scheme": scheme, "value": value},
    )
    return tuple(row[0] for row in rows)
