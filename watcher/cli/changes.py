"""``watcher changes``: what changed in the registries."""

import click

from watcher.cli.app import App, print_json, shared, since

_ORDER = ("high", "medium", "low", "noise")


@click.command("changes")
@click.option(
    "--since", "start", default="7d", metavar="DATE", show_default=True, help="From this date on, or a span back."
)
@click.option("--least", type=click.Choice(_ORDER), default="low", show_default=True, help="The least weight to show.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def changes_command(app: App, start: str, least: str, as_json: bool) -> None:
    """Show what changed in the registries since a date.

    Retractions and corrections of papers are among it.

    \b
    Example: watcher changes --since 4w --least high
    """
    from watcher.cli.output import print_table

    with app.store() as store:
        found = store.dossiers.changes(since(start, app.now()))
    shown = [one for one in found if _ORDER.index(one.change.weight) <= _ORDER.index(least)]
    shown.sort(key=lambda one: (_ORDER.index(one.change.weight), one.change.seen))
    if as_json:
        print_json(shown)
        return
    rows = [
        (
            one.change.seen.date(),
            one.change.weight.value,
            one.source_id,
            one.change.field,
            one.change.before,
            one.change.after,
            one.change.note,
        )
        for one in shown
    ]
    print_table(("seen", "weight", "record", "field", "before", "after", "note"), rows, wide=5)
    if not shown:
        app.say("nothing changed that we have seen; `watcher status` says when each registry was last read")
