"""``watcher rate``: what a reader says of an item; the order inside a tier learns from it."""

import getpass

import click

from watcher.cli.app import App, shared
from watcher.errors import InputError


@click.command("rate")
@click.argument("identifier", metavar="ITEM")
@click.argument("verdict", type=click.Choice(("useful", "not", "forget"), case_sensitive=False))
@click.option("--topic", metavar="NAME", help="The topic that it is rated for; the first, if not given.")
@click.option("--by", metavar="NAME", help="Who rates it; you, if not given.")
@shared
def rate_command(app: App, identifier: str, verdict: str, topic: str | None, by: str | None) -> None:
    """Say that an item was useful, or not; forget takes that back.

    An item is named by its PMID, DOI, NCT or other number, or by our own id. Once five items were found useful and five not, those of a
    section that stand equally near the question are ordered by what readers rated. Nothing is hidden by it, and no tier changes.

    \b
    Example: watcher rate 12345678 useful
    """
    from watcher.service import account_of

    names = [one.name for one in app.topic.every]
    if topic and topic not in names:
        raise InputError(f"there is no topic {topic!r}; there is {', '.join(names)}")
    chosen, reader = topic or names[0], f"here:{by or getpass.getuser()}"
    with app.store() as store:
        item = account_of(store, identifier).item.id
        if verdict == "forget":
            known = store.ratings.forget(chosen, item, reader)
            app.say(f"Forgotten: item {item}." if known else f"You had not rated item {item}.")
            return
        store.ratings.rate(chosen, item, reader, app.now(), useful=verdict == "useful")
    app.say(f"Item {item} was {'useful' if verdict == 'useful' else 'not useful'} for {chosen}.")
