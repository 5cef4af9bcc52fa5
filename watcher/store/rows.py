"""Dataclass to row and back: JSON for what is read as a whole, text for what is compared."""

import hashlib
import logging
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, get_type_hints

import msgspec

from watcher.errors import StoreError
from watcher.model import Record
from watcher.store.connection import Connection

_T = TypeVar("_T")
# Sets in one order, or the same record would have another digest in every process.
_ENCODER = msgspec.json.Encoder(order="deterministic")
_RECORD = msgspec.json.Decoder(Record)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN = (str, int, float, bytes, NoneType)
# What reading a damaged row may raise: JSON that is none, a kind that there is not, the year 99999, half a page.
UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, OverflowError, zlib.error)
_log = logging.getLogger(__name__)


def encode(value: object) -> str:
    """Return the value as JSON; the same value gives the same text in every process."""
    try:
        return _ENCODER.encode(value).decode()
    except UnicodeEncodeError as error:
        raise StoreError(f"text that is no Unicode cannot be kept: {error.object!r:.80}") from error


def decode(text: str, kind: type[_T]) -> _T:
    """Return the value that ``encode`` wrote; fields that are newer than the row get their defaults."""
    return msgspec.json.decode(text, type=kind)


@lru_cache(maxsize=2_000)
def decode_record(text: str) -> Record:
    """Return a record that ``encode`` wrote; raise one of ``UNREADABLE`` where it is damaged, or has a date that cannot be."""
    record = _RECORD.decode(text)
    check_dates(record)
    return record


def check_dates(record: Record) -> None:
    """Raise ``ValueError`` where the record has a date that cannot be, as the year 99999."""
    dates = [record.published, record.issued]
    if trial := record.trial:
        named = (trial.start, trial.primary_completion, trial.completion, trial.first_posted, trial.last_update_posted)
        dates += [one.date for one in (*named, trial.results_first_posted) if one]
    for date in dates:
        if date:
            _ = date.earliest


def attempt(reader: Callable[[Any], _T], value: Any, what: str) -> _T | None:
    """Return what the reader makes of a column; None where it is damaged, which is logged and stops nothing."""
    try:
        return reader(value)
    except UNREADABLE as error:
        skip(what, error)
        return None


def skip(what: str, error: Exception) -> None:
    """Log that a row is passed over since it cannot be read; ``watcher doctor`` lists all of them."""
    _log.warning("%s cannot be read (%s): it is passed over, see `watcher doctor`", what, error)


def content(record: Record) -> bytes:
    """Return a digest of all that the record says, whenever it was asked."""
    said = replace(record, retrieved=NEVER, updated=None)
    return hashlib.blake2b(encode(said).encode(), digest_size=16).digest()


def moment(at: datetime) -> str:
    """Return an aware time as text in UTC whose order is the order of time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(text: str) -> datetime:
    """Return the time that ``moment`` wrote."""
    return datetime.fromisoformat(text)


def pack(keys: Iterable[int]) -> bytes:
    """Return 64-bit keys as bytes, sorted, each once."""
    unique = sorted(set(keys))
    return struct.pack(f"<{len(unique)}q", *unique)


def unpack(packed: bytes) -> tuple[int, ...]:
    """Return the keys that ``pack`` wrote."""
    return struct.unpack(f"<{len(packed) // 8}q", packed)


def row(value: Any, *names: str) -> dict[str, Any]:
    """Return a dataclass as columns, those of its fields that are named or all: times as text, what is nested as JSON."""
    return {name: _column(getattr(value, name)) for name in names or (field.name for field in fields(value))}


def read(kind: type[_T], connection: Connection, sql: str, parameters: Any = ()) -> Iterator[_T]:
    """Yield a dataclass for each row that a question finds; its columns have the names of the fields.

    A row that is damaged is passed over.
    """
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    by_field = _readers(kind)  # type: ignore[arg-type]
    readers = [by_field[name] for name in names]
    for found in cursor.fetchall():
        try:
            values = [one if reader is None else reader(one) for reader, one in zip(readers, found, strict=True)]
        except UNREADABLE as error:
            skip(f"a {kind.__name__.lower()}", error)
        else:
            yield kind(**dict(zip(names, values, strict=True)))


def insert(connection: Connection, table: str, /, **values: Any) -> int:
    """Put a row into a table; return its id.

    Through sqlite3 itself: one by one it takes 533,000 rows/s, sqlite-utils 36,000. That is for migrations, where it
    is loaded only when one is due.
    """
    return connection.execute(_insert(table, tuple(values)), tuple(values.values())).lastrowid or 0


def insert_missing(connection: Connection, table: str, key: tuple[str, ...], /, **values: Any) -> int | None:
    """Put a row into a table where none has its key; return its id, None where one has."""
    sql = f"{_insert(table, tuple(values))} ON CONFLICT ({', '.join(key)}) DO NOTHING RETURNING id"
    found = connection.execute(sql, tuple(values.values())).fetchone()
    return found and int(found[0])


def upsert(connection: Connection, table: str, key: tuple[str, ...], kept: tuple[str, ...] = (), **values: Any) -> None:
    """Put a row into a table; where one has its key, that one takes the values but for those of ``kept``."""
    connection.execute(_upsert(table, key, kept, tuple(values)), tuple(values.values()))


@lru_cache(maxsize=64)
def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our names


@lru_cache(maxsize=64)
def _upsert(table: str, key: tuple[str, ...], kept: tuple[str, ...], names: tuple[str, ...]) -> str:
    taken = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key + kept)
    return f"{_insert(table, names)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {taken}"


def _column(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, _PLAIN) else encode(value)


@lru_cache(maxsize=32)
def _readers(kind: Any) -> dict[str, Callable[[Any], Any] | None]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """Return what makes a field's value of its column; None where they are the same."""
    kinds = hint.__args__ if isinstance(hint, UnionType) else (hint,)
    kind = next(one for one in kinds if one is not NoneType)
    if kind in _PLAIN:
        return None
    read: Callable[[Any], Any]
    if kind is datetime:
        read = read_moment
    elif kind is bool or (isinstance(kind, type) and issubclass(kind, Enum)):
        read = kind
    else:
        read = partial(decode, kind=kind)
    return lambda value: None if value in {None, ""} else read(value)
