"""A list of identifiers, one a line, to be pasted into a search: of each record the surest that leads somewhere."""

from collections.abc import Iterable

from watcher.formats._writing import NOTHING, Notices
from watcher.ids import leading
from watcher.model import Record

TITLE = "Identifiers"
SUFFIXES = ("txt",)


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:  # noqa: ARG001  # a number has no room for them
    """Return the numbers, PMID before DOI and a trial's own before both; a record that has none has no line."""
    return "".join(f"{first.value}\n" for record in records for first in leading(record.ids)[:1])
