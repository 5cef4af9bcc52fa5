"""How results are printed: a table on a terminal, tab-separated lines for a program."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from watcher.text import shown

if TYPE_CHECKING:
    from watcher.model import Coverage

if TYPE_CHECKING:
    from rich.console import Console

# Between two columns; and the narrowest that a text broken over lines can be read in. Both in characters.
GAP = 2
NARROWEST = 24


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, wide: int = -1) -> None:
    """Print rows as a table that fits the terminal; where stdout is none, as tab-separated lines.

    Where the terminal is too narrow for a table, each row is a paragraph: no column is ever cut away.

    ``wide`` is the column that may be broken over lines; without one, the last.
    """
    if not sys.stdout.isatty():
        click.echo("\t".join(headings))
        for row in rows:
            click.echo("\t".join(_flat(cell) for cell in row))
        return
    from rich.console import Console

    console = Console(highlight=False)
    flat = [[_flat(cell) for cell in row] for row in rows]
    column = wide % len(headings)
    if _needed(headings, flat, column) + NARROWEST > console.width:
        _print_stacked(headings, flat, column, console)
    else:
        _print_wide(headings, flat, column, console)


def _needed(headings: Sequence[str], rows: Sequence[Sequence[str]], column: int) -> int:
    """Return the width of all columns but the one that may be broken over lines."""
    widths = [max(map(len, cells)) + GAP for cells in zip(headings, *rows, strict=True)]
    return sum(widths) - widths[column]


def _print_stacked(headings: Sequence[str], rows: Iterable[Sequence[str]], column: int, console: "Console") -> None:
    """Print each row as a paragraph: what is short on its first lines with its headings, the long text beneath."""
    from rich.padding import Padding
    from rich.text import Text

    for row in rows:
        short = [
            f"{heading} {cell}"
            for i, (heading, cell) in enumerate(zip(headings, row, strict=True))
            if cell and i != column
        ]
        console.print(Text(" · ".join(short), style="dim"))
        if row[column]:
            console.print(Padding(Text(row[column]), (0, 0, 0, 4)))


def _print_wide(headings: Sequence[str], rows: Iterable[Sequence[str]], column: int, console: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, GAP, 0, 0), header_style="bold")
    for i, heading in enumerate(headings):
        table.add_column(heading, no_wrap=i != column, overflow="fold", vertical="top")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


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
    return shown(str(cell))
