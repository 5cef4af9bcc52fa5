"""How results are printed: a table on a terminal, tab-separated lines for a program."""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from watcher.text import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from watcher.model import Coverage

# Between two columns; and the narrowest that a text broken over lines can be read in. Both in characters.
GAP = 2
NARROWEST = 24
_NOTHING = frozenset({"", "0", "?"})


def print_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    wide: int = -1,
    links: Sequence[str] = (),
    paged: bool = False,
) -> None:
    """Print rows as a table that fits the terminal; where stdout is none, as tab-separated lines.

    Where the terminal is too narrow for a table, the columns go that say nothing in any row; where that is not enough, each
    row is a paragraph. No column that says something is ever cut away.

    ``wide`` is the column that may be broken over lines; without one, the last. ``links`` are the addresses to which that
    column leads, a row each (OSC 8). ``paged`` hands what is longer than the terminal to the pager (PAGER).
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
        headings, flat, column = _without_empty(headings, flat, column)
    form = _print_stacked if _needed(headings, flat, column) + NARROWEST > console.width else _print_wide
    with _pager(console) if paged and len(flat) > console.height - 2 else nullcontext():
        form(headings, flat, column, console, [_checked(link) for link in links] or [""] * len(flat))


def _without_empty(
    headings: Sequence[str], rows: Sequence[Sequence[str]], column: int
) -> tuple[Sequence[str], list[list[str]], int]:
    """Return headings and rows without the columns that are empty in every row, and the new place of ``column``."""
    kept = [i for i in range(len(headings)) if i in {0, column} or any(row[i] not in _NOTHING for row in rows)]
    return [headings[i] for i in kept], [[row[i] for i in kept] for row in rows], kept.index(column)


def _pager(console: "Console") -> "AbstractContextManager[object]":
    # As git does it: colours and links pass, and what fits on one screen is not held back.
    os.environ.setdefault("LESS", "FRX")
    return console.pager(styles=True, links=True)


def _checked(address: str) -> str:
    """Return an address as a terminal may be given it; "" for what could end the sequence that it stands in."""
    return (
        address if address.startswith(("https://", "http://")) and address.isprintable() and " " not in address else ""
    )


def _linked(text: str, link: str) -> "Text":
    from rich.style import Style
    from rich.text import Text

    return Text(text, style=Style(link=link or None))


def _needed(headings: Sequence[str], rows: Sequence[Sequence[str]], column: int) -> int:
    """Return the width of all columns but the one that may be broken over lines."""
    widths = [max(map(len, cells)) + GAP for cells in zip(headings, *rows, strict=True)]
    return sum(widths) - widths[column]


def _print_stacked(
    headings: Sequence[str], rows: Iterable[Sequence[str]], column: int, console: "Console", links: Sequence[str]
) -> None:
    """Print each row as a paragraph: what is short on its first lines with its headings, the long text beneath."""
    from rich.padding import Padding
    from rich.text import Text

    for row, link in zip(rows, links, strict=True):
        short = [
            f"{heading} {cell}"
            for i, (heading, cell) in enumerate(zip(headings, row, strict=True))
            if cell and i != column
        ]
        console.print(Text(" · ".join(short), style="dim"))
        if row[column]:
            console.print(Padding(_linked(row[column], link), (0, 0, 0, 4)))


def _print_wide(
    headings: Sequence[str], rows: Iterable[Sequence[str]], column: int, console: "Console", links: Sequence[str]
) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, GAP, 0, 0), header_style="bold")
    for i, heading in enumerate(headings):
        table.add_column(heading, no_wrap=i != column, overflow="fold", vertical="top")
    for row, link in zip(rows, links, strict=True):
        table.add_row(*(_linked(cell, link) if i == column else Text(cell) for i, cell in enumerate(row)))
    console.print(table)


def print_coverage(coverage: "Iterable[Coverage]") -> None:
    """Print what each source was asked and what came of it, the failures in words."""
    print_table(COVERAGE_HEADINGS, [coverage_row(one) for one in coverage])


COVERAGE_HEADINGS = (*"source outcome since announced received new kept unreadable".split(), "what was missed")


def coverage_row(one: "Coverage") -> tuple[object, ...]:
    """Return what the table of coverage says of one source, below ``COVERAGE_HEADINGS``."""
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
