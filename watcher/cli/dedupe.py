"""``watcher dedupe``: the duplicates of a library, and a person's word on the store's."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, P, R, because_option, force_option, print_json, shared, show_unread
from watcher.errors import InputError
from watcher.service import own_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from watcher.model import Cluster, Record
    from watcher.store.store import Store

PERSON = "a person"


class _FileFirst(click.Group):
    """A group whose first word may be a file instead of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take anything that is no command for the file to cluster."""
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = ["file", *args]
        return super().parse_args(ctx, args)


@click.group("dedupe", cls=_FileFirst, subcommand_metavar="FILE|COMMAND [ARGS]...")
def dedupe_command() -> None:
    """Cluster the duplicates of a library, or decide about ours.

    \b
    Examples:
      watcher dedupe library.ris --output clusters.csv
      watcher dedupe review
      watcher dedupe merge 12 34
    """


@dedupe_command.command("file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--output", "-o", metavar="FILE", help="Where to write id, cluster, reason; standard output, if not given."
)
@force_option
@shared
def file(app: App, file: str, output: str | None, force: bool) -> None:
    """Cluster the duplicates in a file of any format that `watcher export` writes; - is standard input.

    Every record is listed with its cluster; the reason says why it belongs, and is empty for a record
    that stands alone.

    \b
    Example: watcher dedupe library.csv --output clusters.csv
    """
    from watcher.identify import cluster
    from watcher.normalise import normalise

    records = _records(app, file)
    prepared = [normalise(record) for record in records]
    found = cluster(prepared, progress=lambda done, total: app.progress_bar("comparing", done, total))
    table = _table(records, found)
    if output:
        app.save(output, table, force=force, read=[file])
    else:
        click.echo(table, nl=False)
    duplicates = sum(len(one.members) - 1 for one in found)
    app.say(f"{len(records)} records, {duplicates} of them duplicates in {len(found)} clusters")


@dedupe_command.command("review")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def review(app: App, as_json: bool) -> None:
    """List the pairs in the store that may be one thing, or of which one may be about the other: merge, tie or hold them.

    \b
    Example: watcher dedupe review
    """
    from watcher.cli.output import print_table

    with app.store() as store:
        doubts = store.decisions.doubts()
    if as_json:
        print_json(doubts)
        return
    print_table(
        ("item", "other", "score", "perhaps", "title", "other title", "because"),
        [(d.item, d.other, f"{d.score:.2f}", d.tie or "is", d.title, d.other_title, d.because) for d in doubts],
        wide=4,
    )


def _of_two_items(command: "Callable[P, R]") -> "Callable[P, R]":
    """Give a decision the two items that it is about, and why it is made."""
    return click.argument("item")(click.argument("other")(because_option()(command)))


@dedupe_command.command("merge")
@_of_two_items
@shared
def merge(app: App, item: str, other: str, because: str) -> None:
    """Make two items one, whatever the rules say later.

    \b
    Example: watcher dedupe merge 12 34
    """
    with app.store() as store:
        kept = store.decisions.merge(_item(store, item), _item(store, other), because=because, by=PERSON, now=app.now())
    app.say(f"They are one now: item {kept}. `watcher dedupe undo` takes it back.")


@dedupe_command.command("tie")
@_of_two_items
@shared
def tie(app: App, item: str, other: str, because: str) -> None:
    """Say that one item is about the other as `review` asks: a retraction of it, a report of the trial.

    \b
    Example: watcher dedupe tie 12 34
    """
    with app.store() as store:
        store.decisions.tie(_item(store, item), _item(store, other), because=because, by=PERSON, now=app.now())
    app.say("They belong together. `watcher dedupe undo` takes it back.")


@dedupe_command.command("hold")
@_of_two_items
@shared
def hold(app: App, item: str, other: str, because: str) -> None:
    """Say that two items are two things, neither about the other: they are never merged by rule, nor asked about again.

    \b
    Example: watcher dedupe hold 12 34
    """
    with app.store() as store:
        store.decisions.hold(_item(store, item), _item(store, other), because=because, by=PERSON, now=app.now())
    app.say("They stay two.")


@dedupe_command.command("split")
@click.argument("item")
@click.argument("records", nargs=-1, metavar="[SOURCE:ID]...")
@because_option()
@shared
def split(app: App, item: str, records: tuple[str, ...], because: str) -> None:
    """Take records out of their item, for good; without records, all but the first one.

    \b
    Example: watcher dedupe split 12 crossref:10.1000/xyz
    """
    with app.store() as store:
        own = _item(store, item)
        keys = [(source, number) for source, _, number in (record.partition(":") for record in records)]
        gathered = store.items.get(own)
        if not keys and gathered:
            keys = [record.key for record in gathered.records[1:]]
        if not keys:
            raise InputError(f"item {own} has one record only; there is nothing to take out")
        other = store.decisions.split(own, keys, because=because, by=PERSON, now=app.now())
    app.say(f"They are apart now: items {own} and {other}. `watcher dedupe undo` takes it back.")


@dedupe_command.command("undo")
@click.argument("decision", type=click.IntRange(1, 10**18), required=False)
@shared
def undo(app: App, decision: int | None) -> None:
    """Take a decision back, a person's or a machine's; without a number, list them.

    \b
    Example: watcher dedupe undo 7
    """
    from watcher.cli.output import print_table

    with app.store() as store:
        if decision is not None:
            store.decisions.undo(decision, because="a person said so", by=PERSON, now=app.now())
            app.say(f"Decision {decision} is taken back.")
            return
        decisions = store.decisions.all()
    rows = [(d.id, d.at.date(), d.verb, d.by, d.because) for d in decisions]
    print_table(("decision", "at", "verb", "by", "because"), rows)


def _item(store: "Store", identifier: str) -> int:
    if (number := own_id(identifier)) is not None:
        return number
    from watcher.service import account_of

    return account_of(store, identifier).item.id


def _records(app: App, file: str) -> "list[Record]":
    from sources.files import LARGEST_BYTES, bounded
    from watcher.formats import read, titles

    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as given:
        body = bounded(given, Path(file).name)
    if len(body) > LARGEST_BYTES:
        raise InputError(f"{file}: it is larger than {LARGEST_BYTES:,} bytes")
    records = show_unread(read(body, Path(file).name, app.now()))
    if not records:
        raise InputError(f"{file}: no record can be read in it; it should be {titles()}")
    return records


def _table(records: "Sequence[Record]", found: "Sequence[Cluster]") -> str:
    """Return the CSV of id, cluster, reason; its lines end as RFC 4180 says."""
    import csv
    import io

    from watcher.text import cell

    place = {
        member: (number, why)
        for number, one in enumerate(found, 1)
        for member, why in zip(one.members, one.reasons, strict=True)
    }
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("id", "cluster", "reason"))
    alone = len(found)
    for i, record in enumerate(records):
        if i in place:
            writer.writerow((cell(record.source_id), *place[i]))
        else:
            alone += 1
            writer.writerow((cell(record.source_id), alone, ""))
    return stream.getvalue()
