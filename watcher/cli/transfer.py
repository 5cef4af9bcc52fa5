"""``watcher import`` and ``watcher export``: reference libraries in and out."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from watcher.cli.app import TIERS, App, force_option, shared
from watcher.errors import InputError
from watcher.formats import writable

if TYPE_CHECKING:
    from watcher.model import Coverage


@click.command("import")
@click.argument("file", type=click.Path(exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print the coverage for a program.")
@shared
def import_command(app: App, file: str, as_json: bool) -> None:
    """Take in a reference library, or saved answers of a source.

    Any format that `watcher export` writes, PubMed XML, registry files; a folder of them as well. Exit 1 where
    there is no record in it, 3 where some could not be read.

    \b
    Example: watcher import library.ris
    """
    from watcher.cli.sync import report
    from watcher.service.sync import sync

    with app.store(new=True) as store:
        coverage = sync(app, store, folder=file)
    if any(one.source == "files" for one in coverage) and not any(one.received - one.unreadable for one in coverage):
        raise InputError(f"{file}: no record can be read in it; {_said(coverage)}")
    report(coverage, as_json=as_json)


def _said(coverage: "Iterable[Coverage]") -> str:
    said = [text for one in coverage for text in (one.error, *one.notices) if text]
    return "; ".join(said) or "it may have a heading and nothing below it"


@click.command("export")
@click.option("--format", "form", type=click.Choice(writable()), default="ris", show_default=True)
@click.option("--tier", type=click.Choice(TIERS), default="related", show_default=True, help="At least this near.")
@click.option("--output", "-o", metavar="FILE", help="Write it to a file.")
@click.option(
    "--bom/--no-bom",
    default=None,
    help="Begin with the mark by which Excel knows UTF-8. Given, if not said otherwise, to a file of --format csv.",
)
@force_option
@shared
def export_command(app: App, form: str, tier: str, output: str | None, bom: bool | None, force: bool) -> None:
    """Write the items for a reference manager or a spreadsheet.

    \b
    Example: watcher export --format bibtex --tier core --output core.bib
    """
    from watcher.store.search import Filters, search_file

    hits = search_file(app.database(), "", Filters(tier=tier), sort="date", limit=1_000_000)
    marked = bool(output) and form == "csv" if bom is None else bom  # no mark for a program at the other end of a pipe
    write_items(app, [hit.item for hit in hits], form, output, mark=_MARK if marked else "", force=force)


_MARK = "\ufeff"


def write_items(
    app: App, items: Sequence[int], form: str, output: str | None = None, *, mark: str = "", force: bool = False
) -> None:
    """Write items, each with all that its records say, to a file or standard output, behind a ``mark``."""
    from watcher.formats import write

    with app.store() as store:
        found = store.items.of(items)
        standing = store.notices(items)
        notices = {item.records[0].key: standing[item.id] for item in found if item.id in standing}
        text = write((item.whole for item in found), form, notices)
    text = mark + text if isinstance(text, str) else text
    if output:
        app.save(output, text, force=force)
        app.say(f"Wrote {len(items)} items to {output}.")
    else:
        click.echo(text, nl=False)
