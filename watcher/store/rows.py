"""Dataclass to row and back: JSON for what is read as a whole, text for what is compared."""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from watcher.errors import StoreError
from watcher.model import Record

_T = TypeVar("_T")
# Sets in one order, or the same record would have another digest in every process.
_ENCODER = msgspec.json.Encoder(order="deterministic")
_RECORD = msgspec.json.Decoder(Record)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def encode(value: object) -> str:
    """Return the value as JSON; the same value gives the same text in every process."""
    try:
        return _ENCODER.encode(value).decode()
    except UnicodeEncodeError as error:
        raise StoreError(f"text that is no Unicode cannot be kept: {error.object!r:.80}") from error


def decode(text: str, kind: type[_T]) -> _T:
    """Return the value that ``encode`` wrote; fields that are newer than the row get their defaults."""
    return msgspec.json.decode(text, type=kind)


def decode_record(text: str) -> Record:
    """Return a record that ``encode`` wrote."""
    return _RECORD.decode(text)


def content(record: Record) -> bytes:
    """Return a digest of all that the record says, whenever it was asked."""
    said = replace(record, retrieved=_NEVER, updated=None)
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
