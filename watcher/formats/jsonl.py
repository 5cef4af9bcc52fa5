"""JSON lines: our own records, whole, or other people's rows of plain fields."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from watcher.bounds import bounded, seen
from watcher.dates import real_date
from watcher.formats._reading import contained
from watcher.formats._writing import NOTHING, Notices
from watcher.formats.csv import record
from watcher.json import Faulty, decode
from watcher.model import PartialDate, Record, Unreadable

TITLE = "JSON lines"
SUFFIXES = ("jsonl", "ndjson")
_LONGEST_SOURCE = 100  # characters


def begins(start: str) -> bool:
    """Return whether a file with this start is of our own writing; of others nothing tells, for answers of sources are JSON too."""
    return start.startswith('{"source":"') and '","source_id":"' in start[:_LONGEST_SOURCE]


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield a record a line; a line of our own export keeps its source, key and every field."""
    for number, line in enumerate(body.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if line.strip():
            yield contained(partial(_read, line, str(number), retrieved), name, f"line {number}")


def _read(line: bytes, number: str, retrieved: datetime) -> Record:
    value = decode(line)
    if not isinstance(value, dict) or isinstance(value, Faulty):
        raise ValueError(getattr(value, "reason", f"a JSON {type(value).__name__} where an object belongs"))  # noqa: TRY004 - one text of many
    return _own(value) if "source_id" in value else record(_flat(value), number, retrieved)


def _own(value: dict[str, Any]) -> Record:
    """Return the record of a line that we wrote; raise ValueError for what no record of ours has."""
    found = msgspec.convert(_checked(value), Record)
    if not (found.source and found.source_id and found.title):
        raise ValueError("no source, no source_id or no title")
    if not all(moment.tzinfo for moment in (found.retrieved, found.entered, found.updated) if moment):
        raise ValueError("a time without its zone")
    return bounded(found)


def _checked(value: Any) -> Any:
    """Return the value with every text in it clean; raise ValueError for a date or a number that there is not."""
    if isinstance(value, str):
        return "\n".join(map(seen, value.split("\n")))
    if isinstance(value, list):
        return [_checked(one) for one in value]
    if isinstance(value, dict):
        if "year" in value and not _is_date(msgspec.convert(value, PartialDate)):
            raise ValueError(f"no date: {value['year']}-{value.get('month')}-{value.get('day')}")
        return {key: _checked(one) for key, one in value.items()}
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(f"no number that anything counts: {value}")
    return value


def _is_date(given: PartialDate) -> bool:
    return real_date(given.year, given.month, given.day) is not None


_LARGEST = 10**12


def _flat(value: dict[str, Any]) -> dict[str | None, object]:
    """Return the fields as a table's row has them: lists joined by semicolons, what is nested left out."""
    row: dict[str | None, object] = {}
    for key, field in value.items():
        if isinstance(field, list):
            row[key] = "; ".join(str(part) for part in field if isinstance(part, str | int))
        elif isinstance(field, str | int | float):
            row[key] = field
    return row


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return a record a line, its keys those of ``watcher.model.Record``, after "notices" where anything stands on it."""
    return "".join(_noticed(_line(record), notices.get(record.key, ())) + "\n" for record in records)


def _noticed(line: str, standing: Sequence[str]) -> str:
    return f'{{"notices":{msgspec.json.encode(standing).decode()},{line[1:]}' if standing else line


def _line(record: Record) -> str:
    try:
        return msgspec.json.encode(record, order="deterministic").decode()
    except UnicodeEncodeError:  # half of a pair that makes one character, which no file can hold
        plain = _whole(msgspec.to_builtins(record, order="deterministic"))
        return msgspec.json.encode(plain, order="deterministic").decode()


def _whole(value: object) -> object:
    """Return the value with "?" for each half of a character in its texts."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list | tuple) else value
