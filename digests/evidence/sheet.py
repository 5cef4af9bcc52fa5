"""The living table for a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from digests.evidence.table import COLUMNS, Study
from watcher.text import cell, shown

_HEAD = ("study", "authors", "venue", "date", "source", "new", "url")


def to_csv(rows: Sequence[Study]) -> str:
    """Return the table as CSV: a column for each figure's text and one for the sentences that hold it.

    A cell that a spreadsheet would take for a formula begins with an apostrophe; one that is too long to read ends with an ellipsis.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_HEAD, *(name for column in COLUMNS for name in (column, f"{column}: sentence"))])
    for row in rows:
        writer.writerow([cell(shown(text)) for text in _row(row)])
    return stream.getvalue()


def _row(row: Study) -> list[str]:
    entry = row.entry
    head = [
        entry.title,
        entry.authors,
        entry.venue,
        entry.date,
        entry.source_class,
        "new" if row.is_new else "",
        entry.url,
    ]
    for column in COLUMNS:
        cells = row.cells[column]
        head.append("; ".join(one.text for one in cells))
        head.append(" | ".join(dict.fromkeys(one.sentence for one in cells)))
    return head
