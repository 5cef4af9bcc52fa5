"""``watcher import`` and ``watcher export``: reference libraries in and out."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from watcher.cli.app import TIERS, App, echo, force_option, print_json, shared
from watcher.errors import InputError
from watcher.formats import named, writable

if TYPE_CHECKING:
    from watcher.model import Coverage
    from watcher.service.importing import Preview


EXIT_PARTLY = 3


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Say what is in it and take nothing in.")
@click.option("--json", "as_json", is_flag=True, help="Print the coverage, or what is in it, for a program.")
@shared
def import_command(app: App, files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Take in reference libraries, or saved answers of a source; - is standard input.

    Any format of docs/formats.md, PubMed XML, registry files; a folder of them as well. Says of each file what it is, what
    could be read of it, and where what could not be read stands. Exit 1 where there is no record in one, 3 where some could not be read.

    \b
    Example: watcher import library.ris screened.csv
    """
    files = tuple(dict.fromkeys(files))  # standard input can be read once
    with _named(files) as paths:
        seen = {path: list(_previews(app, path)) for path in paths}
        if dry_run:
            _show([one for found in seen.values() for one in found], as_json=as_json)
            return
        empty = {path: reason for path, found in seen.items() if (reason := _nothing(found))}
        readable = [path for path in seen if path not in empty]
        for one in (one for path in readable for one in seen[path]):
            app.say("\n".join(_told(one)))
        taken = _take_in(app, readable) if readable else {}
        empty |= {path: _why(coverage) for path, coverage in taken.items() if not _brought(coverage)}
        _report({path: coverage for path, coverage in taken.items() if path not in empty}, as_json=as_json)
        if empty:
            raise InputError(f"{_unread(empty, len(files))}; docs/formats.md says what can be read")
        if any(one.outcome.falls_short for coverage in taken.values() for one in coverage):
            sys.exit(EXIT_PARTLY)


