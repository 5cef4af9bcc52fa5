"""``watcher searches``: the searches that were saved."""

import click

from watcher.cli.app import App, print_json, shared
from watcher.errors import InputError


@click.command("searches")
@click.option("--forget", metavar="NAME", help="Forget this one.")
@click.option("--json", "as_json", is_flag=True, help="Print a list for a program.")
@shared
def searches_command(app: App, forget: str | None, as_json: bool) -> None:
    """List the searches that `watcher search --save NAME` kept.

    \b
    Example: watcher search high dose ssa net --save high-dose; watcher searches
    """
    with app.store() as store:
        if forget:
            if not store.searches.forget(forget):
                raise InputError(f"there is no saved search {forget!r}; `watcher searches` lists them")
            app.say(f"Forgot {forget}.")
            return
        found = store.searches.all()
    if as_json:
        print_json([one._asdict() | {"filters": one.filters._asdict()} for one in found])
        return
    from watcher.cli.output import print_table

    rows = [(one.name, one.saved[:10], one.query, _told(one.filters._asdict())) for one in found]
    print_table(("name", "saved", "query", "filters"), rows, wide=2)


def _told(filters: dict[str, object]) -> str:
    """Return the filters that ask something, as a person reads them."""
    asked = ((name, value) for name, value in filters.items() if value not in ("", (), None))
    return " ".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, tuple) else value}" for name, value in asked
    )
