"""``watcher sql``: the store, read by whoever knows SQL."""

import click

from watcher.cli.app import App, print_json, shared


@click.command("sql")
@click.argument("statement")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects for a program.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated lines.")
@shared
def sql_command(app: App, statement: str, as_json: bool, as_csv: bool) -> None:
    """Print what one SELECT answers; nothing can be written.

    The views v_items, v_figures, v_changes and v_told stay as they are, whatever becomes of the tables: docs/schema.md.

    \b
    Example: watcher sql "SELECT tier, count(*) AS items FROM v_items GROUP BY tier"
    """
    from watcher.store.connection import query

    columns, rows = query(app.database(), statement)
    if as_json:
        print_json([dict(zip(columns, map(_shown, row), strict=True)) for row in rows])
    elif as_csv:
        _print_csv(columns, rows)
    else:
        from tabulate import tabulate

        from watcher.cli.app import echo

        echo(tabulate([list(map(_shown, row)) for row in rows], columns, tablefmt="simple", disable_numparse=True))


def _print_csv(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    import csv
    import io

    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([columns, *(map(_shown, row) for row in rows)])
    click.echo(written.getvalue(), nl=False)


def _shown(cell: object) -> object:
    """Return a cell as it can be printed: bytes by their number."""
    return f"<{len(cell)} bytes>" if isinstance(cell, bytes) else cell
