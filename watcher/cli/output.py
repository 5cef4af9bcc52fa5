"""How results are printed: a table on a terminal, tab-separated lines for a program."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from watcher.model import Coverage


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, wide: int = -1) -> None:
    """Print rows as a table that fits the terminal; where stdout is none, as tab-separated lines.

    ``wide`` is the column that may be broken over lines; without one, the last.
    """
    if not sys.stdout.isatty():
        click.echo("\t".join(headings))
        for row in rows:
            click.echo("\t".join(_flat(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for i, heading in enumerate(headings):
        table.add_column(heading, no_wrap=i != wide % len(headings), overflow="fold", vertical="top")
    for row in rows:
        table.add_row(*(Text(_flat(cell)) for cell in row))
    Console(highlight=False).print(table)


def print_coverage(coverage: "Iterable[Coverage]") -> None:
    """Print what each source was asked and what came of it, the failures in words."""
    headings = ("source", "outcome", "since", "announced", "received", "new", "kept", "unreadable", "what was missed")
    print_table(headings, [_coverage_row(one) for one in coverage])


def _coverage_row(one: "Coverage") -> tuple[object, ...]:
    missed = "; ".join(part for part in (one.error, *one.notices) if part)
    return (
        one.source + (" (silent)" if one.silent else ""),
        one.outcome.value,
        one.since.date().isoformat() if one.since else "the beginning",
        "?" if one.announced is None else one.announced,
        one.received,
        one.new,
        one.kept,
        one.unreadable,
        missed,
    )


def _flat(cell: object) -> str:
    return " ".join(str(cell).split())
