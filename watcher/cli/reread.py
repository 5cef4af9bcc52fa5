"""``watcher reread``: what could not be understood, read again from the pages that are kept."""

import sys

import click

from watcher.cli.app import App, echo, print_json, shared
from watcher.cli.sync import EXIT_PARTLY


@click.command("reread")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it for a program.")
@shared
def reread_command(app: App, as_json: bool) -> None:
    """Read again what could not be understood, and rate every record again.

    `watcher sync` does so by itself once the program or the topic profile has changed; nobody is asked for
    anything. Exit 3 tells that something is still not understood: it is listed, to be read by a person.

    \b
    Example: watcher reread
    """
    from watcher.service.sync import read_again

    with app.store() as store:
        done = read_again(app, store, everything=True)
        left = store.unread.all()
    if as_json:
        print_json({"understood": done.understood, "rated": done.rated, "not_understood": left})
    else:
        echo(f"{done.understood} records understood, {done.left} still not; {done.rated} rated again")
        for one in left:
            echo(f"  {one.source} {one.source_id}: {one.title or 'without a title'} {one.url}\n    {one.reason}")
    if left:
        sys.exit(EXIT_PARTLY)
