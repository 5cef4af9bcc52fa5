"""JSON lines: every field of a record, so that it comes back as it went."""

from collections.abc import Iterable

import msgspec

from watcher.model import Record


def write(records: Iterable[Record]) -> str:
    """Return a record a line, its keys those of ``watcher.model.Record``."""
    return "".join(msgspec.json.encode(record, order="deterministic").decode() + "\n" for record in records)
