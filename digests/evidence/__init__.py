"""The living table of the question: every study of it, cell by cell, each tied to its sentence.

It is files for the site: a page, a sheet, and two drawings.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from digests.border import missing, part
from digests.build.entry import entry
from digests.evidence.plots import forest, medians
from digests.evidence.table import COLUMNS, Study, studies
from digests.writing import POLICY, TITLE, fill, menu
from watcher.model import Digest, Dossier, Entry, Span, Trait
from watcher.text import cell, shown

_HEAD = ("study", "authors", "venue", "date", "source", "new", "url")
_CAPTIONS = {
    "forest.svg": "Hazard ratios as their sources report them. The direction of benefit is for the reader to see in the sentence.",
    "medians.svg": "Medians as their sources report them, with their intervals; an open end is an interval without an upper limit.",
}
_DRAWINGS = {"forest.svg": forest, "medians.svg": medians}
_WHAT = {"forest.svg": "the drawing of the hazard ratios", "medians.svg": "the drawing of the medians"}
PAGE = "living-table.html"
_NOWHERE = Span(field="enrolment", start=0, end=0)


def living_table(digest: Digest, dossiers: Iterable[Dossier]) -> dict[str, str]:
    """Return the files of the living table by name, for ``Digest.extra``.

    ``dossiers`` are all that is known of the question; a new one marks its row as new. A drawing is
    there only where there is something to draw. Every sentence and number is proved at its source.
    """
    return files(digest, [_entry(dossier) for dossier in dossiers])


def _entry(dossier: Dossier) -> Entry:
    """Return the entry; where no sentence gives the number of patients, a registration's enrolment does."""
    made, _ = entry(dossier)
    trial = dossier.item.records[0].trial
    if trial is None or trial.enrolment is None or any(trait.name == "n" for trait in made.traits):
        return made
    count = f"{trial.enrolment.count:,}" + (f" ({trial.enrolment.kind})" if trial.enrolment.kind else "")
    registered = Trait(name="n", value=count, sentence=f"As registered: {count}", span=_NOWHERE)
    return replace(made, traits=(registered, *made.traits))


def files(digest: Digest, entries: Iterable[Entry]) -> dict[str, str]:
    """Return the files of the living table made of these entries.

    A drawing that cannot be made is replaced by a line that says so.
    """
    rows, failed = studies(entries), list[str]()
    drawn = {name: part(partial(draw, rows), "", _WHAT[name], failed) for name, draw in _DRAWINGS.items()}
    drawings = {name: svg for name, svg in drawn.items() if svg}
    page = fill(
        "page/table.html.j2",
        digest=digest,
        rows=rows,
        columns=COLUMNS,
        # Our own drawing, every text in it escaped where it was made.
        drawings=[(_CAPTIONS[name], Markup(svg)) for name, svg in drawings.items()],  # noqa: S704
        failed=[missing(what) for what in failed],
        root="",
        site=TITLE,
        pages=menu(replace(digest, extra={PAGE: ""})),
        policy=POLICY,
    )
    return {PAGE: page, "living-table.csv": to_csv(rows), **drawings}


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
