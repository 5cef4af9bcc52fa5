"""The state of the question: a living table of its studies, cell by cell, each tied to its sentence, and a page a study.

It is files for the site: pages, a sheet, drawings, and an index by which an item finds the page of its study.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from digests import cutting, telling
from digests.border import missing, part
from digests.build.watched import registered
from digests.evidence.doses import doses
from digests.evidence.plots import Drawing, forest, medians, milestones
from digests.evidence.table import COLUMNS, RESULTS, Study, planned, studies
from digests.evidence.threads import Thread, drifts, side_by_side, threads
from digests.writing import POLICY, SCRIPTED, TITLE, fill, menu, tidy
from watcher.model import Digest, Dossier
from watcher.text import cell, shown

_HEAD = ("study", "title", "notices", "authors", "venue", "date", "source", "new", "url", "page")
_DRAWINGS = {"forest.svg": forest, "medians.svg": medians, "milestones.svg": milestones, "doses.svg": doses}
_WHAT = {
    "forest.svg": "the drawing of the hazard ratios",
    "medians.svg": "the drawing of the medians",
    "milestones.svg": "the drawing of the milestones",
    "doses.svg": "the drawing of the doses",
}
_NEWEST, _RESULT = 5, 220  # studies of which the front page tells, and characters of what each found
PAGE, SHEET, INDEX = "living-table.html", "living-table.csv", "studies.json"


def living_table(digest: Digest, dossiers: Iterable[Dossier]) -> dict[str, str]:
    """Return the files of the living table and of its studies by path, for ``Digest.extra``.

    ``dossiers`` are all that is known, near the question or not; a new one marks its row as new. A drawing is
    there only where there is something to draw. Every sentence and number is proved at its source.
    """
    return files(digest, threads(dossiers))


def files(digest: Digest, found: Sequence[Thread]) -> dict[str, str]:
    """Return the files made of these studies. A drawing or a page that cannot be made is replaced by a line that says so."""
    rows, coming, failed = studies(found), planned(found), list[str]()
    drawn = {name: part(partial(draw, rows), None, _WHAT[name], failed) for name, draw in _DRAWINGS.items()}
    drawings = {name: drawing for name, drawing in drawn.items() if drawing}
    shared = {"digest": digest, "site": TITLE, "pages": menu(replace(digest, extra={PAGE: ""}))}
    told = {row.thread.key: row.label for row in (*rows, *coming)}
    pages = {
        one.path: part(partial(_page, one, told[one.key], shared), "", f"the page of {told[one.key]}", failed)
        for one in found
        if one.key in told
    }
    table = fill(
        "page/table.html.j2",
        **shared,
        rows=rows,
        coming=coming,
        columns=COLUMNS,
        results=[column for column in RESULTS if any(row.cells[column] for row in rows)],
        unsaid=[column for column in RESULTS if not any(row.cells[column] for row in rows)] if rows else [],
        drawings=[(name, drawing, _inline(drawing)) for name, drawing in drawings.items()],
        failed=[missing(what) for what in failed],
        root="",
        policy=SCRIPTED,
    )
    made = {path: page for path, page in pages.items() if page}
    svgs = {name: drawing.svg for name, drawing in drawings.items()}
    return {PAGE: tidy(table), SHEET: to_csv(rows), INDEX: _index(found, rows, told, made), **svgs, **made}


def _inline(drawing: Drawing) -> list[Markup]:
    # Our own drawing, every text in it escaped where it was made.
    return [Markup(svg) for svg in drawing.parts]  # noqa: S704


def _page(thread: Thread, label: str, shared: dict[str, object]) -> str:
    """Return the page of a study: its documents, where they drift apart, and their figures side by side."""
    told, endpoints = side_by_side(thread)
    page = fill(
        "page/study.html.j2",
        **shared,
        study=thread,
        label=label,
        told=told,
        endpoints=endpoints,
        drifts=drifts(thread),
        registered=registered,
        root="../",
        policy=POLICY,
    )
    return tidy(page)


def _index(found: Iterable[Thread], rows: Sequence[Study], told: dict[str, str], made: dict[str, str]) -> str:
    """Return the studies as JSON: label, page, and the items that are its documents; the newest rows of the table apart."""
    listed = [
        {"study": shown(told[one.key]), "page": one.path, "items": [document.entry.item for document in one.documents]}
        for one in found
        if one.path in made
    ]
    newest = [
        {
            "study": shown(row.label),
            "page": row.thread.path,
            "title": shown(row.entry.title),
            "result": cutting.cut(telling.short(row.entry), _RESULT),
        }
        for row in rows[:_NEWEST]
        if row.thread.path in made
    ]
    return json.dumps({"schema": 1, "studies": listed, "newest": newest}, ensure_ascii=False, indent=1) + "\n"


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
        row.label,
        entry.title,
        ", ".join(entry.badges),
        entry.authors,
        entry.venue,
        entry.date,
        entry.source_class,
        "new" if row.is_new else "",
        entry.url,
        row.thread.path,
    ]
    for column in COLUMNS:
        cells = row.cells[column]
        head.append(str(row.n) if column == "n" and row.n is not None else "; ".join(one.text for one in cells))
        head.append(" | ".join(dict.fromkeys(one.sentence for one in cells)))
    return head