@contextmanager
def _named(files: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Lend the files' paths; standard input is one while it is needed, and so is a pipe, as of ``<(zcat library.ris.gz)``."""
    with TemporaryDirectory() as folder:
        yield tuple(_kept(file, Path(folder) / str(number)) for number, file in enumerate(files))


def _kept(file: str, folder: Path) -> str:
    """Return the path of a file, of what comes through a pipe that of a copy."""
    if file != "-" and (Path(file).is_file() or Path(file).is_dir()):
        return file
    from sources.files import bounded

    folder.mkdir()
    kept = folder / ("standard input" if file == "-" else Path(file).name)
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as pipe:
        kept.write_bytes(bounded(pipe, kept.name))
    return str(kept)


def _previews(app: App, path: str) -> "Iterator[Preview]":
    from watcher.service.importing import previews

    yield from previews(Path(path), app.now())


def _show(seen: "Sequence[Preview]", *, as_json: bool) -> None:
    """Print what the files hold; exit 3 where something of it cannot be read."""
    if as_json:
        print_json(list(seen))
    else:
        echo("\n".join(line for one in seen for line in _told(one)))
    if any(one.unread for one in seen):
        raise SystemExit(EXIT_PARTLY)


_MOST_TOLD = 20  # lines about one file


def _told(one: "Preview") -> "Iterator[str]":
    """Yield what a file holds, in lines: "library.ris: RIS, 12 records read, 1 not"."""
    missed = f", {len(one.unread)} not" if one.unread else ""
    said = f"{one.form}, {one.read} {'record' if one.read == 1 else 'records'} read{missed}" if one.form else "not read"
    yield f"{Path(one.name).name}: {said}"
    yield from (f"  {piece.where}: {piece.reason}" for piece in one.unread[:_MOST_TOLD])
    if len(one.unread) > _MOST_TOLD:
        yield f"  and {len(one.unread) - _MOST_TOLD} more"


def _nothing(found: "Sequence[Preview]") -> str:
    """Return why one file is none that can be read, and not something in it; "" where it is. Such a file is told of, and not taken in."""
    pieces = [piece for one in found for piece in one.unread if not one.read]
    return pieces[0].reason if len(found) == 1 and [piece.where for piece in pieces] == ["the file"] else ""


def _take_in(app: App, paths: "Iterable[str]") -> "dict[str, tuple[Coverage, ...]]":
    """Take the files in, one after the other; return the coverage of each."""
    from watcher.service.sync import sync

    with app.store(new=True) as store:
        return {path: sync(app, store, folder=path) for path in paths}


def _brought(coverage: "Iterable[Coverage]") -> bool:
    return any(one.source != "files" or one.received - one.unreadable for one in coverage)


def _report(taken: "Mapping[str, Sequence[Coverage]]", *, as_json: bool) -> None:
    """Print what came of each file, its name first."""
    from watcher.cli.output import COVERAGE_HEADINGS, coverage_row, print_table

    rows = [(Path(path).name, one) for path, coverage in taken.items() for one in coverage]
    if as_json:
        import msgspec

        print_json([{"file": name, **msgspec.to_builtins(one, enc_hook=str)} for name, one in rows])
    elif rows:
        print_table(("file", *COVERAGE_HEADINGS), [(name, *coverage_row(one)) for name, one in rows])


def _why(coverage: "Iterable[Coverage]") -> str:
    """Return why nothing could be read of a file."""
    said = [text for one in coverage for text in (one.error, *one.notices) if text]
    return "; ".join(said) or "it may have a heading and nothing below it"


def _unread(empty: "Mapping[str, str]", files: int) -> str:
    """Return which files could not be read, and of how many."""
    if files == 1:
        return "; ".join(f"{Path(path).name}: no record can be read in it: {why}" for path, why in empty.items())
    named = "; ".join(f"{Path(path).name} ({why})" for path, why in empty.items())
    return f"no record can be read in {len(empty)} of {files} files: {named}"


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(writable(), case_sensitive=False),
    help="In which form they are written; if not given, by the name of the --output, else ris.",
)
@click.option("--style", metavar="NAME", help="Of --format references: a CSL style, or the path of a .csl file.")
@click.option(
    "--tier",
    type=click.Choice(TIERS, case_sensitive=False),
    default="related",
    show_default=True,
    help="At least this near.",
)
@click.option("--output", "-o", metavar="FILE", help="Write it to a file.")
@click.option(
    "--bom/--no-bom",
    default=None,
    help="Begin with the mark by which Excel knows UTF-8. Given, if not said otherwise, to a file of --format csv.",
)
@force_option
@shared
def export_command(
    app: App, form: str | None, style: str | None, tier: str, output: str | None, bom: bool | None, force: bool
) -> None:
    """Write the items for a reference manager or a spreadsheet.

    \b
    Example: watcher export --format bibtex --tier core --output core.bib
    """
    from watcher.store.search import Filters, search_file

    form = form or named(output or "") or "ris"
    if style and form != "references":
        raise click.BadParameter("only --format references has a style", param_hint="--style")
    hits = search_file(app.database(), "", Filters(tier=tier), sort="date", limit=1_000_000)
    marked = bool(output) and form == "csv" if bom is None else bom  # no mark for a program at the other end of a pipe
    write_items(app, [hit.item for hit in hits], form, output, mark=_MARK if marked else "", style=style, force=force)


_MARK = "\ufeff"


def write_items(
    app: App,
    items: Sequence[int],
    form: str,
    output: str | None = None,
    *,
    mark: str = "",
    style: str | None = None,
    force: bool = False,
) -> None:
    """Write items, each with all that its records say, to a file or standard output, behind a ``mark``, in a ``style`` where the format has some."""
    from watcher.formats import write

    with app.store() as store:
        found = store.items.of(items)
        standing = store.notices(items)
        notices = {item.records[0].key: standing[item.id] for item in found if item.id in standing}
        text = write((item.whole for item in found), form, notices, **({"style": style} if style else {}))
    text = mark + text if isinstance(text, str) else text
    if output:
        app.save(output, text, force=force)
        app.say(f"Wrote {len(items)} items to {output}.")
    else:
        click.echo(text, nl=False)
