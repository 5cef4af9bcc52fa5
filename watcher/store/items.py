"""The things behind the records; an item is a view over its records."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from watcher.ids.found import TRIAL_SCHEMES
from watcher.model import Id, Item, Kind, NotUnderstood, Record, Tier, Trial, Work
from watcher.store.connection import LARGEST_ID, Connection
from watcher.store.index import Index
from watcher.store.rows import NEVER, UNREADABLE, attempt, decode_record, encode, moment, read_moment, skip

# More records than this under one key, and the key says nothing (an empty page number, a common name).
MAX_PER_KEY = 400
# A true duplicate shares many keys; more neighbours than this only cost time.
MOST_BY_KEY = 12
# Items that bear one identifier: more do not because one thing came twice, but because it is that of a volume.
MOST_BY_ID = 30
_LEAST_ACRONYM = 4
_CAPITALS = re.compile(r"(?<!\w)[A-Z][A-Z0-9-]*[A-Z0-9](?: [A-Z0-9][A-Z0-9-]*(?!\w))*(?!\w)")
_MAX_REDIRECTS = 1_000  # a chain is as long as merges were many; a longer one is a loop


class Items:
    """Works and trials, by id, by identifier and by likeness."""

    def __init__(self, connection: Connection, index: Index) -> None:
        self._connection = connection
        self._index = index
        self._damaged: dict[tuple[str, str], NotUnderstood] = {}

    def current(self, item: int) -> int | None:
        """Return the id under which the item is known now: a merged item's old id leads to the new one."""
        for _ in range(_MAX_REDIRECTS):
            if not 0 < item <= LARGEST_ID:
                return None
            row = self._connection.execute("SELECT moved_to FROM item WHERE id = ?", (item,)).fetchone()
            if row is None:
                return None
            if row[0] is None:
                return item
            item = row[0]
        return None

    def get(self, item: int) -> Item | None:
        """Return the item of this id, or the one that it was merged into; None where there is none."""
        current = self.current(item)
        return next(iter(self.of([current])), None) if current is not None else None

    def of(self, ids: Iterable[int]) -> tuple[Item, ...]:
        """Return the items of these ids in their order, each once; an id without records is left out.

        A record that cannot be read is passed over, see ``damaged``.
        """
        wanted = tuple(dict.fromkeys(ids))
        if not wanted:
            return ()
        gathered: dict[int, tuple[str, list[Record]]] = {}
        rows = self._connection.execute(
            """
            SELECT item.id, item.kind, record.id, version.body
            FROM json_each(?) AS wanted
            CROSS JOIN item ON item.id = wanted.value
            CROSS JOIN record ON record.item = item.id
            CROSS JOIN version ON version.id = record.version
            """,
            (json.dumps(wanted),),
        )
        for item, kind, row, body in rows:
            try:
                record = decode_record(body)
            except UNREADABLE as error:
                self._pass_over(row, error)
            else:
                gathered.setdefault(item, (kind, []))[1].append(record)
        return tuple(gather(item, *gathered[item]) for item in wanted if item in gathered)

    def damaged(self) -> tuple[NotUnderstood, ...]:
        """Return the records that were passed over since the store was opened, with what their columns still tell."""
        return tuple(self._damaged.values())

    def find(self, identifier: Id, most: int = MAX_PER_KEY) -> tuple[int, ...]:
        """Return the ids of the items that carry the identifier, lowest first: seldom more than one, never more than ``most``."""
        rows = self._connection.execute(
            """
            SELECT DISTINCT record.item
            FROM identifier JOIN record ON record.id = identifier.record
            WHERE identifier.scheme = ? AND identifier.value = ?
            LIMIT ?
            """,
            (*identifier, most),
        )
        return tuple(sorted(row[0] for row in rows))

    def candidates(self, record: Record, keys: Sequence[int]) -> tuple[Item, ...]:
        """Return the items that the record may belong to: those that share an identifier, then those that share a key.

        ``keys`` are the record's block keys. The item that this very record is in already is left out,
        and those that a person has parted from it. A key that more than 400 records share is passed
        over, an identifier that more than 30 items bear too; of those that share keys, the 12 that share most are returned. So the cost stays that
        of the candidates, whatever the size of the store.
        """
        by_id = [item for identifier in sorted(record.ids) for item in self._having(identifier)]
        shared = Counter(near for key in dict.fromkeys(keys) for near in self._records_with_key(key))
        if not by_id and not shared:
            return ()
        excluded = self._excluded(record)
        nearest = [near for near, _ in shared.most_common(MOST_BY_KEY + len(excluded))]
        by_key = [item for item in self._items_of(nearest) if item not in excluded]
        return self.of((*(item for item in by_id if item not in excluded), *by_key[:MOST_BY_KEY]))

    def mentioned(self, record: Record) -> tuple[Item, ...]:
        """Return the items that the record names (a trial's number, a retracted paper), then those that name it.

        A registration is named by its number, and by its acronym where that stands in a title, whichever
        of the two came first.
        """
        named = [item for identifier in sorted(_named(record)) for item in self.find(identifier)]
        naming = [item for identifier in (*sorted(record.ids), *_acronyms(record)) for item in self._naming(identifier)]
        row = self._connection.execute(
            "SELECT item FROM record WHERE source = ? AND source_id = ?", record.key
        ).fetchone()
        return self.of(item for item in (*named, *naming, *self._titled(record)) if not row or item != row[0])

    def known(
        self, topics: Sequence[str], tier: Tier = Tier.RELATED, *, without: str = "", since: datetime | None = None
    ) -> tuple[Id, ...]:
        """Return the identifiers of all items at least as near as ``tier`` to any topic, the nearest first, each once.

        ``without`` leaves out the items that this source has a record of already, ``since`` those of which no
        record came since then.
        """
        rows = self._connection.execute(
            """
            SELECT identifier.scheme, identifier.value
            FROM identifier
            JOIN record ON record.id = identifier.record
            JOIN (
                SELECT rated.item AS item, min(score.rank) AS rank
                FROM score JOIN record AS rated ON rated.id = score.record
                WHERE score.topic IN (SELECT value FROM json_each(?)) AND score.rank <= ?
                GROUP BY rated.item
            ) AS near ON near.item = record.item
            WHERE identifier.scheme <> 'record' AND NOT EXISTS (
                SELECT 1
                FROM record AS had
                WHERE had.item = record.item AND had.source = ?
            )
            AND EXISTS (
                SELECT 1
                FROM record AS fresh
                WHERE fresh.item = record.item AND fresh.first_seen >= ?
            )
            GROUP BY identifier.scheme, identifier.value
            ORDER BY min(near.rank), identifier.scheme, identifier.value
            """,
            (encode(topics), tier.rank, without, moment(since) if since else ""),
        )
        return tuple(Id(scheme, value) for scheme, value in rows)

    def records(self, item: int) -> list[int]:
        """Return the rows of the item's records, for the store's other parts."""
        rows = self._connection.execute("SELECT id FROM record WHERE item = ? ORDER BY id", (item,))
        return [row[0] for row in rows]

    def refresh(self, item: int) -> None:
        """Bring what is searched of the item in step with its records."""
        self._index.refresh(item, next(iter(self.of([item])), None))

    def _pass_over(self, row: int, error: Exception) -> None:
        source, source_id, title, url, seen = self._connection.execute(
            """
            SELECT record.source, record.source_id, coalesce(document.title, ''), coalesce(document.url, ''),
                record.first_seen
            FROM record LEFT JOIN document ON document.item = record.item
            WHERE record.id = ?
            """,
            (row,),
        ).fetchone()
        skip(f"the record {source} {source_id}", error)
        self._damaged[source, source_id] = NotUnderstood(
            source=source,
            source_id=source_id,
            reason=f"its row in the database is damaged: {error}",
            seen=attempt(read_moment, seen, "a time") or NEVER,
            title=title,
            url=url,
        )

    def _having(self, identifier: Id) -> tuple[int, ...]:
        """Return the items that have the identifier; () where more do than one thing can be: it is that of a volume."""
        found = self.find(identifier, MOST_BY_ID + 1)
        return found if len(found) <= MOST_BY_ID else ()

    def _records_with_key(self, key: int) -> tuple[int, ...]:
        rows = self._connection.execute(
            "SELECT record FROM block WHERE key = ? LIMIT ?", (key, MAX_PER_KEY + 1)
        ).fetchall()
        return tuple(row[0] for row in rows) if len(rows) <= MAX_PER_KEY else ()

    def _items_of(self, records: Sequence[int]) -> tuple[int, ...]:
        """Return the items of these records, in their order."""
        rows = self._connection.execute(
            """
            SELECT record.item
            FROM json_each(?) AS near
            CROSS JOIN record ON record.id = near.value
            ORDER BY near.key
            """,
            (json.dumps(records),),
        )
        return tuple(row[0] for row in rows)

    def _naming(self, identifier: Id) -> tuple[int, ...]:
        rows = self._connection.execute(
            """
            SELECT record.item
            FROM (SELECT record FROM mention WHERE scheme = ? AND value = ? LIMIT ?) AS near
            JOIN record ON record.id = near.record
            """,
            (*identifier, MAX_PER_KEY),
        )
        return tuple(row[0] for row in rows)

    def _titled(self, record: Record) -> tuple[int, ...]:
        """Return the items whose title has a registration's acronym, in whatever case."""
        words = re.findall(r"\w+", record.trial.acronym) if record.trial else []
        if len("".join(words)) < _LEAST_ACRONYM:
            return ()
        rows = self._connection.execute(
            "SELECT rowid FROM document_index WHERE document_index MATCH ? LIMIT ?",
            (f'title : "{" ".join(words)}"', MAX_PER_KEY),
        )
        return tuple(row[0] for row in rows)

    def _excluded(self, record: Record) -> frozenset[int]:
        """Return the record's own item and those that a person has parted from it."""
        rows = self._connection.execute(
            """
            WITH own AS (SELECT id, item FROM record WHERE source = ? AND source_id = ?)
            SELECT item FROM own
            UNION
            SELECT other.item
            FROM own
            JOIN standing_bond AS bond ON bond.kind = 'cannot' AND own.id IN (bond.a, bond.b)
            JOIN record AS other ON other.id = CASE bond.a WHEN own.id THEN bond.b ELSE bond.a END
            """,
            record.key,
        )
        return frozenset(row[0] for row in rows)


