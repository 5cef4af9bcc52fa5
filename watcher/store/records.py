"""Reading records and the items behind them; an item is a view over its records."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from watcher.model import Id, Item, Kind, Page, Record, Trial, Version, Work
from watcher.store.database import Database
from watcher.store.rows import decode_record, read_moment

# More records than this under one key, and the key says nothing (an empty page number, a common name).
MAX_PER_KEY = 400
# A true duplicate shares many keys; more neighbours than this only cost time.
MOST_BY_KEY = 12
_LEAST_ACRONYM = 4
_RUN = re.compile(r"(?<!\w)[A-Z][A-Z0-9-]*[A-Z0-9](?: [A-Z0-9][A-Z0-9-]*(?!\w))*(?!\w)")
_MAX_REDIRECTS = 1_000  # a chain is as long as merges were many; a longer one is a loop


class Records(Database):
    """What is known: records by their key, items by id, identifier and likeness."""

    def latest(self, record: Record) -> Record | None:
        """Return the latest version of this very record (source and source_id), None where it is new."""
        row = self._connection.execute(
            """
            SELECT version.body
            FROM record JOIN version ON version.id = record.version
            WHERE record.source = ? AND record.source_id = ?
            """,
            record.key,
        ).fetchone()
        return decode_record(row[0]) if row else None

    def has_record(self, key: tuple[str, str]) -> bool:
        """Tell whether the record (source, source_id) is known, withdrawn or not."""
        row = self._connection.execute("SELECT 1 FROM record WHERE source = ? AND source_id = ?", key).fetchone()
        return row is not None

    def versions(self, key: tuple[str, str]) -> tuple[Version, ...]:
        """Return every version of the record (source, source_id), oldest first; () where there is none."""
        rows = self._connection.execute(
            """
            SELECT version.body, version.seen, version.fingerprint
            FROM record JOIN version ON version.record = record.id
            WHERE record.source = ? AND record.source_id = ?
            ORDER BY version.id
            """,
            key,
        )
        return tuple(
            Version(record=decode_record(body), seen=read_moment(seen), fingerprint=fingerprint)
            for body, seen, fingerprint in rows
        )

    def item_id(self, item: int) -> int | None:
        """Return the id under which the item is known now: a merged item's old id leads to the new one."""
        for _ in range(_MAX_REDIRECTS):
            row = self._connection.execute("SELECT moved_to FROM item WHERE id = ?", (item,)).fetchone()
            if row is None:
                return None
            if row[0] is None:
                return item
            item = row[0]
        return None

    def item(self, item: int) -> Item | None:
        """Return the item of this id, or the one that it was merged into; None where there is none."""
        current = self.item_id(item)
        return next(iter(self.items([current])), None) if current is not None else None

    def items(self, ids: Iterable[int]) -> tuple[Item, ...]:
        """Return the items of these ids in their order, each once; an id without records is left out."""
        wanted = tuple(dict.fromkeys(ids))
        if not wanted:
            return ()
        gathered: dict[int, tuple[str, list[Record]]] = {}
        rows = self._connection.execute(
            """
            SELECT item.id, item.kind, version.body
            FROM json_each(?) AS wanted
            CROSS JOIN item ON item.id = wanted.value
            CROSS JOIN record ON record.item = item.id
            CROSS JOIN version ON version.id = record.version
            """,
            (json.dumps(wanted),),
        )
        for item, kind, body in rows:
            gathered.setdefault(item, (kind, []))[1].append(decode_record(body))
        return tuple(gather(item, *gathered[item]) for item in wanted if item in gathered)

    def find(self, identifier: Id) -> tuple[int, ...]:
        """Return the ids of the items that carry the identifier, lowest first: seldom more than one."""
        rows = self._connection.execute(
            """
            SELECT DISTINCT record.item
            FROM identifier JOIN record ON record.id = identifier.record
            WHERE identifier.scheme = ? AND identifier.value = ?
            ORDER BY record.item
            LIMIT ?
            """,
            (*identifier, MAX_PER_KEY),
        )
        return tuple(row[0] for row in rows)

    def candidates(self, record: Record, keys: Sequence[int]) -> tuple[Item, ...]:
        """Return the items that the record may belong to: those that share an identifier, then those that share a key.

        ``keys`` are the record's block keys. The item that this very record is in already is left out,
        and those that a person has parted from it. A key that more than 400 records share is passed
        over; of those that share keys, the 12 that share most are returned. So the cost stays that
        of the candidates, whatever the size of the store.
        """
        by_id = [item for identifier in sorted(record.ids) for item in self.find(identifier)]
        shared = Counter(near for key in dict.fromkeys(keys) for near in self._records_with_key(key))
        if not by_id and not shared:
            return ()
        barred = self._barred(record)
        nearest = [near for near, _ in shared.most_common(MOST_BY_KEY + len(barred))]
        by_key = [item for item in self._items_of(nearest) if item not in barred]
        return self.items((*(item for item in by_id if item not in barred), *by_key[:MOST_BY_KEY]))

    def mentioned(self, record: Record) -> tuple[Item, ...]:
        """Return the items that the record names (a trial's number, a retracted paper), then those that name it.

        A registration is named by its number, and by its acronym where that stands in a title, whichever
        of the two came first.
        """
        named = [item for identifier in sorted(_named(record)) for item in self.find(identifier)]
        naming = [item for identifier in (*sorted(record.ids), *_capitals(record)) for item in self._naming(identifier)]
        own = self._item_of(record)
        return self.items(item for item in (*named, *naming, *self._titled(record)) if item != own)

    def pages(self, source: str) -> Iterator[Page]:
        """Yield the source's kept pages as they came, oldest first, so that they can be parsed again."""
        from zlib import decompress  # noqa: PLC0415 - only who parses again needs it

        rows = self._connection.execute(
            "SELECT url, body, retrieved, media_type FROM payload WHERE source = ? ORDER BY id", (source,)
        )
        for url, body, retrieved, media_type in rows.fetchall():
            yield Page(url=url, body=decompress(body), retrieved=read_moment(retrieved), media_type=media_type)

    def _item_of(self, record: Record) -> int | None:
        row = self._connection.execute(
            "SELECT item FROM record WHERE source = ? AND source_id = ?", record.key
        ).fetchone()
        return row[0] if row else None

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

    def _barred(self, record: Record) -> frozenset[int]:
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


def names(record: Record) -> frozenset[Id]:
    """Return the identifiers of other things that the record names."""
    return _named(record) - record.ids


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


def _capitals(record: Record) -> list[Id]:
    """Return what may be a trial's acronym in a publication's title: up to three words in capitals."""
    if record.kind is Kind.REGISTRATION:
        return []
    runs = [run.split() for run in _RUN.findall(record.title)]
    found = (run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(i + 3, len(run)) + 1))
    return list(dict.fromkeys(_acronym(" ".join(words)) for words in found if len("".join(words)) >= _LEAST_ACRONYM))


def gather(item: int, kind: str, records: Sequence[Record]) -> Item:
    """Return the item that these records make, the fullest first."""
    fullest_first = tuple(sorted(records, key=_fullness))
    if kind == "trial":
        return Trial(id=item, records=fullest_first)
    return Work(id=item, records=fullest_first)


def _fullness(record: Record) -> tuple[bool, int, int, tuple[str, str]]:
    # Most fields first, the longest abstract next, then always the same order.
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
    return not text, -sum(map(bool, filled)), -len(text), record.key
