"""CSV, for spreadsheets: no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Mapping

from digests.formats.fields import address, identifier, line, signed, trials
from watcher.model import Record

COLUMNS = (
    "ID",
    "source",
    "kind",
    "title",
    "author",
    "year",
    "published",
    "journal",
    "volume",
    "number",
    "pages",
    "issn",
    "doi",
    "pmid",
    "trials",
    "url",
    "keywords",
    "abstract",
)


def write(records: Iterable[Record]) -> str:
    """Return the table with its first line of column names; lines end as RFC 4180 has them."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows({name: _safe(value) for name, value in _row(record).items()} for record in records)
    return text.getvalue()


def _row(record: Record) -> Mapping[str, str]:
    return {
        "ID": record.source_id,
        "source": record.source,
        "kind": record.kind.value,
        "title": record.title,
        "author": "; ".join(map(signed, record.people)),
        "year": str(record.published.year) if record.published else "",
        "published": record.published.iso if record.published else "",
        "journal": record.venue.title,
        "volume": record.venue.volume,
        "number": record.venue.issue,
        "pages": record.venue.pages,
        "issn": "; ".join(record.venue.issns),
        "doi": identifier(record, "doi"),
        "pmid": identifier(record, "pmid"),
        "trials": "; ".join(trials(record)),
        "url": address(record),
        "keywords": "; ".join(record.keywords),
        "abstract": record.text,
    }


def _safe(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection."""
    text = line(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
