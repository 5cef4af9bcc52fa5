"""JSON lines: our own records, whole, or other people's rows of plain fields."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from sources._json import decode
from watcher.formats.csv import record
from watcher.model import Record, Unreadable


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield a record a line; a line of our own export keeps its source, key and every field."""
    for number, line in enumerate(body.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if line.strip():
            yield _read(line, str(number), name, retrieved)


def _read(line: bytes, number: str, name: str, retrieved: datetime) -> Record | Unreadable:
    try:
        value = msgspec.convert(decode(line), dict[str, Any])
        own = "source_id" in value
        return msgspec.convert(value, Record) if own else record(_flat(value), number, name, retrieved)
    except (ValueError, msgspec.ValidationError) as error:
        return Unreadable(url=name, where=f"line {number}", reason=str(error))


def _flat(value: dict[str, Any]) -> dict[str | None, object]:
    """Return the fields as a table's row has them: lists joined by semicolons, what is nested left out."""
    row: dict[str | None, object] = {}
    for key, field in value.items():
        if isinstance(field, list):
            row[key] = "; ".join(str(part) for part in field if isinstance(part, str | int))
        elif isinstance(field, str | int | float):
            row[key] = field
    return row


def write(records: Iterable[Record]) -> str:
    """Return a record a line, its keys those of ``watcher.model.Record``."""
    return "".join(msgspec.json.encode(record, order="deterministic").decode() + "\n" for record in records)