def kind_of(record: Record) -> str:
    """Return "trial" for a registration, "work" for everything else."""
    return "trial" if record.kind is Kind.REGISTRATION else "work"


def mentions_of(record: Record) -> frozenset[Id]:
    """Return the identifiers of other things that the record names."""
    return _named(record) - record.ids


def names_of(record: Record) -> frozenset[Id]:
    """Return the identifiers by which ties name the record's item; its own key is one where it has none that is its alone.

    An abstract's DOI may be that of the supplement, which many have.
    """
    schemes = _OWN if record.kind is Kind.ABSTRACT else _USUAL
    usual = any(i.scheme in schemes for i in record.ids) or record.kind is Kind.REGISTRATION
    return record.ids if usual else record.ids | {Id("record", ":".join(record.key))}


_OWN = frozenset({"pmid", "pmcid", "ppr"})
_USUAL = _OWN | {"doi"}


def gather(item: int, kind: str, records: Sequence[Record]) -> Item:
    """Return the item that these records make, the fullest first."""
    fullest_first = tuple(sorted(records, key=_fullness))
    if kind == "trial":
        return Trial(id=item, records=fullest_first)
    return Work(id=item, records=fullest_first)


def _named(record: Record) -> frozenset[Id]:
    cited = (
        {Id("pmid", reference.pmid) for reference in record.trial.references if reference.pmid}
        if record.trial
        else set()
    )
    acronym = {_acronym(record.trial.acronym)} if record.trial and record.trial.acronym else set()
    return record.mentions | {relation.id for relation in record.relations} | cited | acronym


