"""What a search found, printed: a table, JSON, or a reference file; and in words how much there is of it."""

import json
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, print_json

if TYPE_CHECKING:
    from watcher.store.search import Hit, Hits


def write(app: App, hits: "Hits", form: str, output: str | None, *, force: bool) -> None:
    """Print the hits in a form, or write them to a file."""
    if form not in {"table", "json", "jsonl"}:
        from watcher.cli.transfer import write_items

        write_items(app, [hit.item for hit in hits], form, output, force=force)
    elif output:
        app.save(output, _text(hits, form), force=force)
        app.say(f"Wrote {len(hits)} items to {output}.")
    elif form == "table":
        _print_table(hits)
    elif form == "json":
        print_json([hit._asdict() for hit in hits])
    else:
        click.echo(_text(hits, form), nl=False)


def _text(hits: "Hits", form: str) -> str:
    """Return the hits as a file has them: JSON, a JSON document a line, or columns parted by tabs."""
    if form == "json":
        return json.dumps([hit._asdict() for hit in hits], ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(hit._asdict(), ensure_ascii=False) + "\n" for hit in hits)
    from watcher.text import shown

    lines = (_HEADINGS, *map(_row, _by_thread(hits)))
    return "".join("\t".join(shown(str(cell)) for cell in line) + "\n" for line in lines)


_HEADINGS = ("id", "date", "tier", "kind", "title", "authors", "venue")


def _print_table(hits: "Hits") -> None:
    from watcher.cli.output import print_table

    each = _by_thread(hits)
    print_table(_HEADINGS, map(_row, each), wide=4, links=[hit.url for hit in each], paged=True)


def _by_thread(hits: "Hits") -> "list[Hit]":
    """Return the hits, each thread at the place of its first with its other members beneath."""
    place = {hit.item: at for at, hit in enumerate(hits)}
    return sorted(hits, key=lambda hit: (place[hit.thread or hit.item], place[hit.item]))


def _row(hit: "Hit") -> tuple[object, ...]:
    beneath = "\u21b3 " * (hit.thread not in {0, hit.item})
    return (hit.item, hit.dated, hit.tier, hit.kind, beneath + _titled(hit), hit.authors, hit.venue)


def _titled(hit: "Hit") -> str:
    """Return the title, and before it what must be known of the work first: "RETRACTED: ..."."""
    if not hit.notices:
        return hit.title
    from watcher.notices import titled

    return titled(hit.title, hit.notices)


def say(app: App, hits: "Hits", offset: int = 0) -> None:
    """Say on stderr how much was found, how the query was read, and what could not be understood."""
    app.say(_found(hits, offset))
    for remark in hits.remarks:
        app.say(remark)
    for record in hits.unread:
        name = record.title or f"{record.source} {record.source_id}"
        app.say(f"could not be understood, please read it yourself: {name} {record.url}".rstrip())


def _found(hits: "Hits", offset: int) -> str:
    """Return how many there are, how many are shown, and how many a date filter left out since they have no date."""
    from watcher.store.hits import MOST_TOLD

    undated = f"; {hits.undated} more have no date" if hits.undated else ""
    if not hits and not hits.total:
        return f"nothing found{undated}; `watcher status` says what there is, `watcher topic explain` why something would not be"
    near = f" ({hits.total - hits.nearest} with all of the query, {hits.nearest} near it)" if hits.nearest else ""
    place = f", those behind the first {offset}" if offset else ""
    shown = f", {len(hits)} shown{place} (--limit shows more)" if hits.total > len(hits) else ""
    total = f"more than {MOST_TOLD:,}" if hits.total == MOST_TOLD + 1 else f"{hits.total}"
    return f"{total} found{near}{shown}{undated}"