def _acronym(printed: str) -> Id:
    return Id("acronym", " ".join(printed.upper().split()))


def _acronyms(record: Record) -> list[Id]:
    """Return what may be a trial's acronym in a publication's title: up to three words in capitals."""
    if record.kind is Kind.REGISTRATION:
        return []
    runs = [run.split() for run in _CAPITALS.findall(record.title)]
    found = (run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(i + 3, len(run)) + 1))
    return list(dict.fromkeys(_acronym(" ".join(words)) for words in found if len("".join(words)) >= _LEAST_ACRONYM))


_UNTITLED = "[No title]"


def _fullness(record: Record) -> tuple[bool, bool, int, int, tuple[str, str]]:
    # With a title, then most fields first, the longest abstract next, then always the same order.
    filled = (
        record.people,
        record.published,
        record.venue.title,
        record.ids,
        record.url,
        record.trial,
        record.subjects,
    )
    text = record.text
    return record.title.startswith(_UNTITLED), not text, -sum(map(bool, filled)), -len(text), record.key


def own_numbers(*items: Item) -> dict[str, set[str]]:
    """Return the numbers under which registries keep the items, by scheme."""
    found: dict[str, set[str]] = {}
    for record in (record for item in items for record in item.records if record.kind is Kind.REGISTRATION):
        for id_ in record.ids:
            if id_.scheme in TRIAL_SCHEMES and id_.value.casefold() in record.source_id.casefold():
                found.setdefault(id_.scheme, set()).add(id_.value)
    return found
